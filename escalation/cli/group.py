"""Groups of commands that cost nothing until one is asked for, and what ends a command with a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import IO, Any

import click


class LazyGroup(click.Group):
    """Lists its commands without importing them. ``lazy`` says of each where it stands (``module:name``) and
    what it does.
    """

    def __init__(self, *, lazy: Mapping[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(
            commands=[click.Command(name, short_help=words) for name, (_, words) in lazy.items()], **options
        )
        self._places = {name: place for name, (place, _) in lazy.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order they were given."""
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, imported now."""
        if cmd_name not in self._places:
            return None
        module, _, name = self._places[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"escalation.cli.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """By what was said of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.short_help or "") for name, command in self.commands.items()])


class CommandError(click.ClickException):
    """What was asked cannot be done; the message says why and stands behind the command's full name."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self._command = click.get_current_context().command_path

    def show(self, file: IO[Any] | None = None) -> None:
        """One line on standard error."""
        click.echo(f"{self._command}: {self.message}", file=file, err=True)


class BackupError(RuntimeError):
    """A backup that cannot be made or restored; ``str()`` says why and what to do."""
