"""Whose word a clause is by a phrase beside it: "*according to* X", "*as X puts it*", "*if X is to be believed*".

Its vocabulary stands in ``seeds/triggers/classes.tsv``: opinions, wordings, what is trusted, told or quoted.
"""

from __future__ import annotations

import itertools

from kg.lexicon.marks import DASHES
from kg.lexicon.triggers import Triggers
from kg.lexicon.vocabulary import relations, spoken
from kg.relate.grammar import Grammar
from kg.relate.memo import remembered
from kg.relate.tree import NOMINAL, VERBAL

OPENING = DASHES | {"("}


class Attributions:
    """The phrases of one Tree that say whose word the clause beside them is."""

    def __init__(self, grammar: Grammar, triggers: Triggers) -> None:
        self.grammar = grammar
        self.tree = grammar.tree
        self.triggers = triggers
        self.speech = triggers.speech
        self.classes = triggers.classes

    @remembered
    def heads(self, k: int) -> tuple[int, ...]:
        """Return the heads of who speaks by the phrase or clause ``k``; nothing if it attributes nothing."""
        if (which := self.to_which(k)) is not None:
            return (which,)
        if self.tree.words[k].lower() in self.grammar.words.according or self._is_view(k):
            return self._phrases(k)
        if self._supposes(k):
            return next((found for c in (*self.tree.children(k, "ccomp"), k) if (found := self._believed(c))), ())
        if self.tree.dep[k] == "advcl":
            return (
                self._concerned(k)
                or self._trusted(k)
                or self._quoted(k)
                or self._put(k)
                or self._gauged(k)
                or self._seen_from(k)
            )
        if self.tree.dep[k] == "prep":
            inner = [
                j for j in self.tree.children(k, "prep") if self.tree.words[j].lower() in self.grammar.words.according
            ]
            return self._phrases(inner[0]) if inner else self._said(k) or self._stood(k)  # "*as per* X"
        return self._way(k) or self._as_far(k)

    def to_which(self, k: int) -> int | None:
        """Return *a report* of "published *a report* according to which Mali attacked": *to* hangs on the verb."""
        tree = self.tree
        opening = tree.words[k - 1].lower() if k > 1 and tree.dep[k] == "prep" else ""
        which = any(tree.words[p].lower() in self.grammar.words.relative for p in tree.children(k, "pobj"))
        if opening not in self.grammar.words.according or not which:
            return None
        last = k - 3 if tree.words[k - 2] == "," else k - 2
        phrase = [last, *itertools.takewhile(lambda j: tree.pos[j] not in VERBAL, tree.ancestors(last))]
        return next((j for j in reversed(phrase) if tree.pos[j] in NOMINAL and j <= last), None)

    def _supposes(self, k: int) -> bool:
        """True for "*assuming* the reports are right", whatever the parser takes *assuming* for."""
        tree = self.tree
        first = tree.edges(k)[0] if tree.dep[k] in ("advcl", "ccomp") else k
        return tree.words[k].lower() in self.grammar.words.conditional or (
            first < k < tree.head[k] and tree.words[first].lower() in self.grammar.words.conditional
        )

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
        tales = self._in("tale") | self._in("opinion") | self._in("inscription")
        return tree.lemma[v] in self._in("running") and any(
            tree.lemma[k] in tales for k in tree.children(v, "nsubj", "compound")
        )

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
        views = {p: {tree.lemma[p], self._whole(p)} for p in things}
        if any(names & self._in("outlook") for names in views.values()):
            seen_so = tree.words[k].lower() in self.grammar.words.viewing
            return seen_so and any(self._is_somebodys(p) for p in things)  # not so "in a second *reading*"
        if any(names & self._in("opinion") for names in views.values()):
            return next(seen, None) is None  # "in *full* view of the world"
        names = {"in", "to"} if k < tree.head[k] else {"in"}  # "*to X's mind*, ..."
        owned = (p for p in things if tree.words[k].lower() in names and tree.lemma[p] in self._in("wording"))
        return any(
            tree.child(p, "poss") is not None or any(tree.words[j].lower() == "of" for j in tree.children(p, "prep"))
            for p in owned
        )

    def _is_somebodys(self, noun: int) -> bool:
        """True for "*Belgrade's* reading", "the *Serbian* perspective", "the standpoint *of Belgrade*"."""
        tree = self.tree
        of = self._of(noun)
        if self._whole(noun) in self._in("outlook"):  # "point of view *of Belgrade*"
            of = tuple(p for n in of for p in self._of(n))
        adjectives = tree.children(noun, "amod", "compound", "nmod")
        new = any(tree.words[k].lower() in self.grammar.words.indefinite for k in tree.children(noun, "det"))
        named = tree.child(noun, "poss") is not None or any(tree.words[k][0].isupper() for k in adjectives)
        return named or bool(of and not new)  # "in *a* reading of the bill" the bill is read

    def _of(self, noun: int) -> tuple[int, ...]:
        return tuple(self.tree.objects_of(noun, ("of",)))

    def _whole(self, noun: int) -> str:
        """Return a noun with what it is of: "*point of view*"."""
        tree = self.tree
        return next((f"{tree.words[noun].lower()}_of_{tree.lemma[p]}" for p in self._of(noun)), "")

    def _seen_from(self, k: int) -> tuple[int, ...]:
        """ "*seen from X*", "*seen through the lens of X*"."""
        tree = self.tree
        if tree.tag[k] != "VBN" or tree.lemma[k] not in self._in("naming"):
            return ()
        return tuple(tree.objects_of(k, self.grammar.words.seen_from))

    def _stood(self, k: int) -> tuple[int, ...]:
        """ "*from where X stands*"."""
        tree = self.tree
        places = (v for v in tree.children(k, "pcomp") if tree.lemma[v] in self._in("standing"))
        where = (v for v in places if any(tree.words[j].lower() == "where" for j in tree.kids[v]))
        return tuple(s for v in where for s in self.grammar.surface(v))

    def _concerned(self, k: int) -> tuple[int, ...]:
        """ "*where X is concerned*"."""
        tree = self.tree
        where = any(tree.words[j].lower() == "where" for j in tree.children(k, "advmod"))
        return self.grammar.surface(k) if where and tree.lemma[k] in self._in("concerning") else ()

    def for_whom(self, v: int) -> tuple[int, ...]:
        """Return *Belgrade* of "*For Belgrade*, Mali attacked Niger": it stands in front, and a comma ends it.

        Not so where the act may be for somebody: "For Mali, Russia bought shells".
        """
        tree = self.tree
        subject = tree.child(v, "nsubj", "nsubjpass")
        units = [u for u in self.triggers.of("v", self.grammar.unit(v)) if u.relation in relations().keys() - spoken()]
        if subject is None or not units:
            return ()
        taken = {label for u in units for label in u.pattern.target}
        if "iobj" in taken:
            return ()
        sides = (
            k
            for k in tree.children(v, "prep")
            if tree.words[k].lower() in self.grammar.words.siding - taken
            and k < subject
            and tree.words[tree.edges(k)[1] + 1] == ","
        )
        return tuple(c for k in sides for p in tree.children(k, "pobj") for c in tree.with_conjuncts(p))

    def _as_far(self, k: int) -> tuple[int, ...]:
        """ "*as far as X is concerned*", "*as far as X knows*"; "as far as one can see" is nobody's word."""
        tree = self.tree
        if tree.words[k].lower() != "far":
            return ()
        clauses = (c for c in tree.children(k, "advcl") if tree.lemma[c] in self._in("concerning"))
        heads = next((self.grammar.surface(c) for c in clauses), ())
        return tuple(h for h in heads if tree.words[h].lower() != "one")

    def _trusted(self, k: int) -> tuple[int, ...]:
        """ "*if X is to be believed*", "*if X is right*", "*if we believe* X", "*if X's word counts*", "*if true*"."""
        tree = self.tree
        conditions = (m for m in tree.children(k, "mark") if tree.words[m].lower() == "if")
        return self._believed(k) if next(conditions, None) is not None else ()

    def _believed(self, k: int) -> tuple[int, ...]:
        """The condition itself: "assuming *the reports are right*", "provided that *it is true*"."""
        tree = self.tree
        if tree.lemma[k] in self.grammar.words.occurrence and all(
            tree.words[s].lower() in self.grammar.words.pointing for s in tree.children(k, "nsubj")
        ):
            return (k,)  # "if it happened"
        trusted = self._in("trusted")
        subjects = tree.children(k, "nsubj", "nsubjpass")
        inner = [k, *tree.children(k, "xcomp", "acomp", "oprd")]
        told = [s for s in subjects if tree.lemma[s] in self._in("wording") | self._in("tale") | self.speech.keys()]
        if not subjects and tree.child(k, "dobj", "xcomp", "ccomp") is None:
            return (k,) if tree.lemma[k] in trusted | self._in("verified") else ()
        if any(tree.lemma[i] in trusted and (tree.pos[i] == "ADJ" or self.grammar.is_passive(i)) for i in inner):
            return self.grammar.surface(k)
        if any(f"{tree.lemma[k]}_{tree.lemma[o]}" in trusted for o in tree.children(k, "dobj")):
            return self.grammar.surface(k)  # "if X *tells the truth*"
        if tree.lemma[k] in trusted | self._in("consulted") and all(
            tree.pos[s] == "PRON" or tree.words[s].lower() == "one" for s in subjects
        ):
            return self.grammar.objects(k) or tuple(tree.objects_of(k, ("to",)))
        if any(tree.lemma[i] in self._in("verified") and tree.pos[i] == "ADJ" for i in inner):
            return tuple(subjects)
        return tuple(told) if tree.lemma[k] in self._in("holding") or self._is_to_go_by(k) else ()

    def _is_to_go_by(self, be: int) -> bool:
        """True for "if the reports *are anything to go by*"."""
        tree = self.tree
        anything = (a for a in tree.children(be, "attr") if tree.words[a].lower() == "anything")
        return any(tree.lemma[v] in self._in("gauging") for a in anything for v in tree.children(a, "relcl"))

    def _quoted(self, k: int) -> tuple[int, ...]:
        """ "*to hear X tell it*", "*to quote* X", "*to listen to X*"."""
        tree = self.tree
        if not self.grammar.is_infinitive(k) or tree.lemma[k] not in self._in("quoting") | self._in("consulted"):
            return ()
        told = [s for c in tree.children(k, "ccomp") for s in tree.children(c, "nsubj")]
        told += [p for to in tree.children(k, "prep") for p in tree.children(to, "pobj")]
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
