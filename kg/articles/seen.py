"""What was read already in one run: on disk once it is much, so that memory stays flat."""

from __future__ import annotations

import hashlib
import sqlite3

from kg.closing import Closing
from kg.model import Article, content_id

SAME = 200  # characters: shorter texts ("Talks ended.") may well be two reports


class Seen(Closing):
    """Remembers articles by id. It is a context manager; what it remembers ends with it."""

    def __init__(self) -> None:
        self._known = sqlite3.connect("", isolation_level=None)  # a temporary file that SQLite keeps in memory if small
        self._known.execute("CREATE TABLE seen (id BLOB PRIMARY KEY, article BLOB, place TEXT) WITHOUT ROWID")
        self._known.execute(
            "CREATE TABLE text (hash BLOB, id TEXT, outlet TEXT, day TEXT, PRIMARY KEY (hash, id)) WITHOUT ROWID"
        )
        self._known.execute("BEGIN")

    def close(self) -> None:
        """Forget what was seen."""
        self._known.close()

    def first(self, article: Article, place: str) -> str | None:
        """Return none if the article is new or a new version of a page, and remember it.

        Otherwise return where a different article under its id stands, or "" if it is the same one.
        """
        if self._is_same(article):
            return ""
        key, value = _digest(article.id), _digest(repr(article))
        row = self._known.execute("SELECT article, place FROM seen WHERE id = ?", (key,)).fetchone()
        if row is not None and row[0] == value:
            return ""
        if row is not None and not _known_by_address(article):
            return str(row[1])
        self._known.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (key, value, place))
        return None

    def _is_same(self, article: Article) -> bool:
        """Whether its text was read under another id, of the same outlet and day as far as both say; remember it."""
        if len(article.text) < SAME:
            return False
        key = _digest(article.text)
        outlet, day = article.publisher, article.published.isoformat() if article.published else None
        for own, its_outlet, its_day in self._known.execute("SELECT id, outlet, day FROM text WHERE hash = ?", (key,)):
            if (
                own != article.id
                and (None in (outlet, its_outlet) or outlet == its_outlet)
                and (None in (day, its_day) or day == its_day)
            ):
                return True
        self._known.execute("INSERT OR IGNORE INTO text VALUES (?, ?, ?, ?)", (key, article.id, outlet, day))
        return False


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _known_by_address(article: Article) -> bool:
    from kg.articles.address import known_by

    return article.url is not None and article.id == content_id("url", known_by(article.url))
