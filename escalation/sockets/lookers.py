"""Which agents of this hub have a conversation open, and which of them look without being seen."""

from __future__ import annotations


class Lookers:
    """By conversation and socket. What changes who is seen answers true, so that the others are told."""

    def __init__(self) -> None:
        self._seen: dict[str, dict[str, str]] = {}
        self._silent: dict[str, set[str]] = {}

    def names(self, conversation: str) -> list[str]:
        """Who is seen to have it open, each once."""
        return sorted(set(self._seen.get(conversation, {}).values()))

    def look(self, conversation: str, socket: str, name: str) -> bool:
        """Somebody opens it for all to see."""
        self._silent.get(conversation, set()).discard(socket)
        seen = self._seen.setdefault(conversation, {})
        is_new = socket not in seen
        seen[socket] = name
        return is_new

    def watch(self, conversation: str, socket: str) -> bool:
        """Somebody opens it unseen."""
        was_seen = self.leave(conversation, socket)
        self._silent.setdefault(conversation, set()).add(socket)
        return was_seen

    def leave(self, conversation: str, socket: str) -> bool:
        """They have it open no more."""
        self._silent.get(conversation, set()).discard(socket)
        was_seen = self._seen.get(conversation, {}).pop(socket, None) is not None
        for kept in (self._seen, self._silent):
            if not kept.get(conversation, True):
                del kept[conversation]
        return was_seen

    def is_silent(self, conversation: str, socket: str) -> bool:
        """Whether this socket looks unseen."""
        return socket in self._silent.get(conversation, ())

    def of(self, socket: str) -> list[str]:
        """Everything a socket has open."""
        return [
            conversation
            for kept in (self._seen, self._silent)
            for conversation, sockets in kept.items()
            if socket in sockets
        ]
