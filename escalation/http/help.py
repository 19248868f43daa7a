"""The help centre: public pages made from the live articles, readable without JavaScript and by search
engines.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import jinja2
from aiohttp import web
from limits import RateLimitItemPerMinute
from markupsafe import Markup

from escalation.conversations.rendering import html
from escalation.core.errors import Code, Refused
from escalation.core.text import plain
from escalation.http.desk import DESK
from escalation.http.pages import WEB
from escalation.http.search import SEARCH
from escalation.http.session import SETTINGS, address_of
from escalation.http.sign_in import LIMITS
from knowledge.articles import Article
from knowledge.steps import ENDS, PERSON, parse

SEARCHES, FEEDBACK = RateLimitItemPerMinute(60, 1), RateLimitItemPerMinute(20, 1)
FOUND, MOST_ASKED, BEGINNING = 10, 200, 180
ENDINGS = {PERSON: "contact us in the chat"}
CACHED = "public, max-age=60"


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(WEB / "help"), autoescape=True, undefined=jinja2.StrictUndefined
    )


def slug_of(identity: str) -> str:
    """An article's address: its id with dashes."""
    return identity.replace("_", "-")


def _live(request: web.Request) -> dict[str, Article]:
    return request.app[DESK].words.articles


def _article(request: web.Request) -> Article:
    article = _live(request).get(request.match_info["slug"].replace("-", "_"))
    if article is None:
        raise Refused(Code.NOT_FOUND, "This article does not exist, or is no longer published.")
    return article


def _address(request: web.Request, path: str) -> str:
    return f"{request.app[SETTINGS].url}{path}"


def _page(request: web.Request, template: str, **more: Any) -> web.Response:
    about = {
        "base": request.app[SETTINGS].base_path,
        "language": "en",
        "description": "",
        "canonical": "",
        "hidden": False,
        "structured": "",
        "asked": "",
        **more,
    }
    text = _templates().get_template(template).render(about)
    return web.Response(text=text, content_type="text/html", headers={"Cache-Control": CACHED})


def _listed(article: Article) -> dict[str, str]:
    return {"title": article.title, "slug": slug_of(article.id), "beginning": beginning(article.answer)}


def beginning(markdown: str) -> str:
    """The first words of an answer, without its marks."""
    text = " ".join(re.sub(r"<[^>]*>", " ", html(markdown)).split())
    return text if len(text) <= BEGINNING else text[:BEGINNING].rpartition(" ")[0] + " …"


def structured(article: Article, address: str) -> Markup:
    """What search engines read (schema.org, QAPage), safe inside a script element."""
    data = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "url": address,
        "mainEntity": [
            {
                "@type": "Question",
                "name": article.title,
                "acceptedAnswer": {"@type": "Answer", "text": html(article.answer)},
            }
        ],
    }
    text = json.dumps(data, ensure_ascii=False)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704 - no tag can end the script


async def index(request: web.Request) -> web.Response:
    """All topics with their articles."""
    topics: dict[str, list[dict[str, str]]] = {}
    for article in sorted(_live(request).values(), key=lambda article: (article.topic, article.title)):
        topics.setdefault(article.topic, []).append(_listed(article))
    return _page(
        request, "index.html", title="Help", topics=list(topics.items()), canonical=_address(request, "/help")
    )


async def article(request: web.Request) -> web.Response:
    """One article; for an address that leads nowhere a page that helps to go on."""
    try:
        found = _article(request)
    except Refused as refused:
        page = _page(request, "missing.html", title="Not found · Help", sentence=str(refused), hidden=True)
        page.set_status(404)
        return page
    related = [
        _listed(article)
        for article in _live(request).values()
        if article.topic == found.topic and article.id != found.id
    ][:6]
    address = _address(request, f"/help/{slug_of(found.id)}")
    return _page(
        request,
        "article.html",
        title=f"{found.title} · Help",
        heading=found.title,
        topic=found.topic,
        slug=slug_of(found.id),
        canonical=address,
        description=beginning(found.answer),
        answer=Markup(html(found.answer)),  # noqa: S704 - cleaned by nh3
        related=related,
        thanked="thanks" in request.query,
        structured=structured(found, address),
        steps=_steps(found),
    )


def _steps(article: Article) -> list[dict[str, Any]]:
    return [
        {
            "name": step.name,
            "say": Markup(html(step.say)),  # noqa: S704 - cleaned by nh3
            "choices": [
                {
                    "label": choice.label,
                    "to": None if choice.to in ENDS else choice.to,
                    "end": ENDINGS.get(choice.to, "done"),
                }
                for choice in step.choices
            ],
        }
        for step in parse(article.steps)
    ]


async def search(request: web.Request) -> web.Response:
    """The live articles that answer a question best."""
    question = plain(request.query.get("q", ""))[:MOST_ASKED]
    request.app[LIMITS].demand(SEARCHES, "help", address_of(request))
    hits = await request.app[SEARCH].run(lambda index: index.search(question, FOUND)) if question else []
    live = _live(request)
    found = [_listed(live[hit.id]) for hit in hits if hit.id in live]
    return _page(request, "search.html", title=f"{question} · Help", asked=question, found=found, hidden=True)


async def feedback(request: web.Request) -> web.Response:
    """A reader says whether an article helped; back to the article."""
    request.app[LIMITS].demand(FEEDBACK, "feedback", address_of(request))
    found, given = _article(request), (await request.post()).get("helpful")
    if given not in ("yes", "no"):
        raise Refused(Code.BAD_REQUEST, "Say yes or no.")
    day = datetime.now(UTC).date().isoformat()
    await request.app[DESK].call(
        lambda store: store.feedback.count(found.id, found.version, given == "yes", day)
    )
    raise web.HTTPSeeOther(f"{request.app[SETTINGS].base_path}/help/{slug_of(found.id)}?thanks=1")


async def sitemap(request: web.Request) -> web.Response:
    """Every public page, for search engines."""
    pages = ["/help", *(f"/help/{slug_of(article)}" for article in sorted(_live(request)))]
    lines = [f"<url><loc>{Markup.escape(_address(request, page))}</loc></url>" for page in pages]
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        + "".join(lines)
        + "</urlset>"
    )
    return web.Response(text=text, content_type="application/xml", headers={"Cache-Control": CACHED})


def routes(base: str) -> list[web.AbstractRouteDef]:
    """The routes below ``base``."""
    return [
        web.get(f"{base}/help", index),
        web.get(f"{base}/help/search", search),
        web.get(f"{base}/help/sitemap.xml", sitemap),
        web.get(base + r"/help/{slug:[a-z][a-z0-9-]{1,63}}", article),
        web.post(base + r"/help/{slug:[a-z][a-z0-9-]{1,63}}/feedback", feedback),
    ]
