"""Connections over which addresses are fetched: to the open internet only, bounded in time and size."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Mapping

import httpcore
import httpx

from kg.articles.problem import Unfetched

_ACCEPT = "text/html,application/pdf,application/rss+xml,*/*;q=0.5"


class Connections:
    """Connections that are kept, opened when first needed; ``private`` addresses are refused unless it is allowed."""

    def __init__(self, agent: str, *, private: bool, seconds: float) -> None:
        self._seconds = seconds
        transport = httpx.HTTPTransport()
        transport._pool = httpcore.ConnectionPool(  # httpx has no other way to say who connects
            ssl_context=ssl.create_default_context(), network_backend=_Guarded(private=private)
        )
        headers = {"User-Agent": agent, "Accept": _ACCEPT}
        self._client = httpx.Client(transport=transport, headers=headers, timeout=seconds, trust_env=False)

    def get(self, url: str, headers: Mapping[str, str], limit: int) -> tuple[int, Mapping[str, str], bytes]:
        """Return status, headers and content, which has at most ``limit`` bytes. Raises Unfetched."""
        until = time.monotonic() + self._seconds
        try:
            with self._client.stream("GET", url, headers=headers) as answer:
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

    def close(self) -> None:
        """Close all of them."""
        self._client.close()


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
