"""Dissatisfaction fitted anew on labelled dialogues, in folds by dialogue: what the features could do on that
data.

The mean of two views, as log-odds: gradient boosting on the explainable features of the turn, and logistic
regression on the sentence vector with the features; the fusion holds best on a domain never seen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from bot.components.encoder import vectors
from bot.evaluate.figures import best_f1

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
SEED = 3


def _log_odds(probability: Floats) -> Floats:
    chances = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(chances / (1 - chances)))


def _views(features: Floats, embedded: Floats, truth: Bools, train: Ints, test: Ints) -> Floats:
    boosted = HistGradientBoostingClassifier(
        max_iter=120,
        learning_rate=0.06,
        max_leaf_nodes=12,
        min_samples_leaf=20,
        l2_regularization=1.0,
        random_state=SEED,
    ).fit(features[train], truth[train])
    scaler = StandardScaler().fit(features[train])
    both = np.hstack([embedded, 0.15 * scaler.transform(features)])
    linear = LogisticRegression(C=2.0, max_iter=1000, class_weight="balanced").fit(both[train], truth[train])
    return np.asarray(
        _log_odds(boosted.predict_proba(features[test])[:, 1]) + linear.decision_function(both[test])
    )


def refitted(
    features: Floats, texts: list[str], truth: Bools, dialogues: Ints, folds: int
) -> tuple[Floats, Bools]:
    """A score for each turn from folds it was not in, and whether it is above the cut-off best for the other
    folds.
    """
    embedded = np.asarray(vectors().of(texts), dtype=np.float64)
    scores, verdicts = np.zeros(len(texts)), np.zeros(len(texts), dtype=bool)
    for train, test in GroupKFold(folds).split(features, truth, dialogues):
        scores[test] = _views(features, embedded, truth, train, test)
        inner = np.zeros(len(train))
        for inner_train, inner_test in GroupKFold(3).split(features[train], truth[train], dialogues[train]):
            inner[inner_test] = _views(
                features[train], embedded[train], truth[train], inner_train, inner_test
            )
        verdicts[test] = scores[test] >= best_f1(truth[train], inner)[1]
    return scores, verdicts
