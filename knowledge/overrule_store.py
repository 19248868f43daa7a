"""What was let through in spite of its errors, by whom, and why; and the audit log of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from knowledge.clock import now_ms
from knowledge.database import Database
from knowledge.gate import Anyway, Overruled
from knowledge.lint import Finding

PUBLISHED_ANYWAY = "published_anyway"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit log; it is never changed."""

    id: int
    at: int
    who: str
    deed: str
    subject: str
    reason: str
    detail: dict[str, Any]


class OverruleStore:
    """Overruled errors by release."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def note(self, release: int, author: str, anyway: Anyway, findings: list[Finding]) -> None:
        """Kept with the release and in the audit log."""
        record = Overruled(author, anyway.reason.strip(), now_ms(), tuple(findings))
        rows = [asdict(finding) for finding in findings]
        self._db.table("releases").update(
            release, {"overruled": json.dumps(asdict(record), ensure_ascii=False)}
        )
        self._log(
            record.at,
            author,
            PUBLISHED_ANYWAY,
            f"release {release}",
            record.reason,
            {"release": release, "findings": rows},
        )

    def _log(self, at: int, who: str, deed: str, subject: str, reason: str, detail: dict[str, Any]) -> None:  # noqa: PLR0917
        row = {"at": at, "who": who, "deed": deed, "subject": subject, "reason": reason}
        self._db.table("audit").insert({**row, "detail": json.dumps(detail, ensure_ascii=False)})

    def of(self, release: int) -> Overruled | None:
        """Who let a release out in spite of its errors, if somebody did."""
        row = self._db.execute("select overruled from releases where id = ?", [release]).fetchone()
        if not row or not row[0]:
            return None
        data = json.loads(row[0])
        return Overruled(**{**data, "findings": tuple(Finding(**finding) for finding in data["findings"])})

    def releases(self) -> list[int]:
        """The releases that went out in spite of their errors."""
        return [
            row[0]
            for row in self._db.execute(
                "select id from releases where overruled is not null order by id"
            ).fetchall()
        ]

    def audit(self, most: int = 200) -> list[Entry]:
        """The audit log, newest first."""
        rows = self._db.query("select * from audit order by id desc limit ?", [most])
        return [Entry(**{**row, "detail": json.loads(row["detail"])}) for row in rows]
