"""What differs between two values of a section, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_KEYS = ("id", "shortcut", "login", "name")
LONGEST = 60


def differences(section: str, before: Any, after: Any) -> list[str]:
    """One sentence for each thing that was added, removed or changed; empty for equal values."""
    return [f"{section}: {difference}" for difference in _differences(before, after)]


def _differences(before: Any, after: Any) -> Iterator[str]:
    if before == after:
        return
    old, new = _named(before), _named(after)
    if old is None or new is None:
        yield f"{_short(before)} → {_short(after)}"
        return
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            yield (
                f"“{name}” added"
                if isinstance(new[name], Mapping) or new[name] is True
                else f"{name}: {_short(new[name])}"
            )
        elif name not in new:
            yield f"“{name}” removed"
        elif old[name] != new[name]:
            yield from (f"{name}: {difference}" for difference in _differences(old[name], new[name]))
    if old == new:
        yield "reordered"


def _named(value: Any) -> Mapping[str, Any] | None:
    """A value by the names of its parts, where they have names."""
    if isinstance(value, Mapping):
        return value
    if not isinstance(value, list):
        return None
    if all(isinstance(entry, Mapping) for entry in value):
        return {str(_name(entry)): entry for entry in value}
    return dict.fromkeys(map(str, value), True)


def _name(entry: Mapping[str, Any]) -> Any:
    return next((entry[key] for key in _KEYS if entry.get(key)), _short(entry))


def _short(value: Any) -> str:
    if value in ("", None, [], {}):
        return "nothing"
    words = value if isinstance(value, str) else str(value)
    return (
        f"“{words[:LONGEST]}…”" if len(words) > LONGEST else f"“{words}”" if isinstance(value, str) else words
    )
