"""The peer: python-socketio as it comes, relaying between two rooms a pair, with nothing stored."""

from __future__ import annotations

import sys
from typing import Any

import socketio
import uvloop
from aiohttp import web

server = socketio.AsyncServer(async_mode="aiohttp", namespaces=["/pair"])


@server.on("join", namespace="/pair")
async def join(sid: str, data: dict[str, Any]) -> dict[str, Any]:
    """One side of a pair."""
    await server.save_session(sid, {"to": data["to"]}, namespace="/pair")
    await server.enter_room(sid, data["me"], namespace="/pair")
    return {"ok": True}


@server.on("say", namespace="/pair")
async def say(sid: str, data: dict[str, Any]) -> dict[str, Any]:
    """To the other side, then the acknowledgement."""
    to = (await server.get_session(sid, namespace="/pair"))["to"]
    await server.emit("event", data, room=to, namespace="/pair")
    return {"ok": True}


if __name__ == "__main__":
    uvloop.install()
    app = web.Application()
    server.attach(app)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
