"""Trains the heads shipped in bot/heads/: emotions from GoEmotions (Demszky et al. 2020, Apache-2.0), the number of requests
from NLU++ banking (Casanueva et al. 2022, CC BY 4.0).

Usage: python -m benchmarks.train_heads FOLDER   (FOLDER/goemotions: train.tsv, test.tsv, labels.txt; FOLDER/nlupp_banking: fold*.json)

Each head is linear on the sentence vector: weights and a bias, plain numbers in a npz file.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

from bot.components.request_count import counts
from escalation.settings import home
from knowledge.encoder import WIDTH, Encoder

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


def _emotions(folder: Path, encoder: Encoder) -> None:
    (train_texts, train_tags), (test_texts, test_tags) = _read(folder, "train.tsv"), _read(folder, "test.tsv")
    train, test = encoder.encode(train_texts), encoder.encode(test_texts)
    weights, scores = {}, {}
    for name, group in GROUPS.items():
        head = LogisticRegression(C=1.0, max_iter=400).fit(train, [bool(group & tags) for tags in train_tags])
        scores[name] = round(float(roc_auc_score([bool(group & tags) for tags in test_tags], head.decision_function(test))), 4)
        weights[name] = np.append(head.coef_[0], head.intercept_[0]).astype(np.float32)
    np.savez(TARGET / "emotions.npz", **weights)
    _provenance("emotions", {"data": "GoEmotions (Apache-2.0)", "test_auroc": scores})


def _requests(folder: Path, encoder: Encoder) -> None:
    rows = [row for file in sorted(folder.glob("fold*.json")) for row in json.loads(file.read_text())]
    number = np.array([len(row.get("intents", [])) for row in rows], dtype=float)
    counted = StandardScaler()
    features = np.hstack([3 * encoder.encode([row["text"] for row in rows]), counted.fit_transform([counts(row["text"]) for row in rows])])
    guessed = cross_val_predict(Ridge(10.0), features, number, cv=KFold(10, shuffle=True, random_state=0))
    head = Ridge(10.0).fit(features, number)
    own = head.coef_[WIDTH:] / counted.scale_
    bias = head.intercept_ - own @ counted.mean_
    np.savez(TARGET / "requests.npz", vector=(3 * head.coef_[:WIDTH]).astype(np.float32), counts=np.append(own, bias).astype(np.float32))
    _provenance("requests", {"data": "NLU++ banking (CC BY 4.0)", "ten_fold_spearman": round(float(spearmanr(number, guessed)[0]), 4)})


def _provenance(name: str, facts: dict[str, object]) -> None:
    (TARGET / f"{name}.json").write_text(json.dumps({**facts, "trained_by": "benchmarks/train_heads.py"}, indent=1) + "\n")
    print(name, facts)


def main(folder: Path, *only: str) -> None:
    """Train all heads, or those named, and write weights and provenance."""
    encoder = Encoder(home() / "encoder")
    TARGET.mkdir(exist_ok=True)
    for name, train in (("emotions", _emotions), ("requests", _requests)):
        if not only or name in only:
            train(folder / {"emotions": "goemotions", "requests": "nlupp_banking"}[name], encoder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
