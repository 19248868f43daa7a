"""The company's records: a change happens once, whole, and only to the order as it was seen."""

import datetime as dt
import sqlite3
from dataclasses import replace

import pytest

from actions import sample_shop
from actions.business import BusinessUnavailableError, OrderMovedError
from actions.sample_shop import SampleShop

INES, NUMBER = "ines.duarte@example.com", "BW-10433"


@pytest.fixture
def shop(tmp_path):
    sample_shop.create(tmp_path, dt.date(2026, 5, 4))
    return SampleShop(tmp_path)


def test_number_and_email_must_belong_together(shop):
    assert shop.order(NUMBER, INES).items == "Sleeping bag Comfort -5"
    assert shop.order(NUMBER, "maya.okafor@example.com") is None
    assert shop.order("BW-99999", INES) is None


def test_the_same_key_changes_once(shop):
    order = shop.order(NUMBER, INES)
    done = shop.change("t_1", "cancel", order)
    assert done.order.state == "cancelled"
    assert shop.change("t_1", "cancel", order) == done == shop.done("t_1")
    with pytest.raises(OrderMovedError):
        shop.change("t_2", "cancel", order)
    assert shop.done("t_2") is None


def test_what_moved_since_it_was_seen_is_left_alone(shop):
    seen = shop.order(NUMBER, INES)
    shop.change("t_1", "readdress", seen, "Rua Nova 1, Porto")
    with pytest.raises(OrderMovedError):
        shop.change("t_2", "readdress", seen, "Rua Velha 2, Porto")
    assert shop.order(NUMBER, INES).address == "Rua Nova 1, Porto"


@pytest.mark.parametrize(
    ("job", "number", "email", "address"),
    [
        ("cancel", NUMBER, INES, None),
        ("return", "BW-10198", "maya.okafor@example.com", None),
        ("readdress", NUMBER, INES, "Rua Nova 1, Porto"),
    ],
)
def test_taking_back_restores_it_as_it_was_and_once(shop, job, number, email, address):
    before = shop.order(number, email)
    assert shop.change("t_1", job, before, address).order != before
    undone = shop.undo("t_2", "t_1")
    assert undone.order == before == shop.order(number, email)
    assert shop.undo("t_2", "t_1") == undone
    assert shop.undo("t_3", "t_1") is None


def test_taking_back_what_moved_on_or_never_was_does_nothing(shop):
    order = shop.order(NUMBER, INES)
    first = shop.change("t_1", "readdress", order, "Rua Nova 1, Porto")
    shop.change("t_2", "cancel", first.order)
    assert shop.undo("t_3", "t_1") is None
    assert shop.undo("t_4", "t_9") is None
    assert shop.order(NUMBER, INES).state == "cancelled"


def test_records_of_an_earlier_baton_are_brought_up_to_date(tmp_path):
    old = sqlite3.connect(tmp_path / "business.db")
    old.execute("create table customers (email text primary key, name text not null, segment text not null)")
    old.execute(
        "create table orders (number text primary key, email text not null, state text not null,"
        " items text not null, expected text not null, total real not null)"
    )
    old.execute("insert into orders values (?, ?, 'processing', 'A tent', '2026-05-01', 10)", (NUMBER, INES))
    old.commit()
    old.close()
    for _ in range(2):
        sample_shop.create(tmp_path, dt.date(2026, 5, 4))
    order = SampleShop(tmp_path).order(NUMBER, INES)
    assert (order.items, order.address) == ("A tent", "Rua das Flores 51, 4050-262 Porto")
    assert SampleShop(tmp_path).change("t_1", "cancel", order).order.state == "cancelled"


def test_an_empty_shop_has_no_orders(tmp_path):
    sample_shop.create(tmp_path, dt.date(2026, 5, 4), sample=False)
    assert SampleShop(tmp_path).order(NUMBER, INES) is None


def test_records_that_cannot_be_read_are_said_so(tmp_path, shop):
    with pytest.raises(BusinessUnavailableError, match="cannot be opened"):
        SampleShop(tmp_path / "nowhere").order(NUMBER, INES)
    order = shop.order(NUMBER, INES)
    (tmp_path / "business.db").write_bytes(b"no database at all, but long enough to be looked at as one" * 20)
    with pytest.raises(BusinessUnavailableError, match="cannot be used"):
        shop.change("t_1", "cancel", replace(order))
