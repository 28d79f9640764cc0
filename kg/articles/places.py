"""Where articles lie: files, folders, archives, web addresses, standard input."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import re
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import IO, cast

from kg.articles import tables
from kg.articles.fields import article_of
from kg.articles.kinds import KINDS, SUFFIXES, is_read
from kg.articles.media import suffix_of
from kg.articles.problem import ODD, Bad, Problem, odd, why
from kg.articles.raw import Found, How, Raw, decoded

ARCHIVES = 3  # archives within archives
MEMBERS = 1_000_000  # of one zip
PACKED_TIMES = 250  # what a member may grow to, times its packed size; text packs 3 to 20 times, a bomb 1000
STANDARD_INPUT = "standard input"

_NO_TEXT = {  # how what is neither text nor JSON lines begins
    "a PDF": rb"%PDF-",
    "XML": rb"<(?:\?xml|rss|feed)\b",
    "a web page": rb"<(?:!|[a-z][a-z0-9]*[\s/>])",
    "a saved web page": rb"MIME-Version:",
    "an archive of the web": rb"WARC/\d",
    "a zip archive": rb"PK\x03\x04",
    "packed with gzip": rb"\x1f\x8b",
    "packed with bzip2": rb"BZh\d",
    "packed with xz": rb"\xfd7zXZ",
    "a Parquet file": rb"PAR1",
    "a JSON array": rb"\[\s*(?:\{|\Z)",
    "no text": rb"(?!\xff\xfe|(?:\0\0)?\xfe\xff).*\0",  # the marks of UTF-16 and UTF-32
}
Read = Callable[[int, bool], None]  # is told how many bytes of a file are read so far, and whether that is all


def found(place: str, how: How, stdin: IO[bytes] | None, read: Read) -> Iterator[Found]:
    """Yield what a path, a web address or ``-`` holds."""
    if place == "-":
        yield from _guarded(STANDARD_INPUT, _standard_input(stdin or sys.stdin.buffer, how))
    elif place.startswith(("http://", "https://")):
        yield from _guarded(place, how.web.articles(place, place, how))
    elif not place.strip():
        yield repr(place), Problem(repr(place), "names nothing to read")
    elif "://" in place:
        yield place, Problem(place, "only http:// and https:// addresses are asked for")
    else:
        yield from _path(Path(place), how, read)


def files(path: Path, unread: Counter[str] | None = None) -> Iterator[Path | Problem]:
    """Yield the file itself, or the files of the folder, with a problem for each that cannot be looked at.

    What no reader is for is counted in ``unread``, by its suffix.
    """
    try:
        if not path.is_dir():
            yield path
            return
        inside = sorted(path.iterdir())
    except OSError as bad:
        yield Problem(str(path), why(bad))
        return
    for entry in inside:
        if entry.name.startswith("."):
            continue
        try:
            folder = entry.is_dir() and not entry.is_symlink()
            known = is_read(entry.name)
            file = not folder and (entry.is_file() or (known and not entry.exists()))
        except OSError as bad:  # a link to where one may not look
            yield Problem(str(entry), why(bad))
            continue
        if folder:
            yield from files(entry, unread)
        elif file and known:
            yield entry
        elif file and unread is not None:
            unread[suffix_of(entry.name)] += 1


def _path(path: Path, how: How, read: Read) -> Iterator[Found]:
    number = 0
    for number, file in enumerate(files(path, how.unread), start=1):  # noqa: B007  (whether there was any)
        if isinstance(file, Problem):
            yield file.place, file
        elif how.without is None or os.path.realpath(file) != str(how.without):  # links may lead in a circle
            yield from _file(file, how, read)
    if not number:
        yield str(path), Problem(str(path), f"no file in this folder that can hold articles ({', '.join(SUFFIXES)})")


def _file(path: Path, how: How, read: Read) -> Iterator[Found]:
    place = str(path)
    try:
        if not is_read(path.name):
            path.stat()
            raise Bad(f"cannot tell what it holds; the name must end in {', '.join(SUFFIXES)}")
        with path.open("rb") as stream:
            for item in _guarded(place, _held(Raw(place, path.name, stream), how)):
                read(stream.tell(), False)
                yield item
        read(path.stat().st_size, True)
    except Bad as bad:
        yield place, bad.at(place)
    except OSError as bad:
        yield place, Problem(place, why(bad))


def _guarded(place: str, items: Iterator[Found]) -> Iterator[Found]:
    """Yield the items; what is wrong with the whole of it is its last one."""
    try:
        yield from items
    except Bad as bad:
        yield place, bad.at(place)
    except (zlib.error, EOFError, gzip.BadGzipFile) as bad:
        yield place, Problem(place, f"not gzip, or broken off: {bad}")
    except (zipfile.BadZipFile, NotImplementedError) as bad:
        yield place, Problem(place, f"not a zip, or broken: {bad}")
    except OSError as bad:
        yield place, Problem(place, why(bad))
    except ODD as bad:
        yield place, odd(bad).at(place)


def _held(raw: Raw, how: How, depth: int = 0) -> Iterator[Found]:
    """Yield what some bytes hold, by their name; what is packed is unpacked as it is read, and never to disk."""
    if depth > ARCHIVES:
        raise Bad(f"archives within archives, more than {ARCHIVES} deep")
    name = raw.name.lower()
    if name.endswith(".gz"):
        packed = cast(IO[bytes], gzip.GzipFile(fileobj=raw.stream))
        inner = Raw(raw.place, raw.name[: -len(".gz")], packed, raw.url, raw.charset)
        if not is_read(inner.name):
            raise Bad(f"cannot tell what it holds; the name before .gz must end in {', '.join(KINDS)}")
        yield from _held(inner, how, depth + 1)
    elif name.endswith(".zip"):
        yield from _zip(raw, how, depth)
    else:
        yield from KINDS[suffix_of(name)](raw, how)


def _zip(raw: Raw, how: How, depth: int) -> Iterator[Found]:
    with zipfile.ZipFile(raw.seekable()) as archive:
        members = archive.infolist()
        if len(members) > MEMBERS:
            raise Bad(f"holds more than {MEMBERS:,} files")
        inside = sorted((m for m in members if not m.is_dir()), key=lambda m: m.filename)
        seen = [member for member in inside if not _hidden(member.filename)]
        wanted = [member for member in seen if is_read(member.filename)]
        how.unread.update(suffix_of(member.filename) for member in seen if not is_read(member.filename))
        for member in wanted:
            place = f"{raw.place}/{member.filename}"
            yield from _guarded(place, _member(archive, member, place, how, depth))
        if not wanted:
            raise Bad("no file in this archive that can hold articles")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: str, how: How, depth: int) -> Iterator[Found]:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or path.parts[0].endswith(":"):
        raise Bad("its name leads out of the archive")
    if member.flag_bits & 1:
        raise Bad("is encrypted")
    if member.file_size > PACKED_TIMES * max(member.compress_size, 1000):
        raise Bad(f"would unpack to {member.file_size / max(member.compress_size, 1):,.0f} times its size: a zip bomb")
    with archive.open(member) as stream:
        yield from _held(Raw(place, member.filename, stream), how, depth + 1)


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in name.split("/"))


def _standard_input(stream: IO[bytes], how: How) -> Iterator[Found]:
    """JSON lines if the first character that is no blank is ``{``, else one text, unless it begins as a file of
    another kind does."""
    lines: list[bytes] = []
    for line in stream:
        lines.append(line)
        if line.strip():
            break
    begin = lines[-1].removeprefix(codecs.BOM_UTF8).lstrip() if lines else b""
    if begin.startswith(b"{"):
        rest = cast(IO[bytes], io.BufferedReader(_Chain(chain(lines, stream))))
        yield from tables.json_lines(Raw(STANDARD_INPUT, "-.jsonl", rest), how)
        return
    _check(begin)
    text = decoded(b"".join(chain(lines, stream)))
    if text.lstrip().startswith("{"):  # JSON lines in UTF-16, which cannot be cut into lines before decoding
        whole = io.BytesIO(text.encode())
        yield from tables.json_lines(Raw(STANDARD_INPUT, "-.jsonl", whole), how)
    else:
        _check(text.lstrip()[:100].encode())  # in UTF-16 the first bytes did not tell
        yield STANDARD_INPUT, article_of({"text": text})


def _check(begin: bytes) -> None:
    """Refuse what begins as a file does that is no text."""
    if kind := next((kind for kind, begins in _NO_TEXT.items() if re.match(begins, begin, re.IGNORECASE)), None):
        raise Bad(f"is {kind}; from here only text and JSON lines are read: save it as a file")


class _Chain(io.RawIOBase):
    """A stream of pieces that are there already, and those that come."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size
