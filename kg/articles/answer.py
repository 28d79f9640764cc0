"""What a document became, as it comes from the process that read it: JSON, so that nothing in it is ever run."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from kg.articles.problem import Problem
from kg.model import Article, Made


def written(found: Article | Problem) -> bytes:
    """Return it as JSON."""
    return json.dumps({type(found).__name__: asdict(found)}, default=date.isoformat).encode()


def read(answer: bytes) -> Article | Problem:
    """Return what `written` wrote. Raises ValueError, TypeError, LookupError for anything else.

    >>> read(written(Article("a", "Iran denied it.", published=date(2019, 6, 20)))).published
    datetime.date(2019, 6, 20)
    >>> read(written(Problem("b.html", "empty file")))
    Problem(place='b.html', reason='empty file', field=None)
    """
    ((kind, fields),) = json.loads(answer).items()
    if kind == Problem.__name__:
        return Problem(**fields)
    day, made = fields.pop("published"), fields.pop("made")
    return Article(**fields, published=day and date.fromisoformat(day), made=made and Made(**made))
