"""What supervisors arrange, as colleagues and customers meet it: departments, hours, service levels, macros,
mentions, sites, undo.
"""

import aiohttp
import pytest

from escalation.app import CONTAINER
from escalation.http.session import COOKIE
from tests.bridge.conftest import until

NEVER = {"default": {"time_zone": "Europe/Berlin", "week": {"mon": []}}}
DAY = {each: ["00:00-24:00"] for each in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


async def arrange(hub, **sections):
    await hub.app[CONTAINER].house.apply(sections, "root", "")


@pytest.fixture
async def caller(hub):
    """Calls of the HTTP interface by somebody of a role."""
    opened = []

    async def of(role):
        user = await hub.users.add(f"a-{role}", role.title(), role)
        headers = {"Origin": hub.settings.origin, "Cookie": f"{COOKIE}={await hub.sessions.open(user, 1)}"}
        session = aiohttp.ClientSession(headers=headers)
        opened.append(session)

        async def call(method, path, body=None):
            async with session.request(method, f"{hub.settings.url}/api/{path}", json=body) as reply:
                return reply.status, await reply.json()

        return call

    yield of
    for session in opened:
        await session.close()


async def queued(hub, agent, words="I am furious"):
    customer = await hub.customer()
    found = (await hub.say(customer, words))["conversation"]
    return customer, await until(lambda: row_of(agent, found), "it waits")


async def row_of(agent, conversation, name="queue"):
    return next((row for row in (await agent.ok("inbox"))[name] if row["id"] == conversation), None)


async def test_who_waits_goes_to_the_department_that_fits_and_to_who_can(hub):
    when = {"topics": ["delivery"]}
    await arrange(
        hub,
        departments=[{"id": "delivery", "name": "Delivery", "when": when}, {"id": "rest", "name": "Rest"}],
        skills=[{"id": "german", "name": "German", "when": {"languages": ["de"]}}],
        people=[
            {"login": "anna", "role": "admin", "departments": ["delivery"], "skills": ["german"]},
            {"login": "bea", "departments": ["delivery"]},
            {"login": "cleo", "departments": ["rest"], "skills": ["german"]},
        ],
    )
    anna, bea, cleo = [await hub.agent(each) for each in ("anna", "bea", "cleo")]
    hub.bot.language = "de"
    _, row = await queued(hub, anna)
    assert (row["department"], row["skills"], row["for_me"]) == ("delivery", ["german"], True), (
        "the article's topic"
    )
    assert [(await row_of(each, row["id"]))["for_me"] for each in (bea, cleo)] == [False, False]
    await arrange(hub, departments=[], skills=[])
    assert (await row_of(bea, row["id"]))["department"] == "delivery", "what was routed stays where it is"
    hub.bot.language = None
    _, later = await queued(hub, anna)
    assert [(await row_of(each, later["id"]))["for_me"] for each in (bea, cleo)] == [True, True], (
        "who belonged to what is gone"
    )
    whole = await hub.app[CONTAINER].house.export()
    assert [each["departments"] for each in whole["people"]] == [[], [], []]


async def test_a_conversation_is_handed_on_to_a_department(hub):
    await arrange(hub, departments=[{"id": "billing", "name": "Billing", "by_hand": True}])
    agent = await hub.agent()
    _, row = await queued(hub, agent)
    epoch = (await agent.ok("take", conversation=row["id"], epoch=row["epoch"]))["conversation"]["epoch"]
    gone = {"conversation": row["id"], "epoch": epoch, "department": "shoes", "note": "hm"}
    assert await agent.refused("requeue", gone) == "not_found"
    kinds = [each["event"] for each in (await agent.ok("open", conversation=row["id"]))["events"]]
    assert "note.added" not in kinds, "refused whole"
    done = await agent.ok(
        "requeue", conversation=row["id"], epoch=epoch, department="billing", note="She paid twice."
    )
    assert (done["conversation"]["department"], done["conversation"]["state"]) == ("billing", "queued")


async def test_out_of_hours_the_truth_is_said_and_nothing_is_lost(hub):
    await arrange(hub, hours={"default": {"time_zone": "Europe/Berlin", "week": {"mon": ["00:00-00:01"]}}})
    agent = await hub.agent()
    customer, row = await queued(hub, agent)
    said = [event["key"] for event in customer.events() if event["kind"] == "system"]
    assert said[-1] == "closed_now"
    assert "handoff_frustration" not in said
    text = next(event["text"] for event in customer.events() if event.get("key") == "closed_now")
    assert "Monday" in text
    assert "(Berlin)" in text
    assert (await customer.ok("resume"))["back"].startswith("Monday")
    await arrange(hub, hours={"default": {"time_zone": "Europe/Berlin", "week": DAY}})
    assert (await customer.ok("resume"))["back"] is None
    await arrange(hub, hours=NEVER)
    assert (await customer.ok("resume"))["back"] == "", "nobody knows when"
    assert (await row_of(agent, row["id"]))["state"] == "queued"


async def test_a_service_level_says_until_when(hub):
    await arrange(hub, service_levels=[{"name": "all", "minutes": 5}], hours={"default": {"week": DAY}})
    agent = await hub.agent()
    customer, row = await queued(hub, agent)
    assert row["due_at"] == row["owed_since"] + 300_000
    epoch = (await agent.ok("take", conversation=row["id"], epoch=row["epoch"]))["conversation"]["epoch"]
    assert (await row_of(agent, row["id"], "mine"))["due_at"] == row["due_at"], "taking is not answering"
    await agent.ok("say", conversation=row["id"], epoch=epoch, client_id="anna-0001", text="Hello!")
    assert (await row_of(agent, row["id"], "mine"))["due_at"] is None
    await hub.say(customer, "and now?")
    again = (await row_of(agent, row["id"], "mine"))["due_at"]
    assert again > row["due_at"] - 300_000
    await arrange(hub, hours=NEVER)
    assert (await row_of(agent, row["id"], "mine"))["due_at"] is None


async def test_a_segment_by_rule_brings_forward(hub):
    await arrange(hub, segments=[{"id": "gold", "name": "Gold", "emails": ["*@gold.example"], "priority": 0}])
    agent = await hub.agent()
    _, plain = await queued(hub, agent)
    identity, token = await hub.customers.create("", 1)
    await hub.customers.set_email(identity, "Ann@Gold.example")
    golden = await hub.customer(token)
    found = (await hub.say(golden, "I am furious"))["conversation"]
    row = await until(lambda: row_of(agent, found), "it waits")
    assert (row["segment"], row["priority"]) == ("gold", 0)
    assert [each["id"] for each in (await agent.ok("inbox"))["queue"]] == [found, plain["id"]]


async def test_a_macro_does_all_of_it_in_one_commit_or_nothing(hub):
    macro = {
        "shortcut": "lost",
        "title": "Lost",
        "text": "We look.",
        "labels": ["lost"],
        "note": "Carrier was asked.",
        "then": "close",
    }
    await arrange(hub, macros=[macro])
    agent, bea = await hub.agent(), await hub.agent("bea")
    _, row = await queued(hub, agent)
    epoch = (await agent.ok("take", conversation=row["id"], epoch=row["epoch"]))["conversation"]["epoch"]
    await agent.ok("label", conversation=row["id"], labels=["vip"])
    asked = {
        "conversation": row["id"],
        "epoch": epoch,
        "client_id": "macro-0001",
        "macro": "lost",
        "text": "We look at once.",
    }
    before = (await agent.ok("open", conversation=row["id"]))["conversation"]["seq"]
    assert await agent.refused("macro", {**asked, "macro": "found"}) == "not_found"
    assert await bea.refused("macro", asked) == "stale"
    assert await agent.refused("macro", {**asked, "epoch": epoch - 1}) == "stale"
    assert (await agent.ok("open", conversation=row["id"]))["conversation"]["seq"] == before
    await agent.ok("macro", **asked)
    whole = await agent.ok("open", conversation=row["id"], after=before)
    assert [each["event"] for each in whole["events"]] == [
        "agent.said",
        "note.added",
        "conversation.labelled",
        "conversation.closed",
        "system.said",
    ]
    assert len({each["at"] for each in whole["events"]}) == 1
    assert whole["conversation"]["labels"] == ["lost", "vip"]
    await agent.ok("macro", **asked)
    assert (await agent.ok("open", conversation=row["id"]))["conversation"]["seq"] == whole["conversation"][
        "seq"
    ], "sent again, done once"


async def test_who_is_mentioned_is_told_and_finds_it(hub):
    anna, bea = await hub.agent(), await hub.agent("bea")
    _, row = await queued(hub, anna)
    await anna.ok(
        "note", conversation=row["id"], client_id="note-0001", text="@bea knows the carrier, @anna does not"
    )
    told = ("mentioned", {"conversation": row["id"], "by": "Anna"})
    await until(lambda: told in bea.pushes, "the push")
    await anna.ok(
        "note", conversation=row["id"], client_id="note-0001", text="@bea knows the carrier, @anna does not"
    )
    assert (await bea.ok("inbox")) is not None
    assert bea.pushes.count(told) == 1, "sent again, told once"
    assert all(name != "mentioned" for name, _ in anna.pushes)
    (mention,) = (await bea.ok("inbox"))["mentions"]
    assert (mention["conversation"], mention["by"], mention["text"]) == (
        row["id"],
        "Anna",
        "@bea knows the carrier, @anna does not",
    )
    await bea.ok("mentions_seen", conversation=row["id"])
    assert (await bea.ok("inbox"))["mentions"] == []


async def test_how_far_the_customer_has_read_outlives_a_reload(hub):
    agent = await hub.agent()
    customer, row = await queued(hub, agent)
    await customer.ok("seen", seq=4)
    await customer.ok("seen", seq=2)
    assert (await agent.ok("open", conversation=row["id"]))["read"] == 4


async def test_rights_to_arrange(caller):
    agent, supervisor, admin = await caller("agent"), await caller("supervisor"), await caller("admin")
    label = {"value": [{"name": "refund"}], "seen": 0}
    assert (await agent("GET", "settings/sections"))[0] == 403
    assert (await agent("PUT", "settings/sections/labels", label))[0] == 403
    assert (await supervisor("PUT", "settings/sections/labels", label))[0] == 200
    for section, value in (("mail", {"host": ""}), ("alerts", {}), ("sites", [])):
        assert (await supervisor("PUT", f"settings/sections/{section}", {"value": value, "seen": 0}))[
            0
        ] == 403, section
        assert (await admin("PUT", f"settings/sections/{section}", {"value": value, "seen": 0}))[0] == 200, (
            section
        )
    assert (await supervisor("GET", "settings/sections"))[1]["webhook_secret"] is None
    assert len((await admin("GET", "settings/sections"))[1]["webhook_secret"]) > 30
    for method, path in (
        ("GET", "outbox"),
        ("PUT", "settings/mail-password"),
        ("POST", "settings/mail-trial"),
    ):
        assert (await supervisor(method, path, {}))[0] == 403, path
    assert (await supervisor("POST", "settings/undo", {"section": "mail", "version": 1}))[0] == 403


async def test_a_section_over_http_stale_wrong_and_taken_back(caller):
    admin = await caller("admin")
    status, told = await admin(
        "PUT", "settings/sections/labels", {"value": [{"name": "refund"}], "seen": 0, "note": "asked for"}
    )
    assert (status, told["changed"]) == (200, ["labels: “refund” added"])
    assert (await admin("PUT", "settings/sections/labels", {"value": [], "seen": 0}))[0] == 409
    status, told = await admin(
        "PUT", "settings/sections/labels", {"value": [{"name": "x", "size": 3}], "seen": 0}
    )
    assert (status, "“size” is not a known name" in told["error"]["message"]) == (400, True)
    assert (await admin("PUT", "settings/sections/rooms", {"value": [], "seen": 0}))[0] == 404
    (change,) = (await admin("GET", "settings/history"))[1]["changes"]
    assert (change["author"], change["note"], change["what"]) == (
        "Admin",
        "asked for",
        ["labels: “refund” added"],
    )
    status, told = await admin("POST", "settings/undo", {"section": "labels", "version": change["version"]})
    assert (status, told["changed"]) == (200, ["labels: “refund” removed"])
    tools = (await admin("GET", "tools"))[1]
    assert tools["labels"] == []


async def test_a_website_added_while_it_runs_may_embed_the_chat(hub, caller, browserless):
    url, site = hub.settings.url, "https://new.example"
    async with browserless.get(f"{url}/widget?site={site}") as reply:
        assert reply.status == 403
    admin = await caller("admin")
    assert (await admin("PUT", "settings/sections/sites", {"value": [f"{site}/"], "seen": 0}))[0] == 200
    async with browserless.get(f"{url}/widget?site={site}") as reply:
        assert (reply.status, f"frame-ancestors {site}" in reply.headers["Content-Security-Policy"]) == (
            200,
            True,
        )
    assert site in (await admin("GET", "settings/site"))[1]["sites"]


async def test_views_are_kept_wherever_one_signs_in(caller):
    agent = await caller("agent")
    assert (await agent("GET", "me/preferences"))[1]["preferences"] == {}
    await agent("PUT", "me/preferences", {"preferences": {"views": ["label:refund"]}})
    assert (await agent("GET", "me/preferences"))[1]["preferences"] == {"views": ["label:refund"]}
    assert (await agent("PUT", "me/preferences", {"preferences": {"views": ["x" * 30_000]}}))[0] == 413


async def test_who_was_blocked_can_write_again(hub, caller):
    admin, agent = await caller("admin"), await hub.agent()
    customer, row = await queued(hub, agent)
    epoch = (await agent.ok("take", conversation=row["id"], epoch=row["epoch"]))["conversation"]["epoch"]
    await agent.ok("close", conversation=row["id"], epoch=epoch, spam=True)
    assert await customer.refused("say", {"client_id": "again-0001", "text": "hello?"}) == "forbidden"
    (blocked,) = (await admin("GET", "blocked"))[1]["customers"]
    await admin("PUT", f"customers/{blocked['id']}", {"blocked": False})
    await customer.ok("say", client_id="again-0002", text="hello?")
    assert (await admin("GET", "blocked"))[1]["customers"] == []


async def test_other_routing_is_tried_on_last_weeks_conversations(hub, caller):
    anna = await hub.agent("anna")
    _, row = await queued(hub, anna)
    call = await caller("supervisor")
    billing = {"id": "delivery", "name": "Delivery", "when": {"topics": ["delivery_time"]}}
    status, answer = await call("POST", "settings/routing/try", {"departments": [billing]})
    assert (status, answer["trial"]["hand_offs"]) == (200, 1)
    (change,) = answer["trial"]["changed"]
    assert (change["conversation"], change["after"]["department"]) == (row["id"], "delivery")
    assert (answer["trial"]["before"], answer["trial"]["after"]) == ({"": 1}, {"delivery": 1})
    assert (answer["conversations"], answer["left"], answer["last"]) == (1, 0, row["id"])
    status, rest = await call("POST", "settings/routing/try", {"after": answer["last"]})
    assert (rest["trial"]["hand_offs"], rest["conversations"]) == (0, 0)
    assert (await call("GET", "settings/sections"))[1]["sections"]["departments"] == [], "nothing is changed"
    status, answer = await call(
        "POST", "settings/routing/try", {"departments": [{"id": "Not one word", "name": "x"}]}
    )
    assert (status, answer["error"]["code"]) == (400, "bad_request")
    agent = await caller("agent")
    assert (await agent("POST", "settings/routing/try", {}))[0] == 403
