"""Who imports whom, read from the code: modules, the rooms they stand in, and the picture of it in
docs/architecture.md.

``python -m tests.rules.rooms`` writes the picture anew.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOPS = ("escalation", "bot", "knowledge", "actions")
PICTURE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- rooms: made by python -m tests.rules.rooms -->", "<!-- rooms end -->"
Graph = dict[str, frozenset[str]]


def files() -> dict[str, Path]:
    """Every module of the project by its dotted name."""
    found = {}
    for file in (file for top in TOPS for file in (ROOT / top).rglob("*.py")):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = file
    return found


def imported(file: Path) -> set[str]:
    """Dotted names of everything a file imports, at any depth of its code."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


@functools.lru_cache(maxsize=1)
def modules() -> Graph:
    """Which modules each imports, at any depth of its code. A package counts only where something of its own
    is imported.
    """
    known = files()
    found = {}
    for name, file in known.items():
        found_in = {each for each in imported(file) if each in known and each != name}
        parts = {each for each in found_in if any(other.startswith(f"{each}.") for other in found_in)}
        found[name] = frozenset(found_in - parts)
    return found


def room(module: str) -> str:
    """The folder of the hub a module stands in; the other packages are one room each, and so is the hub's
    root.
    """
    top, _, rest = module.partition(".")
    return f"{top}/{rest.partition('.')[0]}" if top == "escalation" and "." in rest else top


def rooms() -> Graph:
    """Which rooms each room imports."""
    found: dict[str, set[str]] = {}
    for name, imported in modules().items():
        found.setdefault(room(name), set()).update(room(each) for each in imported)
    return {name: frozenset(each - {name}) for name, each in found.items()}


def circle(graph: Mapping[str, frozenset[str]]) -> list[str]:
    """The names along one circle, or nothing."""
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> list[str]:
        if name in path:
            return path[path.index(name) :]
        if name in done:
            return []
        for each in sorted(graph.get(name, ())):
            if found := walk(each, [*path, name]):
                return found
        done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := walk(name, []))), [])


def chain(graph: Mapping[str, frozenset[str]]) -> list[str]:
    """The longest way down a graph without circles."""

    @functools.cache
    def below(name: str) -> tuple[str, ...]:
        return (name, *max((below(each) for each in sorted(graph.get(name, ()))), key=len, default=()))

    return list(max(map(below, sorted(graph)), key=len))


def _reduced(graph: Graph) -> Graph:
    """Without the arrows that a longer way says already (transitive reduction)."""

    @functools.cache
    def under(name: str) -> frozenset[str]:
        return frozenset(graph.get(name, ())).union(*(under(each) for each in graph.get(name, ())))

    return {
        name: frozenset(each for each in to if not any(each in under(other) for other in to - {each}))
        for name, to in graph.items()
    }


def picture() -> str:
    """The hub's rooms as a Mermaid graph; the hub's root, which puts all together, is left out, and so is
    what a longer way says.
    """
    graph = {name: each - {"escalation"} for name, each in rooms().items() if name != "escalation"}
    lines = [
        f"  {_short(name)} --> {_short(each)}"
        for name, to in sorted(_reduced(graph).items())
        for each in sorted(to)
    ]
    return "\n".join(["```mermaid", "graph TD", *lines, "```"])


def _short(name: str) -> str:
    return name.removeprefix("escalation/").replace("/", "_")


def main() -> None:
    """Write the picture into docs/architecture.md."""
    text = PICTURE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    PICTURE.write_text(f"{before}{BEGIN}\n{picture()}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
