"""Starts and keeps the processes: hub, bot, action server, sample shop. Trains releases and swaps models.

A child that ends or hangs is started again with a growing pause, and the console says so; all end with the
supervisor, however it ends. A new model is served by a second bot first; only when that one answers does the
hub learn of it, and only then does the old one stop.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
from collections.abc import Awaitable, Callable

from escalation.conversations.bot_client import LIVE, TRIAL, drop_endpoint, write_endpoint
from escalation.host.processes import Ledger
from escalation.settings import ANYWHERE, Settings
from escalation.store.ports import ReplayRepository
from escalation.supervisor.doctor import port_is_free
from escalation.supervisor.logs import keep_small
from escalation.supervisor.process import Report, SupervisedProcess, answers, end
from escalation.supervisor.trainer import Trainer, keep_newest, taught_by
from knowledge.records import DONE, FAILED, READY, TRAINING, WAITING
from knowledge.store import KnowledgeStore

READY_S, LOOK_S, DRAIN_S = 90.0, 0.7, 12.0
# A whole training of the largest knowledge base takes minutes; one that hangs would hold back all others
TRAINING_S = 3600.0
TRIES = 3  # starts of a bot with a new model before it is given up
KEPT_MODELS = 5  # releases one can go back to at once


class Supervisor:
    """Runs one installation until :meth:`stop`, which closes ``store`` as well; what is trained is evaluated
    with what ``replay`` reads. Its processes hold ``inherited`` open: the instance lock.
    """

    def __init__(
        self,
        settings: Settings,
        report: Report,
        store: KnowledgeStore,
        replay: ReplayRepository,
        inherited: tuple[int, ...] = (),
    ) -> None:
        self._settings, self._report = settings, report
        self._logs, self._run = settings.home / "logs", settings.home / "run"
        self._token = secrets.token_urlsafe(32)
        self._store = store
        self._ledger, self._inherited = Ledger(settings.home), inherited
        self._trainer = Trainer(
            settings,
            self._store,
            self._environment,
            report,
            self._start_early,
            replay=replay,
            ledger=self._ledger,
            inherited=inherited,
        )
        self._early: tuple[str, asyncio.Task[SupervisedProcess | None]] | None = None
        self._bot: SupervisedProcess | None = None
        self._trial_bot: SupervisedProcess | None = None
        self._trial_model: str | None = None
        self._model: str | None = None
        self._broken: str | None = None
        self._others: list[SupervisedProcess] = []
        self._draining: list[SupervisedProcess] = []
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
        small = asyncio.get_running_loop().create_task(keep_small(self._logs))
        try:
            await self._start(ready)
            while not self._stopped.is_set():
                await self._look()
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), LOOK_S)
        finally:
            small.cancel()
            await self._stop_all()

    async def _start(self, ready: Callable[[], Awaitable[None]]) -> None:
        hub = self._address(self._settings.port, f"{self._settings.base_path}/health")
        wanted = [
            ("actions", "actions", self._address(self._settings.actions_port, "/health")),
            ("hub", "escalation", hub),
        ]
        if self._settings.shop:
            wanted.append(
                ("shop", "escalation.supervisor.sample_shop", self._address(self._settings.shop_port, "/"))
            )
        self._others = [self._child(name, ["-m", module], pulse) for name, module, pulse in wanted]
        for child in self._others:
            child.start()
        await self._until_ready(ready)

    def _going(self) -> bool:
        return not self._stopped.is_set()

    async def _until_ready(self, ready: Callable[[], Awaitable[None]]) -> None:
        self._store.rollout.resume()
        self._retrain_after_update()
        await self._look()
        if self._store.releases.active() is None or self._stopped.is_set():
            return
        if not await answers(
            self._address(self._settings.port, f"{self._settings.base_path}/health"), READY_S, self._going
        ):
            self._report(f"The hub does not answer. Its log: {self._logs / 'hub.log'}")
        if self._going():
            await ready()

    def _retrain_after_update(self) -> None:
        """A model taught by another version of the bot's code or data is taught anew before it is served."""
        active = self._store.releases.active()
        if active is not None and active.model is not None and taught_by() not in active.model:
            self._report("Baton was updated, so the bot is trained again")
            self._store.trainings.note(active.id, WAITING, "trained again after an update")

    def _address(self, port: int, path: str) -> str:
        """Where a process of ours answers; the bot and the action server are on loopback always."""
        host = self._settings.host if port in (self._settings.port, self._settings.shop_port) else "127.0.0.1"
        host = "127.0.0.1" if host in ANYWHERE else host
        return f"http://{f'[{host}]' if ':' in host else host}:{port}{path}"

    def _child(self, name: str, arguments: list[str], pulse: str) -> SupervisedProcess:
        return SupervisedProcess(
            name,
            arguments,
            self._environment(),
            self._logs / f"{name}.log",
            self._report,
            inherited=self._inherited,
            ledger=self._ledger,
            pulse=pulse,
        )

    def _environment(self, **more: str) -> dict[str, str]:
        actions = f"http://127.0.0.1:{self._settings.actions_port}/webhook"
        return {
            **os.environ,
            "BATON_HOME": str(self._settings.home),
            "BATON_BOT_TOKEN": self._token,
            "BATON_ACTIONS_URL": actions,
            "BATON_ACTIONS_PORT": str(self._settings.actions_port),
            "RASA_TELEMETRY_ENABLED": "false",
            "PYTHONUNBUFFERED": "1",
            **more,
        }

    async def _look(self) -> None:
        """One round: train what waits, serve what is active."""
        await self._trainer.look()
        waiting = self._store.trainings.next()
        if waiting is not None:
            await self._train(waiting)
        if (wished := self._store.trainings.next_start()) is not None:
            await self._wished(wished)
        active = self._store.releases.active()
        if active is not None and active.model is not None and active.model != self._model:
            await self._swap(active.model)
        await self._look_at_trial()

    async def _wished(self, release: int) -> None:
        model = self._store.releases.get(release).model
        if model is None or taught_by() not in model:
            self._store.trainings.note(release, WAITING, "trained again after an update")
        elif not (self._settings.home / "models" / model).is_file():
            self._store.trainings.note(release, WAITING, "trained again: its model was missing")
        else:
            await self._go_live(release, model)

    async def _look_at_trial(self) -> None:
        """A release on trial has a bot of its own beside the live one; the hub chooses between the two."""
        trial = self._store.releases.trial()
        model = self._store.releases.get(trial.release).model if trial else None
        if model == self._trial_model:
            return
        former, self._trial_bot, self._trial_model = self._trial_bot, None, model
        drop_endpoint(self._run, TRIAL)
        if model is not None and (child := await self._raise(model)) is not None:
            self._trial_bot = child
            write_endpoint(self._run, f"http://127.0.0.1:{child.port}", self._token, TRIAL)
            self._report(f"The bot with {model} now answers a share of new conversations")
        if former:
            self._spare(former)

    async def _train(self, release: int) -> None:
        self._store.trainings.overtaken(release)
        model, reason = await self._trainer.train(release, self._wait_or_end)
        if not self._going():  # ended by us: it is taken up again at the next start
            await self._give_up_early()
            return
        if self._store.trainings.all()[release].state != TRAINING:  # an editor has set it aside meanwhile
            await self._give_up_early()
            self._report(f"Release {release} was discarded")
            return
        if model is not None and (held := self._trainer.held(release)):
            await self._give_up_early()
            self._store.trainings.note(release, READY, held)
            self._report(f"Release {release} is trained and waiting for an editor's decision: {held}")
            return
        if model is not None:
            await self._go_live(release, model)
            return
        await self._give_up_early()
        self._not_live(release, reason)

    async def _go_live(self, release: int, model: str) -> None:
        """Only a model that answers goes live, and its words with it."""
        child = await self._started(model)
        if child is None:
            self._not_live(
                release,
                "the bot does not start with its model. The previous release keeps answering. See"
                f" {self._logs}",
            )
            return
        self._store.releases.activate(release)
        self._store.trainings.note(release, DONE, "live")
        self._hand_over(child, model)
        await asyncio.to_thread(
            keep_newest, self._settings.home / "models", self._store.releases.models(KEPT_MODELS)
        )

    def _not_live(self, release: int, reason: str) -> None:
        if not self._going():
            return
        self._store.trainings.note(release, FAILED, reason)
        self._report(f"Release {release} is not live: {reason}")
        if self._store.releases.active() is None:
            self.failed = True
            self._stopped.set()

    def _start_early(self, model: str) -> None:
        """While a model is examined its bot starts: whoever waits for it waits for the longer of the two."""
        self._early = model, asyncio.get_running_loop().create_task(self._raise(model))

    async def _started(self, model: str) -> SupervisedProcess | None:
        """The bot with this model: the one that was on trial, the one that started early, or a new one."""
        if self._trial_bot and self._trial_model == model:
            child, self._trial_bot, self._trial_model = self._trial_bot, None, None
            return child
        early, self._early = self._early, None
        return await early[1] if early and early[0] == model else await self._raise(model)

    async def _give_up_early(self) -> None:
        early, self._early = self._early, None
        if early and (child := await early[1]):
            await child.stop()

    async def _wait_or_end(self, process: asyncio.subprocess.Process) -> int:
        stopped = asyncio.ensure_future(self._stopped.wait())
        waiting = asyncio.ensure_future(process.wait())
        ended, _ = await asyncio.wait(
            [waiting, stopped], timeout=TRAINING_S, return_when=asyncio.FIRST_COMPLETED
        )
        stopped.cancel()
        if not ended:
            self._report(f"The training did not finish within {TRAINING_S / 60:g} minutes and was stopped")
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

    async def _raise(self, model: str) -> SupervisedProcess | None:
        """A second bot with this model, once it answers; None, said and stopped, when it does not."""
        port = self._free_bot_port()
        arguments = [
            "-m",
            "bot",
            "serve",
            "--model",
            str(self._settings.home / "models" / model),
            "--port",
            str(port),
        ]
        health = self._address(port, "/webhooks/baton/health")
        child = self._child(f"bot-{port}", arguments, health)
        child.start()
        if await answers(health, READY_S, lambda: self._going() and child.restarts < TRIES):
            child.port = port
            return child
        await child.stop()
        if not self._stopped.is_set():
            self._report(f"The bot with model {model} does not answer. Its log: {child.log}")
        return None

    def _hand_over(self, child: SupervisedProcess, model: str) -> None:
        """Tell the hub, and let the old bot finish its turns."""
        write_endpoint(self._run, f"http://127.0.0.1:{child.port}", self._token)
        old, self._bot, self._model, self._broken = self._bot, child, model, None
        if old:
            self._report(f"The bot now answers with {model}")
            self._spare(old)

    def _spare(self, old: SupervisedProcess) -> None:
        self._draining.append(old)
        task = asyncio.get_running_loop().create_task(self._drain(old))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _drain(self, old: SupervisedProcess) -> None:
        """Turns that are under way get their time before the old bot stops."""
        await asyncio.sleep(DRAIN_S)
        await old.stop()
        self._draining.remove(old)

    def _free_bot_port(self) -> int:
        first = self._settings.bot_port
        return next(port for port in range(first, first + 20) if port_is_free("127.0.0.1", port))

    async def _stop_all(self) -> None:
        children = [*self._others, *self._draining, *(bot for bot in (self._bot, self._trial_bot) if bot)]
        for task in self._ending:
            task.cancel()
        await self._give_up_early()
        await self._trainer.close()
        await asyncio.gather(*(child.stop() for child in children), return_exceptions=True)
        for role in (LIVE, TRIAL):
            drop_endpoint(self._run, role)
        self._store.close()
