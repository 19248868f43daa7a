"""Pictures in answers: ours only, by what they are and not by what they are called."""

import base64

import aiohttp
import pytest

from escalation.conversations.rendering import html
from escalation.conversations.uploads import IMAGES, PAPERS, Files, kind_of
from escalation.core.errors import Refused
from escalation.http.session import COOKIE

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
async def editor(hub):
    user = await hub.users.add("edith", "Edith", "editor")
    session = await hub.sessions.open(user, 1)
    async with aiohttp.ClientSession(
        headers={"Origin": hub.settings.origin, "Cookie": f"{COOKIE}={session}"}
    ) as opened:
        yield opened


async def test_a_picture_is_kept_once_and_shown_safely(editor, hub, browserless):
    async with editor.post(f"{hub.settings.url}/api/media", data=PNG) as reply:
        address = (await reply.json())["address"]
    async with editor.post(f"{hub.settings.url}/api/media", data=PNG) as reply:
        assert (await reply.json())["address"] == address
    for room in ("", "/help"):
        async with browserless.get(f"{hub.settings.url}{room}/{address}") as reply:
            assert (reply.status, reply.content_type, await reply.read()) == (200, "image/png", PNG)
            assert "sandbox" in reply.headers["Content-Security-Policy"]
            assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert html(f"![A tent]({address})") == f'<p><img src="{address}" alt="A tent"></p>'


@pytest.mark.parametrize(
    "data", [b"", b"<svg onload=alert(1)>", b"<!doctype html><script>", b"GI", b"%PDF-1.7 x"]
)
async def test_what_is_no_picture_is_refused(editor, hub, data):
    async with editor.post(f"{hub.settings.url}/api/media", data=data) as reply:
        assert (reply.status, (await reply.json())["error"]["code"]) == (400, "bad_request")
    assert not list((hub.settings.home / "media").glob("*"))


async def test_a_picture_has_a_size(editor, hub):
    async with editor.post(f"{hub.settings.url}/api/media", data=PNG + bytes(6 * 1024 * 1024)) as reply:
        assert reply.status == 413


async def test_only_editors_bring_pictures(hub, browserless):
    async with browserless.post(
        f"{hub.settings.url}/api/media", data=PNG, headers={"Origin": hub.settings.origin}
    ) as reply:
        assert reply.status == 401


@pytest.mark.parametrize("name", ["../baton.toml", "..%2fbaton.toml", "0" * 32 + ".png", ".hidden"])
async def test_no_other_file_is_shown(hub, browserless, name):
    (hub.settings.home / "media").mkdir(exist_ok=True)
    (hub.settings.home / "media" / ".hidden").write_text("x")
    async with browserless.get(f"{hub.settings.url}/media/{name}") as reply:
        assert reply.status == 404


def test_pictures_from_elsewhere_are_not_fetched():
    for address in (
        "https://evil.example/a.png",
        "//evil.example/a.png",
        "media/../x.png",
        "data:image/png;base64,AA",
    ):
        assert html(f"![a]({address})") == "<p>a</p>"


def test_a_file_is_what_its_bytes_say(tmp_path):
    assert (kind_of(PNG), kind_of(b"%PDF-1.7"), kind_of("Grüße".encode()), kind_of(b"\x00\x01")) == (
        "image/png",
        "application/pdf",
        "text/plain",
        None,
    )
    files = Files(tmp_path / "f", IMAGES | PAPERS)
    names = {files.keep(b"the same").name for _ in range(3)}
    assert len(names) == 3, "nobody can guess a name from its content"
    with pytest.raises(Refused, match="docx, gif"):
        files.keep(b"MZ\x90\x00executable\x00")
