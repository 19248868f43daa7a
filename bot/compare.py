"""What other triage settings would change, and which of the two agents' verdicts speak for. Pure arithmetic
on decisions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.heard import JudgedTurn
from bot.judgement import HANDOFF, OFFER, STAY, Tag
from bot.turn import Json

Decided = tuple[Json, list[list[JudgedTurn]]]  # a conversation, and its decisions under each of the rules
NEEDED = frozenset({"too_early", "right", "too_late"})
VERDICTS = (*sorted(NEEDED), "not_needed")
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Sums:
    """One side's decisions by kind; precision and recall of handing over, None where there is nothing to
    divide by.
    """

    stay: int
    offer: int
    handoff: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one side decided on a turn, and why."""

    decision: str
    reason: str | None
    rule: Tag | None

    @classmethod
    def of(cls, turn: JudgedTurn) -> Verdict:
        """Of a turn as it was judged."""
        return cls(turn.decision, turn.reason, turn.rule)

    def __str__(self) -> str:
        """For people."""
        return f"{self.decision} ({self.reason})" if self.reason else self.decision


@dataclass(frozen=True, slots=True)
class Change:
    """A customer turn on which the sides decide differently."""

    id: str | int
    i: int
    text: str
    a: Verdict
    b: Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides' sums, and every turn that would change."""

    conversations: int
    verdicts: int
    a: Sums
    b: Sums
    changes: tuple[Change, ...]


@dataclass(slots=True)
class Side:
    """One side's counts: decisions by kind, and conversations handed over by what their verdict says."""

    decisions: Counter[str] = field(default_factory=Counter)
    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, turns: list[JudgedTurn], needed: bool | None) -> None:
        """One conversation's decisions; ``needed`` is None without a verdict."""
        self.decisions.update(turn.decision for turn in turns)
        handed = any(turn.decision == HANDOFF for turn in turns)
        self.right += handed and needed is True
        self.wrong += handed and needed is False
        self.missed += not handed and needed is True

    def sums(self) -> Sums:
        """What was counted."""
        return Sums(
            self.decisions[STAY],
            self.decisions[OFFER],
            self.decisions[HANDOFF],
            _share(self.right, self.right + self.wrong),
            _share(self.right, self.right + self.missed),
        )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def needed(conversation: Json) -> bool | None:
    """Whether a person was needed, by the agent's ``verdict``, else by turns marked ``handoff``; None if
    nobody said.
    """
    if "verdict" in conversation:
        return conversation["verdict"] in NEEDED
    marks = [turn["handoff"] for turn in conversation["turns"] if "handoff" in turn]
    return any(marks) if marks else None


def changes(conversation: Json, before: list[JudgedTurn], after: list[JudgedTurn]) -> Iterator[Change]:
    """The customer turns on which the sides decide differently."""
    for old, new in zip(before, after, strict=True):
        if (old.decision, old.reason) != (new.decision, new.reason):
            text = conversation["turns"][old.i]["text"]
            yield Change(conversation["id"], old.i, text, Verdict.of(old), Verdict.of(new))


def compared(judged: Iterable[Decided]) -> Comparison:
    """The whole comparison from (conversation, [decisions of A, decisions of B])."""
    first, second, count, verdicts = Side(), Side(), 0, 0
    changed: list[Change] = []
    for conversation, (before, after) in judged:
        verdict = needed(conversation)
        first.add(before, verdict)
        second.add(after, verdict)
        changed += changes(conversation, before, after)
        count, verdicts = count + 1, verdicts + (verdict is not None)
    return Comparison(count, verdicts, first.sums(), second.sums(), tuple(changed))


def report(comparison: Comparison) -> str:
    """The comparison for people."""
    conversations, turns = (
        _count(comparison.conversations, "conversation"),
        _count(len(comparison.changes), "turn"),
    )
    lines = [f"{conversations}, {comparison.verdicts} with a verdict; {turns} would change."]
    lines += ["", f"{'':12}{'stay':>8}{'offer':>8}{'hand-off':>10}{'precision':>11}{'recall':>8}"]
    for name, side in (("A", comparison.a), ("B", comparison.b)):
        shares = [f"{share:.2f}" if share is not None else "-" for share in (side.precision, side.recall)]
        lines.append(f"{name:12}{side.stay:>8}{side.offer:>8}{side.handoff:>10}{shares[0]:>11}{shares[1]:>8}")
    if comparison.changes:
        lines.append("")
    for change in comparison.changes[:SHOWN]:
        lines.append(f"{change.id} turn {change.i}: {change.a} → {change.b}  “{change.text[:80]}”")
    more = len(comparison.changes) - SHOWN
    return "\n".join([*lines, *([f"… and {more} more; --json lists all."] if more > 0 else [])])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
