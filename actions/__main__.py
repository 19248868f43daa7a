"""The action server on loopback: ``python -m actions``. The only place that knows rasa_sdk's flags."""

from __future__ import annotations

import logging
import os

from bot import small_rasa


def main() -> None:
    """Serve until stopped. Port from ``BATON_ACTIONS_PORT``; never anything but loopback."""
    os.environ["SANIC_HOST"] = "127.0.0.1"
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    small_rasa.install()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    from rasa_sdk.endpoint import run

    run("actions", port=int(os.environ.get("BATON_ACTIONS_PORT", "5055")), cors_origins=[])


if __name__ == "__main__":
    main()
