"""Entities that are found together are those that spaCy's recogniser finds, one word after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg import entities, parse, resources

ODD = [
    "",
    "Iran",
    "\n",
    "The United States of\n\nAmerica",
    "Mr. J. K. van der Berg of the European Union ",
    "one 2 III",
]


@pytest.fixture
def nlp() -> Language:
    """A pipeline of its own: its recogniser's weights are changed."""
    return parse.load()


def sentences(nlp: Language) -> list[Doc]:
    """Return articles with all but their entities."""
    texts = [path.read_text() for path in sorted(resources.path("seeds/articles").iterdir())[:12]]
    with nlp.select_pipes(disable=[entities.NAME]):
        return list(parse.docs(nlp, ODD + texts))


def named(docs: list[Doc]) -> list[list[tuple[str, str, str]]]:
    return [[(t.text, t.ent_iob_, t.ent_type_) for t in doc] for doc in docs]


@pytest.mark.parametrize("noise", [0.0, 0.3, 1.0, 3.0], ids="{} of noise".format)
def test_entities_are_those_of_spacy(noise: float, nlp: Language) -> None:
    """With noise in its weights the recogniser does what it seldom does else."""
    recogniser: Any = nlp.get_pipe(entities.RECOGNISER)
    upper = recogniser.model.get_ref("upper")
    weights = upper.get_param("W")
    chance = np.random.default_rng(1)
    upper.set_param("W", weights + noise * weights.std() * chance.standard_normal(weights.shape, np.float32))
    docs = sentences(nlp)
    expected = named([recogniser(doc.copy()) for doc in docs])
    assert any("I" in (word[1] for word in doc) for doc in expected)
    assert named([nlp.get_pipe(entities.NAME)(doc.copy()) for doc in docs]) == expected
    pipe = nlp.get_pipe(entities.NAME).pipe  # type: ignore[attr-defined]
    assert named(list(pipe(iter(docs), batch_size=32))) == expected


def beam(recogniser: Any) -> None:
    recogniser.cfg["beam_width"] = 4


def unseen(recogniser: Any) -> None:
    recogniser.model.attrs["unseen_classes"].add(3)


@pytest.mark.parametrize("change", [beam, unseen])
def test_another_kind_of_recogniser_is_left_as_it_is(change: Callable[[Any], None], nlp: Language) -> None:
    nlp.remove_pipe(entities.NAME)
    nlp.enable_pipe(entities.RECOGNISER)
    change(nlp.get_pipe(entities.RECOGNISER))
    before = nlp.pipe_names
    entities.together(nlp)
    assert nlp.pipe_names == before
