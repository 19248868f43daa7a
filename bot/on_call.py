"""A trainer that has everything imported before there is work: what it is to do comes on standard input, as
the supervisor writes it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import rasa.model_training  # noqa: F401 - the point of being on call

from bot.components.encoder import RELEASE, remembered
from bot.components.reading import article_id
from bot.examination import Live, Papers, Vectors, examine
from bot.importer import release_examples
from bot.turn import Json

Learn = Callable[[Path, str], Path | None]
LEARNING, EXAMINED = "learning", "being evaluated"


def work(stream: TextIO, learn: Learn, home: Path) -> int:
    """Train, examine, write the report. Returns 0 when done or when nothing was asked, 1 when nothing could
    be trained.
    """
    line = stream.read()
    if not line.strip():
        return 0
    job: Json = json.loads(line)
    report, os.environ[RELEASE] = Path(job["report"]), str(job["release"])
    _say(report, LEARNING)
    model = learn(Path(job["output"]), job["name"])
    if model is None:
        return 1
    _say(report, EXAMINED)
    live = Live(Path(job["against"]), job["live_report"]) if job["against"] else None
    papers = Papers.from_json(job)
    examination = examine(
        papers,
        model,
        live,
        _questions(home, job["release"]),
        _vectors([question.text for question in papers.stored]),
    )
    report.write_text(json.dumps(examination), encoding="utf-8")
    return 0


def _say(report: Path, words: str) -> None:
    """What is being done, for those who wait."""
    report.with_suffix(".step").write_text(words, encoding="utf-8")


def _questions(home: Path, release: int) -> tuple[Vectors, list[str]]:
    examples = release_examples(home, release)
    vectors = _vectors([str(example.get("text")) for example in examples])
    labels = [str(example.get("intent_response_key")) for example in examples]
    return vectors, [article_id(label) or label for label in labels]


def _vectors(texts: list[str]) -> Vectors:
    with remembered() as encoder:
        return encoder.encode(texts)
