"""What a participle behind a hyphen tells: "*Iranian-backed* militias", "*French-trained* commandos"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from kg.lexicon.inflections import of_participle
from kg.lexicon.triggers import Triggers, Unit
from kg.model import Mention, Modality
from kg.relate.cast import Cast
from kg.relate.draft import Draft
from kg.relate.frames import read
from kg.relate.predicate import Predicate
from kg.relate.tree import NOMINAL, Tree

BACKED = "backed"  # the rule of `kg.link` for a name before "-backed", "-trained", ...


def backings(mentions: Iterable[Mention], tree: Tree, cast: Cast, triggers: Triggers) -> Iterator[Draft]:
    """Yield what those who are named before the hyphen do to whom the noun stands for."""
    for mention in mentions:
        if mention.rule != BACKED:
            continue
        i = _participle(mention, tree)
        noun = tree.head[i]
        if tree.pos[noun] not in NOMINAL or noun == i:
            continue
        predicate = Predicate(i, "v", tree.lemma[i], {"obj": tuple(tree.with_conjuncts(noun))[:1]}, passive=True)
        reading = read(predicate, _units(tree.words[i], triggers), cast, triggers, given=(mention,))
        if reading is not None and any(m.actor for m in reading.targets):
            unit = reading.unit
            yield Draft(
                i, unit.relation, unit.mode, unit.rule, (mention,), reading.targets, (), (), Modality.ACTUAL,
                idiom=True, unit=unit,
            )  # fmt: skip


def _participle(mention: Mention, tree: Tree) -> int:
    """Return the token of the participle: that of the name itself, or the one behind the hyphen."""
    i = bisect_right(tree.start, mention.end - 1) - 1
    whole = tree.start[i] + len(tree.words[i]) > mention.end
    return i if whole or i + 2 >= len(tree.words) else i + 2


def _units(word: str, triggers: Triggers) -> tuple[Unit, ...]:
    """Return the senses of the verb of a participle: *backed*, *trained*, *armed*, *supplied*, *rigged*."""
    lemmas = of_participle(word.lower().rpartition("-")[2])
    return next((units for lemma in lemmas if (units := triggers.of("v", lemma))), ())
