"""Data of one person in an article: cards, bank accounts and private addresses go to no customer; a phone
number is for an editor to judge.

What passes: the company's own mail domains, addresses of a role (support@…) and everything that stands in a
fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_GAP = "[ \u00a0\u2009\u202f.\u2010-\u2015-]?"
# Where a run of letters begins is looked at once, and lengths are those of RFC 5321: nothing here is
# quadratic in a text.
MAIL = re.compile(r"(?<![\w.+%-])([\w.+%-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){0,9}\.\w{2,63})")
_CARD = re.compile(rf"(?<![\w@])\d(?:{_GAP}\d){{12,18}}(?!\w)")
_IBAN = re.compile(rf"(?<!\w)[A-Z]{{2}}\d{{2}}(?:{_GAP}[A-Z0-9]){{11,30}}(?!\w)", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d-])\+?\d[\d ()/-]{8,}\d")
ROLES = """
admin billing booking bookings careers care claims complaints contact customercare customerservice data
datenschutz dpo feedback hello help helpdesk hi hr info inquiries jobs kontakt legal mail marketing media
newsletter noreply office orders partner partners postmaster press privacy retail return returns sales
security service servicedesk shipping shop store support team warranty webmaster wholesale
"""
# Mail boxes of private people: no company owns these domains, however often they are named.
BOXES = """
aol.com fastmail.com gmail.com gmx.at gmx.ch gmx.de gmx.net googlemail.com hey.com hotmail.com hotmail.co.uk
hotmail.de icloud.com live.com mac.com mail.com me.com msn.com outlook.com outlook.de proton.me
protonmail.com t-online.de tutanota.com web.de yahoo.com yahoo.co.uk yahoo.de yandex.com zoho.com
"""
_ROLES, _FREE = frozenset(ROLES.split()), frozenset(BOXES.split())


@dataclass(frozen=True, slots=True)
class Personal:
    """What was found: its words, what it is, and whether it is beyond doubt."""

    quote: str
    what: str
    certain: bool


def owned(domains: Iterable[str]) -> frozenset[str]:
    """Those of ``domains`` that can be a company's own."""
    return frozenset(domain.casefold() for domain in domains) - _FREE


def found_in(text: str, own: frozenset[str]) -> Iterator[Personal]:
    """Each card, account, private address and phone number in ``text``, in this order."""
    numbers = []
    for match in _CARD.finditer(text):
        if luhn(digits := re.sub(r"\D", "", match[0])) and len(set(digits)) > 1:
            numbers.append(match.span())
            yield Personal(match[0], "a card number", True)
    for match in _IBAN.finditer(text):
        if account := _account(match[0]):
            numbers.append(match.span())
            yield Personal(account, "an IBAN", True)
    for match in MAIL.finditer(text):
        if private(match[1], match[2], own):
            yield Personal(match[0], "a private email address", True)
    for match in _PHONE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in numbers):
            yield Personal(match[0], "a phone number", False)


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others as on every payment card (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _account(text: str) -> str | None:
    """The IBAN that ``text`` begins with (ISO 13616): words that follow it belong to the sentence."""
    ends = [match.end() for match in re.finditer(r"[A-Za-z0-9]+", text)]
    return next(
        (text[:end] for end in reversed(ends) if _checked(re.sub(r"[^A-Za-z0-9]", "", text[:end]).upper())),
        None,
    )


def _checked(account: str) -> bool:
    if not 15 <= len(account) <= 34:
        return False
    return int("".join(str(int(character, 36)) for character in account[4:] + account[:4])) % 97 == 1


def private(name: str, domain: str, own: frozenset[str]) -> bool:
    """Whether an address is one person's: neither at the company's own domain nor that of a role."""
    name, domain = name.casefold(), domain.casefold()
    if domain in owned(own):
        return False
    role = name if domain in _FREE else re.split(r"[.+_-]", name)[0]
    return role.rstrip("0123456789") not in _ROLES
