"""The ports of the knowledge base, one for each noun. Every implementation passes tests/knowledge/contract.

What holds for all of them:

- *Atomic and durable.* A method that writes is one commit. When it returns, it survives power loss; when it
  raises, nothing has changed. :meth:`Storage.transaction` makes several one commit.
- *Fresh.* A read sees every write that returned before it, by whatever process on the same database.
- *Checked.* What may be written is said by the pure functions of this room (:func:`knowledge.articles.check`
  and its like); an implementation calls them, so that nothing wrong is ever stored.
- *Stamped.* A row carries the time it was written at, in UTC milliseconds, from :mod:`knowledge.clock`.
- *Blocking.* A call may take milliseconds, and only one is made at a time. Who has an event loop hands a
  whole piece of work to a thread; why, is said in docs/architecture.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Any, Protocol

from knowledge.articles import Article
from knowledge.gate import Overruled
from knowledge.mark_store import Mark
from knowledge.records import Care, Decided, Draft, Entry, Fact, Frozen, Release, Review, Training
from knowledge.texts import Texts
from knowledge.trial import Trial


class ArticleRepository(Protocol):
    """Articles by id. A version is never changed, only followed."""

    def all(self, retired: bool = False) -> list[Article]:
        """The newest version of every article that is not retired, or of those that are, by topic and
        title.
        """

    def versions(self, identity: str) -> list[tuple[Article, str, int]]:
        """All versions of an article, newest first, each with author and time."""

    def get(self, identity: str) -> Article:
        """The newest version; raises :class:`MissingError` when there is none."""

    def save(
        self, article: Article, author: str, base: int | None = None, care: Care | None = None
    ) -> Article:
        """Write a new version and return it; the author's draft is dropped, and a retired article is back.
        ``base`` is the version the writer started from: another one newer than it is a lost update, and
        refused with :class:`StaleError`. Nothing is written when nothing changed. Raises
        :class:`ArticleError` as :meth:`set_care` does.
        """

    def save_all(
        self, articles: list[Article], author: str, cares: Mapping[str, Care] = MappingProxyType({})
    ) -> list[Article]:
        """Save several: all of them, or none. ``cares`` add to what is known; dates of publishing stay."""

    def retire(self, identity: str) -> None:
        """Take an article out with the next release; its versions stay, and saving it again brings it back.
        Raises :class:`MissingError`.
        """

    def retired(self) -> frozenset[str]:
        """The articles that are taken out."""

    def saved(self) -> int:
        """Grows with every version that is saved and every article taken out or back: cheap enough to be
        asked all the time.
        """

    def care(self, identity: str) -> Care:
        """Owner, review date, language, and the dates of publishing and expiry."""

    def cares(self) -> dict[str, Care]:
        """The same for all articles."""

    def set_care(self, identity: str, care: Care) -> None:
        """Keep it; raises :class:`ArticleError` for a date or language that is none."""

    def translations(self, identity: str) -> dict[str, str]:
        """Who says the same in other languages: article ids by language."""

    def behind(self) -> frozenset[str]:
        """Translations whose original was saved after them."""


class PlanRepository(Protocol):
    """The dates on which articles are published and expire, and what came in between."""

    def any_due(self, now: int) -> bool:
        """Whether a date has passed. Asked all the time, so without the right to write."""

    def to_publish(self, now: int) -> frozenset[str]:
        """Articles whose date of publishing has passed."""

    def to_expire(self, now: int) -> frozenset[str]:
        """Articles whose date of expiry has passed."""

    def expire(self, identities: frozenset[str], now: int) -> None:
        """Retire what has had its time, and drop that date."""

    def drop(self, identities: frozenset[str]) -> None:
        """What is published needs no date any more."""

    def stop(self, identity: str, why: str) -> None:
        """Note why an article is not published on its date."""

    def stopped(self) -> dict[str, str]:
        """Why an article was not published on its date, by id; until it is saved or planned anew."""


class ReviewRepository(Protocol):
    """A second person's look at a version, by article and version."""

    def careful_topics(self) -> frozenset[str]:
        """Topics in which nothing is published that only its author has seen."""

    def set_careful(self, topic: str, careful: bool) -> None:
        """Whether a topic asks for a second person."""

    def ask(self, identity: str, author: str) -> None:
        """Ask a team member to look at the newest version; asking again changes nothing. Raises
        :class:`MissingError`.
        """

    def decide(self, identity: str, version: int, by: str, approved: bool, note: str = "") -> None:
        """Approve or send back; raises :class:`ReviewError` for one's own version or another than the
        newest.
        """

    def all(self) -> dict[str, Review]:
        """The review of each article's newest version, where one was asked for."""


class DraftRepository(Protocol):
    """What is being written, by article and author."""

    def keep(self, draft: Draft) -> None:
        """What someone is writing, so that closing the page loses nothing: one an author and article. Drafts
        that nobody has touched for long are dropped.
        """

    def drop(self, identity: str, author: str) -> None:
        """Forget what was being written."""

    def of(self, identity: str) -> list[Draft]:
        """Who is writing on an article, newest first."""


class FactRepository(Protocol):
    """Facts by name, as they are being edited; a release freezes them."""

    def all(self) -> list[Fact]:
        """All facts, by name."""

    def values(self) -> dict[str, str]:
        """The values as they are edited now."""

    def set(self, name: str, value: str, about: str, author: str) -> None:
        """Keep a value; raises :class:`FactError`. It is live with the next release."""

    def drop(self, name: str, in_use: list[str]) -> None:
        """Forget a fact; raises :class:`FactError` while something uses it."""


class TextRepository(Protocol):
    """System texts by key, as they are being edited; a release freezes them. What is not reworded is what
    Baton brings.
    """

    def all(self) -> Texts:
        """Every line as it is edited now."""

    def reworded(self) -> Texts:
        """The lines that differ from what Baton brings."""

    def reword(self, key: str, variants: tuple[str, ...], author: str) -> None:
        """Say a line in other words; raises :class:`VoiceError` naming what is wrong. Live with the next
        release.
        """

    def reset(self, key: str) -> None:
        """Take back a line's rewording."""


class ReleaseRepository(Protocol):
    """Releases by number: immutable sets of versions, lines and facts with the model trained for them. One is
    active; another may be tried on a share of new chats (the canary). Switching is a pointer, and rolling
    back is the same switch.
    """

    def add(
        self, frozen: Frozen, author: str, note: str, *, learned: str, model: str | None, hold: bool
    ) -> Release:
        """Keep a new release; its number is higher than all before."""

    def get(self, identity: int) -> Release:
        """One release; raises :class:`MissingError`."""

    def newest(self, most: int = 50) -> list[Release]:
        """The latest releases, newest first."""

    def articles(self, release: int) -> list[Article]:
        """The articles as a release froze them, by topic and id."""

    def texts(self, release: int | None = None) -> Texts:
        """The system texts of a release, by default the active one; keys added by a newer Baton come from the
        seed.
        """

    def facts(self, release: int) -> dict[str, str]:
        """The facts as a release froze them."""

    def models(self, most: int) -> frozenset[str]:
        """The models of the live release, of the one on trial, and of the newest ones: ``most`` of them."""

    def set_model(self, release: int, model: str) -> None:
        """Note the model trained for a release."""

    def set_report(self, release: int, report: dict[str, Any]) -> None:
        """Keep a release's examination."""

    def report(self, release: int) -> dict[str, Any] | None:
        """A release's examination, if it had one."""

    def active(self) -> Release | None:
        """The release that answers now, or None before the first."""

    def activate(self, release: int) -> None:
        """Make a release the one that answers. A trial of another one ends."""

    def trial(self) -> Trial | None:
        """The release that is tried on a share of new chats, if any."""

    def try_out(self, release: int, share: int) -> None:
        """Let a trained release answer ``share`` percent of the chats that begin from now on; 0 ends the
        trial. Raises :class:`ReleaseError` for one that was never trained.
        """


class TrainingRepository(Protocol):
    """Trainings by release: which wait, and how far they are."""

    def note(self, release: int, state: str, detail: str) -> None:
        """Say how far a training is."""

    def note_progress(self, release: int, detail: str) -> None:
        """Say what a training does now, unless it has been set aside meanwhile."""

    def overtaken(self, release: int) -> None:
        """Say of older releases that still wait that a newer one holds their changes."""

    def latest(self) -> Training | None:
        """The training that last got on."""

    def all(self) -> dict[int, Training]:
        """The trainings of all releases."""

    def newest(self, state: str) -> int | None:
        """The newest release in this state."""

    def next(self) -> int | None:
        """The newest release that waits for its training; older ones that still wait are overtaken by it."""

    def next_start(self) -> int | None:
        """The release whose bot is to be started: the one that was wished for last."""


class OverruleRepository(Protocol):
    """What was let through in spite of its errors, by release, and the audit log of it."""

    def note(self, release: int, overruled: Overruled) -> None:
        """Kept with the release and in the audit log."""

    def of(self, release: int) -> Overruled | None:
        """Who let a release out in spite of its errors, if somebody did."""

    def releases(self) -> list[int]:
        """The releases that went out in spite of their errors."""

    def audit(self, most: int = 200) -> list[Entry]:
        """The audit log, newest first. It only grows."""


class GapRepository(Protocol):
    """What editors decided about questions without a good answer, by the question's place in the log."""

    def decided(self) -> frozenset[tuple[str, int]]:
        """The places that are decided."""

    def decide(self, decided: Decided) -> None:
        """Remember a decision; deciding again replaces it."""


class MarkRepository(Protocol):
    """What would have been right, as team members marked it: questions by themselves, and places in
    conversations. Every release is examined with them.
    """

    def questions(self) -> list[tuple[str, str]]:
        """Questions with the article that is right for them, oldest first."""

    def add_question(self, text: str, article: str, source: str, author: str) -> None:
        """Add a question to the examinations, or correct which article is right for it."""

    def all(self, conversation: str | None = None) -> list[Mark]:
        """All marks, oldest first, or those of one conversation."""

    def set(self, conversation: str, seq: int, right: str | None, author: str) -> None:
        """Say what would have been right at a place; None takes the mark back. Raises :class:`MissingError`
        for an unknown article.
        """


class FeedbackRepository(Protocol):
    """Readers' feedback on the help centre's pages: counts a day, and nothing about who."""

    def count(self, article: str, version: int, helpful: bool, day: str) -> None:
        """One more reader was helped, or was not."""

    def by_article(self) -> dict[str, tuple[int, int]]:
        """How many readers were helped and were not, by article."""


class Storage(Protocol):
    """One knowledge base as a database keeps it."""

    articles: ArticleRepository
    plans: PlanRepository
    reviews: ReviewRepository
    drafts: DraftRepository
    facts: FactRepository
    texts: TextRepository
    releases: ReleaseRepository
    trainings: TrainingRepository
    overrules: OverruleRepository
    gaps: GapRepository
    marks: MarkRepository
    feedback: FeedbackRepository

    def transaction(self) -> AbstractContextManager[None]:
        """The unit of work: what is written within is one commit, and nobody else's comes between; when it
        ends by an exception, nothing was written. Within another it is part of that one. Raises
        :class:`DiskFullError` where there is no room.
        """

    def stamp(self) -> str:
        """Changes with every write to the knowledge base; nothing else is promised of it."""

    def close(self) -> None:
        """Let go of the database."""


class VectorCache(Protocol):
    """Sentence vectors by a digest of their text. It may forget any of them; several processes and threads
    may use one.
    """

    def known(self, digests: list[bytes]) -> dict[bytes, bytes]:
        """The vectors that are there, as they were kept."""

    def keep(self, vectors: Mapping[bytes, bytes]) -> None:
        """Keep them; what is kept already stays as it is."""

    def close(self) -> None:
        """Let go of what was opened."""


class WordIndex(Protocol):
    """Which texts of a fixed list hold words, by how telling that is. May be asked from several threads."""

    def find(self, words: Iterable[str], most: int) -> list[int]:
        """Places in the list of the articles that hold any of ``words``, in any inflection: best first, and
        those before the others whose title has it.
        """
