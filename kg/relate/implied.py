"""Whom an act is aimed at when its own words do not say so: whom the same subject acts on in the same breath.

"Georgia summoned *the Ukrainian envoy* and complained.": verbs in coordination share more than their subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.relate.draft import Draft
from kg.relate.tree import VERBAL, Tree

# Acts that are aimed at somebody by their nature: where nobody is named, somebody is meant.
AIMED = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SANCTION", "AGREE", "SUPPORT", "CONCEDE"})


def share_targets(drafts: Mapping[int, Draft], tree: Tree) -> None:
    """Give verbs without a target that of a verb coordinated with them, if the same actors do both."""
    for draft in drafts.values():
        if draft.relation not in AIMED or draft.targets or draft.mutual_sources() or tree.pos[draft.i] not in VERBAL:
            continue
        for other in _beside(draft.i, tree):
            near = drafts.get(other)
            if near is not None and near.targets and near.sources == draft.sources:
                draft.targets = near.targets
                draft.rule += "+implied"
                break


def _beside(v: int, tree: Tree) -> Iterator[int]:
    """Yield the verbs that share the subject of ``v``: coordinated with it, or its participles and its main verb."""
    head = tree.head[v]
    if _is_purpose(v, tree):
        return
    if tree.dep[v] in ("conj", "advcl") and tree.child(v, "mark") is None and head != v:
        yield head
        yield from (k for k in tree.children(head, "conj", "advcl") if k != v)
    yield from (k for k in tree.children(v, "conj", "advcl") if tree.child(k, "mark") is None)


def _is_purpose(v: int, tree: Tree) -> bool:
    return tree.dep[v] == "advcl" and any(tree.tag[k] == "TO" for k in tree.children(v, "aux"))
