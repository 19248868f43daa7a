"""Trains the emotion heads shipped in bot/heads/ from GoEmotions (Demszky et al. 2020, Apache-2.0).

Usage: python -m benchmarks.train_heads FOLDER   (FOLDER holds train.tsv, test.tsv and labels.txt)

Each head is a logistic regression on the sentence vector: one weight row and a bias, plain numbers in a npz file.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from escalation.settings import home
from knowledge.encoder import Encoder

GROUPS = {
    "anger": {"anger", "annoyance", "disgust"},
    "negative": {
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
    },
    "positive": {"admiration", "amusement", "approval", "caring", "excitement", "gratitude", "joy", "love", "optimism", "pride", "relief"},
    "confusion": {"confusion", "curiosity"},
}
TARGET = Path(__file__).parent.parent / "bot" / "heads"


def _read(folder: Path, name: str) -> tuple[list[str], list[set[str]]]:
    labels = (folder / "labels.txt").read_text().split()
    with (folder / name).open(newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row[0] for row in rows], [{labels[int(at)] for at in row[1].split(",")} for row in rows]


def main(folder: Path) -> None:
    """Train, report the area under the curve on the test part, write weights and provenance."""
    encoder = Encoder(home() / "encoder", threads=2)
    (train_texts, train_tags), (test_texts, test_tags) = _read(folder, "train.tsv"), _read(folder, "test.tsv")
    train, test = encoder.encode(train_texts), encoder.encode(test_texts)
    weights, scores = {}, {}
    for name, group in GROUPS.items():
        head = LogisticRegression(C=1.0, max_iter=400).fit(train, [bool(group & tags) for tags in train_tags])
        scores[name] = round(float(roc_auc_score([bool(group & tags) for tags in test_tags], head.decision_function(test))), 4)
        weights[name] = np.append(head.coef_[0], head.intercept_[0]).astype(np.float32)
    TARGET.mkdir(exist_ok=True)
    np.savez(TARGET / "emotions.npz", **weights)
    provenance = {"data": "GoEmotions (Apache-2.0)", "trained_by": "benchmarks/train_heads.py", "test_auroc": scores}
    (TARGET / "emotions.json").write_text(json.dumps(provenance, indent=1) + "\n")
    print(scores)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
