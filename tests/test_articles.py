"""Reading: characters are kept, and whatever cannot be read is one clear line."""

from __future__ import annotations

import bz2
import io
import json
import lzma
import os
from datetime import date
from pathlib import Path

import pytest

from kg.articles import Problem, article, read, size
from kg.model import Article, content_id

ICONV = "iconv -f windows-1252 -t utf-8 makes it that, if it is what Windows writes in Western Europe"
TEXT = "Iran denied it.\r\n\r\nThe “attack” was Israel's.\n"


def only(path: Path) -> Article:
    (found,) = read([path])
    assert isinstance(found, Article)
    return found


def problems(*paths: Path | str, stdin: bytes = b"") -> list[str]:
    return [str(found) for found in read(paths, io.BytesIO(stdin)) if isinstance(found, Problem)]


def texts(*paths: Path | str, stdin: bytes = b"") -> list[str]:
    return [found.text for found in read(paths, io.BytesIO(stdin)) if isinstance(found, Article)]


def lines(*items: object) -> bytes:
    return "".join(json.dumps(item) + "\n" for item in items).encode()


# -- plain text


def test_text_file_keeps_every_character(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode())
    assert only(file) == Article(id=content_id("text", TEXT), text=TEXT)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_names_the_encoding_and_is_no_character(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode(encoding))
    assert only(file).text == TEXT


def test_utf_16_big_endian_is_read_by_its_mark(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert only(file).text == TEXT


def test_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    file = tmp_path / "A.TXT"
    file.write_bytes(b"Iran denied it.")
    assert only(file).text == "Iran denied it."


# -- Markdown


def test_front_matter_gives_the_fields_and_the_body_stays_exact(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(
        b'---\nid: a1\ntitle: "Talks: a summary"\npublisher: The Harbour Wire\nurl: https://wire.example/a1\n'
        b"published: 2019-06-20\nlanguage: en-GB\nauthor: Ann Example\n---\n\n# Heading\n\nIran denied it.\n"
    )
    assert only(file) == Article(
        id="a1",
        text="\n# Heading\n\nIran denied it.\n",
        title="Talks: a summary",
        publisher="The Harbour Wire",
        url="https://wire.example/a1",
        published=date(2019, 6, 20),
        language="en-GB",
        author="Ann Example",
        dated="metadata",
    )


def test_title_comes_from_the_first_heading(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"# Iran denies it #\r\n\r\nIran denied it.\r\n")
    assert only(file).title == "Iran denies it"
    assert only(file).text == "# Iran denies it #\r\n\r\nIran denied it.\r\n"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (
            b"---\nwriter: Ann\n---\nIran.",
            "line 2: 'writer' is no field of the front matter (id, title, publisher, url,",
        ),
        (b"---\ntitle: A\ntitle: B\n---\nIran.", "title: given twice"),
        (b"---\ntitle: A\nIran denied it.", "the front matter that begins with --- does not end"),
        (b"---\npublished: June\n---\nIran.", "published: 'June' is not a date"),
        (b"---\ntitle: A\n---\n", "text: empty"),
    ],
)
def test_front_matter_that_is_wrong_is_named(tmp_path: Path, content: bytes, line: str) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(content)
    (found,) = problems(file)
    assert found.startswith(f"{file}: {line}")


# -- JSON


def test_json_lines_give_all_fields(tmp_path: Path) -> None:
    fields = {
        "id": "a1",
        "text": TEXT,
        "title": "Denial",
        "publisher": "The Harbour Wire",
        "url": "https://wire.example/a1",
        "published": "2019-06-20T23:30:00-05:00",
        "language": "en",
    }
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"\n" + lines(fields) + b"\n")
    assert only(file) == Article(**(fields | {"published": date(2019, 6, 20), "dated": "metadata"}))  # type: ignore[arg-type]


def test_json_file_holds_one_article_or_a_list(tmp_path: Path) -> None:
    one, many = tmp_path / "one.json", tmp_path / "many.json"
    one.write_text('{"text": "One."}')
    many.write_text('[{"text": "Two."}, {"text": "Three."}]')
    assert texts(one, many) == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"title": "Denial"}, "text: missing"),
        ({"text": ""}, "text: empty"),
        ({"text": " \n"}, "text: empty"),
        ({"text": None}, "text: expected text, found null"),
        ({"text": "a", "title": 3}, "title: expected text, found a number"),
        ({"text": "a", "publisher": ["x"]}, "publisher: expected text, found a list"),
        ({"text": "a", "id": True}, "id: expected text, found true or false"),
        ({"text": "a", "published": "20 June"}, "published: '20 June' is not a date (2022-03-14) or a time"),
        ({"text": "a", "published": "2019-02-30"}, "published: '2019-02-30' is not a date"),
        ({"text": "a", "url": "javascript:alert(1)"}, "url: 'javascript:alert(1)' is not a web address"),
        ({"text": "a", "url": "https://a.example/<b>"}, "url: 'https://a.example/<b>' is not a web address"),
        ({"text": "a", "id": "a\nb"}, "id: holds a line break or a control character"),
        ({"text": "a", "language": "French"}, "language: 'French' is not a language code (en, pt-BR)"),
        ({"text": "a", "Title": "b"}, "Title: no such field; an article has id, text, title,"),
        ({"text": "a \ud83d b"}, "text: half a surrogate pair (U+D83D) at character 2"),
        ("a", "expected an article (an object with text), found text"),
        (7, "expected an article (an object with text), found a number"),
    ],
)
def test_wrong_field_is_named_with_file_and_line_and_the_others_go_on(
    tmp_path: Path, item: object, reason: str
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines({"text": "Before."}, item, {"text": "After."}))
    (found,) = problems(file)
    assert found.startswith(f"{file}:2: {reason}")
    assert texts(file) == ["Before.", "After."]


def test_article_of_a_list_is_named_by_its_number(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('[{"text": "One."}, {"text": 2}]')
    assert problems(file) == [f"{file}: article 2: text: expected text, found a number"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"text": "a"', "not JSON: Expecting ',' delimiter (column 13)"),
        (b'{\n"text": }', "not JSON: Expecting value (line 2, column 9)"),
        (b'{"text": "a", "text": "b"}', "text: given twice"),
        (b"[" * 100_000, "not an article: nested too deeply"),
        (b'{"text": ' + b"9" * 5000 + b"}", "not JSON: Exceeds the limit"),
    ],
)
def test_what_is_no_json_is_said_to_be_none(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(content)
    (found,) = problems(file)
    assert found.startswith(f"{file}: {reason}")


# -- bytes and files


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.json"])
def test_bytes_that_are_no_text_are_named_by_their_place(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"Iran\ndenied \xff it.")
    assert problems(file) == [f"{file}: not UTF-8 text: 0xff at byte 12 (line 2); {ICONV}"]


def test_one_bad_line_of_json_lines_leaves_the_others(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines({"text": "One."}) + b'{"text": "\xe9"}\n' + lines({"text": "Three."}))
    assert problems(file) == [f"{file}:2: not UTF-8 text: 0xe9 at byte 10; {ICONV}"]
    assert texts(file) == ["One.", "Three."]


def test_text_that_breaks_off_in_utf_16_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("Iran".encode("utf-16") + b"x")
    assert problems(file) == [f"{file}: begins as UTF-16-LE, but byte 10 does not fit"]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.json", "a.jsonl"])
def test_empty_file_is_a_problem(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.touch()
    assert problems(file) == [f"{file}: empty file"]


def test_missing_path_and_unknown_suffix_are_problems(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    missing, unknown = problems(tmp_path / "no.txt", tmp_path / "a.docx")
    assert missing == f"{tmp_path / 'no.txt'}: no such file or directory"
    assert unknown.startswith(
        f"{tmp_path / 'a.docx'}: cannot tell what it holds; the name must end in .txt, .md, .json"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_file_without_permission_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Iran denied it.")
    file.chmod(0)
    assert problems(file) == [f"{file}: permission denied"]


# -- folders


def test_folder_is_read_in_sorted_order_and_other_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "b/b.txt", "a.txt", "notes.docx", ".hidden.txt"):
        (tmp_path / name).write_text(f"Text of {name}.")
    assert texts(tmp_path) == ["Text of a.txt.", "Text of b/b.txt.", "Text of c.txt."]
    assert problems(tmp_path) == []
    assert size([tmp_path]) == len("Text of a.txt.Text of b/b.txt.Text of c.txt.")


def test_folder_without_articles_is_a_problem(tmp_path: Path) -> None:
    (found,) = problems(tmp_path)
    assert found.startswith(f"{tmp_path}: no file in this folder that can hold articles (.txt, .md, .json, .jsonl,")


def test_broken_link_in_a_folder_is_a_problem_and_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert problems(tmp_path) == [f"{tmp_path / 'a.txt'}: no such file or directory"]


# -- standard input


@pytest.mark.parametrize("blank", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_standard_input_that_begins_with_a_brace_is_json_lines(blank: bytes) -> None:
    assert texts("-", stdin=blank + lines({"text": "One."}, {"text": "Two."})) == ["One.", "Two."]


def test_standard_input_in_utf_16_may_be_json_lines_too() -> None:
    assert texts("-", stdin='{"text": "One."}\n{"text": "Two."}'.encode("utf-16")) == ["One.", "Two."]


def test_other_standard_input_is_one_text_kept_exactly() -> None:
    for text in (
        "\n\n[Wire] Iran\r\ndenied it.\n",
        "[\u2026] Iran <i>denied</i> it.",
        "<3 from Iran.",
        "<<Iran>> denied it.",
    ):
        assert texts("-", stdin=text.encode()) == [text]
    assert texts("-", stdin="Iran denied it.".encode("utf-16")) == ["Iran denied it."]


def test_problems_of_standard_input_name_the_line() -> None:
    assert problems("-", stdin=b'\n{"text": 1}\n') == ["standard input:2: text: expected text, found a number"]
    assert problems("-", stdin=b"") == ["standard input: empty file"]
    assert problems("-", stdin=b"\n\n") == ["standard input: text: empty"]


@pytest.mark.parametrize(
    ("begin", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\n <!DOCTYPE html><p>Iran denied it.", "a web page"),
        (b"PK\x03\x04", "a zip archive"),
        (b'[{"text": "Iran denied it."}]', "a JSON array"),
        (b'[\n  {"text": "Iran denied it."}\n]', "a JSON array"),
        (b'[\r\n  {"text": "Iran denied it."}\r\n]', "a JSON array"),
        (b'[ {"text": "Iran denied it."} ]', "a JSON array"),
        ('[{"text": "Iran denied it."}]'.encode("utf-16"), "a JSON array"),
        (b"<!-- saved -->\n<html><p>Iran denied it.", "a web page"),
        (b"<head><title>Iran denied it.", "a web page"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "XML"),
        (b"MIME-Version: 1.0\r\n", "a saved web page"),
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "an archive of the web"),
        (bz2.compress(b"Iran denied it."), "packed with bzip2"),
        (lzma.compress(b"Iran denied it."), "packed with xz"),
        (b"PAR1\x15\x04", "a Parquet file"),
        (b"wire.txt\0\0\0\0000644", "no text"),
    ],
)
def test_standard_input_that_is_something_else_is_refused(begin: bytes, kind: str) -> None:
    (problem,) = problems("-", stdin=begin)
    assert problem.startswith(f"standard input: is {kind}; ")


# -- identity


def test_article_is_known_by_its_id_else_its_url_else_its_text() -> None:
    url = "https://wire.example/a1"
    assert article({"id": "a1", "url": url, "text": "One."}).id == "a1"
    assert article({"url": url, "text": "One."}).id == article({"url": url, "text": "One, corrected."}).id
    assert article({"text": "One."}).id != article({"text": "One, corrected."}).id


def test_same_article_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Iran denied it.")
    assert texts(file, tmp_path) == ["Iran denied it."]
    assert problems(file, tmp_path) == []


def test_two_different_articles_under_one_id_name_each_other(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines({"id": "a", "text": "One."}, {"id": "a", "text": "Two."}))
    assert problems(file) == [f"{file}:2: id: 'a' is also the id of a different article in {file}:1"]
    assert texts(file) == ["One."]
