"""What other triage settings would change, and which of the two agents' verdicts speak for. Pure arithmetic
on decisions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.turn import Json

NEEDED = frozenset({"too_early", "right", "too_late"})
VERDICTS = (*sorted(NEEDED), "not_needed")
SHOWN = 20


@dataclass(slots=True)
class Side:
    """One side's sums: decisions by kind, and conversations handed over by what the verdict says of them."""

    decisions: Counter[str] = field(default_factory=Counter)
    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, turns: list[Json], needed: bool | None) -> None:
        """One conversation's decisions; ``needed`` is None without a verdict."""
        self.decisions.update(turn["decision"] for turn in turns)
        handed = any(turn["decision"] == "handoff" for turn in turns)
        self.right += handed and needed is True
        self.wrong += handed and needed is False
        self.missed += not handed and needed is True

    def to_json(self) -> Json:
        """Counts; precision and recall of handing over, None where there is nothing to divide by."""
        return {
            "stay": self.decisions["stay"],
            "offer": self.decisions["offer"],
            "handoff": self.decisions["handoff"],
            "precision": _share(self.right, self.right + self.wrong),
            "recall": _share(self.right, self.right + self.missed),
        }


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


def changes(conversation: Json, before: list[Json], after: list[Json]) -> Iterator[Json]:
    """The customer turns on which the sides decide differently."""
    for old, new in zip(before, after, strict=True):
        if (old["decision"], old["reason"]) != (new["decision"], new["reason"]):
            yield {
                "id": conversation["id"],
                "i": old["i"],
                "text": conversation["turns"][old["i"]]["text"],
                "a": _told(old),
                "b": _told(new),
            }


def _told(row: Json) -> Json:
    return {name: row[name] for name in ("decision", "reason", "rule")}


def compared(judged: Iterable[tuple[Json, list[Json]]]) -> Json:
    """The whole comparison from (conversation, [decisions of A, decisions of B])."""
    sides, count, verdicts = (Side(), Side()), 0, 0
    changed: list[Json] = []
    for conversation, (first, second) in judged:
        wanted = needed(conversation)
        for side, decisions in zip(sides, (first, second), strict=True):
            side.add(decisions["turns"], wanted)
        changed += changes(conversation, first["turns"], second["turns"])
        count, verdicts = count + 1, verdicts + (wanted is not None)
    return {
        "conversations": count,
        "verdicts": verdicts,
        "a": sides[0].to_json(),
        "b": sides[1].to_json(),
        "changes": changed,
    }


def report(found: Json) -> str:
    """The comparison for people."""
    told, turns = _count(found["conversations"], "conversation"), _count(len(found["changes"]), "turn")
    lines = [f"{told}, {found['verdicts']} with a verdict; {turns} would change."]
    lines += ["", f"{'':12}{'stay':>8}{'offer':>8}{'hand-off':>10}{'precision':>11}{'recall':>8}"]
    for name in ("a", "b"):
        side = found[name]
        shares = [f"{side[each]:.2f}" if side[each] is not None else "-" for each in ("precision", "recall")]
        lines.append(
            f"{name.upper():12}{side['stay']:>8}{side['offer']:>8}{side['handoff']:>10}{shares[0]:>11}{shares[1]:>8}"
        )
    if found["changes"]:
        lines.append("")
    for each in found["changes"][:SHOWN]:
        lines.append(
            f"{each['id']} turn {each['i']}: {_word(each['a'])} → {_word(each['b'])}  “{each['text'][:80]}”"
        )
    more = len(found["changes"]) - SHOWN
    return "\n".join([*lines, *([f"… and {more} more; --json lists all."] if more > 0 else [])])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _word(told: Json) -> str:
    return f"{told['decision']} ({told['reason']})" if told["reason"] else str(told["decision"])
