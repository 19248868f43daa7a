"""Starts and keeps the processes: hub, bot, action server, sample shop. Trains releases and swaps models.

A child that ends is started again with a growing pause, and the console says so. A new model is served by a second
bot first; only when that one answers does the hub learn of it, and only then does the old one stop.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import secrets
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from escalation.bot_client import write_endpoint
from escalation.doctor import port_is_free
from escalation.settings import ROOT, Settings
from knowledge import store as knowledge
from knowledge.store import KnowledgeStore

FIRST_PAUSE_S, LONGEST_PAUSE_S, STEADY_S = 0.5, 30.0, 10.0
STOP_S, READY_S, LOOK_S, DRAIN_S = 8.0, 90.0, 0.7, 12.0
LOG_BYTES = 5_000_000
TRIES = 3  # starts of a bot with a new model before it is given up
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


def taught_by() -> str:
    """A short fingerprint of all that decides what a model is: the bot's code, its configuration and its data."""
    files = [
        ROOT / "config.yml",
        *sorted((ROOT / "bot").rglob("*.py")),
        ROOT / "bot" / "domain.yml",
        *sorted((ROOT / "data").glob("*.yml")),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


class Supervisor:
    """Runs one installation until :meth:`stop`."""

    def __init__(self, settings: Settings, report: Report) -> None:
        self._settings, self._report = settings, report
        self._logs, self._run = settings.home / "logs", settings.home / "run"
        self._token = secrets.token_urlsafe(32)
        self._store = KnowledgeStore.open(settings.home)
        self._bot: Child | None = None
        self._model: str | None = None
        self._broken: str | None = None
        self._others: list[Child] = []
        self._ending: set[asyncio.Task[None]] = set()
        self._stopped = asyncio.Event()
        self.failed = False

    def stop(self) -> None:
        """End everything, soon."""
        self._stopped.set()

    async def run(self, ready: Callable[[], Awaitable[None]]) -> None:
        """Start all, call ``ready`` when the hub and the bot answer, look after everything until stopped."""
        for folder in (self._logs, self._run):
            folder.mkdir(parents=True, exist_ok=True)
        try:
            await self._start(ready)
            while not self._stopped.is_set():
                await self._look()
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), LOOK_S)
        finally:
            await self._stop_all()

    async def _start(self, ready: Callable[[], Awaitable[None]]) -> None:
        modules = [("actions", "actions"), ("hub", "escalation")] + ([("shop", "escalation.shop")] if self._settings.shop else [])
        self._others = [self._child(name, ["-m", module]) for name, module in modules]
        for child in self._others:
            child.start()
        await self._until_ready(ready)

    def _going(self) -> bool:
        return not self._stopped.is_set()

    async def _until_ready(self, ready: Callable[[], Awaitable[None]]) -> None:
        self._store.resume_trainings()
        self._retrain_after_update()
        await self._look()
        if self._store.active() is None or self._stopped.is_set():
            return
        if not await answers(f"http://{self._settings.host}:{self._settings.port}{self._settings.base_path}/health", READY_S, self._going):
            self._report(f"The hub does not answer. Its log: {self._logs / 'hub.log'}")
        if self._going():
            await ready()

    def _retrain_after_update(self) -> None:
        """A model taught by another version of the bot's code or data is taught anew before it is served."""
        active = self._store.active()
        if active is not None and active.model is not None and taught_by() not in active.model:
            self._report("Baton has been updated; the bot is trained again")
            self._store.note_training(active.id, knowledge.WAITING, "trained again after an update")

    def _child(self, name: str, arguments: list[str], **more: str) -> Child:
        return Child(name, [sys.executable, *arguments], self._environment(**more), self._logs / f"{name}.log", self._report)

    def _environment(self, **more: str) -> dict[str, str]:
        actions = f"http://127.0.0.1:{self._settings.actions_port}/webhook"
        return {
            **os.environ, "BATON_HOME": str(self._settings.home), "BATON_BOT_TOKEN": self._token, "BATON_ACTIONS_URL": actions,
            "BATON_ACTIONS_PORT": str(self._settings.actions_port), "RASA_TELEMETRY_ENABLED": "false", "PYTHONUNBUFFERED": "1", **more,
        }  # fmt: skip

    async def _look(self) -> None:
        """One round: train what waits, serve what is active."""
        waiting = self._store.next_training()
        if waiting is not None:
            await self._train(waiting)
        active = self._store.active()
        if active is not None and active.model is not None and active.model != self._model:
            await self._swap(active.model)

    async def _train(self, release: int) -> None:
        self._report(f"Training the bot for release {release} (about 15 s)")
        self._store.note_training(release, knowledge.TRAINING, "training")
        name = f"release-{release}-{taught_by()}"
        with (self._logs / "train.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "train", "--output", str(self._settings.home / "models"), "--name", name,
                cwd=ROOT, env=self._environment(BATON_RELEASE=str(release)), stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        code = await self._wait_or_end(process)
        model = f"{name}.tar.gz"
        reason = f"training ended with exit code {code}; see {self._logs / 'train.log'}"
        if code == 0 and (self._settings.home / "models" / model).is_file():
            self._store.set_model(release, model)
            child = await self._raise(model)
            if child is not None:  # only a model that answers goes live, and its words with it
                self._store.activate(release)
                self._store.note_training(release, knowledge.DONE, "live")
                self._hand_over(child, model)
                return
            reason = f"the bot does not start with the new model; the release before goes on answering. See {self._logs}"
        if not self._going():  # ended by us: it is taken up again at the next start
            return
        self._store.note_training(release, knowledge.FAILED, reason)
        self._report(f"Release {release} is not live: {reason}")
        if self._store.active() is None:
            self.failed = True
            self._stopped.set()

    async def _wait_or_end(self, process: asyncio.subprocess.Process) -> int:
        stopped = asyncio.ensure_future(self._stopped.wait())
        waiting = asyncio.ensure_future(process.wait())
        await asyncio.wait([waiting, stopped], return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        await end(process)
        return int(await waiting)

    async def _swap(self, model: str) -> None:
        if model == self._broken:
            return
        child = await self._raise(model)
        if child is not None:
            self._hand_over(child, model)
        elif not self._stopped.is_set():
            self._broken = model  # not tried again until another one is wanted

    async def _raise(self, model: str) -> Child | None:
        """A second bot with this model, once it answers; None, said and stopped, when it does not."""
        port = self._free_bot_port()
        arguments = ["-m", "bot", "serve", "--model", str(self._settings.home / "models" / model), "--port", str(port)]
        child = self._child(f"bot-{port}", arguments)
        child.start()
        if await answers(f"http://127.0.0.1:{port}/webhooks/baton/health", READY_S, lambda: self._going() and child.restarts < TRIES):
            child.port = port
            return child
        await child.stop()
        if not self._stopped.is_set():
            self._report(f"The bot with model {model} does not answer. Its log: {child.log}")
        return None

    def _hand_over(self, child: Child, model: str) -> None:
        """Tell the hub, and let the old bot finish its turns."""
        write_endpoint(self._run, f"http://127.0.0.1:{child.port}", self._token)
        old, self._bot, self._model, self._broken = self._bot, child, model, None
        if old:
            self._report(f"The bot now answers with {model}")
            task = asyncio.get_running_loop().create_task(self._drain(old))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    @staticmethod
    async def _drain(old: Child) -> None:
        """Turns that are under way get their time before the old bot stops."""
        await asyncio.sleep(DRAIN_S)
        await old.stop()

    def _free_bot_port(self) -> int:
        first = self._settings.bot_port
        return next(port for port in range(first, first + 20) if port_is_free("127.0.0.1", port))

    async def _stop_all(self) -> None:
        children = [*self._others, *([self._bot] if self._bot else [])]
        for task in self._ending:
            task.cancel()
        await asyncio.gather(*(child.stop() for child in children), return_exceptions=True)
        (self._run / "bot.json").unlink(missing_ok=True)
        self._store.close()
