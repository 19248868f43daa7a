"""What people read, cut out of the sources: the text of screens, system texts, sentences of the code, and
documents.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

_REGEX_AFTER = frozenset("(,=:[!&|?{};")
_CLASS = re.compile(r' class="[^"]*"')
_SQL = re.compile(r"\s*(?:select|insert|update|delete|create|alter|drop|with|pragma)\b")
_CODE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|\S+\.(?:py|js|md|yml|json)\b", re.DOTALL)
Lines = Iterator[tuple[int, str]]


def of_script(text: str) -> Lines:
    """The string and template literals of a JavaScript module that are more than one name."""
    for at, literal in _literals(text):
        if re.search(r"[\s<>]|^[A-Z]", literal.strip()):
            yield text.count("\n", 0, at) + 1, _CLASS.sub("", literal)


def of_page(text: str) -> Lines:
    """An HTML template without its tags and its scripts' code."""
    yield from enumerate(re.sub(r"{%.*?%}|{{.*?}}", "", text).splitlines(), 1)


def of_texts(text: str) -> Lines:
    """System texts, by their place in the file's order."""
    yield from enumerate((variant for variants in yaml.safe_load(text).values() for variant in variants), 1)


def of_module(text: str) -> Lines:
    """The sentences of a Python module: its string literals with more than one word, docstrings apart."""
    tree = ast.parse(text)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in told
            and _sentence(node.value)
        ):
            yield node.lineno, node.value


def _sentence(text: str) -> bool:
    return " " in text.strip() and not _SQL.match(text)


def of_document(text: str) -> Lines:
    """A Markdown document without its code, its links' targets and the names of files."""
    yield from enumerate(_CODE.sub(lambda code: "\n" * code[0].count("\n"), text).splitlines(), 1)


def of_file(file: Path) -> Lines:
    """What people read of any of these files."""
    readers = {".js": of_script, ".html": of_page, ".yml": of_texts, ".py": of_module, ".md": of_document}
    return readers[file.suffix](file.read_text(encoding="utf-8"))


def _literals(text: str) -> Iterator[tuple[int, str]]:
    """Literals with their place; templates in pieces between their expressions."""
    at, begun, depths, before = 0, 0, [], ""
    while at < len(text):
        if text.startswith("//", at):
            at = _after(text, "\n", at)
        elif text.startswith("/*", at):
            at = _after(text, "*/", at)
        elif text[at] in "\"'":
            begun, at = at, _closed(text, text[at], at)
            yield begun, text[begun + 1 : at - 1]
        elif text[at] == "/" and (before in _REGEX_AFTER or text[:at].rstrip().endswith("return")):
            at = _regex_end(text, at)
        elif text[at] == "`" or (text[at] == "}" and depths and depths[-1] == 0):
            depths = depths[:-1] if text[at] == "}" else depths
            begun, at = at, _piece_end(text, at + 1)
            yield begun, text[begun + 1 : at]
            depths, at = ([*depths, 0], at + 2) if text.startswith("${", at) else (depths, at + 1)
        else:
            depths = [*depths[:-1], depths[-1] + {"{": 1, "}": -1}.get(text[at], 0)] if depths else depths
            at += 1
        before = text[at - 1] if not text[at - 1 : at].isspace() else before


def _after(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return len(text) if found < 0 else found + len(mark)


def _closed(text: str, mark: str, at: int) -> int:
    found = re.compile(rf"{mark}(?:\\.|[^\\{mark}])*{mark}").match(text, at)
    return found.end() if found else len(text)


def _regex_end(text: str, at: int) -> int:
    found = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/[a-z]*").match(text, at)
    return found.end() if found else at + 1


def _piece_end(text: str, at: int) -> int:
    found = re.compile(r"(?:\\.|(?!\$\{)[^`\\])*", re.DOTALL).match(text, at)
    return found.end() if found else len(text)
