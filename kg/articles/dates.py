"""The day of an article where no field gives it: from its address, else from the first lines of its text."""

from __future__ import annotations

import re
from datetime import date, datetime

HEAD_LINES = 6  # of the text: where a byline or a dateline stands
HEAD_CHARACTERS = 120  # of one such line; a dateline begins its paragraph

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_ADDRESS = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d\d?)[/-](?P<d>\d\d?)(?=[/._-]|$)")
_ADDRESS_8 = re.compile(r"[/_-](?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=[/._-]|$)")
_FORMS = (
    re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    re.compile(rf"\b(?P<d>\d\d?)(?:st|nd|rd|th)? {_MONTH},? (?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} (?P<d>\d\d?)(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
)
_ANNOUNCED = re.compile(r"(?:published|posted|updated|date|last modified)?\W*(?:on|at)?\W*", re.IGNORECASE)
_DATELINE = re.compile(r"[A-Z][\w .'/]*(?:, [A-Z][\w .']*)?[,(] *")


def found(url: str | None, text: str) -> tuple[date | None, str]:
    """Return the day, and where it was found: ``address``, ``text``, or nowhere (none, "").

    >>> found("https://wire.example/world/2022/03/14/talks.html", "Talks.")
    (datetime.date(2022, 3, 14), 'address')
    >>> found(None, "GENEVA, March 14, 2022 (Harbour Wire) - Talks began.")
    (datetime.date(2022, 3, 14), 'text')
    >>> found(None, "Talks began. On 14 March 2022 they had ended.")
    (None, '')
    """
    if url and (day := in_address(url)):
        return day, "address"
    day = in_text(text)
    return (day, "text") if day else (None, "")


def in_address(url: str) -> date | None:
    """Return the day that a web address names (``/2022/03/14/``, ``-20220314.html``)."""
    for pattern in (_ADDRESS, _ADDRESS_8):
        if (match := pattern.search(url)) and (day := _day(match)):
            return day
    return None


def in_text(text: str) -> date | None:
    """Return the day of a date that stands alone in one of the first lines, or of a dateline with a year.

    >>> in_text("Talks begin\\nBy Ann Example\\nPublished: 14 March 2022\\n\\nTalks began on Monday.")
    datetime.date(2022, 3, 14)
    """
    lines = [line.strip() for line in text[:4000].splitlines() if line.strip()]
    for line in lines[:HEAD_LINES]:
        head = line[:HEAD_CHARACTERS]
        for form in _FORMS:
            if (match := form.search(head)) and _stands_alone(line, match) and (day := _day(match)):
                return day
    return None


def _stands_alone(line: str, match: re.Match[str]) -> bool:
    before, after = line[: match.start()], line[match.end() :]
    if _DATELINE.fullmatch(before):
        return bool(re.match(r"\)? *(?:\([^)]*\))? *(?:-|–|—|--|:)", after))
    return bool(_ANNOUNCED.fullmatch(before)) and len(after) < 30 and not re.search(r"[.!?] |[a-z]{4}", after)


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = parts.get("m") or str(_MONTHS.index(parts["month"].lower()[:3]) + 1)
    try:
        return datetime(int(parts["y"]), int(month), int(parts["d"])).date()  # noqa: DTZ001  (a day has no zone)
    except ValueError:
        return None
