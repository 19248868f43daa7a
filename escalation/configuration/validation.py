"""From JSON or YAML to what is arranged, and back. What cannot be arranged so is refused with its place and a
remedy.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from escalation.auth.email_address import email_address
from escalation.auth.errors import AccountError
from escalation.configuration.business_hours import Hours, HoursError, calendar
from escalation.configuration.holidays import countries
from escalation.configuration.models import EVERYBODY, Alerts, Configuration, MailServer
from escalation.core.reasons import Reason
from escalation.core.routing import When
from escalation.core.shape_errors import explained
from escalation.settings import SettingsError, origins_in

TYPES: dict[str, Any] = typing.get_type_hints(Configuration)
SECTIONS = tuple(TYPES)
MOST, LONGEST = 200, 4000
LONGEST_MINUTES = 7 * 24 * 60
LONGEST_FILTER = 200
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
BLANKS = frozenset({"customer", "agent"})  # besides the facts
_BLANK = re.compile(r"(?<!\{)\{([a-z_]+)\}(?!\})")
DEFAULT_HOURS = "default"
NEAR = frozenset({"localhost", "127.0.0.1", "::1"})


class ConfigurationError(ValueError):
    """Something that cannot be arranged so; ``str()`` says where and how to mend it."""


def read(section: str, value: Any) -> Any:
    """One section in its shape; raises :class:`ConfigurationError` for an unknown name, a wrong kind, or an
    unknown section.
    """
    if section not in TYPES:
        raise ConfigurationError(f"Unknown section “{section}”. Sections are {', '.join(SECTIONS)}.")
    try:
        found = msgspec.convert(value, TYPES[section])
    except msgspec.ValidationError as problem:
        raise ConfigurationError(f"{section}: {explained(str(problem))}.") from None
    _known_names(section, value, msgspec.to_builtins(found))
    return found


def written(value: Any) -> Any:
    """A section as JSON and YAML hold it."""
    return msgspec.to_builtins(value)


def _known_names(place: str, given: Any, understood: Any) -> None:
    """Whatever was given must have been understood: a name nobody reads is a mistake somebody should hear
    of.
    """
    if isinstance(given, Mapping) and isinstance(understood, Mapping):
        for name, value in given.items():
            if name not in understood:
                raise ConfigurationError(
                    f"{place}: “{name}” is not a known name. Known names are {', '.join(understood)}."
                )
            _known_names(f"{place}.{name}", value, understood[name])
    elif isinstance(given, list) and isinstance(understood, list):
        for at, (value, other) in enumerate(zip(given, understood, strict=False), 1):
            _known_names(f"{place}[{at}]", value, other)


def arranged(sections: Mapping[str, Any], before: Configuration | None = None) -> Configuration:
    """These sections over what was ``before``, all of it checked together; raises
    :class:`ConfigurationError`.
    """
    found = replace(
        before or Configuration(), **{name: read(name, value) for name, value in sections.items()}
    )
    check(found)
    return found


def check(now: Configuration) -> None:
    """Raises :class:`ConfigurationError` for the first thing that cannot be so."""
    for name in SECTIONS:
        value = getattr(now, name)
        if isinstance(value, list | dict) and len(value) > MOST:
            raise ConfigurationError(f"{name}: no more than {MOST} entries.")
    _names(now)
    _hours(now.hours)
    _departments(now)
    _replies(now)
    _macros(now)
    _mail(now.mail)
    _alerts(now.alerts)
    _sites(now.sites)
    _assignment(now)
    _service_levels(now)
    for segment in now.segments:
        if segment.priority not in (0, 1, 2):
            raise ConfigurationError(f"segments, {segment.id}: the priority is 0, 1 or 2.")


def _service_levels(now: Configuration) -> None:
    for level in now.service_levels:
        place = f"service_levels, {level.name}"
        if not 1 <= level.minutes <= LONGEST_MINUTES:
            raise ConfigurationError(f"{place}: minutes must be from 1 to {LONGEST_MINUTES}.")
        for name in ("next_minutes", "resolution_minutes"):
            if not 0 <= getattr(level, name) <= LONGEST_MINUTES:
                raise ConfigurationError(f"{place}: {name} must be from 0 (none) to {LONGEST_MINUTES}.")
        if not 0 <= level.warn_percent <= 99:
            raise ConfigurationError(f"{place}: warn_percent must be from 0 (no warning) to 99.")


# What each number of the assignment rules may be, from and to.
_BOUNDS: dict[str, tuple[int, int]] = {
    "capacity": (1, 100),
    "offers": (1, 100),
    "accept_seconds": (5, 600),
    "breather_seconds": (0, 3600),
    "wrap_up_seconds": (0, 3600),
    **dict.fromkeys(
        ("remind_minutes", "reassign_minutes", "ask_minutes", "close_minutes", "longest_wait_minutes"),
        (0, LONGEST_MINUTES),
    ),
}


def _assignment(now: Configuration) -> None:
    departments = {department.id for department in now.departments} | {EVERYBODY}
    for name, rules in now.assignment.items():
        place = f"assignment, {name}"
        if name not in departments:
            raise ConfigurationError(
                f"{place}: unknown department. Known: {', '.join(sorted(departments))}. Remove the rules of a"
                " department before the department itself."
            )
        for field, (least, most) in _BOUNDS.items():
            if not least <= getattr(rules, field) <= most:
                raise ConfigurationError(f"{place}: {field} must be from {least} to {most}.")
        if rules.close_minutes and not rules.ask_minutes:
            raise ConfigurationError(
                f"{place}: close_minutes needs ask_minutes: a customer is asked before a conversation closes."
            )
        if rules.reassign_minutes and rules.reassign_minutes <= rules.remind_minutes:
            raise ConfigurationError(f"{place}: reassign_minutes must be more than remind_minutes.")


def _names(now: Configuration) -> None:
    """What is named by team members or in YAML is one word, and stands there once."""
    named: dict[str, list[str]] = {
        "departments": [department.id for department in now.departments],
        "skills": [skill.id for skill in now.skills],
        "segments": [segment.id for segment in now.segments],
        "hours": [*now.hours],
        "replies and macros": [
            *(reply.shortcut for reply in now.replies),
            *(macro.shortcut for macro in now.macros),
        ],
    }
    for section, names in named.items():
        wrong = next((name for name in names if not NAME.fullmatch(name)), None)
        if wrong is not None:
            raise ConfigurationError(
                f"{section}: “{wrong}” must be one word of lowercase letters, digits and dashes, like"
                " refund-late."
            )
        _once(section, names)
    _titles("labels", [label.name for label in now.labels])
    _titles("views", [view.name for view in now.views])
    _titles("views", [view.filter for view in now.views], LONGEST_FILTER)


def _titles(section: str, titles: list[str], most: int = 40) -> None:
    """What people read as a name stands there once, and is neither empty nor long."""
    _once(section, titles)
    wrong = next((title for title in titles if not title.strip() or len(title) > most), None)
    if wrong is not None:
        raise ConfigurationError(f"{section}: “{wrong[:most]}” must have 1 to {most} characters.")


def _once(section: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ConfigurationError(f"{section}: “{name}” appears twice.")
        seen.add(name)


def _hours(hours: Mapping[str, Hours]) -> None:
    for name, opening in hours.items():
        try:
            calendar(opening, ZoneInfo(opening.time_zone))
        except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
            why = (
                str(problem)
                if isinstance(problem, HoursError)
                else f"“{opening.time_zone}” is not a time zone. Write a name like Europe/Berlin."
            )
            raise ConfigurationError(f"hours, {name}: {why}") from None
        country, _, part = opening.holidays.partition("-")
        if country and (country not in countries() or (part and part not in countries()[country])):
            raise ConfigurationError(
                f"hours, {name}: no public holidays are known for “{opening.holidays}”. Write DE or DE-BY."
            )


def _departments(now: Configuration) -> None:
    known, segments = (
        {department.id for department in now.departments},
        {segment.id for segment in now.segments},
    )
    for department in now.departments:
        if department.when.departments:
            raise ConfigurationError(
                f"departments, {department.id}: a department cannot depend on departments."
            )
        if department.hours and department.hours not in now.hours:
            raise ConfigurationError(
                f"departments, {department.id}: unknown business hours “{department.hours}”."
            )
    conditions = [(f"departments, {department.id}", department.when) for department in now.departments]
    conditions += [(f"skills, {skill.id}", skill.when) for skill in now.skills]
    conditions += [(f"service_levels, {level.name}", level.when) for level in now.service_levels]
    for place, when in conditions:
        _when(place, when, known, segments)


def _when(place: str, when: When, departments: set[str], segments: set[str]) -> None:
    for kind, named, known in (
        ("reason", when.reasons, {str(reason) for reason in Reason}),
        ("department", when.departments, departments),
        ("segment", when.segments, segments),
    ):
        if wrong := next((pattern for pattern in named if "*" not in pattern and pattern not in known), None):
            raise ConfigurationError(
                f"{place}: unknown {kind} “{wrong}”. Known: {', '.join(sorted(known)) or 'none yet'}."
            )


def _words(place: str, text: str) -> None:
    if len(text) > LONGEST:
        raise ConfigurationError(f"{place}: no more than {LONGEST} characters.")
    if unknown := set(_BLANK.findall(text)) - BLANKS:
        raise ConfigurationError(
            f"{place}: {{{min(unknown)}}} is not known here. You can use {{customer}}, {{agent}} and facts"
            " like {{return_days}}."
        )


def _replies(now: Configuration) -> None:
    for reply in now.replies:
        if not reply.text.strip():
            raise ConfigurationError(f"replies, {reply.shortcut}: the response has no text.")
        _words(f"replies, {reply.shortcut}", reply.text)


def _macros(now: Configuration) -> None:
    departments = {department.id for department in now.departments}
    for macro in now.macros:
        place = f"macros, {macro.shortcut}"
        _words(place, macro.text)
        _words(place, macro.note)
        if macro.then == "department" and macro.department not in departments:
            raise ConfigurationError(f"{place}: unknown department “{macro.department}” to transfer to.")
        if not 1 <= macro.hours_later <= 24 * 30:
            raise ConfigurationError(f"{place}: hours_later must be from 1 to {24 * 30}.")
        if not (macro.text.strip() or macro.labels or macro.note.strip() or macro.then != "stay"):
            raise ConfigurationError(
                f"{place}: it does nothing yet. Add a text, a label, a note or a step after it."
            )
        if len(macro.labels) > 20 or any(not 1 <= len(label) <= 40 for label in macro.labels):
            raise ConfigurationError(f"{place}: no more than 20 labels of 1 to 40 characters.")


def _address(place: str, email: str) -> None:
    try:
        email_address(email)
    except AccountError as problem:
        raise ConfigurationError(f"{place}: {problem}") from None


def _mail(mail: MailServer) -> None:
    if not 1 <= mail.port <= 65535:
        raise ConfigurationError("mail: the port must be from 1 to 65535.")
    if not 5 <= mail.away_seconds <= 86_400:
        raise ConfigurationError("mail: away_seconds must be from 5 to 86400.")
    if mail.user and mail.security == "none" and mail.host not in NEAR:
        raise ConfigurationError(
            "mail: a user and password need encryption, unless the server is on this machine."
        )
    if mail.host and not mail.sender:
        raise ConfigurationError("mail: enter a sender address, like help@shop.example.")
    if mail.host:
        _address("mail", mail.sender)
    if wrong := next(
        (
            text
            for text in (mail.host, mail.user, mail.sender, mail.sender_name)
            if "\n" in text or "\r" in text
        ),
        None,
    ):
        raise ConfigurationError(f"mail: “{wrong[:40]}” must be one line.")


def _alerts(alerts: Alerts) -> None:
    if not 10 <= alerts.after_seconds <= 86_400:
        raise ConfigurationError("alerts: after_seconds must be from 10 to 86400.")
    for address in alerts.emails:
        _address("alerts", address)
    parts = urlsplit(alerts.webhook)
    if alerts.webhook and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ConfigurationError("alerts: the webhook must be an address like https://hooks.example/baton.")


def _sites(sites: list[str]) -> None:
    try:
        origins_in("sites", sites)
    except SettingsError as problem:
        raise ConfigurationError(str(problem).removeprefix("Setting ")) from None
