"""The lines of a turn's result, from what Rasa uttered and what triage decided. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot import triage
from bot.turn import ALTERNATIVES, ANSWERED, Case, Json, Line, Past, handoff_key

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
# There is a text for each: knowledge/texts.yml.
SPOKEN = frozenset({"de", "fr", "es", "it", "nl", "pt", "pl"})
OPTIONS_ASKED = 3
YES_OR_NO = ({"key": "yes_please"}, {"key": "no_thanks"})
OFFER = Line(role="offer", key="offer_person", options=[*YES_OR_NO])


def line(key: str, variables: dict[str, Any], found: dict[str, Any], known: frozenset[str]) -> Line:
    """One uttered key as a line. ``found`` are the components' findings, ``known`` the labels that are
    articles.
    """
    role = ROLES.get(key, "reply")
    if key == "article":
        job = START.get(found.get("beside") or "")
        return Line(role=role, article=found.get("article"), options=[{"key": job}] if job else [])
    if key == "ask_which":
        asked = [_option(label) for label, _ in found.get("ranking", []) if label in known or label in START][
            :OPTIONS_ASKED
        ]
        return Line(role=role, key=key, options=[*asked, {"key": "none_of_these_option"}])
    options = [*YES_OR_NO] if role in ("offer", "confirm") else [{"key": each} for each in NEXT.get(key, ())]
    return Line(role=role, key=key, variables=variables, options=options)


OTHERS = 2  # offered beside an answer that is only probable


def with_alternatives(said: list[Line], found: Json, known: frozenset[str]) -> list[Line]:
    """The lines, and after an answer that is only probable the next two as buttons."""
    best = found.get("article")
    if found.get("band") != "probable" or not any(
        each.role == "answer" and each.article == best for each in said
    ):
        return said
    begun = {option.get("key") for each in said for option in each.options}
    others = [
        _option(label)
        for label, _ in found.get("ranking", [])
        if label != best and (label in known or label in START)
    ]
    others = [each for each in others if each.get("key") not in begun or "article" in each][:OTHERS]
    return [*said, Line(role=ALTERNATIVES, key="not_meant", options=others)] if others else said


def _option(label: str) -> dict[str, Any]:
    return {"key": START[label]} if label in START else {"article": label}


def guided(said: list[Line], found: dict[str, Any], case: Case) -> tuple[list[Line], Json | None]:
    """The lines with the step that comes next, and where the customer then stands: a choice taken, an article
    whose steps begin, or the same step again for a reply that was not clear.
    """
    at, to = case.guide, found.get("guide")
    if at and to == "solved":
        return [Line(role="reply", key="guide_solved")], None
    if at and to:
        return [_step(at["article"], to)], {**at, "step": to}
    begun = next(
        (each.article for each in said if each.role == "answer" and each.article == found.get("article")),
        None,
    )
    if begun and found.get("begins"):
        return [*said, _step(begun, found["begins"])], {"article": begun, "step": found["begins"]}
    unclear = found.get("band") not in ANSWERED and not any(each.role in ("form", "confirm") for each in said)
    return (
        ([Line(role="fallback", key="guide_again"), _step(at["article"], at["step"])], at)
        if at and unclear
        else (said, None)
    )


def _step(article: str, step: str) -> Line:
    return Line(role="step", article=article, step=step)


def handoff(decision: triage.Decision) -> Line:
    """The line that says a person comes, by reason."""
    return Line(role="handoff", key=handoff_key(decision.reason or "", decision.rule))


def with_offer(lines: list[Line], decision: triage.Decision) -> list[Line]:
    """The lines, and the offer of a person after them where triage decided so and no line offers one
    already.
    """
    if decision.decision != triage.OFFER or any(each.role == "offer" for each in lines):
        return lines
    if decision.rule == "other_language":  # instead of a miss in a language the customer did not choose
        code = decision.evidence[0].what.partition(":")[2]
        return [replace(OFFER, key=f"offer_language_{code}" if code in SPOKEN else "offer_language")]
    return [*lines, OFFER]


# What was found in the turn, strongest reason for sorrow first, and the text that meets it.
FEELINGS = (
    ("repeat:", "acknowledge_again"),
    ("mood:says it again", "acknowledge_again"),
    ("mood:words of a let-down customer", "acknowledge_let_down"),
    ("mood:objects or corrects", "acknowledge_wrong"),
    ("mood:", "acknowledge_upset"),
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


def acknowledged(lines: list[Line], scores: triage.Scores, case: Case, least: float) -> list[Line]:
    """The lines with a short word for the feeling of this turn before them, once in a talk; none when nothing
    was felt in it, whatever was before, nor after a "no" to a question of ours. Thanks for putting us right
    go to who corrected an answer.
    """
    if (
        scores.fills
        or scores.frustration < least
        or not lines
        or any((each.key or "") in SORRY_ALREADY for each in lines)
    ):
        return lines
    said = any(each.kind == "acknowledge" for each in case.turns)
    found = [each.what for each in scores.evidence if each.ago == 0 or each.what.startswith("repeat:")]
    keys = (
        ["acknowledge_corrected"]
        if scores.rejects
        else [key for mark, key in FEELINGS if any(what.startswith(mark) for what in found)]
    )
    if said or not keys:
        return lines
    return [Line(role="acknowledge", key=keys[0]), *lines]


def past(lines: list[Line]) -> tuple[Past, ...]:
    """The lines as the case remembers them."""
    return tuple(
        Past("bot", each.key or each.step or "", kind=each.role, article=each.article, offered=_offered(each))
        for each in lines
    )


_STARTED = {key: label for label, key in START.items()}


def _offered(line: Line) -> tuple[str, ...]:
    """Articles and intents among the options; yes, no and "none of these" are understood by themselves."""
    named = (each.get("article") or _STARTED.get(each.get("key", "")) for each in line.options)
    return tuple(each for each in named if each)
