"""What an analyst has decided about who is who: a plain table that a build applies, and that can be taken back.

One decision a row. ``actor`` is an actor's id, or words as a text has them; ``other`` an actor's id, or a code:

| decision | means |
|---|---|
| ``same-as`` | whoever is meant by ``actor`` is ``other`` |
| ``not-same-as`` | ``actor`` is never ``other``: the words do not name it; two ids are not to be joined |
| ``acts-for`` | from ``from`` to ``to`` (empty: without end), ``actor`` acts for the code ``other`` |

``article`` limits a decision to one article. A decision for one article is an exception to those for all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from pathlib import Path

from kg.lexicon.actors import Gazetteer, Key, pieces
from kg.lexicon.tables import SeedError, rows
from kg.model import Article, content_id

COLUMNS = ("number", "date", "decision", "actor", "other", "from", "to", "article", "note")
SAME, NOT_SAME, ACTS_FOR = "same-as", "not-same-as", "acts-for"
_KINDS = (SAME, NOT_SAME, ACTS_FOR)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_STRANGER = re.compile(r"(?P<owner>[^:\s]+):(?P<slug>[a-z0-9]+(-[a-z0-9]+)*)")
_HEAD = (
    "# What was decided about who is who; kg actors writes it, kg build applies it. kg/lexicon/decisions.py says what "
    "a row means.\n"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One row. ``start`` and ``end`` are ISO 8601 dates, possibly reduced, or empty; ``place`` is file and line."""

    number: int
    date: str
    decision: str
    actor: str
    other: str
    start: str = ""
    end: str = ""
    article: str = ""
    note: str = ""
    place: str = ""

    @property
    def meaning(self) -> tuple[str, ...]:
        """What decides: all but number, date, note and place."""
        return (self.decision, self.actor, self.other, self.start, self.end, self.article)

    def covers(self, day: str | None) -> bool:
        """Return whether it holds on that ISO date; on an unknown one (none) only if it has no end.

        >>> Decision(1, "2024-05-01", "acts-for", "a", "CHN", "2020", "2022-06").covers("2022-06-30")
        True
        """
        if day is None:
            return not self.end
        return self.start[: len(day)] <= day[: len(self.start)] and (
            not self.end or day[: len(self.end)] <= self.end[: len(day)]
        )

    def __str__(self) -> str:
        period = f" from {self.start or 'ever'} to {self.end or 'now'}" if self.start or self.end else ""
        where = f" in {self.article}" if self.article else ""
        return f"{self.actor} {self.decision} {self.other}{period}{where}"


@dataclass(frozen=True)
class Decisions:
    """All decisions, in the order of the file; hashable and empty by default."""

    all: tuple[Decision, ...] = ()

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.all)

    def __bool__(self) -> bool:
        return bool(self.all)

    def of(self, decision: str, article: str | None = None) -> Iterator[Decision]:
        """Yield those of a kind that hold in an article (none: in all), the exceptions for that article first."""
        found = [d for d in self.all if d.decision == decision and d.article in ("", article)]
        yield from sorted(found, key=lambda d: not d.article)

    def touching(self, article: Article, known: Gazetteer) -> tuple[Decision, ...]:
        """Return those that can change what is found in an article: its text has a name of whom they are about."""
        if not self.all:
            return ()
        said = frozenset(pieces(" ".join(filter(None, (article.title, article.publisher, article.text)))))
        words = self._words(known)
        return tuple(
            d for d in self.all if d.article in ("", article.id) and any(said.issuperset(key) for key in words[d.actor])
        )

    def _words(self, known: Gazetteer) -> Mapping[str, frozenset[Key]]:
        if known is not self._cache.get("known"):
            self._cache["words"] = _called({d.actor for d in self.all}, known)
            self._cache["known"] = known
        found: Mapping[str, frozenset[Key]] = self._cache["words"]
        return found

    @cached_property
    def _cache(self) -> dict[str, object]:
        return {}
