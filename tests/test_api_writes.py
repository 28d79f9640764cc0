"""Changes: who may make them, what they do, and that nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
import uvloop
from fastapi import Request
from rdflib import Graph

from api import intake, scribe, wire
from api.access import allowed
from api.change import Change
from api.command import _environment, _problem
from api.frames import Frames
from api.problems import Problem
from api.state import Serving
from api.writer import Writer
from kg.articles import article as article_of
from kg.check import graph_problems
from kg.model import Article
from kg.settings import Settings
from kg.snapshots import FOLDER, publish, published, publishing
from kg.store import Store
from tests.api_world import EXTRACTOR, undated
from tests.served import ALLOWED, TOKEN, served, small_graph

G = "http://x.example/g"
TURTLE = {"Content-Type": "text/turtle"}
UPDATE = {"Content-Type": "application/sparql-update"}
NEW_ARTICLE = "https://communique.example/graph/article/new"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx2.Client, Serving]]:
    with served(small_graph(tmp_path_factory.mktemp("writes") / "graph"), token=TOKEN, query_seconds=3.0) as found:
        yield found


@pytest.fixture
def client(service: tuple[httpx2.Client, Serving]) -> httpx2.Client:
    client, _ = service
    update(client, f"DROP SILENT GRAPH <{G}> ; DROP DEFAULT")
    return client


def update(client: httpx2.Client, text: str, more: str = "") -> httpx2.Response:
    return client.post(f"/sparql{more}", content=text, headers={**UPDATE, **ALLOWED})


def holds(client: httpx2.Client, pattern: str) -> bool:
    answer = client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"})
    return bool(answer.json()["boolean"])


def gsp(graph: str = G) -> str:
    return f"/gsp?graph={quote(graph)}"


CALLS: dict[str, tuple[str, str, dict[str, str], bytes, int]] = {
    "update without a token": ("POST", "/sparql", UPDATE, b"CLEAR DEFAULT", 401),
    "update with a wrong token": ("POST", "/sparql", {**UPDATE, "Authorization": "Bearer no"}, b"CLEAR DEFAULT", 401),
    "update with a password": ("POST", "/sparql", {**UPDATE, "Authorization": "Basic b3Blbg=="}, b"CLEAR DEFAULT", 401),
    "update as a form without a token": (
        "POST",
        "/sparql",
        {"Content-Type": "application/x-www-form-urlencoded"},
        b"update=CLEAR+DEFAULT",
        401,
    ),
    "update": ("POST", "/sparql", {**UPDATE, **ALLOWED}, b"CLEAR DEFAULT", 204),
    "update as a form": (
        "POST",
        "/sparql",
        {"Content-Type": "application/x-www-form-urlencoded", **ALLOWED},
        b"update=CLEAR+DEFAULT",
        204,
    ),
    "update that is none": ("POST", "/sparql", {**UPDATE, **ALLOWED}, b"INSERT DATA {", 400),
    "update that is a query": ("POST", "/sparql", {**UPDATE, **ALLOWED}, b"ASK {}", 400),
    "update in Latin-1": (
        "POST",
        "/sparql",
        {"Content-Type": "application/sparql-update; charset=latin-1", **ALLOWED},
        b"CLEAR DEFAULT",
        415,
    ),
    "update that loads": ("POST", "/sparql", {**UPDATE, **ALLOWED}, b"LOAD <http://127.0.0.1:9/>", 403),
    "update that loads silently": ("POST", "/sparql", {**UPDATE, **ALLOWED}, b"lOaD SILENT <HTTP://127.0.0.1:9/>", 403),
    "update that loads a file": ("POST", "/sparql", {**UPDATE, **ALLOWED}, b"LOAD SILENT <file:///etc/passwd>", 403),
    "update that loads what nobody can": ("POST", "/sparql", {**UPDATE, **ALLOWED}, b"LOAD SILENT <nowhere://x/>", 204),
    "update that asks others": (
        "POST",
        "/sparql",
        {**UPDATE, **ALLOWED},
        b"INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        403,
    ),
    "update and query": (
        "POST",
        "/sparql",
        {"Content-Type": "application/x-www-form-urlencoded", **ALLOWED},
        b"update=CLEAR+DEFAULT&query=ASK+%7B%7D",
        400,
    ),
    "two updates": ("POST", "/sparql?update=CLEAR+ALL", {**UPDATE, **ALLOWED}, b"CLEAR DEFAULT", 400),
    "dataset named twice": (
        "POST",
        "/sparql?using-graph-uri=a:b",
        {**UPDATE, **ALLOWED},
        b"DELETE { ?s ?p ?o } USING <a:c> WHERE { ?s ?p ?o }",
        400,
    ),
    "dataset that is no IRI": (
        "POST",
        "/sparql?using-graph-uri=here",
        {**UPDATE, **ALLOWED},
        b"DELETE WHERE { ?s ?p ?o }",
        400,
    ),
    "check that is neither": ("POST", "/sparql?check=maybe", {**UPDATE, **ALLOWED}, b"CLEAR DEFAULT", 400),
    "get of no graph": ("GET", gsp(), {}, b"", 404),
    "head of no graph": ("HEAD", gsp(), {}, b"", 404),
    "get of the default graph": ("GET", "/gsp?default", {}, b"", 200),
    "get of nothing": ("GET", "/gsp", {}, b"", 400),
    "get of two": ("GET", "/gsp?default&graph=a:b", {}, b"", 400),
    "get of a relative graph": ("GET", "/gsp?graph=here", {}, b"", 400),
    "get as an image": ("GET", "/gsp?default", {"Accept": "image/png"}, b"", 406),
    "get by the address": ("GET", "/gsp/person/1.ttl", {}, b"", 404),
    "get by the address and a parameter": ("GET", "/gsp/person/1.ttl?default", {}, b"", 400),
    "put without a token": ("PUT", gsp(), TURTLE, b"<a:a> <a:b> 1 .", 401),
    "put": ("PUT", gsp(), {**TURTLE, **ALLOWED}, b"<a:a> <a:b> 1 .", 201),
    "put of nothing at all": ("PUT", gsp(), {**TURTLE, **ALLOWED}, b"", 201),
    "put by the address": ("PUT", "/gsp/here", {**TURTLE, **ALLOWED}, b"<a:a> <a:b> 1 .", 201),
    "put of no Turtle": ("PUT", gsp(), {**TURTLE, **ALLOWED}, b"<a:a> <a:b", 400),
    "put of named graphs": (
        "PUT",
        gsp(),
        {"Content-Type": "application/n-quads", **ALLOWED},
        b"<a:a> <a:b> <a:c> <a:g> .",
        400,
    ),
    "put of a page": ("PUT", gsp(), {"Content-Type": "text/html", **ALLOWED}, b"<p>", 415),
    "put without a type": ("PUT", gsp(), ALLOWED, b"<a:a> <a:b> 1 .", 415),
    "put of something compressed": (
        "PUT",
        gsp(),
        {**TURTLE, **ALLOWED, "Content-Encoding": "gzip"},
        b"\x1f\x8b\x08\x00",
        415,
    ),
    "put of too much": ("PUT", gsp(), {**TURTLE, **ALLOWED}, b"#" * 8_000_001, 413),
    "post": ("POST", gsp(), {**TURTLE, **ALLOWED}, b"<a:a> <a:b> 1 .", 201),
    "post of no parts": (
        "POST",
        gsp(),
        {"Content-Type": "multipart/form-data; boundary=x", **ALLOWED},
        b"nothing",
        400,
    ),
    "delete without a token": ("DELETE", gsp(), {}, b"", 401),
    "delete of no graph": ("DELETE", gsp(), ALLOWED, b"", 404),
    "patch": ("PATCH", gsp(), ALLOWED, b"", 405),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_protocol(client: httpx2.Client, call: tuple[str, str, dict[str, str], bytes, int]) -> None:
    method, path, headers, content, status = call
    update(client, "DROP SILENT GRAPH <" + str(client.base_url.join("/gsp/here")) + ">")
    answer = client.request(method, path, headers=headers, content=content)
    assert answer.status_code == status, answer.text
    if status == 401:
        assert answer.headers["www-authenticate"].startswith("Bearer realm=")
    if status >= 400 and method != "HEAD":
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]


def test_a_service_without_a_token_takes_no_changes(tmp_path: Path) -> None:
    with served(small_graph(tmp_path / "graph")) as (client, _):
        for headers in ({}, ALLOWED):
            assert client.post("/sparql", content="CLEAR ALL", headers={**UPDATE, **headers}).status_code == 403
            assert client.put(gsp(), content="", headers={**TURTLE, **headers}).status_code == 403
            assert client.delete(gsp(), headers=headers).status_code == 403
        assert client.get("/health").json()["writable"] is False


def test_a_change_is_seen_by_the_next_request(client: httpx2.Client) -> None:
    for number in range(3):
        assert update(client, f"INSERT DATA {{ GRAPH <{G}> {{ <a:a> <a:b> {number} }} }}").status_code == 204
        assert holds(client, f"GRAPH <{G}> {{ <a:a> <a:b> {number} }}")


def test_what_is_remembered_is_forgotten_with_a_change(client: httpx2.Client) -> None:
    count = {"query": "SELECT (COUNT(*) AS ?n) { GRAPH <a:counted> { ?s ?p ?o } }"}
    found = []
    for number in (1, 2):
        text = f"INSERT DATA {{ GRAPH <a:counted> {{ <a:{number}> <a:p> <a:o> }} }}"
        assert client.post("/sparql", data={"update": text}, headers=ALLOWED).status_code == 204
        found.append(client.get("/sparql", params=count).json()["results"]["bindings"][0]["n"]["value"])
    assert found == ["1", "2"]


C = "PREFIX c: <https://communique.example/ontology#> "
FLIPPED = (
    C
    + """DELETE { GRAPH ?g { ?s c:modality c:negated } } INSERT { GRAPH ?g { ?s c:modality c:actual } }
  WHERE { GRAPH ?g { ?s c:modality c:negated ; c:relation <https://communique.example/relation/THREATEN> } } ;"""
)
EDGE = C + "ASK { GRAPH <https://communique.example/graph/edges> { ?a c:threatens ?b } }"


def test_what_follows_from_an_article_follows_when_it_is_changed(tmp_path: Path) -> None:
    with served(small_graph(tmp_path / "graph"), token=TOKEN, renew=0.1) as (client, _):
        assert client.get("/statements?relation=THREATEN&modality=actual").json()["items"] == []
        assert update(client, FLIPPED).status_code == 204
        assert len(client.get("/statements?relation=THREATEN&modality=actual").json()["items"]) == 1  # at once
        until = time.monotonic() + 60
        while not client.get("/health").json()["derived"] and time.monotonic() < until:
            time.sleep(0.1)
        assert client.get("/sparql", params={"query": EDGE}).json()["boolean"]
    with Store.open(tmp_path / "graph") as store:
        assert store.derived()
        assert list(graph_problems(store)) == []


def test_a_change_is_one_transaction(client: httpx2.Client) -> None:
    answer = update(client, f"INSERT DATA {{ GRAPH <{G}> {{ <a:a> <a:b> 1 }} }} ; CREATE GRAPH <{G}>")
    assert answer.status_code == 400  # the graph is there by then
    assert not holds(client, f"GRAPH <{G}> {{ ?s ?p ?o }}")


@pytest.mark.parametrize(
    ("text", "status", "more"),
    [
        ("INSERT DATA {", 400, ""),
        ("DROP GRAPH <a:nowhere>", 400, ""),
        (
            f"INSERT DATA {{ GRAPH <{NEW_ARTICLE}> {{ <a:x> a <https://communique.example/ontology#Statement> }} }}",
            422,
            "?check=true",
        ),
    ],
)
def test_a_change_that_is_refused_is_none(tmp_path: Path, text: str, status: int, more: str) -> None:
    graph = tmp_path / "graph"
    with Store.open(graph) as store:
        store.put(*undated(), EXTRACTOR)  # edges and ledger are still to follow
    with served(graph, token=TOKEN) as (client, serving):
        before = serving.view
        assert update(client, text, more).status_code == status
        assert not client.get("/health").json()["derived"]
        assert serving.view is before  # nothing that is remembered or copied of it is lost, and nothing settles


def test_graphs_are_replaced_added_to_and_removed(client: httpx2.Client) -> None:
    headers = {**TURTLE, **ALLOWED}
    assert client.put(gsp(), content="<a:a> <a:b> _:x, 1 .", headers=headers).status_code == 201
    assert client.post(gsp(), content="<a:a> <a:b> 2 .", headers=headers).status_code == 204
    read = client.get(gsp(), headers={"Accept": "application/n-triples"})
    assert (len(Graph().parse(data=read.text, format="nt")), read.headers["content-type"]) == (
        3,
        "application/n-triples",
    )
    assert client.put(gsp(), content="<a:a> <a:b> 3 .", headers=headers).status_code == 204
    assert client.get(gsp()).text.split() == ["<a:a>", "<a:b>", "3", "."]
    head = client.head(gsp())
    assert (head.status_code, head.content) == (200, b"")
    assert client.delete(gsp(), headers=ALLOWED).status_code == 204
    assert client.get(gsp()).status_code == 404


def test_a_graph_without_a_name_gets_one(client: httpx2.Client) -> None:
    answer = client.post("/gsp", content="<a:a> <a:b> 1 .", headers={**TURTLE, **ALLOWED})
    assert answer.status_code == 201
    address = answer.headers["location"]
    assert client.get(address).text == client.get(gsp(address)).text == "<a:a> <a:b> 1 .\n"


def test_the_dataset_of_an_update_is_the_one_asked_for(client: httpx2.Client) -> None:
    data = f"INSERT DATA {{ GRAPH <{G}> {{ <a:a> <a:b> 1 }} GRAPH <{G}2> {{ <a:a> <a:b> 2 }} }}"
    to = "GRAPH <http://x.example/to>"
    moved = f"DELETE WHERE {{ {to} {{ ?s ?p ?o }} }} ; INSERT {{ {to} {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}"
    assert update(client, data).status_code == 204
    assert update(client, moved, f"?using-graph-uri={quote(G + '2')}").status_code == 204
    assert holds(client, f"{to} {{ <a:a> <a:b> 2 }} FILTER NOT EXISTS {{ {to} {{ ?s ?p 1 }} }}")


def test_a_change_that_breaks_the_shapes_is_refused_when_asked(client: httpx2.Client) -> None:
    bare = "<https://communique.example/statement/x> a <https://communique.example/ontology#Statement> ."
    where, headers = gsp(NEW_ARTICLE), {**TURTLE, **ALLOWED}
    answer = client.put(f"{where}&check=true", content=bare, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("The graph would not be as its shapes say: https://communique.example/")
    assert client.get(where).status_code == 404
    checked = update(client, f"INSERT DATA {{ GRAPH <{G}> {{ <a:a> <a:b> 1 }} }}", "?check=true")
    assert (checked.status_code, holds(client, f"GRAPH <{G}> {{ <a:a> <a:b> 1 }}")) == (204, True)


def test_an_update_that_takes_too_long_is_ended_and_changes_nothing(client: httpx2.Client) -> None:
    everything = " ".join(f"GRAPH ?g{n} {{ ?a{n} ?b{n} ?c{n} }}" for n in range(4))
    answer = update(client, f"INSERT {{ GRAPH <{G}> {{ ?a0 ?b0 ?c0 }} }} WHERE {{ {everything} }}")
    assert answer.status_code == 503
    assert not holds(client, f"GRAPH <{G}> {{ ?s ?p ?o }}")


@pytest.mark.parametrize("token", ["open sesame", "Schlüssel", "déjà", "🕊️"])
def test_a_token_may_have_any_letters(token: str) -> None:
    serving: Any = SimpleNamespace(settings=Settings.model_validate({"token": token}), writer="the writer")

    def asked(sent: bytes) -> object:
        return allowed(Request({"type": "http", "headers": [(b"authorization", b"Bearer " + sent)]}), serving)

    assert asked(token.encode()) == "the writer"
    with pytest.raises(Problem, match="not the token"):
        asked(token.encode() + b"x")


def test_what_was_acknowledged_outlives_a_writer_that_is_killed(service: tuple[httpx2.Client, Serving]) -> None:
    client, serving = service
    for number in range(5):
        while update(client, f"INSERT DATA {{ GRAPH <{G}> {{ <a:a> <a:n> {number} }} }}").status_code != 204:
            pass  # the writer may be about to die of the signal of the round before
        assert isinstance(serving.writer, Writer)
        assert serving.writer._worker is not None
        os.kill(serving.writer._worker.pid, signal.SIGKILL)
    end = (
        time.monotonic() + 20
    )  # of a writer that dies again and again no snapshot can be taken; the last one stays then
    while not holds(client, f"GRAPH <{G}> {{ <a:a> <a:n> 0, 1, 2, 3, 4 }}"):
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize("sent", [0, 2, 9])
def test_a_body_that_does_not_come_whole_changes_nothing(tmp_path: Path, sent: int) -> None:
    with Store.open(tmp_path / "g") as store:
        store.update(f"INSERT DATA {{ GRAPH <{G}> {{ <{G}> <{G}> 1 }} }}")
    ours, theirs = socket.socketpair()
    with theirs:
        change = Change("put", graph=G, media=("text/turtle",))
        body = wire.order(f"<{G}> <{G}> 2 .".encode())
        ours.sendall(wire.order(json.dumps(asdict(change)).encode()) + body[:sent])
        ours.shutdown(socket.SHUT_WR)
        scribe.serve(theirs, str(tmp_path / "g"), 1, lambda: None)
    ours.close()
    with Store.open(tmp_path / "g", read_only=True) as store:
        assert store.query(f"ASK {{ <{G}> <{G}> 1 }}")


def test_an_update_that_is_no_sparql_leaves_the_journal(tmp_path: Path) -> None:
    with Store.open(tmp_path / "g") as store:
        (tmp_path / "g" / "journal.kept").write_text("left by a process that was killed")
        before = store.journal.position()
        with pytest.raises(wire.Failed, match="not SPARQL"):
            scribe._run(store, "INSERT DATA {{ }", None)
        assert before
        assert store.journal.position() == before
        with pytest.raises(wire.Failed, match="nothing was changed"):
            scribe._run(store, "DROP GRAPH <a:none>", None)
        assert store.journal.position() == ""
        with pytest.raises(wire.Failed, match="not SPARQL"):
            scribe._run(store, "INSERT DATA {{ }", None)
        assert store.journal.position() == ""


@pytest.mark.parametrize("loop", [uvloop.new_event_loop, asyncio.new_event_loop])
def test_what_is_over_can_be_ended(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def ended() -> None:
        ours, theirs = socket.socketpair()
        _, frames = await asyncio.get_running_loop().create_connection(Frames, sock=ours)
        theirs.close()
        with pytest.raises(ConnectionError):
            await frames.next()
        await asyncio.sleep(0)
        frames.end()
        with pytest.raises(ConnectionError):
            await frames.next()

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(ended())


def test_the_graph_is_sound_after_all_that(tmp_path: Path) -> None:
    graph = small_graph(tmp_path / "graph")
    with served(graph, token=TOKEN) as (client, _):
        assert update(client, "INSERT DATA { GRAPH <a:g> { <a:a> <a:b> 1 } } ; DROP GRAPH <a:g>").status_code == 204
    assert list(tmp_path.iterdir()) == [graph]
    with Store.open(graph) as store:
        assert list(graph_problems(store)) == []


def until(client: httpx2.Client, articles: int) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if client.get("/health").json()["articles"] == articles:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("token", ["", TOKEN], ids=["reads", "may write, and has not yet"])
def test_a_service_sees_what_a_build_has_published_and_then_what_it_has_left(tmp_path: Path, token: str) -> None:
    graph = small_graph(tmp_path / "graph")

    with served(graph, renew=0.1, token=token) as (client, _):
        assert until(client, 2)
        tag = client.get("/statements").headers["etag"]
        with Store.open(graph) as store, publishing(store):  # a build that goes on
            store.put(*undated(), EXTRACTOR)
            assert publish(store) is not None
            assert until(client, 3)
            assert len(client.get("/statements?article=undated").json()["items"]) == 1
            assert len(published(graph)) == 1
            assert client.get("/statements", headers={"If-None-Match": tag}).status_code == 200
            store.remove("undated")
        assert not (graph / FOLDER).exists()
        assert until(client, 2)
    assert list(tmp_path.iterdir()) == [graph]


# -- an article comes in -----------------------------------------------------------------------------------------------

ARRIVED = {
    "text": "Iran sanctioned France. China denied that Russia had asked it for drones.",
    "title": "<b>\u202e",
    "publisher": "The Quay",
    "published": "2024-05-05",
    "url": "https://quay.example/1",
}


def test_an_article_is_stored_as_a_build_stores_it(
    service: tuple[httpx2.Client, Serving], client: httpx2.Client
) -> None:
    update(client, f"INSERT DATA {{ GRAPH <{G}> {{ <a:a> <a:b> 1 }} }}")  # another process has had the graph open
    answer = client.post("/articles", json=ARRIVED, headers=ALLOWED)
    assert answer.status_code == 201
    key = answer.headers["location"]
    found = client.get(key).json()
    assert found == answer.json()
    assert {name: found[name] for name in ARRIVED} == ARRIVED
    assert [s["relation"] for s in found["statements"]] == ["SANCTION", "DENY", "REQUEST", "AID"]
    assert client.get("/health").json()["derived"]
    (edge,) = client.get("/dyads?source=IRN&target=FRA").json()["items"]
    assert (edge["statements"], edge["edges"]) == (1, 1)
    c = "https://communique.example/"
    assert holds(client, f"<{c}code/IRN> <{c}ontology#sanctions> <{c}code/FRA>")
    assert holds(
        client, f"<{c}statement/{found['statements'][0]['id']}> <http://www.w3.org/ns/prov#wasGeneratedBy> ?by"
    )
    assert holds(client, f"GRAPH <{G}> {{ <a:a> <a:b> 1 }}")
    _, serving = service
    assert list(graph_problems(serving.view.store)) == []
    assert update(client, f"DROP GRAPH <{G}>").status_code == 204


@pytest.mark.parametrize(
    ("given", "headers", "status", "words"),
    [
        (ARRIVED, {}, 401, "A change needs the token"),
        (ARRIVED, {"Authorization": "Bearer no"}, 401, "This is not the token"),
        ({**ARRIVED, "url": "javascript:alert(1)"}, ALLOWED, 422, "url: "),
        ({**ARRIVED, "title": "two\nlines"}, ALLOWED, 422, "title: "),
        ({**ARRIVED, "text": "   "}, ALLOWED, 422, "text: empty"),
        ({**ARRIVED, "outlet": "x"}, ALLOWED, 422, "outlet: no such field; an article has text, title,"),
        ({**ARRIVED, "x" * 5_000: "x"}, ALLOWED, 422, "x" * 100 + ": no such field"),
        ({**ARRIVED, "id": "x"}, ALLOWED, 422, "id: leave it out; the id of an article that comes in follows from"),
        ([ARRIVED], ALLOWED, 422, "the body: expected an object with the text of an article; send several"),
        ("It rained.", ALLOWED, 422, "the body: expected an object"),
    ],
)
def test_an_article_that_may_not_come_in(
    client: httpx2.Client, given: object, headers: dict[str, str], status: int, words: str
) -> None:
    answer = client.post("/articles", json=given, headers=headers)
    assert (answer.status_code, answer.json()["detail"][: len(words)]) == (status, words)


@pytest.mark.parametrize(
    ("content", "media", "status", "words"),
    [
        (
            "It rained.",
            "text/plain",
            415,
            "Send the article as application/json, an object with its text; the body came as",
        ),
        ("text=It+rained.", "application/x-www-form-urlencoded", 415, "Send the article as application/json"),
        ("It rained.", "application/json", 422, "the body: Invalid JSON"),
        ('{"text": "It rained."}', "application/json; charset=latin-1", 415, "The body is in latin-1; send UTF-8."),
    ],
)
def test_a_body_that_is_no_article(client: httpx2.Client, content: str, media: str, status: int, words: str) -> None:
    answer = client.post("/articles", content=content, headers={"Content-Type": media, **ALLOWED})
    assert (answer.status_code, answer.json()["detail"][: len(words)]) == (status, words)


LONG = "The harbour was quiet. " * 10


def test_what_became_of_an_article_is_said_by_its_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = small_graph(tmp_path / "graph")

    async def built(*_: str, article: dict[str, str], settings: Settings, **__: object) -> bytes:
        given = article_of(article)
        with Store.open(settings.store) as store:
            if not store.knows(given):  # as a build does
                store.put(given, [], EXTRACTOR)
        return b""

    async def full(*_: object) -> int:
        raise Problem(507, "no space left on the disk")

    with served(graph, token=TOKEN, renew=3600) as (client, _):  # what others write is not looked for

        def post(**fields: str) -> httpx2.Response:
            return client.post("/articles", json={"publisher": "The Quay", **fields}, headers=ALLOWED)

        with Store.open(graph) as store:
            store.put(Article("long", LONG, publisher="The Quay"), [], EXTRACTOR)
            answer = post(**ARRIVED)
        assert answer.status_code == 503
        assert answer.json()["detail"].startswith(f"The graph cannot be had now: {graph}: is in use by another process")
        monkeypatch.setattr(intake, "ran", built)
        answer = post(text=LONG)  # its id would be of its text
        assert (answer.status_code, answer.json()["detail"][:33]) == (409, "The graph holds this report alrea")
        monkeypatch.setattr(Writer, "snapshot", full)
        first, second = post(text="It rained."), post(text="It rained.")
        assert (first.status_code, first.json()["text"], second.status_code) == (201, "It rained.", 200)
        assert client.get(first.headers["location"]).status_code == 404  # as of the last snapshot that could be taken


@pytest.mark.parametrize(
    ("code", "told", "status", "words"),
    [
        (
            1,
            "standard input:1: text: empty\n/g: no article, 1 failed\n",
            422,
            "The text cannot be read: standard input",
        ),
        (1, "kg: standard input: 2 articles; give one\n", 422, "The text cannot be read: standard input: 2"),
        (1, "article 'a': ValueError: x\n/g: no article, 1 failed\n", 422, "The text cannot be read: article 'a'"),
        (1, "kg: /g: no space left on the disk\n", 507, "The disk is full: /g"),
        (1, "kg: /g: ledger.sqlite: database or disk is full", 507, "The disk is full: /g"),
        (1, "Traceback:\nOSError: [Errno 28] No space left on device: 'x'\n", 507, "The disk is full: OSError"),
        (1, "kg: /g: is in use by another process; only one can", 503, "The graph cannot be had now: /g: is in use"),
        (-9, "", 503, "The process that read it was killed"),
        (1, "kg: decisions.tsv:3: no such actor", 500, "The service failed"),
        (1, "Traceback:\nKeyError: 'x'\n", 500, "The service failed"),
    ],
)
def test_a_command_that_fails_is_a_problem_by_its_cause(code: int, told: str, status: int, words: str) -> None:
    address = "http://me:hidden@host/query"
    for settings, shown in (
        (Settings(store=Path("/g")), "/g"),
        (Settings(remote_query=address), "http://...@host/query"),
    ):
        found = _problem(code, told.replace("/g", shown), settings)
        wanted = words.replace("/g", shown)
        assert (found.status, found.detail[: len(wanted)]) == (status, wanted)


def test_the_article_that_comes_in_is_read_here_and_leaves_no_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Settings(engine="ray", shards="s3://somewhere/shards")
    monkeypatch.setenv("KG_ENGINE", "ray")
    for name, value in _environment(given).items():
        monkeypatch.setenv(name, value)
    chosen = Settings()
    assert (chosen.engine, chosen.shards, chosen.processes) == ("local", "", 1)
