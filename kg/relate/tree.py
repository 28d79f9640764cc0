"""A dependency parse as plain lists, so that grammar can be tested on parses written by hand.

Labels are those of spaCy's English models (ClearNLP style: nsubj, dobj, nsubjpass, agent,
prep, pobj, ccomp, xcomp, acl, relcl, advcl, conj, appos ...).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from spacy.tokens import Doc

from kg.model import Span

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"})
NOUNLIKE = frozenset({"pobj", "dobj", "nsubj", "nsubjpass"})  # where a gerund has the place of a noun
VERBAL = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Tree:
    """Parallel lists, one entry a token; ``head[i] == i`` marks the root of a sentence."""

    words: Sequence[str]
    lemma: Sequence[str]
    pos: Sequence[str]
    tag: Sequence[str]
    dep: Sequence[str]
    head: Sequence[int]
    kids: Sequence[Sequence[int]]
    start: Sequence[int]
    ends: Sequence[tuple[int, int]]

    @classmethod
    def of_doc(cls, doc: Doc) -> Tree:
        """Read the parse that spaCy left on a Doc."""
        rows = (
            (t.text, t.lower_, "NOUN", "NN", t.dep_, t.head.i)
            if t.tag_ == "VBG" and t.dep_ in NOUNLIKE  # "during *meeting* in China"
            else (t.text, t.lemma_.lower(), t.pos_, t.tag_, t.dep_, t.head.i)
            for t in doc
        )
        return cls.of_rows(rows, [t.idx for t in doc])

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[str, str, str, str, str, int]], start: Sequence[int] = ()) -> Tree:
        """Build from (word, lemma, pos, tag, dep, head index) rows and the words' character offsets.

        Without offsets the words count as parted by single blanks.

        >>> tree = Tree.of_rows([("Iran", "iran", "PROPN", "NNP", "nsubj", 1),
        ...                      ("agreed", "agree", "VERB", "VBD", "ROOT", 1)])
        >>> tree.child(1, "nsubj")
        0
        """
        columns = list(zip(*rows, strict=True)) or [()] * 6
        words, lemma, pos, tag, dep, head = columns
        kids: list[list[int]] = [[] for _ in words]
        for i, h in enumerate(head):
            if h != i:
                kids[h].append(i)
        start = start or [0, *accumulate(len(w) + 1 for w in words)]
        return cls(words, lemma, pos, tag, dep, head, kids, start, _ends(head, kids))

    def with_heads(self, heads: Mapping[int, int], labels: Mapping[int, str] | None = None) -> Tree:
        """Return the same tree with other heads, and other labels, for some tokens."""
        head = [heads.get(i, h) for i, h in enumerate(self.head)]
        dep = [labels.get(i, d) for i, d in enumerate(self.dep)] if labels else self.dep
        return self.of_rows(zip(self.words, self.lemma, self.pos, self.tag, dep, head, strict=True), self.start)

    def span(self, i: int) -> Span:
        """Return token ``i`` as a stretch of the text."""
        return Span(self.start[i], self.start[i] + len(self.words[i]), self.words[i])

    def child(self, i: int, *deps: str) -> int | None:
        """Return the first child of token ``i`` with one of these labels, or none."""
        return next((k for k in self.kids[i] if self.dep[k] in deps), None)

    def children(self, i: int, *deps: str) -> list[int]:
        """Return all children of token ``i`` with one of these labels, in text order."""
        return [k for k in self.kids[i] if self.dep[k] in deps]

    def objects_of(self, i: int, prepositions: Container[str]) -> list[int]:
        """Return what stands behind one of these prepositions of token ``i``, in text order."""
        phrases = (k for k in self.children(i, "prep", "agent") if self.words[k].lower() in prepositions)
        return [p for k in phrases for p in self.children(k, "pobj")]

    def ancestors(self, i: int) -> Iterable[int]:
        """Yield the heads above token ``i``, nearest first."""
        while self.head[i] != i:
            i = self.head[i]
            yield i

    def root(self, i: int) -> int:
        """Return the root of the sentence of token ``i``."""
        while self.head[i] != i:
            i = self.head[i]
        return i

    def with_conjuncts(self, i: int) -> list[int]:
        """Return the noun ``i`` and the nouns coordinated with it to its right."""
        found: list[int] = []
        below = [i]
        while below:
            i = below.pop()
            found.append(i)
            joined = (k for k in reversed(self.kids[i]) if self.dep[k] == "conj" and self.pos[k] in NOMINAL)
            below += [k for k in joined if self.child(k, "neg") is None]  # "Syria *but not Iraq*"
        return found

    def edges(self, i: int) -> tuple[int, int]:
        """Return the first and last token of the subtree of ``i``."""
        return self.ends[i]

    def phrase(self, i: int) -> str:
        """Return the words of the subtree of ``i`` as the word tables spell them: ``in_no_way``."""
        first, last = self.edges(i)
        return "_".join(self.words[first : last + 1]).lower()


def _ends(head: Sequence[int], kids: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return the first and last token of each subtree: all at once, for a chain of clauses asks for them all."""
    downwards = [i for i, h in enumerate(head) if h == i]
    for i in downwards:
        downwards += kids[i]
    ends = [(i, i) for i in range(len(head))]
    for i in reversed(downwards):
        (left, right), (a, b) = ends[head[i]], ends[i]
        ends[head[i]] = min(left, a), max(right, b)
    return ends
