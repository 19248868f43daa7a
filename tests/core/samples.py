"""One event of every kind, filled in."""

from __future__ import annotations

import dataclasses
from typing import Any

from bot.turn import DialogueState
from escalation.core import events as ev
from escalation.core.assignment import OfferFacts
from escalation.core.reasons import Reason

# A case as version 1 was first written; fields added since have defaults.
FIRST_CASE = {
    "count": 0,
    "declined_at": 0,
    "form": None,
    "level": 0.0,
    "misses": 0,
    "offered_at": 0,
    "rejected": [],
    "slots": {},
    "turns": [],
    "version": 1,
}

VALUES: dict[str, Any] = {
    "customer": "p_1",
    "channel": "web",
    "client_id": "client-0001",
    "text": "words",
    "turn": "t",
    "role": "answer",
    "agent": "u_1",
    "agent_name": "Anna",
    "key": "greeting",
    "epoch": 1,
    "zone": "Europe/Berlin",
    "first": 1,
    "last": 1,
    "mode": "answer",
    "understanding": None,
    "scores": None,
    "decision": None,
    "case": DialogueState(),
    "settings": "default",
    "model": "m",
    "error": "timeout",
    "reason": Reason.FRUSTRATION,
    "priority": 1,
    "why": "released",
    "by": "agent",
    "who": "u_1",
    "of": 1,
    "helpful": True,
    "stars": 5,
    "file": "0" * 32 + ".png",
    "media": "image/png",
    "size": 70,
    "colleague": "u_2",
    "colleague_name": "Bea",
    "labels": ["refund"],
    "until": 0,
    "verdict": "right",
    "department": "billing",
    "before": "u_2",
    "before_name": "Bea",
    "facts": OfferFacts("least_loaded", "billing", ["refunds"], "de", "gold", 1, 1.5, 60_000, 2.0, 4.0, 3),
    "ending": "missed",
    "since": 1000,
    "clock": "first",
    "level": "everyone",
    "due_at": 61_000,
    "by_name": "Chief",
}


def sample(kind: type[ev.Event], **more: Any) -> ev.Event:
    needed = [
        field.name
        for field in dataclasses.fields(kind)
        if field.default is field.default_factory is dataclasses.MISSING
    ]
    chosen = {name: VALUES[name] for name in needed}
    return kind(
        **{**chosen, **{name: value for name, value in more.items() if name in kind.__dataclass_fields__}}
    )
