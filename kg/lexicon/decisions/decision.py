"""One decision about who is who, and all of them together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

SAME, NOT_SAME, ACTS_FOR = "same-as", "not-same-as", "acts-for"
KINDS = (SAME, NOT_SAME, ACTS_FOR)


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


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions, in the order of the file; hashable, and empty by default."""

    all: tuple[Decision, ...] = ()

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.all)

    def __bool__(self) -> bool:
        return bool(self.all)

    def of(self, decision: str, article: str | None = None) -> Iterator[Decision]:
        """Yield those of a kind that hold in an article (none: in all), the exceptions for that article first."""
        found = [d for d in self.all if d.decision == decision and d.article in ("", article)]
        yield from sorted(found, key=lambda d: not d.article)


NONE = Decisions()


def decide(decision: str, actor: str, other: str, **rest: str) -> Decision:
    """Return a decision of today, not yet numbered; ``rest`` are ``start``, ``end``, ``article``, ``note``."""
    clean = {key: " ".join(value.split()) for key, value in rest.items()}
    today = date.today().isoformat()  # noqa: DTZ011  # the analyst's own day
    return Decision(0, today, decision, " ".join(actor.split()), " ".join(other.split()), **clean)
