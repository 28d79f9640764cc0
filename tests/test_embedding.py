"""Vectors of words that are remembered are those that are computed, to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.language import Language
from thinc.api import Model

from kg import embedding, parse, resources


def texts() -> list[str]:
    return [path.read_text() for path in sorted(resources.path("seeds/articles").iterdir())[:6]]


def vectors(nlp: Language, texts: list[str]) -> list[Any]:
    """Return what the parser's model and that of the entity recogniser see, each in its context."""
    docs = list(parse.docs(nlp, texts))
    named: Any = nlp.get_pipe("ner")
    return [doc.tensor for doc in docs] + [named.model.get_ref("tok2vec").predict([doc]) for doc in docs]


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    with monkeypatch.context() as patched:
        patched.setattr(embedding, "remember", lambda _: None)
        return vectors(parse.load(), texts())


@pytest.mark.parametrize("most", [embedding.MOST, 50])
def test_what_is_remembered_is_what_is_computed(
    most: int, computed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "MOST", most)
    nlp = parse.load()
    for time in ("first", "second"):
        for found, expected in zip(vectors(nlp, texts()), computed, strict=True):
            assert np.array_equal(found, expected), time


@pytest.mark.parametrize(("most", "again"), [(embedding.MOST, 0), (2, 4)])
def test_a_word_is_computed_once_while_there_is_room(most: int, again: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "MOST", most)
    nlp = parse.load()
    made = []
    predict = Model.predict

    def counted(model: Any, given: Any) -> Any:
        if model.name.startswith("with_array(maxout"):
            made.append(len(given))
        return predict(model, given)

    monkeypatch.setattr(Model, "predict", counted)
    text = "Iran accused Israel of lying."
    list(parse.docs(nlp, [text]))
    assert made == [6, 6]  # for the parser, and for the recogniser
    list(parse.docs(nlp, [text]))
    assert sum(made[2:]) == 2 * again
