"""Bytes that hold articles, before anybody has looked into them."""

from __future__ import annotations

import codecs
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.articles.problem import Bad, Problem
from kg.model import Article, Made

if TYPE_CHECKING:
    from kg.articles.convert import Converters, Kind, Pending
    from kg.articles.mapping import Plan
    from kg.articles.web import Web

DOCUMENT = 32 << 20  # bytes of one document (a page, a PDF, a JSON file): what is larger is no article
LINE = 16 << 20  # bytes of one line of JSON lines, for the same reason

# UTF-32's little-endian mark begins with UTF-16's: it is looked for first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

Found = tuple[str, "Article | Problem | Pending"]


@dataclass(frozen=True, slots=True)
class How:
    """How to read: ``web`` fetches addresses, ``plan`` says which columns of tables hold what.

    ``without`` is a file that is not to be read although it lies in a folder that is. ``converters`` make articles of
    documents; without them it is done in this process. ``unread`` counts, by suffix, files that no reader is for.
    """

    web: Web
    plan: Plan | None = None
    without: Path | None = None
    converters: Converters | None = None
    unread: Counter[str] = field(default_factory=Counter)

    def article(
        self, kind: Kind, raw: Raw, content: bytes, known: Mapping[str, object] | None = None
    ) -> Article | Pending:
        """Return the article of a document, or what will be it. Raises Bad.

        ``known`` are fields that are known better than a page says them.
        """
        from kg.articles.convert import Document

        document = Document(kind, raw, content, known)
        return document.article() if self.converters is None else self.converters.begin(document)


@dataclass(frozen=True, slots=True)
class Raw:
    """A file, a member of an archive, or an answer of the web. ``place`` is what messages call it.

    ``name`` ends with what says its kind; ``url`` is the address that it came from, ``charset`` what the server said.
    """

    place: str
    name: str
    stream: IO[bytes] = field(repr=False)
    url: str | None = None
    charset: str | None = None

    def content(self, limit: int = DOCUMENT) -> bytes:
        """Return all bytes. Raises Bad if there are none, or more than ``limit``."""
        content = self.stream.read(limit + 1)
        if not content:
            raise Bad("empty file")
        if len(content) > limit:
            raise Bad(f"larger than {limit >> 20} MiB, which no article is")
        return content

    def seekable(self) -> IO[bytes]:
        """Return a stream that can be read out of order: its own, or its bytes in memory."""
        return self.stream if self.stream.seekable() else io.BytesIO(self.content())

    def made(self, content: bytes, media: str, by: str) -> Made:
        """Return how a text was made from ``content``."""
        return Made(self.name.rpartition("/")[2], media, hashlib.sha256(content).hexdigest(), by)


Reader = Callable[[Raw, How], Iterator[Found]]
Registry = Mapping[str, Reader]


def decoded(raw: bytes) -> str:
    """Return the text of UTF-8 bytes, or of UTF-16 or UTF-32 ones that begin with their byte order mark.

    The mark is a signature, not a character: it is left out. All other characters are kept, line ends included.
    """
    if not raw:
        raise Bad("empty file")
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            body = raw[len(mark) :]
            if encoding == "utf-8":
                return utf8(body, len(mark))
            try:
                return body.decode(encoding)
            except UnicodeDecodeError as bad:
                raise Bad(f"begins as {encoding.upper()}, but byte {bad.start + len(mark)} does not fit") from None
    return utf8(raw)


def utf8(raw: bytes, before: int = 0) -> str:
    """Return the text of UTF-8 bytes; raises Bad naming the byte and the line that are none."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as bad:
        line = raw.count(b"\n", 0, bad.start) + 1
        where = f"byte {bad.start + before}" + (f" (line {line})" if line > 1 else "")
        how = "iconv -f windows-1252 -t utf-8 makes it that, if it is what Windows writes in Western Europe"
        raise Bad(f"not UTF-8 text: 0x{raw[bad.start]:02x} at {where}; {how}") from None


def lines(stream: IO[bytes], limit: int = LINE) -> Iterator[bytes | None]:
    """Yield the lines of a stream, none for one of more than ``limit`` bytes: memory stays flat."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        yield None
