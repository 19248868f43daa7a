"""What is an email address, and what is said of what is none."""

from __future__ import annotations

import pytest

from escalation.auth.email_address import email_address
from escalation.auth.errors import AccountError


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" ada@shop.example\n", "ada@shop.example"),
        ("Ada.Lovelace+desk@SHOP.Example", "Ada.Lovelace+desk@shop.example"),
        ("ada@intranet.local", "ada@intranet.local"),
        ("info@münchen.de", "info@xn--mnchen-3ya.de"),
    ],
)
def test_an_address_is_kept_as_mail_servers_take_it(text: str, address: str) -> None:
    assert email_address(text) == address


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ada", "must have an @-sign"),
        ("ada@shop", "should have a period"),
        ("ada..l@shop.example", "two periods in a row"),
        ("ada@shop.example\r\nBcc: eve@x.example", "invalid characters"),
        ("ada@" + "a" * 300 + ".example", "too long"),
        ("ädä@shop.example", "not"),
        ("", "must have an @-sign"),
    ],
)
def test_what_is_none_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(AccountError, match=reason):
        email_address(text)
