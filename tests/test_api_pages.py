"""The pages, their headers, and errors as pages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.pages import STATIC
from kg.settings import Settings
from tests.api_world import HOSTILE_TITLE, world

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGES = [
    "/",
    "/?source=CHN&q=%3Cscript%3E",
    "/article/denial-1",
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


@pytest.mark.parametrize("name", sorted(path.name for path in STATIC.glob("*.html")))
def test_a_page_has_no_inline_script_and_names_only_files_that_are_there(client: TestClient, name: str) -> None:
    text = (STATIC / name).read_text("utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text) == []
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', text):
        assert client.get(address).status_code == 200, address
    assert re.findall(r'(?:src|href)="(?!/|#)', text) == []


def test_scripts_make_text_nodes_only() -> None:
    for path in STATIC.glob("*.js"):
        found = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", path.read_text("utf-8"))
        assert found == [], path


def test_an_error_on_a_page_is_a_page_with_escaped_words(client: TestClient) -> None:
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


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node to run the script of the page outside a browser")
def test_the_browser_cuts_the_text_at_code_points_and_at_overlapping_marks() -> None:
    marks = '[{start: 2, end: 4, role: "source", id: "a"}, {start: 3, end: 6, role: "target", id: "b"}]'
    code = (
        f'import {{ pieces, points }} from "{(STATIC / "marks.js").as_uri()}";'
        f'const found = pieces(points("🕊️é𝒳bcd"), {marks}, 0);'
        'console.log(JSON.stringify(found.map((p) => [p.start, p.text, p.marks.map((m) => m.id).join("")])));'
    )
    done = subprocess.run(
        ["node", "--no-warnings", "--input-type=module", "-e", code],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [[0, "🕊️", ""], [2, "é", "a"], [3, "𝒳", "ab"], [4, "bc", "b"], [6, "d", ""]]
