"""Order status. Reports its outcome in the slot ``outcome``: a failure there brings a person, never an
invention.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.business import Order
from actions.calls import called, outcome
from actions.company import business

LATE_AFTER_DAYS = 2


def _day(day: dt.date) -> str:
    return f"{day:%A}, {day.day} {day:%B}"


def is_late(order: Order, today: dt.date) -> bool:
    """On its way, and past the day named by more than two days."""
    return order.state == "shipped" and (today - order.expected).days > LATE_AFTER_DAYS


class OrderStatus(Action):
    """Looks an order up by number and email, and says where it is."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_order_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """One look-up, one line. An exception reaches Rasa as a failed action, and the hub fetches a
        person.
        """
        number, email = tracker.get_slot("order_number") or "", tracker.get_slot("email") or ""
        order = await called(business().order, number, email)
        if order is None:
            dispatcher.utter_message(response="utter_order_not_found", order=number)
            # Either may be mistyped: both are asked for again.
            return [*_done("not_found", number), SlotSet("email", None)]
        key = "late" if is_late(order, dt.datetime.now().astimezone().date()) else order.state
        dispatcher.utter_message(
            response=f"utter_order_{key}", order=number, items=order.items, day=_day(order.expected)
        )
        return _done(key, number)


def _done(result: str, number: str) -> list[dict[str, Any]]:
    return [SlotSet("outcome", outcome("order_status", result, order=number)), SlotSet("order_number", None)]
