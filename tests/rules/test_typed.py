"""What travels between modules is typed: plain dictionaries stand at the rims alone, where JSON, rows of the
database or Rasa's messages come in and go out; and what a thing is stands in a field, not before a colon.
"""

import ast
import re

import pytest

from bot.judgement import Topic
from tests.rules import rooms

RIMS = {
    "what Rasa hands in or is handed, and what components note in its messages": """
        actions.calls actions.jobs actions.orders bot.channel bot.components.article_match
        bot.components.base bot.components.encoder bot.components.entities
        bot.components.escalation_policy bot.components.mood bot.components.talk_heads
        bot.components.tokenizer bot.evaluate.pipeline bot.graph_runner bot.importer bot.judge bot.nlg
        bot.runner bot.turn
    """,
    "stored or labelled conversations, as their file has them": """
        bot.compare bot.evaluate.handoff bot.evaluate.labelled bot.evaluate.turns bot.examination
        bot.goldens bot.judges bot.replay bot.replay_command bot.training.data
        escalation.configuration.simulation escalation.supervisor.trainer
    """,
    "what a file or a person wrote, read and checked here": """
        bot.components.lexicon bot.components.scenes bot.on_call bot.settings escalation.cli.settings
        escalation.configuration.document escalation.configuration.policy_file
        escalation.configuration.validation escalation.settings knowledge.seed
    """,
    "rows of the database, and JSON kept in them as it came": """
        escalation.auth.users escalation.notifications.templates escalation.store.codec
        escalation.store.ports escalation.store.records escalation.store.sqlite.outbox
        escalation.store.sqlite.replay escalation.store.sqlite.users knowledge.changes knowledge.ports
        knowledge.records knowledge.sqlite.articles knowledge.sqlite.releases
    """,
    "what goes out as JSON": """
        bot.evaluate.intents bot.search bot.training.__main__ escalation.cli.up
        escalation.conversations.inbox escalation.conversations.team escalation.conversations.views
        escalation.http.agent_tools escalation.http.routing escalation.sockets.ringing
        escalation.sockets.team escalation.sockets.publisher escalation.waiting.report
        escalation.http.arrangements escalation.http.articles escalation.http.help
        escalation.http.openapi escalation.http.releases escalation.http.settings escalation.http.users
        escalation.protocol escalation.sockets.agent escalation.sockets.base
        escalation.sockets.customer escalation.sockets.server escalation.sockets.watch
        knowledge.encoder_build knowledge.encoder_mpnet_build
    """,
}
ALLOWED = {name for names in RIMS.values() for name in names.split()}
UNTYPED = re.compile(r"dict\[str, (?:Any|object)\]")
KINDS = re.compile(rf"(?:{'|'.join(Topic)}):(?=\S|$)|bot:$")
BEGINNINGS = re.compile(r"(?!https?:)(?:[a-z_]+:|handoff_|intake_|acknowledge_|done_|offer_|agent_)$")
READERS = {"startswith", "removeprefix", "partition"}


def untyped(text: str) -> bool:
    """Whether a module names a plain dictionary, by itself or by its other name."""
    imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    return bool(UNTYPED.search(text)) or any(alias.name == "Json" for node in imports for alias in node.names)


def marked(text: str) -> list[str]:
    """The strings of a module by whose beginning a kind is written or read."""
    nodes = list(ast.walk(ast.parse(text)))
    docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    strings = [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    written = [node.value for node in strings if id(node) not in docs and KINDS.match(node.value)]
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    read = [
        word.value
        for call in calls
        if call.func.attr in READERS
        for word in ast.walk(ast.Tuple(call.args))
        if isinstance(word, ast.Constant) and isinstance(word.value, str) and BEGINNINGS.match(word.value)
    ]
    return sorted({*written, *read})


def test_plain_dictionaries_stand_at_the_rims():
    found = {name for name, file in rooms.files().items() if untyped(file.read_text(encoding="utf-8"))}
    assert found - ALLOWED == set(), "a struct is missing, or a reason why this is a rim"
    assert ALLOWED - found == set(), "typed by now: no exception is needed"


def test_the_heart_knows_none():
    assert not [name for name in ALLOWED if name.startswith(("escalation.core", "bot.scoring", "bot.triage"))]


def test_no_kind_is_read_from_how_a_string_begins():
    found = {name: marked(file.read_text(encoding="utf-8")) for name, file in rooms.files().items()}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a = what.startswith("risk:")', ["risk:"]),
        ('a = f"mood:{what}"', ["mood:"]),
        ('a = "risk:self_harm"', ["risk:self_harm"]),
        ('a = key.removeprefix("handoff_")', ["handoff_"]),
        ('a = key.startswith(("intake_", "x"))', ["intake_"]),
        ('"""risk: in a docstring"""\na = "risk: in a sentence"', []),
    ],
)
def test_a_kind_at_the_beginning_is_found(text, words):
    assert marked(text) == words


def test_a_plain_dictionary_is_found():
    assert untyped("def f(a: dict[str, Any]) -> None: ...")
    assert untyped("from bot.turn import DialogueState, Json")
    assert not untyped("from bot.turn import DialogueState")
