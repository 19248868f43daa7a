"""How far a customer has read, and how far they were written to by email."""

from __future__ import annotations

from dataclasses import dataclass

from escalation.store.sqlite.database import Database
from escalation.store.sqlite.rows import rows


@dataclass(frozen=True, slots=True)
class Unread:
    """A conversation whose customer goes on by email and has not seen the latest answers: those after
    ``since``.
    """

    conversation: str
    customer: str
    email: str
    since: int


class Reached:
    """Numbers of the log, which only grow."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def read(self, conversation: str, seq: int) -> None:
        """The customer has read up to ``seq``."""
        await self._note(conversation, seq, 0)

    async def mailed(self, conversation: str, seq: int) -> None:
        """The customer was written to up to ``seq``."""
        await self._note(conversation, 0, seq)

    async def _note(self, conversation: str, read: int, mailed: int) -> None:
        query = (
            "insert into reached (conversation, read, mailed) values (?, ?, ?) on conflict (conversation) do"
            " update set read = max(read, excluded.read), mailed = max(mailed, excluded.mailed)"
        )
        await self._db.write(lambda db: db.execute(query, (conversation, read, mailed)) and None)

    def read_of(self, conversation: str) -> int:
        """How far the customer has read; a row by its key, read at once."""
        row = self._db.look(
            lambda db: db.execute(
                "select read from reached where conversation = ?", (conversation,)
            ).fetchone()
        )
        return int(row[0]) if row else 0

    async def unread(self, before: int) -> list[Unread]:
        """Conversations that go on by email, with answers nobody has read, in which nothing happened since
        ``before`` (UTC milliseconds).
        """
        query = (
            "select c.id as conversation, c.customer, c.fold ->> '$.email' as email, coalesce(max(r.read,"
            " r.mailed), 0) as since from conversations c left join reached r on r.conversation = c.id where"
            " c.fold ->> '$.email' is not null and c.updated_at < ? and c.fold ->> '$.answered' >"
            " coalesce(max(r.read, r.mailed), 0)"
        )
        return await self._db.read(lambda db: rows(db.execute(query, (before,)), Unread))
