"""Names of the rooms that pushes go to."""

AGENTS = "agents"


def customer_of(conversation: str) -> str:
    """The customer's own windows."""
    return f"customer:{conversation}"


def agents_of(conversation: str) -> str:
    """Colleagues who have the conversation open."""
    return f"agents:{conversation}"


def colleague(login: str) -> str:
    """Every console of one colleague."""
    return f"colleague:{login}"
