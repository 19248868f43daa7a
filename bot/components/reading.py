"""How a message is read in its conversation: as it stands, as a pick from what was offered, as a correction, as a follow-up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.choice import chosen
from bot.components.encoder import Floats, vectors
from bot.followup import continues, corrected
from bot.lines import START
from bot.scoring import matching
from bot.scoring.matching import ADMIT, ANSWER, Match, Matcher
from bot.splitting import question
from bot.turn import Case

FAQ = "faq"


def article_id(label: str) -> str | None:
    """The article a label names, or None for a plain intent."""
    kind, _, rest = label.partition("/")
    return rest if kind == FAQ and rest else None


@dataclass(frozen=True, slots=True)
class Bands:
    """From which chance of being right the bot answers, and from which it asks."""

    answer_at: float
    ask_at: float

    def of(self, found: Match, rejected: frozenset[str]) -> str:
        """The band of a match; a best label that was rejected is none: the next is a guess after a wrong answer."""
        if found.labels[0] in rejected:
            return ADMIT
        choices = [label for label in found.labels[:3] if (article_id(label) or label in START) and label not in rejected]
        return matching.band(found, self.answer_at, self.ask_at, len(choices))


@dataclass(frozen=True, slots=True)
class Reading:
    """A match with its band; ``picked`` from what was offered, ``rejects`` the article a correction turns down."""

    found: Match
    band: str
    rejected: frozenset[str]
    picked: str | None = None
    rejects: str | None = None


def read(model: Matcher, text: str, vector: Floats, case: Case, bands: Bands) -> Reading:
    """The best reading of a message. What was said before is only used where the message asks for it."""
    rejected = frozenset(f"{FAQ}/{each}" for each in case.rejected)
    found = model.match(text, vector)
    plain = Reading(found, bands.of(found, rejected), rejected)
    if picked := _picked(model, text, found, case):
        sure = replace(found, labels=(picked,), probabilities=(1.0,), right=matching.SURE, among_three=matching.SURE, beside=picked)
        return Reading(sure, bands.of(sure, rejected), rejected, picked=article_id(picked) or picked)
    other = _correction(model, text, case, bands, plain) or _followed(model, text, case, bands, plain)
    return other or _question(model, text, bands, plain) or plain


def _picked(model: Matcher, text: str, found: Match, case: Case) -> str | None:
    """The label the customer picked from what was offered: by its very words, or by its place."""
    known = set(model.labels)
    offered = tuple(label for each in case.offered for label in (f"{FAQ}/{each}", each) if label in known)
    if found.labels[0] in offered and found.right >= matching.SURE and found.nearest >= matching.SAME:
        return found.labels[0]
    return chosen(text, offered)


def _answered(case: Case) -> str | None:
    """The article the bot has just answered with."""
    last = case.last_bot
    return last.article if last is not None and last.kind == "answer" else None


def _again(model: Matcher, text: str) -> Match:
    return model.match(text, vectors().of([text])[0])


def _correction(model: Matcher, text: str, case: Case, bands: Bands, plain: Reading) -> Reading | None:
    """A correction, as in "no, I meant …": the rest, without the answer it corrects. Unless the whole is surer, or the rest says nothing."""
    wrong = _answered(case)
    rest = corrected(text, wrong is not None)
    if not rest or case.last_bot is None:
        return None
    found = _again(model, rest)
    rejected = plain.rejected | ({f"{FAQ}/{wrong}"} if wrong else frozenset())
    band = bands.of(found, rejected)
    return Reading(found, band, rejected, rejects=wrong) if band != ADMIT and found.right >= plain.found.right else None


def _question(model: Matcher, text: str, bands: Bands, plain: Reading) -> Reading | None:
    """The question in a story, if it is surer than the whole; small talk around it is no topic."""
    asked = question(text) if plain.band != ANSWER else None
    found = _again(model, asked) if asked else plain.found
    return Reading(found, bands.of(found, plain.rejected), plain.rejected) if found.right > plain.found.right else None


def _followed(model: Matcher, text: str, case: Case, bands: Bands, plain: Reading) -> Reading | None:
    """A follow-up, as in "and to Norway?": with the question before it, if that surely has an answer, and another one."""
    if plain.band == ANSWER or not case.said or case.form is not None or not continues(text):
        return None
    found = _again(model, f"{case.said[-1]} {text}")
    same = article_id(found.labels[0]) == _answered(case)
    band = bands.of(found, plain.rejected)
    return Reading(found, band, plain.rejected) if band == ANSWER and article_id(found.labels[0]) and not same else None
