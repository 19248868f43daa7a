"""Triage settings: thresholds of letting go. They travel with each turn, so a change is live without
training.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any


class TriageError(ValueError):
    """A triage setting that cannot be used; ``str()`` says which and why."""


@dataclass(frozen=True, slots=True)
class TriageSettings:
    """Scores are in 0..1. ``*_offer`` proposes a person, ``*_handoff`` brings one."""

    frustration_offer: float = 0.55
    frustration_handoff: float = 0.80
    complexity_offer: float = 0.70
    complexity_handoff: float = 0.85
    stuck_offer: float = 0.65
    stuck_handoff: float = 0.70
    need_offer: float = 0.60
    need_handoff: float = 0.66
    misses_offer: int = 2
    misses_handoff: int = 3
    offer_pause: int = 4
    repeat_similarity: float = 0.86
    acknowledge_at: float = 0.30

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> TriageSettings:
        """Unknown names, wrong types and values out of range raise :class:`TriageError`."""
        if not isinstance(data, dict):
            raise TriageError("Triage settings are one JSON object.")
        types = {row.name: row.type for row in fields(cls)}
        for name, value in data.items():
            _check(name, value, types)
        return cls(**data)

    def to_json(self) -> dict[str, Any]:
        """All settings by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class TriageRules:
    """The settings of everybody, and those of segments that differ. In JSON: settings, and ``segments`` with
    overrides by name.
    """

    everybody: TriageSettings = field(default_factory=TriageSettings)
    segments: dict[str, TriageSettings] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> TriageRules:
        """Raises :class:`TriageError`, which names the segment if it is one's."""
        if not isinstance(data, dict) or not isinstance(data.get("segments", {}), dict):
            raise TriageError(
                "Triage settings are one JSON object; “segments” in it is an object of objects."
            )
        everybody = TriageSettings.from_json(
            {name: value for name, value in data.items() if name != "segments"}
        )
        return cls(
            everybody,
            {name: _segment(name, everybody, own) for name, own in data.get("segments", {}).items()},
        )

    def to_json(self) -> dict[str, Any]:
        """Everybody's settings whole, segments with what differs."""
        common = self.everybody.to_json()
        own = {
            name: {k: v for k, v in segment.to_json().items() if v != common[k]}
            for name, segment in self.segments.items()
        }
        return {**common, **({"segments": own} if own else {})}

    def of(self, segment: str | None) -> TriageSettings:
        """The settings for a customer of ``segment``."""
        return self.segments.get(segment or "", self.everybody)


def _segment(name: str, everybody: TriageSettings, own: object) -> TriageSettings:
    if not isinstance(own, dict):
        raise TriageError(f"Segment {name}: its settings must be an object, not {own!r}.")
    try:
        return TriageSettings.from_json({**everybody.to_json(), **own})
    except TriageError as problem:
        raise TriageError(f"Segment {name}: {problem}") from problem


def _check(name: str, value: object, types: dict[str, Any]) -> None:
    if name not in types:
        raise TriageError(f"There is no triage setting {name!r}. Known: {', '.join(types)}.")
    if types[name] == "int":
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100:
            raise TriageError(f"Triage setting {name} must be a whole number from 1 to 100, not {value!r}.")
    elif isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise TriageError(f"Triage setting {name} must be a number from 0 to 1, not {value!r}.")
