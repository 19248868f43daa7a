"""Triage settings: thresholds of letting go. They travel with each turn, so a change is live without training."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any


class SettingsError(ValueError):
    """A triage setting that cannot be used; ``str()`` says which and why."""


@dataclass(frozen=True, slots=True)
class TriageSettings:
    """Scores are in 0..1. ``*_offer`` proposes a person, ``*_handoff`` brings one."""

    frustration_offer: float = 0.55
    frustration_handoff: float = 0.72
    complexity_offer: float = 0.70
    complexity_handoff: float = 0.85
    misses_offer: int = 2
    misses_handoff: int = 3
    offer_pause: int = 4
    repeat_similarity: float = 0.86
    acknowledge_at: float = 0.30

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> TriageSettings:
        """Unknown names, wrong types and values out of range raise :class:`SettingsError`."""
        if not isinstance(data, dict):
            raise SettingsError("Triage settings are one JSON object.")
        known = {each.name: each.type for each in fields(cls)}
        for name, value in data.items():
            _check(name, value, known)
        return cls(**data)

    def to_json(self) -> dict[str, Any]:
        """All settings by name."""
        return asdict(self)


def _check(name: str, value: object, known: dict[str, Any]) -> None:
    if name not in known:
        raise SettingsError(f"There is no triage setting {name!r}. Known: {', '.join(known)}.")
    if known[name] == "int":
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100:
            raise SettingsError(f"Triage setting {name} must be a whole number from 1 to 100, not {value!r}.")
    elif isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise SettingsError(f"Triage setting {name} must be a number from 0 to 1, not {value!r}.")
