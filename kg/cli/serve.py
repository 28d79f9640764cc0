"""``kg serve``: the service."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

import typer

from kg import articles
from kg.address import anonymous
from kg.cli.failure import Failure
from kg.cli.given import configured
from kg.cli.opened import no_graph
from kg.settings import Settings


@configured("host", "port", "store")
def serve(settings: Settings) -> None:
    """Serve the graph: SPARQL at /sparql, a REST interface described at /docs, and a page at /.

    With a token (`KG_TOKEN`) it can be changed, too; where there is no graph yet, an empty one is then made.
    """
    from api.server import run
    from api.state import Serving
    from kg.store import StoreError

    there = bool(settings.remote_query) or settings.store.exists()
    if not there and not settings.token.get_secret_value():
        raise Failure(no_graph(settings))
    signal.signal(signal.SIGTERM, _exit)  # uvicorn hands the signal on when it has finished the running requests
    with _listening(settings.host, settings.port) as listener:
        if not there:
            _begin(settings.store)
        try:
            serving = Serving.remote(settings) if settings.remote_query else Serving.folder(settings)
        except (StoreError, OSError) as wrong:
            raise Failure(wrong) from None
        number = listener.getsockname()[1]
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{shown}:{number}"
        serving.listens(address)
        print(f"Serving {anonymous(settings.remote_query or settings.store)} at {address}", flush=True)
        run(serving, settings, listener)


def _begin(folder: Path) -> None:
    """Make an empty graph, and say so: whoever may write through the service may begin with nothing."""
    from kg.store import Store, StoreError

    try:
        Store.open(folder).close()
    except (StoreError, OSError) as wrong:
        raise Failure(wrong) from None
    print(f"{folder}: there was no graph here; this is a new one, and empty", file=sys.stderr)


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    raise typer.Exit(128 + number)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=2048)
        # asyncio does this itself only for sockets that name their protocol; without it each answer waits 40 ms for
        # the client to acknowledge its head.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as wrong:
        if (wrong.errno or 0) < 0:  # it could not be looked up
            raise Failure(f"--host: {host!r} is no address, and no name that is known here") from None
        raise Failure(f"cannot listen on port {port} of {host}: {articles.why(wrong)}") from None
    with listener:
        yield listener
