"""The folder of a graph: made, locked and opened, and what is wrong with it told in a line."""

from __future__ import annotations

import fcntl
import re
import shutil
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.holder import holder
from kg.remote import RemoteError

_IN_USE = "is in use by another process"
_HELD = ("While lock file: ", "lock hold by current process")  # RocksDB's words when somebody has its lock
_RECORD = re.compile(r"CURRENT|MANIFEST-\d+")  # where RocksDB notes what belongs to it
_NO_SPACE = ("no space left", "disk is full")  # the latter is SQLite's


class StoreError(Exception):
    """The store cannot be opened, read or written; the message is one line that names the folder."""

    @property
    def in_use(self) -> bool:
        """Whether another process has it open for writing."""
        return _IN_USE in str(self)

    @property
    def no_space(self) -> bool:
        """Whether the disk is full."""
        return any(words in str(self).lower() for words in _NO_SPACE)


def filled(folder: Path) -> bool:
    """Return whether a graph is in this folder, or what a fault left of one; an empty folder is nobody's.

    Raises StoreError: a file, a folder of something else, no permission.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"{folder}: is a file; a graph is a folder")
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    except PermissionError:
        raise StoreError(f"{folder}: no permission to read it") from None
    if names and not any(map(_RECORD.fullmatch, names)):
        raise StoreError(f"{folder}: holds other files and no graph")
    return bool(names)


def elsewhere(folder: Path) -> None:
    """Refuse to put a graph in the place of the folder where one is: that would be gone from under whoever is there.

    Raises StoreError.
    """
    place, here = folder.resolve(), Path.cwd()
    if place == here or place in here.parents:
        raise StoreError(f"{folder}: is where this runs, and nothing takes its place; go to another folder first")


def usable(folder: Path, *, read_only: bool) -> None:
    """Refuse what Oxigraph would take without a word or refuse in its own: a file, a folder of something else.

    Raises StoreError.
    """
    there = filled(folder)
    if not there and not read_only:
        elsewhere(folder)
    if there and not (folder / "CURRENT").exists():
        raise StoreError(f"{folder}: its file CURRENT is lost; kg restore --replace puts a backup in its place")
    if read_only and not there:
        raise StoreError(f"{folder}: there is no graph")


def locked(folder: Path) -> IO[str]:
    """Return an open file; until it is closed, no other `kg.store.Store` opens the graph in this folder for writing.

    RocksDB's own lock ends when it closes, in the middle of a build. Raises BlockingIOError if another process has this
    one, OSError if it cannot be had at all.
    """
    file = (folder / "WRITER").open("a", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file


def in_use(folder: Path) -> str:
    """Return the line that says so, who it is as far as that can be told, and what to do."""
    process, address = holder(folder) or (None, None)
    if address:
        return (
            f"{folder}: {_IN_USE}, the service at {address} (process {process}), which has taken changes; "
            "give articles to it (POST /articles, or Add on its page), or stop it first"
        )
    who = f" (process {process})" if process else ""
    return f"{folder}: {_IN_USE}{who}; only one can have it open for writing"


def make(folder: Path) -> None:
    """Make an empty store that is there whole or not at all: one whose making was killed cannot be opened to read.

    Raises OSError, RuntimeError.
    """
    part = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(part, ignore_errors=True)
    try:
        ox.Store(part).flush()
        part.replace(folder)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        raise


def opened(folder: Path) -> ox.Store:
    """Open it for writing; RocksDB begins a log each time, and keeps a thousand. Raises OSError, RuntimeError."""
    native = ox.Store(folder)
    for log in folder.glob("LOG.old.*"):
        log.unlink(missing_ok=True)
    return native


def reason(folder: Path, bad: OSError | RuntimeError) -> str:
    """Return one line that says what to do about an error of the operating system or of RocksDB."""
    words = str(bad).splitlines()[0] if str(bad) else type(bad).__name__
    if isinstance(bad, RemoteError):
        return words
    if isinstance(bad, BlockingIOError) or any(held in words for held in _HELD):
        return in_use(folder)
    if isinstance(bad, PermissionError) or "Permission denied" in words:
        return f"{folder}: no permission to write there"
    if "Read-only file system" in words:
        return f"{folder}: cannot be written to, the file system is read-only"
    if "resource busy" in words:
        return f"{folder}: is where a disk is mounted, and nothing takes its place; name a folder in it"
    if "No space left" in words:
        return f"{folder}: no space left on the disk"
    return f"{folder}: {words}"
