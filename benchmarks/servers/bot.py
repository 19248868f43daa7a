"""A bot that answers at once with a result as large as a real one, and notes how long it held each turn.

What is left of the time a customer waits is the hub's. Usage: python -m benchmarks.servers.bot PORT
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

import msgspec
from aiohttp import web

HELD_S = 0.008  # about what Rasa takes
TOOK: dict[str, float] = {}


def _result(turn_request: dict[str, Any]) -> dict[str, Any]:
    past = [*turn_request["case"].get("turns", []), {"who": "customer", "text": turn_request["text"]}][-12:]
    ranking = [[f"article_{at}", 0.9 - at / 10] for at in range(8)]
    evidence = [{"what": "mood:calm", "words": turn_request["text"], "ago": 0, "weight": 0.1}]
    return {
        "turn": turn_request["turn"],
        "lines": [] if turn_request["mode"] == "score" else [{"role": "answer", "article": "delivery_time"}],
        "understanding": {
            "intent": "faq",
            "confidence": 0.91,
            "band": "answer",
            "article": "delivery_time",
            "ranking": ranking,
        },
        "scores": {
            "sentiment": 0.1,
            "frustration": 0.1,
            "complexity": 0.1,
            "risk": None,
            "evidence": evidence,
        },
        "decision": {
            "decision": "stay",
            "reason": None,
            "rule": None,
            "evidence": [],
            "counterfactual": None,
        },
        "case": {**turn_request["case"], "turns": past},
        "model": "bench",
    }


async def turn(request: web.Request) -> web.Response:
    """One turn."""
    began = time.perf_counter()
    turn_request = msgspec.json.decode(await request.read())
    await asyncio.sleep(HELD_S)
    body = msgspec.json.encode(_result(turn_request))
    TOOK[turn_request["text"]] = (time.perf_counter() - began) * 1000
    return web.Response(body=body, content_type="application/json")


async def took(_request: web.Request) -> web.Response:
    """Milliseconds by the customer's words."""
    return web.Response(body=msgspec.json.encode(TOOK), content_type="application/json")


if __name__ == "__main__":
    app = web.Application()
    app.add_routes(
        [
            web.post("/webhooks/baton/turn", turn),
            web.get("/webhooks/baton/health", lambda _r: web.Response()),
            web.get("/took", took),
        ]
    )
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
