"""Other routing, tried on last week's conversations before it counts."""

from __future__ import annotations

from typing import Any

import msgspec
from aiohttp import web

from escalation.clock import now_ms
from escalation.configuration.validation import ConfigurationError, arranged
from escalation.conversations.routing_trial import RoutingTrials
from escalation.core.errors import Code, Refused
from escalation.core.routing_trial import RoutingTrial
from escalation.http.arrangements import CONFIGURATION
from escalation.http.operations import Answer, Call, Operation

ROUTING_TRIALS: web.AppKey[RoutingTrials] = web.AppKey("routing_trials", RoutingTrials)


class RoutingDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other departments, skills or segments, as they stand in the configuration; null leaves them as they are
    now.
    """

    departments: list[dict[str, Any]] | None = None
    skills: list[dict[str, Any]] | None = None
    segments: list[dict[str, Any]] | None = None


class RoutingTried(Answer, frozen=True):
    """Where the hand-offs of the last week go by the routing of now and by the draft, and which change."""

    trial: RoutingTrial


async def try_routing(call: Call[RoutingDraft, None]) -> RoutingTried:
    """What other routing would have changed in the last week; nothing is changed."""
    draft = {name: value for name, value in msgspec.structs.asdict(call.body).items() if value is not None}
    now = call.app[CONFIGURATION].now
    try:
        other = arranged(draft, now)
    except ConfigurationError as problem:
        raise Refused(Code.BAD_REQUEST, str(problem)) from None
    return RoutingTried(trial=await call.app[ROUTING_TRIALS].compare(now, other, now_ms()))


OPERATIONS = [
    Operation("POST", "/api/settings/routing/try", "settings", try_routing),
]
