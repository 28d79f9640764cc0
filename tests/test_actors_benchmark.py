"""The table of actors in context is valid, and its judge tells a right answer from a wrong one."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import actor_cases, actors, article_actors
from benchmarks.actor_cases import COLUMNS, Case, read
from benchmarks.actors import Verdict, by_kind, figures, judge, judge_floors, main
from kg import parse
from kg.lexicon.actors import gazetteer
from kg.lexicon.tables import SeedError

STATES = frozenset(("FRA", "RUS", "SYR"))


def table(folder: Path, *lines: str) -> Path:
    file = folder / "cases.tsv"
    file.write_text("\n".join(["\t".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    return file


def case(folder: Path, expected: str, kind: str = "name") -> Case:
    (found,) = read(table(folder, f"{kind}\tFrance sang.\tFrance\t{expected}"))
    return found


def verdict(folder: Path, expected: str, *found: str, kind: str = "name") -> Verdict:
    return Verdict(case(folder, expected, kind), found, ())


# -- the table --------------------------------------------------------------------------------------------------------


def test_the_table_has_1500_cases_in_equal_parts() -> None:
    kinds = Counter(case.kind for case in read())
    assert sum(kinds.values()) >= 1500
    assert set(kinds) == set(actor_cases.KINDS)
    assert max(kinds.values()) - min(kinds.values()) <= 5


def test_half_of_the_table_must_not_link_to_a_government() -> None:
    cases = read()
    traps = [case for case in cases if all(":" in code for way in case.expected for code in way)]
    assert 0.48 < len(traps) / len(cases) < 0.58


def test_every_government_that_the_table_expects_is_one() -> None:
    names = gazetteer()
    states = actors.governments(names)
    parts = {code.partition(":")[0] for c in read() for way in c.expected for code in way if ":" in code}
    assert parts - states == {"*"}


def test_a_phrase_that_stands_there_twice_is_told_apart_by_its_number(tmp_path: Path) -> None:
    (found,) = read(table(tmp_path, "name\tSudan left South Sudan.\tSudan#2\tSDN\t2012-05-01"))
    assert (found.phrase, found.start, str(found.published)) == ("Sudan", 17, "2012-05-01")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("noun\tMali left.\tMali\tMLI", "cases.tsv:2: kind 'noun' is none of name, demonym"),
        ("name\tMali left.\tNiger\tNER", "cases.tsv:2: phrase 'Niger' is not in the text"),
        ("name\tMali left.\tMal\tMLI", "cases.tsv:2: phrase 'Mal' is not in the text"),
        ("name\tMali left.\t\tMLI", "cases.tsv:2: phrase '' is not in the text"),
        ("name\tMali met Mali.\tMali\tMLI", "cases.tsv:2: phrase 'Mali' is 2 times in the text; say which with #1"),
        ("name\tMali met Mali.\tMali#3\tMLI", "cases.tsv:2: phrase 'Mali#3' is not in the text"),
        ("name\tMali left.\tMali\tmli", "cases.tsv:2: expected 'mli' is no code"),
        ("name\tMali left.\tMali\tMLI + ?", r"cases.tsv:2: expected '\?' is no code"),
        ("name\tMali left.\tMali", "cases.tsv:2: expected '' is no code"),
        ("name\tMali left.\tMali\tMLI\tMay", "cases.tsv:2: published 'May' is no ISO date"),
    ],
)
def test_a_row_that_is_no_case_is_refused(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(SeedError, match=f"^{reason}"):
        read(table(tmp_path, line))


def test_a_question_is_asked_once(tmp_path: Path) -> None:
    line = "name\tMali left.\tMali\tMLI"
    with pytest.raises(SeedError, match=r"^cases.tsv:3: the same words of the same text as cases.tsv:2$"):
        read(table(tmp_path, line, line))


# -- right and wrong --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "found", "right"),
    [
        ("FRA", ("FRA",), True),
        ("FRA", (), False),
        ("FRA", ("FRA", "RUS"), False),
        ("FRA", ("FRA:MEDIA",), False),
        ("FRA + RUS", ("RUS", "FRA"), True),
        ("FRA + RUS", ("FRA",), False),
        ("FRA / RUS", ("RUS",), True),
        ("FRA / RUS", ("FRA", "RUS"), False),
        ("FRA:*", ("FRA:MEDIA",), True),
        ("FRA:*", ("FRA",), False),
        ("FRA:*", ("RUS:MEDIA",), False),
        ("FRA:*", ("FRA:MEDIA", "RUS"), False),
        ("*:*", ("RUS:MEDIA",), True),
        ("*:*", ("RUS",), False),
        ("?", (), True),
        ("-", (), True),
        ("-", ("FRA",), False),
        ("- / FRA:*", (), True),
        ("- / FRA:*", ("FRA",), False),
    ],
)
def test_an_answer_is_right_when_it_names_all_and_no_other(
    tmp_path: Path, expected: str, found: tuple[str, ...], right: bool
) -> None:
    assert case(tmp_path, expected).allows(found) is right


def test_figures_are_counted_by_kind(tmp_path: Path) -> None:
    verdicts = [
        verdict(tmp_path, "FRA", "FRA"),
        verdict(tmp_path, "FRA"),
        verdict(tmp_path, "?", "RUS"),
        verdict(tmp_path, "SYR:CIVILIANS", "SYR:CIVILIANS"),
        verdict(tmp_path, "- / SYR:*"),
        verdict(tmp_path, "-", "FRA", kind="trap"),
    ]
    assert figures(by_kind(verdicts, STATES)) == {
        "all precision": 0.5,
        "all recall": 0.6667,
        "all no government": 0.5,
        "name precision": 0.6667,
        "name recall": 0.6667,
        "name no government": 0.6667,
        "trap no government": 0.0,
    }


def test_answers_are_read_at_the_head_of_the_phrase(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "description\tRussian troops left.\tRussian troops\tRUS",
        "place\tA bus burned in Moscow.\tMoscow\t-",
        "demonym\tThe anti-Iranian vote failed.\tIranian\tIRN",
        "office\tDonald Trump spoke.\tDonald Trump\tUSA\t2018-05-01",
    )
    found = judge(read(file), parse.load(), gazetteer())
    assert [v.found for v in found] == [("RUS",), (), ("IRN",), ("USA",)]


# -- annotated articles -----------------------------------------------------------------------------------------------

ARTICLE = {
    "id": "harbour",
    "text": 'Peru accused Chile of piracy. "It must stop," Peru\'s envoy said. Rain fell.',
    "sentences": [
        {"i": 0, "start": 0, "text": "Peru accused Chile of piracy."},
        {"i": 1, "start": 30, "text": '"It must stop," Peru\'s envoy said.'},
        {"i": 2, "start": 65, "text": "Rain fell."},
    ],
    "statements": [
        {"sentence": 0, "source": "PER", "target": "CHL", "relation": "ACCUSE", "certain": True},
        {"sentence": 1, "source": "PER", "target": "BOL", "relation": "REQUEST", "certain": True},
        {"sentence": 2, "source": "PER:CIVILIANS", "target": "CHL", "relation": "REQUEST", "disputed": ["target"]},
        {"sentence": 2, "source": "CHL", "target": "PER", "relation": "REQUEST", "certain": False},
    ],
}


def test_an_article_is_asked_whether_its_actors_were_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "harbour.json").write_text(json.dumps(ARTICLE), encoding="utf-8")
    assert main(["--articles", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "source among the sentence's actors: 0.667 (2 of 3)" in said
    assert "target among the sentence's actors: 0.500 (1 of 2)" in said
    assert "\nharbour 1: no target BOL '' of REQUEST; " in said
    assert "harbour 2: no source PER:CIVILIANS '' of REQUEST; nobody" in said


@pytest.mark.parametrize("text", [None, "{}", "[]", '{"id": "a", "text": "b", "sentences": 3, "statements": []}'])
def test_a_folder_without_annotated_articles_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    if text is not None:
        (tmp_path / "bad.json").write_text(text, encoding="utf-8")
    assert main(["--articles", str(tmp_path)]) == 1
    assert "no annotated article" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "actor", "agreed"),
    [
        ("USA", "USA/cia", True),
        ("USA:CONGRESS", "USA/congress", True),
        ("SYRIAN-OPPOSITION", "syrian-opposition", True),
        ("DAESH", "isis", True),
        ("ISIS", "al-qaeda", False),
        ("CHN", "TWN", False),
    ],
)
def test_codes_agree_as_the_annotators_meant_them(code: str, actor: str, agreed: bool) -> None:
    names = gazetteer()
    assert article_actors.agrees(code, names.actors[actor], names) is agreed


# -- floors -----------------------------------------------------------------------------------------------------------

CHEAP = dict.fromkeys(actors.LIMITS, 0.01)


def pinned(folder: Path, **figure: float) -> Path:
    file = folder / "floors.json"
    file.write_text(json.dumps({"table": "abc", "figures": figure}), encoding="utf-8")
    return file


def test_a_small_drop_is_no_failure(tmp_path: Path) -> None:
    assert judge_floors({"recall": 0.895}, CHEAP, "abc", pinned(tmp_path, recall=0.9)) == 0


@pytest.mark.parametrize(
    ("figure", "costs", "digest", "reason"),
    [
        ({"recall": 0.88}, CHEAP, "abc", "recall: 0.8800 is under its floor 0.9000"),
        ({}, CHEAP, "abc", "recall: pinned, but not measured"),
        ({"recall": 0.9}, CHEAP, "abd", "the table is not the one that was pinned"),
        ({"recall": 0.9}, CHEAP | {"load seconds": 1.6}, "abc", "load seconds: 1.600 is over 0.5"),
    ],
)
def test_a_drop_a_cost_or_another_table_fails(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    figure: dict[str, float],
    costs: dict[str, float],
    digest: str,
    reason: str,
) -> None:
    assert judge_floors(figure, costs, digest, pinned(tmp_path, recall=0.9)) == 1
    assert reason in capsys.readouterr().err


def test_floors_that_cannot_be_read_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert judge_floors({}, CHEAP, "abc", tmp_path / "none.json") == 1
    assert "none.json" in capsys.readouterr().err


def test_a_bad_table_stops_the_benchmark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--table", str(table(tmp_path, "name\tMali left.\tNiger\tNER"))]) == 1
    assert capsys.readouterr().err == "actors: cases.tsv:2: phrase 'Niger' is not in the text\n"
