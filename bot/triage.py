"""Stay, offer a person, or hand over: one pure decision a turn, made before any action of that turn (law 5).

Hard rules come first, then the soft ones; each names its evidence and what would have kept the bot (law 6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.judgement import (
    ANSWERED,
    HANDOFF,
    OFFER,
    STAY,
    Decision,
    Evidence,
    Outcome,
    Tag,
    Topic,
    of_topic,
)
from bot.settings import TriageSettings
from bot.turn import DialogueState, Past, with_rejected

# The wish for a person is a request or none: no setting of an operator makes the bot deaf to it. After an
# offer less is enough.
OFFER_AT, HANDOFF_AT, WISHED = 0.70, 0.80, 0.45
DECLINES = frozenset({"deny", "none_of_these"})
OTHER_LANGUAGE = Tag("other_language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """One customer turn, judged. ``sentiment`` -1..1, the rest 0..1; ``band`` is answer, probable, ask or
    admit.

    ``resolved`` says that the customer tells of it being well now, ``stuck`` that the talk stands still,
    ``wants_person`` that a person is wished for in whatever words, ``need`` how much of all this, now and
    before, speaks for a person; ``themes`` are the need's parts, ``marks`` what it carries on.
    """

    intent: str
    confidence: float
    band: str
    article: str | None = None
    sentiment: float = 0.0
    frustration: float = 0.0
    level: float = 0.0
    complexity: float = 0.0
    risk: str | None = None
    asks_person: bool = False
    stuck: float = 0.0
    wants_person: float = 0.0
    need: float = 0.0
    themes: dict[str, float] = field(default_factory=dict)
    marks: dict[str, float] = field(default_factory=dict)
    repeats: float = 0.0
    begins_no: bool = False
    accepts: bool = False
    resolved: bool = False
    language: str | None = None
    fills: bool = False
    rejects: str | None = None
    guide: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _View:
    scores: Scores
    case: DialogueState
    settings: TriageSettings
    miss: bool = field(default=False)

    @property
    def misses(self) -> int:
        return self.case.misses + self.miss

    def about(self, *topics: str) -> tuple[Evidence, ...]:
        return of_topic(self.scores.evidence, *topics)


def declines(scores: Scores, case: DialogueState) -> bool:
    """Whether this turn turns the offer of a person down."""
    last = case.last_bot
    return last is not None and last.kind == "offer" and (scores.intent in DECLINES or scores.begins_no)


def is_miss(scores: Scores, case: DialogueState, settings: TriageSettings) -> bool:
    """Admitted, or the offered options refused, or the question asked again after an answer, or the answer
    corrected.

    Inside a form a short reply is data, if it gives what the form waits for. Who declines an offer, says
    thanks, is pleased or agrees has asked nothing: there is nothing to miss. Thanks in a talk that stands
    still are manners and cancel nothing.
    """
    thanks = scores.accepts and scores.band == "admit" and scores.stuck < settings.stuck_offer
    if scores.fills or scores.guide or declines(scores, case) or thanks:
        return False
    last = case.last_bot
    refused = last is not None and last.kind == "ask" and scores.intent in DECLINES
    again = (
        scores.repeats >= settings.repeat_similarity
        and last is not None
        and last.kind == "answer"
        and scores.article == last.article
    )
    nothing = scores.band == "admit" or (case.form is not None and scores.band == "ask")
    return nothing or refused or again or scores.rejects is not None


def _risk(view: _View) -> Decision | None:
    if view.scores.risk is None:
        return None
    return Decision(
        decision=HANDOFF,
        reason="risk",
        rule=Tag(Topic.RISK, view.scores.risk),
        evidence=view.about(Topic.RISK),
        counterfactual=f"Without words of the kind “{view.scores.risk}” the bot would have gone on.",
    )


# What is plainly something else is no wish in other words: a greeting, a yes or no, small talk, a job we do.
PLAIN = frozenset(
    {
        "greet",
        "affirm",
        "deny",
        "thanks",
        "goodbye",
        "bot_challenge",
        "how_are_you",
        "capabilities",
        "praise",
        "none_of_these",
        "order_status",
        "do_cancel",
        "do_return",
        "do_readdress",
        "do_undo",
    }
)


def _at_work(view: _View) -> bool:
    """Whether the turn is part of a job of ours, or plainly something else than a wish or a standstill."""
    return view.scores.fills or view.case.form is not None or view.scores.intent in PLAIN


# Of an answer: no wish in other words is heard in what is asked nearly word for word, as in "are you hiring?"
SURE = 0.95


def _no_wish(view: _View) -> bool:
    """Whether a wish in other words, heard by the head alone, is not to be believed: something else is meant
    surely.
    """
    sure = view.scores.band == "answer" and view.scores.article is not None and view.scores.confidence >= SURE
    return sure or _at_work(view)


def _asked(view: _View) -> Decision | None:
    last, refuses = view.case.last_bot, declines(view.scores, view.case)
    wished = view.scores.wants_person >= HANDOFF_AT and not refuses and not _no_wish(view)
    offered = last is not None and last.kind == "offer"
    accepted = (
        offered
        and not refuses
        and (view.scores.intent == "affirm" or (view.scores.wants_person >= WISHED and not _at_work(view)))
    )
    if not (view.scores.asks_person or accepted or wished):
        return None
    return Decision(
        decision=HANDOFF,
        reason="customer_request",
        rule=Tag("offer_accepted" if accepted else "asked_for_a_person"),
        evidence=view.about(Topic.REQUEST),
        counterfactual="Nothing: who asks for a person gets one.",
    )


def _wish_offer(view: _View) -> Decision | None:
    """Words that may well be a wish for a person are asked about."""
    if view.scores.wants_person < OFFER_AT or declines(view.scores, view.case) or _no_wish(view):
        return None
    return Decision(
        decision=OFFER,
        reason="customer_request",
        rule=Tag("wish_offer"),
        evidence=view.about(Topic.REQUEST),
        counterfactual=f"A wish for a person below {OFFER_AT:.2f} (it was {view.scores.wants_person:.2f}).",
    )


def _guide_ended(view: _View) -> Decision | None:
    """The steps of an article lead to a person when nothing in them helped."""
    if view.scores.guide != "person":
        return None
    words = view.case.guide.article if view.case.guide else ""
    return Decision(
        decision=HANDOFF,
        reason="missing_knowledge",
        rule=Tag("guide_ended"),
        evidence=(Evidence(Tag(Topic.GUIDE, "no step helped"), words),),
        counterfactual="A step that helps.",
    )


def _third_miss(view: _View) -> Decision | None:
    if not view.miss or view.misses < view.settings.misses_handoff:
        return None
    reason = "missing_knowledge" if view.scores.band == "admit" else "repeated_question"
    return Decision(
        decision=HANDOFF,
        reason=reason,
        rule=Tag("misses_handoff"),
        evidence=view.about(Topic.MISS, Topic.REPEAT),
        counterfactual=(
            f"Fewer than {view.settings.misses_handoff} misses in a row (there were {view.misses})."
        ),
    )


TOPICS = {
    "frustration": (Topic.MOOD,),
    "complexity": (Topic.COMPLEXITY,),
    "stuck": (Topic.STUCK, Topic.REPEAT),
}
REASONS = {"stuck": "repeated_question"}  # why an agent is told to come; the rest are called as the score is
NAMES = {"stuck": "standstill"}


def _threshold(view: _View, name: str, reached: str, limit: float) -> Decision | None:
    score: float = getattr(view.scores, name)
    if score < limit:
        return None
    return Decision(
        decision=reached,
        reason=REASONS.get(name, name),
        rule=Tag(f"{name}_{reached}"),
        evidence=view.about(*TOPICS[name]),
        counterfactual=f"A {NAMES.get(name, name)} below {limit:.2f} (it was {score:.2f}).",
    )


# What the need's strongest part speaks of, as a reason.
THEMES = {
    "stuck": "repeated_question",
    "upset": "frustration",
    "angry": "frustration",
    "tangled": "complexity",
    "person": "customer_request",
    "danger": "risk",
}


# What went before brings a person only in a turn that shows something itself: who says that it works now has
# no need left.
GLAD = 0.1  # sentiment from which thanks are no mere manners
STIRS = {"stuck": 0.28, "frustration": 0.60, "complexity": 0.85, "wants_person": 0.70}


def _pleased(view: _View) -> bool:
    """Whether the customer thanks or agrees and means it: what is said sounds glad."""
    return view.scores.accepts and view.scores.sentiment >= GLAD


def _well(view: _View) -> bool:
    """Whether the customer says that it is well now, or is pleased, and shows no new trouble: manners alone
    never say so.
    """
    quiet = view.scores.frustration < STIRS["frustration"]
    return _pleased(view) or (
        quiet and (view.scores.resolved or (view.scores.accepts and view.scores.stuck < STIRS["stuck"]))
    )


def _needed(view: _View, reached: str, limit: float) -> Decision | None:
    stirs = any(getattr(view.scores, name) >= least for name, least in STIRS.items())
    if view.scores.need < limit or not stirs or _well(view):
        return None
    themes = {name: value for name, value in view.scores.themes.items() if name in THEMES and value > 0}
    theme = max(themes, key=lambda name: themes[name], default="stuck")
    reason = THEMES[theme] if theme not in ("person", "danger") else "low_confidence"
    return Decision(
        decision=reached,
        reason=reason,
        rule=Tag(f"need_{reached}"),
        evidence=view.about(Topic.STUCK, Topic.MOOD, Topic.COMPLEXITY, Topic.REPEAT, Topic.MISS),
        counterfactual=f"A need of a person below {limit:.2f} (it was {view.scores.need:.2f}).",
    )


def _stuck_handoff(view: _View) -> Decision | None:
    return (
        None
        if _at_work(view) or _well(view)
        else _threshold(view, "stuck", HANDOFF, view.settings.stuck_handoff)
    )


def _stuck_offer(view: _View) -> Decision | None:
    return (
        None if _at_work(view) or _well(view) else _threshold(view, "stuck", OFFER, view.settings.stuck_offer)
    )


def _need_handoff(view: _View) -> Decision | None:
    return None if _at_work(view) else _needed(view, HANDOFF, view.settings.need_handoff)


def _need_offer(view: _View) -> Decision | None:
    return None if _at_work(view) else _needed(view, OFFER, view.settings.need_offer)


def _frustration_handoff(view: _View) -> Decision | None:
    return (
        None
        if _pleased(view)
        else _threshold(view, "frustration", HANDOFF, view.settings.frustration_handoff)
    )


def _complexity_handoff(view: _View) -> Decision | None:
    return _threshold(view, "complexity", HANDOFF, view.settings.complexity_handoff)


def _second_miss(view: _View) -> Decision | None:
    if not view.miss or view.misses < view.settings.misses_offer:
        return None
    return Decision(
        decision=OFFER,
        reason="low_confidence",
        rule=Tag("misses_offer"),
        evidence=view.about(Topic.MISS, Topic.REPEAT),
        counterfactual=f"Fewer than {view.settings.misses_offer} misses in a row (there were {view.misses}).",
    )


def _frustration_offer(view: _View) -> Decision | None:
    if _pleased(view) or (
        view.case.form is not None and view.scores.intent in DECLINES
    ):  # "no, forget it" leaves a form quietly
        return None
    return _threshold(view, "frustration", OFFER, view.settings.frustration_offer)


def _complexity_offer(view: _View) -> Decision | None:
    return _threshold(view, "complexity", OFFER, view.settings.complexity_offer)


def _other_language(view: _View) -> Decision | None:
    if view.scores.language is None or view.scores.band in ANSWERED:
        return None
    return Decision(
        decision=OFFER,
        reason="missing_knowledge",
        rule=OTHER_LANGUAGE,
        evidence=view.about(Topic.LANGUAGE),
        counterfactual="A message in the language of the knowledge base.",
    )


Rule = Callable[[_View], Decision | None]
HARD: tuple[Rule, ...] = (_risk, _asked, _guide_ended, _third_miss)
SOFT: tuple[Rule, ...] = (
    _frustration_handoff,
    _complexity_handoff,
    _stuck_handoff,
    _need_handoff,
    _other_language,
    _wish_offer,
    _frustration_offer,
    _complexity_offer,
    _stuck_offer,
    _need_offer,
    _second_miss,
)


def _silenced(decision: Decision, case: DialogueState, settings: TriageSettings) -> bool:
    """A declined or recent offer silences offers for ``offer_pause`` turns; it never silences a hand-over."""
    last = max(case.offered_at, case.declined_at)
    return decision.decision == OFFER and last > 0 and case.count + 1 - last <= settings.offer_pause


def decide(scores: Scores, case: DialogueState, settings: TriageSettings) -> Decision:
    """The decision for one customer turn, given the case before it."""
    view = _View(scores, case, settings, is_miss(scores, case, settings))
    for rule in (*HARD, *SOFT):
        decision = rule(view)
        if decision is not None and not _silenced(decision, case, settings):
            return replace(decision, miss=view.miss)
    return Decision(miss=view.miss)


LIMIT, NOT_FOUND = "policy_limit", "not_found"


def after_actions(
    decision: Decision, case: DialogueState, outcomes: tuple[Outcome, ...], settings: TriageSettings
) -> Decision:
    """What the business said can still bring a person: a limit of the policy at once, an order nobody finds
    as a miss.
    """
    results = {outcome.result for outcome in outcomes}
    words = " ".join(outcome.order or "" for outcome in outcomes)
    if LIMIT in results:
        return Decision(
            decision=HANDOFF,
            reason="policy_limit",
            rule=Tag("policy_limit"),
            evidence=(Evidence(Tag(Topic.POLICY, "a person decides this"), words),),
            counterfactual="An order within the limits of policy.yml.",
        )
    if NOT_FOUND not in results or decision.decision == OFFER:
        return decision
    missed = replace(decision, miss=True)
    misses = case.misses + 1
    reached = (
        HANDOFF if misses >= settings.misses_handoff else OFFER if misses >= settings.misses_offer else STAY
    )
    if reached == STAY:
        return missed
    escalation = Decision(
        decision=reached,
        reason="low_confidence",
        rule=Tag(f"misses_{reached}"),
        evidence=(Evidence(Tag(Topic.MISS, "no such order"), words),),
        miss=True,
        counterfactual="An order number and e-mail address that belong together.",
    )
    return missed if _silenced(escalation, case, settings) else escalation


def advance(
    case: DialogueState, text: str, scores: Scores, decision: Decision, spoken: tuple[Past, ...]
) -> DialogueState:
    """The case after the turn: counters, mood level, and what both sides said."""
    count = case.count + 1
    declined = declines(scores, case)
    line = Past("customer", text, intent=scores.intent, article=scores.article)
    understood = scores.band in ANSWERED and scores.article is not None and not decision.miss
    return replace(
        case,
        count=count,
        misses=case.misses + 1 if decision.miss else (0 if understood else case.misses),
        offered_at=count if decision.decision == OFFER else case.offered_at,
        declined_at=count if declined else case.declined_at,
        level=scores.level,
        marks=scores.marks,
        rejected=with_rejected(case.rejected, scores.rejects),
    ).with_past(line, *spoken)
