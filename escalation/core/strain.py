"""How much a conversation takes out of an agent: load is counted by it, and a breather follows a hard one.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterable

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


def breather_until(strain: float, left_at: int, breather_ms: int, wrap_up_ms: int = 0) -> int:
    """Until when an agent gets nothing new after a conversation of this strain left them: the breather after
    a hard one, the time to wrap up after any; 0 for at once.
    """
    rest = max(wrap_up_ms, breather_ms) if strain >= HARD else wrap_up_ms
    return left_at + rest if rest else 0
