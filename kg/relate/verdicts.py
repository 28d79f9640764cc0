"""A sentence that judges or disowns the one before it: "This is false.", "None of it happened.", "So says Kyiv."

What the sentence before tells is then no fact, however plainly it tells it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.lexicon.triggers import Triggers
from kg.relate.grammar import Grammar
from kg.relate.tree import VERBAL


class Verdicts:
    """Which sentences of one Tree are judged by the next, and by which word of it."""

    def __init__(self, grammar: Grammar, triggers: Triggers) -> None:
        self.grammar = grammar
        self.tree = grammar.tree
        self.words = grammar.words
        self.speech = triggers.speech
        self.unreal = triggers.classes.get("unreal", frozenset())
        self.verified = triggers.classes.get("verified", frozenset())
        self.opinions = triggers.classes.get("opinion", frozenset())
        self._by_root = dict(self._judged())

    def on(self, root: int) -> tuple[int, ...]:
        """Return the heads of whose word the sentence with this root is, by the sentence that follows it."""
        return self._by_root.get(root, ())

    def within(self, clause: int) -> tuple[int, ...]:
        """Return the same of a clause by a judgement in its own sentence: "... - at least *that is what Kyiv says*"."""
        tree = self.tree
        head = tree.head[clause]
        if tree.dep[clause] == "ccomp" and clause < head:
            return self._verdict(head)
        later = (k for k in tree.children(clause, "advcl", "conj", "parataxis") if k > clause)
        return next((heads for k in later if (heads := self._verdict(k))), ())

    def _judged(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        tree = self.tree
        roots = [i for i, head in enumerate(tree.head) if head == i and tree.pos[i] not in ("SPACE", "PUNCT")]
        for before, root in pairwise(roots):
            if self._is_new_paragraph(before, root):
                continue
            if heads := self._verdict(root) or self._disowned(root):
                yield before, heads

    def _is_new_paragraph(self, before: int, root: int) -> bool:
        return any("\n\n" in self.tree.words[i] for i in range(before, root))

    def _disowned(self, root: int) -> tuple[int, ...]:
        """ "*Or so the Kremlin says.*", "*So says Kyiv.*"."""
        tree = self.tree
        so = any(tree.words[k].lower() == "so" for k in tree.children(root, "advmod"))
        bare = tree.child(root, "dobj", "ccomp", "xcomp") is None
        return self.grammar.surface(root) if so and bare and tree.lemma[root] in self.speech else ()

    def _verdict(self, root: int) -> tuple[int, ...]:
        tree = self.tree
        subject = tree.child(root, "nsubj", "nsubjpass")
        if tree.pos[root] not in VERBAL or subject is None or not self._points_back(subject):
            return ()
        said = tree.children(root, "acomp", "attr", "oprd")
        if any(tree.lemma[k] in self.unreal for k in said):
            return () if self._is_negated(root, subject) else (root,)
        if any(tree.lemma[k] in self.verified for k in (*said, root)):
            return (root,) if self._is_negated(root, subject) else ()
        new = any(tree.words[k].lower() in self.words.distant for k in tree.children(root, "advmod"))
        if self._occurs(root) and self._is_negated(root, subject) and not new:
            return (root,)
        if owners := [o for k in said if tree.lemma[k] in self.opinions for o in tree.children(k, "poss")]:
            return tuple(owners)
        clauses = tree.children(root, "ccomp")
        told = (c for c in clauses if any(tree.tag[k] in ("WP", "WRB") for k in tree.children(c, "dobj", "advmod")))
        return tuple(s for c in told if tree.lemma[c] in self.speech for s in self.grammar.surface(c))

    def _points_back(self, subject: int) -> bool:
        """True for "*this*", "*none of this*", "*nothing of the sort*", "*the claim*": what was just told."""
        tree = self.tree
        word = tree.words[subject].lower()
        inner = [p for k in tree.children(subject, "prep") for p in tree.children(k, "pobj")]
        if word in self.words.nobody:
            return any(tree.words[p].lower() in self.words.pointing | self.words.sorts for p in inner)
        if word in self.words.pointing:
            return True
        beside = [k for k in tree.kids[subject] if tree.pos[k] != "PUNCT"]
        bare = [tree.words[k].lower() for k in beside] in (["the"], ["this"], ["that"])
        return bare and tree.lemma[subject] in self.speech

    def _is_negated(self, root: int, subject: int) -> bool:
        none = self.tree.words[subject].lower() in self.words.nobody
        return none or self.tree.child(root, "neg") is not None

    def _occurs(self, root: int) -> bool:
        tree = self.tree
        things = (f"{tree.lemma[root]}_{tree.lemma[k]}" for k in tree.children(root, "dobj"))
        return tree.lemma[root] in self.words.occurrence or any(thing in self.words.occurrence for thing in things)
