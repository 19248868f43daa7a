"""How it goes now: who waits, and what each agent has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from escalation.store.records import Row

AT_RISK_MS = 5 * 60_000  # as the console marks it
Due = Callable[[Row], int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A conversation that waits for an agent, or for its agent's answer. ``since`` is when the customer
    began to wait, 0 when they do not; ``due_at`` until when they should be answered, None without an SLA.
    """

    conversation: str
    epoch: int
    customer_name: str | None
    department: str
    agent: str
    reason: str | None
    priority: int
    since: int
    due_at: int | None
    snoozed_until: int
    furious: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Who waits for an agent: how many, the longest since when, how many are late and soon will be."""

    department: str
    name: str
    waiting: int
    oldest: int | None
    late: int
    at_risk: int


@dataclass(frozen=True, slots=True)
class AtDesk:
    """What an agent is (online, on a break, …), what they carry by strain, and how much they can carry."""

    presence: str = "offline"
    load: float = 0.0
    capacity: float = 0.0


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent, and whether they have a console open; ``login`` is empty for one whose account is gone."""

    id: str
    login: str
    name: str
    present: bool = False
    desk: AtDesk = AtDesk()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentNow:
    """An agent who has a console open, or a conversation, and what they carry now. ``unanswered`` of their
    conversations wait for an answer, the longest since ``oldest``; ``later`` are snoozed; ``strain`` are
    furious or in danger.
    """

    id: str
    login: str
    name: str
    present: bool
    presence: str
    load: float
    capacity: float
    conversations: int
    unanswered: int
    oldest: int | None
    late: int
    later: int
    strain: int
    open: list[Open]


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """How it goes at the moment ``at``."""

    at: int
    total: Queue
    departments: list[Queue]
    waiting: list[Open]
    agents: list[AgentNow]


def opened(row: Row, due: Due) -> Open:
    """A row of the store as reports show it."""
    return Open(
        conversation=row.id,
        epoch=row.epoch,
        customer_name=row.customer_name,
        department=row.department or "",
        agent=row.agent or "",
        reason=row.reason,
        priority=row.priority,
        since=row.waiting_since if row.state == "queued" else row.owed_since,
        due_at=due(row),
        snoozed_until=row.snoozed_until,
        furious=row.reason in ("frustration", "risk"),
    )


def late(conversation: Open, at: int) -> bool:
    """Whether an answer is overdue."""
    return conversation.due_at is not None and conversation.due_at < at


def at_risk(conversation: Open, at: int) -> bool:
    """Whether an answer is due within five minutes."""
    return conversation.due_at is not None and at <= conversation.due_at <= at + AT_RISK_MS


def queue(waiting: Iterable[Open], at: int, department: str, name: str) -> Queue:
    """The figures of who waits."""
    rows = list(waiting)
    return Queue(
        department=department,
        name=name,
        waiting=len(rows),
        oldest=min((row.since for row in rows), default=None),
        late=sum(late(row, at) for row in rows),
        at_risk=sum(at_risk(row, at) for row in rows),
    )


def agent_now(agent: Agent, rows: list[Open], at: int) -> AgentNow:
    """The figures of what one agent has, who waits longest first."""
    unanswered = [row for row in rows if row.since and row.snoozed_until <= at]
    return AgentNow(
        id=agent.id,
        login=agent.login,
        name=agent.name,
        present=agent.present,
        presence=agent.desk.presence,
        load=agent.desk.load,
        capacity=agent.desk.capacity,
        conversations=len(rows),
        unanswered=len(unanswered),
        oldest=min((row.since for row in unanswered), default=None),
        late=sum(late(row, at) for row in rows),
        later=sum(row.snoozed_until > at for row in rows),
        strain=sum(row.furious for row in rows),
        open=sorted(rows, key=lambda row: (not row.since, row.since)),
    )


def now(
    at: int,
    waiting: list[Open],
    held: Iterable[Open],
    agents: Mapping[str, Agent],
    departments: Mapping[str, str],
) -> Now:
    """How it goes. ``agents`` are by id, ``departments`` names by id."""
    by_agent: dict[str, list[Open]] = {agent: [] for agent in agents}
    for row in held:
        by_agent.setdefault(row.agent, []).append(row)
    queued = {department for row in waiting for department in (row.department,)}
    lines = [
        agent_now(agents.get(agent, Agent(agent, "", agent)), rows, at) for agent, rows in by_agent.items()
    ]
    return Now(
        at=at,
        total=queue(waiting, at, "", "All"),
        departments=[
            queue(
                (row for row in waiting if row.department == department),
                at,
                department,
                departments.get(department, department) if department else "No department",
            )
            for department in sorted(queued, key=lambda key: (not key, departments.get(key, key)))
        ],
        waiting=waiting,
        agents=sorted(
            (line for line in lines if line.present or line.conversations),
            key=lambda line: (not line.present, line.name.casefold()),
        ),
    )
