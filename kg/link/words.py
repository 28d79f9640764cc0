"""A parsed document as plain columns: one pass over spaCy's tokens, then only list look-ups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from spacy.strings import StringStore
from spacy.tokens import Doc

from kg.lexicon.marks import HYPHENS

Column: TypeAlias = npt.NDArray[np.uint64]

_COLUMNS: list[int | str] = ["LEMMA", "TAG", "DEP", "HEAD", "IDX", "SENT_START", "LOWER", "ORTH"]
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
PROPER = frozenset(("NNP", "NNPS"))
FINITE = frozenset(("VBD", "VBZ", "VBP"))
_NOMINAL = frozenset(("nsubj", "nsubjpass", "dobj", "pobj", "appos", "poss"))
PRONOUNS = frozenset(("PRP", "PRP$"))
_MOST = 1 << 16  # strings kept from text to text: some 8 MB
LEFT = frozenset(
    (
        "amod",
        "compound",
        "nmod",
        "poss",
        "nummod",
        "det",
        "npadvmod",
        "case",
        "punct",
        "cc",
        "conj",
        "quantmod",
        "advmod",
        "predet",
        "dep",
        "appos",
    )
)


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity that spaCy found: tokens ``start`` to ``end`` (exclusive) and its label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Words:
    """The columns of a document, one item per token; ``head`` and ``sent`` are indices.

    ``char`` is the character offset of a token, ``kids`` are its dependents in text order,
    ``firsts`` the first token of each sentence.
    """

    whole: str
    text: list[str]
    lower: list[str]
    lemma: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    char: list[int]
    sent: list[int]
    firsts: list[int]
    kids: list[list[int]]
    entities: tuple[Entity, ...]

    def __len__(self) -> int:
        return len(self.text)

    def end(self, i: int) -> int:
        """Return the character offset after token ``i``."""
        return self.char[i] + len(self.text[i])

    def root(self, start: int, end: int) -> int:
        """Return the last token of the stretch whose head lies outside it (or is itself)."""
        for i in range(end - 1, start - 1, -1):
            head = self.head[i]
            if (not start <= head < end or head == i) and self.dep[i] != "punct":
                return i
        return end - 1

    def left_edge(self, i: int) -> int:
        """Return the first token of what stands to the left in the noun phrase of ``i``."""
        edge = i
        while True:
            for kid in self.kids[edge]:
                if kid < edge and self.dep[kid] in LEFT and self.sent[kid] == self.sent[i]:
                    edge = kid
                    break
            else:
                return edge

    def sentence(self, number: int) -> range:
        """Return the tokens of a sentence."""
        last = number + 1 == len(self.firsts)
        return range(self.firsts[number], len(self.text) if last else self.firsts[number + 1])


def words(doc: Doc) -> Words:
    """Read the columns of a parsed document."""
    table = doc.to_array(_COLUMNS).astype(np.uint64, copy=False).reshape(-1, len(_COLUMNS)).T
    lemma, tag, dep, offset, char, start, lower, orth = table
    strings, spelled = doc.vocab.strings, _SPELLED.of
    head = (np.arange(len(orth)) + offset.astype(np.int64)).tolist()
    begins = start == 1
    begins[:1] = True
    kids: list[list[int]] = [[] for _ in head]
    for i, governor in enumerate(head):
        if governor != i:
            kids[governor].append(i)
    text, tags, deps = spelled(orth, strings), spelled(tag, strings), spelled(dep, strings)
    for i in [i for i, of in enumerate(tags) if of == "JJ" and _heads_title(text, deps, i)]:
        tags[i] = "NN"
        deps = ["appos" if of == "npadvmod" and head[k] == i < k else of for k, of in enumerate(deps)]
    return Words(
        whole=doc.text,
        text=text,
        lower=spelled(lower, strings),
        lemma=[word.lower() for word in spelled(lemma, strings)],
        tag=tags,
        dep=deps,
        head=head,
        char=char.tolist(),
        sent=(np.cumsum(begins) - 1).tolist(),
        firsts=np.flatnonzero(begins).tolist(),
        kids=kids,
        entities=tuple(Entity(e.start, e.end, e.label_) for e in doc.ents),
    )


def _heads_title(text: list[str], dep: list[str], i: int) -> bool:
    """Whether an adjective is a noun behind its hyphen: "the secretary-*general*, Ann Roe, resigned"."""
    return dep[i] in _NOMINAL and text[i - 1] in HYPHENS


class _Spelled(dict[int, str]):
    """The strings of spaCy's numbers, looked up once: a number is its string's hash in every vocabulary."""

    def of(self, numbers: Column, strings: StringStore) -> list[str]:
        """Return the strings of a column."""
        if len(self) > _MOST:
            self.clear()
        column = numbers.tolist()
        try:
            return list(map(self.__getitem__, column))
        except KeyError:
            self.update((number, str(strings[number]) if number else "") for number in {*column} - self.keys())
            return list(map(self.__getitem__, column))


_SPELLED = _Spelled()
