"""What spaCy's attribute ruler and lemmatizer say of a word, remembered.

The ruler tries each of its patterns at each word, which takes a sixth of a parse. All but a few of them look at one
word, and there at nothing but the word, its tag and its dependency; the lemmatizer looks at what they leave. Both are
asked once for each such triple, and the answer is kept. Where a pattern of several words matches they are asked anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, cast

import numpy as np
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.symbols import DEP, LEMMA, MORPH, ORTH, POS, TAG
from spacy.tokens import Doc

NAME = "communique_attributes"
RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
MOST = 50_000  # triples that are kept: some fifteen megabytes
KNOWN = frozenset(("ORTH", "TEXT", "LOWER", "IS_SPACE", "TAG", "DEP"))  # what follows from a triple

_ASKED = [ORTH, TAG, DEP]
_TOLD = [TAG, DEP, POS, MORPH, LEMMA]

Told = tuple[bytes, str]  # the values of _TOLD, and the lemma: in a memory zone the vocabulary forgets it


def remember(nlp: Language) -> None:
    """Put a memory in the place of the ruler and the lemmatizer, if they are of a kind that it can hold."""
    names = nlp.pipe_names
    if (RULER, LEMMATIZER) not in pairwise(names) or "parser" not in names[: names.index(RULER)]:
        return
    seen = {key for pattern in _patterns(nlp) for word in pattern for key in word}
    if seen <= KNOWN and type(nlp.get_pipe(LEMMATIZER)) is EnglishLemmatizer:
        nlp.add_pipe(NAME, after=LEMMATIZER)
        nlp.disable_pipe(RULER)
        nlp.disable_pipe(LEMMATIZER)


def _patterns(nlp: Language) -> list[list[dict[str, Any]]]:
    ruler = cast(AttributeRuler, nlp.get_pipe(RULER))
    return [pattern for rule in ruler.patterns for pattern in cast(Any, rule["patterns"])]


class Attributes:
    """A component that sets what ruler and lemmatizer would set, in a document that has tags and dependencies."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self._vocab = nlp.vocab
        self._components = [cast(Any, nlp.get_pipe(name)) for name in (RULER, LEMMATIZER)]
        self._kept: dict[bytes, Told] = {}
        self._several = Matcher(nlp.vocab)
        self._several.add(NAME, [pattern for pattern in _patterns(nlp) if len(pattern) > 1] or [[{"ORTH": ""}]])

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        asked = cast(Any, doc.to_array(_ASKED))  # its stub knows no unsigned integers
        words = asked.view(f"V{asked.itemsize * len(_ASKED)}").ravel().tolist()
        told = [self._kept.get(word) or self._learned(word, asked[i : i + 1]) for i, word in enumerate(words)]
        for start, end in _runs((start, end) for _, start, end in self._several(doc, allow_missing=True)):
            told[start:end] = self._ask(asked[start:end])
        for lemma in {lemma for _, lemma in told}:
            self._vocab.strings.add(lemma)
        values = np.frombuffer(b"".join(row for row, _ in told), np.uint64)
        return doc.from_array(_TOLD, cast(Any, values.reshape(len(doc), -1)))

    def _learned(self, word: bytes, asked: Any) -> Told:
        (told,) = self._ask(asked)
        if len(self._kept) < MOST:
            self._kept[word] = told
        return told

    def _ask(self, asked: Any) -> list[Told]:
        """Return what the components say of these words in a row."""
        doc = Doc(self._vocab, words=[self._vocab.strings[word] for word in asked[:, 0]])
        doc.from_array(_ASKED[1:], asked[:, 1:])
        for component in self._components:
            doc = component(doc)
        rows = cast(Any, doc.to_array(_TOLD))
        return [(row.tobytes(), token.lemma_) for row, token in zip(rows, doc, strict=True)]


@Language.factory(NAME)
def _attributes(nlp: Language, name: str) -> Attributes:
    return Attributes(nlp, name)


def _runs(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield start and end of what spans cover together.

    >>> list(_runs([(7, 9), (1, 3), (2, 4)]))
    [(1, 4), (7, 9)]
    """
    run: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if run and start <= run[1]:
            run = run[0], max(run[1], end)
        else:
            if run:
                yield run
            run = start, end
    if run:
        yield run
