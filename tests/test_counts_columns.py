"""Counting in memory gives what counting in the database gives, row for row."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import date

import pytest

from kg import counts
from kg.counts import Order
from kg.index import Index
from kg.lexicon.vocabulary import relations
from kg.selection import EVERYTHING, Selection

CODES = ("AAA", "BBB", "CCC:x", "Ä", "z", None)
DAYS = ("", "2021-12-31", "2022-01-01", "2022-01-02", "2022-03-14", "2023-02-28")
SELECTIONS = (
    EVERYTHING,
    Selection(modality=("actual",)),
    Selection(own=True, relation=("ACCUSE", "ASSAULT", "AID")),
    Selection(own=True, speaker=("AAA", "nobody")),
    Selection(anybody=True, outlet=("One", "Two")),
    Selection(relation=()),
    Selection(start=date(2022, 1, 1), end=date(2022, 3, 13)),
    Selection(end=date(2022, 1, 1), dates="event"),
    Selection(contents=False, confidence=0.5, mode=("x",)),
    Selection(outlet=("not there",)),
    Selection(words="word -other", own=True),
    Selection(words="??"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("columns") / "index.sqlite"
    rolled = random.Random(7)  # noqa: S311
    with Index(path) as made:
        made._begin()
    with sqlite3.connect(path) as connection:
        for number, text in enumerate(("a word", "words", "other word", "no other", "what??")):
            connection.execute("INSERT INTO sentence VALUES (?, 'a', ?)", (number, text))
            connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, text))
        for number in range(400):
            relation = relations()[rolled.choice(list(relations()))]
            row = (
                *(f"s{number}", f"a{number % 50}", number, number, relation.code, rolled.choice(("x", "y", None))),
                *(relation.quad, relation.score, *(rolled.choice(CODES) for _ in range(3)), rolled.random() < 0.4),
                *(rolled.random() < 0.2, rolled.choice(("actual", "future", "negated")), rolled.random() < 0.5),
                *(
                    rolled.choice(DAYS),
                    rolled.choice(DAYS),
                    rolled.choice(("One", "Two", None)),
                    rolled.random(),
                    number % 5,
                ),
            )
            connection.execute(f"INSERT INTO statement VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
    connection.close()
    with Index(path, read_only=True) as found:
        yield found


@pytest.mark.parametrize("wanted", SELECTIONS)
def test_columns_count_as_the_database_does(index: Index, wanted: Selection) -> None:
    def all_counts() -> Iterator[object]:
        for by in ("day", "week", "month", "year"):
            for order in (Order(key, down) for key in counts.KEYS for down in (False, True)):
                page = counts.pairs(index, wanted, by=by, order=order, limit=17)
                yield page
                yield counts.pairs(index, wanted, by=by, order=order, limit=5, after=page[-1].key if page else None)
            for split in (None, "direction", "relation", "quad", "outlet"):
                for part in (slice(None), slice(3, 9), slice(-3, -9, -1), slice(-500, -509, -1)):
                    yield counts.timeline(index, wanted, by, split, part)
        if wanted != EVERYTHING:
            yield counts.pairs(index, wanted, limit=1000, apart=True)
        yield counts.count_pairs(index, wanted)
        yield counts.undated(index, wanted)

    index._columns = None
    expected = list(all_counts())
    index.gather()
    assert index.columns is not None
    for found, wished in zip(all_counts(), expected, strict=True):
        assert found == wished


def test_a_selection_that_is_narrow_is_looked_up(index: Index) -> None:
    index.gather()
    assert index.columns is not None
    assert index.columns.answers(Selection(outlet=("One",)))
    assert not index.columns.answers(Selection(actor=("AAA",)))
