"""The pages, their headers, and errors as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.pages import STATIC
from kg.settings import Settings
from tests.api_world import HOSTILE_TITLE, world
from tests.conftest import ROOT

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGES = [
    "/",
    "/?source=CHN&q=%3Cscript%3E",
    "/article/denial-1",
    "/actor/CHN",
    "/docs",
    "/article/https:%2F%2Fnews.example%2Fa%20b%3Fc%3D1%23d",
]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with world() as store, TestClient(create_app(store, Settings())) as client:
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_for_all_and_holds_nothing_from_outside(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert HOSTILE_TITLE not in answer.text
    assert "source=CHN" not in answer.text


@pytest.mark.parametrize("path", ["/", "/static/page.css", "/statements", "/sparql", "/nothing"])
def test_every_answer_forbids_scripts_and_hosts_of_others(client: TestClient, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert client.get(path).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("cors", "allowed"),
    [("", None), ("*", "*"), ("https://a.example", None), ("https://a.example, http://b.example:81", "same")],
)
def test_pages_of_the_origins_that_are_named_may_ask(cors: str, allowed: str | None) -> None:
    origin = "http://b.example:81"
    with world() as store, TestClient(create_app(store, Settings(cors=cors))) as client:
        answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": origin})
    assert answer.headers.get("access-control-allow-origin") == (origin if allowed == "same" else allowed)


def test_the_page_has_no_inline_script_and_names_only_files_that_are_there(client: TestClient) -> None:
    text = (STATIC / "index.html").read_text("utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text) == []
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', text)
    assert len(named) >= 3
    for address in named:
        assert client.get(address).status_code == 200, address
    assert re.findall(r'(?:src|href)="(?!/|#)', text) == []


def test_scripts_make_text_nodes_only() -> None:
    sources = [*(ROOT / "web" / "src").glob("*.ts"), *(ROOT / "web" / "src").glob("*.tsx")]
    assert len(sources) > 15
    for path in sources:
        found = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|dangerouslySet", path.read_text("utf-8")
        )
        assert found == [], path


def test_no_file_of_the_page_is_fetched_from_another_host() -> None:
    """Addresses that are names (namespaces, licences) may stand there; nothing fetches them: the policy forbids it."""
    for path in STATIC.rglob("*.css"):
        assert re.findall(r"url\((?!data:)[^)]*//|@import", path.read_text("utf-8")) == [], path


def test_an_error_on_a_page_is_a_page_with_escaped_words(client: TestClient) -> None:
    assert client.get("/actor/nobody", headers=BROWSER).status_code == 404
    answer = client.get("/article/%3Cscript%3E", headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_an_error_on_a_page_is_data_for_who_asks_for_data(client: TestClient) -> None:
    answer = client.get("/article/x", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_the_filters_of_the_page_know_the_vocabulary(client: TestClient) -> None:
    found = client.get("/vocabulary").json()
    assert found["modalities"] == ["actual", "future", "hypothetical", "negated"]
    assert {"code": "ASSAULT", "quad": "material conflict"}.items() <= found["relations"][3].items()
    assert found["prefixes"]["rel"] == "https://communique.example/relation/"
