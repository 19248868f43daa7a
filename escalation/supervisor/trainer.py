"""Trains a release in a process of its own and examines what came out, while the live bot goes on answering.

Importing Rasa takes as long as learning a few hundred questions, so a trainer is called in as soon as
something is saved that must be learnt, and waits for work.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from escalation.host.processes import Ledger
from escalation.host.tether import handed_down, tied
from escalation.settings import ROOT, Settings
from escalation.store.ports import ReplayRepository
from escalation.supervisor.process import Report, end
from knowledge.records import TRAINING
from knowledge.store import KnowledgeStore

Json = dict[str, Any]
Ending = Callable[[asyncio.subprocess.Process], Awaitable[int]]
LOOK = "look"  # the verdict of an examination that a person should see first
MOST_TALKS = 200  # marked conversations in an examination; the newest
ON_CALL_S = 900.0  # nobody publishes: the trainer that waits goes home
EXAMINED = "being evaluated"
TRAINER = "trainer"


def taught_by() -> str:
    """A short fingerprint of all that decides what a model is: the bot's code, its configuration and its
    data.
    """
    files = [
        ROOT / "config.yml",
        *sorted((ROOT / "bot").rglob("*.py")),
        ROOT / "bot" / "domain.yml",
        *sorted((ROOT / "data").glob("*.yml")),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


def keep_newest(models: Path, wanted: frozenset[str]) -> None:
    """Remove the models of releases that nobody goes back to soon; going back to one of those trains it
    again.
    """
    for file in models.glob("release-*.tar.gz"):
        if file.name not in wanted:
            file.unlink(missing_ok=True)


class Trainer:
    """Trains one release at a time. ``trained`` hears of a model that is trained and is now being
    examined.
    """

    def __init__(
        self,
        settings: Settings,
        store: KnowledgeStore,
        environment: Callable[..., dict[str, str]],
        report: Report,
        trained: Report,
        *,
        replay: ReplayRepository,
        ledger: Ledger,
        inherited: tuple[int, ...] = (),
    ) -> None:
        self._settings, self._store, self._environment = settings, store, environment
        self._report, self._trained = report, trained
        self._ledger, self._inherited = ledger, inherited
        self._replay, self._log = replay, settings.home / "logs" / "train.log"
        self._waiting: asyncio.subprocess.Process | None = None
        self._since = 0.0
        self._seen = -1

    async def look(self) -> None:
        """Call a trainer in when there will be something to learn, and send it home when nothing came of
        it.
        """
        if self._waiting and time.monotonic() - self._since > ON_CALL_S:
            await self.close()
        if self._seen != (newest := self._store.articles.saved()):
            self._seen = newest
            if self._waiting is None and self._store.releases.active() and self._store.content.unlearned():
                self._waiting, self._since = await self._start(), time.monotonic()

    async def close(self) -> None:
        """Send home who waits."""
        waiting, self._waiting = self._waiting, None
        await end(waiting)

    async def _start(self) -> asyncio.subprocess.Process:
        with self._log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *tied("-m", "bot", "train-on-call"),
                cwd=ROOT,
                env=self._environment(),
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=(*self._inherited, *handed_down()),
            )
        self._ledger.note(TRAINER, process.pid)
        return process

    async def train(self, release: int, ended: Ending) -> tuple[str | None, str]:
        """The model's file name once it is trained and examined, or None and why not. ``ended`` waits for the
        process.
        """
        self._report(f"Training the bot for release {release} (about 15 s)")
        self._store.trainings.note(release, TRAINING, "learning")
        name, told = (
            f"release-{release}-{taught_by()}",
            self._settings.home / "run" / f"report-{release}.json",
        )
        waiting, self._waiting = self._waiting, None
        process = waiting if waiting and waiting.returncode is None else await self._start()
        watching = asyncio.ensure_future(self._progress(release, told.with_suffix(".step"), f"{name}.tar.gz"))
        try:
            stored = await self._stored()
            work = await asyncio.to_thread(self._work, release, name, told, stored)
            # One that hangs reads nothing; its end ends this, too.
            handing = asyncio.ensure_future(self._hand_in(process, work))
            code = await ended(process)
            handing.cancel()
        finally:
            watching.cancel()
        model = f"{name}.tar.gz"
        if code != 0 or not (self._settings.home / "models" / model).is_file():
            return None, f"training ended with exit code {code}. See {self._log}"
        self._store.releases.set_report(release, json.loads(told.read_text(encoding="utf-8")))
        for file in (told, told.with_suffix(".step")):
            file.unlink(missing_ok=True)
        self._store.releases.set_model(release, model)
        return model, ""

    async def _stored(self) -> Json:
        """What the log holds for the evaluation of a release."""
        return {
            "asked": await self._replay.questions(),
            "talks": await self._talks(),
            "settings": await self._replay.rules(),
        }

    def _work(self, release: int, name: str, told: Path, stored: Json) -> bytes:
        """What the trainer is to do; through a pipe, for customers' words belong in no file but the log."""
        active, models = self._store.releases.active(), self._settings.home / "models"
        live = (
            models / active.model
            if active and active.model and active.id != release and taught_by() in active.model
            else None
        )
        work: Json = {
            "release": release,
            "name": name,
            "output": str(models),
            "report": str(told),
            "against": str(live) if live and live.is_file() else None,
            **stored,
            "live_report": (self._store.releases.report(active.id) or {}) if active else {},
            "marked": [{"text": text, "article": article} for text, article in self._store.marks.questions()],
            "stored": [
                {"text": text, "article": article}
                for text, article in self._store.content.kept_questions(release)
            ],
            "articles": [one.id for one in self._store.releases.articles(release)],
        }
        return json.dumps(work).encode()

    async def _talks(self) -> list[Json]:
        """The marked conversations that are still there, each up to its mark."""
        talks = [
            {"id": f"{mark.conversation}@{mark.seq}", "right": mark.right, "turns": turns}
            for mark in await asyncio.to_thread(self._store.marks.all)
            if (turns := await self._replay.until(mark.conversation, mark.seq))
        ]
        return talks[-MOST_TALKS:]

    @staticmethod
    async def _hand_in(process: asyncio.subprocess.Process, work: bytes) -> None:
        if process.stdin is None:
            return
        try:
            process.stdin.write(work)
            await process.stdin.drain()
            process.stdin.close()
        except (BrokenPipeError, ConnectionResetError):  # it ended at once; its exit code tells
            return

    async def _progress(self, release: int, step: Path, model: str) -> None:
        """What the process says it is doing, for those who wait at the desk."""
        said = ""
        while True:
            await asyncio.sleep(0.2)
            now = step.read_text(encoding="utf-8") if step.is_file() else ""
            if now and now != said:
                said = now
                self._store.trainings.note_progress(release, now)
                if now == EXAMINED:
                    self._trained(model)

    def held(self, release: int) -> str | None:
        """Why a trained release does not go live by itself, if so."""
        report, active = self._store.releases.report(release) or {}, self._store.releases.active()
        if (
            active is None or active.id == release
        ):  # the first one, or the live one taught anew after an update
            return None
        if report.get("verdict") == LOOK:
            return "; ".join(report["reasons"])
        return "evaluated, waiting for your decision" if self._store.releases.get(release).hold else None
