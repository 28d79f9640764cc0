"""What a server calls the kind of what it sends, as the suffix of a file of that kind."""

from __future__ import annotations

SUFFIX_OF = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "text/csv": ".csv",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
}


def told(content_type: str) -> tuple[str | None, str | None]:
    """Return the suffix and the charset of a Content-Type, each none if it says none that is known.

    >>> told("text/HTML; charset=utf-8"), told("image/png")
    (('.html', 'utf-8'), (None, None))
    """
    media, _, rest = content_type.partition(";")
    charset = rest.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return SUFFIX_OF.get(media.strip().lower()), charset or None
