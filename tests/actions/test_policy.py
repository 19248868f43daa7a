"""How far the assistant may go alone."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from actions import policy
from actions.business import JOBS, STATES, Order

TODAY = dt.date(2026, 5, 4)
SHIPPED_WITH_BATON = yaml.safe_load((Path(policy.__file__).parent / "policy.yml").read_text())


def order(state="processing", total=50.0, days=0):
    return Order("BW-1", "a@b.c", state, "A tent", TODAY - dt.timedelta(days=days), total)


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize("state", STATES)
def test_a_job_is_possible_in_its_states_only(job, state):
    allowed = state in SHIPPED_WITH_BATON[job]["states"]
    assert policy.parse(SHIPPED_WITH_BATON).verdict(job, order(state), TODAY) == ("ok" if allowed else state)


@pytest.mark.parametrize(
    ("job", "given", "verdict"),
    [
        ("cancel", order(total=400), "ok"),
        ("cancel", order(total=400.01), "policy_limit"),
        ("return", order("delivered", days=30), "ok"),
        ("return", order("delivered", days=31), "policy_limit"),
        ("readdress", order(total=4000), "ok"),
    ],
)
def test_limits_are_inclusive(job, given, verdict):
    assert policy.parse(SHIPPED_WITH_BATON).verdict(job, given, TODAY) == verdict


def test_taking_back_has_its_time():
    found, at = policy.parse(SHIPPED_WITH_BATON), dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
    assert found.undoable(at, at + dt.timedelta(minutes=30))
    assert not found.undoable(at, at + dt.timedelta(minutes=30, seconds=1))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"cancel": None}, "cancel takes"),
        ({"cancel": {"states": ["packed"]}}, "states must be a list of"),
        ({"cancel": {"states": ["processing"], "most_total": "a lot"}}, "most_total must be a number"),
        ({"return": {"states": ["delivered"], "days": -1}}, "days must be a number from 0"),
        ({"undo_minutes": "soon"}, "undo_minutes must be a number"),
        ({"refund": {}}, "exactly these entries"),
    ],
)
def test_what_cannot_be_a_policy_is_refused_with_a_sentence(change, says):
    with pytest.raises(policy.PolicyError, match=says):
        policy.parse({**SHIPPED_WITH_BATON, **change})


def test_a_company_puts_its_own_in_its_place(tmp_path, monkeypatch):
    monkeypatch.setenv("BATON_HOME", str(tmp_path))
    assert policy.read().undo_minutes == 30
    (tmp_path / "policy.yml").write_text(yaml.safe_dump({**SHIPPED_WITH_BATON, "undo_minutes": 5}))
    assert policy.read().undo_minutes == 5
    (tmp_path / "policy.yml").write_text("cancel: [")
    with pytest.raises(policy.PolicyError, match=r"policy\.yml"):
        policy.read()
