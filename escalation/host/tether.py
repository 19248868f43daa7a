"""Ties a process to the one that started it: it ends when that one does, however that one ended.

Run as a script between the fork and the real program: what is set here cannot be set safely in a parent that
has threads. Linux sends a signal when the parent dies. Elsewhere a thread reads a pipe that only the parent
holds open; such a child that hangs is found by its lock and not by its tie.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import cache

BY_SIGNAL = sys.platform == "linux"
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
NO_PIPE, PRIVATE = "-", 0o077


def tied(*arguments: str, by_signal: bool = BY_SIGNAL) -> list[str]:
    """The command that runs Python with ``arguments`` (``-m module …``), tied to this process and with
    private files.
    """
    if by_signal:
        return [sys.executable, "-IS", __file__, str(os.getpid()), NO_PIPE, *arguments]
    return [sys.executable, __file__, str(os.getpid()), str(_lifeline()[0]), *arguments]


def handed_down(by_signal: bool = BY_SIGNAL) -> tuple[int, ...]:
    """What a tied child inherits, for ``pass_fds``."""
    return () if by_signal else (_lifeline()[0],)


@cache
def _lifeline() -> tuple[int, int]:
    """One pipe for all children; nothing is written, and its end is the end of this process."""
    return os.pipe()


def main() -> None:
    """``tether.py PARENT PIPE ARGUMENTS…``."""
    parent, pipe, *arguments = sys.argv[1:]
    os.umask(PRIVATE)
    if pipe != NO_PIPE:
        _run_here(int(pipe), arguments)
        return
    import ctypes  # noqa: PLC0415 - the parent has no use for it

    ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)
    if os.getppid() != int(parent):  # it died before the line above
        sys.exit(1)
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - our own command


def _run_here(pipe: int, arguments: list[str]) -> None:
    import runpy  # noqa: PLC0415 - only where a pipe is needed
    import threading  # noqa: PLC0415

    threading.Thread(target=_end_with, args=(pipe,), name="tether", daemon=True).start()
    _, module, *rest = arguments
    sys.path[0], sys.argv = os.getcwd(), [module, *rest]  # noqa: PTH109 - as `python -m` does
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with(pipe: int) -> None:
    os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
