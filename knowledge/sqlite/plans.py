"""The dates of articles as columns of their rows."""

from __future__ import annotations

from knowledge.sqlite.database import Database


class SqlitePlans:
    """See :class:`knowledge.ports.PlanRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def any_due(self, now: int) -> bool:
        query = "select 1 from articles where publish_at <= ? or expires_at <= ? limit 1"
        return self._db.execute(query, [now, now]).fetchone() is not None

    def to_publish(self, now: int) -> frozenset[str]:
        rows = self._db.query("select id from articles where publish_at <= ?", [now])
        return frozenset(row["id"] for row in rows)

    def to_expire(self, now: int) -> frozenset[str]:
        rows = self._db.query("select id from articles where expires_at <= ?", [now])
        return frozenset(row["id"] for row in rows)

    def expire(self, identities: frozenset[str], now: int) -> None:
        change = "update articles set retired = coalesce(retired, ?), expires_at = null where id = ?"
        with self._db.transaction():
            self._db.conn.executemany(change, [(now, identity) for identity in identities])

    def drop(self, identities: frozenset[str]) -> None:
        change = "update articles set publish_at = null, stopped = null where id = ?"
        with self._db.transaction():
            self._db.conn.executemany(change, [(identity,) for identity in identities])

    def stop(self, identity: str, why: str) -> None:
        with self._db.transaction():
            self._db.execute("update articles set stopped = ? where id = ?", [why, identity])

    def stopped(self) -> dict[str, str]:
        rows = self._db.query(
            "select id, stopped from articles where stopped is not null and publish_at is not null"
        )
        return {row["id"]: row["stopped"] for row in rows}
