"""The REST interface: what it lists, filters, refuses and never confuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import shapes
from api.app import create_app
from api.description import examples
from kg.export import statement_json
from kg.settings import Settings
from tests.api_world import DENIAL, HOSTILE_TITLE, denial, world

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
        "\n",
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
    ],
)
def test_a_wrong_value_is_refused_by_field(client: TestClient, path: str, field: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0]["field"] == field
    assert answer.json()["detail"].startswith(f"{field}: ")


def test_a_wrong_relation_is_told_the_right_ones(client: TestClient) -> None:
    fault = client.get("/statements?relation=HUG").json()["errors"][0]
    assert len(fault["allowed"]) == 18
    assert fault["allowed"][:2] == ["ACCUSE", "AGREE"]


@pytest.mark.parametrize("path", ["/statements", "/articles", "/actors", "/dyads"])
def test_pages_of_one_are_together_the_whole_list(client: TestClient, path: str) -> None:
    whole = client.get(path).json()["items"]
    pages: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(path, params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
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
    assert [i["id"] for i in client.get("/articles?q=QUOTES").json()["items"]] == ["denial-1"]
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
    assert found("from=2022-03-31") == [("CHN", "USA", 1, 1, -2.0), ("RUS", "CHN", 1, 0, None)]


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
        "/health": shapes.Health,
    }
    assert set(fits) == set(examples()) == set(document["paths"]) - {"/sparql"}
    for path, shape in fits.items():
        answer = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        assert shape.model_validate(answer["example"]).model_dump(mode="json") == answer["example"]
    query = document["paths"]["/sparql"]["get"]["parameters"][0]
    assert query["example"].startswith("PREFIX c:")
