"""How much a conversation takes out of an agent: load is counted by it, and a breather follows a hard one.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from escalation.core.reasons import Reason

CALM, FRUSTRATED, HARD = 1.0, 1.5, 2.0
# Frustration as the bot scores it; where it offers an agent, and where it hands off by itself.
FRUSTRATED_FROM, FURIOUS_FROM = 0.55, 0.8
_OF_REASON = {str(Reason.RISK): HARD, str(Reason.FRUSTRATION): FRUSTRATED}


def strain_of(frustration: float, in_danger: bool) -> float:
    """The strain of one customer's turn: calm 1, frustrated 1.5, furious or dangerous 2."""
    if in_danger or frustration >= FURIOUS_FROM:
        return HARD
    return FRUSTRATED if frustration >= FRUSTRATED_FROM else CALM


def strain_of_reason(reason: str) -> float:
    """What the reason of a hand-off says of the strain by itself."""
    return _OF_REASON.get(reason, CALM)


def load_of(strains: Iterable[float]) -> float:
    """The load of an agent who has conversations of these strains."""
    return sum(strains)


@dataclass(frozen=True, slots=True)
class Ending:
    """A conversation an agent had: when it left them, its strain, and the breather its department gives."""

    left_at: int
    strain: float
    breather_ms: int


def breather_until(endings: Iterable[Ending], waived_at: int) -> int:
    """Until when an agent gets nothing new, 0 if they do: after the hardest, and not what ended before they
    last waived a breather.
    """
    hard = [
        ending.left_at + ending.breather_ms
        for ending in endings
        if ending.strain >= HARD and ending.breather_ms and ending.left_at > waived_at
    ]
    return max(hard, default=0)
