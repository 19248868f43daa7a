"""Trains the heads shipped in bot/heads/: emotions from GoEmotions (Demszky et al. 2020, Apache-2.0), the
number of requests from NLU++ banking (Casanueva et al. 2022, CC BY 4.0), risk from
bot/heads/risk_examples.yml beside messages that are none.

Usage: python -m benchmarks.train_heads FOLDER [NAME …]   (FOLDER/goemotions: train.tsv, test.tsv, labels.txt;
FOLDER/nlupp_banking: fold*.json; FOLDER/banking77: train.csv)

Each head is linear on the sentence vector: weights and a bias, plain numbers in a npz file.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np
import yaml
from scipy.stats import spearmanr
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

from bot.components.request_count import counts
from bot.components.wording import Wording
from bot.training.data import FELT
from escalation.settings import ROOT, home
from knowledge import seed
from knowledge.encoder import WIDTH, Encoder

GROUPS = {
    "anger": {"anger", "annoyance", "disgust"},
    "negative": FELT,
    "positive": {
        "admiration",
        "amusement",
        "approval",
        "caring",
        "excitement",
        "gratitude",
        "joy",
        "love",
        "optimism",
        "pride",
        "relief",
    },
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
        scores[name] = round(
            float(roc_auc_score([bool(group & tags) for tags in test_tags], head.decision_function(test))), 4
        )
        weights[name] = np.append(head.coef_[0], head.intercept_[0]).astype(np.float32)
    np.savez(TARGET / "emotions.npz", **weights)
    _provenance("emotions", {"data": "GoEmotions (Apache-2.0)", "test_auroc": scores})


def _requests(folder: Path, encoder: Encoder) -> None:
    rows = [row for file in sorted(folder.glob("fold*.json")) for row in json.loads(file.read_text())]
    number = np.array([len(row.get("intents", [])) for row in rows], dtype=float)
    counted = StandardScaler()
    features = np.hstack(
        [
            3 * encoder.encode([row["text"] for row in rows]),
            counted.fit_transform([counts(Wording.of(row["text"])) for row in rows]),
        ]
    )
    guessed = cross_val_predict(Ridge(10.0), features, number, cv=KFold(10, shuffle=True, random_state=0))
    head = Ridge(10.0).fit(features, number)
    own = head.coef_[WIDTH:] / counted.scale_
    bias = head.intercept_ - own @ counted.mean_
    np.savez(
        TARGET / "requests.npz",
        vector=(3 * head.coef_[:WIDTH]).astype(np.float32),
        counts=np.append(own, bias).astype(np.float32),
    )
    _provenance(
        "requests",
        {
            "data": "NLU++ banking (CC BY 4.0)",
            "ten_fold_spearman": round(float(spearmanr(number, guessed)[0]), 4),
        },
    )


# Of BANKING77 what is fraud by our own rules, and so no example of nothing.
FRAUD = {
    "compromised_card",
    "lost_or_stolen_card",
    "card_payment_not_recognised",
    "cash_withdrawal_not_recognised",
    "direct_debit_payment_not_recognised",
    "lost_or_stolen_phone",
}
SHARPNESS, FOLDS = 30.0, 10
LEAST = {"self_harm": 0.0}  # log-odds from which a kind is claimed; a missed one of these costs most
CLAIMED = 0.5


def _plain(folder: Path) -> list[str]:
    """Messages that are nothing risky: the sample shop's questions, bank customers', and people's remarks
    without anger or grief.
    """
    shop = [
        text
        for article in seed.read_folder(ROOT / "data" / "faq")
        for text in (article.title, *article.questions)
    ]
    with (folder / "banking77" / "train.csv").open(newline="") as lines:
        questions = [row["text"] for row in csv.DictReader(lines) if row["category"] not in FRAUD]
    texts, tags = _read(folder / "goemotions", "train.tsv")
    calm = [text for text, tag in zip(texts, tags, strict=True) if not tag & GROUPS["negative"]]
    return [*shop, *questions[::3], *calm[::5]]


def _risk(folder: Path, encoder: Encoder) -> None:
    """One against the rest; what is reported was seen out of fold: the share of each kind found, and false
    alarms in all others.
    """
    examples = yaml.safe_load((TARGET / "risk_examples.yml").read_text(encoding="utf-8"))
    none = [*examples.pop("none"), *_plain(folder)]
    texts = [*(text for group in examples.values() for text in group), *none]
    kinds = np.array([*(kind for kind, group in examples.items() for _ in group), *["none"] * len(none)])
    vectors, arrays, facts = encoder.encode(texts), {}, {}
    for kind in examples:
        right = kinds == kind
        model = LogisticRegression(C=SHARPNESS, max_iter=500, class_weight={False: 1.0, True: 5.0})
        guessed = cross_val_predict(
            model,
            vectors,
            right,
            cv=StratifiedKFold(FOLDS, shuffle=True, random_state=0),
            method="decision_function",
        )
        least = LEAST.get(kind, CLAIMED)
        model.fit(vectors, right)
        arrays[kind] = np.array([*model.coef_[0], model.intercept_[0], least], dtype=np.float32)
        alarms = int((guessed[kinds == "none"] > least).sum())
        facts[kind] = {
            "recall_out_of_fold": round(float((guessed[right] > least).mean()), 3),
            "false_alarms": f"{alarms} of {len(none)}",
        }
    np.savez(TARGET / "risk.npz", **arrays)
    _provenance(
        "risk",
        {
            "data": (
                "risk_examples.yml (Apache-2.0), BANKING77 (CC BY 4.0) and GoEmotions (Apache-2.0) as none"
            ),
            "kinds": facts,
        },
    )


def _provenance(name: str, facts: dict[str, object]) -> None:
    (TARGET / f"{name}.json").write_text(
        json.dumps({**facts, "trained_by": "benchmarks/train_heads.py"}, indent=1) + "\n"
    )
    print(name, facts)


def main(folder: Path, *only: str) -> None:
    """Train all heads, or those named, and write weights and provenance."""
    encoder = Encoder(home() / "encoder")
    TARGET.mkdir(exist_ok=True)
    trainings = {
        "emotions": (_emotions, folder / "goemotions"),
        "requests": (_requests, folder / "nlupp_banking"),
        "risk": (_risk, folder),
    }
    for name in only or trainings:
        train, data = trainings[name]
        train(data, encoder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
