"""The journal of a store: the ids of the articles that were written, in the order of writing, in a file beside it.

What follows from the articles remembers up to where it has read the journal, and looks at what was written since; where
the journal cannot say that, it looks at all articles. An id is noted before its article is written: a process that is
killed leaves one too many, never one too few. A position that is remembered is on the disk: what is cut off of the file
when the power fails is behind it, and a shorter file than that says nothing. Deleting the file loses nothing.

What everybody has read is cut off once it is long. A position counts from the beginning of what there was, so the first
line says where the rest begins: ``NAME born`` or ``NAME  12345``.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

FILE = "journal"
"""Its name in the store's folder; Oxigraph takes no notice of it."""

_BORN = "born"  # with the store: it has every article
_LONG = 1 << 20  # bytes after which what everybody has read is cut off


class Journal:
    """The journal in the folder of a store; without one, or where nothing is written down, it knows nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / FILE if folder is not None else None

    def begin(self) -> None:
        """Begin it, with a new store."""
        self._start(_BORN)

    def note(self, articles: Iterable[str]) -> None:
        """Write down the ids of articles that are about to be written, or removed."""
        if self._path is None or not (lines := "".join(f"{json.dumps(key)}\n" for key in articles)):
            return
        if not self._head().name:
            self._start("")
        with self._path.open("rb+") as file:
            file.seek(-1, os.SEEK_END)
            if file.read() != b"\n":  # a process was killed while it wrote a line
                file.write(b"\n")
            file.write(lines.encode())

    def forget(self) -> None:
        """Forget it all: something is written of which nobody knows to which articles it belongs."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    @contextmanager
    def forgetting(self) -> Iterator[None]:
        """Forget it all while an update is run; it comes back if that raises SyntaxError: then nothing was written."""
        if self._path is None:
            yield
            return
        kept = self._path.with_name(f"{FILE}.kept")
        kept.unlink(missing_ok=True)  # of a process that was killed
        with suppress(FileNotFoundError):
            self._path.rename(kept)
        try:
            yield
        except SyntaxError:
            with suppress(FileNotFoundError):
                kept.rename(self._path)
            raise
        finally:
            kept.unlink(missing_ok=True)

    def sync(self) -> None:
        """Force to the disk what is written down, or that it is forgotten."""
        if self._path is not None:
            for path in (self._path, self._path.parent):
                with suppress(FileNotFoundError):
                    _force(path)

    def position(self) -> str:
        """Return up to where it goes now, for `since`; empty if there is none. Up to there it is on the disk."""
        self.sync()
        head = self._head()
        return f"{head.name} {head.position(self._path.stat().st_size)}" if self._path is not None and head.name else ""

    def cut(self) -> None:
        """Cut off what is there, if it is long: everybody who will ask `since` has read all of it."""
        position = self.position()
        if self._path is not None and position and self._path.stat().st_size > _LONG:
            name, _, end = position.partition(" ")
            rest = self._path.with_name(f"{FILE}.cut")
            rest.write_text(f"{name}  {end}\n", encoding="ascii")
            _force(rest)
            rest.replace(self._path)
            _force(self._path.parent)

    def since(self, position: str) -> set[str] | None:
        """Return the ids that were written down since a position; with "", of the beginning of the store.

        None if that cannot be known: the journal is another one by now, or shorter than it was.
        """
        head = self._head()
        known, _, offset = position.partition(" ")
        if self._path is None or not head.name or (known != head.name if position else not head.born):
            return None
        begin = head.place(int(offset)) if position else head.size
        with self._path.open("rb") as file:
            if not head.size <= begin <= file.seek(0, os.SEEK_END):
                return None
            file.seek(begin)
            return {found for line in file if (found := _id(line)) is not None}

    def _head(self) -> _Head:
        try:
            with (self._path or Path(os.devnull)).open("rb") as file:
                line = file.readline()
        except FileNotFoundError:
            line = b""
        name, _, rest = line.decode("ascii", "replace").strip("\n").partition(" ")
        born, _, cut = rest.partition(" ")
        return _Head(
            name if line.endswith(b"\n") else "", born == _BORN, len(line), int(cut) if cut.isdecimal() else len(line)
        )

    def _start(self, born: str) -> None:
        if self._path is not None:
            self._path.write_text(f"{uuid.uuid4().hex} {born}\n", encoding="ascii")


class _Head(NamedTuple):
    """The first line: the name of the journal, empty if there is none; whether it is born with the store; the length of
    the line, and the position of what follows it."""

    name: str
    born: bool
    size: int
    begin: int

    def position(self, place: int) -> int:
        """Return the position at a place in the file."""
        return place - self.size + self.begin

    def place(self, position: int) -> int:
        """Return the place in the file of a position."""
        return position - self.begin + self.size


def _force(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _id(line: bytes) -> str | None:
    """Return the id in a line; none in one that was not finished, whose article then was not written either."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, str) else None
