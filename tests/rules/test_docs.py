"""Documentation is held equal to the code."""

import dataclasses
import json
import re
import subprocess
import typing
from pathlib import Path

import click
import pytest
import yaml

from bot.settings import PRESETS, TriageSettings
from escalation import protocol
from escalation.cli.group import LazyGroup
from escalation.cli.main import baton
from escalation.configuration import document as house
from escalation.configuration.validation import SECTIONS, TYPES, arranged
from escalation.core.events import KINDS
from escalation.core.states import diagram
from escalation.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def headings(text: str) -> set[str]:
    """Names set as code at the start of a table row or heading."""
    return set(re.findall(r"^(?:\||#+)\s*`([^`]+)`", text, re.MULTILINE))


def test_every_setting_is_documented_and_nothing_else():
    known = {field.name for field in dataclasses.fields(Settings)} - {"home", "triage"} | {"BATON_HOME"}
    known |= {f"triage.{field.name}" for field in dataclasses.fields(TriageSettings)}
    assert headings(read("docs/settings.md")) == known


def test_defaults_in_the_documentation_are_true():
    text = read("docs/settings.md")
    for field in dataclasses.fields(TriageSettings):
        assert re.search(rf"`triage.{field.name}` \| {field.default} \|", text), field.name
    for name in (
        "port",
        "shop_port",
        "bot_port",
        "actions_port",
        "session_days",
        "customer_days",
        "absence_s",
        "address_commands",
        "customer_files_mb",
        "files_mb",
    ):
        default = Settings.__dataclass_fields__[name].default
        assert re.search(rf"`{name}` \| {default} \|", text), name


def test_the_sets_of_handoff_rules_are_written_down():
    text = read("docs/settings.md")
    for name, balanced in PRESETS["balanced"].items():
        line = f"| {name} | {PRESETS['calm'][name]} | {balanced} | {PRESETS['quick'][name]} |"
        assert line in text


def test_the_protocol_is_written_down():
    text = read("docs/protocol.md")
    for namespace, commands in protocol.COMMANDS.items():
        part = text.partition(f"## `{namespace}`")[2].partition("\n## ")[0]
        assert headings(part) == set(commands) | set(protocol.PUSHES[namespace]), namespace
    errors = text.partition("## Errors")[2].partition("\n## ")[0]
    assert headings(errors) == set(protocol.ERRORS)


def test_the_browsers_table_is_the_same():
    text = read("web_widget/shared/protocol.js")
    for namespace, constant in ((protocol.CUSTOMER, "CUSTOMER"), (protocol.AGENT, "AGENT")):
        rows = re.findall(rf"\[{constant}\]: \[([^\]]+)\]", text)
        commands, pushes = (set(re.findall(r'"([a-z_]+)"', row)) for row in rows)
        assert commands == set(protocol.COMMANDS[namespace])
        assert pushes == set(protocol.PUSHES[namespace])
    errors = text.partition("ERRORS = [")[2].partition("]")[0]
    assert set(re.findall(r'"([a-z_]+)"', errors)) == set(protocol.ERRORS)


def test_every_event_is_documented():
    assert headings(read("docs/events.md")) == {kind for kind, _ in KINDS}


def test_the_state_diagram_is_the_table():
    assert diagram() in read("docs/architecture.md")


def commands(group, path="baton"):
    """Every command and group of the command line, by what is typed."""
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        yield f"{path} {name}", group, command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


def test_every_command_is_documented_with_its_options_and_nothing_else():
    cells = re.findall(r"^\| (`baton .*?`) \| ", read("docs/commands.md"), re.MULTILINE)
    forms = [form for cell in cells for form in re.findall(r"`([^`]+)`", cell)]
    documented = {
        re.match(r"[a-z]+( [a-z][a-z-]*)*", form)[0]: set(re.findall(r"--[a-z-]+", form)) for form in forms
    }
    assert documented == {
        path: {name for param in command.params if isinstance(param, click.Option) for name in param.opts}
        for path, _, command in commands(baton)
        if not isinstance(command, click.Group)
    }


def test_the_list_of_commands_says_of_each_what_it_says_itself():
    lazy = [
        (path, group.commands[path.split()[-1]], command)
        for path, group, command in commands(baton)
        if isinstance(group, LazyGroup)
    ]
    assert len(lazy) > 20
    for path, listed, command in lazy:
        assert command.name == listed.name, path
        assert command.get_short_help_str(200).rstrip(".") == listed.short_help, path


def test_the_document_of_settings_is_whole_and_true():
    (example,) = re.findall(r"```yaml\n(.*?)```", read("docs/configuration.md"), re.DOTALL)
    document = yaml.safe_load(example)
    assert list(document) == list(house.ALL)
    arranged({name: value for name, value in document.items() if name in SECTIONS})
    for person in document["people"]:
        assert set(person) == set(house.Person.__struct_fields__)
    for name in SECTIONS:
        shape = _item(TYPES[name])
        if dataclasses.is_dataclass(shape):
            first = (
                next(iter(document[name].values()))
                if typing.get_origin(TYPES[name]) is dict
                else document[name][0]
                if isinstance(document[name], list)
                else document[name]
            )
            assert {field.name for field in dataclasses.fields(shape)} == set(first), name


def _item(shape):
    """What a list or a mapping holds, else the shape itself."""
    return typing.get_args(shape)[-1] if typing.get_args(shape) else shape


def test_links_and_pictures_lead_somewhere():
    for file in [ROOT / "README.md", *DOCS.glob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", file.read_text(encoding="utf-8")):
            if "://" not in link:
                assert (file.parent / link).exists(), f"{file.name}: {link}"


def test_every_threat_names_its_test():
    for row in re.findall(r"^\| [^|]+\| [^|]+\| `([^`]+)` \|$", read("docs/threat-model.md"), re.MULTILINE):
        file, _, name = row.partition("::")
        assert name in (ROOT / file).read_text(encoding="utf-8"), row


def test_the_repository_speaks_of_the_project_alone():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    for name in tracked:
        if name.endswith((".lock", ".json", ".toml", ".txt", ".yml", ".sh")):
            text = (ROOT / name).read_text(encoding="utf-8")
            assert not re.search(r"--(extra-)?index-url|\"resolved\":|--find-links", text), name
    assert "uv.lock" not in tracked


@pytest.mark.parametrize("name", ["preact", "htm", "socket.io-client", "turndown", "uplot"])
def test_vendored_libraries_are_pinned_and_licensed(name):
    pins = json.loads(read("web_widget/vendor/vendor.json"))
    version = next(pin.rpartition("@")[2] for pin in pins if pin.rpartition("@")[0] == name)
    assert (ROOT / "web_widget" / "vendor" / f"{name}-{version}.js").is_file()
    assert (ROOT / "web_widget" / "vendor" / f"LICENSE-{name}.txt").is_file()
    assert name in read("NOTICE")


def test_the_editors_bundle_is_pinned_and_licensed():
    pins = json.loads(read("web_widget/vendor/vendor.json"))
    version = next(pin.rpartition("@")[2] for pin in pins if pin.startswith("prosemirror-view@"))
    assert (ROOT / "web_widget" / "vendor" / f"prosemirror-{version}.js").is_file()
    assert (ROOT / "web_widget" / "vendor" / "LICENSE-prosemirror.txt").is_file()
    tools = json.loads(read("deploy/browser-tools/package.json"))["devDependencies"]
    assert all(
        f"{name}@{version}" in pins for name, version in tools.items() if name.startswith("prosemirror-")
    )
