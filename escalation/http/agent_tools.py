"""What stands beside a conversation: the customer, replies and macros, what the knowledge base says, and
finding what was said.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import zip_longest
from typing import Annotated, Any

import msgspec
from aiohttp import web
from msgspec import Meta

from actions.business import Account, BusinessSystem, BusinessUnavailableError
from escalation.auth.errors import AccountError
from escalation.auth.permissions import may
from escalation.configuration.models import CannedReply, Label, Macro, View
from escalation.conversations import views
from escalation.conversations.consoles import Consoles
from escalation.core.errors import Code, Refused
from escalation.core.handover import handover_note
from escalation.core.text import plain
from escalation.http.arrangements import CONFIGURATION
from escalation.http.desk import DESK
from escalation.http.mail import MAILER
from escalation.http.operations import Answer, Call, Done, Operation
from escalation.http.search import SEARCH
from escalation.http.session import CONVERSATIONS, CUSTOMERS, USERS
from escalation.store.ports import MessageIndex
from escalation.store.records import Found, Profile
from knowledge.articles import Article
from knowledge.facts import filled
from knowledge.index import Hit, Index

MESSAGES: web.AppKey[MessageIndex] = web.AppKey("finder")
CONSOLES: web.AppKey[Consoles] = web.AppKey("consoles", Consoles)
BUSINESS: web.AppKey[BusinessSystem] = web.AppKey("business", BusinessSystem)
SUGGESTED, LOOKED_AT = 3, 10
MOST_PREFERENCES = 20 * 1024  # bytes
LOOK_UP_S = 3.0


class ProfileDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What team members know of a customer."""

    name: Annotated[str, Meta(max_length=120)] = ""
    email: Annotated[str, Meta(max_length=200)] = ""
    segment: Annotated[str, Meta(max_length=40)] = ""
    note: Annotated[str, Meta(max_length=2000)] = ""
    blocked: bool = False


class CustomerCard(Answer, frozen=True):
    """A customer: what is known, earlier conversations, and the account at the company, if the email address
    has one.

    ``email`` is the address the account was looked up by: the profile's, or one the customer gave in a
    conversation.
    """

    profile: Profile
    conversations: list[views.Json]
    email: str | None
    account: Account | None
    trouble: str | None


class ListedAgent(msgspec.Struct, frozen=True):
    """An agent, and whether they have a console open."""

    login: str
    name: str
    role: str
    present: bool


class Named(msgspec.Struct, frozen=True):
    """A department, by its id and as people call it."""

    id: str
    name: str


class Tools(Answer, frozen=True):
    """What team members work with: canned responses and macros with their facts filled in, labels, the
    team's views, departments, and each other.
    """

    replies: list[CannedReply]
    macros: list[Macro]
    labels: list[Label]
    views: list[View]
    departments: list[Named]
    agents: list[ListedAgent]
    mail: bool


class OfConversation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One conversation."""

    conversation: Annotated[str, Meta(min_length=3, max_length=64)]


class Suggested(msgspec.Struct, frozen=True):
    """An answer of the knowledge base; ``rejected``: this customer refused it already."""

    article: str
    version: int
    title: str
    text: str
    likeness: float
    rejected: bool


class SuggestedList(Answer, frozen=True):
    """Answers to what the customer wants (``question``, a line each), best first, and every answer they
    refused.
    """

    question: str
    suggestions: list[Suggested]
    rejected: list[Suggested]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is looked for."""

    q: Annotated[str, Meta(max_length=200)]


class FoundList(Answer, frozen=True):
    """Messages with the words, newest first."""

    found: list[Found]


async def customer(call: Call[None, None]) -> CustomerCard:
    """A customer's card: profile, earlier conversations, orders."""
    identity = call.path["customer"]
    profile = await call.app[CUSTOMERS].profile(identity)
    if profile is None:
        raise Refused(Code.NOT_FOUND, "This customer does not exist.")
    rows = await call.app[CONVERSATIONS].store.listed_of(identity)
    email = profile.email or await _given(call.request, [row.id for row in rows])
    account, trouble = await _account(call.request, email) if email else (None, None)
    return CustomerCard(
        profile=profile,
        conversations=[views.row(row) for row in rows],
        email=email,
        account=account,
        trouble=trouble,
    )


async def _given(request: web.Request, conversations: list[str]) -> str | None:
    """The email address the customer last gave in one of the latest conversations."""
    for conversation in conversations[:SUGGESTED]:
        note = handover_note(await request.app[CONVERSATIONS].store.events(conversation))
        if found := next((fact.text for fact in reversed(note.gave) if fact.more == "email"), None):
            return found
    return None


async def _account(request: web.Request, email: str) -> tuple[Account | None, str | None]:
    """The company's account; a system that does not answer is said, and keeps nobody from reading the
    rest.
    """
    try:
        async with asyncio.timeout(LOOK_UP_S):
            return await asyncio.to_thread(request.app[BUSINESS].account, email), None
    except (BusinessUnavailableError, TimeoutError):
        return None, "The order system is not responding right now."


async def set_customer(call: Call[ProfileDraft, None]) -> Done:
    """Keep what team members know of a customer; the segment decides which triage settings count."""
    body, identity = call.body, call.path["customer"]
    customers = call.app[CUSTOMERS]
    known = await customers.profile(identity)
    if known is None:
        raise Refused(Code.NOT_FOUND, "This customer does not exist.")
    wanted = replace(
        known,
        name=plain(body.name),
        email=body.email.strip(),
        segment=body.segment.strip(),
        note=plain(body.note),
    )
    try:
        await customers.set_profile(wanted)
    except AccountError as problem:
        raise Refused(Code.BAD_REQUEST, str(problem)) from None
    if body.blocked != known.blocked:
        await customers.block(identity, body.blocked)
    return Done()


async def tools(call: Call[None, None]) -> Tools:
    """What a team member has at hand while answering."""
    now = call.app[CONFIGURATION].now
    facts = await call.app[DESK].call(
        lambda store: store.releases.facts(active.id) if (active := store.releases.active()) else {}
    )
    users, present = await call.app[USERS].all(), await call.app[CONSOLES].present()
    return Tools(
        replies=[replace(reply, text=filled(reply.text, facts)) for reply in now.replies],
        macros=[replace(macro, text=filled(macro.text, facts)) for macro in now.macros],
        labels=now.labels,
        views=now.views,
        departments=[Named(department.id, department.name) for department in now.departments],
        agents=[
            ListedAgent(user.login, user.name, user.role, user.id in present)
            for user in users
            if may(user, "take")
        ],
        mail=call.app[MAILER].server is not None,
    )


class Preferences(Answer, frozen=True):
    """What a team member prefers, wherever they sign in."""

    preferences: dict[str, Any]


class PreferencesDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be kept; at most 20 kB."""

    preferences: dict[str, Any]


async def preferences(call: Call[None, None]) -> Preferences:
    """My saved views and the like."""
    user = call.user
    return Preferences(preferences=await call.app[USERS].preferences(user))


async def set_preferences(call: Call[PreferencesDraft, None]) -> Done:
    """Keep them."""
    user = call.user
    body = call.body
    await call.app[USERS].set_preferences(user, body.preferences)
    return Done()


async def suggest(call: Call[None, OfConversation]) -> SuggestedList:
    """What the knowledge base says to all the customer wants, what they refused marked."""
    conversation = await call.app[CONVERSATIONS].get(call.query.conversation)
    events = await call.app[CONVERSATIONS].store.events(conversation.id)
    questions = [line.text for line in handover_note(events).wants]
    refused = frozenset(conversation.case.rejected)
    live = call.app[DESK].words.articles
    hits = await call.app[SEARCH].run(lambda index: _best(index, questions)) if questions else []
    found = [_suggested(live[hit.id], hit.likeness, refused) for hit in hits if hit.id in live]
    guarded = [_suggested(live[name], 0.0, refused) for name in sorted(refused) if name in live]
    return SuggestedList(question="\n".join(questions), suggestions=found[:SUGGESTED], rejected=guarded)


def _best(index: Index, questions: list[str]) -> list[Hit]:
    """The best answers to each question in turn, each once."""
    ranked = zip_longest(*(index.search(question, LOOKED_AT) for question in questions))
    hits = [hit for place in ranked for hit in place if hit is not None]
    return [*{hit.id: hit for hit in hits}.values()]


def _suggested(article: Article, likeness: float, refused: frozenset[str]) -> Suggested:
    return Suggested(
        article.id, article.version, article.title, article.answer, likeness, article.id in refused
    )


async def find(call: Call[None, Words]) -> FoundList:
    """Messages with these words, in all conversations."""
    return FoundList(found=await call.app[MESSAGES].find(plain(call.query.q)))


OPERATIONS = [
    Operation("GET", "/api/customers/{customer}", "profile", customer),
    Operation("PUT", "/api/customers/{customer}", "profile", set_customer),
    Operation("GET", "/api/tools", "open", tools),
    Operation("GET", "/api/me/preferences", "open", preferences),
    Operation("PUT", "/api/me/preferences", "open", set_preferences, most=MOST_PREFERENCES),
    Operation("GET", "/api/suggestions", "open", suggest, refusals=(Code.NOT_FOUND,)),
    Operation("GET", "/api/find", "find", find),
]
