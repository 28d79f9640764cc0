"""The HTTP server under the application: uvicorn, with limits on what comes before a request is one."""

from __future__ import annotations

import asyncio
import gc
import logging
import socket
from typing import Any, cast

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from api.app import create_app
from api.observe import Lines
from api.state import Serving
from kg.settings import Settings

_HEAD_SECONDS = 15.0  # for a client to send the head of a request
_HEAD_BYTES = 64 << 10
_JOINED = 1 << 16  # bytes that are written in one piece
_DRAIN_SECONDS = 30  # for running requests to end when the service is stopped


class Joined:
    """A transport that sends in one piece what is written in one turn of the loop: the head of an answer and its body
    go out as one packet, and the client wakes up once."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Take a part."""
        if not self._parts:
            self._loop.call_soon(self.flush)
        self._parts.append(data)
        self._size += len(data)
        if self._size > _JOINED:
            self.flush()

    def flush(self) -> None:
        """Send what is there."""
        if self._parts and not self._transport.is_closing():
            self._transport.write(b"".join(self._parts))
        self._parts, self._size = [], 0

    def close(self) -> None:
        """Send what is there, and close."""
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Patient(HttpToolsProtocol):
    """Closes a connection on which no request has begun for a while, and refuses a head that is too long.

    uvicorn itself waits forever for a slow head, and its parser keeps one of any length.
    """

    _slow: asyncio.TimerHandle | None = None
    _head = 0  # bytes of a head that is not whole yet

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(cast(asyncio.Transport, Joined(transport, self.loop)))
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Begin to wait for the next one when a first piece of it comes."""
        if self._slow is None:
            self._wait()
        self._head += len(data)
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before or not self._is_idle(before):
            self._head = 0  # what comes is the body, or was a whole request
        elif self._head > _HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_response_complete(self) -> None:
        """Send the end of the answer before it is counted and logged."""
        if not self.transport.is_closing():
            cast(Joined, self.transport).flush()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        if self._slow is not None:
            self._slow.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._slow = self.loop.call_later(_HEAD_SECONDS, self._look, self.cycle)

    def _look(self, before: RequestResponseCycle | None) -> None:
        self._slow = None
        if self.cycle is before and self._is_idle(before) and not self.transport.is_closing():
            self.transport.close()

    def _is_idle(self, cycle: RequestResponseCycle | None) -> bool:
        """Whether nothing is being answered; uvicorn's hint leaves out that there is no request at first."""
        return cycle is None or cycle.response_complete


def run(serving: Serving, settings: Settings, listener: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C; running requests are finished first. The log is JSON lines on standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    for name in ("communique", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(settings.log_level.upper())
    gc.collect()
    gc.freeze()  # modules and routes are not gone through again and again
    uvicorn.Server(configured(create_app(serving, settings), settings)).run(sockets=[listener])


def configured(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """Return how the application is served."""
    return uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )
