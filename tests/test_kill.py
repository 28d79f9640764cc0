"""A build that is killed at any moment loses no finished article, leaves a store that opens, and can be completed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from kg.rdf.namespaces import article_of
from kg.store import Store

KILLS = 10
ATTEMPTS = 40  # a kill that comes after the end is none
ARTICLES = 10
PARALLEL_KILLS = int(os.environ.get("KG_PARALLEL_KILLS", "1"))  # each run loads two models
PARALLEL_ARTICLES = 30

# A process that has loaded what a build needs and forks one child a request: what is killed is then the build, not the
# start. It has no store on disk open itself, so that no thread of a store is lost in the fork.
NURSERY = """
import json, os, signal, sys, time
from kg import cli, pipeline, read
from kg.store import Store
usual = pipeline.BATCH_ARTICLES, pipeline.LOADED
with Store.memory() as store:
    for _ in pipeline.build(read(sys.argv[1:]), store, report=print, processes=1):
        pass
print(flush=True)
for request in sys.stdin:
    arguments, seconds, among, singly = json.loads(request)
    pipeline.BATCH_ARTICLES, pipeline.LOADED = (1, 0) if singly else usual  # a shard an article, loaded at once
    child = os.fork()
    if not child:
        sys.argv = ["kg", *arguments]
        cli.main()
    started = time.monotonic()
    if seconds is not None:
        time.sleep(seconds)
        with open(f"/proc/{child}/task/{child}/children") as found:
            workers = found.read().split()
        victim = int(workers[among % len(workers)]) if among and workers else child
        os.kill(victim, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    print(json.dumps([os.waitstatus_to_exitcode(status), time.monotonic() - started]), flush=True)
"""


class Nursery:
    """Runs ``kg`` in a forked process; it or one of its workers is killed after so many seconds, if they are given."""

    def __init__(self, first: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY, str(first)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._read()

    def run(
        self, *arguments: str | Path, kill_after: float | None = None, worker: int = 0, singly: bool = True
    ) -> tuple[int, float]:
        """Return the exit code (-9: killed) and the seconds it took; ``singly``: each article is stored for itself."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([list(map(str, arguments)), kill_after, worker, singly]) + "\n")
        self._process.stdin.flush()
        code, seconds = json.loads(self._read())
        return code, seconds

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    nursery = Nursery(corpus(tmp_path_factory.mktemp("first") / "first.jsonl"))
    yield nursery
    nursery.close()


def corpus(file: Path, articles: int = ARTICLES) -> Path:
    """Write articles that are each long enough for a kill to fall into the middle of one."""
    acts = ("accused Israel of lying", "denied that Russia had invaded Ukraine", "asked China for help", "met France")
    with file.open("w", encoding="utf-8") as lines:
        for i in range(articles):
            sentences = [f"On day {i + 1} Iran {acts[(i + j) % len(acts)]} about matter {j}." for j in range(12)]
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


def test_killed_build_keeps_every_finished_article_whole_and_is_completed(nursery: Nursery, tmp_path: Path) -> None:
    source = corpus(tmp_path / "corpus.jsonl")
    code, seconds = nursery.run("--store", tmp_path / "whole", "build", source)
    assert code == 0
    expected = quads(tmp_path / "whole")
    whole = by_article(expected)
    assert len(whole) == ARTICLES

    moments = random.Random(20221114)  # noqa: S311  (moments, not secrets)
    finished_at_the_kill: list[int] = []
    between = 0
    for number in range(ATTEMPTS):
        store = tmp_path / f"killed-{number}"
        singly = number % 3 > 0  # else many at a time, as a build does
        moment = moments.uniform(0.05, 1) * seconds
        code, took = nursery.run("--store", store, "build", source, kill_after=moment, singly=singly)
        if code != -9:
            seconds = min(seconds, took)  # it was over before the kill: the machine is faster now
            continue
        found = by_article(quads(store)) if (store / "CURRENT").exists() else {}
        assert found == {article: whole[article] for article in found}
        finished_at_the_kill.append(len(found))
        between += 0 < len(found) < ARTICLES
        assert nursery.run("--store", store, "build", source, singly=singly)[0] == 0
        assert quads(store) == expected
        assert not (store / "shards").exists()
        if len(finished_at_the_kill) >= KILLS and between:
            break
    assert len(finished_at_the_kill) >= KILLS
    assert between, f"no kill fell between two articles: {finished_at_the_kill}"


def test_parallel_build_killed_again_and_again_is_completed(nursery: Nursery, tmp_path: Path) -> None:
    """The process that stores is killed, or one that parses, at any moment; the next run goes on from there."""
    source = corpus(tmp_path / "corpus.jsonl", PARALLEL_ARTICLES)
    assert nursery.run("--store", tmp_path / "whole", "build", source)[0] == 0
    expected = quads(tmp_path / "whole")
    whole = by_article(expected)

    moments = random.Random(20240503)  # noqa: S311  (moments, not secrets)
    kills, graphs, seconds = 0, 0, 0.0
    while not seconds or kills < PARALLEL_KILLS:
        store = tmp_path / f"parallel-{graphs}"
        graphs += 1
        code = -1
        while code != 0:
            moment = moments.uniform(0.2, 1) * seconds if seconds and kills < PARALLEL_KILLS else None
            worker = moments.choice((0, 0, 1, 2))
            how = ("--store", store, "build", source, "--processes", "2")
            code, took = nursery.run(*how, kill_after=moment, worker=worker)
            assert code in (0, 1, -9)
            kills += code != 0
            seconds = min(seconds or took, took) if code == 0 else seconds
            found = by_article(quads(store)) if (store / "CURRENT").exists() else {}
            assert found == {article: whole[article] for article in found}
        assert quads(store) == expected
        assert not (store / "shards").exists()
