"""What was said in a conversation, as an email shows it: who, and the words. Pure."""

from __future__ import annotations

from escalation.core import events as ev

Said = tuple[str, str]


def by_agents(event: ev.Event) -> Said | None:
    """What an agent said or sent; None for everything else."""
    match event:
        case ev.AgentSaid():
            return event.agent_name, event.text
        case ev.FileShared() if event.by == "agent":
            return event.agent_name or "", f"[{event.text}]"
    return None


def by_anybody(event: ev.Event) -> Said | None:
    """What the customer may read of an event; None for what is not speech, or not for them."""
    match event:
        case ev.CustomerSaid():
            return "You", event.text
        case ev.BotSaid() | ev.SystemSaid():
            return "Assistant", event.text
        case ev.FileShared() if event.by == "customer":
            return "You", f"[{event.text}]"
    return by_agents(event)
