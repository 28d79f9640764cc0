"""Snapshots: a graph as it is at one moment, so that it can be read while it is written.

Only one process can have a graph open for writing, and none may read beside it. So whoever writes *publishes*: a copy
by hard links, together with the index, in the folder ``snapshots`` of the graph. A running service looks there, and
where nobody is writing it takes a snapshot itself. What is published is gone when the writer has ended.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.index import FILE, Index
from kg.store import Store

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


def stamp(graph: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when the graph in this folder is written to: names, sizes and times of its files."""
    found = []
    for path in graph.iterdir():
        if path.suffix in (".log", ".sst", ".sqlite") or path.name.startswith("MANIFEST"):
            state = path.stat()
            found.append((path.name, state.st_size, state.st_mtime_ns))
    return tuple(sorted(found))


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
