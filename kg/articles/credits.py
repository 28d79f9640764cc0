"""Where a report was written and whose it is, as its first and last lines say: datelines and credits of agencies."""

from __future__ import annotations

import re
from functools import cache

from kg import resources
from kg.lexicon.tables import rows

HEAD = 1500  # characters in which a dateline is looked for
TAIL = 600  # characters at the end in which a credit is looked for

_WORD = r"[A-Z][A-Z.'\u2019-]*"
_PLACE = rf"(?P<place>{_WORD}[A-Z](?: {_WORD})*(?:/{_WORD}(?: {_WORD})*)?)(?:, (?P<land>[A-Z][A-Za-z. ]{{2,30}}?))?"
_DAY = r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:, \d{4})?)?"
_DATELINE = re.compile(
    rf"^[ \t]*{_PLACE}{_DAY},? ?(?:\((?P<agency>[^()\n]{{2,40}})\))? ?(?:-|\u2013|\u2014|--)[ \n]", re.MULTILINE
)


def dateline(text: str) -> str | None:
    """Return the place of a dateline, as it is written, or none.

    >>> dateline("MOSCOW, Oct 7 (Reuters) - Russia denied it."), dateline("US - Russia talks began.")
    ('MOSCOW', None)
    """
    match = _DATELINE.search(text[:HEAD])
    if match is None or (len(match["place"]) < 4 and not match["agency"]):
        return None
    return match["place"] + (f", {match['land']}" if match["land"] else "")


def credit(text: str) -> str | None:
    """Return the agency whose report this is, as the text itself says, or none.

    >>> credit("MOSCOW, Oct 7 (AP) - Russia denied it."), credit("Russia denied it, Reuters reported.")
    ('The Associated Press', None)
    >>> credit("Russia denied it.\\n\\nSource: AFP")
    'Agence France-Presse'
    """
    if (match := _DATELINE.search(text[:HEAD])) and match["agency"] and (name := _agency(match["agency"])):
        return name
    for line in (*text[:HEAD].splitlines()[:5], *text[-TAIL:].splitlines()[-4:]):
        if (match := _credit_line().fullmatch(line.strip())) and (name := _agency(match[1])):
            return name
    return None


def _agency(words: str) -> str | None:
    return _agencies().get(words.strip().casefold())


@cache
def _agencies() -> dict[str, str]:
    table = rows(resources.path("seeds/reading") / "agencies.tsv", ("name", "forms"))
    return {form.casefold(): row["name"] for row in table for form in (row["name"], *row.cells("forms"))}


@cache
def _credit_line() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _agencies()), key=len, reverse=True))
    before = r"(?:(?:source|credit|from|by|via|agency|agencies)[: ]+|.{0,60}[;,] (?:for )?)?"
    return re.compile(rf"[(\[]?{before}({names})[)\]]?\.?", re.IGNORECASE)
