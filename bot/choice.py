"""Which of the offered options a reply means when it names a place and not a topic: "the second one". Pure."""

from __future__ import annotations

import re

_PLACES = (("first", "1st", "1", "one"), ("second", "2nd", "2", "two"), ("third", "3rd", "3", "three"))
_LAST = re.compile(r"(?:the )?(?:last|bottom)(?: (?:one|option|answer))?")
_ONLY = re.compile(r"(?:yes,? )?(?:that one|this one|that|exactly that|that is it|that's it)")
_BEFORE = r"(?:(?:i (?:mean|meant|want|take|choose)|it's|it is|yes,?) )?(?:the |number |option |no\. ?|nr\. ?|# ?)?"
_AFTER = r"(?: (?:one|option|answer|please))*"
_NTH = tuple(re.compile(rf"{_BEFORE}(?:{'|'.join(map(re.escape, words))}){_AFTER}") for words in _PLACES)


def chosen(text: str, offered: tuple[str, ...]) -> str | None:
    """The label meant by an ordinal, by "the last one", or by "that one" where only one was offered; None otherwise."""
    said = text.lower().strip(" \t\n.!?,)(")
    if not offered:
        return None
    if _LAST.fullmatch(said):
        return offered[-1]
    if _ONLY.fullmatch(said):
        return offered[0] if len(offered) == 1 else None
    return next((label for label, place in zip(offered, _NTH, strict=False) if place.fullmatch(said)), None)


# Yes and no in each language the bot asks in; English ones are understood by meaning.
_YES = {
    "de": "ja|ja bitte|ja gerne?|gerne?|bitte|klar|okay|ok|genau|jawohl|unbedingt|ja das wäre gut",
    "fr": "oui|oui merci|oui s'il vous plaît|oui svp|volontiers|d'accord|bien sûr|ok",
    "es": "s[ií]|s[ií] por favor|claro|vale|de acuerdo|por favor|ok",
    "it": "s[iì]|s[iì] grazie|s[iì] per favore|certo|va bene|d'accordo|volentieri|ok",
    "nl": "ja|ja graag|graag|ja alstublieft|prima|oké|oke|ok|goed",
    "pt": "sim|sim por favor|claro|está bem|por favor|pode ser|ok",
    "pl": "tak|tak proszę|tak prosze|proszę|prosze|oczywiście|dobrze|chętnie|ok",
}
_NO = {
    "de": "nein|nein danke|nö|nee|lieber nicht|nicht nötig|danke nein",
    "fr": "non|non merci|pas la peine|ce n'est pas nécessaire",
    "es": "no|no gracias|no hace falta|mejor no",
    "it": "no|no grazie|non serve|meglio di no",
    "nl": "nee|nee dank je|nee bedankt|nee hoor|hoeft niet|liever niet",
    "pt": "não|nao|não obrigad[oa]|nao obrigad[oa]|não é preciso",
    "pl": "nie|nie dziękuję|nie dziekuje|nie trzeba",
}
ASKED_IN = "offer_language_"  # what a question of ours in another language is called, before the language


_THUMBS = {"👍": "affirm", "👌": "affirm", "👎": "deny"}
_TINT = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\\s]")


def agreed(text: str, asked: str, kind: str | None = None) -> str | None:
    """``affirm`` or ``deny`` where a reply is a plain yes or no in the language the bot ``asked`` in, or a thumb after a question of
    the ``kind`` that wants one; None otherwise.
    """
    if kind in ("offer", "confirm") and (thumb := _THUMBS.get(_TINT.sub("", text))):
        return thumb
    code = asked.removeprefix(ASKED_IN) if asked.startswith(ASKED_IN) else ""
    said = re.sub(r"[\s.,!?]+", " ", text.lower().replace("’", "'")).strip()
    for label, words in (("affirm", _YES), ("deny", _NO)):
        if code in words and re.fullmatch(words[code], said):
            return label
    return None
