"""Relations of a given pair: refusals, intentions, threats and demands are coded as such; the ranker is as trained."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from benchmarks import pairs
from benchmarks.pairs import Item
from kg import parse, resources
from kg.lexicon import vectors
from kg.lexicon.coding import coding
from kg.lexicon.tables import SeedError
from kg.lexicon.triggers import triggers
from kg.model import Modality
from kg.relate import By, rank

CODED = """
France freed the three Chadian officers. | France | officers | RETREAT
France will free the three Chadian officers. | France | officers | AGREE
France will not free the three Chadian officers. | France | officers | REJECT
France refused to free the three Chadian officers. | France | officers | REJECT
France has not lifted the embargo on Chad. | France | Chad | REJECT
France promised to lift the embargo on Chad. | France | Chad | AGREE
France urged Chad to lift the embargo. | France | Chad | REQUEST
France said it would send doctors to Chad. | France | Chad | AGREE
France said it will expel Chad's diplomats. | France | Chad's diplomats | THREATEN
France says Chad must end the raids. | France | Chad | REQUEST
France called for sanctions against Chad. | France | Chad | ACCUSE
France agreed on Friday to impose sanctions on Chad. | France | Chad | THREATEN
France asked Mali to leave and recalled its envoy to Chad. | France | Chad | SANCTION
France and Chad reached an agreement. | France | Chad | SUPPORT
France denied that it had bombed Chad. | France | Chad | DENY
"""


def cases(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "source", "target", "relation"), cases(CODED))
def test_a_pair_is_coded_by_what_is_done_and_whether_it_is(text: str, source: str, target: str, relation: str) -> None:
    (doc,) = parse.docs(parse.load(), [text])
    assert rank(doc, source, target, triggers(), By.RULES)[0][0] == relation
    assert rank(doc, source, target, triggers())[0][0] == relation


def table(name: str = "coded.tsv") -> list[list[str]]:
    """Return the rows of the table beside this file: relation or ``-``, source, target, text."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [row.split("\t") for row in lines if not row.startswith("#")][1:]


@pytest.mark.parametrize("relation", sorted({row[0] for row in table()}))
def test_the_rules_know_the_words_of_news_english_for_a_relation(relation: str) -> None:
    rows = [row for row in table() if row[0] == relation]
    docs = parse.docs(parse.load(), [text for *_, text in rows])
    found = [
        (next((code for code, _ in rank(doc, source, target, triggers(), By.RULES)), "-"), source, target, text)
        for doc, (_, source, target, text) in zip(docs, rows, strict=True)
    ]
    assert [list(row) for row in found] == rows


def test_scores_sum_to_1_and_stand_best_first() -> None:
    (doc,) = parse.docs(parse.load(), ["France, Chad said, had bombed its border posts."])
    for by in By:
        scores = [score for _, score in rank(doc, "France", "Chad", triggers(), by)]
        assert sum(scores) == pytest.approx(1)
        assert scores == sorted(scores, reverse=True)


def test_rules_alone_say_nothing_where_no_word_speaks() -> None:
    (doc,) = parse.docs(parse.load(), ["France lies north of Chad."])
    assert rank(doc, "France", "Chad", triggers(), By.RULES) == []


def test_a_phrase_that_is_not_in_the_text_is_no_error() -> None:
    (doc,) = parse.docs(parse.load(), ["Chadian rebels were released on Friday."])
    assert rank(doc, "An actor", "Chadian rebels", triggers())[0][0] == "RETREAT"


# -- the coding -------------------------------------------------------------------------------------------------------


def test_a_reading_that_no_row_names_keeps_its_relation() -> None:
    assert coding().of("ACCUSE", "allege", "v-accuse", Modality.FUTURE) == "ACCUSE"
    assert coding().of("AID", "military", "v-give", Modality.ACTUAL) == "AID"
    assert coding().of("AID", "military", "v-give", Modality.NEGATED) == "REJECT"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("HELP\t\t\t\t\tAGREE", "relation 'HELP' is not in"),
        ("AID\t\t\t\t\tHELP", "relation 'HELP' is not in"),
        ("AID\t\t\tlater\t\tAGREE", "modality 'later' is none of"),
    ],
)
def test_a_row_of_the_coding_that_cannot_be_is_refused(row: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "coding.tsv").write_text(f"relation\tmode\tpattern\tmodality\tcontent\tcoded\n{row}\n")
    with pytest.raises(SeedError, match=f"coding.tsv:2: {problem}"):
        coding(tmp_path)


# -- the vectors ------------------------------------------------------------------------------------------------------


def test_words_of_like_use_have_like_vectors() -> None:
    def likeness(a: str, b: str) -> float:
        x, y = vectors.vectors().mean([a]), vectors.vectors().mean([b])
        assert x is not None
        assert y is not None
        return float(x @ y / (x @ x * (y @ y)) ** 0.5)

    assert likeness("accuse", "blame") > likeness("accuse", "deliver") + 0.2
    assert vectors.vectors().mean(["xyzzyx"]) is None


def test_a_table_of_vectors_that_is_not_whole_is_a_problem(tmp_path: Path) -> None:
    assert len(vectors.problems(tmp_path)) == 1
    (tmp_path / "words.txt").write_text("0\na\na\n")
    (tmp_path / "vectors.npy").write_bytes((resources.path("seeds/vectors") / "vectors.npy").read_bytes())
    assert [p.partition(":")[0] for p in vectors.problems(tmp_path)] == ["words.txt", "words.txt", "vectors.npy"]


# -- the ranker -------------------------------------------------------------------------------------------------------


def test_the_ranker_is_of_the_committed_sentences() -> None:
    sums = (resources.path("seeds/ranker") / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    tables = sorted(resources.path("seeds/training").glob("*.tsv"))
    assert sums == [f"{hashlib.sha256(table.read_bytes()).hexdigest()}  {table.name}" for table in tables]


def test_the_model_alone_ranks_what_no_trigger_tells() -> None:
    (doc,) = parse.docs(parse.load(), ["Mali was kept from the gathering by Niger."])
    ranked = rank(doc, "Niger", "Mali", triggers(), By.MODEL)
    assert len(ranked) == 16
    assert not {code for code, _ in ranked} & {"DENY", "CONFIRM"}


# -- the benchmark ----------------------------------------------------------------------------------------------------


def test_figures_count_the_two_halves_of_yielding_as_one() -> None:
    items = [Item("CONCEDE", "a", "b", ""), Item("RETREAT", "a", "b", ""), Item("AID", "a", "b", "")]
    found = [pairs.first([("DENY", 0.5), ("RETREAT", 0.3)]), pairs.root("CONCEDE"), None]
    assert pairs.figures(items, found) == {
        "category macro-F1": 0.5,
        "quad macro-F1": 0.8,
        "accuracy": 0.6667,
    }


def test_other_sentences_and_lower_figures_are_told() -> None:
    floors: dict[str, float | str] = {"together, accuracy": 0.8, pairs.DIGEST: "x"}
    assert list(pairs.shortfalls({"together, accuracy": 0.795}, "x", floors)) == []
    assert list(pairs.shortfalls({"together, accuracy": 0.78}, "x", floors)) == [
        "together, accuracy: 0.7800 is under its floor 0.8000"
    ]
    assert len(list(pairs.shortfalls({"rules alone, accuracy": 0.9}, "y", floors))) == 2


def test_no_training_sentence_is_held_out() -> None:
    learned = {
        line.split("\t")[3]
        for table in Path("seeds/training").glob("*.tsv")
        for line in table.read_text(encoding="utf-8").splitlines()
    }
    held_out = {item.sentence for item in pairs.read(pairs.GOLD)}
    assert len(held_out) > 500
    assert not held_out & learned - {"sentence"}
    assert json.loads(pairs.FLOORS.read_text(encoding="utf-8"))["together, category macro-F1"] > 0.7
