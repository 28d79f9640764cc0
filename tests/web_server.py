"""A web server on this machine whose answers a test writes down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """What a path answers."""

    body: bytes = b""
    media: str = "text/html"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Answer = Reply | Callable[[dict[str, str]], Reply]


@dataclass
class Site:
    """The answers by path (a function of the request's headers, or always the same), and what was asked for."""

    address: str = ""
    replies: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[Site]:
    """Serve a site; everything that is not written down is 404."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            reply = site.replies.get(self.path, Reply(status=404))
            if not isinstance(reply, Reply):
                reply = reply({name.lower(): value for name, value in self.headers.items()})
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.media, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(reply.body)

        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["Content-Length"])).decode()
            reply = site.replies.get(self.path, Reply(status=404))
            status = reply.status if isinstance(reply, Reply) else 500
            if status == 200:
                site.posted.append(said)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
