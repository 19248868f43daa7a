"""A conversation as the fold over its log: ``evolve`` is the only way it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from bot import turn as contract
from bot.judgement import Understanding
from escalation.core import events as ev
from escalation.core.reasons import URGENT
from escalation.core.states import FLOOR, MOVING, TABLE, Floor, State

GONE = frozenset({"absent", "disabled"})  # why an agent left without handing anything on
Fold = Callable[["Conversation", ev.Recorded, Any], "Conversation"]


class IllegalEventError(ValueError):
    """An event that the transition table does not allow here. The conversation is unchanged."""


@dataclass(frozen=True, slots=True)
class PendingTurn:
    """A bot turn that is owed and not yet done."""

    turn: str
    epoch: int
    first: int
    last: int
    mode: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is true after event ``seq``. Times are UTC milliseconds; 0 means never."""

    id: str
    state: State = State.NEW
    epoch: int = 0
    seq: int = 0
    customer: str = ""
    channel: str = ""
    site: str = ""
    opened_at: int = 0
    updated_at: int = 0
    agent: str | None = None
    agent_name: str | None = None
    pending: PendingTurn | None = None
    unheard: int = 0
    heard: int = 0
    last_said: int = 0
    waiting_since: int = 0
    reason: str | None = None
    priority: int = 2
    case: contract.DialogueState = field(default_factory=contract.DialogueState)
    articles: dict[str, str] = field(default_factory=dict)
    thumbs: dict[str, bool] = field(default_factory=dict)
    stars: int | None = None
    ratings: int = 0
    mood: float | None = None
    corrected: dict[str, int] = field(default_factory=dict)
    language: str | None = None
    translated: dict[str, str] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    snoozed_until: int = 0
    handoff: int = 0
    verdict: str | None = None
    wanted: str | None = None
    wanted_agent: str | None = None
    topics: list[str] = field(default_factory=list)
    department: str | None = None
    skills: list[str] = field(default_factory=list)
    owed_since: int = 0
    answered: int = 0
    email: str | None = None
    offered: int = 0  # the bot's line whose options may be pressed now

    @property
    def floor(self) -> Floor:
        """Who may speak now."""
        return FLOOR[self.state]


def evolve(before: Conversation, recorded: ev.Recorded) -> Conversation:
    """The conversation after one more event; raises :class:`IllegalEventError` and changes nothing
    otherwise.
    """
    event = recorded.event
    _check(before, recorded)
    after = replace(
        before,
        seq=recorded.seq,
        updated_at=recorded.at,
        state=TABLE[before.state, type(event)],
        epoch=before.epoch + 1 if type(event) in MOVING else before.epoch,
        offered=0 if type(event) in MOVING else before.offered,
    )
    fold_event: Fold = _FOLDS.get(type(event), _unchanged)
    return fold_event(after, recorded, event)


def _check(before: Conversation, recorded: ev.Recorded) -> None:
    event = recorded.event
    if recorded.seq != before.seq + 1:
        raise IllegalEventError(f"Event {recorded.seq} cannot follow {before.seq}: the log has no gaps.")
    if (before.state, type(event)) not in TABLE:
        raise IllegalEventError(f"{event.kind} is not possible while a conversation is {before.state}.")
    made = getattr(event, "epoch", None)
    if type(event) in MOVING and made is not None and made != before.epoch + 1:
        raise IllegalEventError(f"{event.kind} makes epoch {made}, but {before.epoch + 1} is next.")


def fold(identity: str, log: Iterable[ev.Recorded], start: Conversation | None = None) -> Conversation:
    """The whole log (or what follows ``start``) as one conversation."""
    state = start or Conversation(identity)
    for recorded in log:
        state = evolve(state, recorded)
    return state


def _unchanged(after: Conversation, _recorded: ev.Recorded, _event: Any) -> Conversation:
    return after


def _opened(after: Conversation, recorded: ev.Recorded, event: ev.Opened) -> Conversation:
    return replace(
        after, customer=event.customer, channel=event.channel, site=event.site, opened_at=recorded.at
    )


def _customer_said(after: Conversation, recorded: ev.Recorded, _event: ev.CustomerSaid) -> Conversation:
    owed = after.owed_since or (recorded.at if after.state in (State.QUEUED, State.AGENT) else 0)
    unheard = after.unheard or recorded.seq
    return replace(
        after, unheard=unheard, last_said=recorded.seq, snoozed_until=0, owed_since=owed, offered=0
    )


def _agent_said(after: Conversation, recorded: ev.Recorded, _event: ev.AgentSaid) -> Conversation:
    return replace(after, owed_since=0, answered=recorded.seq)


def _file_shared(after: Conversation, recorded: ev.Recorded, event: ev.FileShared) -> Conversation:
    return replace(after, owed_since=0, answered=recorded.seq) if event.by == "agent" else after


def _bot_said(after: Conversation, recorded: ev.Recorded, event: ev.BotSaid) -> Conversation:
    articles = {**after.articles, str(recorded.seq): event.article} if event.article else after.articles
    original = event.variables.get("translates")
    translated = (
        {**after.translated, event.article: str(original)} if event.article and original else after.translated
    )
    offered = recorded.seq if event.options else after.offered
    return replace(after, articles=articles, translated=translated, offered=offered)


def _system_said(after: Conversation, _recorded: ev.Recorded, event: ev.SystemSaid) -> Conversation:
    if event.key != "correction":
        return after
    article, version = str(event.variables["article"]), int(event.variables["version"] or 0)
    return replace(after, corrected={**after.corrected, article: version})


def _turn_due(after: Conversation, _recorded: ev.Recorded, event: ev.TurnDue) -> Conversation:
    turn = PendingTurn(event.turn, event.epoch, event.first, event.last, event.mode)
    # What is pressed while the bot thinks would be read as an answer to what it says next: nothing is on
    # offer until then.
    return replace(after, pending=turn, heard=event.last, unheard=0, offered=0)


def _turn_done(after: Conversation, _recorded: ev.Recorded, event: ev.TurnDone) -> Conversation:
    understood = event.understanding or Understanding()
    after = replace(
        after,
        pending=None,
        mood=event.scores.sentiment if event.scores else after.mood,
        language=understood.language or after.language,
        topics=understood.topics or after.topics,
    )
    if not event.spoken or event.mode == contract.SCORE:
        return after
    # A thumb that came while the bot was thinking is not in its case: put it back in.
    down = [
        after.articles[of] for of, helpful in after.thumbs.items() if not helpful and of in after.articles
    ]
    return replace(after, case=_rejected(after, event.case or contract.DialogueState(), down))


def _rejected(
    after: Conversation, case: contract.DialogueState, articles: list[str]
) -> contract.DialogueState:
    """The case with these answers rejected, and what they translate: the bot knows an answer by its
    original.
    """
    for article in articles:
        case = contract.reject(case, article)
        rejected = contract.with_rejected(case.rejected, after.translated.get(article))
        case = replace(case, rejected=rejected)
    return case


def _turn_failed(after: Conversation, _recorded: ev.Recorded, _event: ev.TurnFailed) -> Conversation:
    return replace(after, pending=None)


def _handed_off(after: Conversation, recorded: ev.Recorded, event: ev.HandedOff) -> Conversation:
    """Who waits already keeps their time: a graver reason only moves them forward."""
    return replace(
        after,
        waiting_since=after.waiting_since or recorded.at,
        reason=str(event.reason),
        priority=event.priority,
        handoff=recorded.seq,
        verdict=None,
        wanted=None,
        wanted_agent=None,
        owed_since=after.owed_since or recorded.at,
    )


def _agent_joined(after: Conversation, _recorded: ev.Recorded, event: ev.AgentJoined) -> Conversation:
    joined = replace(after, agent=event.agent, agent_name=event.agent_name, waiting_since=0, snoozed_until=0)
    return replace(joined, wanted=None, wanted_agent=None)


def _agent_left(after: Conversation, recorded: ev.Recorded, event: ev.AgentLeft) -> Conversation:
    """Whom an agent left alone goes before others who wait."""
    urgent = min(after.priority, URGENT) if event.why in GONE else after.priority
    left = replace(
        after, agent=None, agent_name=None, waiting_since=recorded.at, snoozed_until=0, priority=urgent
    )
    return replace(left, wanted=None, wanted_agent=None)


def _routed(after: Conversation, _recorded: ev.Recorded, event: ev.Routed) -> Conversation:
    return replace(after, department=event.department, skills=event.skills)


def _contact_given(after: Conversation, _recorded: ev.Recorded, event: ev.ContactGiven) -> Conversation:
    return replace(after, email=event.text or None)


def _colleague_wanted(after: Conversation, _recorded: ev.Recorded, event: ev.ColleagueWanted) -> Conversation:
    return replace(after, wanted=event.colleague_name, wanted_agent=event.colleague)


def _cut(after: Conversation, _recorded: ev.Recorded, _event: ev.Event) -> Conversation:
    """Hand-back and reopening: what was said before never triggers again (law 8). Why it last came to a
    person stays known.
    """
    released = replace(
        after,
        agent=None,
        agent_name=None,
        waiting_since=0,
        priority=2,
        stars=None,
        ratings=0,
        snoozed_until=0,
    )
    return replace(released, case=contract.cut(after.case), department=None, skills=[], owed_since=0)


def _closed(after: Conversation, _recorded: ev.Recorded, _event: ev.Closed) -> Conversation:
    return replace(after, waiting_since=0, unheard=0, snoozed_until=0, owed_since=0)


def _answer_rated(after: Conversation, _recorded: ev.Recorded, event: ev.AnswerRated) -> Conversation:
    rated = replace(after, thumbs={**after.thumbs, str(event.of): event.helpful})
    article = after.articles.get(str(event.of))
    if event.helpful or article is None:
        return rated
    return replace(rated, case=_rejected(after, after.case, [article]))


def _rated(after: Conversation, _recorded: ev.Recorded, event: ev.Rated) -> Conversation:
    return replace(after, stars=event.stars, ratings=after.ratings + 1)


def _labelled(after: Conversation, _recorded: ev.Recorded, event: ev.Labelled) -> Conversation:
    return replace(after, labels=event.labels)


def _snoozed(after: Conversation, _recorded: ev.Recorded, event: ev.Snoozed) -> Conversation:
    return replace(after, snoozed_until=event.until)


def _verdict_given(after: Conversation, _recorded: ev.Recorded, event: ev.VerdictGiven) -> Conversation:
    return replace(after, verdict=event.verdict)


_FOLDS: dict[type[ev.Event], Fold] = {
    ev.Opened: _opened,
    ev.CustomerSaid: _customer_said,
    ev.BotSaid: _bot_said,
    ev.AgentSaid: _agent_said,
    ev.FileShared: _file_shared,
    ev.Routed: _routed,
    ev.ContactGiven: _contact_given,
    ev.SystemSaid: _system_said,
    ev.TurnDue: _turn_due,
    ev.TurnDone: _turn_done,
    ev.TurnFailed: _turn_failed,
    ev.HandedOff: _handed_off,
    ev.AgentJoined: _agent_joined,
    ev.AgentLeft: _agent_left,
    ev.ColleagueWanted: _colleague_wanted,
    ev.HandedBack: _cut,
    ev.Reopened: _cut,
    ev.Closed: _closed,
    ev.AnswerRated: _answer_rated,
    ev.Rated: _rated,
    ev.Labelled: _labelled,
    ev.Snoozed: _snoozed,
    ev.VerdictGiven: _verdict_given,
}
