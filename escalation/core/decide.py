"""From a command to events: the rules of the conversation, pure.

``decide`` returns the events that carry a command out, or raises :class:`Refused` and nothing happens. An empty list
means that it was already so. ``words`` renders a system text: ``words(key, variables)``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.turn import ANSWER, SCORE, handoff_key
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import Conversation, evolve
from escalation.core.errors import Code, Refused
from escalation.core.reasons import Reason, priority
from escalation.core.states import State
from escalation.core.text import masked

Json = dict[str, Any]
Words = Callable[[str, dict[str, Any]], str]
Events = list[ev.Event]


def decide(now: Conversation, command: cmd.Command, words: Words) -> Events:
    """The events of one command on the conversation as it is now."""
    if now.state is State.NEW and not isinstance(command, cmd.Open):
        raise Refused(Code.NOT_FOUND, "There is no such conversation.")
    return _RULES[type(command)](now, command, words)


def _line(words: Words, key: str, **variables: Any) -> ev.SystemSaid:
    return ev.SystemSaid(key=key, text=words(key, variables), variables=variables)


def _open(now: Conversation, command: cmd.Open, words: Words) -> Events:
    if now.state is not State.NEW and now.customer == command.customer:
        return []  # two tabs said their first words at once
    if now.state is not State.NEW:
        raise Refused(Code.ILLEGAL, "This conversation is open already.")
    opened = ev.Opened(customer=command.customer, channel=command.channel, site=command.site)
    return [opened, _line(words, "greeting")]


def _customer_say(now: Conversation, command: cmd.CustomerSay, words: Words) -> Events:
    said = ev.CustomerSaid(client_id=command.client_id, text=command.text)
    reopening = [ev.Reopened(epoch=now.epoch + 1), _line(words, "reopened")] if now.state is State.CLOSED else []
    state = State.BOT if reopening else now.state
    epoch = now.epoch + len(reopening[:1])
    seq = now.seq + len(reopening) + 1
    due = [] if now.pending else [_due(command.turn, epoch, state, seq, seq)]
    return [*reopening, said, *due]


def _due(turn: str, epoch: int, state: State, first: int, last: int) -> ev.TurnDue:
    return ev.TurnDue(turn=turn, epoch=epoch, first=first, last=last, mode=ANSWER if state is State.BOT else SCORE)


def _ask_person(now: Conversation, _command: cmd.AskPerson, words: Words) -> Events:
    if now.state in (State.QUEUED, State.AGENT):
        return []
    reopening: Events = [ev.Reopened(epoch=now.epoch + 1)] if now.state is State.CLOSED else []
    handed = _hand_off(now.epoch + len(reopening), Reason.CUSTOMER_REQUEST, words, rule="button")
    return [*reopening, *handed, *_intake(Reason.CUSTOMER_REQUEST, now.case, bool(now.last_said), words)]


def _hand_off(epoch: int, reason: Reason, words: Words, rule: str | None, **why: Any) -> Events:
    return [
        ev.HandedOff(epoch=epoch + 1, reason=reason, priority=priority(reason, rule), rule=rule, **why),
        _line(words, handoff_key(reason, rule)),
    ]


# Who is in danger, upset, or let down by a machine is not asked anything by one.
_NOT_NOW = frozenset({Reason.RISK, Reason.FRUSTRATION, Reason.BOT_UNAVAILABLE, Reason.TOOL_FAILURE, Reason.REPEATED_QUESTION})


def _intake(reason: Reason, case: Json, said: bool, words: Words) -> Events:
    """While the customer waits, one question at most whose answer helps the colleague; it may be left unanswered."""
    if reason in _NOT_NOW or (said and (case.get("slots") or {}).get("order_number")):
        return []
    return [_line(words, "intake_order" if said else "intake_topic")]


def _leave_queue(now: Conversation, _command: cmd.LeaveQueue, words: Words) -> Events:
    if now.state is not State.QUEUED:
        raise Refused(Code.ILLEGAL, "You are not waiting for a colleague.")
    return [ev.HandedBack(epoch=now.epoch + 1, by="customer"), _line(words, "left_queue")]


def _close_by_customer(now: Conversation, _command: cmd.CloseByCustomer, words: Words) -> Events:
    if now.state is State.CLOSED:
        return []
    return [ev.Closed(epoch=now.epoch + 1, by="customer", who=now.customer), _line(words, "closed_by_customer")]


def _rate_answer(now: Conversation, command: cmd.RateAnswer, _words: Words) -> Events:
    if str(command.of) not in now.articles:
        raise Refused(Code.NOT_FOUND, "That line is not an answer of the assistant.")
    if now.thumbs.get(str(command.of)) == command.helpful:
        return []
    return [ev.AnswerRated(of=command.of, helpful=command.helpful)]


def _rate(_now: Conversation, command: cmd.Rate, _words: Words) -> Events:
    return [ev.Rated(stars=command.stars, text=command.comment)]


def _next_due(now: Conversation, turn: str, epoch: int, state: State) -> Events:
    """What the customer said while a turn ran becomes the next one, all of it together."""
    if not now.unheard or state is State.CLOSED:
        return []
    return [_due(turn, epoch, state, now.unheard, now.last_said)]


def _finish_turn(now: Conversation, command: cmd.FinishTurn, words: Words) -> Events:
    pending = now.pending
    if pending is None or pending.turn != command.turn:
        return []  # done before: a turn that ran twice after a crash speaks once
    speaks = pending.mode == ANSWER and pending.epoch == now.epoch
    done = ev.TurnDone(
        turn=pending.turn, epoch=pending.epoch, last=pending.last, mode=pending.mode, understanding=command.understanding,
        scores=command.scores, decision=command.decision, case=command.case if speaks else {}, settings=command.settings,
        model=command.model, actions=command.actions, took_ms=command.took_ms, spoken=speaks,
    )  # fmt: skip
    if not speaks:
        raised = _raised(now, command, words)
        return [done, *raised, *_next_due(now, command.next_turn, now.epoch + len(raised[:1]), now.state)]
    if command.decision.get("decision") == "handoff":
        return [done, *_proposed(now, command, words), *_next_due(now, command.next_turn, now.epoch + 1, State.QUEUED)]
    return [done, *map(_bot_said(command.turn), command.lines), *_next_due(now, command.next_turn, now.epoch, State.BOT)]


def _raised(now: Conversation, command: cmd.FinishTurn, words: Words) -> Events:
    """Who waits and says that they are in danger is served first, and hears what matters now."""
    risk = command.scores.get("risk")
    rule = f"risk:{risk}"
    if now.state is not State.QUEUED or not risk or priority(Reason.RISK, rule) >= now.priority:
        return []
    evidence = [each for each in command.scores.get("evidence", []) if str(each.get("what", "")).startswith("risk:")]
    return _hand_off(now.epoch, Reason.RISK, words, rule=rule, evidence=evidence)


def _bot_said(turn: str) -> Callable[[cmd.Spoken], ev.BotSaid]:
    def said(line: cmd.Spoken) -> ev.BotSaid:
        return ev.BotSaid(
            turn=turn, role=line.role, text=line.text, article=line.article, article_version=line.article_version, key=line.key,
            variables=line.variables, options=line.options,
        )  # fmt: skip

    return said


def _proposed(now: Conversation, command: cmd.FinishTurn, words: Words) -> Events:
    told, reason = command.decision, Reason(command.decision["reason"])
    handed = _hand_off(
        now.epoch, reason, words,
        rule=told.get("rule"), evidence=told.get("evidence") or [], counterfactual=told.get("counterfactual"),
    )  # fmt: skip
    return [*handed, *_intake(reason, command.case, True, words)]


def _fail_turn(now: Conversation, command: cmd.FailTurn, words: Words) -> Events:
    pending = now.pending
    if pending is None or pending.turn != command.turn:
        return []
    failed = ev.TurnFailed(turn=pending.turn, epoch=pending.epoch, last=pending.last, mode=pending.mode, error=command.error)
    if pending.mode != ANSWER or pending.epoch != now.epoch:
        return [failed, *_next_due(now, command.next_turn, now.epoch, now.state)]
    reason = Reason.TOOL_FAILURE if command.error == "tool_failure" else Reason.BOT_UNAVAILABLE
    handed = _hand_off(now.epoch, reason, words, rule=f"bot:{command.error}", evidence=[*map(_unsure, command.actions)])
    return [failed, *handed, *_next_due(now, command.next_turn, now.epoch + 1, State.QUEUED)]


def _unsure(action: Json) -> Json:
    """For the colleague: which job broke off, and whether it may have happened."""
    known = "broke off, and may have happened" if action.get("result") == "unknown" else "did not happen"
    return {"what": f"action:{action.get('action')} {known}", "words": action.get("order") or "", "ago": 0, "weight": 1.0}


def _same_epoch(now: Conversation, epoch: int) -> None:
    if epoch != now.epoch:
        raise Refused(Code.STALE, "The conversation has moved on since you saw it. Look again, then decide.")


def _holds(now: Conversation, agent: str, epoch: int) -> None:
    """Only the agent who has the floor, and only in the epoch they saw (law 2)."""
    if now.state is not State.AGENT or now.agent != agent:
        raise Refused(Code.STALE, "You no longer have this conversation; your draft is kept.")
    _same_epoch(now, epoch)


def _take(now: Conversation, command: cmd.Take, words: Words) -> Events:
    if now.state is State.AGENT:
        if now.agent == command.agent:
            return []
        raise Refused(Code.TAKEN, f"{now.agent_name} already has this conversation.")
    if now.state is State.CLOSED:
        raise Refused(Code.ILLEGAL, "This conversation has ended.")
    _same_epoch(now, command.epoch)
    joined = ev.AgentJoined(epoch=now.epoch + 1, agent=command.agent, agent_name=command.agent_name, barge_in=now.state is State.BOT)
    return [joined, _line(words, "agent_joined", name=command.agent_name)]


def _agent_say(now: Conversation, command: cmd.AgentSay, _words: Words) -> Events:
    _holds(now, command.agent, command.epoch)
    return [ev.AgentSaid(client_id=command.client_id, agent=command.agent, agent_name=command.agent_name, text=command.text)]


def _requeue(now: Conversation, command: cmd.Requeue, words: Words) -> Events:
    _holds(now, command.agent, command.epoch)
    left = ev.AgentLeft(epoch=now.epoch + 1, agent=command.agent, why=command.why)
    wanted = [ev.ColleagueWanted(agent=command.agent, colleague=command.to, colleague_name=command.to_name or "")] if command.to else []
    routed = [ev.Routed(department=command.department, by=command.agent)] if command.department else []
    return [left, *wanted, *routed, _line(words, "agent_left", name=command.agent_name)]


def _hand_back(now: Conversation, command: cmd.HandBack, words: Words) -> Events:
    _holds(now, command.agent, command.epoch)
    return [ev.HandedBack(epoch=now.epoch + 1, by=command.agent), _line(words, "handed_back")]


def _close_by_agent(now: Conversation, command: cmd.CloseByAgent, words: Words) -> Events:
    _holds(now, command.agent, command.epoch)
    return [
        ev.Closed(epoch=now.epoch + 1, by="agent", who=command.agent),
        _line(words, "closed_by_agent", name=command.agent_name),
    ]


def _correct(now: Conversation, command: cmd.Correct, words: Words) -> Events:
    """Not speech, so it needs no floor, and reaches closed conversations too; only those who were told."""
    if command.article not in now.articles.values():
        raise Refused(Code.ILLEGAL, "This customer was not given that answer.")
    if now.corrected.get(command.article) == command.version:
        raise Refused(Code.STALE, "This correction was sent already.")
    variables = {"title": command.title, "article": command.article, "version": command.version, "by": command.by}
    line = words("correction", {"title": command.title})
    return [ev.SystemSaid(key="correction", text=f"{line}\n\n{command.text}", variables=variables)]


def _share_file(now: Conversation, command: cmd.ShareFile, words: Words) -> Events:
    """The bot reads no files: it says so, and that a person can."""
    if command.agent:
        _holds(now, command.agent, command.epoch)
    elif now.state is State.CLOSED:
        raise Refused(Code.ILLEGAL, "This conversation has ended. Write a message first, then send the file.")
    shared = ev.FileShared(
        client_id=command.client_id, by="agent" if command.agent else "customer", file=command.file, media=command.media,
        size=command.size, text=command.name, agent=command.agent, agent_name=command.agent_name,
    )  # fmt: skip
    return [shared, *([_line(words, "file_received")] if now.state is State.BOT else [])]


def _add_note(_now: Conversation, command: cmd.AddNote, _words: Words) -> Events:
    note = ev.NoteAdded(
        client_id=command.client_id, agent=command.agent, agent_name=command.agent_name, text=command.text, mentions=[*command.mentions]
    )  # fmt: skip
    return [note]


def _label(now: Conversation, command: cmd.Label, _words: Words) -> Events:
    labels = sorted(set(command.labels))
    return [] if labels == now.labels else [ev.Labelled(agent=command.agent, agent_name=command.agent_name, labels=labels)]


def _snooze(now: Conversation, command: cmd.Snooze, _words: Words) -> Events:
    _holds(now, command.agent, command.epoch)
    return [] if command.until == now.snoozed_until else [ev.Snoozed(agent=command.agent, until=command.until)]


def _give_verdict(now: Conversation, command: cmd.GiveVerdict, _words: Words) -> Events:
    if not now.handoff:
        raise Refused(Code.ILLEGAL, "This conversation never came to a person, so there is nothing to judge.")
    if command.verdict not in cmd.VERDICTS:
        raise Refused(Code.BAD_REQUEST, f"The verdict is one of {', '.join(cmd.VERDICTS)}.")
    known = now.verdict == command.verdict
    return [] if known else [ev.VerdictGiven(agent=command.agent, of=now.handoff, verdict=command.verdict)]


def _give_contact(now: Conversation, command: cmd.GiveContact, words: Words) -> Events:
    if (now.email or "") == command.email:
        return []
    if not command.email:
        return [ev.ContactGiven(channel="none", text=""), _line(words, "email_stopped")]
    return [ev.ContactGiven(channel="email", text=command.email), _line(words, "email_noted", email=masked(command.email))]


def _several(now: Conversation, command: cmd.Several, words: Words) -> Events:
    """Each command meets the conversation as those before it leave it."""
    found: Events = []
    for each in command.commands:
        for event in decide(now, each, words):
            now = evolve(now, ev.Recorded(now.seq + 1, now.updated_at, event))
            found.append(event)
    return found


_RULES: dict[type, Callable[[Conversation, Any, Words], Events]] = {
    cmd.Open: _open,
    cmd.CustomerSay: _customer_say,
    cmd.AskPerson: _ask_person,
    cmd.LeaveQueue: _leave_queue,
    cmd.CloseByCustomer: _close_by_customer,
    cmd.RateAnswer: _rate_answer,
    cmd.Rate: _rate,
    cmd.FinishTurn: _finish_turn,
    cmd.FailTurn: _fail_turn,
    cmd.Take: _take,
    cmd.AgentSay: _agent_say,
    cmd.Requeue: _requeue,
    cmd.HandBack: _hand_back,
    cmd.CloseByAgent: _close_by_agent,
    cmd.Correct: _correct,
    cmd.ShareFile: _share_file,
    cmd.AddNote: _add_note,
    cmd.Label: _label,
    cmd.Snooze: _snooze,
    cmd.GiveVerdict: _give_verdict,
    cmd.GiveContact: _give_contact,
    cmd.Several: _several,
}
