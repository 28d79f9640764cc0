"""When: the date phrase that hangs on an event, resolved against the article's date.

The parser finds the phrases (entity label DATE); dateparser resolves them. A phrase that
gives only a week or a month becomes a month, a year a year (ISO 8601, reduced precision).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from spacy.tokens import Doc

from kg.lexicon.function_words import function_words
from kg.model import When
from kg.relate.draft import Draft
from kg.relate.tree import Tree

DURATION = re.compile(r"\d+-(year|month|week|day)")  # "a 20-year lease" is a length, no point in time
LENGTHS = {"year": 4, "month": 7, "week": 7}  # of an ISO date: what a phrase of this kind says


def date_phrases(doc: Doc, tree: Tree, drafts: Mapping[int, Draft]) -> Iterator[tuple[Draft, str]]:
    """Yield each event that its clause dates, with the phrase: the nearest event above a date phrase has it."""
    dated: set[int] = set()
    for ent in doc.ents:
        if ent.label_ != "DATE":
            continue
        owner = next((a for a in (ent.root.i, *tree.ancestors(ent.root.i)) if a in drafts), None)
        if owner is not None and owner not in dated:
            dated.add(owner)
            yield drafts[owner], ent.text


@lru_cache(maxsize=4096)
def resolve(phrase: str, published: date | None, ahead: bool = False) -> When | None:
    """Return the date a phrase means, or none if it gives no point in time or needs an unknown today.

    ``ahead``: the event is still to come. A weekday that is the article's own means that very day.

    >>> resolve("on Monday", date(2022, 3, 16))
    When(date='2022-03-14', phrase='on Monday')
    >>> resolve("November 2021", None)
    When(date='2021-11', phrase='November 2021')
    >>> resolve("February 24", None) is None
    True
    """
    from dateparser.date import DateDataParser  # its language tables cost 0.2 s, paid on first use

    words = phrase.lower().split()
    if DURATION.search(phrase):
        return None
    if function_words().timeless & set(words) and not function_words().anchored & set(words):
        return None
    if published is None and not any(len(w.strip(",.")) == 4 and w.strip(",.").isdigit() for w in words):
        return None
    settings: dict[str, object] = {
        "PREFER_DATES_FROM": "future" if ahead else "past",
        "RETURN_TIME_AS_PERIOD": False,
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    if published is not None:
        shift = timedelta(days=-1 if ahead else 1) if words[-1] in function_words().weekdays else timedelta()
        settings["RELATIVE_BASE"] = datetime.combine(published + shift, time(12))
    parser = DateDataParser(languages=["en"], settings=settings)
    data = parser.get_date_data(_plain(phrase))
    if data.date_obj is None:
        return None
    period = "week" if "week" in words else data.period or "day"
    return When(data.date_obj.date().isoformat()[: LENGTHS.get(period, 10)], phrase)


def _plain(phrase: str) -> str:
    """Drop what dateparser does not read: "on", "early", "the"."""
    kept = [w for w in phrase.replace("-", " ").split() if w.lower() not in function_words().undated]
    return " ".join(kept)
