"""The one way a conversation changes: load → decide → append → publish."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from weakref import WeakValueDictionary

from bot.turn import Variables
from escalation.clock import now_ms
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import Conversation, evolve
from escalation.core.decide import decide
from escalation.core.errors import Code, Refused
from escalation.core.routing import Routing
from escalation.store.ports import EventLog
from escalation.store.records import Batch, Conflict, Duplicate

LEASE_MS = 30_000  # a bot turn: 10 s of waiting for a starting bot, 8 s for Rasa, and room
TRIES = 8
REMEMBERED = 2000
RenderText = Callable[[str, Variables, int, str | None], str]
Listener = Callable[[Conversation, tuple[ev.Recorded, ...]], None]
# What a hand-off of this conversation is routed by, at this time and in the customer's language.
Route = Callable[[Conversation, int, str | None], Awaitable[Routing]]


async def _anywhere(_conversation: Conversation, _at: int, _language: str | None) -> Routing:
    return Routing()


class _RoutingAskedError(Exception):
    """Deciding came to a hand-off, and what it is routed by is not looked up yet."""


def _not_yet() -> Routing:
    raise _RoutingAskedError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command led to. ``seq`` numbers the message it became (else its first event), also for a
    repetition.
    """

    conversation: Conversation
    events: tuple[ev.Recorded, ...]
    seq: int


def _named(recorded: tuple[ev.Recorded, ...]) -> int:
    """The number a sender is told: their own message's, though a reopening may stand before it."""
    return next((event.seq for event in recorded if hasattr(event.event, "client_id")), recorded[0].seq)


class Conversations:
    """Runs commands. Safe with several hubs on one store: whoever appends second decides again."""

    def __init__(
        self, store: EventLog, render: RenderText, clock: Callable[[], int] = now_ms, route: Route = _anywhere
    ) -> None:
        self.store = store
        self._render, self._clock, self._route = render, clock, route
        self._listeners: list[Listener] = []
        self._known: OrderedDict[str, Conversation] = OrderedDict()
        # A lock lives as long as someone waits for it or holds it.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def listen(self, listener: Listener) -> None:
        """Call ``listener`` after each commit, in order within a conversation. It must not block."""
        self._listeners.append(listener)

    async def open(self, customer: str, channel: str, site: str) -> Conversation:
        """The customer's conversation, begun if there is none. It is named after the customer: two tabs, or
        two hubs, begin one.
        """
        outcome = await self.run(
            f"c_{customer.partition('_')[2]}", cmd.Open(customer=customer, channel=channel, site=site)
        )
        return outcome.conversation

    async def get(self, identity: str) -> Conversation:
        """The conversation as stored; raises :class:`Refused` when there is none."""
        found = await self.store.load(identity)
        if found is None:
            raise Refused(Code.NOT_FOUND, "This conversation does not exist.")
        return found

    async def run(self, identity: str, command: cmd.Command) -> Outcome:
        """Carry a command out, or raise :class:`Refused` with nothing changed."""
        lock = self._locks.setdefault(identity, asyncio.Lock())
        async with lock:
            return await self._run(identity, command)

    async def _run(self, identity: str, command: cmd.Command) -> Outcome:
        for _ in range(TRIES):
            before = self._known.get(identity) or await self.store.load(identity) or Conversation(identity)
            try:
                return await self._try(before, command)
            except Conflict:
                self._known.pop(identity, None)
            except Duplicate as known:
                return Outcome(before, (), known.seq)
            except Refused:
                fresh = await self.store.load(identity)
                if (known_seq := await self._recorded(identity, command)) is not None:
                    # Sent again, after it had moved the conversation itself.
                    return Outcome(fresh or before, (), known_seq)
                if fresh is None or fresh.seq == before.seq:
                    raise
                self._remember(fresh)  # refused on what another hub has moved on: decide again
        raise Refused(Code.UNAVAILABLE, "This conversation is busy. Please try again.", retry_after_ms=500)

    async def _recorded(self, identity: str, command: cmd.Command) -> int | None:
        """Where a command's message stands in the log, if it was received before."""
        first = command.commands[0] if isinstance(command, cmd.Several) and command.commands else command
        client_id = getattr(first, "client_id", None)
        return await self.store.seq_of(identity, client_id) if client_id else None

    async def _try(self, before: Conversation, command: cmd.Command) -> Outcome:
        at, after = self._clock(), before
        decided = await self._decided(before, command, at)
        if not decided:
            await self._demand_fresh(before)
            return Outcome(before, (), before.seq)
        recorded = tuple(ev.Recorded(before.seq + place, at, event) for place, event in enumerate(decided, 1))
        for event in recorded:
            after = evolve(after, event)
        await self.store.append(Batch(before.id, before.seq, recorded, after, LEASE_MS))
        self._remember(after)
        for listener in self._listeners:
            listener(after, recorded)
        return Outcome(after, recorded, _named(recorded))

    async def _demand_fresh(self, before: Conversation) -> None:
        """Nothing to do is said only of the conversation as it is: another hub may have moved it on."""
        fresh = await self.store.load(before.id)
        if fresh is not None and fresh.seq != before.seq:
            raise Conflict

    async def _decided(self, before: Conversation, command: cmd.Command, at: int) -> list[ev.Event]:
        """What follows from a command. Deciding changes nothing, so where it comes to a hand-off, which is
        rare, it is done once more with what that is routed by.
        """
        language = spoken_in(before, command)

        def words(key: str, variables: Variables) -> str:
            return self._render(key, variables, before.seq, language)

        try:
            return decide(before, command, words, _not_yet)
        except _RoutingAskedError:
            routing = await self._route(before, at, language)
            return decide(before, command, words, lambda: routing)

    def _remember(self, conversation: Conversation) -> None:
        self._known[conversation.id] = conversation
        self._known.move_to_end(conversation.id)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def spoken_in(conversation: Conversation, command: cmd.Command) -> str | None:
    """The language the customer writes in: as this turn found it, or as they wrote before."""
    understood = command.understanding if isinstance(command, cmd.FinishTurn) else None
    return (understood.language if understood else None) or conversation.language
