"""The OpenAPI 3.1 document of the HTTP interface, drawn from its operations. docs/openapi.json is held equal
to it.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from escalation import __version__
from escalation.core.errors import Code
from escalation.http.middleware import STATUS
from escalation.http.operations import PARAMETERS, PUBLIC, Operation
from escalation.http.session import COOKIE
from knowledge.lint import Finding

Json = dict[str, Any]
REF = "#/components/schemas/{name}"
RETRY = {
    "Retry-After": {
        "schema": {"type": "string", "pattern": "^[1-9][0-9]*$"},
        "description": "Seconds to wait.",
    }
}


class Fault(msgspec.Struct, frozen=True):
    """Why not, for a program and for a person. With the code ``findings``: each error that stops a release,
    and what names exactly these (:class:`Publication`).
    """

    code: Code
    message: str
    retry_after_ms: Annotated[int, Meta(ge=0)] | msgspec.UnsetType = msgspec.UNSET
    findings: list[Finding] | msgspec.UnsetType = msgspec.UNSET
    seen: str | msgspec.UnsetType = msgspec.UNSET


class Failure(msgspec.Struct, frozen=True):
    """The one error shape: nothing was changed."""

    ok: bool
    error: Fault


def _sentence(operation: Operation) -> str:
    return (operation.handler.__doc__ or "").strip()


def _content(shape: Json) -> Json:
    return {"application/json": {"schema": shape}}


def _refusals(operation: Operation, failure: Json) -> Json:
    by_status: dict[int, list[str]] = {}
    for code in operation.codes():
        by_status.setdefault(STATUS[code], []).append(code)
    found: Json = {}
    for status, codes in sorted(by_status.items()):
        found[str(status)] = {"description": "Refused: " + ", ".join(codes), "content": _content(failure)}
        if status == STATUS[Code.TOO_FAST]:
            found[str(status)]["headers"] = RETRY
    if operation.body or operation.takes_file:
        found["415"] = {
            "description": "Refused: a compressed body, with bad_request",
            "content": _content(failure),
        }
    return found


def _parameters(path: str) -> list[Json]:
    names = re.findall(r"\{(\w+)\}", path)
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": f"^{PARAMETERS[name]}$"},
        }
        for name in names
    ]


def _query(shape: type[msgspec.Struct] | None) -> list[Json]:
    if shape is None:
        return []
    (_,), parts = msgspec.json.schema_components([shape])
    drawn = parts[shape.__name__]
    return [
        {"name": name, "in": "query", "required": name in drawn.get("required", []), "schema": part}
        for name, part in drawn["properties"].items()
    ]


def _described(operation: Operation, schemas: dict[Any, Json]) -> Json:
    found: Json = {
        "operationId": operation.handler.__name__,
        "summary": _sentence(operation).split("\n")[0],
        "responses": {
            "200": {"description": "Done.", "content": _content(schemas[operation.answer])},
            **_refusals(operation, schemas[Failure]),
        },
    }
    if operation.body:
        found["requestBody"] = {"required": True, "content": _content(schemas[operation.body])}
    if operation.takes_file:
        content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        found["requestBody"] = {"required": True, "content": content}
    if parameters := [*_parameters(operation.path), *_query(operation.query)]:
        found["parameters"] = parameters
    if operation.right != PUBLIC:
        found["security"] = [{"session": []}]
        found["x-right"] = operation.right
    return found


def document(operations: list[Operation], base: str = "") -> Json:
    """The whole document; ``base`` is the path Baton is served below."""
    shapes = list(
        dict.fromkeys(
            [
                Failure,
                *(operation.answer for operation in operations),
                *(operation.body for operation in operations if operation.body),
            ]
        )
    )
    described, components = msgspec.json.schema_components(shapes, ref_template=REF)
    schemas = dict(zip(shapes, described, strict=True))
    paths: Json = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Baton",
            "version": __version__,
            "description": (
                "What changes something needs the header Origin with Baton's own address. The sockets are in"
                " protocol.md."
            ),
        },
        "servers": [{"url": base or "/"}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
        },
    }
