"""A release's examination, on the trained sample shop: what is lost is named, and holds the release back."""

import json
import os
import subprocess
import sys
import time

import numpy as np
import pytest

from bot.examination import Asked, Found, Papers, Stored, differences, left_out, marked_report
from escalation.settings import ROOT
from knowledge.articles import Article
from knowledge.gate import Anyway
from knowledge.records import DONE, FAILED, READY, Scope
from knowledge.store import KnowledgeStore


def test_only_questions_answered_otherwise_are_told():
    asked = [Asked("c", seq, "x") for seq in (1, 2, 3, 4)]
    before = [Found("answer", "a"), Found("ask", "a"), Found("answer", "a"), Found("admit", None)]
    after = [Found("answer", "a"), Found("ask", "b"), Found("answer", "b"), Found("answer", "a")]
    assert [difference["seq"] for difference in differences(asked, before, after)] == [3, 4]


def test_lost_and_won_are_by_name():
    marked = [Stored(text, "a") for text in ("one", "two", "three")]
    before = [Found("answer", "a"), Found("ask", "a"), Found("answer", "b")]
    after = [Found("answer", "b"), Found("answer", "a"), Found("answer", "b")]
    report = marked_report(marked, before, after)
    assert (
        report["right"],
        [each["text"] for each in report["lost"]],
        [each["text"] for each in report["won"]],
    ) == (1, ["one"], ["two"])
    assert marked_report(marked, None, after)["lost"] == []


def test_each_question_is_left_out_in_turn():
    vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9], [0.95, 0.05]], dtype=np.float32)
    report = left_out(vectors, ["a", "a", "b", "b", "b"])
    assert (report["questions"], report["right"]) == (5, 2)
    assert report["confused"][0]["times"] >= 1


@pytest.mark.rasa
def test_a_trained_release_is_examined(house):
    """The whole examination through the trainer on call: the live release learnt again loses nothing against
    itself.
    """
    with KnowledgeStore.open_read_only(house.home) as store:
        active = store.releases.active()
    model = house.home / "models" / active.model
    work = {
        "release": active.id,
        "name": "again",
        "output": str(house.home / "exam"),
        "report": str(house.home / "report.json"),
        "against": str(model),
        "live_report": {},
        "settings": {},
        "asked": [{"conversation": "c", "seq": 2, "text": "how long does delivery take"}],
        "marked": [
            {"text": "how many days until it is here", "article": "delivery_time"},
            {"text": "x", "article": "gone"},
        ],
        "articles": ["delivery_time", "delivery_cost"],
        "stored": [{"text": "How long does delivery take?", "article": "delivery_time"}],
        "talks": [
            {
                "id": "angry@2",
                "right": "person",
                "turns": [{"who": "customer", "text": "I want to talk to a human being"}],
            },
            {
                "id": "calm@2",
                "right": "delivery_time",
                "turns": [{"who": "customer", "text": "how long does delivery take"}],
            },
            {
                "id": "wrong@2",
                "right": "delivery_cost",
                "turns": [{"who": "customer", "text": "how long does delivery take"}],
            },
            {
                "id": "gone@2",
                "right": "taken_out",
                "turns": [{"who": "customer", "text": "how long does delivery take"}],
            },
        ],
    }
    (house.home / "exam").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "bot", "train-on-call"],
        input=json.dumps(work),
        text=True,
        capture_output=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, "BATON_HOME": str(house.home)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads((house.home / "report.json").read_text())
    assert (report["verdict"], report["asked"], report["marked"]["questions"]) == (
        "passed",
        {"questions": 1, "changed": []},
        1,
    )
    assert report["goldens"]["lost"] == []
    assert report["stored"] == {"questions": 1, "right": 1, "lost": [], "missed": 0}
    talks = {name: right for name, right in report["goldens"]["each"].items() if "@" in name}
    assert talks == {"angry@2": True, "calm@2": True, "wrong@2": False}
    assert report["goldens"]["right"] > 0.8 * report["goldens"]["dialogues"]
    assert Papers.from_json(work).articles == {"delivery_time", "delivery_cost"}


@pytest.mark.rasa
def test_a_question_that_a_release_would_lose_holds_it_back_by_name(house):
    """Questions of one article that another has word for word, too: the bot could not tell which is meant."""
    with KnowledgeStore.open(house.home) as store:
        live = store.articles.get("delivery_time")
        doubled = (live.title, *live.questions)
        store.articles.save(
            Article("a_twice", "delivery", "Is there anything twice?", "Yes.", doubled), "test"
        )
        release, _ = store.publishing.publish(
            "test", "doubled", Scope(frozenset({"a_twice"})), anyway=Anyway("to see what becomes of it")
        )
        until = time.monotonic() + 400
        while (training := store.trainings.all()[release.id]).state not in (READY, DONE, FAILED):
            assert time.monotonic() < until, training
            time.sleep(0.2)
        report = store.releases.report(release.id)
        store.articles.retire("a_twice")
    assert training.state == READY, report["stored"]
    assert "answered word for word no longer" in training.detail
    lost = report["stored"]["lost"]
    assert lost
    assert {each["text"] for each in lost} <= {*doubled}
    assert {each["article"] for each in lost} == {"delivery_time"}
    assert lost[0]["text"] in training.detail


def test_a_trainer_with_nothing_to_do_ends_quietly(house):
    done = subprocess.run(
        [sys.executable, "-m", "bot", "train-on-call"],
        input="",
        text=True,
        capture_output=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, "BATON_HOME": str(house.home)},
    )
    assert done.returncode == 0
