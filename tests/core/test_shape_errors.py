"""What is wrong with data from outside is said in words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import pytest
from msgspec import Meta

from escalation.core.shape_errors import explained


class Hours(msgspec.Struct):
    """What stands in a list."""

    opens: Annotated[int, Meta(ge=0, le=24)] = 9


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    """One of each kind."""

    name: Annotated[str, Meta(min_length=2, max_length=4, pattern="^[a-z]*$")]
    role: Literal["agent", "editor"] = "agent"
    days: Annotated[list[Hours], Meta(max_length=2)] = []
    zones: dict[str, Hours] = {}
    limit: int | None = None
    weight: Annotated[float, Meta(gt=0)] = 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": None}, "“name” must be text, not null"),
        ({"name": "a"}, "“name” must have at least 2 characters"),
        ({"name": "abcde"}, "“name” must have at most 4 characters"),
        ({"name": "AB"}, "“name” is not written as it should be"),
        ({"role": "king"}, "“role” cannot be 'king'"),
        ({"days": [{}, {"opens": 25}]}, "“days[1].opens” must be at most 24"),
        ({"days": [{}, {}, {}]}, "“days” must have at most 2 entries"),
        ({"zones": {"x": {"opens": -1}}}, "“zones (one of them).opens” must be at least 0"),
        ({"limit": 1.5}, "“limit” must be a whole number or null, not a number"),
        ({"weight": 0}, "“weight” must be more than 0"),
        ({"colour": 1}, "“colour” is not a known name"),
        (
            {"zones": {"x": 3}},
            "“zones (one of them)” must be an object with named fields, not a whole number",
        ),
    ],
)
def test_the_fault_is_named_with_its_place(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert({"name": "abc", **fields}, Draft)
    assert explained(str(caught.value)) == sentence


def test_what_is_missing_and_what_is_no_object_at_all() -> None:
    for value, sentence in (
        ({}, "“name” is missing"),
        ([], "it must be an object with named fields, not a list"),
    ):
        with pytest.raises(msgspec.ValidationError) as caught:
            msgspec.convert(value, Draft)
        assert explained(str(caught.value)) == sentence


def test_what_has_no_sentence_stays_in_the_words_of_the_library() -> None:
    assert explained("Something new - at `$.name`") == "Something new - at `$.name`"
