"""The desk's voice and facts: every line the bot and the system can say, and the values that texts share."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from escalation.conversations.rendering import html
from escalation.core.text import plain
from escalation.http.desk import DESK, READ, WRITE
from escalation.http.operations import Answer, Call, Done, Operation
from knowledge import facts as facts_module
from knowledge import texts
from knowledge.store import KnowledgeStore
from knowledge.voice import GROUPS, group_of, shown


class Variants(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line in other words; several variants are taken in turn."""

    variants: Annotated[list[Annotated[str, Meta(max_length=1500)]], Meta(min_length=1, max_length=10)]


class InLanguage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lines in one language; without it in the assistant's own."""

    language: Annotated[str, Meta(pattern=r"^[a-z]{2}$")] | None = None


class FactDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value that texts share, and what it is for."""

    value: Annotated[str, Meta(max_length=500)]
    about: Annotated[str, Meta(max_length=300)] = ""


class VoiceLine(msgspec.Struct, frozen=True):
    """One line: its words, whether they are ours, what they may use, and how a customer sees the first of
    them. In another language ``original`` are the words it has in the assistant's own, said while there are
    no others.
    """

    key: str
    group: str
    variants: tuple[str, ...]
    original: tuple[str, ...]
    reworded: bool
    live: bool
    variables: tuple[str, ...]
    html: str


class Voice(Answer, frozen=True):
    """Every line, by group, and the languages that any line has words in."""

    lines: list[VoiceLine]
    groups: dict[str, str]
    languages: list[str]


class FactLine(msgspec.Struct, frozen=True):
    """A fact, where it is used, and whether customers read this value already."""

    name: str
    value: str
    about: str
    author: str
    changed_at: int
    used_by: tuple[str, ...]
    live: bool


class FactList(Answer, frozen=True):
    """All facts, and names that texts use without a value."""

    facts: list[FactLine]
    missing: list[str]


def _voice(store: KnowledgeStore, language: str | None) -> Voice:
    edited, seed, active, facts = (
        store.texts.all(),
        texts.seed(),
        store.releases.active(),
        store.facts.values(),
    )
    live = store.releases.texts(active.id) if active else seed
    lines = [_line(key, edited, seed, live, facts, language) for key in edited if key in seed]
    languages = sorted({key.partition(texts.IN)[2] for key in edited if texts.IN in key})
    return Voice(lines=lines, groups=GROUPS, languages=languages)


def _line(  # noqa: PLR0917
    key: str,
    edited: texts.Texts,
    seed: texts.Texts,
    live: texts.Texts,
    facts: dict[str, str],
    language: str | None,
) -> VoiceLine:
    name = f"{key}{texts.IN}{language}" if language else key
    original = edited[key] if language else seed[key]
    variants = edited.get(name, original)
    variables = frozenset().union(*map(texts.variables, seed[key])) - facts.keys()
    reworded = name in edited if language else variants != original
    is_live = edited.get(name) == live.get(name)
    return VoiceLine(
        key,
        group_of(key),
        variants,
        original,
        reworded,
        is_live,
        tuple(sorted(variables)),
        html(shown(variants[0], facts)),
    )


def uses(store: KnowledgeStore) -> dict[str, list[str]]:
    """Which articles (by title) and lines (by key) use each fact, as they are edited now."""
    found: dict[str, list[str]] = {}
    written = [(article.title, f"{article.answer}\n{article.steps}") for article in store.articles.all()]
    written += [(f"system text {key}", "\n".join(variants)) for key, variants in store.texts.all().items()]
    for where, text in written:
        for name in facts_module.used(text):
            found.setdefault(name, []).append(where)
    return found


def _facts(store: KnowledgeStore) -> FactList:
    used, active = uses(store), store.releases.active()
    live = store.releases.facts(active.id) if active else {}
    lines = [
        FactLine(
            fact.name,
            fact.value,
            fact.about,
            fact.author,
            fact.changed_at,
            tuple(used.get(fact.name, [])),
            live.get(fact.name) == fact.value,
        )
        for fact in store.facts.all()
    ]
    return FactList(facts=lines, missing=sorted(used.keys() - {line.name for line in lines}))


async def voice(call: Call[None, InLanguage]) -> Voice:
    """Every line the bot and the system can say."""
    language = call.query.language
    return await call.app[DESK].call(lambda store: _voice(store, language))


def _named(call: Call[Any, InLanguage]) -> str:
    line, language = call.path["line"], call.query.language
    return f"{line}{texts.IN}{language}" if language else line


async def reword(call: Call[Variants, InLanguage]) -> Done:
    """Say a line in other words, live with the next release."""
    user = call.user
    body, key = call.body, _named(call)
    variants = tuple(plain(variant) for variant in body.variants)
    await call.app[DESK].call(lambda store: store.texts.reword(key, variants, user.name))
    return Done()


async def as_it_came(call: Call[None, InLanguage]) -> Done:
    """Take back a line's rewording."""
    await call.app[DESK].call(lambda store: store.texts.reset(_named(call)))
    return Done()


async def facts(call: Call[None, None]) -> FactList:
    """All facts, with where they are used."""
    return await call.app[DESK].call(_facts)


async def set_fact(call: Call[FactDraft, None]) -> Done:
    """Give a fact a value, live with the next release."""
    user = call.user
    body, name = call.body, call.path["fact"]
    await call.app[DESK].call(
        lambda store: store.facts.set(name, plain(body.value), plain(body.about), user.name)
    )
    return Done()


async def drop_fact(call: Call[None, None]) -> Done:
    """Forget a fact that nothing uses."""
    name = call.path["fact"]
    await call.app[DESK].call(lambda store: store.facts.drop(name, uses(store).get(name, [])))
    return Done()


OPERATIONS = [
    Operation("GET", "/api/voice", READ, voice),
    Operation("PUT", "/api/voice/{line}", WRITE, reword),
    Operation("DELETE", "/api/voice/{line}", WRITE, as_it_came),
    Operation("GET", "/api/facts", READ, facts),
    Operation("PUT", "/api/facts/{fact}", WRITE, set_fact),
    Operation("DELETE", "/api/facts/{fact}", WRITE, drop_fact),
]
