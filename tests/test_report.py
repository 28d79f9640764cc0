"""What is taken from a text: its report, and not what stands around it; odd characters move no offset."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import resources
from kg.articles import article
from kg.articles.stubs import is_stub
from kg.clean import cleaned
from kg.furniture import furniture
from kg.lexicon.tables import rows
from kg.model import Statement
from kg.pipeline import extract
from tests import sources
from tests.conftest import Kg

READING = resources.path("seeds/reading")


def statements(text: str) -> list[Statement]:
    ((_, found),) = extract([article({"text": text})])
    return found


FURNITURE = [row["example"] for row in rows(READING / "furniture.tsv", ("kind", "pattern", "example"))]
NOTICES = [row["example"] for row in rows(READING / "stubs.tsv", ("pattern", "example"))]


@pytest.mark.parametrize("example", FURNITURE)
def test_every_example_of_furniture_is_furniture(example: str) -> None:
    assert list(furniture(example)) == [(0, len(example))]


def test_a_report_that_does_not_break_off_at_a_notice_is_an_article() -> None:
    report = f"{sources.LEAD}\n\n{sources.SECOND}"
    wall = "Subscribe to continue reading"
    assert not is_stub(f"{report}\n\n{wall}")
    assert not is_stub(f"Talks end\n\n{report}\n\n{wall}\n\nAlready a subscriber? Log in")
    for end in ("", "...", "\u2026"):
        assert is_stub(f"{report[:-1]}{end}\n\n{wall}")  # it breaks off
    assert is_stub(f"{report} But in Geneva {wall}")
    assert is_stub(f"Talks end\n\n{sources.LEAD}\n\n{wall}\n\n{sources.SECOND}")
    assert is_stub(f"{wall}\n\n{report}")


@pytest.mark.parametrize("example", NOTICES)
def test_every_example_of_a_notice_is_no_article(example: str) -> None:
    assert is_stub(f"Talks began in Geneva.\n\n{example}")


@pytest.mark.parametrize(
    "line",
    [
        "Russia attacked a town in Ukraine on Monday.",
        "By Tuesday Russia had attacked three towns of Ukraine.",
        "Read by nobody, the treaty was signed by Iran and Iraq.",
        "Related talks between Iran and Iraq ended on Monday.",
        "Updated sanctions were imposed on Russia by the United States.",
        "Iran shares the view of Russia.",
        "Comments by Iran angered Israel.",
        "Photographs showed Russian tanks that attacked Ukraine.",
        "Sign up they did: Iran and Russia signed a treaty on Monday.",
        "Videos that Iran published show the attack on the ship.",
        "Iran shelled Basra on Sunday and wounded six people at the bridge. (AFP)",
        "KYIV - Russia shelled Odesa on Sunday. (Reuters)",
        "By Sunday, Iran had shelled Basra.",
        "By Christmas Day, Iran had shelled Basra.",
        "by armed men in Iraq",
        "Published on 9 June, the list accused Iran of murder.",
        "Written by Iran, the letter accused Iraq of murder.",
        "Copyright violations by China angered the United States.",
    ],
)
def test_a_report_is_no_furniture(line: str) -> None:
    assert list(furniture(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "BY ANN EXAMPLE",
        "By Ann Example and Bob Example in Geneva",
        "Reporting by Ann Example in Geneva; Additional reporting by C. Example; Editing by D. Example.",
        "Published on June 9, 2022 at 10:30 a.m. EST",
        "Last updated: 2022-06-09T09:30:00Z",
        "Posted on 9th June 2022 by Ann Example",
        "Updated 3 hours ago",
        "Soldiers of Iran attack a bridge. (Reuters/Ann Example)",
        "Soldiers of Iran attack a bridge. (AFP via Getty Images)",
        "Copyright 2022 The Harbour Wire",
    ],
)
def test_bylines_dates_captions_and_notices_are_furniture(line: str) -> None:
    assert list(furniture(line)) == [(0, len(line))]


@pytest.mark.parametrize(
    "line",
    [
        "Share this page on Facebook Twitter WhatsApp",
        "By Bob Example",
        "3 min read",
        "Image: A harbour",
        "Published: 9 June 2022",
    ],
)
def test_a_line_of_furniture_ends_a_sentence(line: str) -> None:
    report = "Lebanon condemned Israel and asked the United Nations to investigate."
    alone = statements(report)
    assert len(alone) == 2
    for text in (f"{line}\n\n{report}", f"{line}\n{report}", f"\n{line}\n\n{line}\n{report}\n{line}"):
        found = statements(text)
        at = text.index(report)
        assert [(s.relation, s.trigger.start) for s in found] == [(s.relation, s.trigger.start + at) for s in alone]
        assert all(s.sentence.text == report for s in found)
    assert statements(f"{line}\n{line}") == []


def test_the_sentence_under_a_headline_keeps_its_subject() -> None:
    found = statements(
        "Lebanon condemns Israel\n\nLebanon condemned Israel and asked the United Nations to investigate."
    )
    assert [s.relation for s in found] == ["ACCUSE", "ACCUSE", "REQUEST"]


def test_what_stands_around_a_report_gives_no_statements_and_stays_in_the_text() -> None:
    around = "By Ann Example\n\n{}\n\nRead more: Russia attacks Ukraine\n\nPhoto: Israel bombs Syria\n\nLeave a reply"
    alone = statements("China denied on Monday that it had attacked India.")
    found = statements(around.format("China denied on Monday that it had attacked India."))
    assert [(s.relation, s.source.text) for s in found] == [(s.relation, s.source.text) for s in alone]
    assert [s.trigger.start for s in found] == [s.trigger.start + len("By Ann Example\n\n") for s in alone]


def test_soft_hyphens_and_unbreakable_spaces_neither_hide_words_nor_move_offsets() -> None:
    plain = "China denied that Russia had asked it for drones. The Foreign Ministry in Beijing accused the US of lying."
    printed = (
        "China de\u00adnied that\u00a0Russia had asked it for drones. The\u2009Foreign Minis\u00adtry in Bei\u00adjing "
        "ac\u00adcused\u200b the\u202fUS of lying."
    )
    found, expected = statements(printed), statements(plain)
    assert [(s.relation, s.source.actor, s.target and s.target.actor) for s in found] == [
        (s.relation, s.source.actor, s.target and s.target.actor) for s in expected
    ]
    assert len(found) >= 3
    for s in found:
        assert printed[s.sentence.start : s.sentence.end] == s.sentence.text
        assert printed[s.trigger.start : s.trigger.end] == s.trigger.text
        assert all(printed[who.start : who.end] == who.text for who in (s.source, s.target) if who)
    assert found[0].trigger.text == "de\u00adnied"
    assert {s.content for s in found} - {None} <= {s.id for s in found}


def test_letters_that_are_one_character_are_read_as_two() -> None:
    text = "The of\ufb01ce said no"
    clean = cleaned(text)
    assert clean is not None
    start, end = clean.span(4, 10)
    assert (clean.text[4:10], text[start:end]) == ("office", "of\ufb01ce")


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("MOSCOW, Oct 7 (Reuters) - Russia denied it.", "MOSCOW", "Reuters"),
        ("BEIJING (AP) \u2014 China denied it.", "BEIJING", "The Associated Press"),
        (
            "Talks end\nBy Ann Example\n\nGENEVA, Switzerland, March 14, 2022 (Harbour Wire) -- Talks.",
            "GENEVA, Switzerland",
            None,
        ),
        ("KYIV/MOSCOW, 3 March \u2013 Talks began.", "KYIV/MOSCOW", None),
        ("Russia denied it - and so did China.", None, None),
        ("NATO - the alliance - denied it.", "NATO", None),
        ("Iran denied it, Reuters reported on Monday.", None, None),
        ("Iran denied it.\n\nSource: AFP", None, "Agence France-Presse"),
        ("Iran denied it.\n\n(Reporting by Ann Example; editing by Bob Example, Reuters)", None, "Reuters"),
    ],
)
def test_dateline_and_credit(text: str, place: str | None, agency: str | None) -> None:
    found = article({"text": text})
    assert (found.dateline, found.credit) == (place, agency)


def test_dateline_and_credit_are_in_the_graph(tmp_path: Path, kg: Kg) -> None:
    (tmp_path / "a.txt").write_text("MOSCOW, Oct 7 (Reuters) - Russia denied that Ukraine had attacked it.")
    assert kg("--store", tmp_path / "g", "build", tmp_path / "a.txt").code == 0
    asked = kg(
        "--store", tmp_path / "g", "query", "-f", "csv", "SELECT ?d ?c { ?a schema:dateline ?d ; schema:creditText ?c }"
    )
    assert asked.out == "d,c\r\nMOSCOW,Reuters\r\n"
    assert kg("--store", tmp_path / "g", "check").code == 0
    assert kg("--store", tmp_path / "g", "verify").code == 0
