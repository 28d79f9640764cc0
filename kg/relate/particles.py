"""Particles that the parser takes for prepositions or adverbs: "sealed *off* the city", "turned the inspectors *away*".

Only the lexicon knows that *seal off* is one verb. What follows the particle is then its object.
"""

from __future__ import annotations

from kg.lexicon.function_words import function_words
from kg.lexicon.triggers import Triggers
from kg.relate.tree import VERBAL, Tree

LOOSE = frozenset({"prep", "advmod"})


def with_particles(tree: Tree, triggers: Triggers) -> Tree:
    """Return the tree with the particles of the lexicon's verbs labelled as such."""
    found = [k for k, dep in enumerate(tree.dep) if dep in LOOSE and _is_particle(tree, k, triggers)]
    nouns = {n: tree.head[k] for k in found for n in tree.children(k, "pobj")}
    phrases = {p: tree.head[k] for k in found for p in tree.children(k, "prep", "pcomp")}
    labels = dict.fromkeys(found, "prt") | dict.fromkeys(nouns, "dobj")
    return tree.with_heads(nouns | phrases, labels) if found else tree


def _is_particle(tree: Tree, k: int, triggers: Triggers) -> bool:
    """True for *off* of "sealed off the city" and *back* of "gave the ring back", where the lexicon has such a verb."""
    verb, word = tree.head[k], tree.words[k].lower()
    if word not in function_words().particles or k < verb or tree.pos[verb] not in VERBAL:
        return False
    if tree.child(verb, "prt") is not None or not triggers.of("v", f"{tree.lemma[verb]}_{word}"):
        return False
    if any(tree.words[p].lower() == "of" for p in tree.children(k, "prep")):
        return False  # "forced him *out of* the country": a preposition of two words
    given = tree.child(verb, "dobj")
    if tree.child(k, "pobj") is not None:
        return given is None and k == verb + 1
    return k == verb + 1 or (given is not None and k == tree.edges(given)[1] + 1)
