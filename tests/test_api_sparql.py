"""The SPARQL 1.1 Protocol, request by request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from rdflib import Graph
from starlette.testclient import TestClient

from api.app import create_app
from kg.settings import Settings
from tests.api_world import world
from tests.served import ALLOWED, TOKEN, served, small_graph

P = "PREFIX c: <https://communique.example/ontology#> PREFIX code: <https://communique.example/code/> "
SELECT = P + "SELECT DISTINCT ?who { ?s c:relation <https://communique.example/relation/DENY> ; c:sourceCode ?who }"
ASK = P + "ASK { code:RUS c:requestsOf code:CHN }"
CONSTRUCT = P + "CONSTRUCT { ?a c:accuses ?b } { GRAPH <https://communique.example/graph/edges> { ?a c:accuses ?b } }"
DESCRIBE = "DESCRIBE <https://communique.example/actor/CHN>"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
JSON, XML, CSV, TSV = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv; charset=utf-8",
    "text/tab-separated-values; charset=utf-8",
)
TURTLE, PROBLEM = "text/turtle; charset=utf-8", "application/problem+json"


@dataclass(frozen=True, slots=True)
class Call:
    """A request and the status and type of its answer."""

    method: str
    status: int
    type: str
    query: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    more: str = ""


def get(query: str, status: int, media: str, accept: str | None = None, more: str = "") -> Call:
    return Call("GET", status, media, query, {"Accept": accept} if accept else {}, more=more)


def post(media: str | None, body: bytes, status: int, answer: str, accept: str = "*/*", more: str = "") -> Call:
    headers = {"Accept": accept} | ({"Content-Type": media} if media else {})
    return Call("POST", status, answer, None, headers, body, more)


def form(**fields: str) -> bytes:
    return "&".join(f"{name}={quote(value)}" for name, value in fields.items()).encode()


CALLS = {
    "select": get(SELECT, 200, JSON),
    "select, anything": get(SELECT, 200, JSON, "*/*"),
    "select, json": get(SELECT, 200, "application/json", "application/json"),
    "select, xml": get(SELECT, 200, XML, XML),
    "select, csv": get(SELECT, 200, CSV, "text/csv"),
    "select, tsv": get(SELECT, 200, TSV, "text/tab-separated-values"),
    "select, weighed": get(SELECT, 200, CSV, f"{XML};q=0.3, text/csv;q=0.7"),
    "select, text": get(SELECT, 200, CSV, "text/*"),
    "select, image": get(SELECT, 406, PROBLEM, "image/png"),
    "select as a graph": get(SELECT, 406, PROBLEM, "text/turtle"),
    "ask": get(ASK, 200, JSON),
    "ask, xml": get(ASK, 200, XML, XML),
    "construct": get(CONSTRUCT, 200, TURTLE),
    "construct, n-triples": get(CONSTRUCT, 200, "application/n-triples", "application/n-triples"),
    "construct, json-ld": get(CONSTRUCT, 200, "application/ld+json", "application/ld+json"),
    "construct, rdf/xml": get(CONSTRUCT, 200, "application/rdf+xml", "application/rdf+xml"),
    "construct, trig": get(CONSTRUCT, 200, "application/trig", "application/trig"),
    "construct, n-quads": get(CONSTRUCT, 200, "application/n-quads", "application/n-quads"),
    "construct as results": get(CONSTRUCT, 406, PROBLEM, XML),
    "describe": get(DESCRIBE, 200, TURTLE),
    "a syntax error": get("SELECT * WHERE {", 400, PROBLEM),
    "a relative graph": get(SELECT, 400, PROBLEM, more="&default-graph-uri=edges"),
    "an unknown function": get("SELECT (<http://x.example/f>(1) AS ?x) {}", 400, PROBLEM),
    "no query": Call("GET", 200, TURTLE),
    "no query, but a parameter": Call("GET", 400, PROBLEM, more="default-graph-uri=a:b"),
    "an empty query": get("", 400, PROBLEM),
    "two queries": get(SELECT, 400, PROBLEM, more=f"&query={quote(ASK)}"),
    "bytes that are no UTF-8": Call("GET", 400, PROBLEM, more="query=%ff%fe"),
    "update by GET": Call("GET", 400, PROBLEM, more="update=CLEAR+ALL"),
    "update as a query": get("DELETE WHERE { ?s ?p ?o }", 403, PROBLEM),
    "service": get("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, PROBLEM),
    "form": post(FORM, form(query=SELECT), 200, JSON),
    "form with charset": post(FORM + "; charset=UTF-8", form(query=SELECT), 200, JSON),
    "form without query": post(FORM, form(other="x"), 400, PROBLEM),
    "form with update": post(FORM, form(update="CLEAR ALL"), 403, PROBLEM),
    "direct": post(DIRECT, SELECT.encode(), 200, JSON),
    "direct, csv": post(DIRECT, SELECT.encode(), 200, CSV, "text/csv"),
    "direct, upper case": post("APPLICATION/SPARQL-QUERY", SELECT.encode(), 200, JSON),
    "direct in Latin-1": post(DIRECT + "; charset=iso-8859-1", SELECT.encode(), 415, PROBLEM),
    "direct, no UTF-8": post(DIRECT, b"ASK { ?s ?p '\xff' }", 400, PROBLEM),
    "direct and in the address": post(DIRECT, SELECT.encode(), 400, PROBLEM, more=f"query={quote(ASK)}"),
    "direct update": post("application/sparql-update", b"CLEAR ALL", 403, PROBLEM),
    "json": post("application/json", b"{}", 415, PROBLEM),
    "no type": post(None, SELECT.encode(), 415, PROBLEM),
    "too long a body": post(DIRECT, b"#" * 8_000_001, 413, PROBLEM),
    "too long a query": post(DIRECT, b"#" * 1_000_001, 413, PROBLEM),
    "too deep a query": post(DIRECT, b"ASK " + b"{" * 9_000, 400, PROBLEM),
    "put": Call("PUT", 405, PROBLEM),
    "delete": Call("DELETE", 405, PROBLEM),
    "head": Call("HEAD", 200, JSON, SELECT),
}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with world() as store, TestClient(create_app(store, Settings())) as client:
        yield client


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_protocol(client: TestClient, call: Call) -> None:
    parameters = "" if call.query is None else f"query={quote(call.query)}"
    answer = client.request(call.method, f"/sparql?{parameters}{call.more}", headers=call.headers, content=call.body)
    assert (answer.status_code, answer.headers["content-type"]) == (call.status, call.type)
    if call.status >= 400:
        assert answer.json()["status"] == call.status
        assert answer.json()["detail"]


def ask(client: TestClient, query: str, accept: str = CSV, **parameters: str) -> str:
    names = {name.replace("_", "-"): value for name, value in parameters.items()}
    answer = client.get("/sparql", params={"query": query, **names}, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_denied_request_is_no_edge(client: TestClient) -> None:
    assert ask(client, ASK) == "false"
    assert ask(client, P + "ASK { code:CHN c:accuses code:USA }") == "true"


def test_results_and_graphs_say_what_is_asked(client: TestClient) -> None:
    assert ask(client, SELECT).splitlines() == ["who", "https://communique.example/code/CHN"]
    graph = Graph().parse(data=ask(client, CONSTRUCT, "text/turtle"), format="turtle")
    assert [str(part) for triple in graph for part in triple] == [
        "https://communique.example/code/CHN",
        "https://communique.example/ontology#accuses",
        "https://communique.example/code/USA",
    ]


COUNT = P + "SELECT (COUNT(*) AS ?n) { ?s c:accuses ?o }"
EDGES = "https://communique.example/graph/edges"
ACTORS = "https://communique.example/graph/actors"


@pytest.mark.parametrize(
    ("query", "parameters", "count"),
    [
        (COUNT, {}, "1"),
        (COUNT, {"default_graph_uri": EDGES}, "1"),
        (COUNT, {"default_graph_uri": ACTORS}, "0"),
        (COUNT, {"named_graph_uri": EDGES}, "0"),
        (COUNT.replace("{ ?s", f"FROM <{EDGES}> {{ ?s"), {}, "1"),
        (COUNT.replace("{ ?s", f"FROM <{ACTORS}> {{ ?s"), {}, "0"),
        (COUNT.replace("{ ?s", f"FROM <{ACTORS}> {{ ?s"), {"default_graph_uri": EDGES}, "1"),
        (COUNT.replace("{ ?s c:accuses ?o }", "{ GRAPH ?g { ?s c:accuses ?o } }"), {"named_graph_uri": EDGES}, "1"),
        (COUNT.replace("{ ?s c:accuses ?o }", "{ GRAPH ?g { ?s c:accuses ?o } }"), {"named_graph_uri": ACTORS}, "0"),
        (COUNT.replace("{ ?s c:accuses ?o }", "{ GRAPH ?g { ?s c:accuses ?o } }"), {"default_graph_uri": EDGES}, "0"),
    ],
)
def test_the_dataset_is_the_one_asked_for(
    client: TestClient, query: str, parameters: dict[str, str], count: str
) -> None:
    assert ask(client, query, **parameters).splitlines() == ["n", count]


def test_a_syntax_error_carries_the_message_of_the_parser(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT * WHERE {"})
    assert answer.json()["detail"].startswith("The query is not SPARQL: error at 1:17: expected")


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("ASK { ?s a\n  foo:Bar }", "line 2, column 3: the prefix foo: is not declared; known without are c, rel,"),
        ("ASK { ?s ?p ?o FILTER(?o = :x) }", "line 1, column 28: the prefix : is not declared; known without are c,"),
        ("PREFIX foo: <foo:> ASK { ?s a foo:x, bar:y }", "line 1, column 38: the prefix bar: is not declared; "),
        ("ASK { ?s a 'foo:x }", "error at "),
    ],
)
def test_a_prefix_that_nobody_declared_is_named(client: TestClient, query: str, fault: str) -> None:
    detail = client.get("/sparql", params={"query": query}).json()["detail"]
    assert detail.startswith(f"The query is not SPARQL: {fault}")
    assert "\n" not in detail


def test_the_prefixes_of_the_project_need_no_declaration_and_may_have_another(client: TestClient) -> None:
    assert ask(client, COUNT.removeprefix(P)) == ask(client, COUNT)
    assert ask(client, "PREFIX c: <a:> SELECT (STR(c:b) AS ?n) {}").splitlines() == ["n", "a:b"]


def test_an_update_knows_them_too(tmp_path: Path) -> None:
    with served(small_graph(tmp_path / "g"), token=TOKEN) as (client, _):
        for update, status in (("INSERT DATA { code:CHN c:note 1 }", 204), ("INSERT DATA { foo:a foo:b 1 }", 400)):
            answer = client.post("/sparql", data={"update": update}, headers=ALLOWED)
            assert answer.status_code == status, answer.text
        assert answer.json()["detail"].startswith("The update is not SPARQL: line 1, column 15: the prefix foo: is not")
        assert client.get("/sparql", params={"query": "ASK { code:CHN c:note 1 }"}).json()["boolean"] is True


def test_all_methods_are_named_when_one_is_not_allowed(client: TestClient) -> None:
    assert client.delete("/sparql").headers["allow"] == "GET, HEAD, POST"
    assert client.post("/statements").headers["allow"] == "GET, HEAD"


def test_an_answer_that_does_not_fit_into_memory_is_whole(client: TestClient) -> None:
    numbers = " ".join(f'"{n:0100d}"' for n in range(20_000))
    answer = client.post(
        "/sparql",
        content=f"SELECT ?n {{ VALUES ?n {{ {numbers[:900_000].rsplit(' ', 1)[0]} }} VALUES ?m {{ 1 2 3 }} }}",
        headers={"Content-Type": DIRECT, "Accept": CSV},
    )
    lines = answer.text.splitlines()
    assert len(lines) == 1 + 3 * 8737
    assert len(answer.content) > 1 << 20
