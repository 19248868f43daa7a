"""Messages read in their conversation: what was only probable and turned down, what nobody has named, yes and
no in other languages.
"""

import dataclasses
import re
import zlib

import numpy as np
import pytest

from bot.components.match_training import Asked, train, with_words
from bot.components.reading import Reader, reason
from bot.scoring.matching import ADMIT, ANSWER, Limits
from bot.scoring.spelling import Speller
from bot.turn import ALTERNATIVES, DialogueState, Past

ARTICLES = {
    "faq/delivery": [
        "how long does delivery take",
        "delivery time please",
        "when does delivery come",
        "days until delivery",
    ],
    "faq/stores": [
        "do you have a store in vienna",
        "where is your store",
        "do you sell tents in the store",
        "store address",
    ],
    "faq/refund": [
        "when is my refund paid",
        "refund not here",
        "how long does a refund take",
        "money refund",
    ],
    "thanks": ["thanks", "great", "👍", "thank you so much"],
    "affirm": ["yes", "yes please", "ok"],
    "deny": ["no", "no thanks", "forget it"],
    "how_are_you": ["how is it going", "how are you", "everything fine"],
    "do_undo": ["undo that", "I want it back after all", "put it back"],
}


def vector(text: str) -> np.ndarray:
    """Texts that share words are alike, and all signs are one unknown word, as the encoder sees them."""
    made = np.zeros(2048, dtype=np.float32)
    for word in re.sub(r"[^\w\s?!.,']+", " unknown ", text.lower()).split():
        made[zlib.crc32(word.strip("?!.,").encode()) % 2048] += 1
    return made / max(float(np.linalg.norm(made)), 1e-9)


def encode(texts):
    return np.stack([vector(text) for text in texts])


@pytest.fixture(scope="module")
def reader():
    pairs = [(text, label) for label, texts in ARTICLES.items() for text in texts]
    asked = Asked(
        [text for text, _ in pairs], encode([text for text, _ in pairs]), [label for _, label in pairs]
    )
    model = with_words(train(asked), asked, encode)
    return Reader(model, Limits(0.6, 0.4, 0.2), encode, Speller(["delivery", "refund", "store"], frozenset()))


def read(reader, text, case=None):
    return reader.read(text, vector(text), case or DialogueState(), ())


def bot(kind, text="", article=None, offered=()):
    return Past("bot", text, kind=kind, article=article, offered=offered)


def test_a_thing_no_article_names_is_not_answered_with_a_neighbour(reader):
    found = read(reader, "do you sell kayaks in the store")
    assert (found.band, found.stranger, reason(found)) == (ADMIT, "kayaks", "No article names “kayaks”.")
    assert read(reader, "do you sell tents in the store").band == ANSWER


def test_one_wrong_letter_is_no_doubt(reader):
    found = read(reader, "how long does delvery take")
    assert (found.band, found.found.labels[0], found.found.same) == (ANSWER, "faq/delivery", True)


def test_another_option_beside_an_answer_turns_the_answer_down(reader):
    case = DialogueState().with_past(
        bot("answer", article="delivery"), bot(ALTERNATIVES, "not_meant", offered=("refund", "stores"))
    )
    assert case.last_bot == bot("answer", article="delivery")
    found = read(reader, "when is my refund paid", case)
    assert (found.band, found.picked, found.rejects) == (ANSWER, "refund", "delivery")
    asked = DialogueState().with_past(bot("ask", "ask_which", offered=("refund", "stores")))
    assert read(reader, "when is my refund paid", asked).rejects is None


def test_small_talk_swallows_no_question(reader):
    assert read(reader, "how long does a delivery take, how are you").found.labels[0] == "faq/delivery"
    assert read(reader, "how are you").found.labels[0] == "how_are_you"


@pytest.mark.parametrize("text", ["👍", "👍🏽", "Great!", "thanks"])
def test_a_kind_end_is_understood_word_for_word(reader, text):
    found = read(reader, text)
    assert (found.band, found.found.labels[0]) == (ANSWER, "thanks")


@pytest.mark.parametrize("text", ["👎", "😡", "???"])
def test_other_signs_are_not(reader, text):
    assert read(reader, text).band == ADMIT


def test_it_back_after_a_change_is_the_undo(reader):
    changed = DialogueState().with_past(bot("reply", "done_cancel", offered=()))
    found = read(reader, "oops, I want it back", changed)
    assert (found.band, found.found.labels[0]) == (ANSWER, "do_undo")


@pytest.mark.parametrize(
    ("asked", "text", "label"),
    [
        ("offer_language_de", "Ja, bitte!", "affirm"),
        ("offer_language_fr", "Non merci", "deny"),
        ("offer_language_pl", "tak", "affirm"),
        ("offer_language_es", "sí", "affirm"),
        ("offer_person", "👍🏻", "affirm"),
        ("confirm_cancel", "👎", "deny"),
    ],
)
def test_yes_and_no_in_the_language_the_bot_asked_in(reader, asked, text, label):
    found = read(reader, text, DialogueState().with_past(bot("offer", asked)))
    assert (found.band, found.found.labels[0]) == (ANSWER, label)
    assert read(reader, "ja", DialogueState().with_past(bot("offer", "offer_language_fr"))).picked is None


def test_without_kept_words_nothing_is_a_stranger(reader):
    plain = dataclasses.replace(reader, model=dataclasses.replace(reader.model, words=()))
    assert read(plain, "do you sell kayaks in the store").stranger is None
