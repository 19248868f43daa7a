"""Stands before every other policy: when triage hands over, nothing else runs in this turn (law 5); and a
turn ends.

Rasa's rule policy says its fallback line wherever no rule goes on, and after that line no rule goes on
either: it says it until its limit of ten actions. Here a turn in which something was said ends where no rule
knows better.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.judge import decision_of
from bot.judgement import HANDOFF

HANDOFF_ACTION = "utter_handoff"
ENOUGH = 0.2  # above `core_fallback_threshold`, far below a rule, which is certain


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class EscalationPolicy(Policy):
    """Predicts the hand-over line and then listens, also inside a form; otherwise leaves the turn to
    others.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Above the rule policy's priority."""
        return {"priority": 100}

    @staticmethod
    def supported_data() -> SupportedData:
        """Rules and stories alike; neither is learned from."""
        return SupportedData.ML_AND_RULE_DATA

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **_: Any) -> Resource:
        """There is nothing to learn; Rasa wants the resource back."""
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> EscalationPolicy:
        """Called by Rasa's graph at run time."""
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **_: Any,
    ) -> PolicyPrediction:
        """All weight on the hand-over line when triage says so, on listening after it; a little on listening
        once something was said.
        """
        message, latest = tracker.latest_message, tracker.latest_action_name
        if message is None or "case" not in message.metadata:
            return self._prediction(self._default_predictions(domain))
        if latest == HANDOFF_ACTION:
            return self._certain(ACTION_LISTEN_NAME, domain)
        if (
            latest == ACTION_LISTEN_NAME
            and decision_of(message.parse_data, message.metadata).decision == HANDOFF
        ):
            return self._certain(HANDOFF_ACTION, domain)
        return (
            self._enough(domain) if _spoken(tracker) else self._prediction(self._default_predictions(domain))
        )

    def _enough(self, domain: Domain) -> PolicyPrediction:
        weights = self._default_predictions(domain)
        weights[domain.index_for_action(ACTION_LISTEN_NAME)] = ENOUGH
        return self._prediction(weights)

    def _certain(self, action: str, domain: Domain) -> PolicyPrediction:
        weights = self._default_predictions(domain)
        weights[domain.index_for_action(action)] = 1.0
        # A user prediction would be overruled inside a form: the loop would take the insult for an order
        # number.
        return self._prediction(weights, is_no_user_prediction=True)


def _spoken(tracker: DialogueStateTracker) -> bool:
    """Whether the bot has said anything since the customer's last words."""
    last = next(
        (event for event in reversed(tracker.events) if isinstance(event, BotUttered | UserUttered)), None
    )
    return isinstance(last, BotUttered)
