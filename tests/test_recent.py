"""Graphs that were just loaded are read as they were written, and are what the store has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg.model import Article, Statement
from kg.rdf.facts import nodes
from kg.rdf.namespaces import article_graph
from kg.rdf.quads import article_quads
from kg.recent import Recent
from kg.shards import Shard
from kg.store import Store
from tests.harbour import ARL, BY, DUN, one

TEXT = "S says A acts on B"


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.memory() as memory:
        yield memory


def said(article: str) -> list[Statement]:
    return [one(TEXT, "ACCUSE", ARL, DUN, article=article)]


def load(store: Store, *ids: str, text: str = TEXT) -> None:
    quads = {article_graph(key): article_quads(Article(key, text), said(key), BY) for key in ids}
    store.load(Shard.of([1] * len(ids), quads, set()).blocks)


def from_disk(store: Store, article: str) -> set[ox.Quad]:
    return set(store.native.quads_for_pattern(None, None, None, article_graph(article)))


def is_recent(store: Store, article: str) -> bool:
    return isinstance(store.said(article), list)


def test_what_was_loaded_is_read_as_the_store_has_it(store: Store) -> None:
    load(store, "a1", "a2")
    assert is_recent(store, "a1")
    for article in ("a1", "a2"):
        assert set(store.said(article)) == from_disk(store, article)
        assert nodes(store.said(article)).keys() == nodes(from_disk(store, article)).keys()


def test_what_was_not_loaded_is_read_from_the_store(store: Store) -> None:
    store.put(Article("a1", TEXT), said("a1"), BY)
    assert not is_recent(store, "a1")
    assert set(store.said("a1")) == from_disk(store, "a1")
    assert not list(store.said("nobody"))


def test_an_article_that_changes_is_recent_no_more(store: Store) -> None:
    load(store, "a1", "a2")
    store.put(Article("a1", f"{TEXT} It said no more."), said("a1"), BY)
    assert not is_recent(store, "a1")
    assert is_recent(store, "a2")
    load(store, "a2", text=f"{TEXT} It said no more.")  # there already: a new version
    assert not is_recent(store, "a2")
    assert set(store.said("a2")) == from_disk(store, "a2")


def test_an_article_that_is_removed_is_gone(store: Store) -> None:
    load(store, "a1")
    store.remove("a1")
    assert not list(store.said("a1"))


def test_after_an_update_or_a_change_the_store_is_asked(store: Store) -> None:
    load(store, "a1", "a2")
    gone = next(iter(from_disk(store, "a1")))
    store.change([gone], [])
    assert not is_recent(store, "a1")
    assert gone not in set(store.said("a1"))
    assert is_recent(store, "a2")
    store.update(f"DROP GRAPH {article_graph('a2')}")
    assert not list(store.said("a2"))


def test_no_more_is_kept_than_there_is_room_for() -> None:
    recent = Recent(most=0)
    graphs = [ox.NamedNode(f"https://example.org/{number}") for number in range(3)]
    line = "<https://example.org/s> <https://example.org/p> <https://example.org/o> {} .\n"
    for graph in graphs:
        recent.keep({graph: line.format(graph)})
    assert [recent.quads(graph) is not None for graph in graphs] == [True, False, False]
    recent.keep({graphs[0]: line.format(graphs[0]).replace("/o>", "/other>")})
    assert recent.quads(graphs[0]) is None  # what it was, it is no more


@pytest.mark.parametrize("early", [True, False])
def test_a_full_disk_keeps_nothing_and_fails_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, early: bool
) -> None:
    if not early:
        load(store, "a0")
    monkeypatch.setattr("kg.recent.zlib.compress", lambda *_: full())
    load(store, "a1")
    assert not is_recent(store, "a0")
    assert set(store.said("a1")) == from_disk(store, "a1") != set()


def full() -> bytes:
    raise sqlite3.OperationalError("database or disk is full")


def test_a_whole_corpus_is_derived_to_the_same_quads(monkeypatch: pytest.MonkeyPatch) -> None:
    def derived() -> set[ox.Quad]:
        with Store.memory() as store:
            load(store, *(f"a{number}" for number in range(5)))
            store.derive()
            return set(store.native)

    found = derived()
    monkeypatch.setattr(Recent, "quads", lambda *_: None)
    assert derived() == found
