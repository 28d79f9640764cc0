"""Workers: what is asked too much of is ended, and the others do not notice."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api import pool
from api.pool import Pool
from api.state import Serving
from api.turns import Full, Turns
from api.worker import Counter
from kg.settings import Settings
from tests.conftest import ROOT
from tests.served import served, small_graph

SMALL = "SELECT ?s { ?s a <https://communique.example/ontology#Statement> } LIMIT 1"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?c"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LIMITS = {"query_seconds": 2.0, "patience": 0.2, "workers": 2, "long_queries": 2, "query_memory": 256}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(tmp_path_factory.mktemp("pool") / "graph")


@pytest.fixture(scope="module")
def service(graph: Path) -> Iterator[tuple[httpx2.Client, Serving]]:
    with served(graph, **LIMITS) as found:
        yield found


def ask(client: httpx2.Client, query: str) -> httpx2.Response:
    return client.get("/sparql", params={"query": query})


def in_parallel(client: httpx2.Client, queries: list[str]) -> list[httpx2.Response]:
    answers: list[httpx2.Response] = []
    base = client.base_url

    def one(query: str) -> None:
        answers.append(httpx2.get(f"{base}/sparql", params={"query": query}, timeout=60))

    threads = [threading.Thread(target=one, args=(query,)) for query in queries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_runaway_is_ended_and_others_are_answered_meanwhile(service: tuple[httpx2.Client, Serving]) -> None:
    client, serving = service
    runaway: list[httpx2.Response] = []
    thread = threading.Thread(target=lambda: runaway.append(ask(client, RUNAWAY)))
    thread.start()
    answered = 0
    while thread.is_alive():
        assert httpx2.get(f"{client.base_url}/sparql", params={"query": SMALL}, timeout=60).status_code == 200
        answered += 1
    assert runaway[0].status_code == 503
    assert runaway[0].json()["detail"] == "The query was ended: it took longer than 2 seconds."
    assert answered > 3
    assert serving.pool.running == serving.pool.long == 0


def test_a_service_that_is_stopped_while_it_starts_leaves_nothing_open(graph: Path) -> None:
    async def stopped() -> None:
        starting = Pool(Settings())
        worker = asyncio.create_task(starting.warm(graph))
        while starting._zygote is None and not worker.done():
            await asyncio.sleep(0.001)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        await starting.close()

    asyncio.run(stopped())
    gc.collect()  # tells of a socket that nobody has closed, and every warning is an error


def test_a_query_that_needs_too_much_memory_ends_alone(service: tuple[httpx2.Client, Serving]) -> None:
    client, _ = service
    answer = ask(client, SORTED)
    assert answer.status_code == 503
    assert answer.json()["detail"] in (
        "The query was ended: it needed more than the 256 MB of memory that it may have, or its process was killed.",
        "The query was ended: it took longer than 2 seconds.",  # on a machine too slow to fill the memory first
    )
    assert ask(client, SMALL).status_code == 200


BOUND = """
import threading
from api.worker import _bound

_bound(400 << 20)
threading.stack_size(1 << 18)
ready, done = threading.Barrier(9), threading.Event()

def work():
    held = [bytes(1_000) for _ in range(100)]
    ready.wait()
    done.wait()

for _ in range(8):
    threading.Thread(target=work, daemon=True).start()
ready.wait()  # the C library has kept 64 MB of addresses for each
print(len(bytes(250 << 20)))
try:
    bytes(500 << 20)
except MemoryError:
    print("no more")
"""


def test_what_a_worker_may_have_is_memory_and_not_addresses() -> None:
    told = subprocess.run([sys.executable, "-c", BOUND], capture_output=True, text=True, cwd=ROOT)
    assert (told.stdout.split("\n"), told.stderr) == ([str(250 << 20), "no more", ""], "")


def test_what_is_asked_twice_is_answered_from_memory_unless_it_may_change(
    service: tuple[httpx2.Client, Serving],
) -> None:
    client, serving = service
    tally = serving.pool.tally
    asked, again = tally.asked, tally.remembered
    answers = [ask(client, SMALL + " # once more") for _ in range(3)]
    assert len({answer.content for answer in answers}) == 1
    assert (tally.asked - asked, tally.remembered - again) == (1, 2)
    for changing in ("SELECT (NOW() AS ?x) {}", "SELECT (sTruuId() AS ?x) {}"):
        assert ask(client, changing).content != ask(client, changing).content
    as_xml = client.get("/sparql", params={"query": SMALL + " # once more"}, headers={"Accept": "application/xml"})
    assert as_xml.content.startswith(b"<?xml")


def test_what_only_grows_is_a_counter(service: tuple[httpx2.Client, Serving]) -> None:
    client, serving = service
    ask(client, SMALL)
    found = {family.name: family for family in text_string_to_metric_families(client.get("/metrics").text)}
    for name in ("asked", "remembered", "refused", "killed"):
        assert found[f"communique_queries_{name}"].type == "counter"
    (asked,) = found["communique_queries_asked"].samples
    assert (asked.name, asked.value) == ("communique_queries_asked_total", serving.pool.tally.asked)
    assert {sample.labels["why"] for sample in found["communique_queries_killed"].samples} == set(pool.ENDS)


def read_all(client: httpx2.Client, query: str) -> int:
    with client.stream("GET", "/sparql", params={"query": query}) as answer:
        assert answer.status_code == 200
        return sum(len(chunk) for chunk in answer.iter_bytes())


def test_an_answer_that_had_begun_is_broken_and_never_looks_whole(service: tuple[httpx2.Client, Serving]) -> None:
    client, _ = service
    with pytest.raises(httpx2.RemoteProtocolError):
        read_all(client, ENDLESS)


def test_too_many_long_queries_lose_the_latest(service: tuple[httpx2.Client, Serving]) -> None:
    client, serving = service
    answers = in_parallel(client, [RUNAWAY] * 4)
    assert [answer.status_code for answer in answers] == [503] * 4
    assert {answer.json()["detail"] for answer in answers} == {
        "The query was ended: it took longer than 2 seconds.",
        "The service is busy with long queries; try again in a moment.",
    }
    assert {answer.headers.get("retry-after") for answer in answers} == {None, "5"}
    assert serving.pool.tally.killed["busy"] > 0


def test_who_does_not_wait_for_the_answer_frees_the_worker(service: tuple[httpx2.Client, Serving]) -> None:
    client, serving = service
    with pytest.raises(httpx2.ReadTimeout):
        httpx2.get(f"{client.base_url}/sparql", params={"query": RUNAWAY}, timeout=0.4)
    with client.stream("GET", "/sparql", params={"query": ENDLESS}) as answer:
        next(answer.iter_bytes())
    until = time.monotonic() + 10
    while serving.pool.running and time.monotonic() < until:
        time.sleep(0.05)
    assert serving.pool.running == 0


def test_a_worker_that_is_killed_takes_one_query_with_it(service: tuple[httpx2.Client, Serving]) -> None:
    client, serving = service
    answers: list[httpx2.Response] = []
    thread = threading.Thread(target=lambda: answers.append(ask(client, RUNAWAY)))
    thread.start()
    until = time.monotonic() + 10
    while not serving.pool._running and time.monotonic() < until:
        time.sleep(0.01)
    for run in list(serving.pool._running):
        os.kill(run.worker.pid, signal.SIGKILL)
    thread.join()
    assert answers[0].status_code == 503
    assert ask(client, SMALL).status_code == 200


def test_workers_are_started_again_when_what_starts_them_is_killed(service: tuple[httpx2.Client, Serving]) -> None:
    client, serving = service
    assert ask(client, SMALL).status_code == 200
    zygote = serving.pool._zygote
    assert zygote is not None
    zygote.kill()
    zygote.wait()
    assert [ask(client, SMALL).status_code for _ in range(3)] == [200] * 3


def test_nothing_is_left_when_the_service_ends(graph: Path) -> None:
    with served(graph, **LIMITS) as (client, serving):
        assert ask(client, SMALL).status_code == 200
        zygote = serving.pool._zygote
        assert zygote is not None
        assert len(list(graph.parent.glob(".graph.serving-*"))) >= 1
        path = serving.view.path
    assert zygote.poll() is not None
    assert not path.exists()


def test_rows_and_bytes_have_limits(graph: Path) -> None:
    with served(graph, query_rows=100, query_bytes=50_000) as (client, _):
        assert ask(client, "SELECT * { ?s ?p ?o } LIMIT 100").status_code == 200
        for media in ("text/csv", "text/tab-separated-values", "application/sparql-results+xml"):
            for limit, status in ((100, 200), (101, 400)):
                query = {"query": f"SELECT ?s {{ ?s ?p ?o }} LIMIT {limit}"}
                assert client.get("/sparql", params=query, headers={"Accept": media}).status_code == status
        many = ask(client, "SELECT * { ?s ?p ?o } LIMIT 101")
        assert (many.status_code, many.json()["detail"]) == (
            400,
            "The answer has more than 100 rows; add LIMIT, or ask for less.",
        )
        big = client.get("/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, headers={"Accept": "text/turtle"})
        assert big.json()["detail"] == "The answer has more than 50,000 bytes; add LIMIT, or ask for less."


def test_who_comes_when_the_queue_is_full_is_told_so(graph: Path) -> None:
    with served(graph, workers=1, queue=2, patience=60.0, query_seconds=2.0) as (client, serving):
        answers = in_parallel(client, [RUNAWAY] * 4)
        assert sorted(answer.status_code for answer in answers) == [429, 429, 503, 503]
        (first, _) = (answer for answer in answers if answer.status_code == 429)
        assert first.headers["retry-after"] == "1"
        assert serving.pool.tally.refused == 2


def _streamed(client: httpx2.Client, side: int) -> int:
    """Return how many lines come for a query that has the square of ``side`` as answers."""
    numbers = " ".join(map(str, range(side)))
    query = {"query": f"SELECT * {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} }}"}
    with client.stream("POST", "/sparql", data=query, headers={"Accept": "text/csv"}) as answer:
        return sum(chunk.count(b"\n") for chunk in answer.iter_bytes())


def test_a_million_rows_do_not_stay_in_memory(graph: Path) -> None:
    """What Python holds is counted, not what the process has, which is the client's and other services' as well."""
    with served(graph, query_seconds=60.0) as (client, serving):
        serving.view.gather()  # else it is done meanwhile, soon after the start, and brings numpy
        assert _streamed(client, 200) == 40_001  # the smallest that comes in pieces: what any stream needs for itself
        tracemalloc.start(1)
        try:
            assert _streamed(client, 1000) == 1_000_001  # eight million bytes
            kept, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert kept < 1_000_000
    assert most < 2_000_000


@contextmanager
def silent(client: httpx2.Client) -> Iterator[None]:
    """Ask for some hundred megabytes, and do not read them."""
    numbers = "+".join(map(str, range(1000)))
    query = f"SELECT+*+%7BVALUES+?a+%7B{numbers}%7D+VALUES+?b+%7B{numbers}%7D%7D"
    with socket.create_connection(("127.0.0.1", client.base_url.port or 0), 20) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        yield


def test_who_does_not_read_an_answer_keeps_nobody_out(graph: Path) -> None:
    with served(graph, query_seconds=1.0, patience=0.1, long_queries=2) as (client, serving):
        with silent(client), silent(client):
            assert until(lambda: serving.pool.long == 2)
            assert until(lambda: all(run.offered for run in serving.pool._long))
            time.sleep(pool._UNREAD + 0.1)
            answer = ask(client, RUNAWAY)
            assert answer.json()["detail"] == "The query was ended: it took longer than 1 seconds."
            assert serving.pool.long == 1
        assert serving.pool.tally.killed["stalled"] == 1


def test_who_does_not_read_an_answer_holds_no_worker_for_ever(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(graph, query_seconds=60.0, patience=0.2) as (client, serving):
        assert ask(client, SMALL).status_code == 200
        monkeypatch.setattr(pool, "_STALLED", 3.0)
        with silent(client):
            assert until(lambda: serving.pool.long == 1)  # its place is free
            (run,) = serving.pool._running
            before = resident(run.worker.pid)
            time.sleep(1)
            assert resident(run.worker.pid) < before + 20
            assert run.worker.frames._size < 2_000_000
            assert ask(client, SMALL).status_code == 200
            assert until(lambda: serving.pool.running == 0)
            assert serving.pool.tally.killed["stalled"] == 1
            assert not run.worker.frames._whole


def until(holds: Callable[[], object]) -> bool:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False


def resident(pid: int) -> float:
    """Return megabytes of a process."""
    return int(Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024


@pytest.mark.parametrize("way", ["namespace", "seccomp"])
def test_a_worker_cannot_reach_out(way: str) -> None:
    """The kernel itself refuses, whatever a query may hold."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        code = (
            "import ctypes, socket, sys; from api import zygote\n"
            + ("zygote._NEW_NET = zygote._NEW_USER = 0xFFFFFFF\n" if way == "seccomp" else "")
            + "print(zygote.isolate())\n"
            f"try: socket.create_connection(('127.0.0.1', {listener.getsockname()[1]}), 2); print('reached')\n"
            "except OSError as bad: print(bad.errno)\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    found, outcome = done.stdout.split()
    assert found == way or (found == "seccomp" and way == "namespace")
    assert int(outcome) in (1, 101)  # EPERM, ENETUNREACH


def test_turns_go_round_the_clients() -> None:
    async def story() -> list[str]:
        turns = Turns(1, 10)
        order: list[str] = []
        give = await turns.take("a")

        async def come(client: str) -> None:
            mine = await turns.take(client)
            order.append(client)
            await asyncio.sleep(0)
            mine()
            mine()  # a second time does nothing

        tasks = []
        for client in ("a", "a", "a", "b", "c"):
            tasks.append(asyncio.create_task(come(client)))
            await asyncio.sleep(0)
        assert turns.waiting == 5
        tasks[1].cancel()
        give()
        await asyncio.gather(*tasks, return_exceptions=True)
        last = await turns.take("d")
        last()
        return order

    assert asyncio.run(story()) == ["a", "b", "c", "a"]


def test_one_client_fills_half_of_the_queue_at_most() -> None:
    async def story() -> None:
        turns = Turns(1, 4)
        await turns.take("a")
        waiting = [asyncio.create_task(turns.take("a")) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Full):
            await turns.take("a")
        waiting += [asyncio.create_task(turns.take("b")) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Full):
            await turns.take("c")
        for task in waiting:
            task.cancel()

    asyncio.run(story())


ROW_JSON = (
    b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a}},{\\"b"}},'
    b'{"x":{"type":"uri","value":"a:b"}}]}}'
)


@pytest.mark.parametrize(
    ("media", "text", "rows"),
    [
        ("text/csv", b'x\r\n"a\r\n""b"""\r\nc\r\n', 2),
        ("text/tab-separated-values", b'?x\n"a\\nb"\n', 1),
        ("application/sparql-results+json", ROW_JSON, 2),
        ("application/sparql-results+xml", b"<results><result><b>&lt;result></b></result><result></result>", 2),
        ("application/n-triples", b"<a:a> <a:b> <a:c> .\n", 1),
        ("text/turtle", b"<a:a> <a:b> <a:c> .\n", 0),
    ],
)
def test_rows_are_counted_however_the_answer_is_cut(media: str, text: bytes, rows: int) -> None:
    for size in (1, 2, 3, 7, len(text)):
        count = Counter(media)
        for start in range(0, len(text), size):
            count.add(text[start : start + size])
        assert count.rows == rows
