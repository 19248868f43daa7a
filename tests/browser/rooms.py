"""The rooms a person walks through, each with its screens: the widget, the console, the desk and the
settings.
"""

import asyncio
import itertools
import json
import sqlite3
from contextlib import closing

from playwright.async_api import expect

from tests.browser.conftest import PASSWORD, arrange
from tests.browser.presses import Screen
from tests.chaos.clients import Agent, Customer, token

ARTICLE = "jobs"
DRAWN_S = 0.15
SECTIONS = {
    "departments": [{"id": "delivery", "name": "Delivery", "by_hand": True}],
    "skills": [{"id": "german", "name": "German", "when": {"languages": ["de"]}}],
    "segments": [{"id": "gold", "name": "Gold", "emails": ["*@gold.example"]}],
    "service_levels": [{"name": "all", "minutes": 5}, {"name": "others", "minutes": 9}],
    "labels": [{"name": "lost", "colour": "red"}, {"name": "found", "colour": "green"}],
    "views": [{"name": "Late", "filter": "is:late"}],
    "replies": [{"shortcut": "hello", "text": "Hello {customer}"}],
    "macros": [
        {"shortcut": "lost", "title": "Lost", "text": "We look for it.", "labels": ["lost"], "then": "stay"}
    ],
    "hours": {
        "default": {
            "time_zone": "Europe/Berlin",
            "week": {"sun": ["00:00-24:00"]},
            "special": [{"day": "2030-12-24", "why": "Eve"}],
        }
    },
    "sites": ["https://shop.example"],
}
# Every empty field gets words, and the first that has some other ones, as somebody at work leaves a form.
FILL = """(time) => {
  const words = { email: "anna@shop.example", search: null, date: null, file: null, checkbox: null, radio: null, number: "3", time: null, password: "a long password" };
  const setter = (each) => Object.getOwnPropertyDescriptor(Object.getPrototypeOf(each), "value").set;
  const type = (each, value) => (setter(each).call(each, value), each.dispatchEvent(new Event("input", { bubbles: true })));
  let changed = false;
  for (const each of document.querySelectorAll("main :is(input, textarea)")) {
    const value = each.type in words ? words[each.type] : each.pattern ? `a_new_name_${time}` : `Pressed twice ${time}`;
    if (value === null || each.readOnly || !each.checkVisibility()) continue;
    if (each.value === "") { if (each.placeholder !== "closed" && each.placeholder !== "no limit") type(each, value); }
    else if (!changed && each.tagName === "INPUT" && each.type === "number") { type(each, String(each.valueAsNumber > 1 ? each.valueAsNumber + 1 : 0.5 + (time % 400) / 1000)); changed = true; }
    else if (!changed && each.tagName === "INPUT" && each.type === "text") { type(each, each.value + "x"); changed = true; }
  }
}"""


OPEN = "document.querySelectorAll('main details').forEach((each) => (each.open = true))"


class Visitor:
    """A customer in the widget, in whatever state is asked for."""

    def __init__(self, page, house):
        self.page, self.house, self.at = page, house, itertools.count()

    async def begin(self):
        """A new customer, by socket."""
        customer = Customer(
            self.house.hub, "/customer", {"token": await token(self.house.hub)}, name="visitor"
        )
        await customer.connect()
        return customer

    async def say(self, customer, text):
        answer = await customer.ask("say", {"client_id": f"pressed-{next(self.at):06}", "text": text})
        assert answer["ok"], answer
        customer.conversation = answer["conversation"]
        await until(
            lambda: any(each["kind"] == "thinking" and not each["on"] for each in customer.seen.values())
        )

    async def show(self, customer):
        await customer.leave()
        await self.page.goto(f"{self.house.hub}/static/shared/icon.svg")
        await self.page.evaluate(
            "(token) => (localStorage.clear(), localStorage.setItem('baton.token', JSON.stringify(token)))",
            customer.auth["token"],
        )
        await self.page.goto(f"{self.house.hub}/widget?site={self.house.hub}")
        await self.page.locator(".log .line").first.wait_for()

    async def fresh(self):
        await self.show(await self.begin())
        await self.page.get_by_label("Your message").fill("How long does delivery take?")

    async def answered(self):
        customer = await self.begin()
        await self.say(customer, "How long does delivery take?")
        await self.show(customer)
        await self.page.locator(".thumb").first.wait_for()

    async def asked_whether_to_cancel(self):
        self.orders_as_they_were()
        customer = await self.begin()
        await self.say(customer, "please cancel my order BW-10433 ines.duarte@example.com")
        await self.show(customer)
        await self.page.locator(".options button").first.wait_for()

    def orders_as_they_were(self):
        with closing(sqlite3.connect(self.house.home / "business.db", isolation_level=None)) as database:
            database.execute("update orders set state = 'processing' where number = 'BW-10433'")
            database.execute("delete from jobs where number = 'BW-10433'")

    async def waiting(self):
        customer = await self.begin()
        await self.say(customer, "this is ridiculous, I have been waiting for a week and nobody answers!")
        await self.show(customer)
        await expect(self.page.locator(".under button").first).to_be_enabled()

    async def asked_when_to_call(self):
        await self.waiting()
        await self.page.get_by_role("button", name="Book a call-back").click()
        await self.page.get_by_label("Your phone number").fill("+44 20 7946 0018")

    async def called_later(self):
        await self.asked_when_to_call()
        await self.page.get_by_role("button", name="Book call-back").click()
        await self.page.get_by_role("button", name="Cancel call-back").wait_for()

    async def ended(self):
        customer = await self.begin()
        await self.say(customer, "hello")
        assert (await customer.ask("end", {}))["ok"]
        await self.show(customer)
        await self.page.locator(".stars label").nth(4).click()
        await self.page.get_by_role("button", name="Send rating").wait_for()


async def until(holds, seconds=120):
    end = asyncio.get_running_loop().time() + seconds
    while not holds():
        assert asyncio.get_running_loop().time() < end, "never happened"
        await asyncio.sleep(0.02)


class Staff:
    """A team member's pages; signing out is pressed too, so the session is made again where it is gone."""

    def __init__(self, watch, house, login, visitor):
        self.watch, self.page, self.house, self.login, self.visitor = watch, watch.page, house, login, visitor

    async def signed_in(self):
        headers = {"Origin": self.house.hub}
        if (await (await self.page.request.get(f"{self.house.hub}/api/me")).json()).get("ok"):
            return
        done = await self.page.request.post(
            f"{self.house.hub}/api/sign-in", data={"login": self.login, "password": PASSWORD}, headers=headers
        )
        assert done.ok, await done.text()

    async def call(self, method, path, body=None):
        reply = await self.page.request.fetch(
            f"{self.house.hub}{path}", method=method, data=body, headers={"Origin": self.house.hub}
        )
        assert reply.ok, await reply.text()
        return await reply.json()

    undo = 0  # seconds; none, so that what a press sends is seen at once

    async def go(self, where, ready):
        await self.signed_in()
        await self.page.goto(f"{self.house.hub}/static/shared/icon.svg")
        prefers = json.dumps({"undo": self.undo, "sound": False, "notify": False})
        await self.page.evaluate(
            "(prefers) => (localStorage.clear(), sessionStorage.clear(),"
            " localStorage.setItem('baton.preferences', prefers))",
            prefers,
        )
        await self.page.goto(f"{self.house.hub}/{where}")
        await self.page.locator(ready).first.wait_for()
        await self.watch.quiet(DRAWN_S)

    async def socket(self):
        cookies = "; ".join(f"{each['name']}={each['value']}" for each in await self.page.context.cookies())
        agent = Agent(self.house.hub, "/agent", None, {"Cookie": cookies}, name=self.login)
        await agent.connect()
        return agent

    async def conversation(self, taken):
        """A conversation that waits, or is this agent's."""
        await self.signed_in()
        customer = await self.visitor.begin()
        await self.visitor.say(
            customer, "this is ridiculous, I have been waiting for a week and nobody answers!"
        )
        await customer.leave()
        agent = await self.socket()
        if taken:
            row = next(
                each
                for each in (await agent.ask("inbox", {}))["queue"]
                if each["id"] == customer.conversation
            )
            assert (await agent.ask("take", {"conversation": row["id"], "epoch": row["epoch"]}))["ok"]
            await agent.ask("label", {"conversation": row["id"], "labels": ["late"]})
        return customer.conversation, agent


class Console(Staff):
    async def queued(self):
        conversation, agent = await self.conversation(taken=False)
        await agent.leave()
        await self.go(f"console#{conversation}", ".talk-top .button.primary")

    async def mine(self):
        conversation, agent = await self.conversation(taken=True)
        await agent.leave()
        await self.go(f"console#{conversation}", ".compose textarea")
        await self.page.locator(".talk-top .danger").wait_for()

    async def writing(self):
        await self.mine()
        await self.page.locator(".compose textarea").fill("We look for it.")

    async def noting(self):
        await self.mine()
        await self.page.locator(".compose").get_by_role("button", name="Note", exact=True).click()
        await self.page.locator(".compose textarea").fill("A note.")

    async def sending(self):
        self.undo = 60
        await self.writing()
        self.undo = 0
        await self.page.locator(".compose textarea").press("Enter")
        await self.page.locator(".pending .notice").first.wait_for()

    async def transferring(self):
        await self.mine()
        await self.page.get_by_role("button", name="Transfer…").click()
        await self.page.locator(".sheet").wait_for()

    async def customer(self):
        await self.mine()
        await self.page.get_by_role("region", name="Customer").locator(".spread button").first.click()
        await self.page.locator("#c-name").fill("Ada")

    async def marking(self):
        await self.mine()
        await self.page.locator(".mark").first.click()

    async def verdict(self):
        conversation, agent = await self.conversation(taken=True)
        row = next(each for each in (await agent.ask("inbox", {}))["mine"] if each["id"] == conversation)
        assert (await agent.ask("close", {"conversation": conversation, "epoch": row["epoch"]}))["ok"]
        await agent.leave()
        await self.go(f"console#{conversation}", ".verdict")

    async def several(self):
        await self.queued()
        await self.page.get_by_role("button", name="Select several").click()
        await self.page.locator(".entry-row input").first.check()
        await self.page.locator(".bulk input").fill("late")

    def screens(self):
        top = [
            Screen("console, top", self.queued, ".bar"),
            Screen("console, lists", self.queued, ".lists .tools"),
        ]
        talk = {
            "waiting": self.queued,
            "mine": self.mine,
        }
        parts = {
            "writing": self.writing,
            "noting": self.noting,
            "verdict": self.verdict,
        }
        return [
            *top,
            *(Screen(f"console, {name}", prepare, ".talk-top") for name, prepare in talk.items()),
            *(Screen(f"console, {name}", prepare, ".compose") for name, prepare in parts.items()),
            Screen("console, sending", self.sending, ".pending"),
            Screen("console, transcript", self.marking, "[data-testid=transcript]"),
            Screen("console, beside", self.mine, ".side"),
            Screen("console, customer", self.customer, "section[aria-label=Customer]"),
            Screen("console, hand on", self.transferring, ".sheet"),
            Screen("console, several", self.several, ".bulk"),
        ]


class Desk(Staff):
    async def words_to_publish(self):
        """Words alone: nothing has to be learnt."""
        await self.signed_in()
        at = next(self.visitor.at)
        await self.call("PUT", "/api/facts/pressed", {"value": f"value {at}", "about": ""})
        await self.call("PUT", "/api/voice/goodbye", {"variants": [f"Goodbye {at}.", "Bye."]})

    def at(self, place, ready="main", open_all=True):
        async def prepare():
            await self.words_to_publish()
            if place == "gaps":
                customer = await self.visitor.begin()
                await self.visitor.say(
                    customer, f"do you sell drone insurance number {next(self.visitor.at)}"
                )
                await customer.leave()
            if place.startswith("articles/"):
                await self.article_as_it_was()
            await self.go(f"desk#{place}", ready)
            if open_all:
                await self.page.evaluate(OPEN)
            if place == "voice":
                await self.page.get_by_label("Search system texts").fill("goodbye")
                await self.page.locator("article .spread button").first.click()
            await self.page.evaluate(FILL, next(self.visitor.at))

        return prepare

    async def article_as_it_was(self):
        detail = await self.call("GET", f"/api/articles/{ARTICLE}")
        if detail["draft"]:
            await self.call("DELETE", f"/api/articles/{ARTICLE}/draft", {})
        if detail["retired"]:
            kept = {
                name: detail["article"][name] for name in ("topic", "title", "answer", "questions", "steps")
            }
            await self.call("PUT", f"/api/articles/{ARTICLE}", {**kept, "base": detail["article"]["version"]})

    def screens(self):
        return [
            Screen("desk, top", self.at("facts"), ".bar"),
            Screen("desk, publish", self.at("facts"), ".publish"),
            Screen("desk, facts", self.at("facts"), "main"),
            Screen("desk, voice", self.at("voice"), "main"),
            Screen("desk, releases", self.at("releases"), "main"),
            Screen("desk, checks", self.at("checks"), "main"),
            Screen("desk, article", self.at(f"articles/{ARTICLE}"), ".editor"),
            Screen("desk, articles", self.at("articles"), ".articles"),
            Screen("desk, gaps", self.at("gaps", open_all=False), "main"),
        ]


class Settings(Staff):
    names: list[str]

    async def look_around(self):
        await self.go("settings", "nav.rooms a")
        self.names = [
            each.removeprefix("#")
            for each in await self.page.locator("nav.rooms a").evaluate_all(
                "(all) => all.map((each) => each.getAttribute('href'))"
            )
        ]

    def at(self, name):
        async def prepare():
            await self.signed_in()
            await self.things_to_press(name)
            await self.go(f"settings#{name}", "main h2")
            await self.page.evaluate(OPEN)
            await self.page.evaluate(FILL, next(self.visitor.at))

        return prepare

    async def things_to_press(self, name):
        if name in SECTIONS:
            await arrange(self.page, self.house, **{name: SECTIONS[name]})
        if name == "people":  # somebody who stands first, and whom nobody misses
            await self.call(
                "POST",
                "/api/users",
                {"login": f"a{next(self.visitor.at):05}", "name": "New", "role": "agent", "email": ""},
            )
        if name == "blocked" and not (await self.call("GET", "/api/blocked"))["customers"]:
            conversation, agent = await self.conversation(taken=True)
            row = next(each for each in (await agent.ask("inbox", {}))["mine"] if each["id"] == conversation)
            assert (
                await agent.ask("close", {"conversation": conversation, "epoch": row["epoch"], "spam": True})
            )["ok"]
            await agent.leave()
        if name == "mail":
            await self.call("POST", "/api/settings/mail-trial", {"email": "anna@shop.example"})

    def screens(self):
        return [
            Screen("settings, top", self.at("labels"), ".bar"),
            # What decides how the assistant answers comes last, so that the other rooms' conversations go as
            # they should.
            *(
                Screen(f"settings, {name}", self.at(name), "main")
                for name in sorted(self.names, key=lambda name: name in ("triage", "policy"))
            ),
        ]
