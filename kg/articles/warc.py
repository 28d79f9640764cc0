"""WARC files, such as those of Common Crawl's news archive: one article a page that was captured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.articles import media, pdf
from kg.articles.html import PAGE
from kg.articles.problem import Bad
from kg.articles.raw import Found, How, Raw


def archive(raw: Raw, how: How) -> Iterator[Found]:
    """Read the pages and PDFs that were captured, in the order of the file; what else was captured is passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    records = number = 0
    try:
        for record in ArchiveIterator(raw.stream):
            records += 1
            if record.rec_type == "response" and _status(record) == "200":
                number += 1
                yield from _record(record, raw, how)
    except (ArchiveLoadFailed, EOFError, OSError) as bad:
        raise Bad(f"not WARC, or broken after record {records}: {' '.join(str(bad).split())[:100]}") from None
    if not records:
        raise Bad("empty file")


def _status(record: Any) -> str:
    return record.http_headers.get_statuscode() if record.http_headers else ""


def _record(record: Any, raw: Raw, how: How) -> Iterator[Found]:
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    suffix, charset = media.told(record.http_headers.get_header("Content-Type") or "")
    if suffix not in (".html", ".pdf"):
        return
    here = f"{raw.place}: {url}"
    page = Raw(here, url.rpartition("/")[2] or "index.html", record.content_stream(), url, charset)
    try:
        if suffix == ".html":
            yield here, how.article("page", page, page.content(PAGE))
        else:
            yield from pdf.document(page, how)
    except Bad as bad:
        yield here, bad.at(here)
