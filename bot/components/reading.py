"""How a message is read in its conversation: as it stands, as a pick from what was offered, as a correction, as a follow-up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.choice import chosen
from bot.components.encoder import Floats, vectors
from bot.components.languages import other_language
from bot.followup import continues, corrected
from bot.guide import Choices, meant
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
class Reading:
    """A match with its band; ``picked`` from what was offered, ``rejects`` the article a correction turns down, ``guide`` the step or
    end a choice leads to.
    """

    found: Match
    band: str
    rejected: frozenset[str]
    picked: str | None = None
    rejects: str | None = None
    guide: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """A trained model, and the chances of being right from which the bot answers, or asks."""

    model: Matcher
    answer_at: float
    ask_at: float

    def read(self, text: str, vector: Floats, case: Case, choices: Choices) -> Reading:
        """The best reading of a message. What was said before is only used where the message asks for it.

        ``choices`` are those of the step the customer is at.
        """
        spoken = other_language(text) if any(self.model.languages) else None
        found = (self.model.match_words(text, spoken) if spoken else None) or self.model.match(text, vector)
        plain = self._reading(found, frozenset(f"{FAQ}/{each}" for each in case.rejected) | self._foreign(spoken))
        if to := meant(text, choices):
            return replace(plain, band=ANSWER, picked=to, guide=to)
        if picked := self._picked(text, found, case):
            sure = replace(found, labels=(picked,), probabilities=(1.0,), right=matching.SURE, among_three=matching.SURE, beside=picked)
            return replace(self._reading(sure, plain.rejected), picked=article_id(picked) or picked)
        return self._correction(text, case, plain) or self._followed(text, case, plain) or self._question(text, plain) or plain

    def _foreign(self, spoken: str | None) -> frozenset[str]:
        """For a message that is surely in another language than the encoder's: the articles in a third one, which only look alike."""
        pairs = zip(self.model.labels, self.model.languages, strict=True) if spoken else ()
        return frozenset(label for label, code in pairs if code and code != spoken)

    def _reading(self, found: Match, rejected: frozenset[str]) -> Reading:
        """With its band; a best label that was rejected has none: the next is a guess after a wrong answer."""
        if found.labels[0] in rejected:
            return Reading(found, ADMIT, rejected)
        choices = [label for label in found.labels[:3] if (article_id(label) or label in START) and label not in rejected]
        return Reading(found, matching.band(found, self.answer_at, self.ask_at, len(choices)), rejected)

    def _again(self, text: str, rejected: frozenset[str]) -> Reading:
        return self._reading(self.model.match(text, vectors().of([text])[0]), rejected)

    def _picked(self, text: str, found: Match, case: Case) -> str | None:
        """The label the customer picked from what was offered: by its very words, or by its place."""
        known = set(self.model.labels)
        offered = tuple(label for each in case.offered for label in (f"{FAQ}/{each}", each) if label in known)
        if found.labels[0] in offered and found.same:
            return found.labels[0]
        return chosen(text, offered)

    def _correction(self, text: str, case: Case, plain: Reading) -> Reading | None:
        """A correction, as in "no, I meant …": the rest, without the answer it corrects. Unless the whole is surer."""
        wrong = _answered(case)
        rest = corrected(text, wrong is not None)
        if not rest or case.last_bot is None:
            return None
        rejected = plain.rejected | ({f"{FAQ}/{wrong}"} if wrong else frozenset())
        again, whole = self._again(rest, rejected), self._reading(plain.found, rejected)
        best = again if again.band != ADMIT and again.found.right >= whole.found.right else whole
        return replace(best, rejects=wrong) if best.band != ADMIT else None

    def _followed(self, text: str, case: Case, plain: Reading) -> Reading | None:
        """A follow-up, as in "and to Norway?": with the question before it, if that surely has an answer, and another one."""
        if plain.band == ANSWER or not case.said or case.form is not None or not continues(text):
            return None
        again = self._again(f"{case.said[-1]} {text}", plain.rejected)
        article = article_id(again.found.labels[0])
        return again if again.band == ANSWER and article and article != _answered(case) else None

    def _question(self, text: str, plain: Reading) -> Reading | None:
        """The question in a story, if it is surer than the whole; small talk around it is no topic."""
        asked = question(text) if plain.band != ANSWER else None
        again = self._again(asked, plain.rejected) if asked else plain
        return again if again.found.right > plain.found.right else None


def _answered(case: Case) -> str | None:
    """The article the bot has just answered with."""
    last = case.last_bot
    return last.article if last is not None and last.kind == "answer" else None
