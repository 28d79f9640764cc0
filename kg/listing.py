"""Lists over the index, a page at a time: which statements, which articles, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from kg.counts import Order
from kg.index import Index, Row
from kg.selection import EVERYTHING, Selection, titled, where, within
from kg.words import Value

_STATEMENT_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "published": "s.day",
        "confidence": "s.confidence",
        "relation": "s.relation",
        "source": "COALESCE(s.source, '~')",
        "target": "COALESCE(s.target, '~')",
    }
)
_ARTICLE_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "published": "a.day",
        "statements": "a.statements",
        "title": "COALESCE(a.title, '')",
        "outlet": "COALESCE(a.outlet, '~')",
    }
)
Key = tuple[str | int | float, ...]
NEWEST = Order("published", down=True)
STATEMENT_SORTS, ARTICLE_SORTS = tuple(_STATEMENT_KEYS), tuple(_ARTICLE_KEYS)


@dataclass(frozen=True, slots=True)
class Head:
    """An article in a list; ``day`` is empty where the day of publication is not known."""

    id: str
    title: str | None
    outlet: str | None
    day: str
    url: str | None
    statements: int


def statements(
    index: Index, wanted: Selection, *, order: Order = NEWEST, limit: int = 50, after: Sequence[Value] | None = None
) -> list[Key]:
    """Return the keys of ``limit`` statements that come after the key ``after``; a key's last part is the id.

    Equals stand in the order of article and text.
    """
    key = _STATEMENT_KEYS[order.by]
    condition, values = where(wanted)
    place = "s.article, s.start, s.trigger, s.id"
    beyond, more = _beyond(key, place, order, after)
    return index.rows(
        f"""SELECT {key}, {place} FROM statement AS s WHERE {condition} AND {beyond}
        ORDER BY {key} {_way(order)}, {place} LIMIT ?""",  # noqa: S608  # names of this module
        [*values, *more, limit],
    )


def articles(
    index: Index, wanted: Selection, *, order: Order = NEWEST, limit: int = 50, after: Sequence[Value] | None = None
) -> list[tuple[Key, Head]]:
    """Return keys and heads of ``limit`` articles after the key ``after``: those that have a statement as ``wanted``.

    Where only outlet, period and words are asked for, also those without a statement; words may stand in the title.
    """
    key = _ARTICLE_KEYS[order.by]
    condition, values = _of_articles(wanted)
    beyond, more = _beyond(key, "a.id", order, after)
    found = index.rows(
        f"""SELECT {key}, a.id, a.title, a.outlet, a.day, a.url, a.statements FROM article AS a
        WHERE {condition} AND {beyond} ORDER BY {key} {_way(order)}, a.id LIMIT ?""",  # noqa: S608
        [*values, *more, limit],
    )
    return [(row[:2], Head(*row[1:])) for row in found]


def _of_articles(wanted: Selection) -> tuple[str, list[Value]]:
    parts: list[str] = ["TRUE"]
    values: list[Value] = []
    rest = replace(wanted, outlet=(), article=None, words="")
    if wanted.outlet:
        parts.append(f"a.outlet IN ({', '.join('?' * len(wanted.outlet))})")
        values += wanted.outlet
    if wanted.article is not None:
        parts.append("a.id = ?")
        values.append(wanted.article)
    if wanted.dates == "published":
        rest = replace(rest, start=None, end=None)
        for part, days in within(wanted, "a.day"):
            parts.append(part)
            values += days
    if wanted.words.strip():
        title, title_values = titled(wanted.words)
        inside, inside_values = where(replace(EVERYTHING, words=wanted.words))
        parts.append(f"({title} OR {_has(inside)})")
        values += [*title_values, *inside_values]
    if rest != EVERYTHING:
        told, told_values = where(rest)
        parts.append(_has(told))
        values += told_values
    return " AND ".join(parts), values


def _has(condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM statement AS s WHERE s.article = a.id AND {condition})"  # noqa: S608


def _way(order: Order) -> str:
    return "DESC" if order.down else "ASC"


def _beyond(key: str, place: str, order: Order, after: Row | Sequence[Value] | None) -> tuple[str, list[Value]]:
    if after is None:
        return "TRUE", []
    holes = ", ".join("?" * (len(after) - 1))
    sign = "<" if order.down else ">"
    return f"({key} {sign} ? OR ({key} = ? AND ({place}) > ({holes})))", [after[0], after[0], *after[1:]]
