"""The rooms of the house: who may import whom, and that the picture of it is true."""

import ast
import re

from tests.rules import rooms

# Written small here, as all of ours is; a sentence begins with a capital.
SQL = re.compile(
    r"\s*(select|insert|update|delete|create|pragma)\b.*\b(from|into|set|table|index|pragma)\b", re.DOTALL
)
MOST_FLOORS, MOST_LOOSE = 10, 8


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


def test_sql_stands_in_the_store_alone():
    for name, file in rooms.files().items():
        if rooms.room(name).startswith("escalation") and rooms.room(name) != "escalation/store":
            words = [
                each.value
                for each in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                if isinstance(each, ast.Constant)
            ]
            assert not [each for each in words if isinstance(each, str) and SQL.match(each)], name


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
