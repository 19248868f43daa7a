"""What all components of this bot share: how Rasa makes them, and where a turn's case is found."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.judgement import Evidence
from bot.turn import DialogueState
from bot.wire import plain

SCORES = "baton"


class Component(GraphComponent):
    """A component without training: made from its configuration alone."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        """Called by Rasa's graph."""
        return cls(config)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Every key of ``config.yml`` with its default."""
        return {}


def text_of(message: Message) -> str:
    """The customer's own words, never None; Rasa itself sees them without a leading slash."""
    return (message.get("metadata") or {}).get("text") or message.get(TEXT) or ""


def case_of(message: Message) -> DialogueState:
    """The case the hub sent with this turn; a fresh one in training and examination."""
    metadata = message.get("metadata") or {}
    return DialogueState.from_json(metadata["case"]) if "case" in metadata else DialogueState()


def noted(message: Message) -> dict[str, Any]:
    """What the components before this one found out, as plain JSON; add to it with :func:`note`."""
    return message.get(SCORES) or {}


def note(message: Message, **findings: Any) -> None:
    """Add findings for the components, the policy and the channel that follow."""
    message.set(SCORES, {**noted(message), **findings}, add_to_output=True)


def show(message: Message, *evidence: Evidence) -> None:
    """Add evidence to what was found before."""
    note(message, evidence=[*noted(message).get("evidence", []), *map(plain, evidence)])


def digest_of(*files: str | Path) -> str:
    """A fingerprint of files. Rasa's cache sees the source of a component's class, not of what it calls."""
    return hashlib.sha256(b"".join(Path(file).read_bytes() for file in files)).hexdigest()
