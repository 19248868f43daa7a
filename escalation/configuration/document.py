"""Everything that can be set while Baton runs, as one document: exported, compared, applied, taken back.

Every section has its versions in one history. Those of :mod:`escalation.configuration.models` and ``triage``
count as they stand there; ``people`` are the accounts and ``policy`` the file of the action server, whose
versions are kept beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bot.settings import TriageError, TriageRules
from escalation.auth.errors import AccountError
from escalation.auth.sessions import Sessions
from escalation.auth.users import ROLES, Users, checked_email, checked_login, settle
from escalation.clock import new_id, now_ms
from escalation.configuration.diff import differences
from escalation.configuration.live import LiveConfiguration
from escalation.configuration.models import Configuration
from escalation.configuration.policy_file import PolicyFile, checked
from escalation.configuration.triage import TRIAGE, CurrentTriage
from escalation.configuration.validation import SECTIONS, ConfigurationError, arranged, written
from escalation.core.errors import Code, Refused
from escalation.core.shape_errors import explained
from escalation.store.ports import Store, Unit
from escalation.store.records import User, Version

PEOPLE, POLICY = "people", "policy"
MOST_CAPACITY = 100
ALL = (TRIAGE, POLICY, PEOPLE, *SECTIONS)
BEFORE = ("Baton", "as it was before")  # notes what another way in has changed, so that undo finds it
Document = dict[str, Any]
Signed = tuple[str, str, int]  # by whom, why, and when (UTC milliseconds)


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A team member in the document; ``active`` false is one who can sign in no more."""

    login: str
    name: str = ""
    role: str = "agent"
    email: str = ""
    departments: list[str] = []
    skills: list[str] = []
    languages: list[str] = []
    capacity: float = 0.0
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
        self,
        store: Store,
        home: Path,
        rules: CurrentTriage,
        current: LiveConfiguration | None = None,
        users: Users | None = None,
    ) -> None:
        self._store, self._versions = store, store.configuration
        self._current = current or LiveConfiguration(store.configuration)
        self._rules = rules
        self._users = users or Users(store.users, Sessions(store.sessions))
        self._limits = PolicyFile(home)

    async def export(self) -> Document:
        """All sections as they are, in an order that reads well. Passwords are nowhere in it."""
        await self._current.refresh()
        await self._rules.refresh()
        sections = {name: written(getattr(self._current.now, name)) for name in SECTIONS}
        return {
            TRIAGE: self._rules.rules.to_json(),
            POLICY: self._limits.read(),
            PEOPLE: await self._persons(),
            **sections,
        }

    async def _persons(self) -> list[Document]:
        return _lines(map(self._current.now.known, await self._users.all()))

    async def compare(self, document: Mapping[str, Any]) -> list[str]:
        """What applying the document would change, in words; raises :class:`ConfigurationError` for what
        cannot be.
        """
        now, wanted = await self.export(), await self._checked(document)
        return _changes(now, wanted)

    async def _checked(self, document: Mapping[str, Any]) -> Document:
        """The document's sections, complete and in order; a team member it does not name stays as they
        are.
        """
        if unknown := set(document) - set(ALL):
            raise ConfigurationError(f"Unknown section “{min(unknown)}”. Sections are {', '.join(ALL)}.")
        own = {name: document[name] for name in SECTIONS if name in document}
        await self._current.refresh()
        whole = arranged(own, self._current.now)
        sections: Document = {name: written(getattr(whole, name)) for name in own}
        if TRIAGE in document:
            sections[TRIAGE] = _rules(document[TRIAGE]).to_json()
        if POLICY in document:
            sections[POLICY] = checked(document[POLICY])
        if PEOPLE in document:
            sections[PEOPLE] = await self._merged(document[PEOPLE], whole)
        return sections

    async def _merged(self, document: Any, whole: Configuration) -> list[Document]:
        try:
            persons = msgspec.convert(document, list[Person])
        except msgspec.ValidationError as problem:
            raise ConfigurationError(f"people: {explained(str(problem))}.") from None
        for person in persons:
            check_person(person, whole)
        known = {person["login"]: person for person in await self._persons()}
        merged = {
            **known,
            **{
                checked_login(person.login): {
                    **msgspec.to_builtins(person),
                    "login": checked_login(person.login),
                }
                for person in persons
            },
        }
        if not any(member["role"] == "admin" and member["active"] for member in merged.values()):
            raise ConfigurationError("people: keep at least one admin.")
        return [merged[login] for login in sorted(merged) if login in known or merged[login]["active"]]

    async def apply(
        self, document: Mapping[str, Any], author: str, note: str, seen: Mapping[str, int] | None = None
    ) -> list[str]:
        """Let the document's sections count from now on; returns what changed, in words.

        All of it is checked before anything is written. ``seen`` as in :meth:`ConfigurationRepository.put`.
        """
        now, wanted = await self.export(), await self._checked(document)
        # The others stay as they are by then.
        persons = [line for line in wanted.get(PEOPLE, ()) if line not in now[PEOPLE]]
        ended = await self._store.together(
            lambda unit: self._write(unit, wanted, persons, (author, note, now_ms()), dict(seen or {}))
        )
        await self._users.tell(ended)
        await self._current.refresh()
        await self._rules.refresh()
        return _changes(now, wanted)

    async def _write(
        self, unit: Unit, wanted: Document, persons: list[Document], by: Signed, seen: dict[str, int]
    ) -> list[User]:
        """Within a commit; returns the users whose way in changed."""
        *_, at = by
        sections = {name: value for name, value in wanted.items() if name != PEOPLE}
        for moved in await unit.configuration.put(await self._unnoted(unit, wanted), *BEFORE, at):
            seen.pop(moved, None)
        await unit.configuration.put(sections, *by, seen)
        ended = await self._settled(unit, wanted, persons, by) if PEOPLE in wanted else []
        if POLICY in wanted and wanted[POLICY] != self._limits.read():
            # Last, so that nothing is committed if it cannot be written.
            self._limits.write(wanted[POLICY])
        return ended

    async def _settled(self, unit: Unit, wanted: Document, persons: list[Document], by: Signed) -> list[User]:
        whole = arranged(
            {name: value for name, value in wanted.items() if name in SECTIONS}, self._current.now
        )
        ended = await settle(unit.users, map(_account, persons))
        team = _lines(map(whole.known, _with_admin(await unit.users.all())))
        await unit.configuration.put({PEOPLE: team}, *by)
        return ended

    async def _unnoted(self, unit: Unit, wanted: Document) -> Document:
        """How things are that another way in has changed: noted first, so that undo finds them. People can
        always be changed elsewhere.
        """
        before: Document = {}
        if PEOPLE in wanted:
            before[PEOPLE] = _lines(map(self._current.now.known, await unit.users.all()))
        if POLICY in wanted and await unit.configuration.latest_of(POLICY) is None:
            before[POLICY] = self._limits.read()
        return before

    async def policy(self) -> tuple[Document, int]:
        """What the assistant may do alone, with the version of it."""
        latest = await self._versions.latest_of(POLICY)
        return self._limits.read(), latest.version if latest else 0

    async def note_people(self, author: str, note: str) -> None:
        """Keep how team members stand now as a version, for the history."""
        await self._versions.put({PEOPLE: await self._persons()}, author, note, now_ms())

    async def history(self, most: int = 100) -> list[Change]:
        """The latest changes to everything, newest first."""
        return [await self._change(version) for version in await self._versions.history(most)]

    async def _change(self, version: Version) -> Change:
        _, before = await self._versions.around(version.version)
        old = before.value if before else self._nothing(version.section)
        what = differences(version.section, old, version.value)
        return Change(
            version.section, version.version, version.author, version.note, version.created_at, what
        )

    async def undo(self, section: str, version: int, author: str) -> list[str]:
        """Put a section back to how it was before this version; the way it is now is kept in the history."""
        note = f"undo of change {version}"
        change, earlier = await self._versions.around(version)
        if change is None or change.section != section:
            raise Refused(Code.NOT_FOUND, "This change does not exist.")
        if section in (PEOPLE, POLICY) and earlier is None:
            raise Refused(Code.ILLEGAL, "There is no earlier version to restore.")
        value = earlier.value if earlier else self._nothing(section)
        if section == PEOPLE:
            logins = {line["login"] for line in value}
            added = [line for line in await self._persons() if line["login"] not in logins]
            value = [*value, *({**line, "active": False} for line in added)]
        return await self.apply({section: value}, author, note)

    def _nothing(self, section: str) -> Any:
        """What a section is before its first version."""
        if section == TRIAGE:
            return self._rules.start.to_json()
        return {PEOPLE: [], POLICY: {}}.get(
            section, written(getattr(Configuration(), section)) if section in SECTIONS else None
        )


def _changes(now: Document, wanted: Document) -> list[str]:
    return [words for name, value in wanted.items() for words in differences(name, now[name], value)]


def _rules(document: Any) -> TriageRules:
    try:
        return TriageRules.from_json(document)
    except (TriageError, TypeError, AttributeError) as problem:
        raise ConfigurationError(f"triage: {problem}") from None


def check_person(person: Person, whole: Configuration) -> None:
    """Raises :class:`ConfigurationError` for a team member who cannot be so."""
    departments, skills = (
        {department.id for department in whole.departments},
        {skill.id for skill in whole.skills},
    )
    if person.role not in ROLES:
        raise ConfigurationError(
            f"people, {person.login}: “{person.role}” is not a role. Roles are {', '.join(ROLES)}."
        )
    if wrong := set(person.departments) - departments:
        raise ConfigurationError(f"people, {person.login}: unknown department “{min(wrong)}”.")
    if wrong := set(person.skills) - skills:
        raise ConfigurationError(f"people, {person.login}: unknown skill “{min(wrong)}”.")
    if not 0 <= person.capacity <= MOST_CAPACITY:
        raise ConfigurationError(
            f"people, {person.login}: capacity must be from 0 (as assignment says) to {MOST_CAPACITY}."
        )
    try:
        checked_email(person.email)
        checked_login(person.login)
    except AccountError as problem:
        raise ConfigurationError(f"people, {person.login}: {problem}") from None


def _person(user: User) -> Person:
    lists = list(user.departments), list(user.skills), list(user.languages)
    return Person(user.login, user.name, user.role, user.email, *lists, user.capacity)


def _lines(users: Iterable[User]) -> list[Document]:
    return [msgspec.to_builtins(_person(user)) for user in users]


def _account(line: Document) -> tuple[User, bool]:
    """The account that a line of the document asks for, and whether they may sign in."""
    person = msgspec.convert(line, Person)
    return (
        User(
            new_id("u"),
            person.login,
            person.name,
            person.role,
            person.email,
            tuple(person.departments),
            tuple(person.skills),
            tuple(person.languages),
            person.capacity,
        ),
        person.active,
    )


def _with_admin(users: list[User]) -> list[User]:
    """The users; raises :class:`ConfigurationError` when no admin would be left, whoever else changes
    accounts at this moment.
    """
    if not any(user.role == "admin" for user in users):
        raise ConfigurationError("people: keep at least one admin.")
    return users
