"""``/extract``: what would be found in a text, as the graph would give it back."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api import extract
from api.app import create_app
from kg.settings import Settings
from kg.store import Store


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with Store.memory() as store, TestClient(create_app(store, Settings())) as client:
        yield client


def test_a_text_is_read_and_not_stored(client: TestClient) -> None:
    text = "🕊️ China denied that Russia had asked it for drones."
    answer = client.post("/extract", json={"text": text, "published": "2022-03-14"})
    assert answer.status_code == 200
    found = answer.json()
    assert (found["text"], found["published"]) == (text, "2022-03-14")
    denial, request = found["statements"][:2]
    assert (denial["relation"], denial["source"]["code"], denial["quad"]) == ("DENY", "CHN", "stance")
    assert (denial["nested"]["relation"], denial["content"]) == ("REQUEST", request["id"])
    assert request["within"] == {"id": denial["id"], "relation": "DENY", "plain": denial["plain"]}
    assert text[denial["trigger"]["start"] : denial["trigger"]["end"]] == "denied"
    assert client.get("/health").json()["articles"] == 0
    assert denial["plain"] == "China denied that Russia requested drones from China"
    assert request["plain"] == f"Russia requested drones from China (said only within: {denial['plain']})"
    (china, russia, it) = found["actors"]
    assert (china["actor"]["code"], china["rule"], china["meaning"]) == ("CHN", "name", "It is a name of this actor.")
    assert china["origins"][0]["gave"] == "China is a name of China"
    assert (it["text"], it["actor"]["code"], it["rule"]) == ("it", "CHN", "pronoun")
    assert text[russia["start"] : russia["end"]] == "Russia"
    (denied, _) = found["words"]
    (sense,) = (sense for sense in denied["senses"] if sense["verdict"].startswith("decides"))
    assert (sense["rule"], sense["tests"]) == (denial["rule"], "that")
    (sentence,) = found["sentences"]
    assert [token["dep"] for token in sentence if token["text"] == "China"] == ["nsubj"]


@pytest.mark.parametrize(("given", "id_"), [({}, "draft"), ({"id": "harbour-1"}, "harbour-1")])
def test_an_article_of_the_graph_is_read_by_its_id(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], id_: str
) -> None:
    read: list[object] = []

    async def ran(*_: str, article: dict[str, object], **__: object) -> bytes:
        read.append(article)
        nothing: dict[str, object] = {name: [] for name in ("statements", "actors", "words", "sentences")}
        return json.dumps({"published": None, "language": "en", **nothing}).encode()

    monkeypatch.setattr(extract, "ran", ran)
    assert client.post("/extract", json={"text": "It rained.", **given}).json()["id"] == id_
    assert read == [{"text": "It rained.", "id": id_}]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"China denied it.", "the body: Invalid JSON"),
        (b'{"text": ""}', "text: String should have at least 1 character"),
        (b'{"txt": "x"}', "text: Field required"),
        (b'{"text": "x", "id": ""}', "id: String should have at least 1 character"),
        (
            b'{"text": "x", "outlet": "y"}',
            "outlet: no such field; an article has text, title, publisher, published, url, author, id",
        ),
        (b'{"text": "x", "published": "May"}', "published: "),
        (b'{"text": "' + b"x" * 20_001 + b'"}', "text: String should have at most 20000 characters"),
        (b'{"text": "' + rb"\ud83d\udd4a" * 20_001 + b'"}', "text: String should have at most 20000 characters"),
    ],
)
def test_a_mistake_names_the_field(client: TestClient, body: bytes, words: str) -> None:
    answer = client.post("/extract", content=body)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(words)


def test_a_body_that_is_too_long_is_refused_unread(client: TestClient) -> None:
    assert client.post("/extract", content=b"x" * 300_001).status_code == 413
