"""Who is known: strangers of a text, search by any name, and why words stand for somebody."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import kg as library
from kg import link
from kg.explain import meanings
from kg.lexicon.actors import gazetteer
from kg.lexicon.search import EXACT, HOLDER, PART, Hit, Label, labels, search
from tests.conftest import ROOT, Kg, run

DAY = date(2022, 3, 14)


def strangers(text: str) -> dict[str, tuple[str, str, str, str | None]]:
    """Return id, code, kind and title of whoever has a node of their own and is in no seed, by their words."""
    known = gazetteer().actors
    return {
        m.text: (m.actor.id, m.actor.code, m.actor.kind, m.actor.title)
        for m in library.actors_in(text, published=DAY)
        if m.actor and m.actor.id not in known
    }


# -- strangers


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "Iranian envoy Farhad Tehrani rejected the claim.",
            "Farhad Tehrani",
            ("IRN:farhad-tehrani", "IRN", "government", "Iranian envoy"),
        ),
        (
            "Liu Wenbao, a spokesman for the Chinese embassy in the United States, denied it.",
            "Liu Wenbao",
            ("CHN:liu-wenbao", "CHN", "government", "spokesman for the Chinese embassy in the United States"),
        ),
        (
            "China's ambassador, Zhou Lanxin, protested.",
            "Zhou Lanxin",
            ("CHN:zhou-lanxin", "CHN", "government", "China's ambassador"),
        ),
        (
            "NATO spokeswoman Anna Holm denied it.",
            "Anna Holm",
            ("nato:anna-holm", "NATO", "alliance", "NATO spokeswoman"),
        ),
        (
            "Syrian journalist Omar Haddad was held.",
            "Omar Haddad",
            ("SYR:omar-haddad", "SYR:MEDIA", "media", "Syrian journalist"),
        ),
    ],
)
def test_a_stranger_with_a_title_has_a_node_of_their_own(
    text: str, words: str, expected: tuple[str, str, str, str]
) -> None:
    assert strangers(text)[words] == expected


def test_a_stranger_is_the_same_by_surname_and_in_another_article() -> None:
    first = strangers("Iranian envoy Farhad Tehrani met Omani officials. Tehrani said that talks would go on.")
    assert first["Tehrani"] == first["Farhad Tehrani"] == ("IRN:farhad-tehrani", "IRN", "government", "Iranian envoy")
    second = strangers("Farhad Tehrani, Iran's deputy foreign minister, denied it.")
    assert second["Farhad Tehrani"][0] == "IRN:farhad-tehrani"


def test_who_is_known_or_has_no_full_name_or_no_title_is_no_stranger() -> None:
    assert strangers("Russian President Vladimir Putin met envoy Tehrani of Iran. Harold Pimm denied it.") == {}


# -- search


def test_search_heeds_no_case_and_no_accents_and_finds_beginnings_of_words() -> None:
    called = [Label("a", "Élysée"), Label("b", "White House"), Label("c", "Whitehall"), Label("d", "Farhouse")]
    assert search(called, "elys") == [Hit(1, "a", "Élysée")]
    assert search(called, "HOUSE") == [Hit(2, "b", "White House"), Hit(PART, "d", "Farhouse")]
    assert search(called, "white") == [Hit(1, "b", "White House"), Hit(1, "c", "Whitehall")]
    assert search(called, "white ho") == [Hit(1, "b", "White House")]
    assert search(called, "whit house") == []
    assert search(called, "...") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("beij", "CHN"),
        ("Kremlin", "RUS"),
        ("burm", "MMR"),
        ("turk", "TUR"),
        ("U.S.", "USA"),
        ("foggy b", "USA"),
        ("nato", "nato"),
        ("erdogan", "recep-tayyip-erdogan"),
        ("xi jinp", "xi-jinping"),
    ],
)
def test_any_name_seat_demonym_or_code_finds_the_actor(words: str, found: str) -> None:
    assert found in [hit.actor for hit in search(labels(gazetteer()), words)][:3]


def test_an_office_holder_leads_to_the_state_after_the_person() -> None:
    hits = {hit.actor: hit for hit in search(labels(gazetteer()), "Xi Jinping")}
    assert hits["xi-jinping"] == Hit(EXACT, "xi-jinping", "Xi Jinping")
    assert hits["CHN"] == Hit(EXACT + HOLDER, "CHN", "Xi Jinping")


# -- why


def test_every_rule_of_the_linker_is_explained() -> None:
    assert link.__doc__ is not None
    cells = [line.split("|")[1] for line in link.__doc__.splitlines() if line.startswith("| ``")]
    listed = {rule for cell in cells for rule in re.findall(r"``(\w+)``", cell)}
    assert len(listed) > 25
    assert listed <= set(meanings())
    assert set(meanings()) - listed == {"decision", "document"}
    assert all(meaning.endswith(".") for meaning in meanings().values())


def row_of(table: str, name: str) -> str:
    """Return where the row whose first cell this is stands, as an explanation says it."""
    lines = (ROOT / "seeds" / "actors" / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    (number,) = [n for n, line in enumerate(lines, start=1) if line.split("\t")[0] == name]
    return f"{table}.tsv:{number}"


def explained(kg: Kg, *arguments: str | Path) -> dict[str, list[str]]:
    """Return what is said of each mention: its lines, by the first."""
    ran = kg("actors", "explain", *arguments)
    assert (ran.code, ran.err) == (0, "")
    parts = (part.splitlines() for part in ran.out.strip().split("\n\n"))
    return {lines[0]: [line.strip() for line in lines[1:]] for lines in parts}


def test_a_text_is_explained_by_rule_row_and_sentence(kg: Kg) -> None:
    text = "Nothing moved. Chinese officials blamed Iranian envoy Farhad Tehrani. The Washington Post agreed."
    found = explained(kg, text, "--date", "2022-03-14")
    assert found['"Chinese officials" is CHN: China (CHN, state)'] == [
        f"rule description: {meanings()['description']}",
        f"{row_of('states', 'CHN')}: Chinese is the adjective of China",
        f"{row_of('states', 'CHN')}: Chinese is a noun for the people of China",
        f"{row_of('agents', 'official')}: official: government",
        "in: Chinese officials blamed Iranian envoy Farhad Tehrani.",
    ]
    envoy = found['"Farhad Tehrani" is IRN: Farhad Tehrani (IRN:farhad-tehrani, government)']
    assert f"{row_of('agents', 'envoy')}: envoy: government" in envoy
    assert "the text calls it: Iranian envoy" in envoy
    post = found['"Washington Post" is nobody who is known']
    assert post[1] == f"{row_of('traps', 'Washington Post')}: Washington Post is media, not an actor's name"


def test_an_office_of_the_day_is_the_row_that_counts(kg: Kg) -> None:
    (then,) = explained(kg, "Joe Biden spoke.", "--date", "2015-03-01").values()
    (later,) = explained(kg, "Joe Biden spoke.", "--date", "2022-03-01").values()
    assert "Joe Biden, vice president (USA), 2009-01-20 to 2017-01-20" in then[1]
    assert "Joe Biden, president (USA), 2021-01-20 to 2025-01-20" in later[1]
    assert kg("actors", "explain", "Joe Biden spoke.", "--date", "May").err == (
        "kg: --date: 'May' is no date (YYYY-MM-DD)\n"
    )
    assert kg("actors", "explain", "Rain fell.").err == "kg: nobody is mentioned there\n"


# -- the command


@pytest.fixture(scope="module")
def gulf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of one article with a stranger in it."""
    folder = tmp_path_factory.mktemp("gulf")
    text = "Iranian envoy Farhad Tehrani accused Israel of lying. Tehrani accused France of lying."
    article = {"id": "gulf-1", "published": "2022-03-14", "text": text}
    (folder / "gulf.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    assert run("--store", folder / "graph", "build", folder / "gulf.jsonl") == 0
    return folder / "graph"


def ids(shown: str) -> list[str]:
    return [line.split()[0] for line in shown.splitlines()[3:] if line.strip()]


def test_actors_are_listed_by_kind_and_country(kg: Kg, gulf: Path) -> None:
    military = ids(kg("actors", "list", "--kind", "military", "--country", "IRN").out)
    assert military
    known = gazetteer().actors
    assert {(known[a].kind, known[a].country) for a in military} == {("military", "IRN")}
    assert ids(kg("--store", gulf, "actors", "list", "--strangers").out) == ["IRN:farhad-tehrani"]
    assert "IRN:farhad-tehrani" in ids(kg("actors", "list", "--country", "IRN", "--store", gulf).out)
    assert len(ids(kg("actors").out)) == len(known)
    assert kg("actors", "list", "--kind", "wizard").err.startswith("kg: --kind: there is no kind 'wizard'; there are ")
    assert kg("actors", "list", "--country", "QQQ").err == "kg: no actor is of that kind and country\n"


def test_search_finds_seeds_and_strangers(kg: Kg, gulf: Path) -> None:
    assert ids(kg("actors", "beij").out) == ids(kg("actors", "search", "beij").out) == ["CHN"]
    assert ids(kg("--store", gulf, "actors", "tehrani").out) == ["IRN:farhad-tehrani"]


def test_show_says_names_offices_ids_and_counts(kg: Kg, gulf: Path) -> None:
    def shown(actor: str) -> list[tuple[str, str]]:
        lines = kg("--store", gulf, "actors", "show", actor).out.splitlines()
        return [(key, value) for key, _, value in (re.sub(r"\s{2,}", "\t", x.strip()).partition("\t") for x in lines)]

    france = shown("FRA")
    assert {("code", "FRA"), ("ISO 3166-1", "FR"), ("Wikidata", "Q142"), ("articles", "1")} <= set(france)
    assert ("statements", "0 as source, 1 as target, 0 as speaker") in france
    assert "Elysee" in dict(france)["seat"]
    assert ("office", "president, for CHN, 2013-03-14 to now") in shown("xi-jinping")
    assert shown("IRN:farhad-tehrani")[1:] == [
        ("id", "IRN:farhad-tehrani"),
        ("name", "Farhad Tehrani"),
        ("kind", "government"),
        ("code", "IRN"),
        ("country", "IRN"),
        ("known from", "articles only: no seed has it"),
        ("named", "Farhad Tehrani, Tehrani"),
        ("described", "Iranian envoy"),
        ("articles", "1"),
        ("statements", "2 as source, 0 as target, 0 as speaker"),
        ("", ""),
    ]
    assert kg("actors", "show", "nobody").err == "kg: no actor has the id 'nobody'; kg actors search finds ids\n"


def test_a_stored_statement_and_its_mention_are_explained(kg: Kg, gulf: Path) -> None:
    asked = "SELECT ?s ?m { ?s c:target <https://communique.example/actor/FRA> ; c:sourceMention ?m }"
    statement, mention = kg("--store", gulf, "query", "-f", "csv", asked).out.split()[1].split(",")
    heading = '"Tehrani" is IRN: Farhad Tehrani (IRN:farhad-tehrani, government)'
    found = explained(kg, statement, "--store", gulf)
    assert list(found) == [heading, '"France" is FRA: France (FRA, state)']
    assert found[heading][0] == f"rule surname: {meanings()['surname']}"
    assert found[heading][-1] == "in: Tehrani accused France of lying. (gulf-1, 2022-03-14)"
    assert explained(kg, mention.rpartition("/")[2], "--store", gulf) == {heading: found[heading]}
    missing = kg("actors", "explain", "0" * 20, "--store", gulf)
    assert missing.err == f"kg: {gulf}: no statement or mention has the id {'0' * 20}\n"


# -- bad seeds


def test_bad_seeds_are_refused_by_check_with_file_row_and_reason(tmp_path: Path) -> None:
    """A copy of the package with five bad rows: the command itself says what is wrong with each."""
    shutil.copytree(ROOT / "kg", tmp_path / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds", ignore=shutil.ignore_patterns("articles"))
    bad = {
        "groups": [
            "hezbollah\tHezbollah Again\tarmed_group\tHEZBOLLAH-TWO\t\t\t\t\thand",
            "kremlin-friends\tFriends\tarmed_group\tFRIENDS\t\t\tKremlin\t\thand",
            "wizards\tWizards of the North\twizard\tWIZARDS\t\t\t\t\thand",
        ],
        "persons": ["ann-lee\tAnn Lee Roos\t\tforeign minister\tgovernment\tCHN\tCHN\t2012-05\t2010\t\thand"],
        "organs": ["QQQ/navy\tNavy of Nowhere\tmilitary\tQQQ\tQQQ\t\t\thand"],
    }
    rows = {}
    for table, lines in bad.items():
        file = tmp_path / "seeds" / "actors" / f"{table}.tsv"
        text = file.read_text(encoding="utf-8")
        rows[table] = text.count("\n") + 1
        file.write_text(text + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "kg.cli", "check"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
    )
    said = [line.removeprefix("seeds/actors: ") for line in ran.stdout.splitlines()]
    first = row_of("groups", "hezbollah")
    group = rows["groups"]
    assert ran.returncode == 1, ran.stderr
    assert f"groups.tsv:{group}: id hezbollah stands already in {first}" in said
    kremlin = f"groups.tsv:{group + 1}: 'Kremlin' is also a name of RUS ({row_of('states', 'RUS')}), "
    assert f"{kremlin}and shared_names.tsv does not say who wins" in said
    assert f"groups.tsv:{group + 2}: kind wizard is not in kinds.tsv" in said
    assert f"persons.tsv:{rows['persons']}: ends (2010) before it begins (2012-05)" in said
    assert f"organs.tsv:{rows['organs']}: country QQQ is not a code of states.tsv" in said
    assert said[-1].endswith(": 5 problems"), said
