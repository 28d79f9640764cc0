"""Decisions about who is who: what the file takes and refuses, and what a build makes of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import kg as library
from kg.lexicon.actors import Gazetteer, Tenure, gazetteer, pieces
from kg.lexicon.decisions import Decision, Decisions, applied, decide, load, problems, record, relevance, revert
from kg.lexicon.tables import SeedError
from kg.model import Article
from tests.conftest import Kg, run

HEAD = "number\tdate\tdecision\tactor\tother\tfrom\tto\tarticle\tnote\n"
ENVOY = "IRN:farhad-tehrani"
TEXT = "Iranian envoy Farhad Tehrani accused Israel of lying. Harold Pimm met Xi Jinping."


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteer()


def written(at: Path, *rows: str) -> Path:
    """Write a file of decisions, each row without number and date."""
    file = at / "decisions.tsv"
    lines = (f"{n}\t2024-05-0{n}\t" + row.replace(" | ", "\t") for n, row in enumerate(rows, start=1))
    file.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def of(*rows: str) -> Decisions:
    """Return decisions without a file: ``actor | decision | other | from | to | article``."""
    made = []
    for number, row in enumerate(rows, start=1):
        actor, decision, other, *rest = [cell.strip() for cell in row.split("|")]
        start, end, article = [*rest, "", "", ""][:3]
        made.append(Decision(number, "2024-05-01", decision, actor, other, start, end, article))
    return Decisions(tuple(made))


def meant(text: str, decisions: Decisions, day: date | None = None) -> dict[str, tuple[str, str] | None]:
    """Return id and code of each mention of a text, by its words."""
    found = library.actors_in(text, published=day, decisions=decisions)
    return {m.text: (m.actor.id, m.actor.code) if m.actor else None for m in found}


# -- the file


def test_a_decision_is_written_read_and_taken_back(tmp_path: Path, known: Gazetteer) -> None:
    file = tmp_path / "decisions.tsv"
    assert list(load(file, known)) == []
    first = record(file, decide("same-as", ENVOY, "RUS", note="a  slip\nof ours"), known)
    second = record(file, decide("acts-for", "xi-jinping", "NATO", start="2020", end="2021-06-30"), known)
    assert [str(d) for d in load(file, known)] == [
        "IRN:farhad-tehrani same-as RUS",
        "xi-jinping acts-for NATO from 2020 to 2021-06-30",
    ]
    assert (first.number, first.note, second.number) == (1, "a slip of ours", 2)
    assert first.date == date.today().isoformat()  # noqa: DTZ011
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert lines[1] + "\n" == HEAD
    assert lines[2] == f"1\t{first.date}\tsame-as\tIRN:farhad-tehrani\tRUS\t\t\t\ta slip of ours"
    assert second.place == "decisions.tsv:4"
    assert revert(file, 1, known) == first
    assert [d.number for d in load(file, known)] == [2]
    assert record(file, decide("not-same-as", "Georgia", "GEO"), known).number == 3
    with pytest.raises(SeedError, match=r"decisions\.tsv: there is no decision 1"):
        revert(file, 1, known)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("is | IRN:a-b | RUS", "decision 'is'; expected one of same-as not-same-as acts-for"),
        ("same-as |  | RUS", "actor is empty"),
        ("same-as | Harold Pimm | Nobody", "'Nobody' is no actor's id; kg actors search finds ids"),
        ("same-as | Harold Pimm | XXQ:harold-pimm", "'XXQ:harold-pimm' is no actor's id; kg actors search finds ids"),
        ("same-as | Harold Pimm | RUS | 2020", "same-as takes no dates"),
        ("same-as | RUS | RUS", "RUS is RUS already"),
        ("acts-for | xi-jinping | XXQ", "no actor has the code 'XXQ'"),
        ("acts-for | Xi Jinping | USA", "'Xi Jinping' is a name of xi-jinping: give the id"),
        ("acts-for | Pimm | USA", "'Pimm' is no actor's id, and one word is no full name"),
        ("acts-for | xi-jinping | USA | 2021-02-30", "from 2021-02-30 is no date (YYYY, YYYY-MM or YYYY-MM-DD)"),
        ("acts-for | xi-jinping | USA | 2022-03 | 2022-02-11", "ends (2022-02-11) before it begins (2022-03)"),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_file_row_and_reason(
    tmp_path: Path, known: Gazetteer, row: str, reason: str
) -> None:
    file = written(tmp_path, row)
    assert problems(file, known) == [f"decisions.tsv:2: {reason}"]
    with pytest.raises(SeedError, match=r"^decisions\.tsv:2: "):
        load(file, known)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (
            ["same-as | Harold Pimm | RUS", "not-same-as | HAROLD PIMM | RUS"],
            "HAROLD PIMM is RUS by decisions.tsv:2",
        ),
        (
            ["not-same-as | Harold Pimm | RUS", "same-as | Harold Pimm | RUS"],
            "contradicts decisions.tsv:2: Harold Pimm not-same-as RUS",
        ),
        (
            ["same-as | IRN:a-b | IRN:c-d", "same-as | IRN:c-d | RUS", "not-same-as | IRN:a-b | RUS"],
            "IRN:a-b is RUS by decisions.tsv:2 and decisions.tsv:3",
        ),
        (["same-as | IRN:a-b | RUS", "same-as | IRN:a-b | CHN"], "IRN:a-b is already RUS by decisions.tsv:2"),
        (["same-as | IRN:a-b | RUS", "same-as | IRN:a-b | RUS"], "IRN:a-b is RUS already by decisions.tsv:2"),
        (
            ["same-as | IRN:a-b | IRN:c-d", "same-as | IRN:c-d | IRN:a-b"],
            "IRN:c-d is IRN:a-b already by decisions.tsv:2",
        ),
        (
            ["acts-for | xi-jinping | USA | 2020 | 2021", "acts-for | xi-jinping | NATO | 2021-12"],
            "contradicts (acts for USA) decisions.tsv:2: their times overlap",
        ),
        (
            ["acts-for | xi-jinping | USA", "acts-for | xi-jinping | USA | 2021"],
            "says the same as decisions.tsv:2: their times overlap",
        ),
    ],
)
def test_decisions_that_contradict_each_other_are_refused(
    tmp_path: Path, known: Gazetteer, rows: list[str], reason: str
) -> None:
    file = written(tmp_path, *rows)
    assert problems(file, known) == [f"decisions.tsv:{len(rows) + 1}: {reason}"]


def test_what_holds_for_one_article_is_an_exception_and_no_contradiction(tmp_path: Path, known: Gazetteer) -> None:
    rows = ["same-as | Pimm | RUS", "same-as | Pimm | CHN |  |  | a1", "not-same-as | Pimm | RUS |  |  | a2"]
    assert problems(written(tmp_path, *rows), known) == []
    later = ["acts-for | xi-jinping | USA | 2020 | 2020", "acts-for | xi-jinping | NATO | 2021"]
    assert problems(written(tmp_path, *later), known) == []


def test_a_refused_decision_leaves_the_file_as_it_is(tmp_path: Path, known: Gazetteer) -> None:
    file = written(tmp_path, "same-as | IRN:a-b | RUS")
    before = file.read_bytes()
    with pytest.raises(SeedError, match=r"decisions\.tsv:3: IRN:a-b is already RUS by decisions\.tsv:2"):
        record(file, decide("same-as", "IRN:a-b", "CHN"), known)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_is_no_table_is_refused(tmp_path: Path, known: Gazetteer) -> None:
    file = tmp_path / "decisions.tsv"
    file.write_text("a\tb\n", encoding="utf-8")
    assert problems(file, known)[0].startswith("decisions.tsv:1: the columns are a b; expected number date ")
    file.write_text(
        HEAD + "x\t2024-01-01\tsame-as\tA B\tRUS\n1\t2024\tsame-as\tC D\tRUS\n1\t2024-01-01\tsame-as\tE F\tRUS\n"
    )
    assert problems(file, known) == [
        "decisions.tsv:2: number 'x' is not a whole number",
        "decisions.tsv:3: date '2024' is no date (YYYY-MM-DD)",
        "decisions.tsv:4: number 1 stands already in decisions.tsv:3",
    ]


# -- what they change


def test_words_and_actors_become_another(known: Gazetteer) -> None:
    nothing = meant(TEXT, Decisions())
    assert nothing["Farhad Tehrani"] == (ENVOY, "IRN")
    assert nothing["Harold Pimm"] is None
    found = meant(TEXT, of(f"{ENVOY} | same-as | hezbollah", "Harold Pimm | same-as | joe-biden"), date(2022, 3, 1))
    assert found["Farhad Tehrani"] == ("hezbollah", "HEZBOLLAH")
    assert found["Harold Pimm"] == ("joe-biden", "USA")
    assert found["Xi Jinping"] == ("xi-jinping", "CHN")
    assert meant(TEXT, of("Harold Pimm | same-as | joe-biden"), date(2018, 3, 1))["Harold Pimm"] == (
        "joe-biden",
        "USA:BIDEN",
    )


def test_a_stranger_can_be_another_stranger_and_keeps_what_the_text_says() -> None:
    (envoy,) = [
        m
        for m in library.actors_in(TEXT, decisions=of(f"{ENVOY} | same-as | IRN:f-tehrani"))
        if m.text == "Farhad Tehrani"
    ]
    assert envoy.actor is not None
    assert (envoy.actor.id, envoy.actor.name, envoy.actor.code, envoy.actor.title) == (
        "IRN:f-tehrani",
        "F Tehrani",
        "IRN",
        "Iranian envoy",
    )


def test_words_are_not_whom_they_seem() -> None:
    text = "The Kremlin denied it."
    assert meant(text, Decisions())["Kremlin"] == ("RUS", "RUS")
    assert meant(text, of("Kremlin | not-same-as | RUS")).get("Kremlin") is None
    assert meant(text, of("Kremlin | not-same-as | USA"))["Kremlin"] == ("RUS", "RUS")
    surname = "Xi Jinping spoke. Mr Xi left."
    assert meant(surname, of("Xi | not-same-as | xi-jinping"))["Xi"] is None


def test_who_acts_for_whom_has_its_time() -> None:
    decisions = of("xi-jinping | acts-for | NATO | 2022-04-01 | 2022-05", f"{ENVOY} | acts-for | RUS | 2022")
    days = (date(2022, 3, 31), date(2022, 4, 1), date(2022, 5, 31), date(2022, 6, 1))
    assert [meant(TEXT, decisions, day)["Xi Jinping"] for day in days] == [
        ("xi-jinping", code) for code in ("CHN", "NATO", "NATO", "CHN")
    ]
    assert meant(TEXT, decisions, days[0])["Farhad Tehrani"] == (ENVOY, "RUS")
    assert meant(TEXT, of("Harold Pimm | acts-for | USA"))["Harold Pimm"] == ("USA:harold-pimm", "USA")
    said = meant("Harold Pimm came. Pimm left.", of("Harold Pimm | acts-for | USA"))
    assert said["Pimm"] == ("USA:harold-pimm", "USA")


def test_a_decided_time_takes_the_place_of_other_offices(known: Gazetteer) -> None:
    made = applied(of("xi-jinping | acts-for | NATO | 2014-01-01 | 2015-06"), known)
    assert [
        (t.code, t.start, t.end) for t in made.tenures["xi-jinping"] if t.office in ("president", "acts for NATO")
    ] == [
        ("CHN", "2013-03-14", "2013-12-31"),
        ("NATO", "2014-01-01", "2015-06"),
        ("CHN", "2015-07", None),
    ]
    assert Tenure("president", "government", "CHN", "CHN", "2013-03-14", None) in known.tenures["xi-jinping"]


def test_an_exception_holds_in_its_article_only(tmp_path: Path) -> None:
    decisions = of("Kremlin | same-as | CHN |  |  | a2")
    articles = [Article(id, "The Kremlin accused France of lying.") for id in ("a1", "a2")]  # noqa: A001
    found = list(library.extract(articles, decisions=decisions))
    assert [s.source.actor and s.source.actor.code for _, statements in found for s in statements] == ["RUS", "CHN"]
    assert found[1][1][0].source.rule == "decision"


def test_a_decision_concerns_the_articles_that_name_whom_it_is_about(known: Gazetteer) -> None:
    envoy, pimm = f"{ENVOY} | same-as | RUS", "Harold Pimm | same-as | RUS"
    about = (
        Article("a", "Farhad Tehrani spoke."),
        Article("b", "Mr Xi spoke."),
        Article("c", "Nobody spoke.", "Harold Pimm"),
    )
    assert [bool(relevance(of(envoy), known)(a)) for a in about] == [True, False, False]
    assert [bool(relevance(of(pimm), known)(a)) for a in about] == [False, False, True]
    assert [bool(relevance(of("xi-jinping | acts-for | USA"), known)(a)) for a in about] == [False, True, False]
    assert [bool(relevance(of("Mr Xi | same-as | RUS |  |  | a"), known)(a)) for a in about] == [False, False, False]
    assert [relevance(Decisions(), known)(a) for a in about] == ["", "", ""]
    assert relevance(of(envoy), known)(about[0]) == relevance(of(pimm, envoy), known)(about[0])
    assert pieces(ENVOY) not in applied(of(envoy), known).names


# -- the command


ARTICLES = (
    {"id": "a1", "published": "2022-03-14", "text": "Iranian envoy Farhad Tehrani accused Israel of lying."},
    {"id": "a2", "published": "2022-03-15", "text": "Russia accused France of lying."},
)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    file = tmp_path / "articles.jsonl"
    file.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    assert run("--store", tmp_path / "graph", "build", file) == 0
    return file


def test_a_build_applies_what_was_decided_and_undoes_what_was_reverted(built: Path, kg: Kg) -> None:
    graph, decisions = built.parent / "graph", built.parent / "decisions.tsv"

    def sources() -> list[str]:
        asked = "SELECT ?code { ?s a c:Statement ; c:relation rel:ACCUSE ; c:sourceCode ?code } ORDER BY ?code"
        return (
            kg("--store", graph, "query", "-f", "csv", asked)
            .out.replace("https://communique.example/code/", "")
            .split()[1:]
        )

    def software() -> set[str]:
        asked = (
            'SELECT ?a { ?e prov:used ?a ; prov:wasAssociatedWith/c:setting ?x FILTER(STRSTARTS(?x, "decisions-")) }'
        )
        return {line[-2:] for line in kg("--store", graph, "query", "-f", "csv", asked).out.split()[1:]}

    def exported() -> str:
        return kg("--store", graph, "export", "-f", "nquads").out

    before = exported()
    assert sources() == ["IRN", "RUS"]
    ran = kg("--store", graph, "actors", "same-as", ENVOY, "CHN", "--note", "seen in Beijing")
    assert (ran.code, ran.out) == (0, f"{decisions}: 1: {ENVOY} same-as CHN\n")
    assert exported() == before, "only a build changes the graph"
    assert kg("--store", graph, "build", built).code == 0
    assert sources() == ["CHN", "RUS"]
    assert software() == {"a1"}, "only the article that names whom it is about was extracted again"
    assert kg("--store", graph, "check").code == 0
    assert "seen in Beijing" in kg("--store", graph, "actors", "decisions").out
    refused = kg("--store", graph, "actors", "not-same-as", ENVOY, "CHN")
    assert (refused.code, refused.err) == (1, f"kg: decisions.tsv:4: {ENVOY} is CHN by decisions.tsv:3\n")
    assert kg("--store", graph, "actors", "revert", "1").out == f"{decisions}: no longer 1: {ENVOY} same-as CHN\n"
    assert kg("--store", graph, "build", built).code == 0
    assert exported() == before


def test_decisions_can_lie_elsewhere(built: Path, kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    file = built.parent / "elsewhere" / "mine.tsv"
    graph = built.parent / "graph"
    missing = kg("--store", graph, "build", built, "--decisions", file)
    assert (missing.code, missing.err) == (1, f"kg: {file}: no such file or directory\n")
    arguments = ("acts-for", "xi-jinping", "NATO", "--from", "2020-01", "--to", "2020-12")
    assert kg("--store", graph, "actors", *arguments, "--decisions", file).code == 0
    monkeypatch.setenv("KG_DECISIONS", str(file))
    assert "xi-jinping acts-for NATO from 2020-01 to 2020-12" in kg("actors", "decisions").out
    (line,) = kg("extract", "-", "--decisions", file, stdin="Xi Jinping accused France of lying.").out.splitlines()
    assert json.loads(line)["source"]["code"] == "CHN", "without a date only what has no end holds"


def test_a_bad_file_of_decisions_is_a_problem_of_check_and_stops_a_build(built: Path, kg: Kg) -> None:
    graph, file = built.parent / "graph", built.parent / "decisions.tsv"
    file.write_text(HEAD + "1\t2024-01-01\tsame-as\tHarold Pimm\tNobody\n", encoding="utf-8")
    checked = kg("--store", graph, "check")
    reason = "decisions.tsv:2: 'Nobody' is no actor's id; kg actors search finds ids"
    assert checked.code == 1
    assert f"{file.parent}: {reason}\n" in checked.out
    ran = kg("--store", graph, "build", built)
    assert (ran.code, ran.err) == (1, f"kg: {reason}\n")
