"""How much room files may take: of one customer, and all together. What is known of it stands in the log and
in the folder.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

from escalation.core.errors import Code, Refused
from escalation.store.ports import EventLog

MB = 2**20


class Quota:
    """Room on the disk, in megabytes; 0 is no limit."""

    def __init__(self, log: EventLog, folder: Path, of_customer: int, in_all: int) -> None:
        self._log, self._folder = log, folder
        self._of_customer, self._in_all = of_customer, in_all
        self._one_by_one = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def room(self, size: int, customer: str | None) -> AsyncIterator[None]:
        """Keep a file of ``size`` bytes within; raises :class:`Refused` if there is no room. One at a time,
        so that two do not both take the last of it.
        """
        async with self._one_by_one:
            if (
                customer
                and self._of_customer
                and await self._log.bytes_sent_by(customer) + size > self._of_customer * MB
            ):
                raise Refused(
                    Code.TOO_LONG,
                    f"You have reached the limit of {self._of_customer} MB of files. Please describe it in a"
                    " message instead.",
                )
            if self._in_all and await asyncio.to_thread(_used, self._folder) + size > self._in_all * MB:
                raise Refused(
                    Code.UNAVAILABLE,
                    "Files cannot be stored right now. Please describe it in a message instead.",
                )
            yield


def _used(folder: Path) -> int:
    """Bytes in the folder. A look at 10,000 files takes some 80 ms, beside the loop, and each customer sends
    ten a minute at most.
    """
    if not folder.is_dir():
        return 0
    used = 0
    with os.scandir(folder) as found:
        for upload in found:
            with contextlib.suppress(FileNotFoundError):  # dropped while we count
                used += upload.stat().st_size
    return used
