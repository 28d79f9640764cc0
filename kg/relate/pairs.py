"""Relations of a given pair: for a caller who already knows the two actors.

The grammar and the lexicon are those of whole articles; only the linking differs: the two phrases given are the actors,
whatever they are (`kg.relate.evidence`). A model ranks what they say beside what it makes of the words itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from spacy.tokens import Doc

from kg.lexicon.coding import coding
from kg.lexicon.triggers import Triggers
from kg.lexicon.vectors import vectors
from kg.relate.evidence import Pair, pair_of
from kg.relate.features import readings, scores, words
from kg.relate.ranker import ranker


class By(Enum):
    """What ranks the relations of a pair."""

    RULES = "rules alone"
    MODEL = "model alone"
    BOTH = "together"


def relate_docs(
    pairs: Iterable[tuple[Doc, str, str]], triggers: Triggers, by: By = By.BOTH
) -> Iterator[list[tuple[str, float]]]:
    """Yield for each parsed (doc, source words, target words) its relations, best first."""
    for doc, source, target in pairs:
        yield rank(doc, source, target, triggers, by)


def rank(doc: Doc, source: str, target: str, triggers: Triggers, by: By = By.BOTH) -> list[tuple[str, float]]:
    """Return (relation code, score) pairs, best first; scores sum to 1.

    The model knows the 16 relations; the stances towards claims (DENY, CONFIRM) rest on the rules. By rules alone the
    list is empty if nothing speaks.
    """
    pair = pair_of(doc, source, target, triggers, coding())
    found = {By.RULES: _by_rules, By.MODEL: _by_model, By.BOTH: _by_both}[by](pair)
    return sorted(found.items(), key=lambda rs: (-rs[1], rs[0]))


def _by_rules(pair: Pair) -> Mapping[str, float]:
    return scores(pair.evidence)


def _by_model(pair: Pair) -> Mapping[str, float]:
    return ranker().scores(words(pair, vectors()))


def _by_both(pair: Pair) -> Mapping[str, float]:
    learned = ranker().scores(words(pair, vectors()) | readings(pair))
    stances = {r: s for r, s in scores(pair.evidence).items() if r not in learned}
    rest = 1 - sum(stances.values())
    return stances | {r: rest * s for r, s in learned.items()}
