"""Several processes that judge stored conversations beside each other, each with the model of its own; the
order stays.
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot import launch
from bot.compare import Decided
from bot.settings import TriageRules
from bot.turn import Json

if TYPE_CHECKING:
    from bot.runner import Runner  # Rasa is loaded in the processes that judge

MOST_JOBS = 4
WORTH_IT = 32  # conversations; loading a model in another process takes as long as judging about so many
BATCH = 16
_judging: list[tuple[Runner, asyncio.AbstractEventLoop]] = []  # of this process: its model and its loop


def jobs() -> int:
    """One a core this process may use, up to :data:`MOST_JOBS`."""
    return min(
        MOST_JOBS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )


def _begin(model: Path) -> None:
    launch.prepare("ERROR")
    from bot.replay import load

    _judging[:] = [(load(model), asyncio.new_event_loop())]


def _one(rules: tuple[TriageRules, ...], live: bool, conversation: Json) -> Decided:
    from bot.replay import judge

    ((runner, loop),) = _judging
    return conversation, [
        loop.run_until_complete(judge(runner, conversation, rule, live=live)) for rule in rules
    ]


def judged(
    conversations: Iterable[Json], model: Path, *rules: TriageRules, live: bool = False
) -> Iterator[Decided]:
    """Each conversation with its decisions under each of the rules, in order, as they come.

    A few conversations are judged in this process.
    """
    waiting = iter(conversations)
    first = list(itertools.islice(waiting, WORTH_IT))
    if len(first) < WORTH_IT or jobs() == 1:
        _begin(model)
        yield from map(partial(_one, rules, live), itertools.chain(first, waiting))
        return
    with multiprocessing.get_context("spawn").Pool(jobs(), _begin, (model,)) as pool:
        batch = first
        while batch:
            yield from pool.imap(partial(_one, rules, live), batch, chunksize=4)
            batch = list(itertools.islice(waiting, BATCH * jobs()))
