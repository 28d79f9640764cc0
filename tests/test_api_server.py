"""The service as a process of its own, over a store on the disk."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx2
import uvicorn

from api.app import create_app
from kg.settings import Settings
from kg.store import Store
from tests.api_world import EXTRACTOR, denial


def test_the_service_starts_without_spacy() -> None:
    code = "import sys, api.app; print([m for m in ('spacy', 'thinc', 'numpy') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    assert done.stdout.strip() == "[]"


def test_a_real_server_answers_over_a_store_that_is_only_read(tmp_path: Path) -> None:
    with Store.open(tmp_path / "graph") as store:
        store.put(*denial(), EXTRACTOR)
        store.derive()
    listener = socket.create_server(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with listener, Store.open(tmp_path / "graph", read_only=True) as store:
        server = uvicorn.Server(uvicorn.Config(create_app(store, Settings()), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            found = httpx2.get(f"{base}/statements?relation=DENY", timeout=20).json()
            assert found["items"][0]["plain"].startswith("China denied that Russia requested")
            asked = httpx2.post(
                f"{base}/sparql",
                content="ASK { ?s ?p ?o }",
                timeout=20,
                headers={"Content-Type": "application/sparql-query"},
            )
            assert asked.json() == {"head": {}, "boolean": True}
            page = httpx2.head(f"{base}/article/denial-1", timeout=20)
            assert (page.status_code, page.content) == (200, b"")
        finally:
            server.should_exit = True
            thread.join(timeout=20)
