"""``python -m bot.training DIR [--without-aside]``: trains bot/heads/talk.npz.

DIR holds banking77 and goemotions, whose calm messages are examples of no danger. ``--without-aside`` leaves
the trades of split.yml out: the heads that docs/judgement.md's figures of those trades come from. The heads
shipped are fitted by the same recipe on all.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from sklearn.metrics import roc_auc_score

from bot.components import talk_heads
from bot.components.encoder import vectors
from bot.components.talk_heads import DANGERS, FILE, ODDS, hints
from bot.scoring.mood import logit
from bot.training.data import FELT, Turn, load
from bot.training.fit import Array, Columns, Plain, first_heads, need_head, out_of_trade, stacked, targets
from knowledge.encoder import Encoder
from knowledge.encoder_stamp import encoder_folder

EXAMPLES = FILE.with_name("risk_examples.yml")
FRAUD = {
    "compromised_card",
    "lost_or_stolen_card",
    "card_payment_not_recognised",
    "cash_withdrawal_not_recognised",
    "direct_debit_payment_not_recognised",
    "lost_or_stolen_phone",
}
# Shares of turns without the thing that may still reach the score of an offer, and of a hand-over.
FALSE = {
    "frustration": (0.04, 0.01),
    "stuck": (0.04, 0.01),
    "wants_person": (0.03, 0.01),
    "tangled": (0.04, 0.01),
    "need": (0.05, 0.014),
}
# Every turn has several chances of a false alarm, so most stand stricter than one in a hundred: the score on
# that scale at which a hand-over's threshold is put. Chosen by leaving files out, on the trades that are not
# kept aside.
PUT_AT = {"frustration": 0.875, "stuck": 0.88, "need": 0.62, "tangled": 0.76, "wants_person": 0.84}
DANGER_FALSE = 0.003  # of turns without any danger, for each kind
ANY_FALSE = 0.015  # the same for danger of whatever kind
# Log-odds above that, where a life is at stake least; what is told in the words of a scene
# (bot/lexicon/scenes.yml) needs no head.
MARGIN = {"safety": 2.0, "self_harm": 2.0, "medical": 2.0, "fraud": 2.5}
OTHER_MARGIN = 2.9
# Where the two shares stand on every score; the settings are chosen on that scale.
OFFER, HANDOFF = (
    0.55,
    0.72,
)


def _calm(folder: Path) -> list[str]:
    """What bank customers ask, and what people remark without grief or anger."""
    with (folder / "banking77" / "train.csv").open(encoding="utf-8", newline="") as lines:
        asked = [row["text"] for row in csv.DictReader(lines) if row["category"] not in FRAUD]
    names = (folder / "goemotions" / "labels.txt").read_text(encoding="utf-8").split()
    rows = [
        line.split("\t")
        for line in (folder / "goemotions" / "train.tsv").read_text(encoding="utf-8").splitlines()
    ]
    calm = [row[0] for row in rows if not FELT & {names[int(at)] for at in row[1].split(",")}]
    return [*asked[::3], *calm[::6]]


def _plain(folder: Path) -> Plain:
    written = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))
    none = [*written.pop("none"), *_calm(folder)]
    pairs = [(kind, text) for kind, texts in written.items() for text in texts] + [
        ("none", text) for text in none
    ]
    known = vectors().of([text for kind, text in pairs if kind != "none"])
    calm = Encoder(encoder_folder()).encode(none)
    hinted = np.array([list(hints(text).values()) for _, text in pairs], dtype=np.float32)
    return Plain(np.array([kind for kind, _ in pairs]), np.vstack([known, calm]), hinted)


def _above(values: Array, part: float) -> float:
    """The value that only ``part`` of the values exceed."""
    return float(np.quantile(values, 1 - part))


def _scale(name: str, values: Array) -> tuple[float, float]:
    """A line on which an offer's and a hand-over's share of false alarms stand at their thresholds, then
    :data:`PUT_AT`.
    """
    low, high = (_above(values, part) for part in FALSE[name])
    slope = (logit(HANDOFF) - logit(OFFER)) / max(high - low, 0.05)
    stricter = logit(PUT_AT.get(name, HANDOFF)) - logit(HANDOFF)
    return round(slope, 4), round(logit(HANDOFF) - slope * high - stricter, 4)


def _calm_turns(columns: Columns, name: str) -> npt.NDArray[np.bool_]:
    """The turns on which this score should stay low."""
    felt = np.array([row.label["frustration"] for row in columns.rows])
    never = {row.dialogue for row in columns.rows if row.due} | {
        row.dialogue for row in columns.rows if row.due is None and not row.single
    }
    quiet = np.array([row.dialogue not in never and not row.single for row in columns.rows])
    wanted = {
        "frustration": felt <= 1,
        "stuck": ~np.array([bool(row.label.get("stuck")) for row in columns.rows]),
        "wants_person": ~np.array([row.label["wants_person"] for row in columns.rows]),
        "tangled": np.array([row.label["complexity"] <= 1 for row in columns.rows]),
        "need": quiet,
    }
    return np.asarray(wanted[name] & quiet)


def _scales(columns: Columns, odds: dict[str, Array], needed: Array) -> dict[str, tuple[float, float]]:
    measured = ~np.isnan(odds["upset"])
    worded = np.array([each.numbers["worded"] for each in columns.rows])
    told = [
        talk_heads.raw(
            {name: odds[name][at] for name in ODDS},
            needed[at],
            worded[at],
            talk_heads.meant(columns.rows[at].numbers),
        )
        for at in range(len(worded))
    ]
    raw = {name: np.array([each[name] for each in told]) for name in FALSE}
    found = {name: _scale(name, raw[name][measured & _calm_turns(columns, name)]) for name in FALSE}
    return found | _danger_scales(
        odds, measured & np.array([row.label["danger"] is None for row in columns.rows])
    )


def _danger_scales(odds: dict[str, Array], safe: npt.NDArray[np.bool_]) -> dict[str, tuple[float, float]]:
    """Thresholds by what turns without danger reach: of each kind with a margin, and of all together."""
    least = {
        kind: round(_above(odds[f"danger_{kind}"][safe], DANGER_FALSE) + MARGIN.get(kind, OTHER_MARGIN), 4)
        for kind in DANGERS
    }
    nearest = np.max([odds[f"danger_{kind}"] - start for kind, start in least.items()], axis=0)
    joint = [talk_heads.any_danger(*pair) for pair in zip(odds["danger"][safe], nearest[safe], strict=True)]
    found = {f"danger_{kind}": (1.0, start) for kind, start in least.items()}
    return found | {"danger": (1.0, round(_above(np.array(joint), ANY_FALSE), 4))}


def _figures(columns: Columns, odds: dict[str, Array], needed: Array) -> dict[str, Any]:
    """AUROC out of trade, of single messages and of turns in a dialogue."""
    told: dict[str, Any] = {}
    for name, (target, use) in targets(columns.rows).items():
        for place, which in (("messages", columns.singles), ("dialogues", ~columns.singles)):
            at = use & which & ~np.isnan(odds[name])
            if name in ODDS and 0 < target[at].sum() < at.sum():
                told[f"{name}, {place}"] = round(float(roc_auc_score(target[at], odds[name][at])), 3)
    due = np.array([row.due is True for row in columns.rows])
    known = np.array([row.due is not None for row in columns.rows])
    told["need, dialogues"] = round(float(roc_auc_score(due[known], needed[known])), 3)
    danger = odds["danger"]
    real, at = np.array([row.label["danger"] is not None for row in columns.rows]), ~np.isnan(danger)
    told["danger"] = round(float(roc_auc_score(real[at], danger[at])), 3)
    return told


def train(folder: Path, rows: list[Turn]) -> dict[str, Any]:
    """Fit, calibrate, write; returns what is kept beside the weights."""
    columns, plain = Columns.of(rows), _plain(folder)
    odds = out_of_trade(columns, plain)
    numbers, places = stacked(columns, odds)
    due = np.array([float(rows[at].due is True) for at in places])
    known = np.array([rows[at].due is not None for at in places])
    groups = np.array([rows[at].group for at in places])
    needed = np.full(len(rows), np.nan)
    for trade in sorted(set(groups)):
        head = need_head(numbers, due, known & (groups != trade))
        for at in np.flatnonzero(groups == trade):
            needed[places[at]] = head.log_odds(numbers[at], rows[0].vector, rows[0].earlier)
    found = first_heads(columns, plain, np.ones(len(rows), dtype=bool)) | {
        "need": need_head(numbers, due, known)
    }
    arrays = {key: value for name, head in found.items() for key, value in head.to_arrays(name).items()}
    np.savez(FILE, **arrays)
    facts = {
        "data": "bot/training (Apache-2.0); no danger also: BANKING77 (CC BY 4.0), GoEmotions (Apache-2.0)",
        "turns": len(rows),
        "auroc_out_of_trade": _figures(columns, odds, needed),
        "scales": _scales(columns, odds, needed),
        "trained_by": "python -m bot.training",
    }
    FILE.with_suffix(".json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return facts


def main() -> None:
    """Train as asked on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.training", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--without-aside", action="store_true")
    arguments = parser.parse_args()
    print(json.dumps(train(arguments.data, load(aside=not arguments.without_aside)), indent=1))


if __name__ == "__main__":
    main()
