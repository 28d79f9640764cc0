"""What several tests need: three short articles, the graph of them, and the command run in this process."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from kg import cli
from kg.articles.convert import Converters, Document, Pending
from kg.lexicon.actors import Gazetteer, gazetteer
from kg.parse import load

ROOT = Path(__file__).resolve().parent.parent

WIRE: tuple[dict[str, str], ...] = (
    {
        "id": "wire-1",
        "title": "Beijing denies request",
        "publisher": "The Harbour Wire",
        "url": "https://wire.example/1",
        "published": "2022-03-14",
        "text": "China denied that Russia had asked it for drones. Russia invaded Ukraine in February.\n",
    },
    {
        "id": "wire-2",
        "publisher": "Plain Dispatch",
        "published": "2022-03-15",
        "text": "According to US officials, Russia asked China for drones. The United States accused China of lying.\n",
    },
    {
        "id": "wire-3",
        "publisher": "Plain Dispatch",
        "published": "2022-03-16",
        "text": "Nobody met anybody yesterday.\n",
    },
)


@dataclass(frozen=True)
class Ran:
    """How a run of ``kg`` ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Kg = Callable[..., Ran]


def run(*arguments: str | Path) -> int:
    """Run ``kg`` in this process and return its exit code."""
    before = sys.argv
    sys.argv = ["kg", *map(str, arguments)]
    try:
        cli.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.argv = before


@pytest.fixture
def kg(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kg:
    def kg(*arguments: str | Path, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        capfd.readouterr()
        code = run(*arguments)
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return kg


@pytest.fixture(scope="session")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of three short articles."""
    file = tmp_path_factory.mktemp("wire") / "wire.jsonl"
    file.write_text("".join(json.dumps(article) + "\n" for article in WIRE), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def graph(wire: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph of these articles."""
    folder = tmp_path_factory.mktemp("graph") / "graph"
    assert run("--store", folder, "build", wire) == 0
    return folder


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline that parses."""
    return load()


@pytest.fixture(scope="session")
def names() -> Gazetteer:
    """Who is known."""
    return gazetteer()


class Here(Converters):
    """Reads documents in this process."""

    def begin(self, document: Document) -> Pending:
        pending = Pending(document)
        pending.settle(document.read())
        return pending


@pytest.fixture
def documents_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and PDFs are read in this process, for tests of something else: a process costs half a second to start."""
    monkeypatch.setattr("kg.articles.Converters", Here)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ``KG_...`` variable of whoever runs the tests changes nothing."""
    for name in [name for name in os.environ if name.startswith("KG_")]:
        monkeypatch.delenv(name)


def loads(lines: str) -> list[dict[str, Any]]:
    """Return the objects of JSON lines."""
    return [json.loads(line) for line in lines.splitlines()]
