"""What a customer is told of a range: whole minutes, that change for a reason only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from escalation.waiting.calibration import Range

MINUTE_S = 60.0
_NOTICED, _LEAST_S = 0.3, 90.0  # a new range is said when its end moves by a third, and by this much


@dataclass(frozen=True, slots=True)
class Minutes:
    """``low`` to ``high`` minutes from now; ``longer``: more than was said before."""

    low: int
    high: int
    longer: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """The moments (UTC milliseconds) between which the customer now expects an agent."""

    begins: int
    ends: int
    longer: bool = False

    def minutes(self, now: int) -> Minutes:
        """In words for ``now``: a clock that runs down, and no end in the past."""
        low = rounded((self.begins - now) / 1000)
        high = max(rounded((self.ends - now) / 1000), low + 1)
        return Minutes(low, high, self.longer)


def rounded(seconds: float) -> int:
    """Minutes as people say them: by one up to a quarter of an hour, then by five, from an hour on by
    fifteen.
    """
    minutes = max(0.0, seconds / MINUTE_S)
    step = 1 if minutes < 15 else 5 if minutes < 60 else 15
    return int(minutes / step + 0.5) * step


def shown(before: Shown | None, fresh: Range, now: int) -> Shown:
    """What is told now: what was told before, as long as it is not off by much."""
    new = Shown(now + round(fresh.low * 1000), now + round(fresh.high * 1000))
    if before is None:
        return new
    moved, noticed = (new.ends - before.ends) / 1000, max(_LEAST_S, fresh.high * _NOTICED)
    if abs(moved) < noticed:
        return before if before.ends > now else replace(new, longer=before.longer or moved > MINUTE_S)
    return replace(new, longer=moved > 0)
