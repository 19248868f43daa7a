"""Customers as rows: what is known of them, and the hashes of their tokens."""

from __future__ import annotations

import sqlite3

from escalation.store.records import Customer, Profile
from escalation.store.sqlite.database import Database
from escalation.store.sqlite.rows import rows

_PROFILE = "select id, name, email, segment, note, site, created_at, blocked_at as blocked from customers"
_DECODED = {
    **dict.fromkeys(("name", "email", "segment", "note", "site"), lambda text: text or ""),
    "blocked": bool,
}
_TOKEN = "insert into customer_tokens (hash, customer, created_at, expires_at) values (?, ?, ?, ?)"  # noqa: S105 - a table's name


class SqliteCustomers:
    """See :class:`escalation.store.ports.CustomerRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def put(self, customer: str, site: str, token_hash: str, at: int, ends_at: int) -> None:
        def write(db: sqlite3.Connection) -> None:
            db.execute("insert into customers (id, created_at, site) values (?, ?, ?)", (customer, at, site))
            db.execute(_TOKEN, (token_hash, customer, at, ends_at))

        await self._db.write(write)

    async def put_token(self, customer: str, token_hash: str, at: int, ends_at: int) -> None:
        await self._db.write(lambda db: db.execute(_TOKEN, (token_hash, customer, at, ends_at)) and None)

    async def of_token(self, token_hash: str, now: int) -> Customer | None:
        query = (
            "select p.id, p.site from customer_tokens t join customers p on p.id = t.customer where t.hash ="
            " ? and t.expires_at > ?"
        )
        customers = await self._db.read(
            lambda db: rows(db.execute(query, (token_hash, now)), Customer, {"site": lambda site: site or ""})
        )
        return customers[0] if customers else None

    async def profile(self, customer: str) -> Profile | None:
        profiles = await self._db.read(
            lambda db: rows(db.execute(f"{_PROFILE} where id = ?", (customer,)), Profile, _DECODED)
        )
        return profiles[0] if profiles else None

    async def put_profile(self, profile: Profile) -> None:
        values = (
            profile.name or None,
            profile.email or None,
            profile.segment or None,
            profile.note or None,
            profile.id,
        )
        await self._db.write(
            lambda db: db.execute(
                "update customers set name = ?, email = ?, segment = ?, note = ? where id = ?", values
            )
        )

    async def put_email(self, customer: str, email: str) -> None:
        await self._db.write(
            lambda db: db.execute("update customers set email = ? where id = ?", (email, customer))
        )

    async def facts(self, customer: str) -> tuple[str, str, str]:
        row = self._db.look(
            lambda db: db.execute(
                "select segment, email, site from customers where id = ?", (customer,)
            ).fetchone()
        )
        return (row[0] or "", row[1] or "", row[2] or "") if row else ("", "", "")

    async def blocked(self, most: int) -> list[Profile]:
        query = f"{_PROFILE} where blocked_at is not null order by blocked_at desc limit ?"
        return await self._db.read(lambda db: rows(db.execute(query, (most,)), Profile, _DECODED))

    async def put_blocked(self, customer: str, at: int | None) -> None:
        await self._db.write(
            lambda db: db.execute("update customers set blocked_at = ? where id = ?", (at, customer))
        )

    async def is_blocked(self, customer: str) -> bool:
        row = self._db.look(
            lambda db: db.execute("select blocked_at from customers where id = ?", (customer,)).fetchone()
        )
        return bool(row and row[0])
