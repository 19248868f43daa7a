"""The command line: scriptable without a terminal; what cannot work is one sentence and exit code 2."""

import os
import socket
import subprocess
import sys

import pytest

from escalation.host.instance_lock import HouseLock, holder_of
from escalation.supervisor.doctor import DISK_MB, memory_mb, port_is_free
from knowledge.store import KnowledgeStore


def baton(home, *arguments, stdin="", **variables):
    environment = {**os.environ, "BATON_HOME": str(home), **variables}
    command = [sys.executable, "-m", "escalation.cli", *arguments]
    return subprocess.run(command, env=environment, input=stdin, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "variables", "words"),
    [
        (["up"], {"BATON_PORT": "none"}, "whole number"),
        (["user", "reset-password", "nobody"], {}, "no account “nobody”"),
        (["user", "add", "x", "--password-stdin"], {}, "at least 10 characters"),
        (["replay", "missing.jsonl"], {}, "no knowledge base"),
        (["knowledge", "import", "/nowhere"], {}, ""),
    ],
)
def test_bad_input_is_one_sentence(tmp_path, arguments, variables, words):
    result = baton(tmp_path, *arguments, **variables)
    if words:
        assert result.returncode == 2
        assert words in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_a_port_in_use_is_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
        result = baton(tmp_path, "up", BATON_PORT=str(port), BATON_SHOP="no")
    assert result.returncode == 2
    assert str(port) in result.stderr or "package rasa" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_users_by_script(tmp_path):
    made = baton(
        tmp_path,
        "user",
        "add",
        "ben",
        "--name",
        "Ben",
        "--role",
        "agent",
        "--password-stdin",
        stdin="a long password\n",
    )
    assert made.returncode == 0, made.stderr
    assert "ben (agent) can sign in" in made.stdout
    again = baton(tmp_path, "user", "add", "ben")
    assert (again.returncode, "already an account" in again.stderr) == (2, True)
    link = baton(tmp_path, "user", "reset-password", "ben")
    assert "/welcome#" in link.stdout


def test_init_empty_has_no_sample(tmp_path):
    made = baton(tmp_path, "init", "--empty")
    assert made.returncode == 0, made.stderr
    with KnowledgeStore.open_read_only(tmp_path) as store:
        assert store.articles.all() == []
    exported = baton(tmp_path, "knowledge", "export", str(tmp_path / "out"))
    assert exported.returncode == 0


def test_articles_in_and_out(tmp_path):
    source, target = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "topic.yml").write_text(
        "nlu:\n- intent: faq/one\n  examples: '- hi there'\nresponses:\n  utter_faq/one: [{text: Hello.}]"
    )
    shown = baton(tmp_path, "knowledge", "import", str(source))
    assert "1 articles differ" in shown.stdout
    assert "1 articles imported" in baton(tmp_path, "knowledge", "import", str(source), "--yes").stdout
    assert "0 articles differ" in baton(tmp_path, "knowledge", "import", str(source)).stdout
    assert baton(tmp_path, "knowledge", "export", str(target)).returncode == 0
    assert (target / "topic.yml").is_file()


def test_one_baton_a_folder(tmp_path):
    lock = HouseLock(tmp_path)
    assert holder_of(tmp_path) == os.getpid()
    second = baton(tmp_path, "up")
    assert second.returncode == 2
    assert f"process {os.getpid()}" in second.stderr
    assert f"Baton is running (process {os.getpid()})" in baton(tmp_path, "doctor").stdout
    lock.release()
    assert holder_of(tmp_path) is None
    HouseLock(tmp_path).release()


def test_the_doctor_measures(tmp_path):
    assert memory_mb() > 50
    assert DISK_MB > 0
    told = baton(tmp_path, "doctor")
    assert "MB of disk free" in told.stdout


def test_a_secret_is_included_or_left_out_not_both(tmp_path):
    result = baton(
        tmp_path, "backup", str(tmp_path / "all"), "--passphrase-file", __file__, "--without-secrets"
    )
    assert (result.returncode, "not allowed with --passphrase-file" in result.stderr) == (2, True)
    assert not (tmp_path / "all").exists()


def test_a_command_imports_what_it_needs_itself():
    """The list of commands, and a user added, wait for neither the supervisor nor the encoder."""
    code = (
        "import sys, escalation.cli.main as cli\nsys.argv = ['baton', *{}]\ntry:\n    cli.main()\nfinally:\n "
        "   print(*sys.modules)"
    )
    heavy = {"aiohttp", "numpy", "sqlite_utils", "argon2", "escalation.store.sqlite.database"}
    for arguments in (["--help"], ["--version"], ["knowledge", "--help"]):
        result = subprocess.run(
            [sys.executable, "-c", code.format(arguments)], capture_output=True, text=True, check=True
        )
        assert not heavy & set(result.stdout.splitlines()[-1].split()), arguments
    result = subprocess.run(
        [sys.executable, "-c", code.format(["user", "add", "--help"])],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(result.stdout.splitlines()[-1].split())
    assert "escalation.auth.users" in loaded
    assert (
        not {"aiohttp", "sqlite_utils", "onnxruntime", "escalation.supervisor.supervisor", "knowledge.store"}
        & loaded
    )
