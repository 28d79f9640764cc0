"""Headlines are read as the sentences that they stand for, and their words and offsets stay as they are."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg import headline, parse
from kg.headline import known_names
from kg.lexicon.actors import Key, gazetteer
from kg.lexicon.triggers import triggers


@pytest.fixture(scope="module")
def known() -> frozenset[Key]:
    return known_names(gazetteer())


def spelled(nlp: Language, known: frozenset[Key], text: str) -> str:
    (doc,) = parse.docs(nlp, [text])
    words, _ = headline.spelled_out([t.text for t in doc], [t.tag_ for t in doc], known, triggers())
    return " ".join(words)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Macron, Iraqi Minister Discuss Next Moves In Fight", "Macron and Iraqi minister discuss next moves in fight"),
        ("U.S. presses for truce in Syria", "U.S. pushed for truce in Syria"),
        ("Putin chides Turkey and praises Trump at length", "Putin chides Turkey and pushed Trump at length"),
        ("Iraq forces 'retake' university from IS", 'Iraq forces " pushed " university from IS'),
        ("Israel accuses Iran of lying", "Israel accuses Iran of lying"),
        ("US sanctions hit Iranian banks", "US sanctions hit Iranian banks"),
        ("Turkish talks with Greece resume", "Turkish talks with Greece resume"),
        ("Israel's attacks on Gaza angered Iran.", "Israel 's attacks on Gaza angered Iran ."),
    ],
)  # fmt: skip
def test_a_headline_is_spelled_out(nlp: Language, known: frozenset[Key], text: str, sentence: str) -> None:
    assert spelled(nlp, known, text) == sentence


def read(nlp: Language, known: frozenset[Key], text: str) -> Doc:
    (doc,) = parse.docs(nlp, [text])
    return headline.read(nlp, doc, known, triggers())


def test_the_words_stay_and_the_parse_is_new(nlp: Language, known: frozenset[Key]) -> None:
    text = "North Korea fires missile over Japan\n\nThe missile fell into the sea."
    doc = read(nlp, known, text)
    assert doc.text == text
    assert (doc[2].text, doc[2].pos_, doc[2].lemma_, doc[2].dep_) == ("fires", "VERB", "fire", "ROOT")
    assert [sentence.text.strip() for sentence in doc.sents] == text.split("\n\n")


def test_what_follows_the_first_line_is_not_touched(nlp: Language, known: frozenset[Key]) -> None:
    body = "\n\nThe minister presses for truce in Syria and praises Turkey."
    plain = read(nlp, known, "The talks have begun at last." + body)
    after = read(nlp, known, "U.S. presses for truce in Syria" + body)
    assert [(t.text, t.tag_, t.dep_) for t in plain[-11:]] == [(t.text, t.tag_, t.dep_) for t in after[-11:]]
