"""Starting what is measured, and the load beside it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import cpu_s

ROOT = Path(__file__).resolve().parents[1]
READY_S = 300


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the port takes connections."""
    limit = time.monotonic() + READY_S
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.02)
    raise TimeoutError(str(process.args))


@contextlib.contextmanager
def server(command: list[str], port: int, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends."""
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **variables}, start_new_session=True)
    try:
        wait_for(port, process)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def load(what: str, options: dict[str, Any], server_pid: int) -> tuple[dict[str, Any], float]:
    """Run a load to its end; its result, and the processor seconds the server used for it (not for getting
    ready).
    """
    with tempfile.NamedTemporaryFile() as file:
        command = [sys.executable, "-m", "benchmarks.load", what, json.dumps(options), file.name]
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdin is not None
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError(f"the load {what} did not get ready")
        before = cpu_s(server_pid)
        process.communicate("go\n")
        used = cpu_s(server_pid) - before
        if process.returncode:
            raise RuntimeError(f"the load {what} failed")
        return json.load(file), used
