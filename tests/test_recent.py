"""Graphs that were just loaded are read as they were written, and are what the store has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg.model import Article, Statement
from kg.rdf.facts import Nodes, nodes, nodes_in
from kg.rdf.namespaces import article_graph
from kg.rdf.quads import article_lines
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
    lines = {article_graph(key): article_lines(Article(key, text), said(key), BY) for key in ids}
    store.load(Shard.of([1] * len(ids), lines, set()).blocks)


def from_disk(store: Store, article: str) -> Nodes:
    return ordered(nodes(store.native.quads_for_pattern(None, None, None, article_graph(article))))


def ordered(found: Nodes) -> Nodes:
    return {node: {name: tuple(sorted(values)) for name, values in has.items()} for node, has in found.items()}


def is_recent(store: Store, article: str) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.store.nodes", lambda _: {})
        return bool(store.said(article))


def test_what_was_loaded_is_read_as_the_store_has_it(store: Store) -> None:
    load(store, "a1", "a2")
    assert is_recent(store, "a1")
    for article in ("a1", "a2"):
        assert ordered(store.said(article)) == from_disk(store, article) != {}


def test_what_was_not_loaded_is_read_from_the_store(store: Store) -> None:
    store.put(Article("a1", TEXT), said("a1"), BY)
    assert not is_recent(store, "a1")
    assert ordered(store.said("a1")) == from_disk(store, "a1")
    assert not store.said("nobody")


def test_an_article_that_changes_is_recent_no_more(store: Store) -> None:
    load(store, "a1", "a2")
    store.put(Article("a1", f"{TEXT} It said no more."), said("a1"), BY)
    assert not is_recent(store, "a1")
    assert is_recent(store, "a2")
    load(store, "a2", text=f"{TEXT} It said no more.")  # there already: a new version
    assert not is_recent(store, "a2")
    assert ordered(store.said("a2")) == from_disk(store, "a2")


def test_an_article_that_is_removed_is_gone(store: Store) -> None:
    load(store, "a1")
    store.remove("a1")
    assert not store.said("a1")


def test_after_an_update_or_a_change_the_store_is_asked(store: Store) -> None:
    load(store, "a1", "a2")
    gone = next(iter(store.native.quads_for_pattern(None, None, None, article_graph("a1"))))
    store.change([gone], [])
    assert not is_recent(store, "a1")
    assert ordered(store.said("a1")) == from_disk(store, "a1")
    assert is_recent(store, "a2")
    store.update(f"DROP GRAPH {article_graph('a2')}")
    assert not store.said("a2")


@pytest.mark.parametrize(
    "text",
    [
        'It said "no" \\ twice.\n\tThen\r\nit left.',
        "A line\u2028separator, a next\x85line, a form\x0cfeed, a bell\x07 and a \x1funit.",
        '" <https://example.org/graph> .',
        'Ends with a quote"',
        "\\",
        "",
        "Ångström 中国 🙂 <a> _:b",
    ],
)
def test_lines_are_read_as_a_parser_reads_them(text: str) -> None:
    article = Article("a/1 é", text, title=text, url=f"https://example.org/?q={len(text)}")
    lines = article_lines(article, [], BY)
    subject = "<https://example.org/s> <https://example.org/p>"
    graph = "<https://example.org/g> .\n"
    for value in (str(ox.Literal(text, language="en")), str(ox.Literal(5)), "<https://example.org/o#é,(x)>", "_:blank"):
        lines += f"{subject} {value} {graph}"
    lines += f"_:blank <https://example.org/p> <https://example.org/o> {graph}"
    quads = list(ox.parse(lines, ox.RdfFormat.N_QUADS, lenient=True))
    assert nodes_in(lines) == nodes(quads)
    assert nodes_in(lines)["https://example.org/s"]["https://example.org/p"][0] == text


def test_no_more_is_kept_than_there_is_room_for() -> None:
    recent = Recent(most=0)
    graphs = [ox.NamedNode(f"https://example.org/{number}") for number in range(3)]
    line = "<https://example.org/s> <https://example.org/p> <https://example.org/o> {} .\n"
    for graph in graphs:
        recent.keep({graph: line.format(graph)})
    assert [recent.nodes(graph) is not None for graph in graphs] == [True, False, False]
    recent.keep({graphs[0]: line.format(graphs[0]).replace("/o>", "/other>")})
    assert recent.nodes(graphs[0]) is None  # what it was, it is no more


@pytest.mark.parametrize("early", [True, False])
def test_a_full_disk_keeps_nothing_and_fails_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, early: bool
) -> None:
    if not early:
        load(store, "a0")
    monkeypatch.setattr("kg.recent.zlib.compress", lambda *_: full())
    load(store, "a1")
    assert not is_recent(store, "a0")
    assert ordered(store.said("a1")) == from_disk(store, "a1") != {}


def full() -> bytes:
    raise sqlite3.OperationalError("database or disk is full")


def test_a_whole_corpus_is_derived_to_the_same_quads(monkeypatch: pytest.MonkeyPatch) -> None:
    def derived() -> set[ox.Quad]:
        with Store.memory() as store:
            load(store, *(f"a{number}" for number in range(5)))
            store.derive()
            return set(store.native)

    found = derived()
    monkeypatch.setattr(Recent, "nodes", lambda *_: None)
    assert derived() == found
