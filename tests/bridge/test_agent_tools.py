"""What colleagues do among themselves: notes, labels, later, transfers, verdicts, and keeping spam out."""

from tests.bridge.conftest import until


async def queued(hub, agent):
    customer = await hub.customer()
    found = (await hub.say(customer, "I am angry"))["conversation"]
    await until(lambda: any(event.get("to") == "queued" for event in customer.events()), "hand-over")
    return customer, found, (await agent.ok("open", conversation=found))["conversation"]["epoch"]


async def test_notes_are_for_colleagues_only(hub):
    agent, bea = await hub.agent(), await hub.agent("bea")
    customer, found, _ = await queued(hub, agent)
    await bea.ok("open", conversation=found)
    note = await agent.ok(
        "note", conversation=found, client_id="note-0001", text="@bea have a look, @nobody too"
    )
    assert (await agent.ok("note", conversation=found, client_id="note-0001", text="@bea have a look"))[
        "seq"
    ] == note["seq"]
    seen = await until(
        lambda: [event for event in bea.events() if event["event"] == "note.added"], "the note at a colleague"
    )
    assert (seen[0]["mentions"], seen[0]["agent_name"]) == (["bea"], "Anna")
    log = (await customer.ok("resume", after=0))["events"]
    assert log[note["seq"] - 1] == {"seq": note["seq"], "at": log[note["seq"] - 1]["at"], "kind": "noted"}
    assert (
        await agent.refused("note", {"conversation": found, "client_id": "note-0002", "text": "  "})
        == "empty"
    )
    assert (
        await agent.refused("note", {"conversation": "c_none", "client_id": "note-0003", "text": "x"})
        == "not_found"
    )


async def test_a_transfer_names_a_colleague_and_brings_the_note(hub):
    agent, bea = await hub.agent(), await hub.agent("bea")
    _, found, epoch = await queued(hub, agent)
    epoch = (await agent.ok("take", conversation=found, epoch=epoch))["conversation"]["epoch"]
    assert (
        await agent.refused("requeue", {"conversation": found, "epoch": epoch, "to": "nobody"}) == "not_found"
    )
    await agent.ok("requeue", conversation=found, epoch=epoch, to="bea", note="She knows the carrier.")
    row = (await bea.ok("inbox"))["mine"][0]
    assert (row["id"], row["agent_name"]) == (found, "Bea")
    kinds = [each["event"] for each in (await agent.ok("open", conversation=found))["events"]]
    assert "note.added" in kinds


async def test_labels_later_and_verdicts_are_in_the_lists(hub):
    agent = await hub.agent()
    _, found, epoch = await queued(hub, agent)
    epoch = (await agent.ok("take", conversation=found, epoch=epoch))["conversation"]["epoch"]
    await agent.ok("label", conversation=found, labels=["refund", " vip "])
    await agent.ok("snooze", conversation=found, epoch=epoch, until=4_000_000_000_000)
    lists = await agent.ok("inbox")
    assert ([row["id"] for row in lists["mine"]], [row["labels"] for row in lists["later"]]) == (
        [],
        [["refund", "vip"]],
    )
    await agent.ok("snooze", conversation=found, epoch=epoch, until=0)
    assert [row["id"] for row in (await agent.ok("inbox"))["mine"]] == [found]
    await agent.ok("verdict", conversation=found, verdict="too_early")
    assert (await agent.ok("open", conversation=found))["conversation"]["verdict"] == "too_early"
    assert await agent.refused("verdict", {"conversation": found, "verdict": "great"}) == "bad_request"


async def test_the_brief_grows_with_the_conversation(hub):
    agent = await hub.agent()
    customer, found, _ = await queued(hub, agent)
    note = (await agent.ok("brief", conversation=found))["note"]
    assert ([each["text"] for each in note["wants"]], note["why"]["reason"]) == (
        ["I am angry"],
        "frustration",
    )
    await hub.say(customer, "it is about my tent")

    async def grown():
        note = (await agent.ok("brief", conversation=found))["note"]
        return "it is about my tent" in [each["text"] for each in note["wants"]]

    await until(grown, "the new words in the note")


async def test_spam_is_closed_and_heard_no_more(hub):
    agent = await hub.agent()
    customer, found, epoch = await queued(hub, agent)
    epoch = (await agent.ok("take", conversation=found, epoch=epoch))["conversation"]["epoch"]
    await agent.ok("close", conversation=found, epoch=epoch, spam=True)
    assert await customer.refused("say", {"client_id": "again-0001", "text": "buy now"}) == "forbidden"
