"""Steps as editors write them: read, or refused with what to mend."""

import pytest

from knowledge.articles import Article, digest
from knowledge.errors import ArticleError
from knowledge.seed import read_folder, write_folder
from knowledge.steps import Choice, Step, parse
from knowledge.store import KnowledgeStore

GOOD = """## gas
Is there gas?
It should be **heard**.
- Yes, there is -> solved
- No → refill

## refill
Screw on a new one.
- It works -> solved
- It does not -> person
"""


def test_steps_are_read():
    first, second = parse(GOOD)
    assert first == Step(
        "gas",
        "Is there gas?\nIt should be **heard**.",
        (Choice("Yes, there is", "solved"), Choice("No", "refill")),
    )
    assert [choice.to for choice in second.choices] == ["solved", "person"]
    assert parse("") == parse("  \n ") == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Is there gas?", "line 1: start with a step name"),
        ("## Gas tank\nx\n- Yes -> solved", "line 1: “Gas tank” is not a valid step name"),
        ("## solved\nx\n- Yes -> person", "“solved” and “person” are reserved"),
        ("## gas\n- Yes -> solved", "Step “gas” has no text"),
        ("## gas\nIs it?", "needs one to 6 different choices"),
        ("## gas\nIs it?\n- Yes -> solved\n- yes -> person", "different choices"),
        ("## gas\nIs it?\n- Yes -> nowhere", "leads to “nowhere”"),
        ("## gas\nIs it?\n- Yes -> gas", "no way leads to solved or person"),
        ("## a\nIs it?\n- Yes -> solved\n## b\nIs it?\n- Yes -> a", "No choice leads to step “b”"),
        ("## a\nIs it?\n- Yes -> solved\n## a\nIs it?\n- Yes -> solved", "two steps “a”"),
        ("\n".join(f"## s{at}\nIs it?\n- Yes -> solved" for at in range(41)), "The limit is 40"),
    ],
)
def test_what_cannot_be_steps_is_named(text, says):
    with pytest.raises(ArticleError, match=says):
        parse(text)


def test_steps_are_kept_with_their_version_and_written_to_files(tmp_path):
    article = Article("stove", "products", "Stove?", "Let us see.", ("it does not burn",), steps=GOOD.strip())
    with KnowledgeStore.open(tmp_path) as store:
        store.articles.save(article, "ada")
        store.articles.save(
            Article("stove", "products", "Stove?", "Let us see.", ("it does not burn",)), "ada"
        )
        assert [each.steps for each, _, _ in store.articles.versions("stove")] == ["", GOOD.strip()]
        assert store.articles.save(article, "ada").version == 3
    write_folder(tmp_path / "files", [article])
    assert read_folder(tmp_path / "files") == [article]


def test_only_the_shape_of_steps_needs_training():
    def learned(steps):
        return digest([Article("stove", "products", "Stove?", "See.", ("a",), steps=steps)])

    assert learned(GOOD) == learned(GOOD.replace("Is there gas?", "Any gas left?"))
    assert learned(GOOD) != learned(GOOD.replace("-> person", "-> gas"))
    assert learned(GOOD) != learned(GOOD.replace("It works", "It burns"))
    assert learned("") != learned(GOOD)
