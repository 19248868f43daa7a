"""Every press in widget, console, desk and settings, once and twice within a tenth of a second."""

import asyncio
import os

import pytest
from playwright.async_api import Error, expect

from tests import house as houses
from tests.browser.conftest import enrol
from tests.browser.presses import Screen, Watch, walk
from tests.browser.rooms import Console, Desk, Settings, Visitor

pytestmark = pytest.mark.browser
A_FEW = 2
EVERYWHERE = os.environ.get("PRESSES") == "all"


@pytest.fixture(scope="module")
def house(house, tmp_path_factory):
    """One of its own: everything in it is pressed."""
    running = houses.start(houses.twin(house, tmp_path_factory.mktemp("pressed") / "home", "knowledge.db"))
    yield running
    running.stop()


async def pressed(screens, watch, most):
    """What was tried, by screen, and what was wrong. With all the tests a button of a name is pressed on the
    first screen of its room where it stands, ``most`` on a screen; with ``make presses`` all are.
    """
    tried, offenders, known = [], [], set()
    for screen in screens:
        try:
            names, wrong = await (
                walk(watch, screen) if EVERYWHERE else walk(watch, screen, frozenset(known), most)
            )
        except (AssertionError, Error) as problem:
            offenders.append(f"{screen.name} could not be looked at: {str(problem).splitlines()[0]}")
            continue
        known.update(names)
        tried += [f"{screen.name}: {name}" for name in names]
        offenders += wrong
    return tried, offenders


async def test_a_second_press_within_a_tenth_of_a_second_does_nothing_more(browsers, house):
    pages = [await browsers.window() for _ in range(4)]
    for login in ("anna", "ben", "cleo"):
        await enrol(house, login, "admin")
    watches, visitor = [Watch(page) for page in pages], Visitor(pages[0], house)
    console, desk, settings = (
        kind(watch, house, login, visitor)
        for kind, watch, login in zip(
            (Console, Desk, Settings), watches[1:], ("anna", "ben", "cleo"), strict=True
        )
    )
    await settings.look_around()
    widget = [
        Screen("widget, new", visitor.fresh),
        Screen("widget, answered", visitor.answered),
        Screen("widget, may I cancel", visitor.asked_whether_to_cancel, ".options"),
        Screen("widget, waiting", visitor.waiting),
        Screen("widget, when to call", visitor.asked_when_to_call),
        Screen("widget, to be called", visitor.called_later),
        Screen("widget, ended", visitor.ended),
    ]
    rooms = [widget, console.screens(), desk.screens(), settings.screens()]
    most = [None, None, A_FEW, A_FEW]  # customers and agents press in a hurry
    found = await asyncio.gather(*(pressed(*room) for room in zip(rooms, watches, most, strict=True)))
    tried, offenders = ([each for room in found for each in room[at]] for at in (0, 1))
    browsers.complaints.clear()  # what a screen says of a refusal is not looked at here
    print(f"{len(tried)} presses tried twice")
    print("\n".join(tried))
    assert offenders == [], "\n".join(["", *offenders])


async def test_a_box_is_ticked_through_its_label_and_a_word_is_marked_by_a_double_click(browsers, house):
    """What belongs to one press is not taken for a second one, and writing keeps its double click."""
    await enrol(house, "dora", "admin")
    settings = Settings(Watch(await browsers.window()), house, "dora", None)
    await settings.go("settings#alerts", "main .check")
    box = settings.page.locator("main .check input")
    ticked = await box.is_checked()
    await settings.page.locator("main .check").click(position={"x": 60, "y": 8})
    await expect(box).to_be_checked(checked=not ticked)
    field = settings.page.locator("main input:not([type])").first
    await field.fill("lead@shop.example")
    await field.dblclick(position={"x": 20, "y": 12})
    assert await settings.page.evaluate("getSelection().toString()") == "lead"
    browsers.complaints.clear()
