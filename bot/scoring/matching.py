"""Which intent or article a text means, and how sure that is: run-time arithmetic, numpy only.

Two heads see the same text: one its sentence vector, one its character and word n-grams (TF-IDF). Their
probabilities are fused by geometric mean, with a label's nearest stored question as a third voice; the
similarity to the nearest question of all says what no softmax can: that nothing stored is close. A small
calibrated model turns these into the probability of being right; its five weights are shipped
(bot/heads/match.json), so that a threshold means the same in every base.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bot.scoring.strangers import NEAR as NEAR_WORD

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
EVEN = 0.5  # at most, where two labels have the very same question
# The chance of being right for a stored question asked word for word; no calibration on held-out ones sees
# that
SURE = 0.95
# Likeness by words and lead, and bias: an even chance at a cosine of .4 with a clear lead; a third of it is
# worth asking.
WORDS_RIGHT, WORDS_AMONG = (9.0, 6.0, -4.5), (9.0, 2.0, -3.2)
# What a label's nearest stored question weighs beside the heads; chosen on BANKING77's 10-shot training half
NEAR = 6.0
NEAR_ALONE, WORDS_ALONE = 20.0, 8.0  # in place of the heads, where there are too many labels to train any
FEATURES = ("best", "margin", "nearest of the best", "nearest", "nearest by words")
_WORD = re.compile(r"\w+")
_SIGN = re.compile(r"\w+|[^\w\s\x00-\x7f]")
_LOOKS = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")  # how a sign is drawn, not which
# What changes nothing about a question: written or left out, it is the same one.
_FILLERS = frozenset(
    (
        "the",
        "a",
        "an",
        "my",
        "our",
        "your",
        "is",
        "are",
        "was",
        "please",
        "pls",
        "hi",
        "hello",
        "hey",
        "so",
        "just",
        "then",
    )
)


def words_of(text: str) -> list[str]:
    """Small letters and digits only; punctuation says nothing."""
    return _WORD.findall(text.lower())


def gist(text: str) -> tuple[str, ...]:
    """The words that make a question the same one, signs such as a thumb among them; all words where only
    fillers are left.
    """
    words = _SIGN.findall(_LOOKS.sub("", text.lower().replace("’", "'")).replace("'", ""))
    return tuple(word for word in words if word not in _FILLERS) or tuple(words)


def grams(text: str) -> list[str]:
    """Words, word pairs, and character 2- to 5-grams within words (with a blank at both ends)."""
    words = words_of(text)
    terms = [f"w:{word}" for word in words]
    terms += [f"b:{first} {second}" for first, second in itertools.pairwise(words)]
    for word in words:
        padded = f" {word} "
        terms += [
            padded[at : at + size] for size in (2, 3, 4, 5) for at in range(max(1, len(padded) - size + 1))
        ]
    return terms


def log_softmax(logits: Floats) -> Floats:
    """Log-probabilities along the last axis."""
    raised = logits - logits.max(-1, keepdims=True)
    return np.asarray(raised - np.log(np.exp(raised).sum(-1, keepdims=True)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Match:
    """The best labels with their fused probabilities, and the chances that the first, or one of three, is
    right.

    ``beside`` is the label that asks nearly the same as the best, or the best itself; ``same`` says that a
    stored question of the best label was asked word for word.
    """

    labels: tuple[str, ...]
    probabilities: tuple[float, ...]
    nearest: float
    nearest_text: str
    right: float
    among_three: float
    beside: str = ""
    same: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Vocabulary, inverse document frequencies, one weight column a label, and which stored question has
    which n-gram.

    ``starts[g]:starts[g + 1]`` is the part of ``holders`` (questions) and ``values`` (their unit TF-IDF
    weights) of n-gram g.
    """

    vocabulary: dict[str, int]
    idf: Floats
    weights: Floats
    bias: Floats
    starts: Places
    holders: Places
    values: Floats

    def read(self, text: str) -> tuple[Places, Floats]:
        """The known n-grams of a text and their unit TF-IDF weights; both empty when none is known."""
        counts = Counter(map(self.vocabulary.get, grams(text)))
        counts.pop(None, None)
        places = np.fromiter(counts, dtype=np.int64, count=len(counts))
        values = (
            np.array([1 + math.log(count) for count in counts.values()], dtype=np.float32) * self.idf[places]
        )
        return places, values / max(float(np.linalg.norm(values)), 1e-9)

    def covered(self, text: str) -> float:
        """What a text's known n-grams leave of a likeness that counts the unknown ones too, 0..1."""
        terms = grams(text)
        return math.sqrt(sum(term in self.vocabulary for term in terms) / len(terms)) if terms else 0.0

    def logits(self, terms: tuple[Places, Floats]) -> Floats:
        """One number a label; the bias alone when no n-gram is known."""
        places, values = terms
        return np.asarray(values @ self.weights[places] + self.bias, dtype=np.float32)

    def cosines(self, terms: tuple[Places, Floats], questions: int) -> Floats:
        """The cosine of n-grams to each stored question, 0..1."""
        places, values = terms
        starts, sizes = self.starts[places], self.starts[places + 1] - self.starts[places]
        at = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
        return np.asarray(
            np.bincount(self.holders[at], np.repeat(values, sizes) * self.values[at], questions),
            dtype=np.float32,
        )


@dataclass(frozen=True, slots=True)
class Views:
    """What was seen of one text: log-probabilities of both heads, the fusion, similarities."""

    embedded: Floats
    lexical: Floats
    fused: Floats
    by_label: Floats
    similarities: Floats
    lexical_nearest: float


def calibration_features(views: Views, best: int, beside: int) -> list[float]:
    """What the calibrated models see of a text whose best label is ``best``; :data:`FEATURES` names them.

    The label ``beside`` it (itself if there is none) asks nearly the same and is no rival: an article on
    cancelling, and the job that cancels.
    """
    pair = {best, beside}
    rivals = np.delete(views.fused, list(pair))
    own = float(np.logaddexp.reduce(views.fused[list(pair)]))
    margin = own - float(rivals.max()) if len(rivals) else 0.0
    nearest = float(views.similarities.max())
    return [own, margin, float(views.by_label[list(pair)].max()), nearest, views.lexical_nearest]


@dataclass(frozen=True, slots=True)
class Matcher:
    """The trained model. Stored questions stand label by label; ``firsts[l]`` is the place of the first one
    of label ``l``, ``beside[l]`` the label that asks nearly the same, or ``l``; ``languages[l]`` is the
    language of a label that is in another than the encoder's, else empty. ``words`` are those that articles
    are asked with, and ``word_vectors`` what each means; both are empty where things nobody has named are not
    to be told.
    """

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    lexicon: Lexicon
    questions: Floats
    firsts: Places
    texts: tuple[str, ...]
    right: tuple[float, ...]  # weights and bias on :data:`FEATURES`; bot/components/calibration.py gives them
    among_three: tuple[float, ...]
    beside: tuple[int, ...]
    languages: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    word_vectors: Floats = field(default_factory=lambda: np.empty((0, 0), dtype=np.float32))
    gists: dict[tuple[str, ...], tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Look up by their gist which questions are stored."""
        places: dict[tuple[str, ...], tuple[int, ...]] = {}
        for at, text in enumerate(self.texts):
            key = gist(text)
            places[key] = (*places.get(key, ()), at)
        object.__setattr__(self, "gists", places)

    def see(self, text: str, vector: Floats) -> Views:
        """All views of one text; ``fused`` are log-probabilities over the labels."""
        terms = self.lexicon.read(text)
        similarities, alike = self.questions @ vector, self.lexicon.cosines(terms, len(self.texts))
        by_label, by_words = (
            np.maximum.reduceat(similarities, self.firsts),
            np.maximum.reduceat(alike, self.firsts),
        )
        if len(self.weights):
            embedded, lexical = vector @ self.weights.T + self.bias, self.lexicon.logits(terms)
        else:
            embedded, lexical = NEAR_ALONE * by_label, WORDS_ALONE * by_words
        embedded, lexical = log_softmax(embedded), log_softmax(lexical)
        fused = log_softmax(0.5 * (embedded + lexical) + NEAR * by_label)
        return Views(embedded, lexical, fused, by_label, similarities, float(alike.max()))

    def match(self, text: str, vector: Floats, without: frozenset[str] = frozenset(), keep: int = 5) -> Match:
        """The best labels for a text; ``without`` takes labels out of the ranking (answers already
        rejected).
        """
        views = self.see(text, vector)
        order = [int(at) for at in np.argsort(-views.fused) if self.labels[at] not in without]
        verbatim = {
            int(np.searchsorted(self.firsts, at, side="right")) - 1 for at in self.gists.get(gist(text), ())
        }
        order = sorted(order, key=lambda at: at not in verbatim)[:keep]
        features = calibration_features(views, order[0], self.beside[order[0]])
        nearest = int(views.similarities.argmax())
        word_for_word = order[0] in verbatim and verbatim <= {
            order[0],
            self.beside[order[0]],
        }  # else nobody can tell which is meant
        chance = _probability(self.right, features)
        return Match(
            labels=tuple(self.labels[at] for at in order),
            probabilities=tuple(math.exp(float(views.fused[at])) for at in order),
            nearest=float(views.similarities.max()),
            nearest_text=self.texts[nearest],
            same=word_for_word,
            right=(
                SURE
                if word_for_word and chance < SURE
                else min(chance, EVEN)
                if len(verbatim) > 1 and not word_for_word
                else chance
            ),
            among_three=max(_probability(self.among_three, features), SURE if word_for_word else 0.0),
            beside=self.labels[self.beside[order[0]]],
        )

    def names(self, word: str, vector: Floats) -> bool:
        """Whether the questions name a thing, or something near enough in meaning; True where their words are
        not kept.
        """
        return (
            len(self.words) == 0
            or word in self.words
            or float((self.word_vectors @ vector).max()) >= NEAR_WORD
        )

    def match_words(self, text: str, language: str) -> Match | None:
        """The best labels of another language, by words alone: the encoder reads English. None if no label is
        in it.

        The chance of being right follows from the likeness to the nearest stored question and its lead over
        the next label.
        """
        own = [at for at, code in enumerate(self.languages) if code == language]
        if not own:
            return None
        alike = self.lexicon.cosines(self.lexicon.read(text), len(self.texts)) * self.lexicon.covered(text)
        by_label = np.maximum.reduceat(alike, self.firsts)
        order = sorted(own, key=lambda at: -by_label[at])[:5]
        best, lead = (
            float(by_label[order[0]]),
            float(by_label[order[0]] - by_label[order[1]]) if len(order) > 1 else 0.0,
        )
        nearest = int(np.where(np.isin(self.owners(), own), alike, -1.0).argmax())
        return Match(
            labels=tuple(self.labels[at] for at in order),
            probabilities=tuple(float(by_label[at]) for at in order),
            nearest=best,
            nearest_text=self.texts[nearest],
            right=_probability(WORDS_RIGHT, [best, lead]),
            among_three=_probability(WORDS_AMONG, [best, lead]),
            beside=self.labels[order[0]],
        )

    def owners(self) -> Places:
        """The label of each stored question."""
        return np.searchsorted(self.firsts, np.arange(len(self.texts)), side="right") - 1


ANSWER, PROBABLE, ASK, ADMIT = "answer", "probable", "ask", "admit"


@dataclass(frozen=True, slots=True)
class Limits:
    """The chances of being right from which the bot answers, answers with what else may be meant, and asks
    which is meant; and how far ahead, as a ratio of probabilities, the first must be to be answered with
    rather than asked for.
    """

    answer_at: float
    probable_at: float
    ask_at: float
    lead: float = 1.25

    def band(self, match: Match, choices: int, article: bool = True) -> str:
        """Which band a match is in, of ``choices`` that could be asked for. Only an ``article`` is answered
        with while it is doubtful: jobs and small talk are not.
        """
        if match.right >= self.answer_at:
            return ANSWER
        ahead = len(match.probabilities) < 2 or match.probabilities[0] >= self.lead * match.probabilities[1]
        if article and match.right >= self.probable_at and (ahead or choices < 2):
            return PROBABLE
        return ASK if match.among_three >= self.ask_at and choices > 1 else ADMIT


def _probability(model: tuple[float, ...], features: list[float]) -> float:
    value = model[-1] + sum(weight * feature for weight, feature in zip(model, features, strict=False))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
