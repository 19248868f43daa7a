"""Whether the hub lives, and whether it can do its work: for supervisors, balancers and people who look after
it.
"""

from __future__ import annotations

from aiohttp import web

from escalation.core.errors import Code, Refused
from escalation.http.operations import PUBLIC, Answer, Call, Operation, answer
from escalation.protocol import refusal
from escalation.readiness import Check, Readiness

READINESS: web.AppKey[Readiness] = web.AppKey("readiness", Readiness)


class Health(Answer, frozen=True):
    """The hub answers; ``bot`` is whether the bot does, ``checks`` what else was looked at."""

    bot: bool
    checks: dict[str, Check]


class Ready(Answer, frozen=True):
    """Everything the hub needs is there."""

    checks: dict[str, Check]


async def health(call: Call[None, None]) -> Health:
    """Whether the hub lives. It does as long as it answers; ``checks`` say what it cannot do."""
    checks = await call.app[READINESS].look()
    return Health(bot=checks["bot"].ok, checks=checks)


async def ready(call: Call[None, None]) -> web.Response:
    """Whether the hub can do its work; refused with ``unavailable`` and every check while it cannot."""
    checks = await call.app[READINESS].look()
    if all(check.ok for check in checks.values()):
        return answer(Ready(checks=checks))
    told = ". ".join(f"The {name} {check.detail}" for name, check in checks.items() if not check.ok)
    shown = {name: {"ok": check.ok, "detail": check.detail} for name, check in checks.items()}
    return web.json_response({**refusal(Refused(Code.UNAVAILABLE, f"{told}.")), "checks": shown}, status=503)


OPERATIONS = [
    Operation("GET", "/health", PUBLIC, health),
    Operation("GET", "/ready", PUBLIC, ready, answer=Ready),
]
