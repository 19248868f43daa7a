"""The words of the active release, kept in memory: what the bot names, the hub renders (law 9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from threading import Lock
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from bot.turn import Line, Option, Variables
from escalation.core.commands import Spoken
from escalation.core.events import Choice
from knowledge import texts as texts_module
from knowledge.articles import Article
from knowledge.errors import KnowledgeError
from knowledge.facts import Facts, filled
from knowledge.steps import parse
from knowledge.store import KnowledgeStore
from knowledge.trial import Trial

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable("table")
_TAGS = {
    "img",
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "a",
    "code",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


_PICTURE = re.compile(r"media/[0-9a-f]{32}\.(png|jpg|gif|webp)")


def _own_pictures(tag: str, name: str, value: str) -> str | None:
    """A picture from elsewhere would tell others who reads it."""
    return None if (tag, name) == ("img", "src") and not _PICTURE.fullmatch(value) else value


def _picture(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    """A picture of ours; of any other its words alone."""
    words, address = escape(tokens[at].content), str(tokens[at].attrGet("src") or "")
    return f'<img src="{address}" alt="{words}">' if _PICTURE.fullmatch(address) else words


_markdown.add_render_rule("image", _picture)


@lru_cache(maxsize=2048)
def html(markdown: str) -> str:
    """A text of ours as safe HTML: a small set of tags, links that open outside and tell nothing."""
    return nh3.clean(
        _markdown.render(markdown),
        tags=_TAGS,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        attribute_filter=_own_pictures,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    ).strip()


@dataclass(frozen=True, slots=True)
class _Book:
    """What one release says, facts filled in."""

    articles: dict[str, Article]
    texts: texts_module.Texts
    translations: dict[tuple[str, str], str] = field(default_factory=dict)


class Words:
    """Renders lines. :meth:`refresh` takes over what another process or an editor published."""

    def __init__(self, store: KnowledgeStore) -> None:
        self._store = store
        self._reading = Lock()
        self._book = self._former = _Book({}, texts_module.seed())
        self._tried = self._book
        self._trial: Trial | None = None
        self.release: int | None = None
        self.refresh()

    def refresh(self) -> bool:
        """Read the active release, and one on trial, if they are others than before; from any thread, beside
        the hub's loop.
        """
        with self._reading:
            trial = self._store.releases.trial()
            if trial != self._trial:
                self._tried = self._read(trial.release) if trial else self._tried
                self._trial = trial
            active = self._store.releases.active()
            if active is None or active.id == self.release:
                return False
            self._former, self._book = self._book, self._read(active.id)
            self.release = active.id
            return True

    def on_trial(self, conversation: str, opened_at: int) -> bool:
        """Whether the release on trial answers this chat."""
        trial = self._trial
        return trial is not None and trial.takes(conversation, opened_at)

    def _read(self, release: int) -> _Book:
        facts = self._store.releases.facts(release)
        articles = {article.id: _worded(article, facts) for article in self._store.releases.articles(release)}
        cares = {key: care for key, care in self._store.articles.cares().items() if key in articles}
        translations = {
            (care.translates, care.language): key
            for key, care in cares.items()
            if care.translates and care.language
        }
        return _Book(
            articles, texts_module.with_facts(self._store.releases.texts(release), facts), translations
        )

    def close(self) -> None:
        """Close the store."""
        with self._reading:
            self._store.close()

    @property
    def articles(self) -> dict[str, Article]:
        """The live articles by id, facts filled in. Not to be changed."""
        return self._book.articles

    def title(self, article: str) -> str:
        """An article's title in the live release, or what it is called if it is not in it."""
        entry = self._book.articles.get(article)
        return entry.title if entry else article

    def topic(self, article: str) -> str | None:
        """The topic an article of the live release stands in."""
        entry = self._book.articles.get(article)
        return entry.topic if entry else None

    def answer(self, article: str) -> str:
        """An article's words as they are live. Raises :class:`KnowledgeError` for one that is not."""
        entry = self._article(article, trial=False)
        if entry is None:
            raise KnowledgeError(f"Article “{article}” is not live.")
        return entry.answer

    def whole(self, article: str, language: str | None = None, trial: bool = False) -> Spoken | None:
        """An article that says it all at once, with its title among the variables; None for one that is
        walked through step by step, and for one that is not there.
        """
        entry = self._article(article, trial, language)
        if entry is None or entry.steps:
            return None
        title: Variables = {"title": entry.title}
        return Spoken(
            role="answer", text=entry.answer, article=entry.id, article_version=entry.version, variables=title
        )

    def text(
        self, key: str, variables: Variables, seq: int, language: str | None = None, trial: bool = False
    ) -> str:
        """The words of a system text, in ``language`` where it has words in it."""
        return texts_module.fill((self._tried if trial else self._book).texts, key, variables, seq, language)

    def line(self, line: Line, seq: int, language: str | None = None, trial: bool = False) -> Spoken:
        """A named line as spoken words. Raises :class:`KnowledgeError` for an article that no release of late
        has.
        """
        options = [self._option(option, trial) for option in line.options]
        if line.article is not None:
            article = self._article(line.article, trial, None if line.step else language)
            if article is None:
                raise KnowledgeError(
                    f"The bot named article “{line.article}”, which the active release does not have."
                )
            if line.step is not None:
                return _step(line, article)
            variables: Variables = {"translates": line.article} if article.id != line.article else {}
            return Spoken(
                role=line.role,
                text=article.answer,
                article=article.id,
                article_version=article.version,
                options=options,
                variables=variables,
            )
        words = self.text(line.key or "", line.variables, seq, language, trial)
        return Spoken(role=line.role, text=words, key=line.key, variables=line.variables, options=options)

    def _article(self, identity: str, trial: bool, language: str | None = None) -> Article | None:
        """An article of the release that answers, or its words in another language. A bot may be ahead of the
        next refresh by a second, or finish a turn it began under the release before: neither is a reason to
        send the customer to a person.
        """
        if identity not in (self._tried if trial else self._book).articles:
            self.refresh()
        identity = (self._tried if trial else self._book).translations.get(
            (identity, language or ""), identity
        )
        books = [*([self._tried] if trial else []), self._book, self._former]
        return next((book.articles[identity] for book in books if identity in book.articles), None)

    def _option(self, option: Option, trial: bool) -> Choice:
        if option.article is not None:
            # As the bot knows it: the customer's click is read by its title.
            article = self._article(option.article, trial)
            return Choice(article.title if article else option.article)
        return Choice(self.text(option.key or "", {}, 0, None, trial))


def _worded(article: Article, facts: Facts) -> Article:
    return replace(article, answer=filled(article.answer, facts), steps=filled(article.steps, facts))


def _step(line: Line, article: Article) -> Spoken:
    step = next((one for one in parse(article.steps) if one.name == line.step), None)
    if step is None:
        raise KnowledgeError(
            f"The bot named step “{line.step}” of article “{article.id}”, which the active release does not"
            " have."
        )
    options = [Choice(choice.label) for choice in step.choices]
    return Spoken(
        role="step",
        text=step.say,
        article=article.id,
        article_version=article.version,
        variables={"step": step.name},
        options=options,
    )
