"""Relations of a given pair: for a caller who already knows the two actors.

The grammar and the lexicon are those of whole articles; only the linking differs: the two phrases
given are the actors, whatever they are. Readings that join the two rank first, then readings of
which one of them is a part, then triggers that merely stand near.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.lexicon.triggers import SILENT, Triggers, Unit
from kg.model import Actor, Mention
from kg.relate.cast import Cast
from kg.relate.claims import join
from kg.relate.draft import Draft
from kg.relate.features import features, path_between
from kg.relate.grammar import Grammar
from kg.relate.ranker import Ranker
from kg.relate.readings import drafts_of
from kg.relate.scope import Scope
from kg.relate.tree import VERBAL, Tree

SOURCE, TARGET = "source", "target"
# How much a reading says about the pair, by which of the two it has in which role.
INNER = 0.4  # what is promised, refused or asked for ranks after the promise
BOTH, REVERSED, HALF, PATH, NEAR = 8.0, 3.0, 2.0, 1.0, 0.25


@dataclass(frozen=True, slots=True)
class Pins:
    """The two given phrases as the only actors of a sentence."""

    mentioned: Mapping[int, tuple[Mention, ...]]

    def at(self, i: int) -> tuple[Mention, ...]:
        """Return the given actor whose phrase covers or is headed by token ``i``."""
        return self.mentioned.get(i, ())

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Return the given actors."""
        return tuple(dict.fromkeys(m for found in self.mentioned.values() for m in found))

    def speaker(self, i: int) -> tuple[Mention, ...]:  # noqa: ARG002 - the protocol asks for it
        """Return nobody: quotations have no part in the relation of a given pair."""
        return ()


def relate_docs(
    pairs: Iterable[tuple[Doc, str, str]], triggers: Triggers, model: Ranker | None
) -> Iterator[list[tuple[str, float]]]:
    """Yield for each parsed (doc, source words, target words) its relations, best first; no ``model``: rules alone."""
    for doc, source, target in pairs:
        yield rank(doc, source, target, triggers, model)


def rank(doc: Doc, source: str, target: str, triggers: Triggers, model: Ranker | None) -> list[tuple[str, float]]:
    """Return (relation code, score) pairs, best first; scores sum to 1.

    Rules and model together where the model knows the relations; the stances towards claims (DENY, CONFIRM) rest on
    the rules, and without a model everything does. Empty if nothing speaks.
    """
    pair = _pair(doc, source, target, triggers)
    scores = pair.rules
    if model is not None:
        learned = model.scores(features(pair.grammar, pair.first, pair.second, pair.rules))
        stances = {r: s for r, s in pair.rules.items() if r not in learned}
        rest = 1 - sum(stances.values())
        scores = stances | {r: rest * s for r, s in learned.items()}
    return sorted(scores.items(), key=lambda rs: (-rs[1], rs[0]))


def pair_features(doc: Doc, source: str, target: str, triggers: Triggers) -> dict[str, float]:
    """Return what the ranker sees of a pair (for training)."""
    pair = _pair(doc, source, target, triggers)
    return features(pair.grammar, pair.first, pair.second, pair.rules)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two phrases of a sentence (tokens, the head last) and what the rules say of them: relation -> score, sum 1."""

    grammar: Grammar
    first: list[int]
    second: list[int]
    rules: dict[str, float]


def _pair(doc: Doc, source: str, target: str, triggers: Triggers) -> Pair:
    tree = Tree.of_doc(doc)
    grammar = Grammar(tree, triggers.light, triggers.controllers, triggers.helpers)
    first, second = _phrase(doc, source), _phrase(doc, target)
    pins = Pins(_pin(tree, first, SOURCE, doc) | _pin(tree, second, TARGET, doc))
    cast = Cast(grammar, pins, triggers)
    scores: dict[str, float] = defaultdict(float)
    drafts = {d.i: d for d in drafts_of(tree, grammar, cast, Scope(grammar, triggers), triggers)}
    join(drafts, tree)
    inner = {c.i for d in drafts.values() for c in d.contents}
    for draft in drafts.values():
        scores[draft.relation] += _weight(draft) * (INNER if draft.i in inner else 1)
    for relation, weight in _bare(tree, first, second, triggers):
        scores[relation] += weight
    total = sum(scores.values())
    return Pair(grammar, first, second, {r: s / total for r, s in scores.items()})


def _weight(draft: Draft) -> float:
    sources = {m.actor.id for m in draft.sources if m.actor}
    targets = {m.actor.id for m in draft.targets if m.actor}
    if SOURCE in sources and (TARGET in targets or (draft.mutual and TARGET in sources)):
        return BOTH
    if TARGET in sources and SOURCE in targets:
        return BOTH if draft.mutual else REVERSED
    return HALF if SOURCE in sources else PATH


def _bare(tree: Tree, first: Sequence[int], second: Sequence[int], triggers: Triggers) -> Iterator[tuple[str, float]]:
    """Yield the relations of trigger words whatever their arguments: on the path, or anywhere."""
    path = frozenset(path_between(tree, first[-1], second[-1])) if first and second else frozenset()
    inside = frozenset(first) | frozenset(second)
    for i, pos in enumerate(tree.pos):
        kind = "v" if pos in VERBAL else "n" if pos in ("NOUN", "PROPN") else "a"
        units: tuple[Unit, ...] = triggers.of(kind, tree.lemma[i])
        relations = dict.fromkeys(u.relation for u in units if u.relation != SILENT)
        for relation in relations:
            weight = PATH if i in path else NEAR
            yield relation, weight / len(relations) / (2 if i in inside else 1)


def _phrase(doc: Doc, words: str) -> list[int]:
    """Return the tokens of the phrase, its head last; empty if the text has it not."""
    start = doc.text.find(words.strip())
    if start < 0:
        return []
    span = doc.char_span(start, start + len(words.strip()), alignment_mode="expand")
    if span is None:
        return []
    return [t.i for t in span if t.i != span.root.i] + [span.root.i]


def _pin(tree: Tree, phrase: Sequence[int], role: str, doc: Doc) -> dict[int, tuple[Mention, ...]]:
    if not phrase:
        return {}
    actor = Actor(role, role, "given", role.upper())
    token = doc[phrase[-1]]
    mention = Mention(token.idx, token.idx + len(token), token.text, actor, "given")
    heads = [i for i in phrase if i == phrase[-1] or tree.dep[i] == "conj"]
    return dict.fromkeys(heads, (mention,))
