"""Which articles are one report: the same agency's story in forty outlets is one *origin*, and each outlet stays.

The relation between two articles is `kg.likeness.alike`; an origin is a set of articles that it connects. It follows
from the texts, and where very many resemble one another, from the order in which they came. What has been compared is
remembered in an SQLite file beside the graph's own, so that a hundred new articles cost a hundred comparisons; deleting
the file loses nothing.

An article is compared with the reports that there are, each by one or a few of its articles: the five-thousandth outlet
of a story costs what the second did. What joined two reports is remembered, too: if it goes, they are compared anew.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from heapq import nsmallest
from itertools import chain, groupby
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
MADE_BY = "4"  # changed with `kg.likeness`: what was compared otherwise is compared again
COMMON = 200  # reports that have a key: one of more is a commonplace and leads nowhere
MOST = 100  # articles with which one is compared: those that share most keys with it
AT_ONCE = 1_000  # articles between which memory is given back
REMEMBERED = 1_000  # texts whose triples are kept: those that share keys are compared one after the other

_SCHEMA = """
CREATE TABLE about (made_by TEXT, position TEXT);
CREATE TABLE article (number INTEGER PRIMARY KEY, id TEXT UNIQUE, print TEXT, hash TEXT, report INT, keys INT);
CREATE INDEX article_report ON article (report);
CREATE INDEX article_hash ON article (hash);
CREATE TABLE key (key INT, report INT, article INT, PRIMARY KEY (key, report, article)) WITHOUT ROWID;
CREATE INDEX key_article ON key (article);
CREATE TABLE joined (article INT, other INT, PRIMARY KEY (article, other)) WITHOUT ROWID;
CREATE INDEX joined_other ON joined (other);
"""
_WAITING = 0  # the report of keys whose article is still to be compared
_HAVING = f"""WITH RECURSIVE found (report) AS (
  SELECT MIN(report) FROM key WHERE key = :key AND report > {_WAITING}
  UNION ALL
  SELECT (SELECT MIN(report) FROM key WHERE key = :key AND key.report > found.report) FROM found
  WHERE found.report IS NOT NULL LIMIT {COMMON + 1})
SELECT report, (SELECT MIN(article) FROM key WHERE key = :key AND key.report = found.report)
FROM found WHERE report IS NOT NULL"""  # noqa: S608  # numbers; one step a report, however many articles it has
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
        known.executemany("INSERT INTO key VALUES (?, ?, ?)", ((value, _WAITING, number) for value in made))
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
    """Forget articles; return those that nothing else may hold together now, each on its own again and to be compared.

    One that was alike to one other at most, as far as was needed, held nothing together.
    """
    touched: set[int] = set()
    for key in gone:
        number, report = known.execute("SELECT number, report FROM article WHERE id = ?", (key,)).fetchone()
        (ends,) = known.execute(
            "SELECT (SELECT COUNT(*) FROM joined WHERE article = :n) + (SELECT COUNT(*) FROM joined WHERE other = :n)",
            {"n": number},
        ).fetchone()
        if ends > 1:
            touched.add(report)
        _part(known, number)
        known.execute("DELETE FROM key WHERE article = ?", (number,))
        known.execute("DELETE FROM article WHERE number = ?", (number,))
    left: list[tuple[int, str]] = []
    for report in sorted(touched):
        left += known.execute("SELECT number, id FROM article WHERE report = ? ORDER BY number", (report,)).fetchall()
    for number, _ in left:
        _part(known, number)
        known.execute("UPDATE article SET report = number WHERE number = ?", (number,))
        known.execute("UPDATE key SET report = ? WHERE article = ?", (_WAITING, number))
    return left


def _part(known: sqlite3.Connection, number: int) -> None:
    known.execute("DELETE FROM joined WHERE article = ?", (number,))
    known.execute("DELETE FROM joined WHERE other = ?", (number,))


def _connect(known: sqlite3.Connection, number: int, key: str, compared: Callable[[str], frozenset[str]]) -> None:
    """Join an article with every report that has an article like it."""
    joined = {number}
    own = [row[0] for row in known.execute("SELECT key FROM key WHERE article = ?", (number,))]
    for report, other, name in chain(_same(known, number, own), _candidates(known, own)):
        if report not in joined and (name is None or alike(compared(key), compared(name))):
            joined.add(report)
            known.execute("INSERT INTO joined VALUES (?, ?)", (number, other))
    least = min(joined)
    for report in sorted(joined - {least, number}):
        members = "(SELECT number FROM article WHERE report = ?)"
        known.execute(f"UPDATE key SET report = ? WHERE article IN {members}", (least, report))  # noqa: S608
        known.execute("UPDATE article SET report = ? WHERE report = ?", (least, report))
    known.execute("UPDATE article SET report = ? WHERE number = ?", (least, number))
    known.execute("UPDATE key SET report = ? WHERE article = ?", (least, number))


def _same(known: sqlite3.Connection, number: int, own: Sequence[int]) -> Iterator[tuple[int, int, None]]:
    """Yield report and number of an article that was compared before and has the same text, of some length."""
    if len(own) >= SHARED:
        found = known.execute(
            """SELECT other.report, other.number FROM article mine JOIN article other ON other.hash = mine.hash
            WHERE mine.number = ? AND other.number != mine.number
              AND EXISTS (SELECT 1 FROM key WHERE article = other.number AND report != ?) LIMIT 1""",
            (number, _WAITING),
        )
        yield from ((report, other, None) for report, other in found)


def _candidates(known: sqlite3.Connection, own: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Yield report, number and id of articles whose report shares enough of some keys, those that share most first."""
    shared: Counter[tuple[int, int]] = Counter()
    for value in own:
        found = known.execute(_HAVING, {"key": value}).fetchall()
        if len(found) <= COMMON:
            shared.update(found)
    total: Counter[int] = Counter()
    for (report, _), count in shared.items():
        total[report] += count
    likely = (pair for pair in shared if total[pair[0]] >= SHARED)
    for report, other in nsmallest(MOST, likely, key=lambda pair: (-shared[pair], pair)):
        name, theirs = known.execute("SELECT id, keys FROM article WHERE number = ?", (other,)).fetchone()
        if comparable(total[report], len(own), theirs):
            yield report, other, name


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
