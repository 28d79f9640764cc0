"""What stands around a report on its page: bylines, links to other reports, captions, share bars, notices.

It stays part of the text, and gives no statements: "Read more: Russia attacks Ukraine" is no report of an attack.
The patterns are in ``seeds/reading/furniture.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg import resources
from kg.lexicon.tables import rows
from kg.model import Statement

LONGEST = 300  # characters of such a line

_LINE = re.compile(r"[^\r\n]+")


def without(text: str, statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements of an article that its report makes, without those of the furniture."""
    around = list(furniture(text)) if statements else []
    if not around:
        return list(statements)
    left = [s for s in statements if not any(start <= s.trigger.start < end for start, end in around)]
    ids = {statement.id for statement in left}
    return [s if s.content is None or s.content in ids else replace(s, content=None) for s in left]


def furniture(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every line that is furniture.

    >>> list(furniture("Talks began.\\n\\nRead more: Iran accuses Israel\\nLeave a reply"))
    [(14, 44), (45, 58)]
    """
    for line in _LINE.finditer(text):
        words = line[0].strip()
        if words and len(words) <= LONGEST and _pattern().fullmatch(words):
            yield line.span()


@cache
def _pattern() -> re.Pattern[str]:
    table = rows(resources.path("seeds/reading") / "furniture.tsv", ("kind", "pattern", "example"))
    return re.compile("|".join(f"(?:{row['pattern']})" for row in table), re.IGNORECASE)
