"""One message as Rasa and the components understood it, read once from Rasa's parse data; and one turn of a
stored conversation as it was judged. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.judgement import STAY, Entity, Evidence, Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the components noted, each by its own name; see :mod:`bot.components`."""

    band: str = "admit"
    article: str | None = None
    ranking: tuple[tuple[str, float], ...] = ()
    nearest: float | None = None
    nearest_text: str = ""
    guess: str = ""
    beside: str = ""
    begins: str | None = None
    guide: str | None = None
    rejects: str | None = None
    sentiment: float = 0.0
    frustration: float = 0.0
    level: float = 0.0
    complexity: float = 0.0
    stuck: float = 0.0
    wants_person: float = 0.0
    need: float = 0.0
    repeats: float = 0.0
    risk: str | None = None
    asks_person: bool = False
    wonders: bool = False
    resolved: bool = False
    language: str | None = None
    features: dict[str, float] = field(default_factory=dict)
    themes: dict[str, float] = field(default_factory=dict)
    marks: dict[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """The intent, and how likely it is."""

    name: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The words, what they were taken for, and everything found in them."""

    text: str = ""
    intent: Intent = Intent()
    entities: tuple[Entity, ...] = ()
    baton: Findings = Findings()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedTurn:
    """One customer turn as `baton replay` prints it; ``i`` is its place in the conversation."""

    i: int
    sentiment: float = 0.0
    frustration: float = 0.0
    complexity: float = 0.0
    stuck: float = 0.0
    wants_person: float = 0.0
    need: float = 0.0
    risk: str | None = None
    intent: str | None = None
    confidence: float = 0.0
    band: str = "admit"
    article: str | None = None
    decision: str = STAY
    reason: str | None = None
    rule: Tag | None = None
    evidence: tuple[Evidence, ...] = ()
    counterfactual: str | None = None
