"""The shipped chance of being right: no weight pulls the wrong way, and more unknown messages ask for surer
matches.
"""

from bot.components.calibration import UNKNOWN_SHARE, shipped
from bot.scoring.matching import FEATURES


def test_no_weight_is_negative():
    known = shipped()
    assert len(known.right) == len(known.among_three) == len(FEATURES) + 1
    assert min(*known.right[:-1], *known.among_three[:-1]) >= 0


def test_more_unknown_messages_lower_the_chance():
    assert shipped(0.2).right[-1] > shipped(UNKNOWN_SHARE).right[-1] > shipped(0.6).right[-1]
    assert shipped(0.2).right[:-1] == shipped(0.6).right[:-1]
