"""Rows: JSON, JSON lines, CSV and Parquet, with the fields of an article or with a mapping."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.articles import raw as bytes_of
from kg.articles.fields import FIELDS, article_of, fields_of
from kg.articles.problem import Bad
from kg.articles.raw import LINE, Found, How, Raw, decoded, utf8
from kg.model import content_id

if TYPE_CHECKING:
    from kg.articles.mapping import Plan

Row = Mapping[str, object] | Sequence[str]


def json_lines(raw: Raw, how: How) -> Iterator[Found]:
    """Read one article a line."""
    empty = True
    fetched: set[str] = set()
    for number, line in enumerate(bytes_of.lines(raw.stream), start=1):
        here = f"{raw.place}:{number}"
        if number == 1 and line and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield here, Bad("JSON lines must be UTF-8; this is UTF-16").at(here)
            return
        try:
            if line is None:
                raise Bad(f"a line of more than {LINE >> 20} MiB, which no article is")
            text = decoded(line) if number == 1 and line.strip() else utf8(line)
            if not text.strip():
                continue
            empty = False
            yield from _row(here, fields_of(_loaded(text)), how, fetched)
        except Bad as bad:
            empty = False
            yield here, bad.at(here)
    if empty:
        raise Bad("empty file")


def json_document(raw: Raw, how: How) -> Iterator[Found]:
    """Read one article, or a list of them."""
    found = _loaded(decoded(raw.content()))
    fetched: set[str] = set()
    if not isinstance(found, list):
        yield from _row(raw.place, fields_of(found), how, fetched)
        return
    for number, item in enumerate(found, start=1):
        here = f"{raw.place}: article {number}"
        try:
            yield from _row(here, fields_of(item), how, fetched)
        except Bad as bad:
            yield here, bad.at(here)


def comma_separated(raw: Raw, how: How) -> Iterator[Found]:
    """Read one article a row; the first names the columns, unless a mapping says otherwise."""
    yield from _separated(raw, how, ",")


def tab_separated(raw: Raw, how: How) -> Iterator[Found]:
    """Read the same with tabs between the columns."""
    yield from _separated(raw, how, "\t")


def parquet(raw: Raw, how: How) -> Iterator[Found]:
    """Read one article a row, a row group at a time."""
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise Bad("Parquet needs pyarrow: pip install 'communique[parquet]'") from None
    fetched: set[str] = set()
    number = 0
    try:
        file = ParquetFile(raw.seekable())
        _check_columns(file.schema_arrow.names, how.plan)
        for batch in file.iter_batches(batch_size=64):
            for row in batch.to_pylist():
                number += 1
                yield from _tried(f"{raw.place}: row {number}", row, how, fetched)
    except pa.ArrowException as bad:
        raise Bad(f"not Parquet, or broken: {' '.join(str(bad).split())[:200]}") from None


def _separated(raw: Raw, how: How, usual: str) -> Iterator[Found]:
    plan = how.plan
    csv.field_size_limit(LINE)
    rows = _Rows(raw, (plan and plan.delimiter) or usual, quoted=plan is None or plan.quotes)
    header = next(rows.each(), None) if plan is None or plan.header else []
    if header is None:
        raise Bad("empty file")
    if header:
        _check_columns(header, plan)
    fetched: set[str] = set()
    for row in rows.each():
        here = f"{raw.place}:{rows.line}"
        if header and len(row) != len(header):
            yield here, Bad(f"{len(row)} columns, where the first line names {len(header)}").at(here)
        elif row:
            yield from _tried(here, dict(zip(header, row, strict=True)) if header else row, how, fetched)
    for number in rows.long:
        here = f"{raw.place}:{number}"
        yield here, Bad(f"a line of more than {LINE >> 20} MiB, which no article is").at(here)


class _Rows:
    """The rows of a CSV file; ``line`` is where the latest one ends, ``long`` holds the lines that were left out."""

    def __init__(self, raw: Raw, delimiter: str, *, quoted: bool) -> None:
        self.long: list[int] = []
        self.line = 0
        lines = self._lines(raw)
        self._rows = (
            csv.reader(lines, delimiter=delimiter, strict=True)
            if quoted
            else csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        )

    def each(self) -> Iterator[list[str]]:
        try:
            yield from self._rows
        except csv.Error as bad:
            raise Bad(f"line {self.line}: not CSV: {bad}") from None

    def _lines(self, raw: Raw) -> Iterator[str]:
        for number, line in enumerate(bytes_of.lines(raw.stream), start=1):
            self.line = number
            if line is None:
                self.long.append(number)
            else:
                yield utf8(line.removeprefix(codecs.BOM_UTF8) if number == 1 else line)


def _check_columns(names: Sequence[str], plan: Plan | None) -> None:
    """Raise Bad at once if the columns of a table cannot be those of articles."""
    if plan is not None:
        return
    if "text" not in names or (unknown := [name for name in names if name not in FIELDS]):
        what = "has no column text" if "text" not in names else f"has columns that are no fields: {', '.join(unknown)}"
        what += f", but {', '.join(names)}" if "text" not in names else ""
        raise Bad(f"{what}; a --mapping (docs/reading.md) says which columns are {', '.join(FIELDS)}{_parted(names)}")


def _parted(names: Sequence[str]) -> str:
    """Return what to say of a first line that other signs than the reader's seem to part into columns."""
    signs = [sign for sign in ";\t|," if len(names) == 1 and sign in names[0]]
    return f", and that {signs[0]!r} is the delimiter" if signs else ""


def _tried(here: str, row: Row, how: How, fetched: set[str]) -> Iterator[Found]:
    try:
        yield from _row(here, row, how, fetched)
    except Bad as bad:
        yield here, bad.at(here)


def _row(here: str, row: Row, how: How, fetched: set[str]) -> Iterator[Found]:
    plan = how.plan
    if plan is None:
        named = row if isinstance(row, Mapping) else {}
        yield here, article_of({name: value for name, value in named.items() if value != "" or name == "text"})
        return
    fields = plan.mapped(row)
    if not plan.fetch:
        yield here, article_of(fields)
        return
    url = str(fields.get("url", ""))
    if (key := content_id(url)) in fetched:  # tables of events name one page many times
        return
    fetched.add(key)
    yield from how.web.articles(here, url, how, fields)


def _loaded(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_pairs)
    except json.JSONDecodeError as bad:
        where = f"line {bad.lineno}, column {bad.colno}" if bad.lineno > 1 else f"column {bad.colno}"
        raise Bad(f"not JSON: {bad.msg} ({where})") from None
    except RecursionError:
        raise Bad("not an article: nested too deeply") from None
    except Bad:
        raise
    except ValueError as bad:
        raise Bad(f"not JSON: {bad}") from None


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        raise Bad("given twice", next(name for name in names if names.count(name) > 1))
    return fields
