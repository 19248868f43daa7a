"""Bringing a database up to date, for every database of Baton. Migrations are only added, never edited."""

from __future__ import annotations

import sqlite3

import sqlite_utils
from sqlite_utils import Migrations

from knowledge.errors import NewerDatabaseError


def migrate(connection: sqlite3.Connection, migrations: Migrations) -> None:
    """Apply what is missing; raises :class:`NewerDatabaseError` for a database from the future, which stays
    as it is.
    """
    database = sqlite_utils.Database(connection)
    pending, applied = list(migrations.pending(database)), list(migrations.applied(database))
    future = {migration.name for migration in applied} - {
        migration.name for migration in migrations._migrations
    }
    if future:
        raise NewerDatabaseError(
            f"The database was written by a newer Baton ({', '.join(sorted(future))}). Update Baton, then"
            " start again."
        )
    if pending:
        migrations.apply(database)
