"""Articles to and from other formats: CSV, Markdown, and a FAQ page pasted as text or HTML. Pure: text in,
articles out.

Reading is all or nothing: the first thing that is wrong is named with its row and column, or line, and
nothing is returned.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from html.parser import HTMLParser
from types import MappingProxyType

from knowledge.article_store import Care, care_of
from knowledge.articles import Article, check
from knowledge.errors import ArticleError

CARE = ("language", "translates", "owner", "review_on")
COLUMNS = ("id", "topic", "title", "answer", "questions", "steps", *CARE)
NEEDED = ("topic", "title", "answer")
ASKED, STEPS = "How customers ask", "Steps"
FORMATS = ("csv", "markdown", "page")
_HEAD = re.compile(r"(#{1,3})\s+(.*?)(?:\s*\{#([a-z0-9_]+)\})?\s*")
_LISTED = re.compile(r"[-*]\s+(.*\S)")


def identity_of(title: str) -> str:
    """An id made from a title: small letters, digits and underscores."""
    slug = re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:60].strip("_")
    return slug if re.match(r"[a-z].", slug) else f"article_{slug}".strip("_")


def read(text: str, form: str, topic: str = "general") -> list[Article]:
    """The articles of ``text`` in one of :data:`FORMATS`. Raises :class:`ArticleError` that names the
    place.
    """
    readers: dict[str, Callable[[str], Iterator[Article]]] = {
        "csv": _from_csv,
        "markdown": _from_markdown,
        "page": partial(_from_page, topic=topic),
    }
    if form not in readers:
        raise ArticleError(f"“{form}” is not a known format. Formats: {', '.join(FORMATS)}.")
    articles = list(readers[form](text))
    if not articles:
        raise ArticleError("No article found.")
    titles: dict[str, str] = {}
    for article in articles:
        if article.id in titles:
            raise ArticleError(
                f"“{article.title}” and “{titles[article.id]}” have the same id {article.id}. Change one of"
                " them."
            )
        titles[article.id] = article.title
    return articles


def read_care(text: str) -> dict[str, Care]:
    """Language, original, owner and review date of the articles of a CSV, by id; only of those that have
    any.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    rows.fieldnames = [fieldname.strip().casefold() for fieldname in rows.fieldnames or []]
    cares = {}
    for row in rows:
        metadata = {name: str(row[name]).strip() for name in CARE if (row.get(name) or "").strip()}
        if metadata:
            cares[(row.get("id") or "").strip() or identity_of(row["title"])] = care_of(metadata)
    return cares


def write_csv(articles: list[Article], cares: Mapping[str, Care] = MappingProxyType({})) -> str:
    """One row an article, questions one a line within their cell; read back without loss."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for article in articles:
        care = cares.get(article.id, Care())
        about = [getattr(care, name) or "" for name in CARE]
        rows.writerow(
            [
                article.id,
                article.topic,
                article.title,
                article.answer,
                "\n".join(article.questions),
                article.steps,
                *about,
            ]
        )
    return out.getvalue()


def write_markdown(articles: list[Article]) -> str:
    """A document by topic; read back without loss as long as an answer has no headings of its own."""
    parts, topic = [], None
    for article in articles:
        parts += [f"# {article.topic}"] if article.topic != topic else []
        topic = article.topic
        questions = "\n".join(f"- {question}" for question in article.questions)
        parts += [f"## {article.title} {{#{article.id}}}", article.answer, f"### {ASKED}", questions]
        parts += (
            [f"### {STEPS}", "\n".join(f"    {line}".rstrip() for line in article.steps.splitlines())]
            if article.steps
            else []
        )
    return "\n\n".join(parts) + "\n"


def _from_csv(text: str) -> Iterator[Article]:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        names = [name.strip().casefold() for name in next(rows, [])]
        if missing := [name for name in NEEDED if name not in names]:
            raise ArticleError(
                f"Row 1: the column “{missing[0]}” is missing. The first row names the columns:"
                f" {', '.join(COLUMNS)}."
            )
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _from_row(row, names, rows.line_num)
    except csv.Error as problem:
        raise ArticleError(f"Row {rows.line_num}: this is not readable CSV ({problem}).") from problem


def _from_row(row: list[str], names: list[str], number: int) -> Article:
    if len(row) != len(names):
        raise ArticleError(f"Row {number} has {len(row)} columns where the first row has {len(names)}.")
    cells = dict(zip(names, row, strict=True))
    for name in NEEDED:
        if not cells[name].strip():
            raise ArticleError(f"Row {number}, column “{name}”: it is empty.")
    questions = tuple(line.strip() for line in cells.get("questions", "").splitlines() if line.strip())
    identity = cells.get("id", "").strip() or identity_of(cells["title"])
    return _checked(
        Article(
            identity,
            cells["topic"].strip(),
            cells["title"].strip(),
            cells["answer"].strip(),
            questions,
            steps=cells.get("steps", "").strip(),
        ),
        f"Row {number}",
    )


def _checked(article: Article, place: str) -> Article:
    try:
        return check(article)
    except ArticleError as problem:
        raise ArticleError(f"{place}: {problem}") from problem


def _from_markdown(text: str) -> Iterator[Article]:
    topic = "general"
    open_: dict[str, list[str]] | None = None
    title = identity = part = ""
    began = 0
    for number, line in enumerate([*text.splitlines(), "# end"], 1):
        head = _HEAD.fullmatch(line)
        if head and len(head[1]) < 3:
            if open_ is not None:
                yield _from_parts((identity or identity_of(title), topic, title), open_, f"Line {began}")
            open_ = None
            if len(head[1]) == 1:
                topic = head[2]
            else:
                title, identity, part, began, open_ = (
                    head[2],
                    head[3] or "",
                    "answer",
                    number,
                    {"answer": [], ASKED: [], STEPS: []},
                )
        elif head and open_ is not None:
            if head[2] not in (ASKED, STEPS):
                raise ArticleError(
                    f"Line {number}: “{head[2]}” is not part of an article. Known parts: “{ASKED}” and"
                    f" “{STEPS}”."
                )
            part = head[2]
        elif open_ is not None:
            open_[part].append(line)
        elif line.strip():
            raise ArticleError(
                f"Line {number}: text before the first article. An article begins with “## Its title”."
            )


def _from_parts(name: tuple[str, str, str], parts: dict[str, list[str]], place: str) -> Article:
    identity, topic, title = name
    questions = tuple(match[1] for line in parts[ASKED] if (match := _LISTED.fullmatch(line.strip())))
    steps = "\n".join(line.removeprefix("    ") for line in parts[STEPS]).strip()
    return _checked(
        Article(identity, topic, title, "\n".join(parts["answer"]).strip(), questions, steps=steps), place
    )


class _Page(HTMLParser):
    """A page as lines: headings and terms are marked as questions, list items as such, everything else as
    text.
    """

    ASK, BLOCK = (
        frozenset({"h2", "h3", "h4", "h5", "dt", "summary"}),
        frozenset({"p", "div", "li", "dd", "br", "tr", "section", "article"}),
    )
    SKIP = frozenset({"script", "style", "nav", "footer", "header", "form", "button", "svg", "head"})

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[bool, str]] = []
        self._text, self._asking, self._skipping = "", False, 0

    def _flush(self) -> None:
        if words := " ".join(self._text.split()):
            self.lines.append((self._asking, words))
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as its base's
        """A block begins."""
        self._skipping += tag in self.SKIP
        if tag in self.ASK or tag in self.BLOCK:
            self._flush()
        if tag in self.ASK:
            self._asking = True
        if tag == "li":
            self._text = "- "

    def handle_endtag(self, tag: str) -> None:
        """A block ends."""
        self._skipping = max(0, self._skipping - (tag in self.SKIP))
        if tag in self.ASK or tag in self.BLOCK:
            self._flush()
        if tag in self.ASK:
            self._asking = False

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._skipping:
            self._text += data

    def close(self) -> None:
        """The last words."""
        super().close()
        self._flush()


def _lines(text: str) -> list[tuple[bool, str]]:
    if re.search(r"<(p|h[2-5]|dt|summary|div)\b", text, re.IGNORECASE):
        page = _Page()
        page.feed(text)
        page.close()
        return page.lines
    lines = [re.sub(r"^\s*(?:#+|Q[:.]|\d+[.)])\s*", "", line).strip() for line in text.splitlines()]
    return [(line.endswith("?") and len(line) <= 200, line) for line in lines]


def _from_page(text: str, topic: str) -> Iterator[Article]:
    title, answer = "", list[str]()
    for asking, line in [*_lines(text), (True, "")]:
        if not asking:
            answer += [re.sub(r"^A[:.]\s*", "", line)] if title else []
            continue
        words = re.sub(r"\n(?=- )", "\n", re.sub(r"\n{3,}", "\n\n", _joined(answer))).strip()
        if title and words:
            yield _checked(Article(identity_of(title), topic, title, words, ()), f"“{title}”")
        title, answer = line, []


def _joined(lines: list[str]) -> str:
    """Paragraphs apart, items of a list together."""
    text = ""
    for line in lines:
        close = line.startswith("- ") and text.rpartition("\n")[2].startswith("- ")
        text += ("\n" if close else "\n\n") + line if text else line
    return text
