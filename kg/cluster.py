"""Doing the same to each job of a stream on a Ray cluster (the extra ``communique[ray]``), in order.

`run` is `kg.workers.run` on more than one machine. Each worker is an actor that keeps what it has loaded; a worker that
dies is started again, and its job with it. The cluster is the one that ``RAY_ADDRESS`` names; without it one is started
on this machine for the run, which listens on the loopback device alone.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, TypeVar

RETRIES = 3  # of a job whose worker dies: one that kills its worker each time ends the run
PATIENCE = 60.0  # seconds
AHEAD = 2  # jobs a worker: one in hand and one waiting

Job = TypeVar("Job")
Done = TypeVar("Done")


class ClusterError(RuntimeError):
    """There is no cluster to work on, or it failed; the message is one line."""


def run(do: Callable[[Job], Done], jobs: Iterable[Job], workers: int | None) -> Iterator[tuple[Job, Done]]:
    """Yield each job with what ``do`` makes of it, in order, a few jobs ahead at most.

    ``do`` and what it takes and returns must be picklable, and ``do`` such that doing a job again does no harm. Without
    ``workers`` there is one a core of the cluster. Raises ClusterError, and whatever ``do`` raises.
    """
    with _cluster(workers) as ray:
        count = workers or int(ray.cluster_resources().get("CPU", 1))
        actor = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=RETRIES)(_Worker)
        pool = [actor.remote(do) for _ in range(count)]
        waiting: deque[tuple[Job, Any, int]] = deque()
        busy = [0] * count
        try:
            for job in jobs:
                if len(waiting) >= AHEAD * count:
                    yield _finished(ray, waiting, busy)
                least = min(range(count), key=busy.__getitem__)
                busy[least] += 1
                waiting.append((job, pool[least].do.remote(job), least))
            while waiting:
                yield _finished(ray, waiting, busy)
        finally:
            if waiting:  # stopped, or something failed: what is in hand is finished
                ray.wait([result for _, result, _ in waiting], num_returns=len(waiting), timeout=PATIENCE)


class _Worker:
    """What runs in a process of its own."""

    def __init__(self, do: Callable[[Any], Any]) -> None:
        self._do = do

    def do(self, job: Any) -> Any:
        return self._do(job)


def _finished(ray: Any, waiting: deque[tuple[Job, Any, int]], busy: list[int]) -> tuple[Job, Any]:
    job, result, worker = waiting.popleft()
    try:
        done = ray.get(result)
    except ray.exceptions.RayTaskError as bad:
        raise bad.cause from None  # what ``do`` raised
    except ray.exceptions.RayError as bad:
        raise ClusterError(f"Ray: {str(bad).splitlines()[0]}") from None
    busy[worker] -= 1
    return job, done


@contextmanager
def _cluster(workers: int | None) -> Iterator[Any]:
    """Connect to the cluster; start one on this machine if none is named, and end it."""
    if find_spec("ray") is None:
        raise ClusterError("Ray is not installed; install it with: pip install 'communique[ray]'")
    address = os.environ.get("RAY_ADDRESS")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    if not address:
        # On Linux Ray would take the address of the network; this is how it is told to take 127.0.0.1.
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
        os.environ["RAY_AUTH_MODE"], os.environ["RAY_AUTH_TOKEN"] = "token", secrets.token_hex(32)
    import ray

    here: dict[str, Any] = {} if address else {"num_cpus": workers, "include_dashboard": False}
    before = signal.getsignal(signal.SIGTERM)
    try:
        try:
            ray.init(address=address or "local", log_to_driver=False, logging_level=logging.ERROR, **here)
        except (ConnectionError, RuntimeError, ValueError) as bad:
            raise ClusterError(f"Ray: {address or 'local'}: {str(bad).splitlines()[0]}") from None
        finally:
            _restore(before)  # Ray sets its own
        yield ray
    finally:
        ray.shutdown()
        _restore(before)


def _restore(handler: Any) -> None:
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, handler)
