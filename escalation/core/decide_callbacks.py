"""The rules for call-backs: booked, changed and cancelled by who waits, due by the clock. Pure; see
:mod:`escalation.core.decide`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import Conversation
from escalation.core.errors import Code, Refused
from escalation.core.lines import Events, Words, line
from escalation.core.states import State

_SAID = {"phone": "callback_booked", "email": "callback_booked_email"}


def _book(now: Conversation, command: cmd.BookCallback, words: Words) -> Events:
    if now.state is not State.QUEUED:
        raise Refused(Code.ILLEGAL, "You can book a call-back while you wait for an agent.")
    booked = now.callback
    if booked and (booked.at, booked.contact) == (command.at, command.contact):
        return []
    at, contact = command.at, command.contact
    booking = ev.CallbackBooked(due_at=at, zone=command.zone, channel=command.channel, text=contact)
    return [booking, line(words, _SAID[command.channel], when=command.when, contact=command.shown)]


def _cancel(now: Conversation, _command: cmd.CancelCallback, words: Words) -> Events:
    if now.state is not State.QUEUED or now.callback is None:
        return []
    return [ev.CallbackCancelled(), line(words, "callback_cancelled")]


def _due(now: Conversation, command: cmd.CallBack, _words: Words) -> Events:
    if not now.is_called_back_later or (now.epoch, now.snoozed_until) != (command.epoch, command.at):
        return []
    return [ev.CallbackDue(due_at=command.at)]


RULES: dict[type, Callable[[Conversation, Any, Words], Events]] = {
    cmd.BookCallback: _book,
    cmd.CancelCallback: _cancel,
    cmd.CallBack: _due,
}
