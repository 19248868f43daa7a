"""The heads of a talk: anger, a talk that stands still, a wish for a person, danger, complexity, and the need
of a person by now.

Trained by ``python -m bot.training`` on bot/training (the project's own dialogues); figures are in
bot/heads/talk.json.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.components.encoder import Floats
from bot.components.request_count import counts, expected_requests
from bot.components.standing import faded, standing
from bot.components.wording import Wording
from bot.scoring import need
from bot.scoring.heads import Head, Numbers
from bot.scoring.mood import sigmoid
from bot.turn import DialogueState, Json

FILE = Path(__file__).resolve().parents[1] / "heads" / "talk.npz"
ODDS = ("upset", "angry", "stuck", "person", "tangled", "person_due")
LINEAR = ("complexity", "sentiment")
DANGERS = ("safety", "self_harm", "legal", "fraud", "press", "grief", "medical", "data_request")
HINTS = ("harm", "gas", "body", "despair", "stranger", "law", "media", "loss")
COUNTED = ("request_words", "request_content", "request_cues", "request_stretches", "request_marks")


@dataclass(frozen=True, slots=True)
class Told:
    """What the heads say of one turn: log-odds by head and their parts, danger by kind, two plain scales, and
    the marks carried on.
    """

    odds: dict[str, float]
    parts: dict[str, dict[str, float]]
    danger: dict[str, float]
    scales: dict[str, float]
    need: float
    themes: dict[str, float]
    marks: dict[str, float]


@functools.lru_cache(maxsize=1)
def heads() -> dict[str, Head]:
    """The shipped heads by name, loaded once."""
    with np.load(FILE) as arrays:
        return {
            name: Head.from_arrays(name, arrays)
            for name in sorted({file.partition(".")[0] for file in arrays.files})
        }


def hints(text: str) -> dict[str, float]:
    """How many words of each list danger is often told with, at most two."""
    return hinted(Wording.of(text))


def hinted(wording: Wording) -> dict[str, float]:
    """The same of a message's wording."""
    names = [hint.name for hint in wording.hints]
    return {name: float(min(2, names.count(name))) for name in HINTS}


def numbers(
    wording: Wording, vector: Floats, case: DialogueState, features: Mapping[str, float]
) -> dict[str, float]:
    """Every named number of a turn; ``features`` are those of mood and wording."""
    counted = counts(wording)
    requests = {**dict(zip(COUNTED, counted, strict=True)), "requests": expected_requests(counted, vector)}
    return {**features, **standing(wording, vector, case), **hinted(wording), **requests}


def fallbacks(case: DialogueState) -> float:
    """The bot's lines so far that gave nothing."""
    return float(min(3, sum(turn.kind == "fallback" for turn in case.turns)))


def told(vector: Floats, case: DialogueState, features: Mapping[str, float]) -> Told:
    """The heads' view of one turn."""
    models, earlier = heads(), faded(case)
    features = Numbers(features)
    parts = {name: models[name].parts(features, vector, earlier) for name in ODDS}
    odds = {name: models[name].bias + sum(shares.values()) for name, shares in parts.items()}
    danger = {kind: models[f"danger_{kind}"].log_odds(features, vector, earlier) for kind in DANGERS}
    odds["danger"] = models["danger"].log_odds(features, vector, earlier)
    scales = {name: models[name].log_odds(features, vector, earlier) for name in LINEAR}
    before = {**case.marks, "fallbacks": fallbacks(case)}
    needed = models["need"].parts(need.numbers(odds, features, before, len(case.said)), vector, earlier)
    return Told(
        odds,
        parts,
        danger,
        scales,
        models["need"].bias + sum(needed.values()),
        need.themes(needed),
        need.marked(odds, before),
    )


# Wording ranks calm turns, as whoever is merely dissatisfied shows it; the heads of anger lift a turn above
# them from HEARD on, and words alone lift none above CALM by more than ROOM over what the heads say: capitals
# and swearing are joy as often as anger.
HEARD, GAIN, ROOM, CALM = -2.0, 1.5, 2.0, -0.8
Scale = tuple[float, float]


@functools.lru_cache(maxsize=1)
def scales() -> dict[str, Scale]:
    """From a head's log-odds to a score on which the thresholds of the triage settings mean a share of false
    alarms.
    """
    pairs = json.loads(FILE.with_suffix(".json").read_text(encoding="utf-8"))["scales"]
    return {name: (float(slope), float(start)) for name, (slope, start) in pairs.items()}


MEANT = {
    "insult": 2.0,
    "service_words": 1.5,
    "sarcasm": 3.0,
}  # what the lists know to be meant for us makes room for more


def felt(anger: float, worded: float, aim: float = 0.0) -> float:
    """Log-odds of frustration from those of the heads of anger and those of the wording."""
    lifted = worded + GAIN * max(0.0, anger - HEARD)
    return lifted if lifted <= CALM else max(CALM, min(lifted, anger + ROOM + aim))


def meant(features: Mapping[str, float]) -> float:
    """How much the lists of insults, of words of the let down, and of praise that is none, found."""
    return sum(weight * features.get(name, 0.0) for name, weight in MEANT.items())


def raw(odds: Mapping[str, float], needed: float, worded: float, listed: float = 0.0) -> dict[str, float]:
    """The log-odds that become scores."""
    return {
        "frustration": felt((odds["upset"] + odds["angry"]) / 2, worded, listed),
        "stuck": odds["stuck"],
        "wants_person": odds["person"],
        "tangled": odds["tangled"],
        "need": needed,
    }


KIND, MOST = 0.5, 6.0


def any_danger(odds: float, nearest: float) -> float:
    """Log-odds of danger of whatever kind: its own head's, and how far the likeliest kind is above its
    threshold.
    """
    return odds + KIND * min(MOST, max(-MOST, nearest))


def dangers(view: Told) -> dict[str, float]:
    """Log-odds of each kind above its threshold; the likeliest kind is claimed as well where danger of any
    kind is.
    """
    above = {kind: value - scales()[f"danger_{kind}"][1] for kind, value in view.danger.items()}
    nearest = max(above, key=lambda kind: above[kind])
    joint = any_danger(view.odds["danger"], above[nearest]) - scales()["danger"][1]
    return {kind: round(value, 4) for kind, value in {**above, nearest: max(above[nearest], joint)}.items()}


def scores(view: Told, worded: float, listed: float) -> Json:
    """What the other components, triage and the log get to see."""
    scaled = {
        name: scales()[name][0] * value + scales()[name][1]
        for name, value in raw(view.odds, view.need, worded, listed).items()
    }
    return {
        **{name: round(sigmoid(value), 4) for name, value in scaled.items()},
        "sentiment": round(math.tanh(view.scales["sentiment"]), 4),
        "marks": view.marks,
        "themes": {name: round(value, 3) for name, value in view.themes.items()},
        "dangers": dangers(view),
        "complexity_odds": round(view.scales["complexity"], 4),
    }
