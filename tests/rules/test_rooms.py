"""The rooms of the house: who may import whom, and that the picture of it is true."""

import ast
import re
from pathlib import Path

from tests.rules import rooms

# Written small here, as all of ours is; a sentence begins with a capital.
SQL = re.compile(
    r"\s*(select|insert|update|delete|create|pragma)\b.*\b(from|into|set|table|index|pragma)\b", re.DOTALL
)
MOST_FLOORS, MOST_LOOSE = 10, 8
DRIVERS = {"sqlite3", "sqlite_utils"}
HUB_PORTS = rooms.ROOT / "escalation" / "store" / "ports.py"
KNOWLEDGE_PORTS = rooms.ROOT / "knowledge" / "ports.py"
CLOSED_BY_FIXTURE = {".close("}


def test_no_module_imports_itself_by_a_circle():
    assert rooms.circle(rooms.modules()) == []


def test_no_room_of_the_hub_imports_itself_by_a_circle():
    graph = {name: each - {"escalation"} for name, each in rooms.rooms().items() if name != "escalation"}
    assert rooms.circle(graph) == []
    assert len(rooms.chain(graph)) <= MOST_FLOORS


def test_nothing_imports_the_command_line_and_only_it_the_supervisor():
    for name, imported in rooms.modules().items():
        for each in imported:
            assert rooms.room(each) != "escalation/cli" or rooms.room(name) == "escalation/cli", (
                f"{name} imports {each}"
            )
            assert rooms.room(each) != "escalation/supervisor" or rooms.room(name) in (
                "escalation/cli",
                "escalation/supervisor",
            ), name


SQLITE = ("escalation.store.sqlite", "knowledge.sqlite")


def _is_sqlite(module: str, folders: tuple[str, ...] = SQLITE) -> bool:
    return any(module == folder or module.startswith(f"{folder}.") for folder in folders)


def _behind_ports() -> dict[str, Path]:
    """The modules of the hub and of the knowledge base that know no database."""
    return {
        name: file
        for name, file in rooms.files().items()
        if name.startswith(("escalation", "knowledge")) and not _is_sqlite(name)
    }


def test_sql_stands_in_the_stores_alone():
    for name, file in _behind_ports().items():
        nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        words = [node.value for node in nodes if isinstance(node, ast.Constant)]
        assert not [word for word in words if isinstance(word, str) and SQL.match(word)], name
        drivers = {word for word in rooms.imported(file) if word.partition(".")[0] in DRIVERS}
        assert not drivers, f"{name} imports {drivers}"


def test_the_hubs_sqlite_is_named_by_the_composition_root_and_the_command_line():
    for name, file in _behind_ports().items():
        folder = {word for word in rooms.imported(file) if _is_sqlite(word, SQLITE[:1])}
        assert not folder or name == "escalation.app" or rooms.room(name) == "escalation/cli", name


def test_the_sqlite_of_the_knowledge_base_is_named_in_one_place():
    """But for what brings a database up to date: the other two in SQLite share it."""
    for name, file in rooms.files().items():
        folder = {word for word in rooms.imported(file) if _is_sqlite(word, SQLITE[1:])}
        shared = {word for word in folder if word.startswith("knowledge.sqlite.migration")}
        if name not in ("knowledge.opening", "actions.sample_shop") and not _is_sqlite(name):
            assert not folder, f"{name} imports {folder}"
        if not name.startswith("knowledge"):
            assert folder == shared, f"{name} imports {folder}"


def _classes(ports: Path) -> list[ast.ClassDef]:
    return [node for node in ast.parse(ports.read_text("utf-8")).body if isinstance(node, ast.ClassDef)]


def _calls(port: ast.ClassDef, noun: str = "") -> list[str]:
    """How each method of a port is called: ``.articles.save(`` where the port has a noun."""
    methods = ast.AsyncFunctionDef | ast.FunctionDef
    return [f"{noun}.{method.name}(" for method in port.body if isinstance(method, methods)]


def _tried(contract: Path) -> str:
    return "".join(file.read_text("utf-8") for file in contract.glob("test_*.py"))


def test_every_port_of_the_hub_is_tried_by_its_contract():
    """A port without a contract is a promise nobody checks."""
    tried = _tried(rooms.ROOT / "tests" / "store" / "contract")
    calls = [call for port in _classes(HUB_PORTS) for call in _calls(port) if call not in CLOSED_BY_FIXTURE]
    assert calls
    assert [call for call in calls if call not in tried] == []


def test_every_port_of_the_knowledge_base_is_tried_by_its_contract():
    ports = _classes(KNOWLEDGE_PORTS)
    fields = [node for port in ports for node in port.body if isinstance(node, ast.AnnAssign)]
    nouns = {ast.unparse(field.annotation): f".{ast.unparse(field.target)}" for field in fields}
    assert len(nouns) > 10
    tried = _tried(rooms.ROOT / "tests" / "knowledge" / "contract")
    calls = [call for port in ports for call in _calls(port, nouns.get(port.name, ""))]
    assert [call for call in calls if call not in tried] == []


def test_the_root_of_the_hub_holds_little():
    loose = sorted(file.name for file in (rooms.ROOT / "escalation").glob("*.py"))
    assert len(loose) <= MOST_LOOSE, loose


def test_the_picture_in_the_docs_is_true():
    assert f"{rooms.BEGIN}\n{rooms.picture()}\n{rooms.END}" in rooms.PICTURE.read_text(encoding="utf-8")


def test_the_checks_find_what_they_look_for():
    assert rooms.circle({"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("b")}) == ["b", "c"]
    assert rooms.chain({"a": frozenset("b"), "b": frozenset("c"), "c": frozenset()}) == ["a", "b", "c"]
    assert SQL.match("select id\nfrom users")
    assert not SQL.match("Select a message from the list")
