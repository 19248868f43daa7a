"""The golden dialogues as `baton replay` and `baton evaluate turns` read them.

Each release is examined with them; `python -m bot.goldens` prints them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

SAID = {
    "answer": "Here is what I know about that.",
    "ask": "Which of these do you mean?",
    "fallback": "I'm sorry, I don't know that. Could you say it in other words?",
    "offer": "Shall I fetch a colleague?",
}


def goldens() -> list[dict[str, Any]]:
    """All of them, as written."""
    return [
        golden
        for file in sorted(Path(__file__).parent.glob("*.yml"))
        for golden in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def dialogue(golden: dict[str, Any]) -> dict[str, Any]:
    """One golden; customer turns carry ``handoff``, and ``expected`` where there is one right answer."""
    turns: list[dict[str, Any]] = []
    for who, text, *verdict in golden["turns"]:
        if who == "b":
            turns.append(
                {"who": "bot", "text": SAID.get(text, text), "kind": text if text in SAID else "answer"}
            )
        else:
            turns.append(
                {
                    "who": "customer",
                    "text": text,
                    "handoff": who == "C",
                    "expected": verdict[0] if verdict else None,
                }
            )
    return {"id": golden["id"], "kind": golden["kind"], "turns": turns}
