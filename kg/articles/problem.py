"""What could not be read: one clear line for each."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read: where, in which field, and why.

    >>> str(Problem("a.jsonl:12", "expected text, found a number", "title"))
    'a.jsonl:12: title: expected text, found a number'
    >>> str(Problem("b.txt", "empty file"))
    'b.txt: empty file'
    """

    place: str
    reason: str
    field: str | None = None

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, self.field, self.reason) if part)


class Bad(ValueError):
    """Something that cannot be used; caught where the place is known."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.field = field

    def at(self, place: str) -> Problem:
        """Return it as the problem of a place."""
        return Problem(place, str(self), self.field)


# What a library raises over odd bytes; neither what stops a command nor what concerns every document.
ODD = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def odd(bad: Exception) -> Bad:
    """Return an error that nobody foresaw as one line, called by its name.

    >>> str(odd(KeyError("where")))
    "cannot be read: KeyError: 'where'"
    """
    words = " ".join(str(bad).split())[:200]
    return Bad(f"cannot be read: {type(bad).__name__}{': ' if words else ''}{words}")


def why(bad: OSError) -> str:
    """Return the system's reason as a phrase: ``no such file or directory``."""
    reason = os.strerror(bad.errno) if bad.errno else str(bad) or type(bad).__name__
    return reason[0].lower() + reason[1:]


class Unfetched(Bad):
    """An address that could not be fetched. ``gone``: the server says that there is nothing, and will be nothing."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone
