"""The triage settings that count now."""

from __future__ import annotations

from bot.settings import TriageRules
from escalation.store.triage import TriageVersions, digest_of


class CurrentTriage:
    """The settings that turns are judged by now: the latest version, or ``start`` while there is none."""

    def __init__(self, versions: TriageVersions, start: TriageRules) -> None:
        self._versions, self.start = versions, start
        self.rules, self.digest = start, digest_of(start)
        self.refresh()

    def refresh(self) -> None:
        """Take over what another process or a supervisor has set."""
        found = self._versions.latest()
        if found is not None and found.digest != self.digest:
            self.rules, self.digest = found.rules, found.digest
