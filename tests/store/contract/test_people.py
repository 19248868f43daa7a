"""Accounts, sessions, customers and their codes."""

import asyncio
from dataclasses import replace

from escalation.store.records import Customer, Profile, User

ADA = User("u_1", "ada", "Ada", "agent", "ada@shop.example")


async def test_an_account_is_found_until_it_is_disabled_and_revived_by_its_login(two):
    here, there = (store.users for store in two)
    assert await here.put(ADA, "hash", 1)
    assert not await there.put(replace(ADA, id="u_2"), None, 2), "there is one already"
    assert await there.by_login("ada") == await there.by_id("u_1") == ADA
    changed = replace(ADA, name="Ada L", role="admin", departments=("billing",), skills=("de",))
    assert await there.update(changed) == "agent"
    assert await here.all() == [changed]
    await here.disable(ADA, 3)
    assert (await there.by_login("ada"), await there.by_id("u_1"), await there.all()) == (None, None, [])
    assert await there.secret("ada") == (None, None)
    assert await there.put(replace(ADA, id="u_3"), None, 4)
    assert (await here.by_login("ada")).id == "u_1"
    assert await here.update(replace(ADA, id="u_9")) is None


async def test_users_are_listed_by_login(two):
    for login in ("zoe", "ada", "mia"):
        await two[0].users.put(replace(ADA, id=f"u_{login}", login=login), None, 1)
    assert [user.login for user in await two[1].users.all()] == ["ada", "mia", "zoe"]


async def test_preferences_are_replaced(two):
    await two[0].users.put(ADA, None, 1)
    assert await two[1].users.preferences(ADA) == {}
    for value in ({"views": ["mine"]}, {"look": "dark"}):
        await two[0].users.put_preferences(ADA, value)
        assert await two[1].users.preferences(ADA) == value


async def test_a_session_lasts_until_it_ends(two):
    await two[0].users.put(ADA, None, 1)
    await two[0].sessions.put("h1", ADA.id, 1, 100)
    await two[0].sessions.put("h2", ADA.id, 1, 200)
    assert await two[1].sessions.user_of("h1", 99) == ADA
    assert await two[1].sessions.user_of("h1", 100) is None
    assert await two[1].sessions.roles(["h1", "h2", "h3"], 150) == {"h2": "agent"}
    await two[1].sessions.drop("h2")
    assert await two[0].sessions.user_of("h2", 50) is None


async def test_every_way_in_ends_with_the_account_and_with_the_password(two):
    here, there = two
    await here.users.put(ADA, None, 1)
    for change in (there.users.disable(ADA, 2), there.users.put_secret(ADA, "other", "Ada B")):
        await here.users.put(ADA, None, 3)
        await here.sessions.put("h1", ADA.id, 1, 100)
        await here.sessions.put_link("l1", ADA.id, 100)
        await change
        assert await here.sessions.user_of("h1", 50) is None
        assert await here.sessions.link_owner("l1", 50) is None
    assert await here.users.secret("ada") == (replace(ADA, name="Ada B"), "other")


async def test_a_link_works_once_and_the_newest_alone(two):
    await two[0].users.put(ADA, None, 1)
    await two[0].sessions.put_link("old", ADA.id, 100)
    await two[0].sessions.put_link("new", ADA.id, 100)
    assert await two[1].sessions.link_owner("old", 50) is None
    assert await two[1].sessions.link_owner("new", 50) == ADA
    assert await two[1].sessions.link_owner("new", 100) is None
    used = await asyncio.gather(*(store.users.use_link("new", ADA, "hash", None) for store in two))
    assert sorted(used) == [False, True]
    assert await two[1].users.secret("ada") == (ADA, "hash")


async def test_a_customer_and_what_is_known_of_them(two):
    here, there = (store.customers for store in two)
    await here.put("p_1", "https://shop.example", "h1", 5, 100)
    await there.put_token("p_1", "h2", 5, 200)
    assert await here.of_token("h2", 150) == Customer("p_1", "https://shop.example")
    assert await here.of_token("h1", 150) is None
    fresh = Profile("p_1", "", "", "", "", "https://shop.example", 5, False)
    assert await there.profile("p_1") == fresh
    known = replace(fresh, name="Ann", email="ann@x.example", segment="vip", note="kind")
    await here.put_profile(known)
    assert await there.profile("p_1") == known
    await there.put_email("p_1", "ann@y.example")
    assert await here.facts("p_1") == ("vip", "ann@y.example", "https://shop.example")
    assert await here.facts("p_2") == ("", "", "")
    assert await here.profile("p_2") is None


async def test_who_is_blocked(two):
    for at, name in enumerate(("p_1", "p_2", "p_3"), 1):
        await two[0].customers.put(name, "", f"h{at}", at, 100)
        await two[0].customers.put_blocked(name, at)
    await two[1].customers.put_blocked("p_2", None)
    assert [profile.id for profile in await two[0].customers.blocked(5)] == ["p_3", "p_1"]
    assert [profile.id for profile in await two[0].customers.blocked(1)] == ["p_3"]
    assert [await two[0].customers.is_blocked(name) for name in ("p_1", "p_2", "p_9")] == [True, False, False]


async def test_a_code_is_used_once_and_tried_a_few_times(two):
    here, there = (store.codes for store in two)
    await here.put("p_1", "old@x.example", "old", 100)
    await here.put("p_1", "ann@x.example", "right", 100)
    assert await there.use("p_1", "old".__eq__, 50, 3) is None, "replaced; that was one try"
    assert await there.use("p_1", "right".__eq__, 101, 3) is None, "too late"
    assert await there.use("p_1", "right".__eq__, 100, 3) == "ann@x.example"
    assert await here.use("p_1", "right".__eq__, 50, 3) is None
    await here.put("p_1", "ann@x.example", "right", 100)
    for _ in range(3):
        assert await there.use("p_1", "wrong".__eq__, 50, 3) is None
    assert await there.use("p_1", "right".__eq__, 50, 3) is None, "tried too often"
