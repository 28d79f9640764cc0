"""A sentence that takes back the one before it: "Not so.", "A lie.", "There was no bombing.", "Or did it?"."""

from __future__ import annotations

from kg.lexicon.traits import traits
from kg.lexicon.triggers import Triggers
from kg.relate.anaphors import Anaphors
from kg.relate.asides import Asides
from kg.relate.grammar import Grammar
from kg.relate.tree import VERBAL


class Retractions:
    """Which sentences of one Tree take back what was told before, or say that what follows is only told."""

    def __init__(self, grammar: Grammar, triggers: Triggers, asides: Asides, anaphors: Anaphors) -> None:
        self.grammar = grammar
        self.triggers = triggers
        self.asides = asides
        self.anaphors = anaphors
        self.tree = grammar.tree
        self.words = grammar.words
        self.verified = triggers.classes["verified"]

    def announces(self, root: int) -> bool:
        """True for "*The allegation?*": what follows is no more than that."""
        tree = self.tree
        alone = tree.pos[root] == "NOUN" and not tree.children(root, "nsubj", "prep", "relcl")
        return (
            alone
            and tree.lemma[root] in self.triggers.classes["unsure"]
            and any(tree.words[k] == "?" for k in tree.kids[root])
        )

    def takes_back(self, before: int, root: int) -> bool:
        """True for "*Not so.*", "*A lie.*", "*Or did it?*", "*There was no bombing.*", "*She was never expelled.*"."""
        disclaimed = self.asides.disclaims(root) or self._disclaims(root) or self._doubts(root)
        undone = self._undoes(before, root) or self.denies_doing(before, root)
        return disclaimed or self._misses(before, root) or undone

    def _disclaims(self, root: int) -> bool:
        """True for a fragment: "*Not quite.*", "*A myth*, it turns out.", "*Except that it did not.*"."""
        tree = self.tree
        first, last = tree.edges(root)
        inside = range(first, last + 1)
        if tree.words[root].lower() in self.words.according and tree.child(root, "neg") is not None:
            return True  # "*Not according to Kyiv.*"
        end = next((k for k in inside if tree.pos[k] == "PUNCT"), last + 1)
        whole = "_".join(tree.words[k].lower() for k in inside if tree.pos[k] not in ("PUNCT", "SPACE"))
        if whole in self.words.doubting:
            return True  # "*Really?*"
        if "_".join(tree.words[k].lower() for k in range(first, end)) in self.words.disclaiming:
            return True
        if self._is_not_to_be_believed(root):
            return True
        if tree.pos[root] not in VERBAL:
            if any(tree.lemma[p] in self.triggers.classes["fiction"] for p in tree.children(root, "pobj")):
                return tree.words[root].lower() in self.words.depicting  # "At least *in the film*."
            clause = tree.child(root, "pcomp")
            return self._calls_false(root) if clause is None else self.anaphors.never_was(clause)
        it = any(tree.words[k].lower() in self.words.pointing for k in tree.children(root, "nsubj"))
        beside = (k for k in tree.children(root, "advmod", "dep", "acomp", "attr", "npadvmod", "oprd") if k < root)
        return it and self.grammar.unit(root) in self.words.seeming and any(self._calls_false(k) for k in beside)

    def _is_not_to_be_believed(self, v: int) -> bool:
        """True for "*Do not believe it*", "*Nobody believes a word of it*"; not so "Kyiv cannot believe it"."""
        tree = self.tree
        if tree.lemma[v] not in self.triggers.classes["trusted"] or tree.pos[v] not in VERBAL:
            return False
        subject = tree.child(v, "nsubj")
        unasked = tree.tag[v] == "VB" and subject is None and tree.child(v, "neg") is not None
        nobody = subject is not None and self.anaphors.is_nobody(subject)
        things = tree.children(v, "dobj")
        things += [p for k in things for p in tree.objects_of(k, self.words.whole)]
        return (unasked or nobody) and any(self.anaphors.points_back(k) for k in things)

    def _calls_false(self, k: int) -> bool:
        denied = self.tree.child(k, "neg") is not None
        return self.tree.lemma[k] in self.verified if denied else self.anaphors.is_unreal(k)

    def _doubts(self, root: int) -> bool:
        """True for "*Or did it?*"."""
        tree = self.tree
        bare = all(tree.dep[k] in ("cc", "punct", "neg", "nsubj", "dobj") and not tree.kids[k] for k in tree.kids[root])
        asked = any(tree.words[k] == "?" for k in tree.kids[root])
        return bare and asked and tree.lemma[root] in self.words.standing_in

    def _misses(self, before: int, root: int) -> bool:
        """True for "There was *no bombing*", "*No invasion* took place", after a sentence that tells just that."""
        tree = self.tree
        if tree.child(root, "prep", "npadvmod", "advcl") is not None:
            return False  # "no bombing *on Sunday*"
        support = tree.lemma[root] == "be" or self.anaphors.occurs(root)
        for n in tree.children(root, "attr", "nsubj", "nsubjpass"):
            bare = all(tree.dep[k] in ("det", "punct", "advmod") or tree.lemma[k] == "such" for k in tree.kids[n])
            light = self.triggers.light_effect(self.grammar.unit(root), tree.lemma[n]) is not None
            if bare and self.anaphors.has_no(n) and (support or light):
                return bool(self._relations("n", tree.lemma[n]) & self._told(before))
        return False

    def denies_doing(self, before: int, root: int) -> bool:
        """True for "Mali *denied bombing Chad*" after "Mali bombed Chad"; not so "denied bombing *civilians*"."""
        tree = self.tree
        units = self.triggers.of("v", self.grammar.unit(root))
        if self.grammar.is_denied(root) or all(u.tests or u.relation not in traits().denying for u in units):
            return False
        same = {tree.lemma[k] for k in tree.children(before, "dobj", "nsubjpass")}
        gerunds = ((n, k) for n in tree.children(root, "dobj") for k in tree.children(n, "compound"))
        clauses = ((n, k) for k in tree.children(root, "xcomp") for n in tree.children(k, "dobj"))
        return any(
            tree.lemma[n] in same
            and self._relations("v" if tree.pos[k] in VERBAL else "n", tree.lemma[k]) & self._told(before)
            for n, k in (*gerunds, *clauses)
        )

    def _told(self, root: int) -> frozenset[str]:
        first, last = self.tree.edges(root)
        inside = range(first, last + 1)
        units = (
            ("v", self.grammar.unit(k)) if self.tree.pos[k] in VERBAL else ("n", self.tree.lemma[k]) for k in inside
        )
        return frozenset(relation for kind, unit in units for relation in self._relations(kind, unit))

    def _relations(self, kind: str, unit: str) -> frozenset[str]:
        return frozenset(u.relation for u in self.triggers.of(kind, unit) if u.relation)

    def _undoes(self, before: int, root: int) -> bool:
        """True for "She was *never expelled*": the verb of the sentence before, denied of the same."""
        tree = self.tree
        sides = tree.children(root, "nsubj", "nsubjpass", "dobj")
        same = {tree.lemma[k] for k in tree.children(before, "nsubj", "nsubjpass", "dobj")}
        return (
            tree.lemma[root] == tree.lemma[before]
            and tree.child(root, "neg") is not None
            and tree.child(root, "prep", "npadvmod", "advcl", "xcomp", "ccomp") is None
            and all(tree.pos[k] == "PRON" or tree.lemma[k] in same for k in sides)
        )
