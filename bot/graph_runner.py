"""Runs a loaded Rasa graph node after node. Rasa hands each message to Dask, which plans anew and costs a
fifth of a turn.
"""

from __future__ import annotations

import math
import time
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker

T = TypeVar("T")


class SpentError(RuntimeError):
    """A message took longer than it may; what follows in the graph was not run."""


@dataclass(frozen=True, slots=True)
class _Until:
    """When the thread that runs a graph must have done, by its own processor time: a busy machine takes no
    one's turn away.
    """

    clock: float = math.inf
    thread: float = math.inf

    @classmethod
    def after(cls, seconds: float) -> _Until:
        """From now on."""
        return (
            cls(time.perf_counter() + seconds, time.thread_time() + seconds) if seconds < math.inf else cls()
        )

    def spent(self) -> bool:
        """A thread has never worked for longer than the clock ran, and the clock is asked at a hundredth of
        the cost.
        """
        return time.perf_counter() > self.clock and time.thread_time() > self.thread


_until: ContextVar[_Until] = ContextVar("until", default=_Until())  # noqa: B039  (frozen)


def parsed_by(processor: MessageProcessor, message: UserMessage, seconds: float = math.inf) -> dict[str, Any]:
    """Rasa's own parsing, less a check of the domain that costs a turn's twentieth and only warns.

    Raises :class:`SpentError` before the first component that would begin after ``seconds`` of the
    processor's time.
    """
    token = _until.set(_Until.after(seconds))
    try:
        return dict(
            processor._parse_message_with_graph(
                message, DialogueStateTracker.from_events(message.sender_id, [])
            )
        )
    finally:
        _until.reset(token)


Plan = tuple[tuple[GraphNode, tuple[str, ...]], ...]


def processor_of(agent: Agent) -> MessageProcessor:
    """A loaded agent's processor, which from now on runs its graph in order. Raises :class:`ValueError`
    without a model.
    """
    if agent.processor is None:
        raise ValueError("no model is loaded")
    if isinstance(agent.processor.graph_runner, DaskGraphRunner):
        agent.processor.graph_runner = InOrder(agent.processor.graph_runner)
    return agent.processor


def component_of(processor: MessageProcessor, kind: type[T]) -> T:
    """The loaded component of a kind, for what asks it without the others. Raises :class:`ValueError` where
    the model has none.
    """
    nodes = processor.graph_runner._nodes.values() if isinstance(processor.graph_runner, InOrder) else ()
    component = next((node._component for node in nodes if isinstance(node._component, kind)), None)
    if component is None:
        raise ValueError(f"the model has no {kind.__name__}")
    return component


class InOrder(GraphRunner):
    """The same nodes and results as the runner it is made from; the order of the nodes is planned once a set
    of targets.
    """

    def __init__(self, loaded: DaskGraphRunner) -> None:
        self._schema, self._nodes = loaded._graph_schema, loaded._instantiated_nodes
        self._plans: dict[tuple[str, ...], Plan] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> InOrder:
        """See :class:`GraphRunner`."""
        return cls(DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks))

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """See :class:`GraphRunner`; what a node raises is raised."""
        names = tuple(targets or self._schema.target_names)
        results = dict(inputs or {})
        if names not in self._plans:
            self._plans[names] = self._planned(names)
        until = _until.get()
        for node, needs in self._plans[names]:
            if until.spent():
                raise SpentError("a message took longer to judge than it may")
            name, result = node(*((need, results[need]) for need in needs))
            results[name] = result
        return {name: results[name] for name in names}

    def _planned(self, targets: tuple[str, ...]) -> Plan:
        """What the targets need, each after what it needs itself; a name that is no node is an input."""
        schema, order = self._schema.minimal_graph_schema(list(targets)).nodes, {}

        def visit(name: str) -> None:
            if name in schema and name not in order:
                for need in schema[name].needs.values():
                    visit(need)
                order[name] = (self._nodes[name], tuple(dict.fromkeys(schema[name].needs.values())))

        for target in targets:
            visit(target)
        return tuple(order.values())
