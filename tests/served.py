"""A real service over a folder, on a real port, in this process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
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


@lru_cache(maxsize=1)
def described() -> Mapping[str, Mapping[str, Container[str]]]:
    """Return the statuses that the description has for each path and method."""
    with Store.memory() as store:
        paths = create_app(store, Settings()).openapi()["paths"]
    return {path: {method: does["responses"] for method, does in methods.items()} for path, methods in paths.items()}


def check_status(response: httpx2.Response) -> None:
    """Whatever a test asks: the description has the status of the answer, unless the server itself gave it."""
    if "x-request-id" not in response.headers:
        return
    path, method = response.request.url.path, response.request.method.lower()
    methods = described().get(path, {})
    statuses = methods.get("get" if method == "head" else method)
    assert statuses is None or str(response.status_code) in statuses, f"{method} {path}: {response.status_code}"


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
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            with httpx2.Client(base_url=address, timeout=60, event_hooks={"response": [check_status]}) as client:
                yield client, serving
        finally:
            server.should_exit = True
            thread.join(60)
