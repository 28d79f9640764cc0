"""`kg check`: each of its checks fails where it must."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyoxigraph as ox
import pytest

from kg import resources
from kg.check import graph_problems, ontology_problems, seed_problems
from kg.lexicon import function_words, kind_classes, taught, traits, triggers, weights, word_classes
from kg.lexicon.actors import gazetteer
from kg.lexicon.borders import read_borders
from kg.lexicon.tables import SeedError
from kg.rdf.namespaces import ACTORS, EDGES, LEDGER, article_graph, code_iri, statement_iri, term
from kg.store import Store
from tests.harbour import ARL, BY, DENIAL, DUN, denial

STANCE, CLAIM = denial()
GRAPH = article_graph("harbour-1")


@pytest.fixture
def built() -> Iterator[Store]:
    with Store.memory() as store:
        store.put(DENIAL, [STANCE, CLAIM], BY)
        store.put_actors([ARL, DUN])
        store.derive()
        yield store


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resources.path("ontology"), tmp_path / "ontology"))


def reasons(store: Store) -> str:
    return "\n".join(map(str, graph_problems(store)))


def test_the_ontology_of_the_package_has_no_problem() -> None:
    assert list(ontology_problems(resources.path("ontology"))) == []


def test_the_tables_of_the_package_have_no_problem() -> None:
    assert list(seed_problems()) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("communique.ttl", "c:Statement a owl:Class", "c:Statement a owl:Class .. ", "communique.ttl: "),
        ("communique.ttl", "rdfs:range c:Sentence", "rdfs:range c:Sentense", "ontology#Sentense>, which is declared"),
        ("shapes.ttl", "sh:path c:theme", "sh:path c:topic", "shapes.ttl: uses <.*ontology#topic>, which is"),
        ("communique.ttl", 'rdfs:label "theme"@en ;', "", "ontology#theme> has no rdfs:label"),
        ("communique.ttl", "rdfs:subClassOf c:Party", "rdfs:subClassOf c:Actor", "ontology#Actor> is above itself"),
        (
            "relations.ttl",
            "rdfs:subPropertyOf c:relatesTo",
            "rdfs:subPropertyOf c:accuses",
            "above itself by rdfs:subProp",
        ),
        ("relations.ttl", "stanceOnContent c:denial", "stanceOnContent c:actual", "ontology#actual is no stance"),
        ("relations.ttl", "c:score -2.0", "c:score -22.0", "score -22.0 is not between -10 and 10"),
        ("phrases.tsv", "[accused/accuse] {t} of {x}", "accused {t} of {x}", r"phrases.tsv:[0-9]+: both 'accused"),
        ("phrases.tsv", "ACCUSE\t", "GOSSIP\t", "the rows are not those of the relations: ACCUSE GOSSIP"),
        ("relations.ttl", "c:property c:accuses", "c:property c:seeds", "shapes.ttl: shape:Edge leaves out c:seeds"),
        ("communique.ttl", "c:denial a c:Stance", "c:denial rdfs:seeAlso [] ; a c:Stance", "has blank nodes"),
        ("queries/dyads.rq", "WHERE", "WHEER", "queries/dyads.rq: "),
    ],
)
def test_a_broken_ontology_is_reported(ontology: Path, file: str, old: str, new: str, problem: str) -> None:
    text = (ontology / file).read_text()
    assert old in text
    (ontology / file).write_text(text.replace(old, new))
    found = "\n".join(map(str, ontology_problems(ontology)))
    assert re.search(problem, found), found


def test_a_built_graph_has_no_problem(built: Store) -> None:
    assert reasons(built) == ""


def test_an_unbuilt_ledger_is_reported(built: Store) -> None:
    built.put(replace(DENIAL, id="new"), [], BY)
    assert "edges and ledger are older than the articles" in reasons(built)


def test_an_edge_without_a_statement_is_reported(built: Store) -> None:
    built.native.add(ox.Quad(code_iri("ARL"), term("c:requestsOf"), code_iri("DUN"), EDGES))
    assert reasons(built) == "edge ARL c:requestsOf DUN: no statement reports it as so in an article's own voice"


def test_a_missing_edge_is_reported(built: Store) -> None:
    built.put(replace(DENIAL, id="own"), [replace(CLAIM, article="own")], BY)
    built.derive()
    assert reasons(built) == ""
    built.native.clear_graph(EDGES)
    assert reasons(built) == "edge ARL c:requestsOf DUN: a statement reports it, and it is not among the edges"


@pytest.mark.parametrize(
    ("predicate", "value", "problem"),
    [
        ("c:modality", None, "Less than 1 values"),
        ("c:source", None, "Less than 1 values"),
        ("c:source", "actor:DUN", "actor/DUN"),
        ("c:content", "statement:nowhere", "Value does not have class c:Statement"),
        ("c:relation", "rel:GOSSIP", "relation/GOSSIP>, which the ontology does not declare"),
        ("c:mode", "mode:REQUEST-nicely", "mode/REQUEST-nicely>, which the ontology does not declare"),
        ("c:evidence", "article:harbour-1", "Value does not have class c:Sentence"),
        ("c:confidence", "c:actual", "Value is not Literal with datatype xsd:decimal"),
        ("c:gossip", "c:actual", "ontology#gossip>, which the ontology does not declare"),
    ],
)
def test_a_statement_out_of_shape_is_reported(built: Store, predicate: str, value: str | None, problem: str) -> None:
    node = statement_iri(CLAIM.id)
    for quad in list(built.native.quads_for_pattern(node, term(predicate), None, GRAPH)):
        built.native.remove(quad)
    if value is not None:
        built.native.add(ox.Quad(node, term(predicate), term(value), GRAPH))
    assert problem in reasons(built)


@pytest.mark.parametrize(("graph", "problem"), [(ACTORS, "#code"), (LEDGER, "#takes"), (GRAPH, "#fingerprint")])
def test_every_graph_is_validated(built: Store, graph: ox.NamedNode, problem: str) -> None:
    predicate = ox.NamedNode(f"https://communique.example/ontology{problem}")
    for quad in list(built.native.quads_for_pattern(None, predicate, None, graph)):
        built.native.remove(quad)
    assert f"{problem}>" in reasons(built)


def test_a_blank_node_is_reported(built: Store) -> None:
    built.native.add(ox.Quad(ox.BlankNode(), term("rdfs:label"), ox.Literal("x"), GRAPH))
    assert "has blank nodes" in reasons(built)


@pytest.mark.parametrize(
    ("problems", "file", "text", "problem"),
    [
        (
            word_classes.problems,
            "words.tsv",
            "class\twords\tnote\nport\tquay\t\n",
            "words.tsv:2: class 'port' is unknown",
        ),
        (
            word_classes.problems,
            "words.tsv",
            "class\twords\tnote\nspeech\t\tx\n",
            "words.tsv:2: class 'speech' has no wo",
        ),
        (word_classes.problems, "words.tsv", "class\twords\tnote\nspeech\tsay\t\n", "words.tsv:0: no row for "),
        (taught.problems, "words.tsv", "form\tnorm\tlemma\treason\nIS\t\t\tx\n", "words.tsv:2: no norm"),
        (taught.problems, "words.tsv", "form\tnorm\tlemma\treason\nI S\tnato\t\tx\n", "form 'I S' is not one word"),
        (taught.problems, "other.tsv", "", "words.tsv:0: there is no such table"),
        (function_words.problems, "words.tsv", "class\twords\tnote\nport\tquay\tx\n", "words.tsv:2: class 'port' is"),
        (function_words.problems, "words.tsv", "class\twords\tnote\nneither\tNor\tx\n", "words.tsv:2: word 'Nor' is"),
        (function_words.problems, "words.tsv", "class\twords\tnote\nneither\tnor\tx\n", "words.tsv:0: no row for "),
        (
            traits.problems,
            "traits.tsv",
            "trait\trelations\tnote\naimed\tGOSSIP\tx\n",
            "traits.tsv:2: relation 'GOSSIP' is",
        ),
        (
            traits.problems,
            "traits.tsv",
            "trait\trelations\tnote\nkind\tAID\tx\n",
            "traits.tsv:2: trait 'kind' is unknown",
        ),
        (traits.problems, "traits.tsv", "trait\trelations\tnote\naimed\tAID\tx\n", "traits.tsv:0: no row for "),
    ],
)
def test_a_table_of_words_that_is_not_as_it_must_be_is_a_problem(
    problems: Callable[[Path], list[str]], file: str, text: str, problem: str, tmp_path: Path
) -> None:
    (tmp_path / file).write_text(text)
    (found,) = problems(tmp_path)
    assert problem in found


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            "patterns.tsv",
            "\tcontrol\n",
            "\tremote\n",
            r"patterns.tsv:[0-9]+: trait 'remote' is none of control, help, ",
        ),
        ("verbs.tsv", "\tv-help", "\tv-hinder", r"verbs.tsv:[0-9]+: pattern 'v-hinder' is not in patterns.tsv"),
    ],
)
def test_a_lexicon_that_is_not_as_it_must_be_is_a_problem(
    file: str, old: str, new: str, problem: str, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(resources.path("seeds/triggers"), tmp_path / "triggers"))
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))
    (found,) = triggers.problems(folder)
    assert re.match(problem, found), found


def test_a_kind_that_no_actor_has_is_a_problem(tmp_path: Path) -> None:
    table = (resources.path("seeds/linking") / "kinds.tsv").read_text()
    (tmp_path / "kinds.tsv").write_text(table.replace("business | civilians\t", "business | harbour\t"))
    assert kind_classes.problems(tmp_path) == ["kinds.tsv:0: no kinds of seeds/actors/kinds.tsv: harbour"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("harbour_lord\tGBR\t", "sole.tsv:2: noun 'harbour_lord' is no agent noun"),
        ("home_secretary\tGBR | ZZZ\t", "sole.tsv:2: owners of 'home_secretary' are no actors: ZZZ"),
        ("home_secretary\t\t", "sole.tsv:2: noun 'home_secretary' stands already above or has no owners"),
    ],
)
def test_an_office_that_nobody_has_is_a_problem(row: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "sole.tsv").write_text(f"noun\towners\tnote\n{row}\n")
    with pytest.raises(SeedError, match=re.escape(problem)):
        word_classes.read_sole(tmp_path / "sole.tsv", gazetteer())


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("MLI\tNER\nNER\tTCD", "borders.tsv:3: state 'NER' and 'MLI' do not name each other"),
        ("MLI\tZZZ", "borders.tsv:2: ZZZ: no actor"),
        ("MLI\t", "borders.tsv:2: state 'MLI' stands already above or has no neighbours"),
    ],
)
def test_a_border_of_one_state_is_a_problem(rows: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "borders.tsv").write_text(f"state\tneighbours\n{rows}\n")
    with pytest.raises(SeedError, match=re.escape(problem)):
        read_borders(tmp_path / "borders.tsv", gazetteer())


@pytest.mark.parametrize(
    ("features", "shape", "kind", "problem"),
    [
        ("0.5 AID DENY\nw:a\n", (1, 2), "int16", "features.txt:1: the relations are not .*: ASSAULT DENY"),
        ("0 AID ASSAULT\nw:a\n", (1, 2), "int16", "features.txt:1: the scale '0' is no positive number"),
        ("0.5 AID ASSAULT\nw\n", (1, 2), "int16", "features.txt:2: 'w' is not GROUP:NAME"),
        ("0.5 AID ASSAULT\nw:a\nw:a\n", (2, 2), "int16", "features.txt:3: 'w:a' stands already above"),
        ("0.5 AID ASSAULT\nw:a\n", (2, 2), "int16", r"weights.npy: \(2, 2\) weights; features.txt asks for \(1, 2\)"),
        ("0.5 AID ASSAULT\nw:a\n", (1, 2), "float64", "weights.npy: weights of type float64; expected int16"),
    ],
)
def test_a_ranker_that_is_not_whole_is_a_problem(
    features: str, shape: tuple[int, int], kind: str, problem: str, tmp_path: Path
) -> None:
    (tmp_path / "features.txt").write_text(features)
    np.save(tmp_path / "weights.npy", np.zeros(shape, kind))
    (found,) = weights.problems(tmp_path, ["AID", "ASSAULT"])
    assert re.fullmatch(problem, found)


def test_a_ranker_that_is_not_there_or_cut_off_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "features.txt").write_text("0.5 AID ASSAULT\nw:a\n")
    (tmp_path / "weights.npy").write_bytes(b"")
    assert len(weights.problems(tmp_path, ["AID", "ASSAULT"])) == 1
    assert len(weights.problems(tmp_path / "none", ["AID", "ASSAULT"])) == 1
