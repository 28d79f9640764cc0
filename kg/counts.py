"""Counts over the index: ordered pairs of actors, time lines, outlets. Each is one pass, and no scan of the graph.

An *edge* is what an article itself reports as having happened (`kg.positions.makes_edge`); ``score`` is the mean
conflict-cooperation score (-10 to +10) of the edges, none without one; ``all_score`` that of all statements that are
not negated, claims and plans too.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from kg.index import Index, Row
from kg.lexicon.vocabulary import relations
from kg.selection import EVERYTHING, Selection, day, monday, where

if TYPE_CHECKING:
    from kg.columns import Columns
from kg.words import Value

By = Literal["day", "week", "month", "year"]
Split = Literal["direction", "relation", "quad", "outlet"]

_PERIODS: Mapping[str, str] = MappingProxyType(
    {
        "day": "{day}",
        "week": "COALESCE(date({day}, 'weekday 0', '-6 days'), '')",  # the Monday
        "month": "substr({day}, 1, 7)",
        "year": "substr({day}, 1, 4)",
    }
)
_OF_DAY: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"day": str, "week": monday, "month": lambda day: day[:7], "year": lambda day: day[:4]}
)
_SPLITS: Mapping[str | None, tuple[str, ...]] = MappingProxyType(
    {
        None: (),
        "direction": ("source", "target"),
        "relation": ("relation", "quad"),
        "quad": ("quad",),
        "outlet": ("outlet",),
    }
)
_SUMS = """COUNT(*) AS statements, SUM(s.edge) AS edges,
  ROUND(SUM(s.edge * CAST(ROUND(s.score * 100) AS INT)) * 1.0 / SUM(s.edge)) / 100 AS score,
  ROUND(AVG(CASE WHEN s.modality != 'negated' THEN CAST(ROUND(s.score * 100) AS INT) END)) / 100 AS all_score"""
_PAIRED = "s.source IS NOT NULL AND s.target IS NOT NULL"
_APART = "s.source != s.target"
_NEVER_EMPTY = frozenset({"statements", "edges", "source", "target"})


@dataclass(frozen=True, slots=True)
class Sum:
    """How many statements, how many of them edges, and their mean scores, rounded to hundredths."""

    statements: int
    edges: int
    score: float | None
    all_score: float | None


@dataclass(frozen=True, slots=True)
class Pair:
    """An ordered pair of codes in one period (none: in all), with first and last day and its sums by relation."""

    source: str
    target: str
    period: str | None
    sum: Sum
    first: str | None
    last: str | None
    relations: Mapping[str, tuple[int, int]]
    key: tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """The sums of one period, and of the group that it was split by."""

    period: str
    group: Mapping[str, str | None]
    sum: Sum


@dataclass(frozen=True, slots=True)
class Order:
    """By what a list is sorted, and whether from high to low."""

    by: str
    down: bool = False


STRONGEST = Order("statements", down=True)
KEYS: Mapping[str, type] = MappingProxyType(
    {"statements": int, "edges": int, "score": float, "all_score": float, "first": str, "last": str, "source": str,
     "target": str}
)  # fmt: skip


def pairs(
    index: Index,
    wanted: Selection,
    *,
    by: By | None = None,
    order: Order = STRONGEST,
    limit: int = 50,
    after: Sequence[Value] | None = None,
    apart: bool = False,
) -> list[Pair]:
    """Return the ordered pairs with what is stated of them: ``limit`` of them that come after the key ``after``.

    What has no score comes last, whichever way; equals stand by source, target and period. ``apart`` leaves out what
    an actor does to itself.
    """
    columns = _columns(index, wanted) if wanted != EVERYTHING or by is not None else None
    if columns is not None:
        found = columns.pairs(wanted, _OF_DAY[by] if by else None, (order.by, order.down), limit, after, apart)
    else:
        found = _found_pairs(index, wanted, by, order, limit, after, apart)
    shares = _relations(index, wanted, by, found)
    return [_pair(row, shares.get(row[:3], {})) for row in found]


def _columns(index: Index, wanted: Selection) -> Columns | None:
    """Return the columns in memory, if they are there and the selection is broad."""
    columns = index.columns
    return columns if columns is not None and columns.answers(wanted) else None


def _found_pairs(
    index: Index,
    wanted: Selection,
    by: By | None,
    order: Order,
    limit: int,
    after: Sequence[Value] | None,
    apart: bool,
) -> list[Row]:
    period = _period(by, wanted)
    low, high = ("-1e9", "1e9") if KEYS[order.by] is not str else ("''", "'~'")
    key = f"COALESCE({order.by}, {low if order.down else high})"
    if order.by in _NEVER_EMPTY:
        key = order.by
    if wanted == EVERYTHING and by is None:  # then the sums are kept
        condition, values = (_APART if apart else "TRUE"), list[Value]()
        pairs_ = f"SELECT s.*, '' AS period FROM pair_sum AS s WHERE {condition}"  # noqa: S608
    else:
        condition, values = where(wanted, _PAIRED, *([_APART] if apart else []))
        days = f"NULLIF({day(wanted)}, '')"
        pairs_ = f"""SELECT s.source AS source, s.target AS target, {period} AS period, {_SUMS},
            MIN({days}) AS first, MAX({days}) AS last
          FROM statement AS s WHERE {condition} GROUP BY 1, 2, 3"""  # noqa: S608
    return index.kept(
        f"""SELECT source, target, period, statements, edges, score, all_score, first, last, {key} AS key
        FROM ({pairs_}) WHERE {_after(order, after, key)}
        ORDER BY {key} {"DESC" if order.down else "ASC"}, source, target, period LIMIT ?""",  # noqa: S608
        [*values, *_after_values(after), limit],
    )


def count_pairs(index: Index, wanted: Selection) -> tuple[int, int]:
    """Return how many pairs of two different actors there are, and of how many statements."""
    if (columns := _columns(index, wanted)) is not None:
        return columns.count_pairs(wanted)
    condition, values = where(wanted, _PAIRED, _APART)
    ((pairs_, statements),) = index.kept(
        f"""SELECT COUNT(*), COALESCE(SUM(n), 0) FROM (
          SELECT COUNT(*) AS n FROM statement AS s WHERE {condition} GROUP BY s.source, s.target)""",  # noqa: S608
        values,
    )
    return int(pairs_), int(statements)


def timeline(
    index: Index, wanted: Selection, by: By, split: Split | None = None, part: slice = slice(None)
) -> tuple[list[Point], int]:
    """Return the sums of each period that has any, in order, a part of them; and how many points there are.

    What has no date is in none.
    """
    if (memory := _columns(index, wanted)) is not None and not _is_kept(wanted, split):
        rows, count = memory.timeline(wanted, _OF_DAY[by], _SPLITS[split], part)
        return _points(rows, split), count
    found = _by_day(index, wanted, by, split) if _is_kept(wanted, split) else _timeline(index, wanted, by, split)
    return _points(found[part], split), len(found)


def _is_kept(wanted: Selection, split: Split | None) -> bool:
    """Return whether the sums by day hold what is asked."""
    whole = Selection(relation=wanted.relation, start=wanted.start, end=wanted.end)
    return wanted == whole and split in (None, "relation", "quad")


def _timeline(index: Index, wanted: Selection, by: By, split: Split | None) -> list[Row]:
    columns = [f"s.{name}" for name in _SPLITS[split]]
    condition, values = where(wanted, f"{day(wanted)} != ''", *(f"{column} IS NOT NULL" for column in columns))
    keys = ", ".join([_period(by, wanted), *columns])
    numbers = ", ".join(str(i + 1) for i in range(len(columns) + 1))
    return index.kept(
        f"SELECT {keys}, {_SUMS} FROM statement AS s WHERE {condition} GROUP BY {numbers} ORDER BY {numbers}",  # noqa: S608
        values,
    )


def _points(found: Iterable[Row], split: Split | None) -> list[Point]:
    width = len(_SPLITS[split]) + 1
    return [
        Point(row[0], dict(zip(_SPLITS[split], row[1:width], strict=True)), Sum(*row[width : width + 4]))
        for row in found
    ]


def _by_day(index: Index, wanted: Selection, by: By, split: Split | None) -> list[Row]:
    columns = _SPLITS[split]
    condition, values = where(wanted, "s.day != ''")
    keys = ", ".join([_period(by, wanted), *(f"s.{name}" for name in columns)])
    numbers = ", ".join(str(i + 1) for i in range(len(columns) + 1))
    return index.kept(
        f"""SELECT {keys}, SUM(s.statements), SUM(s.edges), ROUND(SUM(s.edge_score) / SUM(s.edges), 2),
          ROUND(SUM(s.told_score) / SUM(s.told), 2)
        FROM day_sum AS s WHERE {condition} GROUP BY {numbers} ORDER BY {numbers}""",  # noqa: S608
        values,
    )


def undated(index: Index, wanted: Selection) -> int:
    """Return how many statements have no date, so that a time line cannot show them."""
    if (columns := _columns(index, wanted)) is not None:
        return columns.undated(wanted)
    condition, values = where(wanted, f"{day(wanted)} = ''")
    return int(index.kept(f"SELECT COUNT(*) FROM statement AS s WHERE {condition}", values)[0][0])  # noqa: S608


def outlets(index: Index, wanted: Selection) -> list[tuple[str, int, int]]:
    """Return each outlet with how many articles and statements, the one with most first."""
    condition, values = where(wanted, "s.outlet IS NOT NULL")
    found = index.rows(
        f"""SELECT s.outlet, COUNT(DISTINCT s.article), COUNT(*) FROM statement AS s WHERE {condition}
        GROUP BY 1 ORDER BY 3 DESC, 1""",  # noqa: S608
        values,
    )
    return [(row[0], row[1], row[2]) for row in found]


def span(period: str) -> tuple[date, date]:
    """Return first and last day of a period: a year, a month, a day, or a week as ISO 8601 names it.

    >>> [day.isoformat() for day in span("2022-W11")], [day.isoformat() for day in span("2024-02")]
    (['2022-03-14', '2022-03-20'], ['2024-02-01', '2024-02-29'])
    >>> [span(period)[1].isoformat() for period in ("9999", "9999-12", "9999-W52")]
    ['9999-12-31', '9999-12-31', '9999-12-31']
    """
    if "W" in period:
        first, days = date.fromisoformat(f"{period}-1"), 7
    else:
        first = date.fromisoformat(f"{period}-01-01"[:10])
        days = {10: 1, 7: monthrange(first.year, first.month)[1], 4: 365 + isleap(first.year)}[len(period)]
    try:
        return first, first + timedelta(days=days - 1)
    except OverflowError:  # the last week that there is has no end
        return first, date.max


def week(monday: str) -> str:
    """Return the ISO 8601 name of the week that begins on a day.

    >>> week("2022-03-14")
    '2022-W11'
    """
    year, number, _ = date.fromisoformat(monday).isocalendar()
    return f"{year:04}-W{number:02}"


def _period(by: By | None, wanted: Selection) -> str:
    return _PERIODS[by].format(day=day(wanted)) if by else "''"


def _after(order: Order, after: Sequence[Value] | None, key: str) -> str:
    if after is None:
        return "TRUE"
    return f"({key} {'<' if order.down else '>'} ? OR ({key} = ? AND (source, target, period) > (?, ?, ?)))"


def _after_values(after: Sequence[Value] | None) -> list[Value]:
    return [] if after is None else [after[0], after[0], *after[1:]]


def _relations(
    index: Index, wanted: Selection, by: By | None, shown: Sequence[Row]
) -> dict[Row, dict[str, tuple[int, int]]]:
    """Return for each (source, target, period) that is shown the counts by relation."""
    if not shown:
        return {}
    condition, values = where(wanted)
    ends = sorted({row[:2] for row in shown})
    found: dict[Row, dict[str, tuple[int, int]]] = {}
    holes = ", ".join(["(?, ?)"] * len(ends))
    for source, target, period, relation, statements, edges in index.kept(
        f"""WITH shown (source, target) AS (VALUES {holes})
        SELECT s.source, s.target, {_period(by, wanted)}, s.relation, COUNT(*), SUM(s.edge)
        FROM shown CROSS JOIN statement AS s ON s.source = shown.source AND s.target = shown.target
        WHERE {condition} GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 4""",  # noqa: S608
        [*(code for pair in ends for code in pair), *values],
    ):
        found.setdefault((source, target, period), {})[relation] = (statements, edges)
    return found


def _pair(row: Row, relations: Mapping[str, tuple[int, int]]) -> Pair:
    source, target, period, statements, edges, score, all_score, first, last, key = row
    return Pair(
        source,
        target,
        period or None,
        Sum(statements, edges, score, all_score),
        first,
        last,
        relations,
        (key, source, target, period),
    )


def degrees(shown: Iterable[Pair]) -> dict[str, Sum]:
    """Return for each code that is in ``shown`` its sums over these pairs, either way; without ``all_score``."""
    found: dict[str, list[Pair]] = {}
    for pair in shown:
        found.setdefault(pair.source, []).append(pair)
        found.setdefault(pair.target, []).append(pair)
    return {code: _together(mine) for code, mine in sorted(found.items())}


def _together(shown: Sequence[Pair]) -> Sum:
    edges = sum(pair.sum.edges for pair in shown)
    told = sum(relations()[code].score * n for pair in shown for code, (_, n) in pair.relations.items())
    return Sum(sum(pair.sum.statements for pair in shown), edges, round(told / edges, 2) if edges else None, None)
