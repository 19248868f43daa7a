"""Heads as sums of named parts, the need of a person, and how frustration is put together."""

import numpy as np
import pytest

from bot.components import talk_heads
from bot.scoring import need
from bot.scoring.heads import LIMIT, MEANING, Head

NUMBERS = (
    np.array([0.0, 1.0], dtype=np.float32),
    np.array([1.0, 2.0], dtype=np.float32),
    np.array([0.5, -1.0], dtype=np.float32),
)
HEAD = Head(np.array([2.0, 0.0], np.float32), np.zeros(0, np.float32), ("a", "b"), *NUMBERS, -1.0)
UP = np.array([1.0, 0.0], np.float32)


def test_log_odds_are_the_sum_of_their_parts():
    parts = HEAD.parts({"a": 2.0, "b": 3.0}, UP, UP)
    assert parts == {"a": 1.0, "b": -1.0, MEANING: 2.0, "earlier": 0.0}
    assert HEAD.log_odds({"a": 2.0, "b": 3.0}, UP, UP) == pytest.approx(-1.0 + sum(parts.values()))


def test_no_number_counts_without_bound():
    assert HEAD.parts({"a": 1e9}, UP, UP)["a"] == 0.5 * LIMIT


def test_a_head_is_read_as_it_was_kept(tmp_path):
    np.savez(tmp_path / "head.npz", **HEAD.to_arrays("one"))
    with np.load(tmp_path / "head.npz") as arrays:
        again = Head.from_arrays("one", arrays)
    assert again.names == HEAD.names
    assert again.log_odds({"a": 1.0}, UP, UP) == HEAD.log_odds({"a": 1.0}, UP, UP)


def test_marks_fade_and_remember_the_most():
    odds = dict.fromkeys(need.HEADS, 0.0)
    once = need.marked(odds, {})
    quiet = need.marked(dict.fromkeys(need.HEADS, -9.0), once)
    assert once["stuck_so_far"] == 0.5
    assert quiet["stuck_so_far"] == pytest.approx(0.375, abs=0.001)
    assert quiet["stuck_most"] == 0.5


def test_each_part_of_the_need_has_one_theme():
    parts = dict.fromkeys(need.numbers(dict.fromkeys(need.HEADS, 0.0), {}, {}, 1), 1.0)
    themes = need.themes(parts)
    assert set(themes) == set(need.HEADS)
    assert themes["person"] == 4
    assert themes["person_due"] == 4
    assert themes["stuck"] == 4 + 4


def test_words_alone_make_nobody_angry_whom_the_heads_hear_calm():
    assert talk_heads.felt(-6.0, 4.0) == talk_heads.CALM
    assert talk_heads.felt(2.0, 0.0) > talk_heads.felt(-1.0, 0.0) > talk_heads.felt(-3.0, 0.0)
    assert talk_heads.felt(-5.0, -1.5) > talk_heads.felt(-5.0, -2.0), "among calm turns the wording ranks"


def test_every_head_is_shipped_with_its_scale():
    assert set(talk_heads.heads()) >= {
        *talk_heads.ODDS,
        *talk_heads.LINEAR,
        "need",
        *(f"danger_{kind}" for kind in talk_heads.DANGERS),
    }
    assert all(slope > 0 for slope, _ in talk_heads.scales().values())
