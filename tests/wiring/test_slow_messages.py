"""No text that a stranger can send keeps the bot from the others."""

import asyncio
import concurrent.futures
import random
import time

import pytest

from bot.turn import DialogueState, TurnRequest

LENGTH, JUDGED_S, OTHERS_S = 4000, 0.1, 1.0
LETTER = (
    "I ordered a tent on Monday and it has not come, although your page says two or three days; what should I"
    " do now? "
)
LETTER_S = 0.045  # what an ordinary letter of that length costs on a quiet machine of two cores
QUOTES = "\"'"
ASCII = [chr(code) for code in range(32, 127)]
EMOJI = ["😀", "😡", "❤️", "👍🏽", "🇩🇪", "👨‍👩‍👧‍👦", "🏴‍☠️", "1️⃣", "☎", "✅"]
PAIRS = [
    "\"'",
    "'\"",
    "()",
    ").",
    "http://",
    "a.",
    ".a@",
    "a@b.c ",
    "e\u0301",
    "\u0301",
    "\u200d",
    "\u200b",
    "\u202e",
    "\u3000",
    "\u00a0",
    "\u2028",
    "\t",
    "\n",
    "\r\n",
    ". \n",
    " \t",
    "…",
    "“",
    "’",
    "--",
    "_-",
    "1 ",
    "1,",
    "$ 1 ",
    "#1 ",
    "ab 1",
    "1/1/1 ",
    "(a)",
    "[a](b)",
    "{{",
    "&amp;",
    "<b>",
    "/a/b",
    "n't",
    "don’t ",
    "it's ",
    "no ",
    "no , . ; ",
    "not a ",
    "but good ",
    "I want ",
    "I meant ",
    "can i ",
    "and how ",
    "what is it? ",
    "speak ",
    "speak about ",
    "connect me ",
    "give ",
    "😀 ",
    "😀😀 ",
    "漢",
    "漢 ",
    "ß",
    "İ",
    "ﷺ",
    "a b ",
    "you are ",
    "aB",
    ":-) ",
]


def _of(piece):
    return (piece * LENGTH)[:LENGTH]


def _mixed(seed, signs, token):
    """Tokens that differ, so that nothing is remembered of one before."""
    chance = random.Random(seed)
    return "".join("".join(chance.choice(signs) for _ in range(token)) + " " for _ in range(LENGTH // token))[
        :LENGTH
    ]


MIXED = [
    _mixed(at, signs, token)
    for at, signs in enumerate(["\"'", "\"'a", "./:@a1", "()[].,", "😀👍a$="])
    for token in (19, 39, 99)
]


@pytest.fixture(scope="module")
def runner(house):
    from bot import launch

    with pytest.MonkeyPatch.context() as variables:
        variables.setenv("BATON_HOME", str(house.home))
        launch.prepare()
        from bot.replay import load

        yield load(max((house.home / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime))


def _judged_s(runner):
    """The time allowed for a message: as promised on a quiet machine, longer by as much as this one is slower
    now.
    """
    return JUDGED_S * max(1.0, _cost(runner, _of(LETTER)) / LETTER_S)


def _too_slow(runner, texts, factor=1.0):
    """What costs more than is allowed, asked once more beside a letter of that moment: a machine that is busy
    with other tests changes its pace meanwhile.
    """
    slow = dict.fromkeys(texts, 0.0)
    for _ in range(2):
        allowed = factor * _judged_s(runner)
        costs = {text: _cost(runner, text, allowed) for text in slow}
        slow = {text: cost for text, cost in costs.items() if cost >= allowed}
    return {text[:40]: cost for text, cost in slow.items()}


def _cost(runner, text, enough=0.0):
    """The processor's time for judging a text; the least of three, told apart so that no cache helps, or the
    first below ``enough``.
    """
    costs = []
    for sign in ("", "x ", "y "):
        request = TurnRequest(turn="t", conversation="c", text=f"{sign}{text}"[:LENGTH], case=DialogueState())
        start = time.process_time()
        asyncio.run(runner.parse(request))
        costs.append(time.process_time() - start)
        if costs[-1] < enough:
            break
    return min(costs)


@pytest.mark.rasa
@pytest.mark.parametrize("texts", [ASCII, EMOJI, PAIRS], ids=["ascii", "emoji", "pairs"])
def test_every_stretch_of_signs_is_judged_in_a_moment(runner, texts):
    assert _too_slow(runner, map(_of, texts)) == {}


@pytest.mark.rasa
def test_signs_mixed_at_random_are_judged_in_a_moment(runner):
    assert _too_slow(runner, MIXED, factor=2.0) == {}


def _waited(house, strangers):
    """How long a customer waits for an answer while so many strangers' messages are judged."""
    with concurrent.futures.ThreadPoolExecutor(strangers + 1) as people:
        slow = [people.submit(house.turn, f"{at} {_of(QUOTES)}") for at in range(strangers)]
        start = time.monotonic()
        answered = people.submit(house.turn, "how long does delivery take").result()
        waited = time.monotonic() - start
        said = [each.result() for each in slow]
    assert answered["lines"][0]["article"] == "delivery_time"
    assert all(each["error"] is None and each["lines"] for each in said)
    return waited


@pytest.mark.rasa
@pytest.mark.parametrize(("strangers", "limit"), [(1, OTHERS_S), (20, OTHERS_S * 3)])
def test_strangers_do_not_keep_a_customer_waiting(house, strangers, limit):
    """One second is promised for one message; twenty at once may cost more on a busy machine, and cost two
    minutes before.
    """
    assert _waited(house, strangers) < limit


@pytest.mark.rasa
def test_a_message_whose_time_is_spent_ends_at_an_agent_and_the_next_is_judged(runner, monkeypatch):
    request = TurnRequest(
        turn="t", conversation="c", text="How long does delivery take?", case=DialogueState()
    )
    unhurried = asyncio.run(runner.parse(request)).baton
    with monkeypatch.context() as hurried:
        hurried.setattr(runner, "judging_s", 0.0)
        assert asyncio.run(runner.run(request)).error == "timeout", "the hub hands a failed turn off"
    after = asyncio.run(runner.parse(request)).baton
    assert (after.band, after.ranking) == (unhurried.band, unhurried.ranking) != ("admit", ())
