"""A conversation as the fold over its log: ``evolve`` is the only way it changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

from bot import turn as contract
from bot.judgement import TurnScores, Understanding
from escalation.core import events as ev
from escalation.core.assignment import OfferFacts
from escalation.core.callback import Callback
from escalation.core.lines import article_of
from escalation.core.matter import asks
from escalation.core.reasons import HIGH, URGENT
from escalation.core.states import FLOOR, MOVING, TABLE, Floor, State
from escalation.core.strain import CALM, strain_of, strain_of_reason

GONE = frozenset({"absent", "disabled", "silent"})  # why an agent left without handing anything on
STILL_THERE = "still_there"  # the line that asks a silent customer
MOST_TOPICS = 40
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
class Ringing:
    """An offer that is out: to whom, from when until when, and why to them."""

    agent: str
    agent_name: str
    since: int
    until: int
    facts: OfferFacts


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
    matter: int = 0  # the message that says what the customer wants; their first until one is understood so
    matter_asks: bool = False
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
    strain: float = CALM  # the most since the last cut, and of the stretch before it
    strain_before: float = CALM
    ringing: Ringing | None = None
    passed: dict[str, int] = field(default_factory=dict)  # agents who let it go while it waits, and when
    last_agent: str | None = None
    joined_at: int = 0
    handed_at: int = 0  # since when people have it, until it is closed or back with the bot
    answered_at: int = 0
    reminded: bool = False
    asked_at: int = 0  # when a silent customer was asked
    sla: dict[str, str] = field(default_factory=dict)  # clocks that were warned or breached
    left_at: int = 0  # since when its customer is not on the page while they wait
    place_lost: bool = False
    callback: Callback | None = None

    @property
    def is_called_back_later(self) -> bool:
        """Whether its customer waits for a time they booked, and not in line. Only that snoozes who waits."""
        return self.state is State.QUEUED and self.snoozed_until > 0

    @property
    def behind(self) -> int:
        """What the queue is ordered by first: 0 in line, 1 behind all who are there, 2 called back later. Who
        is in danger, or was left alone by an agent, is never moved back.
        """
        return 2 if self.is_called_back_later else int(self.place_lost and self.priority > URGENT)

    @property
    def floor(self) -> Floor:
        """Who may speak now."""
        return FLOOR[self.state]


_NAMES = tuple(part.name for part in fields(Conversation))
_VALUES = attrgetter(*_NAMES)


def replace(now: Conversation, **changes: Any) -> Conversation:
    """Like :func:`dataclasses.replace`, which takes four times as long with so many fields."""
    return Conversation(**(dict(zip(_NAMES, _VALUES(now), strict=True)) | changes))


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
        ringing=None if type(event) in MOVING else before.ringing,
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
        after,
        unheard=unheard,
        last_said=recorded.seq,
        matter=after.matter or recorded.seq,
        snoozed_until=after.snoozed_until if after.is_called_back_later else 0,
        owed_since=owed,
        offered=0,
        asked_at=0,
        reminded=after.reminded and bool(after.owed_since),
    )


def _answered(after: Conversation, recorded: ev.Recorded) -> Conversation:
    """A human answer, the only thing that stops the clocks of the first and the next response."""
    resolution = {clock: state for clock, state in after.sla.items() if clock == "resolution"}
    answered = replace(after, owed_since=0, answered=recorded.seq, answered_at=recorded.at)
    return replace(answered, sla=resolution, reminded=False, asked_at=0)


def _agent_said(after: Conversation, recorded: ev.Recorded, _event: ev.AgentSaid) -> Conversation:
    return _answered(after, recorded)


def _file_shared(after: Conversation, recorded: ev.Recorded, event: ev.FileShared) -> Conversation:
    return _answered(after, recorded) if event.by == "agent" else replace(after, asked_at=0)


def _bot_said(after: Conversation, recorded: ev.Recorded, event: ev.BotSaid) -> Conversation:
    articles = {**after.articles, str(recorded.seq): event.article} if event.article else after.articles
    original = event.variables.get("translates")
    translated = (
        {**after.translated, event.article: str(original)} if event.article and original else after.translated
    )
    offered = recorded.seq if event.options else after.offered
    return replace(after, articles=articles, translated=translated, offered=offered)


def _system_said(after: Conversation, recorded: ev.Recorded, event: ev.SystemSaid) -> Conversation:
    if event.key == STILL_THERE:
        return replace(after, asked_at=recorded.at)
    if told := article_of(event):
        return replace(after, articles={**after.articles, str(recorded.seq): told})
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
    understood, scores = event.understanding or Understanding(), event.scores or TurnScores()
    after = replace(
        _understood(after, event),
        pending=None,
        mood=scores.sentiment if event.scores else after.mood,
        language=understood.language or after.language,
        topics=with_topics(after.topics, understood.topics),
        strain=max(after.strain, strain_of(scores.frustration, scores.risk is not None)),
    )
    if not event.spoken or event.mode == contract.SCORE:
        return after
    # A thumb that came while the bot was thinking is not in its case: put it back in.
    down = [
        after.articles[of] for of, helpful in after.thumbs.items() if not helpful and of in after.articles
    ]
    return replace(after, case=_rejected(after, event.case or contract.DialogueState(), down))


def _understood(after: Conversation, event: ev.TurnDone) -> Conversation:
    """The first message that asks for something is what it is about, until the next cut."""
    if after.matter_asks or event.understanding is None or not asks(event.understanding):
        return after
    return replace(after, matter=event.last, matter_asks=True)


def with_topics(before: Iterable[str], latest: Iterable[str]) -> list[str]:
    """All topics since the last cut, each once, the latest last."""
    names = dict.fromkeys((*before, *latest))
    for name in latest:
        names[name] = names.pop(name)
    return [*names][-MOST_TOPICS:]


def _rejected(
    after: Conversation, case: contract.DialogueState, articles: list[str]
) -> contract.DialogueState:
    """The case with these answers rejected, and what they translate: the bot knows an answer by its
    original.
    """
    for article in articles:
        case = contract.reject(case, article)
        rejected = contract.with_rejected(case.rejected, after.translated.get(article))
        case = dataclasses.replace(case, rejected=rejected)
    return case


def _turn_failed(after: Conversation, _recorded: ev.Recorded, _event: ev.TurnFailed) -> Conversation:
    return replace(after, pending=None)


def _handed_off(after: Conversation, recorded: ev.Recorded, event: ev.HandedOff) -> Conversation:
    """Who waits already keeps their time: a graver reason only moves them forward."""
    after = _now_after_all(after, recorded.at)
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
        handed_at=after.handed_at or recorded.at,
        strain=max(after.strain, strain_of_reason(event.reason)),
    )


def _agent_joined(after: Conversation, recorded: ev.Recorded, event: ev.AgentJoined) -> Conversation:
    after = _now_after_all(after, recorded.at)
    joined = replace(after, agent=event.agent, agent_name=event.agent_name, waiting_since=0, snoozed_until=0)
    joined = replace(joined, last_agent=event.agent, joined_at=recorded.at, passed={}, reminded=False)
    joined = replace(joined, sla={clock: state for clock, state in after.sla.items() if clock != "wait"})
    handed_at = after.handed_at or recorded.at
    joined = replace(joined, left_at=0, place_lost=False)
    return replace(joined, wanted=None, wanted_agent=None, handed_at=handed_at, asked_at=0)


def _agent_left(after: Conversation, recorded: ev.Recorded, event: ev.AgentLeft) -> Conversation:
    """Whom an agent left alone goes before others who wait."""
    urgent = min(after.priority, URGENT) if event.why in GONE else after.priority
    left = replace(
        after, agent=None, agent_name=None, waiting_since=recorded.at, snoozed_until=0, priority=urgent
    )
    left = replace(left, passed={event.agent: recorded.at}, reminded=False, asked_at=0)
    return replace(left, wanted=None, wanted_agent=None)


def _offered(after: Conversation, recorded: ev.Recorded, event: ev.Offered) -> Conversation:
    ringing = Ringing(event.agent, event.agent_name, recorded.at, event.until, event.facts)
    return replace(after, ringing=ringing)


def _offer_ended(after: Conversation, recorded: ev.Recorded, event: ev.OfferEnded) -> Conversation:
    """Who it was transferred to and let it pass is waited for no longer."""
    passed = {**after.passed, event.agent: recorded.at}
    ended = replace(after, ringing=None, passed=passed)
    return replace(ended, wanted=None, wanted_agent=None) if after.wanted_agent == event.agent else ended


def _agent_reminded(after: Conversation, _recorded: ev.Recorded, _event: ev.AgentReminded) -> Conversation:
    return replace(after, reminded=True)


def _sla_warned(after: Conversation, _recorded: ev.Recorded, event: ev.SlaWarned) -> Conversation:
    return replace(after, sla={**after.sla, event.clock: "warned"})


def _sla_breached(after: Conversation, _recorded: ev.Recorded, event: ev.SlaBreached) -> Conversation:
    return replace(after, sla={**after.sla, event.clock: "breached"})


def _routed(after: Conversation, _recorded: ev.Recorded, event: ev.Routed) -> Conversation:
    return replace(after, department=event.department, skills=event.skills)


def _contact_given(after: Conversation, _recorded: ev.Recorded, event: ev.ContactGiven) -> Conversation:
    return replace(after, email=event.text or None)


def _colleague_wanted(after: Conversation, _recorded: ev.Recorded, event: ev.ColleagueWanted) -> Conversation:
    return replace(after, wanted=event.colleague_name, wanted_agent=event.colleague)


def _cut(after: Conversation, _recorded: ev.Recorded, event: ev.Event) -> Conversation:
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
    released = replace(released, case=contract.cut(after.case), department=None, skills=[], owed_since=0)
    released = replace(_let_go(released), topics=[], strain=CALM, strain_before=after.strain)
    # Who reopens reads on where it ended, until the customer asks for something else.
    matter = after.matter if isinstance(event, ev.Reopened) else 0
    return replace(released, matter=matter, matter_asks=False)


def _let_go(after: Conversation) -> Conversation:
    """People have it no more, and no clock of theirs runs."""
    gone = replace(after, left_at=0, place_lost=False, callback=None)
    return replace(gone, handed_at=0, passed={}, reminded=False, asked_at=0, sla={})


def _closed(after: Conversation, _recorded: ev.Recorded, _event: ev.Closed) -> Conversation:
    return replace(_let_go(after), waiting_since=0, unheard=0, snoozed_until=0, owed_since=0)


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


def _customer_left(after: Conversation, _recorded: ev.Recorded, event: ev.CustomerLeft) -> Conversation:
    return replace(after, left_at=event.since, place_lost=not event.place_kept)


def _customer_returned(
    after: Conversation, recorded: ev.Recorded, _event: ev.CustomerReturned
) -> Conversation:
    """In time: nothing has changed. Too late: they wait from now on."""
    since = recorded.at if after.place_lost else after.waiting_since
    return replace(after, left_at=0, place_lost=False, waiting_since=since)


def _callback_booked(after: Conversation, _recorded: ev.Recorded, event: ev.CallbackBooked) -> Conversation:
    """It waits from the agreed time on: no clock runs before, and none that ran is lost to who cancels."""
    at, first = event.due_at, after.callback or after
    booked = Callback(
        at,
        event.zone,
        event.channel,
        event.text,
        waiting_since=first.waiting_since,
        owed_since=first.owed_since,
        handed_at=first.handed_at,
    )
    later = replace(after, callback=booked, snoozed_until=at, ringing=None, left_at=0, place_lost=False)
    return replace(later, waiting_since=at, owed_since=at, handed_at=at)


def _callback_cancelled(
    after: Conversation, _recorded: ev.Recorded, _event: ev.CallbackCancelled
) -> Conversation:
    before = after.callback or after
    waits = replace(after, callback=None, snoozed_until=0, waiting_since=before.waiting_since)
    return replace(waits, owed_since=before.owed_since, handed_at=before.handed_at)


def _callback_due(after: Conversation, _recorded: ev.Recorded, _event: ev.CallbackDue) -> Conversation:
    return replace(after, snoozed_until=0, priority=min(after.priority, HIGH))


def _now_after_all(after: Conversation, at: int) -> Conversation:
    """A call-back whose time has not come no longer holds anything up: somebody comes now."""
    if after.callback is None or after.callback.at <= at:
        return after
    waits = replace(after, snoozed_until=0, waiting_since=min(after.waiting_since, at))
    return replace(waits, owed_since=min(after.owed_since, at), handed_at=min(after.handed_at, at))


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
    ev.Offered: _offered,
    ev.OfferEnded: _offer_ended,
    ev.AgentReminded: _agent_reminded,
    ev.SlaWarned: _sla_warned,
    ev.SlaBreached: _sla_breached,
    ev.CustomerLeft: _customer_left,
    ev.CustomerReturned: _customer_returned,
    ev.CallbackBooked: _callback_booked,
    ev.CallbackCancelled: _callback_cancelled,
    ev.CallbackDue: _callback_due,
}
