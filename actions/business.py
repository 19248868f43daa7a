"""The adapter to the company's systems: customers and orders.

:class:`BusinessSystem` is the port. :class:`SampleBusiness` is an embedded shop on SQLite; a real company puts an
adapter to its own systems in its place.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

STATES = ("processing", "shipped", "delivered", "cancelled", "returned")


class BusinessUnavailableError(RuntimeError):
    """The company's system does not answer; nothing may be made up in its place."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order; ``expected`` is the day of delivery, past or to come."""

    number: str
    email: str
    state: str
    items: str
    expected: dt.date
    total: float


class BusinessSystem(Protocol):
    """What Baton asks of the company's systems."""

    def order(self, number: str, email: str) -> Order | None:
        """The order, if number *and* e-mail belong together; None otherwise, without saying which was wrong."""


class SampleBusiness:
    """The sample shop's records in ``folder/business.db``, filled at first use. Opens a connection a call."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "business.db"

    def order(self, number: str, email: str) -> Order | None:
        """See :class:`BusinessSystem`."""
        with self._open() as database:
            row = database.execute(
                "select number, email, state, items, expected, total from orders where number = ? and email = ?",
                (number.upper(), email.strip().lower()),
            ).fetchone()
        return Order(row[0], row[1], row[2], row[3], dt.date.fromisoformat(row[4]), row[5]) if row else None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            database = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)
        except sqlite3.Error as problem:
            raise BusinessUnavailableError(f"The order records at {self._file} cannot be opened: {problem}") from problem
        try:
            yield database
        except sqlite3.Error as problem:
            raise BusinessUnavailableError(f"The order records at {self._file} cannot be read: {problem}") from problem
        finally:
            database.close()


def create_sample(folder: Path, today: dt.date, sample: bool = True) -> None:
    """Make ``business.db`` if it is not there; with ``sample``, fill in the sample shop's customers and orders."""
    file = folder / "business.db"
    if file.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    scratch = file.with_suffix(".new")
    scratch.unlink(missing_ok=True)
    database = sqlite3.connect(scratch)
    with database:
        database.execute("create table customers (email text primary key, name text not null, segment text not null)")
        database.execute(
            "create table orders (number text primary key, email text not null, state text not null,"
            " items text not null, expected text not null, total real not null)"
        )
        if sample:
            _fill(database, today)
    database.close()
    scratch.replace(file)


def _fill(database: sqlite3.Connection, today: dt.date) -> None:
    data = json.loads((Path(__file__).parent / "sample_orders.json").read_text(encoding="utf-8"))
    database.executemany("insert into customers values (:email, :name, :segment)", data["customers"])
    rows = [{**each, "expected": (today + dt.timedelta(days=each["days"])).isoformat()} for each in data["orders"]]
    database.executemany("insert into orders values (:number, :email, :state, :items, :expected, :total)", rows)


def business() -> BusinessSystem:
    """The configured system; the sample shop in ``BATON_HOME``."""
    return SampleBusiness(Path(os.environ["BATON_HOME"]))
