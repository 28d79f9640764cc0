"""What takes up what was just told: "*this* is false", "*none of it* happened", "*the claim*", "*it never did*"."""

from __future__ import annotations

from kg.lexicon.triggers import Triggers
from kg.relate.grammar import Grammar


class Anaphors:
    """Which words of one Tree point back to what was told, and what is said of its having happened."""

    def __init__(self, grammar: Grammar, triggers: Triggers) -> None:
        self.grammar = grammar
        self.tree = grammar.tree
        self.words = grammar.words
        self.told = triggers.speech.keys() | triggers.classes["tale"] | triggers.classes["publishing"]

    def is_nobody(self, subject: int) -> bool:
        """True for "*nobody*", "*no one*", "*neither* state"."""
        return self.tree.words[subject].lower() in self.words.nobody or self.has_no(subject)

    def points_back(self, subject: int) -> bool:
        """True for "*this*", "*none of this*", "*any of it*", "*the claim*": what was just told."""
        tree = self.tree
        word = tree.words[subject].lower()
        inner = [p for k in tree.children(subject, "prep") for p in tree.children(k, "pobj")]
        if word in self.words.nobody | self.words.indefinite:
            return any(tree.words[p].lower() in self.words.pointing | self.words.sorts for p in inner)
        if word in self.words.pointing:
            return True
        beside = [k for k in tree.kids[subject] if tree.pos[k] != "PUNCT"]
        bare = [tree.words[k].lower() for k in beside] in (["the"], ["this"], ["that"])
        return bare and tree.lemma[subject] in self.told

    def is_none_of_it(self, k: int) -> bool:
        return self.tree.words[k].lower() in self.words.nobody and self.points_back(k)

    def has_the(self, noun: int) -> bool:
        return any(self.tree.words[k].lower() == "the" for k in self.tree.children(noun, "det"))

    def has_no(self, noun: int) -> bool:
        return any(
            self.tree.words[k].lower() in self.words.negative_determiners for k in self.tree.children(noun, "det")
        )

    def never_was(self, root: int) -> bool:
        """True for "It never did.", "That never was."."""
        tree = self.tree
        bare = all(
            tree.dep[k] in ("nsubj", "neg", "advmod", "punct", "aux", "mark") or tree.phrase(k) in self.words.really
            for k in tree.kids[root]
        )
        subject = tree.child(root, "nsubj")
        points = subject is not None and tree.words[subject].lower() in self.words.pointing
        points = points and not self.is_new(root)  # not "it had not done so *before*"
        return bare and points and tree.lemma[root] in self.words.standing_in and tree.child(root, "neg") is not None

    def occurs(self, root: int) -> bool:
        tree = self.tree
        things = (f"{tree.lemma[root]}_{tree.lemma[k]}" for k in tree.children(root, "dobj"))
        return self.grammar.unit(root) in self.words.occurrence or any(
            thing in self.words.occurrence for thing in things
        )

    def has_occurred(self, v: int) -> bool:
        """True for "it *happened*"; not so "it *will happen*", "it happened *again*", "it came *under attack*"."""
        tree = self.tree
        if any(tree.words[k].lower() not in self.words.accompanying for k in tree.children(v, "prep")):
            return False
        to_come = self.words.future_modals | self.words.past_future
        later = any(tree.words[k].lower() in to_come for k in tree.children(v, "aux"))
        return self.occurs(v) and not later and not self.is_new(v)

    def is_new(self, v: int) -> bool:
        return any(self.tree.words[k].lower() in self.words.distant for k in self.tree.children(v, "advmod"))
