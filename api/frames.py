"""The service's end of the socket to a worker: orders go out, frames come in."""

from __future__ import annotations

import asyncio
from collections import deque

from api.wire import HEADER

_MOST = 1 << 20  # bytes that wait to be taken before the worker has to wait


class Frames(asyncio.Protocol):
    """The frames that come from a worker, in turn. Belongs to one event loop.

    A protocol of its own costs a third of what asyncio's streams do, which a look-up feels.
    """

    _transport: asyncio.Transport

    def __init__(self) -> None:
        self._part = bytearray()
        self._whole: deque[tuple[bytes, bytes]] = deque()
        self._size = 0
        self._paused = False
        self._waiting: asyncio.Future[None] | None = None
        self.gone = False
        """Whether the other end has closed, or was closed."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Keep the transport."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take frames apart."""
        self._part += data
        start = 0
        while len(self._part) - start >= HEADER.size:
            kind, size = HEADER.unpack_from(self._part, start)
            end = start + HEADER.size + size
            if len(self._part) < end:
                break
            self._whole.append((kind, bytes(self._part[start + HEADER.size : end])))
            self._size += size
            start = end
        del self._part[:start]
        if self._size > _MOST and not self._paused:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # it is gone, however
        """Let who waits know."""
        self.gone = True
        self._wake()

    def send(self, data: bytes) -> None:
        """Send; what is not taken at once waits in memory. Raises ConnectionError when the worker is gone."""
        if self.gone:
            raise ConnectionError("the worker is gone")
        self._transport.write(data)

    async def next(self) -> tuple[bytes, bytes]:
        """Return kind and payload of the next frame. Raises ConnectionError when no more can come."""
        while not self._whole:
            if self.gone:
                raise ConnectionError("the worker is gone")
            self._waiting = asyncio.get_running_loop().create_future()
            try:
                await self._waiting
            finally:
                self._waiting = None
        kind, payload = self._whole.popleft()
        self._size -= len(payload)
        if self._paused and self._size <= _MOST // 2 and not self.gone:
            self._paused = False
            self._transport.resume_reading()
        return kind, payload

    def end(self) -> None:
        """Send nothing more; the worker then ends by itself, and what it still sends can be taken."""
        if not self.gone:  # uvloop refuses it then
            self._transport.write_eof()

    def abort(self) -> None:
        """Close at once."""
        self.gone = True
        self._whole.clear()
        self._transport.abort()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
