"""Pages and PDFs become articles in processes of their own: what is slow or hostile stalls and harms nobody else.

A process has a limit of memory and, for each document, of computing time; one that dies is one `Problem`, and another
takes its place. Documents are converted ahead while articles are worked on, and come back in the order of reading.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from queue import SimpleQueue
from threading import Event, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from kg.articles.problem import Bad, Problem
from kg.model import Article

if TYPE_CHECKING:
    from kg.articles.raw import Raw

SECONDS = 60  # of computing for one document: a page takes a fiftieth of one, a book in PDF ten
MEMORY = 3 << 30  # bytes of address space
AHEAD = 8  # documents that are converted ahead, for each process

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
            words = " ".join(str(bad).split())[:200]
            return Problem(self.raw.place, f"cannot be read: {type(bad).__name__}{': ' if words else ''}{words}")


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


class Converters:
    """The processes. It is a context manager; they start when there is something for them to do."""

    def __init__(self, number: int | None = None, seconds: int = SECONDS) -> None:
        self._number = number or len(os.sched_getaffinity(0))
        self._seconds = seconds
        self._waiting: SimpleQueue[Pending | None] = SimpleQueue()
        self._workers: list[_Worker] = []

    @property
    def ahead(self) -> int:
        """How many documents may be under way."""
        return self._number * AHEAD

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, bad: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def begin(self, document: Document) -> Pending:
        """Have a document converted."""
        pending = Pending(document)
        self._waiting.put(pending)
        if len(self._workers) < self._number and (not self._workers or not self._waiting.empty()):
            self._workers.append(_Worker(self._waiting, self._seconds))
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

    def __init__(self, waiting: SimpleQueue[Pending | None], seconds: int) -> None:
        self._waiting = waiting
        self._seconds = seconds
        self._stopped = False
        self._process: ForkServerProcess | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the process; the thread ends with the next that it takes, or with none."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def join(self) -> None:
        """Wait for the thread."""
        self._thread.join()

    def _run(self) -> None:
        connection: Connection | None = None
        while (pending := self._waiting.get()) is not None:
            if self._stopped:
                pending.settle(None)
                continue
            document = pending.taken()
            if connection is None:
                connection = self._started()
            try:
                connection.send(replace(document, raw=replace(document.raw, stream=BytesIO())))
                pending.settle(connection.recv())
            except (EOFError, OSError):
                connection.close()
                connection = None
                pending.settle(Problem(document.raw.place, self._ended()))
        if connection is not None:
            connection.close()

    def _started(self) -> Connection:
        # Forked from a process that has no store, no threads and the libraries loaded already.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["kg.articles", "trafilatura", "pypdfium2"])
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._seconds), daemon=True)
        process.start()
        theirs.close()
        self._process = process
        if self._stopped:  # meanwhile
            process.kill()
        return ours

    def _ended(self) -> str:
        """Return why the process died."""
        if self._process is None:
            raise ValueError("there is no process")
        self._process.join()
        if self._process.exitcode == -signal.SIGXCPU:
            return f"took more than {self._seconds} seconds to read, which no article does"
        return f"the process that read it died (exit code {self._process.exitcode}; out of memory?)"


def _serve(connection: Connection, seconds: int) -> None:
    """Convert what comes until nothing more does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            document = connection.recv()
        except EOFError:
            return
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, resource.RLIM_INFINITY))
        connection.send(document.read())
