"""The particles of the lexicon's verbs, whatever the parser takes them for."""

from __future__ import annotations

import pytest

from kg.lexicon.triggers import triggers
from kg.relate.grammar import Grammar
from kg.relate.particles import with_particles
from tests.parses import tree
from tests.test_grammar import words

PREPOSITION = "Iran/NNP/nsubj/1 sealed|seal/VBD/ROOT/1 off/IN/prep/1 Basra/NNP/pobj/2"
ADVERB = "Iran/NNP/nsubj/1 gave|give/VBD/ROOT/1 Syria/NNP/dobj/1 back/RB/advmod/1"
PLACE = "Iran/NNP/nsubj/1 sailed|sail/VBD/ROOT/1 off/IN/prep/1 Basra/NNP/pobj/2"
DOUBLE = "Iran/NNP/nsubj/1 forced|force/VBD/ROOT/1 Syria/NNP/dobj/1 out/IN/prep/1 of/IN/prep/3 Basra/NNP/pobj/4"


@pytest.mark.parametrize(
    ("parse", "unit", "objects"),
    [
        pytest.param(PREPOSITION, "seal_off", ["Basra"], id="read as a preposition"),
        pytest.param(ADVERB, "give_back", ["Syria"], id="read as an adverb"),
        pytest.param(PLACE, "sail", [], id="a place: the lexicon has no such verb"),
        pytest.param(DOUBLE, "force", ["Syria"], id="a preposition of two words"),
    ],
)
def test_a_particle_is_known_by_the_lexicon(parse: str, unit: str, objects: list[str]) -> None:
    sentence = with_particles(tree(parse), triggers())
    grammar = Grammar(sentence)
    assert (grammar.unit(1), words(sentence, grammar.objects(1))) == (unit, objects)
