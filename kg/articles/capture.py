"""What a crawler captured, as one record of a WARC file has it: an address, and what was sent for it."""

from __future__ import annotations

import io
import zlib
from collections.abc import Container
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kg.articles import media
from kg.articles.problem import Bad
from kg.articles.raw import DOCUMENT
from kg.articles.sound import GZIP

HEADERS = 1 << 20  # bytes of the headers of a record or an answer: those without an end are broken


@dataclass(frozen=True, slots=True)
class Capture:
    """What was captured at ``url``: its kind as a ``suffix``, its charset as the server said, its bytes as sent.

    ``codings`` are what it did to them before it sent them, in that order.
    """

    url: str
    suffix: str
    charset: str | None
    sent: bytes
    codings: tuple[str, ...] = ()

    def content(self) -> bytes:
        """Return the bytes as they were before they were sent. Raises Bad if that cannot be, or they are no article."""
        content = self.sent
        for coding in reversed(self.codings):
            content = _joined(content) if coding == "chunked" else _unpacked(content, coding)
        return content


def headers_of(stream: Any, first: bytes | None = None) -> Any:
    """Return the headers of a record or an answer, none if there are none; ``first`` is their line read before."""
    from warcio.limitreader import LimitReader
    from warcio.statusandheaders import StatusAndHeadersParser

    try:
        return StatusAndHeadersParser([], verify=False).parse(LimitReader(stream, HEADERS), first)
    except EOFError:
        return None


def captured(headers: Any, block: Any, suffixes: Container[str | None]) -> Capture | None:
    """Return what a record holds, or none if that is no answer of the web, or of no kind that is asked for.

    An answer counts if its status is 200; robots.txt is for crawlers. Raises Bad if it cannot be told or is not whole.
    """
    kind = headers.get_header("WARC-Type")
    if not kind:
        raise Bad("is of no type (WARC-Type)")
    if kind not in ("response", "resource"):
        return None
    url = _address(headers.get_header("WARC-Target-URI") or "")
    if url is None:
        return None
    answer = headers if kind == "resource" else headers_of(block)
    status = "200" if kind == "resource" else answer.get_statuscode() if answer else ""
    if not (status.isdecimal() and len(status) == 3):
        raise Bad(f"holds no answer of the server, or a damaged one: {url}")
    suffix, charset = media.told(answer.get_header("Content-Type") or "", url)
    if status != "200" or suffix is None or suffix not in suffixes:
        return None
    if reason := headers.get_header("WARC-Truncated"):
        raise Bad(f"was not captured to its end ({reason}): {url}")
    sent = block.read(DOCUMENT + 1)
    if len(sent) > DOCUMENT:
        raise Bad(f"is larger than {DOCUMENT >> 20} MiB, which no article is: {url}")
    if kind == "resource":
        return Capture(url, suffix, charset, sent)
    named = ",".join(answer.get_header(name) or "" for name in ("Content-Encoding", "Transfer-Encoding"))
    codings = (coding.strip().lower() for coding in named.split(","))
    return Capture(url, suffix, charset, sent, tuple(coding for coding in codings if coding not in ("", "identity")))


def _address(named: str) -> str | None:
    """Return the address of the web that a record names, or none if it is another, or robots.txt. Raises Bad."""
    url = named.strip("<>").replace(" ", "%20")
    if not url:
        raise Bad("names no address (WARC-Target-URI)")
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = None
    if parts is None or not url.isprintable():
        raise Bad(f"has a damaged address: {url!r}")
    return url if parts.scheme in ("http", "https") and parts.path != "/robots.txt" else None


def _joined(sent: bytes) -> bytes:
    """Return what was sent in chunks; as it is if it has none: some archives join them and leave the header.

    >>> _joined(b"4\\r\\nIran\\r\\n7\\r\\n denied\\r\\n0\\r\\n\\r\\n"), _joined(b"Iran denied")
    (b'Iran denied', b'Iran denied')
    """
    stream = io.BytesIO(sent)
    chunks: list[bytes] = []
    while True:
        line = stream.readline(HEADERS)
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError:
            if not chunks:
                return sent
            raise Bad("cut off or damaged between two chunks") from None
        if size <= 0:
            return b"".join(chunks)
        chunks.append(stream.read(size))
        if len(chunks[-1]) < size or stream.readline(3).strip():
            raise Bad("cut off or damaged in a chunk")


def _unpacked(packed: bytes, packing: str) -> bytes:
    """Return what a server packed; as it is if gzip did not: some archives unpack it and leave the header."""
    if packing == "deflate":
        bits = zlib.MAX_WBITS if packed[:1] == b"\x78" else -zlib.MAX_WBITS  # with zlib's header, or bare
    elif packing not in ("gzip", "x-gzip"):
        raise Bad(f"packed as {packing[:20]!r}, which is not read")
    elif not packed.startswith(GZIP):
        return packed
    else:
        bits = 16 + zlib.MAX_WBITS
    content, more = b"", True
    while more:
        unpack = zlib.decompressobj(bits)
        try:
            content += unpack.decompress(packed, DOCUMENT + 1 - len(content))
        except zlib.error as bad:
            raise Bad(f"packed as {packing}, and damaged: {bad}") from None
        if len(content) > DOCUMENT:
            raise Bad(f"larger than {DOCUMENT >> 20} MiB, which no article is")
        if not unpack.eof:
            raise Bad(f"packed as {packing}, and cut off")
        packed = unpack.unused_data
        more = packed.startswith(GZIP)
    return content
