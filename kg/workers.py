"""Doing the same to each job of a stream, in this process or in several, in order and a few jobs ahead at most."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from typing import Any, TypeVar

WORTH = 300_000  # characters after which other processes pay: some five seconds of work, three of loading
MOST = 16  # processes: the one that stores what they find has no time for more
MEMORY = 1 << 30  # bytes of memory that a process takes, well rounded up

MAIN_GUARD = (
    'a script must ask for several processes under `if __name__ == "__main__":` (each of them runs the script first), '
    "or take processes=1"
)

Job = TypeVar("Job")
Done = TypeVar("Done")


class WorkersError(RuntimeError):
    """The processes have died; the message says why, as far as that can be told, and what to do."""


def run(
    do: Callable[[Job], Done], jobs: Iterable[Job], processes: int | None, size: Callable[[Job], int]
) -> Iterator[tuple[Job, Done]]:
    """Yield each job with what ``do`` makes of it, in order.

    ``do`` and what it takes and returns must be picklable unless ``processes`` is 1. Without ``processes`` there is one
    until more pay, and then one a core; ``size`` says how many characters of text a job has. Raises WorkersError.
    """
    if processes is None:
        return _in_as_many_as_pay(do, iter(jobs), size)
    return _here(do, jobs) if processes == 1 else _in_processes(do, jobs, processes)


def as_many_as_pay() -> int:
    """Return how many processes this machine has cores and memory for."""
    cores = len(os.sched_getaffinity(0))
    return max(1, min(cores, MOST, _free() // MEMORY))


def _free() -> int:
    """Return the bytes of memory that new processes can have."""
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) << 10
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _here(do: Callable[[Job], Done], jobs: Iterable[Job]) -> Iterator[tuple[Job, Done]]:
    return ((job, do(job)) for job in jobs)


class _Context(SpawnContext):
    """Starts processes afresh rather than by forking: a store that is open in this one has threads of its own."""

    def __init__(self) -> None:
        self._started: list[SpawnProcess] = []

    def Process(self, *given: Any, **named: Any) -> SpawnProcess:  # type: ignore[override]  # noqa: N802
        self._started.append(SpawnProcess(*given, **named))
        return self._started[-1]

    def kill(self) -> None:
        """End them, who have nothing to do: where one has died, another may wait for ever for a lock of its."""
        for process in self._started:
            if process.pid is not None:
                process.kill()  # SIGTERM, which the pool sends them, they ignore


def _in_as_many_as_pay(
    do: Callable[[Job], Done], jobs: Iterator[Job], size: Callable[[Job], int]
) -> Iterator[tuple[Job, Done]]:
    """Begin at once in this process; others start when there is so much work that loading their models pays."""
    done = 0
    for job in jobs:
        yield job, do(job)
        done += size(job)
        if done > WORTH and (processes := as_many_as_pay()) > 1:
            yield from _in_processes(do, jobs, processes)
            return


def _in_processes(do: Callable[[Job], Done], jobs: Iterable[Job], processes: int) -> Iterator[tuple[Job, Done]]:
    context = _Context()
    pool = ProcessPoolExecutor(processes, context, initializer=_start)
    waiting: deque[tuple[Job, Future[Done]]] = deque()
    some = False
    try:
        for job in jobs:
            waiting.append((job, _submitted(pool, do, job)))
            if len(waiting) > 2 * processes:
                first, future = waiting.popleft()
                yield first, future.result()
                some = True
        for first, future in waiting:
            yield first, future.result()
            some = True
    except BrokenProcessPool:
        if some:
            raise WorkersError("a process was killed while it parsed (out of memory?); use fewer processes") from None
        raise WorkersError(
            f"the processes ended before they had read anything: {MAIN_GUARD}; if it does, memory was short"
        ) from None
    finally:
        wait([future for _, future in waiting if not future.cancel()])  # what is in hand is finished
        context.kill()
        pool.shutdown()


def _submitted(pool: ProcessPoolExecutor, do: Callable[[Job], Done], job: Job) -> Future[Done]:
    try:
        return pool.submit(do, job)
    except BrokenProcessPool:
        raise
    except RuntimeError:
        # A process that is to work for another runs that one's script first. Where the script extracts without a guard,
        # it comes here, may start no processes, and ends; the other one says why.
        if multiprocessing.current_process().name != "MainProcess":
            raise SystemExit(1) from None
        raise


def _start() -> None:
    # Ctrl-C reaches the whole group, and so may SIGTERM: the parent decides, and none outlives it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
