"""Numbers about processes and samples, and the facts of the machine they were measured on."""

from __future__ import annotations

import os
import platform
import statistics
from dataclasses import dataclass
from pathlib import Path

import psutil

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Spread:
    """A sample in its own unit: median, 99th percentile, and how many there were."""

    p50: float
    p99: float
    count: int

    @classmethod
    def of(cls, sample: list[float]) -> Spread:
        """Percentiles by the nearest rank; an empty sample is an error of the benchmark."""
        ordered = sorted(sample)
        return cls(
            ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], len(ordered)
        )


def family(pid: int) -> list[psutil.Process]:
    """A process and everything it started."""
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def pss(pid: int) -> float:
    """Proportional set size of a process and its children, in MB: shared pages are counted once."""
    total = 0
    for process in family(pid):
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 2**20


def peak_rss(pid: int) -> float:
    """The most memory the process itself ever held, in MB (VmHWM)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def cpu_s(pid: int) -> float:
    """Processor seconds the process itself has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def machine() -> str:
    """One line: processor, cores, memory, system, Python."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        "?",
    )
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, Python"
        f" {platform.python_version()}"
    )


def ratio(sample: list[float]) -> str:
    """The median of repeated ratios with the lowest and highest."""
    return f"{statistics.median(sample):.2f} ({min(sample):.2f}-{max(sample):.2f})"
