"""A message as it is judged: no longer than judging needs, so that nobody's text costs more than a moment.
Pure.

spaCy strips signs from a token one by one and searches the rest each time, and patterns that begin with
blanks try every one of them: both are quadratic in a stretch, harmless in a sentence and seconds in four
thousand quotation marks. The stored words stay whole.
"""

from __future__ import annotations

import re

RUN = 20  # of one character, or of blanks; more says nothing more
SIGNS = 20  # together, that are neither letters, digits nor blanks: any smiley is shorter
TOKEN = 100  # the longest address a customer types is shorter; of a longer one its beginning tells
BEGINNING, END = 4_499, 1_500  # of a long letter; most say what it is about first, and what they want last
_LONG_RUN = re.compile(rf"(.)\1{{{RUN},}}", re.DOTALL)
_LONG_BLANKS = re.compile(rf"\s{{{RUN + 1},}}")
_LONG_SIGNS = re.compile(rf"(?:(?!\s)[\W_]){{{SIGNS + 1},}}")
_LONG_TOKEN = re.compile(rf"(?<!\S)\S{{{TOKEN + 1},}}")


def shortened(text: str) -> str:
    """The text with what is too long cut to its beginning; one that is short enough is returned as it is.

    Shortening twice changes nothing more.
    """
    if len(text) > BEGINNING + 1 + END:
        text = f"{text[:BEGINNING]}\n{text[-END:]}"
    text = _LONG_RUN.sub(lambda match: match[0][:RUN], text)
    text = _LONG_BLANKS.sub(lambda match: match[0][:RUN], text)
    text = _LONG_SIGNS.sub(lambda match: match[0][:SIGNS], text)
    return _LONG_TOKEN.sub(lambda match: match[0][:TOKEN], text)
