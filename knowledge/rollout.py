"""Bringing releases to customers: which is on its way, and which answers."""

from __future__ import annotations

from knowledge.errors import ReleaseError
from knowledge.ports import Storage
from knowledge.records import DONE, FAILED, READY, STARTING, TRAINING, WAITING, Release
from knowledge.trial import trained


class Rollout:
    """The way of a release from its training to customers."""

    def __init__(self, store: Storage) -> None:
        self._store = store

    def beneath(self) -> Release | None:
        """What a new release builds on: the one that waits for its training, for it will be overtaken, or the
        live one. Raises :class:`ReleaseError` while another release is on its way.
        """
        for state in (TRAINING, STARTING, WAITING):
            newest = self._store.trainings.newest(state)
            release = None if newest is None else self._store.releases.get(newest)
            if release and (state != WAITING or release.hold):
                raise ReleaseError(
                    f"Release {release.id} is in progress. Wait until it is live or discard it, then publish"
                    " again."
                )
            if release:
                return release
        return self._store.releases.active()

    def discard(self, release: int, author: str) -> None:
        """A release that is not live yet never will be; raises :class:`ReleaseError` when its bot is starting
        or it is live.
        """
        with self._store.transaction():
            training = self._store.trainings.all().get(release)
            if training is None or training.state not in {WAITING, TRAINING, READY}:
                raise ReleaseError(f"Release {release} is not waiting for anything.")
            self._store.trainings.note(release, FAILED, f"discarded by {author}")

    def switch_to(self, release: int) -> bool:
        """Make a trained release live. True: at once, its bot answers already. False: as soon as its bot has
        started.

        Raises :class:`ReleaseError` for one that was never trained.
        """
        with self._store.transaction():
            model = trained(self._store.releases.get(release))
            active = self._store.releases.active()
            if active is None or active.model == model:
                self._store.releases.activate(release)
                self._store.trainings.note(release, DONE, "live")
                return True
            self._store.trainings.note(release, STARTING, "its bot is starting")
            return False

    def resume(self) -> None:
        """After a crash: what was being trained waits again, and so does the newest release if none is
        active.
        """
        with self._store.transaction():
            trainings = self._store.trainings.all().values()
            interrupted = [training.release for training in trainings if training.state == TRAINING]
            active, newest = self._store.releases.active(), self._store.releases.newest(1)
            for release in {*interrupted, *([] if active else [release.id for release in newest])}:
                self._store.trainings.note(release, WAITING, "waiting for the trainer")
