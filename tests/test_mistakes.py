"""Mistakes of a first day: each is one line that says what to do, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.settings import Settings
from kg.store import Store, StoreError
from tests.conftest import ROOT, Kg
from tests.served import TOKEN, served, small_graph
from tests.test_api_faults import MOUNTS, small_disk

ORIGINS = "expected * or origins, scheme://host[:port] in small letters, with commas between them"

ADDRESS = "expected http://host/path; in a name or password, / is written %2F, and @ is %40"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("query", ""), "kg: the query is empty\n"),
        (("query", "-"), "kg: the query is empty\n"),
        (
            ("serve", "--host", "999.1.1.1"),
            "kg: --host: '999.1.1.1' is no address, and no name that is known here\n",
        ),
        (("explain", " "), "kg: there is no text to explain\n"),
        (
            ("article", "nothing"),
            "kg: {graph}: no article has the id 'nothing'; kg query \"SELECT ?id {{ ?article schema:identifier ",
        ),
        (
            ("actors", "not-same-as", "RUS", "CHN", "--article", "nothing"),
            "kg: --article: {graph}: no article has the id 'nothing'; kg query ",
        ),
    ],
)
def test_mistake_is_one_line(kg: Kg, graph: Path, arguments: tuple[str, ...], line: str) -> None:
    ran = kg("--store", graph, *arguments)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(line.format(graph=graph))
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "value", "fault"),
    [
        ("KG_STORE", "", "expected a folder, not ''"),
        ("KG_PROCESSES", "abc", "'abc' is not a whole number"),
        ("KG_WORKERS", "1.5", "'1.5' is not a whole number"),
        ("KG_QUERY_SECONDS", "abc", "'abc' is not a number"),
        ("KG_UNION", "maybe", "'maybe' is not true or false"),
        ("KG_PORT", "70000", "'70000' is more than 65535"),
        ("KG_DELAY", "-1", "'-1' is less than 0"),
        ("KG_PATIENCE", "0", "'0' is not more than 0"),
        ("KG_ENGINE", "big", "'big' is not 'local' or 'ray'"),
        *(("KG_CORS", origin, f"{ORIGINS}, not {origin!r}") for origin in ("all", "http://a.example/", "null", "*, *")),
        *(
            (name, address, ADDRESS)
            for name in ("KG_REMOTE_QUERY", "KG_REMOTE_UPDATE", "KG_REMOTE_GRAPHS")
            for address in ("http://me:h/dden@host/query", "host:80/query", "ftp://host/query", "http:///query")
        ),
        ("KG_REMOTE_QUERY", "http://...@host/query", "is as kg config shows it, without who one is"),
        ("KG_REMOTE_PASSWORD", "**********", "is as kg config shows it, and not the secret"),
        ("KG_TOKEN", "**********", "is as kg config shows it, and not the secret"),
        ("KG_CORS", "https://a.example, b.example", f"{ORIGINS}, not 'https://a.example, b.example'"),
    ],
)
def test_a_setting_that_does_not_fit_is_said_in_plain_words(
    kg: Kg, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, fault: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert kg("config").err == f"kg: {variable}: {fault}\n"


def test_what_is_printed_of_the_settings_can_be_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = [(name, value) for name, value, _ in Settings().origins()]
    for name, value in printed:
        monkeypatch.setenv(f"KG_{name.upper()}", value)
    given = Settings()
    assert given == Settings.model_construct()
    assert [(name, value) for name, value, _ in given.origins()] == printed
    assert ("union", "true") in printed


def test_a_variable_in_small_letters_is_the_environment_too(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("kg_workers", "3")
    assert ["workers", "3", "environment"] in [line.split()[:3] for line in kg("config").out.splitlines()]
    monkeypatch.setenv("kg_workers", "none")
    assert kg("config").err == "kg: KG_WORKERS: 'none' is not a whole number\n"


def test_a_variable_that_is_no_setting_is_named(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_QUERY_SECOND", "5")
    monkeypatch.setenv("KG_X", "5")
    monkeypatch.setenv("kg_patience", "3")  # as good as in capitals
    ran = kg("config")
    assert ran.code == 0
    assert ran.err == (
        "kg: KG_QUERY_SECOND is no setting, and changes nothing; is it KG_QUERY_SECONDS?\n"
        "kg: KG_X is no setting, and changes nothing; kg config lists them\n"
    )


def test_an_option_that_is_no_number_is_said_in_plain_words(kg: Kg) -> None:
    ran = kg("build", "a.txt", "--processes", "many")
    assert ran.err == (
        "kg build: Invalid value for '--processes' / '-p': it is not a whole number (see kg build --help)\n"
    )


def test_python_m_kg_is_kg() -> None:
    ran = subprocess.run([sys.executable, "-m", "kg", "--version"], capture_output=True, text=True, cwd=ROOT)
    assert (ran.returncode, ran.stdout[:11], ran.stderr) == (0, "communique ", "")


def test_a_script_without_a_main_guard_is_told_of_it_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text('import kg\nprint(list(kg.extract([kg.Article("a", "Iran accused Israel.")], processes=2)))\n')
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=env)
    assert ran.returncode == 1
    assert ran.stderr.count("Traceback") == 1
    assert 'under `if __name__ == "__main__":`' in ran.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "Headline,Body\nTalks,Ended\n",
            "has no column text, but Headline, Body; a --mapping (docs/reading.md) says which ",
        ),
        ("id;text\n1;Talks ended.\n", "language, author, and that ';' is the delimiter\n"),
    ],
)
def test_a_table_with_other_columns_is_told_which_it_has(kg: Kg, tmp_path: Path, content: str, said: str) -> None:
    table = tmp_path / "export.csv"
    table.write_text(content)
    ran = kg("extract", table)
    assert ran.code == 1
    assert said in ran.err


def test_an_address_that_is_not_of_the_web_is_no_file_that_lacks(kg: Kg) -> None:
    ran = kg("extract", "ftp://wire.example/a.txt")
    assert ran.err == "ftp://wire.example/a.txt: only http:// and https:// addresses are asked for\n"


# -- a build that fails


@pytest.mark.parametrize("arguments", [("{bad}",), ("{wire}", "--model", "xx_no")])
def test_a_build_that_stores_nothing_leaves_no_graph(
    kg: Kg, tmp_path: Path, wire: Path, arguments: tuple[str, ...]
) -> None:
    bad, store = tmp_path / "bad.txt", tmp_path / "g"
    bad.write_bytes(b"\xff")
    ran = kg("--store", store, "build", *(each.format(bad=bad, wire=wire) for each in arguments))
    assert ran.code == 1
    assert list(tmp_path.iterdir()) == [bad]


def test_a_build_that_fails_leaves_what_was_there(kg: Kg, tmp_path: Path, wire: Path) -> None:
    store, bad = tmp_path / "g", tmp_path / "bad.txt"
    bad.write_bytes(b"\xff")
    assert kg("--store", store, "build", wire).code == 0
    assert kg("--store", store, "build", bad).code == 1
    with Store.open(store, read_only=True) as there:
        assert len(list(there.articles())) == 3
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("mine")
    assert kg("--store", tmp_path / "notes", "build", wire).code == 1
    assert (tmp_path / "notes" / "a.md").read_text() == "mine"


# -- a graph that somebody else has


def test_who_has_the_graph_open_is_named(tmp_path: Path) -> None:
    graph = small_graph(tmp_path / "g")
    keeper = "import sys, time; from kg import Store; s = Store.open(sys.argv[1]); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", keeper, str(graph)], stdout=subprocess.PIPE, cwd=ROOT) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StoreError) as raised:
            Store.open(graph)
        other.kill()
    assert str(raised.value) == (
        f"{graph}: is in use by another process (process {other.pid}); only one can have it open for writing"
    )
    assert raised.value.in_use


def test_a_service_that_takes_changes_is_named_with_what_to_do(tmp_path: Path, kg: Kg, wire: Path) -> None:
    graph = small_graph(tmp_path / "g")
    with served(graph, token=TOKEN) as (client, serving):
        serving.listens(str(client.base_url))
        update = {"update": "INSERT DATA { GRAPH <a:g> { <a:s> <a:p> <a:o> } }"}
        assert client.post("/sparql", data=update, headers={"Authorization": f"Bearer {TOKEN}"}).is_success
        ran = kg("--store", graph, "build", wire)
    assert ran.code == 1
    assert ran.err.startswith(f"kg: {graph}: is in use by another process, the service at {client.base_url} (process ")
    assert "POST /articles" in ran.err


@MOUNTS
def test_a_graph_that_may_only_be_read_can_be_backed_up(tmp_path: Path, kg: Kg) -> None:
    with small_disk(tmp_path / "disk", "50m") as disk:
        graph = small_graph(disk / "graph")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)  # noqa: S607
        ran = kg("--store", graph, "backup", tmp_path / "copy")
    assert (ran.code, ran.err) == (0, "")
    with Store.open(tmp_path / "copy", read_only=True) as copied:
        assert len(list(copied.articles())) == 2


# -- ids and decisions


def test_an_article_is_found_as_a_query_shows_it(kg: Kg, tmp_path: Path) -> None:
    file, store = tmp_path / "a.jsonl", tmp_path / "g"
    file.write_text('{"id": "2022/03 a", "text": "Iran accused Israel of lying."}')
    assert kg("--store", store, "build", file).code == 0
    shown = kg("--store", store, "article", "2022/03 a").out
    assert shown.split()[:2] == ["id", "2022/03"]  # and no line of heads without words
    for spelled in ("2022%2F03%20a", "article:2022%2F03%20a", "https://communique.example/article/2022%2F03%20a"):
        assert kg("--store", store, "article", spelled).out == shown
    assert kg("--store", store, "forget", "article:2022%2F03%20a").code == 0


def test_a_decision_that_makes_two_states_one_is_doubted(kg: Kg, graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "decisions.tsv"
    ran = kg("--store", graph, "actors", "same-as", "RUS", "UKR", "--decisions", file)
    assert ran.code == 0
    assert ran.err == (
        "kg: the seeds know RUS (Russia) and UKR (Ukraine) apart, and now the one counts as the other; "
        "kg actors revert 1 takes it back\n"
    )


def test_no_graph_takes_the_place_of_the_folder_where_one_is(
    tmp_path: Path, kg: Kg, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, copy, empty = small_graph(tmp_path / "graph"), tmp_path / "copy", tmp_path / "empty"
    assert kg("--store", graph, "backup", copy).code == 0
    empty.mkdir()
    refused = "is where this runs, and nothing takes its place; go to another folder first\n"
    for here, *arguments in (
        (graph, "restore", copy, "--replace"),
        (empty, "restore", copy),
        (empty, "build", wire),
    ):
        monkeypatch.chdir(here)
        assert kg("--store", ".", *arguments).err.endswith(f"kg: .: {refused}")
        assert here.samefile(Path.cwd())
    assert not list(empty.iterdir())
    monkeypatch.chdir(graph)
    assert kg("--store", ".", "check").code == 0
