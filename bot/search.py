"""``baton knowledge search``: which articles answer a question, over the active release or a file of
articles.

Usage: python -m bot.search [--json] [--articles FILE.jsonl] [QUESTION]; without a question, one a line from
standard input.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.components.article_match import ArticleMatch, limits_of, speller_of
from bot.components.calibration import Calibration, shipped
from bot.components.match_training import Asked, train, with_words
from bot.components.reading import FAQ, Reader, reason
from bot.scoring.matching import ADMIT, Matcher
from bot.shortening import shortened
from bot.turn import DialogueState, Json
from knowledge.encoder import Encoder
from knowledge.encoder_stamp import MINILM, chosen, encoder_folder
from knowledge.errors import KnowledgeError
from knowledge.store import KnowledgeStore

CONFIG = Path(__file__).resolve().parents[1] / "config.yml"
SHOWN = 10


class SearchError(ValueError):
    """Articles that cannot be searched; ``str()`` says where and how to mend it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is searched of an article: its title and its questions."""

    id: str
    title: str
    questions: tuple[str, ...]


def read_articles(file: Path) -> list[Entry]:
    """Articles as JSON, one a line: ``{"id", "title", "questions": […], "answer"}``."""
    with file.open(encoding="utf-8") as lines:
        entries = [
            _entry(line, f"{file}, line {number}") for number, line in enumerate(lines, 1) if line.strip()
        ]
    if not entries:
        raise SearchError(f"{file} is empty: one article a line is needed.")
    ids: set[str] = set()
    for entry in entries:
        if entry.id in ids:
            raise SearchError(f"{file}: two articles have the id “{entry.id}”.")
        ids.add(entry.id)
    return entries


def _entry(line: str, place: str) -> Entry:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as problem:
        raise SearchError(f"{place}: not JSON: {problem.msg} at column {problem.colno}.") from problem
    if not isinstance(data, dict) or not isinstance(data.get("id"), str) or not data["id"]:
        raise SearchError(f"{place}: needs an “id”.")
    title, questions = data.get("title") or "", data.get("questions") or []
    if (
        not isinstance(title, str)
        or not isinstance(questions, list)
        or not all(isinstance(question, str) for question in questions)
    ):
        raise SearchError(f"{place}: “title” must be a text and “questions” a list of texts.")
    if not title.strip() and not any(question.strip() for question in questions):
        raise SearchError(
            f"{place}: the article “{data['id']}” has neither a title nor a question to be found by."
        )
    return Entry(data["id"], title, tuple(question for question in questions if question.strip()))


def released(home: Path) -> list[Entry]:
    """The articles customers get now."""
    with KnowledgeStore.open_read_only(home) as store:
        active = store.releases.active()
        articles = store.releases.articles(active.id) if active else []
    if not articles:
        raise SearchError(f"There is no released article in {home}. Run `baton up` or `baton train` first.")
    return [Entry(article.id, article.title, article.questions) for article in articles]


class Search:
    """A matcher over articles."""

    def __init__(self, entries: list[Entry], encoder: Encoder, model: str = MINILM) -> None:
        self._titles = {entry.id: entry.title for entry in entries}
        self._encoder = encoder
        pipeline = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["pipeline"]
        config = ArticleMatch.get_default_config() | next(
            component for component in pipeline if component["name"].endswith("ArticleMatch")
        )
        self._matcher = _taught(entries, encoder, shipped(config["unknown_share"], model))
        self._reader = Reader(
            self._matcher, limits_of(config), encoder.encode, speller_of(self._matcher), SHOWN
        )

    def find(self, question: str) -> Json:
        """``{"question", "band", "probability", "reason", "results": [{"id", "title", "score"}]}``, best
        first; nothing for an empty question. ``probability`` is the chance that the first result is right,
        ``reason`` says in words why the bot would do what the band says.
        """
        if not question.strip():
            return {
                "question": question,
                "band": ADMIT,
                "probability": 0.0,
                "reason": "Nothing was asked.",
                "results": [],
            }
        text = shortened(question)
        reading = self._reader.read(text, self._encoder.encode([text])[0], DialogueState(), ())
        match = reading.found
        results = [
            {
                "id": label.removeprefix(_PREFIX),
                "title": self._titles[label.removeprefix(_PREFIX)],
                "score": round(share, 4),
            }
            for label, share in zip(match.labels, match.probabilities, strict=True)
        ]
        judgement = {"band": reading.band, "probability": round(match.right, 4), "reason": reason(reading)}
        return {"question": question, **judgement, "results": results}


_PREFIX = f"{FAQ}/"


def _taught(entries: list[Entry], encoder: Encoder, calibration: Calibration) -> Matcher:
    pairs = [
        (text, f"{_PREFIX}{entry.id}")
        for entry in entries
        for text in dict.fromkeys([*([entry.title] if entry.title.strip() else []), *entry.questions])
    ]
    texts = [text for text, _ in pairs]
    questions = Asked(texts, encoder.encode(texts, workers=2), [label for _, label in pairs])
    return with_words(train(questions, calibration=calibration), questions, encoder.encode)


def _questions(question: str | None) -> Iterator[str]:
    if question is not None:
        yield question
        return
    for line in sys.stdin:
        if line.strip():
            yield line.rstrip("\n")


def _as_text(answer: Json) -> str:
    rows = [f"  {row['score']:.2f}  {row['id']:<28} {row['title']}" for row in answer["results"][:5]]
    return "\n".join(
        [f"{answer['question']}   ({answer['band']}, {answer['probability']:.2f}: {answer['reason']})", *rows]
    )


def main() -> int:
    """Search; exit code 2 with a sentence for bad input."""
    parser = argparse.ArgumentParser(prog="baton knowledge search")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--articles", type=Path)
    parser.add_argument("question", nargs="?")
    arguments = parser.parse_args()
    try:
        home = Path(os.environ.get("BATON_HOME") or encoder_folder().parent)
        entries = read_articles(arguments.articles) if arguments.articles else released(home)
        search = Search(
            entries, Encoder(encoder_folder(), chosen(encoder_folder())), chosen(encoder_folder())
        )
        for question in _questions(arguments.question):
            answer = search.find(question)
            print(json.dumps(answer, ensure_ascii=False) if arguments.json else _as_text(answer), flush=True)
    except (SearchError, KnowledgeError, OSError, UnicodeDecodeError) as problem:
        print(f"baton knowledge search: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    from bot import launch

    launch.prepare("ERROR")
    sys.exit(main())
