"""The help centre: public, readable without JavaScript, and only what is live."""

import dataclasses
import json
import re

import pytest

from escalation.http.desk import DESK
from knowledge.articles import Article
from knowledge.records import Care
from knowledge.store import KnowledgeStore

EVIL = Article(
    "evil_words",
    "delivery",
    "Is <b>this</b> safe?",
    "</script><script>alert(1)</script> **yes**",
    ("is it safe",),
)
GUIDE = Article(
    "stove",
    "repair",
    "My stove is out",
    "Let us see.",
    ("stove",),
    steps="## gas\nIs there gas?\n- Yes -> solved\n- No -> person",
)


@pytest.fixture
async def centre(hub, browserless, built_encoder):
    with KnowledgeStore.open(hub.settings.home) as store:
        for each in (EVIL, GUIDE):
            store.articles.save(each, "test")
        store.facts.set("days", "four", "", "test")
        store.articles.save(
            Article("delivery_time", "delivery", "How long?", "**Two** to {{days}} days.", ("how long",)),
            "test",
        )
        store.releases.activate(store.content.freeze("test", "second", model="none").id)
        store.articles.save(Article("draft_only", "delivery", "A draft?", "Not yet.", ("draft",)), "test")
    (hub.settings.home / "encoder").symlink_to(built_encoder)
    await hub.app[DESK].refresh()

    async def get(path, **more):
        async with browserless.get(f"{hub.settings.url}{path}", **more) as reply:
            return reply.status, await reply.text()

    return get


async def test_readers_find_and_read_what_is_live(centre, hub):
    status, page = await centre("/help")
    assert (status, "How long?" in page, "A draft?" in page) == (200, True, False)
    status, page = await centre("/help/delivery-time")
    assert (status, "<strong>Two</strong> to four days." in page) == (200, True)
    assert 'rel="canonical" href="' + hub.settings.url + '/help/delivery-time"' in page
    status, page = await centre("/help/draft-only")
    assert (status, "Page not found" in page, 'role="search"' in page) == (404, True, True)
    _, sitemap = await centre("/help/sitemap.xml")
    assert sitemap.count("<loc>") == 4
    _, stove = await centre("/help/stove")
    assert "Is there gas?" in stove
    assert "contact us in the chat" in stove


async def test_words_of_articles_stay_words(centre, hub):
    _, page = await centre("/help/evil-words")
    assert "<script>alert" not in page
    assert "<b>this</b>" not in page
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data[1])["mainEntity"][0]["name"] == EVIL.title
    _, found = await centre("/help/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in found


async def test_search_shows_only_what_is_live(centre, hub):
    status, found = await centre("/help/search?q=how+long+does+it+take")
    assert (status, "/help/delivery-time" in found, "/help/draft-only" in found) == (200, True, False)
    assert (await centre("/help/search"))[0] == 200


async def test_feedback_is_counted_and_says_thanks(centre, hub, browserless):
    url = f"{hub.settings.url}/help/delivery-time/feedback"
    async with browserless.post(
        url, data={"helpful": "yes"}, headers={"Origin": hub.settings.origin}
    ) as reply:
        assert (reply.status, "Thanks for your feedback" in await reply.text()) == (200, True)
    async with browserless.post(
        url, data={"helpful": "perhaps"}, headers={"Origin": hub.settings.origin}
    ) as reply:
        assert reply.status == 400
    async with browserless.post(
        url, data={"helpful": "yes"}, headers={"Origin": "https://evil.example"}
    ) as reply:
        assert reply.status == 403
    with KnowledgeStore.open(hub.settings.home) as store:
        assert store.feedback.by_article() == {"delivery_time": (1, 0)}


def test_the_calendar_publishes_and_takes_out(tmp_path):
    with KnowledgeStore.open(tmp_path) as store:
        for each in (GUIDE, EVIL):
            store.articles.save(each, "test")
        store.releases.activate(store.content.freeze("test", "first", model="m").id)
        store.articles.save(dataclasses.replace(GUIDE, answer="Winter words."), "test")
        store.articles.save(dataclasses.replace(EVIL, answer="Other words."), "test")
        store.articles.set_care("stove", Care(publish_at=1000))
        store.articles.set_care("evil_words", Care(expires_at=2000))
        release, _ = store.publishing.publish("test", "now")
        assert {article.id: article.answer for article in store.releases.articles(release.id)} == {
            "stove": "Let us see.",
            "evil_words": "Other words.",
        }
        assert store.publishing.on_schedule(999) is None
        planned = store.publishing.on_schedule(1000)
        assert (planned.author, planned.note, store.releases.active().id) == (
            "schedule",
            "1 published as planned",
            planned.id,
        )
        assert store.publishing.on_schedule(1500) is None
        expired = store.publishing.on_schedule(2000)
        assert [article.id for article in store.releases.articles(expired.id)] == ["stove"]
        assert store.trainings.all()[expired.id].state == "waiting"
