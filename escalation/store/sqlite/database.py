"""One SQLite database: one writer thread that commits in groups, a few reading threads, and rows by key at
once.

``synchronous=FULL`` makes a commit survive power loss; committing what waits together makes it cheap. Each
write runs in a savepoint of its own, so one that fails undoes itself alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
FILE = "baton.db"
READERS = 2
GROUP = 64
Many = Callable[[sqlite3.Connection, list[Any]], None]


@dataclass(frozen=True, slots=True)
class _Job:
    """One piece of work for the writer; ``many`` can do it together with others of its kind, given their
    ``item``.
    """

    work: Callable[[sqlite3.Connection], Any]
    done: asyncio.Future[Any] | Future[Any]
    many: Many | None = None
    item: Any = None


_Settled = tuple[_Job, Any, BaseException | None]


class Reading(Protocol):
    """How a repository reads: rows by key at once, everything else as a function on a connection."""

    def look(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` here and now."""

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work``; it sees every commit made before the call."""


class Access(Reading, Protocol):
    """How a repository reads and writes: each write a commit of its own (:class:`Database`), or all of them
    one (:class:`Within`).
    """

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work``, whole or not at all."""


def connect(file: Path) -> sqlite3.Connection:
    """A connection with the durability the laws ask for."""
    connection = sqlite3.connect(file, timeout=10, isolation_level=None, check_same_thread=False)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")
    return connection


class Database:
    """Opens ``home/baton.db``. :meth:`write` and :meth:`read` run a function on a connection, away from the
    loop.
    """

    def __init__(self, home: Path) -> None:
        from escalation.store.sqlite.schema import migrations  # noqa: PLC0415 - sqlite-utils is slow to import, and a command that only reads needs none
        from knowledge.sqlite.migration import migrate  # noqa: PLC0415

        home.mkdir(parents=True, exist_ok=True)
        self.file = home / FILE
        self._writing = connect(self.file)
        migrate(self._writing, migrations)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._local = threading.local()
        self._looking: sqlite3.Connection | None = None
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        self._writer = threading.Thread(target=self._run, name="writer", daemon=True)
        self._writer.start()

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` in the next group commit and return its result once it is on disk."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put(_Job(work, done))
        return await done

    def submit(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Like :meth:`write`, for threads and for who does not wait."""
        done: Future[T] = Future()
        self._jobs.put(_Job(work, done))
        return done

    async def write_with_others(
        self, work: Callable[[sqlite3.Connection], None], many: Many, item: Any
    ) -> None:
        """Like :meth:`write`, but what waits with the same ``many`` is written by one call of it.

        Fewer statements, and the writer asks for the interpreter's lock a few times a group and not a few
        times a message. If ``many`` raises, everything is undone and each ``work`` runs alone.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._jobs.put(_Job(work, done, many, item))
        await done

    def look(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` here and now. Only for a row by its key, on the hub's loop: 20 µs, where a thread
        would cost 150.
        """
        if self._looking is None:
            self._looking = self._reader()
        return work(self._looking)

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` on a reading connection. It sees every commit made before the call."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._with_reader, work)

    async def probe(self) -> None:
        """Read and write, changing nothing; raises :class:`sqlite3.Error` where that cannot be done."""
        await self.read(
            lambda db: db.execute("select kind from events order by rowid desc limit 1").fetchone()
        )
        await self.write(lambda db: db.execute("select 1").fetchone())

    def _with_reader(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if not hasattr(self._local, "connection"):
            self._local.connection = self._reader()
        return work(self._local.connection)

    def _reader(self) -> sqlite3.Connection:
        return sqlite3.connect(
            f"file:{self.file}?mode=ro", uri=True, timeout=10, isolation_level=None, check_same_thread=False
        )

    def close(self) -> None:
        """Finish what is queued, then stop."""
        self._jobs.put(None)
        self._writer.join()
        self._readers.shutdown()
        if self._looking is not None:
            self._looking.close()
        self._writing.close()

    def _run(self) -> None:
        running = True
        while running:
            group = self._gather()
            running = None not in group
            self._commit([job for job in group if job is not None])

    def _gather(self) -> list[_Job | None]:
        group = [self._jobs.get()]
        while len(group) < GROUP and group[-1] is not None:
            try:
                group.append(self._jobs.get_nowait())
            except queue.Empty:
                break
        return group

    def _commit(self, group: list[_Job]) -> None:
        if not group:
            return
        try:
            self._writing.execute("begin immediate")
            results = [result for kind in _kinds(group) for result in self._kind(kind)]
            self._writing.execute("commit")
        except sqlite3.Error as problem:
            if self._writing.in_transaction:
                self._writing.execute("rollback")
            results = [(job, None, problem) for job in group]
        _settle(results)

    def _kind(self, jobs: list[_Job]) -> list[_Settled]:
        many = jobs[0].many
        if many is not None and len(jobs) > 1:
            _, error = self._one(lambda db: many(db, [job.item for job in jobs]))
            if error is None:
                return [(job, None, None) for job in jobs]
        return [(job, *self._one(job.work)) for job in jobs]

    def _one(self, work: Callable[[sqlite3.Connection], Any]) -> tuple[Any, BaseException | None]:
        self._writing.execute("savepoint one")
        try:
            value = work(self._writing)
        except Exception as error:  # noqa: BLE001 - the edge between a caller's function and the writer: handed to that caller
            self._writing.execute("rollback to one")
            self._writing.execute("release one")
            return None, error
        self._writing.execute("release one")
        return value, None


class Within:
    """One commit of the writer, as the repositories in it see it: everything happens here and now."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def look(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` in the commit."""
        return work(self._connection)

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` in the commit."""
        return work(self._connection)

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` in the commit."""
        return work(self._connection)


def _kinds(group: list[_Job]) -> list[list[_Job]]:
    """Neighbours that can be written together; the order stays."""
    return [list(jobs) for _, jobs in itertools.groupby(group, key=lambda job: job.many)]


def _settle(results: list[_Settled]) -> None:
    """Tell everyone; those who wait on a loop with one call into it for all."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Settled]] = {}
    for settled in results:
        done = settled[0].done
        if isinstance(done, Future):
            _tell([settled])
        else:
            by_loop.setdefault(done.get_loop(), []).append(settled)
    for loop, waiting in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_tell, waiting)


def _tell(results: list[_Settled]) -> None:
    for job, value, error in results:
        if job.done.done():  # whoever asked has gone; what was written stays written
            continue
        if error is not None:
            job.done.set_exception(error)
        else:
            job.done.set_result(value)
