"""How results are written: tables, bytes, counts, whole files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from rich import box
from rich.console import Console
from rich.table import Table

from kg import articles
from kg.cli.failure import Failure

WIDE = 10_000  # columns of a table that goes into a pipe: nothing is cut there


def table_of(*columns: str) -> Table:
    """Return an empty table with these columns; of what needs no heads, the names are empty."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_header=any(columns))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def print_table(table: Table) -> None:
    width = None if sys.stdout.isatty() else WIDE
    Console(width=width, markup=False, highlight=False, emoji=False).print(table)
    sys.stdout.flush()


def print_bytes(content: bytes | None) -> None:
    stream: BinaryIO = sys.stdout.buffer
    stream.write(content or b"")
    stream.flush()


def so_many(count: int, noun: str) -> str:
    return f"no {noun}" if count == 0 else f"{count} {noun}{'' if count == 1 else 'es' if noun.endswith('h') else 's'}"


@contextmanager
def whole(file: Path) -> Iterator[BinaryIO]:
    """Write a file so that a reader sees the old one or the whole new one; say so on stderr."""
    if not file.name or file.is_dir():
        raise Failure(f"{file}: is a folder; name a file")
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(file)
        print(f"{file}: {file.stat().st_size:,} bytes written", file=sys.stderr)
    except OSError as wrong:
        raise Failure(f"{file}: {articles.why(wrong)}") from None
    finally:
        with suppress(OSError):  # not there, or in a folder that cannot be written to
            part.unlink()
