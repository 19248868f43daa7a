"""What the assistant may do alone, as the action server reads it: ``policy.yml`` in ``BATON_HOME``, or the
one that comes with Baton.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from actions import policy
from escalation.configuration.validation import ConfigurationError

HEAD = (
    "# What the assistant may do by itself; written by the settings. Beyond these limits it hands off to an"
    " agent.\n"
)
SUPPLIED = Path(policy.__file__).with_name(policy.FILE)


class PolicyFile:
    """The file of one installation."""

    def __init__(self, home: Path) -> None:
        self._file = home / policy.FILE

    def read(self) -> dict[str, Any]:
        """The limits that count, as plain data."""
        file = self._file if self._file.is_file() else SUPPLIED
        return checked(yaml.safe_load(file.read_text(encoding="utf-8")))

    def write(self, limits: dict[str, Any]) -> None:
        """Let these limits count from the next job on; whoever reads meanwhile reads the old or the new."""
        new = self._file.with_suffix(".new")
        new.write_text(HEAD + yaml.safe_dump(limits, sort_keys=False), encoding="utf-8")
        new.replace(self._file)


def checked(limits: Any) -> dict[str, Any]:
    """The limits themselves, those that are empty left out; raises :class:`ConfigurationError`."""
    try:
        policy.parse(limits)
    except policy.PolicyError as problem:
        raise ConfigurationError(f"policy: {problem}") from None
    return {
        name: _without_empty(limit) if isinstance(limit, dict) else limit for name, limit in limits.items()
    }


def _without_empty(job: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in job.items() if value is not None}
