"""What is doubtful in articles is found, and good articles are left in peace."""

import dataclasses
import string
import time
from pathlib import Path

import numpy as np
import pytest

from knowledge import seed
from knowledge.articles import Article
from knowledge.lint import ERROR, Context, lint, lint_one, worst
from knowledge.readability import grade, syllables
from knowledge.scrub import scrubbed

FAQ = Path(__file__).resolve().parents[2] / "data" / "faq"
ASKED = tuple(
    f"question number {word}"
    for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
)


def article(identity="one", title="Can I return it?", answer="Yes, you can.", questions=ASKED):
    return Article(identity, "returns", title, answer, questions)


def rules(*articles, **context):
    return {(each.article, each.rule) for each in lint(list(articles), Context(**context))}


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"answer": "Within {{days}} days."}, "unknown_fact"),
        ({"title": "Within {{days}}?"}, "fact_in_question"),
        ({"questions": ("only one",)}, "few_questions"),
        ({"answer": "See [here](www.example.com)."}, "dead_link"),
        ({"answer": "See [here](https://)."}, "dead_link"),
        ({"answer": "Write to jane.doe@gmail.com."}, "personal_data"),
        ({"questions": (*ASKED, "my card 4111 1111 1111 1111 was charged")}, "personal_data"),
        ({"answer": "Pay to DE89 3704 0044 0532 0130 00."}, "personal_data"),
        ({"answer": "You MUST NEVER wash it!!"}, "loud"),
        ({"answer": "Obviously you forgot the label."}, "blame"),
        ({"answer": "Send it back within 60 days."}, "policy"),
        (
            {
                "answer": (
                    "Notwithstanding aforementioned contractual stipulations, reimbursement necessitates"
                    " authenticated documentation demonstrating " * 3
                )
            },
            "hard_to_read",
        ),
    ],
)
def test_each_fault_is_found(changed, rule):
    assert ("one", rule) in rules(article(**changed), days={"return": 30})


@pytest.mark.parametrize(
    "answer",
    [
        "Within {{days}} days.",
        "See [here](https://shop.example/returns).",
        "[Call us](tel:+49895550100) any time.",
        "Send it back within 4 weeks.",
        "We take Visa and DHL parcels. Great!",
        "It takes 10-14 days, or 3 to 5.",
    ],
)
def test_good_words_are_left_in_peace(answer):
    assert rules(article(answer=answer), days={"return": 30}, facts={"days": "30"}) == set()


def test_a_question_in_two_articles_is_an_error():
    found = lint(
        [article(), article("two", "Other?", questions=("Question number ONE!", *ASKED[1:]))], Context()
    )
    assert {each.article for each in found if each.rule == "same_question"} == {"two"}
    assert worst(found) == ERROR
    assert worst([]) is None


def test_articles_that_contradict_each_other_are_found():
    near = {
        "Can I return it?": np.array([1.0, 0.0], np.float32),
        "May I send it back?": np.array([0.95, 0.31], np.float32),
    }
    one, two = (
        article(answer="Within 30 days."),
        article("two", "May I send it back?", "Within 14 days.", tuple(f"x{each}" for each in ASKED)),
    )
    assert ("one", "contradiction") in rules(one, two, vectors=near)
    assert ("one", "near_duplicate") in rules(one, two, vectors=near)
    same = article("two", "May I send it back?", "You have 30 days.", tuple(f"x{each}" for each in ASKED))
    assert ("one", "contradiction") not in rules(one, same, vectors=near)


def test_the_sample_shop_has_no_errors():
    assert (
        worst(
            each
            for each in lint(seed.read_folder(FAQ), Context(days={"return": 30}))
            if each.severity == ERROR
        )
        is None
    )


def test_reading_ease_ranks_as_people_would():
    assert [syllables(each) for each in ("cat", "table", "people", "refund", "tree", "make")] == [
        1,
        2,
        2,
        2,
        1,
        1,
    ]
    easy = (
        "Put the tent up. Let it dry. Then fold it and put it in the bag. Keep it in a dry place. That is all"
        " you need to do for now."
    )
    assert grade(easy) < 5
    assert grade("Too short.") == 0


def test_few_examples_come_with_customers_own_words():
    (found,) = lint([article(questions=("only one",))], Context(asked={"one": ("wanna send it back",)}))
    assert found.rule == "few_questions"
    assert "Customers wrote: “wanna send it back”." in found.words


def test_the_time_a_check_takes_grows_with_a_text_and_not_with_its_square():
    """Whatever somebody pastes: every printable character and pairs that patterns begin with, over and
    over.
    """

    def taken(length: int) -> float:
        began = time.process_time()
        for part in (*string.printable, "a ", "\n ", "a@", "ab@cd.", "hi ", "1-", "[](", "](tel:", "🙂"):
            text = (part * length)[:length]
            lint_one(
                dataclasses.replace(
                    Article("one", "returns", "Returns", "Yes.", ()), answer=text, steps=text
                ),
                [],
                Context(),
            )
            scrubbed(text)
        return time.process_time() - began

    assert taken(16_000) < 30 * taken(2_000)  # eight times as long; the square would be 64
