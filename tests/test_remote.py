"""The same graph on another SPARQL server: built, read, asked and served there."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.state import Serving
from kg.check import graph_problems
from kg.remote import RemoteError
from kg.settings import Settings
from kg.store import Store
from kg.verify import verify
from tests.api_world import AMERICA, CHINA, EXTRACTOR, RUSSIA, denial, second_article, undated, world
from tests.conftest import Kg
from tests.served import ALLOWED, TOKEN

VIRTUOSO = """
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/v-temp.db
TransactionFile = {folder}/v-temp.trx
[Parameters]
ServerPort = {isql}
DirsAllowed = {folder}
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = {http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None, "the server ended at once"
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(60)


@contextmanager
def oxigraph(folder: Path) -> Iterator[dict[str, str]]:
    port = free_port()
    program = str(Path(sys.executable).with_name("oxigraph"))
    with running([program, "serve", "--location", str(folder / "there"), "--bind", f"127.0.0.1:{port}"], port):
        base = f"http://127.0.0.1:{port}"
        yield {"remote_query": f"{base}/query", "remote_update": f"{base}/update", "remote_graphs": f"{base}/store"}


@contextmanager
def virtuoso(folder: Path) -> Iterator[dict[str, str]]:
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed")
    http, isql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(folder=folder, http=http, isql=isql))
    with running([program, "+configfile", str(folder / "virtuoso.ini"), "+foreground"], http):
        base = f"http://127.0.0.1:{http}"
        yield {
            "remote_query": f"{base}/sparql-auth",
            "remote_update": f"{base}/sparql-auth",
            "remote_graphs": f"{base}/sparql-graph-crud-auth",
            "remote_user": "dba",
            "remote_password": "dba",
        }


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("remote")
    with {"oxigraph": oxigraph, "virtuoso": virtuoso}[request.param](folder) as settings:
        with connected(settings) as store:
            for article, statements in (denial(), second_article(), undated()):
                store.put(article, statements, EXTRACTOR)
            store.put_actors([CHINA, RUSSIA, AMERICA])
            store.derive()
        yield settings


def connected(settings: dict[str, str]) -> Store:
    return Store.remote(
        settings["remote_query"],
        settings["remote_update"],
        settings["remote_graphs"],
        settings.get("remote_user", ""),
        settings.get("remote_password", ""),
    )


def test_a_question_of_yes_or_no_has_an_answer(server: dict[str, str]) -> None:
    with connected(server) as store:
        assert bool(store.query("ASK { GRAPH ?g { ?s a c:Statement } }")) is True
        assert bool(store.query("ASK { GRAPH ?g { ?s a c:Nothing } }")) is False


def test_a_graph_that_is_built_there_is_the_one_that_is_built_here(server: dict[str, str]) -> None:
    with world() as here, connected(server) as there:
        mine = {str(quad) for quad in here.native}
        graphs = list(here.native.named_graphs())
        theirs = [str(quad) for g in graphs for quad in there.native.quads_for_pattern(None, None, None, g)]
        assert len(theirs) == len(mine)
        assert list(there.articles()) == list(here.articles())
        assert there.derived()
        found = [str(problem) for problem in graph_problems(there)]
        own = ["the graph: has blank nodes"] if "sparql-auth" in server["remote_query"] else []  # Virtuoso's, of itself
        assert [problem for problem in found if problem not in own] == []
        assert verify(there).mismatches == ()


def test_an_article_is_replaced_and_removed(server: dict[str, str]) -> None:
    with connected(server) as store:
        article, statements = undated()
        store.put(article, statements, EXTRACTOR)
        assert len(list(store.articles())) == 3
        assert store.remove(article.id)
        assert len(list(store.articles())) == 2
        store.put_many([(article, statements)], EXTRACTOR)
        store.derive()
        assert len(list(store.articles())) == 3


def test_the_service_over_it_answers_as_over_a_folder(server: dict[str, str]) -> None:
    settings = Settings.model_validate({**server, "token": TOKEN})
    serving = Serving.remote(settings)
    paths = ["/statements", "/dyads", "/timeline", "/graph", "/actors/CHN", "/articles/denial-1", "/outlets"]
    with (
        world() as store,
        TestClient(create_app(store, Settings())) as here,
        TestClient(create_app(serving, settings)) as there,
    ):
        for path in paths:
            assert there.get(path).json() == here.get(path).json()
        query = "SELECT DISTINCT ?r { GRAPH ?g { ?s c:relation ?r } }"
        answer = there.get("/sparql", params={"query": query})
        assert len(answer.json()["results"]["bindings"]) == 6
        denials = there.get("/queries/denials?code=CHN").json()["results"]["bindings"]
        assert [row["claimed"]["value"].rpartition("/")[2] for row in denials] == ["REQUEST"]
        assert there.get("/sparql", params={"query": "SELECT * {"}).status_code == 400
        service = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
        assert there.get("/sparql", params={"query": service}).status_code == 403
        graph = "/gsp?graph=http://x.example/g"
        turtle = {"Content-Type": "text/turtle"}
        assert (
            there.put(graph, content="<http://x.example/a> <http://x.example/b> 1 .", headers=turtle).status_code == 401
        )
        changed = there.put(
            graph, content="<http://x.example/a> <http://x.example/b> 1 .", headers={**turtle, **ALLOWED}
        )
        assert changed.status_code in (201, 204), changed.text
        for yes in ("ASK { GRAPH <http://x.example/g> { ?s ?p 1 } }", "ask { graph <http://x.example/g> { ?s ?p 2 } }"):
            told = there.get("/sparql", params={"query": yes})
            assert told.json() == {"head": {}, "boolean": "1" in yes}
            as_xml = there.get("/sparql", params={"query": yes}, headers={"Accept": "application/sparql-results+xml"})
            assert f"<boolean>{str('1' in yes).lower()}</boolean>" in as_xml.text
            assert there.get("/sparql", params={"query": yes}, headers={"Accept": "image/png"}).status_code == 406
        added = {"query": "SELECT ?s { GRAPH <http://x.example/g> { ?s ?p 1 } }"}
        assert len(there.get("/sparql", params=added).json()["results"]["bindings"]) == 1
        assert there.delete(graph, headers=ALLOWED).status_code == 204
        assert there.get("/sparql", params=added).json()["results"]["bindings"] == []


def test_relative_iris_mean_the_same_there(server: dict[str, str]) -> None:
    settings = Settings.model_validate({**server, "token": TOKEN})
    update = {"update": "INSERT DATA { GRAPH <a:relative> { <here> <a:p> <#there> } }"}
    query = {"query": "SELECT ?o { GRAPH <a:relative> { <here> <a:p> ?o } }"}
    with TestClient(create_app(Serving.remote(settings), settings), base_url="http://service.example") as client:
        assert client.post("/sparql", data=update, headers=ALLOWED).status_code == 204
        (row,) = client.get("/sparql", params=query).json()["results"]["bindings"]
        assert row["o"]["value"] == "http://service.example/sparql#there"
        clear = {"update": "DROP SILENT GRAPH <a:relative>"}  # Virtuoso has none that was not created
        assert client.post("/sparql", data=clear, headers=ALLOWED).status_code == 204


def test_the_command_asks_and_checks_it(server: dict[str, str], kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in server.items():
        monkeypatch.setenv(f"KG_{name.upper()}", value)
    ran = kg("query", "SELECT (COUNT(DISTINCT ?a) AS ?n) { GRAPH ?g { ?a a schema:NewsArticle } }", "-f", "csv")
    assert (ran.code, ran.out.split(), ran.err) == (0, ["n", "3"], "")


def test_a_build_writes_there(server: dict[str, str], kg: Kg, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in server.items():
        monkeypatch.setenv(f"KG_{name.upper()}", value)
    with connected(server) as store:
        before = set(store.articles())
    article = tmp_path / "harbour.txt"
    article.write_text("France condemned the attack on Mali. Niger denied that it had threatened Benin.\n")
    first, second = kg("build", article), kg("build", article)
    assert (first.code, second.code) == (0, 0), first.err + second.err
    edge = "ASK { GRAPH graph:ledger { ?p c:sourceCode code:NER ; c:relation rel:DENY } }"
    assert kg("query", edge, "-f", "csv").out.split() == ["true"]
    if "sparql-auth" not in server["remote_query"]:  # Virtuoso has blank nodes of its own
        assert kg("check").code == 0
    with connected(server) as store:
        (key,) = set(store.articles()) - before
        assert store.derived()
    assert kg("forget", key).code == 0
    with connected(server) as store:
        assert set(store.articles()) == before


def test_a_server_that_is_not_there_is_one_clear_line(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    host = f"127.0.0.1:{free_port()}"
    address = f"http://me:p@ss@{host}/query"
    monkeypatch.setenv("KG_REMOTE_QUERY", address)
    for command in (("query", "ASK { ?s ?p ?o }"), ("serve", "--port", "0")):
        ran = kg(*command)
        assert ran.code == 1
        assert ran.err.startswith(f"kg: http://...@{host}/query: ")
        assert ran.err.count("\n") == 1
    with Store.remote(address) as store, pytest.raises(RemoteError):
        store.derived()


def test_a_service_whose_server_goes_away_says_so(tmp_path: Path) -> None:
    with oxigraph(tmp_path) as addresses:
        settings = Settings.model_validate(addresses)
        serving = Serving.remote(settings)
    with TestClient(create_app(serving, settings)) as client:  # the other one has ended
        answer = client.get("/sparql", params={"query": "ASK {}"})
        for path in ("/health", "/statements", "/statements/x", "/articles/x", "/dyads", "/gsp?default", "/actors"):
            assert client.get(path).status_code in (200, 404, 502), path  # an answer from the index, or a clear word
        assert client.get("/gsp?default").json()["status"] == 502
    assert answer.status_code == 502
    assert answer.json()["detail"].startswith("The server that holds the graph cannot be reached:")
