"""One turn through Rasa: parse, decide, rebuild the tracker from the case, act, and read the new case
back.
"""

from __future__ import annotations

import asyncio
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot import lines, triage
from bot.components.languages import language_of
from bot.graph_runner import SpentError, component_of, parsed_by, processor_of
from bot.judge import leaves_form, scores_of
from bot.settings import TriageSettings
from bot.shortening import shortened
from bot.splitting import parts
from bot.turn import ANSWERED, SCORE, Case, Json, Line, TurnRequest, TurnResult

T = TypeVar("T")
TIMEOUT_S = 8.0
JUDGING_S = 1.0  # of the processor's time, for one text; the longest takes a tenth of it
WARM_UP = TurnRequest(turn="warm-up", conversation="warm-up", text="Hello, I have a question.")
TRANSIENT = frozenset({"outcome", "session_started_metadata"})
# The company's system did not answer, or it is not known whether a change happened: a person must look.
UNSURE = frozenset({"unavailable", "unknown"})


@dataclass(frozen=True, slots=True)
class _Heard:
    """One turn as it was understood and judged."""

    request: TurnRequest
    parsed: dict[str, Any]
    scores: triage.Scores
    decision: triage.Decision


class NotReadyError(RuntimeError):
    """No model is loaded yet."""


def neutral(text: str) -> str:
    """The text Rasa may see: a leading slash would be obeyed as a command with full confidence."""
    return text.lstrip("/ \t\n") or "?" if text.lstrip().startswith("/") else text


def as_judged(request: TurnRequest) -> TurnRequest:
    """The turn with its text as it may be judged; see :mod:`bot.shortening`."""
    return replace(request, text=shortened(request.text))


def _message(request: TurnRequest) -> UserMessage:
    metadata = {"case": request.case, "settings": request.settings, "text": request.text}
    channel = CollectingOutputChannel()
    return UserMessage(neutral(request.text), channel, request.turn, input_channel="baton", metadata=metadata)


def tracker_of(case: Case, domain: Domain, sender: str) -> DialogueStateTracker:
    """Rasa's tracker as the case says it stood before this turn."""
    filled = [SlotSet(name, value) for name, value in case.slots.items() if value is not None]
    form = [ActiveLoop(case.form)] if case.form else []
    events: list[Event] = [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        *form,
        *filled,
        ActionExecuted("action_listen"),
    ]
    return DialogueStateTracker.from_events(sender, events, slots=domain.slots)


def _uttered(tracker: DialogueStateTracker, parsed: dict[str, Any], intents: frozenset[str]) -> list[Line]:
    said = [each.metadata for each in tracker.events if isinstance(each, BotUttered)]
    found = parsed.get("baton") or {}
    known = frozenset(label for label, _ in found.get("ranking", []) if label not in intents)
    worded = [
        lines.line(each["key"], each.get("variables") or {}, found, known) for each in said if "key" in each
    ]
    return lines.with_alternatives(worded, found, known)


def _outcomes(tracker: DialogueStateTracker, jobs: frozenset[str]) -> tuple[list[Json], bool]:
    """What the business actions reported, and whether each that ran reported something sure (a failed one
    vanishes).
    """
    ran = {
        each.action_name
        for each in tracker.events
        if isinstance(each, ActionExecuted) and each.action_name in jobs
    }
    told = [
        each.value
        for each in tracker.events
        if isinstance(each, SlotSet) and each.key == "outcome" and each.value
    ]
    sure = {f"action_{each['action']}" for each in told if each["result"] not in UNSURE}
    return told, ran <= sure


def _slots(tracker: DialogueStateTracker) -> Json:
    return {
        name: value
        for name, value in tracker.current_slot_values().items()
        if value is not None and name not in TRANSIENT
    }


def _understanding(parsed: dict[str, Any], scores: triage.Scores) -> Json:
    found = parsed.get("baton") or {}
    entities = [{"entity": each["entity"], "value": each["value"]} for each in parsed.get("entities") or []]
    return {
        "intent": scores.intent,
        "confidence": round(scores.confidence, 4),
        "band": scores.band,
        "article": scores.article,
        "ranking": found.get("ranking", []),
        "nearest": found.get("nearest"),
        "entities": entities,
        "language": language_of(parsed.get("text") or ""),
    }


def scores_json(scores: triage.Scores) -> Json:
    """The scores as the log keeps them."""
    return {
        "sentiment": scores.sentiment,
        "frustration": scores.frustration,
        "complexity": scores.complexity,
        "risk": scores.risk,
        "stuck": scores.stuck,
        "wants_person": scores.wants_person,
        "need": scores.need,
        "evidence": [
            {"what": e.what, "words": e.words, "ago": e.ago, "weight": e.weight} for e in scores.evidence
        ],
    }


async def _act(
    processor: MessageProcessor, message: UserMessage, tracker: DialogueStateTracker
) -> DialogueStateTracker:
    """Rasa's own steps for one message, without its tracker store: the case is the store."""
    channel = message.output_channel
    await processor._handle_message_with_tracker(message, tracker)
    tracker = await processor.run_action_extract_slots(channel, tracker)
    await processor._run_prediction_loop(channel, tracker)
    return tracker


class Runner:
    """Runs turns on a loaded agent. Holds no conversation. ``judging_s``: seconds of the processor's time
    that judging may take.
    """

    def __init__(self, agent: Agent, model: str) -> None:
        if agent.processor is None:
            raise NotReadyError("No model is loaded. Run `baton train`.")
        self._processor = processor_of(agent)
        self._domain = agent.processor.domain
        self._jobs = frozenset(each for each in self._domain.user_actions if each.startswith("action_"))
        # One thread, first come, first served: the components hold caches, and two at once would be no faster
        # under one lock.
        self._judging = ThreadPoolExecutor(1, "judging")
        self.model, self.judging_s = model, JUDGING_S
        # What is loaded at first use is loaded before the first customer comes.
        parsed_by(self._processor, _message(WARM_UP))

    def component(self, kind: type[T]) -> T:
        """The model's component of a kind. Raises :class:`ValueError` where it has none."""
        return component_of(self._processor, kind)

    async def parse(self, request: TurnRequest) -> dict[str, Any]:
        """Understanding and scores alone, however long it takes."""
        return await self._parsed(_message(as_judged(request)), math.inf)

    async def _parsed(self, message: UserMessage, seconds: float) -> dict[str, Any]:
        """Beside the loop, so that other turns' waiting for actions, and the question whether this bot is
        well, go on.

        Raises :class:`SpentError` when judging takes longer than it may.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._judging, parsed_by, self._processor, message, seconds
        )

    async def run(self, request: TurnRequest) -> TurnResult:
        """The whole turn, or a result with an error code. Never raises for what the bot or an action did."""
        try:
            return await asyncio.wait_for(self._run(as_judged(request)), TIMEOUT_S)
        except (TimeoutError, SpentError):
            return TurnResult(turn=request.turn, error="timeout", model=self.model)

    async def _run(self, request: TurnRequest) -> TurnResult:
        message = _message(request)
        parsed = await self._parsed(message, self.judging_s)
        case = Case.from_json(request.case)
        scores = scores_of(parsed, case)
        if request.mode == SCORE:
            return self._result(_Heard(request, parsed, scores, triage.Decision()), [], case, [])
        decision = triage.decide(scores, case, TriageSettings.from_json(request.settings))
        heard = _Heard(request, parsed, scores, decision)
        if decision.decision == triage.HANDOFF:  # law 5: Rasa never acts in a turn that goes to a person
            return self._spoken(heard, case, [lines.handoff(decision)], [])
        if heard.scores.guide:
            return self._spoken(heard, case, [], [])
        if several := await self._several(heard, case):
            return self._spoken(heard, case, several, [])
        if leaves_form(case, scores):
            case = replace(
                case, form=None, slots={k: v for k, v in case.slots.items() if k != "requested_slot"}
            )
        message.parse_data = parsed
        tracker = await _act(self._processor, message, tracker_of(case, self._domain, request.turn))
        return self._read(heard, case, tracker)

    async def _several(self, heard: _Heard, case: Case) -> list[Line]:
        """An answer to each of several requests, if every one is routine; nothing otherwise."""
        apart = (
            parts(heard.request.text) if case.form is None and heard.decision.decision == triage.STAY else []
        )
        found = [
            scores_of(await self._parsed(_message(replace(heard.request, text=part)), self.judging_s), case)
            for part in apart
        ]
        articles = dict.fromkeys(each.article for each in found if each.band in ANSWERED and each.article)
        return (
            [Line(role="answer", article=each) for each in articles]
            if apart and len(articles) == len(apart)
            else []
        )

    @staticmethod
    def _acknowledged(said: list[Line], heard: _Heard, case: Case) -> list[Line]:
        return lines.acknowledged(
            said, heard.scores, case, TriageSettings.from_json(heard.request.settings).acknowledge_at
        )

    def _read(self, heard: _Heard, case: Case, tracker: DialogueStateTracker) -> TurnResult:
        """The result of a turn that Rasa has acted on; nothing said is an error, not silence."""
        outcomes, sure = _outcomes(tracker, self._jobs)
        if not sure:
            return TurnResult(
                turn=heard.request.turn, error="tool_failure", model=self.model, actions=outcomes
            )
        settings = TriageSettings.from_json(heard.request.settings)
        heard = replace(heard, decision=triage.after_actions(heard.decision, case, tuple(outcomes), settings))
        if (
            heard.decision.decision == triage.HANDOFF
        ):  # what was looked up had no effect: it stands in the evidence
            return self._spoken(
                heard, replace(case, slots=_slots(tracker), form=None), [lines.handoff(heard.decision)], []
            )
        said = _uttered(tracker, heard.parsed, frozenset(self._domain.intents))
        if not said:
            # A form's look-up that failed leaves no word.
            error = "tool_failure" if case.form else "no_answer"
            return TurnResult(turn=heard.request.turn, error=error, model=self.model)
        after = replace(case, slots=_slots(tracker), form=tracker.active_loop_name)
        return self._spoken(heard, after, said, outcomes)

    def _spoken(self, heard: _Heard, case: Case, said: list[Line], outcomes: list[Json]) -> TurnResult:
        """The result with what belongs around the lines: the step of a guide, an offer, a word for the
        feeling.
        """
        if heard.decision.decision != triage.HANDOFF:
            said, guide = lines.guided(said, heard.parsed.get("baton") or {}, case)
            said = self._acknowledged(lines.with_offer(said, heard.decision), heard, case)
            case = replace(case, guide=guide)
        after = triage.advance(case, heard.request.text, heard.scores, heard.decision, lines.past(said))
        return self._result(heard, said, after, outcomes)

    def _result(self, heard: _Heard, said: list[Line], case: Case, outcomes: list[Json]) -> TurnResult:
        return TurnResult(
            turn=heard.request.turn,
            lines=said,
            understanding=_understanding(heard.parsed, heard.scores),
            scores=scores_json(heard.scores),
            decision=heard.decision.to_json(),
            case=case.to_json(),
            actions=outcomes,
            settings_version=heard.request.settings_version,
            model=self.model,
        )
