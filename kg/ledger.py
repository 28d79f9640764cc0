"""What is known of the statements of all articles, on disk: propositions, and who asserts and who denies each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from kg.beside import forget, tables
from kg.closing import Closing
from kg.positions import makes_edge, positions, proposition_id
from kg.rdf.facts import Fact
from kg.rdf.namespaces import PREFIXES, code_iri, local
from kg.rdf.propositions import (
    counted,
    edge_line,
    holds,
    key_of,
    shown,
    stated,
    told_position,
    told_proposition,
)

_CACHE = 8_000  # KiB of pages that are kept in memory, and of rows that are sorted there

_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What the ledger keeps of one article.

    ``print`` is its fingerprint, ``origin`` the IRI of the origin that it shares with others, ``actors`` the ids of
    those whom it names.
    """

    article: str
    print: str
    origin: str | None
    facts: Sequence[Fact]
    actors: Sequence[str]


class Touched:
    """What may change with some articles: propositions, positions and edges by their keys, codes, and actors by id."""

    def __init__(self) -> None:
        self.articles: set[str] = set()
        self.propositions: set[str] = set()
        self.positions: set[tuple[str, str, str]] = set()
        self.edges: set[tuple[str, str, str]] = set()
        self.codes: set[str] = set()
        self.actors: set[str] = set()

    def add(self, facts: Iterable[_Row], positions: Iterable[_Row]) -> None:
        """Add what rows of the two tables speak of."""
        for proposition, relation, source, target, *_ in facts:
            self.propositions.add(proposition)
            self.codes.add(source)
            if target is not None:
                self.codes.add(target)
                self.edges.add((source, relation, target))
        for proposition, holder, stance, *_ in positions:
            self.positions.add((proposition, holder, stance))
            if holder.startswith(PREFIXES["code"]):
                self.codes.add(local(holder, "code"))


FILE = "ledger.sqlite"
"""Its name in the store's folder; Oxigraph takes no notice of it."""

VERSION = 2
"""Of its tables: a file with another is made anew."""

_SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE about (mark TEXT, position TEXT);
CREATE TABLE article (id TEXT PRIMARY KEY, print TEXT, origin TEXT) WITHOUT ROWID;
CREATE TABLE fact (proposition, relation, source, target, period, statement, article, outlet, edge);
CREATE TABLE position (proposition, holder, stance, statement, article, by_);
CREATE TABLE named (article, actor);
CREATE TABLE met (actor TEXT PRIMARY KEY, articles INT) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS fact_proposition ON fact (proposition);
CREATE INDEX IF NOT EXISTS fact_article ON fact (article);
CREATE INDEX IF NOT EXISTS fact_ends ON fact (source, target, relation, edge);
CREATE INDEX IF NOT EXISTS fact_target ON fact (target);
CREATE INDEX IF NOT EXISTS position_key ON position (proposition, holder, stance);
CREATE INDEX IF NOT EXISTS position_holder ON position (holder);
CREATE INDEX IF NOT EXISTS position_article ON position (article);
CREATE INDEX IF NOT EXISTS named_article ON named (article);
CREATE INDEX IF NOT EXISTS article_origin ON article (origin);
"""


class Ledger(Closing):
    """Collects the facts of all articles on disk, so that memory does not grow with them; yields what follows
    from them as lines of N-Quads.

    With a file it remembers them from one build to the next, so that what a hundred articles change costs what a
    hundred articles have; it follows from the articles' graphs, and deleting it loses nothing. What is changed is
    kept by `commit` alone. Without a file it is temporary.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._rows = self._opened(path)

    def _opened(self, path: Path | None) -> sqlite3.Connection:
        if path is None:
            rows = sqlite3.connect("")
            rows.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            tables(rows, _SCHEMA)
            return rows
        rows = sqlite3.connect(path)
        if not _is_ours(rows):  # new, another version's, or broken
            rows.close()
            forget(path)
            rows = sqlite3.connect(path)
            tables(rows, _SCHEMA)
        rows.execute(f"PRAGMA cache_size = -{_CACHE}")
        return rows

    def close(self) -> None:
        """Close the file; what was not committed is gone."""
        self._rows.close()

    # -- what it holds ---------------------------------------------------------------------------------------------

    def mark(self) -> str | None:
        """Return the mark of the graph that follows from what is here, none before the first `commit`."""
        row = self._rows.execute("SELECT mark FROM about").fetchone()
        return str(row[0]) if row else None

    def position(self) -> str:
        """Return up to where it has read the journal of the store; empty before the first `commit`."""
        row = self._rows.execute("SELECT position FROM about").fetchone()
        return str(row[0]) if row else ""

    def articles(self) -> Iterator[str]:
        """Yield the ids of all articles."""
        return (str(row[0]) for row in self._rows.execute("SELECT id FROM article"))

    def print(self, article: str) -> str | None:
        """Return the fingerprint of an article, none if it is not here."""
        row = self._rows.execute("SELECT print FROM article WHERE id = ?", (article,)).fetchone()
        return str(row[0]) if row else None

    def __len__(self) -> int:
        return int(self._rows.execute("SELECT COUNT(*) FROM article").fetchone()[0])

    def met(self) -> frozenset[str]:
        """Return the ids of all actors whom an article names."""
        return frozenset(str(row[0]) for row in self._rows.execute("SELECT actor FROM met"))

    def with_origins(self, origins: Iterable[str]) -> set[str]:
        """Return the ids of the articles that have one of these origins."""
        asked = "SELECT id FROM article WHERE origin = ?"
        return {str(row[0]) for origin in origins for row in self._rows.execute(asked, (origin,))}

    def origins(self, articles: Iterable[str]) -> dict[str, str]:
        """Return the origins of those of the articles that have one."""
        asked = "SELECT id, origin FROM article WHERE id = ? AND origin IS NOT NULL"
        return {row[0]: row[1] for article in articles for row in self._rows.execute(asked, (article,))}

    def uses(self, code: str) -> bool:
        """Return whether a code is the source, target or speaker of something."""
        asked = "SELECT 1 FROM fact WHERE source = ?1 UNION ALL SELECT 1 FROM fact WHERE target = ?1 LIMIT 1"
        if self._rows.execute(asked, (code,)).fetchone():
            return True
        asked = "SELECT 1 FROM position WHERE holder = ? LIMIT 1"
        return self._rows.execute(asked, (code_iri(code).value,)).fetchone() is not None

    # -- changing it -----------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Forget everything, to be filled by `add`."""
        self._rows.commit()
        names = self._rows.execute("SELECT name, type FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        for name, kind in names:
            if kind == "index":
                self._rows.execute(f"DROP INDEX {name}")
        for name, kind in names:
            if kind == "table":
                self._rows.execute(f"DELETE FROM {name}")  # noqa: S608  # the names are this module's
        self._rows.commit()

    def add(self, told: Told) -> None:
        """Add one article, which is not there."""
        facts, positions = _rows(told.facts)
        self._rows.execute("INSERT INTO article VALUES (?, ?, ?)", (told.article, told.print, told.origin))
        self._rows.executemany("INSERT INTO fact VALUES (?,?,?,?,?,?,?,?,?)", facts)
        self._rows.executemany("INSERT INTO position VALUES (?,?,?,?,?,?)", positions)
        self._rows.executemany("INSERT INTO named VALUES (?, ?)", ((told.article, actor) for actor in told.actors))
        self._rows.executemany(
            "INSERT INTO met VALUES (?, 1) ON CONFLICT DO UPDATE SET articles = articles + 1",
            ((actor,) for actor in told.actors),
        )

    def remove(self, article: str) -> None:
        """Remove one article, if it is there."""
        named = self._rows.execute("SELECT actor FROM named WHERE article = ?", (article,)).fetchall()
        self._rows.executemany("UPDATE met SET articles = articles - 1 WHERE actor = ?", named)
        self._rows.executemany("DELETE FROM met WHERE actor = ? AND articles = 0", named)
        for table in ("named", "position", "fact"):
            self._rows.execute(f"DELETE FROM {table} WHERE article = ?", (article,))  # noqa: S608
        self._rows.execute("DELETE FROM article WHERE id = ?", (article,))

    def set_origin(self, article: str, origin: str | None) -> None:
        """Say which origin an article has."""
        self._rows.execute("UPDATE article SET origin = ? WHERE id = ?", (origin, article))

    def index(self) -> None:
        """Make what is asked by key fast, once much was added."""
        for text in _INDEXES.split(";\n"):
            self._rows.execute(text)

    def commit(self, mark: str, position: str = "") -> None:
        """Keep what was changed. ``mark`` is that of the graph that now follows from it, with the journal so far."""
        self._rows.execute("DELETE FROM about")
        self._rows.execute("INSERT INTO about VALUES (?, ?)", (mark, position))
        self._rows.commit()

    # -- what follows ----------------------------------------------------------------------------------------------

    def touched(self, articles: Iterable[str], now: Iterable[Told]) -> Touched:
        """Return what may change when these articles, as they are here, become what they are ``now``."""
        found = Touched()
        for told in now:
            found.add(*_rows(told.facts))
            found.actors.update(told.actors)
        for article in articles:
            found.articles.add(article)
            found.add(self._of("fact", article), self._of("position", article))
            found.actors.update(row[1] for row in self._of("named", article))
        return found

    def told(self, touched: Touched) -> set[str]:
        """Return the lines of the ledger that may change with ``touched``, as they follow from what is here."""
        found = {line for key in touched.propositions for line in self._counted(key)}
        for key in touched.positions:
            asked = "SELECT 1 FROM position WHERE proposition = ? AND holder = ? AND stance = ? LIMIT 1"
            if self._rows.execute(asked, key).fetchone():
                found.update(holds(*key))
        for article in touched.articles:
            for row in self._of("fact", article):
                found.update(stated(row[0], row[5], article))
            for proposition, holder, stance, statement, _, by in self._of("position", article):
                found.update(shown(proposition, holder, stance, statement, article, by))
        return found

    def edges_among(self, keys: Iterable[tuple[str, str, str]], properties: Mapping[str, NamedNode]) -> set[str]:
        """Return the plain edges among these sources, relations and targets."""
        asked = "SELECT 1 FROM fact WHERE source = ? AND relation = ? AND target = ? AND edge LIMIT 1"
        return {edge_line(*key, properties) for key in keys if self._rows.execute(asked, key).fetchone()}

    def edges(self, properties: Mapping[str, NamedNode]) -> Iterator[str]:
        """Yield the plain edges; ``properties`` gives each relation's property."""
        found = self._rows.execute("SELECT DISTINCT source, relation, target FROM fact WHERE edge ORDER BY 1, 2, 3")
        for source, relation, target in found:
            yield edge_line(source, relation, target, properties)

    def codes(self) -> list[str]:
        """Return all codes that are the source, target or speaker of something, sorted."""
        held = self._rows.execute("SELECT DISTINCT holder FROM position WHERE holder LIKE ?", (PREFIXES["code"] + "%",))
        ends = self._rows.execute("SELECT source FROM fact UNION SELECT target FROM fact WHERE target IS NOT NULL")
        return sorted({str(row[0]) for row in ends} | {local(row[0], "code") for row in held})

    def lines(self) -> Iterator[str]:
        """Yield the lines of the ledger."""
        facts = self._rows.execute(
            "SELECT fact.*, origin FROM fact JOIN article ON article.id = fact.article ORDER BY proposition, statement"
        )
        for proposition, rows in groupby(facts, key=lambda row: str(row[0])):
            yield from dict.fromkeys(told_proposition(proposition, rows))
        held = self._rows.execute("SELECT * FROM position ORDER BY proposition, holder, stance, statement, by_")
        for (proposition, holder, stance), rows in groupby(held, key=lambda row: (row[0], row[1], row[2])):
            yield from dict.fromkeys(told_position(proposition, holder, stance, rows))

    def _of(self, table: str, article: str) -> list[_Row]:
        return self._rows.execute(f"SELECT * FROM {table} WHERE article = ?", (article,)).fetchall()  # noqa: S608

    def _counted(self, proposition: str) -> Iterator[str]:
        row = self._rows.execute(
            """SELECT relation, source, target, period, COUNT(*), SUM(edge), COUNT(DISTINCT article),
              COUNT(DISTINCT outlet), COUNT(DISTINCT COALESCE(origin, article))
            FROM fact JOIN article ON article.id = fact.article WHERE proposition = ?""",
            (proposition,),
        ).fetchone()
        if row[0] is not None:
            yield from key_of(proposition, *row[:4])
            yield from counted(proposition, *row[4:])


def _is_ours(rows: sqlite3.Connection) -> bool:
    try:
        return bool(rows.execute("PRAGMA user_version").fetchone() == (VERSION,))
    except sqlite3.DatabaseError:
        return False


def _rows(facts: Sequence[Fact]) -> tuple[list[_Row], list[_Row]]:
    """Return the rows of the two tables for the facts of one article."""
    contents = frozenset(fact.content for fact in facts if fact.content)
    named = {fact.id: key for fact in facts if (key := proposition_id(fact)) is not None}
    return (
        [
            (named[f.id], f.relation, f.source, f.target, f.period, f.id, f.article, f.outlet, makes_edge(f, contents))
            for f in facts
            if f.id in named
        ],
        [
            (named[p.statement], p.holder, p.stance, p.statement, facts[0].article, p.by)
            for p in positions(facts)
            if p.statement in named
        ],
    )
