"""A build that is killed at any moment loses no finished article, leaves a store that opens, and can be completed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest

from kg.journal import FILE as JOURNAL
from kg.rdf.namespaces import article_of
from kg.store import Store

ARTICLES = 16
KILLS = 10
PARALLEL_KILLS = int(os.environ.get("PARALLEL_KILLS", "1"))  # each run of several processes loads two models
EARLY = 5  # one kill of so many comes before anything more is stored
START = {1: 0.2, 2: 4.0}  # seconds, about, before the first article is stored, by processes
PACE = 0.2  # from one to the next
TOGETHER = ((1, 0), (1, 0), (2, 40_000))  # articles of a shard; characters of quads above which shards are loaded

# A process that has loaded what a build needs and forks one child a request: what is killed is then the build, not the
# start. It has no store on disk open itself, so that no thread of a store is lost in the fork. It kills when so many
# articles more are noted in the journal, which comes right before they are stored, and some seconds later; it answers
# with the exit code, whether a worker was killed, and the articles that were noted then.
NURSERY = """
import json, os, signal, sys, time
from pathlib import Path
from kg import cli, pipeline, read
from kg.store import Store

def noted(journal):
    return max(journal.read_bytes().count(b"\\n") - 1, 0) if journal.exists() else 0

def ended(child):
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)

def workers(child):
    found = Path(f"/proc/{child}/task/{child}/children").read_text().split()
    return [int(each) for each in found if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]

with Store.memory() as store:
    for _ in pipeline.build(read(sys.argv[1:]), store, report=print, processes=1):
        pass
print(flush=True)
for request in sys.stdin:
    arguments, together, journal, kill = json.loads(request)
    journal, worker = Path(journal), False
    pipeline.BATCH_ARTICLES, pipeline.LOADED = together
    before = noted(journal)
    child = os.fork()
    if not child:
        sys.argv = ["kg", *arguments]
        cli.main()
    if kill is not None:
        more, seconds, among = kill
        while more and noted(journal) - before < more and not ended(child):
            time.sleep(0.002)
        time.sleep(seconds)
        victims = [child, *workers(child)]
        worker = among % len(victims) > 0
        os.kill(victims[among % len(victims)], signal.SIGKILL)
    there = noted(journal) - before
    _, status = os.waitpid(child, 0)
    print(json.dumps([os.waitstatus_to_exitcode(status), worker, there]), flush=True)
"""


@dataclass(frozen=True)
class Kill:
    """When so many articles more are about to be stored, and so many seconds later: the build, or a worker of it."""

    more: int
    seconds: float
    among: int


class Nursery:
    """Runs ``kg build`` in a forked process, which it may kill."""

    def __init__(self, first: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY, str(first)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._read()

    def build(
        self, store: Path, source: Path, processes: int, together: tuple[int, int], kill: Kill | None = None
    ) -> tuple[int, bool, int]:
        """Return the exit code (-9: killed), whether a worker was killed, and how many articles were noted by then."""
        assert self._process.stdin is not None
        arguments = ["--store", str(store), "build", str(source), "--processes", str(processes)]
        when = kill and (kill.more, kill.seconds, kill.among)
        self._process.stdin.write(json.dumps([arguments, together, str(store / JOURNAL), when]) + "\n")
        self._process.stdin.flush()
        code, worker, noted = json.loads(self._read())
        return code, worker, noted

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("corpus") / "corpus.jsonl")


@pytest.fixture(scope="module")
def nursery(source: Path) -> Iterator[Nursery]:
    nursery = Nursery(source)
    yield nursery
    nursery.close()


@pytest.fixture(scope="module")
def whole(nursery: Nursery, source: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the quads of a build that nobody kills, in one process."""
    store = tmp_path_factory.mktemp("whole") / "graph"
    assert nursery.build(store, source, 1, (1, 0))[0] == 0
    return quads(store)


def corpus(file: Path) -> Path:
    """Write articles that are each long enough for a kill to fall into the middle of one."""
    acts = ("accused Israel of lying", "denied that Russia had invaded Ukraine", "asked China for help", "met France")
    with file.open("w", encoding="utf-8") as lines:
        for i in range(ARTICLES):
            sentences = [f"On day {i + 1} Iran {acts[(i + j) % len(acts)]} about matter {j}." for j in range(6)]
            article = {"id": f"a{i:02}", "text": " ".join(sentences), "published": "2020-01-31"}
            lines.write(json.dumps(article) + "\n")
    return file


def quads(folder: Path) -> bytes:
    out = BytesIO()
    with Store.open(folder, read_only=True) as store:
        store.export("nquads", out)
    return out.getvalue()


def by_article(exported: bytes) -> dict[str, list[str]]:
    """Return the lines of each article's named graph."""
    graphs = defaultdict(list)
    for line in exported.decode().splitlines():
        graph = article_of(line.rsplit(" ", 2)[1].strip("<>"))
        if graph is not None:
            graphs[graph].append(line)
    return graphs


@pytest.mark.parametrize(("processes", "kills"), [(1, KILLS), (2, PARALLEL_KILLS)])
def test_a_build_that_is_killed_keeps_finished_articles_whole_and_is_completed(
    nursery: Nursery, source: Path, whole: bytes, tmp_path: Path, processes: int, kills: int
) -> None:
    """The process that stores is killed, or one that parses, at any moment, again and again; the next goes on there."""
    graphs = by_article(whole)
    assert len(graphs) == ARTICLES
    chance = random.Random(20221114 + processes)  # noqa: S311  (moments, not secrets)
    told: list[str] = []
    done = between = number = 0
    while done < kills:
        store = tmp_path / f"graph-{number}"
        number += 1
        there, code = 0, -9
        while done < kills and code != 0 and there < ARTICLES - 2:
            early = done % EARLY == EARLY - 1
            kill = Kill(
                more=0 if early else chance.randrange(2, (ARTICLES - there) // 2 + 2),
                seconds=chance.uniform(0, START[processes] if early else PACE),
                among=chance.randrange(processes + 1) if done else processes - 1,
            )
            code, worker, noted = nursery.build(store, source, processes, chance.choice(TOGETHER), kill)
            assert code in ((0, 1) if worker else (0, -9))
            found = by_article(quads(store)) if (store / "CURRENT").exists() else {}
            assert found == {article: graphs[article] for article in found}
            done += code != 0
            between += code != 0 and there + noted > 1 and len(found) < ARTICLES
            victim = "a worker" if worker else "the build"
            told.append(
                f"graph {number}: {there} articles there, {noted} more begun: {victim} killed: {len(found)} there"
            )
            there = len(found)
        assert code == 0 or nursery.build(store, source, processes, chance.choice(TOGETHER))[0] == 0
        assert quads(store) == whole
        assert not (store / "shards").exists()
    told.append(f"{between} of {done} kills came after the first article was stored and before the last")
    print(*told, sep="\n")  # noqa: T201  # shown with -s
    assert between >= kills / 3, told
