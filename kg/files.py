"""Which file an article of a graph came from: so a corrected text is known that has neither an id nor an address.

Such an article is known by its text, and another text would be another article. A build remembers, in an SQLite file
beside the graph's own, which file holds which article: where the file says something else the next time, that is a new
version of the article. Deleting it loses nothing but this: what is corrected then is new. Nothing of it is in the
graph, which is the same wherever the files lie.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Self

from kg.beside import healed
from kg.model import Article
from kg.rdf.quads import text_hash
from kg.store import Store, StoreError

FILE = "files.sqlite"

_SCHEMA = """
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, article TEXT, hash TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS file_hash ON file (hash);
"""

# What a file said before; nothing if another one says the same: the article is then that one's too, and goes on so.
_FORMER = """
SELECT article, hash FROM file AS own WHERE path = ? AND NOT EXISTS (
    SELECT 1 FROM file AS other WHERE other.hash = own.hash AND other.article = own.article AND other.path <> own.path
)
"""


class Files:
    """The files of one graph. Open it with `Files.of`; a graph without a folder forgets them at the end."""

    def __init__(self, store: Store, known: sqlite3.Connection) -> None:
        self._store = store
        self._known = known

    @classmethod
    @contextmanager
    def of(cls, store: Store) -> Iterator[Self]:
        """Open what is remembered of the files of a graph. Raises StoreError."""
        path = store.path / FILE if store.path is not None else None

        def known() -> sqlite3.Connection:
            found = sqlite3.connect(path or ":memory:", isolation_level=None)
            found.executescript(_SCHEMA)
            return found

        try:
            with closing(healed(path, known)) as connection:
                yield cls(store, connection)
        except sqlite3.DatabaseError as bad:
            raise StoreError(f"{path or 'memory'}: {bad}") from None

    def identified(self, article: Article) -> Article:
        """Return the article with the id that it has in the graph, if that has its text, or what its file said before.

        That file must be the one from which the graph has the article's present text, and the only one.
        """
        if article.file is None:
            return article
        own = text_hash(article.text)
        same = self._known.execute("SELECT article, hash FROM file WHERE hash = ?", (own,))
        former = self._known.execute(_FORMER, (article.file,))
        found = (*same, *former)
        if not found or self._store.text_hash(own) == own:
            return article
        keys = (key for key, before in found if self._store.text_hash(key) in (own, before))
        return replace(article, id=next(keys, article.id))

    def remember(self, article: Article) -> None:
        """Remember the file of an article that is in the graph, if it has this text there."""
        if article.file is None or self._store.path is None:
            return
        own = text_hash(article.text)
        if self._store.text_hash(article.id) == own:
            self._known.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", (article.file, article.id, own))
