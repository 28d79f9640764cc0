"""A build on Ray is the local one, quad for quad, also when a worker is killed; and it keeps to this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

import pytest

from kg import articles, cluster, pipeline
from kg.articles import Problem
from kg.store import Store
from tests.test_kill import ARTICLES, corpus, quads

pytest.importorskip("ray", reason="Ray is not installed: pip install 'communique[ray]'")

BATCH = 3
BUILD = f"from kg import cli, pipeline; pipeline.SHARD_ARTICLES = {BATCH}; cli.main()"


def descendants(process: int) -> Iterator[int]:
    """Yield the processes that a process has started, and those that these have."""
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # ended meanwhile
            for each in map(int, children.read_text().split()):
                yield each
                yield from descendants(each)


def name(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text().partition("\0")[0]
    except OSError:
        return ""


def listens_on(process: int) -> set[str]:
    """Return the addresses on which a process waits for others; one that ended meanwhile waits for nobody."""
    held = set()
    found = set()
    lines: list[str] = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for file in Path(f"/proc/{process}/fd").iterdir():
            with suppress(OSError):
                held.add(str(file.readlink()))
        for table in ("tcp", "tcp6"):
            lines += Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]
    if held:
        for line in lines:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == "0A" and f"socket:[{inode}]" in held:
                words = bytes.fromhex(local.partition(":")[0])
                ordered = b"".join(words[i : i + 4][::-1] for i in range(0, len(words), 4))
                address = ip_address(ordered)
                found.add(str(getattr(address, "ipv4_mapped", None) or address))
    return found


def test_a_build_on_ray_is_the_local_one_though_a_worker_is_killed(tmp_path: Path) -> None:
    source, shards = corpus(tmp_path / "corpus.jsonl"), tmp_path / "shards"
    arguments = ["--store", str(tmp_path / "ray"), "build", "--engine", "ray", "--shards", str(shards), str(source)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
    build = subprocess.Popen([sys.executable, "-c", BUILD, *arguments, "--processes", "2"], env=environment)
    while build.poll() is None and not list(shards.glob("*.gz")):
        time.sleep(0.05)
    started = list(descendants(build.pid))
    workers = [process for process in started if name(process).startswith("ray::_Worker")]
    heard = {address for process in started for address in listens_on(process)}
    os.kill(workers[0], signal.SIGKILL)
    assert len(list(shards.glob("*.gz"))) < ARTICLES / BATCH
    assert build.wait() == 0
    assert heard == {"127.0.0.1"}
    assert not [process for process in (*started, *workers) if name(process).startswith("ray::")]

    problems: list[Problem] = []
    with Store.open(tmp_path / "local") as store:
        done = list(pipeline.build(articles.read([source]), store, report=problems.append, processes=1))
    assert len(done) == ARTICLES
    assert not problems
    assert quads(tmp_path / "ray") == quads(tmp_path / "local")


def test_without_ray_a_build_on_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    with pytest.raises(cluster.ClusterError, match=r"pip install 'communique\[ray\]'"):
        list(cluster.run(str, [1], None))
