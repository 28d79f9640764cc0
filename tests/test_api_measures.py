"""``/measures``: only what is reported counts, and the filters hold."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from kg.settings import Settings
from tests.api_world import world


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with world() as store, TestClient(create_app(store, Settings())) as client:
        yield client


def test_claims_denials_and_plans_are_not_measured(client: TestClient) -> None:
    found = client.get("/measures").json()
    assert (found["actors"], found["pairs"], found["changes"]) == (3, 2, None)
    assert [(p["source"]["code"], p["target"]["code"], p["total"]) for p in found["conflictual"]] == [
        ("CHN", "USA", -2.0)
    ]
    assert [(p["source"]["code"], p["target"]["code"], p["total"]) for p in found["cooperative"]] == [
        ("CHN", "RUS", 2.1)
    ]
    assert [[end["code"] for end in group] for group in found["communities"]] == [["CHN", "RUS"]]
    assert sum(each["pagerank"] for each in found["central"]) == pytest.approx(1, abs=1e-4)
    china = next(each for each in found["central"] if each["code"] == "CHN")
    assert (china["out"], china["into"], china["conflict"], china["cooperation"]) == (2, 0, 1, 1)


def test_a_period_is_compared_with_the_one_before(client: TestClient) -> None:
    found = client.get("/measures?from=2022-03-15&to=2022-03-31").json()
    assert found["actors"] == 0
    (change,) = found["changes"]
    assert (change["source"]["code"], change["edges_before"], change["edges"], change["total_before"]) == (
        "CHN", 1, 0, -2.0,
    )  # fmt: skip


@pytest.mark.parametrize("query", ["most=0", "most=201", "actor=XXX", "relaton=ACCUSE"])
def test_a_wrong_parameter_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/measures?{query}").status_code == 422


@pytest.mark.parametrize("period", ["from=0001-01-01&to=0001-01-01", "from=0001-01-02&to=9999-12-31"])
def test_a_period_before_which_there_is_none(client: TestClient, period: str) -> None:
    answer = client.get(f"/measures?{period}")
    assert (answer.status_code, answer.json()["changes"]) == (200, None)
