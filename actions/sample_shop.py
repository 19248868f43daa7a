"""The sample shop's records: customers, orders and what was done to them, in ``folder/business.db``."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import sqlite_utils
from sqlite_utils import Migrations

from actions.business import Account, BusinessUnavailableError, Done, Order, OrderMovedError
from knowledge.migration import migrate

FILE = "business.db"
MOST_ORDERS = 20
WAIT_S = 2.0  # for a lock another process holds
AFTER = {"cancel": "cancelled", "return": "return_started"}
_COLUMNS = "number, email, state, items, expected, total, address"
migrations = Migrations("business")


@migrations()
def orders(database: sqlite_utils.Database) -> None:
    """Customers and orders; both are there in folders made before migrations were counted."""
    database.conn.execute(
        "create table if not exists customers (email text primary key, name text not null, segment text not"
        " null)"
    )
    database.conn.execute(
        "create table if not exists orders (number text primary key, email text not null, state text not"
        " null, items text not null, expected text not null, total real not null)"
    )


@migrations()
def jobs(database: sqlite_utils.Database) -> None:
    """What was done to orders, by idempotency key, and where orders go."""
    database.conn.execute("alter table orders add column address text not null default ''")
    for order in _sample()["orders"]:
        database.conn.execute(
            "update orders set address = ? where number = ?", (order["address"], order["number"])
        )
    database.conn.execute(
        "create table jobs (key text primary key, job text not null, number text not null, at text not null,"
        " state_before text not null, address_before text not null, state_after text not null, address_after"
        " text not null, undoes text unique)"
    )


class SampleShop:
    """A :class:`actions.business.BusinessSystem` on SQLite. Opens a connection a call."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def order(self, number: str, email: str) -> Order | None:
        """See the port."""
        with self._open("ro") as database:
            row = database.execute(
                f"select {_COLUMNS} from orders where number = ? and email = ?",  # noqa: S608 - names of our own
                (number.upper(), email.strip().lower()),
            ).fetchone()
        return _order(row) if row else None

    def account(self, email: str) -> Account | None:
        """See the port."""
        with self._open("ro") as database:
            customer = database.execute(
                "select name, segment from customers where email = ?", (email.strip().lower(),)
            ).fetchone()
            query = f"select {_COLUMNS} from orders where email = ? order by expected desc limit ?"  # noqa: S608 - names of our own
            orders = (
                database.execute(query, (email.strip().lower(), MOST_ORDERS)).fetchall() if customer else []
            )
        return Account(customer[0], customer[1], tuple(_order(row) for row in orders)) if customer else None

    def done(self, key: str) -> Done | None:
        """See the port."""
        with self._open("ro") as database:
            return _done(database, key)

    def change(self, key: str, job: str, order: Order, address: str | None = None) -> Done:
        """See the port."""
        with self._open("rw") as database:
            if record := _done(database, key):
                return record
            after = replace(order, state=AFTER.get(job, order.state), address=address or order.address)
            _move(database, order, after)
            return _record(database, Done(key, job, after, _now()), order, undoes=None)

    def undo(self, key: str, of: str) -> Done | None:
        """See the port."""
        with self._open("rw") as database:
            if record := _done(database, key):
                return record
            row = database.execute(
                "select job, number, state_before, address_before from jobs where key = ?", (of,)
            ).fetchone()
            original = _done(database, of)
            if row is None or original is None:
                return None
            try:
                before = replace(original.order, state=row[2], address=row[3])
                _move(database, original.order, before)
                return _record(database, Done(key, original.job, before, _now()), original.order, undoes=of)
            except (OrderMovedError, sqlite3.IntegrityError):
                return None

    @contextmanager
    def _open(self, mode: str) -> Iterator[sqlite3.Connection]:
        """A connection; what is written in the block is committed at its end, or not at all."""
        try:
            database = sqlite3.connect(
                f"file:{self._file}?mode={mode}", uri=True, timeout=WAIT_S, isolation_level=None
            )
        except sqlite3.Error as problem:
            raise BusinessUnavailableError(
                f"The order records at {self._file} cannot be opened: {problem}"
            ) from problem
        try:
            database.execute("begin immediate" if mode == "rw" else "begin")
            yield database
            database.execute("commit")
        except sqlite3.Error as problem:
            raise BusinessUnavailableError(
                f"The order records at {self._file} cannot be used: {problem}"
            ) from problem
        finally:
            database.close()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _order(row: tuple[str, str, str, str, str, float, str]) -> Order:
    return Order(row[0], row[1], row[2], row[3], dt.date.fromisoformat(row[4]), row[5], row[6])


def _move(database: sqlite3.Connection, before: Order, after: Order) -> None:
    """Compare and swap: the order changes only if it is as it was seen."""
    moved = database.execute(
        "update orders set state = ?, address = ? where number = ? and email = ? and state = ? and"
        " address = ?",
        (after.state, after.address, before.number, before.email, before.state, before.address),
    )
    if moved.rowcount != 1:
        raise OrderMovedError(f"Order {before.number} is no longer {before.state}.")


def _record(database: sqlite3.Connection, record: Done, before: Order, undoes: str | None) -> Done:
    database.execute(
        "insert into jobs values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.key,
            record.job,
            before.number,
            record.at.isoformat(),
            before.state,
            before.address,
            record.order.state,
            record.order.address,
            undoes,
        ),
    )
    return record


def _done(database: sqlite3.Connection, key: str) -> Done | None:
    row = database.execute(
        "select job, number, at, state_after, address_after from jobs where key = ?", (key,)
    ).fetchone()
    if row is None:
        return None
    order = _order(database.execute(f"select {_COLUMNS} from orders where number = ?", (row[1],)).fetchone())  # noqa: S608 - names of our own
    return Done(key, row[0], replace(order, state=row[3], address=row[4]), dt.datetime.fromisoformat(row[2]))


def _sample() -> dict[str, list[dict[str, str | float]]]:
    sample: dict[str, list[dict[str, str | float]]] = json.loads(
        (Path(__file__).parent / "sample_orders.json").read_text(encoding="utf-8")
    )
    return sample


def create(folder: Path, today: dt.date, sample: bool = True) -> None:
    """Make the records if they are not there, or bring them up to date; with ``sample``, new ones get the
    shop's orders.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    if file.exists():
        _migrated(file).close()
        return
    scratch = file.with_suffix(".new")
    scratch.unlink(missing_ok=True)
    database = _migrated(scratch)
    if sample:
        _fill(database, today)
    database.commit()
    database.close()
    scratch.replace(file)


def _migrated(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file)
    migrate(database, migrations)
    database.commit()
    return database


def _fill(database: sqlite3.Connection, today: dt.date) -> None:
    data = _sample()
    database.executemany("insert into customers values (:email, :name, :segment)", data["customers"])
    rows = [
        {**order, "expected": (today + dt.timedelta(days=int(order["days"]))).isoformat()}
        for order in data["orders"]
    ]
    database.executemany(
        "insert into orders values (:number, :email, :state, :items, :expected, :total, :address)", rows
    )
