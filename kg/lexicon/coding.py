"""How a reading is coded as one event of a given pair, read from ``seeds/triggers/coding.tsv``.

A statement keeps what is done apart from whether it is done (relation and modality). The event data of the field code
both at once: who *will* send aid agrees, who *will not* rejects. `kg.relate_pairs` answers in that coding.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

from kg.lexicon.tables import Row, SeedError, rows
from kg.lexicon.vocabulary import relations
from kg.model import Modality
from kg.resources import path as resource

COLUMNS = ("relation", "mode", "pattern", "modality", "content", "coded")
PURPOSE = "="  # coded as what it is done for
AIMED = "=="  # the same, where that is done to the target itself
Key = tuple[str, str, str, str]


class Coding:
    """The table: (relation, mode, pattern, modality) -> relation, where an empty part stands for any.

    ``by_content``: (relation, relation of its content) -> relation, where the content is aimed at the target;
    ``purposes``: (relation, mode, relation of what it is done for), where that is what counts; ``aimed``: the same,
    where it counts if it is done to the target.
    """

    def __init__(
        self,
        coded: Mapping[Key, str],
        by_content: Mapping[tuple[str, str], str],
        purposes: Collection[tuple[str, str, str]],
        aimed: Collection[tuple[str, str, str]],
    ) -> None:
        self._coded = dict(coded)
        self._by_content = dict(by_content)
        self._purposes = frozenset(purposes)
        self._aimed = frozenset(aimed)
        self._known: dict[Key, str] = {}

    def of(self, relation: str, mode: str | None, pattern: str, modality: Modality) -> str:
        """Return the relation as which a reading is coded."""
        asked = (relation, mode or "", pattern, modality.value)
        if asked not in self._known:
            self._known[asked] = next((c for key, c in self._coded.items() if _fits(key, asked)), relation)
        return self._known[asked]

    def of_content(self, relation: str, content: str) -> str:
        """Return the relation as which a reading is coded whose content is aimed at the target."""
        return self._by_content.get((relation, content), relation)

    def of_purpose(self, relation: str, mode: str | None, purpose: str, is_aimed: bool) -> str:
        """Return the relation as which an act is coded that is done for another (``is_aimed``: to its target)."""
        known = self._purposes | self._aimed if is_aimed else self._purposes
        return purpose if not known.isdisjoint(((relation, mode or "", purpose), (relation, "", purpose))) else relation


def _fits(key: Key, asked: Key) -> bool:
    return all(not k or k == a for k, a in zip(key, asked, strict=True))


@lru_cache(maxsize=2)
def coding(folder: Path | None = None) -> Coding:
    """Load the table. Raise ``SeedError`` naming file, row and reason."""
    table = list(rows((folder or resource("seeds/triggers")) / "coding.tsv", COLUMNS))
    names = [(row, relation) for row in table for relation in _relations(row)]
    rest = [(row, r) for row, r in names if row["coded"] not in (PURPOSE, AIMED)]
    return Coding(
        {(r, row["mode"], row["pattern"], row["modality"]): row["coded"] for row, r in rest if not row["content"]},
        {(r, content): row["coded"] for row, r in rest for content in row.cells("content")},
        *(
            [(r, row["mode"], content) for row, r in names if row["coded"] == mark for content in row.cells("content")]
            for mark in (PURPOSE, AIMED)
        ),
    )


def problems(folder: Path) -> list[str]:
    """Return what is wrong with the table of the folder: the first fault, if any."""
    try:
        coding(folder)
    except SeedError as fault:
        return [str(fault)]
    return []


def _relations(row: Row) -> tuple[str, ...]:
    """Return the relations of a row. Raises ``SeedError`` for what neither ontology nor model knows."""
    for name in (*row.cells("relation"), *row.cells("content"), row["coded"]):
        if name not in (*relations(), PURPOSE, AIMED):
            raise row.error(f"relation {name!r} is not in ontology/relations.ttl")
    if row["modality"] not in ("", *(m.value for m in Modality)):
        raise row.error(f"modality {row['modality']!r} is none of {', '.join(m.value for m in Modality)}")
    return row.cells("relation")
