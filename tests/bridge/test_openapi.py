"""The HTTP interface is what its OpenAPI document says, whatever is sent: schemathesis against a running
hub.
"""

import asyncio
import json
import os
import threading
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from limits import RateLimitItemPerSecond
from schemathesis.checks import CHECKS

from escalation.http import sign_in
from escalation.http.api import operations
from escalation.http.openapi import document
from escalation.http.session import COOKIE
from tests.bridge.conftest import start, stop

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
# What a schema cannot say (a password long enough, an article that exists) is refused as bad_request,
# rightly.
EXCLUDED = {"positive_data_acceptance"}
# Requests made up for each operation: a few with all the tests, many with ``make fuzz``.
EXAMPLES = int(os.environ.get("EXAMPLES", "8"))
schema = schemathesis.pytest.from_fixture("served")


@pytest.fixture(scope="module")
def running(tmp_path_factory, built_encoder):
    """A hub on a loop of its own, and sessions of an admin."""
    from knowledge.articles import Article
    from knowledge.store import KnowledgeStore

    home = tmp_path_factory.mktemp("openapi")
    (home / "encoder").symlink_to(built_encoder)
    with KnowledgeStore.open(home) as store:
        store.articles.save(
            Article("delivery_time", "delivery", "How long?", "Two days.", ("how long",)), "test"
        )
        store.releases.activate(store.content.freeze("test", "first", model="none").id)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def run(work):
        return asyncio.run_coroutine_threadsafe(work, loop).result(30)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sign_in, "SIGN_IN", RateLimitItemPerSecond(10**6))
        patch.setattr(sign_in, "NEW_CUSTOMER", RateLimitItemPerSecond(10**6))
        hub = run(start(home, 0))
        port = hub.runner.addresses[0][1]
        user = run(hub.users.add("root", "Root", "admin", "a good password"))
        yield f"http://127.0.0.1:{port}", hub.settings.origin, lambda: run(hub.sessions.open(user, 1))
        run(stop(hub))
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


@pytest.fixture
def served(running):
    url, _, new_session = running
    loaded = schemathesis.openapi.from_url(f"{url}/api/openapi.json")

    @loaded.auth(refresh_interval=None)
    class Session:
        def get(self, _case, _context):
            return new_session()

        def set(self, case, data, _context):
            case.cookies = {**(case.cookies or {}), COOKIE: data}

    return loaded


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_interface_is_what_its_document_says(case, running):
    headers = {"Origin": running[1]}
    checks = [check for name, check in CHECKS._items.items() if name not in EXCLUDED]
    case.call_and_validate(headers=headers, checks=checks)


def test_the_document_in_the_repository_is_the_one_served():
    assert json.loads(DOCUMENT.read_text(encoding="utf-8")) == json.loads(
        json.dumps(document(operations()))
    ), "make openapi"


def test_every_operation_says_what_it_does_and_refuses():
    for operation in operations():
        assert operation.handler.__doc__, operation.path
        assert not operation.changes or operation.codes(), operation.path
