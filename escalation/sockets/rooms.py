"""Names of the rooms that pushes go to."""

AGENTS = "agents"


def customer_of(conversation: str) -> str:
    """The customer's own windows."""
    return f"customer:{conversation}"


def agents_of(conversation: str) -> str:
    """Agents who have the conversation open."""
    return f"agents:{conversation}"


def agent_consoles(login: str) -> str:
    """Every console of one agent."""
    return f"agent-consoles:{login}"
