"""Actors in the graph: labels, offices, strangers, the unknown; who is written; what the service says of them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.check import graph_problems
from kg.graph import names
from kg.lexicon.actors import Gazetteer, Name, Tenure, gazetteer
from kg.model import Actor, Article, Mention, Span, Statement
from kg.rdf.actors import actor_quads, needed
from kg.rdf.namespaces import ACTORS, PREFIXES, actor_iri, term
from kg.rdf.quads import article_quads
from kg.settings import Settings
from kg.store import Store
from kg.who import about, labels, seen, strangers
from tests.conftest import Kg
from tests.harbour import ARL, BY, DUN, LEAGUE

TEXT = "Dunmore envoy Ann Roos accused Harold Pimm. Pimm denied it. HAROLD PIMM met him. Arland thanked Ann Roos."
ROOS = Actor("DUN:ann-roos", "Ann Roos", "government", "DUN", "DUN", title="Dunmore envoy")
MAYOR = Actor("mayor-lee", "Maya Lee", "government", "DUN", "DUN", ("May Lee",))
TERMS = (
    Tenure("envoy", "igo", "LEAGUE", None, "2001", "2004-06"),
    Tenure("president", "government", "DUN", "DUN", "2011-03-14", None),
)
NAMES = (
    Name("Dunmore", DUN, "name"),
    Name("Republic of Dunmore", DUN, "name"),
    Name("Old Dunmoor", DUN, "former"),
    Name("Grey House", DUN, "seat"),
    Name("Dunmorean", DUN, "demonym"),
    Name("Dunmorean", DUN, "people"),
    Name("Dunmore", DUN, "seat"),
)


def turtle(text: str) -> set[ox.Triple]:
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    return {quad.triple for quad in ox.parse(head + text, format=ox.RdfFormat.TURTLE)}


def at(words: str, actor: Actor | None, rule: str, nth: int = 0) -> Mention:
    """Return the nth mention by these words in the text."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Mention(start, start + len(words), words, actor, rule)


def statement(trigger: str, source: Mention, target: Mention | None = None) -> Statement:
    start = TEXT.index(trigger)
    sentence = next(s for s in TEXT.split(". ") if trigger in s)
    begin = TEXT.index(sentence)
    return Statement(
        "a",
        Span(begin, begin + len(sentence), sentence),
        Span(start, start + len(trigger), trigger),
        "ACCUSE",
        source,
        target,
    )


def statements() -> list[Statement]:
    return [
        statement("accused", at("Ann Roos", ROOS, "title"), at("Harold Pimm", None, "unknown")),
        statement("denied", at("Pimm", None, "unknown", 1)),
        statement("met", at("HAROLD PIMM", None, "unknown"), at("him", None, "pronoun")),
        statement("thanked", at("Arland", ARL, "name"), at("Ann Roos", ROOS, "surname", 1)),
    ]


ARTICLE = Article("a", TEXT)


# -- quads


def test_labels_are_of_three_kinds_that_share_no_words() -> None:
    quads = {quad.triple for quad in actor_quads(DUN, gazetteer=True, names=NAMES)}
    assert quads == turtle("""actor:DUN a c:Actor , schema:Country ; skos:prefLabel "Dunmore"@en ;
        skos:altLabel "Republic of Dunmore"@en , "Old Dunmoor"@en ; c:formerName "Old Dunmoor"@en ;
        skos:hiddenLabel "Grey House"@en , "Dunmorean"@en ; c:seat "Grey House"@en , "Dunmore"@en ;
        c:demonym "Dunmorean"@en ; c:kind kind:state ; c:code code:DUN ; skos:inScheme c:gazetteer ;
        skos:exactMatch wd:Q42 ; c:iso3 "DUN" .""")


def test_a_person_has_offices_with_dates() -> None:
    quads = actor_quads(MAYOR, tenures=TERMS)
    offices = sorted(str(q.object) for q in quads if q.predicate == term("schema:hasOccupation"))
    assert len(offices) == 2
    assert all(office.startswith("<https://communique.example/tenure/") for office in offices)
    made = {quad.triple for quad in quads}
    first = next(q.subject for q in quads if q.object == ox.Literal("envoy", language="en"))
    assert (
        turtle(f"""{first} a c:Tenure ; schema:roleName "envoy"@en ; schema:startDate "2001"^^xsd:gYear ;
        schema:endDate "2004-06"^^xsd:gYearMonth ; c:kind kind:igo ; c:code code:LEAGUE .
        actor:mayor-lee a schema:Person ; schema:hasOccupation {first} ; skos:broader actor:DUN .""")
        <= made
    )
    assert len([q for q in quads if q.predicate == term("schema:endDate")]) == 1
    assert quads == actor_quads(MAYOR, tenures=TERMS)


def test_an_unknown_name_is_one_node_in_an_article_and_a_pronoun_one_for_each_place() -> None:
    quads = {quad.triple for quad in article_quads(ARTICLE, statements(), BY)}
    called = {str(t.subject): t.object for t in quads if t.predicate == term("rdfs:label")}
    assert sorted(str(label) for label in called.values()) == ['"Harold Pimm"', '"him"']
    (pimm,) = [node for node, label in called.items() if label == ox.Literal("Harold Pimm")]
    also = {t.object for t in quads if str(t.subject) == pimm and t.predicate == term("skos:altLabel")}
    assert also == {ox.Literal("Pimm"), ox.Literal("HAROLD PIMM")}
    assert len([t for t in quads if t.predicate == term("c:refersTo") and str(t.object) == pimm]) == 3
    elsewhere = article_quads(replace(ARTICLE, id="b"), [replace(s, article="b") for s in statements()], BY)
    assert pimm not in {str(quad.subject) for quad in elsewhere}, "nothing says that it is the same one"


def test_a_surname_that_two_unknown_have_is_nobodys() -> None:
    text = "Ann Pimm met Bob Pimm. Pimm left."
    article, whole = Article("a", text), Span(0, len(text), text)

    def named(words: str, start: int) -> Mention:
        return Mention(start, start + len(words), words, None, "unknown")

    made = [
        Statement("a", whole, Span(9, 12, "met"), "CONSULT", named("Ann Pimm", 0), named("Bob Pimm", 13)),
        Statement("a", whole, Span(28, 32, "left"), "RETREAT", named("Pimm", 23)),
    ]
    found = [q.object for q in article_quads(article, made, BY) if q.predicate == term("rdfs:label")]
    assert sorted(map(str, found)) == ['"Ann Pimm"', '"Bob Pimm"', '"Pimm"']


def test_what_a_text_says_of_a_stranger_stands_at_the_mention() -> None:
    quads = article_quads(ARTICLE, statements(), BY)
    said = [(str(q.object), q.graph_name) for q in quads if q.predicate == term("c:describedAs")]
    assert {words for words, _ in said} == {'"Dunmore envoy"'}
    assert len(said) == 2


# -- the store


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.memory() as made:
        yield made


def subjects(store: Store) -> set[str]:
    found = store.native.quads_for_pattern(None, term("rdf:type"), term("c:Actor"), ACTORS)
    return {str(quad.subject).removeprefix(f"<{PREFIXES['actor']}").rstrip(">") for quad in found}


def exported(store: Store) -> bytes:
    out = io.BytesIO()
    store.export("nquads", out)
    return out.getvalue()


@pytest.fixture(scope="module")
def harbour() -> Gazetteer:
    """The packaged gazetteer, with the invented states and persons in place of its actors."""
    actors = {actor.id: actor for actor in (ARL, DUN, LEAGUE, MAYOR)}
    # LEAGUE is called after no id of its own, so that a tenure alone brings its code.
    return replace(
        gazetteer(),
        actors=actors,
        names={("x",): NAMES, ("maya", "lee"): (Name("Maya Lee", MAYOR, "person"),)},
        persons={MAYOR.id: MAYOR},
        tenures={MAYOR.id: TERMS},
    )


def test_the_graph_holds_those_whom_articles_name_and_what_they_need(store: Store, harbour: Gazetteer) -> None:
    store.put(ARTICLE, statements(), BY)
    assert store.met() == {"ARL", "DUN:ann-roos"}
    assert needed(harbour, ["DUN:ann-roos"]) == {"DUN"}
    assert needed(harbour, ["mayor-lee"]) == {"mayor-lee", "DUN", "harbour-league"}
    store.put_gazetteer(harbour)
    store.derive()
    assert subjects(store) == {"ARL", "DUN", "DUN%3Aann-roos"}
    assert list(graph_problems(store)) == []
    named_only = exported(store)
    store.put_gazetteer(harbour)
    assert store.derived(), "nothing has changed"
    store.put_gazetteer(harbour, everybody=True)
    assert not store.derived()
    store.derive()
    assert subjects(store) == {"ARL", "DUN", "DUN%3Aann-roos", "harbour-league", "mayor-lee"}
    assert list(graph_problems(store)) == []
    store.put_gazetteer(harbour)
    store.derive()
    assert exported(store) == named_only, "offices and codes of those who are gone are gone"


def test_an_office_brings_its_code_with_it(store: Store, harbour: Gazetteer) -> None:
    actors = {key: actor for key, actor in harbour.actors.items() if actor is not LEAGUE}
    store.put_gazetteer(replace(harbour, actors=actors), everybody=True)
    store.derive()
    assert list(graph_problems(store)) == []
    assert store.query('ASK { code:LEAGUE a c:Code ; skos:prefLabel "LEAGUE"@en }')


def test_a_stranger_whose_name_is_written_in_two_ways_has_one_name_and_another(store: Store) -> None:
    for order in ((ROOS, replace(ROOS, name="Änn Roos")), (replace(ROOS, name="Änn Roos"), ROOS)):
        for number, actor in enumerate(order):
            text = "A B"
            article = Article(str(number), text)
            ends = Mention(0, 1, "A", actor, "title"), Mention(2, 3, "B", DUN, "name")
            made = Statement(article.id, Span(0, 3, text), Span(1, 2, " "), "AID", *ends)
            store.put(article, [made], BY)
        store.derive()
        assert list(graph_problems(store)) == []
        found = about(store, ROOS.id)
        assert found is not None
        assert (found.name, found.names) == ("Ann Roos", (("Änn Roos", "name"),))


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        ("actor:DUN", "skos:hiddenLabel", ox.Literal("Republic of Dunmore", language="en")),
        ("actor:DUN", "skos:altLabel", ox.Literal("Dunmore", language="en")),
        ("actor:DUN", "schema:hasOccupation", actor_iri("ARL")),
        ("actor:ARL", "c:seat", ox.Literal("without a language")),
    ],
)
def test_actors_out_of_shape_are_reported(
    store: Store, harbour: Gazetteer, subject: str, predicate: str, value: ox.Literal | ox.NamedNode
) -> None:
    store.put_gazetteer(harbour, everybody=True)
    store.derive()
    assert list(graph_problems(store)) == []
    store.native.add(ox.Quad(term(subject), term(predicate), value, ACTORS))
    assert [problem.place for problem in graph_problems(store)][:1] == [term(subject).value]


@pytest.mark.parametrize("predicate", ["schema:roleName", "schema:startDate", "c:code"])
def test_an_office_out_of_shape_is_reported(store: Store, harbour: Gazetteer, predicate: str) -> None:
    store.put_gazetteer(harbour, everybody=True)
    store.derive()
    tenures = {q.object for q in store.native.quads_for_pattern(None, term("schema:hasOccupation"), None, ACTORS)}
    for quad in list(store.native.quads_for_pattern(None, term(predicate), None, ACTORS)):
        if quad.subject in tenures:
            store.native.remove(quad)
    assert "/tenure/" in "".join(problem.place for problem in graph_problems(store))


def test_what_the_graph_knows_of_a_stranger(store: Store, harbour: Gazetteer) -> None:
    store.put(ARTICLE, statements(), BY)
    store.put_gazetteer(harbour)
    store.derive()
    found = about(store, "DUN:ann-roos")
    assert found is not None
    assert (found.name, found.kinds, found.codes, found.country) == ("Ann Roos", ("government",), ("DUN",), "DUN")
    assert (found.used, found.described, found.articles) == (("Ann Roos",), ("Dunmore envoy",), 1)
    assert found.counts == {"source": 1, "target": 1, "attributedTo": 0}
    assert not found.gazetteer
    assert [actor.id for actor in strangers(store)] == ["DUN:ann-roos"]
    assert about(store, "nobody") is None
    assert {"Grey House", "Ann Roos", "Republic of Arland"} <= {label.text for label in labels(store)}
    (first,) = [s for s in statements() if s.trigger.text == "accused"]
    told = [(s.text, s.actor, s.code, s.title, s.rule) for s in seen(store, first.id)]
    assert told == [
        ("Ann Roos", "DUN:ann-roos", "DUN", "Dunmore envoy", "title"),
        ("Harold Pimm", None, None, None, "unknown"),
    ]


# -- the service


@pytest.fixture(scope="module")
def client(harbour: Gazetteer) -> Iterator[TestClient]:
    with Store.memory() as made:
        made.put(ARTICLE, statements(), BY)
        made.put_gazetteer(harbour, everybody=True)
        made.derive()
        yield TestClient(create_app(made, Settings()))


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("grey", [("DUN", "Grey House")]),
        ("DUNMOREAN", [("DUN", "Dunmorean")]),
        ("old dunm", [("DUN", "Old Dunmoor")]),
        ("republic of a", [("ARL", "Republic of Arland")]),
        ("máya", [("mayor-lee", "Maya Lee"), ("DUN", "Maya Lee")]),
        ("roos", [("DUN:ann-roos", "Ann Roos")]),
        ("LEAGUE", [("harbour-league", "LEAGUE")]),
        ("nobody", []),
        ("!", []),
    ],
)
def test_the_service_finds_actors_by_anything_they_are_called(
    client: TestClient, q: str, found: list[tuple[str, str]]
) -> None:
    items = client.get("/actors", params={"q": q}).json()["items"]
    assert [(item["id"], item["found_by"]) for item in items] == found


def test_pages_of_a_search_hold_everybody_once(client: TestClient) -> None:
    ids, cursor = [], ""
    while True:
        page = client.get("/actors", params={"q": "e", "limit": 1, **({"cursor": cursor} if cursor else {})}).json()
        ids += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert sorted(ids) == ["ARL", "DUN", "harbour-league", "mayor-lee"]


def test_the_service_shows_names_offices_ids_and_partners(client: TestClient) -> None:
    def one(actor: str) -> dict[str, Any]:
        found: dict[str, Any] = client.get(f"/actors/{actor}").json()
        return found

    dunmore = one("DUN")
    assert (dunmore["wikidata"], dunmore["iso3"], dunmore["country"]) == ("Q42", "DUN", "DUN")
    assert dunmore["aliases"] == ["Old Dunmoor", "Republic of Dunmore"]
    assert {(n["text"], n["sense"]) for n in dunmore["names"]} >= {
        ("Grey House", "seat"),
        ("Dunmorean", "demonym"),
        ("Old Dunmoor", "former"),
        ("Republic of Dunmore", "name"),
    }
    assert dunmore["partners"] == [{"code": "ARL", "name": "Arland", "statements": 1, "edges": 1}]
    assert one("mayor-lee")["offices"] == [
        {"office": "envoy", "code": "LEAGUE", "kind": "igo", "start": "2001", "end": "2004-06"},
        {"office": "president", "code": "DUN", "kind": "government", "start": "2011-03-14", "end": None},
    ]
    roos = one("DUN:ann-roos")
    assert roos["described"] == ["Dunmore envoy"]
    assert roos["mentioned"] == {"articles": 1, "source": 1, "target": 1, "attributed_to": 0}


# -- codes that are nobody's own


def test_a_code_out_of_office_is_called_after_who_acts_under_it(kg: Kg, tmp_path: Path) -> None:
    former = {"id": "a", "published": "2021-05-03", "text": "Former US President Donald Trump accused China of lying."}
    envoy = {"id": "b", "published": "2010-05-03", "text": "Tony Blair accused Iran of lying."}
    graph, whole = tmp_path / "g", tmp_path / "whole"
    for number, articles in enumerate(([former], [envoy], [former, envoy])):
        file = tmp_path / f"{number}.jsonl"
        file.write_text("".join(json.dumps(each) + "\n" for each in articles))
        assert kg("--store", whole if number == 2 else graph, "build", file).code == 0
    with Store.open(graph, read_only=True) as built, Store.open(whole, read_only=True) as at_once:
        called = names(built)
        assert called == names(at_once)
    assert (called["USA:TRUMP"], called["MIDDLE-EAST-QUARTET"]) == ("Donald Trump", "Quartet on the Middle East")
