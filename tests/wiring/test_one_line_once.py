"""No turn says the same line twice: whatever form is open, whatever was understood, however little the
knowledge base holds.
"""

import asyncio
import itertools
import math
import os
import shutil
import subprocess
import sys
from collections import Counter

import pytest

from bot.turn import DialogueState, TurnRequest

ARTICLES = {"opening_hours": "When are you open?", "parking": "Where can I park?"}
TEXTS = [
    "hello there",
    "do you repair violins?",
    "BW-10255",
    "maya@example.com",
    "no, forget it",
    "where is my order",
    "cancel my order",
    "wo ist es?",
]


def _faq(slugs):
    intents = (
        f'  - intent: faq/{slug}\n    metadata:\n      title: "{ARTICLES[slug]}"\n    examples: |\n      -'
        f" {ARTICLES[slug]}\n"
        for slug in slugs
    )
    answers = (f'  utter_faq/{slug}:\n    - text: "An answer about {slug}."\n' for slug in slugs)
    return 'version: "3.1"\n\nnlu:\n' + "".join(intents) + "\nresponses:\n" + "".join(answers)


def _baton(home, *arguments):
    environment = {**os.environ, "BATON_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "escalation.cli", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module", params=[0, 1, 2], ids=["No article found", "one article", "two articles"])
def runner(request, tmp_path_factory, house):
    """The bot of a base with so many articles, trained as anybody trains one."""
    home = tmp_path_factory.mktemp("base")
    shutil.copytree(house.home / "encoder", home / "encoder")
    _baton(home, "init", "--empty")
    if request.param:
        (home / "faq.yml").write_text(_faq(list(ARTICLES)[: request.param]), encoding="utf-8")
        _baton(home, "knowledge", "import", str(home / "faq.yml"), "--yes")
    _baton(home, "train")
    from bot import launch

    with pytest.MonkeyPatch.context() as variables:
        variables.setenv("BATON_HOME", str(home))
        launch.prepare()
        from bot.replay import load

        yield load(max((home / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime))


def _cases(domain):
    yield DialogueState()
    for form in domain.form_names:
        for slot in domain.required_slots_for_form(form):
            yield DialogueState(form=form, slots={"requested_slot": slot})


@pytest.mark.rasa
async def test_whatever_is_asked_in_whatever_form(runner):
    repeated = {}
    for case, text in itertools.product(_cases(runner._domain), TEXTS):
        result = await runner.run(TurnRequest(turn="t", conversation="c", text=text, case=case))
        said = Counter((line.role, line.key, line.article) for line in result.lines)
        if any(count > 1 for count in said.values()):
            repeated[case.form, text] = said
    assert repeated == {}


@pytest.mark.rasa
async def test_whatever_is_understood_in_whatever_form(runner):
    """Also what no rule knows, and an intent that belongs to another form or to none."""
    from bot import runner as running

    repeated = {}
    intents = [*runner._domain.intents, None, "never_heard_of"]
    for case, intent in itertools.product(_cases(runner._domain), intents):
        request = TurnRequest(turn="t", conversation="c", text="do you repair violins?", case=case)
        message = running._message(request)
        message.parse_data = {
            **await runner._parsed(message, math.inf),
            "intent": {"name": intent, "confidence": 0.9},
        }
        tracker = await asyncio.wait_for(
            running._act(runner._processor, message, running.tracker_of(case, runner._domain, "t")), 20
        )
        said = Counter(
            event.metadata.get("key") or event.metadata.get("utter_action")
            for event in tracker.events
            if event.type_name == "bot"
        )
        if any(count > 1 for count in said.values()):
            repeated[case.form, intent] = said
    assert repeated == {}
