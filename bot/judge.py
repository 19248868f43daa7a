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
    kept = {name: parsed[name] for name in ("text", "intent", "baton") if parsed.get(name)}
    entities = [
        {"entity": str(row["entity"]), "value": str(row["value"])} for row in parsed.get("entities") or []
    ]
    return decoded(json.dumps({**kept, "entities": entities}), Heard)


def _evidence(heard: Heard) -> tuple[Evidence, ...]:
    """What the components noted, and what follows from the match."""
    found, more = heard.baton, []
    if found.band == "admit":
        nothing = Tag(Topic.MISS, "nothing the bot knows is close enough")
        more.append(Evidence(nothing, found.nearest_text, 0, 1.0))
    if found.repeats > 0:
        more.append(Evidence(Tag(Topic.REPEAT, "asked again"), "", 1, found.repeats))
    if found.language:
        more.append(Evidence(Tag(Topic.LANGUAGE, found.language), "", 0, 1.0))
    return (*found.evidence, *more)


def scores_of(heard: Heard, case: DialogueState) -> triage.Scores:
    """Scores of a message; ``case`` as before the turn."""
    found, text = heard.baton, heard.text
    return triage.Scores(
        intent=heard.intent.name or "nlu_fallback",
        confidence=heard.intent.confidence,
        band=found.band,
        article=found.article,
        sentiment=found.sentiment,
        frustration=found.frustration,
        level=found.level,
        complexity=found.complexity,
        risk=found.risk,
        asks_person=found.asks_person,
        stuck=found.stuck,
        wants_person=0.0 if found.wonders or _curt(found.features, text) else found.wants_person,
        need=found.need,
        themes=found.themes,
        marks=found.marks or case.marks,
        repeats=found.repeats,
        begins_no=bool(found.features.get("begins_no")),
        accepts=_accepts(heard),
        resolved=found.resolved,
        language=found.language,
        fills=fills_form(case, heard),
        rejects=found.rejects,
        guide=found.guide,
        evidence=_evidence(heard),
    )


CURT = 4  # words; the meaning of so few hangs on what was asked
CUES = ("person_cue", "person_abroad", "asked_person")


def _curt(wording: Mapping[str, float], text: str) -> bool:
    """Whether a few words that name nobody answer something else: "4 people" is no wish for one of us."""
    return len(text.split()) <= CURT and not any(wording.get(name) for name in CUES)


PLEASED = 0.5  # sentiment, and the lexicon's share in it


def _accepts(heard: Heard) -> bool:
    """Whether the customer agrees, thanks, is pleased or says goodbye, and asks nothing."""
    wording, text = heard.baton.features, heard.text
    if wording.get("asks"):
        return False
    pleased = min(heard.baton.sentiment, wording.get("compound", 0.0)) >= PLEASED
    # A question without its mark; smileys alone say nothing.
    worded = text[:1].isalpha() and not asks_like(text)
    return any(wording.get(name) for name in ("agrees", "says_thanks", "goodbye")) or (pleased and worded)


def fills_form(case: DialogueState, heard: Heard) -> bool:
    """Whether this turn gives the form what it waits for."""
    wanted, wording = case.slots.get("requested_slot"), heard.baton.features
    if case.form is None or heard.intent.name in JOBS - {_job(case.form)}:
        return False
    answered = wording.get("agrees") or wording.get("begins_no") or heard.intent.name in ANSWERS
    return bool(
        ALWAYS & {entity.entity for entity in heard.entities}
        or (wanted == "confirmed" and answered)
        or (wanted == "address" and looks_like_address(heard.text))
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
