"""The phrases that stand by a word: its prepositions with what hangs on them, and its clauses, by label."""

from __future__ import annotations

from collections import defaultdict

from kg.relate.clauses import is_subjunctive
from kg.relate.roles import Roles
from kg.relate.tree import NOMINAL

PREPOSITIONAL = ("prep", "agent", "dative")
Arguments = defaultdict[str, list[int]]


class Phrases(Roles):
    """The arguments of the words of one Tree that are neither subject nor object."""

    def prepositions(self, h: int, args: dict[str, list[int]]) -> None:
        tree = self.tree
        for k in tree.children(h, *PREPOSITIONAL):
            if tree.pos[k] in NOMINAL and tree.dep[k] == "dative":
                continue
            name = tree.words[k].lower()
            inner = tree.child(k, "prep")
            if tree.child(k, "pobj", "pcomp") is None and inner is not None:
                name, k = f"{name}_{tree.words[inner].lower()}", inner
            for p in tree.children(k, "pobj"):
                args[name] += tree.with_conjuncts(p)
            args["by"] += self.by_hands(k)
            if name == "as":  # "described the raid as *provocative*"
                args[name] += [c for p in tree.children(k, "amod", "acomp") for c in tree.with_conjuncts(p)]
            for p in tree.children(k, "pcomp"):
                if named := self.named(p, h):  # "protested against *what it called a raid*"
                    args[name] += named
                    continue
                args["ing"].append(p)
                args[f"{name}_ing"].append(p)
            for c in tree.children(k, "conj"):  # "with China and with Russia"
                for p in tree.children(c, "pobj"):
                    args[name] += tree.with_conjuncts(p)

    def nested_prepositions(self, noun: int, args: dict[str, list[int]], depth: int = 0) -> None:
        """Add the phrases inside an object, which the parser may hang deeper than they belong.

        "provide millions in aid *to Syria*": *to* is read as the aid's.
        """
        tree = self.tree
        inner: dict[str, list[int]] = defaultdict(list)
        self.prepositions(noun, inner)
        for k in tree.children(noun, "relcl", "acl"):
            own = [o for o in tree.children(k, "dobj") if tree.words[o].lower() not in self.words.relative]
            if self.is_infinitive(k) or (tree.lemma[k] in self.supports and not own):
                own_phrases: dict[str, list[int]] = defaultdict(list)
                self.prepositions(k, own_phrases)  # "had nothing *to do with* it", "lifted sanctions *put on* Mali"
                own_phrases.pop("by", None)  # but who put them there did only that
                for label, heads in own_phrases.items():
                    inner[label] += heads
        for label, heads in inner.items():
            args[label] += heads
        if depth < 2:
            for k in tree.children(noun, "prep"):
                for p in tree.children(k, "pobj"):
                    self.nested_prepositions(p, args, depth + 1)

    def clause(self, v: int, k: int, args: dict[str, list[int]]) -> None:
        tree = self.tree
        subject = tree.child(k, "nsubj")
        if self.is_infinitive(k):
            mark = tree.child(k, "mark")
            if subject is not None and mark is not None and tree.words[mark].lower() == "for":
                args["for"] += tree.with_conjuncts(subject)
            args["inf"].append(k)
        elif tree.tag[k] == "VBG" and tree.child(k, "aux") is None:
            args["ing"].append(k)
        elif (tree.dep[k] == "xcomp" and tree.tag[k] == "VB") or self.is_helped(k):
            args["inf"].append(k)
        elif k != v:
            args["that"].append(k)
            if is_subjunctive(tree, k):
                args["sub"].append(k)  # "insisted that Mali *leave*"
            if self.is_question(k):
                args["wh"].append(k)
