"""Cursors: where a page ended, so that the next one goes on there even if rows came or went meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import TypeAlias

from api.problems import Fault, Problem

Key: TypeAlias = tuple[str | int | float, ...]


def write(key: Sequence[str | int | float]) -> str:
    """Return the sort key of the last row of a page as a word that fits into an address.

    >>> read(write(["2022-03-14", 7]), (str, int))
    ('2022-03-14', 7)
    """
    text = json.dumps(list(key), ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str, shape: Sequence[type]) -> Key:
    """Return the sort key in ``cursor``. Raises Problem 422 if it is not one of this ``shape``."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise unknown() from None
    if not isinstance(key, list) or [type(part) for part in key] != list(shape) or not all(map(_can_be, key)):
        raise unknown()
    return tuple(key)


def _can_be(part: str | float) -> bool:
    """Whether the index may hold it: numbers of 64 bits, and texts that UTF-8 can hold."""
    if isinstance(part, str):
        return part.isascii() or not any("\ud800" <= character <= "\udfff" for character in part)
    return abs(part) < 1 << 63


def unknown() -> Problem:
    """Return (not raise) the 422 for what is no cursor."""
    fault = Fault("cursor", "not a cursor of this list; take it from 'next' of the page before")
    return Problem(422, f"cursor: {fault.message}", [fault])
