"""The gate before every release, and the audit log: what was let through in spite of its errors, by whom, and why."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from knowledge.articles import Article
from knowledge.base import now_ms
from knowledge.errors import StaleError
from knowledge.gate import Anyway, Overruled, pass_by, stopping
from knowledge.lint import Context, Finding
from knowledge.release_store import Release, ReleaseStore, Scope

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


class GateStore(ReleaseStore):
    """Judges what would go out, in the transaction that lets it out: nothing slips in between."""

    def titles(self) -> list[str]:
        """Every title that a release made now may hold: whoever brings vectors brings these."""
        base = self._beneath()
        held = [*self.articles(), *(self.release_articles(base.id) if base else [])]
        return list(dict.fromkeys(each.title for each in held))

    def _beneath(self) -> Release | None:
        """What a new release builds on."""
        return self.active()

    def _stopping(self, scope: Scope, context: Context, changed: frozenset[str] | None = None) -> list[Finding]:
        """The errors that stop a release of ``scope``; ``changed`` are the articles that count, by default all that would be new."""
        base = self._beneath()
        articles = self._chosen(base, scope)
        facts = self.fact_values() if scope.facts or base is None else self.release_facts(base.id)
        if context.vectors and any(each.title not in context.vectors for each in articles):
            raise StaleError("Someone has saved an article in the meantime. Publish again.")
        return stopping(articles, self._changed(articles) if changed is None else changed, replace(context, facts=facts))

    def _changed(self, articles: list[Article]) -> frozenset[str]:
        """Those that are not live as they are here."""
        active = self.active()
        live = {each.id: each for each in self.release_articles(active.id)} if active else {}
        return frozenset(each.id for each in articles if live.get(each.id) != each)

    def _pass(self, scope: Scope, context: Context, anyway: Anyway | None) -> list[Finding]:
        """The errors that somebody answers for; raises :class:`FindingsError` where nobody does."""
        found = self._stopping(scope, context)
        pass_by(found, anyway, {each.id: each.title for each in self.articles()} if found else {})
        return found

    def _overrule(self, release: int, author: str, anyway: Anyway, found: list[Finding]) -> None:
        """Kept with the release and in the audit log."""
        kept = Overruled(author, anyway.reason.strip(), now_ms(), tuple(found))
        rows = [asdict(each) for each in found]
        self._table("releases").update(release, {"overruled": json.dumps(asdict(kept), ensure_ascii=False)})
        self._note(kept.at, author, PUBLISHED_ANYWAY, f"release {release}", kept.reason, {"release": release, "findings": rows})

    def _note(self, at: int, who: str, deed: str, subject: str, reason: str, detail: dict[str, Any]) -> None:  # noqa: PLR0917
        row = {"at": at, "who": who, "deed": deed, "subject": subject, "reason": reason}
        self._table("audit").insert({**row, "detail": json.dumps(detail, ensure_ascii=False)})

    def overruled(self, release: int) -> Overruled | None:
        """Who let a release out in spite of its errors, if somebody did."""
        row = self._db.execute("select overruled from releases where id = ?", [release]).fetchone()
        if not row or not row[0]:
            return None
        data = json.loads(row[0])
        return Overruled(**{**data, "findings": tuple(Finding(**each) for each in data["findings"])})

    def overruled_releases(self) -> list[int]:
        """The releases that went out in spite of their errors."""
        return [row[0] for row in self._db.execute("select id from releases where overruled is not null order by id").fetchall()]

    def audit(self, most: int = 200) -> list[Entry]:
        """The audit log, newest first."""
        rows = self._db.query("select * from audit order by id desc limit ?", [most])
        return [Entry(**{**row, "detail": json.loads(row["detail"])}) for row in rows]
