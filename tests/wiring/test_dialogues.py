"""Dialogues as data, against the real bot. Every turn also gets the default laws for free."""

from pathlib import Path

import pytest
import yaml

from bot.judgement import Outcome
from bot.turn import DialogueState, reject
from bot.wire import plain

DIALOGUES = yaml.safe_load((Path(__file__).parents[1] / "dialogues" / "shop.yml").read_text(encoding="utf-8"))


def laws(result):
    """What holds for every turn whatsoever."""
    assert result["error"] is None
    assert result["lines"]
    scores, decision = result["scores"], result["decision"]
    assert -1 <= scores["sentiment"] <= 1
    assert 0 <= scores["frustration"] <= 1
    assert 0 <= scores["complexity"] <= 1
    assert decision["decision"] in ("stay", "offer", "handoff")
    if decision["decision"] == "handoff":
        assert decision["reason"]
        assert decision["rule"]
        assert decision["counterfactual"]
        assert result["actions"] == []
        assert [line["role"] for line in result["lines"]] == ["handoff"]
    for line in result["lines"]:
        assert line["article"] or line["key"]
    DialogueState.from_json(result["case"])


@pytest.mark.rasa
@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda each: each["name"])
def test_dialogue(house, dialogue):
    case, offered = {}, []
    for turn in dialogue["turns"]:
        result = house.turn(turn["say"], case)
        laws(result)
        case = result["case"]
        told = {
            "lines": [line["step"] or line["article"] or line["key"] for line in result["lines"]],
            "decision": result["decision"]["decision"],
            "reason": result["decision"]["reason"],
            "form": case["form"],
        }
        for name in told:
            assert name not in turn or told[name] == turn[name], (turn["say"], name, result["scores"], told)
        if "picks" in turn:
            assert result["lines"][0]["article"] == offered[turn["picks"]]["article"]
        offered = result["lines"][0]["options"]
        if "first" in turn:
            assert next(each["article"] for each in result["lines"] if each["article"]) == turn["first"]
        if "options" in turn:
            assert [each.get("key") for each in result["lines"][0]["options"]] == turn["options"]
        if "did" in turn:
            assert result["actions"] == [plain(Outcome(**turn["did"]))]
        for name, value in turn.get("variables", {}).items():
            assert result["lines"][0]["variables"][name] == value


@pytest.mark.rasa
def test_the_bot_keeps_nothing(house):
    """Law 8: the same request gives the same result, whatever came between."""
    first = house.turn("where is my order?")
    house.turn("BW-10234", first["case"])
    again = house.turn("where is my order?")
    assert again == first
    one, two = house.turn("BW-10234", first["case"]), house.turn("BW-10234", first["case"])
    assert one == two


@pytest.mark.rasa
def test_a_rejected_answer_is_not_given_again(house):
    case = reject(DialogueState(), "delivery_time").to_json()
    result = house.turn("How long does delivery take?", case)
    assert result["lines"][0]["article"] is None
    assert "delivery_time" not in str(result["lines"])


@pytest.mark.rasa
def test_scoring_alone_says_nothing(house):
    result = house.turn("you useless idiots", mode="score")
    assert result["lines"] == []
    assert result["scores"]["frustration"] > 0.5


@pytest.mark.rasa
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"turn": 5}', b"\xff\xfe"])
def test_a_bad_request_is_an_error_and_not_silence(house, body):
    import json
    import urllib.error
    import urllib.request

    endpoint = json.loads((house.home / "run" / "bot.json").read_text())
    request = urllib.request.Request(
        endpoint["url"] + "/webhooks/baton/turn", body, {"Authorization": f"Bearer {endpoint['token']}"}
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    assert json.load(caught.value)["error"] == "bad_request"


@pytest.mark.rasa
def test_the_bot_wants_its_token(house):
    import json
    import urllib.error
    import urllib.request

    url = json.loads((house.home / "run" / "bot.json").read_text())["url"]
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(urllib.request.Request(url + "/webhooks/baton/turn", b"{}"))
    assert caught.value.code == 401
