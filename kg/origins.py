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

import pyoxigraph as ox

from kg.likeness import SHARED, alike, keys, triples
from kg.model import content_id
from kg.rdf.namespaces import article_graph, article_iri, term
from kg.rdf.origins import Report, origin_quads
from kg.store import Store, StoreError

FILE = "origins.sqlite"
MADE_BY = "1"  # changed with `kg.likeness`: what was compared otherwise is compared again
COMMON = 2_000  # articles that have a key: one of more is a commonplace and leads nowhere
REMEMBERED = 1_000  # texts whose triples are kept: those that share keys are compared one after the other

_SCHEMA = """
CREATE TABLE about (made_by TEXT);
CREATE TABLE article (number INTEGER PRIMARY KEY, id TEXT UNIQUE, hash TEXT, report INT);
CREATE INDEX article_report ON article (report);
CREATE TABLE key (key INT, article INT, PRIMARY KEY (key, article)) WITHOUT ROWID;
CREATE INDEX key_article ON key (article);
"""


def settle(store: Store) -> int:
    """Find the origins of what is new in the store, and write the graph of origins; return how many articles were new.

    Raises StoreError. It can be killed at any moment and run again.
    """
    try:
        with closing(_open(store)) as known:
            with known:
                new = _sync(store, known)
            store.put_origins(quad for report in _reports(store, known) for quad in origin_quads(report))
    except sqlite3.DatabaseError as bad:
        raise StoreError(f"{store.path}: {FILE}: {bad}") from None
    return new


def _open(store: Store) -> sqlite3.Connection:
    path = ":memory:" if store.path is None else str(store.path / FILE)
    known = sqlite3.connect(path)
    try:
        made_by = known.execute("SELECT made_by FROM about").fetchone()
    except sqlite3.DatabaseError:
        made_by = None
    if made_by != (MADE_BY,):
        known.close()
        if store.path is not None:
            (store.path / FILE).unlink(missing_ok=True)
        known = sqlite3.connect(path)
        known.executescript(_SCHEMA)
        known.execute("INSERT INTO about VALUES (?)", (MADE_BY,))
        known.commit()
    return known


def _sync(store: Store, known: sqlite3.Connection) -> int:
    """Compare what is new with what is there; take out what has gone, and compare anew what it held together."""
    there = dict(store.texts())
    have = dict(known.execute("SELECT id, hash FROM article"))
    gone = [key for key in have if there.get(key) != have[key]]
    left = _remove(known, gone)
    new = [key for key in there if have.get(key) != there[key]]
    for key in new:
        cursor = known.execute("INSERT INTO article (id, hash) VALUES (?, ?)", (key, there[key]))
        number = cursor.lastrowid
        known.execute("UPDATE article SET report = number WHERE number = ?", (number,))
        made = keys(store.text(key) or "")
        known.executemany("INSERT INTO key VALUES (?, ?)", ((value, number) for value in made))
        left.append((int(number or 0), key))
    compared = lru_cache(REMEMBERED)(lambda key: triples(store.text(key) or ""))
    for number, key in left:
        _connect(known, number, key, compared)
    return len(new)


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
    return known.execute(
        f"""SELECT other.article, article.id FROM key own JOIN key other ON other.key = own.key
        JOIN article ON article.number = other.article
        WHERE own.article = ? AND other.article != own.article
          AND (SELECT COUNT(*) FROM (SELECT 1 FROM key WHERE key = own.key LIMIT {COMMON + 1})) <= {COMMON}
        GROUP BY other.article HAVING COUNT(*) >= {SHARED} ORDER BY COUNT(*) DESC, article.id""",  # noqa: S608  # numbers
        (number,),
    ).fetchall()


def _report(known: sqlite3.Connection, number: int) -> int:
    return int(known.execute("SELECT report FROM article WHERE number = ?", (number,)).fetchone()[0])


def _reports(store: Store, known: sqlite3.Connection) -> Iterator[Report]:
    """Yield every origin of several articles."""
    found = known.execute(
        """SELECT report, id FROM article
        WHERE report IN (SELECT report FROM article GROUP BY report HAVING COUNT(*) > 1) ORDER BY report, id"""
    )
    members: dict[int, list[str]] = {}
    for report, key in found:
        members.setdefault(report, []).append(key)
    for articles in members.values():
        yield _told(store, articles)


def _told(store: Store, articles: list[str]) -> Report:
    days = {key: _one(store, key, "schema:datePublished") or "9999" for key in articles}
    first = min(articles, key=lambda key: (days[key], key))
    credited = sorted({credit for key in articles if (credit := _one(store, key, "schema:creditText"))})
    return Report(content_id("origin", first), first, tuple(articles), credited[0] if len(credited) == 1 else None)


def _one(store: Store, article: str, predicate: str) -> str | None:
    found = store.native.quads_for_pattern(article_iri(article), term(predicate), None, article_graph(article))
    quad = next(iter(found), None)
    return quad.object.value if quad is not None and isinstance(quad.object, ox.Literal) else None
