"""What each side may see of an event. Every event is shown as something, so that sequence numbers have no
gaps.
"""

from __future__ import annotations

from typing import Any

import msgspec

from bot.wire import plain
from escalation.conversations.rendering import html
from escalation.core import events as ev
from escalation.core.callback import Callback, recognised
from escalation.core.conversation import Conversation
from escalation.core.offer_words import explain
from escalation.core.states import MOVING
from escalation.store.codec import fields_of
from escalation.store.records import Row
from escalation.waiting.shown import Minutes

Json = dict[str, Any]


def for_customer(recorded: ev.Recorded) -> Json:
    """An event as the customer sees it; what is not for them is only ``noted``."""
    return {"seq": recorded.seq, "at": recorded.at, **_customer(recorded.event)}


def _customer(event: ev.Event) -> Json:  # noqa: C901,PLR0911 - one return a kind
    match event:
        case ev.CustomerSaid():
            return {"kind": "customer", "client_id": event.client_id, "text": event.text}
        case ev.BotSaid():
            return {
                "kind": "bot",
                "role": event.role,
                "text": event.text,
                "html": html(event.text),
                "options": plain(event.options),
                "rateable": event.article is not None and event.role == "answer",
            }
        case ev.AgentSaid():
            return {"kind": "agent", "name": event.agent_name, "text": event.text}
        case ev.FileShared():
            return {
                "kind": "file",
                "by": event.by,
                "name": event.agent_name,
                "text": event.text,
                "address": f"files/{event.file}",
                "media": event.media,
                "size": event.size,
            }
        case ev.SystemSaid():
            return {"kind": "system", "key": event.key, "text": event.text, "html": html(event.text)}
        case ev.AnswerRated():
            return {"kind": "thumb", "of": event.of, "helpful": event.helpful}
        case ev.Rated():
            return {"kind": "rated", "stars": event.stars}
        case ev.TurnDue():
            return {"kind": "thinking", "on": event.mode == "answer"}
        case ev.TurnDone() | ev.TurnFailed():
            return {"kind": "thinking", "on": False}
    if type(event) in MOVING:
        return {"kind": "moved", "to": _AFTER[type(event)], "agent": getattr(event, "agent_name", None)}
    return {"kind": "noted"}


_AFTER = {
    ev.Opened: "bot",
    ev.HandedOff: "queued",
    ev.AgentJoined: "agent",
    ev.AgentLeft: "queued",
    ev.HandedBack: "bot",
    ev.Closed: "closed",
    ev.Reopened: "bot",
}


def for_agent(recorded: ev.Recorded) -> Json:
    """An event as an agent sees it: all of it, but for the case, which is the bot's own bookkeeping."""
    event = recorded.event
    data = fields_of(event)
    data.pop("case", None)
    shown = {"seq": recorded.seq, "at": recorded.at, "event": event.kind, **data}
    if isinstance(event, ev.BotSaid | ev.SystemSaid):
        shown["html"] = html(event.text)
    if type(event) in MOVING:
        shown["to"] = _AFTER[type(event)]
    if isinstance(event, ev.Offered):
        shown["why"] = explain(event.facts, event.agent_name)
    return shown


def header(conversation: Conversation) -> Json:
    """The conversation's state for an agent's screen."""
    return {
        "id": conversation.id,
        "state": str(conversation.state),
        "epoch": conversation.epoch,
        "seq": conversation.seq,
        "matter": conversation.matter,
        "agent": conversation.agent,
        "agent_name": conversation.agent_name,
        "reason": conversation.reason,
        "priority": conversation.priority,
        "waiting_since": conversation.waiting_since,
        "mood": conversation.mood,
        "opened_at": conversation.opened_at,
        "stars": conversation.stars,
        "customer": conversation.customer,
        "site": conversation.site,
        "channel": conversation.channel,
        "labels": conversation.labels,
        "snoozed_until": conversation.snoozed_until,
        "verdict": conversation.verdict,
        "handoff": conversation.handoff,
        "wanted": conversation.wanted,
        "language": conversation.language,
        "department": conversation.department,
        "skills": conversation.skills,
        "email": conversation.email,
        "strain": conversation.strain,
        "last_agent": conversation.last_agent,
        "left_at": conversation.left_at,
        "callback": msgspec.to_builtins(conversation.callback),
    }


def place(ahead: int | None, wait: Minutes | None, shows: str, callback: Callback | None = None) -> Json:
    """What a customer who waits is told of their place, as the setting ``queue_shows`` has it, and of the
    call-back they booked, with the contact as its owner recognises it.
    """
    told = wait if shows == "range" else None
    booked = callback and {
        "at": callback.at,
        "zone": callback.zone,
        "channel": callback.channel,
        "contact": recognised(callback.channel, callback.contact),
    }
    return {
        "callback": booked,
        "ahead": None if shows == "none" else ahead,
        "wait": {"low": told.low, "high": told.high, "longer": told.longer} if told else None,
    }


def row(listed: Row) -> Json:
    """One line of a list."""
    return dict(msgspec.to_builtins(listed))
