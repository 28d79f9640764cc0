"""Reading articles: ``.txt``, ``.md``, ``.json``, ``.jsonl``, folders of them, and standard input.

What cannot be read becomes a `Problem`, one clear line, and reading goes on with the next.

Bytes are UTF-8, or UTF-16 or UTF-32 when the file begins with their byte order mark. A byte order mark is a
signature, not a character: it is left out, and offsets count from the character after it. All other characters
are kept exactly, line ends included.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from kg.model import Article, content_id

SUFFIXES = (".txt", ".md", ".json", ".jsonl")
FIELDS = ("id", "text", "title", "publisher", "url", "published", "language")

# UTF-32's little-endian mark begins with UTF-16's: it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^# +(.+?)[ \t#]*\r?$", re.MULTILINE)
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f]")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read: where, in which field, and why.

    >>> str(Problem("a.jsonl:12", "expected text, found a number", "title"))
    'a.jsonl:12: title: expected text, found a number'
    >>> str(Problem("b.txt", "empty file"))
    'b.txt: empty file'
    """

    place: str
    reason: str
    field: str | None = None

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, self.field, self.reason) if part)


class _Bad(ValueError):
    """A field that cannot be used; caught where the place is known."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.field = field


def read(paths: Iterable[str | Path], stdin: IO[bytes] | None = None) -> Iterator[Article | Problem]:
    """Yield every article of the paths, in order, and a `Problem` for everything that is none.

    A folder is read recursively in sorted order (hidden files and other suffixes are passed over); ``-`` is
    standard input, JSON lines if its first non-blank character is ``{`` and otherwise one text. An article that
    comes twice is yielded once; a different article under an id already read is a problem and is left out.
    """
    seen: dict[str, tuple[int, str]] = {}
    for path in paths:
        if str(path) == "-":
            found = _standard_input(stdin or sys.stdin.buffer)
        else:
            found = _path(Path(path))
        for place, item in found:
            if isinstance(item, Problem):
                yield item
                continue
            if item.id not in seen:
                seen[item.id] = (hash(item), place)
                yield item
            elif seen[item.id][0] != hash(item):
                yield Problem(place, f"{item.id!r} is also the id of a different article in {seen[item.id][1]}", "id")


def size(paths: Iterable[str | Path]) -> int:
    """Return how many bytes `read` will go through, for a progress bar; standard input counts as none."""
    files = (file for path in paths if str(path) != "-" for file in _files(Path(path)))
    return sum(file.stat().st_size for file in files if isinstance(file, Path) and file.exists())


def article(fields: Mapping[str, object]) -> Article:
    """Return the article with these fields (the names of `Article`; only ``text`` is needed).

    Raises ValueError naming the field that is unknown, missing, or of the wrong kind.

    >>> article({"text": "Iran denied it.", "published": "2019-06-20"}).published
    datetime.date(2019, 6, 20)
    >>> article({"text": "Iran denied it.", "publisched": "2019-06-20"})
    Traceback (most recent call last):
    ValueError: publisched: no such field; an article has id, text, title, publisher, url, published, language
    """
    try:
        return _article(fields)
    except _Bad as bad:
        raise ValueError(f"{bad.field}: {bad}") from None


_KINDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


def _article(fields: Mapping[str, object]) -> Article:
    for name in fields:
        if name not in FIELDS:
            raise _Bad(f"no such field; an article has {', '.join(FIELDS)}", name)
    if "text" not in fields:
        raise _Bad("missing", "text")
    text = _text(fields["text"])
    own, url = _line(fields, "id"), _line(fields, "url", _checked_url)
    return Article(
        id=own or (content_id("url", url) if url else content_id("text", text)),
        text=text,
        title=_line(fields, "title"),
        publisher=_line(fields, "publisher"),
        url=url,
        published=_date(fields),
        language=_line(fields, "language", _english) or "en",
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Bad(f"expected text, found {_KINDS[type(value)]}", "text")
    if not value.strip():
        raise _Bad("empty", "text")
    if half := _SURROGATE.search(value):
        raise _Bad(f"half a surrogate pair (U+{ord(half[0]):04X}) at character {half.start()}", "text")
    return value


def _line(fields: Mapping[str, object], name: str, check: Callable[[str], str] = str) -> str | None:
    """Return the field's text without the blanks around it; none if it is missing, null or blank."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _Bad(f"expected text, found {_KINDS[type(value)]}", name)
    if _CONTROL.search(value) or _SURROGATE.search(value):
        raise _Bad("holds a line break or a control character", name)
    try:
        return check(value.strip()) if value.strip() else None
    except ValueError as bad:
        raise _Bad(str(bad), name) from None


def _checked_url(url: str) -> str:
    # Only web addresses: pages link to them, and a "javascript:" link would run in the reader's browser.
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or _NOT_IN_IRI.search(url):
        raise ValueError(f"{url!r} is not a web address (http or https)")
    return url


def _english(language: str) -> str:
    if language.lower().split("-")[0] != "en":
        raise ValueError(f"{language!r}: only English (en) is read so far")
    return language


def _date(fields: Mapping[str, object]) -> date | None:
    written = _line(fields, "published")
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:
        raise _Bad(f"{written!r} is not a date (2022-03-14) or a time (2022-03-14T09:30:00Z)", "published") from None


# -- places: each yields (place, article or problem) --------------------------------------------------------------

_Found = tuple[str, Article | Problem]


def _path(path: Path) -> Iterator[_Found]:
    files = 0
    for file in _files(path):
        files += 1
        if isinstance(file, Problem):
            yield file.place, file
        else:
            yield from _file(file)
    if not files:
        yield str(path), Problem(str(path), f"no {', '.join(SUFFIXES)} file in this folder")


def _files(path: Path) -> Iterator[Path | Problem]:
    """Yield the file itself, or the files of the folder, with a problem for each that cannot be looked at."""
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
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        elif entry.suffix.lower() in SUFFIXES and (entry.is_file() or not entry.exists()):
            yield entry


def _file(path: Path) -> Iterator[_Found]:
    place, suffix = str(path), path.suffix.lower()
    try:
        if suffix not in SUFFIXES:
            path.stat()
            raise _Bad(f"cannot tell what it holds; the name must end in {', '.join(SUFFIXES)}")
        if suffix == ".jsonl":
            with path.open("rb") as stream:
                yield from _json_lines(place, stream)
            return
        text = _decoded(path.read_bytes())
        if suffix == ".json":
            yield from _json(place, text)
        else:
            yield place, _article({"text": text} if suffix == ".txt" else _markdown(text))
    except _Bad as bad:
        yield place, Problem(place, str(bad), bad.field)
    except OSError as bad:
        yield place, Problem(place, why(bad))


def _standard_input(stream: IO[bytes]) -> Iterator[_Found]:
    place = "standard input"
    lines: list[bytes] = []
    for line in stream:
        lines.append(line)
        if line.strip():
            break
    try:
        if lines and lines[-1].removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
            yield from _json_lines(place, chain(lines, stream))
            return
        text = _decoded(b"".join(chain(lines, stream)))
        if text.lstrip().startswith("{"):  # JSON lines in UTF-16, which cannot be cut into lines before decoding
            yield from _json_lines(place, text.encode().splitlines())
        else:
            yield place, _article({"text": text})
    except _Bad as bad:
        yield place, Problem(place, str(bad), bad.field)


def _json_lines(place: str, lines: Iterable[bytes]) -> Iterator[_Found]:
    empty = True
    for number, raw in enumerate(lines, start=1):
        here = f"{place}:{number}"
        if number == 1 and raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield here, Problem(here, "JSON lines must be UTF-8; this is UTF-16")
            return
        try:
            text = _decoded(raw) if number == 1 and raw.strip() else _utf8(raw)
            if not text.strip():
                continue
            empty = False
            yield here, _article(_object(_loaded(text)))
        except _Bad as bad:
            empty = False
            yield here, Problem(here, str(bad), bad.field)
    if empty:
        yield place, Problem(place, "empty file")


def _json(place: str, text: str) -> Iterator[_Found]:
    found = _loaded(text)
    if not isinstance(found, list):
        yield place, _article(_object(found))
        return
    for number, item in enumerate(found, start=1):
        here = f"{place}: article {number}"
        try:
            yield here, _article(_object(item))
        except _Bad as bad:
            yield here, Problem(here, str(bad), bad.field)


def _loaded(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_pairs)
    except json.JSONDecodeError as bad:
        where = f"line {bad.lineno}, column {bad.colno}" if bad.lineno > 1 else f"column {bad.colno}"
        raise _Bad(f"not JSON: {bad.msg} ({where})") from None
    except RecursionError:
        raise _Bad("not an article: nested too deeply") from None
    except _Bad:
        raise
    except ValueError as bad:
        raise _Bad(f"not JSON: {bad}") from None


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Bad("given twice", next(name for name in names if names.count(name) > 1))
    return fields


def _object(found: object) -> Mapping[str, object]:
    if not isinstance(found, dict):
        kind = "text" if isinstance(found, str) else _KINDS[type(found)]
        raise _Bad(f"expected an article (an object with text), found {kind}")
    return found


def _markdown(text: str) -> Mapping[str, object]:
    """Return the fields of a Markdown file: ``key: value`` lines between two ``---``, and the body as it is."""
    fields: dict[str, object] = {}
    front = _FRONT.match(text)
    if front is None and text.startswith(("---\n", "---\r\n")):
        raise _Bad("the front matter that begins with --- does not end")
    for number, line in enumerate(front[1].splitlines() if front else (), start=2):
        if not line.strip() or line.startswith("#"):
            continue
        key, colon, value = line.partition(":")
        key = key.strip()
        if not colon or key == "text" or key not in FIELDS:
            allowed = ", ".join(name for name in FIELDS if name != "text")
            raise _Bad(f"{key!r} is no field of the front matter ({allowed})", f"line {number}")
        if key in fields:
            raise _Bad("given twice", key)
        fields[key] = _unquoted(value.strip())
    fields["text"] = text[front.end() :] if front else text
    if not fields.get("title") and (heading := _HEADING.search(str(fields["text"]))):
        fields["title"] = heading[1]
    return fields


def _unquoted(value: str) -> str:
    """Return the value without the pair of quotes around it.

    >>> _unquoted('"Talks: a summary"')
    'Talks: a summary'
    """
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _decoded(raw: bytes) -> str:
    if not raw:
        raise _Bad("empty file")
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            body = raw[len(mark) :]
            if encoding == "utf-8":
                return _utf8(body, len(mark))
            try:
                return body.decode(encoding)
            except UnicodeDecodeError as bad:
                raise _Bad(f"begins as {encoding.upper()}, but byte {bad.start + len(mark)} does not fit") from None
    return _utf8(raw)


def _utf8(raw: bytes, before: int = 0) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as bad:
        line = raw.count(b"\n", 0, bad.start) + 1
        where = f"byte {bad.start + before}" + (f" (line {line})" if line > 1 else "")
        raise _Bad(f"not UTF-8 text: 0x{raw[bad.start]:02x} at {where}") from None


def why(bad: OSError) -> str:
    """Return the system's reason as a phrase: ``no such file or directory``."""
    reason = os.strerror(bad.errno) if bad.errno else str(bad)
    return reason[0].lower() + reason[1:]
