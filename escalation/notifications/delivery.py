"""Takes emails from the outbox to the mail server, and alerts to their webhook."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Coroutine
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

import aiohttp
import aiosmtplib

from escalation.auth.secret_files import MAIL_PASSWORD, WEBHOOK, SecretFiles
from escalation.background import end
from escalation.clock import now_ms
from escalation.configuration.live import LiveConfiguration
from escalation.configuration.models import MailServer
from escalation.notifications.outbox import Outbox
from escalation.notifications.templates import Email
from escalation.store.records import OutboxEntry

TIMEOUT_S = 20.0
LOOK_S = 5.0  # another hub may have kept an email
PERMANENT = range(500, 600)
SIGNATURE = "Baton-Signature"
log = logging.getLogger(__name__)


class UndeliverableError(Exception):
    """An email that did not go out; ``for_good`` when trying again is no use."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


class Mailer:
    """Sends emails: :meth:`send` keeps an email, a task of its own delivers it."""

    def __init__(self, outbox: Outbox, arrangements: LiveConfiguration, keychain: SecretFiles) -> None:
        self.outbox, self._arrangements, self._keychain = outbox, arrangements, keychain
        self._task: asyncio.Task[None] | None = None
        self._soon: set[asyncio.Task[None]] = set()

    @property
    def server(self) -> MailServer | None:
        """The mail server, if one is set up."""
        mail = self._arrangements.now.mail
        return mail if mail.host else None

    @property
    def away_seconds(self) -> int:
        """How long an answer is unread in the chat before it goes out as an email."""
        return self._arrangements.now.mail.away_seconds

    async def send(self, email: Email) -> None:
        """Keep an email and send it as soon as can be; without a mail server it stays in the outbox to be
        read.
        """
        await self.outbox.put(email, goes_out=email.way == "webhook" or self.server is not None)

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Write an email while whoever asked is answered already, so that the time it takes tells them
        nothing.
        """
        task = asyncio.get_running_loop().create_task(work)
        self._soon.add(task)
        task.add_done_callback(self._written)

    def _written(self, task: asyncio.Task[None]) -> None:
        self._soon.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("an email could not be created", exc_info=task.exception())

    def start(self) -> None:
        """Begin delivering, with what an earlier process left."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Stop; what has not gone out is found again."""
        if self._task:
            await end(self._task)

    async def _run(self) -> None:
        while True:
            self.outbox.filled.clear()
            try:
                for email in await self.outbox.claim():
                    await self._deliver(email)
                await self._rest()
            except Exception:  # the edge of a background task: logged, and the outbox is looked at again
                log.exception("delivering emails failed")
                await asyncio.sleep(LOOK_S)

    async def _rest(self) -> None:
        due = await self.outbox.next_due()
        wait = LOOK_S if due is None else min(LOOK_S, max(0.0, (due - now_ms()) / 1000))
        try:
            async with asyncio.timeout(wait):
                await self.outbox.filled.wait()
        except TimeoutError:
            return

    async def _deliver(self, email: OutboxEntry) -> None:
        try:
            await (self._webhook(email) if email.way == "webhook" else self._mail(email))
        except UndeliverableError as problem:
            # Why stands in the outbox: a server's words name the address, and addresses belong in no log.
            log.warning(
                "email %s (%s) was not sent%s",
                email.id,
                email.kind,
                " and will not be" if problem.for_good else " yet",
            )
            await self.outbox.refused(email, str(problem), for_good=problem.for_good)
        except Exception:  # the edge between one email and all others: it waits, they go on
            log.exception("email %s (%s) was not sent", email.id, email.kind)
            await self.outbox.refused(
                email, "Something went wrong. See the hub log for details.", for_good=False
            )
        else:
            await self.outbox.delivered(email)

    async def _mail(self, email: OutboxEntry) -> None:
        server = self.server
        if server is None:
            raise UndeliverableError("No mail server is set up.", for_good=True)
        user = server.user or None
        try:
            made = message(email, server)
        except (ValueError, MessageError) as problem:  # an address or name that no email can carry
            raise UndeliverableError(f"The email could not be created: {problem}", for_good=True) from None
        try:
            await aiosmtplib.send(
                made,
                hostname=server.host,
                port=server.port,
                timeout=TIMEOUT_S,
                username=user,
                password=self._keychain.get(MAIL_PASSWORD) if user else None,
                use_tls=server.security == "tls",
                start_tls=server.security == "starttls",
            )
        except aiosmtplib.SMTPAuthenticationError as problem:
            raise UndeliverableError(
                f"The mail server rejected the user or password: {problem.message}", for_good=False
            ) from None
        except aiosmtplib.SMTPRecipientsRefused as problem:
            first = problem.recipients[0]
            raise UndeliverableError(
                f"The address was rejected: {first.code} {first.message}", for_good=first.code in PERMANENT
            ) from None
        except aiosmtplib.SMTPResponseException as problem:
            raise UndeliverableError(
                f"The mail server said {problem.code} {problem.message}", for_good=problem.code in PERMANENT
            ) from None
        except aiosmtplib.SMTPNotSupported as problem:
            never = (
                not email.recipient.isascii()
            )  # RFC 6531; anything else is a setting that can be corrected
            raise UndeliverableError(
                f"The mail server does not support this: {problem}", for_good=never
            ) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as problem:
            raise UndeliverableError(
                f"The mail server could not be reached: {problem or type(problem).__name__}", for_good=False
            ) from None

    async def _webhook(self, email: OutboxEntry) -> None:
        body = json.dumps(email.body, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            SIGNATURE: signature(self._keychain.made(WEBHOOK), now_ms() // 1000, body),
        }
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S)) as session,
                session.post(email.recipient, data=body, headers=headers, allow_redirects=False) as reply,
            ):
                if reply.status >= 300:
                    raise UndeliverableError(
                        f"The webhook answered {reply.status}.", for_good=reply.status == 410
                    )
        except (aiohttp.ClientError, OSError, TimeoutError) as problem:
            raise UndeliverableError(
                f"The webhook could not be reached: {problem or type(problem).__name__}", for_good=False
            ) from None


def message(email: OutboxEntry, server: MailServer) -> EmailMessage:
    """The email as RFC 5322 has it. Sent twice after a crash, it carries the same Message-ID."""
    made = EmailMessage()
    made["From"] = Address(server.sender_name, addr_spec=server.sender)
    made["To"] = Address(addr_spec=email.recipient)
    made["Subject"] = email.subject
    made["Date"] = format_datetime(datetime.fromtimestamp(email.created_at / 1000, UTC))
    made["Message-ID"] = f"<{email.id}@{server.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine shall answer
    made.set_content(email.body["text"])
    made.add_alternative(email.body["html"], subtype="html")
    return made


def signature(secret: str, at: int, body: bytes) -> str:
    """``t=<seconds>,v1=<hex>``: HMAC-SHA256 of ``<seconds>.<body>``, so that an old call cannot be played
    again.
    """
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
