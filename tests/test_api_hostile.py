"""Hostile input: all of it is refused, none of it is slow for the others, and nothing reaches out."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from api.app import create_app
from kg.settings import Settings
from tests.api_world import world
from tests.served import ALLOWED, TOKEN, served, small_graph
from tests.test_api_guard import HIDDEN

TEN = settings(max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=[*HealthCheck])
TURTLE = {"Content-Type": "text/turtle", **ALLOWED}


class Trap:
    """A listener that counts who connects."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.visitors = 0
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.visitors += 1
            connection.close()

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self._thread.join(5)


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    found = Trap()
    yield found
    found.close()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    graph = small_graph(tmp_path_factory.mktemp("hostile") / "graph")
    with served(graph, token=TOKEN, query_seconds=3.0) as (client, _):
        yield client


@pytest.fixture(autouse=True)
def answers_afterwards(client: httpx2.Client) -> Iterator[None]:
    """Whatever a test sends, the service goes on."""
    yield
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


@pytest.mark.parametrize("query", HIDDEN.values(), ids=HIDDEN.keys())
def test_no_query_reaches_out(client: httpx2.Client, trap: Trap, query: str) -> None:
    aimed = query.replace("127.0.0.1:9", f"127.0.0.1:{trap.port}")
    for answer in (
        client.get("/sparql", params={"query": aimed}),
        client.post("/sparql", data={"query": aimed}),
        client.post("/sparql", content=aimed, headers={"Content-Type": "application/sparql-query"}),
    ):
        assert answer.status_code == 403
    assert trap.visitors == 0


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <{trap}>",
        "LOAD SILENT <{trap}> INTO GRAPH <a:g>",
        "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{trap}> {{ ?s ?p ?o }} }}",
        "INSERT DATA {{ <a:a> <a:b> 1 }} ; lo\\u0061d <{trap}>",
        "DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{trap}> {{ ?s ?p ?o }} }} }}",
        "# '\nLOAD <{trap}> # '",
    ],
)
def test_no_update_reaches_out(client: httpx2.Client, trap: Trap, update: str) -> None:
    text = update.format(trap=f"http://127.0.0.1:{trap.port}/")
    headers = {"Content-Type": "application/sparql-update", **ALLOWED}
    assert client.post("/sparql", content=text, headers=headers).status_code == 403
    assert trap.visitors == 0


def test_no_upload_reaches_out(client: httpx2.Client, trap: Trap) -> None:
    address = f"http://127.0.0.1:{trap.port}/"
    uploads = {
        "application/ld+json": json.dumps({"@context": address, "@id": "a:a", "name": "x"}),
        "application/rdf+xml": f'<!DOCTYPE r [<!ENTITY x SYSTEM "{address}">]><r>&x;</r>',
    }
    for media, content in uploads.items():
        headers = {"Content-Type": media, **ALLOWED}
        assert client.put("/gsp?graph=a:g", content=content, headers=headers).status_code == 400
    assert trap.visitors == 0


def test_an_entity_bomb_does_not_go_off(client: httpx2.Client) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE r [<!ENTITY l0 "ha">{levels}]><r>&l11;</r>'
    long = f'<!DOCTYPE r [<!ENTITY l "{"ha" * 10_000}">]><r>{"&l;" * 10_000}</r>'
    headers = {"Content-Type": "application/rdf+xml", **ALLOWED}
    answers = [client.put("/gsp?graph=a:g", content=content, headers=headers) for content in (bomb, long)]
    assert [(answer.status_code, answer.json()["detail"]) for answer in answers] == [
        (400, "An entity of the XML is written with another entity; write it out."),
        (413, "With its entities written out, the body has more than 8,000,000 bytes."),
    ]


def test_entities_for_namespaces_are_taken(client: httpx2.Client) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    content = (
        f'<!DOCTYPE r [<!ENTITY x "http://x.example/">]><rdf:RDF xmlns:rdf="{rdf}" xmlns:x="http://x.example/">'
        '<rdf:Description rdf:about="&x;a"><x:b>1</x:b></rdf:Description></rdf:RDF>'
    )
    headers = {"Content-Type": "application/rdf+xml", **ALLOWED}
    assert client.put("/gsp?graph=a:xml", content=content, headers=headers).status_code == 201
    turtle = client.get("/gsp?graph=a:xml", headers={"Accept": "application/n-triples"}).text
    assert turtle == '<http://x.example/a> <http://x.example/b> "1" .\n'
    assert client.delete("/gsp?graph=a:xml", headers=ALLOWED).status_code == 204


def test_a_compressed_bomb_is_not_unpacked(client: httpx2.Client) -> None:
    bomb = gzip.compress(b"#" * 50_000_000)
    for path, media in (("/gsp?graph=a:g", "text/turtle"), ("/sparql", "application/sparql-update")):
        headers = {"Content-Type": media, "Content-Encoding": "gzip", **ALLOWED}
        assert client.post(path, content=bomb, headers=headers).status_code == 415


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        ("SELECT * {" + " " * 10_000_000 + "}", (413,)),
        ("ASK " + "{" * 100_000 + "}" * 100_000, (400,)),
        ("ASK { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }", (400,)),
        ("ASK { ?s " + "(" * 5_000 + "<a:b>" + ")" * 5_000 + " ?o }", (400,)),
        ("ASK { ?s " + "/".join(["<a:b>"] * 20_000) + " ?o }", (413,)),
        ("SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '" + "(a*)*" * 200 + "b')) }", (200, 400, 503)),
        ("\x00" * 1000, (400,)),
        ("ASK { ?s ?p '" + "\\" * 100_001 + "' }", (400,)),
    ],
    ids=["10 MB", "groups", "rounds", "paths in paths", "long path", "regular expression", "zeros", "backslashes"],
)
def test_a_query_that_is_a_weapon_is_refused_quickly(
    client: httpx2.Client, query: str, statuses: tuple[int, ...]
) -> None:
    begun = time.monotonic()
    direct = {"Content-Type": "application/sparql-query"}
    answer = client.post("/sparql", content=query, headers=direct)
    assert answer.status_code in statuses, answer.text[:300]
    assert time.monotonic() - begun < 10


def test_many_parameters_are_refused(client: httpx2.Client) -> None:
    body = "&".join(f"default-graph-uri=a:{n}" for n in range(100_000))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/sparql", content=body, headers=headers).status_code == 400


INJECTIONS = [
    "' OR 1=1 --",
    '"; DROP TABLE statement; --',
    "1) UNION SELECT value FROM about --",
    "%' ESCAPE '",
    "?1",
    "\x00",
]
PARAMETERS = [
    (path, name)
    for path in ("/statements", "/dyads", "/timeline", "/graph", "/articles", "/outlets")
    for name in ("actor", "source", "between", "attributed_to", "outlet", "article", "q", "mode", "sort", "cursor")
    if (path, name) not in {("/graph", "cursor"), ("/outlets", "sort")}
]


@pytest.mark.parametrize(("path", "name"), PARAMETERS)
def test_no_parameter_becomes_part_of_a_statement(client: httpx2.Client, path: str, name: str) -> None:
    before = client.get("/health").json()["statements"]
    for hostile in INJECTIONS:
        answer = client.get(path, params={name: hostile})
        assert answer.status_code in (200, 422), answer.text
        if answer.status_code == 200:
            found: Any = answer.json()
            assert found.get("items", found.get("edges")) == []
    assert client.get("/health").json()["statements"] == before > 0


def test_answers_are_as_the_description_says_to_whatever_it_allows() -> None:
    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    with world() as store:
        app = create_app(store, Settings(copy_memory=0))
        with TestClient(app):
            schema = (
                schemathesis.openapi.from_asgi("/openapi.json", app)
                .include(method="GET")
                .exclude(path_regex="^/(sparql|gsp)")
            )
            operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
            for operation in operations:

                @settings(
                    max_examples=10,
                    deadline=None,
                    derandomize=True,
                    database=None,
                    suppress_health_check=[*HealthCheck],
                )
                @given(case=operation.as_strategy())
                def answered(case: Any) -> None:
                    case.call_and_validate(checks=checks)

                answered()
    assert len(operations) >= 12
