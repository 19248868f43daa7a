"""Pushes what was committed. Pushes are hints: a client that misses one sees the gap and resumes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import socketio

from escalation import protocol
from escalation.background import end
from escalation.conversations import views
from escalation.core import events as ev
from escalation.core.conversation import Conversation
from escalation.core.states import MOVING
from escalation.sockets.rooms import AGENTS, agents_of, customer_of
from escalation.store.ports import EventLog
from escalation.store.records import Row
from escalation.waiting.shown import Minutes

HINT_S = 0.25
# Of conversations that stand in this order, the range that each is told.
Waits = Callable[[Sequence[str]], Awaitable[Mapping[str, Minutes]]]
_RINGS = (ev.Offered, ev.OfferEnded, ev.AgentReminded, ev.SlaWarned, ev.SlaBreached)
_CALLBACKS = (ev.CallbackBooked, ev.CallbackCancelled, ev.CallbackDue)
_PLACES = (ev.CustomerLeft, ev.CustomerReturned, *_CALLBACKS)
_LISTED = (ev.CustomerSaid, ev.TurnDone, *_RINGS, *_PLACES, *MOVING)
_QUEUE = (ev.HandedOff, ev.AgentJoined, ev.AgentLeft, ev.HandedBack, ev.Closed, *_PLACES)


class Publisher:
    """Listens to the service; sends events in order and, not more often than :data:`HINT_S`, that the lists
    have changed and everyone's place in the queue, with when somebody is ``back`` if nobody is there and what
    ``waits`` says of those in line; ``shows`` is how much of it is told.
    """

    def __init__(
        self,
        server: socketio.AsyncServer,
        log: EventLog,
        back: Callable[[Row], str | None],
        waits: Waits,
        shows: str = "range",
    ) -> None:
        self._server, self._log, self._back, self._waits, self._shows = server, log, back, waits, shows
        self._outgoing: asyncio.Queue[tuple[Conversation, tuple[ev.Recorded, ...]]] = asyncio.Queue()
        self._lists_changed, self._places_changed = asyncio.Event(), False
        self._places: dict[str, dict[str, Any]] = {}  # as they were last told
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin sending."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._send()), loop.create_task(self._hint())]

    async def close(self) -> None:
        """Stop sending; what is not sent is read by whoever resumes."""
        await end(*self._tasks)

    def notice(self, conversation: Conversation, events: tuple[ev.Recorded, ...]) -> None:
        """A listener of :class:`escalation.conversations.service.Conversations`."""
        self._outgoing.put_nowait((conversation, events))

    async def _send(self) -> None:
        while True:
            conversation, events = await self._outgoing.get()
            for recorded in events:
                await self._event(conversation, recorded)
            self._places_changed |= any(isinstance(event.event, _QUEUE) for event in events)
            if any(isinstance(event.event, _LISTED) for event in events):
                self._lists_changed.set()

    async def _hint(self) -> None:
        while True:
            await self._lists_changed.wait()
            self._lists_changed.clear()
            await self._server.emit("inbox_changed", {}, room=AGENTS, namespace=protocol.AGENT)
            if self._places_changed:
                self._places_changed = False
                await self.send_places()
            await asyncio.sleep(HINT_S)

    async def _event(self, conversation: Conversation, recorded: ev.Recorded) -> None:
        to_customer = {"conversation": conversation.id, **views.for_customer(recorded)}
        await self._server.emit(
            "event", to_customer, room=customer_of(conversation.id), namespace=protocol.CUSTOMER
        )
        to_agents = {
            "conversation": conversation.id,
            "epoch": conversation.epoch,
            **views.for_agent(recorded),
        }
        await self._server.emit("event", to_agents, room=agents_of(conversation.id), namespace=protocol.AGENT)

    def place(self, conversation: Conversation | None, ahead: int | None) -> dict[str, Any]:
        """What is told now of a conversation with so many ahead, None for one that is not in line."""
        if conversation is None:
            return views.place(None, None, self._shows)
        last = self._places.get(conversation.id) if ahead is not None else None
        place = views.place(ahead, None, self._shows, conversation.callback)
        return {**place, **({"wait": last["wait"]} if last else {})}

    async def send_places(self) -> None:
        """Tell who waits what is new of their place, and whether somebody is there."""
        rows = await self._log.listed(("queued",))
        waits = await self._waits([row.id for row in rows])
        places = {}
        for before_it, row in enumerate(rows):
            back = self._back(row)
            wait = waits.get(row.id) if back is None else None
            ahead = None if row.snoozed_until else before_it
            places[row.id] = {**views.place(ahead, wait, self._shows, row.callback), "back": back}
        before, self._places = self._places, places
        for conversation, place in places.items():
            if before.get(conversation) != place:
                push = {"conversation": conversation, **place}
                await self._server.emit(
                    "queue", push, room=customer_of(conversation), namespace=protocol.CUSTOMER
                )
