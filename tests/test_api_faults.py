"""What goes wrong around a service: processes that are killed, disks that are full, stores that are broken."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest

from api import server
from kg.settings import Settings
from kg.store import Store
from tests.conftest import Kg
from tests.served import ALLOWED, TOKEN, served, small_graph

MOUNTS = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
TURTLE = {"Content-Type": "text/turtle", **ALLOWED}


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a disk of that size at a new folder."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S607


@contextmanager
def service_of_its_own(graph: Path) -> Iterator[tuple[subprocess.Popen[str], httpx2.Client]]:
    """Run ``kg serve`` with a token as a process, in a group of its own."""
    command = [sys.executable, "-m", "kg.cli", "--store", str(graph), "serve", "--port", "0"]
    env = {**os.environ, "KG_TOKEN": TOKEN, "KG_RENEW": "0.2", "KG_QUERY_SECONDS": "55"}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        try:
            with httpx2.Client(base_url=address, timeout=60) as client:
                until = time.monotonic() + 30
                while time.monotonic() < until:
                    try:
                        client.get("/health")
                        break
                    except httpx2.ConnectError:
                        time.sleep(0.05)
                yield process, client
        finally:
            process.kill()


def put(client: httpx2.Client, number: int, size: int = 1) -> int:
    """Put a graph of its own for this number; return the status."""
    body = "".join(f'<a:a{i}> <a:b> "{number} {"x" * 100}" .\n' for i in range(size))
    return client.put(f"/gsp?graph={quote(f'a:g{number}')}", content=body, headers=TURTLE).status_code


def test_what_was_acknowledged_outlives_a_service_that_is_killed_while_it_writes(tmp_path: Path) -> None:
    graph = small_graph(tmp_path / "graph")
    acknowledged: list[int] = []
    with service_of_its_own(graph) as (process, client):

        def write() -> None:
            with suppress(httpx2.TransportError):
                acknowledged.extend(number for number in range(10_000) if put(client, number, 20) == 201)

        thread = threading.Thread(target=write)
        thread.start()
        while len(acknowledged) < 20:
            time.sleep(0.01)
        process.kill()
        thread.join()
    assert [path.name for path in tmp_path.iterdir() if ".serving-" in path.name]
    with Store.open(graph) as store:
        there = {g.value for g in store.native.named_graphs() if g.value.startswith("a:g")}
        for number in acknowledged:
            assert f"a:g{number}" in there
        whole = {f"a:g{n}": len(list(store.native.quads_for_pattern(None, None, None, g)))
                 for g in store.native.named_graphs() if g.value.startswith("a:g") for n in [g.value[3:]]}  # fmt: skip
        assert set(whole.values()) == {20}
    with served(graph):
        pass
    assert list(tmp_path.iterdir()) == [graph]  # what the killed one had left is gone, too


def test_a_service_that_is_told_to_stop_finishes_what_runs(tmp_path: Path) -> None:
    with service_of_its_own(small_graph(tmp_path / "graph")) as (process, client):
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } "
        answers: list[httpx2.Response] = []
        thread = threading.Thread(target=lambda: answers.append(client.get("/sparql", params={"query": slow})))
        thread.start()
        time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        thread.join()
        assert process.wait(60) == 143
    assert answers[0].status_code == 200, answers[0].text
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]


@MOUNTS
def test_a_full_disk_refuses_changes_and_loses_none(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "24m") as disk:
        with served(small_graph(disk / "graph"), token=TOKEN) as (client, _):
            statuses: list[int] = []
            for number in range(60):
                statuses.append(put(client, number, 4000))
                if statuses[-1] != 201:
                    break
            assert statuses[-1] in (503, 507)
            with (disk / "filling").open("wb", buffering=0) as filling, suppress(OSError):
                while filling.write(bytes(1 << 14)):
                    pass
            answer = client.post("/articles", json={"text": "Iran sanctioned France."}, headers=ALLOWED)
            assert answer.status_code == 507, answer.text
            (disk / "filling").unlink()
            assert client.get("/statements").status_code == 200
        for path in disk.iterdir():
            assert path.name == "graph"
        subprocess.run(["mount", "-o", "remount,size=100m", str(disk)], check=True)  # noqa: S607
        with Store.open(disk / "graph") as store:
            there = {graph.value for graph in store.native.named_graphs()}
        assert {f"a:g{number}" for number, status in enumerate(statuses) if status == 201} <= there


@MOUNTS
def test_a_graph_where_nobody_may_write_is_served_and_not_changed(tmp_path: Path, kg: Kg) -> None:
    with small_disk(tmp_path / "disk", "50m") as disk:
        graph = small_graph(disk / "graph")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)  # noqa: S607
        with served(graph, token=TOKEN) as (client, _):
            assert len(client.get("/statements").json()["items"]) == 6
            assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True
            assert put(client, 1) == 403
        ran = kg("--store", graph, "build", "-", stdin="")
        assert ran.code == 1
        assert ran.err.count("\n") == 1
        assert "read-only" in ran.err.lower() or "permission" in ran.err


@pytest.mark.parametrize("damage", ["MANIFEST", "CURRENT", "sst"])
def test_a_broken_store_is_one_clear_line(tmp_path: Path, kg: Kg, damage: str) -> None:
    graph = small_graph(tmp_path / "graph")
    for path in graph.iterdir():
        if path.name.startswith(damage) or path.suffix == f".{damage}":
            path.write_bytes(b"this is no file of RocksDB" * 40)
    ran = kg("--store", graph, "serve", "--port", "0")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert ran.err.startswith(f"kg: {graph}: ")


def test_a_folder_that_is_no_graph_is_said_not_to_be(tmp_path: Path, kg: Kg) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    ran = kg("--store", tmp_path, "serve", "--port", "0")
    assert (ran.code, ran.err) == (1, f"kg: {tmp_path}: holds other files and no graph\n")


def test_a_port_that_is_in_use_is_one_clear_line(tmp_path: Path, kg: Kg) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = kg("--store", small_graph(tmp_path / "graph"), "serve", "--port", port)
    assert ran.code == 1
    assert ran.err == f"kg: cannot listen on port {port} of 127.0.0.1: address already in use\n"


def test_a_client_that_sends_its_request_drop_by_drop_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_HEAD_SECONDS", 0.5)
    with served(small_graph(tmp_path / "graph")) as (client, _):
        with socket.create_connection(("127.0.0.1", client.base_url.port or 0), 20) as slow:
            slow.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            begun = time.monotonic()
            assert slow.recv(1000) == b""
            assert time.monotonic() - begun < 10
        assert client.get("/health").status_code == 200
        time.sleep(0.7)  # a connection that is kept between two requests is not let go by this
        assert client.get("/health").status_code == 200


@pytest.mark.parametrize(("proxies", "believed"), [("", False), ("127.0.0.1", True), ("192.0.2.0/24", False)])
def test_only_a_proxy_that_is_named_is_believed(tmp_path: Path, proxies: str, believed: bool) -> None:
    with served(small_graph(tmp_path / "graph"), proxies=proxies) as (client, _):
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
        answer = client.get("/sparql", params={"query": 'SELECT (IRI("x") AS ?x) {}'}, headers=forwarded)
        (row,) = answer.json()["results"]["bindings"]
        assert row["x"]["value"].startswith("https://" if believed else "http://")


def test_a_head_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with served(small_graph(tmp_path / "graph")) as (client, _):
        with suppress(httpx2.TransportError):  # it may be let go before it has sent all
            assert client.get("/health", headers={"X-Long": "x" * 200_000}).status_code in (400, 431)
        assert client.get("/health").status_code == 200


def test_a_backup_is_a_graph_also_while_it_is_served_and_changed(tmp_path: Path, kg: Kg) -> None:
    graph, copy = small_graph(tmp_path / "graph [1]"), tmp_path / "copies" / "one"  # a pattern, if it were taken as one
    with service_of_its_own(graph) as (_, client):
        assert put(client, 1) == 201
        time.sleep(1)
        ran = kg("--store", graph, "backup", copy)
        assert ran.out.startswith(f"{copy}: the graph as of 2")
        assert ran.err == ""
        assert put(client, 2) == 201
        ran = kg("--store", graph, "restore", copy, "--replace")
        assert ran.code == 1
        assert ran.err.startswith(f"kg: {graph}: is in use by another process, the service at http://127.0.0.1:")
    with Store.open(copy, read_only=True) as store:
        there = {name.value for name in store.native.named_graphs()}
        assert ("a:g1" in there, "a:g2" in there) == (True, False)
    assert kg("--store", graph, "backup", copy).err == f"kg: {copy}: is there already; name a new folder\n"
    assert kg("--store", graph, "backup", Path(graph) / "copy").err.endswith("name one outside of it\n")


def test_a_restored_graph_is_served_by_the_service_that_runs(tmp_path: Path, kg: Kg) -> None:
    graph, copy = small_graph(tmp_path / "graph"), tmp_path / "copy"
    assert kg("--store", graph, "backup", copy).code == 0
    with served(graph, renew=0.1) as (client, _):
        with Store.open(graph) as store:
            store.remove("denial-1")
        assert articles(client, 1)
        assert kg("--store", graph, "restore", copy).err.endswith("there is a graph; --replace replaces it\n")
        assert kg("--store", graph, "restore", copy, "--replace").code == 0
        assert articles(client, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "graph"]
    assert kg("--store", graph, "restore", tmp_path / "none", "--replace").err.endswith("kg backup writes one\n")
    other = tmp_path / "other"
    other.mkdir()
    assert kg("--store", other, "restore", copy).code == 0  # an empty folder is nobody's
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.txt").write_text("years of work")
    (tmp_path / "thesis" / "CURRENT_DRAFT.docx").touch()
    (tmp_path / "thesis" / "MANIFEST-of-hope.txt").touch()
    for options in ((), ("--replace",)):
        ran = kg("--store", tmp_path / "thesis", "restore", copy, *options)
        assert (ran.code, ran.err) == (1, f"kg: {tmp_path / 'thesis'}: holds other files and no graph\n")
    assert (tmp_path / "thesis" / "thesis.txt").read_text() == "years of work"


def test_a_graph_that_lost_its_first_file_is_restored(tmp_path: Path, kg: Kg) -> None:
    graph, copy = small_graph(tmp_path / "graph"), tmp_path / "copy"
    assert kg("--store", graph, "backup", copy).code == 0
    (graph / "CURRENT").unlink()
    assert kg("--store", graph, "check").err.endswith("kg restore --replace puts a backup in its place\n")
    assert kg("--store", graph, "restore", copy).err.endswith("there is a graph; --replace replaces it\n")
    assert kg("--store", graph, "restore", copy, "--replace").code == 0
    assert kg("--store", graph, "check").code == 0


@MOUNTS
def test_where_a_disk_is_mounted_nothing_is_left_behind(tmp_path: Path, kg: Kg, wire: Path) -> None:
    graph, copy = small_graph(tmp_path / "graph"), tmp_path / "copy"
    assert kg("--store", graph, "backup", copy).code == 0
    with small_disk(tmp_path / "disk", "10m") as disk:
        for command, given in (("restore", copy), ("build", wire)):
            ran = kg("--store", disk, command, given)
            said = f"kg: {disk}: is where a disk is mounted, and nothing takes its place; name a folder in it\n"
            assert (ran.code, ran.err.endswith(said)) == (1, True), ran.err
        assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "disk", "graph"]
        assert not list(disk.iterdir())


def articles(client: httpx2.Client, number: int) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if client.get("/health").json()["articles"] == number:
            return True
        time.sleep(0.05)
    return False


def test_settings_come_from_options_environment_file_and_defaults(
    tmp_path: Path, kg: Kg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "communique.toml").write_text('port = 81\nworkers = 3\ntoken = "secret"\n')
    monkeypatch.setenv("KG_WORKERS", "5")
    monkeypatch.setenv("KG_REMOTE_QUERY", "http://me:h@dden@127.0.0.1:1/query")
    rows = [line.split() for line in kg("config").out.splitlines()]
    assert any(row[:2] == ["remote_query", "http://...@127.0.0.1:1/query"] for row in rows)
    found = {row[0]: row[1:] for row in rows if len(row) > 2}
    assert found["port"][:2] == ["81", "communique.toml"]
    assert found["workers"][:2] == ["5", "environment"]
    assert found["token"][:2] == ["**********", "communique.toml"]
    assert " ".join(found["patience"]).startswith("0.25 default Seconds after which a query is long")
    assert all(Settings.described().values())
    (tmp_path / "communique.toml").write_text("prot = 81\n")
    assert kg("config").err == "kg: communique.toml: prot: no such setting; kg config lists them\n"
    (tmp_path / "communique.toml").write_text("port = \n")
    assert kg("config").err.startswith("kg: communique.toml: Invalid value")
    monkeypatch.setenv("KG_CONFIG", "elsewhere.toml")
    assert kg("config").err == "kg: elsewhere.toml: no such file or directory\n"
