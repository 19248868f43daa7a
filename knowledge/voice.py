"""How the lines are shown to those who write them: in groups, with sample values. Pure."""

from __future__ import annotations

import string

from knowledge.facts import Facts, filled

GROUPS = {
    "talk": "Small talk",
    "ask": "When the assistant is not sure",
    "feeling": "Acknowledging feelings",
    "handoff": "Hand-off, by reason",
    "people": "Agents joining and leaving",
    "orders": "Orders and jobs",
    "language": "Other languages",
    "button": "Buttons",
}
_STARTS = {
    "agent_": "people",
    "transfer_": "people",
    "reopened": "people",
    "handoff_": "handoff",
    "intake_": "handoff",
    "acknowledge_": "feeling",
    "offer_language": "language",
    "order_": "orders",
    "confirm_": "orders",
    "done_": "orders",
    "undone_": "orders",
    "cancel_": "orders",
    "return_": "orders",
    "readdress_": "orders",
    "start_": "button",
}
_KEYS = {
    "miss": "ask",
    "none_of_these": "ask",
    "ask_which": "ask",
    "not_meant": "ask",
    "offer_person": "ask",
    "guide_again": "ask",
    "guide_solved": "ask",
    "handed_back": "people",
    "closed_by_agent": "people",
    "closed_by_customer": "people",
    "left_queue": "people",
    "yes_please": "button",
    "no_thanks": "button",
    "none_of_these_option": "button",
    "undo_option": "button",
    "ask_order_number": "orders",
    "ask_email": "orders",
    "ask_address": "orders",
    "job_declined": "orders",
    "nothing_to_undo": "orders",
    "undo_too_late": "orders",
    "complaint": "feeling",
    "praise": "feeling",
    "abuse": "feeling",
    "correction": "people",
    "file_received": "people",
    "closed_now": "handoff",
    "closed_now_unknown": "handoff",
    "email_noted": "people",
    "email_stopped": "people",
}
SAMPLES = {
    "name": "Anna",
    "before": "Ben",
    "to": "Cleo",
    "order": "BW-10234",
    "items": "1 × Tent Lodge 2",
    "day": "Thursday 26 November",
    "total": "£129.00",
    "address": "4 Mill Lane, LS1 4DY Leeds",
    "minutes": "30",
    "title": "How long does delivery take?",
    "words": "It takes two to three days.",
    "when": "Monday 30 November, 09:00 (Berlin)",
    "email": "m…@example.org",
}


def group_of(key: str) -> str:
    """The group a line is shown in."""
    return _KEYS.get(key) or next(
        (group for start, group in _STARTS.items() if key.startswith(start)), "talk"
    )


def shown(words: str, facts: Facts) -> str:
    """A line with facts and sample values, as a customer might read it."""
    safe = {name: value.replace("{", "{{").replace("}", "}}") for name, value in facts.items()}
    known = _Samples(SAMPLES)
    return string.Formatter().vformat(filled(words, safe), (), known)


class _Samples(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key
