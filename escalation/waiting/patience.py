"""How long people wait before they give up, learnt also from those who did not have to."""

from __future__ import annotations

from dataclasses import dataclass, field

STEP_S, STEPS = 300.0, 13  # five minutes, up to an hour and what is beyond
GIVE_UP_S = 3600.0  # the guess: one in so many seconds


@dataclass(slots=True)
class Patience:
    """How many gave up, and how long was waited, in each step of a wait."""

    left: list[float] = field(default_factory=lambda: [1.0] * STEPS)
    waited_s: list[float] = field(default_factory=lambda: [GIVE_UP_S] * STEPS)

    def stayed(self, waited_s: float) -> None:
        """Someone waited so long and was answered."""
        for step in range(STEPS):
            begin = step * STEP_S
            if waited_s <= begin:
                return
            self.waited_s[step] += min(waited_s - begin, STEP_S)

    def gave_up(self, waited_s: float) -> None:
        """Someone waited so long and left."""
        self.stayed(waited_s)
        self.left[min(int(waited_s / STEP_S), STEPS - 1)] += 1

    def hazard(self, waited_s: float) -> float:
        """The cumulated hazard of giving up: the chance to be there still is e to the minus of it."""
        total = max(0.0, waited_s - STEPS * STEP_S) * self.left[-1] / self.waited_s[-1]
        for step in range(STEPS):
            part = min(waited_s - step * STEP_S, STEP_S)
            if part <= 0:
                break
            total += part * self.left[step] / self.waited_s[step]
        return total
