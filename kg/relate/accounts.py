"""What each trigger word of a text was read as, and why the other senses were passed over.

Nothing here decides: the words, their arguments and the senses are asked again what `kg.relate.readings` asked them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.lexicon.triggers import SILENT, Triggers, Unit
from kg.model import Span
from kg.relate.cast import Named
from kg.relate.frames import fitting
from kg.relate.predicate import Predicate
from kg.relate.readings import candidate
from kg.relate.stage import Stage

LATER = "not looked at: a sense before it decides"


@dataclass(frozen=True, slots=True)
class Sense:
    """One row of the lexicon: its rule (none for a row that says "no relation"), its tests, and what came of it."""

    rule: str
    tests: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Account:
    """A trigger word, the arguments that the grammar found (label and words), and its senses in order."""

    trigger: Span
    arguments: tuple[tuple[str, str], ...]
    senses: tuple[Sense, ...]


def accounts(doc: Doc, links: Named, triggers: Triggers) -> list[Account]:
    """Return an account of each word of a text that stands in the lexicon, in text order."""
    stage = Stage.of(doc, links, triggers)
    found = []
    for i in range(len(stage.tree.words)):
        asked = candidate(i, stage.tree, stage.grammar, stage.cast, triggers)
        if asked is not None:
            predicate, units, _ = asked
            found.append(
                Account(stage.tree.span(i), _arguments(predicate, doc), tuple(_senses(predicate, units, stage)))
            )
    return found


def _arguments(predicate: Predicate, doc: Doc) -> tuple[tuple[str, str], ...]:
    return tuple((label, " | ".join(doc[h].text for h in heads)) for label, heads in predicate.args.items())


def _senses(predicate: Predicate, units: Sequence[Unit], stage: Stage) -> Iterator[Sense]:
    decided = False
    for unit in units:
        fits, verdict = (False, LATER) if decided else fitting(unit, predicate, stage.cast)
        decided = decided or fits
        rule = "no relation" if unit.relation == SILENT else unit.rule
        yield Sense(rule, " ".join(map(str, unit.tests)), verdict)
