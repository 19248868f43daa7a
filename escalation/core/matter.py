"""What a conversation is about: the first of what the customer asked for since the last cut. Pure."""

from __future__ import annotations

from bot.judgement import Understanding

SMALL_TALK = frozenset(
    {
        "greet",
        "goodbye",
        "thanks",
        "affirm",
        "deny",
        "none_of_these",
        "how_are_you",
        "bot_challenge",
        "ask_person",
    }
)


def asks(understood: Understanding) -> bool:
    """Whether a message asks for something; a greeting, a yes or "a person, please" does not."""
    return understood.intent not in SMALL_TALK
