"""What the service and its worker processes say to each other, over a socket.

To a worker go orders: four bytes for the length, and the payload. From it come frames: one byte for the kind, four for
the length, and the payload: READY once; then for each question WHOLE (media type, zero byte, answer) where it is short,
else START (JSON: the media type), DATA and END; or PROBLEM (JSON: status and detail) at any point.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from collections.abc import Mapping
from typing import BinaryIO

HEADER = struct.Struct("!cI")
READY, WHOLE, START, DATA, END, PROBLEM = b"R", b"W", b"S", b"D", b"E", b"P"


class Failed(Exception):
    """What was asked cannot be done: ``status`` as HTTP knows it, ``str()`` a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def hello(number: int) -> dict[str, object]:
    """Return what a worker says first: which it is, and which process."""
    return {"id": number, "pid": os.getpid()}


def send(wire: socket.socket, kind: bytes, payload: bytes | Mapping[str, object] = b"") -> None:
    """Send a frame; a mapping as JSON."""
    content = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    wire.sendall(HEADER.pack(kind, len(content)) + content)


def receive(orders: BinaryIO) -> bytes | None:
    """Return the next order of a worker's socket, opened as a file, or none when the service has closed it."""
    head = orders.read(4)
    size = int.from_bytes(head, "big")
    order = orders.read(size) if len(head) == 4 else b""
    return order if len(head) == 4 and len(order) == size else None


def order(payload: bytes) -> bytes:
    """Return ``payload`` as an order on the wire."""
    return len(payload).to_bytes(4, "big") + payload
