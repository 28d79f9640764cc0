"""What every route may ask for: the graph as it is at this request, the workers, and the settings."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Annotated

import pyoxigraph as ox
from fastapi import Depends, Request

from api.command import ran
from api.pool import Answer, Pool
from api.problems import Problem
from api.remembered import Remembered
from api.remote import Forward
from api.worker import Question
from api.writer import Writer
from kg import __version__, snapshots
from kg.holder import ADDRESS, home_prefix
from kg.index import Index
from kg.model import content_id
from kg.settings import Settings
from kg.store import Store, StoreError
from kg.temporary import named, prefix, sweep

log = logging.getLogger("communique.serving")

_TRIES = 3  # to take a snapshot, before the last one stays for
_RETRY = 2.0  # seconds
_SETTLED = 3600.0  # seconds for what follows from all articles
_PAUSE = 30.0  # seconds after which it is tried again, when it could not be computed
_SOON = 0.5  # seconds
_QUIET = 5.0  # seconds without a new snapshot before one is read into memory
_SELDOM = 3600.0  # seconds until it is tried again with one that did not fit
_GRACE = 30.0  # seconds that requests which began with a view may go on with it


class View:
    """One state of the graph: the store, its index, and the folder that workers open."""

    def __init__(self, store: Store, path: Path | None = None) -> None:
        self.store = store
        self.answers: Remembered | None = None
        self._path = path
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._index: Index | None = None
        self._derived: bool | None = None
        self._lock = Lock()

    @property
    def derived(self) -> bool:
        """Whether edges and ledger are those of its articles; a snapshot, which does not change, is asked once."""
        if self._derived is None or self._path is None:
            self._derived = self.store.derived()
        return self._derived

    @property
    def index(self) -> Index:
        """The index of the store, up to date."""
        with self._lock:
            if self._index is None:
                self._index = Index.of(self.store)
            return self._index

    @property
    def path(self) -> Path:
        """A folder with the store that nobody writes to; made at the first call for a store that has none."""
        with self._lock:
            if self._path is None:
                self._temporary = tempfile.TemporaryDirectory(prefix=prefix())
                self._path = Path(self._temporary.name) / "graph"
                if self.store.path is not None:
                    self.store.backup(self._path)
                else:
                    copy = ox.Store(self._path)
                    copy.bulk_extend(self.store.native)
                    copy.flush()
            return self._path

    @cached_property
    def tag(self) -> str:
        """A hash that changes when an answer may change: the graph or this software has."""
        return content_id("view", __version__, self.index.mark())

    @cached_property
    def changed(self) -> datetime:
        """When the index last changed, to the second."""
        return datetime.fromtimestamp(int(self.index.path.stat().st_mtime), UTC)

    def gather(self) -> None:
        """Read into memory what broad counts need."""
        try:
            self.index.gather()
        except (StoreError, OSError) as bad:
            log.error("broad filters stay slow: %s", bad)

    def close(self) -> None:
        """Close the index; the store is the caller's."""
        if self._index is not None:
            self._index.close()
        if self._temporary is not None:
            self._temporary.cleanup()


class Serving:
    """What is served: the present view and the workers. `over` serves a store as it is; `folder` follows a graph."""

    def __init__(self, settings: Settings, view: View, home: Path | None = None) -> None:
        self.settings = settings
        self.view = view
        self._home = home
        self._number = 0
        self._stamp: object = None
        self._pool: Pool | None = None
        self._renewing = asyncio.Lock()
        self.writer: Writer | Forward | None = None
        self._again = self._settling = 0.0
        self._covered = self._seen = self._settled = 0
        self._is_remote = False
        self._syncing: asyncio.Task[None] | None = None
        self._gathering: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._copying: asyncio.Task[None] | None = None
        self._forward: Forward | None = None

    @classmethod
    def over(cls, store: Store, settings: Settings) -> Serving:
        """Serve a store that does not change; it stays the caller's to close."""
        path = store.path if store.path is not None and store.read_only else None
        return cls(settings, View(store, path))

    @classmethod
    def folder(cls, settings: Settings) -> Serving:
        """Serve snapshots of the graph at ``settings.store``, a new one whenever it has grown.

        They lie beside it; where nobody may write there, the graph itself is read. Raises StoreError.
        """
        graph = settings.store.resolve()
        if not os.access(graph, os.W_OK) or not os.access(graph.parent, os.W_OK):
            return cls(settings, View(Store.open(graph, read_only=True), graph))
        sweep(graph.parent, home_prefix(graph))  # what services that were killed have left
        home = Path(tempfile.mkdtemp(prefix=named(home_prefix(graph)), dir=graph.parent))
        try:
            found = cls(settings, View(Store.memory()), home)
            found.view = found._next()
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        return found

    @classmethod
    def remote(cls, settings: Settings) -> Serving:
        """Serve the graph of the server that ``settings`` name; its index is made here. Raises StoreError, OSError."""
        secret = settings.remote_password.get_secret_value()
        store = Store.remote(
            settings.remote_query, settings.remote_update, settings.remote_graphs, settings.remote_user, secret
        )
        found = cls(settings, View(store))
        found.view.index.codes()  # now, so that what is wrong is said before anybody asks
        found._is_remote = True
        return found

    async def ask(self, view: View, question: Question, client: str, *, anew: bool = False) -> Answer:
        """Have a query evaluated, or give what was the answer before, unless ``anew``.

        Raises Problem as `api.pool.Pool.ask` does.
        """
        if self._forward is not None:
            return await self._forward.ask(question, client)
        if view.answers is None:
            view.answers = Remembered(self.settings.remembered << 20)
        found = None if anew else view.answers.get(question)
        if found is None:
            found = await self.pool.ask(view.path, question, client)
            view.answers.keep(question, found)
        else:
            self.pool.tally.remembered += 1
        return found

    def listens(self, address: str) -> None:
        """Leave word of where it listens, for those to whom the graph is closed: who takes changes keeps it open."""
        if self._home is not None and self.settings.token.get_secret_value():
            (self._home / ADDRESS).write_text(address, encoding="utf-8")

    @property
    def pool(self) -> Pool:
        """The workers; made at the first call, for the event loop that is running."""
        if self._pool is None:
            self._pool = Pool(self.settings)
        return self._pool

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the graph while the application runs, and end everything after it."""
        if self._home is not None and self.settings.token.get_secret_value():
            self.writer = Writer(self.settings, self.pool, self._home)
        if self._is_remote:
            self._forward = Forward(self.settings)
            self.writer = self._forward if self.settings.token.get_secret_value() else None
        follows = self._home is not None or self._is_remote
        watch = asyncio.get_running_loop().create_task(self._watch()) if follows else None
        self._gather()
        if self.settings.copy_memory and not self._is_remote:
            self._copying = asyncio.create_task(self._copied())
        try:
            yield
        finally:
            if watch is not None:
                watch.cancel()
                with suppress(asyncio.CancelledError):
                    await watch
            if self.writer is not None:
                await self.writer.close()
            await self._ended()

    async def _ended(self) -> None:
        for task in (self._gathering, self._copying):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        for task in (self._syncing, self._reading):
            if task is not None:
                await task  # a thread cannot be stopped, and works on what is closed below
        if self._forward is not None:
            await self._forward.close()
        if self._pool is not None:
            await self._pool.close()
            self._pool = None
        self.view.close()
        if self._home is not None or self._is_remote:
            self.view.store.close()
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)

    async def look(self) -> bool:
        """Take over what is new; return whether anything was."""
        try:
            view = await asyncio.to_thread(self._newer)
        except (StoreError, OSError) as bad:
            log.info("the graph cannot be read now, the last snapshot stays: %s", bad)
            return False
        if view is not None:
            self._replace(view)
        return view is not None

    async def fresh(self) -> View:
        """Return the view for a request: it has every change that was acknowledged, if a snapshot can be taken at all.

        Where it cannot (a full disk), the last one stays, and it is tried again after a while.
        """
        if isinstance(self.writer, Writer) and self._is_due(self.writer):
            async with self._renewing:
                await self._renew(self.writer)
        return self.view

    def _is_due(self, writer: Writer) -> bool:
        return writer.version != self._covered and time.monotonic() > self._again

    async def _renew(self, writer: Writer) -> None:
        if not self._is_due(writer):  # another request has done it meanwhile
            return
        for _ in range(_TRIES):  # the process that writes may just have died: another one takes over
            folder = self._folder()
            try:
                version = await writer.snapshot(folder)
                self._replace(await asyncio.to_thread(_opened, folder))
                self._covered = version
            except (Problem, StoreError) as bad:
                log.error("no snapshot can be taken, the last one stays: %s", bad)
                shutil.rmtree(folder, ignore_errors=True)
            else:
                return
        self._again = time.monotonic() + _RETRY

    def _replace(self, view: View) -> None:
        old, self.view = self.view, view
        log.info("serving a new snapshot")
        asyncio.get_running_loop().call_later(_GRACE, self._retire, old)
        self.pool.forget(old.path)
        self._gather()

    def _gather(self) -> None:
        """Have what broad counts need of the snapshot that is served read into memory, beside the requests."""
        if self._gathering is None or self._gathering.done():
            self._gathering = asyncio.create_task(self._gathered())

    async def _gathered(self) -> None:
        done: View | None = None
        while done is not self.view:  # a new one may have come while the last one was read
            view = self.view
            await asyncio.sleep(_SOON)  # the first answers come first; a snapshot may be the last one for long
            if view is self.view:
                self._reading = asyncio.create_task(asyncio.to_thread(view.gather))
                await asyncio.shield(self._reading)
                done = view

    async def _copied(self) -> None:
        """Keep a copy in memory of the snapshot that is served, once no newer one has come for a while.

        No more than half of the time goes into reading: where changes come often, it is not tried often.
        """
        pause = _QUIET
        while True:
            view = self.view
            await asyncio.sleep(pause)
            if view is not self.view or self.pool.copied:
                continue
            begun = time.monotonic()
            try:
                whole = await self.pool.load(await asyncio.to_thread(getattr, view, "path"))
            except MemoryError:
                log.info("the graph does not fit into KG_COPY_MEMORY, the disk answers")
                pause = _SELDOM
            except (OSError, TimeoutError) as bad:
                log.error("no copy in memory, the disk answers: %s", bad)
                pause = min(2 * pause, _SELDOM)
            else:
                pause = max(_QUIET, time.monotonic() - begun) if whole else min(2 * pause, _SELDOM)
                if view is not self.view:  # it was replaced before the reading began
                    self.pool.forget(view.path)

    def _folder(self) -> Path:
        assert self._home is not None  # noqa: S101  # only a folder is followed
        self._number += 1
        return self._home / str(self._number)

    def _sync(self) -> None:
        """Bring the index up to date with a graph on another server."""
        try:
            if self.view.index.sync(self.view.store):
                self.view.__dict__.pop("tag", None)
                self.view.__dict__.pop("changed", None)
        except (StoreError, OSError) as bad:
            log.error("the index stays as it is: %s", bad)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self.settings.renew)
            if self._is_remote:
                self._syncing = asyncio.create_task(asyncio.to_thread(self._sync))
                await asyncio.shield(self._syncing)
                continue
            if isinstance(self.writer, Writer):
                await self.fresh()  # so that a backup has what was written seconds ago
                await self._settle(self.writer)
            async with self._renewing:  # else an older state might take the place of a newer one
                await self._look_at_others()

    async def _look_at_others(self) -> None:
        """Take over what others have written, who may where no writer of one's own has the graph open."""
        if not isinstance(self.writer, Writer):
            await self.look()
            return
        async with self.writer.idle() as idle:
            taken = idle and await self.look()
            if taken and not snapshots.published(self.settings.store.resolve()):  # of a killed build, it may be older
                self._covered = self.writer.version

    async def _settle(self, writer: Writer) -> None:
        """Have edges and ledger follow from what changes have made of the articles, once no more of them come."""
        version, begun = writer.version, self._seen
        self._seen = version
        if begun != version or self._settled == version or time.monotonic() < self._settling:
            return
        if self._covered != version:  # the view does not have all of it, and cannot tell
            return
        try:
            if not await asyncio.to_thread(self.view.store.derived):
                async with writer.lent():
                    await ran("settle", settings=self.settings, seconds=_SETTLED)
                    version = writer.version + 1  # what it has done is one more change
        except (Problem, StoreError, OSError) as bad:
            log.error("edges and ledger stay as they were before the last changes, for now: %s", bad)
            self._settling = time.monotonic() + _PAUSE
        else:
            self._settled = version

    def _newer(self) -> View | None:
        graph = self.settings.store.resolve()
        last = snapshots.published(graph)[-1:]
        state = ("published", last[0].name) if last else ("files", snapshots.stamp(graph))
        return None if state == self._stamp else self._next()

    def _next(self) -> View:
        """Take the next snapshot: what a writer has published, else one of our own. Raises StoreError, OSError."""
        graph, folder = self.settings.store.resolve(), self._folder()
        last = snapshots.published(graph)[-1:]
        if last:
            snapshots.adopt(last[0], folder)
            state: object = ("published", last[0].name)
        else:
            with Store.open(graph) as store, Index.of(store) as index:
                snapshots.take(store, index, folder)
            state = ("files", snapshots.stamp(graph))
        view = _opened(folder)
        self._stamp = state
        return view

    def _retire(self, view: View) -> None:
        view.close()
        view.store.close()
        if self._home is not None:
            shutil.rmtree(view.path, ignore_errors=True)


def _opened(folder: Path) -> View:
    return View(Store.open(folder, read_only=True), folder)


def serving_of(request: Request) -> Serving:
    """Return what the application of the request serves."""
    serving = request.app.state.serving
    if not isinstance(serving, Serving):
        raise TypeError("the application was made without a store")
    return serving


ServingOf = Annotated[Serving, Depends(serving_of)]


async def _view(serving: ServingOf) -> View:
    return await serving.fresh()


ViewOf = Annotated[View, Depends(_view)]


def _store(view: ViewOf) -> Store:
    return view.store


def _index(view: ViewOf) -> Index:
    return view.index


StoreOf = Annotated[Store, Depends(_store)]
IndexOf = Annotated[Index, Depends(_index)]
