"""The REST interface: what it lists, filters, refuses and never confuses."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from api import shapes, tables
from api.app import create_app
from api.description import examples
from kg.export import statement_json
from kg.model import Article
from kg.rdf.namespaces import article_graph, statement_iri, term
from kg.settings import Settings
from kg.store import Store
from tests.api_world import DENIAL, EXTRACTOR, HOSTILE_TITLE, denial, world

DENIED = "China denied that Russia requested drones from China"
ASKED = f"Russia requested drones from China (said only within: {DENIED})"
PLANNED = "Russia will attack, according to the United States"
ACCUSED = "China accused the United States of spreading rumours"
MET = "Someone held talks with Russia"
THREAT = "Russia did not threaten China"
TALKS = "China held talks with Russia"
ALL = [DENIED, ASKED, PLANNED, ACCUSED, MET, THREAT, TALKS]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with world() as store, TestClient(create_app(store, Settings())) as client:
        yield client


def plain(client: TestClient, query: str) -> list[str]:
    answer = client.get(f"/statements?{query}")
    assert answer.status_code == 200, answer.text
    return [item["plain"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("relation=ACCUSE", [ACCUSED]),
        ("relation=accuse", [ACCUSED]),
        ("relation=ACCUSE&relation=DENY", [DENIED, ACCUSED]),
        ("quad=stance", [DENIED]),
        ("quad=verbal conflict", [ASKED, ACCUSED, THREAT]),
        ("quad=stance&relation=ACCUSE", []),
        ("source=CHN", [DENIED, ACCUSED, TALKS]),
        ("source=chn", [DENIED, ACCUSED, TALKS]),
        ("target=CHN", [ASKED, THREAT]),
        ("source=RUS&target=CHN", [ASKED, THREAT]),
        ("actor=USA", [ACCUSED]),
        ("actor=USA&actor=CHN", [DENIED, ASKED, ACCUSED, THREAT, TALKS]),
        ("attributed_to=USA", [PLANNED]),
        ("attributed_to=none", [DENIED, ACCUSED, MET, THREAT, TALKS]),
        ("attributed_to=none&attributed_to=USA", [DENIED, PLANNED, ACCUSED, MET, THREAT, TALKS]),
        ("modality=future", [PLANNED]),
        ("modality=negated&modality=future", [PLANNED, THREAT]),
        ("from=2022-01-01", [DENIED, ASKED, PLANNED, ACCUSED, MET]),
        ("to=2022-03-13", [THREAT]),
        ("from=2021-12-01&to=2021-12-01", [THREAT]),
        ("article=undated", [TALKS]),
        ("article=nothing", []),
        ("q=RUMOURS", [ACCUSED]),
        ("q=“soon”", [PLANNED]),
        ("q=united spreading", [ACCUSED]),
        ('q="spreading united"', []),
        ('q="of spreading rumours"', [ACCUSED]),
        ("q=rumo*", [ACCUSED]),
        ("q=rumo", []),
        ("q=China -rumours -denied", [THREAT, TALKS]),
        ("q=-china", [PLANNED, MET]),
        ("q= ", ALL),
        ("attributed_to=any", [PLANNED]),
        ("between=CHN&between=RUS", [ASKED, THREAT, TALKS]),
        ("outlet=Valley Gazette", [THREAT]),
        ("outlet=valley gazette", []),
        ("mode=disapprove", [ACCUSED]),
        ("dates=event&to=2022-03-01", [PLANNED, THREAT]),
        ("confidence=0.75", [DENIED, ASKED]),
        ("sort=published", [TALKS, THREAT, DENIED, ASKED, PLANNED, ACCUSED, MET]),
        ("sort=-confidence&confidence=0.1", [DENIED, ASKED]),
        ("sort=relation&contents=false", [ACCUSED, PLANNED, MET, TALKS, DENIED, THREAT]),
        ("contents=false", [DENIED, PLANNED, ACCUSED, MET, THREAT, TALKS]),
    ],
)
def test_filters(client: TestClient, query: str, expected: list[str]) -> None:
    assert plain(client, query) == expected


@pytest.mark.parametrize(
    "hostile",
    [
        '" } } DROP ALL #',
        "' UNION { ?s ?p ?o }",
        "<script>",
        "\\",
        "*\n",
        "}",
        "%s",
        "?s",
        "\u0000",
        "🕊️",
    ],
)
@pytest.mark.parametrize("name", ["q", "article"])
def test_text_from_outside_is_only_ever_a_value(client: TestClient, name: str, hostile: str) -> None:
    answer = client.get("/statements", params={name: hostile})
    found = [item["plain"] for item in answer.json()["items"]]
    assert (answer.status_code, found) == (200, [DENIED, ASKED] if (name, hostile) == ("q", "🕊️") else [])


@pytest.mark.parametrize("name", ["source", "target", "actor", "attributed_to"])
@pytest.mark.parametrize("hostile", ["XXX", "", "CHN> } #", "a b", "none2", "\ud7ff"])
def test_an_unknown_code_is_refused_by_name(client: TestClient, name: str, hostile: str) -> None:
    answer = client.get("/statements", params={name: hostile})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == name


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/statements?relation=HUG", "relation"),
        ("/statements?modality=maybe", "modality"),
        ("/statements?quad=love", "quad"),
        ("/statements?from=yesterday", "from"),
        ("/statements?from=2022-02-01&to=2022-01-01", "to"),
        ("/statements?limit=0", "limit"),
        ("/statements?limit=501", "limit"),
        ("/statements?cursor=x", "cursor"),
        ("/statements?cursor=WzFd", "cursor"),
        ("/dyads?relation=HUG", "relation"),
        ("/dyads?cursor=%F0%9F%95%8A", "cursor"),
        ("/actors?limit=x", "limit"),
        ("/articles?cursor=e30", "cursor"),
        ("/articles?cursor=WyIyMDIyLTAzLTE0IiwiXHVkODAwIl0", "cursor"),  # half of a pair of UTF-16
        ("/dyads?cursor=WzEwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAsIlJVUyIsIlVLUiIsIiJd", "cursor"),  # 10 ** 30
        ("/statements?sort=age", "sort"),
        ("/statements?relations=DENY", "relations"),
        ("/statements?mode=shout", "mode"),
        ("/statements?confidence=2", "confidence"),
        ("/dyads?by=decade", "by"),
        ("/dyads?between=XXX", "between"),
        ("/dyads?between=RUS", "between"),
        ("/dyads?between=RUS&between=rus", "between"),
        ("/statements?from=2020", "from"),
        ("/statements?limit=1&limit=2", "limit"),
        ("/statements?format=csv&format=json", "format"),
        ("/queries/denials?format=csv&format=json", "format"),
        ("/timeline?cursor=Wy0xXQ", "cursor"),
        ("/timeline?split=actor", "split"),
        ("/graph?limit=5001", "limit"),
        ("/outlets?dates=now", "dates"),
    ],
)
def test_a_wrong_value_is_refused_by_field(client: TestClient, path: str, field: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0]["field"] == field
    assert answer.json()["detail"].startswith(f"{field}: ")


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/statements?from=2020", "from: a day is written as 2022-03-15"),
        ("/statements?to=2020-02-30", "to: a day is written as 2022-03-15"),
        ("/dyads?between=RUS", "between: one code is no pair; give two or more, or use actor"),
        ("/dyads?by=month&by=week", "by: it is given more than once, and takes one value"),
    ],
)
def test_a_wrong_value_is_told_what_is_right(client: TestClient, path: str, detail: str) -> None:
    assert client.get(path).json()["detail"] == detail


def test_the_log_shows_what_was_asked_if_it_may(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "communique.requests")
    for shown in (True, False):
        with Store.memory() as store:
            client = TestClient(create_app(store, Settings(log_queries=shown)))
            client.get("/sparql", params={"query": "LOAD <a:a>"})
            client.post("/sparql", data={"query": "LOAD <a:a> " + "#" * 10_000})
            client.post("/sparql", data={"update": "LOAD <a:a>"})
    entries = [vars(record)["entry"] for record in caplog.records]
    assert [entry.get("query", "nothing")[:30] for entry in entries] == [
        "query=LOAD+%3Ca%3Aa%3E",
        "LOAD <a:a> ###################",
        "LOAD <a:a>",
        *["nothing"] * 3,
    ]
    assert len(entries[1]["query"]) < 5_000


def test_a_wrong_relation_is_told_the_right_ones(client: TestClient) -> None:
    fault = client.get("/statements?relation=HUG").json()["errors"][0]
    assert len(fault["allowed"]) == 18
    assert fault["allowed"][:2] == ["ACCUSE", "AGREE"]


@pytest.mark.parametrize(
    "path",
    [
        *("/statements", "/articles", "/actors", "/dyads"),
        *(
            f"/statements?sort={sign}{key}"
            for key in ("published", "confidence", "source", "target")
            for sign in ("", "-")
        ),
        *(f"/articles?sort={sign}{key}" for key in ("statements", "title", "outlet") for sign in ("", "-")),
        *(f"/dyads?sort={sign}{key}&by=week" for key in ("score", "first", "source", "edges") for sign in ("", "-")),
        *(
            "/actors?sort=-name",
            "/actors?sort=kind",
            "/timeline?split=relation&by=day",
            "/timeline?split=quad&sort=-period",
        ),
    ],
)
def test_pages_of_one_are_together_the_whole_list(client: TestClient, path: str) -> None:
    whole = client.get(path).json()["items"]
    pages: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        page = client.get(f"{path}{'&' if '?' in path else '?'}limit=1{more}").json()
        pages += page["items"]
        cursor = page["next"]
    assert pages == whole
    assert len(whole) > 2


def test_a_statement_is_the_one_that_was_stored(client: TestClient) -> None:
    _, statements = denial()
    for statement in statements:
        found = client.get(f"/statements/{statement.id}").json()
        contract = statement_json(statement)
        assert {name: found[name] for name in contract} == contract


def test_offsets_count_code_points(client: TestClient) -> None:
    found = client.get("/articles/denial-1").json()
    assert found["text"] == DENIAL
    for statement in found["statements"]:
        for name in ("sentence", "trigger", "source"):
            part = statement[name]
            assert DENIAL[part["start"] : part["end"]] == part["text"]


def test_a_content_is_nested_and_never_stands_alone(client: TestClient) -> None:
    denied, asked = client.get("/statements?limit=2").json()["items"]
    assert denied["nested"]["id"] == asked["id"] == denied["content"]
    assert denied["within"] is None
    assert asked["within"] == {"id": denied["id"], "relation": "DENY", "plain": DENIED}


def test_an_unknown_party_is_visible(client: TestClient) -> None:
    (met,) = client.get("/statements?relation=CONSULT&target=RUS&from=2022-01-01").json()["items"]
    assert met["source"] == {
        "id": None,
        "code": None,
        "name": None,
        "country": None,
        "text": "Someone",
        "start": met["source"]["start"],
        "end": met["source"]["end"],
    }


def test_articles(client: TestClient) -> None:
    items = client.get("/articles").json()["items"]
    assert [(item["id"], item["statements"]) for item in items] == [
        ("denial-1", 5),
        ("https://news.example/a b?c=1#d", 1),
        ("undated", 1),
    ]
    assert items[0]["title"] == HOSTILE_TITLE
    assert [i["id"] for i in client.get("/articles?publisher=Valley Gazette").json()["items"]] == [items[1]["id"]]
    assert [i["id"] for i in client.get("/articles?outlet=Valley Gazette").json()["items"]] == [items[1]["id"]]
    assert [i["id"] for i in client.get("/articles?q=QUOTES").json()["items"]] == ["denial-1"]
    assert [i["id"] for i in client.get("/articles?q=threaten").json()["items"]] == [items[1]["id"]]
    assert [i["id"] for i in client.get("/articles?actor=RUS&relation=CONSULT").json()["items"]] == [
        "denial-1",
        "undated",
    ]
    assert [i["id"] for i in client.get("/articles?sort=statements&limit=2").json()["items"]] == [
        items[1]["id"],
        "undated",
    ]
    assert [i["id"] for i in client.get("/articles?to=2021-12-31").json()["items"]] == [items[1]["id"]]
    one = client.get("/articles/https:%2F%2Fnews.example%2Fa%20b%3Fc%3D1%23d").json()
    assert (one["publisher"], one["text"]) == ("Valley Gazette", "Russia did not threaten China.")


def test_actors_are_found_by_any_name(client: TestClient) -> None:
    def found(q: str) -> list[str]:
        return [item["id"] for item in client.get("/actors", params={"q": q}).json()["items"]]

    assert found("beijing") == found("prc") == found("Chin") == ["CHN"]
    assert found("US") == ["USA", "RUS"]
    assert found("nobody") == []
    assert found("") == ["CHN", "RUS", "USA"]
    assert [item["id"] for item in client.get("/actors?sort=-name&country=RUS&country=CHN").json()["items"]] == [
        "RUS",
        "CHN",
    ]
    assert client.get("/actors?kind=person").json()["items"] == []


def test_an_actor_says_with_whom_it_does_what(client: TestClient) -> None:
    russia = client.get("/actors/RUS").json()
    assert (russia["name"], russia["wikidata"], russia["aliases"]) == ("Russia", "Q159", ["Moscow"])
    assert russia["acts_on"] == [
        {
            "code": "CHN",
            "name": "China",
            "relations": [
                {"relation": "REQUEST", "statements": 1, "edges": 0},
                {"relation": "THREATEN", "statements": 1, "edges": 0},
            ],
        }
    ]
    assert russia["acted_on_by"] == [
        {"code": "CHN", "name": "China", "relations": [{"relation": "CONSULT", "statements": 1, "edges": 1}]}
    ]


def test_dyads_keep_what_is_reported_apart_from_what_is_said(client: TestClient) -> None:
    def found(query: str) -> list[tuple[object, ...]]:
        items = client.get(f"/dyads?{query}").json()["items"]
        return [(d["source"]["code"], d["target"]["code"], d["statements"], d["edges"], d["score"]) for d in items]

    assert found("") == [("RUS", "CHN", 2, 0, None), ("CHN", "RUS", 1, 1, 2.1), ("CHN", "USA", 1, 1, -2.0)]
    assert found("relation=REQUEST") == [("RUS", "CHN", 1, 0, None)]
    assert found("source=CHN&quad=verbal conflict") == [("CHN", "USA", 1, 1, -2.0)]
    assert found("actor=USA") == [("CHN", "USA", 1, 1, -2.0)]
    assert found("to=2021-12-31") == [("RUS", "CHN", 1, 0, None)]
    assert found("from=2022-03-14") == [("CHN", "USA", 1, 1, -2.0), ("RUS", "CHN", 1, 0, None)]
    assert found("sort=score") == [("CHN", "USA", 1, 1, -2.0), ("CHN", "RUS", 1, 1, 2.1), ("RUS", "CHN", 2, 0, None)]
    assert found("q=drones") == [("RUS", "CHN", 1, 0, None)]


def test_dyads_by_period(client: TestClient) -> None:
    def found(by: str) -> list[tuple[str, str | None, int]]:
        items = client.get(f"/dyads?between=RUS&between=CHN&by={by}&sort=first").json()["items"]
        return [(item["source"]["code"], item["period"], item["statements"]) for item in items]

    assert found("month") == [("RUS", "2021-12", 1), ("RUS", "2022-03", 1), ("CHN", None, 1)]
    assert found("week") == [("RUS", "2021-W48", 1), ("RUS", "2022-W11", 1), ("CHN", None, 1)]
    assert found("day")[0] == ("RUS", "2021-12-01", 1)
    assert found("year")[0] == ("RUS", "2021", 1)


@pytest.mark.parametrize("by", ["day", "week", "month", "year"])
def test_the_last_day_that_there_is_has_its_place_in_a_timeline(by: str) -> None:
    """Programs write it for no date."""
    article, told = denial()
    with world() as store:
        store.put(replace(article, published=date.max), told, EXTRACTOR)
        with TestClient(create_app(store, Settings())) as client:
            last = client.get("/timeline", params={"by": by}).json()["items"][-1]
    assert (last["start"][:4], last["end"]) == ("9999", "9999-12-31")


def test_a_timeline_keeps_directions_and_voices_apart(client: TestClient) -> None:
    def found(query: str) -> list[dict[str, object]]:
        items = client.get(f"/timeline?{query}").json()["items"]
        return [{k: v for k, v in item.items() if v is not None} for item in items]

    assert found("by=year") == [
        {"period": "2021", "start": "2021-01-01", "end": "2021-12-31", "statements": 1, "edges": 0},
        {
            "period": "2022",
            "start": "2022-01-01",
            "end": "2022-12-31",
            "statements": 5,
            "edges": 1,
            "score": -2.0,
            "all_score": -2.44,
        },
    ]
    (pair,) = found("by=week&between=CHN&between=USA&split=direction")
    assert pair == {
        "period": "2022-W11",
        "start": "2022-03-14",
        "end": "2022-03-20",
        "source": "CHN",
        "target": "USA",
        "statements": 1,
        "edges": 1,
        "score": -2.0,
        "all_score": -2.0,
    }
    assert [(i["period"], i["quad"]) for i in found("split=quad&by=day&sort=-period")] == [
        ("2022-03-14", "verbal cooperation"),
        ("2022-03-14", "verbal conflict"),
        ("2022-03-14", "stance"),
        ("2022-03-14", "material conflict"),
        ("2021-12-01", "verbal conflict"),
    ]
    assert client.get("/timeline").json()["undated"] == 1
    assert found("dates=event&by=month&relation=ASSAULT")[0]["period"] == "2022-03"


def test_the_graph_has_the_strongest_pairs_and_says_how_many_there_are(client: TestClient) -> None:
    whole = client.get("/graph").json()
    assert whole["graph"] == {"pairs": 3, "shown": 3, "statements": 4}
    first = client.get("/graph?limit=1").json()
    assert first["graph"] == {"pairs": 3, "shown": 1, "statements": 4}
    assert [(e["source"], e["target"], e["statements"], e["score"]) for e in first["edges"]] == [
        ("RUS", "CHN", 2, None)
    ]
    assert [(n["id"], n["name"], n["kind"], n["iso2"], n["iso3"]) for n in first["nodes"]] == [
        ("CHN", "China", "state", "CN", "CHN"),
        ("RUS", "Russia", "state", "RU", "RUS"),
    ]
    assert client.get("/graph?attributed_to=any").json()["edges"] == []
    graph = nx.node_link_graph(whole, edges="edges")
    assert sorted(graph.edges) == [("CHN", "RUS"), ("CHN", "USA"), ("RUS", "CHN")]
    assert graph.nodes["USA"]["score"] == -2.0


def test_outlets(client: TestClient) -> None:
    assert client.get("/outlets").json()["items"] == [
        {"name": "The Harbour Post", "articles": 1, "statements": 5},
        {"name": "Valley Gazette", "articles": 1, "statements": 1},
    ]
    assert [o["name"] for o in client.get("/outlets?relation=THREATEN").json()["items"]] == ["Valley Gazette"]


@pytest.mark.parametrize("path", ["/statements", "/articles", "/actors", "/dyads", "/timeline", "/outlets"])
def test_csv_has_the_rows_of_the_json(client: TestClient, path: str) -> None:
    items = client.get(path).json()["items"]
    answer = client.get(path, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text == client.get(f"{path}?format=csv").text
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert len(rows) == len(items) > 1
    first = next(name for name in ("id", "source.code", "period", "name") if name in rows[0])
    inner = [item["source"]["code"] if first == "source.code" else item[first] for item in items]
    assert [row[first] for row in rows] == inner


def test_csv_of_a_hostile_title_is_one_cell(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/articles?format=csv").text, newline="")))
    assert rows[0]["title"] == HOSTILE_TITLE
    dyads = client.get("/dyads?format=csv").text.splitlines()
    assert dyads[0].startswith("source.code,source.name,target.code,target.name,period,statements,edges,score")
    assert dyads[1] == "RUS,Russia,CHN,China,,2,0,,-1.0,2021-12-01,2022-03-14,REQUEST 1 (0); THREATEN 1 (0)"


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    cells = {"a": "=1+1", "b": "+49", "c": "@x", "d": "-3", "e": -3, "f": "fine = fine", "g": "\tx"}
    assert tables.table([cells], cells) == "a,b,c,d,e,f,g\r\n'=1+1,'+49,'@x,'-3,-3,fine = fine,'\tx\r\n"


def test_statements_come_as_the_triples_that_the_graph_has(client: TestClient) -> None:
    listed = client.get("/statements?relation=DENY", headers={"Accept": "application/ld+json"})
    assert listed.headers["content-type"] == "application/ld+json"
    (denied,) = client.get("/statements?relation=DENY").json()["items"]
    found = list(ox.parse(listed.content, format=ox.RdfFormat.JSON_LD))
    said = {quad.subject.value for quad in found if quad.predicate == term("c:relation")}
    assert said == {statement_iri(denied["id"]).value, statement_iri(denied["content"]).value}
    assert {quad.graph_name for quad in found} == {article_graph("denial-1")}
    whole = client.get("/gsp", params={"graph": article_graph("denial-1").value}, headers={"Accept": "text/turtle"})
    stored = set(ox.parse(whole.content, format=ox.RdfFormat.TURTLE))
    assert {quad.triple for quad in found} < {quad.triple for quad in stored}
    assert not any(quad.predicate == term("schema:articleBody") for quad in found)
    one = client.get(f"/statements/{denied['id']}", headers={"Accept": "application/ld+json"})
    assert one.content == listed.content
    assert client.get(f"/statements/{denied['id']}", headers={"Accept": "*/*"}).json() == denied
    paged = client.get("/statements?format=jsonld&limit=1")
    assert "cursor=" in paged.headers["link"]
    assert client.get("/dyads?format=jsonld").status_code == 422


def test_the_next_page_of_a_csv_stands_in_a_link(client: TestClient) -> None:
    first = client.get("/statements?format=csv&limit=3")
    assert len(first.text.splitlines()) == 4
    following = client.get(first.links["next"]["url"])
    assert following.text.splitlines()[1:] == client.get("/statements?format=csv").text.splitlines()[4:7]


@pytest.mark.parametrize(
    "path",
    ["/statements", "/statements?format=csv", "/articles/denial-1", "/actors/CHN", "/dyads", "/graph", "/timeline"],
)
def test_who_has_the_answer_is_not_sent_it_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    tag, changed = first.headers["etag"], first.headers["last-modified"]
    for headers in ({"If-None-Match": f'"x", {tag}'}, {"If-None-Match": f"W/{tag}"}, {"If-Modified-Since": changed}):
        again = client.get(path, headers=headers)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for headers in ({"If-None-Match": '"x"', "If-Modified-Since": changed}, {"If-Modified-Since": "yesterday"}):
        assert client.get(path, headers=headers).content == first.content
    assert client.head(path, headers={"If-None-Match": tag}).status_code == 304


def test_other_filters_and_other_graphs_have_other_tags(client: TestClient) -> None:
    tag = client.get("/dyads").headers["etag"]
    assert client.get("/dyads?source=CHN").headers["etag"] != tag
    assert client.get("/dyads", headers={"Accept": "text/csv"}).headers["etag"] != tag
    with world() as store:
        store.put(Article("more", "Nobody met anybody."), [], EXTRACTOR)
        with TestClient(create_app(store, Settings())) as other:
            assert other.get("/dyads").headers["etag"] != tag


@pytest.mark.parametrize("path", ["/statements/x", "/articles/x", "/actors/x", "/actors/a%20b", "/nothing"])
def test_what_is_not_there_is_said_not_to_be(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["detail"].startswith("There is no")


def test_health(client: TestClient) -> None:
    health = client.get("/health").json()
    assert (health["status"], health["derived"], health["articles"], health["statements"]) == ("ok", True, 3, 7)


def test_every_path_is_described_with_an_example_that_fits() -> None:
    with world() as store:
        document = create_app(store, Settings()).openapi()
    fits: dict[str, type[shapes.Shape]] = {
        "/statements": shapes.Page[shapes.Statement],
        "/statements/{statement}": shapes.Statement,
        "/actors": shapes.Page[shapes.ActorHead],
        "/actors/{actor}": shapes.Actor,
        "/articles": shapes.Page[shapes.ArticleItem],
        "/articles/{article}": shapes.Article,
        "/dyads": shapes.Page[shapes.Dyad],
        "/timeline": shapes.Timeline,
        "/graph": shapes.Graph,
        "/measures": shapes.Measures,
        "/outlets": shapes.Page[shapes.Outlet],
        "/health": shapes.Health,
        "/ready": shapes.Ready,
    }
    others = {path for path in document["paths"] if path.startswith("/queries")} | {"/sparql", "/gsp", "/extract"}
    assert set(fits) == set(examples()) == set(document["paths"]) - others
    for path, shape in fits.items():
        answer = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        assert shape.model_validate(answer["example"]).model_dump(mode="json") == answer["example"]
    query = document["paths"]["/sparql"]["get"]["parameters"][0]
    assert query["example"].startswith("PREFIX c:")
