"""The statements of an index as columns in memory: filters that leave most of them are counted here.

SQLite needs about two microseconds for each statement that it counts, so that a broad filter over a graph of five
million quads (90,000 statements, 53 quads each) takes 200 milliseconds. As arrays the same is a few milliseconds, and
a second to read once for each snapshot, some 120 bytes a statement. The rows are those that the queries of
`kg.counts` give, in their order; ``tests/test_counts_columns.py`` compares the two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from kg.selection import Selection

Row: TypeAlias = tuple[Any, ...]
_Ints: TypeAlias = npt.NDArray[np.int64]
_Mask: TypeAlias = npt.NDArray[np.bool_]

SELECT = """SELECT source, target, speaker, outlet, relation, quad, mode, modality, day, event,
  attributed, content, edge, score, confidence, sentence FROM statement"""
"""What the columns are made of."""

_MISSING = 10**9


class _Words:
    """A column of texts: the place of each among all texts of the column in their order; -1 is none."""

    def __init__(self, values: Sequence[str | None], names: Iterable[str | None] | None = None) -> None:
        self.names = sorted({name for name in (values if names is None else names) if name is not None})
        places: dict[str | None, int] = {name: i for i, name in enumerate(self.names)}
        places[None] = -1
        self.at: _Ints = np.fromiter((places[value] for value in values), np.int64, len(values))

    def place(self, name: str) -> float:
        """Return where a text stands; between two places if it is not there."""
        i = bisect_left(self.names, name)
        return i if i < len(self.names) and self.names[i] == name else i - 0.5

    def among(self, wanted: Sequence[str]) -> _Mask:
        """Return which rows have one of these texts."""
        return np.isin(self.at, [place for name in wanted if (place := self.place(name)) == int(place)])

    def name(self, place: int) -> str | None:
        """Return the text at a place."""
        return self.names[place] if place >= 0 else None


class Columns:
    """The columns of one index, which does not change any more."""

    def __init__(self, rows: Sequence[Row], found: Callable[[str], list[int]]) -> None:
        """``rows`` are those of `SELECT`; ``found`` gives the sentences in which words are found."""
        self._found = found
        got: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * 16
        codes = [*got[0], *got[1], *got[2]]
        self._source, self._target, self._speaker = (_Words(values, codes) for values in got[:3])
        self._outlet, self._relation, self._quad, self._mode, self._modality = (_Words(v) for v in got[3:8])
        self._day, self._event = _Words(got[8]), _Words(got[9])
        self._attributed, self._content, self._edge = (np.array(values, np.bool_) for values in got[10:13])
        self._score: _Ints = np.fromiter((round(score * 100) for score in got[13]), np.int64, len(rows))
        self._confidence = np.array(got[14], np.float64)
        self._sentence = np.array(got[15], np.int64)
        self._told: _Mask = ~self._modality.among(["negated"])

    def pairs(
        self,
        wanted: Selection,
        period: Callable[[str], str] | None,
        order: tuple[str, bool],
        limit: int,
        after: Sequence[Any] | None,
        apart: bool,
    ) -> list[Row]:
        """Return source, target, period, statements, edges, score, all_score, first, last and key of pairs."""
        mask = self._mask(wanted) & (self._source.at >= 0) & (self._target.at >= 0)
        if apart:
            mask &= self._source.at != self._target.at
        days = self._days(wanted)
        periods, of_day = _periods(days, period)
        keys = (self._source.at * len(self._target.names) + self._target.at) * len(periods) + of_day[days.at]
        groups, inverse = np.unique(keys[mask], return_inverse=True)
        sums = self._sums(mask, inverse, len(groups))
        first, last = _ends(days, mask, inverse, len(groups))
        pair, at_period = np.divmod(groups, len(periods))
        source, target = np.divmod(pair, max(1, len(self._target.names)))
        by, down = order
        values = {**sums, "first": first, "last": last, "source": source, "target": target}[by]
        if by in ("score", "all_score"):
            values = np.where(np.isnan(values), -_MISSING if down else _MISSING, values)
        elif by in ("first", "last"):
            values = np.where(values < 0, -1 if down else len(days.names), values)
        ranked = np.argsort(-values if down else values, kind="stable")  # groups stand by source, target and period
        if after is not None:
            key = self._key(by, days, after[0])
            places = [self._source.place(after[1]), self._target.place(after[2]), _Words((), periods).place(after[3])]
            beyond = np.zeros(len(groups), np.bool_)
            for column, place in zip((at_period, target, source), reversed(places), strict=True):
                beyond = (column > place) | ((column == place) & beyond)
            ranked = ranked[((values < key if down else values > key) | ((values == key) & beyond))[ranked]]

        def row(i: int) -> Row:
            ends = [days.name(int(column[i])) if column[i] >= 0 else None for column in (first, last)]
            score, all_score = (_number(sums[name][i]) for name in ("score", "all_score"))
            counted = int(sums["statements"][i]), int(sums["edges"][i]), score, all_score, *ends
            head = self._source.names[source[i]], self._target.names[target[i]], periods[at_period[i]]
            shown = {"first": ends[0], "last": ends[1], "source": head[0], "target": head[1]}
            key = shown[by] if by in shown else float(values[i]) if "score" in by else int(values[i])
            return (*head, *counted, ("" if down else "~") if key is None else key)

        return [row(i) for i in ranked[:limit].tolist()]

    def answers(self, wanted: Selection) -> bool:
        """Return whether a selection is broad: the others are look-ups, which the database does faster."""
        return not (wanted.article or wanted.actor or wanted.source or wanted.target or wanted.between)

    def count_pairs(self, wanted: Selection) -> tuple[int, int]:
        """Return how many pairs of two different codes there are, and of how many statements."""
        mask = self._mask(wanted) & (self._source.at >= 0) & (self._target.at >= 0)
        mask &= self._source.at != self._target.at
        keys = self._source.at * len(self._target.names) + self._target.at
        return len(np.unique(keys[mask])), int(mask.sum())

    def timeline(
        self, wanted: Selection, period: Callable[[str], str], split: Sequence[str], part: slice
    ) -> tuple[list[Row], int]:
        """Return period, the columns of ``split``, and the sums of each group that has any, in order: a part of them;
        and how many there are."""
        days = self._days(wanted)
        columns: list[_Words] = [getattr(self, f"_{name}") for name in split]
        mask = self._mask(wanted) & (days.at > days.place(""))
        for column in columns:
            mask &= column.at >= 0
        periods, of_day = _periods(days, period)
        keys = of_day[days.at]
        for column in columns:
            keys = keys * len(column.names) + column.at
        groups, inverse = np.unique(keys[mask], return_inverse=True)
        count = len(groups)
        sums = {name: values[part] for name, values in self._sums(mask, inverse, count).items()}
        groups = groups[part]
        named: list[list[str | None]] = []
        for column in reversed(columns):
            groups, place = np.divmod(groups, len(column.names))
            named.insert(0, [column.names[i] for i in place.tolist()])
        labels = [periods[i] for i in groups.tolist()]
        counted = [sums["statements"].tolist(), sums["edges"].tolist()]
        scores = [[_number(value) for value in sums[name].tolist()] for name in ("score", "all_score")]
        return list(zip(labels, *named, *counted, *scores, strict=True)), count

    def undated(self, wanted: Selection) -> int:
        """Return how many statements have no date."""
        days = self._days(wanted)
        return int((self._mask(wanted) & (days.at == days.place(""))).sum())

    def _days(self, wanted: Selection) -> _Words:
        return self._event if wanted.dates == "event" else self._day

    def _mask(self, wanted: Selection) -> _Mask:
        """Return which statements are meant; for a selection that is not broad it cannot tell."""
        mask = self._voice(wanted)
        for column, values in (
            (self._relation, wanted.relation),
            (self._mode, wanted.mode or None),
            (self._modality, wanted.modality or None),
            (self._outlet, wanted.outlet or None),
        ):
            if values is not None:
                mask &= column.among(values)
        days = self._days(wanted)
        if wanted.start is not None:
            mask &= days.at >= days.place(wanted.start.isoformat())
        if wanted.end is not None:
            mask &= (days.at <= days.place(wanted.end.isoformat())) & (days.at > days.place(""))
        if not wanted.contents:
            mask &= ~self._content
        if wanted.words.strip():
            mask &= np.isin(self._sentence, self._found(wanted.words))
        return mask & (self._confidence >= wanted.confidence)

    def _voice(self, wanted: Selection) -> _Mask:
        heard = np.zeros(len(self._score), np.bool_)
        if not (wanted.own or wanted.anybody or wanted.speaker):
            return ~heard
        if wanted.own:
            heard |= ~self._attributed & ~self._content
        if wanted.anybody:
            heard |= self._attributed
        return heard | self._speaker.among(wanted.speaker)

    def _sums(self, mask: _Mask, inverse: _Ints, size: int) -> dict[str, npt.NDArray[Any]]:
        edge, told, score = self._edge[mask], self._told[mask], self._score[mask]

        def total(weights: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
            return np.bincount(inverse, weights, size).astype(np.float64)

        edges, tolds = total(edge), total(told)
        with np.errstate(invalid="ignore"):
            return {
                "statements": np.bincount(inverse, minlength=size),
                "edges": edges.astype(np.int64),
                "score": _hundredths(total(edge * score) / edges),
                "all_score": _hundredths(total(told * score) / tolds),
            }

    def _key(self, by: str, days: _Words, value: Any) -> float:
        if by in ("first", "last"):
            return -1 if value == "" else len(days.names) if value == "~" else days.place(value)
        if by in ("source", "target"):
            return self._source.place(value)
        return float(value)


def _periods(days: _Words, period: Callable[[str], str] | None) -> tuple[list[str], _Ints]:
    """Return the periods in order, and for each day the place of its period."""
    of_day = _Words([period(day) if period else "" for day in days.names])
    return of_day.names or [""], of_day.at


def _ends(days: _Words, mask: _Mask, inverse: _Ints, size: int) -> tuple[_Ints, _Ints]:
    """Return first and last day of each group, -1 where there is none."""
    if not size:
        return inverse, inverse
    order = np.argsort(inverse, kind="stable")
    starts = np.searchsorted(inverse[order], np.arange(size))
    at = days.at[mask][order]
    dated = at > days.place("")
    first = np.minimum.reduceat(np.where(dated, at, _MISSING), starts)
    return np.where(first == _MISSING, -1, first), np.maximum.reduceat(np.where(dated, at, -1), starts)


def _hundredths(mean: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return a mean of hundredths, rounded to such, half away from zero, as SQLite rounds."""
    rounded: npt.NDArray[np.float64] = np.sign(mean) * np.floor(np.abs(mean) + 0.5) / 100
    return rounded


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value) + 0.0
