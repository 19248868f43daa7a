"""The contract between hub and bot: one request, one result, and the state that travels with both (law 8).

A *dialogue state* is a bounded fold of the conversation since the last cut. It goes in with every turn and
comes out changed; the bot keeps nothing. In JSON, on the wire and in the log, it is called ``case``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.judgement import Decision, Outcome, Tag, Topic, TurnScores, Understanding
from bot.settings import TriageSettings

Json = dict[str, Any]
Value = str | int | float | bool | None
Variables = dict[str, Value]  # what a text has between its braces
ALTERNATIVES = "alternatives"  # the role of a line that offers what else may be meant
ANSWER, SCORE = "answer", "score"  # modes: answer and judge, or judge only (a person has the floor)
CASE_VERSION = 1
TURNS_KEPT = 12
TEXT_KEPT = 500
REJECTED_KEPT = 50


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier line: ``who`` is customer, bot or agent; ``kind`` is the bot line's role (answer, ask, …),
    ``offered`` the articles and intents it offered to choose from.
    """

    who: str
    text: str
    kind: str | None = None
    article: str | None = None
    intent: str | None = None
    offered: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Json) -> Past:
        """The inverse of :meth:`to_json`."""
        return cls(**{**data, "offered": tuple(data.get("offered", ()))})

    def to_json(self) -> Json:
        """Plain JSON."""
        return {**asdict(self), "offered": list(self.offered)}


@dataclass(frozen=True, slots=True)
class Standing:
    """The article, and the step of it, that the customer is at."""

    article: str
    step: str


@dataclass(frozen=True, slots=True)
class DialogueState:
    """What the bot must know of the conversation so far, and all it may know.

    ``slots`` are Rasa's own, ``marks`` is what is left of the earlier turns' scores. Raises
    :class:`ValueError` for another version: a state is never guessed.
    """

    version: int = CASE_VERSION
    turns: tuple[Past, ...] = ()
    count: int = 0
    misses: int = 0
    offered_at: int = 0
    declined_at: int = 0
    level: float = 0.0
    rejected: tuple[str, ...] = ()
    slots: Json = field(default_factory=dict)
    form: str | None = None
    guide: Standing | None = None
    marks: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.version != CASE_VERSION:
            raise ValueError(f"case version {self.version} is not {CASE_VERSION}")

    @classmethod
    def from_json(cls, data: Json) -> DialogueState:
        """The inverse of :meth:`to_json`."""
        turns = tuple(map(Past.from_json, data.get("turns", ())))
        guide = Standing(**data["guide"]) if data.get("guide") else None
        return cls(**{**data, "turns": turns, "rejected": tuple(data.get("rejected", ())), "guide": guide})

    def to_json(self) -> Json:
        """Plain JSON, equal again after :meth:`from_json`."""
        return {
            **asdict(self),
            "turns": [turn.to_json() for turn in self.turns],
            "rejected": list(self.rejected),
        }

    def with_past(self, *more: Past) -> DialogueState:
        """The case after more lines, bounded in number and length."""
        short = tuple(replace(line, text=line.text[:TEXT_KEPT]) for line in more)
        return replace(self, turns=(*self.turns, *short)[-TURNS_KEPT:])

    @property
    def last_bot(self) -> Past | None:
        """The bot's latest line, if the customer has not been with a person since; what else may be meant
        belongs to the answer before it.
        """
        return next(
            (turn for turn in reversed(self.turns) if turn.who == "bot" and turn.kind != ALTERNATIVES), None
        )

    @property
    def offered(self) -> tuple[str, ...]:
        """What the customer can choose from now: the options of the bot's lines since they last spoke."""
        choices: list[str] = []
        for turn in reversed(self.turns):
            if turn.who != "bot":
                break
            choices = [*turn.offered, *choices]
        return tuple(choices)

    @property
    def said(self) -> tuple[str, ...]:
        """The customer's earlier lines, oldest first."""
        return tuple(turn.text for turn in self.turns if turn.who == "customer")


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRequest:
    """What the hub posts. ``text`` holds several quick messages one a line; ``settings`` are triage settings;
    a ``trial`` is for the bot of the release on trial.
    """

    turn: str
    conversation: str
    text: str
    mode: str = ANSWER
    case: DialogueState = field(default_factory=DialogueState)
    settings: TriageSettings = field(default_factory=TriageSettings)
    settings_version: str = "default"
    customer_name: str | None = None
    trial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What the customer can press: a text by its key, or an article by its title."""

    key: str | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line for the customer, named and not worded (law 9): an article, a ``step`` of one, or a text key
    with variables.
    """

    role: str
    article: str | None = None
    key: str | None = None
    variables: Variables = field(default_factory=dict)
    options: list[Option] = field(default_factory=list)
    step: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnResult:
    """What the bot answers. Either ``error`` is a code of the closed list, or everything else is there."""

    turn: str
    lines: list[Line] = field(default_factory=list)
    understanding: Understanding | None = None
    scores: TurnScores | None = None
    decision: Decision = field(default_factory=Decision)
    case: DialogueState = field(default_factory=DialogueState)
    actions: list[Outcome] = field(default_factory=list)
    settings_version: str = "default"
    model: str = ""
    error: str | None = None


# Risks of which more is said than that a person comes: whoever they concern must hear it at once.
SPOKEN_RISKS = frozenset({"self_harm", "safety", "medical", "fraud", "grief"})


def handoff_key(reason: str, rule: Tag | None) -> str:
    """The text that tells the customer that a person comes, and what to do until then where it matters."""
    spoken = rule is not None and rule.kind == Topic.RISK and rule.detail in SPOKEN_RISKS
    return f"handoff_risk_{rule.detail}" if rule and spoken else f"handoff_{reason}"


ERRORS = ("bad_request", "not_ready", "timeout", "no_answer", "tool_failure", "internal")


def cut(case: DialogueState) -> DialogueState:
    """After a hand-back or reopening: nothing said before triggers again; rejected answers stay rejected."""
    return DialogueState(rejected=case.rejected)


def reject(case: DialogueState, article: str) -> DialogueState:
    """The customer turned this answer down: it counts as a miss and is not given again. Idempotent."""
    if article in case.rejected:
        return case
    return replace(case, rejected=with_rejected(case.rejected, article), misses=case.misses + 1)


def with_rejected(rejected: tuple[str, ...], article: str | None) -> tuple[str, ...]:
    """The answers turned down, with one more if it is not among them."""
    return rejected if article is None or article in rejected else (*rejected, article)[-REJECTED_KEPT:]
