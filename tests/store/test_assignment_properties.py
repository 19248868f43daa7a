"""Two hubs on one store: customers, agents who come and go, supervisors who step in, offers, timers, ends of
shifts, clocks that jump, restarts. None has two agents or none, nobody over what they can carry, and every
timer follows from the conversation as it is.
"""

import asyncio
import itertools
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.judgement import Tag
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import fold
from escalation.core.errors import Refused
from escalation.core.presence import Presence
from escalation.core.states import MOVING, State
from escalation.store.sqlite.verify import verify
from escalation.store.verify import Tally
from tests.store.office import Clock, Office

HUB = st.integers(0, 1)
AGENT = st.integers(0, 2)
ANY = st.integers(0, 30)
RULES = {
    "mode": "automatic",
    "capacity": 3,
    "offers": 2,
    "accept_seconds": 30,
    "remind_minutes": 1,
    "reassign_minutes": 3,
    "ask_minutes": 2,
    "close_minutes": 2,
    "longest_wait_minutes": 2,
}
LEVEL = {"name": "all", "minutes": 2, "next_minutes": 1, "resolution_minutes": 5}


class Rush(RuleBasedStateMachine):
    @initialize()
    def open(self):
        self.folder, self.loop, self.clock = Path(tempfile.mkdtemp()), asyncio.new_event_loop(), Clock()
        self.offices = [Office(self.folder, self.clock) for _ in range(2)]
        self.names, self.ids = [], itertools.count(1)
        self.agents = [self._run(self.offices[0].hire(login)) for login in ("anna", "ben", "cleo")]
        self._run(self.offices[0].arrange(assignment={"default": RULES}, service_levels=[LEVEL]))
        for office in self.offices:
            self._run(office.arranged.refresh())

    def _run(self, work):
        return self.loop.run_until_complete(work)

    def _name(self, at):
        return self.names[at % len(self.names)] if self.names else None

    def _do(self, hub, name, command):
        try:
            return self._run(self.offices[hub].run(name, command))
        except Refused:
            return None

    def _now(self, name):
        return self._run(self.offices[0].conversations.get(name))

    @rule(hub=HUB, hard=st.booleans())
    def somebody_begins_to_wait(self, hub, hard):
        reason = {"reason": "risk", "rule": Tag("risk", "safety")} if hard else {}
        name = f"q{next(self.ids)}"
        self.names.append(self._run(self.offices[hub].queue(name, **reason)).id)

    @rule(agent=AGENT)
    def an_agent_comes(self, agent):
        self._run(self.offices[agent % 2].connect(self.agents[agent]))

    @rule(agent=AGENT)
    def an_agent_goes(self, agent):
        self._run(self.offices[agent % 2].drop(self.agents[agent]))

    @rule(hub=HUB, agent=AGENT, to=st.sampled_from(list(Presence)))
    def an_agent_switches(self, hub, agent, to):
        self._run(self.offices[hub].team.switch(self.agents[agent], to))

    @rule(hub=HUB, at=ANY, agent=AGENT, stale=st.integers(0, 1))
    def an_agent_takes(self, hub, at, agent, stale):
        if name := self._name(at):
            ringing, epoch = self._now(name).ringing, max(0, self._now(name).epoch - stale)
            who = ringing.agent if ringing else self.agents[agent]
            self._do(hub, name, cmd.Take(agent=who, agent_name=who, epoch=epoch))

    @rule(hub=HUB, at=ANY, agent=AGENT)
    def an_agent_declines(self, hub, at, agent):
        if name := self._name(at):
            epoch = self._now(name).epoch
            self._do(hub, name, cmd.EndOffer(agent=self.agents[agent], epoch=epoch, ending="declined"))

    @rule(hub=HUB, at=ANY, what=st.sampled_from(["say", "close", "queue", "back", "transfer"]), to=AGENT)
    def an_agent_works(self, hub, at, what, to):
        name = self._name(at)
        now = self._now(name) if name else None
        if now is None or now.state is not State.AGENT:
            return
        me, epoch = now.agent, now.epoch
        commands = {
            "say": cmd.AgentSay(
                agent=me, agent_name=me, epoch=epoch, client_id=f"agent-{next(self.ids):06}", text="hi"
            ),
            "close": cmd.CloseByAgent(agent=me, agent_name=me, epoch=epoch),
            "queue": cmd.Requeue(agent=me, agent_name=me, epoch=epoch),
            "back": cmd.HandBack(agent=me, epoch=epoch),
            "transfer": cmd.Requeue(agent=me, agent_name=me, epoch=epoch, to=self.agents[to], to_name="T"),
        }
        self._do(hub, name, commands[what])

    @rule(hub=HUB, at=ANY, to=AGENT, stale=st.integers(0, 1), twice=st.booleans())
    def a_supervisor_reassigns(self, hub, at, to, stale, twice):
        if name := self._name(at):
            before = self._now(name)
            who, epoch = self.agents[to], max(0, before.epoch - stale)
            command = cmd.Reassign(agent=who, agent_name=who, epoch=epoch, by="chief", by_name="Chief")
            for number in range(1 + twice):
                self._do((hub + number) % 2, name, command)
            moves = before.state is State.AGENT and before.agent != who and not stale
            after = self._now(name)
            assert after.epoch == before.epoch + moves
            assert after.agent == (who if moves else before.agent)

    @rule(hub=HUB, at=ANY, agent=AGENT, stale=st.integers(0, 1))
    def a_supervisor_barges_in(self, hub, at, agent, stale):
        name = self._name(at)
        before = self._now(name) if name else None
        if before is None or before.state is not State.AGENT:
            return
        who, epoch = self.agents[agent], max(0, before.epoch - stale)
        take = cmd.Take(
            agent=who,
            agent_name=who,
            epoch=epoch,
            relieves=before.agent,
            why="supervisor",
            reason="I see to it",
        )
        self._do(hub, name, take)
        late = cmd.AgentSay(
            agent=before.agent,
            agent_name="late",
            epoch=before.epoch,
            client_id=f"late-{next(self.ids):06}",
            text="?",
        )
        spoke = self._do(1 - hub, name, late)
        moved = before.agent != who and not stale
        assert (spoke is None) == moved, "an old draft never lands on the new agent's answer"

    @rule(hub=HUB, agent=AGENT)
    def a_shift_ends(self, hub, agent):
        """Offline first, and then everything goes on, as the console does it."""
        who = self.agents[agent]
        office = self.offices[hub]
        self._run(office.team.switch(who, Presence.OFFLINE))
        for row in self._run(office.store.listed(("agent",), agent=who, most=1000)):
            self._do(hub, row.id, cmd.Requeue(agent=who, agent_name=who, epoch=row.epoch))
        assert self._run(office.store.listed(("agent",), agent=who, most=1000)) == []

    @rule(hub=HUB, at=ANY, what=st.sampled_from(["say", "end", "leave", "person"]))
    def a_customer_acts(self, hub, at, what):
        if name := self._name(at):
            number = next(self.ids)
            commands = {
                "say": cmd.CustomerSay(client_id=f"again-{number:06}", text="and?", turn=f"x{number}"),
                "end": cmd.CloseByCustomer(),
                "leave": cmd.LeaveQueue(),
                "person": cmd.AskPerson(turn=f"y{number}"),
            }
            self._do(hub, name, commands[what])

    @rule(ms=st.sampled_from([500, 2500, 20_000, 70_000, 3_600_000, -30_000, -3_600_000]))
    def time_passes_or_a_clock_is_put_right(self, ms):
        self.clock.now += ms

    @rule(hub=HUB)
    def a_hub_works(self, hub):
        """As if a minute had passed: then what another hub committed and never stored is put right."""
        office = self.offices[hub]
        office.timekeeper.rest()
        if self._run(office.work()):
            self._run(office.timekeeper.flush())
            self._nothing_is_overdue(office)
            self._nobody_is_over_capacity_by_an_offer()

    @rule(hub=HUB)
    def a_hub_offers_though_it_is_not_on_duty(self, hub):
        """As one would that was stopped and comes back: too much for an agent perhaps, but nothing twice."""
        self._run(self.offices[hub].assigner.look())

    @rule(hub=HUB)
    def a_hub_dies_and_comes_back(self, hub):
        self.offices[hub].close()
        self.offices[hub] = Office(self.folder, self.clock)

    def _nothing_is_overdue(self, office):
        kept = self._run(office.rows.all())
        for name in self.names:
            expected = self._run(office.timekeeper.timers(self._now(name)))
            assert {timer.kind for timer in kept.get(name, [])} == {timer.kind for timer in expected}
            assert not [timer for timer in expected if timer.due_at < self.clock.now - 1], expected

    def _nobody_is_over_capacity_by_an_offer(self):
        rings = {}
        for name in self.names:
            now = self._now(name)
            if now.ringing:
                rings.setdefault(now.ringing.agent, []).append(now.ringing.facts)
        for agent, facts in rings.items():
            for fact in facts:
                assert fact.load == 0 or fact.load + fact.strain <= fact.capacity, agent

    @invariant()
    def none_is_double(self):
        """It rings at one at a time, in its own epoch, and what is accepted rings no more."""
        for name in getattr(self, "names", ()):
            log = self._run(self.offices[0].store.events(name))
            assert fold(name, log) == self._run(self.offices[1].store.load(name))
            ringing, epoch = None, 0
            for recorded in log:
                event = recorded.event
                epoch += type(event) in MOVING
                if isinstance(event, ev.Offered):
                    assert ringing is None
                    assert event.epoch == epoch
                    ringing = event.agent
                elif isinstance(event, ev.OfferEnded):
                    assert (ringing, event.epoch) == (event.agent, epoch)
                    ringing = None
                elif type(event) in MOVING:
                    ringing = None

    @invariant()
    def one_agent_or_the_queue(self):
        """Who has it is one agent, the same for both hubs and in the lists; who has none waits."""
        for name in getattr(self, "names", ()):
            now, other = (self._run(office.conversations.get(name)) for office in self.offices)
            assert (now.agent, now.epoch) == (other.agent, other.epoch)
            assert (now.agent is not None) == (now.state is State.AGENT) or now.state is State.CLOSED
            if now.state is State.QUEUED:
                assert now.waiting_since, "who waits is in the queue"
        rows = [row for office in self.offices for row in self._held(office)]
        assert len(rows) == 2 * len({row.id for row in rows})
        assert all(row.agent and row.agent == self._now(row.id).agent for row in rows)

    def _held(self, office):
        return self._run(office.store.listed(("agent",), most=1000)) if hasattr(self, "names") else []

    def teardown(self):
        if not hasattr(self, "folder"):
            return
        database = self.offices[0].database
        assert self._run(database.read(lambda db: list(verify(db, Tally())))) == []
        for office in self.offices:
            office.close()
        self.loop.close()
        shutil.rmtree(self.folder)


TestRush = Rush.TestCase
TestRush.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
