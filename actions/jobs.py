"""Jobs with an effect: cancel an order, start a return, change where it goes; and taking one of them back.

A form gathers order number, email and what else is needed, looks the order up, and asks before anything
happens. The action then carries it out once, with the turn's id as the key. What is beyond the policy goes to
a person.
"""

from __future__ import annotations

import datetime as dt
import logging
from abc import ABC
from typing import Any, ClassVar

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import policy
from actions.business import BusinessUnavailableError, Done, Order, OrderMovedError
from actions.calls import called, outcome
from actions.company import business
from bot.address import corrected_address, looks_like_address

Events = list[dict[str, Any]]
UNAVAILABLE, UNKNOWN, NOT_FOUND, DECLINED, DONE = "unavailable", "unknown", "not_found", "declined", "done"
log = logging.getLogger(__name__)


def yes_or_no(message: dict[str, Any]) -> bool | None:
    """What the customer answered to "shall I?". Another order's number is neither."""
    wording = (message.get("baton") or {}).get("features") or {}
    intent = (message.get("intent") or {}).get("name")
    if message.get("entities") or wording.get("asks"):
        return None
    if intent in ("deny", "none_of_these") or wording.get("begins_no"):
        return False
    return True if intent == "affirm" or wording.get("agrees") else None


def facts_of(job: str, order: Order, result: str) -> dict[str, Any]:
    """What the words of the form and the action need to know of the order."""
    return {
        "job": job,
        "result": result,
        "order": order.number,
        "items": order.items,
        "total": f"€{order.total:.2f}",
    }


class _JobForm(FormValidationAction, ABC):
    """Looks the order up as soon as number and email are there, and ends the form when the job is not
    possible.
    """

    job: ClassVar[str] = ""

    def name(self) -> str:
        """The action's name in the domain."""
        return f"validate_{self.job}_form"

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[str]:
        """All of the form's, unless the order says that there is nothing more to ask."""
        facts = tracker.get_slot("facts") or {}
        over = facts.get("job") == self.job and facts.get("result") != policy.OK
        return [slot for slot in domain_slots if tracker.get_slot(slot) is not None] if over else domain_slots

    async def extract_confirmed(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Yes or no, only once it was asked."""
        corrected = self.job == "readdress" and looks_like_address(
            corrected_address(tracker.latest_message.get("text") or "")
        )
        pending = tracker.get_slot("requested_slot") == "confirmed" and not corrected
        return {"confirmed": yes_or_no(tracker.latest_message) if pending else None}

    async def extract_address(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """The whole message, once it was asked for and if it looks like an address; another one at the
        question "shall I?".
        """
        text = corrected_address(tracker.latest_message.get("text") or "")
        pending = tracker.get_slot("requested_slot") in ("address", "confirmed")
        return {"address": text if pending and looks_like_address(text) else tracker.get_slot("address")}

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        """What was filled in, and what the order says to it."""
        filled = await super().get_validation_events(dispatcher, tracker, domain)
        tracker.add_slots(filled)
        return [*filled, *await self._look_up(dispatcher, tracker, {event["name"] for event in filled})]

    async def _look_up(self, dispatcher: CollectingDispatcher, tracker: Tracker, filled: set[str]) -> Events:
        number, email, facts = (
            tracker.get_slot("order_number"),
            tracker.get_slot("email"),
            tracker.get_slot("facts") or {},
        )
        repeat = (
            facts.get("job") == self.job
            and facts.get("order") == number
            and not filled & {"order_number", "email"}
        )
        if not (number and email) or repeat:
            return []
        try:
            order = await called(business().order, number, email)
        except BusinessUnavailableError:
            log.exception("looking up an order for %s failed", self.job)
            return [SlotSet("facts", {"job": self.job, "result": UNAVAILABLE, "order": number})]
        if order is None:
            dispatcher.utter_message(response="utter_order_not_found", order=number)
            # A number given now beside an address from before: the address is of another order. Else either
            # may be mistyped.
            entities = {entity["entity"] for entity in tracker.latest_message.get("entities") or []}
            wrong = (
                ("email",)
                if entities & {"order_number", "email"} == {"order_number"}
                else ("order_number", "email")
            )
            return [*_forget(*wrong), SlotSet("outcome", outcome(self.job, NOT_FOUND, order=number))]
        return [SlotSet("facts", facts_of(self.job, order, policy.read().verdict(self.job, order, _today())))]


class _Job(Action, ABC):
    """Carries the job out, or says why not. Reports in the slot ``outcome``."""

    job: ClassVar[str] = ""

    def name(self) -> str:
        """The action's name in the domain."""
        return f"action_{self.job}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """At most one change, at most one line; nothing is said of what a person has to decide."""
        facts = tracker.get_slot("facts") or {"result": UNAVAILABLE}
        result: str = facts["result"]
        if result == policy.OK:
            result = (
                await self._perform(dispatcher, tracker, facts) if tracker.get_slot("confirmed") else DECLINED
            )
        if result == DECLINED:
            dispatcher.utter_message(response="utter_job_declined")
        elif result in ("processing", "shipped", "delivered", "cancelled", "return_started", "returned"):
            dispatcher.utter_message(response=f"utter_{self.job}_{result}", **_words(facts))
        key = {"key": tracker.sender_id, "job": self.job} if result == DONE else tracker.get_slot("last_job")
        report = outcome(self.job, result, order=facts.get("order"))
        # "Then cancel it" after a return that did not happen is about the same order; after one that did,
        # about which one is asked.
        over = ("order_number",) if result == DONE else ()
        return [
            SlotSet("outcome", report),
            SlotSet("last_job", key),
            *_forget(*over, "facts", "confirmed", "address"),
        ]

    async def _perform(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, facts: dict[str, Any]
    ) -> str:
        try:
            record = await called(
                self._change,
                tracker.sender_id,
                facts["order"],
                tracker.get_slot("email"),
                tracker.get_slot("address"),
            )
        except BusinessUnavailableError:
            log.exception("the job %s failed", self.job)
            return UNKNOWN
        except OrderMovedError:
            return UNAVAILABLE
        if isinstance(record, str):
            return record
        variables = {**_words(facts), "address": record.order.address, "minutes": policy.read().undo_minutes}
        dispatcher.utter_message(response=f"utter_done_{self.job}", **variables)
        return DONE

    def _change(self, key: str, number: str, email: str, address: str | None) -> Done | str:
        """What was done, or the verdict that stands against it now."""
        company = business()
        if record := company.done(key):
            return record
        order = company.order(number, email)
        if order is None:
            return UNAVAILABLE
        verdict = policy.read().verdict(self.job, order, _today())
        return company.change(key, self.job, order, address) if verdict == policy.OK else verdict


class CancelForm(_JobForm):
    """Number, email, and a yes."""

    job = "cancel"


class Cancel(_Job):
    """Cancels an order that is not packed."""

    job = "cancel"


class ReturnForm(_JobForm):
    """Number, email, and a yes."""

    job = "return"


class Return(_Job):
    """Registers a return."""

    job = "return"


class ReaddressForm(_JobForm):
    """Number, email, the new address, and a yes."""

    job = "readdress"


class Readdress(_Job):
    """Changes where an order goes."""

    job = "readdress"


class Undo(Action):
    """Takes the last change of this conversation back, while the policy allows it."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_undo"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """One line, whatever came of it."""
        last = tracker.get_slot("last_job")
        if not last:
            dispatcher.utter_message(response="utter_nothing_to_undo")
            return [SlotSet("outcome", outcome("undo", DECLINED))]
        try:
            record = await called(self._undo, tracker.sender_id, last["key"])
        except BusinessUnavailableError:
            log.exception("undoing %s failed", last["job"])
            return [SlotSet("outcome", outcome("undo", UNKNOWN, job=last["job"]))]
        if record is None:
            dispatcher.utter_message(response="utter_undo_too_late")
            return [SlotSet("outcome", outcome("undo", "too_late", job=last["job"]))]
        dispatcher.utter_message(
            response=f"utter_undone_{record.job}",
            order=record.order.number,
            items=record.order.items,
            address=record.order.address,
        )
        return [
            SlotSet("outcome", outcome("undo", DONE, job=record.job, order=record.order.number)),
            *_forget("last_job"),
        ]

    @staticmethod
    def _undo(key: str, of: str) -> Done | None:
        company = business()
        original = company.done(of)
        record = company.done(key)
        in_time = original is not None and policy.read().undoable(original.at, dt.datetime.now(dt.UTC))
        return record or (company.undo(key, of) if in_time else None)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _words(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ("order", "items", "total")}


def _forget(*slots: str) -> Events:
    return [SlotSet(slot, None) for slot in slots]
