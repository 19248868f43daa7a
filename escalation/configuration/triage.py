"""The handoff rules: every version, and those that count now."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from bot.settings import TriageRules
from escalation.clock import now_ms
from escalation.store.ports import ConfigurationRepository
from escalation.store.records import Version

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

    def __init__(self, sections: ConfigurationRepository) -> None:
        self._sections = sections

    async def latest(self) -> TriageVersion | None:
        """The version that counts."""
        version = await self._sections.latest_of(TRIAGE)
        return _version(version) if version else None

    async def history(self, most: int = 50) -> list[TriageVersion]:
        """The latest versions, newest first."""
        return [_version(version) for version in await self._sections.history(most, TRIAGE)]

    async def version(self, number: int) -> TriageVersion | None:
        """One version."""
        version, _ = await self._sections.around(number)
        return _version(version) if version and version.section == TRIAGE else None

    async def add(self, rules: TriageRules, author: str, note: str, seen: int | None = None) -> TriageVersion:
        """The rules as the version that counts; nothing is added if they are so already. ``seen`` is the
        newest version somebody had on their screen (0: none): raises :class:`Refused` if there is a newer
        one.
        """
        known = None if seen is None else {TRIAGE: seen}
        await self._sections.put({TRIAGE: rules.to_json()}, author, note, now_ms(), known)
        latest = await self.latest()
        assert latest is not None
        return latest


def _version(stored: Version) -> TriageVersion:
    rules = TriageRules.from_json(stored.value)
    return TriageVersion(
        stored.version, digest_of(rules), rules, stored.author, stored.note, stored.created_at
    )


class CurrentTriage:
    """The settings that turns are judged by now: the latest version as of the last :meth:`refresh`, or
    ``start`` while there is none. As fresh as :class:`escalation.configuration.live.LiveConfiguration`.
    """

    def __init__(self, versions: TriageVersions, start: TriageRules) -> None:
        self._versions, self.start = versions, start
        self.rules, self.digest, self._version = start, digest_of(start), 0

    async def refresh(self) -> None:
        """Take over what another process or a supervisor has set."""
        latest = await self._versions.latest()
        if latest is not None and latest.version > self._version:
            self.rules, self.digest, self._version = latest.rules, latest.digest, latest.version
