"""What the log holds of knowledge: conversations as they grow, and who was given an article."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from escalation.core.events import Recorded
from escalation.store.codec import from_row
from escalation.store.sqlite.rows import rows

_EVENTS = "select seq, at, kind, version, data, text from events where conversation = ? order by seq"


@dataclass(frozen=True, slots=True)
class Told:
    """A conversation in which an article was given; ``corrected`` is the version a correction was sent with,
    0 for none.
    """

    conversation: str
    seq: int
    at: int
    version: int
    state: str
    customer_name: str | None
    corrected: int


def recent(db: sqlite3.Connection, since: int, most: int) -> list[tuple[str, int]]:
    """Conversations in which something happened after ``since``, with how far they are; the latest first."""
    query = "select id, seq from conversations where updated_at > ? order by updated_at desc limit ?"
    return db.execute(query, (since, most)).fetchall()


def events_of(db: sqlite3.Connection, conversation: str) -> Iterator[Recorded]:
    """A conversation's events, in order."""
    return map(from_row, db.execute(_EVENTS, (conversation,)))


def told(db: sqlite3.Connection, article: str) -> list[Told]:
    """Who was given an article, ever; the newest first, one row a conversation."""
    query = """
with corrections as (
  select conversation, max(json_extract(data, '$.variables.version')) as version from events
  where kind = 'system.said' and json_extract(data, '$.key') = 'correction'
    and json_extract(data, '$.variables.article') = :article
  group by conversation
)
select e.conversation, max(e.seq) as seq, max(e.at) as at,
       coalesce(max(json_extract(e.data, '$.article_version')), 0) as version,
       c.state, p.name as customer_name, coalesce(cast(x.version as integer), 0) as corrected
from events e
join conversations c on c.id = e.conversation
left join customers p on p.id = c.customer
left join corrections x on x.conversation = e.conversation
where e.kind = 'bot.said' and json_extract(e.data, '$.article') = :article
group by e.conversation order by max(e.at) desc limit 1000
"""
    return rows(db.execute(query, {"article": article}), Told)


def customer_names(db: sqlite3.Connection, conversations: list[str]) -> list[str]:
    """The names customers of these conversations gave."""
    query = (
        "select p.name from conversations c join customers p on p.id = c.customer where c.id = ? and p.name"
        " is not null"
    )
    return [name for each in conversations for (name,) in db.execute(query, (each,))]
