"""Pages, sign-in and the desk over HTTP."""

import re

import pytest

from tests.bridge.conftest import start, stop

WIDGET = "/widget?site={site}"


async def post(session, hub, path, body, origin=True, **more):
    headers = {"Origin": hub.settings.origin} if origin else {}
    return await session.post(hub.settings.url + path, json=body, headers={**headers, **more})


async def signed_in(session, hub, role="admin"):
    user = await hub.users.add("root", "Root", role, "a good password")
    reply = await post(session, hub, "/api/sign-in", {"login": "ROOT", "password": "a good password"})
    assert reply.status == 200
    return user


async def test_sign_in_and_out(hub, browserless):
    await signed_in(browserless, hub)
    me = await (await browserless.get(hub.settings.url + "/api/me")).json()
    assert me["user"]["role"] == "admin"
    cookie = next(iter(browserless.cookie_jar))
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    await post(browserless, hub, "/api/sign-out", {})
    assert (await browserless.get(hub.settings.url + "/api/me")).status == 401


@pytest.mark.parametrize(
    "body",
    [{"login": "root", "password": "wrong password"}, {"login": "nobody", "password": "a good password"}],
)
async def test_a_wrong_sign_in_says_nothing_about_which(hub, browserless, body):
    await hub.users.add("root", "Root", "admin", "a good password")
    reply = await post(browserless, hub, "/api/sign-in", body)
    assert (reply.status, (await reply.json())["error"]["message"]) == (401, "Wrong login or password.")


async def test_guessing_is_slowed(hub, browserless):
    replies = [
        await post(browserless, hub, "/api/sign-in", {"login": "root", "password": f"guess {at}"})
        for at in range(12)
    ]
    assert 1 <= [reply.status for reply in replies].count(429) <= 2  # one, when the minute turns meanwhile
    assert int(replies[-1].headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("trusted", "slowed"), [(("127.0.0.1",), False), (("10.0.0.0/8",), True), ((), True)]
)
async def test_a_proxys_word_counts_only_when_it_is_trusted(
    home, unused_tcp_port, browserless, trusted, slowed
):
    hub = await start(home, unused_tcp_port, trusted_proxies=trusted)
    replies = [
        await post(
            browserless,
            hub,
            "/api/sign-in",
            {"login": "root", "password": "x"},
            **{"X-Forwarded-For": f"203.0.113.{at}"},
        )
        for at in range(12)
    ]
    assert any(reply.status == 429 for reply in replies) == slowed
    await stop(hub)


async def test_a_link_works_once(hub, browserless):
    user = await hub.users.add("new", "New", "agent")
    token = await hub.sessions.new_link(user)
    looked = await (await post(browserless, hub, "/api/welcome/look", {"token": token})).json()
    assert looked["login"] == "new"
    short = await post(browserless, hub, "/api/welcome", {"token": token, "password": "short", "name": "N"})
    assert "at least 10" in (await short.json())["error"]["message"]


async def test_a_used_link_is_refused(hub, browserless):
    user = await hub.users.add("new", "New", "agent")
    token = await hub.sessions.new_link(user)
    first = await post(
        browserless, hub, "/api/welcome", {"token": token, "password": "long enough now", "name": "Nia"}
    )
    assert (await first.json())["user"]["name"] == "Nia"
    again = await post(browserless, hub, "/api/welcome", {"token": token, "password": "another password"})
    assert again.status == 403


@pytest.mark.parametrize("path", ["/api/sign-in", "/api/customers", "/api/publish", "/api/welcome"])
async def test_changes_need_our_own_origin(hub, browserless, path):
    for headers in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        reply = await browserless.post(hub.settings.url + path, json={}, headers=headers)
        assert (reply.status, (await reply.json())["error"]["code"]) == (403, "origin")


async def test_one_error_shape(hub, browserless):
    for path, status in (
        ("/api/nowhere", 404),
        ("/static/widget/../../pyproject.toml", 404),
        ("/static/shop/index.html", 404),
        ("/api/me", 401),
    ):
        reply = await browserless.get(hub.settings.url + path)
        body = await reply.json()
        assert reply.status == status
        assert set(body["error"]) >= {"code", "message"}
    bad = await browserless.post(
        hub.settings.url + "/api/sign-in",
        data=b"\xff{",
        headers={"Origin": hub.settings.origin, "Content-Type": "application/json"},
    )
    assert (bad.status, (await bad.json())["error"]["code"]) == (400, "bad_request")


async def test_only_allowed_sites_embed_the_widget(home, unused_tcp_port, browserless):
    hub = await start(home, unused_tcp_port, sites=("https://shop.example",))
    allowed = await browserless.get(hub.settings.url + WIDGET.format(site="https://shop.example"))
    assert "frame-ancestors https://shop.example" in allowed.headers["Content-Security-Policy"]
    for site in ("https://evil.example", "", "https://shop.example.evil.example", "*"):
        assert (await browserless.get(hub.settings.url + WIDGET.format(site=site))).status == 403
    refused = await post(browserless, hub, "/api/customers", {"site": "https://evil.example"})
    assert refused.status == 403
    await stop(hub)


async def test_any_site_may_ask_whether_it_may_embed_the_chat(home, unused_tcp_port, browserless):
    hub = await start(home, unused_tcp_port, sites=("https://shop.example",))
    for site, allowed in (
        ("https://shop.example", True),
        ("https://SHOP.example", True),
        ("https://evil.example", False),
        ("", False),
    ):
        reply = await browserless.get(
            f"{hub.settings.url}/api/embed", params={"site": site}, headers={"Origin": site or "null"}
        )
        answer = await reply.json()
        assert (reply.status, answer["allowed"], reply.headers["Access-Control-Allow-Origin"]) == (
            200,
            allowed,
            "*",
        )
        assert ("BATON_SITES" in answer["remedy"]) is not allowed
    await stop(hub)


async def test_no_page_runs_inline_script(hub, browserless):
    for path in ("/console", "/desk", "/welcome", WIDGET.format(site=hub.settings.origin)):
        reply = await browserless.get(hub.settings.url + path)
        text = await reply.text()
        assert "script-src 'self'" in reply.headers["Content-Security-Policy"]
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert "{{" not in text
        for link in re.findall(r'(?:src|href)="([^"]+)"', text):
            assert (await browserless.get(hub.settings.url + link)).status == 200, link


async def test_everything_works_below_a_path(home, unused_tcp_port, browserless):
    hub = await start(home, unused_tcp_port, base_path="/support")
    text = await (await browserless.get(f"{hub.settings.url}/console")).text()
    assert 'content="/support"' in text
    assert (await browserless.get(f"{hub.settings.url}/static/console/app.js")).status == 200
    await signed_in(browserless, hub)
    await stop(hub)


async def test_files_are_compressed_and_revalidated(hub, browserless):
    url = f"{hub.settings.url}/static/shared/base.css"
    first = await browserless.get(url)
    assert first.headers["Content-Encoding"] == "gzip"
    again = await browserless.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304


async def test_words_are_live_at_once_and_rolled_back_at_once(hub, browserless, built_encoder):
    (hub.settings.home / "encoder").symlink_to(built_encoder)
    await signed_in(browserless, hub, "editor")
    url = f"{hub.settings.url}/api/articles/delivery_time"
    detail = (await (await browserless.get(url)).json())["article"]
    body = {
        "topic": "delivery",
        "title": detail["title"],
        "answer": "Now **one** day.",
        "questions": detail["questions"],
        "base": 1,
    }
    headers = {"Origin": hub.settings.origin}
    assert (await browserless.put(url, json=body, headers=headers)).status == 200
    lost = await browserless.put(url, json={**body, "answer": "Mine."}, headers=headers)
    assert (lost.status, (await lost.json())["error"]["code"]) == (409, "stale")
    published = await (await post(browserless, hub, "/api/publish", {"note": "faster"})).json()
    assert published["live"] is True
    customer = await hub.customer()
    await hub.say(customer, "how long?")
    from tests.bridge.conftest import until

    said = await until(lambda: [event for event in customer.events() if event["kind"] == "bot"], "an answer")
    assert said[0]["text"] == "Now **one** day."
    await post(browserless, hub, "/api/releases/1/activate", {})
    await hub.say(customer, "and now?")
    said = await until(
        lambda: [event for event in customer.events() if event["kind"] == "bot"][1:], "another answer"
    )
    assert said[0]["text"] == "**Two** to four days."


async def test_changed_questions_wait_for_their_training(hub, browserless, built_encoder):
    (hub.settings.home / "encoder").symlink_to(built_encoder)
    await signed_in(browserless, hub, "editor")
    url = f"{hub.settings.url}/api/articles/delivery_time"
    body = {
        "topic": "delivery",
        "title": "How long?",
        "answer": "Soon.",
        "questions": ["how long", "when will it come"],
        "base": 1,
    }
    await browserless.put(url, json=body, headers={"Origin": hub.settings.origin})
    published = await (await post(browserless, hub, "/api/publish", {})).json()
    assert published["live"] is False
    overview = await (await browserless.get(f"{hub.settings.url}/api/articles")).json()
    assert overview["training"]["state"] == "waiting"
    assert overview["articles"][0]["state"] == "changed"
    assert (await post(browserless, hub, f"/api/releases/{published['release']}/activate", {})).status == 409


async def test_an_agent_reads_articles_and_cannot_change_them(hub, browserless):
    await signed_in(browserless, hub, "agent")
    assert (await browserless.get(f"{hub.settings.url}/api/articles")).status == 200
    assert (await post(browserless, hub, "/api/publish", {})).status == 403
