"""The tables of ``seeds/actors``: their columns, their rows, and all that can be wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from kg.lexicon.keys import Key, pieces
from kg.lexicon.tables import Row, SeedError, cells, rows

Tables: TypeAlias = Mapping[str, Sequence[Row]]

_ORGANISATION = ("id", "name", "kind", "code", "country", "wikidata", "aliases", "demonyms", "source")
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "kinds": ("id", "label", "definition", "acts_for"),
        "states": (
            "id",
            "name",
            "official",
            "kind",
            "code",
            "country",
            "iso2",
            "wikidata",
            "aliases",
            "demonyms",
            "people",
            "seats",
            "former",
            "source",
        ),
        "organs": ("id", "name", "kind", "code", "country", "wikidata", "aliases", "source"),
        "organisations": _ORGANISATION,
        "groups": _ORGANISATION,
        "persons": ("id", "name", "aliases", "office", "kind", "code", "country", "from", "to", "wikidata", "source"),
        "agents": ("noun", "kind", "plural"),
        "places": ("name", "country", "kind", "source"),
        "traps": ("name", "kind", "note"),
        "shared_names": ("name", "ids", "rule"),
        "ambiguous": ("name", "rule", "words", "note"),
        "contexts": ("noun", "amid", "without", "actor", "note"),
    }
)
# A folder of one's own may leave the other tables out: they are read as empty.
_NEEDED = ("kinds", "states")
_ACTORS = ("states", "organs", "organisations", "groups")
_SENSES = (
    ("name", "name"),
    ("official", "name"),
    ("aliases", "name"),
    ("demonyms", "demonym"),
    ("people", "people"),
    ("seats", "seat"),
    ("former", "former"),
)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_ALPHA3 = re.compile(r"[A-Z]{3}")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9:+-]*")
_SHARING = ("first", "nearest", "nearest-only")
_WORDLESS = ("exact", "alone", "bare")
_WORDED = ("unless", "if", "after", "amid", "nowhere")


def read(folder: Path) -> tuple[Tables, list[str]]:
    """Return all tables of ``folder`` and everything that is wrong with them (``states.tsv:12: ...``)."""
    tables: dict[str, Sequence[Row]] = {}
    unreadable: list[str] = []
    for name, columns in COLUMNS.items():
        path = folder / f"{name}.tsv"
        try:
            tables[name] = list(rows(path, columns)) if path.exists() or name in _NEEDED else []
        except SeedError as error:
            unreadable.append(str(error))
    return tables, unreadable or list(_check(tables))


def problems(folder: Path) -> list[str]:
    """Return every failing row of the tables in ``folder``: ``states.tsv:12: country XYZ is not ...``."""
    return read(folder)[1]


def actor_rows(tables: Tables) -> Iterator[Row]:
    """Yield the rows of all actors but persons."""
    for table in _ACTORS:
        yield from tables[table]


def claims(tables: Tables) -> Iterator[tuple[Row, str, str]]:
    """Yield (row, name, sense) for every name that a row gives to its actor."""
    for row in actor_rows(tables):
        for column, sense in _SENSES:
            for text in cells(row.values.get(column, "")):
                yield row, text, sense
    for row in tables["persons"]:
        for text in (row["name"], *row.cells("aliases")):
            yield row, text, "person"


def _check(tables: Tables) -> Iterator[str]:
    kinds = {row["id"] for row in tables["kinds"]}
    countries = {row["code"] for row in tables["states"]}
    yield from _duplicates(tables)
    for row in (*actor_rows(tables), *tables["persons"]):
        yield from _check_actor(row, kinds, countries)
    for row in tables["persons"]:
        yield from _check_tenure(row)
    for row in tables["agents"]:
        yield from _check_agent(row, kinds)
    for row in tables["places"]:
        yield from _check_place(row, countries)
    for row in tables["states"]:
        yield from _check_state(row)
    for row in tables["kinds"]:
        if row["acts_for"] not in ("yes", "no"):
            yield str(row.error(f"acts_for is {row['acts_for']!r}; expected yes or no"))
    yield from _check_names(tables)
    yield from _check_contexts(tables)


def _check_contexts(tables: Tables) -> Iterator[str]:
    """A context names nouns or actors, and codes that are there."""
    actors = list(actor_rows(tables))
    ids, codes = {row["id"] for row in actors}, {row["code"] for row in actors}
    for row in tables["contexts"]:
        yield from _require(row, "noun", "amid", "actor")
        if row["actor"] and row["actor"] not in ids:
            yield str(row.error(f"no actor has the id {row['actor']}"))
        for code in (*row.cells("amid"), *row.cells("without")):
            if code not in codes:
                yield str(row.error(f"no actor has the code {code}"))


def _duplicates(tables: Tables) -> Iterator[str]:
    yield from _repeated(actor_rows(tables), "id")
    yield from _repeated(tables["kinds"], "id")
    yield from _repeated(tables["agents"], "noun")
    yield from _repeated(tables["traps"], "name")
    yield from _repeated(tables["shared_names"], "name")
    others = {row["id"]: row for row in actor_rows(tables)}
    for row in tables["persons"]:
        if row["id"] in others:
            other = others[row["id"]]
            yield str(row.error(f"the id {row['id']} is taken by {other.file}:{other.line}"))


def _repeated(table: Iterable[Row], column: str) -> Iterator[str]:
    seen: dict[str, Row] = {}
    for row in table:
        first = seen.setdefault(row[column], row)
        if first is not row:
            yield str(row.error(f"{column} {row[column]} stands already in {first.file}:{first.line}"))


def _require(row: Row, *columns: str) -> Iterator[str]:
    for column in columns:
        if not row[column]:
            yield str(row.error(f"{column} is empty"))


def _check_actor(row: Row, kinds: set[str], countries: set[str]) -> Iterator[str]:
    yield from _require(row, "id", "name", "kind", "code", "source")
    if row["kind"] and row["kind"] not in kinds:
        yield str(row.error(f"kind {row['kind']} is not in kinds.tsv"))
    if row["country"] and row["country"] not in countries:
        yield str(row.error(f"country {row['country']} is not a code of states.tsv"))
    if row["code"] and not _CODE.fullmatch(row["code"]):
        yield str(row.error(f"code {row['code']} is not a short name in capitals"))
    if row["wikidata"] and not _WIKIDATA.fullmatch(row["wikidata"]):
        yield str(row.error(f"wikidata {row['wikidata']} is no item id (Q and digits)"))


def _check_state(row: Row) -> Iterator[str]:
    if row["id"] != row["code"] or not _ALPHA3.fullmatch(row["code"]):
        yield str(row.error(f"id {row['id']} and code {row['code']} must be the same three capitals"))
    if row["iso2"] and not re.fullmatch("[A-Z]{2}", row["iso2"]):
        yield str(row.error(f"iso2 {row['iso2']} is not two capitals"))


def _check_tenure(row: Row) -> Iterator[str]:
    yield from _require(row, "office", "from")
    dated = [row[column] for column in ("from", "to") if row[column]]
    for column in ("from", "to"):
        if row[column] and not _DATE.fullmatch(row[column]):
            yield str(row.error(f"{column} {row[column]} is no date (YYYY, YYYY-MM or YYYY-MM-DD)"))
    if len(dated) == 2:
        length = min(map(len, dated))
        if dated[1][:length] < dated[0][:length]:
            yield str(row.error(f"ends ({row['to']}) before it begins ({row['from']})"))


def _check_agent(row: Row, kinds: set[str]) -> Iterator[str]:
    yield from _require(row, "noun", "kind")
    if row["kind"] and row["kind"] not in kinds:
        yield str(row.error(f"kind {row['kind']} is not in kinds.tsv"))


def _check_place(row: Row, countries: set[str]) -> Iterator[str]:
    yield from _require(row, "name", "kind", "source")
    if row["country"] and row["country"] not in countries:
        yield str(row.error(f"country {row['country']} is not a code of states.tsv"))


Owners: TypeAlias = Mapping[Key, Mapping[str, tuple[Row, str]]]


def _check_names(tables: Tables) -> Iterator[str]:
    owners: dict[Key, dict[str, tuple[Row, str]]] = {}
    for row, text, _ in claims(tables):
        key = pieces(text)
        if key:
            owners.setdefault(key, {}).setdefault(row["id"], (row, text))
        else:
            yield str(row.error(f"the name {text!r} has no letter or digit"))
    yield from _check_owners(tables["shared_names"], owners)
    yield from _check_shared(tables["shared_names"], owners)
    yield from _check_conditions(tables["ambiguous"], owners)
    yield from _check_traps(tables["traps"], owners)


def _check_owners(shared: Iterable[Row], owners: Owners) -> Iterator[str]:
    """Two actors may have one name only if shared_names.tsv lists both and says who wins."""
    allowed = {pieces(row["name"]): set(row.cells("ids")) for row in shared}
    for key, claimed in owners.items():
        # Two persons of one surname are usual: dates and fuller names tell them apart.
        only_persons = all(row.file == "persons.tsv" for row, _ in claimed.values())
        if len(claimed) > 1 and not only_persons and not set(claimed) <= allowed.get(key, set()):
            (first, _), (other, text) = list(claimed.values())[:2]
            yield str(
                other.error(
                    f"{text!r} is also a name of {first['id']} ({first.file}:{first.line}), "
                    "and shared_names.tsv does not say who wins"
                )
            )


def _check_shared(shared: Iterable[Row], owners: Owners) -> Iterator[str]:
    for row in shared:
        if row["rule"] not in _SHARING:
            yield str(row.error(f"rule {row['rule']!r}; expected one of {' '.join(_SHARING)}"))
        for owner in row.cells("ids"):
            if owner not in owners.get(pieces(row["name"]), {}):
                yield str(row.error(f"{owner} does not claim the name {row['name']!r}"))


def _check_conditions(ambiguous: Iterable[Row], owners: Owners) -> Iterator[str]:
    for row in ambiguous:
        if row["rule"] not in (*_WORDLESS, *_WORDED):
            yield str(row.error(f"rule {row['rule']!r}; expected one of {' '.join((*_WORDLESS, *_WORDED))}"))
        elif (row["rule"] in _WORDED) != bool(row.cells("words")):
            yield str(row.error(f"the rule {row['rule']} {'needs' if row['rule'] in _WORDED else 'takes no'} words"))
        if pieces(row["name"]) not in owners:
            yield str(row.error(f"no actor has the name {row['name']!r}"))


def _check_traps(traps: Iterable[Row], owners: Owners) -> Iterator[str]:
    for row in traps:
        yield from _require(row, "name", "kind")
        for owner, (other, _) in owners.get(pieces(row["name"]), {}).items():
            yield str(
                row.error(f"{row['name']!r} is a name of {owner} ({other.file}:{other.line}); a trap must be longer")
            )
