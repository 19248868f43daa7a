"""Reports over a large log: how long a supervisor waits for a screen, and what keeping up with the log
costs.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from bot.judgement import Decision, TurnScores, Understanding
from bot.turn import DialogueState
from escalation.clock import now_ms
from escalation.configuration.live import LiveConfiguration
from escalation.core import events as ev
from escalation.core.contacts import Contact
from escalation.core.reasons import Reason
from escalation.reports.period import Choice, Reports
from escalation.store.codec import to_row
from escalation.store.sqlite.store import SqliteStore

DAYS, TIMES = 90, 5
DAY_MS, ANSWER_MS = 86_400_000, 300_000
DEPARTMENTS, AGENTS = ("billing", "delivery", "returns"), tuple(f"u_{at}" for at in range(20))
_INSERT = (
    "insert into events (conversation, seq, at, kind, version, client_id, data, text)"
    " values (?, ?, ?, ?, ?, ?, ?, ?)"
)
_PROJECT = "insert into conversations (id, seq, state, customer, fold) values (?, ?, 'closed', ?, '{}')"


@dataclass(frozen=True, slots=True)
class Measured:
    """``caught_up_s`` is the processor time of reading all of the log, ``screens`` the seconds of each at its
    slowest.
    """

    conversations: int
    events: int
    caught_up_s: float
    megabytes: float
    screens: dict[str, float]


class _Day:
    """One conversation, written down event by event."""

    def __init__(self, at: int, name: str, dice: random.Random) -> None:
        self.at, self.name, self.dice = at, name, dice
        self.events: list[ev.Recorded] = []

    def add(self, event: ev.Event, after_ms: int = 2000) -> None:
        self.at += after_ms
        self.events.append(ev.Recorded(len(self.events) + 1, self.at, event))

    def customer(self) -> None:
        self.add(ev.CustomerSaid(client_id=f"{self.name}-{len(self.events)}", text="where is my parcel"))

    def asked(self) -> None:
        self.customer()
        turn, seq = f"{self.name}t{len(self.events)}", len(self.events)
        self.add(ev.TurnDue(turn=turn, epoch=1, first=seq, last=seq, mode="answer"), 0)
        scores = TurnScores(frustration=self.dice.random())
        self.add(
            ev.TurnDone(
                turn=turn,
                epoch=1,
                last=seq,
                mode="answer",
                understanding=Understanding(intent="faq"),
                scores=scores,
                decision=Decision(),
                case=DialogueState(),
                settings="d",
                model="m",
            )
        )
        self.add(ev.BotSaid(turn=turn, role="answer", text="Two to four days.", article="a"), 0)

    def handed_off(self) -> None:
        self.add(ev.HandedOff(epoch=2, reason=self.dice.choice(list(Reason)), priority=2))
        self.add(ev.Routed(department=self.dice.choice(DEPARTMENTS)), 0)
        wait = self.dice.randint(1000, 2 * ANSWER_MS)
        if self.dice.random() < 0.1:
            return self.add(ev.Closed(epoch=3, by="customer", who="p"), wait)
        agent = self.dice.choice(AGENTS)
        self.add(ev.AgentJoined(epoch=3, agent=agent, agent_name=agent), wait)
        for _ in range(3):
            self.add(
                ev.AgentSaid(
                    client_id=f"{agent}-{len(self.events)}", agent=agent, agent_name=agent, text="Yes."
                )
            )
            self.customer()
        self.add(ev.Closed(epoch=4, by="agent", who=agent))
        return self.add(ev.Rated(stars=self.dice.randint(1, 5)))


def _conversation(at: int, name: str, dice: random.Random) -> list[ev.Recorded]:
    day = _Day(at, name, dice)
    day.add(ev.Opened(customer=f"p_{name}", channel="web"))
    for _ in range(dice.randint(1, 4)):
        day.asked()
    if dice.random() < 0.35:
        day.handed_off()
    return day.events


def _fill(conversations: int) -> Callable[[sqlite3.Connection], int]:
    """That many conversations in the log, straight into its tables; comes to how many events that is."""

    def write(db: sqlite3.Connection) -> int:
        dice, first, events = random.Random(7), now_ms() - DAYS * DAY_MS, 0
        for number in range(conversations):
            name = f"c_{number}"
            log = _conversation(first + DAYS * DAY_MS * number // conversations, name, dice)
            db.executemany(_INSERT, [(name, *to_row(recorded)) for recorded in log])
            db.execute(_PROJECT, (name, len(log), f"p_{name}"))
            events += len(log)
        return events

    return write


def _due(contact: Contact, _segment: str | None, _email: str | None) -> int:
    return contact.handed_off_at + ANSWER_MS


async def _slowest(work: Callable[[], Coroutine[Any, Any, Any]]) -> float:
    """The slowest of a few times, with what is sent."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        msgspec.json.encode(await work())
        took.append(time.perf_counter() - began)
    return max(took)


async def _screens(reports: Reports) -> dict[str, float]:
    today = reports.today()
    periods = {
        "one day": Choice(first=today - timedelta(1), last=today - timedelta(1)),
        "30 days": Choice(first=today - timedelta(30)),
        "all of it": Choice(first=today - timedelta(DAYS)),
        "all of it, one department": Choice(first=today - timedelta(DAYS), department=DEPARTMENTS[0]),
    }
    screens = {
        name: await _slowest(lambda choice=choice: reports.report(choice)) for name, choice in periods.items()
    }  # type: ignore[misc]
    behind = Choice(first=today - timedelta(DAYS), figure="abandoned", agent="", hour=3)
    return {**screens, "the contacts behind a figure": await _slowest(lambda: reports.find(behind, 200))}


async def _measure(conversations: int, home: Path) -> Measured:
    store = SqliteStore(home)
    events = await store.database.write(_fill(conversations))
    reports = Reports(store.contacts, LiveConfiguration(store.configuration), _due)
    began = time.process_time()
    await reports.look()
    caught_up = time.process_time() - began
    screens = await _screens(reports)
    store.close()
    return Measured(conversations, events, caught_up, (home / "reports.db").stat().st_size / 1e6, screens)


def measure(conversations: int) -> Measured:
    """Figures of a log with that many conversations over :data:`DAYS` days."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(conversations, Path(folder)))
