"""Web addresses: fetched politely, within limits, and never from inside the house.

Each host is asked at most once in ``delay`` seconds, or as its robots.txt says; what robots.txt forbids is not asked
for. Only addresses of the open internet are connected to, whatever a name or a redirect leads to: the address that was
checked is the one that is used, so that a name cannot lead elsewhere meanwhile.
"""

from __future__ import annotations

import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
from protego import Protego

from kg import __version__
from kg.articles import kinds, media
from kg.articles.html import PAGE
from kg.articles.problem import Bad
from kg.articles.raw import DOCUMENT, Found, How, Raw
from kg.closing import Closing

AGENT = f"communique/{__version__}"
REDIRECTS = 5
SECONDS = 30.0  # for one answer, from first to last byte
LONGEST_WAIT = 60.0  # seconds that a server may make us wait before it is given up
_ROBOTS = 512 << 10  # bytes of a robots.txt that are read, as RFC 9309 asks at least


class Unfetched(Bad):
    """An address that could not be fetched. ``gone``: the server says that there is nothing, and will be nothing."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone


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
        self._client: httpx.Client | None = None
        self._private = private
        self._robots: dict[str, Protego] = {}
        self._next: dict[str, float] = {}  # when a host may be asked again

    def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def articles(self, place: str, url: str, how: How, known: Mapping[str, object] | None = None) -> Iterator[Found]:
        """Yield what an address holds. ``known`` are fields that are known better than a page says them."""
        answer = self.get(url)
        suffix, charset = media.told(answer.content_type)
        suffix = suffix or kinds.suffix_of(urlsplit(answer.url).path)
        if suffix not in kinds.KINDS:
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
        headers = {name: value for name, value in conditions.items() if value}
        until = time.monotonic() + self._seconds + LONGEST_WAIT
        for _ in range(REDIRECTS + 1):
            self._check(url)
            if not self._rules(url).can_fetch(url, AGENT):
                raise Unfetched("its robots.txt asks not to fetch it")
            self._wait(url)
            status, found, content = self._ask(url, headers, DOCUMENT)
            if status in (301, 302, 303, 307, 308) and "location" in found:
                url = urljoin(url, found["location"])
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
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unfetched(f"leads to {url!r}, which is no web address")
        if parts.username is not None:
            raise Unfetched("holds a user name, which is not sent")

    def _ask(self, url: str, headers: Mapping[str, str], limit: int) -> tuple[int, httpx.Headers, bytes]:
        until = time.monotonic() + self._seconds
        try:
            with self._open().stream("GET", url, headers=headers) as answer:
                content = bytearray()
                for chunk in answer.iter_bytes(64 << 10):
                    content += chunk
                    if len(content) > limit:
                        raise Unfetched(f"larger than {limit >> 20} MiB, which no article is")
                    if time.monotonic() > until:
                        raise Unfetched(f"not there within {self._seconds:g} s")
                return answer.status_code, answer.headers, bytes(content)
        except httpx.TimeoutException:
            raise Unfetched(f"no answer within {self._seconds:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.ConnectError) as bad:
            raise Unfetched(f"cannot be fetched: {' '.join(str(bad).split()) or type(bad).__name__}") from None

    def _open(self) -> httpx.Client:
        if self._client is None:
            transport = httpx.HTTPTransport()
            transport._pool = httpcore.ConnectionPool(  # httpx has no other way to say who connects
                ssl_context=ssl.create_default_context(), network_backend=_Guarded(private=self._private)
            )
            headers = {"User-Agent": AGENT, "Accept": "text/html,application/pdf,application/rss+xml,*/*;q=0.5"}
            self._client = httpx.Client(transport=transport, headers=headers, timeout=self._seconds, trust_env=False)
        return self._client

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
                url = urljoin(url, found["location"])
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


class _Guarded(httpcore.NetworkBackend):
    """Connects to addresses of the open internet only."""

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        found = self._addresses(host, port)
        for address in found[:-1]:
            try:
                return self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._backend.connect_tcp(found[-1], port, timeout, local_address, socket_options)

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise httpcore.ConnectError(f"no such host: {host}") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._private and not all(map(is_public, addresses)):
            raise httpcore.ConnectError(f"{host} is in a private network, which is not asked (--private allows it)")
        return addresses


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, also one that IPv6 wraps.

    >>> [is_public(ip) for ip in ("93.184.216.34", "169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _retry_after(headers: Mapping[str, str]) -> float:
    written = headers.get("retry-after", "")
    return min(float(written), LONGEST_WAIT) if written.isdecimal() else 0.0
