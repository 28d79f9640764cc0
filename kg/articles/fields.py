"""An article from named fields, wherever they come from: each is checked, and what is wrong is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from kg.articles import dates, language
from kg.articles.address import known_by
from kg.articles.credits import credit, dateline
from kg.articles.problem import Bad
from kg.model import Article, Made, content_id

CHARACTERS = 5_000_000  # of one text: a book has a fifth
FIELDS = ("id", "text", "title", "publisher", "url", "published", "language", "author")

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")

_KINDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


def article(fields: Mapping[str, object]) -> Article:
    """Return the article with these fields (the names of `Article`; only ``text`` is needed).

    Raises ValueError naming the field that is unknown, missing, or of the wrong kind.

    >>> article({"text": "Iran denied it.", "published": "2019-06-20"}).published
    datetime.date(2019, 6, 20)
    >>> article({"text": "Iran denied it.", "publisched": "2019-06-20"})
    Traceback (most recent call last):
    ValueError: publisched: no such field; an article has id, text, title, publisher, url, published, language, author
    """
    try:
        return article_of(fields)
    except Bad as bad:
        raise ValueError(f"{bad.field}: {bad}") from None


def article_of(fields: Mapping[str, object], *, dated: str = "metadata", made: Made | None = None) -> Article:
    """Like `article`, and raises Bad. ``dated`` says where the field ``published`` is from.

    Without that field the day is looked for in the address, then in the first lines of the text.
    """
    for name in fields:
        if name not in FIELDS:
            raise Bad(f"no such field; an article has {', '.join(FIELDS)}", name)
    if "text" not in fields:
        raise Bad("missing", "text")
    text = _text(fields["text"])
    own, url = _line(fields, "id"), _line(fields, "url", _checked_url)
    published, origin = _date(fields), dated
    if published is None:
        published, origin = dates.found(url, text)
    return Article(
        id=own or (content_id("url", known_by(url)) if url else content_id("text", text)),
        text=text,
        title=_line(fields, "title"),
        publisher=_line(fields, "publisher"),
        url=url,
        published=published,
        language=_line(fields, "language", _checked_language) or language.detected(text) or "en",
        author=_line(fields, "author"),
        dated=origin if published else None,
        dateline=dateline(text),
        credit=credit(text),
        made=made,
    )


def fields_of(found: object) -> Mapping[str, object]:
    """Return what a JSON document holds, if it is an object; raises Bad otherwise."""
    if not isinstance(found, dict):
        kind = "text" if isinstance(found, str) else _KINDS[type(found)]
        raise Bad(f"expected an article (an object with text), found {kind}")
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Bad(f"expected text, found {_KINDS.get(type(value), type(value).__name__)}", "text")
    if not value.strip():
        raise Bad("empty", "text")
    if len(value) > CHARACTERS:
        raise Bad(f"more than {CHARACTERS:,} characters, which no article has", "text")
    if half := _SURROGATE.search(value):
        raise Bad(f"half a surrogate pair (U+{ord(half[0]):04X}) at character {half.start()}", "text")
    return value


def _line(fields: Mapping[str, object], name: str, check: Callable[[str], str] = str) -> str | None:
    """Return the field's text without the blanks around it; none if it is missing, null or blank."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Bad(f"expected text, found {_KINDS.get(type(value), type(value).__name__)}", name)
    if _CONTROL.search(value) or _SURROGATE.search(value):
        raise Bad("holds a line break or a control character", name)
    try:
        return check(value.strip()) if value.strip() else None
    except ValueError as bad:
        raise Bad(str(bad), name) from None


def _checked_url(url: str) -> str:
    # Only web addresses: pages link to them, and a "javascript:" link would run in the reader's browser.
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or _NOT_IN_IRI.search(url):
        raise ValueError(f"{url!r} is not a web address (http or https)")
    return url


def _checked_language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise ValueError(f"{code!r} is not a language code (en, pt-BR)")
    return code.replace("_", "-")


def _date(fields: Mapping[str, object]) -> date | None:
    written = _line(fields, "published")
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:
        raise Bad(f"{written!r} is not a date (2022-03-14) or a time (2022-03-14T09:30:00Z)", "published") from None
