"""The documents are executed: the README's tour, its query and its Python; the reference is current."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

import tasks
from kg.cli import app
from kg.model import Article, Span, Statement
from kg.store import Store
from tests.conftest import ROOT
from tests.harbour import ARL, BY, DUN, LEAGUE, VES, named, words

README = (ROOT / "README.md").read_text(encoding="utf-8")
CURL = f"""#!{sys.executable}
import sys, time, urllib.request
for _ in range(300):
    try:
        print(urllib.request.urlopen(sys.argv[-1]).read().decode())
        break
    except OSError:
        time.sleep(0.1)
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def steps() -> Iterator[tuple[str, str]]:
    """Yield each command of the tour with the output that the README shows."""
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


@dataclass(frozen=True)
class Step:
    """A command of the tour, what the README shows of its output, and what it was."""

    command: str
    expected: str
    shown: str


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Step]]:
    """The folder in which the tour was made, and its steps up to the first that is not as it is written."""
    folder = tmp_path_factory.mktemp("tour")
    return folder, list(made(folder))


@pytest.fixture(scope="module")
def corpus(tour: tuple[Path, list[Step]]) -> Path:
    """The graph of the bundled articles, as the tour has built it."""
    return tour[0] / "graph"


def made(folder: Path) -> Iterator[Step]:
    (folder / "seeds").symlink_to(ROOT / "seeds")
    (folder / "bin").mkdir()
    (folder / "bin" / "curl").write_text(CURL)  # waits for the service, and is there on every machine
    (folder / "bin" / "curl").chmod(0o755)
    path = os.pathsep.join([str(folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])
    port = free_port()
    services: list[subprocess.Popen[str]] = []
    try:
        for command, expected in steps():
            line = command.replace("8001", port)
            running = subprocess.Popen(
                ["/bin/bash", "-c", f"exec {line.removesuffix('&')}" if line.endswith("&") else line],
                cwd=folder,
                env={**os.environ, "PATH": path},
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            assert running.stdout is not None
            if command.endswith("&"):
                services.append(running)
                shown = running.stdout.readline()
            else:
                shown, _ = running.communicate(timeout=300)
            step = Step(command, expected.replace("8001", port), shown)
            yield step
            if not matches(step.expected, shown):
                break
    finally:
        for service in services:
            service.terminate()
            service.communicate(timeout=60)


def test_tour_runs_as_it_is_written(tour: tuple[Path, list[Step]]) -> None:
    _, made_ = tour
    for step in made_:
        assert matches(step.expected, step.shown), f"$ {step.command}\n{step.shown}\nREADME:\n{step.expected}"
    assert len(made_) == len(list(steps())) > 12


def matches(expected: str, shown: str) -> bool:
    """Compare as doctest does: ``...`` stands for anything, blanks of any kind and number are one."""
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    return doctest.OutputChecker().check_output(expected.strip() + "\n", shown.strip() + "\n", flags)


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


def test_python_of_the_readme_runs() -> None:
    found = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert found.failed == 0
    assert found.attempted >= 5


def test_question_of_the_readme_has_an_answer(corpus: Path) -> None:
    (query,) = blocks("sparql")
    with Store.open(corpus, read_only=True) as graph:
        # As over HTTP: no prefix is known that the query does not name.
        answer = graph.native.query(query, use_default_graph_as_union=True)
        assert isinstance(answer, QuerySolutions)
        rows = [[value and value.value for value in row] for row in answer]
    assert ["Pakistan", "that massacre", "India"] in [row[:3] for row in rows]
    assert all(all((denier, *rest)) for denier, _, *rest in rows)  # who denies may not say what again


def test_question_of_the_readme_joins_a_denial_with_who_asserts_just_that_claim() -> None:
    (query,) = blocks("sparql")
    text = "Vesland said A aided B; Dunmore denied it. The League said A aided B with tents."
    whole = Span(0, len(text), text)
    claim, other = (
        Statement(
            "a",
            whole,
            words(text, "aided", at),
            "AID",
            named(text, "A", ARL),
            named(text, "B", DUN),
            attributed_to=named(text, speaker, actor),
        )
        for at, speaker, actor in ((0, "Vesland", VES), (30, "The League", LEAGUE))
    )
    stance = Statement("a", whole, words(text, "denied"), "DENY", named(text, "Dunmore", DUN), content=claim.id)
    with Store.memory() as graph:
        graph.put(Article("a", text), [claim, other, stance], BY)
        graph.put_actors([ARL, DUN, VES, LEAGUE])
        graph.derive()
        answer = graph.native.query(query, use_default_graph_as_union=True)
        assert isinstance(answer, QuerySolutions)
        rows = [[value and value.value for value in row] for row in answer]
    # The article has no title; the League's word is of the same proposition, and is not what Dunmore denied.
    assert rows == [["Dunmore", None, "Vesland", text, "https://communique.example/article/a"]]


def test_two_commands_of_the_readme_are_tasks() -> None:
    (shown,) = blocks("sh")
    for line in shown.splitlines():
        words = line.split("#")[0].split()
        assert words[:2] == ["python3", "tasks.py"]
        assert (
            subprocess.run([sys.executable, ROOT / "tasks.py", words[2], "--help"], capture_output=True).returncode == 0
        )


def test_demonstration_ends_with_an_answer(
    corpus: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "KG", Path(sys.executable).with_name("kg"))
    shutil.copytree(corpus, tmp_path / "graph")  # what is built already is passed over
    tasks.demo(tmp_path / "graph", port=0, wait=False)
    shown = capfd.readouterr().out
    assert re.search(r"^Serving at http://127\.0\.0\.1:\d+ ", shown, re.MULTILINE)
    assert f"{tasks.QUESTION}\n\n    denier  " in shown
    assert list(tmp_path.iterdir()) == [tmp_path / "graph"]


def test_links_of_the_readme_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert len(links) > 8
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_command_reference_is_current() -> None:
    current = subprocess.run([sys.executable, ROOT / "docs" / "cli.py", "--check"])
    assert current.returncode == 0, "run: python docs/cli.py"


def test_every_command_has_help() -> None:
    assert all(command.callback and command.callback.__doc__ for command in app.registered_commands)


def test_every_dependency_has_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=~!;\[ ]", each)[0] for each in wanted}
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)) == names


def test_lock_files_pin_every_dependency_by_hash() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lock, wanted in {
        "run": project["dependencies"],
        "dev": [*project["dependencies"], *project["optional-dependencies"]["dev"]],
    }.items():
        text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
        pinned = set(re.findall(r"^([a-z0-9.-]+)==\S+", text, re.MULTILINE))
        assert {re.split(r"[<>=~!;\[ ]", each)[0] for each in wanted} <= pinned
        assert text.count("==") <= text.count("--hash=sha256:")
        assert "://" not in text
