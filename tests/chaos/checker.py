"""What did not hold, in sentences: each conversation's log against what people were told. Pure: no clock, no
I/O.

``check`` takes evidence as it was found, damaged as it may be, and never stumbles over it: a log that cannot
be read is itself a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import msgspec

from bot.turn import ANSWER
from escalation.conversations import views
from escalation.core import events as ev
from escalation.core.conversation import Conversation, IllegalEventError, evolve
from escalation.core.states import FLOOR, Floor, State
from escalation.store.codec import EventRow, UnreadableEventError, from_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something a person did and was told is done. ``key`` finds it in the log; ``seq`` is 0 where nothing
    was said of it.
    """

    who: str
    kind: str
    conversation: str
    key: Any
    seq: int = 0


@dataclass(frozen=True, slots=True)
class OrderChange:
    """One change in the company's records, as they keep it."""

    key: str
    job: str
    number: str
    before: str
    after: str
    undoes: str | None = None


@dataclass(slots=True)
class Evidence:
    """Everything a storm leaves behind."""

    logs: dict[str, list[EventRow]]
    ledger: list[Act] = field(default_factory=list)
    orders: list[OrderChange] = field(default_factory=list)
    # Who: (conversation, event by seq).
    screens: dict[str, tuple[str, dict[int, dict[str, Any]]]] = field(default_factory=dict)
    # Conversation: lines an agent pressed Enter on, in order.
    entered: dict[str, list[str]] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)  # the account of an agent who never came back: login


def _said(kind: type[ev.Event], client_id: str) -> Any:
    return lambda event: isinstance(event, kind) and getattr(event, "client_id", None) == client_id


def _moved(kind: type[ev.Event], epoch: int) -> Any:
    return lambda event: isinstance(event, kind) and getattr(event, "epoch", None) == epoch + 1


# What each kind of act must have become. The key of what moves the floor is the epoch it was made in.
BECOMES: dict[str, Any] = {
    "message": lambda key: _said(ev.CustomerSaid, key),
    "reply": lambda key: _said(ev.AgentSaid, key),
    "note": lambda key: _said(ev.NoteAdded, key),
    "file": lambda key: _said(ev.FileShared, key),
    "take": lambda key: _moved(ev.AgentJoined, key),
    "transfer": lambda key: _moved(ev.AgentLeft, key),
    "hand back": lambda key: _moved(ev.HandedBack, key),
    "close": lambda key: _moved(ev.Closed, key),
    "label": lambda key: lambda event: isinstance(event, ev.Labelled) and key in event.labels,
    "rating": lambda key: lambda event: isinstance(event, ev.Rated) and event.text == key,
    # Who ends what an agent has closed a moment before is told that it is closed: nothing more is to be
    # written.
    "end": lambda key: lambda event: isinstance(event, ev.Closed),
    "call for a person": lambda key: lambda event: isinstance(event, ev.HandedOff),
}


def check(evidence: Evidence) -> list[str]:
    """One sentence for each thing that did not hold; none when all did."""
    found: list[str] = []
    logs: dict[str, list[ev.Recorded]] = {}
    for name, rows in sorted(evidence.logs.items()):
        logs[name], unread = _read(rows)
        state, illegal = _legal(name, logs[name])
        more = [
            *_floor(name, logs[name]),
            *_silence(name, logs[name]),
            *_twice(logs[name]),
            *_unheard(logs[name], state),
        ]
        found += [f"{name}: {each}" for each in [*unread, *illegal, *more, *_held(state, evidence.gone)]]
    found += _acknowledged(evidence.ledger, logs)
    found += _orders(evidence.orders, logs)
    for who, (name, seen) in evidence.screens.items():
        found += [f"{who}: {each}" for each in _screen(seen, logs.get(name, []))]
    for name, lines in evidence.entered.items():
        found += [f"{name}: {each}" for each in _entered(lines, logs.get(name, []))]
    return found


def _read(rows: list[EventRow]) -> tuple[list[ev.Recorded], list[str]]:
    log, faults = [], []
    for row in rows:
        try:
            log.append(from_row(row))
        except (UnreadableEventError, msgspec.DecodeError) as problem:
            faults.append(f"event {row[0]} cannot be read: {problem}")
    return log, faults


def _legal(name: str, log: list[ev.Recorded]) -> tuple[Conversation, list[str]]:
    """The log as far as it can be followed, and where it cannot."""
    state = Conversation(name)
    for recorded in log:
        try:
            state = evolve(state, recorded)
        except IllegalEventError as problem:
            return state, [f"event {recorded.seq} cannot follow: {problem}"]
    return state, []


def _states(name: str, log: list[ev.Recorded]) -> Iterator[tuple[Conversation, ev.Recorded]]:
    """Each event with the conversation before it, as far as the log can be followed."""
    now = Conversation(name)
    for recorded in log:
        yield now, recorded
        try:
            now = evolve(now, recorded)
        except IllegalEventError:
            return


def _floor(name: str, log: list[ev.Recorded]) -> Iterator[str]:
    """Who speaks has the floor, and speaks in the epoch they were asked in (law 2)."""
    due: dict[str, int] = {}
    for now, recorded in _states(name, log):
        event = recorded.event
        if isinstance(event, ev.TurnDue):
            due[event.turn] = event.epoch
        if isinstance(event, ev.BotSaid) and FLOOR[now.state] is not Floor.BOT:
            yield f"the bot spoke at {recorded.seq} while the conversation was {now.state}"
        elif isinstance(event, ev.BotSaid) and due.get(event.turn, now.epoch) != now.epoch:
            yield f"the bot spoke at {recorded.seq} for epoch {due[event.turn]}, but it was epoch {now.epoch}"
        if isinstance(event, ev.AgentSaid) and (event.agent != now.agent or now.state is not State.AGENT):
            yield f"{event.agent_name} spoke at {recorded.seq} without the floor"


def _silence(name: str, log: list[ev.Recorded]) -> Iterator[str]:
    """A turn that ended was heard: somebody spoke, or a person is fetched. What a turn did follows it in the
    same commit.
    """
    spoke = {each.event.turn for each in log if isinstance(each.event, ev.BotSaid)}
    fetched = {each.seq - 1 for each in log if isinstance(each.event, ev.HandedOff)}
    for now, recorded in _states(name, log):
        event = recorded.event
        if (
            isinstance(event, ev.TurnDone)
            and event.spoken
            and event.turn not in spoke
            and recorded.seq not in fetched
        ):
            yield f"turn {event.turn} ended at {recorded.seq} and nobody spoke"
        failed = isinstance(event, ev.TurnFailed) and event.mode == ANSWER and event.epoch == now.epoch
        if failed and recorded.seq not in fetched:
            yield f"turn {event.turn} failed at {recorded.seq} ({event.error}) and nobody was fetched"


def _twice(log: list[ev.Recorded]) -> Iterator[str]:
    """Nothing that was meant once is there twice."""
    ids = Counter(each.event.client_id for each in log if hasattr(each.event, "client_id"))
    yield from (f"“{name}” is there {count} times" for name, count in ids.items() if count > 1)
    ends = Counter(each.event.turn for each in log if isinstance(each.event, ev.TurnDone | ev.TurnFailed))
    yield from (f"turn {turn} ended {count} times" for turn, count in ends.items() if count > 1)
    lines = Counter((each.event.turn, each.event.text) for each in log if isinstance(each.event, ev.BotSaid))
    yield from (
        f"turn {turn} said “{text[:40]}” {count} times" for (turn, text), count in lines.items() if count > 1
    )


def _unheard(log: list[ev.Recorded], state: Conversation) -> Iterator[str]:
    """The customer's last words were taken up by a turn, or a person has them before their eyes."""
    if state.pending:
        yield f"turn {state.pending.turn} is owed still"
    said = [each.seq for each in log if isinstance(each.event, ev.CustomerSaid)]
    heard = max(
        (each.event.last for each in log if isinstance(each.event, ev.TurnDone | ev.TurnFailed)), default=0
    )
    persons = max(
        (each.seq for each in log if isinstance(each.event, ev.AgentJoined | ev.AgentSaid)), default=0
    )
    if (
        said
        and state.state not in (State.AGENT, State.QUEUED, State.CLOSED)
        and max(heard, persons) < said[-1]
    ):
        yield f"the customer's last words, at {said[-1]}, were never heard"


def _held(state: Conversation, gone: dict[str, str]) -> Iterator[str]:
    if state.state is State.AGENT and state.agent in gone:
        yield f"it is held by {gone[state.agent]}, who is gone for good"


def _acknowledged(ledger: list[Act], logs: dict[str, list[ev.Recorded]]) -> Iterator[str]:
    """What was acknowledged is there, where it was said to be, in the order it was said."""
    for act in ledger:
        log = logs.get(act.conversation)
        if log is None:
            yield (
                f"{act.who}: a {act.kind} was acknowledged in {act.conversation}, and there is no such"
                " conversation"
            )
            continue
        fits = BECOMES[act.kind](act.key)
        places = [each.seq for each in log if fits(each.event)]
        if not places:
            yield (
                f"{act.conversation}: {act.who}'s {act.kind} ({act.key}) was acknowledged and is not in"
                " the log"
            )
        elif act.seq and act.kind in ("message", "reply") and act.seq not in places:
            yield (
                f"{act.conversation}: {act.who}'s {act.kind} ({act.key}) was acknowledged as event {act.seq}"
                f" and is event {places[0]}"
            )
    for (name, who, kind), acts in _by_writer(ledger).items():
        places = [_place(logs.get(name, []), act) for act in acts]
        yield from (
            f"{name}: {who}'s {kind} at {one} came before the one at {other}"
            for one, other in pairwise(places)
            if 0 < other < one
        )


def _by_writer(ledger: list[Act]) -> dict[tuple[str, str, str], list[Act]]:
    found: dict[tuple[str, str, str], list[Act]] = {}
    for act in ledger:
        if act.kind in ("message", "reply"):
            found.setdefault((act.conversation, act.who, act.kind), []).append(act)
    return found


def _place(log: list[ev.Recorded], act: Act) -> int:
    return next((each.seq for each in log if BECOMES[act.kind](act.key)(each.event)), 0)


def _orders(changes: list[OrderChange], logs: dict[str, list[ev.Recorded]]) -> Iterator[str]:
    """An order changes once for one yes: by a turn the log knows, from the state the change before left it
    in.
    """
    keys = Counter(each.key for each in changes)
    yield from (f"order change {key} was made {count} times" for key, count in keys.items() if count > 1)
    undone = Counter(each.undoes for each in changes if each.undoes)
    yield from (
        f"order change {key} was taken back {count} times" for key, count in undone.items() if count > 1
    )
    turns = {each.event.turn for log in logs.values() for each in log if isinstance(each.event, ev.TurnDue)}
    last: dict[str, OrderChange] = {}
    for change in changes:
        if change.key not in turns:
            yield (
                f"order {change.number} was changed ({change.job}) by {change.key}, a turn that no"
                " conversation has"
            )
        before = last.get(change.number)
        if before and before.after != change.before:
            yield (
                f"order {change.number} was {before.after} after {before.key}, but {change.key} changed it"
                f" from {change.before}"
            )
        elif before and not change.undoes and before.after == change.after:
            yield (
                f"order {change.number} was changed twice to {change.after}, by {before.key} and {change.key}"
            )
        last[change.number] = change


def _screen(seen: dict[int, dict[str, Any]], log: list[ev.Recorded]) -> Iterator[str]:
    """A customer saw the log as it is: all of it, and nothing else."""
    shown = {each.seq: views.for_customer(each) for each in log}
    for seq in sorted(seen.keys() | shown.keys()):
        if seq not in seen:
            yield f"event {seq} never came to the screen"
        elif seq not in shown:
            yield f"the screen showed an event {seq} that is not in the log"
        elif seen[seq] != shown[seq]:
            yield f"event {seq} is not on the screen as it is in the log"


def _entered(lines: Iterable[str], log: list[ev.Recorded]) -> Iterator[str]:
    """Every line an agent pressed Enter on is there once, in order."""
    wanted = list(lines)
    there = [each.event.text for each in log if isinstance(each.event, ev.AgentSaid)]
    counts = Counter(there)
    yield from (
        f"an agent pressed Enter on “{each}” and it is there {counts[each]} times"
        for each in wanted
        if counts[each] != 1
    )
    kept = [each for each in there if each in set(wanted) and counts[each] == 1]
    if kept != [each for each in wanted if counts[each] == 1]:
        yield "the lines an agent pressed Enter on are not in the order they were written"
