"""Names answers instead of wording them: the hub renders the words from the active release (law 9)."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

RESERVED = frozenset(
    {"domain_responses", "text", "buttons", "elements", "custom", "template", "response", "image", "attachment", "quick_replies"}
)


class NamedAnswers(NaturalLanguageGenerator):
    """``utter_x`` becomes the text key ``x``; what an action passes along becomes its variables."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        """Rasa makes this before it has loaded a domain, so nothing is kept of either."""

    async def generate(self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any) -> dict[str, Any]:
        """The key and variables."""
        variables = {name: value for name, value in kwargs.items() if name not in RESERVED}
        return {"text": utter_action, "key": utter_action.removeprefix("utter_"), "variables": variables}
