"""What the pair ranker sees of a sentence with two given phrases: words, places in the parse, rule scores.

Feature names are text, so that weights can be read: ``path`` lemmas between the two in the parse, ``src`` and ``tgt``
what governs each phrase and how, ``mid`` the words between them, ``word`` all others, ``rule`` what the lexicon says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kg.relate.grammar import Grammar
from kg.relate.tree import VERBAL, Tree

CONTENT = frozenset({"VERB", "NOUN", "ADJ", "ADV", "PROPN", "ADP", "PART", "AUX"})
WORDY = frozenset({"VERB", "NOUN", "ADJ", "ADV"})


def features(
    grammar: Grammar, first: Sequence[int], second: Sequence[int], rules: Mapping[str, float]
) -> dict[str, float]:
    """Return feature -> value for the pair of phrases (token indices, the head last)."""
    tree = grammar.tree
    found: dict[str, float] = {}
    for name in _names(grammar, first, second):
        found[name] = 1.0
    for i, (relation, score) in enumerate(sorted(rules.items(), key=lambda rs: (-rs[1], rs[0]))):
        found[f"rule:{relation}"] = score
        if i == 0:
            found[f"best:{relation}"] = 1.0
            found[f"sure:{relation}"] = float(score > 0.6)
    words = [k for k in range(len(tree.words)) if tree.pos[k] in WORDY and k not in {*first, *second}]
    for k in words:
        found.setdefault(f"word:{_form(tree, grammar, k)}", 0.5)
    return found


def _names(grammar: Grammar, first: Sequence[int], second: Sequence[int]) -> Iterator[str]:
    tree = grammar.tree
    if not first or not second:
        return
    a, b = first[-1], second[-1]
    yield from (f"s-kind:{tree.lemma[a]}", f"t-kind:{tree.lemma[b]}")
    path = path_between(tree, a, b)
    for k in path:
        if k not in (a, b) and tree.pos[k] in CONTENT:
            yield f"path:{_form(tree, grammar, k)}"
    yield "shape:" + ">".join(tree.dep[k] for k in path[:6])
    yield from _governors(grammar, a, "src")
    yield from _governors(grammar, b, "tgt")
    low, high = (max(first), min(second)) if a < b else (max(second), min(first))
    between = [k for k in range(low + 1, high) if tree.pos[k] in CONTENT]
    forms = [_form(tree, grammar, k) for k in between[:14]]
    yield from (f"mid:{form}" for form in forms)
    yield from (f"mid2:{x}_{y}" for x, y in pairwise(forms))
    yield f"order:{'source' if a < b else 'target'}-first"


def _governors(grammar: Grammar, i: int, side: str) -> Iterator[str]:
    """Yield the words above a phrase, up to its clause's verb, each with the way it governs."""
    tree, label = grammar.tree, grammar.tree.dep[i]
    for up in list(tree.ancestors(i))[:5]:
        if tree.pos[up] == "ADP":
            label = tree.words[up].lower()
            continue
        yield f"{side}:{_form(tree, grammar, up)}:{label}"
        yield f"{side}-any:{_form(tree, grammar, up)}"
        if tree.pos[up] in VERBAL:
            yield from (f"{side}-obj:{_form(tree, grammar, o)}" for o in grammar.objects(up)[:2])
            yield from (f"{side}-verb2:{_form(tree, grammar, k)}" for k in tree.children(up, "xcomp", "ccomp", "conj"))
            if tree.child(up, "neg") is not None:
                yield f"{side}-neg:{_form(tree, grammar, up)}"
            return
        label = tree.dep[up]


def _form(tree: Tree, grammar: Grammar, k: int) -> str:
    return grammar.unit(k) if tree.pos[k] == "VERB" else tree.lemma[k]


def path_between(tree: Tree, a: int, b: int) -> list[int]:
    """Return the tokens on the dependency path between two tokens, in order from ``a`` to ``b``."""
    up_a, up_b = [a, *tree.ancestors(a)], [b, *tree.ancestors(b)]
    common = next((t for t in up_a if t in up_b), None)
    if common is None:
        return [*up_a, *reversed(up_b)]
    return up_a[: up_a.index(common) + 1] + list(reversed(up_b[: up_b.index(common)]))
