"""A copy of the graph in memory: it answers as the disk does, is bounded as that is, and nothing waits for it."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pyoxigraph as ox
import pytest

from api import copied, state
from api.pool import Pool
from api.state import Serving
from kg.store import Store
from tests.served import ALLOWED, TOKEN, served, small_graph

QUERIES = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?g { GRAPH ?g {} } ORDER BY ?g",
    "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o",
    "ASK { ?s ?p 'nothing' }",
)
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?c"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "_QUIET", 0.2)


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    found = small_graph(tmp_path / "graph")
    with Store.open(found) as store:
        store.update("CREATE GRAPH <a:empty> ; INSERT DATA { GRAPH <a:blank> { _:b <a:p> 'ü', 1.50 } }")
    return found


def until(holds: Callable[[], object]) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False


def ask(client: httpx2.Client, query: str) -> httpx2.Response:
    return client.get("/sparql", params={"query": query})


def pids(serving: Serving) -> set[int]:
    return {worker.pid for idle in serving.pool._idle.values() for worker in idle}


def from_copy(serving: Serving) -> bool:
    idle = [worker for idle in serving.pool._idle.values() for worker in idle]
    return bool(idle) and all(worker.copy is not None for worker in idle)


def test_a_copy_answers_as_the_disk_does(graph: Path) -> None:
    with served(graph, copy_memory=0) as (client, serving):
        on_disk = [ask(client, query).json() for query in QUERIES]
        assert not serving.pool.copied
    with served(graph) as (client, serving):
        assert ask(client, "ASK {}").status_code == 200  # at once, from the disk
        assert until(lambda: serving.pool.copied and from_copy(serving))
        assert [ask(client, query).json() for query in QUERIES] == on_disk
        assert "communique_copied 1.0" in client.get("/metrics").text


def test_queries_of_a_copy_are_bounded_in_time_and_memory_and_end_alone(graph: Path) -> None:
    limits = {"query_seconds": 4.0, "patience": 0.2, "query_memory": 64}  # had long before the time is up
    with served(graph, **limits) as (client, serving):
        assert until(lambda: serving.pool.copied)
        slow, big = ask(client, RUNAWAY), ask(client, SORTED)
        assert (slow.status_code, big.status_code) == (503, 503)
        assert slow.json()["detail"] == "The query was ended: it took longer than 4 seconds."
        assert ask(client, "ASK {}").status_code == 200
        assert serving.pool.copied
        assert serving.pool.tally.killed["memory"] == 1
        assert (serving.pool.running, serving.pool.long) == (0, 0)


def test_what_is_written_is_read_at_once_and_copied_later(graph: Path) -> None:
    with served(graph, token=TOKEN, renew=0.1) as (client, serving):
        assert until(lambda: serving.pool.copied)
        for number in range(3):
            update = {"update": f"INSERT DATA {{ <a:s> <a:number> {number} }}"}
            assert client.post("/sparql", data=update, headers=ALLOWED).status_code == 204
            assert ask(client, f"ASK {{ <a:s> <a:number> {number} }}").json()["boolean"] is True
        assert until(lambda: serving.pool.copied and from_copy(serving))
        assert ask(client, "ASK { <a:s> <a:number> 2 } # again").json()["boolean"] is True


def test_a_snapshot_that_was_replaced_before_it_was_read_is_not_kept(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load, begun, replaced = Pool.load, threading.Event(), threading.Event()

    async def late(pool: Pool, path: Path) -> bool:
        first = not begun.is_set()
        begun.set()
        while first and not replaced.is_set():
            await asyncio.sleep(0.02)
        return await load(pool, path)

    monkeypatch.setattr(Pool, "load", late)
    with served(graph, token=TOKEN) as (client, serving):
        assert begun.wait(60)
        update = {"update": "INSERT DATA { <a:s> <a:p> 1 }"}
        assert client.post("/sparql", data=update, headers=ALLOWED).status_code == 204
        assert ask(client, "ASK { <a:s> <a:p> 1 }").json()["boolean"] is True
        replaced.set()
        assert until(lambda: serving.pool._copy is not None and serving.pool._copy.path == str(serving.view.path))


def test_a_query_that_runs_outlives_the_copy_that_it_reads(graph: Path) -> None:
    """The process that it was forked from stays until it has ended."""
    with served(graph, token=TOKEN, query_seconds=6.0) as (client, serving):
        assert until(lambda: serving.pool.copied)
        before = serving.pool._copy
        assert before is not None
        with client.stream("GET", "/sparql", params={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}) as answer:
            chunks = answer.iter_bytes()
            next(chunks)
            base = str(client.base_url)
            update = {"update": "INSERT DATA { <a:s> <a:p> 1 }"}
            assert httpx2.post(f"{base}/sparql", data=update, headers=ALLOWED, timeout=60).status_code == 204
            found = httpx2.get(f"{base}/sparql", params={"query": "ASK { <a:s> <a:p> 1 }"}, timeout=60)
            assert found.json()["boolean"] is True
            assert serving.pool._copy is not before
            for _ in range(20):
                next(chunks)
            assert before.workers == 1
        assert until(lambda: before.workers == 0)


def test_nobody_notices_that_the_copy_is_killed_and_another_one_is_made(graph: Path) -> None:
    with served(graph) as (client, serving):
        assert ask(client, "ASK {}").status_code == 200
        assert until(lambda: serving.pool.copied and from_copy(serving))
        (worker,) = pids(serving)
        first = serving.pool._copy
        os.kill(parent_of(worker), signal.SIGKILL)
        assert [ask(client, f"ASK {{}} # {number}").status_code for number in range(9)] == [200] * 9
        assert until(lambda: serving.pool._copy not in (None, first))
        assert ask(client, "ASK {} # the last").status_code == 200
        assert not serving.pool.tally.killed["memory"]


@pytest.mark.parametrize("copy_memory", [0, 1024])
def test_a_query_that_runs_when_its_worker_loses_its_parent_is_evaluated_again(graph: Path, copy_memory: int) -> None:
    with served(graph, copy_memory=copy_memory) as (client, serving), ThreadPoolExecutor(1) as others:
        assert ask(client, "ASK {}").status_code == 200
        assert until(lambda: from_copy(serving) if copy_memory else pids(serving))
        heavy = others.submit(
            ask, client, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(STR(?c)) > 1) }"
        )
        assert until(lambda: serving.pool.running)
        (run,) = serving.pool._running
        os.kill(parent_of(run.worker.pid), signal.SIGKILL)
        assert heavy.result(60).status_code == 200, heavy.result().text
        assert until(lambda: serving.pool.running == 0)
        assert serving.pool.tally.killed["lost"] in (1, 2)  # a spare of the same parent may have been tried
        assert ask(client, "ASK {} # later").status_code == 200


def parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_graph_that_does_not_fit_is_not_copied(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied, "_EACH", 10)
    with pytest.raises(MemoryError):
        copied.loaded(str(graph), 1 << 14)  # not more than its files take
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    with pytest.raises(MemoryError):
        copied.loaded(str(graph), 1 << 14)  # nor what is read of them


def test_a_copy_holds_the_same_quads_and_is_forked_at_the_priority_that_was(graph: Path) -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    copy = copied.loaded(str(graph), 1 << 28)
    disk = ox.Store.read_only(str(graph))
    assert set(copy) == set(disk)
    assert set(copy.named_graphs()) == set(disk.named_graphs())
    assert os.getpriority(os.PRIO_PROCESS, 0) == before
