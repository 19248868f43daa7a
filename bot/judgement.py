"""What the bot makes of one turn, in the words that bot and hub share: what it understood, the scores, the
evidence, the decision, and what its jobs did. Pure; how it travels and is stored stands in :mod:`bot.wire`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

STAY, OFFER, HANDOFF = "stay", "offer", "handoff"
# Bands in which the bot answers, sure or with what else may be meant.
SURE = "answer"
ANSWERED = frozenset({SURE, "probable"})


class Topic(StrEnum):
    """What a piece of evidence speaks for."""

    RISK = "risk"
    REQUEST = "request"
    MOOD = "mood"
    COMPLEXITY = "complexity"
    STUCK = "stuck"
    REPEAT = "repeat"
    MISS = "miss"
    LANGUAGE = "language"
    GUIDE = "guide"
    POLICY = "policy"
    ACTION = "action"


class Tag:
    """A kind, and what of it: the topic of evidence and what was seen, or a rule and whom it is about.

    Written as one word in JSON, ``risk:self_harm``. No dataclass, so that :mod:`bot.wire` is asked about it.
    """

    __slots__ = ("detail", "kind")

    def __init__(self, kind: str, detail: str = "") -> None:
        self.kind, self.detail = kind, detail

    @classmethod
    def parse(cls, text: str) -> Tag:
        """The inverse of ``str()``."""
        kind, _, detail = text.partition(":")
        return cls(kind, detail)

    def within(self, other: Tag) -> bool:
        """Whether this is the other, or of its kind where the other says no more."""
        return self == other or (not other.detail and self.kind == other.kind)

    def __str__(self) -> str:
        """As JSON has it."""
        return f"{self.kind}:{self.detail}" if self.detail else self.kind

    def __repr__(self) -> str:
        """For people who test."""
        return f"Tag({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tag) and (self.kind, self.detail) == (other.kind, other.detail)

    def __hash__(self) -> int:
        return hash((self.kind, self.detail))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing a person can check: what was seen, where (turns ago, 0 is this one), in which words."""

    what: Tag
    words: str = ""
    ago: int = 0
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Entity:
    """A number, an address, a date: what the customer gave."""

    entity: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What a turn was taken to mean; ``ranking`` are the likeliest articles and intents with their shares."""

    intent: str | None = None
    confidence: float = 0.0
    band: str | None = None
    article: str | None = None
    ranking: tuple[tuple[str, float], ...] = ()
    nearest: float | None = None
    entities: tuple[Entity, ...] = ()
    language: str | None = None

    @property
    def topics(self) -> list[str]:
        """The intent and the article, where they are known."""
        return [name for name in (self.intent, self.article) if name]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnScores:
    """The scores of a turn as the log keeps them. ``sentiment`` -1..1, the rest 0..1."""

    sentiment: float = 0.0
    frustration: float = 0.0
    complexity: float = 0.0
    risk: str | None = None
    stuck: float = 0.0
    wants_person: float = 0.0
    need: float = 0.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What triage decided, why, and what would have changed it."""

    decision: str = STAY
    reason: str | None = None
    rule: Tag | None = None
    evidence: tuple[Evidence, ...] = ()
    counterfactual: str | None = None
    miss: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a job of the bot in the company's systems came to; ``job`` is the one that was undone."""

    action: str
    result: str
    order: str | None = None
    job: str | None = None


def of_topic(evidence: tuple[Evidence, ...], *topics: str) -> tuple[Evidence, ...]:
    """The evidence that speaks for one of the topics."""
    return tuple(piece for piece in evidence if piece.what.kind in topics)
