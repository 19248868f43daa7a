"""`baton settings` as a person types it: exported, applied, refused, listed."""

import io

import pytest
import yaml

from escalation.cli import main as cli


@pytest.fixture
def baton(tmp_path, monkeypatch, capsys):
    def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setenv("BATON_HOME", str(tmp_path / "home"))
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        monkeypatch.setattr("sys.argv", ["baton", *arguments])
        code = cli.main()
        said = capsys.readouterr()
        return code, said.out, said.err

    run("user", "add", "root", "--role", "admin", "--email", "root@shop.example")
    return run


def test_out_changed_and_in_again(baton, tmp_path):
    file = tmp_path / "settings.yml"
    assert baton("settings", "export", str(file))[0] == 0
    document = yaml.safe_load(file.read_text())
    assert document["people"][0]["email"] == "root@shop.example"
    assert baton("settings", "apply", str(file))[:2] == (0, "No changes.\n")
    document["labels"] = [{"name": "refund"}]
    document["hours"] = {
        "default": {
            "time_zone": "Europe/Berlin",
            "week": {"mon": ["09:00-17:00"]},
            "special": [{"day": "2026-12-24"}],
        }
    }
    file.write_text(yaml.safe_dump(document).replace("'2026-12-24'", "2026-12-24"))
    code, said, _ = baton("settings", "apply", str(file), "--dry-run")
    assert (code, "This would change:" in said, "labels: “refund” added" in said) == (0, True, True)
    assert "refund" not in baton("settings", "export")[1]
    code, said, _ = baton("settings", "apply", str(file), "--note", "for Christmas")
    assert (code, "labels: “refund” added" in said) == (0, True)
    again = yaml.safe_load(baton("settings", "export")[1])
    assert again["hours"]["default"]["special"][0]["day"] == "2026-12-24"
    assert "for Christmas" in baton("settings", "history")[1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("labels: [", "while parsing"),
        ("- labels", "holds no sections"),
        ("", "holds no sections"),
        ("rooms: []", "Unknown section “rooms”"),
        ("labels: [{name: fine}]\nsites: [nowhere]", "not an origin"),
        ("labels: [{name: fine}]\npeople: [{login: root, role: agent}]", "keep at least one admin"),
        ("labels: [{name: fine}]\npeople: [{login: two words}]", "one word"),
    ],
)
def test_a_file_that_cannot_be_changes_nothing(baton, text, sentence):
    before = baton("settings", "export")[1]
    code, _, problem = baton("settings", "apply", "-", stdin=text)
    assert (code, sentence in problem) == (2, True), problem
    assert baton("settings", "export")[1] == before


def test_no_file_is_a_sentence(baton, tmp_path):
    assert baton("settings", "apply")[0] == 2
    assert "No such file" in baton("settings", "apply", str(tmp_path / "none.yml"))[2]
    assert baton("settings", "history")[1] == "No changes yet.\n"
