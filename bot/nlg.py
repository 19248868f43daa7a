"""Names answers instead of wording them: the hub renders the words from the active release (law 9)."""

from __future__ import annotations

import re
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

RESERVED = frozenset(
    {
        "domain_responses",
        "text",
        "buttons",
        "elements",
        "custom",
        "template",
        "response",
        "image",
        "attachment",
        "quick_replies",
    }
)


# A form says what it is about to do with the order it looked up.
_CONFIRM = re.compile(r"utter_ask_(\w+)_form_confirmed")
SHOWN = ("order", "items", "total", "address")


class NamedAnswers(NaturalLanguageGenerator):
    """``utter_x`` becomes the text key ``x``; what an action passes along becomes its variables."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        """Rasa makes this before it has loaded a domain, so nothing is kept of either."""

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any]:
        """The key and variables."""
        variables = {name: value for name, value in kwargs.items() if name not in RESERVED}
        match = _CONFIRM.fullmatch(utter_action)
        if match is None:
            return {"text": utter_action, "key": utter_action.removeprefix("utter_"), "variables": variables}
        facts = {**(tracker.get_slot("facts") or {}), "address": tracker.get_slot("address")}
        details = {name: facts[name] for name in SHOWN if facts.get(name) is not None}
        return {"text": utter_action, "key": f"confirm_{match[1]}", "variables": details}
