"""Words that the parser's vocabulary keeps from one batch to the next."""

from __future__ import annotations

import pytest

from kg import parse


def test_words_are_kept_until_there_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "WORDS", 4)
    nlp, kept = parse.load(), set[str]()
    parse.acquaint(nlp, ["China met Iran.", "China left; nobody followed."], kept)
    assert kept == {"China", "met", "Iran.", "left;"}
    with nlp.memory_zone():
        assert [token.text for token in nlp("nobody followed")] == ["nobody", "followed"]
    assert "left" in nlp.vocab
    assert "followed" not in nlp.vocab


def test_a_text_is_parsed_the_same_when_its_words_are_kept() -> None:
    text = "China's envoy didn't meet Iran's; \ud800 \u201cNo,\u201d he said."
    nlp = parse.load()
    (before,) = parse.docs(nlp, [text])
    parse.acquaint(nlp, [text], set())
    (after,) = parse.docs(nlp, [text])
    assert [(t.text, t.lemma_, t.tag_, t.dep_, t.head.i) for t in before] == [
        (t.text, t.lemma_, t.tag_, t.dep_, t.head.i) for t in after
    ]
