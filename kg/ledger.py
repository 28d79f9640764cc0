"""What follows from all statements together: plain edges, and who asserts and who denies each proposition.

The one rule stands in `makes_edge`: what somebody says never becomes an edge. ``docs/rdf.md`` has the table of
positions that `positions` computes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pyoxigraph import Literal, NamedNode, Quad

from kg.beside import forget
from kg.model import content_id
from kg.rdf.facts import Fact
from kg.rdf.namespaces import EDGES, LEDGER, PREFIXES, article_iri, code_iri, local, statement_iri, term
from kg.rdf.quads import day

ASSERTS, DENIES = "assertion", "denial"
_DENY = "DENY"
_SEEN_AS_TRUE = frozenset({"ACCUSE", "CONFIRM"})  # who accuses of an act, or confirms it, says that it is so
_A = term("rdf:type")
_CACHE = 8_000  # KiB of pages that are kept in memory, and of rows that are sorted there

_Row = tuple[Any, ...]
_Triples = Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]


@dataclass(frozen=True, slots=True)
class Position:
    """One holder (an IRI) asserts or denies the proposition of ``statement``, by the words of ``by``."""

    statement: str
    holder: str
    stance: str
    by: str


def makes_edge(fact: Fact, contents: frozenset[str]) -> bool:
    """Return whether the statement is a plain edge: actual, in the article's own voice, and nobody's content.

    Its own clause says at whom the act is aimed: a target that the context alone suggests is no fact.

    ``contents`` are the ids of all statements of the article that are the content of another.
    """
    return (
        fact.modality == "actual"
        and not fact.attributed
        and fact.id not in contents
        and fact.source is not None
        and fact.target is not None
        and fact.source != fact.target
        and not fact.supposed
    )


def positions(facts: Sequence[Fact]) -> Iterator[Position]:
    """Yield who takes which position on the statements of one article (the table in ``docs/rdf.md``)."""
    by_id = {fact.id: fact for fact in facts}
    contents = frozenset(fact.content for fact in facts if fact.content)
    for fact in facts:
        yield from _own(fact, fact.id in contents)
        content = by_id.get(fact.content) if fact.content else None
        if content is not None and _takes_a_stance(fact, contents):
            yield from _towards(fact, content)


def _own(fact: Fact, is_content: bool) -> Iterator[Position]:
    """The speaker's or the outlet's own position; a content without a speaker has none of its own."""
    stance = _stance(fact.modality)
    if stance is None:
        return
    if fact.attributed:
        if fact.speaker is not None:
            yield Position(fact.id, code_iri(fact.speaker).value, stance, fact.id)
    elif not is_content:
        yield Position(fact.id, fact.outlet, stance, fact.id)


def _takes_a_stance(fact: Fact, contents: frozenset[str]) -> bool:
    """Whether this statement shows its source's own stance: it happened, by the outlet's word or by its own."""
    own_word = not fact.attributed or fact.speaker == fact.source
    return (
        (fact.relation == _DENY or fact.relation in _SEEN_AS_TRUE)
        and fact.modality == "actual"
        and own_word
        and fact.source is not None
        and fact.id not in contents
    )


def _towards(fact: Fact, content: Fact) -> Iterator[Position]:
    stance = _stance(content.modality)
    if stance is None or fact.source is None:
        return
    if fact.relation == _DENY:
        stance = DENIES if stance == ASSERTS else ASSERTS
    yield Position(content.id, code_iri(fact.source).value, stance, fact.id)


def _stance(modality: str) -> str | None:
    return {"actual": ASSERTS, "negated": DENIES}.get(modality)


def proposition_id(fact: Fact) -> str | None:
    """Return the id of the proposition that the statement is about; none without a known source.

    A statement whose target is named but unknown, or only supposed, has none either: it is not one without. The theme
    is left out: two sides seldom use the same words (``docs/decisions/2026-11-24-where-we-differ.md``).
    """
    if fact.source is None or (fact.has_target and fact.target is None) or fact.supposed:
        return None
    return content_id("proposition", fact.relation, fact.source, fact.target, fact.period)


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

VERSION = 1
"""Of its tables: a file with another is made anew."""

_SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE about (mark TEXT);
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


class Ledger:
    """Collects the facts of all articles on disk, so that memory does not grow with them; yields quads of them.

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
            rows.executescript(_SCHEMA)
            return rows
        rows = sqlite3.connect(path)
        if not _is_ours(rows):  # new, another version's, or broken
            rows.close()
            forget(path)
            rows = sqlite3.connect(path)
            rows.executescript(_SCHEMA)
        rows.execute(f"PRAGMA cache_size = -{_CACHE}")
        return rows

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()

    # -- what it holds ---------------------------------------------------------------------------------------------

    def mark(self) -> str | None:
        """Return the mark of the graph that follows from what is here, none before the first `commit`."""
        row = self._rows.execute("SELECT mark FROM about").fetchone()
        return str(row[0]) if row else None

    def prints(self) -> dict[str, str]:
        """Return the fingerprint of each article, by id."""
        return dict(self._rows.execute("SELECT id, print FROM article"))

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

    def commit(self, mark: str) -> None:
        """Keep what was changed. ``mark`` is that of the graph that now follows from it."""
        self._rows.execute("DELETE FROM about")
        self._rows.execute("INSERT INTO about VALUES (?)", (mark,))
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

    def told(self, touched: Touched) -> set[Quad]:
        """Return the quads of the ledger that may change with ``touched``, as they follow from what is here."""
        found = {quad for key in touched.propositions for quad in self._counted(key)}
        for key in touched.positions:
            asked = "SELECT 1 FROM position WHERE proposition = ? AND holder = ? AND stance = ? LIMIT 1"
            if self._rows.execute(asked, key).fetchone():
                found.update(_quads(_holds(*key)))
        for article in touched.articles:
            for row in self._of("fact", article):
                found.update(_quads(_stated(row[0], row[5], article)))
            for proposition, holder, stance, statement, _, by in self._of("position", article):
                found.update(_quads(_shown(proposition, holder, stance, statement, article, by)))
        return found

    def edges_among(self, keys: Iterable[tuple[str, str, str]], properties: Mapping[str, NamedNode]) -> set[Quad]:
        """Return the plain edges among these sources, relations and targets."""
        asked = "SELECT 1 FROM fact WHERE source = ? AND relation = ? AND target = ? AND edge LIMIT 1"
        return {_edge(*key, properties) for key in keys if self._rows.execute(asked, key).fetchone()}

    def edges(self, properties: Mapping[str, NamedNode]) -> Iterator[Quad]:
        """Yield the plain edges; ``properties`` gives each relation's property."""
        found = self._rows.execute("SELECT DISTINCT source, relation, target FROM fact WHERE edge ORDER BY 1, 2, 3")
        for source, relation, target in found:
            yield _edge(source, relation, target, properties)

    def codes(self) -> list[str]:
        """Return all codes that are the source, target or speaker of something, sorted."""
        held = self._rows.execute("SELECT DISTINCT holder FROM position WHERE holder LIKE ?", (PREFIXES["code"] + "%",))
        ends = self._rows.execute("SELECT source FROM fact UNION SELECT target FROM fact WHERE target IS NOT NULL")
        return sorted({str(row[0]) for row in ends} | {local(row[0], "code") for row in held})

    def quads(self) -> Iterator[Quad]:
        """Yield the quads of the ledger."""
        facts = self._rows.execute(
            "SELECT fact.*, origin FROM fact JOIN article ON article.id = fact.article ORDER BY proposition, statement"
        )
        for proposition, rows in groupby(facts, key=lambda row: str(row[0])):
            yield from _quads(_proposition(proposition, rows))
        held = self._rows.execute("SELECT * FROM position ORDER BY proposition, holder, stance, statement, by_")
        for (proposition, holder, stance), rows in groupby(held, key=lambda row: (row[0], row[1], row[2])):
            yield from _quads(_position(proposition, holder, stance, rows))

    def _of(self, table: str, article: str) -> list[_Row]:
        return self._rows.execute(f"SELECT * FROM {table} WHERE article = ?", (article,)).fetchall()  # noqa: S608

    def _counted(self, proposition: str) -> Iterator[Quad]:
        row = self._rows.execute(
            """SELECT relation, source, target, period, COUNT(*), SUM(edge), COUNT(DISTINCT article),
              COUNT(DISTINCT outlet), COUNT(DISTINCT COALESCE(origin, article))
            FROM fact JOIN article ON article.id = fact.article WHERE proposition = ?""",
            (proposition,),
        ).fetchone()
        if row[0] is not None:
            node = NamedNode(PREFIXES["proposition"] + proposition)
            yield from _quads(chain(_key(node, *row[:4]), _counts(node, *row[4:])))


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


def _edge(source: str, relation: str, target: str, properties: Mapping[str, NamedNode]) -> Quad:
    return Quad(code_iri(source), properties[relation], code_iri(target), EDGES)


def _quads(triples: _Triples) -> Iterator[Quad]:
    for s, p, o in dict.fromkeys(triples):
        yield Quad(s, p, o, LEDGER)


def _proposition(key: str, rows: Iterable[_Row]) -> _Triples:
    node = NamedNode(PREFIXES["proposition"] + key)
    statements = edges = 0
    articles: set[str] = set()
    outlets: set[str] = set()
    origins: set[str] = set()
    for _, relation, source, target, period, statement, article, outlet, edge, origin in rows:
        if not statements:
            yield from _key(node, relation, source, target, period)
        statements += 1
        edges += bool(edge)
        articles.add(article)
        outlets.add(outlet)
        origins.add(origin or article)
        yield from _stated(key, statement, article)
    yield from _counts(node, statements, edges, len(articles), len(outlets), len(origins))


def _stated(proposition: str, statement: str, article: str) -> _Triples:
    node = NamedNode(PREFIXES["proposition"] + proposition)
    yield node, term("c:statement"), statement_iri(statement)
    yield node, term("c:article"), article_iri(article)


def _counts(node: NamedNode, statements: int, edges: int, articles: int, outlets: int, origins: int) -> _Triples:
    yield node, term("c:statementCount"), Literal(statements)
    yield node, term("c:edgeCount"), Literal(edges)
    yield node, term("c:articleCount"), Literal(articles)
    yield node, term("c:outletCount"), Literal(outlets)
    yield node, term("c:originCount"), Literal(origins)


def _key(node: NamedNode, relation: str, source: str, target: str | None, period: str | None) -> _Triples:
    yield node, _A, term("c:Proposition")
    yield node, term("c:relation"), term(f"rel:{relation}")
    yield node, term("c:sourceCode"), code_iri(source)
    if target is not None:
        yield node, term("c:targetCode"), code_iri(target)
    if period is not None:
        yield node, term("c:period"), day(period)


def _position(proposition: str, holder: str, stance: str, rows: Iterable[_Row]) -> _Triples:
    yield from _holds(proposition, holder, stance)
    for _, _, _, statement, article, by in rows:
        yield from _shown(proposition, holder, stance, statement, article, by)


def _holds(proposition: str, holder: str, stance: str) -> _Triples:
    node = _position_iri(proposition, holder, stance)
    about = NamedNode(PREFIXES["proposition"] + proposition)
    yield about, term("c:assertedBy" if stance == ASSERTS else "c:deniedBy"), NamedNode(holder)
    yield node, _A, term("c:Position")
    yield node, term("c:proposition"), about
    yield node, term("c:holder"), NamedNode(holder)
    yield node, term("c:takes"), term(f"c:{stance}")


def _shown(proposition: str, holder: str, stance: str, statement: str, article: str, by: str) -> _Triples:
    node = _position_iri(proposition, holder, stance)
    yield node, term("c:statement"), statement_iri(statement)
    yield node, term("c:by"), statement_iri(by)
    yield node, term("c:article"), article_iri(article)


def _position_iri(proposition: str, holder: str, stance: str) -> NamedNode:
    return NamedNode(PREFIXES["position"] + content_id("position", proposition, holder, stance))
