"""The HTTP server under the application: uvicorn, with a limit on how long a client may take to ask."""

from __future__ import annotations

import asyncio
import logging
import socket

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from api.app import create_app
from api.observe import Lines
from api.state import Serving
from kg.settings import Settings

_HEAD_SECONDS = 15.0  # for a client to send the head of a request
_HEAD_BYTES = 64 << 10
_DRAIN_SECONDS = 30  # for running requests to end when the service is stopped


class Patient(H11Protocol):
    """Closes a connection on which no request has begun for a while: uvicorn itself waits forever for a slow head."""

    _slow: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Begin to wait for the next one when a first piece of it comes."""
        super().data_received(data)
        if self._slow is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        if self._slow is not None:
            self._slow.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._slow = self.loop.call_later(_HEAD_SECONDS, self._look, self.cycle)

    def _look(self, before: object) -> None:
        self._slow = None
        present: RequestResponseCycle | None = self.cycle  # uvicorn's hint leaves out that there is none at first
        idle = present is None or (present is before and present.response_complete)
        if idle and not self.transport.is_closing():
            self.transport.close()


def run(serving: Serving, settings: Settings, listener: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C; running requests are finished first. The log is JSON lines on standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    for name in ("communique", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(settings.log_level.upper())
    config = uvicorn.Config(
        create_app(serving, settings),
        http=Patient,
        log_config=None,
        access_log=False,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listener])
