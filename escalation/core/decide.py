"""From a command to events: the rules of the conversation, pure.

``decide`` returns the events that carry a command out, or raises :class:`Refused` and nothing happens. An
empty list means that it was already so. ``words`` renders a system text: ``words(key, variables)``;
``routing`` brings what a hand-off is routed by, and is asked for only then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.judgement import HANDOFF, Evidence, Outcome, Tag, Topic, of_topic
from bot.turn import ANSWER, SCORE
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import Conversation, evolve, with_topics
from escalation.core.decide_callbacks import RULES as CALLBACKS
from escalation.core.decide_people import RULES as PEOPLE
from escalation.core.decide_people import holds, release
from escalation.core.decide_timers import RULES as TIMERS
from escalation.core.errors import Code, Refused
from escalation.core.handoff import greeting, hand_off, intake, meanwhile, request
from escalation.core.lines import Events, Words, line
from escalation.core.reasons import Reason, priority
from escalation.core.routing import Routing
from escalation.core.states import State
from escalation.core.text import masked

Route = Callable[[], Routing]


def nowhere() -> Routing:
    """Routing where nothing is configured: to everybody, and somebody is there."""
    return Routing()


def decide(
    now: Conversation, command: cmd.Command, words: Words, routing: Callable[[], Routing] = nowhere
) -> Events:
    """The events of one command on the conversation as it is now."""
    if now.state is State.NEW and not isinstance(command, cmd.Open):
        raise Refused(Code.NOT_FOUND, "This conversation does not exist.")
    if routed := _ROUTED.get(type(command)):
        return routed(now, command, words, routing)
    return _RULES[type(command)](now, command, words)


def _open(now: Conversation, command: cmd.Open, words: Words, routing: Route) -> Events:
    if now.state is not State.NEW and now.customer == command.customer:
        return []  # two tabs said their first words at once
    if now.state is not State.NEW:
        raise Refused(Code.ILLEGAL, "This conversation is already open.")
    opened = ev.Opened(customer=command.customer, channel=command.channel, site=command.site)
    key, variables = greeting(routing().closed(None))
    return [opened, line(words, key, **variables)]


_ANSWERED = (
    "That question is no longer the latest, so this was not sent. Answer the latest question, or type your"
    " reply."
)


def _customer_say(now: Conversation, command: cmd.CustomerSay, words: Words) -> Events:
    if command.reply_to is not None and command.reply_to != now.offered:
        raise Refused(Code.STALE, _ANSWERED)
    event = ev.CustomerSaid(client_id=command.client_id, text=command.text)
    reopening = (
        [ev.Reopened(epoch=now.epoch + 1), line(words, "reopened")] if now.state is State.CLOSED else []
    )
    state = State.BOT if reopening else now.state
    epoch = now.epoch + len(reopening[:1])
    seq = now.seq + len(reopening) + 1
    due = [] if now.pending else [_due(command.turn, epoch, state, seq, seq)]
    return [*reopening, event, *due]


def _due(turn: str, epoch: int, state: State, first: int, last: int) -> ev.TurnDue:
    return ev.TurnDue(
        turn=turn, epoch=epoch, first=first, last=last, mode=ANSWER if state is State.BOT else SCORE
    )


def _ask_person(now: Conversation, command: cmd.AskPerson, words: Words, routing: Route) -> Events:
    if now.state is State.AGENT and now.agent == command.gone:
        return release(now, "absent", words)
    if now.state in (State.QUEUED, State.AGENT):
        return []
    reopening: Events = [ev.Reopened(epoch=now.epoch + 1)] if now.state is State.CLOSED else []
    handoff = request(now.epoch + len(reopening), Reason.CUSTOMER_REQUEST, Tag("button"))
    handed = hand_off(handoff, now, [] if reopening else now.topics, words, routing())
    return [*reopening, *handed, *intake(Reason.CUSTOMER_REQUEST, now.case, bool(now.last_said), words)]


def _leave_queue(now: Conversation, _command: cmd.LeaveQueue, words: Words) -> Events:
    if now.state is not State.QUEUED:
        raise Refused(Code.ILLEGAL, "You are not in the queue.")
    return [ev.HandedBack(epoch=now.epoch + 1, by="customer"), line(words, "left_queue")]


def _close_by_customer(now: Conversation, _command: cmd.CloseByCustomer, words: Words) -> Events:
    if now.state is State.CLOSED:
        return []
    return [
        ev.Closed(epoch=now.epoch + 1, by="customer", who=now.customer),
        line(words, "closed_by_customer"),
    ]


def _rate_answer(now: Conversation, command: cmd.RateAnswer, _words: Words) -> Events:
    if str(command.of) not in now.articles:
        raise Refused(Code.NOT_FOUND, "Only answers from the assistant can be rated.")
    if now.thumbs.get(str(command.of)) == command.helpful:
        return []
    return [ev.AnswerRated(of=command.of, helpful=command.helpful)]


MOST_RATINGS = 3  # the first, and changing one's mind twice


def _rate(now: Conversation, command: cmd.Rate, _words: Words) -> Events:
    """The latest rating of a contact is the one that counts."""
    if now.stars == command.stars and not command.comment:
        return []
    if now.ratings >= MOST_RATINGS:
        raise Refused(Code.ILLEGAL, "Thanks, we have your rating. It can no longer be changed.")
    return [ev.Rated(stars=command.stars, text=command.comment)]


def _next_due(now: Conversation, turn: str, epoch: int, state: State) -> Events:
    """What the customer said while a turn ran becomes the next one, all of it together."""
    if not now.unheard or state is State.CLOSED:
        return []
    return [_due(turn, epoch, state, now.unheard, now.last_said)]


def _finish_turn(now: Conversation, command: cmd.FinishTurn, words: Words, routing: Route) -> Events:
    pending = now.pending
    if pending is None or pending.turn != command.turn:
        return []  # done before: a turn that ran twice after a crash speaks once
    speaks = pending.mode == ANSWER and pending.epoch == now.epoch
    done = ev.TurnDone(
        turn=pending.turn,
        epoch=pending.epoch,
        last=pending.last,
        mode=pending.mode,
        understanding=command.understanding,
        scores=command.scores,
        decision=command.decision,
        case=command.case if speaks else None,
        settings=command.settings,
        model=command.model,
        actions=command.actions,
        took_ms=command.took_ms,
        spoken=speaks,
    )
    if not speaks:
        raised = _raised(now, command, words, routing)
        article = [] if raised else meanwhile(now, command.meanwhile, command.scores, words)
        epoch = now.epoch + len(raised[:1])
        return [done, *raised, *article, *_next_due(now, command.next_turn, epoch, now.state)]
    if command.decision.decision == HANDOFF:
        return [
            done,
            *_proposed(now, command, words, routing),
            *_next_due(now, command.next_turn, now.epoch + 1, State.QUEUED),
        ]
    return [
        done,
        *map(_bot_said(command.turn), command.lines),
        *_next_due(now, command.next_turn, now.epoch, State.BOT),
    ]


def _understood(now: Conversation, command: cmd.FinishTurn) -> list[str]:
    """What the customer has been about since the last cut, this turn included: who complains of a charge and
    then asks for a person is still about the charge.
    """
    return with_topics(now.topics, command.understanding.topics if command.understanding else [])


def _raised(now: Conversation, command: cmd.FinishTurn, words: Words, routing: Route) -> Events:
    """Who waits and says that they are in danger is served first, and hears what matters now."""
    scores = command.scores
    if now.state is not State.QUEUED or scores is None or not scores.risk:
        return []
    rule = Tag(Topic.RISK, scores.risk)
    if priority(Reason.RISK, rule) >= now.priority:
        return []
    evidence = of_topic(scores.evidence, Topic.RISK)
    handoff = request(now.epoch, Reason.RISK, rule, evidence=evidence)
    return hand_off(handoff, now, _understood(now, command), words, routing())


def _bot_said(turn: str) -> Callable[[cmd.Spoken], ev.BotSaid]:
    def said(line: cmd.Spoken) -> ev.BotSaid:
        return ev.BotSaid(
            turn=turn,
            role=line.role,
            text=line.text,
            article=line.article,
            article_version=line.article_version,
            key=line.key,
            variables=line.variables,
            options=line.options,
        )

    return said


def _proposed(now: Conversation, command: cmd.FinishTurn, words: Words, routing: Route) -> Events:
    decision, reason = command.decision, Reason(command.decision.reason or "")
    why = {"evidence": decision.evidence, "counterfactual": decision.counterfactual}
    handoff = request(now.epoch, reason, decision.rule, **why)
    handed = hand_off(handoff, now, _understood(now, command), words, routing())
    return [*handed, *intake(reason, command.case, True, words)]


def _fail_turn(now: Conversation, command: cmd.FailTurn, words: Words, routing: Route) -> Events:
    pending = now.pending
    if pending is None or pending.turn != command.turn:
        return []
    failed = ev.TurnFailed(
        turn=pending.turn, epoch=pending.epoch, last=pending.last, mode=pending.mode, error=command.error
    )
    if pending.mode != ANSWER or pending.epoch != now.epoch:
        return [failed, *_next_due(now, command.next_turn, now.epoch, now.state)]
    reason = Reason.TOOL_FAILURE if command.error == "tool_failure" else Reason.BOT_UNAVAILABLE
    handoff = request(
        now.epoch, reason, Tag("bot", command.error), evidence=(*map(_unsure, command.actions),)
    )
    handed = hand_off(handoff, now, now.topics, words, routing())
    return [failed, *handed, *_next_due(now, command.next_turn, now.epoch + 1, State.QUEUED)]


def _unsure(job: Outcome) -> Evidence:
    """For the agent: which job broke off, and whether it may have happened."""
    end = "broke off, and may have happened" if job.result == "unknown" else "did not happen"
    return Evidence(Tag(Topic.ACTION, f"{job.action} {end}"), job.order or "", 0, 1.0)


def _share_file(now: Conversation, command: cmd.ShareFile, words: Words) -> Events:
    """The bot reads no files: it says so, and that a person can."""
    if command.agent:
        holds(now, command.agent, command.epoch)
    elif now.state is State.CLOSED:
        raise Refused(Code.ILLEGAL, "This conversation is closed. Send a message first, then the file.")
    shared = ev.FileShared(
        client_id=command.client_id,
        by="agent" if command.agent else "customer",
        file=command.file,
        media=command.media,
        size=command.size,
        text=command.name,
        agent=command.agent,
        agent_name=command.agent_name,
    )
    return [shared, *([line(words, "file_received")] if now.state is State.BOT else [])]


def _give_contact(now: Conversation, command: cmd.GiveContact, words: Words) -> Events:
    if (now.email or "") == command.email:
        return []
    if not command.email:
        return [ev.ContactGiven(channel="none", text=""), line(words, "email_stopped")]
    return [
        ev.ContactGiven(channel="email", text=command.email),
        line(words, "email_noted", email=masked(command.email)),
    ]


def _several(now: Conversation, command: cmd.Several, words: Words, routing: Route) -> Events:
    """Each command meets the conversation as those before it leave it."""
    found: Events = []
    for step in command.commands:
        for event in decide(now, step, words, routing):
            now = evolve(now, ev.Recorded(now.seq + 1, now.updated_at, event))
            found.append(event)
    return found


_RULES: dict[type, Callable[[Conversation, Any, Words], Events]] = {
    **PEOPLE,
    **TIMERS,
    **CALLBACKS,
    cmd.CustomerSay: _customer_say,
    cmd.LeaveQueue: _leave_queue,
    cmd.CloseByCustomer: _close_by_customer,
    cmd.RateAnswer: _rate_answer,
    cmd.Rate: _rate,
    cmd.ShareFile: _share_file,
    cmd.GiveContact: _give_contact,
}
_ROUTED: dict[type, Callable[[Conversation, Any, Words, Route], Events]] = {
    cmd.Open: _open,
    cmd.AskPerson: _ask_person,
    cmd.FinishTurn: _finish_turn,
    cmd.FailTurn: _fail_turn,
    cmd.Several: _several,
}
