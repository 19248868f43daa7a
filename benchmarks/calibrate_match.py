"""Fits bot/heads/match.json: the chance that the best match is right, from what the matcher sees of a
question.

Usage: python -m benchmarks.calibrate_match FOLDER [mpnet]   (FOLDER/banking77: train.csv; FOLDER/multidogo:
*.train.tsv)

Bases of different size are drawn from BANKING77 (Casanueva et al. 2020, CC BY 4.0) and from the sample shop
with 2 to all of its examples an article; whole topics stay out of each, and their questions, requests of
other trades (MultiDoGO, Peskov et al. 2019, CDLA-Permissive) and the shop's near misses are what nothing
fits. Logistic regression with weights that are not negative, drawn towards the fixed pair log-probability of
the best + 1.5 × its nearest question.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from bot.components.calibration import FILE, UNKNOWN_SHARE
from bot.components.match_training import Asked, fit
from bot.scoring.matching import FEATURES, Matcher, calibration_features
from escalation.settings import ROOT, home
from knowledge import seed
from knowledge.encoder import Encoder
from knowledge.encoder_stamp import MINILM

Numbers = npt.NDArray[np.float64]
SIZES = ((12, 4), (12, 12), (25, 2), (25, 4), (25, 8), (25, 15), (50, 2), (50, 4), (50, 8), (50, 15))
SHOP_EXAMPLES, DRAWS, OUT, PULL, ABROAD = (2, 4, 8, 100), 3, 0.2, 0.05, 40
PAIR = np.array([1.0, 0.0, 1.5, 0.0, 0.0])
QUESTIONS = ROOT / "bot" / "training" / "questions_dev.jsonl"
Pairs = list[tuple[str, str]]


@dataclass(slots=True)
class Seen:
    """What all bases gave: features, whether the first and one of three was right, whether anything fits, and
    which base.
    """

    features: list[list[float]] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    three: list[bool] = field(default_factory=list)
    inside: list[bool] = field(default_factory=list)
    base: list[str] = field(default_factory=list)

    def add(
        self,
        model: Matcher,
        queries: list[tuple[str, str | None]],
        vectors: npt.NDArray[np.float32],
        name: str,
    ) -> None:
        """Ask one base."""
        for (text, label), vector in zip(queries, vectors, strict=True):
            views = model.see(text, vector)
            best = [int(at) for at in np.argsort(-views.fused)[:3]]
            self.features.append(calibration_features(views, best[0], model.beside[best[0]]))
            self.first.append(label in {model.labels[best[0]], model.labels[model.beside[best[0]]]})
            self.three.append(label in {model.labels[at] for at in best})
            self.inside.append(label in model.labels)
            self.base.append(name)

    def weights(self) -> Numbers:
        """Each base counts the same, and in each what fits nothing has its share."""
        weights, inside, base = np.zeros(len(self.inside)), np.array(self.inside), np.array(self.base)
        for name in set(self.base):
            for fits, share in ((True, 1 - UNKNOWN_SHARE), (False, UNKNOWN_SHARE)):
                rows = (base == name) & (inside == fits)
                weights[rows] = share / max(1, int(rows.sum()))
        return weights * len(weights) / weights.sum()


def fitted(features: Numbers, right: Numbers, weights: Numbers) -> tuple[float, ...]:
    """Weights, none negative, and the bias; drawn towards a multiple of :data:`PAIR`."""
    middle, spread = features.mean(0), features.std(0)
    scaled, pair = (features - middle) / spread, PAIR * spread
    size = features.shape[1]

    def loss(at: Numbers) -> tuple[float, Numbers]:
        own, bias, much = at[:size], at[size], at[size + 1]
        odds, apart = scaled @ own + bias, own - much * pair
        missed = weights * (1 / (1 + np.exp(-odds)) - right) / len(right)
        value = float((weights * (np.logaddexp(0, odds) - right * odds)).mean() + PULL * (apart**2).sum())
        return value, np.concatenate(
            [scaled.T @ missed + 2 * PULL * apart, [missed.sum(), -2 * PULL * float(apart @ pair)]]
        )

    bounds = [(0.0, None)] * size + [(None, None), (0.0, None)]
    solution = minimize(loss, np.zeros(size + 2), jac=True, method="L-BFGS-B", bounds=bounds).x
    own = solution[:size] / spread
    return (*(round(float(weight), 4) for weight in own), round(float(solution[size] - own @ middle), 4))


def _banks(folder: Path, encoder: Encoder, samples: Seen) -> None:
    questions: dict[str, list[str]] = {}
    with (folder / "banking77" / "train.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            questions.setdefault(row["category"], []).append(row["text"])
    chance, abroad = np.random.default_rng(3), list(_elsewhere(folder))
    for size, examples in SIZES:
        labels = [str(label) for label in chance.permutation(sorted(questions))]
        stored: Pairs = []
        queries: list[tuple[str, str | None]] = [
            (str(text), None) for text in chance.choice(abroad, ABROAD, replace=False)
        ]
        for label in labels[:size]:
            mixed = [str(text) for text in chance.permutation(questions[label])]
            stored += [(text, label) for text in mixed[:examples]]
            queries += [(text, label) for text in mixed[examples : examples + max(3, 300 // size)]]
        queries += [
            (str(text), None)
            for label in labels[size : size + 30]
            for text in chance.permutation(questions[label])[:8]
        ]
        _ask(stored, {}, queries, encoder, samples, f"bank of {size}, {examples} each")


def _elsewhere(folder: Path) -> Iterator[str]:
    for file in sorted((folder / "multidogo").glob("*.train.tsv")):
        with file.open(encoding="utf-8", newline="") as lines:
            yield from (
                row["utterance"]
                for row in csv.DictReader(lines, delimiter="\t")
                if len(row["utterance"].split()) > 3
            )


def _shops(encoder: Encoder, samples: Seen) -> None:
    articles = seed.read_folder(ROOT / "data" / "faq")
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    queries = [
        (question["text"], f"faq/{question['article']}" if question["article"] else None)
        for question in questions
    ]
    chance = np.random.default_rng(5)
    for examples in SHOP_EXAMPLES:
        for draw in range(DRAWS):
            out = {
                str(key)
                for key in chance.choice(
                    [article.id for article in articles], int(len(articles) * OUT * (draw > 0)), replace=False
                )
            }
            stored = [
                (str(text), f"faq/{article.id}")
                for article in articles
                if article.id not in out
                for text in dict.fromkeys([article.title, *chance.permutation(article.questions)[:examples]])
            ]
            _ask(stored, {}, queries, encoder, samples, f"shop, {examples} each, {draw}")


def _ask(  # noqa: PLR0917
    stored: Pairs,
    beside: dict[str, str],
    queries: list[tuple[str, str | None]],
    encoder: Encoder,
    samples: Seen,
    name: str,
) -> None:
    texts = [text for text, _ in stored]
    model = fit(Asked(texts, encoder.encode(texts, workers=2), [label for _, label in stored], beside))
    samples.add(model, queries, encoder.encode([text for text, _ in queries], workers=2), name)
    print(name, flush=True)


def main() -> int:
    """Fit and write; the figures are of each family of bases by what was fitted to the other."""
    folder, name = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else MINILM
    encoder, samples = Encoder(home() / "encoder", name), Seen()
    _banks(folder, encoder, samples)
    _shops(encoder, samples)
    features, weights = np.array(samples.features), samples.weights()
    first, three = np.array(samples.first, dtype=float), np.array(samples.three, dtype=float)
    for family in ("bank", "shop"):
        own = np.array([base.startswith(family) for base in samples.base])
        head = fitted(features[~own], first[~own], weights[~own])
        chances = 1 / (1 + np.exp(-(features[own] @ np.array(head[:-1]) + head[-1])))
        print(family, "from the other: AUROC of right", round(float(roc_auc_score(first[own], chances)), 3))
        for low in np.arange(0, 1, 0.2):
            rows = (chances >= low) & (chances < low + 0.2)
            if rows.any():
                claim, true = (
                    np.average(column[rows], weights=weights[own][rows]) for column in (chances, first[own])
                )
                print(f"  told {claim:.2f}, true {true:.2f}, of {rows.sum()}")
    calibration = {
        "features": FEATURES,
        "unknown_share": UNKNOWN_SHARE,
        "right": fitted(features, first, weights),
        "among_three": fitted(features, three, weights),
    }
    calibrations = json.loads(FILE.read_text(encoding="utf-8"))
    FILE.write_text(json.dumps(calibrations | {name: calibration}, indent=1) + "\n")
    print(calibration)
    return 0


if __name__ == "__main__":
    sys.exit(main())
