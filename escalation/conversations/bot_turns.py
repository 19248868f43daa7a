"""Bot turns that are owed: run at once, found again after a crash, and never lost on the way to a person."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

from bot.judgement import SURE, Outcome
from bot.turn import Line, TurnRequest, TurnResult
from escalation.background import end
from escalation.clock import new_id, now_ms
from escalation.configuration.triage import CurrentTriage
from escalation.conversations.service import LEASE_MS, Conversations
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import Conversation, PendingTurn
from escalation.core.errors import Refused
from escalation.core.handoff import OFFER_PERSON, offer
from escalation.core.states import State
from knowledge.errors import KnowledgeError

POLL_S = 1.0
ATTEMPTS = 2
log = logging.getLogger(__name__)


class Renderer(Protocol):
    """Whoever turns named lines into words, and knows which chats a release on trial answers."""

    def line(self, line: Line, seq: int, language: str | None = None, trial: bool = False) -> cmd.Spoken:
        """A named line as spoken words, in a language where there are words in it."""

    def whole(self, article: str, language: str | None = None, trial: bool = False) -> cmd.Spoken | None:
        """An article that says it all at once, with its title among the variables."""

    def on_trial(self, conversation: str, opened_at: int) -> bool:
        """Whether the release on trial answers this chat."""


class Bot(Protocol):
    """Whoever takes a turn: Rasa behind HTTP, or a scripted one in tests."""

    async def turn(self, request: TurnRequest) -> TurnResult:
        """One turn; failures are results with ``error``."""


async def _nobodys(_customer: str) -> str | None:
    return None


class BotTurns:
    """Listens to the log for turns that are due and runs each in a task of its own."""

    def __init__(
        self,
        conversations: Conversations,
        bot: Bot,
        words: Renderer,
        triage: CurrentTriage,
        segment: Callable[[str], Awaitable[str | None]] = _nobodys,
        *,
        back: Callable[[str | None, int, str | None], str | None] = lambda *_anybody: None,
    ) -> None:
        self._conversations, self._bot, self._words, self._segment = conversations, bot, words, segment
        self._triage, self._back = triage, back
        self._running: set[asyncio.Task[None]] = set()
        self._poller: asyncio.Task[None] | None = None
        conversations.listen(self._notice)

    def start(self) -> None:
        """Take up what an earlier process left, and watch for leases that ran out."""
        self._poller = asyncio.get_running_loop().create_task(self._poll())

    async def close(self) -> None:
        """Stop; what is unfinished is owed still and will be found."""
        await end(*self._running, *([self._poller] if self._poller else []))

    def _notice(self, conversation: Conversation, events: tuple[ev.Recorded, ...]) -> None:
        if conversation.pending is not None and any(isinstance(event.event, ev.TurnDue) for event in events):
            self._spawn(self._guard(conversation, conversation.pending, _said(events, conversation.pending)))

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _poll(self) -> None:
        everything = True
        while True:
            try:
                for owed in await self._conversations.store.claim_owed(now_ms(), LEASE_MS, everything):
                    again = owed.attempts <= ATTEMPTS
                    self._spawn(
                        self._run(owed.conversation, owed.turn)
                        if again
                        else self._fail(owed.conversation, owed.turn, "timeout")
                    )
                everything = False
            except Exception:  # the edge of a background task: logged, and tried again in a second
                log.exception("looking for owed turns failed")
            await asyncio.sleep(POLL_S)

    async def _run(self, identity: str, turn: str) -> None:
        """A turn found in the store: by a later process, or after its lease ran out."""
        conversation = await self._conversations.get(identity)
        if conversation.pending is not None and conversation.pending.turn == turn:
            await self._guard(conversation, conversation.pending, None)

    async def _guard(self, conversation: Conversation, pending: PendingTurn, said: list[str] | None) -> None:
        try:
            await self._take(
                conversation, pending, await self._said(conversation, pending) if said is None else said
            )
        except Exception:  # the edge of a task: whatever broke, a person gets the conversation
            log.exception("turn %s failed", pending.turn)
            await self._fail(conversation.id, pending.turn, "internal")

    async def _said(self, conversation: Conversation, pending: PendingTurn) -> list[str]:
        part = await self._conversations.store.events(
            conversation.id, pending.first - 1, pending.last - pending.first + 1
        )
        return [recorded.event.text for recorded in part if isinstance(recorded.event, ev.CustomerSaid)]

    async def _take(self, conversation: Conversation, pending: PendingTurn, said: list[str]) -> None:
        started, segment = now_ms(), await self._segment(conversation.customer)
        request = TurnRequest(
            turn=pending.turn,
            conversation=conversation.id,
            text="\n".join(said),
            mode=pending.mode,
            case=conversation.case,
            settings=self._triage.rules.of(segment),
            settings_version=self._triage.digest,
            trial=self._words.on_trial(conversation.id, conversation.opened_at),
        )
        result = await self._bot.turn(request)
        if result.error is not None:
            log.warning("turn %s gave no answer: %s", pending.turn, result.error)
            await self._fail(conversation.id, pending.turn, result.error, result.actions)
            return
        await self._finish(conversation, pending, result, now_ms() - started, request.trial)

    async def _finish(
        self, conversation: Conversation, pending: PendingTurn, result: TurnResult, took: int, trial: bool
    ) -> None:
        try:
            understood = result.understanding
            language = (understood.language if understood else None) or conversation.language
            lines = [
                self._spoken(line, conversation, language, trial)
                for line in result.lines
                if line.role != "handoff"
            ]
        except KnowledgeError as problem:
            log.warning("turn %s: %s", pending.turn, problem)
            await self._fail(conversation.id, pending.turn, "no_answer")
            return
        command = cmd.FinishTurn(
            turn=pending.turn,
            next_turn=new_id("t"),
            lines=lines,
            understanding=result.understanding,
            scores=result.scores,
            decision=result.decision,
            case=result.case,
            settings=result.settings_version,
            model=result.model,
            actions=result.actions,
            took_ms=took,
            meanwhile=self._meanwhile(conversation, result, language, trial),
        )
        await self._conversations.run(conversation.id, command)

    def _meanwhile(
        self, now: Conversation, result: TurnResult, language: str | None, trial: bool
    ) -> cmd.Spoken | None:
        """The article that surely answers what one who waits has asked; none that is walked through."""
        understood = result.understanding
        if now.state is not State.QUEUED or understood is None:
            return None
        if understood.band != SURE or understood.article is None:
            return None
        return self._words.whole(understood.article, language, trial)

    def _spoken(self, line: Line, now: Conversation, language: str | None, trial: bool) -> cmd.Spoken:
        """A line in words; an agent is offered in the words of the hour, under the same name."""
        if line.key != OFFER_PERSON:
            return self._words.line(line, now.seq, language, trial)
        key, when = offer(self._back(now.department, now_ms(), language))
        variables = {**line.variables, **when}
        spoken = self._words.line(replace(line, key=key, variables=variables), now.seq, language, trial)
        return replace(spoken, key=line.key)

    async def _fail(self, identity: str, turn: str, error: str, actions: list[Outcome] | None = None) -> None:
        failed = cmd.FailTurn(turn=turn, next_turn=new_id("t"), error=error, actions=actions or [])
        try:
            await self._conversations.run(identity, failed)
        except Refused:
            log.exception("turn %s could not be brought to a person", turn)


def _said(events: tuple[ev.Recorded, ...], pending: PendingTurn) -> list[str] | None:
    """The words a turn is about, if they were all committed together with it."""
    said = [event for event in events if isinstance(event.event, ev.CustomerSaid)]
    whole = len(said) == 1 and pending.first == pending.last == said[0].seq
    return [said[0].event.text] if whole and isinstance(said[0].event, ev.CustomerSaid) else None
