"""Which releases wait for a training, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.articles import digest
from knowledge.base import now_ms
from knowledge.errors import ReleaseError
from knowledge.facts import missing
from knowledge.gate import Anyway, told
from knowledge.gate_store import GateStore
from knowledge.lint import Context
from knowledge.release_store import EVERYTHING, Release, Scope

NOTHING_ELSE = Context()
# WAITING for the trainer, TRAINING, READY (trained and examined; a person decides), STARTING its bot, DONE, FAILED
WAITING, TRAINING, READY, STARTING, DONE, FAILED = "waiting", "training", "ready", "starting", "done", "failed"


@dataclass(frozen=True, slots=True)
class Training:
    """How far the training of a release is; ``detail`` is for people."""

    release: int
    state: str
    detail: str
    changed_at: int


class TrainingStore(GateStore):
    """Trainings by release."""

    _stayed: tuple[object, ...] | None = None  # what was saved, live and due when a plan was stopped last

    def publish(
        self, author: str, note: str, scope: Scope = EVERYTHING, hold: bool = False, *, context: Context = NOTHING_ELSE,
        anyway: Anyway | None = None,
    ) -> tuple[Release, bool]:  # fmt: skip
        """Release what is saved. True: live at once, for only words changed. False: it waits for its training, and with ``hold``
        for a person's word after that.

        What goes out is judged here, by what ``context`` brings: :class:`FindingsError` when an error stops it and ``anyway`` does not
        answer for it. With vectors, :class:`StaleError` when a title has none, for it was saved meanwhile.

        Of two who publish at once one wins: :class:`ReleaseError` while another release is on its way, for it would take these
        changes back when it goes live.
        """
        with self._transaction():
            found = self._pass(scope, context, anyway)
            release = self._publish_judged(author, note, scope, hold)
            if anyway and found:
                self._overrule(release.id, author, anyway, found)
            return release, self.trainings()[release.id].state == DONE

    def _publish_judged(self, author: str, note: str, scope: Scope, hold: bool = False) -> Release:
        """Release what was judged in the same transaction."""
        release = self.release(author, note, scope=scope, hold=hold, base=self._beneath())
        self._drop_plans(scope.articles or frozenset())
        state, detail = _first_state(release)
        self.note_training(release.id, state, detail)
        if state == DONE:
            self.activate(release.id)
        return release

    def _beneath(self) -> Release | None:
        """What a new release builds on: the one that waits for its training, for it will be overtaken, or the live one."""
        for state in (TRAINING, STARTING, WAITING):
            row = self._db.execute("select max(release) from trainings where state = ?", [state]).fetchone()
            if row[0] is not None and (state != WAITING or self.find(row[0]).hold):
                raise ReleaseError(f"Release {row[0]} is in progress. Wait until it is live or discard it, then publish again.")
            if row[0] is not None:
                return self.find(row[0])
        return self.active()

    def _drop_plans(self, published: frozenset[str]) -> None:
        """What is published needs no date any more."""
        for each in published:
            self._db.execute("update articles set publish_at = null, stopped = null where id = ?", [each])

    def is_due(self, now: int) -> bool:
        """Whether :meth:`on_schedule` has something to do: what was stopped by its errors is looked at again when somebody has saved."""
        if not self._any_due(now):
            return False
        ready = self._ready(now)
        return bool(self._due("expires_at", now)) or bool(ready - self.stopped().keys()) or self._stayed != self._state_of(ready)

    def _state_of(self, due: frozenset[str]) -> tuple[object, ...]:
        """As long as it is the same, what is due is stopped by the same errors."""
        active = self.active()
        return self.saved(), active.id if active else None, due

    def on_schedule(self, now: int, context: Context = NOTHING_ELSE) -> Release | None:
        """Publish what is due at ``now`` and take out what has expired, in one release; None when nothing is due.

        What cannot go out (a colleague has not looked, a fact has no value, an error stops it) keeps its date. Raises like
        :meth:`publish`, and then nothing is changed.
        """
        if not self.is_due(now):
            return None
        with self._transaction():
            ready, over = self._ready(now), self._due("expires_at", now)
            for each in over:
                self._db.execute("update articles set retired = coalesce(retired, ?), expires_at = null where id = ?", [now, each])
            due = self._without_errors(ready, over, context)
            scope = Scope(due | over, facts=False, voice=False)
            released = self._publish_judged("schedule", _said(len(due), len(over)), scope) if due or over else None
            self._stayed = self._state_of(ready - due)
            return released

    def _ready(self, now: int) -> frozenset[str]:
        """What is due, was seen by whom it has to be, and has its facts."""
        return self._due("publish_at", now) - self.unseen() - self._without_facts()

    def _without_errors(self, due: frozenset[str], over: frozenset[str], context: Context) -> frozenset[str]:
        """Those of ``due`` that no error stops; the others keep the reason, and their date."""
        while due and (found := self._stopping(Scope(due | over, facts=False, voice=False), context, due)):
            stopped = {name: each for each in reversed(found) for name in (each.other, each.article) if name in due}
            titles = {each.id: each.title for each in self.articles()}
            for name, each in stopped.items():
                self._db.execute("update articles set stopped = ? where id = ?", [told(each, titles), name])
            due -= stopped.keys()
        return due

    def _any_due(self, now: int) -> bool:
        """Looked at all the time, so without the right to write."""
        row = self._db.execute("select 1 from articles where publish_at <= ? or expires_at <= ? limit 1", [now, now]).fetchone()
        return row is not None

    def _due(self, column: Literal["publish_at", "expires_at"], now: int) -> frozenset[str]:
        return frozenset(row[0] for row in self._db.execute(f"select id from articles where {column} <= ?", [now]).fetchall())  # noqa: S608

    def _without_facts(self) -> frozenset[str]:
        """Articles that use a fact the live release has no value for."""
        active = self.active()
        facts = self.release_facts(active.id) if active else {}
        return frozenset(each.id for each in self.articles() if missing([each.answer, each.steps], facts))

    def set_aside(self, release: int, author: str) -> None:
        """A release that is not live yet never will be; raises :class:`ReleaseError` when its bot is starting or it is live."""
        with self._transaction():
            training = self.trainings().get(release)
            if training is None or training.state not in {WAITING, TRAINING, READY}:
                raise ReleaseError(f"Release {release} is not waiting for anything.")
            self.note_training(release, FAILED, f"discarded by {author}")

    def switch_to(self, release: int) -> bool:
        """Make a trained release live. True: at once, its bot answers already. False: as soon as its bot has started.

        Raises :class:`ReleaseError` for one that was never trained.
        """
        wanted, active = self.find(release), self.active()
        if wanted.model is None:
            raise ReleaseError(f"Release {release} was never trained, so it cannot go live.")
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
        with self._transaction():
            self._table("trainings").upsert({"release": release, "state": state, "detail": detail, "changed_at": now_ms()}, pk="release")

    def note_progress(self, release: int, detail: str) -> None:
        """Say what a training does now, unless it has been set aside meanwhile."""
        with self._transaction():
            change = "update trainings set detail = ?, changed_at = ? where release = ? and state = ?"
            self._db.execute(change, [detail, now_ms(), release, TRAINING])

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
        with self._transaction():
            self._db.execute(
                "update trainings set state = ?, detail = ?, changed_at = ? where state = ? and release < ?",
                [FAILED, f"replaced by release {release}, which includes its changes", now_ms(), WAITING, release],
            )


def _first_state(release: Release) -> tuple[str, str]:
    if release.model is None:
        return WAITING, "waiting for the trainer"
    return (READY, "only texts changed") if release.hold else (DONE, "live")


def _said(due: int, over: int) -> str:
    parts = [f"{due} published as planned"] if due else []
    return " and ".join([*parts, *([f"{over} expired"] if over else [])])
