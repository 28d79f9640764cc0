"""Mapping files: which column or key of somebody else's table is which field of an article.

A mapping is TOML. ``seeds/mappings`` holds those that come with the software; they are known by their bare name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kg import resources
from kg.articles import toml
from kg.articles.fields import FIELDS
from kg.articles.problem import Bad

Column = Annotated[int, Field(ge=1)] | str


class MappingError(ValueError):
    """A mapping file that cannot be used; the message names the file and what is wrong."""


class Plan(BaseModel):
    """A mapping. ``fields`` gives each field's column: its name, its number from 1, or a path of keys (``a.b``).

    ``constants`` are fields that are the same in every row. ``published`` is the form of the date, as
    `datetime.strptime` knows it; without it ISO 8601. ``fetch``: the text is read from the page at the row's url.
    For CSV: ``delimiter``, ``header`` (whether the first line names the columns) and ``quotes``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: dict[str, Column]
    constants: dict[str, str] = {}
    published: str | None = None
    fetch: bool = False
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    header: bool = True
    quotes: bool = True

    @model_validator(mode="after")
    def _sound(self) -> Plan:
        for name in (*self.fields, *self.constants):
            if name not in FIELDS:
                raise ValueError(f"{name} is no field of an article ({', '.join(FIELDS)})")
        given = {*self.fields, *self.constants}
        if self.fetch and "url" not in given:
            raise ValueError("fetch needs the field url")
        if not self.fetch and "text" not in given:
            raise ValueError("no column is the text; say fetch = true if it is to be read from the url")
        return self

    def mapped(self, row: Mapping[str, object] | Sequence[str]) -> dict[str, object]:
        """Return the fields of an article; raises Bad naming the column that is not there."""
        found: dict[str, object] = dict(self.constants)
        for name, column in self.fields.items():
            value = _value(row, column)
            if value is not None and value != "":
                found[name] = self._written(name, value)
        return found

    def _written(self, name: str, value: object) -> object:
        if name == "published":
            return self._day(value)
        if name == "text" or not isinstance(value, str):
            return value if isinstance(value, str) else str(value)
        return " ".join(value.split())  # other people's titles have line breaks

    def _day(self, value: object) -> str:
        if isinstance(value, datetime):
            return value.date().isoformat()
        written = str(value).strip()
        if self.published is None:
            return written
        try:
            return datetime.strptime(written, self.published).date().isoformat()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            raise Bad(f"{written!r} is no date of the form {self.published}", "published") from None


def load(name: str) -> Plan:
    """Return the mapping in a file, or one that comes with the software; raises MappingError."""
    path = Path(name)
    if not path.suffix and not path.exists():
        known = {file.stem: file for file in sorted(resources.path("seeds/mappings").glob("*.toml"))}
        if name not in known:
            raise MappingError(f"{name}: no mapping file, and none that comes with the software ({', '.join(known)})")
        path = known[name]
    try:
        return toml.read(Plan, path)
    except toml.TomlError as bad:
        raise MappingError(f"{name}: {bad}") from None


def _value(row: Mapping[str, object] | Sequence[str], column: Column) -> object:
    if isinstance(column, int):
        if isinstance(row, Mapping) or column > len(row):
            raise Bad(f"there is no column {column}")
        return row[column - 1]
    if not isinstance(row, Mapping):
        raise Bad(f"there is no column {column!r}: the file has no header")
    if column in row:
        return row[column]
    value: object = row
    for key in column.split("."):
        if not isinstance(value, Mapping):
            return None
        if key not in value:
            if value is row:
                raise Bad(f"there is no {column!r}; there are {', '.join(map(str, row))}")
            return None
        value = value[key]
    return value
