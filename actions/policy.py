"""How far the assistant may go alone: limits a company sets in ``policy.yml``."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from actions.business import JOBS, STATES, Order

FILE = "policy.yml"
OK, POLICY_LIMIT = "ok", "policy_limit"


class PolicyError(ValueError):
    """A policy that cannot be used; says what, where and how to mend it."""


@dataclass(frozen=True, slots=True)
class JobLimits:
    """Limits of one job: states of an order it is possible in, the most euros, the most days since
    delivery.
    """

    states: tuple[str, ...]
    most_total: float | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits of every job, and how long a change can be taken back."""

    jobs: dict[str, JobLimits]
    undo_minutes: int

    def verdict(self, job: str, order: Order, today: dt.date) -> str:
        """``ok``, ``policy_limit`` (a person decides), or the order's state, which makes the job
        impossible.
        """
        limits = self.jobs[job]
        if order.state not in limits.states:
            return order.state
        too_much = limits.most_total is not None and order.total > limits.most_total
        too_late = limits.days is not None and (today - order.expected).days > limits.days
        return POLICY_LIMIT if too_much or too_late else OK

    def undoable(self, at: dt.datetime, now: dt.datetime) -> bool:
        """Whether what was done ``at`` can still be taken back."""
        return now - at <= dt.timedelta(minutes=self.undo_minutes)


def read() -> Policy:
    """The policy in ``BATON_HOME`` if there is one, else the one that comes with Baton. Raises
    :class:`PolicyError`.
    """
    own = Path(os.environ.get("BATON_HOME", "")) / FILE
    file = own if own.is_file() else Path(__file__).with_name(FILE)
    try:
        return parse(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (yaml.YAMLError, PolicyError, OSError) as problem:
        raise PolicyError(f"{file}: {problem}") from problem


def parse(data: Any) -> Policy:
    """A policy from plain data. Raises :class:`PolicyError` for a job or limit that is missing, unknown or no
    number.
    """
    if not isinstance(data, dict) or set(data) != {*JOBS, "undo_minutes"}:
        raise PolicyError(f"A policy has exactly these entries: {', '.join(JOBS)}, undo_minutes.")
    minutes = data["undo_minutes"]
    if not _number(minutes):
        raise PolicyError(f"undo_minutes must be a number from 0, not {minutes!r}.")
    return Policy({job: _limits(job, data[job]) for job in JOBS}, int(minutes))


def _limits(job: str, data: Any) -> JobLimits:
    names = {field.name for field in fields(JobLimits)}
    if not isinstance(data, dict) or not set(data) <= names or "states" not in data:
        raise PolicyError(f"{job} takes {', '.join(sorted(names))}, and needs states.")
    states = data["states"]
    if not isinstance(states, list) or not set(states) <= set(STATES):
        raise PolicyError(f"{job}: states must be a list of {', '.join(STATES)}, not {states!r}.")
    for name in ("most_total", "days"):
        if data.get(name) is not None and not _number(data[name]):
            raise PolicyError(f"{job}: {name} must be a number from 0, not {data[name]!r}.")
    return JobLimits(tuple(states), data.get("most_total"), data.get("days"))


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
