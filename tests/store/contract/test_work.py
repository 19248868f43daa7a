"""What runs beside conversations: emails, receipts, mentions, who is there, and what the log teaches."""

import asyncio

from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.store.records import FAILED, SENT, WAITING, Batch, Held, OutboxEntry, Profile, Unread
from tests.core.talk import HANDOFF, Talk

ANN = Profile("p_1", "Ann", "", "", "", "", 1, False)


def entry(name, *, state=WAITING, due_at=10, created_at=1, kind="answer"):
    body = {"text": "Hello"}
    return OutboxEntry(
        name, kind, "email", "a@x.example", "S", body, "c1", state, 0, due_at, None, created_at, None
    )


async def append(store, talk, since=0):
    await store.log.append(Batch(talk.now.id, since, tuple(talk.log[since:]), talk.now))


def with_agent(name="c1"):
    talk = Talk(name)
    talk.customer("Where is my parcel?")
    talk.finish(HANDOFF)
    talk.do(cmd.Take(agent="u_1", agent_name="Ada", epoch=talk.now.epoch))
    return talk


async def test_an_email_is_kept_once_and_claimed_once(two):
    here, there = (store.outbox for store in two)
    await here.put(entry("l_1"), "key")
    await there.put(entry("l_2"), "key")
    await there.put(entry("l_3", due_at=90), None)
    assert await here.next_due() == 10
    assert await here.claim(9, 100, 5) == []
    claims = await asyncio.gather(here.claim(10, 100, 5), there.claim(10, 100, 5))
    assert sorted([claimed.id for claimed in claim] for claim in claims) == [[], ["l_1"]]
    (claimed,) = max(claims)
    assert (claimed.attempts, claimed.body) == (1, {"text": "Hello"})
    assert [again.id for again in await there.claim(100, 200, 1)] == ["l_3"], "the longest due first"


async def test_what_becomes_of_an_email(two):
    outbox = two[0].outbox
    for at, name in enumerate(("l_1", "l_2", "l_3"), 1):
        await outbox.put(entry(name, created_at=at, kind="code" if name == "l_3" else "answer"), None)
    await outbox.sent("l_1", {"text": "Hello"}, 20)
    await outbox.postpone("l_2", FAILED, 0, "refused")
    await outbox.sent("l_3", {"text": "1234"}, 20)
    latest = await two[1].outbox.latest(5)
    assert [(kept.id, kept.state, kept.error, kept.sent_at) for kept in latest] == [
        ("l_3", SENT, None, 20),
        ("l_2", FAILED, "refused", None),
        ("l_1", SENT, None, 20),
    ]
    assert [await outbox.retry(name, 30) for name in ("l_1", "l_2", "l_9")] == [False, True, False]
    assert [claimed.attempts for claimed in await outbox.claim(30, 99, 5)] == [1]
    await outbox.tidy(2, ["code"])
    assert [(kept.id, kept.body) for kept in await outbox.latest(5)] == [
        ("l_3", {}),
        ("l_2", {"text": "Hello"}),
    ]
    await outbox.drop("l_2")
    assert [kept.id for kept in await two[1].outbox.latest(5)] == ["l_3"]
    assert await outbox.next_due() is None


async def test_how_far_was_read_only_grows(two):
    here, there = (store.receipts for store in two)
    for seq in (4, 2):
        await here.read("c1", seq)
    await here.mailed("c1", 9)
    assert (await there.read_of("c1"), await there.read_of("c2")) == (4, 0)


async def test_who_has_answers_unread(two):
    store, talk = two[0], with_agent()
    talk.do(cmd.GiveContact(email="ann@x.example"))
    say = cmd.AgentSay(
        agent="u_1", agent_name="Ada", epoch=talk.now.epoch, client_id="client-0009", text="Here."
    )
    talk.do(say)
    await append(store, talk)
    later, last = talk.now.updated_at + 1, talk.now.seq
    await store.receipts.read("c1", 2)
    assert await two[1].receipts.unread(later) == [Unread("c1", "p_1", "ann@x.example", 2)]
    assert await store.receipts.unread(talk.now.updated_at) == [], "something has just happened"
    await store.receipts.mailed("c1", last)
    assert await store.receipts.unread(later) == []


async def test_a_mention_waits_until_they_have_looked(two):
    talk = with_agent()
    note = cmd.AddNote(
        agent="u_1", agent_name="Ada", client_id="note-0001", text="@ben look", mentions=("ben",)
    )
    talk.do(note)
    await append(two[0], talk)
    (mention,) = await two[1].mentions.unread("ben")
    assert (mention.conversation, mention.seq, mention.text, mention.by) == (
        "c1",
        talk.now.seq,
        "@ben look",
        "Ada",
    )
    assert await two[1].mentions.unread("ada") == []
    await two[1].mentions.read("ben", "c1", 1)
    assert await two[0].mentions.unread("ben") == []


async def test_who_is_there(two):
    here, there = (store.consoles for store in two)
    await here.opened("s1", "u_1", "h_1", 10)
    await here.opened("s2", "u_1", "h_1", 10)
    await there.opened("s3", "u_2", "h_2", 10)
    assert await here.present(9) == {"u_1", "u_2"}
    assert await here.present(10) == frozenset()
    await here.closed("s1")
    await here.beat("h_1", 50, 20)
    assert await there.present(9) == {"u_1"}, "the hub of u_2 is gone"
    await here.closed("s2")
    await here.opened("s4", "u_4", "h_1", 50)
    assert await there.present(9) == {"u_4"}, "what is written later is committed later"


async def test_timers_of_those_whose_agent_is_gone(two):
    store, talk = two[0], with_agent()
    await append(store, talk)
    held = Held("c1", talk.now.epoch, "u_1", 0, None, None)
    assert await two[1].absences.held() == [held], "an account that is not there has no role"
    await store.absences.keep({"c1": (talk.now.epoch, 30)}, [])
    await two[1].absences.postpone(20)
    assert (await store.absences.held())[0].due_at == 30
    await two[1].absences.postpone(40)
    assert (await store.absences.held())[0].due_at == 40
    await store.absences.keep({"c1": (talk.now.epoch - 1, 30)}, [])
    assert (await store.absences.held())[0].due_at is None, "set for another epoch"
    await store.absences.keep({}, ["c1"])
    assert (await two[1].absences.held())[0].due_at is None


async def test_what_the_log_teaches(two):
    talks = [with_agent("c1"), with_agent("c2")]
    for talk in talks:
        await append(two[0], talk)
    await two[0].customers.put("p_1", "", "h", 1, 9)
    await two[0].customers.put_profile(ANN)
    insights, at = two[1].insights, talks[0].now.updated_at
    assert sorted(await insights.recent(at - 1, 5)) == [("c1", talks[0].now.seq), ("c2", talks[1].now.seq)]
    assert await insights.recent(at, 5) == []
    assert len(await insights.recent(at - 1, 1)) == 1
    assert await insights.events_of(["c2", "c1"]) == {"c2": talks[1].log, "c1": talks[0].log}
    assert await insights.customer_names(["c1"]) == ["Ann"]


async def test_who_was_given_an_article(two):
    talk = Talk("c1")
    for _ in range(2):
        talk.customer("Where is my parcel?")
        talk.finish()
    await append(two[0], talk)
    (told,) = await two[1].insights.told("a1")
    last = next(recorded for recorded in reversed(talk.log) if isinstance(recorded.event, ev.BotSaid))
    assert (told.conversation, told.seq, told.version, told.state, told.corrected) == (
        "c1",
        last.seq,
        1,
        "bot",
        0,
    )
    assert await two[1].insights.told("a2") == []


async def test_what_was_said_for_replay(two):
    talk = with_agent()
    await append(two[0], talk)
    said = next(recorded for recorded in talk.log if isinstance(recorded.event, ev.CustomerSaid))
    replay = two[1].replay
    assert await replay.questions() == [
        {"conversation": "c1", "seq": said.seq, "text": "Where is my parcel?"}
    ]
    turns = [
        {"who": "customer", "text": "Where is my parcel?", "kind": None, "article": None, "seq": said.seq}
    ]
    assert await replay.until("c1", said.seq) == turns
    assert await replay.until("c1", said.seq + 1) == await replay.until("c9", 1) == []
    assert await replay.latest(5) == [{"id": "c1", "turns": turns}]
    assert await replay.rules() == {}
    await two[0].configuration.put({"triage": {"misses_offer": 1}}, "ada", "", 1)
    assert await replay.rules() == {"misses_offer": 1}


async def test_messages_are_found_by_words_and_beginnings(two):
    await append(two[0], with_agent("c1"))
    await append(two[1], with_agent("c2"))
    for words, count in (("parcel", 2), ("WHERE par", 2), ("par where", 0), ("", 0), ('" or 1', 0)):
        assert len(await two[0].messages.find(words)) == count, words
    (newest,) = await two[0].messages.find("parcel", 1)
    assert (newest.conversation, newest.kind, newest.text) == ("c2", "customer.said", "Where is my parcel?")


async def test_how_much_a_customer_has_sent(two):
    talk = Talk()
    for at, size in enumerate((100, 20)):
        talk.do(
            cmd.ShareFile(
                client_id=f"client-f{at}", file=f"f{at}", media="image/png", size=size, name="a.png"
            )
        )
    await append(two[0], talk)
    assert (await two[1].log.bytes_sent_by("p_1"), await two[1].log.bytes_sent_by("p_2")) == (120, 0)
