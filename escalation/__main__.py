"""``python -m escalation``: the hub alone, for the supervisor and for hosts without a bot."""

from __future__ import annotations

import logging
import os
import sys

import uvloop

from escalation import settings
from escalation.host.instance_lock import HubLock, LockedError
from escalation.host.private_files import keep_private

SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> int:
    """Serve. Exit code 2 for settings that cannot be used."""
    keep_private()
    for name in (
        SINGLE
    ):  # searching threads that each start more get in each other's way; read when numpy is imported
        os.environ.setdefault(name, "1")
    from escalation import app  # noqa: PLC0415 - after the line above

    try:
        found = settings.load()
    except settings.SettingsError as problem:
        print(f"baton: {problem}", file=sys.stderr)
        return 2
    try:
        lock = HubLock(found.home)
    except LockedError as held:
        print(f"baton: {held}", file=sys.stderr)
        return 2
    logging.basicConfig(level=found.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    uvloop.install()
    app.serve(found)
    lock.release()
    return 0


if __name__ == "__main__":
    sys.exit(main())
