"""Connections over which addresses are fetched: to the open internet only, bounded in time and size."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

import httpcore
import httpx

from kg.articles.problem import Unfetched

_ACCEPT = "text/html,application/pdf,application/rss+xml,*/*;q=0.5"


class Connections:
    """Connections that are kept, opened when first needed; ``private`` addresses are refused unless it is allowed."""

    def __init__(self, agent: str, *, private: bool, seconds: float) -> None:
        self._seconds = seconds
        self._until = 0.0
        transport = httpx.HTTPTransport()
        transport._pool = httpcore.ConnectionPool(  # httpx has no other way to say who connects
            ssl_context=ssl.create_default_context(), network_backend=_Guarded(private=private, left=self._left)
        )
        headers = {"User-Agent": agent, "Accept": _ACCEPT}
        self._client = httpx.Client(transport=transport, headers=headers, timeout=seconds, trust_env=False)

    def get(self, url: str, headers: Mapping[str, str], limit: int) -> tuple[int, Mapping[str, str], bytes]:
        """Return status, headers and content, which has at most ``limit`` bytes. Raises Unfetched."""
        self._until = time.monotonic() + self._seconds
        try:
            with self._client.stream("GET", url, headers=headers) as answer:
                content = bytearray()
                for chunk in answer.iter_bytes(64 << 10):
                    content += chunk
                    if len(content) > limit:
                        raise Unfetched(f"larger than {limit >> 20} MiB, which no article is")
                return answer.status_code, answer.headers, bytes(content)
        except httpx.TimeoutException:
            raise Unfetched(f"no answer, or no whole one, within {self._seconds:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.ConnectError, UnicodeError) as bad:  # the last: of a name
            raise Unfetched(f"cannot be fetched: {' '.join(str(bad).split()) or type(bad).__name__}") from None

    def close(self) -> None:
        """Close all of them."""
        self._client.close()

    def _left(self) -> float:
        """Return the seconds that the present answer still has."""
        return max(0.001, self._until - time.monotonic())


class _Guarded(httpcore.NetworkBackend):
    """Connects to addresses of the open internet only; nothing takes longer than is ``left``."""

    def __init__(self, *, private: bool, left: Callable[[], float]) -> None:
        self._private = private
        self._left = left
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = self._addresses(host, port)
        for address in others:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return self._connected(address, port, local_address, socket_options)
        return self._connected(last, port, local_address, socket_options)

    def _connected(
        self,
        address: str,
        port: int,
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.NetworkStream:
        stream = self._backend.connect_tcp(address, port, self._left(), local_address, socket_options)
        return _Bounded(stream, self._left)

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise httpcore.ConnectError(f"no such host: {host}") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._private and not all(map(is_public, addresses)):
            raise httpcore.ConnectError(f"{host} is in a private network, which is not asked (--private allows it)")
        return addresses


class _Bounded(httpcore.NetworkStream):
    """A connection whose server cannot take longer by sending little at a time: each wait is for what is ``left``."""

    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, self._left()), self._left)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


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
