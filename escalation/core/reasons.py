"""Why a conversation goes to a person: a closed list, and how urgent each reason is."""

from __future__ import annotations

from enum import StrEnum

from bot.judgement import Tag, Topic


class Reason(StrEnum):
    """Reasons of a hand-over. Free text is never a reason."""

    CUSTOMER_REQUEST = "customer_request"
    FRUSTRATION = "frustration"
    COMPLEXITY = "complexity"
    LOW_CONFIDENCE = "low_confidence"
    REPEATED_QUESTION = "repeated_question"
    MISSING_KNOWLEDGE = "missing_knowledge"
    POLICY_LIMIT = "policy_limit"
    RISK = "risk"
    VIP_RULE = "vip_rule"
    BOT_UNAVAILABLE = "bot_unavailable"
    TOOL_FAILURE = "tool_failure"
    AGENT_TAKEOVER = "agent_takeover"
    PROMISE_DUE = "promise_due"
    FEEDBACK = "feedback"


_SELF_HARM = Tag(Topic.RISK, "self_harm")
LIFE, URGENT, HIGH, NORMAL = -1, 0, 1, 2
_PRIORITY = {Reason.RISK: URGENT, Reason.FRUSTRATION: HIGH, Reason.VIP_RULE: HIGH, Reason.PROMISE_DUE: HIGH}


def priority(reason: Reason, rule: Tag | None = None) -> int:
    """-1 (a life may be at stake: before everybody) to 2; the queue is ordered by this, then by waiting
    time.
    """
    return LIFE if rule == _SELF_HARM else _PRIORITY.get(reason, NORMAL)
