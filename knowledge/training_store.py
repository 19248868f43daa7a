"""Which releases wait for a training, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.articles import digest
from knowledge.base import now_ms
from knowledge.errors import ReleaseError
from knowledge.release_store import EVERYTHING, Release, ReleaseStore, Scope

# WAITING for the trainer, TRAINING, READY (trained and examined; a person decides), STARTING its bot, DONE, FAILED
WAITING, TRAINING, READY, STARTING, DONE, FAILED = "waiting", "training", "ready", "starting", "done", "failed"


@dataclass(frozen=True, slots=True)
class Training:
    """How far the training of a release is; ``detail`` is for people."""

    release: int
    state: str
    detail: str
    changed_at: int


class TrainingStore(ReleaseStore):
    """Trainings by release."""

    def publish(self, author: str, note: str, scope: Scope = EVERYTHING, hold: bool = False) -> tuple[Release, bool]:
        """Release what is saved. True: live at once, for only words changed. False: it waits for its training, and with ``hold``
        for a person's word after that.
        """
        release = self.release(author, note, scope=scope, hold=hold)
        if release.model is None:
            self.note_training(release.id, WAITING, "waiting for the trainer")
            return release, False
        if hold:
            self.note_training(release.id, READY, "only words changed")
            return release, False
        self.activate(release.id)
        return release, True

    def on_schedule(self, now: int) -> Release | None:
        """Publish what is due at ``now`` and take out what has expired, in one release; None when nothing is due."""
        with self._db.conn:
            due = [
                row[0]
                for row in self._db.execute("update articles set publish_at = null where publish_at <= ? returning id", [now]).fetchall()
            ]
            expired = "update articles set retired = ?, expires_at = null where expires_at <= ? and retired is null returning id"
            over = [row[0] for row in self._db.execute(expired, [now, now]).fetchall()]
        if not due and not over:
            return None
        ready = frozenset({*due, *over}) - self.unseen()
        if not ready:
            return None
        return self.publish("schedule", _said(len(due), len(over)), Scope(ready, facts=False, voice=False))[0]

    def switch_to(self, release: int) -> bool:
        """Make a trained release live. True: at once, its bot answers already. False: as soon as its bot has started.

        Raises :class:`ReleaseError` for one that was never trained.
        """
        wanted, active = self.find(release), self.active()
        if wanted.model is None:
            raise ReleaseError(f"Release {release} was never trained and cannot answer.")
        if active is None or active.model == wanted.model:
            self.activate(release)
            self.note_training(release, DONE, "live")
            return True
        self.note_training(release, STARTING, "its bot is starting")
        return False

    def next_start(self) -> int | None:
        """The release whose bot is to be started: the one that was wished for last."""
        row = self._db.execute("select release from trainings where state = ? order by changed_at desc limit 1", [STARTING]).fetchone()
        return int(row[0]) if row else None

    def note_training(self, release: int, state: str, detail: str) -> None:
        """Say how far a training is."""
        with self._db.conn:
            self._table("trainings").upsert({"release": release, "state": state, "detail": detail, "changed_at": now_ms()}, pk="release")

    def saved(self) -> int:
        """Grows with every version that is saved and every article taken out or back: cheap enough to be asked all the time."""
        row = self._db.execute(
            "select (select max(rowid) from versions), (select count(*) from articles where retired is not null)"
        ).fetchone()
        return int(row[0] or 0) * 100_000 + int(row[1])

    def unlearned(self) -> bool:
        """Whether something saved has to be learnt before it can be published."""
        active = self.active()
        return active is None or active.learned != digest(self._chosen(active, EVERYTHING))

    def latest_training(self) -> Training | None:
        """The training that last got on."""
        row = next(iter(self._db.query("select * from trainings order by changed_at desc, release desc limit 1")), None)
        return Training(**row) if row else None

    def trainings(self) -> dict[int, Training]:
        """The trainings of all releases."""
        return {row["release"]: Training(**row) for row in self._db.query("select * from trainings")}

    def resume_trainings(self) -> None:
        """After a crash: what was being trained waits again, and so does the newest release if none is active."""
        interrupted = [row[0] for row in self._db.execute("select release from trainings where state = ?", [TRAINING]).fetchall()]
        newest = [] if self.active() else [each.id for each in self.releases(1)]
        for release in {*interrupted, *newest}:
            self.note_training(release, WAITING, "waiting for the trainer")

    def next_training(self) -> int | None:
        """The newest release that waits for its training; older ones that still wait are overtaken by it."""
        row = self._db.execute("select max(release) from trainings where state = ?", [WAITING]).fetchone()
        return int(row[0]) if row and row[0] else None

    def overtaken(self, release: int) -> None:
        """Say of older releases that still wait that a newer one holds their changes."""
        with self._db.conn:
            self._db.execute(
                "update trainings set state = ?, detail = ?, changed_at = ? where state = ? and release < ?",
                [FAILED, f"overtaken by release {release}, which holds its changes too", now_ms(), WAITING, release],
            )


def _said(due: int, over: int) -> str:
    parts = [f"{due} published as planned"] if due else []
    return " and ".join([*parts, *([f"{over} expired"] if over else [])])
