"""Taking personal data out of an agent's answer before it becomes a draft. Pure.

What a pattern can see is replaced by a word for it; names are only known where the caller names them. An
editor reads the draft before anyone else does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PATTERNS = (
    (re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{0,190}\w"), "[e-mail]"),
    (re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"), "[account]"),
    (re.compile(r"\b(?:\d[ -]?){13,16}\b"), "[card]"),
    (re.compile(r"\b[A-Z]{1,4}-\d{4,}\b"), "[order]"),
    (re.compile(r"(?<![\d-])\+?\d[\d ()/-]{8,}\d"), "[phone]"),
    (
        re.compile(
            r"(?im)^\s{0,9}(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^,.!\n]{0,40}[,.!]?\s*"
        ),
        "",
    ),
    (
        re.compile(
            r"(?i)(?:^|(?<=[.!?\n]))\s{0,9}(?:(?:kind|best|warm) regards|cheers|yours sincerely)\b.*\Z",
            re.DOTALL,
        ),
        "",
    ),
)


def scrubbed(text: str, names: Iterable[str] = ()) -> str:
    """``text`` without what identifies a person."""
    for pattern, word in _PATTERNS:
        text = pattern.sub(word, text)
    for name in sorted(
        {part for full_name in names for part in full_name.split() if len(part) > 2}, key=len, reverse=True
    ):
        text = re.sub(rf"\b{re.escape(name)}\b", "[name]", text, flags=re.IGNORECASE)
    return re.sub(r"[ \t]{2,}", " ", text).strip()
