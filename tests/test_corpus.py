"""The bundled articles: whole, dated, told by several outlets, and each with its sources."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.articles import FIELDS, Problem, read
from kg.model import Article
from kg.resources import path

FOLDER = path("seeds/articles")
FILES = sorted(FOLDER.glob("*.json"))
SOURCES = path("seeds/SOURCES.md").read_text(encoding="utf-8")

_EVENT = re.compile(r"^### (.+)$")
_ROW = re.compile(r"^\| `([^`]+)` \| (.+) \|$")
_SENTENCE_END = re.compile(r"[a-z0-9)\"”][.!?][\"”]?(?=\s|$)|[.!?][\"”](?=\s|$)")
_DATELINE = re.compile(r"[A-Z][A-Za-z ,]+, (?P<month>[A-Z][a-z]+) (?P<day>\d{1,2}) \(Meridian Wire\) - ")

MONTHS = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]


def fields(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def rows() -> list[tuple[str, str, str]]:
    """Return (event, file name, documents) for every row of SOURCES.md that names an article."""
    event, found = "", []
    for line in SOURCES.splitlines():
        if heading := _EVENT.match(line):
            event = heading[1]
        elif row := _ROW.match(line):
            found.append((event, row[1], row[2]))
    return found


def sentences(text: str) -> int:
    return len(_SENTENCE_END.findall(text))


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def article(request: pytest.FixtureRequest) -> dict[str, Any]:
    return fields(request.param)


def test_folder_holds_json_articles_only_and_all_can_be_read() -> None:
    found = list(read([FOLDER]))
    assert [str(item) for item in found if isinstance(item, Problem)] == []
    assert [item.id for item in found if isinstance(item, Article)] == [file.stem for file in FILES]
    assert sorted(FOLDER.iterdir()) == FILES


def test_corpus_is_no_smaller_than_promised() -> None:
    assert len(FILES) >= 100


@pytest.mark.parametrize("name", ["id", "url", "title", "text"])
def test_no_two_articles_share(name: str) -> None:
    count = Counter(fields(file)[name] for file in FILES)
    assert [value for value, times in count.items() if times > 1] == []


def test_article_has_every_field_and_no_other(article: dict[str, Any]) -> None:
    assert sorted([*article, "author"]) == sorted(FIELDS)  # whose author is nobody
    assert all(isinstance(value, str) and value == value.strip() != "" for value in article.values())
    assert article["language"] == "en"


def test_name_says_date_and_outlet(article: dict[str, Any]) -> None:
    host, slug = article["url"].removeprefix("https://").split("/")
    outlet = article["publisher"].removeprefix("The ").lower().replace(" ", "-")
    assert host == f"{outlet}.example"
    assert article["id"] == f"{article['published']}-{slug}-{outlet}"


def test_date_is_a_day_of_2010_to_2025(article: dict[str, Any]) -> None:
    assert date(2010, 1, 1) <= date.fromisoformat(article["published"]) <= date(2025, 12, 31)


def test_length_is_that_of_a_short_article(article: dict[str, Any]) -> None:
    assert 120 <= len(article["text"].split()) <= 350
    assert sentences(article["text"]) >= 5


@pytest.mark.parametrize(
    ("text", "count"),
    [("He left. She stayed.", 2), ('He called it "final." So be it.', 2), ("U.S. troops left.", 1), ("", 0)],
)
def test_sentences_are_counted_by_their_ends(text: str, count: int) -> None:
    assert sentences(text) == count


def test_text_is_clean_prose(article: dict[str, Any]) -> None:
    assert re.findall(r"[\t\r]| {2}|\n{3}| \n|<[^>]*>", article["text"]) == []


def test_outlet_keeps_to_one_kind_of_quotation_marks(article: dict[str, Any]) -> None:
    typographic = article["publisher"] in {"The Penhallow Gazette", "Chancery Notes"}
    assert re.findall("[\"']" if typographic else "[“”‘’]", article["title"] + article["text"]) == []


def test_wire_story_is_dated_as_its_dateline_says(article: dict[str, Any]) -> None:
    dateline = _DATELINE.match(article["text"])
    assert (dateline is not None) == (article["publisher"] == "Meridian Wire")
    if dateline:
        published = date.fromisoformat(article["published"])
        assert (dateline["month"], int(dateline["day"])) == (MONTHS[published.month - 1], published.day)


def test_every_article_has_its_row_of_sources_and_every_row_its_article() -> None:
    assert sorted(name for _, name, _ in rows()) == [file.name for file in FILES]


@pytest.mark.parametrize(("event", "name", "documents"), rows(), ids=[name for _, name, _ in rows()])
def test_row_names_an_event_and_dated_documents(event: str, name: str, documents: str) -> None:
    assert event
    assert len(documents.split("; ")) >= 2
    assert re.search(r"\b20[0-2]\d\b", documents), name


def test_many_events_are_told_by_two_or_more_outlets() -> None:
    outlet = {file.name: fields(file)["publisher"] for file in FILES}
    tellers: dict[str, set[str]] = {}
    for event, name, _ in rows():
        tellers.setdefault(event, set()).add(outlet[name])
    assert sum(len(names) >= 2 for names in tellers.values()) >= 40


def test_outlets_are_those_listed() -> None:
    listed = re.findall(r"^\| ([A-Z][^|`]+) \| [a-z]", SOURCES, re.MULTILINE)
    assert sorted(listed) == sorted({fields(file)["publisher"] for file in FILES})
    assert len(listed) >= 6


def test_licence_is_stated() -> None:
    assert "Creative Commons Attribution 4.0 International" in SOURCES
