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
_MEMBERS = {
    "talk": """
        greeting greeting_away greeting_away_unknown
        greet goodbye thanks affirm deny how_are_you bot_challenge capabilities
    """,
    "ask": """
        miss none_of_these ask_which not_meant offer_person offer_person_away
        offer_person_away_unknown guide_solved guide_again
    """,
    "feeling": """
        praise complaint abuse acknowledge_again acknowledge_let_down acknowledge_wrong
        acknowledge_corrected acknowledge_upset
    """,
    "handoff": """
        intake_topic intake_order handoff_customer_request handoff_frustration handoff_complexity
        handoff_low_confidence handoff_repeated_question handoff_missing_knowledge
        handoff_policy_limit handoff_risk handoff_risk_self_harm handoff_risk_safety
        handoff_risk_medical handoff_risk_grief handoff_risk_fraud handoff_vip_rule
        handoff_bot_unavailable handoff_tool_failure handoff_agent_takeover handoff_promise_due
        handoff_feedback closed_now closed_now_unknown
    """,
    "people": """
        file_received agent_joined agent_left agent_transferred transfer_waiting agent_replaced
        agent_absent agent_disabled agent_silent still_there closed_silent
        reopened_by_agent handed_back closed_by_agent closed_by_customer
        reopened left_queue correction callback_booked callback_booked_email
        callback_cancelled while_waiting email_noted email_stopped
    """,
    "orders": """
        ask_order_number ask_email order_processing order_shipped order_late order_delivered
        order_cancelled order_returned order_return_started ask_address confirm_cancel
        confirm_return confirm_readdress done_cancel done_return done_readdress undone_cancel
        undone_return undone_readdress job_declined nothing_to_undo undo_too_late cancel_shipped
        cancel_delivered cancel_cancelled cancel_return_started cancel_returned return_processing
        return_shipped return_cancelled return_return_started return_returned readdress_shipped
        readdress_delivered readdress_cancelled readdress_return_started readdress_returned
        order_not_found
    """,
    "language": """
        offer_language offer_language_de offer_language_fr offer_language_es offer_language_it
        offer_language_nl offer_language_pt offer_language_pl
    """,
    "button": """
        yes_please no_thanks none_of_these_option undo_option start_cancel start_return
        start_readdress start_status
    """,
}
_GROUP = {key: group for group, keys in _MEMBERS.items() for key in keys.split()}
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
    "contact": "…018",
    "email": "m…@example.org",
}


def group_of(key: str) -> str:
    """The group a line is shown in. Raises :class:`KeyError` for a line there is not."""
    return _GROUP[key]


def shown(words: str, facts: Facts) -> str:
    """A line with facts and sample values, as a customer might read it."""
    safe = {name: value.replace("{", "{{").replace("}", "}}") for name, value in facts.items()}
    samples = _Samples(SAMPLES)
    return string.Formatter().vformat(filled(words, safe), (), samples)


class _Samples(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key
