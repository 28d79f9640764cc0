"""Words that the models misread, from ``seeds/parsing/words.tsv``: what the tagger is to take them for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg import resources
from kg.lexicon.tables import SeedError, rows


@dataclass(frozen=True, slots=True)
class Taught:
    """A word as it is written, the word that the tagger sees in its place, and its lemma if the model's is wrong."""

    form: str
    norm: str
    lemma: str | None


def taught(folder: Path | None = None) -> tuple[Taught, ...]:
    """Return all words. Raises SeedError for one that is no single word, lacks its norm or reason, or comes twice."""
    found: dict[str, Taught] = {}
    file = (folder or resources.path("seeds/parsing")) / "words.tsv"
    for row in rows(file, ("form", "norm", "lemma", "reason")):
        form = row["form"]
        if not form or len(form.split()) > 1:
            raise row.error(f"form {form!r} is not one word")
        if form in found:
            raise row.error(f"form {form!r} stands already above")
        for needed in ("norm", "reason"):
            if not row[needed]:
                raise row.error(f"no {needed}")
        found[form] = Taught(form, row["norm"], row["lemma"] or None)
    return tuple(found.values())


def problems(folder: Path) -> list[str]:
    """Return what is wrong with the table in ``folder``: the first thing, by row."""
    try:
        taught(folder)
    except SeedError as bad:
        return [str(bad)]
    return []
