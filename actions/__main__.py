"""The action server on loopback: ``python -m actions``. The only place that knows rasa_sdk's flags."""

from __future__ import annotations

import logging
import os
import sys

from bot import small_rasa

UNSET = (
    "The action server needs BATON_BOT_TOKEN, the token the bot sends with every action. `baton up` sets it"
    " for both."
)


def main() -> int:
    """Serve until stopped. Port from ``BATON_ACTIONS_PORT``; never anything but loopback, and nobody but the
    bot.
    """
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    small_rasa.install()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    from rasa_sdk.endpoint import create_app

    from actions.door import TOKEN_VARIABLE, guard

    if not (token := os.environ.get(TOKEN_VARIABLE, "")):
        sys.stderr.write(f"{UNSET}\n")
        return 2
    app = create_app("actions", cors_origins=[])
    guard(app, token)
    app.run("127.0.0.1", int(os.environ.get("BATON_ACTIONS_PORT", "5055")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
