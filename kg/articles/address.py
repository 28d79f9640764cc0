"""What a web address says: by which one a page is known, and whether one names a page at all."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit


def known_by(url: str) -> str:
    """Return the address by which a page is known: without fragment, tracking parameters and default port.

    >>> known_by("https://wire.example:443/a?id=7&utm_source=mail#top")
    'https://wire.example/a?id=7'
    """
    from courlan import normalize_url  # a big import, of which all commands but a few need nothing

    try:
        return normalize_url(urlunsplit(urlsplit(url)._replace(fragment="")))
    except ValueError:
        return url


def canonical(own: str | None, said: str | None) -> str | None:
    """Return the address of a page: what the page itself says it is, unless that cannot be meant.

    A page that calls its outlet's front page its address would be one with all others of that outlet.

    >>> canonical("https://m.wire.example/a?x=1", "https://wire.example/a")
    'https://wire.example/a'
    >>> canonical("https://wire.example/a", "https://wire.example/")
    'https://wire.example/a'
    >>> canonical(None, "/a")
    """
    if said and is_page(said):
        return said
    if own is None:
        return None
    return urlunsplit(urlsplit(own)._replace(fragment=""))


def is_page(url: str) -> bool:
    """Whether this is an absolute http address of something other than a front page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and bool(parts.path.strip("/") or parts.query)
