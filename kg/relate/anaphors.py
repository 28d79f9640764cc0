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
        self.unreal = triggers.classes["unreal"]
        self.improbable = triggers.classes["improbable"]
        self.verified = triggers.classes["verified"]

    def is_nobody(self, subject: int) -> bool:
        """True for "*nobody*", "*no one*", "*neither* state"."""
        return self.tree.words[subject].lower() in self.words.nobody or self.has_no(subject)

    def points_back(self, subject: int) -> bool:
        """True for "*this*", "*none of this*", "*any of it*", "*the claim*": what was just told."""
        tree = self.tree
        word = tree.words[subject].lower()
        if word in self.words.nobody | self.words.indefinite:
            inner = tree.objects_of(subject, self.words.whole)
            return any(tree.words[p].lower() in self.words.pointing | self.words.sorts for p in inner)
        if word in self.words.pointing:
            return True
        return self.is_bare(subject, self.words.definite) and tree.lemma[subject] in self.told

    def is_bare(self, noun: int, determiners: frozenset[str]) -> bool:
        """True for a noun with nothing beside it but one of these: "*the* claim", "*such* claims"."""
        beside = [self.tree.words[k].lower() for k in self.tree.kids[noun] if self.tree.pos[k] != "PUNCT"]
        return len(beside) == 1 and beside[0] in determiners

    def is_unreal(self, k: int) -> bool:
        """True for *false*, "a *false alarm*", *unlikely*; not so "unlikely *to last*", "*had been* unlikely"."""
        if self.names(k).isdisjoint(self.unreal):
            return False
        return self.tree.lemma[k] not in self.improbable or not (self._is_of_what_follows(k) or self.was_before(k))

    def names(self, noun: int) -> set[str]:
        """Return *alarm* and *false_alarm* of "a false alarm", as the word classes spell them."""
        tree = self.tree
        whole = (f"{tree.lemma[k]}_{tree.lemma[noun]}" for k in tree.children(noun, "amod", "compound"))
        return {tree.lemma[noun], *whole}

    def _is_of_what_follows(self, adjective: int) -> bool:
        """True for "unlikely *to last*", "doubtful *of peace*"; not so "*to be true*", "*to have happened*"."""
        tree = self.tree
        beside = (adjective, tree.head[adjective]) if tree.dep[adjective] == "acomp" else (adjective,)
        clauses = (k for a in beside for k in tree.children(a, "xcomp", "advcl", "ccomp") if k > adjective)
        doubted = tree.objects_of(adjective, self.words.speaking_of)
        return bool(doubted) or any(self.grammar.is_infinitive(k) and not self.is_true(k) for k in clauses)

    def is_true(self, v: int) -> bool:
        """True for "*it happened*", "*is true*", "*did so*", "*to have* happened"."""
        tree = self.tree
        if tree.child(v, "neg") is not None:
            return False
        perfect = self.grammar.is_infinitive(v) and any(tree.lemma[k] == "have" for k in tree.children(v, "aux"))
        verified = any(tree.lemma[k] in self.verified for k in (v, *tree.children(v, "acomp", "attr", "advmod")))
        return perfect or verified or self.has_occurred(v) or self._stands_in(v)

    def _stands_in(self, v: int) -> bool:
        """True for "it *did*", "it *had*": bare, for what was told."""
        tree = self.tree
        bare = all(
            tree.dep[k] in ("nsubj", "neg", "advmod", "punct", "aux", "mark") or tree.phrase(k) in self.words.really
            for k in tree.kids[v]
        )
        return bare and tree.lemma[v] in self.words.standing_in and not self.is_new(v)  # not "had not done so *before*"

    def was_before(self, k: int) -> bool:
        """True for what was so before it happened: "this *had* seemed unlikely", "*once* unthinkable"."""
        tree = self.tree
        whole = (k, tree.head[k]) if tree.dep[k] in ("acomp", "attr", "oprd") else (k,)
        beside = [tree.words[j].lower() for w in whole for j in tree.children(w, "aux", "advmod", "prep")]
        return not (self.words.anterior | self.words.formerly).isdisjoint(beside)

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
        subject = tree.child(root, "nsubj")
        points = subject is not None and tree.words[subject].lower() in self.words.pointing
        return points and self._stands_in(root) and tree.child(root, "neg") is not None

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
        """True for "it never happened *before*", "*before the war*"."""
        return any(self.tree.words[k].lower() in self.words.distant for k in self.tree.children(v, "advmod", "prep"))
