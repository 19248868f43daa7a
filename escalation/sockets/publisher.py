"""Pushes what was committed. Pushes are hints: a client that misses one sees the gap and resumes."""

from __future__ import annotations

import asyncio

import socketio

from escalation import protocol, views
from escalation.core import events as ev
from escalation.core.conversation import Conversation
from escalation.core.states import MOVING
from escalation.sockets.rooms import AGENTS, agents_of, customer_of
from escalation.store.port import Store

_LISTED = (ev.CustomerSaid, ev.TurnDone, *MOVING)


class Publisher:
    """Listens to the service; sends events in order and, after a change of the queue, everyone's place in it."""

    def __init__(self, server: socketio.AsyncServer, store: Store) -> None:
        self._server, self._store = server, store
        self._outgoing: asyncio.Queue[tuple[Conversation, tuple[ev.Recorded, ...]]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin sending."""
        self._task = asyncio.get_running_loop().create_task(self._send())

    async def close(self) -> None:
        """Stop sending; what is not sent is read by whoever resumes."""
        if self._task:
            self._task.cancel()

    def notice(self, conversation: Conversation, events: tuple[ev.Recorded, ...]) -> None:
        """A listener of :class:`escalation.service.Conversations`."""
        self._outgoing.put_nowait((conversation, events))

    async def _send(self) -> None:
        while True:
            conversation, events = await self._outgoing.get()
            for recorded in events:
                await self._event(conversation, recorded)
            if any(isinstance(each.event, _LISTED) for each in events):
                await self._server.emit("inbox_changed", {}, room=AGENTS, namespace=protocol.AGENT)
            if any(isinstance(each.event, ev.HandedOff | ev.AgentJoined | ev.AgentLeft | ev.HandedBack | ev.Closed) for each in events):
                await self._places()

    async def _event(self, conversation: Conversation, recorded: ev.Recorded) -> None:
        to_customer = {"conversation": conversation.id, **views.for_customer(recorded)}
        await self._server.emit("event", to_customer, room=customer_of(conversation.id), namespace=protocol.CUSTOMER)
        to_agents = {"conversation": conversation.id, "epoch": conversation.epoch, **views.for_agent(recorded)}
        await self._server.emit("event", to_agents, room=agents_of(conversation.id), namespace=protocol.AGENT)

    async def _places(self) -> None:
        for ahead, row in enumerate(await self._store.listed(("queued",))):
            push = {"conversation": row.id, "ahead": ahead}
            await self._server.emit("queue", push, room=customer_of(row.id), namespace=protocol.CUSTOMER)
