"""The desk's editor by itself: what is stored comes out as it went in, and what is pasted comes in as
plain text.
"""

import functools
import http.server
import threading
from pathlib import Path

import pytest
import yaml

from escalation.conversations.rendering import html

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [
    "one\n\ntwo", "- a\n- b\n    - c\n    - d\n- e", "1. one\n2. two", "> quoted", "a  \nb",
    "**bold** and *slanted* and `code` and {{return_days}} [a page](https://shop.example/a_b)",
    "text\n\n- **x**: y\n- z\n\nafter", f"![a tent](media/{'a' * 32}.png)",
]  # fmt: skip
OPEN = """async () => {
  const { Rich } = await import("/desk/rich.js");
  document.head.innerHTML = '<link rel="stylesheet" href="/desk/style.css" />';
  document.body.innerHTML = "<div></div>";
  window.said = "";
  const hooks = { label: "Answer", changed: (now) => (said = now), touched() {}, link() {} };
  window.rich = new Rich(document.querySelector("div"), hooks);
  document.querySelector(".ProseMirror").style.whiteSpace = "break-spaces";
  rich.show("");
}"""
PASTE = """([text, html]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  data.setData("text/html", html);
  const paste = { clipboardData: data, bubbles: true, cancelable: true };
  rich.view.dom.dispatchEvent(new ClipboardEvent("paste", paste));
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Nothing."""


@pytest.fixture
def web():
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=ROOT / "web_widget")
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def answers():
    """Every answer Baton comes with."""
    for file in sorted((ROOT / "data" / "faq").glob("*.yml")):
        for said in yaml.safe_load(file.read_text(encoding="utf-8"))["responses"].values():
            yield said[0]["text"].strip()


async def opened(chromium, web):
    page = await chromium.new_page()
    await page.goto(f"{web}/page.html")
    await page.evaluate(OPEN)
    return page, page.get_by_role("textbox", name="Answer")


async def test_what_is_stored_comes_out_byte_for_byte(chromium, web):
    page, _ = await opened(chromium, web)
    stored = [*WRITTEN, *answers()]
    assert len(stored) > 60
    out = await page.evaluate(
        "(all) => all.map((one) => (rich.show(one), rich.markdown()))", [html(text) for text in stored]
    )
    await page.close()
    assert out == stored


async def test_what_is_pasted_is_plain_and_can_be_undone(chromium, web):
    page, box = await opened(chromium, web)
    await box.click()
    await page.keyboard.type("Before ")
    await page.evaluate(PASTE, ["two\nlines", "<b>two</b><script>lines()</script>"])
    assert await page.evaluate("said") == "Before two\n\nlines"
    await page.keyboard.press("Control+z")
    assert (await page.evaluate("said")).strip() == "Before"
    await page.close()


async def test_lists_formats_and_breaks_are_markdown(chromium, web):
    page, box = await opened(chromium, web)
    await box.click()
    await page.keyboard.type("one")
    await page.evaluate("rich.press('list')")
    await page.keyboard.press("Enter")
    await page.keyboard.type("two")
    for _ in range(2):
        await page.keyboard.press("Enter")
    await page.keyboard.press("Control+b")
    await page.keyboard.type("after")
    await page.keyboard.press("Control+b")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("all")
    assert await page.evaluate("said") == "- one\n- two\n\n**after**  \nall"
    await page.close()


async def test_a_link_on_everything_stands_on_all_of_it(chromium, web):
    page, box = await opened(chromium, web)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    await box.click()
    await page.keyboard.type("our page")
    await page.keyboard.press("Control+a")
    await page.evaluate("rich.link('https://shop.example/', 'unused')")
    await page.keyboard.type("!")
    assert await page.evaluate("said") == "[our page](https://shop.example/)!"
    assert complaints == []
    await page.close()
