"""Why a conversation went to an agent, as one sentence for people. The only place where it is worded."""

from __future__ import annotations

from collections.abc import Callable

from escalation.core.assignment import OfferFacts
from escalation.core.strain import CALM

MINUTE_MS = 60_000
Name = Callable[[str], str]


def explain(facts: OfferFacts, agent: str, name: Name = str) -> str:
    """``agent`` is their name; ``name`` turns the id of a department or a skill into what people call it."""
    needs = [name(needed) for needed in ([facts.department] if facts.department else []) + facts.skills]
    needs += [f"language {facts.language}"] if facts.language else []
    wanted = f" Needed: {', '.join(needs)}." if needs else ""
    return f"{_choice(facts, agent)}{wanted} {_waited(facts)}"


def _choice(facts: OfferFacts, agent: str) -> str:
    carries = f"{facts.load:g} of {facts.capacity:g}"
    match facts.rule:
        case "wanted":
            return f"It was transferred to {agent}."
        case "returning":
            return f"{agent} helped this customer before and has room ({carries})."
        case "round_robin":
            return f"It was {agent}'s turn among {_agents(facts.candidates)}."
        case _:
            return f"{agent} had the least to do ({carries}) of {_agents(facts.candidates)}."


def _agents(count: int) -> str:
    return "1 available agent" if count == 1 else f"{count} available agents"


def _waited(facts: OfferFacts) -> str:
    minutes = facts.waited_ms // MINUTE_MS
    waited = "under a minute" if minutes < 1 else "1 minute" if minutes == 1 else f"{minutes} minutes"
    weight = f" and counts as {facts.strain:g}" if facts.strain > CALM else ""
    return f"It waited {waited}{weight}."
