"""Every kind of source: what is sound is read, what is broken or hostile is one line, and all others are in."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.articles import MappingError, Problem, Reading, Web, convert, load_mapping, places, read
from kg.articles.convert import Converters, Document
from kg.articles.feed import entries
from kg.articles.raw import How, Raw
from kg.model import Article, Made
from kg.store import Store
from tests import sources
from tests.conftest import Kg

SCRIPT = """import kg
print([article.made.name for article in kg.read(["page.html"])])
"""


def written(folder: Path, name: str, content: bytes | str) -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def only(path: Path, mapping: Path | str | None = None) -> Article:
    """Return the one article of a file. It is read in this process: each start of another costs half a second."""
    with Web() as web:
        how = How(web, load_mapping(str(mapping)) if mapping else None)
        ((_, found),) = places.found(str(path), how, None, lambda *_: None)
    assert isinstance(found, Article), str(found)
    return found


def said(*paths: Path) -> list[str]:
    return [str(found) for found in read(paths) if isinstance(found, Problem)]


# -- all kinds together


@pytest.mark.usefixtures("documents_here")
def test_a_build_says_of_which_articles_the_day_is_only_that_of_the_file(tmp_path: Path, kg: Kg) -> None:
    file = written(tmp_path, "a.pdf", sources.pdf([[(72, 700, sources.LEAD[:90])]]))
    ran = kg("--store", tmp_path / "g", "build", file)
    assert ran.err.splitlines()[1:] == ["dated by when their files were made, for nothing says when they appeared: 1"]
    with Store.open(tmp_path / "g", read_only=True) as store:
        (key,) = store.articles()
    assert (
        "2022-03-15 (when its file was made; when it appeared is not known)"
        in kg("--store", tmp_path / "g", "article", key).out
    )
    assert kg("--store", tmp_path / "g", "check").code == 0


def test_one_folder_of_every_kind_of_source(tmp_path: Path, kg: Kg) -> None:
    articles = sources.good(tmp_path / "in" / "good")
    expected = sources.bad(tmp_path / "in" / "bad")
    found = list(read([tmp_path / "in"]))
    texts = [item.text for item in found if isinstance(item, Article)]
    # Of the bad ones, what is sound: line 1 of the twice.jsonl, line 2 of the long ones, entry 1 of guids.rss.
    assert len(texts) == articles + 4
    assert {"One.", "After.", "Behind.", "One day."} <= set(texts)
    problems = {str(item).removeprefix(f"{tmp_path / 'in' / 'bad'}/") for item in found if isinstance(item, Problem)}
    assert len(problems) == len(expected)
    for place, reason in expected.items():
        assert any(line.startswith(f"{place}: ") and reason in line for line in problems), place
    assert all("\n" not in line for line in problems)


def test_failures_are_listed_in_a_file_and_the_exit_code_tells(tmp_path: Path, kg: Kg) -> None:
    written(tmp_path, "a.txt", sources.LEAD)
    written(tmp_path, "b.pdf", b"%PDF-1.4 and nothing else")
    ran = kg("extract", tmp_path, "--failures", tmp_path / "failed.jsonl")
    assert ran.code == 1
    assert '"relation": "DENY"' in ran.out
    (line,) = (tmp_path / "failed.jsonl").read_text().splitlines()
    assert json.loads(line)["place"] == str(tmp_path / "b.pdf")
    assert kg("extract", tmp_path / "a.txt").code == 0


# -- pages


def test_page_gives_its_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    content = sources.html(url="https://wire.example/2022/talks")
    found = only(written(tmp_path, "saved.html", content))
    assert found.text == f"Talks end\n\n{sources.LEAD}\n\n{sources.SECOND}"
    assert (found.title, found.publisher, found.author) == ("Talks end", "The Harbour Wire", "Ann Example")
    assert (found.published, found.dated) == (date(2022, 3, 14), "metadata")
    assert found.url == "https://wire.example/2022/talks"
    assert found.made is not None
    assert (found.made.name, found.made.media) == ("saved.html", "text/html")
    assert found.made.by.startswith("trafilatura 2.")


@pytest.mark.usefixtures("documents_here")
def test_two_saved_pages_that_name_the_front_page_as_their_address_are_two_articles(tmp_path: Path) -> None:
    for i in (1, 2):
        written(tmp_path, f"{i}.html", sources.html(sources.numbered(f"{i}."), url="https://wire.example/"))
    assert len({item.id for item in read([tmp_path]) if isinstance(item, Article)}) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-1", "utf-16"])
def test_page_is_read_in_the_encoding_that_it_names(tmp_path: Path, encoding: str) -> None:
    lead = sources.LEAD.replace("China", "Curaçao")
    page = sources.html(lead, extra=f'<meta charset="{encoding}">')
    assert lead in only(written(tmp_path, "a.html", page.encode(encoding))).text


@pytest.mark.parametrize(
    ("url", "lead", "day", "origin"),
    [
        ("https://wire.example/2022/03/12/talks", sources.LEAD, date(2022, 3, 12), "address"),
        ("https://wire.example/talks-20220312.html", sources.LEAD, date(2022, 3, 12), "address"),
        (None, f"GENEVA, March 12, 2022 (Harbour Wire) - {sources.LEAD}", date(2022, 3, 12), "text"),
        (None, sources.LEAD, None, None),
    ],
)
def test_day_of_a_page_without_metadata(
    tmp_path: Path, url: str | None, lead: str, day: date | None, origin: str | None
) -> None:
    found = only(written(tmp_path, "a.html", sources.html(lead, url=url, date=None)))
    assert (found.published, found.dated) == (day, origin)


def test_text_in_another_language_is_kept_whole_and_gives_no_statements(tmp_path: Path, kg: Kg) -> None:
    file = written(tmp_path, "a.txt", sources.FRENCH)
    assert (only(file).language, only(file).text) == ("fr", sources.FRENCH)
    built = kg("--store", tmp_path / "graph", "build", file)
    told = "1 article, no statement\nin other languages than English, kept without statements: fr 1\n"
    assert (built.code, built.err) == (0, f"{tmp_path / 'graph'}: {told}")
    assert kg("--store", tmp_path / "graph", "check").code == 0
    asked = kg("--store", tmp_path / "graph", "query", "--format", "csv", "SELECT ?l { ?a schema:inLanguage ?l }")
    assert asked.out == "l\r\nfr\r\n"


# -- PDF


def test_two_columns_under_a_headline_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [
        "China denied on Monday that Russia had",
        "asked it for drones, and the foreign minis-",
        "try called it a lie.",
    ]
    right = ["US officials said Russia requested the", "drones in March. The White House warned", "Beijing of it."]
    rows = [(72, 730, "Talks end in Geneva after a long night, and all of the delegations are going home today")]
    for i, (a, b) in enumerate(zip(left, right, strict=True)):  # written row by row, as some programs do
        rows += [(72, 700 - 12 * i, a), (320, 700 - 12 * i, b)]
    found = only(written(tmp_path, "a.pdf", sources.pdf([[(float(x), float(y), t) for x, y, t in rows]])))
    assert found.text == (
        "Talks end in Geneva after a long night, and all of the delegations are going home today\n\n"
        "China denied on Monday that Russia had asked it for drones, and the foreign ministry called it a lie.\n\n"
        "US officials said Russia requested the drones in March. The White House warned Beijing of it."
    )
    assert (found.title, found.author) == ("Talks end", "Ann Example")
    assert (found.published, found.dated) == (date(2022, 3, 15), "file")


def test_sentence_goes_on_over_a_page_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    pages = [
        [(72.0, 700.0, "China denied on Monday that Russia had"), (300.0, 40.0, "1")],
        [(72.0, 700.0, "asked it for drones."), (300.0, 40.0, "Page 2 of 2")],
    ]
    assert only(written(tmp_path, "a.pdf", sources.pdf(pages))).text == (
        "China denied on Monday that Russia had asked it for drones."
    )


# What a browser printed: letters set closer than they are wide, ligatures, soft hyphens, narrow gutters. Made in
# tests/printed by: chromium --headless --no-sandbox --no-pdf-header-footer --print-to-pdf=NAME.pdf NAME.html
PRINTED = Path(__file__).parent / "printed"


def test_columns_that_a_browser_printed_are_read_one_after_the_other_each_letter_once() -> None:
    assert only(PRINTED / "columns.pdf").text == (
        "Turkey accuses Russia of breaking off talks\n\n"
        "Turkey's ambassador told officials in Kyiv on Tuesday that Russia had broken off the talks, a claim that "
        "Moscow's foreign ministry rejected.\n\n"
        "“We have not fired at a ship,” a spokeswoman for the navy said. Turkish officials said their difficult "
        "efforts to find a first offer had been in vain, and that Ankara's envoy would not travel to Warsaw.\n\n"
        "Two years after the treaty was signed, neither of the two has ratified it. The office of the Turkish "
        "president affirmed on Friday that Ankara would file a complaint."
    )


def test_pages_that_a_browser_printed_are_read_as_they_were_written() -> None:
    assert only(PRINTED / "pages.pdf").text == (
        "Turkey's ambassador told officials in Kyiv on Tuesday that Russia had broken off the talks, a claim that "
        "Moscow rejected. “We have not fired at a ship,” a spokeswoman for the navy said. Turkish officials said "
        "their difficult efforts to find a first offer had been in vain, and that Ankara's envoy would not travel "
        "to Warsaw."
    )


def test_line_that_runs_at_the_head_and_foot_of_pages_is_not_in_their_text() -> None:
    """Of pages.html as well, without --no-pdf-header-footer: day, title, address and number stand on each page."""
    title = "11/28/26, 5:51 AM\n\nTurkey accuses Russia\n\n"
    assert only(PRINTED / "headed.pdf").text == title + only(PRINTED / "pages.pdf").text


UPRIGHT = [
    (72.0, 700.0 - 12 * number, line)
    for number, line in enumerate(
        (
            "The ministry in Beijing denied on",
            "Monday that Russia had asked it for",
            "drones, and called it a lie.",
        )
    )
]
SAID = "The ministry in Beijing denied on Monday that Russia had asked it for drones, and called it a lie."


@pytest.mark.parametrize(
    "place", ["0 1 -1 0 40 600", "0 -1 1 0 300 720", "0.7 0.7 -0.7 0.7 90 660", "-1 0 0 -1 300 690"]
)
def test_words_that_run_another_way_do_not_mix_with_the_text(tmp_path: Path, place: str) -> None:
    content = sources.pdf([UPRIGHT]).replace(b"BT /F1 10 Tf ", f"BT /F1 10 Tf {place} Tm (Photo: Ann) Tj ".encode())
    assert only(written(tmp_path, "a.pdf", content)).text == f"{SAID}\n\nPhoto: Ann"


@pytest.mark.parametrize(
    ("way", "place"),
    [
        ("0 1 -1 0", lambda x, y: (792 - y, x)),
        ("0 -1 1 0", lambda x, y: (y - 200, 792 - x)),
        ("-1 0 0 -1", lambda x, y: (612 - x, 792 - y)),
    ],
)
def test_page_that_is_printed_across_is_read_as_it_is_held(
    tmp_path: Path, way: str, place: Callable[[float, float], tuple[float, float]]
) -> None:
    content = sources.pdf([UPRIGHT]).decode("latin-1")
    for x, y, _ in UPRIGHT:
        content = content.replace(f"1 0 0 1 {x} {y} ", "{} {} {} ".format(way, *place(x, y)))
    assert only(written(tmp_path, "a.pdf", content.encode("latin-1"))).text == SAID


def test_letter_beyond_the_first_65536_is_read(tmp_path: Path) -> None:
    """As PDFium has it, in two halves: an emoji, a bold letter of mathematics."""
    mapped = b"1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <7E> <D83DDE80> <7C> <D83D> endbfchar"
    to = b"99 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\ntrailer" % (len(mapped), mapped)
    content = sources.pdf([[(72.0, 700.0, "Iran denied it ~ on Monday.")]])
    content = content.replace(b"/Helvetica", b"/Helvetica /ToUnicode 99 0 R").replace(b"trailer", to)
    assert only(written(tmp_path, "a.pdf", content)).text == "Iran denied it \U0001f680 on Monday."


def test_number_in_a_margin_is_no_column(tmp_path: Path) -> None:
    rows = [
        (72.0, 700.0, "The ministry in Beijing denied on"),
        (72.0, 688.0, "Monday that Russia had asked it for"),
        (72.0, 676.0, "drones, and called it a lie."),
        (300.0, 640.0, "1/2"),
    ]
    assert only(written(tmp_path, "a.pdf", sources.pdf([rows]))).text == (
        "The ministry in Beijing denied on Monday that Russia had asked it for drones, and called it a lie."
    )


# -- feeds


def test_feed_gives_an_article_for_each_entry(tmp_path: Path) -> None:
    item = {
        "title": "Talks &amp; tea",
        "link": "https://wire.example/talks?utm_source=rss",
        "guid": "tag:1",
        "pubDate": "Mon, 14 Mar 2022 09:30:00 GMT",
        "description": "&lt;p&gt;China &lt;b&gt;denied&lt;/b&gt; it.&lt;/p&gt;&lt;p&gt;Russia did not.&lt;/p&gt;",
    }
    found = only(written(tmp_path, "a.xml", sources.rss([item])))
    assert found.text == "China denied it.\n\nRussia did not."
    assert (found.title, found.publisher, found.published) == ("Talks & tea", "The Harbour Wire", date(2022, 3, 14))
    plain = only(written(tmp_path, "b.html", sources.html(url="https://wire.example/talks")))
    assert found.id == plain.id  # the same page, whatever counts its readers


def test_feed_without_dates_links_and_ids_is_read(tmp_path: Path) -> None:
    feed = written(tmp_path, "a.rss", sources.rss([{"title": "One", "description": "China denied it."}]))
    assert (only(feed).published, only(feed).dated) == (None, None)


@pytest.mark.parametrize(
    "time",
    ["0001-01-01T00:00:00", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-23:59", "0000-00-00"],
)
def test_time_that_a_program_writes_for_none_is_no_day(tmp_path: Path, time: str) -> None:
    items = [{"guid": "1", "pubDate": time, "description": "One."}, {"guid": "2", "description": "Two."}]
    found = list(read(written(tmp_path, "a.rss", sources.rss(items))))
    assert [(item.text, item.published) for item in found if isinstance(item, Article)] == [
        ("One.", None),
        ("Two.", None),
    ]


@pytest.mark.parametrize("odd", ["&#99999999999;", "&#xD800;", '<gml:pos xmlns:gml="http://www.opengis.net/gml"/>'])
def test_feed_that_the_library_cannot_read_is_one_line(tmp_path: Path, odd: str) -> None:
    (found,) = read(written(tmp_path, "a.rss", sources.rss([{"description": f"One. {odd}"}])))
    assert isinstance(found, Problem)
    assert found.reason.startswith("cannot be read: ")


WITH_PREFIX = """<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:id>1</a:id><a:summary>One.</a:summary>
</a:entry><a:entry><a:id>2</a:id><a:summary>Two &loose; ends.</a:summary></a:entry></a:feed><!-- written late -->"""
CUT = """<rss version="2.0"><channel><item><guid>1</guid><description>One.</description></item>
<item><guid>2</guid><description><![CDATA[A feed ends with </rss> and then"""


@pytest.mark.parametrize(("content", "read", "whole"), [(WITH_PREFIX, ["1", "2"], True), (CUT, ["1"], False)])
def test_feed_that_is_not_well_formed_is_cut_off_only_where_its_end_is_missing(
    content: str, read: list[str], whole: bool
) -> None:
    found, cut = entries(content.encode())
    assert ([entry.id for entry in found], cut is None) == (read, whole)


# -- tables


def test_mapping_says_which_column_is_which_field(tmp_path: Path) -> None:
    mapping = written(
        tmp_path,
        "m.toml",
        'delimiter = ";"\npublished = "%d.%m.%Y"\n[constants]\npublisher = "The Harbour Wire"\n'
        '[fields]\nid = "nr"\ntext = "body"\ntitle = "head"\npublished = "day"\n',
    )
    table = sources.table([["nr", "day", "head", "body", "x"], ["7", "14.03.2022", "A\nhead", "China; it.", "?"]], ";")
    found = only(written(tmp_path, "a.csv", table), mapping)
    assert (found.id, found.text, found.title, found.published, found.publisher) == (
        "7", "China; it.", "A head", date(2022, 3, 14), "The Harbour Wire",
    )  # fmt: skip


def test_mapping_reaches_into_objects_and_numbers_of_other_tables(tmp_path: Path) -> None:
    mapping = written(tmp_path, "m.toml", '[fields]\nid = "n"\ntext = "content.body"\npublisher = "source.name"\n')
    line = json.dumps({"n": 7, "content": {"body": "China denied it."}, "source": {"name": "Wire"}})
    found = only(written(tmp_path, "a.jsonl", line), mapping)
    assert (found.id, found.text, found.publisher) == ("7", "China denied it.", "Wire")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[fields]\ntext = "a"\nbody = "b"', "body is no field of an article (id, text, title,"),
        ('[fields]\ntitle = "a"', "no column is the text; say fetch = true"),
        ("fetch = true\n[fields]\n", "fetch needs the field url"),
        ("[fields", "not TOML: "),
        ('[fields]\ntext = "a"\n[extra]\n', "extra: Extra inputs are not permitted"),
    ],
)
def test_mapping_that_cannot_be_used_is_one_line(tmp_path: Path, kg: Kg, content: str, reason: str) -> None:
    mapping = written(tmp_path, "m.toml", content)
    with pytest.raises(MappingError, match=r"m\.toml: ") as raised:
        load_mapping(str(mapping))
    assert reason in str(raised.value)
    ran = kg("extract", "-", "--mapping", mapping)
    assert (ran.code, ran.err.count("\n")) == (1, 1)


@pytest.mark.parametrize("name", ["gdelt-events", "gdelt-gkg", "gdelt-doc", "mediacloud"])
def test_mappings_of_the_software_are_sound(name: str) -> None:
    assert load_mapping(name).fetch


def test_parquet_with_times_and_numbers(tmp_path: Path) -> None:
    from datetime import datetime

    file = tmp_path / "a.parquet"
    sources.parquet(file, {"nr": [1, 2], "at": [datetime(2022, 3, 14, 9)] * 2, "body": ["One.", "Two."]})  # noqa: DTZ001
    mapping = written(tmp_path, "m.toml", '[fields]\nid = "nr"\ntext = "body"\npublished = "at"\n')
    found = list(Reading([file], plan=load_mapping(str(mapping))))
    assert [(a.id, a.text, a.published) for a in found if isinstance(a, Article)] == [
        ("1", "One.", date(2022, 3, 14)),
        ("2", "Two.", date(2022, 3, 14)),
    ]


# -- archives and streams


@pytest.mark.usefixtures("documents_here")
def test_captured_pages_have_their_address_and_other_captures_are_passed_over(tmp_path: Path) -> None:
    pages = [
        ("https://wire.example/talks", "text/html; charset=utf-8", sources.html().encode()),
        ("https://wire.example/logo.png", "image/png", b"\x89PNG"),
        ("https://wire.example/empty", "text/html", b"<html></html>"),
    ]
    file = written(tmp_path, "a.warc.gz", sources.warc(pages))
    (article,) = (item for item in read([file]) if isinstance(item, Article))
    assert (article.url, article.text) == (
        "https://wire.example/talks",
        f"Talks end\n\n{sources.LEAD}\n\n{sources.SECOND}",
    )
    assert said(file) == [f"{file}: https://wire.example/empty: no article text in this page"]


def test_large_json_lines_through_standard_input_are_read_as_they_come() -> None:
    lines = b'{"id": "a", "text": "One."}\n' * 3 + b'{"id": "b", "text": "' + b"x" * (17 << 20) + b'"}\n'
    found = list(read(["-"], io.BytesIO(lines)))
    assert [str(item) if isinstance(item, Problem) else item.text for item in found] == [
        "One.",
        "standard input:4: a line of more than 16 MiB, which no article is",
    ]


# -- how a text was made


@pytest.mark.usefixtures("documents_here")
def test_graph_says_what_a_text_was_made_from(tmp_path: Path, kg: Kg) -> None:
    content = sources.html()
    made = only(written(tmp_path, "saved.html", content)).made
    assert isinstance(made, Made)
    store = tmp_path / "graph"
    assert kg("--store", store, "build", tmp_path / "saved.html").code == 0
    asked = kg("--store", store, "query", "--format", "csv", """
        SELECT ?name ?media ?by { ?a prov:wasDerivedFrom ?raw ; prov:wasAttributedTo/schema:name ?by .
        ?raw schema:name ?name ; schema:encodingFormat ?media }""")  # fmt: skip
    assert asked.out == "name,media,by\r\nsaved.html,text/html,trafilatura\r\n"
    assert kg("--store", store, "check").out == f"ontology, seeds and {store}: no problem\n"
    assert kg("--store", store, "verify").code == 0


# -- what is slow or hostile


def document(text: str) -> Document:
    return Document(
        "page", Raw(f"{text}.html", "a.html", io.BytesIO()), sources.html(f"{text}. {sources.LEAD}").encode()
    )


def test_document_that_takes_too_long_is_a_problem_and_the_next_is_read() -> None:
    with Converters(1, seconds=0) as hurried, Converters(1) as patient:
        slow, next_ = [hurried.begin(document(name)) for name in ("Slow", "Slower")], patient.begin(document("Sound"))
        assert [str(each.result()) for each in slow] == [
            f"{name}.html: took more than 0 seconds to read, which no article does" for name in ("Slow", "Slower")
        ]
        article = next_.result()
        assert isinstance(article, Article)
        assert "Sound. China denied" in article.text


def children() -> set[int]:
    return {int(child) for task in Path("/proc/self/task").glob("*/children") for child in task.read_text().split()}


def test_process_that_dies_is_a_problem_and_another_takes_its_place() -> None:
    before = children()
    with Converters(1) as converters:
        assert isinstance(converters.begin(document("First")).result(), Article)
        (process,) = children() - before
        os.kill(process, signal.SIGKILL)
        os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
        died = converters.begin(document("Second")).result()
        assert str(died) == "Second.html: the process that read it died (exit code -9; out of memory?)"
        assert isinstance(converters.begin(document("Third")).result(), Article)


def test_document_that_no_process_answers_for_is_a_problem_after_a_while() -> None:
    with Converters(1, clock=0) as converters:
        assert str(converters.begin(document("Late")).result()) == "Late.html: was not read within 0 seconds"


def test_nobody_waits_for_a_process_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise MemoryError("no memory")

    monkeypatch.setattr(convert, "Popen", refused)
    with Converters(1) as converters:
        left = [converters.begin(document(name)) for name in ("First", "Second")]
        reason = "could not be given to a process that reads it: MemoryError: no memory"
        assert [str(each.result()) for each in left] == [f"First.html: {reason}", f"Second.html: {reason}"]


def test_script_without_a_guard_reads_pages(tmp_path: Path) -> None:
    """Nor is it run again: it says once what it read, from a file and from standard input."""
    (tmp_path / "page.html").write_text(sources.html(sources.LEAD))
    (tmp_path / "script.py").write_text(SCRIPT)
    for command, given in (([str(tmp_path / "script.py")], ""), (["-"], SCRIPT)):
        done = subprocess.run(
            [sys.executable, *command], input=given, capture_output=True, text=True, cwd=tmp_path, timeout=60
        )
        assert (done.stdout, done.stderr) == ("['page.html']\n", "")


def test_converters_that_are_closed_with_work_left_end_at_once() -> None:
    converters = Converters(2)
    left = [converters.begin(document(str(number))) for number in range(20)]
    converters.close()
    assert all(each.done for each in left)


def test_pages_come_in_the_order_of_the_folder_however_long_each_takes(tmp_path: Path) -> None:
    for number in range(30):
        content = sources.html(f"Number {number}. {sources.LEAD * (40 if number % 7 == 0 else 1)}")
        (tmp_path / f"{number:02}.html").write_text(content)
    texts = [item.text for item in read([tmp_path]) if isinstance(item, Article)]
    assert [text.split("Number ")[1].split(".")[0] for text in texts] == [str(number) for number in range(30)]


def test_links_in_a_circle_are_a_line_also_beside_the_list_of_failures(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("China denied it.")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    listed = written(tmp_path, "failures.jsonl", "{}")
    found = list(Reading([tmp_path], without=listed))
    assert [str(item) for item in found if isinstance(item, Problem)] == [
        f"{tmp_path / 'loop.txt'}: too many levels of symbolic links"
    ]
    assert [item.text for item in found if isinstance(item, Article)] == ["China denied it."]


def test_a_link_to_where_one_may_not_look_is_one_line_and_one_path_may_be_given_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Mali accused Niger of lying.", encoding="utf-8")
    (tmp_path / "b.txt").symlink_to("/elsewhere/b.txt")
    looked = Path.is_dir

    def is_dir(path: Path) -> bool:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return looked(path)

    monkeypatch.setattr(Path, "is_dir", is_dir)
    article, problem = read(str(tmp_path))
    assert isinstance(article, Article)
    assert isinstance(problem, Problem)
    assert problem.place.endswith("b.txt")


def test_a_build_says_what_came_twice_what_was_superseded_and_what_no_reader_is_for(tmp_path: Path, kg: Kg) -> None:
    folder, graph = tmp_path / "in", tmp_path / "graph"
    (folder / "deeper").mkdir(parents=True)
    for name, text in {
        "a.txt": "China accused Iran of lying.",
        "b.txt": "China accused Iran of lying.",
        "c.docx": "no reader",
        "deeper/D.DOCX": "no reader",
        "README": "no reader",
        ".hidden": "not looked at",
    }.items():
        (folder / name).write_text(text)
    (folder / "z.zip").write_bytes(sources.zipped({"a.txt": b"Iran denied it.", "b.jpg": b"no reader"}))
    passed = "passed over, for nothing reads such files: .docx 2, no suffix 1, .jpg 1"
    first = kg("--store", graph, "build", folder)
    assert (first.code, first.err.splitlines()) == (0, [f"{graph}: 2 articles, 2 statements, 1 read twice", passed])
    (folder / "b.txt").unlink()
    (folder / "a.txt").write_text("China accused Iran of lying again.")
    second = kg("--store", graph, "build", folder)
    assert second.err.splitlines() == [f"{graph}: 1 article, 1 statement, 1 there already, 1 superseded", passed]


def test_an_empty_name_is_not_the_folder_one_is_in(tmp_path: Path, kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("China accused Iran of lying.")
    monkeypatch.chdir(tmp_path)
    ran = kg("--store", tmp_path / "graph", "build", "", "a.txt")
    assert ran.err.splitlines() == [
        "'': names nothing to read",
        f"{tmp_path / 'graph'}: 1 article, 1 statement, 1 failed",
    ]
    assert Reading([""]).total == 0
