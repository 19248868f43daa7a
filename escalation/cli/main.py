"""The command ``baton``."""

from __future__ import annotations

from typing import Any

import click

from escalation import __version__
from escalation.auth.errors import AccountError
from escalation.cli.group import BackupError, LazyGroup
from escalation.host.instance_lock import LockedError
from escalation.host.private_files import keep_private
from escalation.settings import SettingsError
from escalation.store.sqlite.errors import DatabaseError, sentence
from knowledge.errors import KnowledgeError, NewerDatabaseError

REFUSALS = (
    SettingsError,
    KnowledgeError,
    AccountError,
    NewerDatabaseError,
    BackupError,
    LockedError,
    OSError,
)
COMMANDS = {
    "up": ("up:up", "Start everything"),
    "init": ("init:init", "Make a fresh BATON_HOME"),
    "doctor": ("doctor:doctor", "Check whether Baton can run here"),
    "train": ("train:train", "Publish saved changes, training the bot if examples changed"),
    "replay": ("bot:replay", "Judge stored conversations (JSON lines) with the trained bot"),
    "triage": ("triage:triage", "Show and change the handoff rules while Baton runs"),
    "settings": ("settings:settings", "The whole configuration as one YAML file"),
    "encoder": ("encoder:encoder", "Build the sentence encoder"),
    "user": ("user:user", "Add a user or reset a password"),
    "queue-model": ("queue_model:queue_model", "Check the waiting times customers are told against a log"),
    "log": ("log:log", "Check everything against the event log, or rebuild it from there"),
    "backup": ("backup:backup", "Write the whole installation into one file, while it runs"),
    "restore": ("backup:restore", "Restore a backup into an empty BATON_HOME"),
    "knowledge": ("knowledge:knowledge", "Check, publish, move and search articles"),
    "evaluate": ("bot:evaluate", "Measure the judgement on labelled data"),
    "bench": ("bot:bench", "Measure the judgement on public data sets"),
}


class _Baton(LazyGroup):
    """Ends bad input and bad settings with one sentence and exit code 2, Ctrl-C with 130."""

    def invoke(self, ctx: click.Context) -> Any:
        """The command's exit code."""
        try:
            return super().invoke(ctx) or 0
        except REFUSALS as problem:
            click.echo(f"baton {ctx.invoked_subcommand}: {problem}", err=True)
        except DatabaseError as problem:
            click.echo(f"baton {ctx.invoked_subcommand}: {sentence(problem)}", err=True)
        except KeyboardInterrupt:
            return 130
        return 2


@click.group(cls=_Baton, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="baton %(version)s")
def baton() -> None:
    """A customer-service desk in which a Rasa bot and people work as one."""


def main() -> int:
    """Run one command; its exit code."""
    keep_private()
    try:
        return int(baton.main(prog_name="baton", standalone_mode=False))
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
