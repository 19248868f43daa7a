"""The lines of a turn's result, from what Rasa uttered and what triage decided. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot import triage
from bot.choice import LANGUAGE_OFFERS
from bot.heard import Findings
from bot.judgement import ANSWERED, OFFER, Decision, Tag, Topic
from bot.turn import ALTERNATIVES, DialogueState, Line, Option, Past, Standing, Variables, handoff_key

ROLES = {
    "article": "answer",
    "ask_which": "ask",
    "miss": "fallback",
    "none_of_these": "fallback",
    "handoff": "handoff",
    "ask_order_number": "form",
    "ask_email": "form",
    "ask_address": "form",
    "offer_person": "offer",
    "order_late": "offer",
    "confirm_cancel": "confirm",
    "confirm_return": "confirm",
    "confirm_readdress": "confirm",
    "undo_too_late": "offer",
    "readdress_shipped": "offer",
    "readdress_delivered": "offer",
}
# What a customer can press instead of writing it; each text is an example of the intent it stands for.
START = {
    "do_cancel": "start_cancel",
    "do_return": "start_return",
    "do_readdress": "start_readdress",
    "order_status": "start_status",
}
NEXT = {
    "done_cancel": ("undo_option",),
    "done_return": ("undo_option",),
    "done_readdress": ("undo_option",),
    "cancel_delivered": ("start_return",),
    "return_processing": ("start_cancel",),
}
UNDOABLE = frozenset(key for key, options in NEXT.items() if "undo_option" in options)
OPTIONS_ASKED = 3
YES_OR_NO = (Option(key="yes_please"), Option(key="no_thanks"))
OFFERED = Line(role="offer", key="offer_person", options=[*YES_OR_NO])


def line(key: str, variables: Variables, findings: Findings, articles: frozenset[str]) -> Line:
    """One uttered key as a line. ``findings`` are the components', ``articles`` the labels that are
    articles.
    """
    role = ROLES.get(key, "reply")
    if key == "article":
        job = START.get(findings.beside)
        return Line(role=role, article=findings.article, options=[Option(key=job)] if job else [])
    if key == "ask_which":
        labels = [label for label, _ in findings.ranking if label in articles or label in START][
            :OPTIONS_ASKED
        ]
        return Line(role=role, key=key, options=[*map(_option, labels), Option(key="none_of_these_option")])
    options = (
        [*YES_OR_NO] if role in ("offer", "confirm") else [Option(key=name) for name in NEXT.get(key, ())]
    )
    return Line(role=role, key=key, variables=variables, options=options)


OTHERS = 2  # offered beside an answer that is only probable


def with_alternatives(lines: list[Line], findings: Findings, articles: frozenset[str]) -> list[Line]:
    """The lines, and after an answer that is only probable the next two as buttons."""
    best = findings.article
    if findings.band != "probable" or not any(
        line.role == "answer" and line.article == best for line in lines
    ):
        return lines
    begun = {option.key for line in lines for option in line.options}
    others = [
        _option(label)
        for label, _ in findings.ranking
        if label != best and (label in articles or label in START)
    ]
    others = [option for option in others if option.article or option.key not in begun][:OTHERS]
    return [*lines, Line(role=ALTERNATIVES, key="not_meant", options=others)] if others else lines


def _option(label: str) -> Option:
    return Option(key=START[label]) if label in START else Option(article=label)


def guided(lines: list[Line], findings: Findings, case: DialogueState) -> tuple[list[Line], Standing | None]:
    """The lines with the step that comes next, and where the customer then stands: a choice taken, an article
    whose steps begin, or the same step again for a reply that was not clear.
    """
    at, to = case.guide, findings.guide
    if at and to == "solved":
        return [Line(role="reply", key="guide_solved")], None
    if at and to:
        to_step = Standing(at.article, to)
        return [_step(to_step)], to_step
    begun = next(
        (line.article for line in lines if line.role == "answer" and line.article == findings.article), None
    )
    if begun and findings.begins:
        first = Standing(begun, findings.begins)
        return [*lines, _step(first)], first
    unclear = findings.band not in ANSWERED and not any(line.role in ("form", "confirm") for line in lines)
    return ([Line(role="fallback", key="guide_again"), _step(at)], at) if at and unclear else (lines, None)


def _step(at: Standing) -> Line:
    return Line(role="step", article=at.article, step=at.step)


def handoff(decision: Decision) -> Line:
    """The line that says a person comes, by reason."""
    return Line(role="handoff", key=handoff_key(decision.reason or "", decision.rule))


def with_offer(lines: list[Line], decision: Decision) -> list[Line]:
    """The lines, and the offer of a person after them where triage decided so and no line offers one
    already.
    """
    if decision.decision != OFFER or any(line.role == "offer" for line in lines):
        return lines
    if decision.rule == triage.OTHER_LANGUAGE:  # instead of a miss in a language the customer did not choose
        code = decision.evidence[0].what.detail
        return [replace(OFFERED, key=LANGUAGE_OFFERS.get(code, "offer_language"))]
    return [*lines, OFFERED]


# What was found in the turn, strongest reason for sorrow first, and the text that meets it.
FEELINGS = (
    (Tag(Topic.REPEAT), "acknowledge_again"),
    (Tag(Topic.MOOD, "says it again"), "acknowledge_again"),
    (Tag(Topic.MOOD, "words of a let-down customer"), "acknowledge_let_down"),
    (Tag(Topic.MOOD, "objects or corrects"), "acknowledge_wrong"),
    (Tag(Topic.MOOD), "acknowledge_upset"),
)
# Beside these a word of sorrow would be said twice, or would not fit a plain no.
SORRY_ALREADY = frozenset(
    {
        "deny",
        "job_declined",
        "complaint",
        "abuse",
        "miss",
        "none_of_these",
        "order_late",
        "order_not_found",
        "offer_language",
    }
)


def acknowledged(lines: list[Line], scores: triage.Scores, case: DialogueState, least: float) -> list[Line]:
    """The lines with a short word for the feeling of this turn before them, once in a talk; none when nothing
    was felt in it, whatever was before, nor after a "no" to a question of ours. Thanks for putting us right
    go to who corrected an answer.
    """
    if (
        scores.fills
        or scores.frustration < least
        or not lines
        or any((line.key or "") in SORRY_ALREADY for line in lines)
    ):
        return lines
    earlier = any(turn.kind == "acknowledge" for turn in case.turns)
    tags = [piece.what for piece in scores.evidence if piece.ago == 0 or piece.what.kind == Topic.REPEAT]
    keys = (
        ["acknowledge_corrected"]
        if scores.rejects
        else [key for feeling, key in FEELINGS if any(what.within(feeling) for what in tags)]
    )
    if earlier or not keys:
        return lines
    return [Line(role="acknowledge", key=keys[0]), *lines]


def past(lines: list[Line]) -> tuple[Past, ...]:
    """The lines as the case remembers them."""
    return tuple(
        Past("bot", line.key or line.step or "", kind=line.role, article=line.article, offered=_offered(line))
        for line in lines
    )


_STARTED = {key: label for label, key in START.items()}


def _offered(line: Line) -> tuple[str, ...]:
    """Articles and intents among the options; yes, no and "none of these" are understood by themselves."""
    labels = (option.article or _STARTED.get(option.key or "") for option in line.options)
    return tuple(label for label in labels if label)
