"""A conversation in memory: commands in, folded state out."""

from __future__ import annotations

import itertools
from typing import Any

from bot.judgement import HANDOFF as TO_PERSON
from bot.judgement import Decision, Tag, TurnScores
from bot.turn import DialogueState
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import Conversation, evolve
from escalation.core.decide import decide

STAY = Decision()
HANDOFF = Decision(decision=TO_PERSON, reason="frustration", rule=Tag("frustration_handoff"))


def words(key: str, variables: dict[str, Any]) -> str:
    return f"<{key} {sorted(variables.items())}>"


class Talk:
    def __init__(self, name: str = "c1") -> None:
        self.now = Conversation(name)
        self.log: list[ev.Recorded] = []
        self._ids = itertools.count(1)
        self.do(cmd.Open(customer="p_1", channel="web"))

    def do(self, command: cmd.Command) -> list[ev.Event]:
        made = decide(self.now, command, words)
        for event in made:
            recorded = ev.Recorded(self.now.seq + 1, 1000 + self.now.seq, event)
            self.now = evolve(self.now, recorded)
            self.log.append(recorded)
        return made

    def customer(self, text: str = "hello") -> list[ev.Event]:
        return self.do(
            cmd.CustomerSay(
                client_id=f"client-{next(self._ids):04}", text=text, turn=f"{self.now.id}-t{next(self._ids)}"
            )
        )

    def press(self, reply_to: int, text: str = "Yes, please") -> list[ev.Event]:
        """One of the options of the bot's line ``reply_to``."""
        names = {"client_id": f"press-{next(self._ids):05}", "turn": f"{self.now.id}-t{next(self._ids)}"}
        return self.do(cmd.CustomerSay(text=text, reply_to=reply_to, **names))

    def ask(self, **more: Any) -> int:
        """The bot ends its turn with a question that has options; returns the question's number."""
        options = [ev.Choice("Yes, please"), ev.Choice("No, thank you")]
        self.finish(lines=[cmd.Spoken(role="confirm", text="Shall I?", options=options)], **more)
        return next((each.seq for each in reversed(self.log) if isinstance(each.event, ev.BotSaid)), 0)

    def finish(
        self, decision: Decision | None = None, turn: str | None = None, **more: Any
    ) -> list[ev.Event]:
        pending = self.now.pending
        values: dict[str, Any] = {
            "turn": turn or (pending.turn if pending else "none"),
            "next_turn": f"{self.now.id}-t{next(self._ids)}",
            "understanding": None,
            "lines": [cmd.Spoken(role="answer", text="an answer", article="a1", article_version=1)],
            "scores": TurnScores(),
            "decision": decision or STAY,
            "case": DialogueState(),
            "settings": "s",
            "model": "m",
            "actions": [],
            "took_ms": 5,
        }
        return self.do(cmd.FinishTurn(**{**values, **more}))

    def take(self, agent: str = "u_1", epoch: int | None = None) -> list[ev.Event]:
        return self.do(
            cmd.Take(agent=agent, agent_name=agent, epoch=self.now.epoch if epoch is None else epoch)
        )

    def agent(self, text: str = "I am here", agent: str = "u_1", epoch: int | None = None) -> list[ev.Event]:
        at = self.now.epoch if epoch is None else epoch
        return self.do(
            cmd.AgentSay(
                agent=agent, agent_name=agent, epoch=at, client_id=f"agent-{next(self._ids):05}", text=text
            )
        )

    def kinds(self) -> list[str]:
        return [recorded.event.kind for recorded in self.log]
