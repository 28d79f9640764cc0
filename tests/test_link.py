"""What holds of all links."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.lexicon.actors import Gazetteer
from kg.link import link
from tests.link_cases import DAY


@pytest.mark.parametrize("text", ["", " ", "\n\n", '"', "(", "\u200b", "-", "U.S.-", "anti-", "The", "'s"])
def test_odd_text_names_nobody(text: str, nlp: Language, names: Gazetteer) -> None:
    assert [m for m in link(nlp(text), names).mentions if m.actor and m.actor.code != "USA"] == []


def test_the_same_text_gives_the_same_links(nlp: Language, names: Gazetteer) -> None:
    text = "Chinese and American officials met. They praised the two sides."
    assert link(nlp(text), names, DAY).mentions == link(nlp(text), names, DAY).mentions


def test_mentions_stand_in_text_order(nlp: Language, names: Gazetteer) -> None:
    links = link(nlp("Russia told Iran that Turkish officials would visit Moscow."), names, DAY)
    assert [m.start for m in links.mentions] == sorted(m.start for m in links.mentions)
