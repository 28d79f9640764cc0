"""The process that makes articles of documents, and knows nothing of the program that started it (`convert`)."""

from __future__ import annotations

import resource
import signal
from contextlib import suppress
from multiprocessing.connection import Connection

from kg.articles.answer import written


def serve(handle: int, seconds: int, memory: int) -> None:
    """Convert the documents that come over a socket until nothing more does.

    ``seconds`` of computing are the most for one document, ``memory`` the most bytes of address space.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    connection = Connection(handle)
    with suppress(EOFError, ConnectionError):  # the parent has gone
        while True:
            document = connection.recv()
            used = resource.getrusage(resource.RUSAGE_SELF)
            most = int(used.ru_utime + used.ru_stime) + seconds
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
            connection.send_bytes(written(document.read()))
