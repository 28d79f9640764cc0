"""RSS and Atom feeds: one article an entry, of what the feed itself has of its text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from importlib.metadata import version
from typing import Any

from kg.articles import address, language
from kg.articles.fields import article_of
from kg.articles.html import fragment_text
from kg.articles.problem import ODD, Bad, odd
from kg.articles.raw import Found, How, Raw
from kg.model import Article, content_id

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_END = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|RDF)\s*>", re.IGNORECASE)
_QUOTED = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)  # what looks like a tag in it is none


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: its own id (a guid, else its link, else what it says), and the fields of an article."""

    id: str
    fields: Mapping[str, object]


def feed(raw: Raw, _: How) -> Iterator[Found]:
    """Read the entries of a feed, in its order."""
    content = raw.content()
    seen: set[str] = set()
    found, cut = entries(content)
    for number, entry in enumerate(found, start=1):
        here = f"{raw.place}: entry {number}"
        if entry.id in seen:
            yield here, Bad(f"{entry.id!r} is also the id of an entry above", "id").at(here)
            continue
        seen.add(entry.id)
        try:
            yield here, article_of_entry(raw, content, entry)
        except Bad as bad:
            yield here, bad.at(here)
    if cut is not None:
        yield raw.place, cut.at(raw.place)


def entries(content: bytes) -> tuple[list[Entry], Bad | None]:
    """Return the entries of a feed that are whole, and what is wrong if it is cut off; raises Bad if it is no feed."""
    if _ENTITY.search(content[:65536]):
        raise Bad("declares XML entities, which no feed needs and an attack would")
    import feedparser

    try:
        found: Any = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except ODD as bad:
        raise odd(bad) from None
    if not found.get("version"):
        error = " ".join(str(found.get("bozo_exception") or "").split())
        raise Bad(f"not a feed{': ' + error[:150] if error else ''}")
    about = found.feed
    outlet = _line(about.get("title")) or None
    said = _code(about.get("language"))
    whole, cut = list(found.entries), None
    if found.get("bozo") and not _END.search(_QUOTED.sub(b"", content.replace(b"\0", b""))):  # UTF-16: every other byte
        cut = Bad("the feed is cut off; its last entry is not read")
        whole = whole[:-1]
    return [_entry(item, outlet, said) for item in whole], cut


def article_of_entry(raw: Raw, content: bytes, entry: Entry) -> Article:
    """Return the article of an entry; raises Bad if it has no text."""
    by = f"feedparser {version('feedparser')}"
    return article_of(entry.fields, made=raw.made(content, "application/xml", by))


def _entry(item: Any, outlet: str | None, said: str | None) -> Entry:
    bodies = [part.get("value") or "" for part in item.get("content", ())] + [item.get("summary") or ""]
    text = max((fragment_text(body) for body in bodies), key=len, default="")
    link = item.get("link")
    url = link if link and address.is_page(link) else None
    guid = _line(item.get("id"))
    key = guid or url or content_id("entry", item.get("title"), text)
    fields: dict[str, object] = {
        "text": text,
        "title": _line(fragment_text(item.get("title") or "")),
        "publisher": _line((item.get("source") or {}).get("title")) or outlet,
        "author": _line(item.get("author")),
        "url": url,
        "published": _day(item.get("published_parsed") or item.get("updated_parsed")),
        "language": language.detected(text) or said,
    }
    if url is None:
        fields["id"] = content_id("entry", outlet, key)
    return Entry(key, fields)


def _day(time: Sequence[int] | None) -> str | None:
    """Return the day of a time in UTC; none of one in the first or last year there is, or beyond them, which is what
    programs write for no time at all."""
    return date(*time[:3]).isoformat() if time and MINYEAR < time[0] < MAXYEAR else None


def _code(said: object) -> str | None:
    code = str(said or "").replace("_", "-").split("-")[0].lower()
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else None


def _line(value: object) -> str | None:
    return " ".join(str(value).split()) or None if value else None
