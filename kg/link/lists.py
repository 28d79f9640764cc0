"""The closed word classes that steer linking, from ``seeds/linking/words.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from kg import resources
from kg.lexicon.tables import rows

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
    )
)


@lru_cache(maxsize=1)
def lists() -> Mapping[str, frozenset[str]]:
    """Return the words of each class. Raises SeedError if a class is missing or unknown."""
    found: dict[str, frozenset[str]] = {}
    for row in rows(resources.path("seeds/linking") / "words.tsv", ("class", "words", "note")):
        if row["class"] not in CLASSES or row["class"] in found:
            raise row.error(f"class {row['class']!r} is unknown or stands already above")
        if not row["words"]:
            raise row.error("no words")
        found[row["class"]] = frozenset(row.cells("words"))
    if missing := sorted(CLASSES - found.keys()):
        raise ValueError(f"words.tsv:0: no row for {' '.join(missing)}")
    return MappingProxyType(found)
