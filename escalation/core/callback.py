"""A call-back a customer booked instead of waiting."""

from __future__ import annotations

from dataclasses import dataclass

from escalation.core.text import masked


@dataclass(frozen=True, slots=True)
class Callback:
    """When (UTC milliseconds), in which time zone its customer reads it, and where they are reached:
    ``channel`` is ``phone`` or ``email``. The last three are what the queue and the clocks counted from, for
    who cancels it.
    """

    at: int
    zone: str
    channel: str
    contact: str
    waiting_since: int = 0
    owed_since: int = 0
    handed_at: int = 0


def recognised(channel: str, contact: str) -> str:
    """A number or an address that its owner recognises and nobody else can use."""
    return masked(contact) if channel == "email" else f"…{contact[-3:]}"
