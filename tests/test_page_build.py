"""What is in api/static is what web/ builds."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from api.pages import STATIC
from tests.conftest import ROOT

WEB = ROOT / "web"
SOURCES = (
    "index.html", "package-lock.json", "package.json", "public", "scripts", "src", "tsconfig.json", "vite.config.ts",
)  # fmt: skip


def files() -> list[str]:
    found = [path for name in SOURCES for path in ((WEB / name).rglob("*") if (WEB / name).is_dir() else [WEB / name])]
    return sorted(str(path.relative_to(WEB)) for path in found if path.is_file() and path.name != "world.json")


def test_the_page_was_built_from_these_sources() -> None:
    digest = hashlib.sha256()
    for name in files():
        digest.update(f"{name}\0".encode() + (WEB / name).read_bytes() + b"\0")
    built = json.loads((STATIC / "build.json").read_text())
    assert built == {"sources": digest.hexdigest()}, "run: cd web && npm ci && npm run build"


@pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm to build the page again")
def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    shutil.copytree(WEB, tmp_path / "web", ignore=shutil.ignore_patterns("node_modules", "world.json"))
    (tmp_path / "api").mkdir()
    for command in (["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], ["npm", "run", "build"]):
        ran = subprocess.run(
            command, cwd=tmp_path / "web", capture_output=True, text=True, env={**os.environ, "CI": "1"}
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
    assert contents(tmp_path / "api" / "static") == contents(STATIC)


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
