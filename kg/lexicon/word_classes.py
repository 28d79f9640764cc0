"""What steers linking, from ``seeds/linking``: the closed word classes, and the offices that only few have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg import resources
from kg.lexicon.actors import Gazetteer, gazetteer
from kg.lexicon.borders import read_borders
from kg.lexicon.tables import SeedError, rows, sets

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
        "converses",
        "toward_whom",
        "laid",
        "bears",
        "judges",
        "judging",
        "harms",
        "subjects",
        "minded",
        "standing",
        "region",
        "ruler",
        "helps",
        "gives",
        "governing",
        "bare",
        "kingdoms",
        "militant",
        "forces",
        "emirates",
        "sultanates",
        "islands",
        "half",
        "heads",
        "victims",
        "each",
        "opposite",
        "polices",
        "policing",
        "rulers",
        "woman_name",
        "man_name",
        "women",
        "men",
        "fights",
        "court_seat",
        "prosecuting",
        "protests",
        "first_person",
        "one_person",
        "thing",
        "plural",
        "possessive",
        "reflexive",
        "pointing",
        "one_of_many",
        "married",
        "obliging",
        "joining",
        "of_office",
        "between",
        "beside_name",
        "ordinary",
        "generation",
        "among",
        "of_what",
        "pairing",
        "picking_out",
        "issued",
        "within",
        "belonging",
        "serving",
        "spread",
        "helped",
        "consists",
        "cabinet",
        "adjacent",
    )
)


@lru_cache(maxsize=2)
def lists(folder: Path | None = None) -> Mapping[str, frozenset[str]]:
    """Return the words of each class. Raises SeedError if a class is missing, unknown or empty."""
    file = (folder or resources.path("seeds/linking")) / "words.tsv"
    return MappingProxyType(sets(file, ("class", "words", "note"), CLASSES))


@lru_cache(maxsize=2)
def sole(folder: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the actors that have an office or a house, by its noun. Raises SeedError (see `read_sole`)."""
    return read_sole((folder or resources.path("seeds/linking")) / "sole.tsv")


def read_sole(file: Path, known: Gazetteer | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the actors that have an office or a house, by its noun.

    Raises SeedError if a noun stands twice or has no owner, or (with ``known``) is no agent noun, or an id no actor's.
    """
    found: dict[str, tuple[str, ...]] = {}
    for row in rows(file, ("noun", "owners", "note")):
        owners = row.cells("owners")
        if row["noun"] in found or not owners:
            raise row.error(f"noun {row['noun']!r} stands already above or has no owners")
        if known is not None and row["noun"] not in known.agents:
            raise row.error(f"noun {row['noun']!r} is no agent noun")
        if known is not None and (unknown := [owner for owner in owners if owner not in known.actors]):
            raise row.error(f"owners of {row['noun']!r} are no actors: {' '.join(unknown)}")
        found[row["noun"]] = tuple(owners)
    return MappingProxyType(found)


def problems(folder: Path) -> list[str]:
    """Return what is wrong with the tables in ``folder``: the first thing, by row."""
    try:
        known = gazetteer()
    except SeedError:
        known = None  # what is wrong there is said there
    try:
        women = lists(folder)["women"]
        if known is not None and (unknown := sorted(women - known.persons.keys())):
            return [f"words.tsv:0: women are no ids of persons.tsv: {' '.join(unknown)}"]
        read_sole(folder / "sole.tsv", known)
        read_borders(folder / "borders.tsv", known)
    except SeedError as bad:
        return [str(bad)]
    return []
