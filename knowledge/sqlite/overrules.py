"""What was let through in spite of its errors, with its release; and the audit log, which only grows."""

from __future__ import annotations

import json
from dataclasses import asdict

from knowledge.gate import Overruled
from knowledge.lint import Finding
from knowledge.records import PUBLISHED_ANYWAY, Entry
from knowledge.sqlite.database import Database


class SqliteOverrules:
    """See :class:`knowledge.ports.OverruleRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def note(self, release: int, overruled: Overruled) -> None:
        record = asdict(overruled)
        entry = {
            "at": overruled.at,
            "who": overruled.by,
            "deed": PUBLISHED_ANYWAY,
            "subject": f"release {release}",
            "reason": overruled.reason,
            "detail": _json({"release": release, "findings": record["findings"]}),
        }
        with self._db.transaction():
            self._db.table("releases").update(release, {"overruled": _json(record)})
            self._db.table("audit").insert(entry)

    def of(self, release: int) -> Overruled | None:
        query = "select overruled from releases where id = ? and overruled is not null"
        row = next(iter(self._db.query(query, [release])), None)
        if row is None:
            return None
        data = json.loads(row["overruled"])
        return Overruled(**{**data, "findings": tuple(Finding(**finding) for finding in data["findings"])})

    def releases(self) -> list[int]:
        rows = self._db.query("select id from releases where overruled is not null order by id")
        return [row["id"] for row in rows]

    def audit(self, most: int = 200) -> list[Entry]:
        rows = self._db.query("select * from audit order by id desc limit ?", [most])
        return [Entry(**{**row, "detail": json.loads(row["detail"])}) for row in rows]


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
