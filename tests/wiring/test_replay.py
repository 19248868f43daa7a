"""``baton replay``: the trained bot's judgement over stored conversations."""

import json

import pytest

TALK = {
    "id": "c1",
    "turns": [
        {"who": "customer", "text": "How long does delivery take?"},
        {"who": "bot", "text": "Two to four days.", "kind": "answer", "article": "delivery_time"},
        {"who": "customer", "text": "That is ridiculous, you are useless, I am fed up!!!"},
        {"who": "agent", "text": "I am here."},
        {"who": "customer", "text": "thank you"},
    ],
}


@pytest.mark.rasa
def test_decisions_for_customer_turns_only(house, tmp_path):
    file = tmp_path / "talks.jsonl"
    file.write_text(json.dumps(TALK) + "\n\n" + json.dumps({"id": 2, "turns": []}) + "\n")
    result = house.baton("replay", str(file))
    assert result.returncode == 0, result.stderr
    first, second = map(json.loads, result.stdout.splitlines())
    assert [turn["i"] for turn in first["turns"]] == [0, 2, 4]
    assert [turn["decision"] for turn in first["turns"]] == ["stay", "handoff", "stay"]
    assert first["turns"][1]["reason"] == "frustration"
    assert first["turns"][0]["article"] == "delivery_time"
    assert second == {"id": 2, "turns": []}
    assert set(first["turns"][0]) == {
        "i",
        "sentiment",
        "frustration",
        "complexity",
        "intent",
        "confidence",
        "band",
        "article",
        "decision",
        "reason",
        "rule",
        "evidence",
        "counterfactual",
        "stuck",
        "wants_person",
        "need",
        "risk",
    }


@pytest.mark.rasa
def test_the_past_alone_decides(house, tmp_path):
    """Turn i uses turns 0..i alone: what comes later changes nothing before."""
    file = tmp_path / "talks.jsonl"
    file.write_text("\n".join(json.dumps({**TALK, "turns": TALK["turns"][:count]}) for count in (1, 3, 5)))
    short, middle, whole = (
        json.loads(line)["turns"] for line in house.baton("replay", str(file)).stdout.splitlines()
    )
    assert short == whole[:1]
    assert middle == whole[:2]


@pytest.mark.rasa
def test_settings_move_decisions(house, tmp_path):
    file, lax = tmp_path / "talks.jsonl", tmp_path / "lax.json"
    file.write_text(json.dumps(TALK))
    lax.write_text('{"frustration_handoff": 1.0, "frustration_offer": 1.0}')
    result = house.baton("replay", str(file), "--settings", str(lax))
    assert [turn["decision"] for turn in json.loads(result.stdout)["turns"]] == ["stay", "stay", "stay"]


@pytest.mark.rasa
def test_settings_are_compared(house, tmp_path):
    file, lax = tmp_path / "talks.jsonl", tmp_path / "lax.json"
    file.write_text(json.dumps({**TALK, "verdict": "right"}))
    lax.write_text('{"frustration_handoff": 1.0, "frustration_offer": 1.0}')
    told = house.baton("replay", str(file), "--compare", str(lax))
    assert told.returncode == 0, told.stderr
    assert "1 conversation, 1 with a verdict; 1 turn would change." in told.stdout
    found = json.loads(house.baton("replay", str(file), "--compare", str(lax), "--json").stdout)
    assert (found["a"]["recall"], found["b"]["recall"]) == (1.0, 0.0)
    assert found["changes"][0]["b"]["decision"] == "stay"


@pytest.mark.rasa
@pytest.mark.parametrize("words", ['{"frustration_handof": 1}', "[]", "{"])
def test_settings_that_cannot_be_are_named(house, tmp_path, words):
    file, bad = tmp_path / "talks.jsonl", tmp_path / "bad.json"
    file.write_text(json.dumps(TALK))
    bad.write_text(words)
    result = house.baton("replay", str(file), "--compare", str(bad))
    assert result.returncode == 2
    assert "bad.json" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.rasa
@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{broken", "line 1 is not JSON"),
        ('{"id": "a"}', "a list “turns”"),
        ('{"id": "a", "turns": [{"who": "cat", "text": ""}]}', "turn 0"),
        ('{"id": "a", "turns": [], "verdict": "meh"}', "“verdict” must be one of"),
    ],
)
def test_bad_lines_are_named(house, tmp_path, content, words):
    file = tmp_path / "talks.jsonl"
    file.write_text(content)
    result = house.baton("replay", str(file))
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr
