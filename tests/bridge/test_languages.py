"""Who writes in another language is answered in it, where there are words in it."""

import pytest

from bot.judgement import Understanding
from bot.turn import Line
from escalation.conversations.rendering import Words
from escalation.core import commands as cmd
from escalation.http.desk import DESK
from knowledge.articles import Article
from knowledge.changes import pending
from knowledge.errors import ArticleError, VoiceError
from knowledge.lint import Context, lint
from knowledge.records import Care
from knowledge.store import KnowledgeStore
from tests.bridge.conftest import until
from tests.core.talk import Talk

ONE = Article("one", "returns", "One?", "One.", ("the first",))
EINS = Article("one_de", "returns", "Eins?", "Eins.", ("das erste",))


@pytest.fixture
def home(tmp_path):
    with KnowledgeStore.open(tmp_path) as store:
        store.articles.save(ONE, "anna")
        store.articles.save(EINS, "anna", 0, Care(language="de", translates="one"))
        store.texts.reword("miss@de", ("Das weiß ich nicht.",), "anna")
        store.releases.activate(store.content.freeze("anna", "first", model="m").id)
    return tmp_path


def test_lines_and_answers_are_said_in_the_customers_language(home):
    words = Words(KnowledgeStore.open(home))
    assert words.text("miss", {}, 0, "de") == "Das weiß ich nicht."
    assert words.text("miss", {}, 0, "fr") == words.text("miss", {}, 0)
    said = [words.line(Line(role="answer", article="one"), 1, language) for language in (None, "de", "fr")]
    assert [(each.text, each.article) for each in said] == [
        ("One.", "one"),
        ("Eins.", "one_de"),
        ("One.", "one"),
    ]
    words.close()


def test_an_answer_rejected_in_translation_is_rejected():
    talk = Talk()
    talk.customer()
    talk.finish(
        lines=[
            cmd.Spoken(
                role="answer",
                text="Eins.",
                article="one_de",
                article_version=1,
                variables={"translates": "one"},
            )
        ],
        understanding=Understanding(language="de"),
    )
    talk.do(cmd.RateAnswer(of=talk.log[-1].seq, helpful=False))
    assert set(talk.now.case.rejected) == {"one", "one_de"}
    assert talk.now.language == "de"


def test_a_translation_belongs_to_one_original(home):
    with KnowledgeStore.open(home) as store:
        assert store.articles.translations("one") == {"de": "one_de"}
        for care in (Care(translates="one"), Care(language="fr", translates="one_de")):
            with pytest.raises(ArticleError, match="translation"):
                store.articles.set_care("one", care)
        with pytest.raises(ArticleError):
            store.articles.save(
                Article("x", "t", "X?", "X.", ()), "anna", 0, Care(language="fr", translates="one_de")
            )
        assert "x" not in {article.id for article in store.articles.all()}, (
            "the article is not saved without its language"
        )


def test_what_lags_behind_its_original_asks_for_attention(home):
    with KnowledgeStore.open(home) as store:
        store.articles.save(Article("one", "returns", "One?", "One, and more.", ("the first",)), "anna")
        found = {article.article.id: article.attention for article in pending(store, 0).articles}
        assert found == {"one": (), "one_de": ("the original has changed since",)}


def test_a_language_most_of_a_topic_has_is_missed():
    articles = [Article(name, "t", f"{name}?", "Words.", ()) for name in ("a", "b", "c")]
    translated = {"a": frozenset({"de"}), "b": frozenset({"de"}), "c": frozenset({"fr"})}
    found = [
        (each.article, each.words)
        for each in lint(articles, Context(translated=translated))
        if each.rule == "missing_language"
    ]
    assert [article for article, _ in found] == ["c"]
    assert "“de”" in found[0][1]


def test_a_language_has_two_letters(home):
    with KnowledgeStore.open(home) as store, pytest.raises(VoiceError, match="two letters"):
        store.texts.reword("miss@deutsch", ("Nein.",), "anna")


async def test_system_lines_follow_the_customers_language(hub):
    with KnowledgeStore.open(hub.settings.home) as store:
        store.texts.reword("agent_joined@de", ("{name} ist jetzt da.",), "anna")
        store.releases.activate(store.content.freeze("anna", "german", model="none").id)
    hub.bot.language = "de"
    await hub.app[DESK].refresh()
    customer, agent = await hub.customer(), await hub.agent()
    found = (await hub.say(customer, "ich bin angry"))["conversation"]
    await until(lambda: any(event.get("to") == "queued" for event in customer.events()), "hand-over")
    epoch = (await agent.ok("open", conversation=found))["conversation"]["epoch"]
    await agent.ok("take", conversation=found, epoch=epoch)
    await until(
        lambda: any("ist jetzt da" in event.get("html", "") for event in customer.events()), "the German line"
    )
