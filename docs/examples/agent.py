"""An agent's client in a few lines: BATON_PASSWORD=… python docs/examples/agent.py http://127.0.0.1:8080
LOGIN "I am here."

Takes whoever waits longest, prints the whole story, answers, and closes the conversation.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from typing import Any

import aiohttp
import socketio


async def ask(socket: socketio.AsyncClient, command: str, **payload: Any) -> dict[str, Any]:
    """One command, one acknowledgement; a refusal is a sentence for a person."""
    answer = await socket.call(command, payload, namespace="/agent")
    if not answer["ok"]:
        raise SystemExit(answer["error"]["message"])
    return dict(answer)


async def main(hub: str, login: str, text: str) -> None:
    """Sign in, take, read, answer, close."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        credentials = {"login": login, "password": os.environ["BATON_PASSWORD"]}
        async with session.post(f"{hub}/api/sign-in", json=credentials, headers={"Origin": hub}) as reply:
            if reply.status != 200:
                raise SystemExit((await reply.json())["error"]["message"])
        socket = socketio.AsyncClient(http_session=session, reconnection=False)
        await socket.connect(hub, namespaces=["/agent"], transports=["websocket"])
        queue = (await ask(socket, "inbox"))["queue"]
        if not queue:
            await socket.disconnect()
            raise SystemExit("Nobody is waiting.")
        found = queue[0]["id"]
        for event in (await ask(socket, "open", conversation=found))["events"]:
            if "text" in event:
                print(f"{event['event']}: {event['text']}", flush=True)
        epoch = (await ask(socket, "take", conversation=found, epoch=queue[0]["epoch"]))["conversation"][
            "epoch"
        ]
        await ask(
            socket, "say", conversation=found, epoch=epoch, client_id=secrets.token_urlsafe(12), text=text
        )
        await ask(socket, "close", conversation=found, epoch=epoch)
        await socket.disconnect()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
