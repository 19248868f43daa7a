"""Other languages are recognised, and English full of names and short words is left alone."""

import numpy as np
import pytest

from bot.choice import LANGUAGE_OFFERS
from bot.components.languages import UNKNOWN, other_language
from bot.components.match_training import Asked, fit
from bot.components.reading import Reader
from bot.scoring.matching import Limits
from bot.turn import DialogueState
from knowledge import texts


@pytest.mark.rasa
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hallo, wo ist mein Paket? Ich warte seit zwei Wochen.", "de"),
        ("Bonjour, je voudrais retourner une veste, comment faire ?", "fr"),
        ("¿Puedo pagar con transferencia bancaria?", "es"),
        ("Dzień dobry, czy wysyłacie do Polski?", "pl"),
        ("Hoe lang duurt de levering?", "nl"),
        ("Где моя посылка?", UNKNOWN),
        ("我的包裹在哪里？", UNKNOWN),
    ],
)
def test_other_languages(text, code):
    assert other_language(text) == code


@pytest.mark.rasa
@pytest.mark.parametrize(
    "text",
    [
        "",
        "hola",
        "?!",
        "BW-10234",
        "Where is my Müller jacket?",
        "naïve café question: do you ship?",
        "I like it in size L",
        "no es",
        "🙂🙂🙂",
    ],
)
def test_what_is_english_or_too_short_to_tell(text):
    assert other_language(text) is None


def test_every_language_the_bot_speaks_has_its_offer():
    assert set(LANGUAGE_OFFERS.values()) <= set(texts.seed())
    assert "offer_language" in texts.seed()


def test_an_article_in_a_third_language_is_no_answer():
    chance = np.random.default_rng(3)
    texts = [f"plain words {at}" for at in range(12)] + [
        "när kommer mitt paket till mig",
        "hur länge tar leveransen av mitt paket",
    ]
    labels = [f"faq/e{at // 3}" for at in range(12)] + ["faq/sv", "faq/sv"]
    vectors = chance.normal(size=(14, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    reader = Reader(
        fit(Asked(texts, vectors, labels, languages={"faq/sv": "sv"})),
        Limits(0.6, 0.45, 0.3),
        lambda texts: vectors[: len(texts)],
    )
    german = reader.read(
        "wo ist mein paket ich warte seit zwei wochen darauf", vectors[12], DialogueState(), ()
    )
    swedish = reader.read("när kommer mitt paket till mig hem", vectors[12], DialogueState(), ())
    assert (german.band, swedish.found.labels[0], swedish.band) == ("admit", "faq/sv", "answer")


@pytest.mark.rasa
def test_the_bot_offers_a_person_in_the_customers_language(house):
    result = house.turn("Hallo, wo ist mein Paket? Ich warte seit zwei Wochen.")
    assert [line["key"] for line in result["lines"]] == ["offer_language_de"]
    assert result["decision"]["rule"] == "other_language"
    accepted = house.turn("yes please", result["case"])
    assert accepted["decision"]["reason"] == "customer_request"
