"""The gazetteer that comes with the package, and what its loader refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg import resources
from kg.lexicon.actor_tables import read
from kg.lexicon.actors import Gazetteer, Name, Tenure, gazetteer, pieces, problems
from kg.lexicon.tables import SeedError, rows

KINDS = "id\tlabel\tdefinition\tacts_for\nstate\tstate\tA state.\tyes\ngovernment\tgovernment\tAn executive.\tyes\n"
STATES = (
    "id\tname\tofficial\tkind\tcode\tcountry\tiso2\twikidata\taliases\tdemonyms\tpeople\tseats\tformer\tsource\n"
    "CHN\tChina\t\tstate\tCHN\tCHN\tCN\tQ148\tPRC\tChinese\tChinese\tBeijing\t\thand\n"
    "GEO\tGeorgia\t\tstate\tGEO\tGEO\tGE\tQ230\t\tGeorgian\tGeorgian | Georgians\tTbilisi\t\thand\n"
)
ORGANISATIONS = "id\tname\tkind\tcode\tcountry\twikidata\taliases\tdemonyms\tsource\n"
PERSONS = "id\tname\taliases\toffice\tkind\tcode\tcountry\tfrom\tto\twikidata\tsource\n"


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteer()


def folder(at: Path, **tables: str) -> Path:
    """Write a smallest valid folder of tables, with some of them replaced."""
    for name, text in {"kinds": KINDS, "states": STATES, **tables}.items():
        (at / f"{name}.tsv").write_text(text, encoding="utf-8")
    return at


def owners(known: Gazetteer, text: str) -> list[tuple[str, str]]:
    return [(name.actor.code, name.sense) for name in known.names.get(pieces(text), ())]


def test_the_packaged_tables_have_no_problem() -> None:
    assert problems(resources.path("seeds/actors")) == []


def test_the_tables_are_as_large_as_they_must_be_and_every_row_says_where_it_is_from() -> None:
    tables, wrong = read(resources.path("seeds/actors"))
    assert wrong == []
    assert len(tables["organisations"]) >= 300
    assert len(tables["groups"]) >= 350
    persons = {row["id"] for row in tables["persons"] if row["from"]}
    assert len(persons) >= 1500
    assert len([row for row in tables["persons"] if row["from"] and row["to"]]) >= 2000
    sourced = (row for table in ("states", "organs", "organisations", "groups", "persons") for row in tables[table])
    assert [row["id"] for row in sourced if not row["source"]] == []


def test_every_un_member_both_observers_taiwan_and_kosovo_are_there(known: Gazetteer) -> None:
    states = {actor.code for actor in known.actors.values() if actor.kind == "state"}
    others = {"PSE", "VAT", "TWN", "XKX"}
    assert others <= states
    assert len(states - others) == 193


def test_every_state_has_ids_a_demonym_and_a_seat(known: Gazetteer) -> None:
    table = {
        row["id"]: row
        for row in rows(resources.path("seeds/actors/states.tsv"), tuple(STATES.split("\n")[0].split("\t")))
    }
    states = [row for row in table.values() if row["kind"] == "state"]
    assert [row["id"] for row in states if not (row["wikidata"] and row["iso2"] and row["demonyms"])] == []
    # Djibouti, Luxembourg, Monaco and San Marino are called like their capitals; the Vatican is one.
    assert [row["id"] for row in states if not row["seats"]] == ["DJI", "LUX", "MCO", "SMR", "VAT"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Russian Federation", []),
        ("Russian Federation", [("RUS", "name")]),
        ("Russian", [("RUS", "demonym"), ("RUS", "people")]),
        ("Kremlin", [("RUS", "seat")]),
        ("Soviet Union", [("RUS", "former")]),
        ("Foggy Bottom", [("USA", "seat")]),
        ("Downing Street", [("GBR", "seat")]),
        ("Elysee", [("FRA", "seat")]),
        ("Turks", [("TUR", "people")]),
        ("Kiev", [("UKR", "seat")]),
        ("Burma", [("MMR", "former")]),
        ("Kosovar", [("XKX", "demonym"), ("XKX", "people")]),
        ("Palestinian Authority", [("PSE", "name")]),
        ("Pentagon", [("USA", "name")]),
        ("Knesset", [("ISR", "name")]),
        ("Revolutionary Guards", [("IRN", "name")]),
        ("Security Council", [("UN", "name")]),
        ("UNHCR", [("UN", "name")]),
        ("nuclear watchdog", [("IAEA", "name")]),
        ("Global Coalition", [("US-COALITION", "name")]),
        ("counter-ISIL coalition", [("US-COALITION", "name")]),
        ("USCENTCOM", [("USA", "name")]),
        ("Bashar al-Asad", [("SYR", "person")]),
        ("Korean", [("KOR", "demonym"), ("KOR", "people"), ("PRK", "demonym"), ("PRK", "people")]),
        ("Da’esh", [("ISIS", "name")]),
        ("al Qaida", [("AL-QAEDA", "name")]),
        ("Jabhat Fatah al-Sham", [("NUSRA", "name")]),
        ("Free Syrian Army", [("SYRIAN-OPPOSITION", "name")]),
        ("Peshmerga", [("KRG", "name")]),
        ("Hizbollah", [("HEZBOLLAH", "name")]),
        ("OPEC+", [("OPEC+", "name")]),
        ("OPEC", [("OPEC", "name")]),
    ],
)
def test_a_name_belongs_to(known: Gazetteer, text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(set(owners(known, text))) == sorted(expected)


def test_the_winner_of_a_shared_name_stands_first(known: Gazetteer) -> None:
    assert [code for code, _ in owners(known, "Brussels")] == ["EU", "BEL"]
    assert known.shared[pieces("Brussels")] == "first"
    assert [code for code, _ in owners(known, "Congo")] == ["COD", "COG"]
    assert known.shared[pieces("Congo")] == "nearest"
    assert {code: n for n, (code, _) in enumerate(owners(known, "Koreans"))} == {"KOR": 0, "PRK": 1}
    assert known.shared[pieces("Koreans")] == "nearest"


@pytest.mark.parametrize(
    ("name", "text", "fits"),
    [
        ("US", "US", True),
        ("US", "us", False),
        ("US", "Us", False),
        ("U.S.", "US", True),
        ("IS", "is", False),
        ("WHO", "Who", False),
        ("LeT", "Let", False),
        ("NATO", "Nato", True),
        ("Turkey", "turkey", False),
        ("Turkey", "TURKEY", True),
        ("al-Shabaab", "Al-Shabaab", True),
        ("Malé", "Male", False),
        ("Malé", "Malé", True),
    ],
)
def test_capitals_tell_a_name_from_a_word(known: Gazetteer, name: str, text: str, fits: bool) -> None:
    spelled = [n for n in known.names[pieces(name)] if n.text == name]
    assert {n.fits(text) for n in spelled} == {fits}


def test_ambiguous_names_carry_their_conditions(known: Gazetteer) -> None:
    georgia = known.names[pieces("Georgia")][0]
    assert georgia.actor.code == "GEO"
    assert [c.rule for c in georgia.conditions] == ["alone", "unless"]
    assert ("atlanta",) in georgia.conditions[1].words
    assert ("senate",) in georgia.conditions[1].words
    assert [c.rule for c in known.names[pieces("Hague")][0].conditions] == ["after"]
    assert [c.rule for c in known.names[pieces("North")][0].conditions] == ["exact", "after", "alone", "if"]


def test_traps_and_places_are_not_actors(known: Gazetteer) -> None:
    assert known.traps[pieces("South China Sea")] == "geography"
    assert known.traps[pieces("Washington Post")] == "media"
    agencies = ("Associated Press", "AP", "Reuters", "AFP", "Interfax")
    assert {known.traps[pieces(name)] for name in agencies} == {"media"}
    assert known.traps[pieces("Paris Agreement")] == "agreement"
    assert known.places[pieces("Aleppo")] == "SYR"
    assert known.places[pieces("Crimea")] == "UKR"
    assert known.places[pieces("Kashmir")] is None
    assert pieces("Moscow") not in known.places


def test_agent_nouns_have_kinds(known: Gazetteer) -> None:
    expected = {
        "official": "government", "foreign_minister": "government", "troops": "military", "navy": "military",
        "police": "police", "court": "court", "lawmaker": "legislature", "separatist": "armed_group",
        "hacker": "movement", "refugee": "civilians", "protester": "civilians", "analyst": "expert",
    }  # fmt: skip
    assert {noun: known.agents[noun] for noun in expected} == expected
    assert known.agents["spokesmen"] == "government"


def test_kinds_say_who_acts_for_a_state(known: Gazetteer) -> None:
    acting = {kind.id for kind in known.kinds.values() if kind.acts_for}
    assert {"government", "military", "police", "court", "legislature"} <= acting
    assert not {"civilians", "media", "business", "party", "expert", "armed_group"} & acting


@pytest.mark.parametrize(
    ("day", "covered"),
    [("2017-01-19", False), ("2017-01-20", True), ("2021-01-20", True), ("2021-01-21", False), ("2017", True)],
)
def test_a_tenure_covers_its_days(day: str, covered: bool) -> None:
    tenure = Tenure("president", "government", "USA", "USA", "2017-01-20", "2021-01-20")
    assert tenure.covers(day) is covered


def test_a_tenure_without_end_lasts() -> None:
    assert Tenure("president", "government", "CHN", "CHN", "2013-03", None).covers("2025-11-24")


def test_a_person_acts_for_the_actor_of_the_latest_office(tmp_path: Path) -> None:
    made = gazetteer(folder(tmp_path, persons=PERSONS + (
        "ann-lee\tAnn Lee\tLee Ann\tforeign minister\tgovernment\tCHN\tCHN\t2010\t2012-05\tQ5\thand\n"
        "ann-lee\tAnn Lee\t\tUN envoy\tgovernment\tUN\t\t2013-01\t\t\thand\n"
    )))  # fmt: skip
    person = made.persons["ann-lee"]
    assert (person.code, person.country, person.wikidata, person.aliases) == ("UN", None, "Q5", ("Lee Ann",))
    assert [tenure.office for tenure in made.tenures["ann-lee"]] == ["foreign minister", "UN envoy"]
    assert [name.sense for name in made.names[pieces("Lee Ann")]] == ["person"]
    assert made.actors["ann-lee"] is person


def test_two_persons_may_have_one_name(tmp_path: Path) -> None:
    made = gazetteer(folder(tmp_path, persons=PERSONS + (
        "ann-lee\tAnn Lee\tLee\tminister\tgovernment\tCHN\tCHN\t2010\t\t\thand\n"
        "bob-lee\tBob Lee\tLee\tminister\tgovernment\tGEO\tGEO\t2010\t\t\thand\n"
    )))  # fmt: skip
    assert [name.actor.id for name in made.names[("lee",)]] == ["ann-lee", "bob-lee"]


UN_ROW = "un\tUnited Nations\tgovernment\tUN\t\tQ1065\t{aliases}\t\thand\n"


@pytest.mark.parametrize(
    ("table", "text", "problem"),
    [
        ("states", STATES + STATES.split("\n")[1] + "\n", "states.tsv:4: id CHN stands already in states.tsv:2"),
        ("states", STATES + "FRA\tFrance\n", "states.tsv:4: kind is empty"),
        ("states", STATES.replace("\tQ148", "\t148"), "states.tsv:2: wikidata 148 is no item id (Q and digits)"),
        ("states", STATES.replace("China\t\tstate", "China\t\tempire"), "states.tsv:2: kind empire is not in kinds"),
        ("states", STATES.replace("CHN\tCHN\tCN", "CHN\tCHX\tCN"), "states.tsv:2: country CHX is not a code"),
        ("states", STATES.replace("\t\thand\nGEO", "\t\t\nGEO"), "states.tsv:2: source is empty"),
        ("states", STATES + "a\t" * 14 + "b\n", "states.tsv:4: 15 cells, but there are 14 columns"),
        ("states", STATES.replace("iso2", "iso"), "states.tsv:1: the columns are id name"),
        ("organisations", ORGANISATIONS + UN_ROW.format(aliases="Peking | Beijing"),
         "organisations.tsv:2: 'Beijing' is also a name of CHN (states.tsv:2), and shared_names.tsv does not"),
        ("organisations", ORGANISATIONS + UN_ROW.format(aliases="?!"),
         "organisations.tsv:2: the name '?!' has no letter or digit"),
        ("organisations", ORGANISATIONS + UN_ROW.format(aliases="").replace("\tUN\t", "\tUn\t"),
         "organisations.tsv:2: code Un is not a short name in capitals"),
        ("persons", PERSONS + "a\tAnn Lee\t\tminister\tgovernment\tCHN\tCHN\t2012-05\t2011\t\thand\n",
         "persons.tsv:2: ends (2011) before it begins (2012-05)"),
        ("persons", PERSONS + "a\tAnn Lee\t\tminister\tgovernment\tCHN\tCHN\t2012-13\t\t\thand\n",
         "persons.tsv:2: from 2012-13 is no date (YYYY, YYYY-MM or YYYY-MM-DD)"),
        ("persons", PERSONS + "CHN\tAnn Lee\t\tminister\tgovernment\tCHN\tCHN\t2012\t\t\thand\n",
         "persons.tsv:2: the id CHN is taken by states.tsv:2"),
        ("agents", "noun\tkind\tplural\nwizard\tmagic\twizards\n", "agents.tsv:2: kind magic is not in kinds.tsv"),
        ("places", "name\tcountry\tkind\tsource\nOz\tOZZ\tcity\thand\n",
         "places.tsv:2: country OZZ is not a code of states.tsv"),
        ("traps", "name\tkind\tnote\nBeijing\tevent\t\n",
         "traps.tsv:2: 'Beijing' is a name of CHN (states.tsv:2); a trap must be longer"),
        ("shared_names", "name\tids\trule\nBeijing\tGEO\tfirst\n",
         "shared_names.tsv:2: GEO does not claim the name 'Beijing'"),
        ("shared_names", "name\tids\trule\nBeijing\tCHN\toldest\n",
         "shared_names.tsv:2: rule 'oldest'; expected one of first nearest nearest-only"),
        ("ambiguous", "name\trule\twords\tnote\nGeorgia\tunless\t\t\n",
         "ambiguous.tsv:2: the rule unless needs words"),
        ("ambiguous", "name\trule\twords\tnote\nAtlantis\talone\t\t\n",
         "ambiguous.tsv:2: no actor has the name 'Atlantis'"),
        ("ambiguous", "name\trule\twords\tnote\nGeorgia\tamid\t\t\n",
         "ambiguous.tsv:2: the rule amid needs words"),
        ("contexts", "noun\tamid\twithout\tactor\tnote\narmy\tCHN\t\tATL\t\n",
         "contexts.tsv:2: no actor has the id ATL"),
        ("contexts", "noun\tamid\twithout\tactor\tnote\narmy\tCHN\tATL\tGEO\t\n",
         "contexts.tsv:2: no actor has the code ATL"),
        ("contexts", "noun\tamid\twithout\tactor\tnote\narmy\t\t\tGEO\t\n", "contexts.tsv:2: amid is empty"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_refused(tmp_path: Path, table: str, text: str, problem: str) -> None:
    bad = folder(tmp_path, **{table: text})
    assert any(line.startswith(problem) for line in problems(bad)), problems(bad)
    with pytest.raises(SeedError):
        gazetteer(bad)


def test_a_shared_name_is_allowed_where_the_table_says_who_wins(tmp_path: Path) -> None:
    shared = "name\tids\trule\nPRC\tun | CHN\tnearest-only\n"
    made = gazetteer(folder(tmp_path, organisations=ORGANISATIONS + UN_ROW.format(aliases="PRC"), shared_names=shared))
    assert [name.actor.id for name in made.names[("prc",)]] == ["un", "CHN"]
    assert made.shared[("prc",)] == "nearest-only"


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "kinds.tsv").write_text(KINDS, encoding="utf-8")
    assert problems(tmp_path) == [f"states.tsv:0: there is no such table in {tmp_path}"]


def test_bytes_that_are_no_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    (folder(tmp_path) / "states.tsv").write_bytes(STATES.encode() + b"\xff\n")
    assert problems(tmp_path) == ["states.tsv:4: this is not UTF-8"]


def test_keys_are_the_same_however_the_text_is_cut() -> None:
    whole = pieces("Deir ez-Zor and Nuku'alofa")
    assert whole == pieces("Deir") + pieces("ez") + pieces("-") + pieces("Zor") + pieces("and") + pieces("Nuku'alofa")


def test_the_generated_tables_are_current() -> None:
    script = Path(__file__).resolve().parent.parent / "scripts" / "build_actors.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_name_is_a_value(known: Gazetteer) -> None:
    name = known.names[pieces("Kremlin")][0]
    assert name == Name("Kremlin", known.actors["RUS"], "seat")
