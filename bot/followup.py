"""Replies that lean on what was said before: corrections ("no, I meant …") and follow-ups ("and to Norway?").
Pure.
"""

from __future__ import annotations

import re

_NO = (
    r"(?:no+|nope|nah|wrong|not that(?: one)?|that(?:['’]?s| is)(?: not|n['’]t) (?:it|right|what i"
    r" (?:meant|asked|want(?:ed)?)))"
)
_MEANT = (
    r"(?:(?:sorry|actually)[,.]? )?(?:what )?i(?:['’]?m| am| was|['’]ve| have)? ?(?:just |actually |only )?"
    r"(?:meant|mean|asking(?: about| for)?|asked(?: about| for)?|talking about|wanted to (?:know|ask)(?:"
    r" about)?)(?: is| was)?"
)
_CORRECTION = re.compile(rf"(?:{_NO}[\s,.;:!-]+)?{_MEANT}[\s,:]+(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_INSTEAD = re.compile(
    rf"{_NO}[\s,.;:!-]+(?:but |rather |i want |it['’]s (?:about )?)?(?P<rest>\S+(?:\s+\S+)+)",
    re.IGNORECASE | re.DOTALL,
)
_CONTINUES = re.compile(
    r"(?:and|or|but|also|so)\b|(?:what|how) (?:about|if)\b|(?:the )?same (?:for|with)\b|even\b|in that"
    r" case\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:it|its|that|this|them|these|those|there|one|ones|he|she|they)\b", re.IGNORECASE)
LONGEST = 9  # words; a longer question says what it is about


def corrected(text: str, answered: bool) -> str | None:
    """What was meant instead, from a reply that corrects; a bare "no, …" corrects only what was just
    ``answered``.
    """
    reply = text.strip()
    match = _CORRECTION.fullmatch(reply) or (_INSTEAD.fullmatch(reply) if answered else None)
    return match["rest"].strip() if match else None


def continues(text: str) -> bool:
    """Whether a short reply needs the question before it to be understood."""
    reply = text.strip()
    return len(reply.split()) <= LONGEST and bool(_CONTINUES.match(reply) or _POINTS.search(reply))
