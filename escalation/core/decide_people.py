"""The rules for what agents do: only who has the floor speaks, only in the epoch they saw (law 2). Pure; see
:mod:`escalation.core.decide`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.turn import Variables
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import Conversation
from escalation.core.errors import Code, Refused
from escalation.core.lines import Events, Words, line
from escalation.core.states import State


def _same_epoch(now: Conversation, epoch: int) -> None:
    if epoch != now.epoch:
        raise Refused(
            Code.STALE, "This conversation has changed since you opened it. Check it, then try again."
        )


def holds(now: Conversation, agent: str, epoch: int) -> None:
    """Only the agent who has the floor, and only in the epoch they saw (law 2)."""
    if now.state is not State.AGENT or now.agent != agent:
        raise Refused(Code.STALE, "You no longer have this conversation. Your draft is saved.")
    _same_epoch(now, epoch)


def _take(now: Conversation, command: cmd.Take, words: Words) -> Events:
    if now.state is State.AGENT:
        return _take_from_another(now, command, words)
    if now.state is State.CLOSED:
        raise Refused(Code.ILLEGAL, "This conversation is closed. Reopen it to reply.")
    _same_epoch(now, command.epoch)
    joined = ev.AgentJoined(
        epoch=now.epoch + 1,
        agent=command.agent,
        agent_name=command.agent_name,
        barge_in=now.state is State.BOT,
    )
    return [joined, line(words, "agent_joined", name=command.agent_name)]


def _take_from_another(now: Conversation, command: cmd.Take, words: Words) -> Events:
    if now.agent == command.agent:
        return []
    if command.relieves is None or now.agent != command.relieves:
        raise Refused(
            Code.TAKEN, f"{now.agent_name} already has this conversation. A supervisor can take it over."
        )
    _same_epoch(now, command.epoch)
    before = now.agent_name or ""
    return [
        ev.AgentJoined(epoch=now.epoch + 1, agent=command.agent, agent_name=command.agent_name),
        ev.AgentReplaced(
            agent=command.agent,
            before=command.relieves,
            before_name=before,
            why=command.why,
            text=command.reason,
        ),
        line(words, "agent_replaced", name=command.agent_name, before=before),
    ]


def _agent_say(now: Conversation, command: cmd.AgentSay, _words: Words) -> Events:
    holds(now, command.agent, command.epoch)
    return [
        ev.AgentSaid(
            client_id=command.client_id, agent=command.agent, agent_name=command.agent_name, text=command.text
        )
    ]


def _requeue(now: Conversation, command: cmd.Requeue, words: Words) -> Events:
    holds(now, command.agent, command.epoch)
    if command.to and command.present:
        return _transfer(now, command, command.to, words)
    left = ev.AgentLeft(epoch=now.epoch + 1, agent=command.agent, why="released")
    if command.to:
        to_name = command.to_name or ""
        wanted = ev.ColleagueWanted(agent=command.agent, colleague=command.to, colleague_name=to_name)
        return [left, wanted, line(words, "transfer_waiting", name=command.agent_name, to=to_name)]
    routed = [ev.Routed(department=command.department, by=command.agent)] if command.department else []
    return [left, *routed, line(words, "agent_left", name=command.agent_name)]


def _transfer(now: Conversation, command: cmd.Requeue, to: str, words: Words) -> Events:
    """To an agent who is there: theirs at once."""
    if to == command.agent:
        raise Refused(Code.ILLEGAL, "You already have this conversation.")
    to_name = command.to_name or ""
    return [
        ev.AgentJoined(epoch=now.epoch + 1, agent=to, agent_name=to_name),
        ev.AgentReplaced(agent=to, before=command.agent, before_name=command.agent_name, why="transfer"),
        line(words, "agent_transferred", name=command.agent_name, to=to_name),
    ]


def _reassign(now: Conversation, command: cmd.Reassign, words: Words) -> Events:
    if now.state is not State.AGENT:
        raise Refused(Code.ILLEGAL, "No agent has this conversation now, so it cannot be reassigned.")
    if now.agent == command.agent:
        return []
    _same_epoch(now, command.epoch)
    before = now.agent_name or ""
    reassigned = ev.AgentReassigned(
        agent=command.agent,
        before=now.agent or "",
        before_name=before,
        text=command.reason,
        by=command.by,
        by_name=command.by_name,
    )
    return [
        ev.AgentJoined(epoch=now.epoch + 1, agent=command.agent, agent_name=command.agent_name),
        reassigned,
        line(words, "agent_replaced", name=command.agent_name, before=before),
    ]


def _release(now: Conversation, command: cmd.Release, words: Words) -> Events:
    if now.state is not State.AGENT or (now.agent, now.epoch) != (command.agent, command.epoch):
        return []  # what the timer was set for is over
    return release(now, command.why, words)


def release(now: Conversation, why: str, words: Words) -> Events:
    """The agent is gone: back into the queue, and the customer is told by name."""
    event = ev.AgentLeft(epoch=now.epoch + 1, agent=now.agent or "", why=why)
    return [event, line(words, f"agent_{why}", name=now.agent_name or "")]


def _reopen(now: Conversation, command: cmd.Reopen, words: Words) -> Events:
    if now.state is State.AGENT and now.agent == command.agent:
        return []
    if now.state is not State.CLOSED:
        raise Refused(Code.ILLEGAL, "This conversation is already open. Take over to reply.")
    _same_epoch(now, command.epoch)
    joined = ev.AgentJoined(epoch=now.epoch + 2, agent=command.agent, agent_name=command.agent_name)
    return [
        ev.Reopened(epoch=now.epoch + 1),
        joined,
        line(words, "reopened_by_agent", name=command.agent_name),
    ]


def _hand_back(now: Conversation, command: cmd.HandBack, words: Words) -> Events:
    holds(now, command.agent, command.epoch)
    return [ev.HandedBack(epoch=now.epoch + 1, by=command.agent), line(words, "handed_back")]


def _close_by_agent(now: Conversation, command: cmd.CloseByAgent, words: Words) -> Events:
    holds(now, command.agent, command.epoch)
    return [
        ev.Closed(epoch=now.epoch + 1, by="agent", who=command.agent),
        line(words, "closed_by_agent", name=command.agent_name),
    ]


def _correct(now: Conversation, command: cmd.Correct, words: Words) -> Events:
    """Not speech, so it needs no floor, and reaches closed conversations too; only those who were told."""
    if command.article not in now.articles.values():
        raise Refused(Code.ILLEGAL, "This customer did not get that answer.")
    if now.corrected.get(command.article) == command.version:
        raise Refused(Code.STALE, "This correction was already sent.")
    variables: Variables = {
        "title": command.title,
        "article": command.article,
        "version": command.version,
        "by": command.by,
    }
    introduced = words("correction", {"title": command.title})
    return [ev.SystemSaid(key="correction", text=f"{introduced}\n\n{command.text}", variables=variables)]


def _add_note(_now: Conversation, command: cmd.AddNote, _words: Words) -> Events:
    note = ev.NoteAdded(
        client_id=command.client_id,
        agent=command.agent,
        agent_name=command.agent_name,
        text=command.text,
        mentions=[*command.mentions],
    )
    return [note]


def _label(now: Conversation, command: cmd.Label, _words: Words) -> Events:
    labels = sorted(set(command.labels))
    return (
        []
        if labels == now.labels
        else [ev.Labelled(agent=command.agent, agent_name=command.agent_name, labels=labels)]
    )


def _snooze(now: Conversation, command: cmd.Snooze, _words: Words) -> Events:
    holds(now, command.agent, command.epoch)
    return (
        [] if command.until == now.snoozed_until else [ev.Snoozed(agent=command.agent, until=command.until)]
    )


def _give_verdict(now: Conversation, command: cmd.GiveVerdict, _words: Words) -> Events:
    if not now.handoff:
        raise Refused(Code.ILLEGAL, "This conversation was never handed off, so there is nothing to rate.")
    if command.verdict not in cmd.VERDICTS:
        raise Refused(Code.BAD_REQUEST, f"The verdict must be one of {', '.join(cmd.VERDICTS)}.")
    known = now.verdict == command.verdict
    return [] if known else [ev.VerdictGiven(agent=command.agent, of=now.handoff, verdict=command.verdict)]


RULES: dict[type, Callable[[Conversation, Any, Words], Events]] = {
    cmd.Take: _take,
    cmd.AgentSay: _agent_say,
    cmd.Requeue: _requeue,
    cmd.Reassign: _reassign,
    cmd.Release: _release,
    cmd.Reopen: _reopen,
    cmd.HandBack: _hand_back,
    cmd.CloseByAgent: _close_by_agent,
    cmd.Correct: _correct,
    cmd.AddNote: _add_note,
    cmd.Label: _label,
    cmd.Snooze: _snooze,
    cmd.GiveVerdict: _give_verdict,
}
