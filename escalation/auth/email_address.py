"""Whether an email address is one, as mail servers take it (RFC 5322, 5321). No name server is asked."""

from __future__ import annotations

import email_validator

from escalation.auth.errors import AccountError

# A company's own network often calls itself so (RFC 6762 advises against it), and its mail goes through.
email_validator.SPECIAL_USE_DOMAIN_NAMES.remove("local")


def email_address(text: str) -> str:
    """The address as mail servers take it: trimmed, its domain in lower case and ASCII. Raises
    :class:`AccountError`, which says what is wrong with it.
    """
    try:
        address = email_validator.validate_email(
            text.strip(), check_deliverability=False, allow_smtputf8=False
        )
    except email_validator.EmailNotValidError as problem:
        raise AccountError(f"“{text.strip()[:80]}” is not a valid email address. {problem}") from None
    return address.ascii_email or address.normalized
