"""A process that is kept running: started again with a growing pause whenever it ends or hangs, and the
console says so.
"""

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

from escalation.host.processes import Ledger
from escalation.host.tether import handed_down, tied
from escalation.settings import ROOT
from escalation.supervisor.health_check import MISSES, until_silent

FIRST_PAUSE_S, LONGEST_PAUSE_S, STEADY_S = 0.5, 30.0, 10.0
STOP_S = 8.0
Report = Callable[[str], None]


@dataclass
class SupervisedProcess:
    """One process that is kept running: Python with ``arguments``. It ends with this process, holds
    ``inherited`` open, is noted in ``ledger``, and is replaced when it no longer answers at ``pulse``.
    """

    name: str
    arguments: list[str]
    environment: dict[str, str]
    log: Path
    report: Report
    inherited: tuple[int, ...] = ()
    ledger: Ledger | None = None
    pulse: str | None = None
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
            try:
                how = f"ended (exit code {await self._once()})"
            except OSError as problem:  # no memory, no file handle, no room: later, perhaps
                how = f"cannot be started ({problem.strerror})"
            if self.stopping:
                return
            pause = FIRST_PAUSE_S if time.monotonic() - began > STEADY_S else pause
            self.restarts += 1
            self.report(f"{self.name} {how}, restarting in {pause:g} s. Its log: {self.log}")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _once(self) -> int:
        with self.log.open("ab") as log:
            self.process = process = await asyncio.create_subprocess_exec(
                *tied(*self.arguments),
                cwd=ROOT,
                env=self.environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=(*self.inherited, *handed_down()),
            )
        if self.ledger:
            self.ledger.note(self.name, process.pid)
        try:
            return await self._ended(process)
        finally:
            if self.ledger:
                self.ledger.forget(self.name)

    async def _ended(self, process: asyncio.subprocess.Process) -> int:
        """Its exit code, once it has ended or was ended because it hung."""
        ending = asyncio.ensure_future(process.wait())
        silent = asyncio.ensure_future(until_silent(self.pulse)) if self.pulse else None
        try:
            await asyncio.wait([ending, silent] if silent else [ending], return_when=asyncio.FIRST_COMPLETED)
            if not ending.done() and not self.stopping:
                self.report(
                    f"{self.name} (process {process.pid}) did not respond {MISSES} times in a row,"
                    " replacing it"
                )
                _kill(process)
            return await ending
        finally:
            for waiting in (ending, silent):
                if waiting:
                    waiting.cancel()

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
        _kill(process)
        await process.wait()


def _kill(process: asyncio.subprocess.Process) -> None:
    """It and all it has started; what is paused hears nothing else."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


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
