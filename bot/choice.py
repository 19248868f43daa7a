"""Which of the offered options a reply means when it names a place and not a topic: "the second one".
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_PLACES = (("first", "1st", "1", "one"), ("second", "2nd", "2", "two"), ("third", "3rd", "3", "three"))
_LAST = re.compile(r"(?:the )?(?:last|bottom)(?: (?:one|option|answer))?")
_ONLY = re.compile(r"(?:yes,? )?(?:that one|this one|that|exactly that|that is it|that's it)")
_BEFORE = (
    r"(?:(?:i (?:mean|meant|want|take|choose)|it's|it is|yes,?) )?(?:the |number |option |no\. ?|nr\. ?|# ?)?"
)
_AFTER = r"(?: (?:one|option|answer|please))*"
_NTH = tuple(re.compile(rf"{_BEFORE}(?:{'|'.join(map(re.escape, words))}){_AFTER}") for words in _PLACES)


def chosen(text: str, offered: tuple[str, ...]) -> str | None:
    """The label meant by an ordinal, by "the last one", or by "that one" where only one was offered; None
    otherwise.
    """
    reply = text.lower().strip(" \t\n.!?,)(")
    if not offered:
        return None
    if _LAST.fullmatch(reply):
        return offered[-1]
    if _ONLY.fullmatch(reply):
        return offered[0] if len(offered) == 1 else None
    return next((label for label, place in zip(offered, _NTH, strict=False) if place.fullmatch(reply)), None)


# Our questions in another language, by the language; there is a text for each in knowledge/texts.yml.
LANGUAGE_OFFERS = {code: f"offer_language_{code}" for code in ("de", "fr", "es", "it", "nl", "pt", "pl")}
_LANGUAGES = {key: code for code, key in LANGUAGE_OFFERS.items()}
_THUMBS = {"👍": "affirm", "👌": "affirm", "👎": "deny"}
_TINT = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\\s]")


Replies = Mapping[
    str, Mapping[str, Collection[str]]
]  # by language and then "yes" and "no"; English ones are understood by meaning


def agreed(text: str, key: str, kind: str | None, replies: Replies) -> str | None:
    """``affirm`` or ``deny`` where a reply is one of the ``replies`` in the language of the bot's question,
    which ``key`` names, or a thumb after a question of the ``kind`` that wants one; None otherwise.
    """
    if kind in ("offer", "confirm") and (thumb := _THUMBS.get(_TINT.sub("", text))):
        return thumb
    reply = re.sub(r"[\s.,!?]+", " ", text.lower().replace("’", "'")).strip()
    answers = replies.get(_LANGUAGES.get(key, ""), {})
    return next(
        (label for label, name in (("affirm", "yes"), ("deny", "no")) if reply in answers.get(name, ())), None
    )
