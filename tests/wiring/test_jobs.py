"""Jobs with an effect: carried out once whatever happens to the turn, and never unsaid when it is not
known.
"""

import sqlite3

import pytest

TOM = "tom.archer@example.com"


@pytest.fixture
def records(house):
    """The company's records, as the house has them."""
    database = sqlite3.connect(house.home / "business.db", isolation_level=None, timeout=0.1)
    yield database
    database.close()


def _asked(house, number="BW-10491", email=TOM):
    case = house.turn(f"cancel order {number} {email}")["case"]
    assert case["form"] == "cancel_form"
    return case


def _state(records, number="BW-10491"):
    return records.execute("select state from orders where number = ?", (number,)).fetchone()[0]


@pytest.mark.rasa
def test_a_turn_that_runs_twice_cancels_once_and_says_the_same(house, records):
    case = _asked(house)
    first, second = house.turn("yes", case), house.turn("yes", case)
    assert first == second
    assert first["lines"][0]["key"] == "done_cancel"
    assert records.execute(
        "select count(*) from jobs where number = 'BW-10491' and job = 'cancel' and key = ?", (first["turn"],)
    ).fetchone() == (1,)
    house.turn("undo that", first["case"])
    assert _state(records) == "processing"


@pytest.mark.rasa
def test_an_order_that_left_in_the_meantime_is_not_cancelled(house, records):
    case = _asked(house)
    records.execute("update orders set state = 'shipped' where number = 'BW-10491'")
    try:
        result = house.turn("yes please do", case)
    finally:
        records.execute("update orders set state = 'processing' where number = 'BW-10491'")
    assert result["lines"][0]["key"] == "cancel_shipped"
    assert result["actions"] == [{"action": "cancel", "result": "shipped", "order": "BW-10491", "job": None}]


@pytest.mark.rasa
def test_records_that_do_not_answer_bring_a_person_who_knows_why(house, records):
    case = _asked(house)
    records.execute("begin exclusive")
    try:
        result = house.turn("yes, cancel", case)
    finally:
        records.execute("rollback")
    assert result["error"] == "tool_failure"
    assert result["actions"] == [{"action": "cancel", "result": "unknown", "order": "BW-10491", "job": None}]
    assert _state(records) == "processing"


@pytest.mark.rasa
@pytest.mark.parametrize("words", ["yes", "Yes, please", "ok do it", "sure"])
def test_only_a_yes_to_the_question_cancels(house, words):
    assert house.turn(words)["actions"] == []
    form = house.turn("cancel order BW-10491")["case"]
    assert house.turn(words, form)["actions"] == []


@pytest.mark.rasa
def test_a_furious_yes_goes_to_a_person_and_nothing_happens(house, records):
    result = house.turn("yes and get me a human, you useless idiots", _asked(house))
    assert result["decision"]["decision"] == "handoff"
    assert result["actions"] == []
    assert _state(records) == "processing"


@pytest.mark.rasa
def test_words_in_an_address_stay_words(house):
    case = house.turn(f"change the delivery address of my order BW-10491 {TOM}")["case"]
    result = house.turn("[click](javascript:alert(1)) 5 Road", case)
    assert result["lines"][0]["variables"]["address"] == "[click](javascript:alert(1)) 5 Road"
    assert result["lines"][0]["role"] == "confirm"
