"""What stands in the body and the address of a request, read with bounds."""

from __future__ import annotations

import asyncio
from email.message import Message
from urllib.parse import unquote_to_bytes

from fastapi import Request

from api.problems import Problem

FORM = "application/x-www-form-urlencoded"
_FIELDS = 1_000
_SECONDS = 60.0  # for a client to send its body


async def read(request: Request, most: int) -> bytes:
    """Read the body, at most ``most`` bytes. Raises Problem 413, 415 for a compressed one, 408 if it does not come."""
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise Problem(415, f"The body is compressed ({coding}); send it as it is.")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise _too_long(most)
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise _too_long(most)
                parts.append(part)
    except TimeoutError:
        raise Problem(408, f"The body did not come within {_SECONDS:g} seconds.") from None
    return b"".join(parts)


def media(request: Request) -> str:
    """Return the media type of the body, in lower case. Raises Problem 415 for another charset."""
    header = Message()
    header["Content-Type"] = request.headers.get("content-type", "")
    charset = header.get_param("charset", "utf-8")
    if str(charset).lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"The body is in {charset}; send UTF-8.")
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def fields(encoded: bytes) -> dict[str, list[str]]:
    """Return the fields of a percent-encoded form. Raises Problem 400 if they are no UTF-8.

    >>> fields(b"query=ASK+%7B%7D&a=%e2%82%ac&a=100%&b")
    {'query': ['ASK {}'], 'a': ['€', '100%'], 'b': ['']}
    """
    if encoded.count(b"&") > _FIELDS:
        raise Problem(400, f"There are more than {_FIELDS:,} parameters.")
    found: dict[str, list[str]] = {}
    try:
        for part in filter(None, encoded.replace(b"+", b" ").split(b"&")):
            name, _, value = part.partition(b"=")
            found.setdefault(_decoded(name), []).append(_decoded(value))
    except ValueError:
        raise Problem(400, "The parameters are not percent-encoded UTF-8.") from None
    return found


def _decoded(part: bytes) -> str:
    """Return a percent-encoded text. Raises UnicodeDecodeError.

    A query is full of percent signs, and urllib needs a quarter of a look-up's time for them. Python's own escapes are
    decoded in C: a percent sign becomes ``\\x``.
    """
    if b"%" not in part:
        return part.decode()
    try:
        escaped = part.replace(b"\\", b"%5C").replace(b"%", b"\\x").decode("unicode_escape")
    except UnicodeDecodeError:  # a percent sign that stands for itself
        return unquote_to_bytes(part).decode()
    return escaped.encode("latin-1").decode()


def text(content: bytes) -> str:
    """Return the body as text. Raises Problem 400 if it is no UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"The body is not UTF-8: byte {error.start} cannot be read.") from None


def _too_long(most: int) -> Problem:
    return Problem(413, f"The body is longer than {most:,} bytes.")
