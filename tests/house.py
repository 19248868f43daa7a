"""The whole of Baton as `baton up` starts it, in a folder and on ports of its own."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READY_S = 400


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@dataclass
class House:
    """A running installation."""

    home: Path
    hub: str
    shop: str
    process: subprocess.Popen[bytes]
    output: Path
    environment: dict[str, str]

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def link(self) -> str:
        found = re.search(r"http\S+/welcome#\S+", self.said())
        assert found, self.said()
        return found.group()

    def baton(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "escalation.cli", *arguments]
        return subprocess.run(
            command, env=self.environment, input=stdin, capture_output=True, text=True, check=False
        )

    def pid_of(self, module: str) -> int:
        """The process that runs ``python -m module`` for this installation."""
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                words = (folder / "cmdline").read_bytes().decode().split("\0")
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue
            if parent == self.process.pid and words[1:3] == ["-m", module]:
                return int(folder.name)
        raise AssertionError(f"no process runs {module}")

    def turn(self, text: str, case: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """One turn, straight at the bot. The same words in the same case are the same turn."""
        turn = "t_" + hashlib.sha256(json.dumps([text, case], sort_keys=True).encode()).hexdigest()[:16]
        endpoint = json.loads((self.home / "run" / "bot.json").read_text())
        body = json.dumps(
            {"turn": turn, "conversation": "c_test", "text": text, "case": case or {}, **more}
        ).encode()
        headers = {"Authorization": f"Bearer {endpoint['token']}"}
        request = urllib.request.Request(f"{endpoint['url']}/webhooks/baton/turn", body, headers)
        with urllib.request.urlopen(request, timeout=20) as reply:
            return dict(json.load(reply))

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(40)


def twin(house: House, home: Path, *databases: str) -> Path:
    """A copy of a running installation, its bot trained already, with these of its databases; the others
    begin anew.
    """
    shutil.copytree(house.home, home, ignore=shutil.ignore_patterns("run", "logs", "console.txt", "*.db*"))
    for name in databases:
        with (
            closing(sqlite3.connect(house.home / name)) as source,
            closing(sqlite3.connect(home / name)) as target,
        ):
            source.backup(target)
    return home


def start(home: Path, *options: str, **variables: str) -> House:
    """Start and wait until the doors are printed."""
    port, shop, bot, actions = free_ports(4)
    environment = {
        **os.environ,
        "BATON_HOME": str(home),
        "BATON_PORT": str(port),
        "BATON_SHOP_PORT": str(shop),
        "BATON_BOT_PORT": str(bot),
        "BATON_ACTIONS_PORT": str(actions),
        **variables,
    }
    environment.pop("BATON_TEST", None)
    output = home / "console.txt"
    home.mkdir(parents=True, exist_ok=True)
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "escalation.cli", "up", *options], env=environment, stdout=log, stderr=log
        )
    house = House(home, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{shop}", process, output, environment)
    limit = time.monotonic() + READY_S
    while "Baton is running" not in house.said():
        assert process.poll() is None, house.said()
        assert time.monotonic() < limit, house.said()
        time.sleep(0.1)
    return house
