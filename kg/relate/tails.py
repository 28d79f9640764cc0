"""What is set apart behind a clause or an act and takes it back: ", *a hoax*", "*which is false*".

The clause before it is then no fact, however plainly it is told. Sentences of their own are `kg.relate.verdicts`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.lexicon.marks import DASHES, QUOTES
from kg.lexicon.traits import traits
from kg.lexicon.triggers import Triggers
from kg.relate.grammar import Grammar
from kg.relate.memo import remembered
from kg.relate.tree import VERBAL
from kg.relate.verdicts import Verdicts

APART = DASHES | QUOTES | {",", ":", ";", "(", "["}
INNER = frozenset({"amod", "compound", "poss", "nmod"})
HEARSAY = "hearsay"
JOINED = 8  # verbs of one subject


class Tails:
    """The tails of the clauses and nouns of one Tree."""

    def __init__(
        self, grammar: Grammar, triggers: Triggers, verdicts: Verdicts, is_own: Callable[[int, int], bool]
    ) -> None:
        """``is_own`` says of two verbs whether the subject of the first does what the second tells."""
        self.grammar = grammar
        self.is_own = is_own
        self.tree = grammar.tree
        self.words = grammar.words
        self.triggers = triggers
        self.verdicts = verdicts
        self.rumours = triggers.classes["rumour"]
        self.verified = triggers.classes["verified"]

    @remembered
    def behind(self, a: int) -> int | None:
        """Return the same for the verbs that share the subject of ``a``, too: "attacked *and fled, which* is false"."""
        tree = self.tree
        for _ in range(JOINED):
            if (tail := self.on(a)) is not None:
                return tail
            joined = (k for k in tree.children(a, "conj") if tree.pos[k] in VERBAL)
            then = next((k for k in joined if tree.child(k, "nsubj", "nsubjpass") is None), None)
            if then is None:
                return None
            a = then
        return None

    @remembered
    def on(self, a: int) -> int | None:
        """Return the head of the tail that takes back what the verb or noun ``a`` tells, or none."""
        said = (k for v in self.tree.children(a, "parataxis") for k in self.tree.children(v, "ccomp", "relcl"))
        behind = (k for k in said if k > self.tree.head[k])  # "..., Chad says, *which Mali denies*"
        return next((n for n in (*self._apart(a), *behind) if self._takes_back(n) or self._is_refused(n, a)), None)

    def _apart(self, a: int) -> Iterator[int]:
        """Yield the words behind ``a`` that are set apart and no other verb's; not of "called it *'a myth'*"."""
        tree = self.tree
        level = list(tree.kids[a])
        while level:
            n = level.pop(0)
            first = self._first(n)
            apart = {tree.words[first], tree.words[first - 1]} & APART
            inner = tree.dep[n] in INNER or self._is_listed(n)
            called = tree.words[tree.head[n]].lower() == "as" or (tree.dep[n] == "oprd" and apart <= QUOTES)
            if n > a and not inner and apart and not called:
                yield n
            if tree.pos[n] not in VERBAL:
                level += tree.kids[n]

    def _is_listed(self, n: int) -> bool:
        """True for *lies* of "over spying, *lies* and theft"."""
        tree = self.tree
        return tree.dep[n] == "conj" and tree.pos[n] == "NOUN" and tree.child(n, "cc") is not None

    def _first(self, n: int) -> int:
        """Return the first word of the phrase of ``n``: of a noun, what leads up to it; of a clause, all of it."""
        tree = self.tree
        if tree.pos[n] in VERBAL:
            return tree.edges(n)[0]
        first = n
        while first and first <= tree.head[first - 1] <= n and tree.words[first - 1] not in APART:
            first -= 1
        return first

    def _takes_back(self, n: int) -> bool:
        if self.tree.pos[n] in VERBAL:
            return self._is_said_of_it(n) or self._is_denied(n) or self._is_hearsay(n) or self._is_said_not_to_be(n)
        return self._is_called(n) or any(self._is_denied(k) for k in self.tree.children(n, "relcl"))

    def _is_called(self, n: int) -> bool:
        """True for "*a claim* that Mali rejects", ": *false*", "(*not true*)", " - *a myth*"."""
        tree = self.tree
        lemma = tree.lemma[n]
        denied = tree.child(n, "neg") is not None
        if self.verdicts.anaphors.is_unreal(n) or lemma in self.verified:
            return denied is (lemma in self.verified)
        new = any(tree.words[k].lower() in self.words.indefinite for k in tree.children(n, "det"))
        inner = [k for k in tree.children(n, "amod", "compound") if tree.pos[k + 1] == "PROPN"]
        told = {lemma, *(tree.lemma[k] for k in inner)}  # "a charge *Kigali dismisses*", read as one noun
        return new and bool(told & self.rumours) and tree.lemma[tree.head[n]] not in self.rumours

    def _is_said_of_it(self, v: int) -> bool:
        """True for "*which is false*", "*which never happened*": said of what the clause tells."""
        subject = self.tree.child(v, "nsubj", "nsubjpass")
        which = subject is not None and self.tree.words[subject].lower() in self.words.relative
        return self.tree.dep[v] == "relcl" and which and bool(self.verdicts.verdict(v))

    def _is_denied(self, v: int) -> bool:
        """True for "*which Mali denies*", "*though Mali denies it*", "*something that Mali denies*"."""
        tree = self.tree
        plain = next((u for u in self.triggers.of("v", self.grammar.unit(v)) if not u.tests), None)
        if plain is None or plain.relation not in traits().denying or self.grammar.is_denied(v):
            return False
        told = [tree.words[k].lower() for k in tree.children(v, "dobj", "nsubjpass")]
        if tree.dep[v] == "relcl" and not told:
            return tree.words[tree.head[v]].lower() in self.words.anything
        if tree.dep[v] == "relcl":
            return told[0] in self.words.relative
        if tree.dep[v] == "conj" and not any(
            tree.words[k].lower() in self.words.contrary for k in tree.children(tree.head[v], "cc")
        ):
            return False
        return tree.dep[v] in ("advcl", "parataxis", "conj", "ccomp") and any(w in self.words.pointing for w in told)

    def _is_refused(self, n: int, a: int) -> bool:
        """True for "Mali attacked Niger, *something that Mali rejects*": its own act is no wish of others."""
        tree = self.tree
        if tree.words[n].lower() not in self.words.anything or tree.pos[a] not in VERBAL:
            return False
        for v in tree.children(n, "relcl"):
            plain = next((u for u in self.triggers.of("v", tree.lemma[v]) if not u.tests), None)
            if plain is not None and plain.relation in traits().refusing and self.is_own(v, a):
                return not self.grammar.is_denied(v)
        return False

    def _is_said_not_to_be(self, v: int) -> bool:
        """True for "which Mali *says never happened*", "though Mali *says it did nothing of the sort*"."""
        tree = self.tree
        if tree.dep[v] not in ("relcl", "advcl") or tree.lemma[v] not in self.triggers.speech:
            return False
        said = tree.children(v, "ccomp", "xcomp")
        return any(self.verdicts.verdict(k) or self.verdicts.has_not_occurred(k) for k in said)

    def _is_hearsay(self, v: int) -> bool:
        """True for "(*alleged*)"."""
        return not self.tree.children(v, "nsubj", "dobj", "prep") and HEARSAY in {
            self.triggers.speech.get(word) for word in (self.tree.lemma[v], self.tree.words[v].lower())
        }
