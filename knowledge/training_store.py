"""Which releases wait for a training, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.clock import now_ms
from knowledge.database import Database
from knowledge.errors import ReleaseError
from knowledge.release_store import Release, ReleaseStore

# WAITING for the trainer, TRAINING, READY (trained and examined; a person decides), STARTING its bot, DONE,
# FAILED
WAITING, TRAINING, READY, STARTING, DONE, FAILED = (
    "waiting",
    "training",
    "ready",
    "starting",
    "done",
    "failed",
)


@dataclass(frozen=True, slots=True)
class Training:
    """How far the training of a release is; ``detail`` is for people."""

    release: int
    state: str
    detail: str
    changed_at: int


class TrainingStore:
    """Trainings by release."""

    def __init__(self, database: Database, releases: ReleaseStore) -> None:
        self._db, self._releases = database, releases

    def beneath(self) -> Release | None:
        """What a new release builds on: the one that waits for its training, for it will be overtaken, or the
        live one. Raises
        :class:`ReleaseError` while another release is on its way.
        """
        for state in (TRAINING, STARTING, WAITING):
            row = self._db.execute("select max(release) from trainings where state = ?", [state]).fetchone()
            if row[0] is not None and (state != WAITING or self._releases.get(row[0]).hold):
                raise ReleaseError(
                    f"Release {row[0]} is in progress. Wait until it is live or discard it, then publish"
                    " again."
                )
            if row[0] is not None:
                return self._releases.get(row[0])
        return self._releases.active()

    def discard(self, release: int, author: str) -> None:
        """A release that is not live yet never will be; raises :class:`ReleaseError` when its bot is starting
        or it is live.
        """
        with self._db.transaction():
            training = self.all().get(release)
            if training is None or training.state not in {WAITING, TRAINING, READY}:
                raise ReleaseError(f"Release {release} is not waiting for anything.")
            self.note(release, FAILED, f"discarded by {author}")

    def switch_to(self, release: int) -> bool:
        """Make a trained release live. True: at once, its bot answers already. False: as soon as its bot has
        started.

        Raises :class:`ReleaseError` for one that was never trained.
        """
        target, active = self._releases.get(release), self._releases.active()
        if target.model is None:
            raise ReleaseError(f"Release {release} was never trained, so it cannot go live.")
        if active is None or active.model == target.model:
            self._releases.activate(release)
            self.note(release, DONE, "live")
            return True
        self.note(release, STARTING, "its bot is starting")
        return False

    def next_start(self) -> int | None:
        """The release whose bot is to be started: the one that was wished for last."""
        row = self._db.execute(
            "select release from trainings where state = ? order by changed_at desc limit 1", [STARTING]
        ).fetchone()
        return int(row[0]) if row else None

    def note(self, release: int, state: str, detail: str) -> None:
        """Say how far a training is."""
        with self._db.transaction():
            self._db.table("trainings").upsert(
                {"release": release, "state": state, "detail": detail, "changed_at": now_ms()}, pk="release"
            )

    def note_progress(self, release: int, detail: str) -> None:
        """Say what a training does now, unless it has been set aside meanwhile."""
        with self._db.transaction():
            change = "update trainings set detail = ?, changed_at = ? where release = ? and state = ?"
            self._db.execute(change, [detail, now_ms(), release, TRAINING])

    def latest(self) -> Training | None:
        """The training that last got on."""
        row = next(
            iter(self._db.query("select * from trainings order by changed_at desc, release desc limit 1")),
            None,
        )
        return Training(**row) if row else None

    def all(self) -> dict[int, Training]:
        """The trainings of all releases."""
        return {row["release"]: Training(**row) for row in self._db.query("select * from trainings")}

    def resume(self) -> None:
        """After a crash: what was being trained waits again, and so does the newest release if none is
        active.
        """
        interrupted = [
            row[0]
            for row in self._db.execute(
                "select release from trainings where state = ?", [TRAINING]
            ).fetchall()
        ]
        newest = [] if self._releases.active() else [release.id for release in self._releases.newest(1)]
        for release in {*interrupted, *newest}:
            self.note(release, WAITING, "waiting for the trainer")

    def next(self) -> int | None:
        """The newest release that waits for its training; older ones that still wait are overtaken by it."""
        row = self._db.execute("select max(release) from trainings where state = ?", [WAITING]).fetchone()
        return int(row[0]) if row and row[0] else None

    def overtaken(self, release: int) -> None:
        """Say of older releases that still wait that a newer one holds their changes."""
        with self._db.transaction():
            self._db.execute(
                "update trainings set state = ?, detail = ?, changed_at = ? where state = ? and release < ?",
                [
                    FAILED,
                    f"replaced by release {release}, which includes its changes",
                    now_ms(),
                    WAITING,
                    release,
                ],
            )
