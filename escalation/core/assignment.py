"""Which waiting conversation is offered to which agent. Pure: who is there, what they carry and what waits
come in, offers come out.

**In which order.** By priority, then who is still on the page, then who waits longest. What an earlier one
takes, a later one does not get.

**To whom.** The agent it was transferred to, and nobody else; the agent who had this customer before, if the
department wants that and they have room; else the one who carries least, or whose turn it is, as the
department says. An agent must be meant (department, skills), speak the customer's language where anybody
does, have room for its strain, not be in a breather, and not have let the same conversation pass lately.
Nobody free: it stays in the queue.

**Room.** Each conversation weighs its strain. An agent who carries nothing always has room for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush, heapreplace
from typing import Literal

from escalation.core.routing import for_agent
from escalation.core.strain import CALM

PASSED_MS = 10 * 60_000  # who let a conversation pass is not asked again so soon
Rule = Literal["wanted", "returning", "least_loaded", "round_robin"]


@dataclass(frozen=True, slots=True)
class AssignmentRules:
    """How the conversations of one department find an agent, and how long everybody may be silent.

    ``manual``: agents pick for themselves, nothing is offered. ``capacity`` counts strain; ``offers`` is how
    many may ring at one agent at once. ``prefer_last``: the agent who had this customer before comes first.
    After a hard conversation an agent gets nothing new for the breather, after any other for
    ``wrap_up_seconds``. Silences and waits are minutes, 0 for never.
    """

    mode: Literal["manual", "automatic"] = "manual"
    order: Literal["least_loaded", "round_robin"] = "least_loaded"
    capacity: float = 4.0
    offers: int = 1
    accept_seconds: int = 30
    breather_seconds: int = 120
    wrap_up_seconds: int = 0
    prefer_last: bool = True
    remind_minutes: int = 0
    reassign_minutes: int = 0
    ask_minutes: int = 0
    close_minutes: int = 0
    longest_wait_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent who might get one. ``capacity`` 0 is what their department's rules say; no ``languages`` means
    all; ``offers`` is how many ring at them already, counted in ``load`` too.
    """

    agent: str
    name: str = ""
    departments: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    available: bool = True
    capacity: float = 0.0
    load: float = 0.0
    offers: int = 0
    last_assigned: int = 0
    breather_until: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation in the queue that rings nowhere yet. ``passed`` names agents who let it go, and when;
    ``left``: its customer is no longer on the page.
    """

    conversation: str
    epoch: int = 0
    priority: int = 2
    since: int = 0
    department: str | None = None
    skills: tuple[str, ...] = ()
    language: str | None = None
    segment: str = ""
    last_agent: str | None = None
    wanted_agent: str | None = None
    strain: float = CALM
    left: bool = False
    passed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """Why a conversation went to an agent, as it was then; :mod:`escalation.core.offer_words` says it."""

    rule: Rule
    department: str | None = None
    skills: list[str] = field(default_factory=list)
    language: str | None = None
    segment: str = ""
    priority: int = 2
    strain: float = CALM
    waited_ms: int = 0
    load: float = 0.0
    capacity: float = 0.0
    candidates: int = 1


@dataclass(frozen=True, slots=True)
class Assignment:
    """One offer to be made, in the epoch it was decided on."""

    conversation: str
    epoch: int
    agent: str
    agent_name: str
    accept_ms: int
    facts: OfferFacts


RulesOf = Callable[[str | None], AssignmentRules]
_Key = tuple[str | None, tuple[str, ...], str | None]


def assign(
    waiting: Iterable[Waiting], candidates: Sequence[Candidate], rules_of: RulesOf, now: int
) -> list[Assignment]:
    """The offers to make at ``now``, the most urgent first; each conversation once, each place at an agent
    once.
    """
    round_ = _Round(candidates, rules_of, now)
    offers = (round_.offer(item) for item in sorted(waiting, key=_urgency))
    return [offer for offer in offers if offer is not None]


def _urgency(item: Waiting) -> tuple[int, bool, int, str]:
    return item.priority, item.left, item.since, item.conversation


class _Desk:
    """What one agent carries while offers are given out. Nothing here ever gets less in a round."""

    __slots__ = ("agent", "load", "offers", "turn")

    def __init__(self, agent: Candidate) -> None:
        self.agent, self.load, self.offers, self.turn = agent, agent.load, agent.offers, agent.last_assigned

    def capacity(self, rules: AssignmentRules) -> float:
        return self.agent.capacity or rules.capacity

    def has_room(self, strain: float, rules: AssignmentRules) -> bool:
        if self.offers >= rules.offers:
            return False
        return self.load == 0 or self.load + strain <= self.capacity(rules)

    def rank(self, rules: AssignmentRules) -> tuple[float, float, str]:
        share = self.load / self.capacity(rules)
        if rules.order == "round_robin":
            return self.turn, share, self.agent.agent
        return share, self.turn, self.agent.agent


class _Round:
    """Gives out offers, one conversation after the other."""

    def __init__(self, candidates: Sequence[Candidate], rules_of: RulesOf, now: int) -> None:
        self._rules_of, self._now, self._given = rules_of, now, 0
        self._desks = {
            agent.agent: _Desk(agent)
            for agent in candidates
            if agent.available and agent.breather_until <= now
        }
        self._spoken = frozenset(language for agent in candidates for language in agent.languages)
        self._pools: dict[_Key, _Pool] = {}

    def offer(self, item: Waiting) -> Assignment | None:
        rules = self._rules_of(item.department)
        if rules.mode != "automatic":
            return None
        pool = self._pool(item, rules)
        choice = self._preferred(item, rules, pool) or self._next(item, rules, pool)
        return self._given_to(*choice, item, rules, pool) if choice else None

    def _pool(self, item: Waiting, rules: AssignmentRules) -> _Pool:
        key = (item.department, item.skills, item.language)
        pool = self._pools.get(key)
        if pool is None:
            desks = [desk for desk in self._desks.values() if self._is_meant(desk.agent, item)]
            pool = self._pools[key] = _Pool(desks, rules)
        return pool

    def _is_meant(self, agent: Candidate, item: Waiting) -> bool:
        speaks = not agent.languages or item.language not in self._spoken or item.language in agent.languages
        return speaks and for_agent(item.department, item.skills, agent.departments, agent.skills)

    def _passed(self, agent: str, item: Waiting) -> bool:
        return self._now - item.passed.get(agent, -PASSED_MS) < PASSED_MS

    def _preferred(self, item: Waiting, rules: AssignmentRules, pool: _Pool) -> tuple[_Desk, Rule] | None:
        last_agent = item.last_agent if rules.prefer_last else None
        name, rule = (item.wanted_agent, "wanted") if item.wanted_agent else (last_agent, "returning")
        desk = self._desks.get(name or "")
        if desk is None or self._passed(desk.agent.agent, item) or not desk.has_room(item.strain, rules):
            return None
        meant = rule == "wanted" or desk.agent.agent in pool.agents
        return (desk, "wanted" if rule == "wanted" else "returning") if meant else None

    def _next(self, item: Waiting, rules: AssignmentRules, pool: _Pool) -> tuple[_Desk, Rule] | None:
        if item.wanted_agent:
            return None
        desk = pool.first(lambda desk: self._takes(desk, item, rules))
        return (desk, rules.order) if desk else None

    def _takes(self, desk: _Desk, item: Waiting, rules: AssignmentRules) -> bool:
        return desk.has_room(item.strain, rules) and not self._passed(desk.agent.agent, item)

    def _given_to(
        self, desk: _Desk, rule: Rule, item: Waiting, rules: AssignmentRules, pool: _Pool
    ) -> Assignment:
        facts = OfferFacts(
            rule=rule,
            department=item.department,
            skills=list(item.skills),
            language=item.language,
            segment=item.segment,
            priority=item.priority,
            strain=item.strain,
            waited_ms=max(0, self._now - item.since),
            load=desk.load,
            capacity=desk.capacity(rules),
            candidates=max(1, len(pool.agents)),
        )
        self._given += 1
        desk.load, desk.offers, desk.turn = desk.load + item.strain, desk.offers + 1, self._now + self._given
        agent = desk.agent
        accept_ms = 1000 * rules.accept_seconds
        return Assignment(item.conversation, item.epoch, agent.agent, agent.name, accept_ms, facts)


class _Pool:
    """The agents who are meant for the same conversations, by whose turn it is.

    A heap whose entries may be out of date: ranks only grow within a round, so an old entry is put right when
    it comes to the top. With 200 agents and 5,000 who wait, comparing them all would take ten times as long.
    """

    def __init__(self, desks: Sequence[_Desk], rules: AssignmentRules) -> None:
        self._rules = rules
        self.agents = {desk.agent.agent: desk for desk in desks}
        self._heap = [(desk.rank(rules), desk.agent.agent) for desk in desks]
        heapify(self._heap)

    def first(self, takes: Callable[[_Desk], bool]) -> _Desk | None:
        """The first who takes it; who has no room even for the lightest is asked no more in this round."""
        skipped = []
        choice = None
        while self._heap and choice is None:
            desk = self._top()
            if takes(desk):
                choice = desk
            else:
                entry = heappop(self._heap)
                if desk.has_room(CALM, self._rules):
                    skipped.append(entry)
        for entry in skipped:
            heappush(self._heap, entry)
        return choice

    def _top(self) -> _Desk:
        while True:
            rank, name = self._heap[0]
            desk = self.agents[name]
            current = desk.rank(self._rules)
            if current == rank:
                return desk
            heapreplace(self._heap, (current, name))
