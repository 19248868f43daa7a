"""The handoff rules: every version, and those that count now."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from bot.settings import TriageRules
from escalation.store.sqlite.configuration import SectionVersions, Version

TRIAGE = "triage"


@dataclass(frozen=True, slots=True)
class TriageVersion:
    """One version: its number in the history of all sections, the digest that turns carry, and who made it
    when (ms) and why.
    """

    version: int
    digest: str
    rules: TriageRules
    author: str
    note: str
    created_at: int


def digest_of(rules: TriageRules) -> str:
    """Equal for equal settings."""
    return hashlib.sha256(json.dumps(rules.to_json(), sort_keys=True).encode()).hexdigest()[:12]


class TriageVersions:
    """The section ``triage`` of the configuration, as rules: only added to, so that every decision can be
    explained by the rules it was made under.
    """

    def __init__(self, sections: SectionVersions) -> None:
        self._sections = sections

    def latest(self) -> TriageVersion | None:
        """The version that counts."""
        found = self._sections.latest_of(TRIAGE)
        return _version(found) if found else None

    async def history(self, most: int = 50) -> list[TriageVersion]:
        """The latest versions, newest first."""
        return [_version(each) for each in await self._sections.history(most, TRIAGE)]

    async def version(self, number: int) -> TriageVersion | None:
        """One version."""
        found, _ = await self._sections.around(number)
        return _version(found) if found and found.section == TRIAGE else None

    async def add(self, rules: TriageRules, author: str, note: str, seen: int | None = None) -> TriageVersion:
        """The rules as the version that counts; nothing is added if they are so already. ``seen`` is the
        newest version somebody had on their screen (0: none): raises :class:`Refused` if there is a newer
        one.
        """
        await self._sections.put(
            {TRIAGE: rules.to_json()}, author, note, None if seen is None else {TRIAGE: seen}
        )
        found = self.latest()
        assert found is not None
        return found


def _version(found: Version) -> TriageVersion:
    rules = TriageRules.from_json(found.value)
    return TriageVersion(found.version, digest_of(rules), rules, found.author, found.note, found.created_at)


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
