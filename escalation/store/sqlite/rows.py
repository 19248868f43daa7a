"""Rows as the shapes they stand for, by the names of their columns: a query says ``select c.id as
conversation, …``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
Decoders = Mapping[str, Callable[[Any], Any]]


def rows(cursor: sqlite3.Cursor, shape: type[T], decode: Decoders | None = None) -> list[T]:
    """Every row of a query as ``shape``; ``decode`` says how columns are read that hold more than they look
    like.

    A column that ``shape`` does not have, or a field without a column, raises :class:`TypeError`.
    """
    names, readers = [column[0] for column in cursor.description], decode or {}
    return [
        shape(
            **{
                name: readers[name](value) if name in readers else value
                for name, value in zip(names, row, strict=True)
            }
        )
        for row in cursor
    ]
