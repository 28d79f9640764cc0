"""The gold set is valid and unchanged, and its scorer tells a wrong edge from a right one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from benchmarks import gold_set, quality
from benchmarks.gold_set import GoldError, Item, Judged
from benchmarks.scoring import Count, by_rule, judge, leaks, same_actor, score
from kg.lexicon.precision import families
from kg.model import Actor, Mention, Modality, Span, Statement

RECORD: dict[str, object] = {
    "id": "active-001",
    "text": "Iran denied that it had armed the Houthis.",
    "published": "2019-09-16",
    "construction": "active",
    "statements": [
        {"source": "IRN", "relation": "DENY", "target": None, "trigger": "denied", "modality": "actual",
         "attributed_to": None, "content": 1},
        {"source": "IRN", "relation": "AID", "target": "HOUTHIS", "trigger": "armed", "modality": "actual",
         "attributed_to": None, "content": None},
    ],
}  # fmt: skip
DENY = Judged("IRN", "DENY", None, "denied", content=1, rule="v:deny:DENY:v-claim-obj")
ARMED = Judged("IRN", "AID", "HOUTHIS", "armed", rule="v:arm:AID:v-obj-event")


def item(*statements: Judged, construction: str = "active") -> Item:
    return Item("a", "…", None, construction, statements)


def folder(tmp_path: Path, *records: object) -> Path:
    lines = [json.dumps(record) + "\n" for record in records]
    (tmp_path / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def changed(**fields: object) -> dict[str, object]:
    return {**RECORD, **fields}


def changed_statement(**fields: object) -> dict[str, object]:
    statements = RECORD["statements"]
    assert isinstance(statements, list)
    return changed(statements=[{**statements[0], **fields}, statements[1]])


# -- the files --------------------------------------------------------------------------------------------------------


def test_every_gold_line_is_valid_and_the_hashes_match() -> None:
    gold_set.verify()
    items = gold_set.read()
    assert sum(i.id.startswith("active-") for i in items) >= 15
    assert sum(i.construction == "nothing" for i in items) >= 80


def test_the_items_by_construction_are_many_enough() -> None:
    lines = (gold_set.FOLDER / "constructions.jsonl").read_text(encoding="utf-8").splitlines()
    by_name: dict[str, int] = {}
    for line in lines:
        name = json.loads(line)["construction"]
        by_name[name] = by_name.get(name, 0) + 1
    assert len(lines) >= 450
    assert min(by_name.values()) >= 15


def test_texts_are_not_repeated() -> None:
    texts = [i.text for i in gold_set.read()]
    assert sorted(texts) == sorted(set(texts))


def test_a_valid_line_is_read(tmp_path: Path) -> None:
    (read,) = gold_set.read(folder(tmp_path, RECORD))
    assert read.published == date(2019, 9, 16)
    assert read.statements == (
        Judged("IRN", "DENY", None, "denied", content=1),
        Judged("IRN", "AID", "HOUTHIS", "armed"),
    )


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (changed(published="16 September"), "a.jsonl:1: published '16 September' is no ISO date"),
        (changed(text=" "), "a.jsonl:1: text ' ' is no text"),
        (changed(note="x"), "a.jsonl:1: unknown field note"),
        ({"id": "a"}, "a.jsonl:1: without construction published statements text"),
        (changed_statement(relation="HATE"), "a.jsonl:1: statement 0: relation 'HATE' is none of the 18"),
        (changed_statement(modality="likely"), "statement 0: modality 'likely'; expected one of actual future"),
        (changed_statement(trigger="deny"), "statement 0: trigger 'deny' is not in the text"),
        (changed_statement(content=0), "statement 0: content 0 is no other statement's place"),
        (changed_statement(content=2), "statement 0: content 2 is no other statement's place"),
        (changed_statement(source="XYZ"), "statement 0: source 'XYZ' is no known code"),
        (changed_statement(source=None), "statement 0: source None is no known code"),
        (changed_statement(source="?"), "statement 0: source '?' is no known code"),
        (changed_statement(target="IRN:someone"), "statement 0: target 'IRN:someone' is no known code"),
        (changed_statement(attributed_to="KUW"), "statement 0: attributed_to 'KUW' is no known code"),
    ],
)
def test_an_invalid_line_is_refused_by_file_line_and_field(tmp_path: Path, record: object, message: str) -> None:
    with pytest.raises(GoldError) as refused:
        gold_set.read(folder(tmp_path, record))
    assert message in str(refused.value)


def test_an_id_is_given_once(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"a\.jsonl:2: id active-001 is taken"):
        gold_set.read(folder(tmp_path, RECORD, RECORD))


def test_a_changed_file_is_refused_until_it_is_hashed_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = folder(tmp_path, RECORD)
    gold_set.rehash(gold)
    gold_set.verify(gold)
    folder(tmp_path, changed(text="Iran denied that it had ever armed the Houthis."))
    assert quality.main(["--gold", str(gold)]) == 1
    assert "SHA256SUMS: does not match a.jsonl; after a wanted change run --rehash" in capsys.readouterr().err
    assert quality.main(["--gold", str(gold), "--rehash"]) == 0
    gold_set.verify(gold)


def test_a_file_that_nobody_hashed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"does not match a\.jsonl"):
        gold_set.verify(folder(tmp_path, RECORD))


# -- the scorer -------------------------------------------------------------------------------------------------------


def test_what_agrees_in_all_is_right() -> None:
    verdict = judge(item(DENY, ARMED), [DENY, ARMED])
    assert (len(verdict.pairs), verdict.missed, verdict.wrong, verdict.leaked) == (2, (), (), ())
    result = score([verdict])
    assert (result.total, result.content, result.modality) == (Count(right=2), 1.0, 1.0)


def test_a_reversed_edge_is_wrong_missed_and_counted_as_reversed() -> None:
    verdict = judge(item(Judged("CHN", "ACCUSE", "USA", "accused")), [Judged("USA", "ACCUSE", "CHN", "accused")])
    assert (len(verdict.missed), len(verdict.wrong), len(verdict.reversed)) == (1, 1, 1)
    assert score([verdict]).reversed_rate == 1.0


def test_a_symmetric_relation_has_no_direction() -> None:
    verdict = judge(item(Judged("CHN", "CONSULT", "USA", "met")), [Judged("USA", "CONSULT", "CHN", "met")])
    assert (len(verdict.pairs), verdict.reversed) == (1, ())


def test_a_denied_act_without_its_denial_is_a_leak() -> None:
    assert judge(item(DENY, ARMED), [ARMED]).leaked == (ARMED,)


def test_a_claimed_act_in_the_article_s_own_voice_is_a_leak() -> None:
    claimed = Judged("RUS", "ASSAULT", "UKR", "shelled", attributed_to="UKR")
    plain = Judged("RUS", "ASSAULT", "UKR", "shelled")
    without_target = Judged("RUS", "COERCE", None, "shelled")
    assert leaks([claimed], [plain]) == [plain]
    assert leaks([claimed], [without_target]) == [without_target]
    assert leaks([claimed], [claimed]) == []


@pytest.mark.parametrize("modality", ["negated", "future", "hypothetical"])
def test_what_did_not_happen_is_no_fact(modality: str) -> None:
    plain = Judged("RUS", "ASSAULT", "UKR", "shell")
    assert leaks([Judged("RUS", "ASSAULT", "UKR", "shell", modality)], [plain]) == [plain]


def test_what_the_text_also_tells_itself_is_no_leak() -> None:
    told = Judged("RUS", "ASSAULT", "UKR", "shelled")
    claimed = Judged("RUS", "ASSAULT", "UKR", "bombed", attributed_to="UKR")
    assert leaks([told, claimed], [told]) == []


def test_the_accusation_that_is_denied_was_made() -> None:
    denial = Judged("IRN", "DENY", "KWT", "denied", content=1)
    charge = Judged("KWT", "ACCUSE", "IRN", "charge")
    assert leaks([denial, charge], [charge]) == []


def test_an_invented_statement_is_wrong_and_no_leak() -> None:
    verdict = judge(item(construction="nothing"), [ARMED])
    result = score([verdict])
    assert (verdict.leaked, result.total, result.silent) == ((), Count(wrong=1), 0.0)


def test_own_words_are_nobody_else_s_but_another_s_are() -> None:
    want = Judged("CHN", "REJECT", "USA", "cannot accept", attributed_to="CHN")
    assert score([judge(item(want), [Judged("CHN", "REJECT", "USA", "accept")])]).attribution == 1.0
    told = Judged("CHN", "REJECT", "USA", "rejected", attributed_to="JPN")
    assert score([judge(item(told), [Judged("CHN", "REJECT", "USA", "rejected")])]).attribution == 0.0


def test_a_boast_is_a_claim() -> None:
    claimed = Judged("RUS", "ASSAULT", "ISIS", "bombed", attributed_to="RUS")
    plain = Judged("RUS", "ASSAULT", "ISIS", "bombed")
    assert leaks([claimed], [plain]) == [plain]


def test_content_that_is_linked_to_another_act_is_not_recalled() -> None:
    other = Judged("SYR", "AID", "HOUTHIS", "armed")
    assert score([judge(item(DENY, ARMED), [DENY, other])]).content == 0.0


def test_the_same_found_twice_counts_once_and_the_better_match_wins() -> None:
    planned = Judged("IRN", "AID", "HOUTHIS", "arm", "future")
    verdict = judge(item(ARMED), [planned, ARMED, ARMED])
    assert (verdict.pairs, verdict.wrong) == (((ARMED, ARMED),), (planned,))


def test_a_state_agrees_with_its_people_but_not_one_of_them_with_another() -> None:
    assert same_actor("SOM:CIVILIANS", "SOM:BUSINESS")
    assert same_actor("SOM:CIVILIANS", "SOM")
    assert not same_actor("USA:TRUMP", "USA:CONGRESS")
    assert not same_actor("USA", None)


# -- confidence and floors --------------------------------------------------------------------------------------------


def test_confidence_is_measured_per_rule_family_with_what_stands_in() -> None:
    verdicts = [judge(item(DENY, ARMED), [DENY, ARMED]), judge(item(), [ARMED])]
    assert quality.confidence_table(by_rule(verdicts)).splitlines()[-8:] == [
        "rule\tright\twrong\tprecision",
        "*:*:*\t2\t1\t0.6000",
        "*:AID:*\t1\t1\t0.5000",
        "*:DENY:*\t1\t0\t0.6667",
        "v:AID:*\t1\t1\t0.5000",
        "v:AID:v-obj-event\t1\t1\t0.5000",
        "v:DENY:*\t1\t0\t0.6667",
        "v:DENY:v-claim-obj\t1\t0\t0.6667",
    ]


def test_the_family_of_a_rule_leaves_out_its_word() -> None:
    assert families("n:talks:CONSULT:n-talks+event", "CONSULT")[0] == "n:CONSULT:n-talks+event"
    assert families("n:talks:CONSULT:n-talks", "CONSULT") == families("n:meeting:CONSULT:n-talks", "CONSULT")


def test_a_figure_may_waver_by_a_hundredth_and_no_more() -> None:
    assert quality.shortfalls({"f1": 0.6}, {"f1": 0.61}) == []
    assert quality.shortfalls({"f1": 0.6}, {"f1": 0.6101}) == ["f1: 0.6000 is under its floor 0.6101"]
    assert quality.shortfalls({"f1": 0.6}, {"recall": 0.5}) == [
        "f1: not pinned; run --pin",
        "recall: pinned, but not measured; run --pin",
    ]


def test_statements_are_judged_by_code_and_place() -> None:
    span, sentence = Span(0, 1, "x"), Span(0, 9, "x y z a b")
    iran = Mention(0, 4, "Iran", Actor("IRN", "Iran", "state", "IRN", "IRN"), "name")
    someone = Mention(5, 7, "it", None, "unknown")
    act = Statement("a", sentence, span, "ASSAULT", iran, target=someone, attributed_to=someone, rule="v:x:ASSAULT:v")
    denial = Statement("a", sentence, Span(2, 3, "y"), "DENY", iran, content=act.id, modality=Modality.NEGATED)
    assert quality.judged([act, denial]) == [
        Judged("IRN", "ASSAULT", None, "x", attributed_to="?", rule="v:x:ASSAULT:v"),
        Judged("IRN", "DENY", None, "y", "negated", content=0),
    ]


def test_the_runner_pins_passes_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, floors = folder(tmp_path, RECORD), tmp_path / "floors.json"
    gold_set.rehash(gold)
    assert quality.main(["--gold", str(gold), "--floors", str(floors)]) == 1  # nothing pinned yet
    assert quality.main(["--gold", str(gold), "--floors", str(floors), "--pin"]) == 0
    pinned = json.loads(floors.read_text(encoding="utf-8"))
    assert pinned["statement f1"] == 1.0
    floors.write_text(json.dumps({**pinned, "statement f1": 1.02}), encoding="utf-8")
    capsys.readouterr()
    assert quality.main(["--gold", str(gold), "--floors", str(floors)]) == 1
    assert capsys.readouterr().err == "quality: statement f1: 1.0000 is under its floor 1.0200\n"
