"""The named queries, asked over HTTP and on the command line: answers, types, and that no value is ever text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from kg.model import Article, Statement
from kg.named import queries, read
from kg.settings import Settings
from tests.api_world import AMERICA, CHINA, EXTRACTOR, RUSSIA, mention, span, world
from tests.conftest import Kg

THREAT = "Washington said Russia requested drones from China. China threatened the United States. China asked Someone."
OTHER = "China accused the United States of lying."


def later() -> list[tuple[Article, list[Statement]]]:
    """What follows on the world of the other tests: a claim that is denied elsewhere, a threat, an accusation again."""
    article = Article("later-1", THREAT, "Later", "Valley Gazette", None, date(2022, 5, 1))
    first = span(THREAT, "Washington said Russia requested drones from China.")
    claim = Statement(
        "later-1",
        first,
        span(THREAT, "requested"),
        "REQUEST",
        mention(THREAT, "Russia", RUSSIA),
        mention(THREAT, "China", CHINA),
        theme="drones",
        attributed_to=mention(THREAT, "Washington", AMERICA),
    )
    refusal = Statement(
        "later-1", first, span(THREAT, "said"), "DENY", mention(THREAT, "China", CHINA), content=claim.id
    )
    second = span(THREAT, "China threatened the United States.")
    threat = Statement(
        "later-1",
        second,
        span(THREAT, "threatened"),
        "THREATEN",
        mention(THREAT, "China", CHINA, 1),
        mention(THREAT, "the United States", AMERICA),
    )
    third = span(THREAT, "China asked Someone.")
    asked = Statement(
        "later-1",
        third,
        span(THREAT, "asked"),
        "REQUEST",
        mention(THREAT, "China", CHINA, 2),
        mention(THREAT, "Someone", None),
    )
    other = Article("later-2", OTHER, None, "Valley Gazette", None, date(2022, 3, 20))
    accused = Statement(
        "later-2",
        span(OTHER, OTHER),
        span(OTHER, "accused"),
        "ACCUSE",
        mention(OTHER, "China", CHINA),
        mention(OTHER, "the United States", AMERICA),
    )
    return [(article, [claim, refusal, threat, asked]), (other, [accused])]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with world() as store:
        for article, statements in later():
            store.put(article, statements, EXTRACTOR)
        store.derive()
        with TestClient(create_app(store, Settings())) as client:
            yield client


def rows(client: TestClient, name: str, wanted: str, **bound: str) -> list[tuple[str, ...]]:
    answer = client.get(f"/queries/{name}", params={**bound, "format": "csv"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    found = csv.DictReader(io.StringIO(answer.text, newline=""))
    return [tuple(row[column].rpartition("/")[2] for column in wanted.split()) for row in found]


ANSWERS: list[tuple[str, dict[str, str], str, list[tuple[str, ...]]]] = [
    (
        "about",
        {"speaker": "USA", "about": "RUS"},
        "how relation source target modality",
        [
            ("says", "ASSAULT", "RUS", "", "ontology#future"),
            ("says", "REQUEST", "RUS", "CHN", "ontology#actual"),
        ],
    ),
    ("accusations", {"source": "CHN"}, "source target theme published", [
        ("CHN", "USA", "spreading rumours", "2022-03-14"),
        ("CHN", "USA", "", "2022-03-20"),
    ]),
    ("allies-and-rivals", {"actor": "CHN"}, "other score reports", [
        ("RUS", "2.1", "1"),
        ("USA", "-3.033333333333333333", "3"),
    ]),
    ("claims-about", {"source": "RUS"}, "speaker relation target modality", [
        ("USA", "ASSAULT", "", "ontology#future"),
        ("USA", "REQUEST", "CHN", "ontology#actual"),
    ]),
    ("corroborated", {"source": "CHN"}, "relation target period outlets deniers", [
        ("ACCUSE", "USA", "2022-03", "2", "0"),
    ]),
    ("corroborated", {"period": "2022-04"}, "relation", []),
    ("denials", {"claimer": "USA"}, "code claimed of towards claimer published", [
        ("CHN", "REQUEST", "RUS", "CHN", "USA", "2022-05-01"),
    ]),
    ("disputed", {"denier": "CHN"}, "asserter source relation target theme", [
        ("USA", "RUS", "REQUEST", "CHN", "drones"),
    ]),
    ("dyads", {"source": "CHN", "target": "USA"}, "relation reported all", [
        ("ACCUSE", "2", "2"),
        ("THREATEN", "1", "1"),
    ]),
    ("first-and-last", {"relation": "ACCUSE"}, "source target first last reports", [
        ("CHN", "USA", "2022-03-14", "2022-03-20", "2"),
    ]),
    ("one-source", {"relation": "THREATEN", "source": "CHN"}, "target period outlet", [
        ("USA", "2022-05", "Valley%20Gazette"),
    ]),
    ("outlets", {"outlet": "Valley Gazette", "source": "CHN"}, "target reports score", [("USA", "2", "-3.55")]),
    ("plans", {}, "source relation attributed when", [("RUS", "ASSAULT", "USA", "2022-03")]),
    ("requests", {"source": "RUS"}, "target attributed answer published", [
        ("CHN", "", "DENY", "2022-03-14"),
        ("CHN", "USA", "DENY", "2022-05-01"),
    ]),
    ("speakers", {"about": "RUS"}, "speaker statements articles", [("USA", "2", "2")]),
    ("threats-after-accusations", {"source": "CHN"}, "target accused threatened", [
        ("USA", "2022-03-20", "2022-05-01"),
    ]),
    ("timeline", {"source": "CHN", "target": "USA"}, "period reported", [("2022-03", "2"), ("2022-05", "1")]),
    ("unknown", {}, "name statements articles", [("Someone", "2", "2")]),
    ("voices-of", {"code": "USA"}, "name kind statements", [("United States", "state", "2")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "bound", "wanted", "expected"), ANSWERS, ids=[answer[0] for answer in ANSWERS])
def test_answers(
    client: TestClient, name: str, bound: dict[str, str], wanted: str, expected: list[tuple[str, ...]]
) -> None:
    assert rows(client, name, wanted, **bound) == expected


def test_a_value_is_never_put_into_a_row_that_does_not_have_it(client: TestClient) -> None:
    """The denial of March is of a claim that the text gives to nobody: no filter makes it a word of America."""
    everybody = rows(client, "denials", "published claimer")
    assert everybody == [("2022-03-14", ""), ("2022-05-01", "USA")]
    compared = {(q.name, p.name) for q in queries().values() for p in q.parameters if not p.everywhere}
    assert compared == {
        ("corroborated", "period"),
        ("corroborated", "target"),
        ("denials", "claimed"),
        ("denials", "claimer"),
        ("one-source", "outlet"),
        ("plans", "target"),
    }


def test_every_query_is_asked_here_and_described() -> None:
    assert {answer[0] for answer in ANSWERS} == set(queries())
    assert len(queries()) >= 15
    with world() as store:
        paths = create_app(store, Settings()).openapi()["paths"]
    for name, query in queries().items():
        described = paths[f"/queries/{name}"]["get"]
        assert described["summary"] == query.title
        names = [parameter["name"] for parameter in described["parameters"]]
        assert names == [*(parameter.name for parameter in query.parameters), "format"]
        assert query.title


HOSTILE = [
    "XXX> } #",
    '" } DROP ALL #',
    "code:CHN> } INSERT DATA { <a:a> <a:b> 1",
    "?x",
    "\\u003e",
    "CHN\n",
    "<script>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    ("name", "parameter"),
    [(query.name, parameter.name) for query in queries().values() for parameter in query.parameters],
)
def test_a_hostile_value_is_refused_by_name_or_finds_nothing(
    client: TestClient, name: str, parameter: str, hostile: str
) -> None:
    answer = client.get(f"/queries/{name}", params={parameter: hostile, "format": "csv"})
    if answer.status_code == 200:
        assert len(answer.text.splitlines()) == 1
    else:
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == parameter


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/queries/denials?denier=CHN", "denier"),
        ("/queries/corroborated?period=May", "period"),
        ("/queries/denials?claimed=HUG", "claimed"),
        ("/queries/denials?format=xlsx", "format"),
    ],
)
def test_a_wrong_parameter_is_told_what_is_right(client: TestClient, path: str, field: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_an_answer_comes_in_any_form_of_results(client: TestClient) -> None:
    assert client.get("/queries/unknown").json()["head"]["vars"] == ["name", "statements", "articles"]
    answer = client.get("/queries/unknown", headers={"Accept": "application/sparql-results+xml"})
    assert answer.headers["content-type"] == "application/sparql-results+xml"
    tag = answer.headers["etag"]
    headers = {"Accept": "application/sparql-results+xml", "If-None-Match": tag}
    assert client.get("/queries/unknown", headers=headers).status_code == 304


def test_a_header_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.rq").write_text("# What?\n#   ?x\nSELECT ?x { ?x ?p ?o }")
    with pytest.raises(ValueError, match=r"^odd.rq: '#   \?x' is no parameter"):
        read(tmp_path / "odd.rq")


def test_the_command_takes_values_with_and_without_prefix(kg: Kg, graph: Path) -> None:
    for value in ("CHN", "code:CHN"):
        ran = kg("--store", graph, "query", "--name", "denials", "--bind", f"code={value}", "--format", "csv")
        assert (ran.code, len(ran.out.splitlines())) == (0, 2)
    ran = kg("--store", graph, "query", "--name", "denials", "--bind", "who=CHN")
    assert ran.code == 1
    assert ran.err.startswith(
        "kg: --bind: 'who=CHN' is no PARAMETER=VALUE of denials; its parameters are code (code, such as CHN)"
    )
    ran = kg("--store", graph, "query", "--name", "denials", "--bind", "code=CHN> }")
    assert (ran.code, ran.err) == (1, "kg: --bind: code: 'CHN> }' is no code\n")
