"""What the desk's screens ask all the time: only what changed is made anew, and a draft is checked beside its
neighbours.
"""

import aiohttp
import pytest

from escalation.http.desk import DESK
from escalation.http.session import COOKIE
from knowledge.articles import Article
from knowledge.store import KnowledgeStore
from tests.bridge.conftest import until


@pytest.fixture
async def editor(hub, built_encoder):
    (hub.settings.home / "encoder").symlink_to(built_encoder)
    user = await hub.users.add("edith", "Edith", "editor")
    session = await hub.sessions.open(user, 1)
    async with aiohttp.ClientSession(
        headers={"Origin": hub.settings.origin, "Cookie": f"{COOKIE}={session}"}
    ) as opened:

        async def ask(method, path, body=None, **headers):
            async with opened.request(
                method, f"{hub.settings.url}/api/{path}", json=body, headers=headers
            ) as reply:
                return reply.status, reply.headers, await reply.json() if reply.status != 304 else None

        yield ask


async def test_an_overview_that_did_not_change_is_not_sent_again(editor, hub):
    _, headers, _ = await editor("GET", "articles")
    tag = headers["ETag"]
    assert (await editor("GET", "articles", **{"If-None-Match": tag}))[0] in (200, 304), (
        "a new minute makes a new tag"
    )
    _, headers, _ = await editor("GET", "articles")
    status, _, nothing = await editor("GET", "articles", **{"If-None-Match": headers["ETag"]})
    assert (status, nothing) == (304, None)
    with KnowledgeStore.open(hub.settings.home) as store:
        store.articles.save(Article("kayaks", "shop", "Do you sell kayaks?", "Yes.", ("kayak",)), "anna")
    status, _, found = await editor("GET", "articles", **{"If-None-Match": headers["ETag"]})
    assert (status, "kayaks" in [each["id"] for each in found["articles"]]) == (200, True)


async def test_what_is_called_live_is_what_customers_hear(editor, hub):
    with KnowledgeStore.open(hub.settings.home) as store:
        for _ in range(5):  # each as a trainer does it, in a process of its own
            live = store.content.freeze("trainer", "", model="none").id
            store.releases.activate(live)
            _, _, found = await editor("GET", "articles")
            assert found["release"]["id"] == hub.app[DESK].words.release == live


async def test_a_draft_is_checked_beside_its_neighbours(editor, hub):
    draft = {
        "topic": "shop",
        "title": "Are kayaks for sale?",
        "answer": "Within 9 days.",
        "questions": ["kayak for sale"],
        "base": 0,
    }
    with KnowledgeStore.open(hub.settings.home) as store:
        store.articles.save(
            Article("boats", "shop", "Do you sell boats?", "Within 3 days.", ("Kayak for sale!",)), "anna"
        )
        for number in range(40):
            store.articles.save(
                Article(f"far_{number}", "else", f"Number {number}?", "No.", (f"far away {number}",)), "anna"
            )
    status, _, found = await editor("POST", "articles/kayaks/check", draft)
    assert status == 200
    assert ("same_question", "kayak for sale") in [
        (each["rule"], each["quote"]) for each in found["findings"]
    ]
    assert {each["article"] for each in found["findings"]} == {"kayaks"}


async def test_a_new_article_is_offered_what_customers_really_asked(editor, hub):
    customer = await hub.customer()
    for words in (
        "can I rent a kayak for a week",
        "is renting kayaks possible at all",
        "my mail is a@b.example, kayak rental?",
        "how long is the sky",
    ):
        await hub.say(customer, words)
        await until(
            lambda: len(hub.bot.asked) and customer.events()[-1]["kind"] in ("bot", "thinking"), "a turn"
        )
    await until(lambda: [event["kind"] for event in customer.events()].count("bot") >= 1, "answers")

    async def offered():
        found = (await editor("GET", "asked?title=Do you rent out kayaks?"))[2]["questions"]
        return found if len(found) == 2 else None

    assert set(await until(offered, "both")) == {
        "can I rent a kayak for a week",
        "is renting kayaks possible at all",
    }


async def test_a_release_is_set_aside_once(editor, hub):
    with KnowledgeStore.open(hub.settings.home) as store:
        store.articles.save(Article("kayaks", "shop", "Do you sell kayaks?", "Yes.", ("kayak",)), "anna")
        release = store.publishing.publish("anna", "kayaks")[0].id
    assert (await editor("POST", f"releases/{release}/set-aside", {}))[0] == 200
    assert (await editor("POST", f"releases/{release}/set-aside", {}))[0] == 409
    _, _, found = await editor("GET", "releases")
    assert found["trainings"][str(release)]["detail"] == "discarded by Edith"


async def test_a_full_disk_is_said_and_nothing_is_half_saved(editor, hub):
    def fill(store):
        """SQLite refuses to grow the file, as on a full disk."""
        pages = store._storage.database.execute("pragma page_count").fetchone()[0]
        store._storage.database.execute(f"pragma max_page_count = {pages}")

    await hub.app[DESK].call(fill)
    draft = {
        "topic": "shop",
        "title": "Long?",
        "answer": "Words. " * 1000,
        "questions": [f"question {at} {'and so on' * 9}" for at in range(300)],
        "base": 0,
    }
    status, _, told = await editor("PUT", "articles/long_one", draft)
    assert (status, "disk is full" in told["error"]["message"]) == (503, True)
    await hub.app[DESK].call(
        lambda store: store._storage.database.execute("pragma max_page_count = 1000000").fetchone()
    )
    assert (await editor("GET", "articles/long_one"))[0] == 404
    assert (await editor("PUT", "articles/long_one", draft))[0] == 200


async def test_yaml_comes_in_at_the_desk_too(editor, hub):
    text = (
        "nlu:\n- intent: faq/one\n  metadata: {title: 'One?', owner: Anna}\n  examples: |\n    - is it one\n"
        "responses:\n  utter_faq/one:\n  - text: Yes.\n"
    )
    bundle = {"format": "yaml", "text": text, "topic": "shop", "save": True}
    assert (await editor("POST", "import", bundle))[2]["articles"] == [
        {"id": "one", "topic": "shop", "title": "One?", "state": "new"}
    ]
    _, _, found = await editor("GET", "articles/one")
    assert (found["article"]["questions"], found["care"]["owner"]) == (["is it one"], "Anna")
    status, _, told = await editor(
        "POST", "import", {**bundle, "text": "nlu:\n- intent: faq/two\n  examples: ['"}
    )
    assert (status, "line" in told["error"]["message"]) == (400, True)
