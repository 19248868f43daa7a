"""What supervisors see: how it goes now, how it went, and the conversations behind each number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.core.contacts import Contact
from escalation.core.figures import FIRST_RESPONSE, RESOLUTION, WAITING, tags, times
from escalation.http.operations import Answer, Call, Operation
from escalation.reports import sheets
from escalation.reports.live import LiveReport
from escalation.reports.now import AgentNow, Open, Queue
from escalation.reports.period import Choice, Report, Reports

REPORTS: web.AppKey[Reports] = web.AppKey("reports", Reports)
LIVE: web.AppKey[LiveReport] = web.AppKey("live", LiveReport)
RIGHT = "reports"
SHOWN = 100  # of those who wait
MOST = 500
Word = Annotated[str, Meta(max_length=64)]
FIGURE = "^[a-z_]+(:[a-z0-9_]+)?$"


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From the ``first`` to the ``last`` day on the company's calendar: today, where none are named. Of one
    ``department`` by its id, of none (empty), or of all (left out).
    """

    first: date | None = None
    last: date | None = None
    department: Word | None = None


class Behind(Period, frozen=True):
    """The contacts behind a figure: in total, of an agent by their id, or of an hour of the day."""

    figure: Annotated[str, Meta(max_length=64, pattern=FIGURE)] = "contacts"
    agent: Word = ""
    hour: Annotated[int, Meta(ge=0, le=23)] | None = None
    most: Annotated[int, Meta(ge=1, le=MOST)] = 200


class Sheet(Period, frozen=True):
    """One table of the reports."""

    table: Literal["days", "hours", "departments", "agents", "reasons", "now"] = "days"


class ReportAnswer(Answer, frozen=True):
    """How it went, the departments there are, by id, and the date on the company's calendar."""

    report: Report
    departments: dict[str, str]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedContact:
    """A contact as it is listed. Lengths are in milliseconds, None where it did not come to that; ``figures``
    are all that it counts for. ``misses`` are lines in which the assistant knew no answer.
    """

    conversation: str
    seq: int
    began_at: int
    customer_name: str | None
    department: str
    reason: str
    agents: list[str]
    judge: str
    waiting: int | None
    first_response: int | None
    resolution: int | None
    stars: int
    misses: int
    figures: list[str]


class ContactList(Answer, frozen=True):
    """Contacts, newest first; at most as many as were asked for."""

    contacts: list[ReportedContact]


class NowAnswer(Answer, frozen=True):
    """How it goes at the moment ``at``: who waits, in total and by department, the most urgent hundred of
    them, what each agent has, and what went wrong today.
    """

    at: int
    total: Queue
    departments: list[Queue]
    waiting: list[Open]
    agents: list[AgentNow]
    misses: list[ReportedContact]


class SheetAnswer(Answer, frozen=True):
    """A table as CSV, and a name for its file."""

    name: str
    text: str


async def report(call: Call[None, Period]) -> ReportAnswer:
    """How it went on the days of a period: in total, by day, hour, department and agent."""
    reports = call.app[REPORTS]
    return ReportAnswer(
        report=await reports.report(_choice(call.query)),
        departments=reports.departments(),
        today=reports.today(),
    )


async def behind(call: Call[None, Behind]) -> ContactList:
    """The contacts behind a figure."""
    query = call.query
    choice = Choice(
        first=query.first,
        last=query.last,
        department=query.department,
        agent=query.agent,
        hour=query.hour,
        figure=query.figure,
    )
    names = await call.app[REPORTS].agents()
    rows = await call.app[REPORTS].find(choice, query.most)
    return ContactList(contacts=[_listed(contact, name, names) for contact, name in rows])


async def now(call: Call[None, None]) -> NowAnswer:
    """How it goes now."""
    seen, names = await call.app[LIVE].now(), await call.app[REPORTS].agents()
    misses = await call.app[LIVE].misses()
    return NowAnswer(
        at=seen.at,
        total=seen.total,
        departments=seen.departments,
        waiting=seen.waiting[:SHOWN],
        agents=seen.agents,
        misses=[_listed(contact, name, names) for contact, name in misses],
    )


async def sheet(call: Call[None, Sheet]) -> SheetAnswer:
    """A table of the reports as CSV."""
    table = call.query.table
    if table == "now":
        return SheetAnswer(name="now.csv", text=sheets.agents_now(await call.app[LIVE].now()))
    made = await call.app[REPORTS].report(_choice(call.query))
    rows = {"days": made.days, "hours": made.hours, "departments": made.departments, "agents": made.agents}
    text = sheets.reasons(made) if table == "reasons" else sheets.lines(table.removesuffix("s"), rows[table])
    return SheetAnswer(name=f"{table} {made.first} to {made.last}.csv", text=text)


def _choice(given: Period) -> Choice:
    return Choice(first=given.first, last=given.last, department=given.department)


def _listed(contact: Contact, customer_name: str | None, names: Mapping[str, str]) -> ReportedContact:
    took = dict(times(contact))
    return ReportedContact(
        conversation=contact.conversation,
        seq=contact.seq,
        began_at=contact.began_at,
        customer_name=customer_name,
        department=contact.department,
        reason=contact.reason,
        agents=list(contact.agents.values()),
        judge=names.get(contact.judge, ""),
        waiting=took.get(WAITING),
        first_response=took.get(FIRST_RESPONSE),
        resolution=took.get(RESOLUTION),
        stars=contact.stars,
        misses=contact.misses,
        figures=list(tags(contact)),
    )


OPERATIONS = [
    Operation("GET", "/api/reports", RIGHT, report),
    Operation("GET", "/api/reports/now", RIGHT, now),
    Operation("GET", "/api/reports/contacts", RIGHT, behind),
    Operation("GET", "/api/reports/sheet", RIGHT, sheet),
]
