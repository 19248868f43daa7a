"""Reception: brings what is arranged and what is known of a customer to the pure rules, at the moment a conversation begins to wait."""

from __future__ import annotations

from collections.abc import Callable

from escalation.configuration.live import CurrentArrangements
from escalation.core import events as ev
from escalation.core.conversation import Conversation
from escalation.core.reception import Desk, received
from escalation.core.routing import Facts

PLAIN = 2  # the priority of everybody
Events = list[ev.Event]


class Reception:
    """``segment(customer)`` names a customer's segment, ``topic(article)`` the topic an article stands in."""

    def __init__(self, arrangements: CurrentArrangements, segment: Callable[[str], str | None], topic: Callable[[str], str | None]) -> None:
        self._arrangements, self._segment, self._topic = arrangements, segment, topic

    def receive(
        self, now: Conversation, decided: Events, at: int, words: Callable[[str, dict[str, str]], str], language: str | None
    ) -> Events:
        """See :func:`escalation.core.reception.received`; ``words`` renders a system text."""
        handed = next((each for each in decided if isinstance(each, ev.HandedOff)), None)
        if handed is None:
            return decided
        segment = self._segment(now.customer) or ""
        facts = Facts(str(handed.reason), self._topics(now, decided), language or "", segment, now.site)
        arranged = self._arrangements.now
        priority = next((each.priority for each in arranged.segments if each.id == segment), PLAIN)
        desk = Desk(
            arranged.departments, arranged.skills, priority, lambda department: self._arrangements.back_at(department, at, language)
        )
        return received(now, decided, facts, desk, lambda key, when: _line(key, when, words))

    def _topics(self, now: Conversation, decided: Events) -> frozenset[str]:
        done = next((each for each in decided if isinstance(each, ev.TurnDone)), None)
        found = [str(each) for name in ("intent", "article") if done and (each := done.understanding.get(name))] or now.topics
        return frozenset([*found, *(topic for each in found if (topic := self._topic(each)))])


def _line(key: str, when: str, words: Callable[[str, dict[str, str]], str]) -> ev.SystemSaid:
    chosen = key if when else f"{key}_unknown"
    return ev.SystemSaid(key=chosen, text=words(chosen, {"when": when}), variables={"when": when})
