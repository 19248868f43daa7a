"""The hub: the one process that faces people. It alone moves the state of a conversation."""

__version__ = "0.1.0"
