"""A SPARQL 1.1 server in place of the embedded store: the same methods, over HTTP.

`Remote` has what `kg.store.Store` asks of a `pyoxigraph.Store`, so that everything above it stays as it is. Quads go in
by the Graph Store Protocol, graph by graph; changes by SPARQL updates, each one request. What a server does with one
request is its own affair: Oxigraph runs it as one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any

import httpx
import pyoxigraph as ox

from kg.address import anonymous
from kg.rdf.namespaces import prologue

_SECONDS = 600.0
_CHUNK = 5_000  # triples of one request
_RESULTS = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.5"

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class RemoteError(OSError):
    """The server refused or failed; the message is one line that names its address."""


class Remote:
    """A server by its addresses: for queries, for updates, and of its graph store (which may be missing)."""

    def __init__(self, query: str, update: str = "", graphs: str = "", user: str = "", password: str = "") -> None:
        self.url = query
        self.update_url = update or query
        self.graphs_url = graphs
        auth = httpx.DigestAuth(user, password) if user else None
        self._client = httpx.Client(timeout=_SECONDS, auth=auth)

    # -- reading ---------------------------------------------------------------------------------------------------

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        use_default_graph_as_union: bool = False,
        default_graph: ox.NamedNode | None = None,
        substitutions: Mapping[ox.Variable, Node] | None = None,
    ) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        """Evaluate a query; a value for a variable is joined with the rows. Raises SyntaxError, RemoteError."""
        fields = {"query": prologue(prefixes or {}) + text + _values(substitutions or {})}
        if default_graph is not None:
            fields["default-graph-uri"] = default_graph.value
        elif use_default_graph_as_union:
            fields["union-default-graph"] = ""  # Oxigraph's; who does not know it ignores it
        answer = self._sent("POST", self.url, data=fields, headers={"Accept": _RESULTS})
        media = answer.headers.get("content-type", "").partition(";")[0]
        if media in ("application/n-triples", "text/turtle"):
            found = ox.Store()
            found.load(answer.content, format=ox.RdfFormat.from_media_type(media))
            return found.query("CONSTRUCT WHERE { ?s ?p ?o }")
        return results(answer.content)

    def quads_for_pattern(
        self, subject: Node | None, predicate: Node | None, object_: Node | None, graph: Node | None = None
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match, of named graphs."""
        names = ("s", "p", "o", "g")
        terms = (subject, predicate, object_, graph)
        s, p, o, g = (str(term) if term is not None else f"?{name}" for name, term in zip(names, terms, strict=True))
        wanted = [f"?{name}" for name, term in zip(names, terms, strict=True) if term is None]
        found = self.query(f"SELECT {' '.join(wanted) or '(1 AS ?one)'} {{ GRAPH {g} {{ {s} {p} {o} }} }}")
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101  # it is a SELECT
        for row in found:
            given: list[Any] = [row[name] if term is None else term for name, term in zip(names, terms, strict=True)]
            yield ox.Quad(*given)

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """Yield the graphs that have a triple."""
        found = self.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101
        for row in found:
            if isinstance(row["g"], ox.NamedNode):
                yield row["g"]

    def contains_named_graph(self, graph: ox.NamedNode) -> bool:
        """Return whether the graph has a triple."""
        return bool(self.query(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}"))

    def __len__(self) -> int:
        found = self.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101
        return int(next(iter(found))[0].value)

    def __iter__(self) -> Iterator[ox.Quad]:
        return self.quads_for_pattern(None, None, None)

    # -- writing ---------------------------------------------------------------------------------------------------

    def update(self, text: str, *, prefixes: Mapping[str, str] | None = None) -> None:
        """Run an update. Raises SyntaxError, RemoteError."""
        self._sent("POST", self.update_url, data={"update": prologue(prefixes or {}) + text})

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads of named graphs, graph by graph."""
        for graph, group in groupby(quads, key=lambda quad: quad.graph_name):
            lines = (f"{quad.triple} .\n" for quad in group)
            while chunk := list(islice(lines, _CHUNK)):
                self._add(str(getattr(graph, "value", "")), "".join(chunk))

    bulk_extend = extend

    def bulk_load(self, input: bytes, format: ox.RdfFormat, *, lenient: bool = False) -> None:  # noqa: A002  # its words
        """Add the quads of named graphs that are written here."""
        self.extend(ox.parse(input, format, lenient=lenient))

    def flush(self) -> None:
        """Do nothing: a server keeps what it has acknowledged."""

    def backup(self, folder: str) -> None:
        """Refuse: a server is copied by its own means."""
        raise RemoteError(f"{anonymous(self.url)}: a remote store is copied by its own means, not to {folder}")

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _add(self, graph: str, triples: str) -> None:
        if self.graphs_url:
            self._sent("POST", self.graphs_url, params={"graph": graph}, content=triples.encode(),
                       headers={"Content-Type": "application/n-triples"})  # fmt: skip
        else:
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{triples}}} }}")

    def _sent(self, method: str, url: str, **request: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, url, **request)
        except httpx.HTTPError as bad:
            raise RemoteError(f"{anonymous(url)}: {' '.join(str(bad).split()) or type(bad).__name__}") from None
        if answer.is_success:
            return answer
        said = " ".join(answer.text.split())[:300]
        if answer.status_code == 400 and url == self.url:
            raise SyntaxError(said)
        raise RemoteError(f"{anonymous(url)}: {answer.status_code} {answer.reason_phrase}: {said}")


def results(answer: bytes) -> ox.QuerySolutions | ox.QueryBoolean:
    """Return what an answer in JSON says; where Virtuoso 7 answers ASK with a table of one column, its truth."""
    rows = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
    if isinstance(rows, ox.QuerySolutions) and [v.value for v in rows.variables] == ["__ASK_RETVAL"]:
        truth = b"true" if next(rows, None) is not None else b"false"
        answer = b'{"head":{},"boolean":' + truth + b"}"
        rows = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
    return rows


def _values(substitutions: Mapping[ox.Variable, Node]) -> str:
    if not substitutions:
        return ""
    names = " ".join(str(variable) for variable in substitutions)
    return f"\nVALUES ({names}) {{ ({' '.join(str(value) for value in substitutions.values())}) }}"
