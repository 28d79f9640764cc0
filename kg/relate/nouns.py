"""Eventive nouns: whose event it is, by genitive, modifier, support verb or claim, and what else hangs on it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from kg.relate.phrases import Phrases
from kg.relate.predicate import Predicate, frozen
from kg.relate.tree import NOMINAL, VERBAL


class Nouns(Phrases):
    """The nouns of one Tree as predicates."""

    def noun(self, n: int, lemma: str, supports: Mapping[int, str]) -> Predicate:
        """Return the predicate of an eventive noun.

        ``supports`` gives the support verbs that govern the noun, with their effect.
        """
        tree = self.tree
        args: dict[str, list[int]] = defaultdict(list)
        for k in tree.children(n, "poss") or self._shared_genitive(n):
            args["poss"] += tree.with_conjuncts(k)
        for k in tree.children(n, "amod", "compound", "nmod"):
            args["mod"] += self._modifiers(k)
        self.prepositions(n, args)
        for k in tree.children(n, "acl", "relcl", "ccomp"):
            self._noun_clause(k, args)
        support = next(iter(supports), None)
        if support is not None:
            self._support(n, support, args)
        args["clause"] += self._clause_subject(n)
        if tree.dep[n] == "pobj":
            args["case"].append(tree.head[n])
            args["bears"] += self._bearer(n)
        if tree.dep[n] == "pobj" and tree.words[tree.head[n]].lower() in self.words.heeding:
            args["heeded"] += args.get("clause", [])  # "meeting *at the request of* Japan, the Council ..."
        args["by"] += [h for h in self.claimants(n) if h not in args["by"]]
        self._predicated(n, args)
        return Predicate(n, "n", lemma, frozen(args), support=support)

    def _bearer(self, n: int) -> tuple[int, ...]:
        """Return who stands under it: "*under pressure*, *Chad* agreed", "*Chad*, *under pressure*, agreed"."""
        tree = self.tree
        governor = tree.head[tree.head[n]]
        if tree.words[tree.head[n]].lower() != "under":
            return ()
        return self.surface(governor) if tree.pos[governor] in VERBAL else (governor,)

    def claimants(self, n: int) -> tuple[int, ...]:
        """Return who has claimed the act of a noun: "the attack, *for which ISIS has claimed responsibility*"."""
        tree = self.tree
        for k in self._claims[bisect_right(self._claims, n) :]:
            if tree.root(k) != tree.root(n):
                return ()
            if tree.dep[k] == "acl":
                return self.by(k) if tree.head[k] == n else ()
            thing = tree.child(k, "dobj")
            if thing is not None and tree.lemma[thing] == "responsibility":
                return self.surface(k)
        return ()

    @cached_property
    def _claims(self) -> list[int]:
        """The clauses that say of something that somebody claims it, in text order."""
        tree = self.tree
        return [k for k, dep in enumerate(tree.dep) if dep in ("relcl", "acl") and tree.lemma[k] == "claim"]

    def _predicated(self, n: int, args: dict[str, list[int]]) -> None:
        """The phrases of an intransitive verb belong to the event that is its subject: "clashes broke out *with*"."""
        tree = self.tree
        v = tree.head[n]
        if tree.dep[n] != "nsubj" or tree.pos[v] not in VERBAL or tree.child(v, "dobj", "ccomp", "xcomp") is not None:
            return
        own: dict[str, list[int]] = defaultdict(list)
        self.prepositions(v, own)
        for label, heads in own.items():
            args[label] += heads

    def _shared_genitive(self, n: int) -> list[int]:
        """Return *Russia* for the second noun of "Russia's invasion and annexation"."""
        tree = self.tree
        if tree.dep[n] != "conj" or tree.child(n, "det") is not None:
            return []
        return tree.children(tree.head[n], "poss")

    def _clause_subject(self, n: int) -> tuple[int, ...]:
        """Return who acts in the clause that an event accompanies: "*Macron* said after talks with Scholz"."""
        tree = self.tree
        if tree.dep[n] == "pobj" and tree.words[tree.head[n]].lower() == "of":
            whole = tree.head[tree.head[n]]
            n = whole if tree.lemma[whole] in self.words.spans else n  # "after *hours of* talks"
        governor = tree.head[tree.head[n]]
        if tree.dep[n] != "pobj" or tree.words[tree.head[n]].lower() not in self.words.accompanying:
            return ()
        if tree.pos[governor] in VERBAL:
            return self.subjects(governor)
        if tree.words[tree.head[n]].lower() == "on" and tree.pos[governor] == "PROPN":
            return (governor,)  # "*Duda*, on a visit to Zagreb, said"
        within = tree.words[tree.head[n]].lower() == "in"  # "the performance *of Iraqi forces* in the fight"
        return self.owners(governor) or self._of(governor) if within else ()

    def _of(self, noun: int) -> tuple[int, ...]:
        return tuple(self.tree.objects_of(noun, ("of",)))

    def is_practised(self, noun: int) -> bool:
        """True for "an exercise *of its rights*", "an exercise *in cynicism*": no drill.

        A thing without article, number or name is what one practises; what bears one is where the drill is held.
        """
        tree = self.tree
        things = tree.objects_of(noun, ("in",))
        bare = any(tree.tag[p] == "NN" and tree.child(p, "det", "poss", "compound") is None for p in things)
        return bare or bool(self._of(noun))

    def _modifiers(self, k: int) -> list[int]:
        """Return a modifier's own heads: "Chinese and American", "Saudi-led", "Russia-Ukraine"."""
        tree = self.tree
        if not self.words.attached.isdisjoint((tree.lemma[k], tree.words[k].lower())):
            return tree.children(k, "npadvmod", "amod", "compound", "nmod", "advmod") or [k]
        found = [k, *(c for c in tree.children(k, "conj"))]
        return found + [c for m in found for c in tree.children(m, "nmod", "compound", "npadvmod")]

    def _noun_clause(self, k: int, args: dict[str, list[int]]) -> None:
        tree = self.tree
        mark = tree.child(k, "mark")
        if self.is_infinitive(k):
            args["inf"].append(k)
        elif tree.dep[k] == "ccomp" or (mark is not None and tree.words[mark].lower() == "that"):
            args["that"].append(k)
            if tree.tag[k] == "VB" and tree.child(k, "aux") is None:
                args["sub"].append(k)  # "its insistence that Mali *leave*"
        elif tree.tag[k] == "VBG":
            args["ing"].append(k)

    def _support(self, n: int, verb: int, args: dict[str, list[int]]) -> None:
        """Give the noun its support verb's subject and prepositional phrases."""
        own: dict[str, list[int]] = defaultdict(list)
        self.prepositions(verb, own)
        for label, heads in own.items():
            if label != "by" or not self.is_passive(verb):  # who arranges it is not who acts
                args[label] += [h for h in heads if h != n and h not in args[label]]
        subjects = self.subjects(verb)
        if self.is_passive(verb) and self.tree.dep[n] == "dobj":
            args["to"] += self.surface(verb)  # "*Turkey* was dealt a rebuke"
        args["light"] += [s for s in subjects if s != n]
        if not args["light"] and not self.is_passive(verb):
            args["light"] += [s for s in self.surface(verb) if s != n]
        for k in self.tree.children(verb, "dative"):
            if self.tree.pos[k] in NOMINAL:
                args["to"] += self.tree.with_conjuncts(k)
