"""How a build grows: articles per second and peak memory by the number of articles, and what it costs to add a hundred.

    python benchmarks/build.py                        # 1,000 and 4,000 articles, one and two processes
    python benchmarks/build.py --sizes 1000 50000

Each build is a process of its own (``kg build``); its peak memory is the largest resident size of it and of its
workers, as the system counts them. The articles are short (three sentences, all different, of made-up matters), so
that the number of articles and not the length of the texts is what grows; `benchmarks/speed.py` measures the speed on
real lengths.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

STATES = ("China", "Russia", "Iran", "Israel", "India", "Turkey", "Japan", "France", "Peru", "Kenya", "Chile", "Norway")
ACTS = (
    "accused {b} of lying",
    "met envoys of {b}",
    "denied that {b} had asked it for help",
    "imposed sanctions on {b}",
)
ADDED = 100


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 4000], help="how many articles")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2], help="how many processes")
    given = parser.parse_args(arguments)
    print(f"{'articles':>9} {'processes':>9} {'seconds':>8} {'articles/s':>10} {'peak MB':>8} {'add ' + str(ADDED):>8}")
    for processes in given.processes:
        for size in given.sizes:
            with tempfile.TemporaryDirectory() as folder:
                took, peak = build(Path(folder), corpus(Path(folder), 0, size), processes)
                more, _ = build(Path(folder), corpus(Path(folder), size, size + ADDED), processes)
            print(f"{size:>9,} {processes:>9} {took:>8.1f} {size / took:>10.1f} {peak:>8.0f} {more:>7.1f}s", flush=True)
    return 0


def corpus(folder: Path, start: int, end: int) -> Path:
    """Write the articles with these numbers."""
    file = folder / f"{start}.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for number in range(start, end):
            lines.write(json.dumps({"id": f"a{number}", "text": text(number), "published": "2022-03-14"}) + "\n")
    return file


def text(number: int) -> str:
    """Return three sentences that no other number has."""
    said = []
    for i in range(3):
        a = STATES[(number + i) % len(STATES)]
        b = STATES[(number * 7 + i * 5 + 1) % len(STATES)]
        act = ACTS[(number + i) % len(ACTS)].format(b=b if b != a else "Egypt")
        said.append(f"{a} {act} over matter {number * 31 + i} of file {number * 17 % 9973} and paper {number}-{i}.")
    return " ".join(said)


def build(folder: Path, file: Path, processes: int) -> tuple[float, float]:
    """Build in a process of its own; return seconds and megabytes."""
    command = [sys.executable, "-m", "kg.cli", "--store", str(folder / "graph"), "build", str(file)]
    started = time.monotonic()
    process = subprocess.Popen([*command, "--processes", str(processes)])
    _, status, usage = os.wait4(process.pid, 0)
    took = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"kg build ended with exit code {process.returncode}")
    return took, usage.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
