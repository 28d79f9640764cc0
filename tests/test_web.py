"""Web addresses: politely, within limits, and never from inside the house."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpcore
import pytest

from kg.articles import Problem, Reading, Web, load_mapping
from kg.articles.connections import _Guarded
from kg.articles.problem import Unfetched
from kg.model import Article
from tests import sources
from tests.conftest import Kg
from tests.web_server import Reply, Site, serving

pytestmark = pytest.mark.usefixtures("documents_here")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(private=True, delay=0) as web:
        yield web


PAGE = Reply(sources.html().encode(), "text/html; charset=utf-8")


def test_page_is_read_under_the_address_that_it_redirects_to(site: Site, kg: Kg) -> None:
    site.replies |= {"/old": Reply(status=301, headers={"Location": "/new"}), "/new": PAGE}
    (found,) = Reading([f"{site.address}/old"], web=Web(private=True, delay=0))
    assert isinstance(found, Article)
    assert (found.url, found.title) == (f"{site.address}/new", "Talks end")
    ran = kg("extract", f"{site.address}/new", "--private", "--delay", "0")
    assert (ran.code, '"relation": "DENY"' in ran.out) == (0, True)


def test_address_in_a_private_network_is_not_connected_to(site: Site, kg: Kg) -> None:
    site.replies["/"] = PAGE
    ran = kg("extract", f"{site.address}/")
    assert ran.code == 1
    reason = "127.0.0.1 is in a private network, which is not asked (--private allows it)"
    assert ran.err == f"{site.address}/: cannot be fetched: {reason}\n"
    assert site.asked == []


@pytest.mark.parametrize(
    "url", ["http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/"]
)
def test_no_other_writing_of_a_private_address_is_connected_to(url: str) -> None:
    with Web(delay=0) as web, pytest.raises(Unfetched, match=r"private network|no such host"):
        web.get(url)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "leads to 'file:///etc/passwd', which is no web address"),
        ("http://[bad", r"leads to 'http://\[bad', which is no web address"),
        ("//127.0.0.1:99999/", "leads to 'http://127.0.0.1:99999/', which is no web address"),
        ("http://xn--a.example/", "cannot be fetched: Codepoint"),
        ("http://user:word@127.0.0.1/", "holds a user name, which is not sent"),
        ("/loop", "more than 5 redirects"),
    ],
)
def test_redirect_that_leads_astray_is_not_followed(site: Site, web: Web, location: str, reason: str) -> None:
    site.replies["/loop"] = Reply(status=302, headers={"Location": location})
    with pytest.raises(Unfetched, match=reason):
        web.get(f"{site.address}/loop")


@pytest.mark.parametrize(
    "url",
    ["http://[bad", "http://:80/", "http://127.0.0.1:0/", "http://127.0.0.1:99999/", "http://x:abc/", "http://\u2100/"],
)
def test_address_that_is_none_is_one_line(url: str, kg: Kg, tmp_path: Path) -> None:
    ran = kg("--store", tmp_path / "g", "build", url)
    assert ran.code == 1
    assert ran.err.splitlines()[0] == f"{url}: leads to {url!r}, which is no web address"


def test_robots_txt_that_leads_astray_is_one_line(site: Site, web: Web) -> None:
    site.replies |= {"/robots.txt": Reply(status=302, headers={"Location": "http://[bad"}), "/a": PAGE}
    with pytest.raises(Unfetched, match="which is no web address"):
        web.get(f"{site.address}/a")


@pytest.mark.parametrize("charset", ["undefined", "punycode", "base64", "none such"])
def test_charset_that_does_not_fit_is_not_believed(site: Site, charset: str) -> None:
    site.replies["/a"] = Reply(PAGE.body, f"text/html; charset={charset}")
    (found,) = Reading([f"{site.address}/a"], web=Web(private=True, delay=0))
    assert isinstance(found, Article)


def test_what_robots_txt_forbids_is_not_asked_for(site: Site, web: Web) -> None:
    site.replies |= {"/robots.txt": Reply(b"User-agent: *\nDisallow: /no", "text/plain"), "/no/a": PAGE, "/yes": PAGE}
    assert web.get(f"{site.address}/yes").content == PAGE.body
    with pytest.raises(Unfetched, match=r"its robots\.txt asks not to fetch it"):
        web.get(f"{site.address}/no/a")
    assert site.asked == ["/robots.txt", "/yes"]


def test_site_whose_robots_txt_is_broken_is_left_alone(site: Site, web: Web) -> None:
    site.replies |= {"/robots.txt": Reply(status=500), "/a": PAGE}
    with pytest.raises(Unfetched, match=r"its robots\.txt asks not to fetch it"):
        web.get(f"{site.address}/a")


def test_host_is_asked_again_after_the_delay_of_its_robots_txt(site: Site, web: Web) -> None:
    site.replies |= {"/robots.txt": Reply(b"User-agent: *\nCrawl-delay: 0.3", "text/plain"), "/a": PAGE}
    web.get(f"{site.address}/a")
    before = time.monotonic()
    web.get(f"{site.address}/a")
    assert time.monotonic() - before >= 0.25


def test_answer_that_is_too_large_or_of_another_kind_is_one_line(site: Site) -> None:
    site.replies |= {
        "/large": Reply(b"x" * (33 << 20)),
        "/film": Reply(b"x", "video/mp4"),
        "/gone": Reply(status=410),
        "/a": PAGE,
    }
    paths = [f"{site.address}{path}" for path in ("/large", "/film", "/gone", "/a")]
    found = list(Reading(paths, web=Web(private=True, delay=0)))
    assert [str(item).removeprefix(site.address) for item in found if isinstance(item, Problem)] == [
        "/large: larger than 32 MiB, which no article is",
        "/film: is video/mp4, which holds no article",
        "/gone: the server answers 410",
    ]
    assert isinstance(found[-1], Article)


def test_answer_that_does_not_end_is_left(site: Site) -> None:
    def late(_: dict[str, str]) -> Reply:
        time.sleep(1.5)
        return PAGE

    site.replies["/late"] = late
    with (
        Web(private=True, delay=0, seconds=0.5) as web,
        pytest.raises(Unfetched, match=r"no answer, or no whole one, within 0\.5 s"),
    ):
        web.get(f"{site.address}/late")


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"], ids=["head", "body"])
def test_answer_that_comes_byte_by_byte_is_left(begun: bytes) -> None:
    slow: list[int] = []

    def answer(listener: socket.socket) -> None:
        for _ in range(2):
            connection, _ = listener.accept()
            with connection:
                if b"robots.txt" in connection.recv(1 << 16):
                    connection.sendall(b"HTTP/1.1 404 None\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    continue
                with suppress(OSError):
                    connection.sendall(begun)
                    for byte in b"HTTP/1.1 200 OK\r\n\r\nIt rained on the harbour.":
                        connection.sendall(bytes([byte]))
                        slow.append(byte)
                        time.sleep(0.1)

    with socket.create_server(("127.0.0.1", 0)) as listener, Web(private=True, delay=0, seconds=1.0) as web:
        listener.settimeout(10)
        thread = threading.Thread(target=answer, args=(listener,), daemon=True)
        thread.start()
        with pytest.raises(Unfetched, match="no answer, or no whole one"):
            web.get(f"http://127.0.0.1:{listener.getsockname()[1]}/slow")
        thread.join(10)
    assert len(slow) > 1, "the slow answer was begun"


def test_all_addresses_of_a_host_have_one_time_together(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[str, float | None]] = []

    def connect(_: object, host: str, port: int, timeout: float | None, *rest: object) -> None:
        given.append((host, timeout))
        raise httpcore.ConnectTimeout

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n}", 80)) for n in (1, 2)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    left = iter([3.0, 1.0])
    with pytest.raises(httpcore.ConnectTimeout):
        _Guarded(private=True, left=lambda: next(left)).connect_tcp("quay.example", 80, 3.0)
    assert given == [("127.0.0.1", 3.0), ("127.0.0.2", 1.0)]


def test_server_need_not_send_again_what_is_the_same(site: Site, web: Web) -> None:
    def conditional(headers: dict[str, str]) -> Reply:
        if headers.get("if-none-match") == '"v1"':
            return Reply(status=304)
        return Reply(b"one", "text/plain", headers={"ETag": '"v1"'})

    site.replies["/a"] = conditional
    first = web.get(f"{site.address}/a")
    assert (first.fresh, first.content, first.etag) == (True, b"one", '"v1"')
    assert not web.get(f"{site.address}/a", etag=first.etag).fresh


def test_pages_of_a_table_are_fetched_once_and_the_table_knows_better(site: Site, tmp_path: Path) -> None:
    site.replies["/a"] = PAGE
    mapping = tmp_path / "m.toml"
    mapping.write_text('fetch = true\n[fields]\nurl = "link"\npublisher = "outlet"\n')
    table = tmp_path / "t.jsonl"
    row = json.dumps({"link": f"{site.address}/a", "outlet": "The Tide"})
    table.write_text(f"{row}\n{row}\n" + json.dumps({"link": f"{site.address}/b", "outlet": "x"}))
    found = list(Reading([table], plan=load_mapping(str(mapping)), web=Web(private=True, delay=0)))
    assert [item.publisher if isinstance(item, Article) else str(item) for item in found] == [
        "The Tide",
        f"{table}:3: the server answers 404",
    ]
    assert site.asked == ["/robots.txt", "/a", "/b"]
