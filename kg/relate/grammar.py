"""Grammar with no word of politics in it: what are the arguments of this verb, noun or adjective?

Each layer is one noun: `Clauses` (form), `Roles` (who does it to whom), `Phrases`, `Nouns`, and here the whole. The
lexicon then sees only labelled arguments; the labels are explained in ``seeds/triggers/README.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.relate.nouns import Nouns
from kg.relate.predicate import Predicate, frozen
from kg.relate.roles import CLAUSAL
from kg.relate.tree import NOMINAL, VERBAL


class Grammar(Nouns):
    """The predicates of one Tree."""

    def verb(self, v: int) -> Predicate:
        """Return the predicate of a verb."""
        args: dict[str, list[int]] = defaultdict(list)
        args["subj"] += self.subjects(v)
        args["obj"] += self.objects(v)
        self.prepositions(v, args)
        self._fronted(v, args)
        tree = self.tree
        for k in tree.children(v, "dative"):
            if tree.pos[k] in NOMINAL:
                args["iobj"] += tree.with_conjuncts(k)
        gives = tree.lemma[v] in self.words.giving
        if gives and (given := self._given(v)):
            args["iobj"] += [noun for noun in args["obj"] if noun not in given]
            args["obj"] = given
        if tree.lemma[v] in self.namers and not gives and args["iobj"] and args["obj"]:  # "branded *him* a traitor"
            args["as"], args["obj"], args["iobj"] = args["obj"], args["iobj"], []
        args["adv"] += tree.children(v, "advmod", "intj")
        self._clauses(v, args)
        if self.is_passive(v) and (given := tree.children(v, "dobj")):  # "Mali was offered *a loan*"
            args["iobj"] += args["obj"]
            args["obj"] = [c for g in given for c in tree.with_conjuncts(g)]
        for noun in args["obj"]:
            if noun > v or self.is_passive(v):  # "*aid to Serbia* was suspended"
                self.nested_prepositions(noun, args)
        args["as"] += self._complements(v, args["obj"])
        return Predicate(v, "v", self.unit(v), frozen(args), self.is_passive(v))

    def _given(self, v: int) -> list[int]:
        """Return what is given, misread: "gave him *two days*" as a time, "gave Mali *a loan*" as an apposition."""
        tree = self.tree
        if tree.child(v, "dative") is not None and tree.child(v, "dobj") is None:
            return [k for k in tree.children(v, "npadvmod") if tree.child(k, "nummod", "det") is not None]
        return [k for noun in tree.children(v, "dobj") for k in tree.children(noun, "appos") if self._adjoins(noun, k)]

    def _clauses(self, v: int, args: dict[str, list[int]]) -> None:
        tree = self.tree
        objects = tree.children(v, "dobj")
        about = any(tree.words[k].lower() in self.words.pointing for k in objects)
        if tree.lemma[v] in self.words.demanding:  # "Mali seized a ship; Chad demanded *its release*": of Mali
            about = about or any(tree.tag[p] == "PRP$" for k in objects for p in tree.children(k, "poss"))
        for k in tree.children(v, *CLAUSAL, "parataxis", "csubjpass"):
            if about or not self.follows(v, k):  # "Mali bombed Chad; it denied *this*", not "denied *that it fled*"
                self.clause(v, k, args)
        for k in tree.children(v, "advcl"):
            possessor = self.possessor(k)
            if possessor is not None and tree.dep[possessor] == "pobj":
                args[tree.words[tree.head[possessor]].lower()].append(k)
            if self.is_complement(k) or self.is_gerund_object(k):
                self.clause(v, k, args)
            else:
                self._swallowed(k, args)
            if any(tree.words[m].lower() in self.words.causal for m in tree.children(k, "mark", "advmod")):
                args["when"].append(k)  # "protested *as* Iran enriched uranium"

    def _swallowed(self, k: int, args: dict[str, list[int]]) -> None:
        """Give a verb the phrase that is read as the subject of a purpose: "met *with Lee* to coordinate"."""
        tree = self.tree
        mark, subject = tree.child(k, "mark"), tree.child(k, "nsubj")
        if mark is None or subject is None or not self.is_infinitive(k):
            return
        if (name := tree.words[mark].lower()) in self.words.swallowed:
            args[name] += tree.with_conjuncts(subject)

    def _complements(self, v: int, objects: Iterable[int]) -> list[int]:
        """Return what the object is called or made: "called it *a lie*", "set her *free*", "held him *responsible*"."""
        tree = self.tree
        found = tree.children(v, "oprd", "attr", "acomp")
        found += [k for k in tree.children(v, "advcl") if tree.pos[k] == "ADJ" and k > v]
        if tree.lemma[v] in self.namers:  # "called Mali's president *a puppet*", read as an apposition
            found += [k for noun in objects if noun > v for k in tree.children(noun, "appos") if self._adjoins(noun, k)]
        return found + [k for noun in objects if noun > v for k in tree.children(noun, "amod") if k > noun]

    def _adjoins(self, noun: int, other: int) -> bool:
        """True for a noun phrase with an article that no comma parts from the one before it."""
        first = self.tree.edges(other)[0]
        return self.tree.words[first].lower() in self.words.articles and first == noun + 1

    def _fronted(self, v: int, args: dict[str, list[int]]) -> None:
        """The phrase that a cleft puts in front is the verb's: "it was *with Cuba* that Panama negotiated"."""
        tree = self.tree
        be = tree.head[v]
        if tree.dep[v] == "ccomp" and tree.lemma[be] == "be" and self.opens_with_that(v):
            subject = tree.child(be, "nsubj")
            if subject is not None and tree.words[subject].lower() == "it":
                self.prepositions(be, args)

    def with_phrases_of(self, predicate: Predicate, heads: Iterable[int]) -> Predicate:
        """Return the predicate with the prepositional phrases of some of its arguments as its own."""
        args: dict[str, list[int]] = defaultdict(list)
        for label, own in predicate.args.items():
            args[label] += own
        for h in heads:
            self.prepositions(h, args)
        return replace(predicate, args=frozen(args))

    def adjective(self, a: int) -> Predicate:
        """Return the predicate of an adjective: "Israel is *critical* of", "a minister critical of"."""
        tree = self.tree
        args: dict[str, list[int]] = defaultdict(list)
        head = tree.head[a]
        if tree.dep[a] in ("acomp", "oprd", "conj") and tree.pos[head] in VERBAL | {"ADJ"}:
            args["subj"] += self.surface(head)
        elif tree.dep[a] == "advcl" and tree.pos[head] in VERBAL:
            args["subj"] += self.surface(head)  # "*Grateful* to Kenya, Haiti ..."
        elif tree.dep[a] in ("amod", "acl") and tree.pos[head] in NOMINAL:
            args["subj"] += [head, *self.equated(head)]
        self.prepositions(a, args)
        for k in tree.children(a, *CLAUSAL):
            self.clause(a, k, args)
        if tree.dep[a] == "acomp" and tree.lemma[head] == "be":
            args["held"] += tree.children(head, "ccomp", "csubj")  # "it is *untrue* that ..."
        return Predicate(a, "a", tree.lemma[a], frozen(args))
