"""Logs stay small while they are written: what a process has said so far becomes ``NAME.log.old``, and the
log begins anew.

Processes append to their log themselves, so that none ever waits for its supervisor; an appended line lands
at the new beginning.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from pathlib import Path

LOG_BYTES, LOOK_S = 5_000_000, 1.0


def rotate(file: Path, most: int = LOG_BYTES) -> bool:
    """Begin a log anew if it has more than ``most`` bytes; of those the newest are kept. Whether it was."""
    with file.open("r+b") as log:
        size = os.fstat(log.fileno()).st_size
        if size <= most:
            return False
        log.seek(max(0, size - most))
        old = file.with_suffix(".log.old")
        try:
            with old.open("wb") as kept:
                shutil.copyfileobj(log, kept)
        except OSError:  # no room for two: on a full disk the room is worth more than what was said
            old.unlink(missing_ok=True)
        os.ftruncate(log.fileno(), 0)
    return True


async def keep_small(folder: Path, most: int = LOG_BYTES, every_s: float = LOOK_S) -> None:
    """Look at every log of a folder, for ever."""
    while True:
        for file in folder.glob("*.log"):
            with contextlib.suppress(OSError):  # looked at again in a moment
                await asyncio.to_thread(rotate, file, most)
        await asyncio.sleep(every_s)
