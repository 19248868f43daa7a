"""How far a customer has read, and how far they were written to by email, as rows."""

from __future__ import annotations

from escalation.store.records import Unread
from escalation.store.sqlite.database import Database
from escalation.store.sqlite.rows import rows


class SqliteReceipts:
    """See :class:`escalation.store.ports.ReceiptRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def read(self, conversation: str, seq: int) -> None:
        await self._note(conversation, seq, 0)

    async def mailed(self, conversation: str, seq: int) -> None:
        await self._note(conversation, 0, seq)

    async def _note(self, conversation: str, read: int, mailed: int) -> None:
        query = (
            "insert into reached (conversation, read, mailed) values (?, ?, ?) on conflict (conversation) do"
            " update set read = max(read, excluded.read), mailed = max(mailed, excluded.mailed)"
        )
        await self._db.write(lambda db: db.execute(query, (conversation, read, mailed)) and None)

    async def read_of(self, conversation: str) -> int:
        row = self._db.look(
            lambda db: db.execute(
                "select read from reached where conversation = ?", (conversation,)
            ).fetchone()
        )
        return int(row[0]) if row else 0

    async def unread(self, before: int) -> list[Unread]:
        query = (
            "select c.id as conversation, c.customer, c.fold ->> '$.email' as email, coalesce(max(r.read,"
            " r.mailed), 0) as since from conversations c left join reached r on r.conversation = c.id where"
            " c.fold ->> '$.email' is not null and c.updated_at < ? and c.fold ->> '$.answered' >"
            " coalesce(max(r.read, r.mailed), 0)"
        )
        return await self._db.read(lambda db: rows(db.execute(query, (before,)), Unread))
