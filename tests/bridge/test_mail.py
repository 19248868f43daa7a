"""Letters, over a real SMTP server: going on by e-mail, codes, copies, invitations, alerts; retried, refused,
kept, once.
"""

import hashlib
import hmac
import json
import re

import aiohttp
import pytest
from aiohttp import web

from escalation.app import CONTAINER
from escalation.auth.secret_files import MAIL_PASSWORD, WEBHOOK
from escalation.core.errors import Refused
from escalation.http.mail import MAILER
from escalation.http.session import COOKIE
from escalation.notifications.templates import answers, trial
from tests.bridge.conftest import until
from tests.bridge.post_office import Hook, post_office, text_of


@pytest.fixture
def office(unused_tcp_port_factory):
    with post_office(unused_tcp_port_factory()) as running:
        yield running


async def arrange(hub, **sections):
    await hub.app[CONTAINER].house.apply(sections, "root", "")


def server(office, **more):
    return {
        "host": "127.0.0.1",
        "port": office.port,
        "security": "none",
        "sender": "help@shop.example",
        "sender_name": "Shop, Ltd.",
        **more,
    }


async def goes_on(hub, office, customer, address="maya@example.org"):
    """The customer asks for letters and types the code in."""
    await customer.ok("give_email", email=address)
    letter = await until(lambda: office.to(address), "the code")
    digits = re.search(r"\b(\d{6})\b", text_of(letter[-1])).group(1)
    return await customer.ok("confirm_email", code=digits)


async def with_agent(hub, customer, agent, words="I am furious"):
    found = (await hub.say(customer, words))["conversation"]
    epoch = (await until(lambda: queued(agent, found), "it waits"))["epoch"]
    return found, (await agent.ok("take", conversation=found, epoch=epoch))["conversation"]["epoch"]


async def long_ago(hub):
    """Nothing has happened in any conversation for a while."""
    await hub.app[CONTAINER].store.database.write(
        lambda db: db.execute("update conversations set updated_at = updated_at - 600000")
    )


async def _unattended(alarm):
    return not await alarm.attended()


async def queued(agent, conversation):
    return next((row for row in (await agent.ok("inbox"))["queue"] if row["id"] == conversation), None)


async def test_an_answer_follows_a_customer_who_left_and_leads_back(hub, office):
    await arrange(hub, mail=server(office))
    quick = hub.app[CONTAINER].courier
    customer, agent = await hub.customer(), await hub.agent()
    found, epoch = await with_agent(hub, customer, agent)
    assert (await customer.ok("resume"))["mail"]
    assert (await goes_on(hub, office, customer))["email"] == "m…@example.org"
    assert (await customer.ok("resume"))["email"] == "m…@example.org"
    await agent.ok(
        "say",
        conversation=found,
        epoch=epoch,
        client_id="anna-0001",
        text="Your parcel <b>is</b> here.\nReally.",
    )
    await customer.ok("seen", seq=(await agent.ok("open", conversation=found))["conversation"]["seq"])
    await long_ago(hub)
    await quick.look()
    assert len(office.to("maya@example.org")) == 1, "what was read is not written again"
    await customer.socket.disconnect()
    await agent.ok("say", conversation=found, epoch=epoch, client_id="anna-0002", text="And it is yours.")
    await quick.look()
    assert len(office.to("maya@example.org")) == 1, "they may still be there"
    await long_ago(hub)
    await quick.look()
    await quick.look()
    letters = await until(lambda: office.to("maya@example.org")[1:], "the answer by letter")
    assert len(letters) == 1
    assert "Anna:\nAnd it is yours." in text_of(letters[0])
    assert "parcel" not in text_of(letters[0])
    token = re.search(r"/go-on#(\S+)", text_of(letters[0])).group(1)
    assert not await _kept(hub, token), "the link lets its reader in, so it is not kept once it is sent"
    back = await hub.customer(token)
    assert (await back.ok("resume"))["conversation"] == found
    await back.ok("stop_email")
    assert (await agent.ok("open", conversation=found))["conversation"]["email"] is None
    await agent.ok("say", conversation=found, epoch=epoch, client_id="anna-0003", text="Still there?")
    await long_ago(hub)
    await quick.look()
    assert len(office.to("maya@example.org")) == 2


async def _kept(hub, words):
    """Emails in the outbox that have gone out and still hold these words."""
    outbox = hub.app[MAILER].outbox
    await until(lambda: _all_sent(outbox), "everything has gone out")
    return [each for each in await outbox.latest() if words in json.dumps(each.body)]


async def _all_sent(outbox):
    return all(each.state == "sent" for each in await outbox.latest())


async def test_what_was_sent_with_a_link_before_is_blanked_too(hub):
    outbox = hub.app[MAILER].outbox
    await outbox.put(
        answers("maya@example.org", "c_1", [("Anna", "here")], "https://hub.example/go-on#secret", 7),
        goes_out=False,
    )
    await hub.app[CONTAINER].store.database.write(lambda db: db.execute("update outbox set state = 'sent'"))
    await outbox.tidy()
    assert [(each.kind, each.body) for each in await outbox.latest()] == [("answer", {})]


async def test_an_address_is_nobodys_until_its_code_is_typed(hub, office):
    await arrange(hub, mail=server(office))
    customer = await hub.customer()
    await hub.say(customer, "hello")
    assert await customer.refused("confirm_email", {"code": "123456"}) == "forbidden"
    assert await customer.refused("transcript") == "illegal"
    assert await customer.refused("give_email", {"email": "no address"}) == "bad_request"
    await customer.ok("give_email", email="maya@example.org")
    letter = (await until(lambda: office.to("maya@example.org"), "the code"))[0]
    digits = re.search(r"\b(\d{6})\b", text_of(letter)).group(1)
    wrong = f"{(int(digits) + 1) % 10**6:06}"
    for _ in range(5):
        assert await customer.refused("confirm_email", {"code": wrong}) == "forbidden"
    assert await customer.refused("confirm_email", {"code": digits}) == "forbidden", (
        "five wrong ones and it is void"
    )
    stranger = await hub.customer()
    assert await stranger.refused("confirm_email", {"code": digits}) == "forbidden"
    assert [
        letter for letter in await hub.app[MAILER].outbox.latest() if digits in json.dumps(letter.body)
    ] == [], "a code is not kept"


async def test_a_customer_cannot_have_us_write_without_end(hub, office):
    await arrange(hub, mail=server(office))
    customer = await hub.customer()
    for at in range(5):
        await customer.ok("give_email", email=f"someone{at}@example.org")
    assert await customer.refused("give_email", {"email": "someone9@example.org"}) == "too_fast"
    for _ in range(5):
        await (await hub.customer()).ask("give_email", {"email": "victim@example.org"})
    assert await (await hub.customer()).refused("give_email", {"email": "Victim@example.org"}) == "too_fast"


async def test_the_whole_conversation_as_a_letter(hub, office):
    await arrange(hub, mail=server(office))
    customer, agent = await hub.customer(), await hub.agent()
    found, epoch = await with_agent(hub, customer, agent)
    assert await agent.refused("send_transcript", {"conversation": found}) == "illegal"
    await goes_on(hub, office, customer)
    await agent.ok("note", conversation=found, client_id="note-0001", text="a note nobody else sees")
    await agent.ok("say", conversation=found, epoch=epoch, client_id="anna-0001", text="We send another.")
    await customer.ok("transcript")
    copy = text_of((await until(lambda: office.to("maya@example.org")[1:], "the copy"))[0])
    assert copy.index("I am furious") < copy.index("We send another.")
    assert "nobody else" not in copy
    assert (await agent.ok("send_transcript", conversation=found))["email"] == "maya@example.org"
    await until(lambda: len(office.to("maya@example.org")) == 3)


async def test_without_a_mail_server_nothing_is_promised_and_letters_are_kept(hub):
    customer = await hub.customer()
    await hub.say(customer, "hello")
    assert not (await customer.ok("resume"))["mail"]
    assert await customer.refused("give_email", {"email": "maya@example.org"}) == "unavailable"
    await hub.app[MAILER].send(trial("boss@shop.example"))
    assert [(each.state, each.recipient) for each in await hub.app[MAILER].outbox.latest()] == [
        ("kept", "boss@shop.example")
    ]


async def test_what_is_refused_for_now_is_tried_again_and_for_good_not(hub, office, caplog):
    caplog.set_level("DEBUG", logger="escalation")
    await arrange(hub, mail=server(office))
    box = hub.app[MAILER].outbox
    office.answer = "451 come back later"
    await hub.app[MAILER].send(trial("later@example.org"))

    async def letter(recipient):
        return next((each for each in await box.latest() if each.recipient == recipient and each.error), None)

    waiting = await until(lambda: letter("later@example.org"), "it was refused for now")
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert "451" in waiting.error
    assert 50_000 < waiting.due_at - waiting.created_at < 70_000
    office.answer = "550 nobody here called never@example.org"
    await hub.app[MAILER].send(trial("never@example.org"))
    assert (await until(lambda: letter("never@example.org"), "refused for good")).state == "failed"
    office.answer = "250 OK"
    assert await box.again(waiting.id)
    await until(lambda: office.to("later@example.org"), "sent after all")
    assert not office.to("never@example.org")
    assert "was not sent and will not be" in caplog.text
    assert "example.org" not in caplog.text, "addresses belong in no log"


async def test_a_server_that_is_not_there_loses_nothing(hub, unused_tcp_port_factory):
    port = unused_tcp_port_factory()
    with post_office(port) as gone:
        await arrange(hub, mail=server(gone))
    await hub.app[MAILER].send(trial("boss@shop.example"))

    async def tried():
        return [each for each in await hub.app[MAILER].outbox.latest() if each.error]

    (letter,) = await until(tried, "it was tried")
    assert (letter.state, "could not be reached" in letter.error) == ("waiting", True)
    with post_office(port) as office:
        await hub.app[MAILER].outbox.again(letter.id)
        made = (await until(lambda: office.to("boss@shop.example"), "it went out"))[0]
    assert made["From"] == '"Shop, Ltd." <help@shop.example>'
    assert made["Message-ID"] == f"<{letter.id}@shop.example>"


async def test_the_password_opens_the_server_and_is_never_told(hub, unused_tcp_port_factory, home):
    with post_office(unused_tcp_port_factory(), password="a secret word") as office:
        await arrange(hub, mail=server(office, user="baton"))
        hub.app[CONTAINER].keychain.set(MAIL_PASSWORD, "wrong")
        await hub.app[MAILER].send(trial("boss@shop.example"))

        async def tried():
            return [each for each in await hub.app[MAILER].outbox.latest() if each.error]

        (letter,) = await until(tried, "it was refused")
        assert "user or password" in letter.error
        hub.app[CONTAINER].keychain.set(MAIL_PASSWORD, "a secret word")
        await hub.app[MAILER].outbox.again(letter.id)
        await until(lambda: office.to("boss@shop.example"), "it went out")
    file = home / "secrets" / MAIL_PASSWORD
    assert oct(file.stat().st_mode)[-3:] == "600"
    assert "a secret word" not in json.dumps(await hub.app[CONTAINER].house.export())


async def test_nothing_goes_out_unencrypted_where_encryption_is_asked_for(hub, office):
    for security in ("starttls", "tls"):
        await arrange(hub, mail=server(office, security=security))
        await hub.app[MAILER].send(trial(f"{security}@example.org"))

        async def tried(recipient=f"{security}@example.org"):
            return next(
                (
                    each
                    for each in await hub.app[MAILER].outbox.latest()
                    if each.recipient == recipient and each.error
                ),
                None,
            )

        letter = await until(tried, security, seconds=30)
        assert letter.state == "waiting", "a setting that can be mended"
    assert office.letters == []


async def test_a_header_cannot_be_smuggled_in(hub, office):
    await arrange(hub, mail=server(office))
    customer = await hub.customer()
    await hub.say(customer, "hello")
    assert (
        await customer.refused("give_email", {"email": "a@b.example\nBcc: all@example.org"}) == "bad_request"
    )


async def test_a_letter_nobody_can_carry_stops_no_other(hub, office):
    await arrange(hub, mail=server(office))
    odd = [
        "ümläut@exämple.org",
        "a@b..example",
        '"@x.example',
        "a,b@x.example",
        "<a@x.example",
        "x" * 64 + "@" + "y" * 190 + ".example",
    ]
    for each in [*odd, "fine@example.org"]:
        await hub.app[MAILER].send(trial(each))
    await until(lambda: office.to("fine@example.org"), "the good one went out", seconds=20)

    async def settled():
        letters = await hub.app[MAILER].outbox.latest()
        return all(letter.state in ("sent", "failed") for letter in letters) and letters

    letters = await until(settled, "each went out or was given up", seconds=20)
    assert len(letters) == len(odd) + 1
    assert all(letter.error for letter in letters if letter.state == "failed")


async def test_a_blocked_customer_has_no_letters_sent(hub, office):
    await arrange(hub, mail=server(office))
    identity, token = await hub.customers.create("", 1)
    customer = await hub.customer(token)
    await hub.customers.block(identity)
    assert await customer.refused("give_email", {"email": "victim@example.org"}) == "forbidden"


async def test_who_waits_unattended_is_told_of_once(hub, office, unused_tcp_port_factory):
    hook, port = Hook(), unused_tcp_port_factory()
    app = web.Application()
    app.router.add_post("/", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await arrange(
        hub,
        mail=server(office),
        alerts={"after_seconds": 10, "emails": ["lead@shop.example"], "webhook": f"http://127.0.0.1:{port}/"},
    )
    customer, alarm = await hub.customer(), hub.app[CONTAINER].alarm
    found = (await hub.say(customer, "I am furious"))["conversation"]
    await until(
        lambda: customer.events() and customer.events()[-1].get("key") == "closed_now_unknown", "it waits"
    )
    await alarm.look()
    assert not hook.calls, "not before its time"
    await hub.app[CONTAINER].store.database.write(
        lambda db: db.execute("update conversations set waiting_since = waiting_since - 60000")
    )
    agent = await hub.agent()
    await alarm.look()
    assert not hook.calls, "somebody has the console open"
    await agent.socket.disconnect()
    await until(lambda: _unattended(alarm), "nobody is there")
    await alarm.look()
    await alarm.look()
    letters = await until(lambda: office.to("lead@shop.example"), "the letter")
    await until(lambda: hook.calls, "the call")
    assert (len(letters), len(hook.calls)) == (1, 1)
    assert f"/console#{found}" in text_of(letters[0])
    header, body = hook.calls[0]
    seconds, digest = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", header).groups()
    secret = hub.app[CONTAINER].keychain.get(WEBHOOK).encode()
    assert hmac.compare_digest(
        digest, hmac.new(secret, f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    )
    assert json.loads(body)["conversation"] == found
    await runner.cleanup()


async def test_invitations_and_forgotten_passwords(hub, office):
    await arrange(hub, mail=server(office))
    root = await hub.users.add("root", "Root", "admin")
    headers = {"Origin": hub.settings.origin, "Cookie": f"{COOKIE}={await hub.sessions.open(root, 1)}"}
    async with aiohttp.ClientSession(headers=headers) as opened:
        body = {"login": "cleo", "name": "Cleo", "email": "cleo@shop.example"}
        async with opened.post(f"{hub.settings.url}/api/users", json=body) as reply:
            told = await reply.json()
    assert told["sent"]
    invited = text_of((await until(lambda: office.to("cleo@shop.example"), "the invitation"))[0])
    assert told["link"] in invited
    async with aiohttp.ClientSession(headers={"Origin": hub.settings.origin}) as stranger:
        for login in ("cleo", "nobody"):
            async with stranger.post(f"{hub.settings.url}/api/forgotten", json={"login": login}) as reply:
                assert (reply.status, await reply.json()) == (200, {"ok": True})
    again = text_of((await until(lambda: office.to("cleo@shop.example")[1:], "the new link"))[0])
    token = re.search(r"/welcome#(\S+)", again).group(1)
    user = await hub.users.use_link(token, "a password for tests", "")
    assert user.login == "cleo"
    with pytest.raises(Refused):
        await hub.users.use_link(re.search(r"/welcome#(\S+)", invited).group(1), "a password for tests", "")

    async def secrets():
        return [
            each
            for each in await hub.app[MAILER].outbox.latest()
            if each.state == "sent" and "welcome#" in json.dumps(each.body)
        ]

    assert await secrets() == [], "what let somebody in is not kept"
