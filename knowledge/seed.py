"""data/faq/<topic>.yml ↔ articles: the files a fresh shop's knowledge base is filled from, and written back
to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from knowledge.article_store import Care, care_of
from knowledge.articles import Article, check
from knowledge.errors import ArticleError
from knowledge.exchange import CARE

_PREFIX = "faq/"


def read_folder(folder: Path) -> list[Article]:
    """All articles of a folder, by topic and place. Raises :class:`ArticleError` naming file and article."""
    articles = [article for file in sorted(folder.glob("*.yml")) for article in read_file(file)]
    topics: dict[str, str] = {}
    for article in articles:
        if article.id in topics:
            raise ArticleError(
                f"Article {article.id} stands in {topics[article.id]}.yml and in {article.topic}.yml;"
                " keep one."
            )
        topics[article.id] = article.topic
    return articles


def read_file(file: Path) -> list[Article]:
    """The articles of one topic file, in Rasa's NLU and responses format."""
    try:
        return read_text(file.read_text(encoding="utf-8"), file)
    except UnicodeDecodeError as problem:
        raise ArticleError(f"{file} is not readable YAML: {problem}") from problem


def read_text(text: str, file: Path) -> list[Article]:
    """The same of a file's text; ``file`` names it, and its stem the topic."""
    try:
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise ArticleError(f"{file}, line {line}, is not readable YAML: {problem.problem}") from problem
    except yaml.YAMLError as problem:
        raise ArticleError(f"{file} is not readable YAML: {problem}") from problem
    if not isinstance(data, dict) or not isinstance(data.get("nlu"), list):
        raise ArticleError(f"{file} has no list “nlu” of articles.")
    answers = data.get("responses") or {}
    return [_article(file, entry, answers) for entry in data["nlu"]]


def read_care(source: Path) -> dict[str, Care]:
    """Language, original, owner and review date of the articles of a folder or file, by id; only of those
    that have any.
    """
    files = sorted(source.glob("*.yml")) if source.is_dir() else [source]
    return {key: care for file in files for key, care in care_in(file.read_text(encoding="utf-8")).items()}


def care_in(text: str) -> dict[str, Care]:
    """The same of a file's text, which :func:`read_text` has read without a fault."""
    cares = {}
    for entry in yaml.safe_load(text)["nlu"]:
        metadata = {
            name: str(value)
            for name, value in (entry.get("metadata") or {}).items()
            if name in CARE and value
        }
        if metadata:
            cares[str(entry["intent"]).removeprefix(_PREFIX)] = care_of(metadata)
    return cares


def _article(file: Path, entry: dict[str, Any], answers: dict[str, Any]) -> Article:
    intent = str(entry.get("intent", ""))
    if not intent.startswith(_PREFIX):
        raise ArticleError(f"{file}: “{intent}” is not an article; its intent must begin with {_PREFIX}.")
    identity = intent.removeprefix(_PREFIX)
    words = answers.get(f"utter_{intent}")
    if not words:
        raise ArticleError(f"{file}: article {identity} has no answer (responses → utter_{intent}).")
    questions = tuple(
        re.sub(r"^\s*-\s*", "", line).strip()
        for line in str(entry.get("examples", "")).splitlines()
        if line.strip()
    )
    about = entry.get("metadata") or {}
    title = about.get("title") or (questions[0] if questions else identity)
    return check(
        Article(
            identity,
            file.stem,
            str(title),
            str(words[0]["text"]).strip(),
            questions,
            steps=str(about.get("steps", "")).strip(),
        )
    )


class _Text(str):
    """A string written as a YAML block."""

    __slots__ = ()


def _block(dumper: yaml.SafeDumper, value: _Text) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style="|")


class _Dumper(yaml.SafeDumper):
    """A dumper of our own, so that the block style stays out of PyYAML's global one."""


_Dumper.add_representer(_Text, _block)


def write_folder(
    folder: Path, articles: list[Article], cares: Mapping[str, Care] = MappingProxyType({})
) -> list[Path]:
    """Write one file a topic, readable by :func:`read_folder` without loss; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    topics = sorted({article.topic for article in articles})
    return [
        _write(folder / f"{topic}.yml", [article for article in articles if article.topic == topic], cares)
        for topic in topics
    ]


def _about(article: Article, care: Care) -> dict[str, Any]:
    steps = {"steps": _Text(f"{article.steps}\n")} if article.steps else {}
    return {
        "title": article.title,
        **steps,
        **{name: getattr(care, name) for name in CARE if getattr(care, name)},
    }


def _write(file: Path, articles: list[Article], cares: Mapping[str, Care]) -> Path:
    nlu = [
        {
            "intent": f"{_PREFIX}{article.id}",
            "metadata": _about(article, cares.get(article.id, Care())),
            "examples": _Text("".join(f"- {question}\n" for question in article.questions)),
        }
        for article in articles
    ]
    responses = {f"utter_{_PREFIX}{article.id}": [{"text": article.answer}] for article in articles}
    data = {"version": "3.1", "nlu": nlu, "responses": responses}
    file.write_text(
        yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110), encoding="utf-8"
    )
    return file
