"""Pages that are no articles: the notice of a paywall, of cookies, of a check for robots."""

from __future__ import annotations

import re
from functools import cache

from kg import resources
from kg.lexicon.tables import rows

SHORT = 900  # characters: a real article may speak of cookies, but not in so few words


def is_stub(text: str) -> bool:
    """Whether a page's whole text is such a notice.

    >>> is_stub("Talks began in Geneva. Subscribe to continue reading.")
    True
    >>> is_stub("Talks began in Geneva on Monday.")
    False
    """
    return len(text) < SHORT and _notice().search(text) is not None


@cache
def _notice() -> re.Pattern[str]:
    table = rows(resources.path("seeds/reading") / "stubs.tsv", ("pattern", "example"))
    return re.compile("|".join(f"(?:{row['pattern']})" for row in table), re.IGNORECASE)
