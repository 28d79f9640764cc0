"""Web pages: the main text by trafilatura, and what the page says about itself."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.articles import address, dates, language
from kg.articles.fields import article_of
from kg.articles.problem import Bad
from kg.articles.raw import MARKS, Found, How, Raw
from kg.articles.stubs import is_stub
from kg.model import Article

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PAGE = 16 << 20  # bytes: no page of news is larger
DEPTH = 250  # of elements within elements; libxml2 itself stops at 256

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
# WHATWG Encoding: what pages call these is what Windows has always meant by them.
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_DATED = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content | //time[@itemprop='datePublished']/@datetime",
    "//meta[translate(@name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')='date']/@content",
    "//meta[@name='pubdate' or @name='publish-date' or @name='parsely-pub-date' or @name='sailthru.date']/@content",
    "//meta[@name='dc.date.issued' or @name='DC.date.issued' or @name='DC.date']/@content",
)
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_BLOCKS = frozenset(
    (
        "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "blockquote", "figure",
        "figcaption", "section", "article", "pre", "hr", "dd", "dt",
    )
)  # fmt: skip
_UNSEEN = frozenset(("script", "style", "template", "noscript"))


def page(raw: Raw, how: How) -> Iterator[Found]:
    """Read the article of one page."""
    yield raw.place, how.article("page", raw, raw.content(PAGE))


def saved(raw: Raw, how: How) -> Iterator[Found]:
    """Read a page that a browser saved as one file (MHTML)."""
    yield raw.place, how.article("saved", raw, raw.content())


def article_of_saved(raw: Raw, content: bytes) -> Article:
    """Return the article of a page that a browser saved as one file. Raises Bad."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    inside = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(inside, bytes):
        raise Bad("no page in this file")
    url = message["Snapshot-Content-Location"] or part["Content-Location"]
    told = Raw(raw.place, raw.name, raw.stream, str(url) if url else raw.url, part.get_content_charset())
    return article_of_page(told, inside)


def article_of_page(raw: Raw, content: bytes, known: Mapping[str, object] | None = None) -> Article:
    """Return the article of a page. ``known`` are fields that are known better than the page says them.

    Raises Bad if the page has no article: no text, or the notice of a paywall or a cookie wall.
    """
    from trafilatura import bare_extraction

    tree = _tree(decoded_page(content, raw.charset))
    found = bare_extraction(tree, url=raw.url, with_metadata=True, include_comments=False, include_tables=False)
    text = "\n\n".join(line.strip() for line in str(getattr(found, "text", None) or "").split("\n") if line.strip())
    if found is None or not text:
        raise Bad("no article text in this page")
    if is_stub(text):
        raise Bad("a notice of a paywall or of cookies, and no article")
    url = address.canonical(raw.url, _text(tree, "//link[@rel='canonical']/@href") or getattr(found, "url", None))
    day, dated = _dated(tree, url, text, getattr(found, "date", None))
    fields = {
        "text": text,
        "title": _line(getattr(found, "title", None)),
        "publisher": _line(getattr(found, "sitename", None)) or _host(url),
        "author": _line(getattr(found, "author", None)),
        "url": url,
        "published": day.isoformat() if day else None,
        "language": language.detected(text) or _said_language(tree),
        **(known or {}),
    }
    if known and known.get("published"):
        dated = "metadata"
    return article_of(fields, dated=dated, made=raw.made(content, "text/html", made_by()))


def decoded_page(content: bytes, charset: str | None) -> str:
    """Return the text of a page's bytes: by byte order mark, server, the page itself, UTF-8 or Windows-1252."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    inside = _CHARSET.search(content[:4096])
    for name in (charset, inside[1].decode("ascii") if inside else None, "utf-8", "cp1252"):
        if name is None:
            continue
        try:
            return content.decode(_codec(name))
        except (UnicodeError, LookupError):
            continue
    raise Bad("its bytes are no text in any encoding that it may be in")


def _codec(name: str) -> str:
    found = codecs.lookup(_MEANT.get(name.lower(), name)).name
    return "utf-8" if found.startswith("utf-16") else found  # a page that can be read so far is not in UTF-16


def fragment_text(html: str) -> str:
    """Return the text of a piece of HTML, a paragraph a line: what feeds have in their entries.

    >>> fragment_text("<p>Iran <b>denied</b> it.</p><p>Israel did not.</p>")
    'Iran denied it.\\n\\nIsrael did not.'
    """
    from lxml.etree import ParserError
    from lxml.html import fragment_fromstring

    if "<" not in html and "&" not in html:
        return html.strip()
    try:
        root = fragment_fromstring(html, create_parent="div")
    except (ParserError, ValueError):
        return ""
    pieces: list[str] = []
    for event, element in _walk(root):
        if event == "start" and element.tag in _UNSEEN:
            continue
        if element.tag in _BLOCKS:
            pieces.append("\n")
        pieces.append((element.text if event == "start" else element.tail if element is not root else None) or "")
    paragraphs = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n\n".join(line for line in paragraphs if line)


def _walk(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    from lxml.etree import iterwalk

    for event, element in iterwalk(root, events=("start", "end")):
        if isinstance(element.tag, str):
            yield str(event), element


@cache
def made_by() -> str:
    """Return the software that finds the text of a page."""
    return f"trafilatura {version('trafilatura')}"


def _tree(text: str) -> HtmlElement:
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    try:
        # A declaration of another encoding than the one we decoded by would be an error in a str.
        tree = document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=HTMLParser(huge_tree=False))
    except (LxmlError, ValueError) as bad:
        raise Bad(f"not HTML: {' '.join(str(bad).split())[:100]}") from None
    if _depth(tree) > DEPTH:
        raise Bad(f"elements nested more than {DEPTH} deep, which no page of news has")
    return tree


def _depth(tree: HtmlElement) -> int:
    deepest = depth = 0
    for event, _ in _walk(tree):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _dated(tree: HtmlElement, url: str | None, text: str, guessed: object) -> tuple[date | None, str]:
    """Return the day of a page and where it is from."""
    written = [value for path in _DATED if (value := _text(tree, path))]
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        written += _JSON_LD_DATE.findall(str(script))[:1]
    for value in written:
        if day := day_of(value):
            return day, "metadata"
    day, origin = dates.found(url, text)
    if day is None and guessed and (day := day_of(str(guessed))):
        return day, "text"
    return day, origin


def day_of(value: str) -> date | None:
    """Return the day of a time that metadata gives, or none.

    >>> day_of("2022-03-14T23:30:00+02:00"), day_of("yesterday")
    (datetime.date(2022, 3, 14), None)
    """
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        match = re.match(r"(\d{4})-(\d\d)-(\d\d)", value.strip())
        try:
            return date(*map(int, match.groups())) if match else None
        except ValueError:
            return None


def _said_language(tree: HtmlElement) -> str | None:
    said = _text(tree, "/html/@lang") or ""
    code = said.replace("_", "-").split("-")[0].lower()
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else None


def _text(tree: HtmlElement, path: str) -> str | None:
    return next((str(value).strip() for value in tree.xpath(path) if str(value).strip()), None)


def _line(value: object) -> str | None:
    return " ".join(str(value).split()) or None if value else None


def _host(url: str | None) -> str | None:
    return urlsplit(url).hostname.removeprefix("www.") if url and urlsplit(url).hostname else None  # type: ignore[union-attr]
