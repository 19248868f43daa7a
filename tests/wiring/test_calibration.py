"""A release that hardly differs keeps the calibration; one that differs, and whatever is measured, gets its own."""

import pytest

from bot.components import calibration
from bot.components.calibration import Calibration
from bot.components.encoder import RELEASE

MEASURED = Calibration((1.0, 2.0), (3.0, 4.0))
TEXTS = [f"question {at}" for at in range(100)]
LABELS = [f"faq/{at % 10}" for at in range(100)]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("BATON_HOME", str(tmp_path))
    monkeypatch.setenv(RELEASE, "1")
    return tmp_path


def test_it_is_kept_for_nearly_the_same_questions_only(home):
    assert calibration.known(TEXTS, LABELS) is None
    calibration.keep(TEXTS, LABELS, MEASURED)
    assert calibration.known(TEXTS, LABELS) == MEASURED
    assert calibration.known([*TEXTS, "one more"], [*LABELS, "faq/1"]) == MEASURED
    assert calibration.known(TEXTS[:80], LABELS[:80]) is None
    assert calibration.known(TEXTS, ["faq/x", *LABELS[1:50], *["faq/y"] * 50]) is None
    assert "question" not in (home / calibration.FILE).read_text()


def test_what_is_measured_is_never_given_it(monkeypatch, home):
    calibration.keep(TEXTS, LABELS, MEASURED)
    monkeypatch.delenv(RELEASE)
    assert calibration.known(TEXTS, LABELS) is None


def test_a_damaged_file_is_no_calibration(home):
    (home / calibration.FILE).write_text('{"code": 1}')
    assert calibration.known(TEXTS, LABELS) is None
