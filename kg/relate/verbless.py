"""Verbs that the parser takes for what stands before a name: "The raid on Chad *angered* Russia", read as a headline.

So the sentence has no verb, and what is done to Chad is done to Russia. No name is between two words for a feeling.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from kg.lexicon.inflections import of_participle, of_third_person
from kg.relate.clauses import FINITE
from kg.relate.tree import VERBAL, Tree


def with_verbs(tree: Tree, feelings: Container[str]) -> Tree:
    """Return the tree with such words as the verbs that they are; ``feelings``: verbs of what an act does to others."""
    for v in range(1, len(tree.words) - 1):
        if tree.pos[v - 1] == tree.pos[v + 1] == "PROPN":
            base = next((b for b in _bases(tree.words[v].lower()) if b in feelings), None)
            tree = _mended(tree, v, base) if base is not None and _is_verbless(tree, v) else tree
    return tree


def _bases(form: str) -> tuple[str, ...]:
    return (form, *of_participle(form), *of_third_person(form))


def _is_verbless(tree: Tree, v: int) -> bool:
    root = tree.root(v)
    first, last = tree.edges(root)
    finite = any(tree.tag[k] in FINITE or tree.tag[k] == "MD" for k in range(first, last + 1) if k != v)
    return tree.pos[root] not in VERBAL and not finite and root < v and _preposition(tree, v) is not None


def _preposition(tree: Tree, v: int) -> int | None:
    """Return the preposition of which both names are read as the object."""
    return next((k for k in tree.ancestors(v) if tree.dep[k] == "prep" and k < v - 1), None)


def _mended(tree: Tree, v: int, base: str) -> Tree:
    before, root, after = v - 1, tree.root(v), v + 1
    while tree.dep[after] == "compound" and tree.pos[tree.head[after]] == "PROPN" and tree.head[after] > after:
        after = tree.head[after]
    heads = {k: before for h in (v, after) for k in tree.kids[h] if k < before}
    heads |= {k: v for k in tree.kids[root] if k > after}
    heads |= {before: _preposition(tree, v) or before, v: v, after: v, root: v}
    labels = {before: "pobj", v: "ROOT", after: "dobj", root: "nsubj"}
    columns = ((tree.tag, "VBD"), (tree.pos, "VERB"), (tree.lemma, base))
    tag, pos, lemma = ([*column[:v], word, *column[v + 1 :]] for column, word in columns)
    return replace(tree.with_heads(heads, labels), tag=tag, pos=pos, lemma=lemma)
