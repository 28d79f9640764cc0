"""Who said and did what to whom, according to whom, with the sentence to prove it.

>>> from datetime import date
>>> import kg
>>> kg.Article(id="a", text="Iran denied it.", published=date(2019, 6, 20)).language
'en'

The public names are loaded when they are first used (PEP 562): ``import kg`` imports neither spaCy nor rdflib.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.articles import Problem as Problem
    from kg.articles import read as read
    from kg.model import Actor as Actor
    from kg.model import Article as Article
    from kg.model import Mention as Mention
    from kg.model import Modality as Modality
    from kg.model import Span as Span
    from kg.model import Statement as Statement
    from kg.model import When as When
    from kg.pipeline import actors_in as actors_in
    from kg.pipeline import build as build
    from kg.pipeline import extract as extract
    from kg.pipeline import reasons as reasons
    from kg.pipeline import relate_pairs as relate_pairs
    from kg.settings import Settings as Settings
    from kg.store import Store as Store

__version__ = "0.1.0"

_HOME = MappingProxyType(
    {
        "Actor": "kg.model",
        "Article": "kg.model",
        "Mention": "kg.model",
        "Modality": "kg.model",
        "Problem": "kg.articles",
        "Settings": "kg.settings",
        "Span": "kg.model",
        "Statement": "kg.model",
        "Store": "kg.store",
        "When": "kg.model",
        "actors_in": "kg.pipeline",
        "build": "kg.pipeline",
        "extract": "kg.pipeline",
        "read": "kg.articles",
        "reasons": "kg.pipeline",
        "relate_pairs": "kg.pipeline",
    }
)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
