"""The index: what lists, counts and searches need of each statement, as one SQLite file beside the graph's own.

It follows from the article graphs and nothing else. `Index.sync` brings it up to date by the articles' fingerprints,
so that a build that adds a hundred articles reads a hundred; deleting the file loses nothing.
``docs/decisions/2026-11-27-the-service.md`` has what was measured.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from pyoxigraph import Literal, NamedNode

from kg.beside import forget, healed, tables
from kg.known import head_of
from kg.lexicon.vocabulary import relations
from kg.model import content_id
from kg.positions import makes_edge
from kg.rdf.actors import named_after
from kg.rdf.facts import Fact, Node, facts_of, one, published
from kg.rdf.namespaces import ACTORS, PREFIXES, article_iri, local, statement_iri, term, under
from kg.rdf.provenance import derivation, digest
from kg.store import Since, Store, StoreError
from kg.temporary import prefix
from kg.words import Value, found_by

if TYPE_CHECKING:
    from kg.columns import Columns

FILE = "index.sqlite"
"""Its name in the store's folder; Oxigraph takes no notice of it."""

Row = tuple[Any, ...]

_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE code (code TEXT PRIMARY KEY, name TEXT, kind TEXT, iso2 TEXT, iso3 TEXT) WITHOUT ROWID;
CREATE TABLE article (id TEXT PRIMARY KEY, fingerprint TEXT, title TEXT, outlet TEXT, url TEXT, day TEXT,
  statements INT) WITHOUT ROWID;
CREATE TABLE sentence (key INTEGER PRIMARY KEY, article TEXT, text TEXT);
CREATE TABLE statement (id TEXT PRIMARY KEY, article TEXT, start INT, trigger INT, relation TEXT, mode TEXT, quad TEXT,
  score REAL, source TEXT, target TEXT, speaker TEXT, attributed INT, content INT, modality TEXT, edge INT,
  day TEXT, event TEXT, outlet TEXT, confidence REAL, sentence INT);
CREATE TABLE pair_sum (source TEXT, target TEXT, statements INT, edges INT, score REAL, all_score REAL, first TEXT,
  last TEXT, PRIMARY KEY (source, target)) WITHOUT ROWID;
CREATE TABLE day_sum (day TEXT, relation TEXT, quad TEXT, statements INT, edges INT, edge_score REAL, told INT,
  told_score REAL, PRIMARY KEY (day, relation)) WITHOUT ROWID;
CREATE TABLE touched_pair (source TEXT, target TEXT, PRIMARY KEY (source, target)) WITHOUT ROWID;
CREATE TABLE touched_day (day TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE INDEX pair_strongest ON pair_sum (statements DESC, source, target);
CREATE INDEX sentence_article ON sentence (article);
CREATE INDEX statement_article ON statement (article);
CREATE INDEX statement_newest ON statement (day DESC, article, start, trigger, id);
CREATE INDEX statement_pair ON statement (source, target, relation, day, edge, modality, score);
CREATE INDEX statement_target ON statement (target, source);
CREATE INDEX statement_day ON statement (day, edge, modality, score);
CREATE INDEX statement_sentence ON statement (sentence);
CREATE VIRTUAL TABLE words USING fts5 (text, content='sentence', content_rowid='key',
  tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE titles USING fts5 (article UNINDEXED, text, tokenize="unicode61 remove_diacritics 2");
"""
_TOUCH = """
INSERT OR IGNORE INTO touched_pair
  SELECT source, target FROM statement WHERE article = ?1 AND source IS NOT NULL AND target IS NOT NULL;
INSERT OR IGNORE INTO touched_day SELECT day FROM statement WHERE article = ?1
"""
_SUMS = """
DELETE FROM pair_sum WHERE (source, target) IN (SELECT source, target FROM touched_pair);
DELETE FROM day_sum WHERE day IN (SELECT day FROM touched_day);
INSERT INTO pair_sum
  SELECT s.source, s.target, COUNT(*), SUM(edge), ROUND(SUM(edge * score) / SUM(edge), 2),
    ROUND(AVG(CASE WHEN modality != 'negated' THEN score END), 2), MIN(NULLIF(day, '')), MAX(NULLIF(day, ''))
  FROM touched_pair AS t CROSS JOIN statement AS s ON s.source = t.source AND s.target = t.target GROUP BY 1, 2;
INSERT INTO day_sum
  SELECT s.day, relation, quad, COUNT(*), SUM(edge), SUM(edge * score), SUM(modality != 'negated'),
    SUM((modality != 'negated') * score)
  FROM touched_day AS t CROSS JOIN statement AS s ON s.day = t.day GROUP BY 1, 2;
DELETE FROM touched_pair;
DELETE FROM touched_day
"""
_BATCH = 1_000  # articles of a transaction
_WAIT = 30.0  # seconds for another process that is writing
_KEPT = 200  # answers; the longest have some ten thousand rows
_CACHE, _WRITING = 64_000, 8_000  # KiB of pages that a connection keeps: one that reads, one that may write


@dataclass(frozen=True, slots=True)
class Code:
    """A roll-up code: what it is called, and of the actor that stands for it the kind and ISO codes."""

    code: str
    name: str
    kind: str | None = None
    iso2: str | None = None
    iso3: str | None = None


class Index:
    """The index of one graph. Reading is safe from several threads; it is a context manager."""

    def __init__(self, path: Path, *, temporary: bool = False, read_only: bool = False) -> None:
        self.path = path
        self._temporary = temporary
        self._read_only = read_only
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._codes: Mapping[str, Code] | None = None
        self._columns: Columns | None = None
        self._kept: OrderedDict[tuple[Value, ...], list[Row]] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def of(cls, store: Store) -> Self:
        """Return the index of ``store``, up to date: its own file, or a temporary one where that cannot be written.

        Raises StoreError if no index can be made.
        """
        if store.path is not None and not store.read_only:
            index = cls(store.path / FILE)
            index.sync(store)
            return index
        if store.path is not None and (store.path / FILE).exists():
            index = cls(store.path / FILE, read_only=True)
            with suppress(StoreError):
                if index.current(store):
                    return index
            index.close()
        with tempfile.NamedTemporaryFile(prefix=prefix(), suffix=".sqlite", delete=False) as file:
            path = Path(file.name)
        index = cls(path, temporary=True)
        index.sync(store)
        return index

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; a temporary file vanishes."""
        for connection in self._open:
            connection.close()
        self._open.clear()
        self._local = threading.local()
        if self._temporary:
            self.path.unlink(missing_ok=True)

    def copy(self, path: Path) -> None:
        """Write a consistent copy to a new file, also while another process writes."""
        with closing(sqlite3.connect(path)) as other:
            self._connection().backup(other)
        os.utime(path, ns=(path.stat().st_atime_ns, self.path.stat().st_mtime_ns))

    # -- reading ---------------------------------------------------------------------------------------------------

    def rows(self, text: str, values: Sequence[Value] = ()) -> list[Row]:
        """Return the rows of a SELECT. What comes from outside must be among ``values``."""
        try:
            return self._connection().execute(text, values).fetchall()
        except sqlite3.DatabaseError as bad:
            raise StoreError(f"{self.path}: {bad}") from None

    def kept(self, text: str, values: Sequence[Value] = ()) -> list[Row]:
        """Return the same, from memory if it was asked of this index lately: a snapshot does not change."""
        if not self._read_only:
            return self.rows(text, values)
        key = (text, *values)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = self.rows(text, values)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    @property
    def columns(self) -> Columns | None:
        """The statements as columns in memory, once `gather` has read them."""
        return self._columns

    def gather(self) -> None:
        """Read the statements into memory, where broad filters are counted; of an index that does not change only."""
        if self._read_only and self._columns is None:
            from kg.columns import SELECT, Columns  # numpy, which the service starts without

            self._columns = Columns(self.rows(SELECT), self.sentences)

    def sentences(self, words: str) -> list[int]:
        """Return the keys of the sentences in which words are found, as `matching` takes them."""
        text, values = found_by(words, "sentence.key", "words", "SELECT key FROM sentence WHERE instr(text, ?)")
        return [row[0] for row in self.rows(f"SELECT key FROM sentence WHERE {text}", values)]  # noqa: S608

    def codes(self) -> Mapping[str, Code]:
        """Return all codes of the graph, by code."""
        if self._codes is None:
            found = self.rows("SELECT code, name, kind, iso2, iso3 FROM code ORDER BY code")
            self._codes = MappingProxyType({row[0]: Code(*row) for row in found})
        return self._codes

    def mark(self) -> str:
        """Return a hash of what is in it: of the articles, the names, and the software that made it."""
        articles = self.rows("SELECT id, fingerprint FROM article ORDER BY id")
        return content_id(
            "index", self._mark(), *(str(part) for row in articles for part in row), *map(str, self.codes().values())
        )

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self.rows(f"SELECT COUNT(*) FROM {table}")[0][0])  # noqa: S608  # the names are this module's

    def current(self, store: Store) -> bool:
        """Return whether the index is that of the articles that are there now, by this software."""
        mark = self._mark() == _made_by()
        return mark and dict(self.rows("SELECT id, fingerprint FROM article")) == store.prints()

    # -- writing ---------------------------------------------------------------------------------------------------

    def sync(self, store: Store, since: Callable[[str], Since] | None = None, *, again: bool = False) -> int:
        """Bring the index up to date with the articles of ``store``; return how many it read or removed.

        ``since`` is `Store.since`, which somebody may have asked already. It can be killed at any moment and run again.
        ``again`` reads all anew. Raises StoreError.
        """
        try:
            if again:
                self._begin()
            return healed(self.path, lambda: self._sync(store, since or store.since))
        except sqlite3.DatabaseError as bad:
            raise StoreError(f"{self.path}: {bad}") from None

    def _sync(self, store: Store, since: Callable[[str], Since]) -> int:
        if self._mark() != _made_by():
            self._begin()
        connection, position = self._connection(), store.journal.position()
        row = connection.execute("SELECT value FROM about WHERE name = 'position'").fetchone()
        found = since(row[0] if row else "")
        changed = found.changed(self._print, lambda: (row[0] for row in connection.execute("SELECT id FROM article")))
        self._remove(key for key in changed if self._print(key) is not None)
        self._add(store, ((key, found.prints[key]) for key in changed if key in found.prints))
        self._sum()
        self._name(store)
        if row != (position,):
            with connection:
                connection.execute("INSERT OR REPLACE INTO about VALUES ('position', ?)", (position,))
        return len(changed)

    def _print(self, article: str) -> str | None:
        row = self._connection().execute("SELECT fingerprint FROM article WHERE id = ?", (article,)).fetchone()
        return row[0] if row else None

    def _begin(self) -> None:
        """Start from nothing."""
        for connection in self._open:
            connection.close()
        self._open.clear()
        self._local = threading.local()
        forget(self.path)
        connection = self._connection()
        tables(connection, _SCHEMA)
        with connection:
            connection.execute("INSERT INTO about VALUES ('made by', ?)", (_made_by(),))

    def _sum(self) -> None:
        """Count anew the sums of what was touched, also before another run was killed."""
        connection = self._connection()
        if connection.execute("SELECT 1 FROM touched_day LIMIT 1").fetchone():
            with connection:
                for text in _SUMS.split(";\n"):
                    connection.execute(text)

    def _remove(self, articles: Iterable[str]) -> None:
        connection = self._connection()
        with connection:
            for key in articles:
                _touch(connection, key)
                connection.execute(
                    "INSERT INTO words (words, rowid, text) SELECT 'delete', key, text FROM sentence WHERE article = ?",
                    (key,),
                )
                for table in ("sentence", "statement", "titles"):
                    connection.execute(f"DELETE FROM {table} WHERE article = ?", (key,))  # noqa: S608
                connection.execute("DELETE FROM article WHERE id = ?", (key,))

    def _add(self, store: Store, articles: Iterable[tuple[str, str]]) -> None:
        connection = self._connection()
        rest = iter(articles)
        while batch := list(islice(rest, _BATCH)):
            with connection:
                for key, mark in batch:
                    of = store.said(key)
                    _write(connection, key, mark, of)
                    _touch(connection, key)
            store.give_back()

    def _name(self, store: Store) -> None:
        codes, connection = list(_codes(store)), self._connection()
        if codes != connection.execute("SELECT code, name, kind, iso2, iso3 FROM code ORDER BY code").fetchall():
            with connection:
                connection.execute("DELETE FROM code")
                connection.executemany("INSERT INTO code VALUES (?, ?, ?, ?, ?)", codes)
        self._codes = None

    def _mark(self) -> str | None:
        if not self.path.exists() or not self.path.stat().st_size:
            return None
        try:
            found = self._connection().execute("SELECT value FROM about WHERE name = 'made by'").fetchone()
        except sqlite3.DatabaseError:
            return None  # another version's, or broken: it is made anew
        return str(found[0]) if found else None

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            address = f"{self.path.resolve().as_uri()}?mode={'ro' if self._read_only else 'rwc'}"
            try:
                found = sqlite3.connect(address, uri=True, timeout=_WAIT, check_same_thread=False)
            except sqlite3.DatabaseError as bad:
                raise StoreError(f"{self.path}: {bad}") from None
            found.execute(f"PRAGMA cache_size = -{_CACHE if self._read_only else _WRITING}")
            found.execute("PRAGMA temp_store = MEMORY")
            self._local.connection = found
            self._open.append(found)
        return found


# -- what is written -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _made_by() -> str:
    return content_id("index", derivation(), digest([Path(__file__)], Path(__file__).parent))


def _touch(connection: sqlite3.Connection, article: str) -> None:
    """Note that the sums of what an article says are to be counted anew."""
    for text in _TOUCH.split(";\n"):
        connection.execute(text, (article,))


def _write(connection: sqlite3.Connection, key: str, mark: str, of: Mapping[str, Node]) -> None:
    about = of.get(article_iri(key).value, {})
    schema = PREFIXES["schema"]
    outlet = one(about, schema + "publisher")
    name = one(of.get(outlet, {}), schema + "name") if outlet else None
    day = published(about) or ""
    title = one(about, schema + "headline")
    found = facts_of(key, of)
    connection.execute(
        "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, mark, title, name, one(about, schema + "url"), day, len(found)),
    )
    if title:
        connection.execute("INSERT INTO titles VALUES (?, ?)", (key, title))
    contents = frozenset(fact.content for fact in found if fact.content)
    sentences: dict[str, int] = {}
    for fact in found:
        node = of[statement_iri(fact.id).value]
        evidence = one(node, PREFIXES["c"] + "evidence") or ""
        if evidence not in sentences:
            text = one(of.get(evidence, {}), PREFIXES["oa"] + "exact") or ""
            cursor = connection.execute("INSERT INTO sentence (article, text) VALUES (?, ?)", (key, text))
            sentences[evidence] = int(cursor.lastrowid or 0)
            connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (cursor.lastrowid, text))
        row = _statement(fact, node, of, contents, day, name)
        holes = ", ".join("?" * (len(row) + 1))
        connection.execute(f"INSERT OR REPLACE INTO statement VALUES ({holes})", (*row, sentences[evidence]))  # noqa: S608


def _statement(
    fact: Fact, node: Node, of: Mapping[str, Node], contents: frozenset[str], day: str, outlet: str | None
) -> tuple[Value, ...]:
    c = PREFIXES["c"]
    relation = relations()[fact.relation]
    mode = one(node, c + "mode")
    return (
        fact.id,
        fact.article,
        _offset(node, "evidence", of),
        _offset(node, "trigger", of),
        fact.relation,
        local(mode, "mode").removeprefix(f"{fact.relation}-") if mode else None,
        relation.quad,
        relation.score,
        fact.source,
        fact.target,
        fact.speaker,
        fact.attributed,
        fact.id in contents,
        fact.modality,
        makes_edge(fact, contents),
        day,
        _first_day(one(node, c + "when")) or day,
        outlet,
        float(one(node, c + "confidence") or 0),
    )


def _offset(node: Node, part: str, of: Mapping[str, Node]) -> int:
    span = of.get(one(node, PREFIXES["c"] + part) or "", {})
    return int(one(span, PREFIXES["oa"] + "start") or 0)


def _first_day(when: str | None) -> str:
    """Return the first day of a date that may be reduced to month or year.

    >>> _first_day("2022-03"), _first_day("2014"), _first_day(None)
    ('2022-03-01', '2014-01-01', '')
    """
    return f"{when}-01-01"[:10] if when else ""


def _codes(store: Store) -> Iterator[tuple[Value, ...]]:
    """Yield code, name, kind, ISO codes, by code; of the actor that a code is named after, else of the first."""
    c, codes = PREFIXES["c"], store.native.quads_for_pattern(None, term("rdf:type"), term("c:Code"), ACTORS)
    for iri in sorted(getattr(quad.subject, "value", "") for quad in codes):
        code = under(iri, "code")
        if code is None:  # of somebody else's making
            continue
        found = head_of(store.native, code)
        kind = _value(store, found, c + "kind")
        named = found is not None and local(found.value, "actor") in named_after(code)
        yield (
            code,
            _value(store, NamedNode(iri), PREFIXES["skos"] + "prefLabel") or code,
            under(kind, "kind") if kind else None,
            _value(store, found, c + "iso2") if named else None,
            _value(store, found, c + "iso3") if named else None,
        )


def _value(store: Store, node: NamedNode | None, predicate: str) -> str | None:
    found = store.native.quads_for_pattern(node, NamedNode(predicate), None, ACTORS) if node is not None else ()
    return next((quad.object.value for quad in found if isinstance(quad.object, NamedNode | Literal)), None)
