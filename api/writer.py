"""Changes to the graph, one at a time, by the one process that writes; and snapshots of what it has written."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path

from api import wire
from api.change import Change
from api.pool import Pool, Worker
from api.problems import Problem
from api.wire import PROBLEM
from kg.settings import Settings

_WHOLE = "It was made whole, or (most likely) not at all."
_SNAPSHOT = 600.0  # seconds: the index may have much to read, the check has to look at everything


class Writer:
    """Has the graph open for writing. Belongs to one event loop."""

    def __init__(self, settings: Settings, pool: Pool, home: Path) -> None:
        self._settings = settings
        self._home = home
        self._pool = pool
        self._worker: Worker | None = None
        self._lock = asyncio.Lock()
        self.version = 0
        """How many changes were made, or may have been: a snapshot has, by this number, all that was acknowledged."""

    async def make(self, change: Change, parts: Sequence[bytes] = (), *, check: bool = False) -> dict[str, object]:
        """Make a change; return what is told of it when it is on the disk. ``check``: only if it keeps to the shapes.

        Raises Problem: 4xx as the scribe says, 503 if it took too long or too much memory.
        """
        async with self._lock:
            if check:
                change = replace(change, check=str(self._home / "checked"))
            seconds = _SNAPSHOT if check else self._settings.query_seconds
            refused = False
            try:
                return await self._tell(change, parts, seconds)
            except Problem as problem:
                refused = problem.status < 500
                raise
            finally:
                self.version += not refused  # of one that was ended, nobody knows

    async def snapshot(self, folder: Path) -> int:
        """Write a snapshot of what is there now to a new folder; return its version. Raises Problem."""
        async with self._lock:
            await self._tell(Change("snapshot", str(folder)), (), _SNAPSHOT)
            return self.version

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[None]:
        """Let another process have the graph for writing meanwhile; what it does there is one more change.

        Reading goes on with the last snapshot: only when the other has ended is there something new.
        """
        async with self._lock:
            await self._release()
            try:
                yield
            finally:
                self.version += 1

    @asynccontextmanager
    async def idle(self) -> AsyncIterator[bool]:
        """Yield whether it does not have the graph open, so that others may write; changes wait meanwhile."""
        async with self._lock:
            yield self._worker is None or self._worker.frames.gone

    async def close(self) -> None:
        """Let the change in hand finish, and close the graph."""
        async with self._lock:
            await self._release()

    async def _release(self) -> None:
        if self._worker is not None:
            self._worker.frames.end()
            with suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(10):
                    await self._worker.frames.next()
            self._pool.end(self._worker)
            self._worker = None

    async def _tell(self, change: Change, parts: Sequence[bytes], seconds: float) -> dict[str, object]:
        if self._worker is not None and self._worker.frames.gone:
            self._gone(self._worker)
        if self._worker is None:
            self._worker = await self._pool.spawn(str(self._settings.store.resolve()), writes=True)
        worker = self._worker
        try:
            async with asyncio.timeout(seconds):
                for payload in (json.dumps(asdict(change)).encode(), *parts):
                    worker.frames.send(wire.order(payload))
                kind, answer = await worker.frames.next()
                told: dict[str, object] = json.loads(answer or b"{}")
        except TimeoutError:
            self._gone(worker)
            raise Problem(503, f"The change was ended: it took longer than {seconds:g} seconds. {_WHOLE}") from None
        except ConnectionError:
            self._gone(worker)
            raise Problem(
                503, f"The process that writes has died: it needed too much memory, or was killed. {_WHOLE}"
            ) from None
        except BaseException:
            self._gone(worker)
            raise
        if kind == PROBLEM:
            raise Problem(int(str(told["status"])), str(told["detail"]))
        return told

    def _gone(self, worker: Worker) -> None:
        self._pool.end(worker)
        self._worker = None
