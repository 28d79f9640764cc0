"""What kind something is, as the suffix of a file of that kind: by what a server calls it, and by its name."""

from __future__ import annotations

from urllib.parse import urlsplit

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
_NO_WORDS = ("image/", "audio/", "video/", "font/")


def told(content_type: str, url: str) -> tuple[str | None, str | None]:
    """Return the suffix and the charset of what a server sends for an address, each none if nobody can tell.

    Of an unknown type, as that of what is only to be saved, the address tells, unless it is one of pictures and sounds.

    >>> told("text/HTML; charset=utf-8", "https://wire.example/a"), told("image/png", "https://wire.example/a")
    (('.html', 'utf-8'), (None, None))
    >>> told("application/octet-stream", "https://wire.example/a.pdf?page=1")
    ('.pdf', None)
    """
    media, _, rest = content_type.partition(";")
    charset = rest.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    media = media.strip().lower()
    named = None if media.startswith(_NO_WORDS) else suffix_of(urlsplit(url).path)
    return SUFFIX_OF.get(media) or named or None, charset or None


def suffix_of(name: str) -> str:
    """Return the suffix that says what a file holds; that of a file that gzip packed is the one before ``.gz``.

    >>> suffix_of("news/2022.JSONL.gz"), suffix_of("a.txt"), suffix_of("README")
    ('.jsonl', '.txt', '')
    """
    last = name.rpartition("/")[2].lower().removesuffix(".gz")
    dot = last.rfind(".")
    return last[dot:] if dot > 0 else ""
