"""The one reader of the tab-separated tables in ``seeds/``.

A table is UTF-8 text; its first line that is no comment names the columns; lines that start with
``#`` and blank lines are skipped; several values in one cell are separated by ``|``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType


class SeedError(ValueError):
    """A table that cannot be read as it must be; the message begins with file and line."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its values by column, and where it stands."""

    file: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def cells(self, column: str) -> tuple[str, ...]:
        """Return the several values of one cell."""
        return cells(self.values[column])

    def error(self, reason: str) -> SeedError:
        """Return (not raise) an error that says where this row stands."""
        return SeedError(f"{self.file}:{self.line}: {reason}")


def cells(value: str) -> tuple[str, ...]:
    """Split a cell into its values; an empty cell has none.

    >>> cells("U.S. | USA | America")
    ('U.S.', 'USA', 'America')
    >>> cells("")
    ()
    """
    return tuple(part for piece in value.split("|") if (part := piece.strip()))


def rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of the table at ``path``, whose header must be exactly ``columns``.

    A row may leave out empty cells at its end (editors strip them). Raises SeedError for a missing
    file, bytes that are no UTF-8, another header, or a row with too many cells.
    """
    header: list[str] | None = None
    for number, line in _lines(path):
        found = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = _header(path, number, found, columns)
        elif len(found) > len(header):
            raise SeedError(
                f"{path.name}:{number}: {len(found)} cells, but there are {len(header)} columns ({' '.join(header)})"
            )
        else:
            found += [""] * (len(header) - len(found))
            yield Row(path.name, number, MappingProxyType(dict(zip(header, found, strict=True))))
    if header is None:
        raise SeedError(f"{path.name}:1: no header; expected {' '.join(columns)}")


def sets(
    path: Path,
    columns: tuple[str, str, str],
    names: Collection[str],
    fault: Callable[[str], str | None] = lambda _: None,
) -> dict[str, frozenset[str]]:
    """Return the values of each row by the row's name, from a table that has one row for each of ``names``.

    ``columns`` are those of the name, of its values and of the note; ``fault`` returns what is wrong with a value, or
    none. Raises SeedError for a name that is unknown, missing or there twice, a row without values, and a bad value.
    """
    name_column, value_column, _ = columns
    found: dict[str, frozenset[str]] = {}
    for row in rows(path, columns):
        name, values = row[name_column], row.cells(value_column)
        if name not in names or name in found:
            raise row.error(f"{name_column} {name!r} is unknown or stands already above")
        if not values:
            raise row.error(f"{name_column} {name!r} has no {value_column}")
        if bad := next((why for value in values if (why := fault(value))), None):
            raise row.error(bad)
        found[name] = frozenset(values)
    if missing := sorted(set(names) - found.keys()):
        raise SeedError(f"{path.name}:0: no row for {' '.join(missing)}")
    return found


def _header(path: Path, number: int, found: list[str], columns: Sequence[str]) -> list[str]:
    if found != list(columns):
        raise SeedError(f"{path.name}:{number}: the columns are {' '.join(found)}; expected {' '.join(columns)}")
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line number, line) of all lines that say something."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SeedError(f"{path.name}:0: there is no such table in {path.parent}") from None
    except UnicodeDecodeError as bad:
        row = path.read_bytes()[: bad.start].count(b"\n") + 1
        raise SeedError(f"{path.name}:{row}: this is not UTF-8") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.rstrip("\r")
