"""The store: replacement, idempotence, edges and ledger, queries, export, errors."""

from __future__ import annotations

import errno
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import Dataset, Graph
from rdflib.plugins.sparql import prepareQuery

from kg import resources
from kg.folder import reason
from kg.graph import edges as network
from kg.model import Article, Modality, Statement
from kg.positions import positions
from kg.rdf.facts import facts
from kg.rdf.namespaces import ACTORS, EDGES, LEDGER, ONTOLOGY, article_graph, term
from kg.rdf.provenance import fingerprint
from kg.rdf.quads import RdfError, article_quads
from kg.store import Store, StoreError
from tests.harbour import ARL, BY, DENIAL, DUN, LEAGUE, NAVY, VES, denial, one

TEXT = "S says A acts on B"


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.memory() as memory:
        yield memory


def exported(store: Store, syntax: str = "nquads") -> bytes:
    out = io.BytesIO()
    store.export(syntax, out)
    return out.getvalue()


def edges(*articles: Sequence[Statement]) -> set[str]:
    """Return the plain edges ("ARL accuses DUN") of articles of these statements, each with an id of its own."""
    with Store.memory() as store:
        for statements in articles:
            store.put(Article(statements[0].article, TEXT), statements, BY)
        store.derive()
        found = store.native.quads_for_pattern(None, None, None, EDGES)
        return {" ".join(_name(node) for node in quad.triple) for quad in found}


def _name(node: object) -> str:
    assert isinstance(node, ox.NamedNode)
    return node.value.replace("#", "/").rpartition("/")[2]


def held(*statements: Statement) -> set[tuple[str, str, str]]:
    """Return who takes which stance by which relation's statement in one article."""
    relation = {s.id: s.relation for s in statements}
    found = facts("a", article_quads(Article("a", TEXT), statements, BY))
    return {(p.holder.rpartition("/")[2], p.stance, relation[p.statement]) for p in positions(found)}


# -- the one rule ---------------------------------------------------------------------------------------------------


def test_what_is_reported_as_so_is_an_edge() -> None:
    assert edges([one(TEXT, "ACCUSE", ARL, DUN)]) == {"ARL accuses DUN"}


def test_an_edge_joins_what_the_actors_act_for() -> None:
    assert edges([one(TEXT, "ASSAULT", NAVY, LEAGUE)]) == {"DUN assaults LEAGUE"}


@pytest.mark.parametrize(
    "statement",
    [
        one(TEXT, "REQUEST", ARL, DUN, speaker=VES),
        one(TEXT, "REQUEST", ARL, DUN, speaker=ARL),
        one(TEXT, "REQUEST", ARL, DUN, attributed=True),
        one(TEXT, "REQUEST", ARL, DUN, modality=Modality.FUTURE),
        one(TEXT, "REQUEST", ARL, DUN, modality=Modality.HYPOTHETICAL),
        one(TEXT, "REQUEST", ARL, DUN, modality=Modality.NEGATED),
        one(TEXT, "REQUEST", None, DUN),
        one(TEXT, "REQUEST", ARL, None),
        replace(one(TEXT, "REQUEST", ARL, DUN), target=None),
        one(TEXT, "REQUEST", NAVY, DUN),
    ],
    ids=[
        "said by another",
        "said by itself",
        "said by somebody unknown",
        "future",
        "hypothetical",
        "negated",
        "unknown source",
        "unknown target",
        "no target",
        "within one state",
    ],
)
def test_what_is_not_reported_as_so_is_no_edge(statement: Statement) -> None:
    assert edges([statement]) == set()


@pytest.mark.parametrize("relation", ["DENY", "CONFIRM", "ACCUSE", "REQUEST", "THREATEN", "AGREE", "SUPPORT"])
def test_the_content_of_anything_is_no_edge(relation: str) -> None:
    content = one(TEXT, "ASSAULT", DUN, VES)
    assert edges([content, one(TEXT, relation, ARL, None, content=content.id, trigger=1)]) == set()


def test_content_of_content_is_no_edge() -> None:
    inner = one(TEXT, "ASSAULT", DUN, VES)
    middle = one(TEXT, "ACCUSE", ARL, DUN, content=inner.id, trigger=1)
    outer = one(TEXT, "DENY", VES, ARL, content=middle.id, trigger=2)
    assert edges([inner, middle, outer]) == {"VES denies ARL"}


def test_content_is_no_edge_even_of_a_stance_that_is_itself_no_edge() -> None:
    content = one(TEXT, "ASSAULT", DUN, VES)
    denied = one(TEXT, "DENY", None, None, content=content.id, trigger=1, modality=Modality.NEGATED)
    assert edges([content, denied]) == set()


def test_the_order_of_statements_does_not_matter_for_the_rule() -> None:
    stance, claim = denial()
    for order in ([stance, claim], [claim, stance]):
        with Store.memory() as store:
            store.put(DENIAL, order, BY)
            store.derive()
            assert list(store.native.quads_for_pattern(None, None, None, EDGES)) == []


def test_the_same_proposition_in_the_own_voice_of_another_article_is_an_edge() -> None:
    content = one(TEXT, "REQUEST", ARL, DUN)
    claimed = [content, one(TEXT, "DENY", DUN, None, content=content.id, trigger=1)]
    assert edges(claimed) == set()
    assert edges(claimed, [one(TEXT, "REQUEST", ARL, DUN, article="b")]) == {"ARL requestsOf DUN"}


def test_the_same_proposition_in_another_sentence_of_the_article_is_an_edge() -> None:
    content = one(TEXT, "REQUEST", ARL, DUN)
    denied = one(TEXT, "DENY", DUN, None, content=content.id, trigger=1)
    assert edges([content, denied, one(TEXT, "REQUEST", ARL, DUN, trigger=3)]) == {"ARL requestsOf DUN"}


# -- positions ------------------------------------------------------------------------------------------------------


def test_the_outlet_asserts_what_stands_in_its_own_voice_and_denies_what_it_negates() -> None:
    assert held(one(TEXT, "AID", ARL, DUN)) == {("a", "assertion", "AID")}
    assert held(one(TEXT, "AID", ARL, DUN, modality=Modality.NEGATED)) == {("a", "denial", "AID")}
    assert held(one(TEXT, "AID", ARL, DUN, modality=Modality.FUTURE)) == set()


def test_who_is_quoted_asserts_it_and_the_outlet_does_not() -> None:
    assert held(one(TEXT, "AID", ARL, DUN, speaker=VES)) == {("VES", "assertion", "AID")}
    assert held(one(TEXT, "AID", ARL, DUN, attributed=True)) == set()


def test_a_denial_with_a_speaker_of_the_claim_has_two_sides() -> None:
    claim = one(TEXT, "AID", ARL, DUN, speaker=VES)
    stance = one(TEXT, "DENY", DUN, None, content=claim.id, trigger=1)
    assert held(claim, stance) == {("VES", "assertion", "AID"), ("DUN", "denial", "AID"), ("a", "assertion", "DENY")}


@pytest.mark.parametrize(
    ("relation", "modality", "expected"),
    [
        ("DENY", Modality.ACTUAL, {("DUN", "denial")}),
        ("DENY", Modality.NEGATED, {("DUN", "assertion")}),
        ("ACCUSE", Modality.ACTUAL, {("DUN", "assertion")}),
        ("CONFIRM", Modality.ACTUAL, {("DUN", "assertion")}),
        ("CONFIRM", Modality.NEGATED, {("DUN", "denial")}),
        ("REQUEST", Modality.ACTUAL, set()),
        ("THREATEN", Modality.ACTUAL, set()),
        ("DENY", Modality.HYPOTHETICAL, set()),
    ],
)
def test_the_stance_towards_a_content(relation: str, modality: Modality, expected: set[tuple[str, str]]) -> None:
    content = one(TEXT, "AID", ARL, VES, modality=modality)
    found = held(content, one(TEXT, relation, DUN, None, content=content.id, trigger=1))
    assert {(who, stance) for who, stance, what in found if what == "AID"} == expected


@pytest.mark.parametrize(
    "stance",
    [
        one(TEXT, "DENY", DUN, None, speaker=VES, trigger=1),
        one(TEXT, "DENY", DUN, None, modality=Modality.NEGATED, trigger=1),
        one(TEXT, "DENY", DUN, None, modality=Modality.FUTURE, trigger=1),
        one(TEXT, "DENY", None, None, trigger=1),
    ],
    ids=["only said by another to deny", "did not deny", "will deny", "unknown"],
)
def test_no_stance_where_none_was_reported_as_so(stance: Statement) -> None:
    content = one(TEXT, "AID", ARL, VES)
    assert {p for p in held(content, replace(stance, content=content.id)) if p[2] == "AID"} == set()


def test_the_ledger_counts_statements_articles_and_outlets(store: Store) -> None:
    for name, outlet in (("a", "P"), ("b", "P"), ("c", "Q")):
        store.put(Article(name, TEXT, publisher=outlet), [one(TEXT, "AID", ARL, DUN, article=name)], BY)
    store.put(Article("d", TEXT), [one(TEXT, "AID", ARL, DUN, article="d", speaker=VES)], BY)
    store.derive()
    found = store.query("""SELECT ?statements ?edges ?articles ?outlets ?who {
        ?p c:statementCount ?statements ; c:edgeCount ?edges ; c:articleCount ?articles ; c:outletCount ?outlets ;
           c:assertedBy ?who } ORDER BY ?who""")
    assert isinstance(found, ox.QuerySolutions)
    rows = [[term.value for term in row] for row in found]
    holders = [f"https://communique.example/{who}" for who in ("code/VES", "outlet/P", "outlet/Q")]
    assert rows == [["4", "3", "4", "3", holder] for holder in holders]


# -- writing --------------------------------------------------------------------------------------------------------


def test_a_corrected_article_replaces_its_graph_and_no_other(store: Store) -> None:
    store.put(DENIAL, denial(), BY)
    store.put(replace(DENIAL, id="harbour-2"), [], BY)
    before = set(store.native.quads_for_pattern(None, None, None, article_graph("harbour-2")))
    corrected = replace(DENIAL, text="Nothing was denied.", title="Correction")
    store.put(corrected, [], BY)
    found = set(store.native.quads_for_pattern(None, None, None, article_graph("harbour-1")))
    former = {quad for quad in found if "?version=" in str(quad)}  # the text that was there before
    assert found - former == set(article_quads(corrected, [], BY))
    assert {str(q.object) for q in former if q.predicate == term("schema:text")} == {str(ox.Literal(DENIAL.text))}
    assert set(store.native.quads_for_pattern(None, None, None, article_graph("harbour-2"))) == before
    assert list(store.articles()) == ["harbour-1", "harbour-2"]


def test_one_article_in_a_batch_twice_counts_with_its_last_text(store: Store) -> None:
    items = [(DENIAL, denial()), (replace(DENIAL, text="Later."), [])]
    assert store.put_many(items, BY) == 2
    found = set(store.native.quads_for_pattern(None, None, None, article_graph("harbour-1")))
    former = {quad for quad in found if "?version=" in str(quad)}
    assert found - former == set(article_quads(replace(DENIAL, text="Later."), [], BY))


def test_the_same_input_gives_the_same_bytes_in_any_order_and_again() -> None:
    items = [(DENIAL, denial()), (Article("b", TEXT, publisher="P"), [one(TEXT, "AID", NAVY, LEAGUE, article="b")])]
    results = []
    for order in (items, items[::-1]):
        with Store.memory() as store:
            for article, statements in order:
                store.put(article, statements, BY)
            store.put_actors([ARL, DUN, NAVY])
            store.derive()
            results.append(exported(store))
            for article, statements in order:
                store.put(article, statements, BY)
            store.put_actors([DUN, NAVY, ARL])
            store.derive()
            results.append(exported(store))
    with Store.memory() as store:
        store.put_actors([ARL, DUN, NAVY])
        store.put_many(items, BY)
        store.derive()
        results.append(exported(store))
    assert len(set(results)) == 1
    assert results[0].splitlines() == sorted(results[0].splitlines())


def test_a_removed_article_takes_its_edges_ledger_and_actors_with_it(store: Store) -> None:
    store.put(Article("b", TEXT), [one(TEXT, "AID", VES, LEAGUE, article="b")], BY)
    store.put_actors([ARL, DUN])
    store.derive()
    without = exported(store)
    store.put(Article("a", TEXT), [one(TEXT, "AID", ARL, NAVY)], BY)
    store.derive()
    assert b"actor/DUN/navy" in exported(store)
    assert store.remove("a")
    assert not store.remove("a")
    assert not store.derived()
    store.derive()
    assert exported(store) == without


def test_derived_says_whether_edges_and_ledger_are_of_these_articles(store: Store) -> None:
    assert not store.derived()
    store.put(DENIAL, denial(), BY)
    store.derive()
    assert store.derived()
    store.put(DENIAL, denial(), BY)
    assert store.derived()
    store.put(DENIAL, [], BY)
    assert store.derived(), "statements follow from the article and its extractor, which are the same"
    store.put(replace(DENIAL, text="Other."), [], BY)
    assert not store.derived()
    store.derive()
    store.put_actors([ARL])
    assert not store.derived()


@pytest.mark.parametrize("graph", [EDGES, LEDGER, ACTORS, ONTOLOGY])
def test_derive_repairs_each_graph_that_is_not_as_it_should_be(store: Store, graph: ox.NamedNode) -> None:
    store.put(Article("a", TEXT), [one(TEXT, "AID", ARL, DUN)], BY)
    store.derive()
    whole = exported(store)
    first = next(iter(store.native.quads_for_pattern(None, None, None, graph)))
    store.native.remove(first)
    store.native.add(
        ox.Quad(
            ox.NamedNode("https://communique.example/code/ARL"),
            first.predicate,
            ox.NamedNode("https://communique.example/code/XXX"),
            graph,
        )
    )
    if graph == ACTORS:
        store.put(Article("a", TEXT), [one(TEXT, "AID", ARL, DUN)], BY)
    store.derive()
    assert exported(store) == whole


def test_finished_knows_an_unchanged_article(store: Store) -> None:
    store.put(DENIAL, denial(), BY)
    assert store.finished("harbour-1", fingerprint(DENIAL, BY))
    assert not store.finished("harbour-1", fingerprint(replace(DENIAL, text="x"), BY))
    assert not store.finished("harbour-2", fingerprint(DENIAL, BY))


def test_a_refused_article_leaves_the_store_as_it_was(store: Store) -> None:
    store.put(DENIAL, denial(), BY)
    before = exported(store)
    with pytest.raises(RdfError, match="lone surrogate"):
        store.put(replace(DENIAL, text="\ud800"), [], BY)
    assert exported(store) == before


@pytest.mark.parametrize("nasty", ['"""', "\\", 'x" . } ; DROP ALL ; #', "a\nb\r\t", "\\u0022 } ; CLEAR ALL #", "\x00"])
def test_text_of_a_replaced_article_is_data_in_the_update_too(store: Store, nasty: str) -> None:
    store.put(replace(DENIAL, id="other"), [], BY)
    for _ in range(2):
        store.put(replace(DENIAL, text=nasty, title=nasty, publisher=nasty, url=nasty), [], BY)
    found = store.query(
        "SELECT ?id ?t { ?a schema:identifier ?id ; schema:headline ?t ; schema:articleBody ?t }",
        bindings={"id": ox.Literal("harbour-1")},
    )
    assert isinstance(found, ox.QuerySolutions)
    assert [row["t"].value for row in found] == [nasty]
    assert list(store.articles()) == ["harbour-1", "other"]


# -- reading --------------------------------------------------------------------------------------------------------


def test_a_query_is_text_or_refused(store: Store) -> None:
    prepared = prepareQuery("SELECT * { ?s ?p ?o }")
    with pytest.raises(TypeError, match="as text"):
        store.query(prepared)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="as text"):
        store.dataset.query(prepared)
    assert list(store.dataset.query("SELECT * { ?s ?p ?o }")) == []


def test_a_store_whose_dataset_was_used_is_let_go(tmp_path: Path) -> None:
    with Store.open(tmp_path / "g") as store:
        held = store.dataset
        assert len(held) == 0
    Store.open(tmp_path / "g").close()


def test_a_binding_is_a_value_and_never_syntax(store: Store) -> None:
    store.put(DENIAL, denial(), BY)
    assert not store.query("ASK { ?a schema:headline ?t }", bindings={"t": ox.Literal('" } #')})
    assert store.query("ASK { ?a schema:headline ?t }", bindings={"t": ox.Literal("Dunmore denies it")})
    with pytest.raises(ValueError, match=r"\?t in its SELECT"):
        store.query("SELECT ?a { ?a schema:headline ?t }", bindings={"t": ox.Literal("x")})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ASK { ?s a c:Statement }", True),
        ("ASK FROM <https://communique.example/graph/edges> { ?s a c:Statement }", False),
        ("ASK\nfrom <https://communique.example/graph/article/harbour-1> { ?s a c:Statement }", True),
        ("ASK { ?s a c:Statement FILTER(\"from <x>\" != 'FROM') } # FROM <x>", True),
        ("ASK { ?from a c:Statement }", True),
    ],
)
def test_the_default_graph_is_the_union_unless_the_query_says_from(store: Store, text: str, found: bool) -> None:
    store.put(DENIAL, denial(), BY)
    assert bool(store.query(text)) is found


def test_all_conflict_is_one_query(store: Store) -> None:
    store.put(
        Article("a", TEXT),
        [
            one(TEXT, "ASSAULT", ARL, DUN),
            one(TEXT, "AID", DUN, ARL, trigger=1),
            one(TEXT, "ACCUSE", DUN, VES, trigger=2),
        ],
        BY,
    )
    store.derive()
    found = store.query("""SELECT ?a ?p ?b { ?p rdfs:subPropertyOf+ c:conflict .
        GRAPH <https://communique.example/graph/edges> { ?a ?p ?b } } ORDER BY ?a""")
    assert isinstance(found, ox.QuerySolutions)
    assert [[_name(term) for term in row] for row in found] == [["ARL", "assaults", "DUN"], ["DUN", "accuses", "VES"]]


def test_the_network_has_weights_and_labels(store: Store) -> None:
    for name in "ab":
        store.put(Article(name, TEXT), [one(TEXT, "ACCUSE", ARL, DUN, article=name)], BY)
    store.derive()
    graph = network(store)
    assert list(graph.edges(keys=True, data=True)) == [("ARL", "DUN", "ACCUSE", {"weight": 2, "score": -2.0})]
    assert {code: data["label"] for code, data in graph.nodes(data=True)} == {"ARL": "Arland", "DUN": "Dunmore"}


QUERIES = resources.path("ontology/queries")


def answers(store: Store, query: str, **bindings: str) -> list[dict[str, str]]:
    text = (QUERIES / f"{query}.rq").read_text(encoding="utf-8")
    values = {name: ox.NamedNode(f"https://communique.example/{iri}") for name, iri in bindings.items()}
    found = store.query(text, bindings=values)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [
        {name: row[name].value.removeprefix("https://communique.example/") for name in names if row[name]}
        for row in found
    ]


@pytest.fixture
def quarrel(store: Store) -> Store:
    """Dunmore denies that Arland asked it; Vesland accuses Arland and is said by Arland to arm Dunmore."""
    store.put(DENIAL, denial(), BY)
    store.put(
        Article("b", TEXT, published=DENIAL.published),
        [one(TEXT, "ACCUSE", VES, ARL, article="b"), one(TEXT, "AID", VES, DUN, article="b", speaker=ARL, trigger=1)],
        BY,
    )
    store.derive()
    return store


def test_query_who_denied_what(quarrel: Store) -> None:
    (row,) = answers(quarrel, "denials", code="code/DUN")
    asked = ("denier", "what", "claimed", "of", "towards", "sentence", "publisher", "article")
    assert {key: row[key] for key in asked} == {
        "denier": "Dunmore",
        "what": "boats",
        "claimed": "relation/REQUEST",
        "of": "code/ARL",
        "towards": "code/DUN",
        "sentence": DENIAL.text,
        "publisher": "The Harbour Post",
        "article": "article/harbour-1",
    }
    assert answers(quarrel, "denials", code="code/ARL") == []


def test_query_who_accused_whom(quarrel: Store) -> None:
    assert [(r["source"], r["target"]) for r in answers(quarrel, "accusations")] == [("code/VES", "code/ARL")]
    assert answers(quarrel, "accusations", source="code/ARL") == []


def test_query_what_one_says_about_another_leaves_out_what_is_only_claimed_of_it(quarrel: Store) -> None:
    said = answers(quarrel, "about", speaker="code/ARL", about="code/VES")
    assert [(r["how"], r["relation"]) for r in said] == [("says", "relation/AID")]
    denied = answers(quarrel, "about", speaker="code/DUN", about="code/ARL")
    assert [(r["how"], r["relation"]) for r in denied] == [("does", "relation/DENY")]
    claimed = answers(quarrel, "about", speaker="code/ARL", about="code/DUN")
    assert [(r["how"], r["relation"], r["source"]) for r in claimed] == [("says", "relation/AID", "code/VES")]


def test_query_dyads_and_timeline_count_own_voice_apart(quarrel: Store) -> None:
    found = {(r["source"], r["relation"], r["target"]): (r["reported"], r["all"]) for r in answers(quarrel, "dyads")}
    assert found == {
        ("code/VES", "relation/ACCUSE", "code/ARL"): ("1", "1"),
        ("code/VES", "relation/AID", "code/DUN"): ("0", "1"),
        ("code/ARL", "relation/REQUEST", "code/DUN"): ("0", "1"),
    }
    assert answers(quarrel, "timeline") == [
        {"source": "code/VES", "target": "code/ARL", "period": "2024-05", "reported": "1", "score": "-2"}
    ]
    assert answers(quarrel, "timeline", source="code/ARL") == []


def test_query_claims_of_one_source(quarrel: Store) -> None:
    found = answers(quarrel, "one-source", relation="relation/AID")
    assert [(r["source"], r["target"], r["asserter"], r["outlet"]) for r in found] == [
        ("code/VES", "code/DUN", "code/ARL", "article/b")
    ]


# -- export ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def built(store: Store) -> Store:
    store.put(DENIAL, denial(), BY)
    store.put(Article("b", 'A "text"\n\x00 with B\\', publisher="P"), [], BY)
    store.put_actors([ARL, DUN])
    store.derive()
    return store


def test_turtle_parses_in_rdflib_and_conforms_to_the_shapes(built: Store) -> None:
    graph = Graph().parse(exported(built, "turtle"), format="turtle")
    assert len(graph) == len({quad.triple for quad in built.native})
    conforms, _, text = validate(graph, shacl_graph=Graph().parse(resources.path("ontology/shapes.ttl")))
    assert conforms, text


@pytest.mark.parametrize(("syntax", "name"), [("trig", "trig"), ("jsonld", "json-ld"), ("nquads", "nquads")])
def test_every_format_with_graphs_holds_every_quad(built: Store, syntax: str, name: str) -> None:
    copy = Dataset().parse(exported(built, syntax), format=name)
    assert len(set(copy.quads())) == len(built)


def test_export_does_not_depend_on_how_much_is_sorted_at_a_time(built: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [exported(built, syntax) for syntax in ("turtle", "trig", "nquads", "jsonld")]
    monkeypatch.setattr("kg.rdf.writing.CHUNK", 7)
    assert [exported(built, syntax) for syntax in ("turtle", "trig", "nquads", "jsonld")] == whole


def test_another_format_is_refused(built: Store) -> None:
    with pytest.raises(ValueError, match="'xml' is none of turtle, trig, nquads, jsonld"):
        exported(built, "xml")


def test_there_are_no_blank_nodes(built: Store) -> None:
    assert not built.query("ASK { GRAPH ?g { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) } }")


# -- opening --------------------------------------------------------------------------------------------------------


def test_what_was_put_is_there_when_the_store_is_opened_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "deep" / "s") as store:
        store.put_many([(DENIAL, denial())], BY)
        store.derive()
        before = exported(store)
    with Store.open(tmp_path / "deep" / "s", read_only=True) as store:
        assert exported(store) == before
        with pytest.raises(StoreError, match="opened for reading only"):
            store.put(DENIAL, [], BY)


def test_a_backup_is_a_store(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.put(DENIAL, denial(), BY)
        store.backup(tmp_path / "copy")
        with Store.open(tmp_path / "copy", read_only=True) as copy:
            assert list(copy.articles()) == ["harbour-1"]
        with pytest.raises(StoreError, match="copy: "):
            store.backup(tmp_path / "copy")


def test_a_store_in_use_is_refused_in_one_line(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s"):
        program = "import sys; from kg.store import Store; Store.open(sys.argv[1])"
        other = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / "s")],
            capture_output=True,
            text=True,
            check=False,
            cwd=resources.path("kg").parent,
        )
    assert other.returncode == 1
    wanted = rf"/s: is in use by another process \(process {os.getpid()}\); only one can have it open for writing$"
    assert re.search(wanted, other.stderr.splitlines()[-1])


@pytest.mark.parametrize(
    "bad", [PermissionError(errno.EACCES, "Permission denied"), OSError(errno.ENOLCK, "No locks available")]
)
def test_a_lock_that_cannot_be_had_is_not_said_to_be_anothers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: OSError
) -> None:
    def refused(*_: object) -> None:
        raise bad

    monkeypatch.setattr("kg.folder.fcntl.flock", refused)
    with pytest.raises(StoreError, match=r"no permission to write there|No locks available") as told:
        Store.open(tmp_path / "blocklist" / "g")
    assert not told.value.in_use


def test_only_an_error_about_the_lock_means_in_use(tmp_path: Path) -> None:
    folder = tmp_path / "blocklist" / "g"
    with Store.open(folder) as store:
        store.backup(tmp_path / "blocklist" / "copy")
        with pytest.raises(StoreError) as there:
            store.backup(tmp_path / "blocklist" / "copy")
        assert not there.value.in_use
        with pytest.raises(OSError, match="lock") as held:
            ox.Store(folder)
        assert "is in use" in reason(folder, held.value)


def test_a_file_another_folder_and_nothing_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("x")
    with pytest.raises(StoreError, match=r"notes.txt: is a file; a graph is a folder"):
        Store.open(file)
    with pytest.raises(StoreError, match=r"holds other files and no graph"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match=r"nowhere: there is no graph"):
        Store.open(tmp_path / "nowhere", read_only=True)
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(StoreError, match=r"notes.txt/s: "):
        Store.open(file / "s")
