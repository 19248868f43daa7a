"""The measure that all methods are held to: how many waits end inside their range, and how wide it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median

from escalation.waiting.calibration import Range
from escalation.waiting.replay import Ended, Said

WANTED, OFF = 0.8, 0.05
_MISS, _WORST_S = 2 / (1 - WANTED), 3600.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Of ``waits``, which share ended inside, before and after the range; its width in minutes; and
    ``score``, which a narrow range lowers and a miss raises (Winkler's interval score, in minutes; a miss
    counts as an hour at most, or one night would outweigh a month).
    """

    waits: int
    inside: float
    before: float
    after: float
    width: float
    score: float


def figures(pairs: Sequence[tuple[Range, float]]) -> Figures:
    """Of ranges with the seconds that came out."""
    count = len(pairs)
    before = sum(waited < row.low for row, waited in pairs) / count
    after = sum(waited > row.high for row, waited in pairs) / count
    width = median(row.high - row.low for row, _ in pairs) / 60
    score = mean(_score(row, waited) for row, waited in pairs) / 60
    return Figures(count, 1 - before - after, before, after, width, score)


def _score(row: Range, waited: float) -> float:
    miss = max(0.0, row.low - waited, waited - row.high)
    return row.high - row.low + _MISS * min(miss, _WORST_S)


def outcomes(
    ended: Iterable[Ended], method: str, chosen: Callable[[Said], bool]
) -> list[tuple[Range, float]]:
    """What a method said at the chosen moments, and how long it was from there. Who left before the end of
    the range would have been inside or after it: nobody knows, and they do not count.
    """
    pairs = []
    for wait in ended:
        for said in wait.said:
            if method not in said.ranges or not chosen(said):
                continue
            row = said.ranges[method]
            left = ((wait.answered_at or wait.left_at) - said.at) / 1000
            if wait.answered_at is not None or left > row.high:
                pairs.append((row, left))
    return pairs
