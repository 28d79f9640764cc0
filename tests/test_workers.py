"""Jobs that several processes do: one that dies while it waits for work is no reason for anybody to wait for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import workers

SCRIPT = """
import sys
from tests.test_workers import killed
if __name__ == "__main__":
    for line in killed(first=sys.argv[1] == "first", more=int(sys.argv[2])):
        print(line, flush=True)
"""
READY = 5  # jobs that two processes do before anybody asks for the second result


def negative(job: int) -> int:
    return -job


def killed(first: bool, more: int) -> Iterator[object]:
    """Do some jobs and ``more`` in two processes, of which one is killed once both wait; yield what comes of it."""
    found = workers.run(negative, iter(range(READY + more)), 2, lambda _: 1)
    yield next(found)
    there = idle()
    os.kill(min(there) if first else max(there), signal.SIGKILL)
    try:
        yield from found
    except workers.WorkersError as bad:
        yield bad


def idle() -> list[int]:
    """Return the ids of both processes once neither has had anything to do for a while."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    found = [Path("/proc", each) for each in children if b"spawn_main" in Path("/proc", each, "cmdline").read_bytes()]
    assert len(found) == 2
    before: list[str] = []
    still = 0
    while still < 3:
        now = [(each / "schedstat").read_text() for each in found]
        before, still = now, still + 1 if now == before else 0
        time.sleep(0.3)
    return [int(each.name) for each in found]


@pytest.mark.parametrize("which", ["first", "last"])
@pytest.mark.parametrize("more", [0, 7])
def test_a_process_that_is_killed_while_it_waits_holds_up_nobody(which: str, more: int) -> None:
    """One of the two waits for work, the other for the lock that the first one has: whichever dies."""
    command = (sys.executable, "-c", SCRIPT, which, str(more))
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, cwd=Path.cwd())
    lines = ran.stdout.splitlines()
    done = [str((job, -job)) for job in range(READY + more)]
    if lines != done:  # the death may be noticed after the last result
        assert 1 <= len(lines) - 1 < READY + more  # on busy cores one that has not begun looks idle, too
        assert lines[:-1] == done[: len(lines) - 1]
        assert lines[-1].startswith("a process was killed while it parsed")
