"""A process that is kept running: started again with a growing pause whenever it ends, and the console says so."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from escalation.settings import ROOT

FIRST_PAUSE_S, LONGEST_PAUSE_S, STEADY_S = 0.5, 30.0, 10.0
STOP_S = 8.0
LOG_BYTES = 5_000_000
Report = Callable[[str], None]


@dataclass
class Child:
    """One process that is kept running."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    report: Report
    process: asyncio.subprocess.Process | None = None
    stopping: bool = False
    restarts: int = 0
    port: int = 0
    _keeper: asyncio.Task[None] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Run it, and run it again whenever it ends."""
        self._keeper = asyncio.get_running_loop().create_task(self._keep())

    async def _keep(self) -> None:
        pause = FIRST_PAUSE_S
        while not self.stopping:
            began = time.monotonic()
            code = await self._once()
            if self.stopping:
                return
            pause = FIRST_PAUSE_S if time.monotonic() - began > STEADY_S else pause
            self.restarts += 1
            self.report(f"{self.name} ended (exit code {code}); starting it again in {pause:g} s. Its log: {self.log}")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _once(self) -> int:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.old"))
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command, cwd=ROOT, env=self.environment, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        return await self.process.wait()

    async def stop(self) -> None:
        """Ask it to end, and end it if it does not."""
        self.stopping = True
        await end(self.process)
        if self._keeper:
            self._keeper.cancel()


async def end(process: asyncio.subprocess.Process | None) -> None:
    """SIGTERM, and SIGKILL to its whole group after a while."""
    if process is None or process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_S)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def answers(url: str, within_s: float, alive: Callable[[], bool] = lambda: True) -> bool:
    """Whether ``url`` says 200 before the time is up."""
    limit = time.monotonic() + within_s
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session:
        while time.monotonic() < limit and alive():
            with contextlib.suppress(aiohttp.ClientError, asyncio.TimeoutError):
                async with session.get(url) as reply:
                    if reply.status == 200:
                        return True
            await asyncio.sleep(0.15)
    return False
