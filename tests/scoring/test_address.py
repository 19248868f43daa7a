"""What can be a postal address."""

import pytest

from bot.address import corrected_address, looks_like_address


@pytest.mark.parametrize(
    "text",
    [
        "14 Rose Street, Kendal LA9 4QH",
        "Lindenweg 8, 50667 Köln",
        "ul. Długa 7, 31-146 Kraków",
        "Flat 2, 9 Hill Rd",
    ],
)
def test_addresses(text):
    assert looks_like_address(text)
    assert corrected_address(text) == text
    assert corrected_address(f"no, {text}") == text
    assert corrected_address(f"Sorry, I meant {text}") == text


@pytest.mark.parametrize(
    "text",
    ["", "yes", "12345678", "my old place in town", "is it 14 Rose Street?", "14 Rose\nStreet", "5 Road"],
)
def test_what_is_none(text):
    assert not looks_like_address(text)
