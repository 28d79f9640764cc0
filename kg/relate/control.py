"""Who does what an infinitive or a gerund without a subject of its own says.

Subject control follows the usual split: the object of the matrix verb controls the infinitive
when there is one ("asked Russia to leave"), else its subject ("Russia agreed to leave"); *promise*
is the classical exception (Huddleston & Pullum 2002, ch. 14).
"""

from __future__ import annotations

from collections.abc import Container
from typing import Protocol

from kg.lexicon.function_words import FunctionWords
from kg.relate.tree import VERBAL, Tree


class Verbs(Protocol):
    """What is known of the verbs and nouns of one Tree; `kg.relate.roles.Roles` knows it."""

    tree: Tree
    words: FunctionWords
    controllers: Container[str]

    def is_passive(self, v: int) -> bool:
        """True for "was attacked"."""

    def is_complement(self, v: int) -> bool:
        """True for the infinitive that a verb takes with its object."""

    def possessor(self, k: int) -> int | None:
        """Return whose a gerund is."""

    def surface(self, v: int) -> tuple[int, ...]:
        """Return the grammatical subject of a verb."""

    def objects(self, v: int) -> tuple[int, ...]:
        """Return what it is done to."""

    def owners(self, noun: int) -> tuple[int, ...]:
        """Return whose a noun is."""

    def equated(self, noun: int) -> tuple[int, ...]:
        """Return who is said to be it."""


class Control:
    """The understood subjects of one Tree."""

    def __init__(self, roles: Verbs, helpers: Container[str], dates: Container[int]) -> None:
        """``helpers``: verbs whose object does what stands behind *in* ("*help* Iran in evading").

        ``dates``: the words that say when something is.
        """
        self.roles = roles
        self.tree = roles.tree
        self.words = roles.words
        self.helpers = helpers
        self.dates = dates

    def controller(self, w: int) -> tuple[int, ...]:
        if self.roles.is_passive(w) or self.tree.lemma[w] in self.words.promises:
            return self.roles.surface(w)
        return self.roles.objects(w) or self._called_on(w) or self.roles.surface(w)

    def _called_on(self, w: int) -> tuple[int, ...]:
        """Return *Mali* of "called on Mali *to leave*", "appealed to Mali *to leave*"; nobody of "agreed on Monday"."""
        tree = self.tree
        names = self.words.addressing if tree.lemma[w] in self.roles.controllers else self.words.calling
        called = (p for p in tree.objects_of(w, names) if p not in self.dates)
        return tuple(c for p in called for c in tree.with_conjuncts(p))

    def adverbial_subject(self, v: int, head: int) -> tuple[int, ...]:
        """A participle shares its subject; so does a purpose, but "press Syria *to end*" is often read as one."""
        if (possessor := self.roles.possessor(v)) is not None:
            return (possessor,)
        return self.infinitive_subject(v, head) if self.roles.is_complement(v) else self.roles.surface(head)

    def infinitive_subject(self, v: int, head: int) -> tuple[int, ...]:
        """Whose act a complement is: the controller's, but one protests oneself: "summoned the envoy *to protest*"."""
        tree = self.tree
        summons = tree.lemma[head] in self.words.summoning and tree.lemma[v] in self.words.complaining
        return self.roles.surface(head) if summons and not self.roles.is_passive(head) else self.controller(head)

    def acl_subject(self, v: int, noun: int) -> tuple[int, ...]:
        if self.tree.tag[v] in ("VBG", "VBN"):
            return (noun, *self.roles.equated(noun))
        return self.roles.equated(noun) or self.roles.owners(noun)

    def gerund_subject(self, v: int) -> tuple[int, ...]:
        """Whose act a gerund after a preposition is: "accused Iran of *arming*", "before *leaving*"."""
        tree = self.tree
        prep = tree.head[v]
        governor = tree.head[prep]
        if tree.pos[governor] == "ADV":
            governor = tree.head[governor]  # "stopped *short* of accusing"
        if prep < governor and tree.pos[governor] in VERBAL:
            return self.roles.surface(governor)  # "*Apart from bombing* Iraq, Turkey invaded Syria"
        if tree.pos[governor] == "ADJ":
            return self.roles.surface(governor)  # "remains committed to *working*"
        if tree.pos[governor] not in VERBAL:
            return self._charged(governor) or self.roles.owners(governor) or self._taken_to(governor, prep)
        if tree.words[prep].lower() in self.words.object_control or self._joins_in(governor, prep):
            return self.roles.objects(governor) or self._aimed_at(governor, prep) or self.roles.surface(governor)
        return self.roles.surface(governor)

    def _joins_in(self, v: int, prep: int) -> bool:
        """True for "helped *Iran* in evading": the object of a verb of helping does what stands behind *in*."""
        return self.tree.words[prep].lower() == "in" and self.tree.lemma[v] in self.helpers

    def _charged(self, noun: int) -> tuple[int, ...]:
        """Return both of "accused *Malian troops and their allies* of arming", where the phrase hangs on the last."""
        tree = self.tree
        first = noun
        while tree.dep[first] == "conj":
            first = tree.head[first]
        v = tree.head[first]
        needs = tree.dep[first] == "dobj" and tree.lemma[v] in self.words.object_needed
        return self.roles.objects(v) if needs and first != noun else ()

    def _taken_to(self, noun: int, prep: int) -> tuple[int, ...]:
        """Return *Chad* of "took Chad to task *for arming*": the object, where the phrase belongs to the verb."""
        tree = self.tree
        v = tree.head[tree.head[noun]]
        is_phrase = tree.dep[noun] == "pobj" and tree.pos[v] in VERBAL and tree.child(noun, "det") is None
        return self.roles.objects(v) if is_phrase and tree.words[prep].lower() == "for" else ()

    def _aimed_at(self, v: int, prep: int) -> tuple[int, ...]:
        """Return *Turkey* of "lashed out at Turkey for": an object that a particle verb takes with *at* or *on*."""
        tree = self.tree
        aimed = (p for p in tree.objects_of(v, self.words.aiming) if p < prep)
        return tuple(c for p in aimed for c in tree.with_conjuncts(p))
