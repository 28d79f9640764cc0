"""Which statements are meant: the filters that lists, counts, pictures and searches share, as one value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kg.words import Value, found_by

Dates = Literal["published", "event"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters; an empty tuple, an empty text or none does not filter. Several values of one mean any of them.

    ``actor`` are codes that are source or target, ``between`` codes among which both are. ``relation`` none does not
    filter, and () leaves nothing. Of the voices, ``own`` is the article's own, ``anybody`` that of whoever is quoted,
    ``speaker`` are codes; they add up. ``start`` and ``end`` are days, both included; ``dates`` says which day of a
    statement counts: that of publication, or the one that the text gives (else of publication). ``words`` is a search
    as `kg.words.matching` takes it. ``contents`` false leaves out what is only the content of another statement.
    """

    actor: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    relation: tuple[str, ...] | None = None
    mode: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    own: bool = False
    anybody: bool = False
    speaker: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    article: str | None = None
    start: date | None = None
    end: date | None = None
    dates: Dates = "published"
    words: str = ""
    contents: bool = True
    confidence: float = 0.0


EVERYTHING = Selection()


def day(selection: Selection) -> str:
    """Return the column with the day of a statement that counts for ``selection``."""
    return "s.event" if selection.dates == "event" else "s.day"


def where(selection: Selection, *more: str) -> tuple[str, list[Value]]:
    """Return the condition on ``statement AS s``, together with ``more``, and the values of its holes."""
    parts = list(_parts(selection))
    text = " AND ".join([*(part for part, _ in parts), *more]) or "TRUE"
    return text, [value for _, values in parts for value in values]


def _parts(wanted: Selection) -> Iterator[tuple[str, Sequence[Value]]]:
    if wanted.actor:
        one = _among("s.source", wanted.actor)
        other = _among("s.target", wanted.actor)
        yield f"({one} OR {other})", [*wanted.actor, *wanted.actor]
    for column, values in (
        ("s.source", wanted.source),
        ("s.target", wanted.target),
        ("s.source", wanted.between),
        ("s.target", wanted.between),
        ("s.mode", wanted.mode),
        ("s.modality", wanted.modality),
        ("s.outlet", wanted.outlet),
    ):
        if values:
            yield _among(column, values), values
    if wanted.relation is not None:
        yield _among("s.relation", wanted.relation), wanted.relation
    yield from _voice(wanted)
    if wanted.article is not None:
        yield "s.article = ?", [wanted.article]
    yield from within(wanted, day(wanted))
    if not wanted.contents:
        yield "NOT s.content", []
    if wanted.confidence:
        yield "s.confidence >= ?", [wanted.confidence]
    if wanted.words.strip():
        yield found_by(wanted.words, "s.sentence", "words", "SELECT key FROM sentence WHERE instr(text, ?)")


def within(wanted: Selection, column: str) -> Iterator[tuple[str, Sequence[Value]]]:
    """Yield the conditions that a column of days (empty: not known) lies in the period of ``wanted``."""
    if wanted.start is not None:
        yield f"{column} >= ?", [wanted.start.isoformat()]
    if wanted.end is not None:
        yield f"{column} BETWEEN '0' AND ?", [wanted.end.isoformat()]


def _voice(wanted: Selection) -> Iterator[tuple[str, Sequence[Value]]]:
    """The article's own voice is what is attributed to nobody and is not the content of a statement."""
    heard = []
    if wanted.own:
        heard.append("NOT s.attributed AND NOT s.content")
    if wanted.anybody:
        heard.append("s.attributed")
    if wanted.speaker:
        heard.append(_among("s.speaker", wanted.speaker))
    if heard:
        yield f"({' OR '.join(heard)})", wanted.speaker


def monday(text: str) -> str:
    """Return the Monday of the week of a day, empty for what is no day.

    >>> monday("2022-03-20"), monday("")
    ('2022-03-14', '')
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return ""
    return (found - timedelta(days=found.weekday())).isoformat()


def titled(words: str) -> tuple[str, list[Value]]:
    """Return the condition on ``article AS a`` that its title has these words."""
    plain = "SELECT article FROM titles WHERE instr(text, ?)"
    return found_by(words, "a.id", "titles", plain, "article")


def _among(column: str, values: Sequence[str]) -> str:
    return f"{column} = ?" if len(values) == 1 else f"{column} IN ({', '.join('?' * len(values))})"
