"""What the log teaches about the knowledge base: gaps, effects, and who was told what. Folds beside the hub's
loop.

A conversation is read again only when it has grown, so that looking often costs little.
"""

from __future__ import annotations

import asyncio

from escalation.clock import now_ms
from escalation.core.events import Recorded
from escalation.core.insight import Gap, Served, read
from escalation.store.ports import InsightRepository
from escalation.store.records import Told

DAYS = 30
MOST = 20_000  # conversations
AT_ONCE = 200  # conversations that are read and folded before others get their turn
Folded = dict[str, tuple[int, list[Gap], list[Served]]]


class Insights:
    """Gaps and effects of the last :data:`DAYS` days."""

    def __init__(self, rows: InsightRepository) -> None:
        self._rows = rows
        self._folded: Folded = {}

    async def gaps(self) -> list[Gap]:
        """Every question without a good answer, oldest first."""
        folded = await self._caught_up()
        return sorted((gap for _, gaps, _ in folded.values() for gap in gaps), key=lambda gap: gap.at)

    async def served(self) -> list[Served]:
        """Every article that was given as an answer."""
        return [answer for _, _, served in (await self._caught_up()).values() for answer in served]

    async def _caught_up(self) -> Folded:
        recent = dict(await self._rows.recent(now_ms() - DAYS * 86_400_000, MOST))
        folded = {name: known for name, known in self._folded.items() if recent.get(name) == known[0]}
        grown = {name: seq for name, seq in recent.items() if name not in folded}
        self._folded = folded | await folds(self._rows, grown)
        return self._folded

    async def told(self, article: str) -> list[Told]:
        """Who was given an article, ever; the newest first, one row a conversation."""
        return await self._rows.told(article)

    async def customer_names(self, conversations: list[str]) -> list[str]:
        """The names customers gave, for taking them out of drafts."""
        return await self._rows.customer_names(conversations)


async def folds(rows: InsightRepository, conversations: dict[str, int]) -> Folded:
    """What these conversations teach, each with how far it is."""
    folded: Folded = {}
    names = list(conversations)
    for start in range(0, len(names), AT_ONCE):
        events = await rows.events_of(names[start : start + AT_ONCE])
        folded |= await asyncio.to_thread(_fold, events, conversations)
    return folded


def _fold(events: dict[str, list[Recorded]], seqs: dict[str, int]) -> Folded:
    return {name: (seqs[name], *read(name, recorded)) for name, recorded in events.items()}
