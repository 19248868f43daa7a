"""Everything that can be set while Baton runs, as one document: exported, compared, applied, taken back.

Sections of :mod:`escalation.configuration.models`, and ``triage``, ``people`` and ``policy``, which are kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from bot.settings import TriageError, TriageRules
from escalation.auth.errors import AccountError
from escalation.auth.sessions import Sessions
from escalation.auth.users import ROLES, Users, checked_email, checked_login
from escalation.configuration.diff import differences
from escalation.configuration.live import LiveConfiguration
from escalation.configuration.models import Configuration
from escalation.configuration.policy_file import PolicyFile, checked
from escalation.configuration.triage import CurrentTriage
from escalation.configuration.validation import SECTIONS, ConfigurationError, arranged, written
from escalation.core.errors import Code, Refused
from escalation.store.configuration import SectionVersions, Version
from escalation.store.database import Database
from escalation.store.triage import TriageVersions
from escalation.store.users import User

TRIAGE, PEOPLE, POLICY = "triage", "people", "policy"
ALL = (TRIAGE, POLICY, PEOPLE, *SECTIONS)
BEFORE = ("Baton", "as it was before")  # notes what another way in has changed, so that undo finds it
Document = dict[str, Any]


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A colleague in the document; ``active`` false is one who can sign in no more."""

    login: str
    name: str = ""
    role: str = "agent"
    email: str = ""
    departments: list[str] = []
    skills: list[str] = []
    active: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """One change there was, in words, with who made it when (UTC milliseconds) and why."""

    section: str
    version: int
    author: str
    note: str
    created_at: int
    what: list[str]


class ConfigurationDocument:
    """Reads and changes all of it."""

    def __init__(
        self, database: Database, home: Path, rules: CurrentTriage, current: LiveConfiguration | None = None, users: Users | None = None
    ) -> None:
        self._store = SectionVersions(database)
        self._current = current or LiveConfiguration(self._store)
        self._rules, self._triage = rules, TriageVersions(database)
        self._users, self._limits = users or Users(database, Sessions(database)), PolicyFile(home)

    async def export(self) -> Document:
        """All sections as they are, in an order that reads well. Passwords are nowhere in it."""
        self._current.refresh()
        self._rules.refresh()
        found = {name: written(getattr(self._current.now, name)) for name in SECTIONS}
        return {TRIAGE: self._rules.rules.to_json(), POLICY: self._limits.read(), PEOPLE: await self._persons(), **found}

    async def _persons(self) -> list[Document]:
        now = self._current.now
        return [msgspec.to_builtins(_person(now.known(each))) for each in await self._users.all()]

    async def compare(self, document: Mapping[str, Any]) -> list[str]:
        """What applying the document would change, in words; raises :class:`ConfigurationError` for what cannot be."""
        now, wanted = await self.export(), await self._checked(document)
        return [each for name, value in wanted.items() for each in differences(name, now[name], value)]

    async def _checked(self, document: Mapping[str, Any]) -> Document:
        """The document's sections, complete and in order; a colleague it does not name stays as they are."""
        if unknown := set(document) - set(ALL):
            raise ConfigurationError(f"Unknown section “{min(unknown)}”. Sections are {', '.join(ALL)}.")
        own = {name: document[name] for name in SECTIONS if name in document}
        self._current.refresh()
        whole = arranged(own, self._current.now)
        found: Document = {name: written(getattr(whole, name)) for name in own}
        if TRIAGE in document:
            found[TRIAGE] = _rules(document[TRIAGE]).to_json()
        if POLICY in document:
            found[POLICY] = checked(document[POLICY])
        if PEOPLE in document:
            found[PEOPLE] = await self._merged(document[PEOPLE], whole)
        return found

    async def _merged(self, given: Any, whole: Configuration) -> list[Document]:
        try:
            persons = msgspec.convert(given, list[Person])
        except msgspec.ValidationError as problem:
            raise ConfigurationError(f"people: {problem}.") from None
        for each in persons:
            check_person(each, whole)
        known = {each["login"]: each for each in await self._persons()}
        merged = {
            **known,
            **{checked_login(each.login): {**msgspec.to_builtins(each), "login": checked_login(each.login)} for each in persons},
        }
        if not any(each["role"] == "admin" and each["active"] for each in merged.values()):
            raise ConfigurationError("people: keep at least one admin.")
        return [merged[login] for login in sorted(merged) if login in known or merged[login]["active"]]

    async def apply(self, document: Mapping[str, Any], author: str, note: str, seen: Mapping[str, int] | None = None) -> list[str]:
        """Let the document's sections count from now on; returns what changed, in words.

        All of it is checked before anything is written. ``seen`` as in :meth:`SectionVersions.put`.
        """
        now, wanted = await self.export(), await self._checked(document)
        changed = [each for name, value in wanted.items() for each in differences(name, now[name], value)]
        await self._store.put({name: value for name, value in wanted.items() if name in SECTIONS}, author, note, seen)
        if TRIAGE in wanted:
            await self._triage.add(TriageRules.from_json(wanted[TRIAGE]), author, note)
        if POLICY in wanted:
            await self._put_policy(wanted[POLICY], author, note, seen)
        if PEOPLE in wanted:
            await self._put_people(wanted[PEOPLE], author, note)
        self._current.refresh()
        self._rules.refresh()
        return changed

    def policy(self) -> tuple[Document, int]:
        """What the assistant may do alone, with the version of it."""
        latest = self._store.latest().get(POLICY)
        return self._limits.read(), latest.version if latest else 0

    async def _put_policy(self, wanted: Document, author: str, note: str, seen: Mapping[str, int] | None) -> None:
        known = POLICY in self._store.latest()
        if not known:
            await self._store.put({POLICY: self._limits.read()}, *BEFORE)
        if await self._store.put({POLICY: wanted}, author, note, seen if known else None) or wanted != self._limits.read():
            self._limits.write(wanted)

    async def _put_people(self, wanted: list[Document], author: str, note: str) -> None:
        await self.note_people(*BEFORE)
        known = {each.login: each for each in await self._users.all()}
        for person in (msgspec.convert(each, Person) for each in wanted):
            await self._put_person(person, known.get(person.login))
        await self.note_people(author, note)

    async def _put_person(self, person: Person, known: User | None) -> None:
        if not person.active:
            if known is not None:
                await self._users.disable(known)
            return
        user = known or await self._users.add(person.login, person.name, person.role)
        await self._users.change(_user(person, user))

    async def note_people(self, author: str, note: str) -> None:
        """Keep how colleagues stand now as a version, for the history."""
        await self._store.put({PEOPLE: await self._persons()}, author, note)

    async def history(self, most: int = 100) -> list[Change]:
        """The latest changes to everything, newest first."""
        found = [await self._change(each) for each in await self._store.history(most)]
        versions = await self._triage.history(most)
        for after, before in zip(versions, [*versions[1:], None], strict=False):
            old = before.rules.to_json() if before else {}
            what = differences(TRIAGE, old, after.rules.to_json()) if before else [f"{TRIAGE}: first version"]
            found.append(Change(TRIAGE, after.version, after.author, after.note, after.created_at, what))
        return sorted(found, key=lambda each: -each.created_at)[:most]

    async def _change(self, version: Version) -> Change:
        _, before = await self._store.around(version.version)
        old = before.value if before else _nothing(version.section)
        what = differences(version.section, old, version.value)
        return Change(version.section, version.version, version.author, version.note, version.created_at, what)

    async def undo(self, section: str, version: int, author: str) -> list[str]:
        """Put a section back to how it was before this version; the way it is now is kept in the history."""
        note = f"undo of change {version}"
        if section == TRIAGE:
            before = await self._triage.version(version - 1)
            return await self.apply({TRIAGE: before.rules.to_json() if before else self._rules.start.to_json()}, author, note)
        found, earlier = await self._store.around(version)
        if found is None or found.section != section:
            raise Refused(Code.NOT_FOUND, "This change does not exist.")
        if section in (PEOPLE, POLICY) and earlier is None:
            raise Refused(Code.ILLEGAL, "There is no earlier version to restore.")
        value = earlier.value if earlier else _nothing(section)
        if section == PEOPLE:
            there = {each["login"] for each in value}
            value = [*value, *({**each, "active": False} for each in await self._persons() if each["login"] not in there)]
        return await self.apply({section: value}, author, note)


def _rules(given: Any) -> TriageRules:
    try:
        return TriageRules.from_json(given)
    except (TriageError, TypeError, AttributeError) as problem:
        raise ConfigurationError(f"triage: {problem}") from None


def check_person(person: Person, whole: Configuration) -> None:
    """Raises :class:`ConfigurationError` for a colleague who cannot be so."""
    departments, skills = {each.id for each in whole.departments}, {each.id for each in whole.skills}
    if person.role not in ROLES:
        raise ConfigurationError(f"people, {person.login}: “{person.role}” is not a role. Roles are {', '.join(ROLES)}.")
    if wrong := set(person.departments) - departments:
        raise ConfigurationError(f"people, {person.login}: unknown department “{min(wrong)}”.")
    if wrong := set(person.skills) - skills:
        raise ConfigurationError(f"people, {person.login}: unknown skill “{min(wrong)}”.")
    try:
        checked_email(person.email)
        checked_login(person.login)
    except AccountError as problem:
        raise ConfigurationError(f"people, {person.login}: {problem}") from None


def _person(user: User) -> Person:
    return Person(user.login, user.name, user.role, user.email, list(user.departments), list(user.skills))


def _user(person: Person, known: User) -> User:
    return replace(
        known, name=person.name or known.name, role=person.role, email=person.email, departments=tuple(person.departments),
        skills=tuple(person.skills),
    )  # fmt: skip


def _nothing(section: str) -> Any:
    return (
        []
        if section == PEOPLE
        else {}
        if section == POLICY
        else written(getattr(Configuration(), section))
        if section in SECTIONS
        else None
    )
