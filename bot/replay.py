"""Judges stored conversations as the live bot would.

Each turn is judged from the turns before it alone, as if the bot still held the floor; an agent's stretch is
a cut.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from rasa.core.agent import Agent

from bot import triage
from bot.heard import Heard, JudgedTurn
from bot.judge import scores_of
from bot.judgement import OFFER, Decision
from bot.runner import Runner
from bot.settings import TriageRules
from bot.shortening import shortened
from bot.turn import DialogueState, Json, Past, TurnRequest

_KINDS = (
    (
        "offer",
        (
            "shall i fetch",
            "would you like to speak",
            "would you like to talk",
            "connect you with",
            "transfer you",
            "want me to connect",
        ),
    ),
    (
        "fallback",
        (
            "i don't know",
            "i do not know",
            "didn't understand",
            "did not understand",
            "not sure i understood",
            "could you rephrase",
            "in other words",
            "put it differently",
            "i can't help",
            "i cannot help",
            "sorry, i",
        ),
    ),
    ("ask", ("which of these", "do you mean", "did you mean")),
)


def infer_kind(text: str) -> str:
    """The role of a bot line by its words, where the log does not say it."""
    low = text.lower()
    return next((kind for kind, marks in _KINDS if any(mark in low for mark in marks)), "answer")


def _heard(case: DialogueState, turn: Json, missed: bool, *, live: bool) -> DialogueState:
    """The case after a line that is not the customer's. A bot that says it failed has missed, whatever we
    would have done; one that answers has not.
    """
    if turn["who"] == "agent":
        return DialogueState(rejected=case.rejected)
    kind = _kind(turn)
    if kind == "fallback" and not missed and case.said:
        case = replace(case, misses=case.misses + 1)
    elif kind == "answer" and not live and not missed:
        case = replace(case, misses=0)
    return case.with_past(Past("bot", turn["text"], kind=kind, article=turn.get("article")))


def _row(at: int, message: Heard, scores: triage.Scores, decision: Decision) -> JudgedTurn:
    return JudgedTurn(
        i=at,
        sentiment=scores.sentiment,
        frustration=scores.frustration,
        complexity=scores.complexity,
        stuck=scores.stuck,
        wants_person=scores.wants_person,
        need=scores.need,
        risk=scores.risk,
        intent=scores.intent,
        confidence=round(scores.confidence, 4),
        band=message.baton.band,
        article=scores.article,
        decision=decision.decision,
        reason=decision.reason,
        rule=decision.rule,
        evidence=decision.evidence,
        counterfactual=decision.counterfactual,
    )


def _kind(turn: Json) -> str:
    return str(turn.get("kind") or infer_kind(turn["text"]))


STORED = "stored"  # in place of a band: whether the stored bot knew an answer shows in the line it said next


def _as_stored(message: Heard) -> Heard:
    """What was parsed, without what our own articles make of it: another bot's log is about what they do not
    know.
    """
    return replace(message, baton=replace(message.baton, band=STORED, rejects=None, guide=None))


async def walk(
    runner: Runner, conversation: Json, rules: TriageRules, *, live: bool = False
) -> AsyncIterator[tuple[int, Heard, triage.Scores, Decision]]:
    """Each customer turn's place, what was heard, its scores and the decision, from the turns before it
    alone.

    A miss is what the stored bot's line was, and counts when that line is seen; ``live``: what our own
    articles could not have answered.
    """
    own = rules.of(conversation.get("segment"))
    case, missed = DialogueState(), False
    for at, turn in enumerate(conversation["turns"]):
        if turn["who"] != "customer":
            case, missed = _heard(case, turn, missed, live=live), True
            continue
        text = shortened(turn["text"])
        request = TurnRequest(
            turn=str(at),
            conversation=str(conversation["id"]),
            text=text,
            case=case,
            settings=own,
        )
        message = await runner.parse(request)
        scores = scores_of(message if live else _as_stored(message), case)
        decision = triage.decide(scores, case, own)
        yield at, message, scores, decision
        missed = decision.miss
        case = _after_offer(triage.advance(case, text, scores, decision, ()), case, decision)


async def judge(
    runner: Runner, conversation: Json, rules: TriageRules, *, live: bool = True
) -> list[JudgedTurn]:
    """One conversation's decisions, customer turns only; see :func:`walk` for ``live``."""
    return [
        _row(at, message, scores, decision)
        async for at, message, scores, decision in walk(runner, conversation, rules, live=live)
    ]


def _after_offer(case: DialogueState, before: DialogueState, decision: Decision) -> DialogueState:
    """An offer counts as made only if the log shows it: the stored bot may have said something else."""
    return replace(case, offered_at=before.offered_at) if decision.decision == OFFER else case


def load(model: Path) -> Runner:
    """A runner on a trained model."""
    return Runner(Agent.load(model_path=str(model)), model.name)
