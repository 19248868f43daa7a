"""Fits the heads. Everything is chosen and calibrated on turns of trades that the head in question was not
fitted on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression, Ridge

from bot.components.encoder import Floats
from bot.components.talk_heads import DANGERS, HINTS, ODDS
from bot.scoring import need
from bot.scoring.heads import LIMIT, Head
from bot.training.data import Turn, label

Array = npt.NDArray[np.float64]
NOTHING = np.zeros(0, dtype=np.float32)
FOLDS = 8
LEFT_OUT = ("message-various",)  # written beside the trades: always learnt from, never measured on


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one head weighs the message's meaning, the earlier lines' meaning and the named numbers, and how
    freely.
    """

    meaning: float = 3.0
    earlier: float = 1.5
    numbers: float = 0.4
    freedom: float = 0.3


RECIPES = {"person": Recipe(4.0, 0.0, 0.4, 0.5)}
DANGER = Recipe(1.0, 0.0, 0.5, 5.0)


@dataclass(frozen=True, slots=True)
class Columns:
    """The turns as arrays."""

    rows: list[Turn]
    vectors: Floats
    earlier: Floats
    names: tuple[str, ...]
    numbers: Floats

    @classmethod
    def of(cls, rows: list[Turn]) -> Columns:
        """Hints belong to the danger heads alone."""
        names = tuple(sorted(name for name in rows[0].numbers if name not in HINTS))
        return cls(
            rows,
            np.stack([row.vector for row in rows]),
            np.stack([row.earlier for row in rows]),
            names,
            np.array([[row.numbers[name] for name in names] for row in rows], dtype=np.float32),
        )

    @property
    def singles(self) -> npt.NDArray[np.bool_]:
        """Which are messages on their own."""
        return np.array([row.single for row in self.rows])


Fitter = Callable[[npt.NDArray[np.bool_]], Head]


def _scaled(numbers: Floats) -> tuple[Floats, Floats, Floats]:
    centre, spread = numbers.mean(0), numbers.std(0)
    spread = np.where(spread < 1e-6, 1.0, spread).astype(np.float32)
    return centre, spread, np.clip((numbers - centre) / spread, -LIMIT, LIMIT)


def fitted(
    columns: Columns, target: Array, use: npt.NDArray[np.bool_], recipe: Recipe, *, linear: bool = False
) -> Head:
    """A head on the turns ``use``; ridge regression on a scale if ``linear``."""
    centre, spread, plain = _scaled(columns.numbers[use])
    both = np.hstack(
        [recipe.meaning * columns.vectors[use], recipe.earlier * columns.earlier[use], recipe.numbers * plain]
    )
    model = Ridge(3.0) if linear else LogisticRegression(C=recipe.freedom, max_iter=500)
    model.fit(both, target[use])
    found = np.asarray(model.coef_, dtype=np.float32).reshape(-1)
    width = columns.vectors.shape[1]
    return Head(
        recipe.meaning * found[:width],
        recipe.earlier * found[width : 2 * width],
        columns.names,
        centre.astype(np.float32),
        spread,
        recipe.numbers * found[2 * width :],
        float(np.ravel(model.intercept_)[0]),
    )


@dataclass(frozen=True, slots=True)
class Plain:
    """Examples of the danger kinds that stand outside dialogues, and messages that are none: text kinds,
    vectors, hints.
    """

    kinds: npt.NDArray[np.str_]
    vectors: Floats
    hints: Floats


def danger(columns: Columns, kind: str, use: npt.NDArray[np.bool_], plain: Plain) -> Head:
    """One kind against the rest; other kinds count little as its opposite, for who is in danger is rarely so
    in one way only.
    """
    told = np.array([row.label["danger"] or "none" for row in columns.rows])[use]
    hinted = np.array([[row.numbers[name] for name in HINTS] for row in columns.rows], dtype=np.float32)[use]
    kinds = np.concatenate([told, plain.kinds])
    both = np.hstack(
        [np.vstack([columns.vectors[use], plain.vectors]), DANGER.numbers * np.vstack([hinted, plain.hints])]
    )
    right = kinds == kind
    weight = np.where(
        ~right & (kinds != "none"),
        0.2,
        np.where(np.arange(len(kinds)) >= len(told) + sum(plain.kinds != "none"), 0.3, 1.0),
    )
    model = LogisticRegression(C=DANGER.freedom, max_iter=400, class_weight={False: 1.0, True: 5.0}).fit(
        both, right, sample_weight=weight
    )
    width, found = columns.vectors.shape[1], model.coef_[0].astype(np.float32)
    zeros, ones = np.zeros(len(HINTS), np.float32), np.ones(len(HINTS), np.float32)
    return Head(
        found[:width], NOTHING, HINTS, zeros, ones, DANGER.numbers * found[width:], float(model.intercept_[0])
    )


def any_danger(columns: Columns, use: npt.NDArray[np.bool_], plain: Plain) -> Head:
    """Danger of whatever kind against none, by what was said before as well: told calmly it is heard in
    what a turn adds to a talk. Of examples outside dialogues only the words are known, so calm ones count
    little.
    """
    names = (*columns.names, *HINTS)
    numbers = np.array([[row.numbers[name] for name in names] for row in columns.rows], dtype=np.float32)
    centre, spread, scaled = _scaled(numbers[use])
    hinted = np.zeros((len(plain.kinds), len(names)), dtype=np.float32)
    at = -len(HINTS)
    hinted[:, at:] = np.clip((plain.hints - centre[at:]) / spread[at:], -LIMIT, LIMIT)
    recipe, kinds = Recipe(), plain.kinds != "none"
    both = np.hstack(
        [
            recipe.meaning * np.vstack([columns.vectors[use], plain.vectors]),
            recipe.earlier * np.vstack([columns.earlier[use], np.zeros_like(plain.vectors)]),
            recipe.numbers * np.vstack([scaled, hinted]),
        ]
    )
    told = np.array([row.label["danger"] is not None for row in columns.rows])[use]
    weight = np.concatenate([np.ones(len(told)), np.where(kinds, 1.0, 0.1)])
    model = LogisticRegression(C=recipe.freedom, max_iter=500)
    model.fit(both, np.concatenate([told, kinds]), sample_weight=weight)
    found, width = model.coef_[0].astype(np.float32), columns.vectors.shape[1]
    return Head(
        recipe.meaning * found[:width],
        recipe.earlier * found[width : 2 * width],
        names,
        centre.astype(np.float32),
        spread,
        recipe.numbers * found[2 * width :],
        float(model.intercept_[0]),
    )


def odds_of(head: Head, columns: Columns, at: npt.NDArray[np.intp]) -> Array:
    """The head's log-odds of some turns."""
    return np.array(
        [head.log_odds(columns.rows[i].numbers, columns.rows[i].vector, columns.rows[i].earlier) for i in at]
    )


def targets(rows: list[Turn]) -> dict[str, tuple[Array, npt.NDArray[np.bool_]]]:
    """What each head learns, and from which turns."""
    felt, single = np.array(label(rows, "frustration"), dtype=float), np.array([row.single for row in rows])
    every = np.ones(len(rows), dtype=bool)
    due = np.array([float(bool(row.due)) for row in rows])
    known = np.array([row.due is not None for row in rows])
    return {
        "upset": (1.0 * (felt >= 2), every),
        "angry": (1.0 * (felt >= 3), every),
        "stuck": (np.array(label(rows, "stuck"), dtype=float), ~single),
        "person": (np.array(label(rows, "wants_person"), dtype=float), every),
        "tangled": (1.0 * (np.array(label(rows, "complexity")) >= 2), every),
        "person_due": (due, known),
        "complexity": (np.array(label(rows, "complexity"), dtype=float), every),
        "sentiment": (np.array(label(rows, "sentiment"), dtype=float), every),
    }


def first_heads(columns: Columns, plain: Plain, keep: npt.NDArray[np.bool_]) -> dict[str, Head]:
    """Every head but the last, on the turns ``keep``."""
    found = {}
    for name, (target, use) in targets(columns.rows).items():
        found[name] = fitted(
            columns, target, use & keep, RECIPES.get(name, Recipe()), linear=name not in ODDS
        )
    found |= {f"danger_{kind}": danger(columns, kind, keep, plain) for kind in DANGERS}
    return found | {"danger": any_danger(columns, keep, plain)}


def out_of_trade(columns: Columns, plain: Plain) -> dict[str, Array]:
    """Every head's log-odds of each turn, from heads fitted without its trade (:data:`FOLDS` groups of
    trades).
    """
    groups = np.array([row.group for row in columns.rows])
    trades = sorted(set(groups) - set(LEFT_OUT))
    fold = {trade: at % FOLDS for at, trade in enumerate(trades)}
    place = np.array([fold.get(group, -1) for group in groups])
    found: dict[str, Array] = {}
    for number in range(FOLDS):
        at = np.flatnonzero(place == number)
        for name, head in first_heads(columns, plain, place != number).items():
            found.setdefault(name, np.full(len(groups), np.nan))[at] = odds_of(head, columns, at)
    return found


def stacked(columns: Columns, odds: dict[str, Array]) -> tuple[list[dict[str, float]], npt.NDArray[np.intp]]:
    """The numbers of the need of each turn of a dialogue, in order, and the turns' places."""
    found, places, marks = [], [], dict[str, float]()
    for at, row in enumerate(columns.rows):
        if row.single:
            continue
        marks = {} if row.place == 0 else marks
        told = {name: float(odds[name][at]) for name in (*ODDS, "danger")}
        before = {**marks, "fallbacks": row.fallbacks}
        found.append(need.numbers(told, row.numbers, before, row.place))
        places.append(at)
        marks = need.marked(told, before)
    return found, np.array(places)


def need_head(found: list[dict[str, float]], target: Array, use: npt.NDArray[np.bool_]) -> Head:
    """The last head, on the scores of the others."""
    names = tuple(sorted(found[0]))
    numbers = np.array([[each[name] for name in names] for each in found], dtype=np.float32)[use]
    centre, spread, plain = _scaled(numbers)
    model = LogisticRegression(C=0.1, max_iter=500).fit(plain, target[use])
    return Head(
        NOTHING,
        NOTHING,
        names,
        centre.astype(np.float32),
        spread,
        model.coef_[0].astype(np.float32),
        float(model.intercept_[0]),
    )
