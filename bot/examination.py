"""A release's examination: what it would do differently from the live one, what it still knows, and what it
confuses.

Three sets are judged by the new model and, beside it, by the live one: questions that customers really asked,
questions with a marked right answer, and the golden dialogues. Every stored question of the live release is
asked of both word for word (:mod:`bot.word_for_word`). A fifth figure needs no second model: each stored
question is left out in turn and looked up among the others, which shows the articles that are hard to tell
apart.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.goldens import dialogue, goldens
from bot.heard import JudgedTurn
from bot.judgement import ANSWERED, HANDOFF
from bot.replay import judge, load
from bot.runner import Runner
from bot.settings import TriageRules
from bot.turn import Json
from bot.wire import plain
from bot.word_for_word import Found, Stored, word_for_word

Vectors = npt.NDArray[np.float32]
SHOWN, BLOCK = 200, 512
PASSED, LOOK = "passed", "look"
PERSON = "person"  # what is right where a person should come


@dataclass(frozen=True, slots=True)
class Asked:
    """A question a customer asked, by its place in the log."""

    conversation: str
    seq: int
    text: str


@dataclass(frozen=True, slots=True)
class Papers:
    """What is asked: real questions, those with a marked article, marked conversations ``{"id", "turns",
    "right"}`` that end where the mark is, the articles there are, the handoff rules, and the questions that
    the live release and this one both store for the same article.
    """

    asked: tuple[Asked, ...]
    marked: tuple[Stored, ...]
    talks: list[Json]
    articles: frozenset[str]
    rules: TriageRules
    stored: tuple[Stored, ...] = ()

    @classmethod
    def from_json(cls, data: Json) -> Papers:
        """As the supervisor writes them."""
        return cls(
            tuple(Asked(**row) for row in data["asked"]),
            tuple(Stored(**row) for row in data["marked"]),
            data["talks"],
            frozenset(data["articles"]),
            TriageRules.from_json(data["settings"]),
            tuple(Stored(**row) for row in data.get("stored", [])),
        )


@dataclass(slots=True)
class Live:
    """The model that answers now, loaded when it is needed, and what its own examination found."""

    model: Path
    report: Json
    _runner: Runner | None = None

    @property
    def runner(self) -> Runner:
        """The loaded model."""
        self._runner = self._runner or load(self.model)
        return self._runner


def found_in(runner: Runner, texts: Iterable[str], rules: TriageRules) -> list[Found]:
    """Each text as the first message of a conversation."""

    async def judged() -> list[Found]:
        answers = []
        for text in texts:
            (turn,) = await judge(runner, {"id": "exam", "turns": [{"who": "customer", "text": text}]}, rules)
            answers.append(Found(turn.band, turn.article))
        return answers

    return asyncio.run(judged())


def differences(questions: Sequence[Asked], before: list[Found], after: list[Found]) -> list[Json]:
    """Real questions that would now be answered differently, by their place in the log: their words stay
    there.
    """
    changed = [
        {
            "conversation": question.conversation,
            "seq": question.seq,
            "before": plain(old),
            "after": plain(new),
        }
        for question, old, new in zip(questions, before, after, strict=True)
        if (old.band, old.answered) != (new.band, new.answered)
    ]
    return changed[:SHOWN]


def marked_report(marked: Sequence[Stored], before: list[Found] | None, after: list[Found]) -> Json:
    """How many marked questions find their article, and which are lost or won against the live model."""
    lost, won, right = [], [], 0
    for at, (question, new) in enumerate(zip(marked, after, strict=True)):
        now = new.answered == question.article
        was = before[at].answered == question.article if before else now
        right += now
        row = {"text": question.text, "article": question.article, "now": plain(new)}
        lost += [row] if was and not now else []
        won += [row] if now and not was else []
    return {"questions": len(marked), "right": right, "lost": lost[:SHOWN], "won": won[:SHOWN]}


def _goldens(new: Runner, live: Live | None, papers: Papers) -> tuple[dict[str, bool], dict[str, bool]]:
    """Now and with the live model, whose own report already says it."""
    now = golden_right(new, papers.rules, papers.articles) | _talks_right(new, papers)
    if live is None:
        return now, now
    then = live.report.get("goldens", {}).get("each") or golden_right(
        live.runner, papers.rules, papers.articles
    )
    unknown = replace(papers, talks=[talk for talk in papers.talks if talk["id"] not in then])
    return now, then | (_talks_right(live.runner, unknown) if unknown.talks else {})


def golden_right(runner: Runner, rules: TriageRules, articles: frozenset[str]) -> dict[str, bool]:
    """Each golden dialogue by its name: whether people come where they should, nobody calm is handed over,
    and no turn is answered by another article than the right one.
    """
    return {
        golden["id"]: asyncio.run(_right(runner, dialogue(golden), rules, articles)) for golden in goldens()
    }


def _talks_right(runner: Runner, papers: Papers) -> dict[str, bool]:
    """Each marked conversation by its place: whether what was marked as right would come."""
    verdicts = {}
    for talk in papers.talks:
        if talk["right"] == PERSON or talk["right"] in papers.articles:
            turns = asyncio.run(judge(runner, talk, papers.rules))
            verdicts[talk["id"]] = _comes(turns, talk["right"])
    return verdicts


def _comes(turns: list[JudgedTurn], right: str) -> bool:
    """A person may come earlier than marked, too; an answer is expected at the mark, and nobody called
    before.
    """
    came = any(turn.decision == HANDOFF for turn in turns)
    return came if right == PERSON else not came and turns[-1].band in ANSWERED and turns[-1].article == right


async def _right(runner: Runner, golden: Json, rules: TriageRules, articles: frozenset[str]) -> bool:
    verdicts = [turn for turn in golden["turns"] if turn["who"] == "customer"]
    decided = await judge(runner, golden, rules)
    due = next((at for at, verdict in enumerate(verdicts) if verdict["handoff"]), None)
    came = next((at for at, turn in enumerate(decided) if turn.decision == HANDOFF), None)
    if (due is None) != (came is None):
        return False
    until = len(decided) if came is None else came
    return not any(
        _wrong(turn, verdict["expected"], articles)
        for turn, verdict in zip(decided[:until], verdicts[:until], strict=True)
    )


def _wrong(turn: JudgedTurn, expected: str | None, articles: frozenset[str]) -> bool:
    return (
        expected in articles
        and turn.band in ANSWERED
        and turn.article in articles
        and turn.article != expected
    )


def left_out(vectors: Vectors, labels: list[str]) -> Json:
    """Each stored question looked up among the others (leave one out, nearest neighbour by cosine): the share
    that finds its own article, and the pairs most often confused.
    """
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    names, pairs = np.array(labels), Counter[tuple[str, str]]()
    right = 0
    for start in range(0, len(labels), BLOCK):
        likeness = unit[start : start + BLOCK] @ unit.T
        likeness[np.arange(len(likeness)), np.arange(start, start + len(likeness))] = -1.0
        nearest = names[likeness.argmax(axis=1)]
        own = names[start : start + BLOCK]
        right += int((nearest == own).sum())
        pairs.update(
            (str(a), str(b)) for a, b in zip(own[nearest != own], nearest[nearest != own], strict=True)
        )
    most = [{"article": a, "taken_for": b, "times": times} for (a, b), times in pairs.most_common(20)]
    return {"questions": len(labels), "right": right, "confused": most}


def examine(
    papers: Papers,
    model: Path,
    live: Live | None,
    questions: tuple[Vectors, list[str]],
    stored: Vectors | None = None,
) -> Json:
    """The whole report. ``verdict`` is ``passed``, or ``look`` with reasons a person should see before this
    goes live. ``stored`` are the vectors of the stored questions in ``papers``.
    """
    new = load(model)
    texts, marked = (
        [question.text for question in papers.asked],
        [question for question in papers.marked if question.article in papers.articles],
    )
    messages = [*texts, *(one.text for one in marked)]
    after = found_in(new, messages, papers.rules)
    before = found_in(live.runner, messages, papers.rules) if live and messages else None
    goldens_now, goldens_then = _goldens(new, live, papers)
    report: Json = {
        "asked": {
            "questions": len(texts),
            "changed": differences(papers.asked, (before or after)[: len(texts)], after[: len(texts)]),
        },
        "marked": marked_report(marked, before[len(texts) :] if before else None, after[len(texts) :]),
        "goldens": {
            "dialogues": len(goldens_now),
            "right": sum(goldens_now.values()),
            "each": goldens_now,
            "lost": [
                name for name, right in goldens_then.items() if right and not goldens_now.get(name, True)
            ],
            "won": [
                name for name, right in goldens_now.items() if right and not goldens_then.get(name, True)
            ],
        },
        "stored": _stored(new, live, papers, stored),
        "left_out": left_out(*questions) if questions[1] else {"questions": 0, "right": 0, "confused": []},
    }
    reasons = list(_reasons(report))
    return {**report, "verdict": LOOK if reasons else PASSED, "reasons": reasons}


def _stored(new: Runner, live: Live | None, papers: Papers, vectors: Vectors | None) -> Json:
    """Each stored question of the live release, word for word; the model that answers now is asked only what
    this one gets wrong.
    """
    if vectors is None or not papers.stored:
        return {"questions": 0, "right": 0, "lost": [], "missed": 0}
    questions = list(papers.stored)
    now = word_for_word(new, questions, vectors)
    wrong = [at for at, answer in enumerate(now) if answer.answered != questions[at].article]
    then = (
        word_for_word(live.runner, [questions[at] for at in wrong], vectors[wrong])
        if live and wrong
        else None
    )
    lost = [
        {"text": questions[at].text, "article": questions[at].article, "now": plain(now[at])}
        for row, at in enumerate(wrong)
        if then and then[row].answered == questions[at].article
    ]
    return {
        "questions": len(questions),
        "right": len(questions) - len(wrong),
        "lost": lost[:SHOWN],
        "missed": len(lost),
    }


def _reasons(report: Json) -> Iterator[str]:
    lost, talks, stored = report["marked"]["lost"], report["goldens"]["lost"], report["stored"]
    if count := stored["missed"]:
        examples = "; ".join(f"“{row['text'][:80]}”" for row in stored["lost"][:5])
        yield (
            f"{count} stored {'question is' if count == 1 else 'questions are'} answered word for word no"
            f" longer as by the live release: {examples}"
        )
    if lost:
        yield (
            f"{len(lost)} marked {'question finds its' if len(lost) == 1 else 'questions find their'} article"
            f" no longer, like “{lost[0]['text'][:80]}”"
        )
    if talks:
        yield (
            f"{len(talks)} evaluation {'dialogue goes' if len(talks) == 1 else 'dialogues go'} wrong now:"
            f" {', '.join(talks[:5])}"
        )
