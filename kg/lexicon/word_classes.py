"""The closed word classes that steer linking, from ``seeds/linking/words.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg import resources
from kg.lexicon.tables import SeedError, rows

CLASSES = frozenset(
    (
        "locative",
        "path",
        "travel",
        "damage",
        "speech",
        "honorific",
        "male",
        "female",
        "country",
        "alliance",
        "body",
        "sides",
        "sent",
        "ruling",
        "ministers",
        "happens",
        "origin",
        "names",
        "speaks",
        "settlement",
        "town_first",
        "otherwise",
        "ground",
        "carrier",
        "municipal",
        "natural",
        "townlike",
        "share",
        "particle",
        "mister",
        "kin",
        "leads",
        "serves",
        "local",
        "tied",
        "against",
        "toward",
        "leading",
        "suffix",
        "quote",
        "combining",
        "institution",
        "former",
        "transparent",
        "another",
        "release",
        "rebels",
        "home",
        "abstract",
        "performs",
        "empty",
        "ruled",
        "doing",
        "others",
        "subject_control",
        "addresses",
        "toward_whom",
        "laid",
        "bears",
        "judges",
        "harms",
        "subjects",
        "minded",
        "standing",
        "region",
        "ruler",
        "helps",
        "gives",
        "bare",
        "kingdoms",
        "militant",
        "forces",
    )
)


@lru_cache(maxsize=2)
def lists(folder: Path | None = None) -> Mapping[str, frozenset[str]]:
    """Return the words of each class. Raises SeedError if a class is missing, unknown or empty."""
    file = (folder or resources.path("seeds/linking")) / "words.tsv"
    found: dict[str, frozenset[str]] = {}
    for row in rows(file, ("class", "words", "note")):
        if row["class"] not in CLASSES or row["class"] in found:
            raise row.error(f"class {row['class']!r} is unknown or stands already above")
        if not row["words"]:
            raise row.error(f"class {row['class']!r} has no words")
        found[row["class"]] = frozenset(row.cells("words"))
    if missing := sorted(CLASSES - found.keys()):
        raise SeedError(f"{file.name}:0: no row for {' '.join(missing)}")
    return MappingProxyType(found)


def problems(folder: Path) -> list[str]:
    """Return what is wrong with the table in ``folder``: the first thing, by row."""
    try:
        lists(folder)
    except SeedError as bad:
        return [str(bad)]
    return []
