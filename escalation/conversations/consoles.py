"""Which agents have a console open, on whatever hub: kept fresh by the hub it is connected to."""

from __future__ import annotations

from escalation.clock import new_id, now_ms
from escalation.store.ports import ConsoleRepository

ALIVE_MS = 30_000  # a hub that has not said so for this long is gone, and its consoles with it
BEAT_MS = 10_000


class Consoles:
    """The consoles of all hubs, seen from this one."""

    def __init__(self, rows: ConsoleRepository) -> None:
        self._rows, self._hub, self._beaten_at = rows, new_id("h"), 0

    async def opened(self, socket: str, user: str) -> None:
        """A console of ``user`` is open from now on."""
        await self._rows.opened(socket, user, self._hub, now_ms())

    async def closed(self, socket: str) -> None:
        """It is open no longer."""
        await self._rows.closed(socket)

    async def present(self) -> frozenset[str]:
        """The ids of all users with a console open."""
        return await self._rows.present(now_ms() - ALIVE_MS)

    async def beat(self) -> None:
        """Say that this hub's consoles are open still, and forget those of hubs that are gone. Cheap to call
        often.
        """
        now = now_ms()
        if now - self._beaten_at >= BEAT_MS:
            self._beaten_at = now
            await self._rows.beat(self._hub, now, now - ALIVE_MS)
