"""Statements in plain words."""

from __future__ import annotations

import pytest

from api import shapes
from api.words import in_words
from kg.lexicon.vocabulary import phrases, relations


def party(name: str, id_: str | None = "x") -> shapes.Party:
    return shapes.Party(id=id_, code=id_, name=name if id_ else None, country=None, text=name, start=0, end=1)


def statement(relation: str, **fields: object) -> shapes.Statement:
    words = shapes.Span(start=0, end=1, text="x")
    given: dict[str, object] = {
        "id": "1",
        "article": "a",
        "sentence": words,
        "trigger": words,
        "relation": relation,
        "mode": None,
        "source": party("China"),
        "target": None,
        "theme": None,
        "content": None,
        "attributed_to": None,
        "modality": "actual",
        "when": None,
        "rule": "",
        "confidence": 0,
        "quad": "",
        "plain": "",
        "about": shapes.ArticleHead(id="a", title=None, publisher=None, published=None),
    }
    return shapes.Statement.model_validate(given | fields)


AMERICA = party("United States", "USA")
DENIED_WORD = shapes.Span(start=6, end=12, text="denied")
DENIED = shapes.Party(id=None, code=None, name=None, country=None, text="denied", start=6, end=12)
REQUEST = statement("REQUEST", source=party("Russia", "RUS"), target=party("China"), theme="military assistance")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (statement("DENY", nested=REQUEST), "China denied that Russia requested military assistance from China"),
        (
            statement("DENY", nested=REQUEST, target=AMERICA),
            "China denied what the United States said, that Russia requested military assistance from China",
        ),
        (statement("DENY"), "China made a denial"),
        (
            statement("ACCUSE", target=AMERICA, theme="of spreading rumours"),
            "China accused the United States of spreading rumours",
        ),
        (
            statement("ACCUSE", theme="the raid", attributed_to=party("somebody", None)),
            "China made an accusation about the raid, according to somebody whom the text does not name",
        ),
        (statement("REQUEST", theme="to leave", target=AMERICA), "China requested to leave from the United States"),
        (statement("ASSAULT", modality="future"), "China will attack"),
        (statement("AID", modality="negated", target=AMERICA), "China did not give aid to the United States"),
        (statement("SANCTION", modality="hypothetical"), "China might take sanctions"),
        (
            statement("CONFIRM", nested=statement("DENY", nested=REQUEST)),
            "China confirmed that China denied that Russia requested military assistance from China",
        ),
        (
            statement("DENY", nested=statement("ASSAULT", attributed_to=AMERICA)),
            "China denied that China attacked, as the United States says",
        ),
        (
            statement("DENY", nested=statement("ASSAULT", attributed_to=party("China"))),
            "China denied that China attacked",
        ),
        (
            statement("REQUEST", nested=statement("AID", modality="hypothetical"), target=AMERICA, theme="drones"),
            "China requested drones from the United States",
        ),
        (
            statement("DENY", nested=statement("ASSAULT", attributed_to=DENIED), trigger=DENIED_WORD),
            "China denied that China attacked",
        ),
    ],
)
def test_plain_words(told: shapes.Statement, expected: str) -> None:
    assert in_words(told) == expected


@pytest.mark.parametrize("relation", sorted(relations()))
def test_each_relation_has_words_for_whatever_is_there(relation: str) -> None:
    for target in (None, AMERICA):
        for theme in (None, "THEME"):
            told = in_words(statement(relation, target=target, theme=theme))
            assert ("United States" in told) == (target is not None)
            assert ("THEME" in told) == (theme is not None)
        told = in_words(statement(relation, target=target, nested=REQUEST))
        assert told.endswith("Russia requested military assistance from China")
        assert ("United States" in told) == (target is not None)


def test_there_are_phrases_for_exactly_the_relations() -> None:
    assert set(phrases()) == set(relations())
