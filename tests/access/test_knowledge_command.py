"""`baton knowledge`: from a terminal, with places and exit codes for CI."""

import dataclasses
import getpass
import json
import os
import subprocess
import sys

import pytest

from escalation.host.instance_lock import HouseLock
from knowledge.articles import Article
from knowledge.store import KnowledgeStore
from tests.access.test_cli import baton

ONE = Article("one", "t", "One?", "One.", ("the first",))
CSV = (
    'topic,title,answer,questions\nreturns,Can I return it?,Within 30 days.,"how do returns work\nsend it'
    ' back"\n'
)


@pytest.fixture
def home(tmp_path, built_encoder):
    (tmp_path / "encoder").symlink_to(built_encoder)
    with KnowledgeStore.open(tmp_path) as store:
        store.articles.save(ONE, "anna")
        store.releases.activate(store.content.freeze("anna", "first", model="m").id)
    return tmp_path


def test_a_csv_comes_in_and_goes_out(home):
    file = home / "new.csv"
    file.write_text(CSV)
    shown = baton(home, "knowledge", "import", str(file))
    assert "new      returns/can_i_return_it" in shown.stdout
    assert "1 articles differ" in shown.stdout
    assert baton(home, "knowledge", "import", str(file), "--yes").returncode == 0
    assert baton(home, "knowledge", "export", str(home / "all.md")).returncode == 0
    assert "## Can I return it? {#can_i_return_it}" in (home / "all.md").read_text()


def test_a_malformed_import_names_row_and_column_and_brings_nothing_in(home):
    file = home / "bad.csv"
    file.write_text(CSV + "returns,Second?,,\n")
    result = baton(home, "knowledge", "import", str(file), "--yes")
    assert (result.returncode, "Row 4, column “answer”" in result.stderr) == (2, True)
    with KnowledgeStore.open(home) as store:
        assert [article.id for article in store.articles.all()] == ["one"]
    assert baton(home, "knowledge", "import", "/nowhere").returncode == 2


def test_lint_names_file_and_line(home):
    folder = home / "faq"
    folder.mkdir()
    text = (
        "nlu:\n- intent: faq/refund\n  examples: |\n    - refund\nresponses:\n  utter_faq/refund:\n  - text:"
        " See [here](example.com).\n"
    )
    (folder / "returns.yml").write_text(text)
    result = baton(home, "knowledge", "lint", str(folder))
    assert result.returncode == 1
    assert f"{folder / 'returns.yml'}:7: error: dead_link" in result.stdout
    assert "1 articles: 1 errors" in result.stdout
    stored = baton(home, "knowledge", "lint")
    assert (stored.returncode, "one (questions): warning: few_questions" in stored.stdout) == (0, True)


def test_roll_back_without_a_running_house(home):
    with KnowledgeStore.open(home) as store:
        store.articles.save(dataclasses.replace(ONE, answer="One!"), "anna")
        store.releases.activate(store.content.freeze("anna", "second").id)
    result = baton(home, "knowledge", "rollback")
    assert (result.returncode, "Release 1 will be live at the next start" in result.stdout) == (0, True)
    with KnowledgeStore.open(home) as store:
        assert store.releases.active().id == 1
    none = baton(home, "knowledge", "rollback")
    assert (none.returncode, "no earlier release" in none.stderr) == (2, True)
    assert "Baton is not running" in baton(home, "knowledge", "publish").stderr


def test_publishing_ends_when_baton_stops_meanwhile(home):
    """What waits for another process notices that it is gone, says so, and that nothing is lost."""
    lock = HouseLock(home)
    with KnowledgeStore.open(home) as store:
        store.articles.save(dataclasses.replace(ONE, questions=("the first", "and another")), "anna", 1)
    command = [sys.executable, "-m", "escalation.cli", "knowledge", "publish"]
    environment = {**os.environ, "BATON_HOME": str(home)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as waiting:
        assert waiting.stdout is not None
        waiting.stdout.readline()  # it waits
        lock.release()
        _, told = waiting.communicate(timeout=120)
    assert (waiting.returncode, "Baton has stopped" in told) == (1, True)


def test_errors_stop_a_release_from_the_terminal_and_a_name_lets_it_out(home):
    lock = HouseLock(home)
    with KnowledgeStore.open(home) as store:
        store.articles.save(
            dataclasses.replace(ONE, answer="Ask jane.doe@gmail.com, or see [here](www.example.com)."),
            "anna",
            1,
        )
    stopped = baton(home, "knowledge", "publish")
    assert (stopped.returncode, "Traceback" in stopped.stderr) == (1, False)
    assert (
        "one (answer), “One?”: “www.example.com” This link is broken. Write the full address"
        in stopped.stderr
    )
    assert (
        "one (answer), “One?”: “jane.doe@gmail.com” This looks like a private email address" in stopped.stderr
    )
    assert "2 errors block this release" in stopped.stderr
    assert baton(home, "knowledge", "publish", "--anyway", " ").returncode == 2
    let = baton(home, "knowledge", "publish", "--anyway", "Jane agreed.")
    lock.release()
    assert (let.returncode, "despite 2 errors" in let.stdout) == (0, True)
    (entry,) = map(json.loads, baton(home, "knowledge", "audit").stdout.splitlines())
    assert (entry["who"], entry["reason"], len(entry["detail"]["findings"])) == (
        getpass.getuser(),
        "Jane agreed.",
        2,
    )


def test_errors_stop_a_training_too(home):
    with KnowledgeStore.open(home) as store:
        store.articles.save(dataclasses.replace(ONE, answer="See [here](www.example.com)."), "anna", 1)
    assert (stopped := baton(home, "train")).returncode == 1
    assert "This link is broken" in stopped.stderr
