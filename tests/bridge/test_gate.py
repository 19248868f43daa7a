"""Errors stop what is published at the desk and by the calendar; a person with the right to publish lets them
out by name.
"""

import dataclasses

import pytest

from escalation.http.desk import DESK
from escalation.http.search import SEARCH
from knowledge.articles import Article
from knowledge.records import Care
from knowledge.store import KnowledgeStore
from tests.bridge.conftest import until
from tests.bridge.test_desk import editor

__all__ = ["editor"]
CHAIN = Article("chains", "shop", "Do you lend snow chains?", "Yes, for 3 days.", ("snow chains",))


@pytest.fixture
def desk(hub, editor):
    with KnowledgeStore.open(hub.settings.home) as store:
        store.articles.save(CHAIN, "anna")
        store.releases.activate(store.content.freeze("anna", "first", model="m").id)
    return editor


def save(hub, **changed):
    with KnowledgeStore.open(hub.settings.home) as store:
        store.articles.save(dataclasses.replace(CHAIN, **changed), "anna")


async def test_errors_stop_it_and_a_reason_lets_it_out(desk, hub):
    save(hub, answer="See [here](www.example.com).")
    status, _, told = await desk("POST", "publish", {"note": "new"})
    (finding,) = told["error"]["findings"]
    assert (status, told["error"]["code"]) == (422, "findings")
    assert (finding["article"], finding["where"], finding["rule"], finding["severity"]) == (
        "chains",
        "answer",
        "dead_link",
        "error",
    )
    assert "Write the full address" in finding["words"]
    for reason, expected in (("", 400), ("   ", 409), ("x" * 501, 400)):
        assert (await desk("POST", "publish", {"anyway": reason}))[0] == expected
    save(hub, answer="See [here](www.example.com). Card 4111 1111 1111 1111.")
    status, _, again = await desk(
        "POST", "publish", {"anyway": "The page opens tomorrow.", "seen": told["error"]["seen"]}
    )
    assert (status, [each["rule"] for each in again["error"]["findings"]]) == (
        422,
        ["dead_link", "personal_data"],
    )
    status, _, done = await desk(
        "POST", "publish", {"anyway": "Both are an example.", "seen": again["error"]["seen"]}
    )
    assert (status, done["live"]) == (200, True)
    _, _, page = await desk("GET", f"releases/{done['release']}")
    assert (page["overruled"]["by"], page["overruled"]["reason"]) == ("Edith", "Both are an example.")
    assert len(page["overruled"]["findings"]) == 2
    assert (await desk("GET", "releases"))[2]["overruled"] == [done["release"]]
    (entry,) = (await desk("GET", "audit"))[2]["entries"]
    assert (entry["who"], entry["deed"], entry["subject"]) == (
        "Edith",
        "published_anyway",
        f"release {done['release']}",
    )


async def test_a_contradiction_saved_between_the_check_and_the_release_is_seen(desk, hub):
    """A colleague saves while the vectors are being made: what goes out was judged, all of it."""
    search = hub.app[SEARCH]
    encode, times = search.encode, []

    async def meanwhile(work):
        found = await encode(work)
        if not times:
            times.append(1)
            with KnowledgeStore.open(hub.settings.home) as store:
                store.articles.save(
                    Article("lend", "shop", "Do you lend snow chains to me?", "For 9 days.", ("lend them",)),
                    "ben",
                )
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "encode", meanwhile)
        status, _, told = await desk("POST", "publish", {"note": "mine"})
    assert (status, [each["rule"] for each in told["error"]["findings"]]) == (422, ["contradiction"])


async def test_what_is_planned_with_an_error_stays_and_says_so(desk, hub):
    save(hub, answer="See [here](www.example.com).")
    with KnowledgeStore.open(hub.settings.home) as store:
        store.articles.set_care("chains", Care(publish_at=1))

    async def said():
        found = (await desk("GET", "articles"))[2]["articles"]
        return next(
            (words for each in found for words in each["attention"] if "This link is broken" in words), None
        )

    assert "could not be published on its date" in await until(said, "the calendar says why")
    save(hub, answer="See [here](https://www.example.com).")

    async def out():
        return len(await hub.app[DESK].call(lambda store: store.releases.newest())) == 2

    await until(out, "published when it is mended")
