"""What stands around a report on its page: bylines, links to other reports, captions, share bars, notices.

It stays part of the article's text and is not parsed (`kg.clean`): "Read more: Russia attacks Ukraine" is no report of
an attack, and the sentence behind it begins anew.
The patterns are in ``seeds/reading/furniture.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg import resources
from kg.lexicon.tables import rows

LONGEST = 300  # characters of such a line

_LINE = re.compile(r"[^\r\n]+")


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
