"""The worker processes: every query runs in one, is bounded in time and memory, and disturbs nobody.

A query begins on one of a few quick places. If it has not ended after ``patience`` seconds it is *long*: its place is
free for the next, another worker takes over, and it goes on at a low priority, at the lowest once it has had its share
of the processor. There is a bound on long ones, too: when there are too many, one whose answer nobody reads goes first,
else the client that has most of them loses its latest. At the time limit the process is killed.
``docs/decisions/2026-11-27-the-service.md`` says why it is so, and what was measured.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from operator import itemgetter
from pathlib import Path

from api import wire
from api.frames import Frames
from api.problems import Problem
from api.turns import Full, Turns
from api.wire import END, PROBLEM, READY, WHOLE
from api.worker import Orders, Question
from kg.settings import Settings

log = logging.getLogger("communique.pool")

_START = 20.0  # seconds for a process to start
_STALLED = 60.0  # seconds that a client may leave an answer unread,
_UNREAD = 1.0  # and after which others may have its place
_LOW, _LOWEST = 5, 19  # the nice values of long queries, and of those that have had their share:
_SHARE = 2  # times the patience of processor time
_AGAIN = 3  # times that a query is tried, or a worker started, which went with the process that it was forked from
_CLOSING = 1.0  # seconds for a process that was killed to close its sockets
ENDS = ("time", "memory", "busy", "stalled", "lost")
"""Why a query may be ended before its answer is whole."""

_LOST = "The process that evaluated the query was killed; ask again."
_BUSY = "The service is busy with long queries; try again in a moment."


@dataclass(frozen=True, slots=True)
class Answer:
    """A media type and the body: ``whole``, or else in chunks; the iterator must then be read to its end or closed."""

    media: str
    chunks: AsyncIterator[bytes]
    whole: bytes | None = None

    @classmethod
    def at_once(cls, media: str, body: bytes) -> Answer:
        """Return an answer that is whole."""
        return cls(media, _one(body), body)


async def _one(body: bytes) -> AsyncIterator[bytes]:
    yield body


class Orphaned(Exception):
    """The worker was killed with the process that it was forked from, before it had answered."""


class Broken(Exception):
    """An answer that had begun cannot be finished: the connection must break, so that nobody takes it for whole."""


@dataclass(slots=True)
class Tally:
    """What happened so far, for the metrics."""

    asked: int = 0
    remembered: int = 0
    refused: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    workers: int = 0


@dataclass(eq=False, slots=True)
class Worker:
    """A worker process, the socket to it, and the one to the process that it was forked from."""

    id: int
    path: str
    frames: Frames
    parent: socket.socket | None = None
    copy: Copy | None = None
    pid: int = 0

    @property
    def orphaned(self) -> bool:
        """Whether the process that it was forked from was killed, and it therefore, too."""
        try:
            return self.parent is not None and not self.parent.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True


@dataclass(eq=False, slots=True)
class Copy:
    """The process that has the snapshot at ``path`` in memory, and how many workers of it there are."""

    id: int
    path: str
    control: socket.socket
    workers: int = 0


@dataclass(eq=False, slots=True)
class Run:
    """One query on its worker: whose it is, whether it is long, since when a piece of its answer waits to be read, and
    why it was ended, if it was."""

    worker: Worker
    client: str
    give: Callable[[], None]
    begun: float
    long: bool = False
    used: float = 0.0
    offered: float | None = None
    ended: str = ""
    timer: asyncio.TimerHandle | None = None


class Pool:
    """Worker processes over snapshots. Belongs to one event loop; `close` ends them all."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turns = Turns(settings.workers, settings.queue)
        self._idle: dict[str, deque[Worker]] = {}
        self._long: list[Run] = []
        self._running: set[Run] = set()
        self._zygote: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._lock = asyncio.Lock()
        self._copy: Copy | None = None
        self._loading: Copy | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._last = 0
        self.tally = Tally()
        self.network = ""

    @property
    def waiting(self) -> int:
        """How many queries wait for their turn."""
        return self._turns.waiting

    @property
    def running(self) -> int:
        """How many queries run, long ones among them."""
        return len(self._running)

    @property
    def long(self) -> int:
        """How many of them are long."""
        return len(self._long)

    async def ask(self, path: Path, question: Question, client: str) -> Answer:
        """Evaluate ``question`` over the snapshot at ``path``.

        Raises Problem: 4xx as the worker says, 429 if too many wait, 503 if the query was ended before its first byte.
        """
        self.tally.asked += 1
        for _ in range(_AGAIN):
            with suppress(Orphaned):
                return await self._ask(path, question, client)
        raise Problem(503, _LOST)

    async def _ask(self, path: Path, question: Question, client: str) -> Answer:
        """Evaluate it once. Raises Problem, and Orphaned when it is to be tried again."""
        give = self._turns.at_once() or await self._turn(client)
        try:
            worker = await self._worker(str(path))
        except BaseException:
            give()
            raise
        run = Run(worker, client, give, time.monotonic())
        run.timer = asyncio.get_running_loop().call_later(self._settings.patience, self._becomes_long, run)
        self._running.add(run)
        self._top_up(str(path))
        try:
            return await self._answer(run, question)
        except Orphaned:
            self._finish(run, reuse=False)
            self._without(worker.copy)
            raise
        except BaseException:
            self._finish(run, reuse=False)
            raise

    @property
    def copied(self) -> bool:
        """Whether a copy in memory answers."""
        return self._copy is not None

    def forget(self, path: Path) -> None:
        """End the idle workers of a snapshot that is no longer asked, and its copy in memory when none uses it."""
        for worker in self._idle.pop(str(path), ()):
            self.end(worker)
        if self._copy is not None and self._copy.path == str(path):
            self._drop()
        if self._loading is not None and self._loading.path == str(path):
            self._end(self._loading.id, self._control)

    async def load(self, path: Path) -> bool:
        """Read the snapshot at ``path`` into memory: from then on its workers share that.

        The disk answers until then. Returns False if the snapshot was forgotten meanwhile. Raises MemoryError if it
        does not fit, OSError if no process can be started.
        """
        self._drop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        copy = self._loading = Copy(0, str(path), ours)
        fits = False
        try:
            with theirs:
                orders = Orders(str(path), self._settings.copy_memory << 20)
                copy.id = await self._command(theirs, asdict(orders), "load")
            told = await asyncio.get_running_loop().sock_recv(ours, 1 << 16)
            fits = bool(told) and json.loads(told)["fits"]
        finally:
            self._loading = None
            if not fits:
                self._close(copy)
        if fits:
            self._copy = copy
            self._refork(copy.path)
        elif told:
            raise MemoryError
        return fits

    def _refork(self, path: str) -> None:
        """Have idle workers that read from the disk make room for those of the copy."""
        if path in self._idle:
            old, self._idle[path] = self._idle[path], deque()
            for worker in old:
                self.end(worker)
            self._top_up(path)

    def _drop(self) -> None:
        """Take no more workers from the copy; it ends with the last of them."""
        copy, self._copy = self._copy, None
        if copy is not None and not copy.workers:
            self._close(copy)

    def _is_outdone(self, worker: Worker) -> bool:
        """Whether a worker is not of the copy in memory, and there is one."""
        return self._copy is not None and self._copy.path == worker.path and worker.copy is not self._copy

    def _without(self, copy: Copy | None) -> None:
        """Take no more workers from a copy that was killed."""
        if copy is not None and copy is self._copy:
            self._drop()

    def _close(self, copy: Copy) -> None:
        copy.control.close()
        self._end(copy.id, self._control)

    async def warm(self, path: Path) -> None:
        """Have a worker ready for the first query."""
        self._idle.setdefault(str(path), deque()).append(await self.spawn(str(path)))

    async def close(self) -> None:
        """End all workers."""
        for task in self._tasks:
            task.cancel()
        for run in list(self._running):
            self._finish(run, reuse=False)
        for path in list(self._idle):
            self.forget(Path(path))
        self._drop()
        if self._control is not None:
            self._control.close()
        if self._zygote is not None:
            with suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(self._zygote.wait, 5)
            self._zygote.kill()
            self._zygote.wait()
            self._zygote = self._control = None

    async def _turn(self, client: str) -> Callable[[], None]:
        try:
            async with asyncio.timeout(self._settings.query_seconds):
                return await self._turns.take(client)
        except Full:
            self.tally.refused += 1
            detail = "Too many queries are waiting; try again in a moment."
            raise Problem(429, detail, headers={"Retry-After": "1"}) from None
        except TimeoutError:
            raise self._busy() from None

    # -- one query -----------------------------------------------------------------------------------------------------

    async def _answer(self, run: Run, question: Question) -> Answer:
        payload = question.encoded()
        try:
            run.worker.frames.send(wire.order(payload))
            kind, payload = await self._frame(run)
        except ConnectionError:
            problem = await self._why(run)
            raise (Orphaned if run.ended == "lost" else problem) from None
        if kind == PROBLEM:
            told = json.loads(payload)
            self._finish(run, reuse=True)
            raise Problem(told["status"], told["detail"])
        if kind == WHOLE:
            self._finish(run, reuse=True)
            media, _, body = payload.partition(b"\0")
            return Answer.at_once(media.decode(), body)
        return Answer(json.loads(payload)["media"], self._chunks(run))

    async def _chunks(self, run: Run) -> AsyncIterator[bytes]:
        whole = False
        try:
            while True:
                kind, payload = await self._frame(run)
                if kind == END:
                    whole = True
                    return
                if kind == PROBLEM:
                    raise Broken(json.loads(payload)["detail"])
                stalled = asyncio.get_running_loop().call_later(_STALLED, self._kill, run, "stalled")
                run.offered = time.monotonic()
                try:
                    yield payload
                finally:
                    stalled.cancel()
                    run.offered = None
        except ConnectionError:
            raise Broken((await self._why(run)).detail) from None
        finally:
            self._finish(run, reuse=whole)

    async def _frame(self, run: Run) -> tuple[bytes, bytes]:
        """Return kind and payload of the worker's next frame; at the time limit, the worker is killed."""
        left = run.begun + self._settings.query_seconds - time.monotonic()
        clock = asyncio.get_running_loop().call_later(max(0.0, left), self._kill, run, "time")
        try:
            return await run.worker.frames.next()
        finally:
            clock.cancel()

    def _becomes_long(self, run: Run) -> None:
        run.long = True
        self._long.append(run)
        _lower(run.worker.pid, _LOW)
        run.used = _used(run.worker.pid)
        run.timer = asyncio.get_running_loop().call_later(self._settings.patience, self._look, run)
        run.give()
        if len(self._long) > self._settings.long_queries:
            self._kill_one()

    def _kill_one(self) -> None:
        """Kill the long query whose answer has waited longest, if one has waited for a while; else the latest of the
        client that has most of them."""
        before = time.monotonic() - _UNREAD
        if unread := [(run.offered, run) for run in self._long if run.offered is not None and run.offered < before]:
            self._kill(min(unread, key=itemgetter(0))[1], "stalled")
            return
        counts = Counter(run.client for run in self._long)
        most = max(counts.values())
        self._kill(next(run for run in reversed(self._long) if counts[run.client] == most), "busy")

    def _look(self, run: Run) -> None:
        """Let it have only what nobody else wants once it has had its share, by the processor's time: by the clock, a
        short query would starve beside a build."""
        pid = run.worker.pid
        if _used(pid) - run.used < _SHARE * self._settings.patience:
            run.timer = asyncio.get_running_loop().call_later(self._settings.patience, self._look, run)
            return
        _lower(pid, _LOWEST)
        with suppress(OSError):
            os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))

    def _kill(self, run: Run, why: str) -> None:
        if run in self._running and not run.ended:
            run.ended = why
            self.tally.killed[why] += 1
            if run.long:
                self._long.remove(run)
                with suppress(OSError):  # giving back a gigabyte takes time, too
                    os.sched_setscheduler(run.worker.pid, os.SCHED_OTHER, os.sched_param(0))
            if run.timer is not None:
                run.timer.cancel()
            self.end(run.worker)
            if why == "stalled":
                self._finish(run, reuse=False)  # else only when the client reads on, or leaves

    async def _why(self, run: Run) -> Problem:
        """Return what a client is told whose worker is gone."""
        seconds, memory = self._settings.query_seconds, self._settings.query_memory
        lost = not run.ended and await self._is_lost(run.worker)
        if run.ended == "time":
            return Problem(503, f"The query was ended: it took longer than {seconds:g} seconds.")
        if run.ended == "busy":
            return self._busy()
        if run.ended == "stalled":
            return Problem(503, "The answer was not read.")
        if not run.ended:
            run.ended = "lost" if lost else "memory"
            self.tally.killed[run.ended] += 1
        if run.ended == "lost":
            return Problem(503, _LOST)
        needed = f"it needed more than the {memory} MB of memory that it may have, or its process was killed"
        return Problem(503, f"The query was ended: {needed}.")

    async def _is_lost(self, worker: Worker) -> bool:
        """Whether it went with its parent, whose socket closes a little later, with the last of its threads."""
        until = time.monotonic() + _CLOSING
        while not worker.orphaned and time.monotonic() < until:
            await asyncio.sleep(0.02)
        return worker.orphaned

    def _busy(self) -> Problem:
        return Problem(503, _BUSY, headers={"Retry-After": "5"})

    def _finish(self, run: Run, *, reuse: bool) -> None:
        if run not in self._running:
            return
        self._running.discard(run)
        if run.timer is not None:
            run.timer.cancel()
        if run in self._long:
            self._long.remove(run)
        run.give()
        idle = self._idle.get(run.worker.path)
        room = idle is not None and len(idle) <= self._settings.workers
        if reuse and not run.long and not run.ended and idle is not None and room and not self._is_outdone(run.worker):
            idle.append(run.worker)
        elif run.ended in ("", "memory", "lost"):
            self.end(run.worker)

    # -- processes -----------------------------------------------------------------------------------------------------

    async def _worker(self, path: str) -> Worker:
        idle = self._idle.setdefault(path, deque())
        while idle:
            worker = idle.pop()  # the last: it has its own copy of the pages that it writes to
            if not worker.frames.gone:
                return worker
            self.end(worker)
        return await self.spawn(path)

    def _top_up(self, path: str) -> None:
        """Have one more worker ready than are asked now."""
        if not self._idle.get(path) and not any(task.get_name() == path for task in self._tasks):
            task = asyncio.get_running_loop().create_task(self._spare(path), name=path)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _spare(self, path: str) -> None:
        try:
            worker = await self.spawn(path)
        except Problem as problem:
            log.error("%s", problem.detail)
            return
        if path not in self._idle:
            self.end(worker)
        elif self._is_outdone(worker):  # the copy was made while this one opened the disk
            self.end(worker)
            await self._spare(path)
        else:
            self._idle[path].append(worker)

    async def spawn(self, path: str, *, writes: bool = False) -> Worker:
        """Fork a worker and wait until it has opened its folder. Raises Problem 503."""
        for _ in range(_AGAIN):
            with suppress(Orphaned):
                return await self._forked(path, writes=writes)
        raise Problem(503, "No worker could be started: what starts them was killed; ask again.")

    async def _forked(self, path: str, *, writes: bool) -> Worker:
        """Try to start one. Raises Problem, and Orphaned when it is to be tried again."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        _, frames = await asyncio.get_running_loop().create_unix_connection(Frames, sock=ours)
        worker = Worker(0, path, frames)
        self.tally.workers += 1
        try:
            with theirs:
                orders = Orders(path, self._settings.query_memory << 20, writes=writes)
                if not writes and self._from_copy(worker, theirs, asdict(orders)):
                    worker.id = self._last
                else:
                    worker.id = await self._command(theirs, asdict(orders), "fork")
                    worker.parent = self._control
            async with asyncio.timeout(_START):
                kind, payload = await frames.next()
                told = json.loads(payload)
            if kind != READY:
                raise Problem(503, told["detail"])
        except (OSError, TimeoutError) as bad:
            self.end(worker)
            if worker.copy is not None or worker.orphaned:  # the order reached it, and then it was killed
                self._without(worker.copy)
                raise Orphaned from None
            raise Problem(503, f"No worker could be started: {str(bad) or type(bad).__name__}.") from None
        except BaseException:
            self.end(worker)
            raise
        worker.pid = told["pid"]
        return worker

    def _from_copy(self, worker: Worker, theirs: socket.socket, orders: dict[str, object]) -> bool:
        """Fork the worker from the copy in memory of its snapshot, if there is one."""
        copy = self._copy
        if copy is None or copy.path != worker.path:
            return False
        try:
            socket.send_fds(copy.control, [self._order("fork", orders)], [theirs.fileno()])
        except OSError:  # it was killed
            self._drop()
            return False
        worker.copy, worker.parent = copy, copy.control
        copy.workers += 1
        return True

    def _order(self, do: str, orders: dict[str, object]) -> bytes:
        self._last += 1
        return json.dumps({"do": do, "id": self._last, "orders": {**orders, "id": self._last}}).encode()

    async def _command(self, theirs: socket.socket, orders: dict[str, object], do: str) -> int:
        async with self._lock:
            for attempt in range(2):
                if self._control is None:
                    await self._begin()
                assert self._control is not None  # noqa: S101  # it was just begun
                try:
                    socket.send_fds(self._control, [self._order(do, orders)], [theirs.fileno()])
                    return self._last
                except OSError:
                    if attempt:
                        raise
                    self._control.close()
                    self._control = None  # it was killed: another one is started
        raise ConnectionError("the process that starts workers cannot be reached")

    async def _begin(self) -> None:
        if self._zygote is not None:  # it was killed
            self._zygote.kill()
            self._zygote.wait()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "api.zygote", str(theirs.fileno())]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}  # no token there
        root = str(Path(__file__).resolve().parent.parent)
        kept["RUST_BACKTRACE"] = "0"  # a worker that is out of memory says so in one line
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, [root, kept.get("PYTHONPATH")]))
        try:
            with theirs:
                self._zygote = await asyncio.to_thread(subprocess.Popen, command, pass_fds=[theirs.fileno()], env=kept)
            ours.setblocking(False)
            async with asyncio.timeout(_START):
                hello = await asyncio.get_running_loop().sock_recv(ours, 1 << 16)
            if not hello:
                raise ConnectionError("the process that starts workers ended at once")
        except BaseException:  # also when the service is stopped meanwhile
            ours.close()
            raise
        self.network = json.loads(hello)["network"]
        if not self.network:
            log.warning(
                "workers could not be cut off from the network here; only the refusal of SERVICE and LOAD is left"
            )
        self._control = ours

    def end(self, worker: Worker) -> None:
        """Kill a worker; whatever it was doing is undone or was never done."""
        worker.frames.abort()
        self.tally.workers -= 1
        self._end(worker.id, worker.parent)
        if worker.copy is not None:
            worker.copy.workers -= 1
            if worker.copy is not self._copy and not worker.copy.workers:
                self._close(worker.copy)

    def _end(self, number: int, control: socket.socket | None) -> None:
        """Have a process killed by the one that it was forked from."""
        if control is not None and number:
            with suppress(OSError):
                control.send(json.dumps({"do": "end", "id": number}).encode())


def _lower(pid: int, nice: int) -> None:
    """Lower the priority of a worker, and of its session: Linux divides the processor among sessions first
    (sched(7), "The autogroup feature"), and the nice value of a process counts only within its own."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, nice)
    with suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(nice))


def _used(pid: int) -> float:
    """Return the seconds of the processor that a process has had (proc(5), schedstat); 0 if that is not known."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
