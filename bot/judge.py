"""From what Rasa parsed to scores and a decision: the same for the live bot, the policy and replay."""

from __future__ import annotations

from typing import Any

from bot import triage
from bot.settings import TriageSettings
from bot.turn import Case, Json

FILLS = {"order_status_form": frozenset({"order_number", "email"})}


def scores_of(parsed: dict[str, Any]) -> triage.Scores:
    """Scores from a parsed message; ``parsed`` is Rasa's parse data with the components' findings."""
    found = parsed.get("baton") or {}
    intent, wording = parsed.get("intent") or {}, found.get("features") or {}
    evidence = [triage.Evidence(**each) for each in found.get("evidence", [])]
    if found.get("band") == "admit":
        evidence.append(triage.Evidence("miss:nothing the bot knows is close enough", found.get("nearest_text") or "", 0, 1.0))
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
        repeats=found.get("repeats", 0.0),
        begins_no=bool(wording.get("begins_no")),
        accepts=bool(wording.get("agrees") or wording.get("says_thanks")) and not wording.get("asks"),
        language=found.get("language"),
        evidence=tuple(evidence),
    )


def fills_form(case: Case, parsed: dict[str, Any]) -> bool:
    """Whether this turn gives the form what it waits for."""
    wanted = FILLS.get(case.form or "", frozenset())
    return any(each.get("entity") in wanted for each in parsed.get("entities") or [])


def leaves_form(case: Case, parsed: dict[str, Any], scores: triage.Scores) -> bool:
    """A confident question of another kind puts the form aside; what was filled in stays known."""
    if case.form is None or fills_form(case, parsed):
        return False
    return scores.band == "answer" and scores.intent not in {case.form.removesuffix("_form"), "affirm", "greet", "thanks"}


def decision_of(parsed: dict[str, Any], metadata: Json) -> triage.Decision:
    """Triage of one parsed turn; ``metadata`` carries the case and the settings the hub sent."""
    settings = TriageSettings.from_json(metadata.get("settings") or {})
    return triage.decide(scores_of(parsed), Case.from_json(metadata["case"]), settings)
