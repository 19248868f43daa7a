"""The labelled turns with their numbers, as the live bot would see them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bot.components import mood
from bot.components.encoder import Floats, vectors
from bot.components.standing import faded
from bot.components.talk_heads import fallbacks, numbers
from bot.components.wording import Wording
from bot.scoring.mood import frustration
from bot.turn import DialogueState, Json, Past

HERE = Path(__file__).parent
DIALOGUES = (
    "bins",
    "counters",
    "crafts",
    "culture",
    "deliveries",
    "embers",
    "errands",
    "everyday",
    "finance",
    "goods",
    "hazards",
    "house",
    "household",
    "lanes",
    "leisure",
    "money",
    "outings",
    "ovens",
    "perils",
    "public",
    "repairs",
    "retail",
    "sails",
    "schooling",
    "services",
    "shelves",
    "shops",
    "signals",
    "software",
    "tents",
    "travel",
    "vessels",
    "watts",
    "whispers",
)
MESSAGES = ("messages", "extra")
# GoEmotions' names for feelings that are no joy.
FELT = {
    "anger",
    "annoyance",
    "disgust",
    "disappointment",
    "disapproval",
    "sadness",
    "fear",
    "nervousness",
    "remorse",
    "grief",
    "embarrassment",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One customer turn. ``place`` counts the customer's turns; ``due`` says whether a person should be there
    by now (None: may be).
    """

    dialogue: str
    group: str
    place: int
    text: str
    vector: Floats
    earlier: Floats
    numbers: dict[str, float]
    label: Json
    fallbacks: float
    due: bool | None
    single: bool


def split() -> dict[str, list[str]]:
    """The trades kept aside, of dialogues and of messages."""
    found: dict[str, list[str]] = yaml.safe_load((HERE / "split.yml").read_text(encoding="utf-8"))
    return found


def read(name: str) -> Iterator[Json]:
    """The rows of one file."""
    with (HERE / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def numbers_of(text: str, case: DialogueState) -> tuple[dict[str, float], float]:
    """Every named number of a turn, and the mood level after it."""
    vector = vectors().of([text])[0]
    wording = Wording.of(text, case)
    named, _ = mood.features(wording, vector, case, mood.repeats(text, vector, case))
    told = frustration(named, case.level)
    return (
        numbers(wording, vector, case, {**named, **mood.listed(wording), "worded": told.worded}),
        told.level,
    )


def due_at(dialogue: Json, at: int) -> bool | None:
    """Whether a person should have been fetched by this turn; between the earliest and the best moment nobody
    says.
    """
    marks = dialogue["handoff"]
    earliest = dialogue["earliest_ok"] if dialogue["earliest_ok"] is not None else (marks or [0])[0]
    if not marks or at < earliest:
        return False
    return True if at >= marks[0] else None


def turns_of(dialogue: Json) -> Iterator[Turn]:
    """The customer's turns, each with the case before it."""
    case, place = DialogueState(), 0
    for at, turn in enumerate(dialogue["turns"]):
        if turn["who"] != "customer":
            case = case.with_past(Past("bot", turn["text"], kind=turn["kind"]))
            continue
        found, level = numbers_of(turn["text"], case)
        yield Turn(
            dialogue["id"],
            dialogue["domain"],
            place,
            turn["text"],
            vectors().of([turn["text"]])[0],
            faded(case),
            found,
            turn,
            fallbacks(case),
            due_at(dialogue, at),
            single=False,
        )
        place += 1
        case = replace(case, count=case.count + 1, level=level).with_past(Past("customer", turn["text"]))


def load(*, aside: bool) -> list[Turn]:
    """All turns; without the trades kept aside unless ``aside``."""
    out = {name: set() if aside else set(each) for name, each in split().items()}
    rows = [
        turn
        for name in DIALOGUES
        for each in read(name)
        if each["domain"] not in out["dialogues"]
        for turn in turns_of(each)
    ]
    for each in (each for name in MESSAGES for each in read(name) if each["domain"] not in out["messages"]):
        found, _ = numbers_of(each["text"], DialogueState())
        vector = vectors().of([each["text"]])[0]
        group = f"message-{each['domain']}"
        rows.append(
            Turn(each["id"], group, 0, each["text"], vector, vector * 0, found, each, 0.0, None, single=True)
        )
    return rows


def label(rows: list[Turn], name: str) -> list[Any]:
    """One label of every turn; single messages stand at the beginning and are never stuck."""
    return [row.label.get(name, False) for row in rows]
