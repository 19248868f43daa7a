"""The open windows of each customer: a few at once, and the latest always gets in."""

from __future__ import annotations

from collections.abc import Container

MOST_WINDOWS = 10


class Windows:
    """Sockets by customer, the oldest first."""

    def __init__(self, most: int = MOST_WINDOWS) -> None:
        self._most = most
        self._open: dict[str, list[str]] = {}
        self._whose: dict[str, str] = {}

    def joined(self, customer: str, sid: str) -> list[str]:
        """Note a window; returns those that have to go for it. A refused newcomer would be somebody whose
        phone lost the net and came back while the dead sockets still count; the oldest is most likely one of
        these.
        """
        self._whose[sid] = customer
        windows = self._open.setdefault(customer, [])
        windows.append(sid)
        return windows[: -self._most]

    def customers(self) -> Container[str]:
        """Who has one open."""
        return self._open.keys()

    def left(self, sid: str) -> None:
        """A window is closed."""
        customer = self._whose.pop(sid, None)
        if customer is None:
            return
        self._open[customer].remove(sid)
        if not self._open[customer]:
            del self._open[customer]
