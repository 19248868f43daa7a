"""What SQLite says when it cannot, as a sentence for a terminal. Imported by every command, so it needs
little.
"""

from __future__ import annotations

import sqlite3

DatabaseError = sqlite3.DatabaseError


def sentence(problem: sqlite3.DatabaseError) -> str:
    """What to do about it."""
    if "locked" in str(problem):
        return (
            "Another program is using the database. Wait for it or stop it, then try again. Nothing was"
            " changed."
        )
    return (
        f"The database cannot be used ({problem}). `baton log verify` names the place; if it is damaged,"
        " restore a backup."
    )
