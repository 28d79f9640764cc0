"""Temporary files: none outlives for long the process that made it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.index import Index
from kg.store import Store
from tests.conftest import ROOT

HOLDS = """
import sys
from pathlib import Path
from api.state import View
from kg.index import Index
from kg.store import Store

view = View(Store.memory())
print(view.index.path, view.path.parent, flush=True)
sys.stdin.read()
"""


@contextmanager
def holding(folder: Path) -> Iterator[tuple[subprocess.Popen[str], list[Path]]]:
    """Start a process that has a temporary index and a temporary graph; yield it and their places."""
    command, places = [sys.executable, "-c", HOLDS], os.environ | {"TMPDIR": str(folder)}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=places)
    with process:
        assert process.stdout is not None
        yield process, [Path(word) for word in process.stdout.readline().split()]


def test_what_a_killed_process_has_left_is_removed_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    others = [tmp_path / "communique-notes", tmp_path / "communique-x-1.sqlite", tmp_path / "other-999999999-x"]
    for other in others:
        other.touch()
    elsewhere = tmp_path / "communique-999999999-999999999-x"  # of another PID namespace: who knows who runs
    elsewhere.touch()
    others.append(elsewhere)
    with holding(tmp_path) as (process, made):
        with Store.memory() as store, Index.of(store) as index:
            assert all(path.exists() for path in (*made, index.path))  # it runs
        process.kill()
        process.wait()
        assert all(path.exists() for path in made)
        with Store.memory() as store, Index.of(store):
            assert not any(path.exists() for path in made)
    assert sorted(tmp_path.iterdir()) == sorted(others)


def test_a_folder_that_may_not_be_listed_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def closed(_: Path) -> Iterator[Path]:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", closed)
    with Store.memory() as store, Index.of(store) as index:
        assert index.path.exists()
