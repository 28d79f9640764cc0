"""Who is meant in short stretches of news: day, text, and words with the codes of whom they stand for.

``-``: nobody whom we know; ``word#2``: the second one; ``\\n``: a line break. Headings are read
as headings. The texts are in ``link_news.txt``.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from spacy.language import Language

from kg import headline
from kg.headline import known_names
from kg.lexicon.actors import Gazetteer, gazetteer
from kg.lexicon.triggers import triggers
from kg.link import link
from kg.parse import load

NEWS = Path(__file__).with_name("link_news.txt").read_text(encoding="utf-8")
CASES = [[cell.strip() for cell in line.split("|")] for line in NEWS.splitlines()]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


@pytest.fixture(scope="module")
def names() -> Gazetteer:
    return gazetteer()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1][:40])
def test_words_stand_for(case: list[str], nlp: Language, names: Gazetteer) -> None:
    day, text, *wanted = case
    doc = headline.read(nlp, nlp(text.replace("\\n", "\n")), known_names(names), triggers())
    links = link(doc, names, date.fromisoformat(day))
    found = []
    for want in wanted:
        word, _, number = want.partition("=")[0].partition("#")
        at = [t.i for t in doc if t.text == word][int(number or 1) - 1]
        codes = sorted({m.actor.code for m in links.at(at) if m.actor})
        found.append(f"{want.partition('=')[0]}={','.join(codes) or '-'}")
    assert found == [f"{w}={','.join(sorted(c.split(',')))}" for w, _, c in (want.partition("=") for want in wanted)]
