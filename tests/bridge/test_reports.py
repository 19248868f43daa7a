"""Reports over HTTP: how it goes now, how it went, the conversations behind a number, and who may look."""

import csv
import io

import aiohttp
import pytest

from escalation.core.figures import FIGURES
from escalation.http.session import COOKIE
from tests.bridge.conftest import until


@pytest.fixture
async def ask(hub):
    """GET as somebody of a role."""
    sessions = {}

    async def get(path, role="supervisor"):
        if role not in sessions:
            user = await hub.users.add(f"x-{role}", f"X {role}", role)
            sessions[role] = await hub.sessions.open(user, 1)
        headers = {"Cookie": f"{COOKIE}={sessions[role]}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.get(f"{hub.settings.url}/api/{path}") as reply,
        ):
            return reply.status, await reply.json()

    return get


async def arrange(hub, **sections):
    user = await hub.users.add("root", "Root", "admin")
    cookie = f"{COOKIE}={await hub.sessions.open(user, 1)}"
    headers = {"Origin": hub.settings.origin, "Cookie": cookie}
    async with aiohttp.ClientSession(headers=headers) as session:
        for name, value in sections.items():
            address = f"{hub.settings.url}/api/settings/sections/{name}"
            async with session.put(address, json={"value": value, "seen": 0}) as reply:
                assert reply.status == 200, await reply.text()


async def waiting(hub, words="I am furious"):
    """A customer in the queue, and their conversation."""
    customer = await hub.customer()
    identity = (await hub.say(customer, words))["conversation"]
    await until(lambda: any(event.get("to") == "queued" for event in customer.events()), "in the queue")
    return customer, identity


async def taken(hub, agent, identity):
    epoch = (await agent.ok("open", conversation=identity))["conversation"]["epoch"]
    return (await agent.ok("take", conversation=identity, epoch=epoch))["conversation"]


async def answered(hub, agent, identity, words="Here I am"):
    now = await taken(hub, agent, identity)
    hub.count += 1
    await agent.ok(
        "say",
        conversation=identity,
        epoch=now["epoch"],
        client_id=f"agent-says-{hub.count:04}",
        text=words,
    )
    return now


async def test_a_day_is_reported_with_the_conversations_behind_each_number(hub, ask):
    await arrange(
        hub,
        departments=[{"id": "care", "name": "Care", "when": {"reasons": ["frustration"]}}],
        service_levels=[{"name": "all", "minutes": 5}],
    )
    anna = await hub.agent("anna")
    alone = await hub.customer()
    await hub.say(alone, "how long?")
    await until(lambda: any(event["kind"] == "bot" for event in alone.events()), "an answer")
    customer, identity = await waiting(hub)
    now = await answered(hub, anna, identity)
    await anna.ok("verdict", conversation=identity, verdict="too_late")
    await anna.ok("close", conversation=identity, epoch=now["epoch"])
    await customer.ok("rate", stars=2)
    leaver, gone = await waiting(hub)
    await leaver.ok("end")

    _, got = await ask("reports")
    report = got["report"]
    total = report["total"]
    assert (report["behind"], report["zone"], report["first"] == report["last"]) == (0, "UTC", True)
    assert [total[name] for name in ("contacts", "bot_alone", "handed_off", "answered", "abandoned")] == [
        3,
        1,
        2,
        1,
        1,
    ]
    assert (total["reasons"], total["verdicts"]["too_late"]) == ({"frustration": 2}, 1)
    assert (total["sla_kept"], total["sla_missed"], total["stars"], total["csat"]) == (
        1,
        0,
        [0, 1, 0, 0, 0],
        2.0,
    )
    assert total["first_response"]["count"] == total["waiting"]["count"] == 1
    assert [(line["name"], line["figures"]["contacts"]) for line in report["departments"]] == [
        ("Care", 2),
        ("No department", 1),
    ]
    assert [(line["name"], line["figures"]["furious"]) for line in report["agents"]] == [("Anna", 1)]
    assert got["departments"] == {"care": "Care"}

    async def behind(query):
        return {each["conversation"] for each in (await ask(f"reports/contacts?{query}"))[1]["contacts"]}

    assert await behind("figure=abandoned") == {gone}
    assert await behind("figure=verdict:too_late") == {identity}
    assert await behind("figure=reason:frustration&department=care") == {identity, gone}
    assert await behind("figure=contacts&department=") & {identity, gone} == set()
    anna_id = report["agents"][0]["key"]
    assert await behind(f"figure=furious&agent={anna_id}") == {identity}
    assert await behind("first=2020-01-01&last=2020-01-02") == set()
    _, only = await ask("reports?department=care")
    assert (only["report"]["total"]["contacts"], only["report"]["total"]["bot_alone"]) == (2, 0)


async def test_every_figure_can_be_looked_behind(hub, ask):
    await waiting(hub)
    for figure in FIGURES:
        status, _ = await ask(f"reports/contacts?figure={figure}")
        assert status == 200, figure


async def test_now_says_who_waits_for_what_and_how_long(hub, ask):
    await arrange(hub, service_levels=[{"name": "all", "minutes": 1}])
    anna = await hub.agent("anna")
    customer, held = await waiting(hub)
    _, queued = await waiting(hub)
    await taken(hub, anna, held)
    await hub.say(customer, "are you there?")

    async def seen():
        _, now = await ask("reports/now")
        agents = [each for each in now["agents"] if each["name"] == "Anna"]
        return now if now["total"]["waiting"] == 1 and agents and agents[0]["unanswered"] else None

    now = await until(seen, "one waits, one is held")
    assert [each["conversation"] for each in now["waiting"]] == [queued]
    assert now["total"]["oldest"] == now["waiting"][0]["since"]
    assert (now["total"]["late"], now["total"]["at_risk"]) == (0, 1), "due within the minute"
    (line,) = [each for each in now["agents"] if each["name"] == "Anna"]
    assert (line["present"], line["conversations"], line["unanswered"], line["strain"]) == (True, 1, 1, 1)
    assert line["open"][0]["conversation"] == held
    assert line["oldest"] == line["open"][0]["since"] > 0
    assert (line["login"], line["presence"], line["capacity"]) == ("anna", "online", 4)
    assert line["open"][0]["epoch"] > 0


async def test_what_went_wrong_today_is_told_with_who_said_so(hub, ask):
    anna = await hub.agent("anna")
    leaver, gone = await waiting(hub)
    await leaver.ok("end")
    _, identity = await waiting(hub)
    await answered(hub, anna, identity)
    await anna.ok("verdict", conversation=identity, verdict="too_late")
    await ask("reports")
    _, now = await ask("reports/now")
    told = {each["conversation"]: each for each in now["misses"]}
    assert told.keys() == {gone, identity}
    assert told[identity]["judge"] == "Anna"
    assert "abandoned" in told[gone]["figures"]


async def test_every_table_is_there_as_csv(hub, ask):
    await hub.users.add("evil", '=HYPERLINK("http://x")', "agent")
    evil = await hub.agent("evil")
    _, identity = await waiting(hub)
    await answered(hub, evil, identity)
    for table in ("days", "hours", "departments", "agents", "reasons", "now"):
        status, got = await ask(f"reports/sheet?table={table}")
        rows = list(csv.reader(io.StringIO(got["text"])))
        assert status == 200
        assert got["name"].startswith(table)
        assert len(rows) >= 2, table
        assert {len(row) for row in rows} == {len(rows[0])}, table
        assert not [cell for row in rows for cell in row if cell.startswith("=")], "no formula"
    assert (await ask("reports/sheet?table=secrets"))[0] == 400


@pytest.mark.parametrize("path", ["reports", "reports/now", "reports/contacts", "reports/sheet"])
async def test_only_supervisors_look(hub, ask, path):
    assert [(await ask(path, role))[0] for role in ("agent", "editor", "supervisor", "admin")] == [
        403,
        403,
        200,
        200,
    ]


async def test_a_period_that_is_none_is_refused(hub, ask):
    for query in ("first=2026-02-30", "first=2026-03-02&last=2026-03-01", "first=1800-01-01", "figure=A%20B"):
        path = "contacts" if query.startswith("figure") else ""
        assert (await ask(f"reports/{path}?{query}".replace("/?", "?")))[0] == 400, query
