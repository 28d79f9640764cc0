"""WARC files, such as those of Common Crawl's news archive: one article a page, PDF or text that was captured."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator

from kg.articles import html, pdf, plain
from kg.articles.capture import HEADERS, Capture, captured, headers_of
from kg.articles.problem import Bad
from kg.articles.raw import Found, How, Raw, Registry
from kg.articles.sound import GZIP, Sound

READERS: Registry = {".html": html.page, ".pdf": pdf.document, ".txt": plain.text}
_BEGINS = b"WARC/"


def archive(raw: Raw, how: How) -> Iterator[Found]:
    """Read what was captured, in the order of the file; pictures, requests and what else is no article is passed over.

    Raises Bad where the file is cut off or damaged: what is before that is read, and no record that may not be whole.
    """
    stream = io.BufferedReader(Sound(raw.stream))
    if stream.peek(len(GZIP)).startswith(GZIP):  # which the name need not say
        stream = io.BufferedReader(Sound(gzip.GzipFile(fileobj=stream)))
    records = captures = 0
    try:
        line = _line(stream)
        while line:
            found, line = _record(line, stream)
            records += 1
            if found is not None:
                captures += 1
                yield from _article(found, f"record {records}", raw, how)
        if stream.raw.broken:
            raise stream.raw.broken
    except Bad as bad:
        where = f"after record {records} the archive is broken, and not read on" if records else "not WARC, or broken"
        raise Bad(f"{where}: {bad}") from None
    if not captures:
        raise Bad(f"none of its {records} records is a page, a PDF or a text" if records else "empty file")


def _record(line: bytes, stream: io.BufferedReader[Sound]) -> tuple[Capture | Bad | None, bytes]:
    """Return what the record that begins with ``line`` holds, or what is wrong with it, and the first line of the next.

    The next one is looked for first: where none begins, the length of this one is wrong, and before it stands the
    checksum of what gzip packed. Raises Bad if the archive cannot be read on.
    """
    from warcio.limitreader import LimitReader

    sound = stream.raw
    if not line.startswith(_BEGINS):
        raise Bad("cut off" if _BEGINS.startswith(line) else f"{line[:40]!r} begins no record")
    headers = headers_of(stream, line)
    length = headers.get_header("Content-Length") or ""
    if not (length.isascii() and length.isdecimal() and len(length) < 19):
        raise sound.broken or Bad("a record without a length" if stream.peek(1) else "cut off")
    block = LimitReader(stream, int(length))
    found: Capture | Bad | None
    try:
        found = captured(headers, block, READERS)
    except Bad as bad:
        found = bad
    while block.read(io.DEFAULT_BUFFER_SIZE):
        pass
    if block.limit:
        raise sound.broken or Bad("cut off")
    following = _line(stream)
    if sound.broken and not sound.cut:
        raise sound.broken
    if not (following.startswith(_BEGINS) or _BEGINS.startswith(following)):
        raise Bad(f"where a record should end {following[:40]!r} follows")
    return found, following


def _line(stream: io.BufferedReader[Sound]) -> bytes:
    """Return the next line that is not blank, none at the end."""
    while line := stream.readline(HEADERS):
        if line.strip():
            return line
    return b""


def _article(found: Capture | Bad, name: str, raw: Raw, how: How) -> Iterator[Found]:
    if isinstance(found, Bad):
        yield raw.place, Bad(f"{name} {found}").at(raw.place)
        return
    here = f"{raw.place}: {found.url}"
    page = found.url.rpartition("/")[2] or "index.html"
    try:
        yield from READERS[found.suffix](Raw(here, page, io.BytesIO(found.content()), found.url, found.charset), how)
    except Bad as bad:
        yield here, bad.at(here)
