"""Who gets what: by example, and by laws that hold for any queue and any team."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation.core.assignment import PASSED_MS, AssignmentRules, Candidate, OfferFacts, Waiting, assign
from escalation.core.offer_words import explain
from escalation.core.routing import for_agent

NOW = 100_000_000
AUTOMATIC = AssignmentRules(mode="automatic")


def offers(waiting, agents, rules=AUTOMATIC):
    return [(offer.conversation, offer.agent) for offer in assign(waiting, agents, lambda _name: rules, NOW)]


def one(agents, rules=AUTOMATIC, **more):
    found = offers([Waiting("c", **more)], agents, rules)
    return found[0][1] if found else None


def test_by_default_agents_pick_for_themselves():
    assert offers([Waiting("c")], [Candidate("a")], AssignmentRules()) == []


def test_the_longest_wait_goes_first_within_a_priority():
    waiting = [Waiting("late", since=5), Waiting("early", since=1), Waiting("urgent", priority=0, since=9)]
    agents = [Candidate("a"), Candidate("b")]
    assert [name for name, _ in offers(waiting, agents)] == ["urgent", "early"]


def test_who_left_the_page_stands_behind_who_is_there():
    waiting = [Waiting("gone", since=1, left=True), Waiting("here", since=5)]
    assert offers(waiting, [Candidate("a")]) == [("here", "a")]


def test_the_least_loaded_by_what_they_can_carry():
    agents = [Candidate("a", load=2, capacity=8), Candidate("b", load=2, capacity=4)]
    assert one(agents) == "a"


def test_round_robin_goes_by_whose_turn_it_is():
    agents = [Candidate("a", load=0, last_assigned=9), Candidate("b", load=3, last_assigned=5)]
    assert one(agents, replace(AUTOMATIC, order="round_robin")) == "b"


@pytest.mark.parametrize(
    ("agent", "why"),
    [
        (Candidate("a", available=False), "not there"),
        (Candidate("a", breather_until=NOW + 1), "in a breather"),
        (Candidate("a", departments=("sales",)), "of another department"),
        (Candidate("a", load=3.5), "without room for this strain"),
        (Candidate("a", offers=1), "with one ringing already"),
    ],
)
def test_nobody_free_and_it_stays_in_the_queue(agent, why):
    assert one([agent], department="billing", strain=1.5) is None, why


def test_skills_and_language_are_needed():
    agents = [Candidate("a"), Candidate("b", skills=("refunds",)), Candidate("c", languages=("de",))]
    assert one(agents, skills=("refunds",)) == "b"
    assert one([agents[2]], language="fr") == "c", "nobody speaks French: better answered than left"
    assert one([agents[2], Candidate("d", languages=("fr",), load=3)], language="fr") == "d"
    assert one([Candidate("e", languages=("fr",), available=False), agents[2]], language="fr") is None


def test_an_agent_who_carries_nothing_has_room_for_one():
    assert one([Candidate("a", capacity=1)], strain=2.0) == "a"


def test_the_same_agent_on_return_if_they_have_room_and_are_meant():
    agents = [Candidate("a", load=2), Candidate("b")]
    assert one(agents, last_agent="a") == "a"
    assert one([replace(agents[0], load=4), agents[1]], last_agent="a") == "b"
    assert one([replace(agents[0], departments=("sales",)), agents[1]], last_agent="a", department="x") == "b"
    assert one(agents, replace(AUTOMATIC, prefer_last=False), last_agent="a") == "b"


def test_a_transfer_waits_for_its_agent_alone():
    agents = [Candidate("a", load=2), Candidate("b")]
    assert one(agents, wanted_agent="a") == "a"
    assert one([replace(agents[0], available=False), agents[1]], wanted_agent="a") is None


def test_who_let_it_pass_is_not_asked_again_soon():
    assert one([Candidate("a"), Candidate("b", load=1)], passed={"a": NOW - 1}) == "b"
    assert one([Candidate("a")], passed={"a": NOW - 1}) is None
    assert one([Candidate("a")], passed={"a": NOW - PASSED_MS}) == "a"


def test_the_facts_say_why_and_read_as_a_sentence():
    agents = [Candidate("a", "Anna", load=1), Candidate("b", "Bea", load=2)]
    item = Waiting("c", since=NOW - 180_000, department="billing", skills=(), language="de", strain=1.5)
    (offer,) = assign([item], agents, lambda _name: AUTOMATIC, NOW)
    assert (offer.facts.rule, offer.facts.load, offer.facts.candidates) == ("least_loaded", 1, 2)
    assert explain(offer.facts, "Anna", {"billing": "Billing"}.get) == (
        "Anna had the least to do (1 of 4) of 2 available agents. Needed: Billing, language de."
        " It waited 3 minutes and counts as 1.5."
    )
    assert explain(OfferFacts("wanted"), "Bea") == "It was transferred to Bea. It waited under a minute."
    assert "helped this customer before" in explain(OfferFacts("returning"), "Bea")
    assert "turn among 1 available agent." in explain(OfferFacts("round_robin"), "Bea")


NAMES = st.sampled_from(["a", "b", "c", "d"])
DEPARTMENTS = st.sampled_from(["x", "y"])
AGENTS = st.lists(
    st.builds(
        Candidate,
        NAMES,
        departments=st.lists(DEPARTMENTS, max_size=2).map(tuple),
        skills=st.lists(st.just("s"), max_size=1).map(tuple),
        languages=st.lists(st.sampled_from(["de", "fr"]), max_size=1).map(tuple),
        available=st.booleans(),
        capacity=st.sampled_from([0.0, 1.0, 6.0]),
        load=st.sampled_from([0.0, 1.0, 2.5, 4.0]),
        offers=st.integers(0, 1),
        last_assigned=st.integers(0, 3),
        breather_until=st.sampled_from([0, NOW, NOW + 1]),
    ),
    unique_by=lambda agent: agent.agent,
)
QUEUE = st.lists(
    st.builds(
        Waiting,
        st.integers(0, 20).map(str),
        priority=st.integers(-1, 2),
        since=st.integers(0, 5),
        department=st.none() | DEPARTMENTS,
        skills=st.lists(st.just("s"), max_size=1).map(tuple),
        language=st.none() | st.sampled_from(["de", "fr", "it"]),
        last_agent=st.none() | NAMES,
        wanted_agent=st.none() | st.none() | NAMES,
        strain=st.sampled_from([1.0, 1.5, 2.0]),
        left=st.booleans(),
        passed=st.dictionaries(NAMES, st.sampled_from([NOW - 1, NOW - PASSED_MS]), max_size=2),
    ),
    unique_by=lambda item: item.conversation,
)
RULES = st.builds(
    AssignmentRules,
    st.just("automatic"),
    st.sampled_from(["least_loaded", "round_robin"]),
    st.sampled_from([2.0, 4.0]),
    st.integers(1, 3),
)


@settings(deadline=None, max_examples=300)
@given(QUEUE, AGENTS, RULES)
def test_whatever_waits_and_whoever_is_there(queue, agents, rules):
    made = assign(queue, agents, lambda _name: rules, NOW)
    items, team = {item.conversation: item for item in queue}, {agent.agent: agent for agent in agents}
    assert len({offer.conversation for offer in made}) == len(made)
    load, rings = {}, {}
    for offer in made:
        item, agent = items[offer.conversation], team[offer.agent]
        load.setdefault(offer.agent, agent.load)
        rings[offer.agent] = rings.get(offer.agent, agent.offers) + 1
        assert agent.available
        assert agent.breather_until <= NOW
        assert NOW - item.passed.get(offer.agent, -PASSED_MS) >= PASSED_MS
        assert item.wanted_agent in (None, offer.agent)
        assert item.wanted_agent or for_agent(item.department, item.skills, agent.departments, agent.skills)
        capacity = agent.capacity or rules.capacity
        assert load[offer.agent] == 0 or load[offer.agent] + item.strain <= capacity
        assert offer.facts.load == load[offer.agent]
        load[offer.agent] += item.strain
        assert rings[offer.agent] <= rules.offers
    _nobody_could_have(queue, made, team, rules, load, rings)


def _nobody_could_have(queue, made, team, rules, load, rings):
    """What stays in the queue stays because nobody who is meant has room."""
    taken = {offer.conversation for offer in made}
    spoken = {language for agent in team.values() for language in agent.languages}
    for item in queue:
        for agent in team.values() if item.conversation not in taken else ():
            speaks = not agent.languages or item.language not in spoken or item.language in agent.languages
            carries = load.get(agent.agent, agent.load)
            free = (
                agent.available
                and agent.breather_until <= NOW
                and rings.get(agent.agent, agent.offers) < rules.offers
                and (carries == 0 or carries + item.strain <= (agent.capacity or rules.capacity))
                and NOW - item.passed.get(agent.agent, -PASSED_MS) >= PASSED_MS
            )
            meant = speaks and for_agent(item.department, item.skills, agent.departments, agent.skills)
            assert not (free and meant and item.wanted_agent in (None, agent.agent)), (item, agent)
