"""The desk's inbox of gaps, what came of each article, and putting right what customers were told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
import numpy as np
from aiohttp import web
from msgspec import Meta

from escalation.conversations.insights import Insights
from escalation.core import commands as cmd
from escalation.core.errors import Code, Refused
from escalation.core.insight import Effect, Gap, asked_for, effects
from escalation.core.text import plain
from escalation.http.desk import DESK, READ, WRITE
from escalation.http.operations import Answer, Call, Operation
from escalation.http.search import SEARCH
from escalation.http.session import CONVERSATIONS
from escalation.store.records import Told
from knowledge.articles import Article
from knowledge.clusters import clusters
from knowledge.gaps import add_questions
from knowledge.index import Hit, Index
from knowledge.records import ADDED, DISMISSED, WRITTEN, Decided
from knowledge.remembered import Remembered
from knowledge.scrub import scrubbed
from knowledge.store import KnowledgeStore

INSIGHTS: web.AppKey[Insights] = web.AppKey("insight", Insights)
MOST, SHOWN, DRAFTS = 3000, 100, 3
SHORTEST, LONGEST, SUGGESTED, LIKE_ENOUGH, CLOSE = 8, 200, 6, 0.9, 0.5
MINUTE = 60_000
FELT_MINUTES = 5.0  # a customer as upset as can be weighs as much as five minutes of an agent


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A customer's words in the log."""

    conversation: Annotated[str, Meta(max_length=64)]
    seq: Annotated[int, Meta(ge=1, le=10**9)]


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of questions: ``add`` to an article as examples, ``written`` (an article was written for
    them), ``dismiss``.
    """

    places: Annotated[list[Place], Meta(min_length=1, max_length=500)]
    decision: Literal["add", "written", "dismiss"]
    article: Annotated[str, Meta(max_length=64)] | None = None
    questions: Annotated[list[Annotated[str, Meta(max_length=500)]], Meta(max_length=100)] = []
    reason: Annotated[str, Meta(max_length=300)] = ""


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To whom the answer as it is now is sent."""

    conversations: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(min_length=1, max_length=1000)]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that mean the same, the most typical first. ``cost`` is in minutes of a team member, feelings
    counted in.
    """

    questions: list[Gap]
    minutes: float
    frustration: float
    cost: float
    nearest: Hit | None
    drafts: list[str]


class Gaps(Answer, frozen=True):
    """Groups, the dearest first, and how many questions are in them."""

    groups: list[Group]
    questions: int


class EffectLine(msgspec.Struct, frozen=True):
    """What came of an article's answers in the last thirty days, and what readers of the help centre said,
    ever.
    """

    title: str
    effect: Effect
    readers_helped: int = 0
    readers_not: int = 0


class Effects(Answer, frozen=True):
    """By article, those that went wrong most often first; and how many answers had a thumb."""

    articles: list[EffectLine]


class Recall(Answer, frozen=True):
    """Who was given an article, and the version customers get now."""

    told: list[Told]
    live: int | None


class Suggestions(Answer, frozen=True):
    """Questions an editor may take up as examples."""

    questions: list[str]


class Count(Answer, frozen=True):
    """How many."""

    done: int


async def gaps(call: Call[None, None]) -> Gaps:
    """Questions without a good answer that nobody has decided on, put together by meaning and ranked by what
    they cost.
    """
    decided = await call.app[DESK].call(lambda store: store.gaps.decided())
    open_ = [gap for gap in await call.app[INSIGHTS].gaps() if (gap.conversation, gap.seq) not in decided][
        -MOST:
    ]
    names = await call.app[INSIGHTS].customer_names(
        list({question.conversation for question in open_ if question.answers})
    )
    groups = await call.app[SEARCH].run(lambda index: grouped(open_, index, names))
    return Gaps(groups=groups[:SHOWN], questions=len(open_))


def grouped(open_: list[Gap], index: Index, names: list[str]) -> list[Group]:
    """Groups of questions that mean the same, the dearest first."""
    if not open_:
        return []
    vectors = index.encode([question.text for question in open_])
    groups = [[open_[at] for at in places] for places in clusters(np.asarray(vectors))]
    nearest = index.nearest([group[0].text for group in groups])
    made = [_group(group, hit, names) for group, hit in zip(groups, nearest, strict=True)]
    return sorted(made, key=lambda gap: -gap.cost)


def _group(questions: list[Gap], nearest: Hit | None, names: list[str]) -> Group:
    minutes = sum(question.agent_ms for question in questions) / MINUTE
    felt = max(question.frustration for question in questions)
    cost = minutes + sum(1.0 + FELT_MINUTES * question.frustration for question in questions)
    return Group(
        questions[:50],
        round(minutes, 1),
        round(felt, 2),
        round(cost, 1),
        nearest,
        list(_drafts(questions, names)),
    )


def _drafts(questions: list[Gap], names: list[str]) -> Iterator[str]:
    """What team members answered, the longest of each conversation, personal data taken out."""
    written = sorted(
        (max(question.answers, key=len) for question in questions if question.answers), key=len, reverse=True
    )
    yield from (text for draft in written[:DRAFTS] if (text := scrubbed(draft, names)))


async def decide(call: Call[Decision, None]) -> Count:
    """Decide on questions: add them to an article, say that one was written for them, or dismiss them with a
    reason.
    """
    user = call.user
    body = call.body
    kind = {"add": ADDED, "written": WRITTEN, "dismiss": DISMISSED}[body.decision]
    if body.decision != "dismiss" and not body.article:
        raise Refused(Code.BAD_REQUEST, "Which article? Name it in “article”.")
    decided = Decided(
        tuple((place.conversation, place.seq) for place in body.places),
        kind,
        body.article,
        plain(body.reason),
        user.name,
    )
    questions = [kept for question in body.questions if (kept := plain(question))]

    def keep(store: KnowledgeStore) -> None:
        if body.decision == "add":
            add_questions(store, body.article or "", questions, decided)
        else:
            store.gaps.decide(decided)

    await call.app[DESK].call(keep)
    return Count(done=len(body.places))


async def effect(call: Call[None, None]) -> Effects:
    """What came of each article's answers in the last thirty days."""
    served = await call.app[INSIGHTS].served()
    titles, read_by = await call.app[DESK].call(
        lambda store: (
            {article.id: article.title for article in store.articles.all()},
            store.feedback.by_article(),
        )
    )
    found = await asyncio.to_thread(effects, served)
    only_read = [
        Effect(name, 0, 0, 0, 0, 0, 0) for name in read_by.keys() - {effect.article for effect in found}
    ]
    lines = [
        EffectLine(titles.get(effect.article, effect.article), effect, *read_by.get(effect.article, (0, 0)))
        for effect in [*found, *only_read]
    ]
    return Effects(articles=lines)


async def suggestions(call: Call[None, None]) -> Suggestions:
    """Customers' own words that this article answered, and that it has no example like yet."""
    identity = call.path["article"]
    article = await call.app[DESK].call(lambda store: store.articles.get(identity))
    words = [
        question
        for question in asked_for(identity, await call.app[INSIGHTS].served())
        if SHORTEST <= len(question) <= LONGEST
    ]
    return Suggestions(
        questions=await call.app[SEARCH].encode(lambda encoder: new_words(article, words, encoder))
    )


class Like(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A title in the making."""

    title: Annotated[str, Meta(min_length=3, max_length=400)]


async def asked_like(call: Call[None, Like]) -> Suggestions:
    """What customers really asked that is close to a title: examples for an article that is only being
    written.
    """
    title = plain(call.query.title)
    gaps, served = await call.app[INSIGHTS].gaps(), await call.app[INSIGHTS].served()
    real = dict.fromkeys(
        text
        for text in [*(gap.text for gap in gaps), *(answer.asked for answer in served)]
        if SHORTEST <= len(text) <= LONGEST
    )
    return Suggestions(
        questions=await call.app[SEARCH].encode(lambda encoder: close_to(title, list(real)[-MOST:], encoder))
    )


def close_to(title: str, texts: list[str], encoder: Remembered) -> list[str]:
    """Of ``texts`` those that ask nearly what ``title`` does, the closest first, without personal data."""
    if not texts:
        return []
    likeness = encoder.encode(texts) @ encoder.fresh(title)
    order = [int(at) for at in np.argsort(-likeness) if likeness[at] >= CLOSE]
    return [texts[at] for at in order if scrubbed(texts[at]) == texts[at] and texts[at] != title][:SUGGESTED]


def new_words(article: Article, asked: list[str], encoder: Remembered) -> list[str]:
    """Of ``asked`` what teaches something: unlike the examples there are, and unlike each other."""
    taken, chosen = encoder.encode([article.title, *article.questions]), list[str]()
    for text, vector in zip(asked, encoder.encode(asked), strict=True):
        if float((taken @ vector).max()) < LIKE_ENOUGH and scrubbed(text) == text:
            chosen.append(text)
            taken = np.vstack([taken, vector])
    return chosen[:SUGGESTED]


async def recall(call: Call[None, None]) -> Recall:
    """Who was given an article, in open and closed conversations."""
    identity = call.path["article"]
    live = await call.app[DESK].call(lambda store: _live(store, identity))
    return Recall(told=await call.app[INSIGHTS].told(identity), live=live.version if live else None)


def _live(store: KnowledgeStore, identity: str) -> Article | None:
    store.articles.get(identity)
    active = store.releases.active()
    return (
        next((article for article in store.releases.articles(active.id) if article.id == identity), None)
        if active
        else None
    )


async def correct(call: Call[Correction, None]) -> Count:
    """Send the answer as it is now to customers who were given another one. Who has it already gets
    nothing.
    """
    user = call.user
    body, identity = call.body, call.path["article"]
    live = await call.app[DESK].call(lambda store: _live(store, identity))
    if live is None:
        raise Refused(Code.ILLEGAL, "This article is not live, so there is no answer to send yet.")
    wanted = set(body.conversations)
    told = [
        recipient for recipient in await call.app[INSIGHTS].told(identity) if recipient.conversation in wanted
    ]
    due = [recipient for recipient in told if live.version not in (recipient.version, recipient.corrected)]
    text = call.app[DESK].words.answer(identity)
    command = cmd.Correct(article=identity, version=live.version, title=live.title, text=text, by=user.id)
    return Count(
        done=sum([await _corrected(call.request, recipient.conversation, command) for recipient in due])
    )


async def _corrected(request: web.Request, conversation: str, command: cmd.Correct) -> bool:
    """False when another editor was faster, or the conversation is not there any more."""
    try:
        await request.app[CONVERSATIONS].run(conversation, command)
    except Refused as refused:
        if refused.code not in {Code.STALE, Code.NOT_FOUND}:
            raise
        return False
    return True


OPERATIONS = [
    Operation("GET", "/api/gaps", READ, gaps),
    Operation("POST", "/api/gaps", WRITE, decide, refusals=(Code.NOT_FOUND, Code.STALE)),
    Operation("GET", "/api/effects", READ, effect),
    Operation("GET", "/api/articles/{article}/suggestions", READ, suggestions),
    Operation("GET", "/api/asked", READ, asked_like),
    Operation("GET", "/api/articles/{article}/told", READ, recall),
    Operation("POST", "/api/articles/{article}/correction", WRITE, correct, refusals=(Code.ILLEGAL,)),
]
