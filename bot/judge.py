"""From what Rasa parsed to scores and a decision: the same for the live bot, the policy and replay."""

from __future__ import annotations

from typing import Any

from bot import triage
from bot.address import looks_like_address
from bot.settings import TriageSettings
from bot.splitting import asks_like
from bot.turn import ANSWERED, Case, Json

ALWAYS = frozenset({"order_number", "email"})  # what every form is glad of, asked for or not
ANSWERS = frozenset({"affirm", "deny", "none_of_these"})
STAYS = frozenset({"affirm", "deny", "none_of_these", "greet", "thanks"})
# Asking for one of these leaves another form, whatever else is given; an order number alone sounds like
# asking where it is.
JOBS = frozenset({"do_cancel", "do_return", "do_readdress", "do_undo"})


def scores_of(parsed: dict[str, Any], case: Case) -> triage.Scores:
    """Scores from a parsed message; ``parsed`` is Rasa's parse data with the components' findings, ``case``
    as before the turn.
    """
    found = parsed.get("baton") or {}
    intent, wording = parsed.get("intent") or {}, found.get("features") or {}
    text = parsed.get("text") or ""
    evidence = [triage.Evidence(**each) for each in found.get("evidence", [])]
    if found.get("band") == "admit":
        evidence.append(
            triage.Evidence(
                "miss:nothing the bot knows is close enough", found.get("nearest_text") or "", 0, 1.0
            )
        )
    if found.get("repeats", 0.0) > 0:
        evidence.append(triage.Evidence("repeat:asked again", "", 1, found["repeats"]))
    if found.get("language"):
        evidence.append(triage.Evidence(f"language:{found['language']}", "", 0, 1.0))
    return triage.Scores(
        intent=intent.get("name") or "nlu_fallback",
        confidence=float(intent.get("confidence") or 0.0),
        band=found.get("band", "admit"),
        article=found.get("article"),
        sentiment=found.get("sentiment", 0.0),
        frustration=found.get("frustration", 0.0),
        level=found.get("level", 0.0),
        complexity=found.get("complexity", 0.0),
        risk=found.get("risk"),
        asks_person=bool(found.get("asks_person")),
        stuck=found.get("stuck", 0.0),
        wants_person=0.0 if found.get("wonders") or _curt(wording, text) else found.get("wants_person", 0.0),
        need=found.get("need", 0.0),
        themes=found.get("themes") or {},
        marks=found.get("marks") or case.marks,
        repeats=found.get("repeats", 0.0),
        begins_no=bool(wording.get("begins_no")),
        accepts=_accepts(found, text),
        resolved=bool(found.get("resolved")),
        language=found.get("language"),
        fills=fills_form(case, parsed),
        rejects=found.get("rejects"),
        guide=found.get("guide"),
        evidence=tuple(evidence),
    )


CURT = 4  # words; the meaning of so few hangs on what was asked
CUES = ("person_cue", "person_abroad", "asked_person")


def _curt(wording: Json, text: str) -> bool:
    """Whether a few words that name nobody answer something else: "4 people" is no wish for one of us."""
    return len(text.split()) <= CURT and not any(wording.get(name) for name in CUES)


PLEASED = 0.5  # sentiment, and the lexicon's share in it


def _accepts(found: dict[str, Any], text: str) -> bool:
    """Whether the customer agrees, thanks, is pleased or says goodbye, and asks nothing."""
    wording = found.get("features") or {}
    if wording.get("asks"):
        return False
    pleased = min(found.get("sentiment", 0.0), wording.get("compound", 0.0)) >= PLEASED
    # A question without its mark; smileys alone say nothing.
    worded = text[:1].isalpha() and not asks_like(text)
    return any(wording.get(name) for name in ("agrees", "says_thanks", "goodbye")) or (pleased and worded)


def fills_form(case: Case, parsed: dict[str, Any]) -> bool:
    """Whether this turn gives the form what it waits for."""
    wanted, found = case.slots.get("requested_slot"), parsed.get("baton") or {}
    if case.form is None or (parsed.get("intent") or {}).get("name") in JOBS - {_job(case.form)}:
        return False
    wording = found.get("features") or {}
    answered = (
        wording.get("agrees")
        or wording.get("begins_no")
        or (parsed.get("intent") or {}).get("name") in ANSWERS
    )
    given = ALWAYS & {each.get("entity") for each in parsed.get("entities") or []}
    return bool(
        given
        or (wanted == "confirmed" and answered)
        or (wanted == "address" and looks_like_address(parsed.get("text") or ""))
    )


def _job(form: str) -> str:
    name = form.removesuffix("_form")
    return name if name == "order_status" else f"do_{name}"


def leaves_form(case: Case, scores: triage.Scores) -> bool:
    """A confident question of another kind, or another job, puts the form aside; what was filled in stays
    known.

    So does "never mind", unless it answers a question of ours.
    """
    if case.form is None or scores.fills:
        return False
    if scores.intent == "deny" and not (case.last_bot and case.last_bot.kind == "offer"):
        return True
    return scores.band in ANSWERED and scores.intent not in STAYS | {_job(case.form)}


def decision_of(parsed: dict[str, Any], metadata: Json) -> triage.Decision:
    """Triage of one parsed turn; ``metadata`` carries the case and the settings the hub sent."""
    settings, case = (
        TriageSettings.from_json(metadata.get("settings") or {}),
        Case.from_json(metadata["case"]),
    )
    return triage.decide(scores_of(parsed, case), case, settings)
