"""The rules for what nobody presses: offers, reminders, silences, SLA clocks, and who left the page. Each
names what it was set for, and nothing happens when that is over. Pure; see :mod:`escalation.core.decide`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import STILL_THERE, Conversation
from escalation.core.lines import Events, Words, line
from escalation.core.sla import running, waits
from escalation.core.states import State


def _offer(now: Conversation, command: cmd.Offer, _words: Words) -> Events:
    if now.state is not State.QUEUED or now.epoch != command.epoch or now.ringing:
        return []
    return [
        ev.Offered(
            epoch=now.epoch,
            agent=command.agent,
            agent_name=command.agent_name,
            until=command.until,
            facts=command.facts,
        )
    ]


def _end_offer(now: Conversation, command: cmd.EndOffer, _words: Words) -> Events:
    ringing = now.ringing
    if ringing is None or (ringing.agent, now.epoch) != (command.agent, command.epoch):
        return []
    return [
        ev.OfferEnded(
            epoch=now.epoch, agent=ringing.agent, agent_name=ringing.agent_name, ending=command.ending
        )
    ]


def _has(now: Conversation, epoch: int) -> bool:
    return now.state is State.AGENT and now.epoch == epoch


def _remind(now: Conversation, command: cmd.Remind, _words: Words) -> Events:
    if not _has(now, command.epoch) or not now.owed_since or now.reminded:
        return []
    return [ev.AgentReminded(epoch=now.epoch, agent=now.agent or "", since=now.owed_since)]


def _ask_silent(now: Conversation, command: cmd.AskSilent, words: Words) -> Events:
    if not _has(now, command.epoch) or now.owed_since or now.asked_at:
        return []
    return [line(words, STILL_THERE)]


def _close_silent(now: Conversation, command: cmd.CloseSilent, words: Words) -> Events:
    if not _has(now, command.epoch) or now.owed_since or not now.asked_at:
        return []
    return [ev.Closed(epoch=now.epoch + 1, by="timer", who=""), line(words, "closed_silent")]


def _note_sla(now: Conversation, command: cmd.NoteSla, _words: Words) -> Events:
    noted = now.sla.get(command.clock)
    clocks = {**running(now), **waits(now)}
    if clocks.get(command.clock) != command.since or noted in (command.state, "breached"):
        return []
    shape = ev.SlaBreached if command.state == "breached" else ev.SlaWarned
    return [shape(clock=command.clock, level=command.level, since=command.since, due_at=command.due_at)]


def _note_left(now: Conversation, command: cmd.NoteLeft, _words: Words) -> Events:
    if now.state is not State.QUEUED or now.epoch != command.epoch or now.place_lost or now.callback:
        return []
    if bool(now.left_at) is command.keep_place:
        return []  # noted already; or they are back, and lose nothing
    return [ev.CustomerLeft(since=command.since, place_kept=command.keep_place)]


def _note_returned(now: Conversation, _command: cmd.NoteReturned, _words: Words) -> Events:
    return [ev.CustomerReturned()] if now.state is State.QUEUED and now.left_at else []


RULES: dict[type, Callable[[Conversation, Any, Words], Events]] = {
    cmd.Offer: _offer,
    cmd.EndOffer: _end_offer,
    cmd.Remind: _remind,
    cmd.AskSilent: _ask_silent,
    cmd.CloseSilent: _close_silent,
    cmd.NoteSla: _note_sla,
    cmd.NoteLeft: _note_left,
    cmd.NoteReturned: _note_returned,
}
