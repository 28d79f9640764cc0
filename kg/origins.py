"""Which articles are one report: the same agency's story in forty outlets is one *origin*, and each outlet stays.

The relation between two articles is `kg.likeness.alike`; an origin is a set of articles that it connects. It follows
from the texts alone, whatever the order in which they came. What has been compared is remembered in an SQLite file
beside the graph's own, so that a hundred new articles cost a hundred comparisons; deleting the file loses nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pyoxigraph as ox

from kg.beside import forget, healed, tables
from kg.likeness import SHARED, alike, comparable, keys, triples
from kg.model import content_id
from kg.rdf.namespaces import ORIGINS, article_graph, article_iri, term
from kg.rdf.origins import Report, origin_quads
from kg.store import Since, Store, StoreError

FILE = "origins.sqlite"
MADE_BY = "3"  # changed with `kg.likeness`: what was compared otherwise is compared again
COMMON = 2_000  # articles that have a key: one of more is a commonplace and leads nowhere
AT_ONCE = 1_000  # articles between which memory is given back
REMEMBERED = 1_000  # texts whose triples are kept: those that share keys are compared one after the other

_SCHEMA = """
CREATE TABLE about (made_by TEXT, position TEXT);
CREATE TABLE article (number INTEGER PRIMARY KEY, id TEXT UNIQUE, print TEXT, hash TEXT, report INT, keys INT);
CREATE INDEX article_report ON article (report);
CREATE TABLE key (key INT, article INT, PRIMARY KEY (key, article)) WITHOUT ROWID;
CREATE INDEX key_article ON key (article);
"""
_SHARED = """SELECT report, id FROM article
WHERE report IN (SELECT report FROM article GROUP BY report HAVING COUNT(*) > 1)"""


def settle(store: Store, since: Callable[[str], Since] | None = None) -> int:
    """Find the origins of what is new in the store, and write the graph of origins; return how many articles were new.

    ``since`` is `Store.since`, which somebody may have asked already. Raises StoreError. It can be killed at any moment
    and run again.
    """
    path = store.path / FILE if store.path is not None else None

    def find() -> int:
        with closing(_open(path)) as known, known:  # what is remembered is kept once it is written
            fresh = known.execute("SELECT 1 FROM article LIMIT 1").fetchone() is None
            position = store.journal.position()
            (read,) = known.execute("SELECT position FROM about").fetchone()
            new, touched = _sync(store, known, (since or store.since)(read))
            if fresh:
                store.put_origins(_quads(store, known.execute(_SHARED)))
            else:
                _renew(store, known, touched)
            known.execute("UPDATE about SET position = ?", (position,))
        return new

    try:
        return healed(path, find)
    except sqlite3.DatabaseError as bad:
        raise StoreError(f"{store.path}: {FILE}: {bad}") from None


def _open(path: Path | None) -> sqlite3.Connection:
    known = sqlite3.connect(path or ":memory:")
    try:
        made_by = known.execute("SELECT made_by FROM about").fetchone()
    except sqlite3.DatabaseError:
        made_by = None
    if made_by != (MADE_BY,):
        known.close()
        if path is not None:
            forget(path)
        known = sqlite3.connect(path or ":memory:")
        tables(known, _SCHEMA)
        known.execute("INSERT INTO about VALUES (?, '')", (MADE_BY,))
        known.commit()
    return known


def _sync(store: Store, known: sqlite3.Connection, since: Since) -> tuple[int, set[str]]:
    """Compare what is new with what is there; take out what has gone, and compare anew what it held together.

    Return how many articles have a new text, and the ids of all whose origin may not be what it was.
    """

    def had(key: str, what: str = "print") -> str | None:
        row = known.execute(f"SELECT {what} FROM article WHERE id = ?", (key,)).fetchone()  # noqa: S608  # a column
        return row[0] if row else None

    there = since.prints
    changed = since.changed(had, lambda: (row[0] for row in known.execute("SELECT id FROM article")))
    same = {key for key in changed if key in there and (text := had(key, "hash")) and text == store.text_hash(key)}
    known.executemany("UPDATE article SET print = ? WHERE id = ?", ((there[key], key) for key in same))
    touched = {*changed, *_together(known, changed)}
    left = _remove(known, [key for key in changed if key not in same and had(key) is not None])
    new = 0
    for count, key in enumerate(key for key in changed if key in there and key not in same):
        if count % AT_ONCE == 0:
            store.give_back()
        if (hashed := store.text_hash(key)) is None:
            continue
        new += 1
        cursor = known.execute("INSERT INTO article (id, print, hash) VALUES (?, ?, ?)", (key, there[key], hashed))
        number, made = cursor.lastrowid, keys(store.text(key) or "")
        known.execute("UPDATE article SET report = number, keys = ? WHERE number = ?", (len(made), number))
        known.executemany("INSERT INTO key VALUES (?, ?)", ((value, number) for value in made))
        left.append((int(number or 0), key))
    compared = lru_cache(REMEMBERED)(lambda key: triples(store.text(key) or ""))
    for count, (number, key) in enumerate(left):
        if count % AT_ONCE == 0:
            store.give_back()
        _connect(known, number, key, compared)
    return new, touched | set(_together(known, (*changed, *(key for _, key in left))))


def _together(known: sqlite3.Connection, articles: Iterable[str]) -> Iterator[str]:
    """Yield the ids of the articles that are one report with some of these, these included."""
    own = "SELECT report FROM article WHERE id = ?"
    for report in {row[0] for key in articles for row in known.execute(own, (key,))}:
        for (key,) in known.execute("SELECT id FROM article WHERE report = ?", (report,)):
            yield str(key)


def _remove(known: sqlite3.Connection, gone: Iterable[str]) -> list[tuple[int, str]]:
    """Forget articles; return those whose origin they were part of, each on its own again."""
    touched: set[int] = set()
    for key in gone:
        number, report = known.execute("SELECT number, report FROM article WHERE id = ?", (key,)).fetchone()
        touched.add(report)
        known.execute("DELETE FROM key WHERE article = ?", (number,))
        known.execute("DELETE FROM article WHERE number = ?", (number,))
    left: list[tuple[int, str]] = []
    for report in sorted(touched):
        left += known.execute("SELECT number, id FROM article WHERE report = ? ORDER BY number", (report,)).fetchall()
        known.execute("UPDATE article SET report = number WHERE report = ?", (report,))
    return left


def _connect(known: sqlite3.Connection, number: int, key: str, compared: Callable[[str], frozenset[str]]) -> None:
    """Join an article with every origin that has an article like it."""
    own = compared(key)
    for other, name in _candidates(known, number):
        mine, theirs = (_report(known, each) for each in (number, other))
        if mine != theirs and alike(own, compared(name)):
            known.execute("UPDATE article SET report = ? WHERE report = ?", (min(mine, theirs), max(mine, theirs)))


def _candidates(known: sqlite3.Connection, number: int) -> list[tuple[int, str]]:
    """Return the articles that share enough keys with one, those that share most first."""
    found = known.execute(
        f"""SELECT other.article, article.id, COUNT(*), article.keys, mine.keys
        FROM article mine JOIN key own ON own.article = mine.number JOIN key other ON other.key = own.key
        JOIN article ON article.number = other.article
        WHERE mine.number = ? AND other.article != own.article
          AND (SELECT COUNT(*) FROM (SELECT 1 FROM key WHERE key = own.key LIMIT {COMMON + 1})) <= {COMMON}
        GROUP BY other.article HAVING COUNT(*) >= {SHARED} ORDER BY COUNT(*) DESC, article.id""",  # noqa: S608  # numbers
        (number,),
    )
    return [(other, key) for other, key, shared, *each in found if comparable(shared, *each)]


def _report(known: sqlite3.Connection, number: int) -> int:
    return int(known.execute("SELECT report FROM article WHERE number = ?", (number,)).fetchone()[0])


def _renew(store: Store, known: sqlite3.Connection, articles: Iterable[str]) -> None:
    """Write the origins of these articles, which are all that share one with any of them, or did."""
    old: set[ox.Quad] = set()
    rows: list[tuple[int, str]] = []
    for key in articles:
        for quad in store.native.quads_for_pattern(article_iri(key), term("c:origin"), None, ORIGINS):
            old.add(quad)
            if isinstance(quad.object, ox.NamedNode):
                old.update(store.native.quads_for_pattern(quad.object, None, None, ORIGINS))
        rows += known.execute("SELECT report, id FROM article WHERE id = ?", (key,))
    new = set(_quads(store, rows))
    store.change(old - new, new - old)


def _quads(store: Store, rows: Iterable[tuple[int, str]]) -> Iterator[ox.Quad]:
    """Yield the quads of every origin of several articles, given as pairs of report and article."""
    for _, articles in groupby(sorted(rows), key=itemgetter(0)):
        ids = [key for _, key in articles]
        if len(ids) > 1:
            yield from origin_quads(_told(store, ids))


def _told(store: Store, articles: list[str]) -> Report:
    days = {key: _one(store, key, "schema:datePublished") or "9999" for key in articles}
    first = min(articles, key=lambda key: (days[key], key))
    credited = sorted({credit for key in articles if (credit := _one(store, key, "schema:creditText"))})
    return Report(content_id("origin", first), first, tuple(articles), credited[0] if len(credited) == 1 else None)


def _one(store: Store, article: str, predicate: str) -> str | None:
    found = store.native.quads_for_pattern(article_iri(article), term(predicate), None, article_graph(article))
    quad = next(iter(found), None)
    return quad.object.value if quad is not None and isinstance(quad.object, ox.Literal) else None
