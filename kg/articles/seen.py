"""What was read already in one run: on disk once it is much, so that memory stays flat."""

from __future__ import annotations

import hashlib
import sqlite3
from types import TracebackType
from typing import Self

from kg.model import Article, content_id


class Seen:
    """Remembers articles by id. It is a context manager; what it remembers ends with it."""

    def __init__(self) -> None:
        self._known = sqlite3.connect("", isolation_level=None)  # a temporary file that SQLite keeps in memory if small
        self._known.execute("CREATE TABLE seen (id BLOB PRIMARY KEY, article BLOB, place TEXT) WITHOUT ROWID")
        self._known.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, bad: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._known.close()

    def first(self, article: Article, place: str) -> str | None:
        """Return none if the article is new or a new version of a page, and remember it.

        Otherwise return where a different article under its id stands, or "" if it is the same one.
        """
        key, value = _digest(article.id), _digest(repr(article))
        row = self._known.execute("SELECT article, place FROM seen WHERE id = ?", (key,)).fetchone()
        if row is not None and row[0] == value:
            return ""
        if row is not None and not _known_by_address(article):
            return str(row[1])
        self._known.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (key, value, place))
        return None


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _known_by_address(article: Article) -> bool:
    from kg.articles.address import known_by

    return article.url is not None and article.id == content_id("url", known_by(article.url))
