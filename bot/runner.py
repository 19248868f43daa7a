"""One turn through Rasa: parse, decide, rebuild the tracker from the case, act, and read the new case
back.
"""

from __future__ import annotations

import asyncio
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot import lines, triage
from bot.components.languages import language_of
from bot.graph_runner import SpentError, component_of, parsed_by, processor_of
from bot.heard import Findings, Heard
from bot.judge import heard_in, leaves_form, scores_of
from bot.judgement import ANSWERED, HANDOFF, STAY, Decision, Outcome, TurnScores, Understanding
from bot.shortening import shortened
from bot.splitting import parts
from bot.turn import SCORE, DialogueState, Json, Line, TurnRequest, TurnResult, Variables

T = TypeVar("T")
TIMEOUT_S = 8.0
JUDGING_S = 1.0  # of the processor's time, for one text; the longest takes a tenth of it
WARM_UP = TurnRequest(turn="warm-up", conversation="warm-up", text="Hello, I have a question.")
TRANSIENT = frozenset({"outcome", "session_started_metadata"})
# The company's system did not answer, or it is not known whether a change happened: a person must look.
UNSURE = frozenset({"unavailable", "unknown"})


@dataclass(frozen=True, slots=True)
class _Judged:
    """One turn as it was understood and judged."""

    request: TurnRequest
    message: Heard
    scores: triage.Scores
    decision: Decision


class NotReadyError(RuntimeError):
    """No model is loaded yet."""


def neutral(text: str) -> str:
    """The text Rasa may see: a leading slash would be obeyed as a command with full confidence."""
    return text.lstrip("/ \t\n") or "?" if text.lstrip().startswith("/") else text


def as_judged(request: TurnRequest) -> TurnRequest:
    """The turn with its text as it may be judged; see :mod:`bot.shortening`."""
    return replace(request, text=shortened(request.text))


def _message(request: TurnRequest) -> UserMessage:
    metadata = {
        "case": request.case.to_json(),
        "settings": request.settings.to_json(),
        "text": request.text,
    }
    channel = CollectingOutputChannel()
    return UserMessage(neutral(request.text), channel, request.turn, input_channel="baton", metadata=metadata)


def tracker_of(case: DialogueState, domain: Domain, sender: str) -> DialogueStateTracker:
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


def _uttered(tracker: DialogueStateTracker, findings: Findings, intents: frozenset[str]) -> list[Line]:
    rows = [event.metadata for event in tracker.events if isinstance(event, BotUttered)]
    articles = frozenset(label for label, _ in findings.ranking if label not in intents)
    worded = [
        lines.line(row["key"], _variables(row.get("variables") or {}), findings, articles)
        for row in rows
        if "key" in row
    ]
    return lines.with_alternatives(worded, findings, articles)


def _variables(details: Json) -> Variables:
    """What an action passed along, as a text can say it."""
    return {
        name: value if value is None or isinstance(value, str | int | float) else str(value)
        for name, value in details.items()
    }


def _outcome(report: Json) -> Outcome:
    return Outcome(
        action=report["action"], result=report["result"], order=report.get("order"), job=report.get("job")
    )


def _outcomes(tracker: DialogueStateTracker, jobs: frozenset[str]) -> tuple[list[Outcome], bool]:
    """What the business actions reported, and whether each that ran reported something sure (a failed one
    vanishes).
    """
    ran = {
        event.action_name
        for event in tracker.events
        if isinstance(event, ActionExecuted) and event.action_name in jobs
    }
    outcomes = [
        _outcome(event.value)
        for event in tracker.events
        if isinstance(event, SlotSet) and event.key == "outcome" and event.value
    ]
    sure = {f"action_{outcome.action}" for outcome in outcomes if outcome.result not in UNSURE}
    return outcomes, ran <= sure


def _slots(tracker: DialogueStateTracker) -> Json:
    return {
        name: value
        for name, value in tracker.current_slot_values().items()
        if value is not None and name not in TRANSIENT
    }


def _understanding(message: Heard, scores: triage.Scores) -> Understanding:
    return Understanding(
        intent=scores.intent,
        confidence=round(scores.confidence, 4),
        band=scores.band,
        article=scores.article,
        ranking=message.baton.ranking,
        nearest=message.baton.nearest,
        entities=message.entities,
        language=language_of(message.text),
    )


def scores_kept(scores: triage.Scores) -> TurnScores:
    """The scores as the log keeps them."""
    return TurnScores(**{row.name: getattr(scores, row.name) for row in fields(TurnScores)})


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
        self._jobs = frozenset(action for action in self._domain.user_actions if action.startswith("action_"))
        # One thread, first come, first served: the components hold caches, and two at once would be no faster
        # under one lock.
        self._judging = ThreadPoolExecutor(1, "judging")
        self.model, self.judging_s = model, JUDGING_S
        # What is loaded at first use is loaded before the first customer comes.
        parsed_by(self._processor, _message(WARM_UP))

    def component(self, kind: type[T]) -> T:
        """The model's component of a kind. Raises :class:`ValueError` where it has none."""
        return component_of(self._processor, kind)

    async def parse(self, request: TurnRequest) -> Heard:
        """Understanding and scores alone, however long it takes."""
        return heard_in(await self._parsed(_message(as_judged(request)), math.inf))

    async def _parsed(self, message: UserMessage, seconds: float) -> Json:
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
        user_message = _message(request)
        parsed, case = await self._parsed(user_message, self.judging_s), request.case
        message = heard_in(parsed)
        scores = scores_of(message, case)
        if request.mode == SCORE:
            return self._result(_Judged(request, message, scores, Decision()), [], case, [])
        decision = triage.decide(scores, case, request.settings)
        judged = _Judged(request, message, scores, decision)
        if decision.decision == HANDOFF:  # law 5: Rasa never acts in a turn that goes to a person
            return self._spoken(judged, case, [lines.handoff(decision)], [])
        if scores.guide:
            return self._spoken(judged, case, [], [])
        if several := await self._several(judged, case):
            return self._spoken(judged, case, several, [])
        if leaves_form(case, scores):
            case = replace(
                case, form=None, slots={k: v for k, v in case.slots.items() if k != "requested_slot"}
            )
        user_message.parse_data = parsed
        tracker = await _act(self._processor, user_message, tracker_of(case, self._domain, request.turn))
        return self._read(judged, case, tracker)

    async def _several(self, judged: _Judged, case: DialogueState) -> list[Line]:
        """An answer to each of several requests, if every one is routine; nothing otherwise."""
        alone = case.form is None and judged.decision.decision == STAY
        apart = [replace(judged.request, text=part) for part in parts(judged.request.text)] if alone else []
        scored = [
            scores_of(heard_in(await self._parsed(_message(request), self.judging_s)), case)
            for request in apart
        ]
        articles = dict.fromkeys(row.article for row in scored if row.band in ANSWERED and row.article)
        whole = apart and len(articles) == len(apart)
        return [Line(role="answer", article=article) for article in articles] if whole else []

    def _read(self, judged: _Judged, case: DialogueState, tracker: DialogueStateTracker) -> TurnResult:
        """The result of a turn that Rasa has acted on; nothing said is an error, not silence."""
        outcomes, sure = _outcomes(tracker, self._jobs)
        request = judged.request
        if not sure:
            return TurnResult(turn=request.turn, error="tool_failure", model=self.model, actions=outcomes)
        decision = triage.after_actions(judged.decision, case, tuple(outcomes), request.settings)
        judged = replace(judged, decision=decision)
        if decision.decision == HANDOFF:  # what was looked up had no effect: it stands in the evidence
            state = replace(case, slots=_slots(tracker), form=None)
            return self._spoken(judged, state, [lines.handoff(decision)], [])
        answer = _uttered(tracker, judged.message.baton, frozenset(self._domain.intents))
        if not answer:
            # A form's look-up that failed leaves no word.
            error = "tool_failure" if case.form else "no_answer"
            return TurnResult(turn=request.turn, error=error, model=self.model)
        after = replace(case, slots=_slots(tracker), form=tracker.active_loop_name)
        return self._spoken(judged, after, answer, outcomes)

    def _spoken(
        self, judged: _Judged, case: DialogueState, answer: list[Line], outcomes: list[Outcome]
    ) -> TurnResult:
        """The result with what belongs around the lines: the step of a guide, an offer, a word for the
        feeling.
        """
        request, scores, decision = judged.request, judged.scores, judged.decision
        if decision.decision != HANDOFF:
            answer, guide = lines.guided(answer, judged.message.baton, case)
            answer = lines.with_offer(answer, decision)
            answer = lines.acknowledged(answer, scores, case, request.settings.acknowledge_at)
            case = replace(case, guide=guide)
        after = triage.advance(case, request.text, scores, decision, lines.past(answer))
        return self._result(judged, answer, after, outcomes)

    def _result(
        self, judged: _Judged, answer: list[Line], case: DialogueState, outcomes: list[Outcome]
    ) -> TurnResult:
        return TurnResult(
            turn=judged.request.turn,
            lines=answer,
            understanding=_understanding(judged.message, judged.scores),
            scores=scores_kept(judged.scores),
            decision=judged.decision,
            case=case,
            actions=outcomes,
            settings_version=judged.request.settings_version,
            model=self.model,
        )
