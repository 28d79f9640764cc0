"""The entity recogniser's decisions, taken together.

spaCy's goes from word to word through a machine of states, which takes half of its time. But what its network sees of a
word outside of all entities is that word alone; inside, besides it, the first word of the entity and the word before.
So what it would do at each word, were it outside there, is computed for all words at once; then the entities that it
would open are followed, all of them, a word further each time. What it may do where is told by ``is_valid`` of
``spacy/pipeline/_parser_internals/ner.pyx``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.symbols import IS_SPACE, SENT_START
from spacy.tokens import Doc, Span
from thinc.api import NumpyOps

NAME = "communique_entities"
RECOGNISER = "ner"
WORDS = 3  # that the network sees: this one, the first of its entity, the one before

Indices = NDArray[np.int64]
Floats = NDArray[np.float32]


def together(nlp: Language) -> None:
    """Put this in the place of the entity recogniser, if that is of the kind that is meant."""
    recogniser = cast(Any, nlp.get_pipe(RECOGNISER))
    if type(recogniser) is not EntityRecognizer or recogniser.cfg["beam_width"] != 1:
        return
    model, lower = recogniser.model, recogniser.model.get_ref("lower")
    plain = isinstance(model.ops, NumpyOps) and model.attrs["has_upper"] and not model.attrs["unseen_classes"]
    if plain and lower.get_dim("nF") == WORDS and lower.get_dim("nP") > 1:
        nlp.add_pipe(NAME, after=RECOGNISER)
        nlp.disable_pipe(RECOGNISER)


class Entities:
    """A component that sets the entities which the recogniser would set, where sentences are known and none are yet."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        recogniser = cast(Any, nlp.get_pipe(RECOGNISER))
        self._tok2vec, self._lower, self._upper = map(recogniser.model.get_ref, ("tok2vec", "lower", "upper"))
        moves = [recogniser.moves.get_class_name(i) for i in range(recogniser.moves.n_moves)]  # B-ORG, I-ORG, ..., O
        self._labels = [move[2:] for move in moves]
        self._outside, self._begins, self._unit = (
            np.array([move[:1] == kind and move != "U-" for move in moves]) for kind in "OBU"
        )
        places = {move: i for i, move in enumerate(moves)}
        self._inside, self._ends = (
            np.array([places.get(f"{kind}-{label}", 0) for label in self._labels]) for kind in "IL"
        )

    def __call__(self, doc: Doc) -> Doc:
        self._set([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Yield the documents with their entities; it computes as many at a time as spaCy's does."""
        rest = iter(docs)
        while batch := list(islice(rest, max(batch_size // 4, 2))):
            self._set(batch)
            yield from batch

    def _set(self, docs: Sequence[Doc]) -> None:
        docs = [doc for doc in docs if len(doc)]
        if not docs:
            return
        vectors = self._lower.predict(self._tok2vec.predict(docs))  # of no word, then of each
        starts, spaces = np.concatenate([doc.to_array([SENT_START, IS_SPACE]) for doc in docs]).T == 1
        extended = ~np.append(starts[1:], True)  # whether the next word may be of the same entity
        extended[np.cumsum([len(doc) for doc in docs]) - 1] = False
        moves = self._moves(vectors, extended, spaces)
        ends = self._followed(vectors, extended, moves)
        for doc, (start, end) in zip(docs, pairwise(np.cumsum([0, *map(len, docs)]).tolist()), strict=True):
            doc.set_ents(self._spans(doc, moves[start:end], ends[start:end] - start), default="outside")

    def _spans(self, doc: Doc, moves: Indices, ends: Indices) -> list[Span]:
        found: list[Span] = []
        for start in np.flatnonzero(~self._outside[moves]).tolist():
            if not found or start >= found[-1].end:
                found.append(Span(doc, start, ends[start], label=self._labels[moves[start]]))
        return found

    def _moves(self, vectors: Floats, extended: NDArray[np.bool_], spaces: NDArray[np.bool_]) -> Indices:
        """Return what the recogniser does at each word that it comes to outside of all entities."""
        words = np.arange(len(spaces))
        nothing = np.full_like(words, -1)
        begun = self._begins & extended[:, None]
        allowed = self._outside | ((self._unit | begun) & ~spaces[:, None])
        scores = np.where(allowed, self._scores(vectors, words, nothing, nothing), -np.inf)
        return cast(Indices, scores.argmax(axis=1))

    def _followed(self, vectors: Floats, extended: NDArray[np.bool_], moves: Indices) -> Indices:
        """Return for each word where the entity ends that would begin there."""
        ends = np.arange(1, len(moves) + 1)
        first = np.flatnonzero(self._begins[moves])
        at = first + 1
        while len(at):
            scores = self._scores(vectors, at, first, at - 1)
            inside, end = (scores[np.arange(len(at)), kind[moves[first]]] for kind in (self._inside, self._ends))
            on = extended[at] & (inside >= end)
            ends[first[~on]] = at[~on] + 1
            first, at = first[on], at[on] + 1
        return ends

    def _scores(self, vectors: Floats, word: Indices, first: Indices, before: Indices) -> Floats:
        """Return the score of each move in each state, of which the words are given (-1: none)."""
        summed = vectors[word + 1, 0] + vectors[first + 1, 1] + vectors[before + 1, 2] + self._lower.get_param("b")
        return cast(Floats, self._upper.predict(summed.max(axis=-1)))


@Language.factory(NAME)
def _entities(nlp: Language, name: str) -> Entities:
    return Entities(nlp, name)
