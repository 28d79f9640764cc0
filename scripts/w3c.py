"""The W3C's SPARQL 1.1 tests over HTTP, against our service.

    python scripts/w3c.py FOLDER [GROUP ...]

``FOLDER`` is ``sparql11`` of the W3C's rdf-tests (https://github.com/w3c/rdf-tests); nothing of it is part of this
project. Groups: query, update, syntax, protocol, graph-store (all, if none is named). Starts a service of its own over
an empty graph, with a token and without the union default graph; prints each miss with its reason and a line of counts
for each group; exits with 1 if a count is under its floor.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType

import httpx2
import pyoxigraph as ox
from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

from kg.store import Store

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
HTS = "http://www.w3.org/2011/http-statusCodes#"

QUERY = (
    *("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation"),
    *("project-expression", "property-path", "subquery"),
)
UPDATE = (
    *("basic-update", "clear", "copy", "move", "add", "delete", "delete-data", "delete-insert", "delete-where", "drop"),
    "update-silent",
)
SYNTAX = ("syntax-query", "syntax-update-1", "syntax-update-2")
STATUSES = {"OK": (200,), "Created": (201,), "NoContent": (204,), "NotFound": (404,), "BadRequest": (400,)}
TOKEN = "for-the-tests"  # noqa: S105
_CANONICAL: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "integer": lambda text: str(int(text)),
        "decimal": lambda text: format(Decimal(text).normalize(), "f"),
        "double": lambda text: repr(float(text)),
        "float": lambda text: repr(float(text)),
        "boolean": lambda text: {"1": "true", "0": "false"}.get(text, text),
    }
)

Values = dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]


class Miss(Exception):
    """A test that did not go as it should; why."""


@dataclass(frozen=True)
class Count:
    """How many of a kind of tests passed."""

    name: str
    passed: int
    of: int
    floor: int


def main() -> int:
    if len(sys.argv) < 2 or not Path(sys.argv[1], "manifest-all.ttl").is_file():
        print(__doc__, file=sys.stderr)
        return 2
    folder, chosen = Path(sys.argv[1]), sys.argv[2:] or list(GROUPS)
    counts: list[Count] = []
    with served() as client:
        for name in chosen:
            counts += GROUPS[name](folder, client)
    for count in counts:
        print(f"{count.name}: {count.passed} of {count.of}" + (f" (at least {count.floor})" if count.floor else ""))
    return 1 if any(count.passed < count.floor for count in counts) else 0


@contextmanager
def served() -> Iterator[httpx2.Client]:
    """Run a service over an empty graph."""
    with tempfile.TemporaryDirectory() as folder:
        Store.open(Path(folder) / "graph").close()
        command = [sys.executable, "-m", "kg.cli", "--store", f"{folder}/graph", "serve", "--port", "0"]
        env = {**os.environ, "KG_TOKEN": TOKEN, "KG_UNION": "false", "KG_PATIENCE": "10"}
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as service:
            assert service.stdout is not None  # noqa: S101
            address = service.stdout.readline().split()[-1]
            try:
                with httpx2.Client(base_url=address, timeout=60) as client:
                    for _ in range(300):
                        try:
                            client.get("/health")
                            break
                        except httpx2.ConnectError:
                            time.sleep(0.1)
                    yield client
            finally:
                service.terminate()


def tests(folder: Path, name: str, file: str) -> Iterator[tuple[Graph, Node]]:
    """Yield the tests of one manifest, in its order."""
    path = folder / name / file
    manifest = Graph().parse(path, format="turtle", publicID=path.resolve().as_uri())
    for head in manifest.objects(None, MF.entries):
        for test in Collection(manifest, head):
            yield manifest, test


def run(
    folder: Path, names: list[str] | tuple[str, ...], kinds: Mapping[str, Callable[[Graph, Node], None]]
) -> tuple[int, int]:
    """Run the tests of these kinds; return how many passed, of how many."""
    passed = total = 0
    for name in names:
        for manifest, test in tests(folder, name, "manifest.ttl"):
            kind = str(manifest.value(test, RDF.type)).rpartition("#")[2]
            if kind in kinds:
                total += 1
                passed += attempted(name, manifest, test, kinds[kind])
    return passed, total


def attempted(group: str, manifest: Graph, test: Node, attempt: Callable[[Graph, Node], None]) -> bool:
    try:
        attempt(manifest, test)
    except Miss as miss:
        print(f"  {group}: {manifest.value(test, MF.name)}: {miss}", flush=True)
        return False
    return True


# -- queries and updates ----------------------------------------------------------------------------------------------


def queries(folder: Path, client: httpx2.Client) -> list[Count]:
    return [Count("query evaluation", *run(folder, QUERY, {"QueryEvaluationTest": evaluation(client)}), 215)]


def updates(folder: Path, client: httpx2.Client) -> list[Count]:
    return [Count("update evaluation", *run(folder, UPDATE, {"UpdateEvaluationTest": updating(client)}), 94)]


def evaluation(client: httpx2.Client) -> Callable[[Graph, Node], None]:
    def attempt(manifest: Graph, test: Node) -> None:
        action, expected = manifest.value(test, MF.action), manifest.value(test, MF.result)
        query = manifest.value(action, QT.query)
        fill(
            client, {None: manifest.value(action, QT.data)}, {str(g): g for g in manifest.objects(action, QT.graphData)}
        )
        accept = "text/turtle" if str(expected).endswith((".ttl", ".rdf")) else ""
        accept = "application/sparql-results+json;q=0.9, " + (accept or "text/turtle;q=0.1")
        text = f"BASE <{query}>\n{read(query).decode()}"
        answer = client.post("/sparql", data={"query": text}, headers={"Accept": accept})
        if answer.status_code != 200:
            raise Miss(f"{answer.status_code} {answer.json()['detail']}")
        same(answer, expected)

    return attempt


def updating(client: httpx2.Client) -> Callable[[Graph, Node], None]:
    def attempt(manifest: Graph, test: Node) -> None:
        action, result = manifest.value(test, MF.action), manifest.value(test, MF.result)
        request = manifest.value(action, UT.request)
        fill(client, {None: manifest.value(action, UT.data)}, named(manifest, action))
        text = f"BASE <{request}>\n{read(request).decode()}"
        answer = update(client, text)
        if answer.status_code != 204:
            raise Miss(f"{answer.status_code} {answer.json()['detail']}")
        wanted = {"": manifest.value(result, UT.data), **named(manifest, result)}
        for name, file in wanted.items():
            there = contents(client, name)
            if not isomorphic(there, Graph() if file is None else parsed(file)):
                raise Miss(f"graph {name or '(default)'} has {len(there)} other triples")
        found = client.post("/sparql", data={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"})
        graphs = {row["g"]["value"] for row in found.json()["results"]["bindings"]}
        empty = {name for name, file in wanted.items() if file is not None and not len(parsed(file))}
        if graphs - set(wanted) or set(wanted) - {""} - graphs - empty:
            raise Miss(f"the graphs are {sorted(graphs)}")

    return attempt


def named(manifest: Graph, node: Node | None) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for entry in manifest.objects(node, UT.graphData):
        file = manifest.value(entry, UT.graph) or entry
        found[str(manifest.value(entry, RDFS.label) or file)] = file
    return found


def fill(client: httpx2.Client, default: Mapping[None, Node | None], graphs: Mapping[str, Node]) -> None:
    """Make the store hold just these files."""
    done(update(client, "DROP ALL"))
    files = [("?default", file) for file in default.values() if file]
    files += [(f"?graph={_quoted(name)}", file) for name, file in graphs.items()]
    headers = {"Content-Type": "application/n-triples", "Authorization": f"Bearer {TOKEN}"}
    for where, file in files:
        done(client.put(f"/gsp{where}", content=triples(file), headers=headers))


def done(answer: httpx2.Response) -> None:
    if answer.status_code not in (201, 204):
        raise SystemExit(f"the service did not take the data of a test: {answer.status_code} {answer.text}")


def update(client: httpx2.Client, text: str, **more: str) -> httpx2.Response:
    return client.post("/sparql", data={"update": text, **more}, headers={"Authorization": f"Bearer {TOKEN}"})


def contents(client: httpx2.Client, name: str) -> Graph:
    answer = client.get(f"/gsp?graph={_quoted(name)}" if name else "/gsp?default", headers={"Accept": "text/turtle"})
    return Graph() if answer.status_code == 404 else Graph().parse(data=answer.text, format="turtle")


def same(answer: httpx2.Response, expected: Node | None) -> None:
    """Compare an answer with a file of the expected one. Raises Miss."""
    kind = str(expected).rpartition(".")[2]
    if kind in ("ttl", "rdf") and not len(list(parsed(expected).subjects(RDF.type, RS.ResultSet))):
        if not isomorphic(Graph().parse(data=answer.text, format="turtle"), parsed(expected)):
            raise Miss("another graph")
        return
    got = json.loads(answer.text)
    if "boolean" in got:
        if got["boolean"] != boolean(expected, kind):
            raise Miss(f"answers {got['boolean']}")
        return
    result = ox.parse_query_results(answer.text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(result, ox.QuerySolutions)  # noqa: S101
    found, wanted = table(solutions(result)), table(rows(expected, kind))
    if not isomorphic(found, wanted):
        raise Miss(
            f"other rows: {len(set(found.objects(None, RS.solution)))} of {len(set(wanted.objects(None, RS.solution)))}"
        )


def boolean(expected: Node | None, kind: str) -> bool:
    if kind in ("ttl", "rdf"):
        return bool(parsed(expected).value(None, RS.boolean))
    found = ox.parse_query_results(read(expected), format=results_format(kind))
    return bool(found)


def rows(expected: Node | None, kind: str) -> Iterator[Values]:
    if kind in ("ttl", "rdf"):
        graph = parsed(expected)
        for solution in graph.objects(None, RS.solution):
            yield {
                str(graph.value(binding, RS.variable)): _term(graph.value(binding, RS.value))
                for binding in graph.objects(solution, RS.binding)
            }
        return
    found = ox.parse_query_results(read(expected), format=results_format(kind))
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101
    yield from solutions(found)


def solutions(found: ox.QuerySolutions) -> Iterator[Values]:
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield {name: value for name in names if (value := solution[name]) is not None}


def table(found: Iterator[Values]) -> Graph:
    """Return the rows as a graph, so that blank nodes may have other names; equal values are one term."""
    graph = Graph()
    head = BNode()
    for row in found:
        node = BNode()
        graph.add((head, RS.solution, node))
        for name, value in row.items():
            graph.add((node, URIRef(f"var:{name}"), _node(value)))
    return graph


def _node(value: object) -> Node:
    if isinstance(value, ox.NamedNode):
        return URIRef(value.value)
    if isinstance(value, ox.BlankNode):
        return BNode(value.value)
    assert isinstance(value, ox.Literal)  # noqa: S101
    if value.language:
        return Literal(value.value, lang=value.language)
    text = value.value
    with suppress(InvalidOperation, ValueError, KeyError):
        text = _CANONICAL[value.datatype.value.rpartition("#")[2]](value.value)
    return Literal(text, datatype=URIRef(value.datatype.value), normalize=False)


def _term(node: Node | None) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    assert isinstance(node, Literal)  # noqa: S101
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)


def results_format(kind: str) -> ox.QueryResultsFormat:
    return {"srx": ox.QueryResultsFormat.XML, "srj": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}[kind]


def read(file: Node | None) -> bytes:
    return Path(str(file).removeprefix("file://")).read_bytes()


def syntax(file: Node | None) -> ox.RdfFormat:
    known = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}
    return known[str(file).rpartition(".")[2]]


def triples(file: Node | None) -> bytes:
    found = ox.parse(read(file), format=syntax(file), base_iri=str(file))
    return ox.serialize((quad.triple for quad in found), format=ox.RdfFormat.N_TRIPLES) or b""


def parsed(file: Node | None) -> Graph:
    return Graph().parse(data=triples(file), format="nt")


# -- syntax -----------------------------------------------------------------------------------------------------------


def syntaxes(folder: Path, client: httpx2.Client) -> list[Count]:
    done(update(client, "DROP ALL"))

    def sent(field: str, wanted: tuple[int, ...]) -> Callable[[Graph, Node], None]:
        def attempt(manifest: Graph, test: Node) -> None:
            file = manifest.value(test, MF.action)
            try:
                text = read(file).decode()
            except UnicodeDecodeError:
                return  # no text at all is not accepted either
            answer = client.post(
                "/sparql", data={field: f"BASE <{file}>\n{text}"}, headers={"Authorization": f"Bearer {TOKEN}"}
            )
            if answer.status_code not in wanted:
                raise Miss(f"{answer.status_code} {answer.json().get('detail', '') if answer.text else ''}"[:200])

        return attempt

    good, bad = (200, 204), (400, 403)
    refused = run(
        folder,
        SYNTAX,
        {
            "NegativeSyntaxTest11": sent("query", bad),
            "NegativeSyntaxTest": sent("query", bad),
            "NegativeUpdateSyntaxTest11": sent("update", bad),
        },
    )
    taken = run(
        folder,
        SYNTAX,
        {"PositiveSyntaxTest11": sent("query", good), "PositiveUpdateSyntaxTest11": sent("update", (*good, 404))},
    )
    return [Count("invalid texts refused", *refused, refused[1]), Count("valid texts taken", *taken, 0)]


# -- protocol and graph store -----------------------------------------------------------------------------------------


def protocol(folder: Path, client: httpx2.Client) -> list[Count]:
    return [Count("protocol", *run(folder, ["protocol"], {"ProtocolTest": conversation(client)}), 34)]


def graph_store(folder: Path, client: httpx2.Client) -> list[Count]:
    counts = []
    for name, floor in (("indirect", 9), ("direct", 4)):
        found = list(tests(folder, "graph-store-protocol", f"manifest-{name}.ttl"))
        passed = sum(attempted("graph-store", manifest, test, conversation(client)) for manifest, test in found)
        counts.append(Count(f"graph store, {name}", passed, len(found), floor))
    return counts


def conversation(client: httpx2.Client) -> Callable[[Graph, Node], None]:
    def attempt(manifest: Graph, test: Node) -> None:
        fill(client, {}, named(manifest, test))
        action = manifest.value(test, MF.action)
        host = str(manifest.value(action, HT.connectionAuthority))
        known: dict[str, str] = {}
        head = manifest.value(action, HT.requests)
        for request in Collection(manifest, head) if head is not None else ():
            exchange(client, manifest, request, host, known)

    return attempt


def exchange(client: httpx2.Client, manifest: Graph, request: Node, host: str, known: dict[str, str]) -> None:
    path = with_known(str(manifest.value(request, HT.absolutePath)).replace("/sparql/", "/sparql"), known)
    method = str(manifest.value(request, HT.methodName))
    headers = {"Host": host, "Authorization": f"Bearer {TOKEN}", **fields(manifest, request)}
    content = body(manifest, request, headers, known)
    answer = client.request(method, path, headers=headers, content=content)
    try:
        compare(manifest, manifest.value(request, HT.resp), answer, known, method)
    except Miss as miss:
        raise Miss(f"{method} {path}: {miss}") from None


def body(manifest: Graph, request: Node, headers: Mapping[str, str], known: Mapping[str, str]) -> bytes:
    node = manifest.value(request, HT.body)
    if node is None:
        return b""
    encoding = str(manifest.value(node, CNT.characterEncoding) or "UTF-8")
    content = with_known(str(manifest.value(node, CNT.chars)), known).encode(encoding)
    return multipart(content) if "multipart" in headers.get("content-type", "") else content


def multipart(content: bytes) -> bytes:
    """Return a multipart body as HTTP wants it; rdflib reads the manifest's CRLF as LF."""
    return b"\r\n".join(line.strip() for line in content.strip().splitlines()) + b"\r\n"


def compare(manifest: Graph, wanted: Node | None, answer: httpx2.Response, known: dict[str, str], method: str) -> None:
    expected = {str(status).removeprefix(HTS) for status in manifest.objects(wanted, MF.expectedStatus)}
    if not any(answer.status_code in fitting(name) for name in expected):
        raise Miss(f"{answer.status_code}, not {' or '.join(sorted(expected))}; {answer.text[:150]}")
    location = manifest.value(wanted, MF.expectedLocation)
    if location is not None:
        if "location" not in answer.headers:
            raise Miss("no Location")
        known[str(location)] = answer.headers["location"]
    truth = manifest.value(wanted, MF.expectedBoolean)
    if truth is not None and said(answer) != bool(truth):
        raise Miss(f"answers {not bool(truth)}")
    form = manifest.value(wanted, MF.expectedFormat)
    if form is not None and not is_format(answer, str(form)):
        raise Miss(f"comes as {answer.headers['content-type']}")
    for name, value in fields(manifest, wanted).items():
        if answer.headers.get(name, "").partition(";")[0] != value.partition(";")[0]:
            raise Miss(f"{name} is {answer.headers.get(name)}, not {value}")
    told = manifest.value(wanted, HT.body)
    if told is not None and method != "HEAD":
        graph = Graph().parse(data=with_known(str(manifest.value(told, CNT.chars)), known), format="turtle")
        there = Graph().parse(data=answer.text, format="turtle")
        if not isomorphic(graph, there):
            raise Miss(f"another graph, of {len(there)} triples for {len(graph)}")


def fitting(name: str) -> tuple[int, ...]:
    if name.startswith("StatusCode"):
        return tuple(range(int(name[10]) * 100, int(name[10]) * 100 + 100))
    return STATUSES[name]


def said(answer: httpx2.Response) -> bool:
    if "json" in answer.headers["content-type"]:
        return bool(answer.json()["boolean"])
    return "true" in answer.text


def is_format(answer: httpx2.Response, form: str) -> bool:
    kind = answer.headers["content-type"].partition(";")[0]
    if form == "RDF":
        return kind in ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")
    return kind.startswith("application/sparql-results+") and (form == "boolean") == ("boolean" in answer.text)


def fields(manifest: Graph, node: Node | None) -> dict[str, str]:
    head = manifest.value(node, HT.headers)
    found = Collection(manifest, head) if head is not None else ()
    return {str(manifest.value(f, HT.fieldName)).lower(): str(manifest.value(f, HT.fieldValue)) for f in found}


def with_known(text: str, known: Mapping[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(name, value)
    return text


def _quoted(iri: str) -> str:
    return str(httpx2.QueryParams({"x": iri}))[2:]


GROUPS: Mapping[str, Callable[[Path, httpx2.Client], list[Count]]] = MappingProxyType(
    {"query": queries, "update": updates, "syntax": syntaxes, "protocol": protocol, "graph-store": graph_store}
)

if __name__ == "__main__":
    sys.exit(main())
