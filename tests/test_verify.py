"""`kg verify`: every stored quote is re-read against the text, and a wrong one is found."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.export import statement_json
from kg.model import Mention, Span, Statement, When
from kg.rdf.namespaces import article_graph, article_iri, term
from kg.store import Store
from kg.verify import verify
from tests.harbour import BY, DENIAL, DENIAL_TEXT, DUN, denial, named

STANCE, CLAIM = denial()


def reasons(statements: list[Statement]) -> list[str]:
    with Store.memory() as store:
        store.put(DENIAL, statements, BY)
        return [mismatch.reason for mismatch in verify(store).mismatches]


def test_right_quotes_are_counted_and_pass() -> None:
    with Store.memory() as store:
        store.put(DENIAL, [STANCE, CLAIM], BY)
        store.put(replace(DENIAL, id="empty", text=""), [], BY)
        verified = verify(store)
    assert (verified.articles, verified.quotes, verified.mismatches) == (2, 6, ())


@pytest.mark.parametrize(
    "statement",
    [
        replace(CLAIM, trigger=Span(31, 36, "ASKED")),
        replace(CLAIM, source=replace(CLAIM.source, text="Vesland")),
        replace(CLAIM, target=Mention(3, 5, "it", DUN, "pronoun")),
        replace(CLAIM, attributed_to=Mention(0, 7, "Vesland", None, "name")),
        replace(CLAIM, sentence=Span(1, 50, DENIAL_TEXT)),
    ],
    ids=["trigger", "source", "target", "speaker", "sentence"],
)
def test_words_that_do_not_stand_there_are_found(statement: Statement) -> None:
    (reason,) = reasons([statement])
    assert reason.startswith("quotes ")


def test_offsets_outside_the_text_are_found() -> None:
    assert reasons([replace(CLAIM, source=Mention(48, 54, "Arland", None, "name"))]) == [
        "offsets 48 to 54 are not in a text of 50 characters"
    ]
    assert reasons([replace(CLAIM, source=Mention(-30, -24, "Arland", None, "name"))]) == [
        "offsets -30 to -24 are not in a text of 50 characters"
    ]


def test_a_trigger_outside_its_sentence_is_found() -> None:
    statement = replace(CLAIM, sentence=Span(0, 7, "Dunmore"))
    assert reasons([statement]) == ["its trigger is not within its sentence"]


def test_a_changed_text_is_found() -> None:
    with Store.memory() as store:
        store.put(DENIAL, [STANCE, CLAIM], BY)
        graph, body = article_graph("harbour-1"), term("schema:articleBody")
        store.native.remove(ox.Quad(article_iri("harbour-1"), body, ox.Literal(DENIAL_TEXT), graph))
        assert [m.reason for m in verify(store).mismatches] == ["has no text"]
        store.native.add(ox.Quad(article_iri("harbour-1"), body, ox.Literal("X" + DENIAL_TEXT), graph))
        found = verify(store).mismatches
    assert len(found) == 6
    assert str(found[0]).startswith(f"harbour-1: {article_iri('harbour-1').value}#char=0,50: quotes 'Dunmore denied")


def test_wrong_context_is_found() -> None:
    with Store.memory() as store:
        store.put(DENIAL, [STANCE, CLAIM], BY)
        graph, node = article_graph("harbour-1"), ox.NamedNode(article_iri("harbour-1").value + "#char=0,50")
        store.native.remove(ox.Quad(node, term("oa:suffix"), ox.Literal(""), graph))
        store.native.add(ox.Quad(node, term("oa:suffix"), ox.Literal("more"), graph))
        (mismatch,) = verify(store).mismatches
    assert mismatch.reason == "says that 'more' stands behind it, but the text has ''"


def test_the_json_of_a_statement_is_the_contract() -> None:
    statement = replace(CLAIM, attributed_to=named(DENIAL_TEXT, "Dunmore", None), when=When("2024-05", "in May"))
    assert statement_json(statement) == {
        "id": CLAIM.id,
        "article": "harbour-1",
        "sentence": {"start": 0, "end": 50, "text": DENIAL_TEXT},
        "trigger": {"start": 31, "end": 36, "text": "asked"},
        "relation": "REQUEST",
        "mode": "appeal",
        "source": {
            "id": "ARL",
            "code": "ARL",
            "name": "Arland",
            "country": "ARL",
            "text": "Arland",
            "start": 20,
            "end": 26,
        },
        "target": {
            "id": "DUN",
            "code": "DUN",
            "name": "Dunmore",
            "country": "DUN",
            "text": "it",
            "start": 37,
            "end": 39,
        },
        "theme": "boats",
        "content": None,
        "attributed_to": {
            "id": None,
            "code": None,
            "name": None,
            "country": None,
            "text": "Dunmore",
            "start": 0,
            "end": 7,
        },
        "modality": "actual",
        "when": {"date": "2024-05", "phrase": "in May"},
        "rule": "v:ask",
        "confidence": 0.8,
    }
    bare = statement_json(STANCE)
    assert (bare["target"], bare["attributed_to"], bare["when"], bare["mode"]) == (None, None, None, None)
    assert bare["content"] == CLAIM.id
