"""The whole bot beside the project `rasa init` makes, run as its documentation says: turns, starting, memory,
training.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from benchmarks.measure import Spread, pss
from benchmarks.processes import ROOT, free_port, load, server
from tests import house as houses

PEER = ROOT / ".venv-tensorflow" / "bin" / "rasa"
SECONDS = 12.0
CHATS = 50
OURS = [
    "How long does delivery take?",
    "can I return my tent",
    "hello",
    "do you ship to Norway",
    "which payment methods are there",
    "thanks a lot",
]
PEERS = ["hello", "I am very sad", "not really", "are you a bot?", "bye", "I feel great"]
START_TRIES_S = 180.0


@dataclass(frozen=True, slots=True)
class Figures:
    """One bot: seconds to its first answer, ms a turn alone, turns a second with 50 chats, MB at rest and
    under load.
    """

    start_s: float
    alone: Spread
    many: Spread
    rate: float
    rest_mb: float
    peak_mb: float


def _post(url: str, body: str, headers: dict[str, str]) -> bytes:
    with urlopen(
        Request(url, body.encode(), {"Content-Type": "application/json", **headers}), timeout=30
    ) as reply:
        return bytes(reply.read())


def _first_answer(url: str, body: str, headers: dict[str, str], began: float) -> float:
    while time.perf_counter() - began < START_TRIES_S:
        with contextlib.suppress(URLError, ConnectionError, TimeoutError):
            if len(_post(url, body, headers)) > 5:
                return time.perf_counter() - began
        time.sleep(0.05)
    raise TimeoutError(url)


def _measured(options: dict[str, Any], pid: int, whole: int, start_s: float) -> Figures:
    """``pid`` answers turns; ``whole`` is the process whose family's memory counts."""
    load("posts", {**options, "chats": 1, "seconds": 3.0, "run": "warm"}, pid)
    rest = pss(whole)
    alone, _ = load("posts", {**options, "chats": 1, "seconds": SECONDS, "run": "one"}, pid)
    many, _ = load("posts", {**options, "chats": CHATS, "seconds": SECONDS, "run": "many"}, pid)
    return Figures(
        start_s,
        Spread.of(alone["took"]),
        Spread.of(many["took"]),
        len(many["took"]) / SECONDS,
        rest,
        max(rest, pss(whole)),
    )


def _quietly(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    subprocess.run(
        command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def peer(folder: Path) -> tuple[Figures, float]:
    """The default project; also the seconds `rasa train` takes for it."""
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "LOG_LEVEL": "ERROR",
    }
    _quietly([str(PEER), "init", "--no-prompt", "--init-dir", str(folder)], folder, environment)
    began = time.perf_counter()
    _quietly([str(PEER), "train", "--force"], folder, environment)
    trained = time.perf_counter() - began
    (folder / "credentials.yml").write_text("rest:\n")
    port, began = free_port(), time.perf_counter()
    process = subprocess.Popen(
        [str(PEER), "run", "--port", str(port), "--credentials", "credentials.yml"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url, body = (
            f"http://127.0.0.1:{port}/webhooks/rest/webhook",
            '{"sender": "{sender}", "message": "{text}"}',
        )
        start = _first_answer(url, body.replace("{text}", "hello"), {}, began)
        return (
            _measured(
                {"url": url, "headers": {}, "body": body, "texts": PEERS}, process.pid, process.pid, start
            ),
            trained,
        )
    finally:
        process.terminate()
        process.wait(30)


@contextlib.contextmanager
def house() -> Iterator[houses.House]:
    """A whole Baton, trained."""
    with tempfile.TemporaryDirectory() as folder:
        running = houses.start(Path(folder))
        try:
            yield running
        finally:
            running.stop()


def ours(running: houses.House) -> Figures:
    """Our bot, started once more by itself for the time to its first answer; memory is that of all of Baton's
    processes.
    """
    endpoint = json.loads((running.home / "run" / "bot.json").read_text())
    headers = {"Authorization": f"Bearer {endpoint['token']}"}
    body = '{"turn": "{sender}", "conversation": "{sender}", "text": "{text}", "case": {}}'
    options = {
        "url": f"{endpoint['url']}/webhooks/baton/turn",
        "headers": headers,
        "body": body,
        "texts": OURS,
    }
    start_s = _start(running, body.replace("{text}", "hello"))
    return _measured(options, running.pid_of("bot"), running.process.pid, start_s)


def _start(running: houses.House, body: str) -> float:
    model = max((running.home / "models").glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    port, began = free_port(), time.perf_counter()
    python = str(ROOT / ".venv-test" / "bin" / "python")
    with server(
        [python, "-m", "bot", "serve", "--model", str(model), "--port", str(port)],
        port,
        BATON_HOME=str(running.home),
    ):
        return _first_answer(f"http://127.0.0.1:{port}/webhooks/baton/turn", body, {}, began)
