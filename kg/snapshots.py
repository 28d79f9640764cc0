"""Snapshots: a graph as it is at one moment, so that it can be read while it is written.

Only one process can have a graph open for writing, and none may read beside it. So whoever writes *publishes*: a copy
by hard links, together with the index, in the folder ``snapshots`` of the graph. A running service looks there, and
where nobody is writing it takes a snapshot itself. What is published is gone when the writer has ended.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from kg.folder import filled, in_use, locked, reason
from kg.holder import holder, homes
from kg.index import FILE, Index
from kg.store import Store, StoreError

FOLDER = "snapshots"
_KEPT = 2  # published ones: a service may just be taking the one before the last


def take(store: Store, index: Index, folder: Path) -> None:
    """Write store and index to a new folder; it has its name only when it is whole. Raises StoreError."""
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    store.backup(part)
    index.copy(part / FILE)
    part.rename(folder)


def publish(store: Store) -> Path | None:
    """Let running services see what is in ``store`` now; return the snapshot, none for a store in memory.

    Costs about 0.1 s and what the index has to read: the articles that are new. Raises StoreError.
    """
    if store.path is None:
        return None
    folder = store.path / FOLDER
    folder.mkdir(exist_ok=True)
    found = folder / str(time.time_ns())
    with Index.of(store) as index:
        take(store, index, found)
    for old in published(store.path)[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return found


def published(graph: Path) -> list[Path]:
    """Return what is published of the graph in this folder, the newest last."""
    try:
        return sorted(path for path in (graph / FOLDER).iterdir() if path.name.isdigit())
    except OSError:
        return []


def withdraw(graph: Path) -> None:
    """Remove what was published: the writer has ended, and whoever wants a snapshot can take one."""
    shutil.rmtree(graph / FOLDER, ignore_errors=True)


@contextmanager
def publishing(store: Store) -> Iterator[None]:
    """Withdraw at the end what is published meanwhile."""
    try:
        yield
    finally:
        if store.path is not None:
            withdraw(store.path)


def adopt(snapshot: Path, folder: Path) -> None:
    """Link a published snapshot to a new folder, where it stays. Raises OSError if it is withdrawn meanwhile."""
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        shutil.copytree(snapshot, part, copy_function=_link)
    except shutil.Error as bad:
        raise OSError(str(bad)) from None
    part.rename(folder)


def copy(graph: Path, folder: Path) -> datetime:
    """Write a copy of the graph to a new folder; return as of when it is. Raises StoreError, OSError.

    Of one that is open for writing, it is the last published or served state. One that may only be read stays as it is.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    still = not os.access(graph, os.W_OK) and holder(graph) is None
    try:
        with Store.open(graph, read_only=still) as store, Index.of(store) as index:
            take(store, index, folder)
            return datetime.now(UTC)
    except StoreError as bad:
        states = [*published(graph), *served(graph)]
        if not bad.in_use or not states:
            raise
    newest = max(states, key=lambda path: path.stat().st_mtime_ns)
    made = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
    adopt(newest, folder)
    return made


def restore(folder: Path, graph: Path) -> int:
    """Make the graph what a copy holds, and return of how many articles; what was there goes at once, or stays.

    Raises StoreError, OSError.
    """
    if not (folder / "CURRENT").is_file():
        raise StoreError(f"{folder}: no copy of a graph here; kg backup writes one")
    with Store.open(folder, read_only=True) as copied:
        copied.derived()  # reads it: a broken copy replaces nothing
        count = sum(1 for _ in copied.articles())
    new, old = graph.with_name(f".{graph.name}.restored"), graph.with_name(f".{graph.name}.before")
    shutil.rmtree(new, ignore_errors=True)
    graph.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copytree(folder, new)
        _put(new, graph, old)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return count


def _put(new: Path, graph: Path, old: Path) -> None:
    """Move what is new to where the graph is, and that to the folder ``old``. Raises StoreError."""
    there = filled(graph)
    with _locked(graph) if there else nullcontext():
        try:
            if there:
                shutil.rmtree(old, ignore_errors=True)
                graph.rename(old)
            new.rename(graph)
        except OSError as bad:
            raise StoreError(reason(graph, bad)) from None


@contextmanager
def _locked(graph: Path) -> Iterator[None]:
    """Keep others from opening the graph for writing. Not by opening it: RocksDB tidies up by path when it closes, and
    would do so in what is there by then. Raises StoreError if somebody has it open."""
    with ExitStack() as held:
        try:
            held.enter_context(locked(graph))
            file = held.enter_context((graph / "LOCK").open("a"))
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(in_use(graph)) from None
        except OSError as bad:
            raise StoreError(f"{graph}: {bad.strerror}") from None
        yield


def served(graph: Path) -> list[Path]:
    """Return the snapshots that services read of the graph in this folder."""
    return [path for home in homes(graph) for path in home.iterdir() if path.name.isdigit()]


def stamp(graph: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when the graph in this folder is written to: names, sizes and times of its files.

    Not those that are new whenever it is opened, as another service does to take a snapshot: a list, an empty log.
    """
    files = ((path.name, path.stat()) for path in graph.iterdir() if path.suffix in (".log", ".sst"))
    found = ((name, state.st_size, state.st_mtime_ns) for name, state in files if state.st_size)
    return tuple(sorted([(graph.name, graph.stat().st_ino, 0), *found]))


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
