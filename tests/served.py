"""A real service over a folder, on a real port, in this process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import uvicorn

from api.app import create_app
from api.server import configured
from api.state import Serving
from kg.settings import Settings
from kg.store import Store
from tests.api_world import CHINA, EXTRACTOR, RUSSIA, denial, second_article

TOKEN = "open sesame"  # noqa: S105
ALLOWED = {"Authorization": f"Bearer {TOKEN}"}


def small_graph(folder: Path) -> Path:
    """Make a graph of two articles in a new folder."""
    with Store.open(folder) as store:
        for article, statements in (denial(), second_article()):
            store.put(article, statements, EXTRACTOR)
        store.put_actors([CHINA, RUSSIA])
        store.derive()
    return folder


@contextmanager
def served(folder: Path, **settings: object) -> Iterator[tuple[httpx2.Client, Serving]]:
    """Serve the graph in ``folder``; yield a client and what is served."""
    chosen = Settings.model_validate({"store": folder, **settings})
    serving = Serving.folder(chosen)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(configured(create_app(serving, chosen), chosen))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    with listener:
        thread.start()
        try:
            with httpx2.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=60) as client:
                yield client, serving
        finally:
            server.should_exit = True
            thread.join(60)
