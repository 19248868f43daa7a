"""What the log knows of files."""

from __future__ import annotations

from escalation.store.sqlite.database import Database

_OF_CUSTOMER = (
    "select coalesce(sum(data ->> '$.size'), 0) from events where kind = 'file.shared' and data ->> '$.by' ="
    " 'customer' and conversation in (select id from conversations where customer = ?)"
)


async def bytes_sent_by(database: Database, customer: str) -> int:
    """How much a customer has sent, ever."""
    (sent,) = await database.read(lambda db: db.execute(_OF_CUSTOMER, (customer,)).fetchone())
    return int(sent)
