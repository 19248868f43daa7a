"""What the log holds of knowledge."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from escalation.core.events import Recorded
from escalation.store.codec import from_row
from escalation.store.records import Told
from escalation.store.sqlite.database import Reading
from escalation.store.sqlite.rows import rows

_RECENT = "select id, seq from conversations where updated_at > ? order by updated_at desc limit ?"
EVENTS = "select seq, at, kind, version, data, text from events where conversation = ? order by seq"
_NAME = (
    "select p.name from conversations c join customers p on p.id = c.customer where c.id = ? and p.name is"
    " not null"
)
_TOLD = """
with corrections as (
  select conversation, max(json_extract(data, '$.variables.version')) as version from events
  where kind = 'system.said' and json_extract(data, '$.key') = 'correction'
    and json_extract(data, '$.variables.article') = :article
  group by conversation
)
select e.conversation, max(e.seq) as seq, max(e.at) as at,
       coalesce(max(coalesce(json_extract(e.data, '$.article_version'),
                             json_extract(e.data, '$.variables.version'))), 0) as version,
       c.state, p.name as customer_name, coalesce(cast(x.version as integer), 0) as corrected
from events e
join conversations c on c.id = e.conversation
left join customers p on p.id = c.customer
left join corrections x on x.conversation = e.conversation
where (e.kind = 'bot.said' and json_extract(e.data, '$.article') = :article)
   or (e.kind = 'system.said' and json_extract(e.data, '$.key') = 'while_waiting'
       and json_extract(e.data, '$.variables.article') = :article)
group by e.conversation order by max(e.at) desc limit 1000
"""


class SqliteInsights:
    """See :class:`escalation.store.ports.InsightRepository`."""

    def __init__(self, reading: Reading) -> None:
        self._db = reading

    async def recent(self, since: int, most: int) -> list[tuple[str, int]]:
        return await self._db.read(lambda db: db.execute(_RECENT, (since, most)).fetchall())

    async def events_of(self, conversations: Sequence[str]) -> dict[str, list[Recorded]]:
        def read(db: sqlite3.Connection) -> dict[str, list[Recorded]]:
            return {name: [*map(from_row, db.execute(EVENTS, (name,)))] for name in conversations}

        return await self._db.read(read)

    async def told(self, article: str) -> list[Told]:
        return await self._db.read(lambda db: rows(db.execute(_TOLD, {"article": article}), Told))

    async def customer_names(self, conversations: Sequence[str]) -> list[str]:
        return await self._db.read(
            lambda db: [name for one in conversations for (name,) in db.execute(_NAME, (one,))]
        )
