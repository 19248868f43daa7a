"""What a hand-off consists of: the floor moves, the conversation is routed, and the customer is told the
truth. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.judgement import Tag, TurnScores
from bot.turn import DialogueState, Variables, handoff_key
from escalation.core import events as ev
from escalation.core.commands import Spoken
from escalation.core.conversation import Conversation
from escalation.core.lines import WHILE_WAITING, Events, Words, line
from escalation.core.reasons import Reason, priority
from escalation.core.routing import Routing, department_for, facts_of, skills_of
from escalation.core.states import State

OFFER_PERSON = "offer_person"
LOW_MOOD = -0.35  # from here on a message counts as one in a low mood, as the console shows it
# Who is in danger, upset, or let down by a machine is not asked anything by one.
_NOT_NOW = frozenset(
    {Reason.RISK, Reason.FRUSTRATION, Reason.BOT_UNAVAILABLE, Reason.TOOL_FAILURE, Reason.REPEATED_QUESTION}
)


def hand_off(
    handed: ev.HandedOff, now: Conversation, topics: Sequence[str], words: Words, routing: Routing
) -> Events:
    """``handed`` with where it goes and what the customer hears. ``topics``: the intents and articles the bot
    understood since the last cut, the latest last.
    """
    facts = facts_of(routing, str(handed.reason), now.site, topics)
    department = department_for(routing, facts, topics)
    chosen = department.id if department else None
    skills = skills_of(routing.skills, replace(facts, department=chosen or ""))
    routed = (
        []
        if (now.department, now.skills) == (chosen, skills)
        else [ev.Routed(department=chosen, skills=skills)]
    )
    # Who waits already heard it when the waiting began.
    back = None if now.state is State.QUEUED else routing.closed(chosen)
    first = replace(handed, priority=min(handed.priority, routing.priority))
    return [first, *routed, *_told(handed.reason, handed.rule, back, words)]


def _told(reason: Reason, rule: Tag | None, back: str | None, words: Words) -> Events:
    """That an agent is coming; while nobody is there the truth takes its place or, in danger, follows what
    helps now.
    """
    promise = line(words, handoff_key(reason, rule))
    if back is None:
        return [promise]
    truth = line(words, "closed_now" if back else "closed_now_unknown", when=back)
    return [promise, truth] if reason is Reason.RISK else [truth]


def greeting(back: str | None) -> tuple[str, Variables]:
    """The first line, and what is filled in: it promises agents only while somebody is there (``back`` as
    :attr:`Routing.closed` says it).
    """
    return _away("greeting", back)


def offer(back: str | None) -> tuple[str, Variables]:
    """The line with which the bot offers an agent, likewise."""
    return _away(OFFER_PERSON, back)


def _away(key: str, back: str | None) -> tuple[str, Variables]:
    if back is None:
        return key, {}
    return (f"{key}_away", {"when": back}) if back else (f"{key}_away_unknown", {})


def request(epoch: int, reason: Reason, rule: Tag | None, **why: Any) -> ev.HandedOff:
    """The event that a person is wanted, in the epoch after ``epoch``."""
    return ev.HandedOff(epoch=epoch + 1, reason=reason, priority=priority(reason, rule), rule=rule, **why)


def meanwhile(now: Conversation, article: Spoken | None, scores: TurnScores | None, words: Words) -> Events:
    """Who waits in peace and asks what an article answers is shown it, once. It is a system line: the floor
    stays where it is (law 2), and the place in the queue too.
    """
    calm = scores is not None and scores.risk is None and scores.sentiment > LOW_MOOD
    if article is None or now.state is not State.QUEUED or now.reason in _NOT_NOW or not calm:
        return []
    if article.article in now.articles.values():
        return []
    title = article.variables["title"]
    variables = {"title": title, "article": article.article, "version": article.article_version}
    text = f"{words(WHILE_WAITING, {'title': title})}\n\n{article.text}"
    return [ev.SystemSaid(key=WHILE_WAITING, text=text, variables=variables)]


def intake(reason: Reason, case: DialogueState, said: bool, words: Words) -> Events:
    """While the customer waits, one question at most whose answer helps the agent; it may be left
    unanswered.
    """
    if reason in _NOT_NOW or (said and case.slots.get("order_number")):
        return []
    return [line(words, "intake_order" if said else "intake_topic")]
