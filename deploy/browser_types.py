"""``make openapi``: what goes over the wire, as types for the browser's code.

Drawn from docs/openapi.json, the payloads of :mod:`escalation.protocol` and the events of
:mod:`escalation.core.events` into web_widget/shared/wire.d.ts; a test holds it equal to them. Nothing of it
is loaded by a browser.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import msgspec

from bot.judgement import Tag
from escalation import protocol
from escalation.configuration.models import Configuration
from escalation.core.events import KINDS
from escalation.core.handover import HandoverNote
from escalation.core.reasons import Reason
from escalation.core.states import MOVING, State
from escalation.store.records import Row

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[1]
REF = "#/components/schemas/"
COLUMNS = 120
HEAD = """// What goes over the wire, for tsc alone. Drawn by deploy/browser_types.py (`make openapi`);
// not edited by hand.
// An answer has all its fields; a body may leave out what has a default.
"""
SIMPLE = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
# What comes as it is from the bot, from a file or from another table; these shapes are written by hand in
# shapes.d.ts.
OPEN = {
    ("turn.done", "scores"): "Scores",
    ("turn.done", "understanding"): "Understanding",
    ("turn.done", "actions"): "JobDone[]",
    ("turn.done", "decision"): "Decision | null",
    ("bot.said", "options"): "Option[]",
    ("handoff.requested", "evidence"): "Evidence[]",
    ("CustomerCard", "conversations"): "ListedRow[]",
    ("Detail", "draft"): "KeptDraft | null",
    ("Examination", "report"): "ReleaseReport | null",
    ("OutboxEntry", "body"): "Record<string, string>",
    ("Preferences", "preferences"): "Partial<Preferred>",
    ("Rewound", "turns"): "ReplayedTurn[]",
    ("Sections", "sections"): "ConfigurationSections",
    ("Tried", "found"): "Simulated",
    ("TriageNow", "rules"): "Rules",
    ("TriageNow", "defaults"): "Rules",
    ("SettingsVersion", "rules"): "Rules",
    ("TriageDraft", "rules"): "Rules",
    ("Rewind", "rules"): "Rules | null",
    ("PreferencesDraft", "preferences"): "Preferred",
}


def name_of(ref: str) -> str:
    """``escalation.http.articles.Version`` is ArticlesVersion here: a name without dots that stays unique."""
    parts = ref.removeprefix(REF).removeprefix("#/$defs/").split(".")[-2:]
    return "".join(word[0].upper() + word[1:] for part in parts for word in part.split("_"))


def _union(parts: list[str]) -> str:
    return " | ".join(dict.fromkeys(parts))


def kind(schema: Json, space: str = "") -> str:
    """A schema as a type."""
    if ref := schema.get("$ref"):
        return space + name_of(ref)
    if "enum" in schema or "const" in schema:
        return _union([json.dumps(value) for value in schema.get("enum", [schema.get("const")])])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return _union([kind(part, space) for part in schema[several]])
    if schema.get("type") == "array":
        return _array(schema, space)
    if schema.get("type") == "object":
        return (
            _fields(schema, space) if "properties" in schema else f"Record<string, {_values(schema, space)}>"
        )
    return SIMPLE.get(schema.get("type", ""), "unknown")


def _array(schema: Json, space: str) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(kind(part, space) for part in schema['prefixItems'])}]"
    items = schema.get("items")
    inner = kind(items, space) if isinstance(items, dict) else "unknown"
    return f"({inner})[]" if " | " in inner else f"{inner}[]"


def _values(schema: Json, space: str) -> str:
    values = schema.get("additionalProperties")
    return kind(values, space) if isinstance(values, dict) else "unknown"


def _members(schema: Json, space: str, *, whole: bool, owner: str = "") -> dict[str, str]:
    required = schema.get("required", [])
    drawn = {}
    for name, part in schema.get("properties", {}).items():
        key = name if re.fullmatch(r"\w+", name) else json.dumps(name)
        optional = name not in required and not whole
        drawn[key + ("?" if optional else "")] = OPEN.get((owner, name), kind(part, space))
    return drawn


def _fields(schema: Json, space: str, *, whole: bool = False) -> str:
    return (
        "{ "
        + "; ".join(f"{name}: {value}" for name, value in _members(schema, space, whole=whole).items())
        + " }"
    )


def _wrapped(line: str, indent: str) -> list[str]:
    """One member, its union on lines of its own where it is long."""
    if len(line) <= COLUMNS:
        return [line]
    head, _, rest = line.partition(": ")
    return [
        f"{head}:",
        *(f"{indent}  | {part}" for part in rest.removesuffix(";").split(" | ")[:-1]),
        f"{indent}  | {rest.split(' | ')[-1]}",
    ]


def _interface(name: str, members: dict[str, str], indent: str, about: str = "") -> list[str]:
    lines = [f"{indent}/** {about} */"] if about else []
    if not members:
        return [*lines, f"{indent}type {name} = Record<string, never>;"]
    lines.append(f"{indent}interface {name} {{")
    for member, value in members.items():
        lines += _wrapped(f"{indent}  {member}: {value};", indent + "  ")
    return [*lines, f"{indent}}}"]


def _reached(schemas: Json, start: list[Json]) -> list[str]:
    """The names that these schemas lead to."""
    names: list[str] = []
    waiting = [json.dumps(schema) for schema in start]
    while waiting:
        for ref in re.findall(rf'"{REF}([^"]+)"', waiting.pop()):
            if ref not in names:
                names.append(ref)
                waiting.append(json.dumps(schemas[ref]))
    return sorted(names)


def _alias(name: str, schema: Json) -> list[str]:
    line = f"  type {name} = {kind(schema)};"
    if len(line) <= COLUMNS:
        return [line]
    *parts, last = kind(schema).split(" | ")
    return [f"  type {name} =", *(f"    | {part}" for part in parts), f"    | {last};"]


def _namespace(space: str, schemas: Json, names: list[str], *, whole: bool) -> list[str]:
    lines = [f"declare namespace {space} {{"]
    for name in names:
        schema = schemas[name]
        if "properties" in schema or (
            schema.get("type") == "object" and "additionalProperties" not in schema
        ):
            lines += _interface(name_of(name), _members(schema, "", whole=whole, owner=name_of(name)), "  ")
        else:
            lines += _alias(name_of(name), schema)
    return [*lines, "}", ""]


def _content(described: Json) -> Json | None:
    schema: Json | None = described.get("content", {}).get("application/json", {}).get("schema")
    return schema


def _http(document: Json) -> list[str]:
    schemas, answers, bodies, routes = document["components"]["schemas"], [], [], []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answer, body = _content(operation["responses"]["200"]), _content(operation.get("requestBody", {}))
            answers += [answer] if answer else []
            bodies += [body] if body else []
            place = f'"{path}"' if "{" not in path else "`" + re.sub(r"\{\w+\}", "${string}", path) + "`"
            said = kind(answer, "Answer.") if answer else "unknown"
            sent = kind(body, "Body.") if body else "Nothing"
            shape = f'method: "{method.upper()}"; path: {place}; answer: {said}; body: {sent}'
            routes.append(f"  | {{ {shape} }}")
    return [
        *_namespace("Answer", schemas, _reached(schemas, answers), whole=True),
        *_namespace("Body", schemas, _reached(schemas, bodies), whole=False),
        "/** Every operation of the HTTP interface. */",
        "type Route =",
        *[_route(line) for line in routes[:-1]], _route(routes[-1]) + ";", "",
    ]  # fmt: skip


def _route(line: str) -> str:
    if len(line) <= COLUMNS:
        return line
    inner = line.removeprefix("  | { ").removesuffix(" }")
    return "\n".join(["  | {", *(f"      {part};" for part in inner.split("; ")), "    }"])


def _sockets() -> list[str]:
    lines: list[str] = []
    for namespace, title in ((protocol.CUSTOMER, "CustomerCommands"), (protocol.AGENT, "AgentCommands")):
        members = {}
        for name, command in protocol.COMMANDS[namespace].items():
            (_,), parts = msgspec.json.schema_components([command.payload])
            fields = _members(parts[command.payload.__name__], "", whole=False)
            members[name] = (
                "{ " + "; ".join(f"{field}: {value}" for field, value in fields.items()) + " }"
                if fields
                else "Nothing"
            )
        lines += [
            *_interface(title, members, "", f"The commands of `{namespace}`, with what each carries."),
            "",
        ]
    return ["type Nothing = Record<string, never>;", "", *lines]


def _word(shape: type) -> Json:
    """What JSON has as one word: :class:`bot.judgement.Tag`."""
    if shape is not Tag:
        raise NotImplementedError
    return {"type": "string"}


def _events() -> list[str]:
    lines, names = (
        ["/** The log as an agent sees it: every event with its place. */", "declare namespace Log {"],
        [],
    )
    for (event_kind, _), shape in KINDS.items():
        (_,), parts = msgspec.json.schema_components([shape], schema_hook=_word)
        members = {"seq": "number", "at": "number", "event": json.dumps(event_kind)}
        members |= _members(parts[shape.__name__], "", whole=True, owner=event_kind)
        members.pop("case", None)
        if event_kind in ("bot.said", "system.said"):
            members["html"] = "string"
        if event_kind == "agent.offered":
            members["why"] = "string"
        if shape in MOVING:
            members["to"] = "State"
        lines += _interface(shape.__name__, members, "  ")
        names.append(shape.__name__)
    (_,), parts = msgspec.json.schema_components([Reason])
    lines += _alias("Reason", parts["Reason"])
    states = _union([json.dumps(str(state)) for state in State])
    return [
        *lines,
        f"  type State = {states};",
        "  type Entry =",
        *(f"    | {name}" for name in names[:-1]),
        f"    | {names[-1]};",
        "}",
        "",
    ]


def _shapes(space: str, shape: type) -> list[str]:
    """A dataclass and all it leads to, in a namespace."""
    _, parts = msgspec.json.schema_components([shape])
    return _namespace(space, parts, sorted(parts), whole=True)


def _rows() -> list[str]:
    """A line of a list, and what is in it: whom it rings at, and why."""
    (_,), parts = msgspec.json.schema_components([Row])
    line = _members(parts.pop("Row"), "", whole=True)
    lines = _interface("ListedRow", line, "", "One line of a list of conversations.")
    for name, part in sorted(parts.items()):
        lines += _interface(name, _members(part, "", whole=True), "")
    return lines


def document() -> str:
    """The whole file."""
    openapi = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    return (
        "\n".join(
            [
                HEAD,
                *_http(openapi),
                *_sockets(),
                *_events(),
                *_shapes("Arranged", Configuration),
                *_shapes("Handoff", HandoverNote),
                *_rows(),
            ]
        )
        + "\n"
    )


if __name__ == "__main__":
    sys.stdout.write(document())
