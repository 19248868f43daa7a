"""``python -m escalation``: the hub alone, for the supervisor and for hosts without a bot."""

from __future__ import annotations

import logging
import sys

import uvloop

from escalation import app, settings


def main() -> int:
    """Serve. Exit code 2 for settings that cannot be used."""
    try:
        found = settings.load()
    except settings.SettingsError as problem:
        print(f"baton: {problem}", file=sys.stderr)
        return 2
    logging.basicConfig(level=found.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    uvloop.install()
    app.serve(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
