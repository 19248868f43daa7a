"""A customer's client in a few lines: python docs/examples/customer.py http://127.0.0.1:8080 "How long does
delivery take?"

Says each argument, prints what comes back, and stops when every message has been answered.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
from typing import Any

import aiohttp
import socketio


class Customer:
    """Applies events in the order of their numbers; a gap is filled by asking for what is missing."""

    def __init__(self) -> None:
        self.socket, self.seq, self.answers = socketio.AsyncClient(), 0, asyncio.Semaphore(0)
        self.socket.on("event", self.event, namespace="/customer")

    async def event(self, event: dict[str, Any]) -> None:
        """One event, pushed or from a resume."""
        if event["seq"] > self.seq + 1:
            await self.resume()
        elif event["seq"] == self.seq + 1:
            self.seq = event["seq"]
            if event["kind"] in ("bot", "agent", "system"):
                print(f"{event['kind']}: {event['text']}", flush=True)
            if event["kind"] == "thinking" and not event["on"]:
                self.answers.release()

    async def resume(self) -> None:
        """Everything after the last number seen."""
        for event in (await self.ask("resume", after=self.seq))["events"]:
            await self.event(event)

    async def ask(self, command: str, **payload: Any) -> dict[str, Any]:
        """One command, one acknowledgement."""
        answer = await self.socket.call(command, payload, namespace="/customer")
        if not answer["ok"]:
            raise SystemExit(answer["error"]["message"])
        return dict(answer)


async def main(hub: str, *texts: str) -> None:
    """Get a token, connect, talk."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{hub}/api/customers", json={}, headers={"Origin": hub}) as reply,
    ):
        token = (await reply.json())["token"]
    customer = Customer()
    await customer.socket.connect(
        hub, auth={"token": token}, namespaces=["/customer"], transports=["websocket"]
    )
    for text in texts:
        await customer.ask("say", client_id=secrets.token_urlsafe(12), text=text)
        await customer.resume()
        await customer.answers.acquire()
        await customer.resume()
    await customer.socket.disconnect()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
