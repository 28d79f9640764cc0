"""Statements that are not whole: anybody may write to the graph, and what is not understood is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.facts import statements
from kg import verify
from kg.about import about
from kg.check import graph_problems
from kg.events import Wanted, events
from kg.graph import edges, names
from kg.index import Index
from kg.known import changes
from kg.lexicon.actors import Name, Tenure, gazetteer
from kg.model import Actor, Article, Modality, Statement
from kg.rdf.actors import actor_quads
from kg.rdf.facts import facts
from kg.rdf.namespaces import EDGES, LEDGER, ORIGINS, PREFIXES, article_graph, article_iri, statement_iri, term
from kg.rdf.quads import article_quads
from kg.rebuild import stored
from kg.settings import Settings
from kg.settle import settle
from kg.store import Store
from kg.who import labels, strangers
from tests.api_world import CHINA, EXTRACTOR, RUSSIA, denial, second_article, world
from tests.served import ALLOWED, TOKEN, served, small_graph

C = PREFIXES["c"]
LISTS = ("/statements", "/articles", "/timeline", "/timeline?by=week", "/dyads", "/graph", "/outlets", "/actors")
MOST = 1  # of one predicate of nodes of one kind
CHANGES = ("gone", "text", "number", "elsewhere", "nothing", "blank", "triple", "twice")


def changed(quad: ox.Quad, how: str) -> list[ox.Quad]:
    """Return what stands in place of a quad whose object is not what it should be."""
    value = quad.object
    kind = value.value.rpartition("/")[0] + "/" if isinstance(value, ox.NamedNode) else ""
    objects: dict[str, list[object]] = {
        "gone": [],
        "text": [ox.Literal('x> "y')],
        "number": [ox.Literal(str(10**30), datatype=term("xsd:integer"))],
        "elsewhere": [ox.NamedNode("http://x.example/odd")],
        "nothing": [ox.NamedNode(kind) if kind else ox.Literal("")],
        "blank": [ox.BlankNode()],
        "triple": [ox.Triple(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal("c"))],
        "twice": [
            value,
            ox.Literal("2022-03-14") if isinstance(value, ox.Literal) else ox.NamedNode("http://x.example/"),
        ],
    }
    return [ox.Quad(quad.subject, quad.predicate, each, quad.graph_name) for each in objects[how]]  # type: ignore[arg-type]


def renamed(key: str) -> tuple[Article, list[Statement]]:
    """The article of the small world under another id."""
    article, said = denial()
    new = {each.id: replace(each, article=key, content=None) for each in said}
    return replace(article, id=key), [
        replace(new[each.id], content=new[each.content].id) if each.content else new[each.id] for each in said
    ]


def cases(how: str) -> Iterator[tuple[str, list[ox.Quad], ox.Quad]]:
    """Yield article ids with the quads of an article in which one is changed: each predicate of each kind of node."""
    tried = Counter[tuple[str, object]]()
    for number in range(len(article_quads(*renamed("case-0"), EXTRACTOR))):
        key = f"case-{number}"
        quads = sorted(article_quads(*renamed(key), EXTRACTOR), key=str)
        quad = quads[number]
        kind = re.sub("[^/]*$", "", str(quad.subject).partition("?")[0])
        tried[kind, quad.predicate] += 1
        if tried[kind, quad.predicate] <= MOST:
            yield key, [*quads[:number], *changed(quad, how), *quads[number + 1 :]], quad


def told(index: Index, article: str) -> set[tuple[object, ...]]:
    """Return what the index has of an article's statements, as far as a lost code does not make less of it."""
    text = "SELECT relation, attributed, content, modality, edge FROM statement WHERE article = ?"
    found = index.rows(text, [article])
    return {row[:-1] for row in found} | {row for row in found if row[-1]}


@dataclass(frozen=True)
class Odd:
    """A graph of two articles as they should be and many that are odd, with the quad of each that was changed."""

    how: str
    store: Store
    changed: Mapping[str, ox.Quad]


GOOD = {article.id: {each.id for each in said} for article, said in (denial(), second_article())}


@pytest.fixture(scope="module", params=CHANGES)
def odd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Odd]:
    with Store.open(tmp_path_factory.mktemp("odd") / "graph") as store:
        for article, said in (denial(), second_article()):
            store.put(article, said, EXTRACTOR)
        store.put_actors([CHINA, RUSSIA])
        changes = {}
        for key, quads, quad in cases(request.param):
            store.native.extend(quads)
            changes[key] = quad
        store.journal.forget()
        store.derive()
        yield Odd(request.param, store, changes)


def test_whatever_is_odd_is_left_out_and_nothing_else(odd: Odd) -> None:
    with Index.of(odd.store) as index:
        ids = {key for (key,) in index.rows("SELECT id FROM statement")}
        assert set().union(*GOOD.values()) <= ids
        whole = told(index, "denial-1")
        for key, quad in odd.changed.items():
            if quad.predicate != term("c:content"):  # without it, nobody can tell what was a content
                assert told(index, key) <= whole, (odd.how, str(quad))
    assert {event.statement for event in events(odd.store, Wanted(said=True))} <= ids


def test_whatever_is_odd_can_be_asked_about(odd: Odd) -> None:
    verify.verify(odd.store)
    assert set(GOOD) <= {article.id for article in stored(odd.store)}
    for key in odd.changed:
        about(odd.store, key)
    if odd.how == "gone":
        assert "case-" in "\n".join(map(str, graph_problems(odd.store)))


def test_whatever_is_odd_the_service_answers(odd: Odd) -> None:
    with TestClient(create_app(odd.store, Settings())) as client:
        for path in LISTS:
            assert client.get(path).status_code == 200, path
        shown: list[str] = []
        path = "/statements?limit=500"
        while path:
            page = client.get(path).json()
            shown += [item["id"] for item in page["items"]]
            path = f"/statements?limit=500&cursor={page['next']}" if page["next"] else ""
        for key, said in GOOD.items():
            assert {each["id"] for each in client.get(f"/articles/{quote(key, safe='')}").json()["statements"]} == said
        for key, quad in odd.changed.items():
            assert client.get(f"/articles/{key}").status_code in (200, 404), (odd.how, str(quad))
            for statement in {each.id for each in renamed(key)[1]} - set(shown):
                assert client.get(f"/statements/{statement}").status_code == 404, (odd.how, str(quad))
    with Index.of(odd.store) as index:
        assert sorted(shown) == sorted(key for (key,) in index.rows("SELECT id FROM statement"))


ACTOR = Actor("case", "Case Person", "person", "CASE", "CHN", ("Case",), "CP", "Q1")


def person(key: str) -> list[ox.Quad]:
    """A person under some id and code, with everything that there may be of one."""
    actor = replace(ACTOR, id=key, code=key.upper())
    known = [Name(f"{key} {sense}", actor, sense) for sense in ("seat", "former")]
    return actor_quads(actor, names=known, tenures=[Tenure("minister", "government", "CHN", "CHN", "2020", "2021")])


@pytest.mark.parametrize("how", CHANGES[1:])
def test_whatever_is_odd_among_actors_edges_and_ledger_is_left_out(how: str) -> None:
    with world() as store:
        called, there = names(store), len(list(labels(store)))
        odd = [f"case-{number}" for number in range(len(person("case")))]
        for number, key in enumerate(odd):
            quads = person(key)
            store.native.extend([*quads[:number], *changed(quads[number], how), *quads[number + 1 :]])
        for graph in (EDGES, LEDGER):
            first = {quad.predicate: quad for quad in store.native.quads_for_pattern(None, None, None, graph)}
            for quad in first.values():
                store.native.remove(quad)
                store.native.extend(changed(quad, how))
        with TestClient(create_app(store, Settings())) as client:
            heads = {each["id"] for each in client.get("/actors?limit=500").json()["items"]}
            assert {"CHN", "RUS", "USA"} <= heads
            assert client.get("/actors?q=case").status_code == 200
            for key in odd:
                assert client.get(f"/actors/{key}").status_code == (200 if key in heads else 404), (how, key)
        edges(store)
        assert len(list(labels(store))) > there
        assert {actor.id for actor in strangers(store)} <= heads
        changes(store.native, odd, [], [], lambda _: False)
        if how in ("blank", "triple", "twice"):  # the others cost as much, and are no harder to compare
            list(graph_problems(store))
        store.derive()
        assert store.derived()
        assert called.items() <= names(store).items()


def test_what_is_no_article_is_not_the_same_report(tmp_path: Path) -> None:
    with Store.open(small_graph(tmp_path / "graph")) as store:
        other = f"c:origin <{PREFIXES['origin']}x>"
        odd = f"<http://x.example/odd> {other} . <{PREFIXES['article']}> {other}"
        store.update(f"INSERT DATA {{ GRAPH {ORIGINS} {{ {article_iri('denial-1')} {other} . {odd} }} }}")
        assert "same report as" not in dict(about(store, "denial-1") or ())


def test_a_statement_of_nothing_but_its_type_does_not_stop_the_service(tmp_path: Path) -> None:
    graph, fine = article_graph("zz"), ("http://x.example/a", "http://x.example/b", "fine")
    bare = f"INSERT DATA {{ GRAPH {graph} {{ {statement_iri('nnn')} a <{C}Statement> }} }}"
    nowhere = bare.replace(str(graph), f"<{PREFIXES['graph']}article/>")
    good = f'INSERT DATA {{ GRAPH <http://x.example/g> {{ <{fine[0]}> <{fine[1]}> "{fine[2]}" }} }}'
    folder = small_graph(tmp_path / "graph")
    with served(folder, token=TOKEN, query_seconds=3.0) as (client, _):
        for text in (bare, nowhere, good):
            answer = client.post(
                "/sparql", content=text, headers={"Content-Type": "application/sparql-update", **ALLOWED}
            )
            assert answer.status_code == 204, answer.text
        shown = client.get("/sparql", params={"query": f"ASK {{ <{fine[0]}> <{fine[1]}> '{fine[2]}' }}"})
        assert shown.json()["boolean"] is True
        assert client.get("/statements/nnn").status_code == 404
        assert len(client.get("/statements").json()["items"]) == len((*denial()[1], *second_article()[1]))
    with Store.open(folder) as store:
        settle(store, gazetteer())
        assert store.derived()
        assert "statement/nnn" in "\n".join(map(str, graph_problems(store)))


def test_what_a_statement_that_is_not_whole_says_is_nobodys_own_word(caplog: pytest.LogCaptureFixture) -> None:
    """China denies that Russia asked: without the denial's modality, nobody says that Russia asked."""
    article, said = denial()
    denied, asked = said[0], said[1]
    left_out = statement_iri(denied.id)
    quads = [
        quad
        for quad in article_quads(article, said, EXTRACTOR)
        if not (quad.subject == left_out and quad.predicate == term("c:modality"))
    ]
    found = {fact.id for fact in facts(article.id, quads)}
    assert found == {each.id for each in said} - {denied.id, asked.id}
    assert f"{left_out.value} is left out: it has no c:modality" in caplog.text


def test_what_somebody_says_that_another_said_is_told_with_both_or_not_at_all(tmp_path: Path) -> None:
    """China denied that Washington accused Russia of attacking it: nowhere does Washington accuse, or Russia attack."""
    article, said = denial()
    attacked = replace(said[2], article="deep", attributed_to=None, modality=Modality.ACTUAL)
    accused = replace(said[4], article="deep", relation="ACCUSE", content=attacked.id)
    denied = replace(said[0], article="deep", content=accused.id)
    with Store.open(tmp_path / "graph") as store:
        store.put(replace(article, id="deep"), [denied, accused, attacked], EXTRACTOR)
        store.put_actors([CHINA, RUSSIA])
        shown = {each.id: each for each in statements(store, [attacked.id, accused.id, denied.id])}
        inner, outer = shown[attacked.id], shown[accused.id]
        assert outer.plain.endswith(f"(said only within: {shown[denied.id].plain})")
        assert inner.plain.endswith(f"(said only within: {outer.plain})")
        store.update(
            f"DELETE {{ GRAPH ?g {{ ?s c:modality ?m }} }} WHERE {{ VALUES ?s {{ {statement_iri(denied.id)} }} "
            "GRAPH ?g { ?s c:modality ?m } }"
        )
        assert statements(store, [attacked.id, accused.id, denied.id]) == []


def test_what_says_itself_is_shown(tmp_path: Path) -> None:
    article, said = denial()
    with Store.open(tmp_path / "graph") as store:
        store.put(article, [replace(said[0], content=said[0].id), said[2]], EXTRACTOR)
        assert [each.id for each in statements(store, [said[0].id, said[2].id])] == [said[0].id, said[2].id]
