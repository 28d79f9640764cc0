"""The graph in a folder: an Oxigraph store behind rdflib's API (oxrdflib).

Each article is one named graph that is replaced whole, in one transaction: a process that is killed at any moment
leaves the old graph or the new one. ``docs/rdf.md`` describes what is in it, ``docs/decisions`` why it is stored so.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, BinaryIO, Self, cast

import pyoxigraph as ox

from kg import derive
from kg.folder import StoreError as StoreError
from kg.folder import locked, make, opened, reason, usable
from kg.journal import Journal
from kg.known import IN_SCHEME, Renewed
from kg.ledger import Ledger
from kg.lexicon.actors import Gazetteer, Kind
from kg.memory import give_back, taken
from kg.model import Actor, Article, Statement
from kg.rdf.actors import actor_quads, gazetteer_quads, kind_quads, needed
from kg.rdf.facts import Nodes, nodes
from kg.rdf.namespaces import (
    ACTORS,
    LEDGER,
    ORIGINS,
    PREFIXES,
    article_graph,
    article_iri,
    article_of,
    local,
    outlet_iri,
    term,
    under,
    version_iri,
)
from kg.rdf.provenance import Extractor, extractor
from kg.rdf.quads import article_quads, text_hash, version_quads
from kg.rdf.writing import difference, line, write
from kg.recent import Recent
from kg.remote import Remote

if TYPE_CHECKING:
    from rdflib import Dataset

Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean
Term = ox.NamedNode | ox.Literal
_Subject = ox.NamedNode | ox.BlankNode | ox.Triple
_Object = _Subject | ox.Literal

BATCH_QUADS = 50_000
_DERIVED_QUADS = 50_000  # at once, of what is derived: each takes a kilobyte while it is written
_AT_ONCE = 1_000  # articles between which memory is given back
_KEPT = 16 << 20  # bytes that RocksDB may keep in memory of what was read and written
FEW_QUADS = 2_000  # a bulk load begins files of its own; above them it is faster than a transaction all the same
_PATIENCE = 1.0  # seconds: a service that takes a snapshot has the store open for a moment
SAME = 200  # characters: shorter texts ("Talks ended.") may well be two reports
_FINGERPRINT = term("c:fingerprint")
_TEXT_HASH = term("c:textHash")
_TYPE = term("rdf:type")


@dataclass(frozen=True, slots=True)
class Since:
    """The fingerprints, by id, of the articles ``among`` which all are that may have changed; of all, if it is none."""

    prints: Mapping[str, str]
    among: frozenset[str] | None

    def changed(self, had: Callable[[str], str | None], every: Callable[[], Iterable[str]]) -> list[str]:
        """Return the ids, sorted, of the articles of which somebody ``had`` another fingerprint, or none.

        ``every`` returns the ids of all that he had.
        """
        among = {*self.prints, *every()} if self.among is None else self.among
        return sorted(key for key in among if had(key) != self.prints.get(key))


class Store:
    """The graph. Open it with `Store.open` or `Store.memory`; it is a context manager."""

    def __init__(
        self, native: ox.Store | Remote, path: Path | None, read_only: bool, lock: IO[str] | None = None
    ) -> None:
        self.path = path
        self.read_only = read_only
        self.journal = Journal(path)
        self._lock = lock
        self._known: frozenset[str] | None = None
        self._unflushed = 0  # quads that RocksDB may still have in memory
        self.superseded = 0  # texts that others took the place of, since it was opened
        self._recent = Recent()
        self._take(native)

    def _take(self, native: ox.Store | Remote) -> None:
        # A remote store has all the methods that are used here.
        self._native = cast(ox.Store, native)
        self._dataset: Dataset | None = None
        self._at_first = taken()

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False) -> Self:
        """Open the store in the folder ``path``; unless ``read_only``, make it if there is none.

        Only one process may have it open for writing; for readers beside it, open a `backup`.
        Raises StoreError: no such store (read-only), a file, a folder of something else, no permission, in use.
        """
        folder = Path(path)
        usable(folder, read_only=read_only)
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                folder.parent.mkdir(parents=True, exist_ok=True)
                if new := not (folder / "CURRENT").exists():
                    make(folder)
                if read_only:
                    return cls(ox.Store.read_only(str(folder)), folder, read_only)
                with ExitStack() as held:
                    lock = held.enter_context(locked(folder))
                    if new:
                        Journal(folder).begin()
                    native = opened(folder)
                    held.pop_all()
                    return cls(native, folder, read_only, lock)
            except (OSError, RuntimeError) as bad:
                found = StoreError(reason(folder, bad))
                if not found.in_use or time.monotonic() > until:
                    raise found from None
                time.sleep(0.05)

    @classmethod
    def remote(cls, query: str, update: str = "", graphs: str = "", user: str = "", password: str = "") -> Self:
        """Return the store behind a SPARQL 1.1 server: the addresses for queries, updates and of its graph store."""
        return cls(Remote(query, update, graphs, user, password), None, False)

    @classmethod
    def memory(cls) -> Self:
        """Return an empty store in memory."""
        return cls(ox.Store(), None, False)

    @property
    def native(self) -> ox.Store:
        """The Oxigraph store itself. To read: what is written by it is not in the `journal`, nor in what `said` keeps.

        Who writes by it all the same forgets the journal first.
        """
        return self._native

    @property
    def dataset(self) -> Dataset:
        """The same store as an rdflib Dataset. A query must be a string, or TypeError is raised.

        What is written by it is noticed as little as what `native` writes.
        """
        if self._dataset is None:
            from kg.dataset import dataset

            self._dataset = dataset(self._native)
        return self._dataset

    def __len__(self) -> int:
        return len(self._native)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- writing ---------------------------------------------------------------------------------------------------

    def put(self, article: Article, statements: Sequence[Statement], by: Extractor | None = None) -> None:
        """Store an article with its statements in place of what was stored of it, in one transaction.

        The text that it had before, if that was another, is kept as a version that it supersedes.
        ``by`` is what extracted them (none: this software with its usual parser). Raises `kg.rdf.quads.RdfError` for
        values that have no place in RDF, StoreError if the disk refuses.
        """
        quads = article_quads(article, statements, by or extractor()) + self._new_actors(statements)
        graph = article_graph(article.id)
        self._note([graph])
        if self._holds(graph):
            self._replace(graph, quads + self._versions(article.id, article.text))
        else:
            with self._writing():
                self._native.extend(quads)
        self._unflushed += len(quads)
        if self._unflushed > BATCH_QUADS:
            self.flush()

    def put_many(self, items: Iterable[tuple[Article, Sequence[Statement]]], by: Extractor | None = None) -> int:
        """Store many articles, new ones in bulk; return how many. Memory stays flat.

        A batch of new articles is written whole or not at all; it is on the disk when this returns.
        """
        by = by or extractor()
        batch: dict[ox.NamedNode, list[ox.Quad]] = {}
        size = count = 0
        for article, statements in items:
            graph = article_graph(article.id)
            if graph in batch:
                size = self._bulk(batch)
            if self._holds(graph):
                self.put(article, statements, by)
            else:
                batch[graph] = article_quads(article, statements, by) + self._new_actors(statements)
                size += len(batch[graph])
            if size >= BATCH_QUADS:
                size = self._bulk(batch)
            count += 1
        self._bulk(batch)
        self.flush()
        return count

    def load(self, blocks: Iterable[tuple[ox.NamedNode, str]]) -> None:
        """Store what shards hold (`kg.shards`): named graphs of articles and of actors, as lines of N-Quads.

        New articles are written in bulk, all at once; others like `put`, but a text that was superseded is no news.
        No write leaves an article whose actors are still to come.
        """
        actors: set[str] = set()
        articles: list[tuple[ox.NamedNode, str]] = []
        for graph, lines in blocks:
            if graph == ACTORS:
                actors.update(lines.split("\n"))
            else:
                articles.append((graph, lines))
        actors = {f"{line}\n" for line in actors if line and not self._is_known(line)}
        self._note(graph for graph, _ in articles)
        new: dict[ox.NamedNode, str] = {}
        for graph, lines in articles:
            if graph in new:
                self._load([*new.values(), *sorted(actors)])
                self._recent.keep(new)
                new.clear()
                actors.clear()
            if self._holds(graph):
                self._load(sorted(actors))
                actors.clear()
                self._supersede(graph, list(ox.parse(lines.encode(), ox.RdfFormat.N_QUADS, lenient=True)))
            else:
                new[graph] = lines
        self._load([*new.values(), *sorted(actors)])
        self._recent.keep(new)

    def put_actors(self, actors: Iterable[Actor], kinds: Iterable[Kind] = ()) -> Renewed:
        """Make ``actors`` the gazetteer: those that are known before any text is read. In one transaction.

        One that is no longer among them vanishes with the next `derive`, unless an article names it.
        Nothing is written if nothing has changed; what was, is returned.
        """
        known = {actor.id: actor for actor in actors}
        quads = [quad for actor in known.values() for quad in actor_quads(actor, gazetteer=True)]
        return self._become_known(frozenset(known), [*quads, *kind_quads(kinds)])

    def put_gazetteer(self, known: Gazetteer, *, everybody: bool = False, met: Iterable[str] | None = None) -> Renewed:
        """Write the actors of the gazetteer whom articles name, and their states, with all names and offices.

        ``everybody``: all actors of the gazetteer. ``met`` are the ids of those whom articles name, if they are known
        (else all articles are asked). Otherwise like `put_actors`.
        """
        if everybody:
            ids = frozenset(known.actors)
        else:
            ids = needed(known, self.met() if met is None else met)
        return self._become_known(ids, [*gazetteer_quads(known, ids), *kind_quads(known.kinds.values())])

    def met(self) -> frozenset[str]:
        """Return the ids of all actors whom an article names."""
        found = self._native.query(
            "SELECT DISTINCT ?actor { GRAPH ?g { ?mention c:refersTo ?actor } }", prefixes=dict(PREFIXES)
        )
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101  # it is a SELECT
        actors = (row["actor"].value for row in found)
        return frozenset(filter(None, (under(actor, "actor") for actor in actors)))

    def _become_known(self, known: frozenset[str], quads: Iterable[ox.Quad]) -> Renewed:
        wanted: dict[object, set[ox.Quad]] = {}
        for quad in quads:
            wanted.setdefault(quad.subject, set()).add(quad)
        marked = list(self._native.quads_for_pattern(None, IN_SCHEME, None, ACTORS))
        gone = [quad for quad in marked if quad.subject not in wanted]
        come: list[ox.Quad] = []
        for subject, new in wanted.items():
            old = set(self._native.quads_for_pattern(cast(ox.NamedNode, subject), None, None, ACTORS))
            gone += old - new
            come += new - old
        if gone or come:
            self.change([*gone, *self._native.quads_for_pattern(LEDGER, _FINGERPRINT, None, LEDGER)], come)
        self._known = known
        return Renewed.of([*gone, *come])

    def put_origins(self, quads: Iterable[ox.Quad]) -> None:
        """Make the graph of origins hold just these quads."""
        self.become(ORIGINS, map(line, quads))

    def remove(self, article: str) -> bool:
        """Remove the article with this id; return whether it was there. `derive` again afterwards."""
        there = self.holds(article)
        if there:
            self._recent.drop([article_graph(article)])
            self._note([article_graph(article)])
            self._update(f"DROP SILENT GRAPH {article_graph(article)}")
        return there

    def update(self, text: str) -> None:
        """Run a SPARQL update, in one transaction. Raises SyntaxError for a bad one."""
        self._recent.clear()
        self.journal.forget()
        self._update(text)

    def _note(self, graphs: Iterable[ox.NamedNode]) -> None:
        with self._writing():
            self.journal.note(filter(None, map(article_of, (graph.value for graph in graphs))))

    def _update(self, text: str) -> None:
        with self._writing():
            self._native.update(text, prefixes=dict(PREFIXES))

    def change(self, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> None:
        """Take quads out and put others in, in one transaction."""
        gone, come = list(gone), list(come)
        self._recent.drop(quad.graph_name for quad in (*gone, *come))
        remote = isinstance(cast(object, self._native), Remote)  # which has no other transactions
        gone = list(self._nameable(gone))
        if not gone and not remote:  # an update would be written and parsed first
            with self._writing():
                self._native.extend(come)
            return
        changes = (("DELETE", gone), ("INSERT", come))
        blocks = ((do, "".join(f"GRAPH {q.graph_name} {{ {q.triple} }}\n" for q in quads)) for do, quads in changes)
        self._update(" ;\n".join(f"{do} DATA {{\n{block}}}" for do, block in blocks if block))

    def become(self, graph: ox.NamedNode, lines: Iterable[str]) -> None:
        """Make a graph hold just the quads of these lines; if it has any, by one transaction of the differences."""
        self._recent.drop([graph])
        if not self._holds(graph):
            rest = iter(lines)
            while chunk := list(islice(rest, _DERIVED_QUADS)):  # bounds memory; the mark of the ledger comes last
                self._load(chunk)
                give_back()
            return
        old = self._native.quads_for_pattern(None, None, None, graph)
        gone, come = difference(map(line, old), lines)
        odd = [each for each in gone if "_:" in each]
        named = set(map(line, self._nameable(ox.parse("".join(odd), ox.RdfFormat.N_QUADS, lenient=True))))
        changes = (("DELETE", [each for each in gone if "_:" not in each or each in named]), ("INSERT", come))
        end = f" {graph} .\n"
        blocks = ((do, "".join(f"{each.removesuffix(end)} .\n" for each in found)) for do, found in changes)
        if text := " ;\n".join(f"{do} DATA {{ GRAPH {graph} {{\n{block}}} }}" for do, block in blocks if block):
            self._update(text)

    def _nameable(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Yield the quads that an update can name. Those with a blank node, which somebody else wrote, are taken out,
        but from another server."""
        for quad in quads:
            if not isinstance(quad.subject, ox.BlankNode) and not isinstance(quad.object, ox.BlankNode):
                yield quad
            elif not isinstance(cast(object, self._native), Remote):
                with self._writing():
                    self._native.remove(quad)

    def derive(self) -> None:
        """Compute ontology, codes, edges and ledger afresh from the articles that are there.

        Killed at any moment, this leaves a store of which `derived` is false, and running it again completes it.
        `kg.settle` does the same by what has changed.
        """
        with Ledger() as ledger:
            derive.whole(self, ledger, self.prints())

    def flush(self) -> None:
        """Force what was written to the disk."""
        if not self.read_only:
            with self._writing():
                self.journal.sync()  # first: what is on the disk must be in it
                self._native.flush()
            self._unflushed = 0

    def give_back(self) -> None:
        """Give memory back to the system, also what RocksDB keeps of what was read and written once that is much.

        RocksDB's bounds (some 160 MB of blocks, and a buffer a table) cannot be set from here, so the store is closed
        and opened again: nothing that was asked of `native` may be under way. Nobody else can open it meanwhile.
        """
        if self.path is not None and not self.read_only and taken() > self._at_first + _KEPT:
            self._let_go()
            give_back()
            with self._writing():
                self._take(opened(self.path))
        else:
            give_back()

    def close(self) -> None:
        """Write everything to the disk and let go of the folder, so that another process can open it."""
        native: object = getattr(self, "_native", None)  # none where it could not be opened again
        self._recent.clear()
        if native is not None:
            self._let_go()
        if isinstance(native, Remote):
            native.close()
        del native
        if self._lock is not None:
            self._lock.close()

    def _let_go(self) -> None:
        self.flush()
        if self._dataset is not None:
            self._dataset.store.close()  # else it holds the folder
            self._dataset = None
        del self._native

    # -- reading ---------------------------------------------------------------------------------------------------

    def said(self, article: str) -> Nodes:
        """Return the nodes of an article's graph (`kg.rdf.facts`); of one just loaded, without asking the disk."""
        graph = article_graph(article)
        found = self._recent.nodes(graph)
        return nodes(self._native.quads_for_pattern(None, None, None, graph)) if found is None else found

    def articles(self) -> Iterator[str]:
        """Yield the ids of all articles, in the order of their IRIs."""
        for graph in sorted(graph.value for graph in self._native.named_graphs() if isinstance(graph, ox.NamedNode)):
            article = article_of(graph)
            if article is not None and self._holds(ox.NamedNode(graph)):
                yield article

    def prints(self) -> dict[str, str]:
        """Return the fingerprint of every article, by id: empty for one that came without.

        It is what tells whether an article has changed. It looks at all articles; `since` does so only where it must.
        """
        found: dict[str, str] = {}
        for quad in self._native.quads_for_pattern(None, _FINGERPRINT, None, None):
            article = article_of(cast(ox.NamedNode, quad.graph_name).value)
            if article is not None and isinstance(quad.object, ox.Literal):
                found[article] = quad.object.value
        for graph in self._native.named_graphs():
            article = article_of(graph.value) if isinstance(graph, ox.NamedNode) else None
            if article is not None and article not in found and self._holds(article_graph(article)):
                found[article] = ""
        return found

    def since(self, position: str) -> Since:
        """Return what may have changed since a position of the `journal`; with "", in all."""
        among = self.journal.since(position)
        if among is None:
            found = self.prints()
            self.give_back()
            return Since(found, None)
        prints = {}
        for count, key in enumerate(sorted(among)):
            if count % _AT_ONCE == 0:
                self.give_back()
            graph = article_graph(key)
            quad = next(iter(self._native.quads_for_pattern(None, _FINGERPRINT, None, graph)), None)
            if quad is not None and isinstance(quad.object, ox.Literal):
                prints[key] = quad.object.value
            elif self._holds(graph):
                prints[key] = ""
        return Since(prints, frozenset(among))

    def holds(self, article: str) -> bool:
        """Return whether there is an article with this id: it may have come by SPARQL, and lack what others have."""
        return self._holds(article_graph(article))

    def text_hash(self, article: str) -> str | None:
        """Return the hash of the text of the article with this id, by which the same text is known."""
        return self._value(article_iri(article), "c:textHash", article_graph(article))

    def text(self, article: str) -> str | None:
        """Return the text of the article with this id, none if it is not there."""
        return self._value(article_iri(article), "schema:articleBody", article_graph(article))

    def knows(self, article: Article) -> bool:
        """Return whether the article is an old version of one that is there, or one that is there under another id.

        The latter is what has the same text, of some length, the same outlet and the same day, as far as both say.
        """
        found = self._native.quads_for_pattern(None, _TEXT_HASH, ox.Literal(text_hash(article.text)), None)
        own = article_graph(article.id)
        there = self._holds(own)
        return any(
            _is_version(quad.subject) if quad.graph_name == own else not there and self._is_same(article, quad)
            for quad in found
        )

    def finished(self, article: str, fingerprint: str) -> bool:
        """Return whether this article is stored as `kg.rdf.provenance.fingerprint` says: there is nothing to do."""
        return self._has(None, _FINGERPRINT, ox.Literal(fingerprint), article_graph(article))

    def mark(self) -> str | None:
        """Return what says from which articles, by which vocabulary and code, the ledger was made; none without one."""
        return self._value(LEDGER, "c:fingerprint", LEDGER)

    def derived(self, prints: Mapping[str, str] | None = None) -> bool:
        """Return whether edges and ledger are those of the articles that are there now, by this software.

        ``prints`` are those of `prints`, if they are known.
        """
        return self.mark() == derive.mark((self.prints() if prints is None else prints).values())

    def query(self, text: str, *, bindings: Mapping[str, Term] | None = None) -> Results:
        """Run a SPARQL query; the prefixes of this project are known.

        The default graph is the union of all graphs, unless the query has a FROM clause of its own.
        ``bindings`` are values for variables that the query selects: pass what comes from outside here, never into the
        text. Returns Oxigraph's results, which serialise themselves. Raises TypeError for anything but text,
        SyntaxError for a bad query, ValueError for a binding of a variable that is not selected.
        """
        if not isinstance(text, str):
            raise TypeError("give the query as text: a prepared query would not reach Oxigraph")
        given = (bindings or {}).items()
        values: dict[ox.Variable, _Object] = {ox.Variable(name): value for name, value in given}
        union = not _has_from(text)
        try:
            return self._native.query(
                text, prefixes=dict(PREFIXES), use_default_graph_as_union=union, substitutions=values
            )
        except RuntimeError as bad:
            if not values:
                raise
            raise ValueError(str(bad)) from None

    def export(self, format: str, out: BinaryIO) -> None:  # noqa: A002  # the word of the command line
        """Write everything to ``out`` as ``turtle`` (graphs merged), ``trig``, ``nquads`` or ``jsonld``, sorted.

        The same graph gives the same bytes. Raises ValueError for another format.
        """
        write(self._native, format, out)

    def backup(self, folder: str | Path) -> None:
        """Write a copy to a new folder by hard links: cheap. Many processes may open it read-only at once."""
        try:
            self._native.backup(str(folder))
        except (OSError, RuntimeError) as bad:  # RocksDB's own refusals come as RuntimeError
            raise StoreError(reason(Path(folder), bad)) from None

    # -- inside ----------------------------------------------------------------------------------------------------

    def _has(self, s: _Subject | None, p: ox.NamedNode | None, o: _Object | None, graph: ox.NamedNode | None) -> bool:
        return next(iter(self._native.quads_for_pattern(s, p, o, graph)), None) is not None

    def _holds(self, graph: ox.NamedNode) -> bool:
        return self._has(None, None, None, graph)

    def _value(self, node: _Subject, predicate: str, graph: ox.NamedNode) -> str | None:
        found = next(iter(self._native.quads_for_pattern(node, term(predicate), None, graph)), None)
        return found.object.value if found is not None and isinstance(found.object, ox.Literal | ox.NamedNode) else None

    def _is_same(self, article: Article, there: ox.Quad) -> bool:
        """Return whether the article whose text hash this is is the given one, but for its id."""
        graph = there.graph_name
        if _is_version(there.subject) or len(article.text) < SAME or not isinstance(graph, ox.NamedNode):
            return False
        outlet = outlet_iri(article.publisher).value if article.publisher else None
        day = article.published.isoformat() if article.published else None
        others = (self._value(there.subject, name, graph) for name in ("schema:publisher", "schema:datePublished"))
        return all(None in pair or pair[0] == pair[1] for pair in zip((outlet, day), others, strict=True))

    def _supersede(self, graph: ox.NamedNode, quads: list[ox.Quad]) -> None:
        """Put the quads of an article in place of what is there, unless its text is that of a former version."""
        article = article_of(graph.value) or ""
        node, body = article_iri(article), term("schema:articleBody")
        text = next(q.object.value for q in quads if q.subject == node and q.predicate == body)  # type: ignore[union-attr]
        if not self._has(version_iri(article, text_hash(text)), _TYPE, None, graph):
            self._replace(graph, quads + self._versions(article, text))

    def _versions(self, article: str, text: str) -> list[ox.Quad]:
        """Return the quads of the former versions of an article that is there, when its text becomes ``text``."""
        graph, node = article_graph(article), article_iri(article)
        kept = [
            quad
            for version in self._native.quads_for_pattern(None, _TYPE, term("c:Version"), graph)
            for quad in self._native.quads_for_pattern(version.subject, None, None, graph)
        ]
        latest = self._value(node, "prov:wasRevisionOf", graph)
        before = ox.NamedNode(latest) if latest else None
        former = self.text(article)
        if former is not None and former != text:
            before, quads = version_quads(article, former, before)
            kept += quads
            self.superseded += 1
        return kept if before is None else [*kept, ox.Quad(node, term("prov:wasRevisionOf"), before, graph)]

    def _new_actors(self, statements: Iterable[Statement]) -> list[ox.Quad]:
        """Return the quads of the actors that are named and not in the gazetteer."""
        known = self._gazetteer()
        ends = (end for s in statements for end in (s.source, s.target, s.attributed_to))
        actors = {end.actor for end in ends if end is not None and end.actor is not None}
        return [quad for actor in actors if actor.id not in known for quad in actor_quads(actor)]

    def _gazetteer(self) -> frozenset[str]:
        """Return the ids of the actors that were known before any text was read."""
        if self._known is None:
            found = self._native.quads_for_pattern(None, IN_SCHEME, term("c:gazetteer"), ACTORS)
            self._known = frozenset(local(_iri(quad.subject), "actor") for quad in found)
        return self._known

    def _is_known(self, line: str) -> bool:
        """Return whether this line of N-Quads is about an actor of the gazetteer."""
        return local(line[1 : line.index(">")], "actor") in self._gazetteer()

    def _load(self, lines: Collection[str]) -> None:
        """Write lines of N-Quads: few in a transaction, which is then the faster, many in bulk."""
        if not lines:
            return
        text = "".join(lines).encode()
        with self._writing():
            if text.count(b"\n") < FEW_QUADS:
                self._native.extend(ox.parse(text, ox.RdfFormat.N_QUADS, lenient=True))
            else:
                self._native.bulk_load(text, ox.RdfFormat.N_QUADS, lenient=True)

    def _bulk(self, batch: dict[ox.NamedNode, list[ox.Quad]]) -> int:
        """Write and empty a batch; return its new size: 0."""
        if batch:
            self._note(batch)
            with self._writing():
                self._native.bulk_extend(chain.from_iterable(batch.values()))
            batch.clear()
        return 0

    def _replace(self, graph: ox.NamedNode, quads: Iterable[ox.Quad], also: str = "") -> None:
        """Replace a graph (quads of other graphs are added): one update text, which is one transaction."""
        inserted = "".join(f"GRAPH {quad.graph_name} {{ {quad.triple} }}\n" for quad in quads)
        self._recent.drop([graph])
        self._update(f"DROP SILENT GRAPH {graph} ; INSERT DATA {{\n{inserted}}} {also}")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self.read_only:
            raise StoreError(f"{self.path}: the store was opened for reading only")
        try:
            yield
        except (OSError, RuntimeError) as bad:
            raise StoreError(reason(self.path or Path("memory"), bad)) from None


_TOKEN = re.compile(
    r'''"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''''
    r"|<[^<>\s]*>|\#[^\n]*|[?$]?[\w.:%-]+",
    re.DOTALL,
)


def _has_from(text: str) -> bool:
    """Whether the query has a FROM clause, which Oxigraph's union would override; not in strings, IRIs, comments."""
    return any(token.upper() == "FROM" for token in _TOKEN.findall(text))


def _is_version(node: object) -> bool:
    return "?version=" in str(node)  # a "?" of an article's own id is percent-encoded


def _iri(term_: object) -> str:
    if isinstance(term_, ox.NamedNode):
        return term_.value
    raise StoreError(f"the store holds a blank node, {term_}, which this software never writes")
