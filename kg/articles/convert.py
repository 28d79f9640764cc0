"""Pages and PDFs become articles in processes of their own: what is too slow, too large or crashes stops nobody else.

A process has a limit of memory and, for each document, of computing and of time on the clock; one that dies is one
`Problem`, and another takes its place. It is no sandbox: a library that a document took over can do what its user may.
Documents are converted ahead while articles are worked on, and come back in the order of reading.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from multiprocessing.connection import Connection, Pipe
from queue import SimpleQueue
from subprocess import DEVNULL, Popen
from threading import Event, Thread
from typing import TYPE_CHECKING, Literal

from kg.articles.answer import read
from kg.articles.problem import Bad, Problem, odd
from kg.closing import Closing
from kg.model import Article

if TYPE_CHECKING:
    from kg.articles.raw import Raw

SECONDS = 60  # of computing for one document: a page takes a fiftieth of one, a book in PDF ten
CLOCK = 600.0  # seconds on the clock for one document: a busy machine gives a tenth of them for computing
MEMORY = 3 << 30  # bytes of address space
AHEAD = 8  # documents that are converted ahead, for each process

_PROGRAM = """import sys
given, sys.path[:] = map(int, sys.argv[1:4]), sys.argv[4:]
from kg.articles.converter import serve
serve(*given)
"""

Kind = Literal["page", "saved", "pdf"]


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes of one kind, and what is known of them besides."""

    kind: Kind
    raw: Raw
    content: bytes
    known: Mapping[str, object] | None = None

    def article(self) -> Article:
        """Return its article, here and now; raises Bad."""
        from kg.articles import html, pdf

        if self.kind == "page":
            return html.article_of_page(self.raw, self.content, self.known)
        if self.kind == "saved":
            return html.article_of_saved(self.raw, self.content)
        return pdf.article_of_document(self.raw, self.content)

    def read(self) -> Article | Problem:
        """Return its article, or what is wrong with it: whatever a library makes of odd bytes."""
        try:
            return self.article()
        except Bad as bad:
            return bad.at(self.raw.place)
        except Exception as bad:  # noqa: BLE001  # four libraries read what anybody may have written
            return odd(bad).at(self.raw.place)


class Pending:
    """An article that is being made from a document."""

    def __init__(self, document: Document) -> None:
        self._document: Document | None = document
        self._found: Article | Problem | None = None
        self._made = Event()

    @property
    def done(self) -> bool:
        """Whether it is made."""
        return self._made.is_set()

    def result(self) -> Article | Problem:
        """Wait for it."""
        self._made.wait()
        if self._found is None:
            raise ValueError("its converters were closed")
        return self._found

    def taken(self) -> Document:
        """Return the document, which is then forgotten here."""
        document, self._document = self._document, None
        if document is None:
            raise ValueError("it was taken before")
        return document

    def settle(self, found: Article | Problem | None) -> None:
        """Say what it has become: nothing if nobody waits for it any more."""
        self._found = found
        self._made.set()


class Converters(Closing):
    """The processes. It is a context manager; they start when there is something for them to do."""

    def __init__(self, number: int | None = None, seconds: int = SECONDS, clock: float = CLOCK) -> None:
        self._number = number or len(os.sched_getaffinity(0))
        self._seconds = seconds
        self._clock = clock
        self._waiting: SimpleQueue[Pending | None] = SimpleQueue()
        self._workers: list[_Worker] = []

    @property
    def ahead(self) -> int:
        """How many documents may be under way."""
        return self._number * AHEAD

    def begin(self, document: Document) -> Pending:
        """Have a document converted."""
        pending = Pending(document)
        self._waiting.put(pending)
        if len(self._workers) < self._number and (not self._workers or not self._waiting.empty()):
            self._workers.append(_Worker(self._waiting, self._seconds, self._clock))
        return pending

    def close(self) -> None:
        """End the processes, whatever they are at."""
        for worker in self._workers:
            worker.stop()
            self._waiting.put(None)  # any of them may take it
        for worker in self._workers:
            worker.join()
        self._workers.clear()


class _Worker:
    """One process, and the thread that gives it what waits and takes what it makes."""

    def __init__(self, waiting: SimpleQueue[Pending | None], seconds: int, clock: float) -> None:
        self._waiting = waiting
        self._seconds = seconds
        self._clock = clock
        self._stopped = False
        self._process: Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the process; the thread ends with the next that it takes, or with none."""
        self._stopped = True
        process = self._process
        if process is not None:
            process.kill()

    def join(self) -> None:
        """Wait for the thread."""
        self._thread.join()

    def _run(self) -> None:
        while (pending := self._waiting.get()) is not None:
            found = None
            try:
                if not self._stopped:
                    found = self._made(pending.taken())
            finally:  # whoever waits for it never waits in vain
                pending.settle(found)
        self._end()

    def _made(self, document: Document) -> Article | Problem:
        """Have the process read a document; whatever goes wrong is a problem of this one alone."""
        try:
            connection = self._started()
            connection.send(replace(document, raw=replace(document.raw, stream=BytesIO())))
            if connection.poll(self._clock):
                return read(connection.recv_bytes())
            reason = f"was not read within {self._clock:g} seconds"
        except (EOFError, ConnectionError):
            reason = self._why()
        except Exception as bad:  # noqa: BLE001  # no process, no memory, no answer that makes sense
            reason = f"could not be given to a process that reads it: {type(bad).__name__}: {bad}"
        self._end()
        return Problem(document.raw.place, reason)

    def _started(self) -> Connection:
        """Return the way to the process, which is started if there is none.

        It is a program of its own: it never imports the caller's (as those of `multiprocessing` do), has no store and
        no threads, and finds modules where this process does.
        """
        if self._connection is None:
            self._connection, theirs = Pipe()
            with theirs:
                given = map(str, (theirs.fileno(), self._seconds, MEMORY))
                command = [sys.executable, "-c", _PROGRAM, *given, *sys.path]
                self._process = Popen(command, stdin=DEVNULL, stdout=DEVNULL, pass_fds=[theirs.fileno()])
            if self._stopped:  # meanwhile
                self._process.kill()
        return self._connection

    def _why(self) -> str:
        """Return why the process died."""
        if self._process is None:
            raise ValueError("there is no process")
        code = self._process.wait()
        if code == -signal.SIGXCPU:
            return f"took more than {self._seconds} seconds to read, which no article does"
        return f"the process that read it died (exit code {code}; out of memory?)"

    def _end(self) -> None:
        """End the process; the next document starts another."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._connection = self._process = None
