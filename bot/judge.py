"""From what Rasa parsed to scores and a decision: the same for the live bot, the policy and replay."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot import triage
from bot.address import looks_like_address
from bot.heard import Heard
from bot.judgement import ANSWERED, Decision, Evidence, Tag, Topic
from bot.settings import TriageSettings
from bot.splitting import asks_like
from bot.turn import DialogueState, Json
from bot.wire import decoded

ALWAYS = frozenset({"order_number", "email"})  # what every form is glad of, asked for or not
ANSWERS = frozenset({"affirm", "deny", "none_of_these"})
STAYS = frozenset({"affirm", "deny", "none_of_these", "greet", "thanks"})
# Asking for one of these leaves another form, whatever else is given; an order number alone sounds like
# asking where it is.
JOBS = frozenset({"do_cancel", "do_return", "do_readdress", "do_undo"})


def heard_in(parsed: Json) -> Heard:
    """Rasa's parse data, typed. By way of JSON, which knows no numbers of numpy's."""
    fields = {name: parsed[name] for name in ("text", "intent", "baton") if parsed.get(name)}
    entities = [
        {"entity": str(row["entity"]), "value": str(row["value"])} for row in parsed.get("entities") or []
    ]
    return decoded(json.dumps({**fields, "entities": entities}), Heard)


def _evidence(message: Heard) -> tuple[Evidence, ...]:
    """What the components noted, and what follows from the match."""
    findings, more = message.baton, []
    if findings.band == "admit":
        nothing = Tag(Topic.MISS, "nothing the bot knows is close enough")
        more.append(Evidence(nothing, findings.nearest_text, 0, 1.0))
    if findings.repeats > 0:
        more.append(Evidence(Tag(Topic.REPEAT, "asked again"), "", 1, findings.repeats))
    if findings.language:
        more.append(Evidence(Tag(Topic.LANGUAGE, findings.language), "", 0, 1.0))
    return (*findings.evidence, *more)


def scores_of(message: Heard, case: DialogueState) -> triage.Scores:
    """Scores of a message; ``case`` as before the turn."""
    findings, text = message.baton, message.text
    return triage.Scores(
        intent=message.intent.name or "nlu_fallback",
        confidence=message.intent.confidence,
        band=findings.band,
        article=findings.article,
        sentiment=findings.sentiment,
        frustration=findings.frustration,
        level=findings.level,
        complexity=findings.complexity,
        risk=findings.risk,
        asks_person=findings.asks_person,
        stuck=findings.stuck,
        wants_person=0.0 if findings.wonders or _curt(findings.features, text) else findings.wants_person,
        need=findings.need,
        themes=findings.themes,
        marks=findings.marks or case.marks,
        repeats=findings.repeats,
        begins_no=bool(findings.features.get("begins_no")),
        accepts=_accepts(message),
        resolved=findings.resolved,
        language=findings.language,
        fills=fills_form(case, message),
        rejects=findings.rejects,
        guide=findings.guide,
        evidence=_evidence(message),
    )


CURT = 4  # words; the meaning of so few hangs on what was asked
CUES = ("person_cue", "person_abroad", "asked_person")


def _curt(wording: Mapping[str, float], text: str) -> bool:
    """Whether a few words that name nobody answer something else: "4 people" is no wish for one of us."""
    return len(text.split()) <= CURT and not any(wording.get(name) for name in CUES)


PLEASED = 0.5  # sentiment, and the lexicon's share in it


def _accepts(message: Heard) -> bool:
    """Whether the customer agrees, thanks, is pleased or says goodbye, and asks nothing."""
    wording, text = message.baton.features, message.text
    if wording.get("asks"):
        return False
    pleased = min(message.baton.sentiment, wording.get("compound", 0.0)) >= PLEASED
    # A question without its mark; smileys alone say nothing.
    worded = text[:1].isalpha() and not asks_like(text)
    return any(wording.get(name) for name in ("agrees", "says_thanks", "goodbye")) or (pleased and worded)


def fills_form(case: DialogueState, message: Heard) -> bool:
    """Whether this turn gives the form what it waits for."""
    slot, wording = case.slots.get("requested_slot"), message.baton.features
    if case.form is None or message.intent.name in JOBS - {_job(case.form)}:
        return False
    answered = wording.get("agrees") or wording.get("begins_no") or message.intent.name in ANSWERS
    return bool(
        ALWAYS & {entity.entity for entity in message.entities}
        or (slot == "confirmed" and answered)
        or (slot == "address" and looks_like_address(message.text))
    )


def _job(form: str) -> str:
    name = form.removesuffix("_form")
    return name if name == "order_status" else f"do_{name}"


def leaves_form(case: DialogueState, scores: triage.Scores) -> bool:
    """A confident question of another kind, or another job, puts the form aside; what was filled in stays
    known.

    So does "never mind", unless it answers a question of ours.
    """
    if case.form is None or scores.fills:
        return False
    if scores.intent == "deny" and not (case.last_bot and case.last_bot.kind == "offer"):
        return True
    return scores.band in ANSWERED and scores.intent not in STAYS | {_job(case.form)}


def decision_of(parsed: Json, metadata: Json) -> Decision:
    """Triage of one parsed turn; ``metadata`` carries the case and the settings the hub sent."""
    settings, case = (
        TriageSettings.from_json(metadata.get("settings") or {}),
        DialogueState.from_json(metadata["case"]),
    )
    return triage.decide(scores_of(heard_in(parsed), case), case, settings)
