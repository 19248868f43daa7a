"""How often: sliding windows per customer, per user and per address."""

from __future__ import annotations

import time
from typing import Any

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from escalation.core.errors import Code, Refused

SAY = RateLimitItemPerSecond(20, 10)
COMMAND = RateLimitItemPerSecond(120, 10)  # of one customer, or one agent, over all their sockets
# What a customer does beside writing, and the log keeps: ask for a person, end, rate.
DEED = RateLimitItemPerMinute(30, 1)
FILE = RateLimitItemPerMinute(10, 1)
NEW_CUSTOMER = RateLimitItemPerMinute(60, 1)
CODE = RateLimitItemPerHour(5, 1)  # emails one customer, or one address, is sent on asking
SIGN_IN = RateLimitItemPerMinute(10, 1)  # of one login from one address
# Of one address, whatever the login: an office that comes in at nine.
SIGN_INS = RateLimitItemPerMinute(60, 1)
Pace = tuple[Any, ...]  # a limit, and whose it is


class RateLimits:
    """Counts in this process; a load balancer in front keeps one client with one hub long enough.

    ``of_address`` is how many commands customers at one address may send in ten seconds, all of them
    together; 0 is no limit.
    """

    def __init__(self, of_address: int = 0) -> None:
        self.of_address: RateLimitItem | None = RateLimitItemPerSecond(of_address, 10) if of_address else None
        self._window = SlidingWindowCounterRateLimiter(MemoryStorage())

    def reset(self) -> None:
        """Forget everyone: whoever was slowed may go on."""
        self._window.storage.reset()

    def demand(self, limit: RateLimitItem, *who: str) -> None:
        """Count one use, or raise :class:`Refused` with the time after which to try again."""
        if self._window.hit(limit, *who):
            return
        wait = max(0.0, self._window.get_window_stats(limit, *who).reset_time - time.time())
        raise Refused(
            Code.TOO_FAST, "Too many messages. Please wait a moment.", retry_after_ms=int(wait * 1000) + 1
        )
