"""Two hubs on one database under random customers, agents, bots, drops, repetitions, late answers and
restarts.
"""

import asyncio
import itertools
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.judgement import TurnScores
from bot.turn import DialogueState
from escalation.conversations.service import LEASE_MS, Conversations
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import Conversation, evolve, fold
from escalation.core.errors import Refused
from escalation.core.states import FLOOR, Floor
from escalation.store.sqlite.store import SqliteStore
from escalation.store.sqlite.verify import verify
from escalation.store.verify import Tally
from tests.core.talk import HANDOFF, STAY, words

WHO = st.sampled_from(["u_1", "u_2"])
HUB = st.integers(0, 1)
CUSTOMERS = ("p_one", "p_two")


class Bridge(RuleBasedStateMachine):
    """What clients were told is kept beside, and compared with the log."""

    @initialize()
    def start(self):
        self.folder, self.loop, self.now = Path(tempfile.mkdtemp()), asyncio.new_event_loop(), 1000
        self.ids = itertools.count(1)
        self.databases = [SqliteStore(self.folder), SqliteStore(self.folder)]
        self.hubs = [self._hub(database) for database in self.databases]
        self.screens = {name: Conversation(f"c_{name[2:]}") for name in CUSTOMERS}
        self.acknowledged = {name: [] for name in CUSTOMERS}
        self.sent, self.running = [], []
        for name in CUSTOMERS:
            self._run(self.hubs[0].open(name, "web", ""))

    def _hub(self, database):
        return Conversations(
            database.log,
            lambda key, variables, _seq, _language: words(key, variables),
            lambda: self.now,
        )

    def _run(self, work):
        self.now += 1
        return self.loop.run_until_complete(work)

    def _do(self, hub, name, command):
        """Carry out, keep the owed turn that came of it; a refusal must leave the log as it was."""
        before = self._log(name)
        try:
            outcome = self._run(self.hubs[hub].run(f"c_{name[2:]}", command))
        except Refused:
            assert self._log(name) == before
            return None
        self.running += [
            (name, event.event) for event in outcome.events if isinstance(event.event, ev.TurnDue)
        ]
        return outcome

    def _log(self, name):
        return self._run(self.hubs[0].store.events(f"c_{name[2:]}"))

    def _epoch(self, name, stale):
        return max(0, self._run(self.hubs[0].get(f"c_{name[2:]}")).epoch - stale)

    @rule(hub=HUB, name=st.sampled_from(CUSTOMERS))
    def says(self, hub, name):
        command = cmd.CustomerSay(
            client_id=f"client-{next(self.ids):05}", text=f"words {next(self.ids)}", turn=f"t{next(self.ids)}"
        )
        outcome = self._do(hub, name, command)
        self.sent.append((name, command))
        self.acknowledged[name].append((outcome.seq, command.client_id))

    @rule(hub=HUB, at=st.integers(0, 50))
    def says_again_what_was_lost_on_the_way(self, hub, at):
        if not self.sent:
            return
        name, command = self.sent[at % len(self.sent)]
        outcome = self._do(hub, name, command)
        assert (outcome.seq, command.client_id) in self.acknowledged[name]

    @rule(hub=HUB, at=st.integers(0, 50), decision=st.sampled_from([STAY, HANDOFF]), twice=st.booleans())
    def the_bot_answers_now_or_late_or_twice(self, hub, at, decision, twice):
        if not self.running:
            return
        name, due = self.running[at % len(self.running)]
        if not twice:
            self.running.remove((name, due))
        spoken = [] if due.mode == "score" else [cmd.Spoken(role="answer", text="an answer")]
        command = cmd.FinishTurn(
            turn=due.turn,
            next_turn=f"t{next(self.ids)}",
            lines=spoken,
            understanding=None,
            scores=TurnScores(),
            decision=decision,
            case=DialogueState(),
            settings="s",
            model="m",
            actions=[],
            took_ms=1,
        )
        self._do(hub, name, command)

    @rule(hub=HUB, at=st.integers(0, 50))
    def the_bot_fails(self, hub, at):
        if self.running:
            name, due = self.running.pop(at % len(self.running))
            self._do(hub, name, cmd.FailTurn(turn=due.turn, next_turn=f"t{next(self.ids)}", error="timeout"))

    @rule(hub=HUB, name=st.sampled_from(CUSTOMERS), agent=WHO, stale=st.integers(0, 1))
    def takes(self, hub, name, agent, stale):
        self._do(hub, name, cmd.Take(agent=agent, agent_name=agent, epoch=self._epoch(name, stale)))

    @rule(hub=HUB, name=st.sampled_from(CUSTOMERS), agent=WHO, stale=st.integers(0, 1))
    def an_agent_says(self, hub, name, agent, stale):
        epoch = self._epoch(name, stale)
        self._do(
            hub,
            name,
            cmd.AgentSay(
                agent=agent,
                agent_name=agent,
                epoch=epoch,
                client_id=f"agent-{next(self.ids):05}",
                text="hello",
            ),
        )

    @rule(
        hub=HUB, name=st.sampled_from(CUSTOMERS), agent=WHO, what=st.sampled_from(["back", "queue", "close"])
    )
    def an_agent_lets_go(self, hub, name, agent, what):
        epoch = self._epoch(name, 0)
        commands = {
            "back": cmd.HandBack(agent=agent, epoch=epoch),
            "queue": cmd.Requeue(agent=agent, agent_name=agent, epoch=epoch),
            "close": cmd.CloseByAgent(agent=agent, agent_name=agent, epoch=epoch),
        }
        self._do(hub, name, commands[what])

    @rule(hub=HUB, name=st.sampled_from(CUSTOMERS), what=st.sampled_from(["person", "leave", "end"]))
    def the_customer_moves(self, hub, name, what):
        commands = {
            "person": cmd.AskPerson(turn=f"t{next(self.ids)}"),
            "leave": cmd.LeaveQueue(),
            "end": cmd.CloseByCustomer(),
        }
        self._do(hub, name, commands[what])

    @rule(hub=HUB)
    def a_hub_dies_and_comes_back(self, hub):
        """Tasks in flight are gone; what is owed is in the store."""
        self.databases[hub].close()
        self.databases[hub] = SqliteStore(self.folder)
        self.hubs[hub] = self._hub(self.databases[hub])
        self.running = []

    @rule(hub=HUB)
    def owed_turns_are_found_again(self, hub):
        for owed in self._run(
            self.hubs[hub].store.claim_owed(self.now + LEASE_MS, LEASE_MS, everything=True)
        ):
            conversation = self._run(self.hubs[hub].get(owed.conversation))
            assert conversation.pending is not None
            assert conversation.pending.turn == owed.turn
            due = next(
                each.event
                for each in self._log(f"p_{owed.conversation[2:]}")
                if isinstance(each.event, ev.TurnDue) and each.event.turn == owed.turn
            )
            self.running.append((f"p_{owed.conversation[2:]}", due))

    @rule(hub=HUB, name=st.sampled_from(CUSTOMERS))
    def a_screen_resumes(self, hub, name):
        screen = self.screens[name]
        self.screens[name] = fold(
            screen.id, self._run(self.hubs[hub].store.events(screen.id, screen.seq)), screen
        )

    @invariant()
    def what_is_stored_is_the_fold_and_what_was_acknowledged(self):
        if not hasattr(self, "folder"):
            return
        for name in CUSTOMERS:
            log = self._log(name)
            assert fold(f"c_{name[2:]}", log) == self._run(self.hubs[1].store.load(f"c_{name[2:]}"))
            said = [
                (each.seq, each.event.client_id) for each in log if isinstance(each.event, ev.CustomerSaid)
            ]
            assert said == self.acknowledged[name]

    def teardown(self):
        if not hasattr(self, "folder"):
            return
        for name, screen in self.screens.items():
            log = self._log(name)
            assert fold(screen.id, log[screen.seq :], screen) == fold(screen.id, log)
            _one_floor(log)
        for each in self.databases:
            each.close()
        database = SqliteStore(self.folder)
        assert (
            list(self.loop.run_until_complete(database.database.read(lambda db: list(verify(db, Tally())))))
            == []
        )
        database.close()
        self.loop.close()
        shutil.rmtree(self.folder)


def _one_floor(log):
    state, ended = Conversation("any"), set()
    for recorded in log:
        event = recorded.event
        if isinstance(event, ev.BotSaid):
            assert FLOOR[state.state] is Floor.BOT
        if isinstance(event, ev.AgentSaid):
            assert (state.agent, state.epoch) == (event.agent, state.epoch)
        if isinstance(event, ev.TurnDone | ev.TurnFailed):
            assert event.turn not in ended
            ended.add(event.turn)
        state = evolve(state, recorded)


TestBridge = Bridge.TestCase
TestBridge.settings = settings(
    max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
