"""The wheel: what is in it, and that it runs from where it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # hatchling is there already (requirements/build.lock): nothing is downloaded.
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (file,) = folder.glob("*.whl")
    return file


def test_the_wheel_holds_code_data_and_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {
        "kg/pipeline.py",
        "api/app.py",
        "api/definite.tsv",
        "api/static/index.html",
        "kg/_data/ontology/phrases.tsv",
        "kg/_data/ontology/relations.ttl",
        "kg/_data/seeds/actors/states.tsv",
        "kg/_data/seeds/ranker/weights.npy",
        "communique-0.1.0.dist-info/licenses/LICENSE",
        "communique-0.1.0.dist-info/licenses/THIRD_PARTY.md",
    } <= names
    assert {name.split("/")[0] for name in names} == {"kg", "api", "communique-0.1.0.dist-info"}


def test_the_wheel_runs_where_it_is_unpacked(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)

    def kg(command: str) -> tuple[int, str]:
        ran = subprocess.run(
            [sys.executable, "-m", "kg.cli", command],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
        )
        return ran.returncode, ran.stdout + ran.stderr

    assert kg("check") == (0, "ontology and seeds: no problem\n")
    code, said = kg("eval")
    assert code == 1
    assert said == "kg: no benchmarks in an installed wheel; run it from a checkout or the source distribution\n"
