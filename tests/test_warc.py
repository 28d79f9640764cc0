"""Archives of the web that are broken: what is sound is read, nothing that may not be whole, and all else is told."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from kg.articles import Problem, read
from kg.model import Article
from tests import sources
from tests.conftest import Kg

TEXTS = {f"https://wire.example/{n}": f"Number {n}. {sources.LEAD * 4}" for n in range(5)}


X = "https://wire.example/x"


def record(
    url: str | None, block: bytes, kind: str = "response", media: str = "application/http", more: str = ""
) -> bytes:
    address = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{address}{more}Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(content: bytes, media: str = "text/plain", more: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n{more}\r\n".encode() + content


RECORDS = [record(url, answer(text.encode())) for url, text in TEXTS.items()]
TWICE = gzip.compress(zlib.compress(b"Iran denied it."))
PLAIN = b"".join(RECORDS)
PACKED = b"".join(map(gzip.compress, RECORDS))


def found(folder: Path, content: bytes) -> tuple[dict[str | None, str], list[str]]:
    """Return the texts by their address, and what is said of the archive with its own name left out."""
    file = folder / "a.warc"
    file.write_bytes(content)
    items = list(read([file]))
    texts = {item.url: item.text for item in items if isinstance(item, Article)}
    return texts, [str(item).removeprefix(f"{file}: ") for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize("whole", [PLAIN, PACKED], ids=["plain", "gzip"])
def test_archive_cut_anywhere_gives_its_whole_records_and_one_line(
    tmp_path: Path, whole: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    assert found(tmp_path, whole) == (TEXTS, [])
    records = RECORDS if whole is PLAIN else [gzip.compress(each) for each in RECORDS]
    ends = [sum(map(len, records[: n + 1])) for n in range(len(records))]
    for size in range(50, len(whole), 97):
        texts, problems = found(tmp_path, whole[:size])
        complete = sum(end <= size for end in ends)
        assert texts.items() <= TEXTS.items()
        assert complete <= len(texts) <= complete + 1  # the blank lines or the checksum behind the last may be missing
        if size not in ends and len(texts) == complete:
            assert len(problems) == 1, size
            assert "cut off" in problems[0], size
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("whole", [PLAIN, PACKED], ids=["plain", "gzip"])
def test_damaged_byte_anywhere_is_told_on_one_line(
    tmp_path: Path, whole: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    for at in range(0, len(whole), 29):
        damaged = bytearray(whole)
        damaged[at] ^= 0x55
        texts, problems = found(tmp_path, bytes(damaged))
        assert all("\n" not in problem for problem in problems)
        if whole is PACKED:  # gzip has checksums
            assert texts.items() <= TEXTS.items(), at
            assert texts == TEXTS or len(problems) == 1, at
    assert capfd.readouterr() == ("", "")


def test_files_behind_a_broken_archive_are_read(tmp_path: Path, kg: Kg) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.warc").write_bytes(PLAIN[: PLAIN.rindex(b"WARC-Target-URI") + 5])
    (folder / "b.warc.gz").write_bytes(PACKED[: len(PACKED) - 60])
    (folder / "c.txt").write_text("China denied it.")
    ran = kg("extract", folder, "--format", "jsonl")
    said = "after record 4 the archive is broken, and not read on: cut off"
    assert ran.code == 1
    assert [line for line in ran.err.splitlines() if "warc" in line] == [
        f"{folder / 'a.warc'}: {said}",
        f"{folder / 'b.warc.gz'}: {said}",
    ]
    assert "China denied it." in ran.out


@pytest.mark.parametrize("wrong", [-30, +30, +700])
def test_wrong_length_is_told_and_its_record_is_not_taken(
    tmp_path: Path, wrong: int, capfd: pytest.CaptureFixture[str]
) -> None:
    size = len(answer(TEXTS["https://wire.example/2"].encode()))
    records = [*RECORDS[:2], RECORDS[2].replace(f": {size}\r".encode(), f": {size + wrong}\r".encode()), *RECORDS[3:]]
    assert records[2] != RECORDS[2]
    texts, problems = found(tmp_path, b"".join(records))
    assert list(texts) == list(TEXTS)[:2]
    assert len(problems) == 1
    assert problems[0].startswith("after record 2 the archive is broken, and not read on: where a record should end b'")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(None, answer(b"Iran denied it.")), "record 1 names no address (WARC-Target-URI)"),
        (RECORDS[0].replace(b"WARC-Type", b"WARC-Tipe"), "record 1 is of no type (WARC-Type)"),
        (
            record(X, b""),
            f"record 1 holds no answer of the server, or a damaged one: {X}",
        ),
        (
            record(X, answer(b"Iran denied"), more="WARC-Truncated: length\r\n"),
            f"record 1 was not captured to its end (length): {X}",
        ),
        (
            record(X, answer(gzip.compress(b"Iran denied it.")[:-12], more="Content-Encoding: gzip\r\n")),
            f"{X}: packed as gzip, and cut off",
        ),
        (
            record(X, answer(b"\x8b\x05\x80Iran", more="Content-Encoding: br\r\n")),
            f"{X}: packed as 'br', which is not read",
        ),
        (
            record(X, answer(b"9\r\nIran deni\r\nff\r\ned", more="Transfer-Encoding: chunked\r\n")),
            f"{X}: cut off or damaged in a chunk",
        ),
    ],
)  # fmt: skip
def test_bad_record_is_one_line_and_those_behind_it_are_read(tmp_path: Path, bad: bytes, reason: str) -> None:
    assert found(tmp_path, bad + PLAIN) == (TEXTS, [reason])


def test_record_without_a_length_ends_the_reading(tmp_path: Path) -> None:
    nameless = RECORDS[1].replace(b"Content-Length", b"Kontent-Length")
    texts, problems = found(tmp_path, RECORDS[0] + nameless + PLAIN)
    assert list(texts) == ["https://wire.example/0"]
    assert problems == ["after record 1 the archive is broken, and not read on: a record without a length"]


@pytest.mark.parametrize(
    "sent",
    [
        answer(gzip.compress(b"Iran ") + gzip.compress(b"denied it."), more="Content-Encoding: gzip\r\n"),
        answer(b"Iran denied it.", more="Content-Encoding: gzip\r\n"),  # unpacked by who archived it
        answer(zlib.compress(b"Iran denied it."), more="Content-Encoding: deflate\r\n"),
        answer(b"5\r\nIran \r\na;x=y\r\ndenied it.\r\n0\r\n\r\n", more="Transfer-Encoding: chunked\r\n"),
        answer(b"Iran denied it.", more="Transfer-Encoding: chunked\r\n"),  # joined by who archived it
        answer(
            b"%x\r\n%b\r\n0\r\n\r\n" % (len(TWICE), TWICE),
            more="Content-Encoding: identity, deflate\r\nTransfer-Encoding: gzip, chunked\r\n",
        ),
    ],
)
def test_content_is_what_the_server_packed(tmp_path: Path, sent: bytes) -> None:
    assert found(tmp_path, record(X, sent)) == ({X: "Iran denied it."}, [])


def test_text_in_the_charset_that_the_server_said(tmp_path: Path) -> None:
    text = "Dvořák denied it."
    sent = answer(text.encode("windows-1250"), 'text/plain; charset="windows-1250"')
    assert found(tmp_path, record(X, sent)) == ({X: text}, [])


LIST = [[(72.0, 700.0, "Iran denied it.")]]


def test_texts_and_resources_are_read_and_what_is_for_no_reader_is_not(tmp_path: Path) -> None:
    page = sources.html().encode()
    content = b"".join(
        [
            record("https://wire.example/robots.txt", answer(b"User-agent: *")),
            record("metadata://wire.example/log", b"A log.", "resource", "text/plain"),
            record("dns:wire.example", b"20220314 10.0.0.1", "response", "text/dns"),
            record("https://wire.example/gone", answer(b"Gone.").replace(b"200 OK", b"404 Not Found")),
            record("<https://wire.example/note>", b"Iran denied it.", "resource", "text/plain; charset=utf-8"),
            record("https://wire.example/page", page, "resource", "text/html"),
            record("https://wire.example/list.pdf", answer(sources.pdf(LIST), "application/octet-stream")),
            record("https://wire.example/dot.html", answer(b"GIF89a", "image/gif")),
            record("https://wire.example/no", answer(b"\0", "application/octet-stream")),
        ]
    )
    assert found(tmp_path, content) == (
        {
            "https://wire.example/note": "Iran denied it.",
            "https://wire.example/page": f"Talks end\n\n{sources.LEAD}\n\n{sources.SECOND}",
            "https://wire.example/list.pdf": "Iran denied it.",
        },
        [],
    )


def test_archive_without_any_page_says_so(tmp_path: Path) -> None:
    picture = record("https://wire.example/logo.png", answer(b"\x89PNG", "image/png"))
    assert found(tmp_path, picture) == ({}, ["none of its 1 records is a page, a PDF or a text"])
    assert found(tmp_path, b"") == ({}, ["empty file"])
