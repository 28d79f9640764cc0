"""SQLite files beside the graph, which follow from it: one that is damaged is made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

# What SQLite says of a file that is not what was written (https://sqlite.org/rescode.html): no database, broken pages,
# tables that are missing, rows that contradict each other. No space, no permission and a lock are none of these.
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT})
_PRIMARY = 0xFF  # the bits of an extended code that are the plain one

Done = TypeVar("Done")


def healed(path: Path | None, do: Callable[[], Done]) -> Done:
    """Return what ``do`` returns; where it finds the file damaged, once more without the file.

    ``path`` is none for a file that nobody finds again. Raises sqlite3.DatabaseError for anything else.
    """
    try:
        return do()
    except sqlite3.DatabaseError as bad:
        if path is None or getattr(bad, "sqlite_errorcode", 0) & _PRIMARY not in _DAMAGE:
            raise
    forget(path)
    return do()


def tables(rows: sqlite3.Connection, schema: str) -> None:
    """Make the tables of a new file in one transaction: else each waits for the disk."""
    rows.executescript(f"BEGIN; {schema}; COMMIT;")


def forget(path: Path) -> None:
    """Remove the file, with the journal of a process that was killed."""
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
