"""Whom words stand for: tables of sentence, head word, expected codes and rules.

``-`` in the third column: the word stands for no actor at all; ``?``: for somebody unknown. A word
that occurs twice is written ``word#2``. The whole line runs: spaCy's model, the seeds, the linker.
"""

from __future__ import annotations

from datetime import date

import pytest
from _pytest.mark.structures import ParameterSet
from spacy.language import Language
from spacy.tokens import Doc

from kg.lexicon.actors import Gazetteer
from kg.link import link
from kg.model import Mention

DAY = date(2016, 6, 15)


def cases(**tables: str) -> list[ParameterSet]:
    """Return the lines of the tables as parameters: text, head, expected, rules."""
    return [
        pytest.param(*(cell.strip() for cell in line.split("|")), id=f"{table}-{number}-{line.split('|')[1].strip()}")
        for table, text in tables.items()
        for number, line in enumerate(text.strip().splitlines(), 1)
    ]


def misses(text: str, head: str, expected: str, rules: str, nlp: Language, names: Gazetteer) -> list[str]:
    """Return in what the word ``head`` of a text does not stand for whom it should."""
    doc = nlp(text)
    mentions = link(doc, names, DAY).at(token(doc, head))
    found = []
    if sorted(codes(mentions).split()) != sorted(expected.split()):
        found.append(f"stands for {codes(mentions)}")
    found += [f"by {m.rule}" for m in mentions if m.rule not in rules.split()]
    return found + [f"{m.text!r} is not there" for m in mentions if m.text != text[m.start : m.end]]


def token(doc: Doc, word: str) -> int:
    """Return the token that is ``word`` (``word#2``: the second one)."""
    text, _, number = word.partition("#")
    found = [t.i for t in doc if t.text == text]
    return found[int(number or 1) - 1]


def codes(mentions: tuple[Mention, ...]) -> str:
    return " ".join(m.actor.code if m.actor else "?" for m in mentions) or "-"
