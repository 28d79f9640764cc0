"""The index: it follows the articles, and nothing that happens to it loses anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.counts import Order, Pair, Split, pairs, span, timeline
from kg.index import FILE, Index
from kg.selection import EVERYTHING, Selection
from kg.store import Store
from kg.words import matching
from tests.api_world import CHINA, EXTRACTOR, RUSSIA, denial, second_article, undated


def contents(index: Index) -> dict[str, list[tuple[object, ...]]]:
    tables = ("code", "article", "statement")
    found = {table: sorted(index.rows(f"SELECT * FROM {table}"), key=str) for table in tables}  # noqa: S608
    found["statement"] = [
        row[:-1] for row in found["statement"]
    ]  # the keys of sentences depend on the order of writing
    for word in ("China", "rumours", "threaten"):
        found[word] = sorted(
            index.rows("SELECT text FROM sentence WHERE key IN (SELECT rowid FROM words WHERE words MATCH ?)", (word,))
        )
    return found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "graph")
    for article, statements in (denial(), second_article()):
        store.put(article, statements, EXTRACTOR)
    store.put_actors([CHINA, RUSSIA])
    store.derive()
    return store


def test_it_reads_only_what_is_new_changed_or_gone(store: Store) -> None:
    with store, Index.of(store) as index:
        assert index.sync(store) == 0
        store.put(*undated(), EXTRACTOR)
        article, (threat,) = second_article()
        store.put(replace(article, title="Valley"), [threat], EXTRACTOR)
        assert index.sync(store) == 2
        store.remove("denial-1")
        assert index.sync(store) == 1
        assert index.rows("SELECT id, title, statements FROM article ORDER BY day DESC") == [
            (article.id, "Valley", 1),
            ("undated", None, 1),
        ]
        anew = Index(index.path.with_name("anew.sqlite"))
        assert anew.sync(store) == 2
        assert contents(anew) == contents(index)
        anew.close()


def test_one_that_is_lost_broken_or_of_another_version_is_made_anew(store: Store) -> None:
    with store:
        with Index.of(store) as index:
            whole = contents(index)
            path = index.path
        for damage in (b"", b"no database at all" * 500, None):
            path.unlink()
            if damage is not None:
                path.write_bytes(damage)
            with Index.of(store) as index:
                assert contents(index) == whole
        with Index.of(store) as index:
            index._connection().execute("UPDATE about SET value = 'another'")
            index._connection().execute("DELETE FROM statement")
            index._connection().commit()
        with Index.of(store) as index:
            assert contents(index) == whole


def test_a_store_that_is_only_read_uses_its_index_or_a_temporary_one(store: Store) -> None:
    with store, Index.of(store) as index:
        whole = contents(index)
    assert store.path is not None
    with Store.open(store.path, read_only=True) as reader, Index.of(reader) as index:
        assert (index.path, contents(index)) == (store.path / FILE, whole)
    (store.path / FILE).unlink()
    with Store.open(store.path, read_only=True) as reader:
        with Index.of(reader) as index:
            assert contents(index) == whole
            path = index.path
        assert not (store.path / FILE).exists()
        assert not path.exists()


def test_a_copy_is_the_same_and_as_old(store: Store, tmp_path: Path) -> None:
    with store, Index.of(store) as index:
        index.copy(tmp_path / "copy.sqlite")
        copy = Index(tmp_path / "copy.sqlite", read_only=True)
        assert contents(copy) == contents(index)
        assert copy.mark() == index.mark()
        assert copy.path.stat().st_mtime == index.path.stat().st_mtime
        copy.close()


def test_counts_agree_with_the_edges_and_the_ledger(store: Store) -> None:
    """Two ways to the same numbers: the index counts statements, the ledger was derived from facts."""
    with store, Index.of(store) as index:
        ledger = store.query(
            """SELECT ?s ?t (SUM(?n) AS ?statements) (SUM(?e) AS ?edges) { GRAPH graph:ledger {
            ?p c:sourceCode ?s ; c:targetCode ?t ; c:statementCount ?n ; c:edgeCount ?e } } GROUP BY ?s ?t"""
        )
        told = {tuple(term.value.rpartition("/")[2] for term in row) for row in ledger}  # type: ignore[union-attr]
        counted = {(p.source, p.target, str(p.sum.statements), str(p.sum.edges)) for p in pairs(index, EVERYTHING)}
        assert counted == told
        assert counted == {("RUS", "CHN", "2", "0"), ("CHN", "USA", "1", "1")}


def test_the_sums_that_are_kept_are_those_that_are_counted(store: Store) -> None:
    counted = Selection(modality=("actual", "future", "hypothetical", "negated"))  # which is everything, one by one
    with store, Index.of(store) as index:
        for order in (Order("statements", down=True), Order("score"), Order("first", down=True)):
            assert pairs(index, EVERYTHING, order=order) == pairs(index, counted, order=order)
        splits: tuple[Split | None, ...] = (None, "relation", "quad")
        for split in splits:
            assert timeline(index, EVERYTHING, "week", split) == timeline(index, counted, "week", split)
        assert timeline(index, EVERYTHING, "day", "relation")[1] == 6


def test_relations_of_a_pair_keep_to_the_selection(store: Store) -> None:
    with store, Index.of(store) as index:
        (only,) = pairs(index, Selection(source=("RUS",), modality=("negated",)), order=Order("first"))
    assert isinstance(only, Pair)
    assert only.relations == {"THREATEN": (1, 0)}
    assert (only.sum.score, only.sum.all_score) == (None, None)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Chemical weapons", ('"Chemical" AND "weapons"', "")),
        ('"chemical weapons', ('"chemical weapons"', "")),
        ("anti-tank -mine", ('"anti-tank"', '"mine"')),
        ('"a" OR b) NOT {c', ('"a" AND "OR" AND "b)" AND "NOT" AND "{c"', "")),
        ('a"b*', ('"a b"*', "")),
        ("nul\0l", ('"nul" AND "l"', "")),
        ("“ ” — -", None),
        ("", None),
    ],
)
def test_a_search_is_words_whatever_signs_stand_in_it(typed: str, found: tuple[str, str] | None) -> None:
    assert matching(typed) == found


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_periods_have_their_days(period: str, first: str, last: str) -> None:
    assert [day.isoformat() for day in span(period)] == [first, last]
