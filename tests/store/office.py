"""A hub without sockets: conversations, team, offers and timers on one database, with a clock of its own."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.judgement import TurnScores, Understanding
from bot.turn import DialogueState
from escalation.auth.customers import Customers
from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.configuration.live import LiveConfiguration
from escalation.conversations.assigner import Assigner
from escalation.conversations.duty import Duty
from escalation.conversations.segments import Segments
from escalation.conversations.service import Conversations, Outcome
from escalation.conversations.sla import Sla
from escalation.conversations.team import Team
from escalation.conversations.timekeeper import Timekeeper
from escalation.core import commands as cmd
from escalation.core.conversation import Conversation
from escalation.core.timers import Timer
from escalation.store.sqlite.store import SqliteStore
from tests.core.talk import HANDOFF, words

GRACE_MS = 60_000
FOREVER = 10**15


@dataclass
class Clock:
    """The time of all hubs of a test."""

    now: int = 1_700_000_000_000

    def __call__(self) -> int:
        return self.now


@dataclass
class Office:
    """One hub. Several may stand on one folder."""

    folder: Path
    clock: Clock
    alerts: list[tuple[str, str]] = field(default_factory=list)
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.repositories = SqliteStore(self.folder)
        self.database, self.store = self.repositories.database, self.repositories.log
        self.conversations = Conversations(
            self.store, lambda key, variables, _seq, _language: words(key, variables), self.clock
        )
        self.arranged = LiveConfiguration(self.repositories.configuration)
        self.users = Users(self.repositories.users, Sessions(self.repositories.sessions))
        self.states, self.rows = self.repositories.agent_states, self.repositories.timers
        self.team = Team(self.users, self.states, self.arranged, GRACE_MS, self.clock)
        self.assigner = Assigner(self.conversations, self.states, self.team, self.arranged, clock=self.clock)
        self.duty = Duty(self.repositories.leases, self.arranged, self.clock)
        self.sla = Sla(
            self.arranged, Segments(Customers(self.repositories.customers), self.arranged), self.duty
        )
        self.timekeeper = Timekeeper(
            self.conversations,
            self.rows,
            self.arranged,
            self.sla,
            self.duty,
            alert=self._alert,
            clock=self.clock,
        )
        self.conversations.listen(self.team.notice)
        self.conversations.listen(self.timekeeper.notice)

    async def _alert(self, conversation: Conversation, timer: Timer) -> None:
        self.alerts.append((conversation.id, timer.kind))

    async def arrange(self, **sections: Any) -> None:
        await self.repositories.configuration.put(sections, "test", "", self.clock.now)
        await self.arranged.refresh()

    async def hire(self, login: str) -> str:
        return (await self.users.add(login, login.title(), "agent")).id

    async def connect(self, agent: str, seen_at: int = FOREVER) -> None:
        row = (f"socket-{agent}", agent, "hub", seen_at)
        await self.database.write(
            lambda db: db.execute("insert or replace into consoles values (?, ?, ?, ?)", row) and None
        )
        await self.team.refresh()

    async def drop(self, agent: str) -> None:
        await self.team.left(agent)
        await self.database.write(
            lambda db: db.execute("delete from consoles where user = ?", (agent,)) and None
        )
        await self.team.refresh()

    async def work(self) -> bool:
        """What every hub does again and again; returns whether it was on duty."""
        await self.arranged.refresh()
        await self.team.refresh()
        if not await self.duty.held():
            self.timekeeper.rest()
            await self.timekeeper.flush()
            return False
        await self.timekeeper.look()
        await self.assigner.look()
        return True

    async def beat(self) -> None:
        """Whoever was on duty was so until now."""
        query = "update leases set beaten_at = ?, until_at = ?"
        now = self.clock.now
        await self.database.write(lambda db: db.execute(query, (now, now + 1000)) and None)

    async def run(self, name: str, command: cmd.Command) -> Outcome:
        return await self.conversations.run(name, command)

    async def queue(self, name: str, **more: Any) -> Conversation:
        """A conversation that waits for an agent."""
        identity = (await self.conversations.open(f"p_{name}", "web", "")).id
        said = cmd.CustomerSay(client_id=f"client-{name:>08}", text="help", turn=f"t-{name}")
        await self.run(identity, said)
        turn = cmd.FinishTurn(
            turn=f"t-{name}",
            next_turn=f"n-{name}",
            lines=[],
            understanding=Understanding(),
            scores=TurnScores(),
            decision=replace(HANDOFF, **{"reason": "complexity", **more}),
            case=DialogueState(),
            settings="s",
            model="m",
            actions=[],
            took_ms=1,
        )
        return (await self.run(identity, turn)).conversation

    async def take(self, name: str, agent: str) -> Conversation:
        epoch = (await self.conversations.get(name)).epoch
        return (await self.run(name, cmd.Take(agent=agent, agent_name=agent, epoch=epoch))).conversation

    async def say(self, name: str, agent: str) -> Conversation:
        now = await self.conversations.get(name)
        command = cmd.AgentSay(
            agent=agent,
            agent_name=agent,
            epoch=now.epoch,
            client_id=f"agent-{now.seq:06}-{agent}"[:60],
            text="hello",
        )
        return (await self.run(name, command)).conversation

    def close(self) -> None:
        self.repositories.close()
