"""The journal of a store: the ids of the articles that were written, in the order of writing, in a file beside it.

What follows from the articles remembers up to where it has read the journal, and looks at what was written since; where
the journal cannot say that, it looks at all articles. An id is noted before its article is written: a process that is
killed leaves one too many, never one too few. A position that is remembered is on the disk: what is cut off of the file
when the power fails is behind it, and a shorter file than that says nothing. Deleting the file loses nothing.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

FILE = "journal"
"""Its name in the store's folder; Oxigraph takes no notice of it."""

_BORN = "born"  # with the store: it has every article


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
        if not self._head()[0]:
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

    def sync(self) -> None:
        """Force to the disk what is written down, or that it is forgotten."""
        if self._path is not None:
            for path in (self._path, self._path.parent):
                with suppress(FileNotFoundError):
                    _force(path)

    def position(self) -> str:
        """Return up to where it goes now, for `since`; empty if there is none. Up to there it is on the disk."""
        self.sync()
        name, _, _ = self._head()
        return f"{name} {self._path.stat().st_size}" if self._path is not None and name else ""

    def since(self, position: str) -> set[str] | None:
        """Return the ids that were written down since a position; with "", of the beginning of the store.

        None if that cannot be known: the journal is another one by now, or shorter than it was.
        """
        name, born, start = self._head()
        known, _, offset = position.partition(" ")
        if self._path is None or not name or (known != name if position else not born):
            return None
        begin = int(offset) if position else start
        with self._path.open("rb") as file:
            if begin > file.seek(0, os.SEEK_END):
                return None
            file.seek(begin)
            return {found for line in file if (found := _id(line)) is not None}

    def _head(self) -> tuple[str, bool, int]:
        """Return its name, whether it is born with the store, and where its ids begin; no name if there is none."""
        try:
            with (self._path or Path(os.devnull)).open("rb") as file:
                line = file.readline()
        except FileNotFoundError:
            return "", False, 0
        name, _, born = line.decode("ascii", "replace").strip().partition(" ")
        return name if line.endswith(b"\n") else "", born == _BORN, len(line)

    def _start(self, born: str) -> None:
        if self._path is not None:
            self._path.write_text(f"{uuid.uuid4().hex} {born}\n", encoding="ascii")


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
