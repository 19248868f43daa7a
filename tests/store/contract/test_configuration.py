"""Versions of sections, and several changes in one commit."""

import asyncio

import pytest

from escalation.store.records import SectionMoved, User, Version

ADA = User("u_1", "ada", "Ada", "admin")


async def test_versions_are_only_added_and_the_latest_counts(two):
    here, there = (store.configuration for store in two)
    assert (await here.newest(), await here.latest(), await here.latest_of("labels")) == (0, {}, None)
    assert await here.put({"labels": ["a"], "sites": []}, "ada", "first", 10) == ["labels", "sites"]
    assert await there.put({"labels": ["b"], "sites": []}, "ben", "then", 20) == ["labels"]
    newest = await here.newest()
    latest = Version(newest, "labels", ["b"], "ben", "then", 20)
    assert (await here.latest())["labels"] == await here.latest_of("labels") == latest
    assert [version.section for version in await here.history()] == ["labels", "sites", "labels"]
    assert [version.value for version in await here.history(section="labels")] == [["b"], ["a"]]
    assert len(await here.history(1)) == 1
    version, earlier = await here.around(newest)
    assert (version, earlier.value) == (latest, ["a"])
    assert await here.around(earlier.version) == (earlier, None)
    assert await here.around(99) == (None, None)


async def test_what_moved_on_is_not_overwritten_and_nothing_is_written(two):
    here, there = (store.configuration for store in two)
    await here.put({"labels": ["a"]}, "ada", "", 1, {"labels": 0})
    with pytest.raises(SectionMoved):
        await there.put({"sites": ["s"], "labels": ["b"]}, "ben", "", 2, {"labels": 0})
    assert list(await here.latest()) == ["labels"]
    seen = {"labels": await there.newest()}
    assert await there.put({"labels": ["b"]}, "ben", "", 2, seen) == ["labels"]


async def test_two_who_saw_the_same_version_do_not_both_write(two):
    puts = [
        store.configuration.put({"labels": [str(at)]}, "ada", "", 1, {"labels": 0})
        for at, store in enumerate(two)
    ]
    done = await asyncio.gather(*puts, return_exceptions=True)
    assert sorted(isinstance(each, SectionMoved) for each in done) == [False, True]


async def test_a_unit_is_one_commit_and_reads_what_it_wrote(two):
    async def work(unit):
        await unit.users.put(ADA, None, 1)
        await unit.configuration.put(
            {"people": [user.login for user in await unit.users.all()]}, "ada", "", 1
        )
        return (await unit.configuration.latest_of("people")).value

    assert await two[0].together(work) == ["ada"]
    assert await two[1].users.by_login("ada") == ADA


async def test_a_unit_that_fails_leaves_nothing(two):
    async def work(unit):
        await unit.users.put(ADA, None, 1)
        await unit.configuration.put({"labels": ["a"]}, "ada", "", 1)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        await two[0].together(work)
    assert (await two[1].users.all(), await two[1].configuration.newest()) == ([], 0)


async def test_units_do_not_mix(two):
    async def work(unit):
        count = (await unit.configuration.latest_of("count") or Version(0, "", 0, "", "", 0)).value
        await unit.configuration.put({"count": count + 1}, "ada", "", 1)

    await asyncio.gather(*(two[at % 2].together(work) for at in range(20)))
    assert (await two[0].configuration.latest_of("count")).value == 20


async def test_a_database_that_works_says_nothing(two):
    assert await two[0].probe() is None
