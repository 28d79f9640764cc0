"""Pages that are no articles: the notice of a paywall, of cookies, of a check for robots."""

from __future__ import annotations

import re
from functools import cache

from kg import resources
from kg.lexicon.tables import rows

SHORT = 900  # characters: a real article may speak of cookies, but not in so few words
PARAGRAPH = 100  # characters: a paragraph of a report has so many, a line of a notice rarely
_END = re.compile(r"(?<!\.\.)[.!?][\"'\u201d\u2019)]?$")


def is_stub(text: str) -> bool:
    """Whether a page's whole text is such a notice, or breaks off at it.

    Where two paragraphs of a report stand before the notice and the last is whole, nothing breaks off there.

    >>> is_stub("Talks began in Geneva. Subscribe to continue reading.")
    True
    >>> is_stub("Talks began in Geneva on Monday.")
    False
    """
    notice = _notice().search(text) if len(text) < SHORT else None
    if notice is None:
        return False
    before = [line for line in text[: text.rfind("\n", 0, notice.start()) + 1].splitlines() if line]
    return not (sum(map(_is_told, before)) > 1 and _is_told(before[-1]))


def _is_told(line: str) -> bool:
    return len(line) >= PARAGRAPH and _END.search(line) is not None


@cache
def _notice() -> re.Pattern[str]:
    table = rows(resources.path("seeds/reading") / "stubs.tsv", ("pattern", "example"))
    return re.compile("|".join(f"(?:{row['pattern']})" for row in table), re.IGNORECASE)
