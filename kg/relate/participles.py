"""Participles that the parser takes for what somebody in their sentence does.

"The PKK, *designated* a terrorist group by Turkey, freed two men" designates nobody: it is designated, and freed them.
"Chad fired on *retreating* soldiers" tells of no retreat of Chad.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

from kg.lexicon.function_words import function_words
from kg.relate.clauses import FINITE
from kg.relate.tree import VERBAL, Tree

KEPT = ("dobj", "oprd", "attr")  # what a passive keeps: "designated *a group*", "granted *a loan*"
CLAUSES = frozenset({"ccomp", "advcl", "prep"})  # what such a participle is taken for, if not the main verb
PARTICIPLES = frozenset({"VBN", "VBD"})


@dataclass(frozen=True, slots=True)
class Misread:
    """A participle behind its noun, who does it, and the verb of which the noun is the subject."""

    noun: int
    participle: int
    by: int
    verb: int


def with_participles(tree: Tree) -> Tree:
    """Return the tree with such participles below their noun, and the noun with its own verb."""
    found = [m for v, tag in enumerate(tree.tag) if tag in PARTICIPLES and (m := _misread(tree, v)) is not None]
    for misread in found:
        tree = _mended(tree, misread)
    return tree


def with_attributes(tree: Tree, people: Container[str]) -> Tree:
    """Return the tree with participles before nouns of ``people`` as what these are, if read as what is done to them.

    "Fired on *retreating* soldiers", "offered help to *returning* refugees"; not so "agreed to returning prisoners".
    """
    found = {v: n for v, dep in enumerate(tree.dep) if dep == "pcomp" and (n := _moving(tree, v, people)) is not None}
    if not found:
        return tree
    heads = {k: n for v, n in found.items() for k in tree.kids[v]} | found
    heads |= {n: tree.head[v] for v, n in found.items()}
    labels = dict.fromkeys(found, "amod") | dict.fromkeys(found.values(), "pobj")
    tags = ["JJ" if i in found else tag for i, tag in enumerate(tree.tag)]
    kinds = ["ADJ" if i in found else pos for i, pos in enumerate(tree.pos)]
    return replace(tree.with_heads(heads, labels), tag=tags, pos=kinds)


def _moving(tree: Tree, v: int, people: Container[str]) -> int | None:
    """Return the noun of those who move: a bare plural behind a preposition that leads to somebody."""
    words = function_words()
    to = tree.head[v]
    verb = tree.head[to]
    noun = tree.child(v, "dobj")
    if noun is None or tree.tag[noun] != "NNS" or tree.lemma[noun] not in people or tree.edges(noun)[0] != v + 1:
        return None
    if tree.child(noun, "det", "poss") is not None or tree.words[to].lower() not in words.addressing | words.aiming:
        return None
    given = tree.lemma[verb] in words.giving and tree.child(verb, "dobj") is not None
    return noun if tree.lemma[v] in words.moving or (given and tree.lemma[v] in words.moved) else None


def _misread(tree: Tree, v: int) -> Misread | None:
    if tree.pos[v] not in VERBAL or tree.child(v, "aux", "auxpass") is not None or tree.child(v, *KEPT) is None:
        return None
    subjects = tree.children(v, "nsubj", "nsubjpass")
    if len(subjects) != 1 or not _is_set_off(tree, subjects[0], v):
        return None
    phrases = [k for h in (v, *tree.children(v, *KEPT)) for k in tree.children(h, "prep", "agent") if k > v]
    by = next((k for k in phrases if tree.words[k].lower() == "by" and _names(tree, k)), None)
    verb = _verb(tree, v, by) if by is not None else None
    return Misread(subjects[0], v, by, verb) if by is not None and verb is not None else None


def _is_set_off(tree: Tree, noun: int, v: int) -> bool:
    """True where a comma and nothing but adverbs part the noun from the verb."""
    own = range(tree.edges(noun)[0], tree.edges(noun)[1] + 1)
    between = [k for k in range(noun + 1, v) if tree.words[k] == "," or k not in own]
    return bool(between) and tree.words[between[0]] == "," and all(tree.pos[k] == "ADV" for k in between[1:])


def _names(tree: Tree, by: int) -> bool:
    return any(tree.pos[p] == "PROPN" for p in tree.children(by, "pobj"))


def _verb(tree: Tree, v: int, by: int) -> int | None:
    """Return the verb behind the *by* phrase and a comma that has no subject and no *and* before it."""
    above = [tree.head[v]] if tree.dep[v] in CLAUSES else []
    joined = [] if any(k > by for k in tree.children(v, "cc")) else tree.children(v, "conj")
    behind = (w for w in (*joined, *above) if w > by and tree.pos[w] in VERBAL)
    return next((w for w in behind if _is_bare(tree, w) and _follows_comma(tree, w)), None)


def _is_bare(tree: Tree, w: int) -> bool:
    finite = any(tree.tag[k] in FINITE or tree.tag[k] == "MD" for k in (w, *tree.children(w, "aux", "auxpass")))
    return finite and tree.child(w, "nsubj", "nsubjpass") is None


def _follows_comma(tree: Tree, w: int) -> bool:
    first = min((w, *tree.children(w, "aux", "auxpass", "neg", "advmod")))
    return tree.words[first - 1] == ","


def _mended(tree: Tree, found: Misread) -> Tree:
    v, verb = found.participle, found.verb
    passive = tree.child(verb, "auxpass") is not None
    heads = {k: verb for k in tree.kids[v] if k > verb or k < found.noun}
    heads |= {found.noun: verb, v: found.noun, found.by: v}
    labels = {found.noun: "nsubjpass" if passive else "nsubj", v: "acl", found.by: "agent"}
    if tree.head[verb] == v:
        heads[verb] = verb if tree.head[v] == v else tree.head[v]
        labels[verb] = tree.dep[v]
    tags = [*tree.tag[:v], "VBN", *tree.tag[v + 1 :]]
    return replace(tree.with_heads(heads, labels), tag=tags)
