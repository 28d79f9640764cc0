"""Whose word a clause is by a phrase beside it: "*according to* X", "*as X puts it*", "*if X is to be believed*".

Its vocabulary stands in ``seeds/triggers/classes.tsv``: opinions, wordings, what is trusted, told or quoted.
"""

from __future__ import annotations

from kg.lexicon.marks import DASHES
from kg.lexicon.triggers import Triggers
from kg.relate.grammar import Grammar
from kg.relate.tree import VERBAL

OPENING = DASHES | {"("}


class Attributions:
    """The phrases of one Tree that say whose word the clause beside them is."""

    def __init__(self, grammar: Grammar, triggers: Triggers) -> None:
        self.grammar = grammar
        self.tree = grammar.tree
        self.speech = triggers.speech
        self.classes = triggers.classes

    def heads(self, k: int) -> tuple[int, ...]:
        """Return the heads of who speaks by the phrase or clause ``k``; nothing if it attributes nothing."""
        if self.tree.words[k].lower() in self.grammar.words.according or self._is_view(k):
            return self._phrases(k)
        if self.tree.dep[k] == "advcl":
            return self._trusted(k) or self._quoted(k) or self._put(k) or self._gauged(k)
        if self.tree.dep[k] == "prep":
            inner = [
                j for j in self.tree.children(k, "prep") if self.tree.words[j].lower() in self.grammar.words.according
            ]
            return self._phrases(inner[0]) if inner else self._said(k)  # "*as per* X"
        return self._way(k)

    def aside(self, root: int) -> int | None:
        """Return *version* of "Mali attacked Niger (*Niger's version*)", anywhere behind the verb of a sentence."""
        tree = self.tree
        last = tree.edges(root)[1]
        for n in range(root + 1, last + 1):
            if tree.lemma[n] not in self._in("opinion") or tree.child(n, "poss") is None:
                continue
            if tree.words[tree.edges(n)[0] - 1] in OPENING:
                return n
        return None

    def tells_it(self, v: int) -> bool:
        """True for "X *puts* it", "X *tells* it", "the story *goes*": words that only say how something is told."""
        tree = self.tree
        it = any(tree.words[k].lower() == "it" for k in tree.children(v, "dobj"))
        if it and tree.lemma[v] in self._in("tell_it"):
            return True
        return tree.lemma[v] == "go" and any(tree.lemma[k] in self._in("tale") for k in tree.children(v, "nsubj"))

    def _in(self, name: str) -> frozenset[str]:
        return self.classes.get(name, frozenset())

    def _phrases(self, k: int) -> tuple[int, ...]:
        tree = self.tree
        phrases = [p for to in tree.children(k, "prep") for p in tree.children(to, "pobj")]
        phrases += tree.children(k, "pobj")
        return tuple(c for p in phrases for c in tree.with_conjuncts(p))

    def _is_view(self, k: int) -> bool:
        """ "*in the view of* X", "*in the words of* X", "*in X's version*"; but "in other words" is nobody's."""
        tree = self.tree
        if tree.dep[k] != "prep":
            return False
        things = tree.children(k, "pobj")
        seen = (p for p in things if any(tree.lemma[m] in self._in("plain") for m in tree.children(p, "amod")))
        if any(tree.lemma[p] in self._in("opinion") for p in things):
            return next(seen, None) is None  # "in *full* view of the world"
        owned = (p for p in things if tree.words[k].lower() == "in" and tree.lemma[p] in self._in("wording"))
        return any(
            tree.child(p, "poss") is not None or any(tree.words[j].lower() == "of" for j in tree.children(p, "prep"))
            for p in owned
        )

    def _trusted(self, k: int) -> tuple[int, ...]:
        """ "*if X is to be believed*", "*if X is right*", "*if we believe* X", "*if X's word counts*", "*if true*"."""
        tree = self.tree
        if not any(tree.words[m].lower() == "if" for m in tree.children(k, "mark")):
            return ()
        if self.tree.lemma[k] in self.grammar.words.occurrence and all(
            tree.words[s].lower() in self.grammar.words.pointing for s in tree.children(k, "nsubj")
        ):
            return (k,)  # "if it happened"
        trusted = self._in("trusted")
        subjects = tree.children(k, "nsubj", "nsubjpass")
        inner = [k, *tree.children(k, "xcomp", "acomp")]
        if not subjects and tree.child(k, "dobj", "xcomp", "ccomp") is None:
            return (k,) if tree.lemma[k] in trusted | self._in("verified") else ()
        if any(tree.lemma[i] in trusted and (tree.pos[i] == "ADJ" or self.grammar.is_passive(i)) for i in inner):
            return self.grammar.surface(k)
        if tree.lemma[k] in trusted and all(tree.pos[s] == "PRON" for s in subjects):
            return self.grammar.objects(k)
        word = any(tree.lemma[s] in self._in("wording") or tree.lemma[s] in self.speech for s in subjects)
        return tuple(subjects) if word and tree.lemma[k] in self._in("holding") else ()

    def _quoted(self, k: int) -> tuple[int, ...]:
        """ "*to hear X tell it*", "*to quote* X"."""
        tree = self.tree
        if not self.grammar.is_infinitive(k) or tree.lemma[k] not in self._in("quoting"):
            return ()
        told = (s for c in tree.children(k, "ccomp") for s in tree.children(c, "nsubj"))
        return tuple(c for h in (*told, *tree.children(k, "dobj")) for c in tree.with_conjuncts(h))

    def _put(self, k: int) -> tuple[int, ...]:
        """ "*as X puts it*", "*as the story goes*"."""
        marks = self.tree.children(k, "mark", "advmod")
        told = self.tells_it(k) and any(self.tree.words[m].lower() == "as" for m in marks)
        return self.grammar.surface(k) if told else ()

    def _gauged(self, k: int) -> tuple[int, ...]:
        """ "*going by what X says*", "*judging by X's statements*"."""
        tree = self.tree
        if tree.tag[k] != "VBG" or tree.lemma[k] not in self._in("gauging"):
            return ()
        return tuple(
            h
            for p in tree.children(k, "prep")
            for h in (*self._said(p), *(o for o in tree.children(p, "pobj") if tree.lemma[o] in self.speech))
        )

    def _said(self, k: int) -> tuple[int, ...]:
        """ "*from what X says*"."""
        tree = self.tree
        told = (p for p in tree.children(k, "pcomp") if tree.pos[p] in VERBAL and self.grammar.unit(p) in self.speech)
        whats = (p for p in told if any(tree.words[d].lower() == "what" for d in tree.kids[p]))
        return tuple(s for p in whats for s in self.grammar.surface(p))

    def _way(self, k: int) -> tuple[int, ...]:
        """ "*the way X tells it*"."""
        tree = self.tree
        if tree.dep[k] != "npadvmod" or tree.lemma[k] != "way":
            return ()
        return tuple(s for v in tree.children(k, "relcl") if self.tells_it(v) for s in self.grammar.surface(v))
