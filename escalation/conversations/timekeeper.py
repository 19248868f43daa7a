"""The timers of conversations: stored as rows after each commit, and carried out by the hub on duty.

A row names what it was set for. When it runs out, the conversation as it is now says whether it still has
that timer; if not, nothing happens. What a row says can be reckoned again from the log and the configuration,
so the hub on duty puts right what a crash, another hub or a change of the rules has left.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable

from escalation.clock import now_ms
from escalation.configuration.live import LiveConfiguration
from escalation.conversations.duty import Duty
from escalation.conversations.service import Conversations
from escalation.conversations.sla import Sla
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core import timers as kinds
from escalation.core.conversation import Conversation
from escalation.core.sla import MINUTE_MS
from escalation.core.timers import Timer, timers_of
from escalation.store.ports import TimerRepository

SILENT = "silent"
Alert = Callable[[Conversation, Timer], Awaitable[None]]
log = logging.getLogger(__name__)


class Timekeeper:
    """:meth:`flush` is called often by every hub, :meth:`look` every second by the one on duty. ``alert``
    tells people that somebody waits too long.
    """

    def __init__(
        self,
        conversations: Conversations,
        rows: TimerRepository,
        arrangements: LiveConfiguration,
        sla: Sla,
        duty: Duty,
        *,
        alert: Alert,
        clock: Callable[[], int] = now_ms,
    ) -> None:
        self._conversations, self._rows, self._arrangements = conversations, rows, arrangements
        self._sla, self._duty, self._alert, self._clock = sla, duty, alert, clock
        self._changed: set[str] = set()
        self._reckoned: object = None

    def notice(self, conversation: Conversation, _events: Iterable[ev.Recorded]) -> None:
        """A listener of the service."""
        self._changed.add(conversation.id)

    async def timers(self, conversation: Conversation) -> list[Timer]:
        """The timers of a conversation as it is."""
        rules = self._arrangements.now.rules_of(conversation.department)
        count = self._duty.counting(conversation.department)
        return timers_of(conversation, rules, await self._sla.level(conversation), count)

    async def flush(self) -> None:
        """Store the timers of what was changed here, as it is by now."""
        changed, self._changed = self._changed, set()
        folds = [await self._conversations.store.load(name) for name in sorted(changed)]
        await self._rows.keep({fold.id: await self.timers(fold) for fold in folds if fold})

    async def look(self) -> None:
        """Carry out what has run out; reckon everything again on taking up duty, every minute, and when the
        rules or the outages have changed.
        """
        await self.flush()
        basis = (self._arrangements.now, tuple(self._duty.outages), self._clock() // MINUTE_MS)
        if self._reckoned != basis:
            await self._reckon()
            self._reckoned = basis
        for due in await self._rows.due(self._clock()):
            await self._run_out(due.conversation, due.kind, due.epoch, due.of)

    def rest(self) -> None:
        """Another hub is on duty: what is reckoned here may grow old."""
        self._reckoned = None

    async def _reckon(self) -> None:
        stored = await self._rows.all()
        waiting = await self._conversations.store.folds(("queued", "agent"))
        now = {conversation.id: await self.timers(conversation) for conversation in waiting}
        names = stored.keys() | now.keys()
        changed = {
            name: now.get(name, []) for name in names if set(stored.get(name, ())) != set(now.get(name, ()))
        }
        await self._rows.keep(changed)

    async def _run_out(self, name: str, kind: str, epoch: int, of: int) -> None:
        conversation = await self._conversations.get(name)
        current = {(timer.kind, timer.epoch, timer.of): timer for timer in await self.timers(conversation)}
        timer = current.get((kind, epoch, of))
        if timer and timer.due_at <= self._clock():
            conversation = await self._act(conversation, timer)
        await self._rows.keep({name: await self.timers(conversation)})

    async def _act(self, now: Conversation, timer: Timer) -> Conversation:
        if timer.kind == f"{kinds.BREACH} wait":
            await self._alert(now, timer)
        log.info("timer %s of conversation %s has run out", timer.kind, now.id)
        outcome = await self._conversations.run(now.id, await self._command(now, timer))
        return outcome.conversation

    async def _command(self, now: Conversation, timer: Timer) -> cmd.Command:
        agent, epoch = now.agent or "", timer.epoch
        ringing = now.ringing.agent if now.ringing else ""
        commands: dict[str, cmd.Command] = {
            kinds.OFFER: cmd.EndOffer(agent=ringing, epoch=epoch, ending="missed"),
            kinds.REMIND: cmd.Remind(agent=agent, epoch=epoch),
            kinds.REASSIGN: cmd.Release(agent=agent, epoch=epoch, why=SILENT),
            kinds.ASK: cmd.AskSilent(epoch=epoch),
            kinds.CLOSE: cmd.CloseSilent(epoch=epoch),
            kinds.CALLBACK: cmd.CallBack(epoch=epoch, at=timer.of),
        }
        return commands.get(timer.kind) or await self._note(now, timer)

    async def _note(self, now: Conversation, timer: Timer) -> cmd.NoteSla:
        what, _, clock = timer.kind.partition(" ")
        level = await self._sla.level(now)
        return cmd.NoteSla(
            clock=clock,
            state="breached" if what == kinds.BREACH else "warned",
            level=level.name if level and clock != "wait" else "",
            since=timer.of,
            due_at=timer.due_at,
        )
