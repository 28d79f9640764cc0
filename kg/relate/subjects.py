"""Subjects that the parser reads as one more object of the verb before: "Iran bombed Iraq and *Turkey* shelled Syria".

A finite verb that is coordinated shares the subject of the first only if a conjunction or a comma stands before it. If
a noun stands there, it is the subject, and the conjunction joins the clauses.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.relate.clauses import FINITE
from kg.relate.tree import NOMINAL, VERBAL, Tree


def with_subjects(tree: Tree) -> Tree:
    """Return the tree with such nouns as the subjects that they are."""
    moved: dict[int, int] = {}
    deps: dict[int, str] = {}
    for v, dep in enumerate(tree.dep):
        if dep != "conj" or tree.pos[v] not in VERBAL or not _is_finite(tree, v):
            continue
        if tree.child(v, "nsubj", "nsubjpass", "agent", "cc") is not None:
            continue
        noun = next(_before(tree, v), None)
        if noun is not None:
            moved[noun] = v
            deps[noun] = "nsubj" if tree.child(v, "auxpass") is None else "nsubjpass"
            moved[tree.edges(noun)[0] - 1] = tree.head[v]
    return tree.with_heads(moved, deps) if moved else tree


def _is_finite(tree: Tree, v: int) -> bool:
    helpers = (k for k in tree.children(v, "aux", "auxpass") if k < v)
    return tree.tag[next(helpers, v)] in FINITE | {"MD"}


def _before(tree: Tree, v: int) -> Iterator[int]:
    """Yield the nouns that are joined to others and end right before verb ``v``, the longest first."""
    last = tree.edges(v)[0] - 1
    above = [last, *tree.ancestors(last)]
    if tree.head[v] not in above:
        return
    for c in reversed(above[: above.index(tree.head[v])]):
        joint = tree.edges(c)[0] - 1
        if tree.dep[c] != "conj" or tree.pos[c] not in NOMINAL or tree.edges(c)[1] != last:
            continue
        if tree.dep[joint] == "cc" and tree.head[joint] == tree.head[c] > tree.head[v]:
            yield c
