"""Emails as what they say, and as the plain text and the HTML that carry it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

Json = dict[str, Any]
# What lets someone in is blanked in the outbox as soon as it has gone out.
SECRET = frozenset({"invitation", "new_password", "code", "answer"})
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of an email: a paragraph, someone's words (``who``), a code, or a link with its label."""

    kind: Literal["text", "said", "code", "link"]
    text: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Email:
    """What is to go out. Of emails with the same ``key`` only the first is kept."""

    kind: str
    recipient: str
    subject: str
    parts: tuple[Part, ...] = ()
    conversation: str | None = None
    key: str | None = None
    way: Literal["mail", "webhook"] = "mail"
    payload: Json = field(default_factory=dict)

    def body(self) -> Json:
        """What is kept: both forms of an email, or a webhook's payload."""
        return (
            self.payload
            if self.way == "webhook"
            else {"text": as_text(self.parts), "html": as_html(self.parts)}
        )


def as_text(parts: Iterable[Part]) -> str:
    """The email as plain text."""
    forms = {"text": "{text}", "said": "{more}:\n{text}", "code": "    {text}", "link": "{more}:\n{text}"}
    return "\n\n".join(forms[part.kind].format(text=part.text, more=part.more) for part in parts) + "\n"


def as_html(parts: Iterable[Part]) -> str:
    """The email as HTML; whatever people wrote is escaped."""
    return _TEMPLATES.get_template("email.html.j2").render(parts=parts)


def invitation(recipient: str, name: str, link: str, by: str) -> Email:
    """Someone is invited to the team."""
    hello = Part(
        "text",
        f"Hello {name},\n\n{by} has invited you to answer customers with Baton. Choose a password to get"
        " started.",
    )
    last = Part(
        "text",
        "The link works once and expires in two days. If you did not expect this email, you can ignore it.",
    )
    return Email(
        "invitation",
        recipient,
        "You are invited to Baton",
        (hello, Part("link", link, "Choose a password"), last),
    )


def new_password(recipient: str, name: str, link: str) -> Email:
    """A team member has forgotten their password."""
    hello = Part("text", f"Hello {name},\n\nwe received a request to reset your Baton password.")
    last = Part(
        "text",
        "The link works once and expires in two days. If you did not request this, ignore this email: your"
        " password stays the same.",
    )
    return Email(
        "new_password",
        recipient,
        "Reset your Baton password",
        (hello, Part("link", link, "Choose a new password"), last),
    )


def code(recipient: str, digits: str) -> Email:
    """Shows that an address is the customer's own."""
    first = Part("text", "Enter this verification code in the chat to confirm your email address:")
    last = Part(
        "text", "The code expires in 15 minutes. If you did not request it, you can ignore this email."
    )
    return Email("code", recipient, f"Your verification code: {digits}", (first, Part("code", digits), last))


def answers(
    recipient: str, conversation: str, said: Iterable[tuple[str, str]], link: str, last: int
) -> Email:
    """What agents replied while the customer was not there; ``last`` is the number of the last of them."""
    lines = tuple(Part("said", text, who) for who, text in said)
    why = Part(
        "text",
        "You get this email because you asked for replies by email. You can stop these emails in the chat.",
    )
    parts = (
        Part("text", "We replied while you were away:"),
        *lines,
        Part("link", link, "Continue the conversation"),
        why,
    )
    return Email(
        "answer",
        recipient,
        "New reply to your conversation",
        parts,
        conversation,
        f"answer:{conversation}:{last}",
    )


def transcript(recipient: str, conversation: str, said: Iterable[tuple[str, str]]) -> Email:
    """A conversation as it went."""
    lines = tuple(Part("said", text, who) for who, text in said)
    return Email(
        "transcript",
        recipient,
        "Your conversation with us",
        (Part("text", "Here is the transcript you asked for."), *lines),
        conversation,
    )


def waiting(recipient: str, conversation: str, row: Json, link: str, key: str) -> Email:
    """A customer waits, and no agent has the console open."""
    about = Part(
        "text",
        f"{row['customer_name'] or 'A visitor'} has been waiting for {row['minutes']} min ({row['reason']}),"
        " and no agent has the console open.",
    )
    parts = (
        about,
        *([Part("said", row["preview"], "Latest message")] if row["preview"] else []),
        Part("link", link, "Open the conversation"),
    )
    return Email("alert", recipient, "A customer is waiting for an agent", parts, conversation, key)


def mention(recipient: str, conversation: str, by: str, text: str, link: str) -> Email:
    """A team member was mentioned in a note."""
    parts = (Part("said", text, f"{by} mentioned you in a note"), Part("link", link, "Open the conversation"))
    return Email("mention", recipient, f"{by} mentioned you", parts, conversation)


def transferred(recipient: str, conversation: str, by: str, note: str, link: str) -> Email:
    """A conversation was transferred to an agent who has no console open."""
    about = Part(
        "text", f"{by} has transferred a conversation to you. It is waiting in your list of conversations."
    )
    parts = (
        about,
        *([Part("said", note, f"Note from {by}")] if note else []),
        Part("link", link, "Open the conversation"),
    )
    return Email("transfer", recipient, f"{by} has transferred a conversation to you", parts, conversation)


def trial(recipient: str) -> Email:
    """Tries the mail server out."""
    return Email(
        "test",
        recipient,
        "Test email from Baton",
        (Part("text", "This email shows that your mail server is set up correctly."),),
    )
