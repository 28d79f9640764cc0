"""What its own words make of a verb: its auxiliaries, negations, adverbs and conditions, the scene and the question.

What governs it from outside is `kg.relate.scope`'s to say.
"""

from __future__ import annotations

from kg.lexicon.triggers import Triggers
from kg.model import Modality
from kg.relate.grammar import Grammar

ACTUAL, FUTURE = Modality.ACTUAL, Modality.FUTURE
HYPOTHETICAL, NEGATED = Modality.HYPOTHETICAL, Modality.NEGATED
PAST = frozenset({"VBD", "VBN"})
PRESENT = frozenset({"VBZ", "VBP"})
STRENGTH = (ACTUAL, FUTURE, HYPOTHETICAL, NEGATED)


def combine(inner: Modality, outer: Modality) -> Modality:
    """Return the modality of an event seen through a governor: the stronger colouring wins.

    >>> combine(Modality.FUTURE, Modality.ACTUAL).value
    'future'
    >>> combine(Modality.ACTUAL, Modality.NEGATED).value
    'negated'
    """
    return max(inner, outer, key=STRENGTH.index)


def seen_through(effect: str, outer: Modality) -> Modality:
    """Return what an operator with this effect, itself of modality ``outer``, makes of its complement.

    A *factive* operator presupposes the event: who might continue, end or expand an attack attacks already.

    >>> seen_through("factive", Modality.HYPOTHETICAL).value, seen_through("negated", Modality.NEGATED).value
    ('actual', 'actual')
    """
    if effect == "factive" or (effect == "negated" and outer is Modality.NEGATED):
        return Modality.ACTUAL
    return combine(Modality(effect), outer)


class Mood:
    """The moods of the verbs of one Tree."""

    def __init__(self, grammar: Grammar, triggers: Triggers) -> None:
        self.grammar = grammar
        self.tree = grammar.tree
        self.words = grammar.words
        self.triggers = triggers
        self.fiction = triggers.classes.get("fiction", frozenset())

    def own(self, v: int) -> Modality:
        tree = self.tree
        found = ACTUAL
        for k in tree.kids[v]:
            word, dep = tree.words[k].lower(), tree.dep[k]
            if dep == "neg" and tree.words[k - 1].lower() == "or":
                continue  # "whether *or not* Georgia arrests him"
            denies = word in self.words.neither or (dep == "advmod" and word in self.words.negative_adverbs)
            if dep == "neg" or denies or self._no_longer(k):
                return NEGATED
            if dep == "aux" and tree.tag[k] == "MD":
                found = combine(found, self._modal(v, word))
            elif dep in ("nsubj", "nsubjpass", "dobj") and self.no_determiner(k):
                return NEGATED
        if self.has_condition(v) or self._is_fiction(v):
            found = combine(found, HYPOTHETICAL)
        if self._is_scheduled(v):
            found = combine(found, FUTURE)
        if self._is_question(v):
            found = combine(found, HYPOTHETICAL)
        return found

    def _is_scheduled(self, v: int) -> bool:
        """ "Kenya *to send* maize" (a headline), "*tomorrow* the king visits"."""
        tree = self.tree
        if tree.head[v] == v and self.grammar.is_infinitive(v):
            return True
        if tree.tag[v] not in ("VBZ", "VBP", "VBG"):
            return False
        times = tree.children(v, "npadvmod", "advmod")
        return any(
            tree.words[t].lower() == "tomorrow" or any(tree.words[k].lower() == "next" for k in tree.kids[t])
            for t in times
        )

    def _no_longer(self, k: int) -> bool:
        return self.tree.words[k].lower() == "longer" and any(
            self.tree.words[j].lower() == "no" for j in self.tree.kids[k]
        )

    def _modal(self, v: int, word: str) -> Modality:
        if word in self.words.future_modals:
            return HYPOTHETICAL if any(self.has_condition(k) for k in self.tree.children(v, "advcl")) else FUTURE
        if word in self.words.past_future and self._future_in_past(v):
            return FUTURE
        return HYPOTHETICAL if word in self.words.open_modals else ACTUAL

    def _future_in_past(self, v: int) -> bool:
        """*said it would* reports a plan, unless a condition hangs on it."""
        tree = self.tree
        if any(self.has_condition(k) for k in tree.children(v, "advcl")):
            return False
        governor = tree.head[v] if tree.dep[v] == "ccomp" else None
        quoter = tree.child(v, "parataxis", "ccomp")
        if governor is not None:
            return tree.tag[governor] in PAST
        return (quoter is not None and tree.lemma[quoter] in self.triggers.speech) or self._accorded(v)

    def _accorded(self, v: int) -> bool:
        return any(self.tree.words[k].lower() == "according" for k in self.tree.kids[v])

    def _is_fiction(self, v: int) -> bool:
        """True for what happens "*in a war game*", "*in a simulation*", "*in the film*"."""
        tree = self.tree
        fiction = self.triggers.classes.get("fiction", frozenset())
        scenes = [
            p for k in tree.children(v, "prep") if tree.words[k].lower() == "in" for p in tree.children(k, "pobj")
        ]
        compounds = (f"{tree.lemma[c]}_{tree.lemma[p]}" for p in scenes for c in tree.children(p, "compound"))
        return any(word in fiction for word in (*(tree.lemma[p] for p in scenes), *compounds))

    def has_condition(self, v: int) -> bool:
        tree = self.tree
        if any(tree.words[k].lower() in self.words.conditional for k in tree.children(v, "mark")):
            return True
        phrases = (p for k in tree.children(v, "prep") for p in tree.children(k, "pobj"))
        if any(tree.lemma[p] in self.words.contingent for p in phrases):
            return tree.dep[v] == "advcl"  # "*in case* Mali attacks"
        if tree.dep[v] in ("ccomp", "pcomp") and tree.words[tree.head[v]].lower() in self.words.conditional:
            return True  # "*provided* that Mali frees them"
        subject = tree.child(v, "nsubj", "nsubjpass")  # "*Should* Minsk agree", "*Had* it known"
        return (
            tree.dep[v] == "advcl"
            and subject is not None
            and any(
                k < subject and tree.words[k].lower() in self.words.inverted for k in tree.children(v, "aux", "auxpass")
            )
        )

    def _is_question(self, v: int) -> bool:
        tree = self.tree
        subject = tree.child(v, "nsubj", "nsubjpass")
        asked = (k for k in tree.children(v, "aux") if tree.lemma[k] == "do")  # "*Did* Rwanda arm"
        if subject is not None and any(k < subject for k in asked):
            return True
        return tree.head[v] == v and any(tree.words[k] == "?" for k in tree.kids[v])

    def no_determiner(self, noun: int) -> bool:
        determiners = self.tree.children(noun, "det", "preconj")
        return any(self.tree.words[k].lower() in self.words.negative_determiners for k in determiners)
