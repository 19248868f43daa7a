"""The rooms of the house: who may import whom, and that the picture of it is true."""

import ast
import re

from tests.rules import rooms

# Written small here, as all of ours is; a sentence begins with a capital.
SQL = re.compile(
    r"\s*(select|insert|update|delete|create|pragma)\b.*\b(from|into|set|table|index|pragma)\b", re.DOTALL
)
MOST_FLOORS, MOST_LOOSE = 10, 8
DRIVERS = {"sqlite3", "sqlite_utils"}
PORTS = rooms.ROOT / "escalation" / "store" / "ports.py"
CONTRACT = rooms.ROOT / "tests" / "store" / "contract"


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


def _is_sqlite(module: str) -> bool:
    return module == "escalation.store.sqlite" or module.startswith("escalation.store.sqlite.")


def test_sql_stands_in_the_store_alone():
    for name, file in rooms.files().items():
        if rooms.room(name).startswith("escalation") and not _is_sqlite(name):
            nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            words = [node.value for node in nodes if isinstance(node, ast.Constant)]
            assert not [word for word in words if isinstance(word, str) and SQL.match(word)], name


def test_sqlite_is_a_folder_that_the_composition_root_and_the_command_line_name():
    for name, file in rooms.files().items():
        if rooms.room(name).startswith("escalation") and not _is_sqlite(name):
            drivers = {word for word in rooms.imported(file) if word.partition(".")[0] in DRIVERS}
            folder = {word for word in rooms.imported(file) if _is_sqlite(word)}
            assert not drivers, f"{name} imports {drivers}"
            assert not folder or name == "escalation.app" or rooms.room(name) == "escalation/cli", name


def test_every_port_of_the_store_is_tried_by_its_contract():
    """A port without a contract is a promise nobody checks."""
    tried = "".join(file.read_text(encoding="utf-8") for file in CONTRACT.glob("test_*.py"))
    promises = [
        (port.name, method.name)
        for port in ast.parse(PORTS.read_text(encoding="utf-8")).body
        if isinstance(port, ast.ClassDef)
        for method in port.body
        if isinstance(method, ast.AsyncFunctionDef)
    ]
    assert promises
    assert [(port, method) for port, method in promises if f".{method}(" not in tried] == []


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
