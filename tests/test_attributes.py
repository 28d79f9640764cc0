"""What is remembered of ruler and lemmatizer is what they say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg import attributes, parse, resources

LAYERS = ["TAG", "DEP", "POS", "MORPH", "LEMMA"]
SPOKEN = """There's no way. There are two, and there 're more. I'm gonna go, you gotta see it; let's go.
C'm on, y'all: it ain't so, and we ain't here. He's doin' nothin'.

They can't, won't and shan't do it.  Whether he'd gone, or had it all, you do have them."""


@pytest.fixture
def own() -> Language:
    """The pipeline with what it remembers of nothing but this test."""
    return parse.load()


@pytest.fixture
def spacys(monkeypatch: pytest.MonkeyPatch) -> Language:
    monkeypatch.setattr(attributes, "remember", lambda _: None)
    return parse.load()


def texts() -> list[str]:
    return [SPOKEN, *(path.read_text() for path in sorted(resources.path("seeds/articles").iterdir())[:20]), ""]


def layers(nlp: Language, texts: list[str]) -> list[list[tuple[str, ...]]]:
    def words(doc: Doc) -> list[tuple[str, ...]]:
        return [(t.text, t.tag_, t.dep_, t.pos_, str(t.morph), t.lemma_) for t in doc]

    with nlp.memory_zone():
        return [words(doc) for doc in parse.docs(nlp, texts)]


def test_what_is_set_is_what_spacy_sets(own: Language, request: pytest.FixtureRequest) -> None:
    assert attributes.NAME in own.pipe_names
    spacys: Language = request.getfixturevalue("spacys")
    assert attributes.RULER in spacys.pipe_names
    expected = layers(spacys, texts())
    assert layers(own, texts()) == expected
    assert layers(own, texts()) == expected, "the second time, from memory, after the zone of the first is gone"


def test_what_several_words_say_together_is_not_said_of_one_alone(own: Language) -> None:
    together, apart = layers(own, ["Let's go.", "It's let."])
    assert [together[i][-1] for i in (0, 1)] == ["let", "us"]
    assert [apart[i][-1] for i in (1, 2)] == ["be", "let"]


def test_memory_is_bounded(own: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = layers(own, [SPOKEN])
    monkeypatch.setattr(attributes, "MOST", 10)
    other = parse.load()
    assert layers(other, [SPOKEN]) == expected
    assert len(other.get_pipe(attributes.NAME)._kept) == 10  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "change",
    [
        lambda nlp: nlp.get_pipe("attribute_ruler").add([[{"SHAPE": "Xx"}]], {"LEMMA": "shape"}),
        lambda nlp: nlp.get_pipe("attribute_ruler").add([[{"LOWER": "so", "OP": "+"}]], {"LEMMA": "so"}),
        lambda nlp: nlp.remove_pipe("lemmatizer"),
        lambda nlp: nlp.select_pipes(disable="parser"),
    ],
)
def test_what_looks_at_more_is_left_to_spacy(
    change: Callable[[Language], None], spacys: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    change(spacys)
    before = spacys.pipe_names
    attributes.remember(spacys)
    assert spacys.pipe_names == before
