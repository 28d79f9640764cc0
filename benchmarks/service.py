"""The service beside Oxigraph's own server, and under load.

    python benchmarks/service.py                        1 million quads: everything
    python benchmarks/service.py --quads 5000000 --only counts
    python benchmarks/service.py --rdflib               beside rdflib in memory, too (slow, and much memory)
    python benchmarks/service.py --floors               a short run that fails when a ratio is over its bound

A seeded generator makes articles and statements of the project's shape, which the store's own writer turns into quads.
*Queries*: eight questions over HTTP to our service and to ``oxigraph serve`` over a copy of the same store, in turn;
median and 95th percentile of each, and their ratio. Each time the text is a new one (a comment at its end), so that
neither side can have remembered the answer; *again* is ours for the same text once more. *Counts*: ``/dyads`` and
``/timeline``, as a client sees them, with and without filters. *Load*: 50 clients that each ask a small query every
second, first alone, then while a four-way product arrives every second; errors, the ratio of their 95th percentiles,
and the memory of all processes.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote
from urllib.request import urlopen

from kg.lexicon.vocabulary import relations
from kg.model import Actor, Article, Mention, Modality, Span, Statement
from kg.rdf.namespaces import PREFIXES, term
from kg.rdf.provenance import Extractor
from kg.store import Store

FLOORS = Path(__file__).with_name("service_floors.json")
EXTRACTOR = Extractor("0.1.0", "generated", "0" * 20)
CODES = [f"{a}{b}{c}" for a in "ABCDE" for b in "AEIOU" for c in "KLMNRST"]
WORDS = (
    *("border", "convoy", "harbour", "embassy", "drones", "sanctions", "talks", "missile", "treaty", "refugees"),
    *("ceasefire", "grain", "pipeline"),
)
PREFIX = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
SMALL = PREFIX + "SELECT ?p ?o { code:AAK ?p ?o } LIMIT 20"
RDFLIB_SECONDS = 120  # for three times the same query
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

QUERIES: Mapping[str, str] = MappingProxyType(
    {
        "who accused whom, newest 50": """SELECT ?s ?t ?day ?text { GRAPH ?g { ?x c:relation rel:ACCUSE ;
            c:sourceCode ?s ; c:targetCode ?t ; c:evidence/oa:exact ?text ; c:article/schema:datePublished ?day } }
            ORDER BY DESC(?day) LIMIT 50""",
        "one dyad with dates": """SELECT ?r ?day ?text { GRAPH ?g { ?x c:sourceCode code:AAK ;
            c:targetCode code:EUT ; c:relation ?r ; c:evidence/oa:exact ?text ; c:article/schema:datePublished ?day } }
            ORDER BY ?day""",
        "all dyads, from the ledger": """SELECT ?s ?t (SUM(?e) AS ?n) { GRAPH graph:ledger {
            ?p c:sourceCode ?s ; c:targetCode ?t ; c:edgeCount ?e } } GROUP BY ?s ?t ORDER BY DESC(?n) LIMIT 50""",
        "denied by one, asserted by another": """SELECT ?d ?a ?x { GRAPH ?g { ?n c:relation rel:DENY ;
            c:sourceCode ?d ; c:content ?x } GRAPH graph:ledger { ?p c:statement ?x ;
            c:takes c:assertion ; c:holder ?a } FILTER(?a != ?d) } LIMIT 100""",
        "what is planned against one": """SELECT ?s ?r ?text { GRAPH ?g { ?x c:modality c:future ;
            c:targetCode code:AEK ; c:sourceCode ?s ; c:relation ?r ; c:evidence/oa:exact ?text } }""",
        "words in a sentence": """SELECT ?e ?t { GRAPH ?g { ?e a c:Sentence ; oa:exact ?t
            FILTER(CONTAINS(?t, "pipeline")) } } LIMIT 50""",
        "describe a statement": "DESCRIBE {statement}",
        "plain edges of one": "SELECT ?p ?o { GRAPH graph:edges { code:AAK ?p ?o } }",
    }
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, help="folder of a graph that was generated before, or is to be kept")
    parser.add_argument("--only", choices=("queries", "counts", "load"), action="append")
    parser.add_argument("--seconds", type=int, default=60, help="of load")
    parser.add_argument("--repetitions", type=int, default=11)
    parser.add_argument("--rdflib", action="store_true")
    parser.add_argument("--floors", type=Path, nargs="?", const=FLOORS, metavar="FILE")
    given = parser.parse_args(arguments)
    if given.floors:
        given.quads, given.seconds, given.repetitions = 30_000, 3, 5
        os.environ.setdefault("KG_QUERY_SECONDS", "5")  # runaways are waited for
    chosen = given.only or ["queries", "counts", "load"]
    with tempfile.TemporaryDirectory() as folder:
        graph = given.store or Path(folder) / "graph"
        if not graph.exists():
            generate(graph, given.quads)
        found: dict[str, float] = {}
        if "queries" in chosen:
            found |= queries(graph, Path(folder), given.repetitions, given.rdflib)
        if "counts" in chosen:
            found |= counts(graph, given.repetitions)
        if "load" in chosen:
            found |= load(graph, given.seconds)
    return floors(found, given.floors) if given.floors else 0


def floors(found: Mapping[str, float], file: Path) -> int:
    bounds: dict[str, float] = json.loads(file.read_text())
    over = {name: bound for name, bound in bounds.items() if found[name] > bound}
    for name, bound in over.items():
        print(f"FAILED: {name} is {found[name]:.2f}, and may be {bound} at most")
    return 1 if over else 0


# -- a graph ----------------------------------------------------------------------------------------------------------


def generate(folder: Path, quads: int) -> None:
    """Make a graph of about so many quads in a new folder."""
    begun = time.perf_counter()
    with Store.open(folder) as store:
        actors = [Actor(code, f"State of {code}", "state", code, code) for code in CODES]
        store.put_actors(actors)
        rolled = random.Random(20261127)  # noqa: S311  # the same graph every time, not a secret
        count = 0
        while len(store) < quads * 0.8:  # the rest is edges, ledger and ontology
            store.put_many((made(count + i, actors, rolled) for i in range(200)), EXTRACTOR)
            count += 200
        store.derive()
        size = len(store)
    print(f"{size:,} quads of {count:,} articles, generated in {time.perf_counter() - begun:.0f} s\n", flush=True)


def made(number: int, actors: Sequence[Actor], rolled: random.Random) -> tuple[Article, list[Statement]]:
    """Return an article of ten sentences with a statement each, some of them denials of another."""
    ends = [rolled.sample(actors, 3) for _ in range(10)]
    lines = [f"{a.name} acted on {b.name} over the {rolled.choice(WORDS)} and {rolled.choice(WORDS)}, said {c.name}."
             for a, b, c in ends]  # fmt: skip
    day = date(2020, 1, 1) + timedelta(days=int(rolled.triangular(0, 1800, 1700)))
    article = Article(f"generated-{number}", "\n".join(lines), f"Report {number}", f"Outlet {number % 40}", None, day)
    statements: list[Statement] = []
    start = 0
    for line, (source, target, speaker) in zip(lines, ends, strict=True):
        statements += told(article.id, line, start, source, target, speaker, rolled)
        start += len(line) + 1
    return article, statements


def told(
    article: str, line: str, start: int, source: Actor, target: Actor, speaker: Actor, rolled: random.Random
) -> Iterator[Statement]:
    def at(words: str, actor: Actor, nth: int = 0) -> Mention:
        begin = line.index(words) if not nth else line.rindex(words)
        return Mention(start + begin, start + begin + len(words), words, actor, "name")

    sentence = Span(start, start + len(line), line)
    verb = line.index(" acted ") + 1
    codes = [code for code in relations() if code not in ("DENY", "CONFIRM")]
    claim = Statement(
        article,
        sentence,
        Span(start + verb, start + verb + 5, "acted"),
        rolled.choice(codes),
        at(source.name, source),
        at(target.name, target),
        theme=line.partition(" over ")[2].partition(",")[0],
        attributed_to=at(speaker.name, speaker, 1) if rolled.random() < 0.35 else None,
        modality=rolled.choices(list(Modality), (80, 10, 5, 5))[0],
        rule="generated",
    )
    yield claim
    if rolled.random() < 0.15:
        said = line.rindex("said")
        yield Statement(
            article, sentence, Span(start + said, start + said + 4, "said"), "DENY", at(speaker.name, speaker, 1),
            content=claim.id, rule="generated",
        )  # fmt: skip


# -- two servers ------------------------------------------------------------------------------------------------------


class Client:
    """A connection that is kept."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, path: str, accept: str = "application/sparql-results+json, text/turtle;q=0.5") -> tuple[int, float]:
        """Return status and milliseconds."""
        begun = time.perf_counter()
        self._connection.request("GET", path, headers={"Accept": accept})
        answer = self._connection.getresponse()
        answer.read()
        return answer.status, (time.perf_counter() - begun) * 1000

    def ask(self, query: str) -> tuple[int, float]:
        """Return status and milliseconds of a query; the name of its path is ``/sparql`` or ``/query``."""
        return self.get(f"{self.path}?query={quote(query)}")

    path = "/sparql"


class OxigraphClient(Client):
    """The same for Oxigraph's server."""

    path = "/query"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield process
        finally:
            process.terminate()
            process.wait(60)


@contextmanager
def ours(graph: Path, *, copied: bool = True) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    command = [sys.executable, "-m", "kg.cli", "--store", str(graph), "serve", "--port", str(port)]
    with running(command, port) as process:
        Client(port).ask("ASK {}")
        if copied and os.environ.get("KG_COPY_MEMORY") != "0":
            wait_for_copy(port)
        yield port, process


def wait_for_copy(port: int) -> None:
    """Wait until a copy in memory answers: with a graph that does not fit, for ten minutes in vain."""
    end = time.monotonic() + 600
    while time.monotonic() < end:
        with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            if b"communique_copied 1.0" in answer.read():
                return
        time.sleep(0.2)
    print("the disk answers: there is no copy in memory", flush=True)


@contextmanager
def oxigraph(graph: Path, folder: Path) -> Iterator[int]:
    copy = folder / "oxigraph"
    with Store.open(graph) as store:
        store.backup(copy)
    port = free_port()
    program = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    try:
        with running([program, "serve-read-only", "--location", str(copy), "--bind", f"127.0.0.1:{port}",
                      "--union-default-graph"], port):  # fmt: skip
            yield port
    finally:
        shutil.rmtree(copy, ignore_errors=True)


# -- queries ----------------------------------------------------------------------------------------------------------


def queries(graph: Path, folder: Path, repetitions: int, with_rdflib: bool) -> dict[str, float]:
    texts = mission(graph)
    times: dict[str, tuple[list[float], list[float], list[float]]] = {name: ([], [], []) for name in texts}
    with oxigraph(graph, folder) as other, ours(graph) as (port, _):
        mine = Client(port)
        sides = (mine, OxigraphClient(other), mine)
        for round_ in range(repetitions + 1):
            for name, text in texts.items():
                for side in (0, 1, 2) if round_ % 2 else (1, 0, 2):
                    status, took = sides[side].ask(f"{text}\n# {round_}")
                    if status != 200:
                        raise SystemExit(
                            f"{name}: status {status} of {'oxigraph serve' if side == 1 else 'our service'}"
                        )
                    if round_:  # the first is to warm up
                        times[name][side].append(took)
    beside = rdflib_times(graph, texts) if with_rdflib else dict[str, str]()
    print(f"{'query':36}{'ours':>20}{'oxigraph serve':>20}{'ratio':>7}{'ours again':>16}{'ratio':>7}{'rdflib':>10}")
    ratios = []
    for name, (first, theirs, again) in times.items():
        other_median = statistics.median(theirs)
        ratio, second = statistics.median(first) / other_median, statistics.median(again) / other_median
        ratios.append(ratio)
        last = f"{beside[name]:>10}" if name in beside else ""
        print(f"{name:36}{spread(first):>20}{spread(theirs):>20}{ratio:7.2f}{spread(again):>16}{second:7.2f}{last}")
    print("milliseconds: median (95th percentile)\n", flush=True)
    total = [sum(statistics.median(side) for side in sides) for sides in zip(*times.values(), strict=True)]
    return {"median ratio of queries": statistics.median(ratios), "ratio of all queries": total[0] / total[1]}


def mission(graph: Path) -> dict[str, str]:
    with Store.open(graph, read_only=True) as store:
        quad = next(iter(store.native.quads_for_pattern(None, term("c:content"), None, None)))
        statement = str(quad.subject)
    return {name: PREFIX + text.replace("{statement}", statement) for name, text in QUERIES.items()}


def rdflib_times(graph: Path, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the median of each query in rdflib's own store in memory, or that it took too long; no HTTP is in it."""
    from rdflib import Dataset

    dataset = Dataset(default_union=True)
    with tempfile.NamedTemporaryFile(suffix=".nq") as file:
        with Store.open(graph, read_only=True) as store:
            store.export("nquads", file)  # type: ignore[arg-type]
        file.flush()
        dataset.parse(file.name, format="nquads")
    signal.signal(signal.SIGALRM, _too_long)
    found = {}
    for name, text in texts.items():
        times: list[float] = []
        signal.alarm(RDFLIB_SECONDS)
        try:
            while len(times) < 3:
                begun = time.perf_counter()
                answer = dataset.query(text)
                answer.serialize(format="turtle" if answer.graph is not None else "json")
                times.append((time.perf_counter() - begun) * 1000)
        except TimeoutError:
            pass
        finally:
            signal.alarm(0)
        found[name] = f"{statistics.median(times):.1f}" if times else f"> {RDFLIB_SECONDS * 1000}"
        print(f"rdflib: {name}: {found[name]} ms", flush=True)
    return found


def _too_long(*_: object) -> None:
    raise TimeoutError


def spread(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.1f} ({percentile(times):.1f})"


def percentile(times: Sequence[float], part: float = 0.95) -> float:
    ranked = sorted(times)
    return ranked[min(len(ranked) - 1, int(len(ranked) * part))]


# -- counts -----------------------------------------------------------------------------------------------------------

COUNTS = (
    "/dyads",
    "/dyads?quad=material+conflict&attributed_to=none&sort=score",
    "/dyads?actor=AAK&by=month",
    "/timeline",
    "/timeline?between=AAK&between=EUT&split=direction",
    "/timeline?by=week&split=quad",
    "/graph?limit=300",
    "/statements?q=pipeline+-grain",
    "/statements?source=AAK&relation=ACCUSE",
)


def counts(graph: Path, repetitions: int) -> dict[str, float]:
    worst = 0.0
    with ours(graph, copied=False) as (port, _):
        client = Client(port)
        print(f"{'path':64}{'median (95th percentile) ms':>30}")
        for path in COUNTS:
            client.get(path, "application/json")
            times = [client.get(path, "application/json")[1] for _ in range(repetitions)]
            if path.startswith(("/dyads", "/timeline")):
                worst = max(worst, statistics.median(times))
            print(f"{path:64}{spread(times):>30}")
    print(flush=True)
    return {"slowest of dyads and timeline, ms": worst}


# -- load -------------------------------------------------------------------------------------------------------------


def load(graph: Path, seconds: int, clients: int = 50) -> dict[str, float]:
    with ours(graph) as (port, process):
        idle, errors = pressed(port, clients, seconds / 2)
        before, own = memory(process.pid), resident(process.pid)
        with every_second(port, process.pid) as runaways:
            busy, more = pressed(port, clients, seconds)
        time.sleep(2)
        peak, after = max(runaways.memory, default=0.0), memory(process.pid)
        grown = resident(process.pid) - own
    ratio = percentile(busy) / percentile(idle)
    print(f"{clients} clients, one small query a second each, {seconds} s")
    print(f"alone              {spread(idle)} ms, {errors} errors of {len(idle)}")
    print(f"beside runaways    {spread(busy)} ms, {more} errors of {len(busy)}; 95th percentile x {ratio:.2f}")
    print(f"runaways           {len(runaways.statuses)}, answered {sorted(set(runaways.statuses))}")
    third = len(runaways.memory) // 3
    second, last = (statistics.median(runaways.memory[at : at + third] or [0.0]) for at in (third, 2 * third))
    print(f"memory (PSS)       {before:.0f} MB before, {after:.0f} MB after; the service itself {grown:+.0f} MB")
    print(
        f"  beside runaways  at most {peak:.0f} MB; second third {second:.0f}, last third {last:.0f} MB\n", flush=True
    )
    return {"errors": errors + more, "95th percentile beside runaways": ratio}


def pressed(port: int, clients: int, seconds: float) -> tuple[list[float], int]:
    """Let so many clients ask a small query every second; return the times and the number of errors."""
    times: list[float] = []
    wrong: list[int] = []
    end = time.monotonic() + seconds

    def client(offset: float) -> None:
        mine = Client(port)
        time.sleep(offset)
        while time.monotonic() < end:
            begun = time.monotonic()
            status, took = mine.ask(f"{SMALL} # {begun}")  # a new one each time
            times.append(took)
            if status != 200:
                wrong.append(status)
            time.sleep(max(0.0, begun + 1 - time.monotonic()))

    together([lambda i=i: client(i / clients) for i in range(clients)])  # type: ignore[misc]
    return times, len(wrong)


class Runaways:
    """What became of the runaways, and how much memory there was meanwhile."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.memory: list[float] = []


@contextmanager
def every_second(port: int, pid: int) -> Iterator[Runaways]:
    found = Runaways()
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def one() -> None:
        found.statuses.append(Client(port).ask(RUNAWAY)[0])

    def begin() -> None:
        while not stop.wait(1):
            threads.append(threading.Thread(target=one))
            threads[-1].start()
            found.memory.append(memory(pid))

    starter = threading.Thread(target=begin)
    starter.start()
    try:
        yield found
    finally:
        stop.set()
        starter.join()
        for thread in threads:
            thread.join()


def together(work: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def memory(pid: int) -> float:
    """Return megabytes of a process and all below it; shared pages are divided among those who share them."""
    found = 0.0
    for each in family(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        found += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return found


def resident(pid: int) -> float:
    """Return megabytes of a process alone."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir() if os.path.exists(f"/proc/{pid}/task") else ():  # noqa: PTH110
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child))


if __name__ == "__main__":
    sys.exit(main())
