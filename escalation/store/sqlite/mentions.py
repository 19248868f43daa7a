"""Notes that name an agent as rows."""

from __future__ import annotations

from escalation.store.records import Mention
from escalation.store.sqlite.database import Database
from escalation.store.sqlite.rows import rows

MOST = 50


class SqliteMentions:
    """See :class:`escalation.store.ports.MentionRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def unread(self, login: str) -> list[Mention]:
        query = (
            "select m.conversation, m.seq, m.at, coalesce(e.text, '') as text, e.data ->> '$.agent_name' as"
            " by from mentions m join events e on e.conversation = m.conversation and e.seq = m.seq where"
            " m.login = ? and m.read_at is null order by m.at desc limit ?"
        )
        return await self._db.read(lambda db: rows(db.execute(query, (login, MOST)), Mention))

    async def read(self, login: str, conversation: str, at: int) -> None:
        query = "update mentions set read_at = ? where login = ? and conversation = ? and read_at is null"
        await self._db.write(lambda db: db.execute(query, (at, login, conversation)) and None)
