"""How a message is read in its conversation: as it stands, as a pick from what was offered, as a correction,
as a follow-up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from spacy.lang.en.stop_words import STOP_WORDS

from bot.choice import agreed, chosen
from bot.components.languages import other_language
from bot.components.wording import abroad
from bot.followup import continues, corrected
from bot.guide import Choices, meant
from bot.judgement import ANSWERED
from bot.lines import START, UNDOABLE
from bot.scoring import matching
from bot.scoring.matching import ADMIT, ANSWER, PROBABLE, Floats, Limits, Match, Matcher, words_of
from bot.scoring.spelling import Speller
from bot.scoring.strangers import asks_to_buy, base_form, thing_asked_for
from bot.splitting import asks_like, question
from bot.turn import ALTERNATIVES, DialogueState

FAQ = "faq"


def article_id(label: str) -> str | None:
    """The article a label names, or None for a plain intent."""
    kind, _, rest = label.partition("/")
    return rest if kind == FAQ and rest else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A match with its band; ``picked`` from what was offered, ``rejects`` the article a correction turns
    down, ``guide`` the step or end a choice leads to, ``stranger`` a thing asked for that no article has ever
    named.
    """

    found: Match
    band: str
    rejected: frozenset[str]
    picked: str | None = None
    rejects: str | None = None
    guide: str | None = None
    stranger: str | None = None


CLOSE = 1.5  # a ratio of probabilities below which two articles are told apart badly
LONGEST_CHAT = 10  # words; a longer message is about something
ORDINARY = frozenset(STOP_WORDS) | {
    "help",
    "need",
    "know",
    "tell",
    "thing",
    "good",
    "great",
    "nice",
    "today",
    "day",
    "time",
    "right",
    "question",
}
CHAT = frozenset(
    {"greet", "goodbye", "thanks", "how_are_you", "bot_challenge", "capabilities", "affirm", "deny"}
)
PLEASANT = frozenset({"greet", "goodbye", "thanks", "praise"})
UNDO = "do_undo"


@dataclass(frozen=True, slots=True)
class Reader:
    """A trained model, the chances of being right from which the bot answers or asks, the encoder, and who
    puts its words right.
    """

    model: Matcher
    limits: Limits
    encode: Callable[[list[str]], Floats]
    speller: Speller | None = None
    keep: int = 5  # how many labels a match ranks

    def read(self, text: str, vector: Floats, case: DialogueState, choices: Choices) -> Reading:
        """The best reading of a message. What was said before is only used where the message asks for it.

        ``choices`` are those of the step the customer is at.
        """
        spoken = other_language(text) if any(self.model.languages) else None
        rejected = frozenset(f"{FAQ}/{article}" for article in case.rejected) | self._foreign(spoken)
        if not spoken and self.speller and (right := self.speller.corrected(text)) != text:
            text, vector = right, self.encode([right])[0]
        match = (self.model.match_words(text, spoken) if spoken else None) or self.model.match(
            text, vector, keep=self.keep
        )
        plain = self._reading(match, rejected)
        if to := meant(text, choices):
            return replace(plain, band=ANSWER, picked=to, guide=to)
        if picked := self._picked(text, match, case):
            sure = replace(
                match,
                labels=(picked,),
                probabilities=(1.0,),
                right=matching.SURE,
                among_three=matching.SURE,
                beside=picked,
                same=True,
            )
            return replace(
                self._reading(sure, rejected),
                picked=article_id(picked) or picked,
                rejects=_turned_down(case, picked),
            )
        plain = self._undone(plain, case) or self._kindly(text, self._topic(text, vector, plain))
        best = (
            self._correction(text, case, plain)
            or self._followed(text, case, plain)
            or self._question(text, plain)
            or plain
        )
        return self._named(text, best)

    def _foreign(self, spoken: str | None) -> frozenset[str]:
        """For a message that is surely in another language than the encoder's: the articles in a third one,
        which only look alike.
        """
        pairs = zip(self.model.labels, self.model.languages, strict=True) if spoken else ()
        return frozenset(label for label, code in pairs if code and code != spoken)

    def _reading(self, match: Match, rejected: frozenset[str]) -> Reading:
        """With its band; a best label that was rejected has none: the next is a guess after a wrong
        answer.
        """
        if match.labels[0] in rejected:
            return Reading(match, ADMIT, rejected)
        if (
            match.labels[0] in CHAT
            and not match.same
            and match.nearest_text
            and not words_of(match.nearest_text)
        ):
            return Reading(match, ADMIT, rejected)  # one sign looks like any other to the encoder
        choices = [
            label
            for label in match.labels[:3]
            if (article_id(label) or label in START) and label not in rejected
        ]
        return Reading(
            match, self.limits.band(match, len(choices), article_id(match.labels[0]) is not None), rejected
        )

    def _undone(self, plain: Reading, case: DialogueState) -> Reading | None:
        """Right after a change, "oops, I want it back" means the change."""
        last = case.last_bot
        if (
            last is None
            or last.text not in UNDOABLE
            or UNDO not in plain.found.labels[:3]
            or plain.found.same
        ):
            return None
        sure = replace(
            plain.found,
            labels=(UNDO,),
            probabilities=(1.0,),
            right=matching.SURE,
            among_three=matching.SURE,
            beside=UNDO,
            same=True,
        )
        return (
            replace(plain, found=sure, band=ANSWER)
            if plain.band != ANSWER or plain.found.labels[0] == UNDO
            else None
        )

    def _topic(self, text: str, vector: Floats, plain: Reading) -> Reading:
        """Small talk never swallows a question with a word that articles are asked with."""
        match = plain.found
        if (
            match.labels[0] not in CHAT
            or match.same
            or not (asks_like(text) or text.rstrip().endswith("?") or len(text.split()) > LONGEST_CHAT)
        ):
            return plain
        if not any(len(word) > 3 and self._tells(base_form(word)) for word in words_of(text)):
            return plain
        return self._reading(self.model.match(text, vector, without=CHAT, keep=self.keep), plain.rejected)

    def _kindly(self, text: str, plain: Reading) -> Reading:
        """A kind word need only be probable: to thank for nothing costs nothing."""
        match = plain.found
        kind = (
            match.labels[0] in PLEASANT
            and match.right >= self.limits.probable_at
            and words_of(match.nearest_text)
        )
        return replace(plain, band=ANSWER) if kind and not (asks_like(text) or "?" in text) else plain

    def _tells(self, word: str) -> bool:
        return word not in ORDINARY and word in self.model.words

    def _named(self, text: str, reading: Reading) -> Reading:
        """Not answered with a neighbour: a question for a thing that no article has ever named."""
        if (
            reading.guide
            or reading.picked
            or reading.found.same
            or reading.band == ADMIT
            or not article_id(reading.found.labels[0])
        ):
            return reading
        thing = thing_asked_for(text, about=reading.band != ANSWER)
        familiar = (
            thing is None
            or base_form(thing) in self.model.words
            or self.model.names(thing, self.encode([thing])[0])
        )
        return (
            reading
            if familiar
            else replace(
                reading,
                band=PROBABLE if reading.band == ANSWER and not asks_to_buy(text) else ADMIT,
                stranger=thing,
            )
        )

    def _again(self, text: str, rejected: frozenset[str]) -> Reading:
        return self._reading(self.model.match(text, self.encode([text])[0], keep=self.keep), rejected)

    def _picked(self, text: str, match: Match, case: DialogueState) -> str | None:
        """The label the customer picked from what was offered: by its very words, or by its place."""
        labels = set(self.model.labels)
        offered = tuple(
            label for name in case.offered for label in (f"{FAQ}/{name}", name) if label in labels
        )
        if match.labels[0] in offered and match.same:
            return match.labels[0]
        last = case.last_bot
        answer = agreed(text, last.text if last else "", last.kind if last else None, abroad())
        return answer if answer in labels else chosen(text, offered)

    def _correction(self, text: str, case: DialogueState, plain: Reading) -> Reading | None:
        """A correction, as in "no, I meant …": the rest, without the answer it corrects. Unless the whole is
        surer.
        """
        wrong = _answered(case)
        rest = corrected(text, wrong is not None)
        if not rest or case.last_bot is None:
            return None
        rejected = plain.rejected | ({f"{FAQ}/{wrong}"} if wrong else frozenset())
        again, whole = self._again(rest, rejected), self._reading(plain.found, rejected)
        best = again if again.band != ADMIT and again.found.right >= whole.found.right else whole
        return replace(best, rejects=wrong) if best.band != ADMIT else None

    def _followed(self, text: str, case: DialogueState, plain: Reading) -> Reading | None:
        """A follow-up, as in "and to Norway?": with the question before it, if that surely has an answer, and
        another one.
        """
        if plain.band in ANSWERED or not case.said or case.form is not None or not continues(text):
            return None
        again = self._again(f"{case.said[-1]} {text}", plain.rejected)
        article = article_id(again.found.labels[0])
        return again if again.band == ANSWER and article and article != _answered(case) else None

    def _question(self, text: str, plain: Reading) -> Reading | None:
        """The question in a story, if it is surer than the whole; small talk around it is no topic."""
        sentence = question(text) if plain.band != ANSWER else None
        again = self._again(sentence, plain.rejected) if sentence else plain
        return again if again.found.right > plain.found.right and again.found.labels[0] not in CHAT else None


def _turned_down(case: DialogueState, picked: str) -> str | None:
    """The answer that was only probable, when something else was picked beside it."""
    offering = next((turn for turn in reversed(case.turns) if turn.who == "bot"), None)
    answer = _answered(case) if offering is not None and offering.kind == ALTERNATIVES else None
    return answer if answer != article_id(picked) else None


def _answered(case: DialogueState) -> str | None:
    """The article the bot has just answered with."""
    last = case.last_bot
    return last.article if last is not None and last.kind == "answer" else None


def reason(reading: Reading) -> str:
    """Why the bot does what the band says, in words for the editor."""
    match = reading.found
    if reading.stranger:
        return f"No article names “{reading.stranger}”."
    if match.same:
        return "Asked word for word."
    near = f"Nearest question: “{match.nearest_text}” ({match.nearest:.2f})."
    if len(match.probabilities) > 1 and match.probabilities[0] < CLOSE * match.probabilities[1]:
        return f"Two articles are almost equally near. {near}"
    return near
