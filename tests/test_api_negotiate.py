"""The choice of a media type."""

from __future__ import annotations

import pytest

from api.negotiate import GRAPHS, RESULTS, choose, prefers_html

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/*", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        (f"{XML}, {JSON}", JSON),
        (f"{XML}, {JSON};q=0.9", XML),
        (f"{XML};q=0.2, {JSON};q=0.1", XML),
        ("text/csv;q=0.5, text/*;q=0.8", "text/tab-separated-values"),
        (f"*/*, {JSON};q=0, application/json;q=0", XML),
        ("text/csv;header=present;q=0.4, image/png", "text/csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=wrong", None),
        ("text/csv;q=1.5", None),
        ("*/csv", None),
        ("nonsense", None),
    ],
)
def test_results(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, RESULTS) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "text/turtle"),
        ("application/n-triples, text/turtle;q=0.5", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("text/csv", None),
    ],
)
def test_graphs(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, GRAPHS) == chosen


def test_only_who_asks_for_a_page_gets_one() -> None:
    assert prefers_html("text/html,application/xhtml+xml,*/*;q=0.8")
    assert not prefers_html("*/*")
    assert not prefers_html(None)
    assert not prefers_html("application/json, text/html")
