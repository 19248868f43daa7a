"""The action server does something for the bot alone: the real process, asked as a page of somebody else
would ask.
"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests.house import free_ports

TOKEN = "a token of this test"
CALL = json.dumps(
    {"next_action": "action_nothing", "tracker": {}, "domain": {}, "version": "3.6.21"}
).encode()


@pytest.fixture(scope="module")
def address():
    (port,) = free_ports(1)
    environment = {**os.environ, "BATON_ACTIONS_PORT": str(port), "BATON_BOT_TOKEN": TOKEN}
    process = subprocess.Popen([sys.executable, "-m", "actions"], env=environment)
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health").close()
            break
        except OSError:
            assert process.poll() is None
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)


def status(address, path="/webhook", body=CALL, **headers):
    request = urllib.request.Request(
        address + path, body, {name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return reply.status
    except urllib.error.HTTPError as problem:
        return problem.code


def test_a_page_of_somebody_else_moves_nothing(address):
    assert status(address, Content_Type="text/plain", Origin="https://evil.example") == 401
    assert status(address, Content_Type="application/json") == 401
    assert status(address, Content_Type="application/json", Authorization="Bearer guessed") == 401
    assert status(address, "/actions", None) == 401


def test_only_plain_json_is_read(address):
    mine = {"Authorization": f"Bearer {TOKEN}"}
    assert status(address, Content_Type="text/plain", **mine) == 415
    assert status(address, Content_Type="application/json", Content_Encoding="deflate", **mine) == 415
    assert status(address, Content_Type="application/json", **mine) == 404  # heard: there is no such action


def test_without_a_token_it_does_not_start():
    environment = dict(os.environ)
    environment.pop("BATON_BOT_TOKEN", None)
    done = subprocess.run(
        [sys.executable, "-m", "actions"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, "BATON_BOT_TOKEN" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
