"""Which timers a conversation has, as it is now. Pure.

A timer is due once in the epoch it names, for what it counts from (``of``). Whatever moves the conversation
makes another set of timers, so one that is claimed late finds itself no longer in the set and does nothing.
Time is counted by two functions that the caller brings: ``opened`` in business hours, ``elapsed`` as it
passes; both leave out the time in which nobody ran.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from escalation.core.assignment import AssignmentRules
from escalation.core.conversation import Conversation
from escalation.core.routing import ServiceLevel
from escalation.core.sla import MINUTE_MS, minutes_of, running
from escalation.core.states import State

OFFER, REMIND, REASSIGN, ASK, CLOSE = "offer", "remind", "reassign", "ask", "close"
CALLBACK = "callback"
WARN, BREACH = "warn", "breach"
Count = Callable[[int, int], int | None]


@dataclass(frozen=True, slots=True)
class Timer:
    """``kind`` is one of the names above, for a clock with its name (``warn first``)."""

    kind: str
    epoch: int
    of: int
    due_at: int


@dataclass(frozen=True, slots=True)
class Counting:
    """``opened(start, ms)`` and ``elapsed(start, ms)``: the moment when ``ms`` have passed, None for
    never.
    """

    opened: Count
    elapsed: Count


def timers_of(
    now: Conversation, rules: AssignmentRules, level: ServiceLevel | None, count: Counting
) -> list[Timer]:
    """The timers that run in this conversation."""
    if now.is_called_back_later and now.callback:
        return [*_timer(CALLBACK, now, now.callback.at, now.snoozed_until)]
    if now.state is State.QUEUED:
        waiting = [*_offer(now, count), *_wait(now, rules, count)]
        return [*waiting, *_clocks(now, level, count)]
    if now.state is State.AGENT:
        silent = _agent_silent(now, rules, count) if now.owed_since else _customer_silent(now, rules, count)
        return [*silent, *_clocks(now, level, count)]
    return []


def _timer(kind: str, now: Conversation, of: int, due_at: int | None) -> Iterator[Timer]:
    if due_at is not None:
        yield Timer(kind, now.epoch, of, due_at)


def _offer(now: Conversation, count: Counting) -> Iterator[Timer]:
    if now.ringing:
        since = now.ringing.since
        yield from _timer(OFFER, now, since, count.elapsed(since, now.ringing.until - since))


def _after(kind: str, now: Conversation, start: int, minutes: int, count: Count) -> Iterator[Timer]:
    if minutes and start:
        yield from _timer(kind, now, start, count(start, minutes * MINUTE_MS))


def _wait(now: Conversation, rules: AssignmentRules, count: Counting) -> Iterator[Timer]:
    if "wait" not in now.sla:
        kind = f"{BREACH} wait"
        yield from _after(kind, now, now.waiting_since, rules.longest_wait_minutes, count.opened)


def _agent_silent(now: Conversation, rules: AssignmentRules, count: Counting) -> Iterator[Timer]:
    """From when the customer asked, or from when this agent got it."""
    start = max(now.owed_since, now.joined_at)
    if not now.reminded:
        yield from _after(REMIND, now, start, rules.remind_minutes, count.opened)
    yield from _after(REASSIGN, now, start, rules.reassign_minutes, count.opened)


def _customer_silent(now: Conversation, rules: AssignmentRules, count: Counting) -> Iterator[Timer]:
    """From this agent's last answer, or from the end of a snooze."""
    if now.asked_at:
        yield from _after(CLOSE, now, now.asked_at, rules.close_minutes, count.elapsed)
    elif now.answered_at >= now.joined_at:
        start = max(now.answered_at, now.snoozed_until)
        yield from _after(ASK, now, start, rules.ask_minutes, count.elapsed)


def _clocks(now: Conversation, level: ServiceLevel | None, count: Counting) -> Iterator[Timer]:
    minutes = minutes_of(level) if level else {}
    for clock, since in running(now).items():
        noted, whole = now.sla.get(clock), minutes.get(clock, 0) * MINUTE_MS
        if level and whole and noted != "breached":
            if level.warn_percent and noted is None:
                early = count.opened(since, whole * level.warn_percent // 100)
                yield from _timer(f"{WARN} {clock}", now, since, early)
            yield from _timer(f"{BREACH} {clock}", now, since, count.opened(since, whole))
