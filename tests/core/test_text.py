"""Text from outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.core.errors import Code, Refused
from escalation.core.text import MOST, cleaned


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  hello \n", "hello"),
        ("a\x00b\x07c", "abc"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("مرحبا 👋🏽", "مرحبا 👋🏽"),
    ],
)
def test_what_is_kept(given_text, kept):
    assert cleaned(given_text) == kept


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ("", Code.EMPTY),
        (" \n\t", Code.EMPTY),
        ("\x00\u202e", Code.EMPTY),
        ("x" * (MOST + 1), Code.TOO_LONG),
        ("half \ud800", Code.BAD_REQUEST),
    ],
)
def test_what_is_refused(bad, code):
    with pytest.raises(Refused) as caught:
        cleaned(bad)
    assert caught.value.code is code


@given(st.text(max_size=200))
def test_cleaning_is_stable_and_storable(text):
    try:
        once = cleaned(text)
    except Refused:
        return
    assert cleaned(once) == once
    once.encode("utf-8")
