"""Web addresses: fetched politely, within limits, and never from inside the house.

Each host is asked at most once in ``delay`` seconds, or as its robots.txt says; what robots.txt forbids is not asked
for. Only addresses of the open internet are connected to, whatever a name or a redirect leads to: the address that was
checked is the one that is used, so that a name cannot lead elsewhere meanwhile.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from protego import Protego

from kg import __version__
from kg.articles import kinds, media
from kg.articles.html import PAGE
from kg.articles.problem import Unfetched
from kg.articles.raw import DOCUMENT, Found, How, Raw
from kg.closing import Closing

if TYPE_CHECKING:
    from kg.articles.connections import Connections

AGENT = f"communique/{__version__}"
REDIRECTS = 5
SECONDS = 30.0  # for one answer, from first to last byte
LONGEST_WAIT = 60.0  # seconds that a server may make us wait before it is given up
_ROBOTS = 512 << 10  # bytes of a robots.txt that are read, as RFC 9309 asks at least


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: none of the content if it has not changed (``fresh`` is false)."""

    url: str
    content: bytes
    content_type: str
    etag: str | None = None
    modified: str | None = None
    fresh: bool = True


class Web(Closing):
    """Fetches addresses. It is a context manager; connections are opened when first needed."""

    def __init__(self, *, private: bool = False, delay: float = 1.0, seconds: float = SECONDS) -> None:
        self._delay = delay
        self._seconds = seconds
        self._connections: Connections | None = None
        self._private = private
        self._robots: dict[str, Protego] = {}
        self._next: dict[str, float] = {}  # when a host may be asked again

    def close(self) -> None:
        """Close all connections."""
        if self._connections is not None:
            self._connections.close()
            self._connections = None

    def articles(self, place: str, url: str, how: How, known: Mapping[str, object] | None = None) -> Iterator[Found]:
        """Yield what an address holds. ``known`` are fields that are known better than a page says them."""
        answer = self.get(url)
        suffix, charset = media.told(answer.content_type, answer.url)
        if suffix is None or suffix not in kinds.KINDS:
            raise Unfetched(f"is {answer.content_type or 'of no kind'}, which holds no article")
        raw = Raw(place, answer.url, io.BytesIO(answer.content), answer.url, charset)
        if suffix == ".html":
            yield place, how.article("page", raw, answer.content, known)
        else:
            yield from kinds.KINDS[suffix](raw, how)

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Answer:
        """Fetch an address, following redirects. Raises Unfetched.

        ``etag`` and ``modified`` are those of an earlier answer: the server need not send again what is the same.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value and value.isascii()}
        until = time.monotonic() + self._seconds + LONGEST_WAIT
        for _ in range(REDIRECTS + 1):
            self._check(url)
            if not self._rules(url).can_fetch(url, AGENT):
                raise Unfetched("its robots.txt asks not to fetch it")
            self._wait(url)
            status, found, content = self._ask(url, headers, DOCUMENT)
            if status in (301, 302, 303, 307, 308) and "location" in found:
                url = _led(url, found["location"])
            elif status in (429, 503) and (wait := _retry_after(found)) and time.monotonic() + wait < until:
                time.sleep(wait)
            elif status == 304 and headers:
                return Answer(url, b"", "", etag, modified, fresh=False)
            elif status != 200:
                raise Unfetched(f"the server answers {status}", gone=status == 410)
            else:
                told = found.get("content-type", "")
                return Answer(url, content, told, found.get("etag"), found.get("last-modified"))
        raise Unfetched(f"more than {REDIRECTS} redirects")

    def _check(self, url: str) -> None:
        try:
            url.encode()
            parts = urlsplit(url)
            known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            known = False
        if not known:
            raise _astray(url)
        if parts.username is not None:
            raise Unfetched("holds a user name, which is not sent")

    def _ask(self, url: str, headers: Mapping[str, str], limit: int) -> tuple[int, Mapping[str, str], bytes]:
        if self._connections is None:
            from kg.articles.connections import Connections  # a big import: most commands fetch nothing

            self._connections = Connections(AGENT, private=self._private, seconds=self._seconds)
        return self._connections.get(url, headers, limit)

    def _rules(self, url: str) -> Protego:
        """Return what robots.txt says: everything may be fetched where there is none, nothing where it is broken."""
        origin = urljoin(url, "/")
        if origin not in self._robots:
            self._robots[origin] = Protego.parse(self._robots_text(urljoin(origin, "/robots.txt")))
        return self._robots[origin]

    def _robots_text(self, url: str) -> str:
        for _ in range(REDIRECTS):
            self._check(url)
            status, found, content = self._ask(url, {}, PAGE)
            if status in (301, 302, 303, 307, 308) and "location" in found:
                url = _led(url, found["location"])
            elif status == 200:
                return content[:_ROBOTS].decode("utf-8", "replace")
            elif 400 <= status < 500 and status != 429:  # RFC 9309, 2.3.1.3
                return ""
            else:
                break
        return "User-agent: *\nDisallow: /"  # RFC 9309, 2.3.1.4

    def _wait(self, url: str) -> None:
        host = urlsplit(url).netloc
        asked = self._rules(url).crawl_delay(AGENT)
        now = time.monotonic()
        time.sleep(max(0.0, self._next.get(host, now) - now))
        self._next[host] = time.monotonic() + max(self._delay, min(float(asked or 0), LONGEST_WAIT))


def _led(url: str, location: str) -> str:
    """Return the address to which an answer from ``url`` leads. Raises Unfetched."""
    try:
        return urljoin(url, location)
    except ValueError:
        raise _astray(location) from None


def _astray(url: str) -> Unfetched:
    return Unfetched(f"leads to {url!r}, which is no web address")


def _retry_after(headers: Mapping[str, str]) -> float:
    written = headers.get("retry-after", "")
    return min(float(written), LONGEST_WAIT) if written.isdecimal() else 0.0
