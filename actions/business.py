"""The port to the company's systems: what Baton asks of them and what it has them do.

:class:`BusinessSystem` is what an adapter must be; :mod:`actions.sample_shop` is the one that comes with
  Baton.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

STATES = ("processing", "shipped", "delivered", "cancelled", "return_started", "returned")
JOBS = ("cancel", "return", "readdress")


class BusinessUnavailableError(RuntimeError):
    """The company's system does not answer; nothing may be made up in its place."""


class OrderMovedError(RuntimeError):
    """The order is no longer as it was when the customer was asked; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order; ``expected`` is the day of delivery, past or to come, ``total`` in euros."""

    number: str
    email: str
    state: str
    items: str
    expected: dt.date
    total: float
    address: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What a change led to: the job, the order after it, and when."""

    key: str
    job: str
    order: Order
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Account:
    """What the company knows of a customer: the newest orders first."""

    name: str
    segment: str
    orders: tuple[Order, ...]


class BusinessSystem(Protocol):
    """What Baton asks of the company's systems. Every method may raise :class:`BusinessUnavailableError`."""

    def order(self, number: str, email: str) -> Order | None:
        """The order, if number *and* email belong together; None otherwise, without saying which was
        wrong.
        """

    def done(self, key: str) -> Done | None:
        """What the change with this key led to, if it happened."""

    def change(self, key: str, job: str, order: Order, address: str | None = None) -> Done:
        """Carry out one of :data:`JOBS` on ``order`` as it was seen, all or nothing.

        The same ``key`` again changes nothing and returns what it led to. Raises :class:`OrderMovedError` if
        the order has changed since it was seen.
        """

    def undo(self, key: str, of: str) -> Done | None:
        """Take back the change with key ``of``; None if the order has moved on since. ``key`` as in
        :meth:`change`.
        """

    def account(self, email: str) -> Account | None:
        """The account with this email address, for agents who answer its owner; None if there is none."""
