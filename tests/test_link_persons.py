"""Persons: whom they act for at a date, and those whom nobody knows."""

from __future__ import annotations

from datetime import date

import pytest
from spacy.language import Language

from kg.lexicon.actors import Gazetteer
from kg.link import link
from tests.link_cases import DAY, cases, codes, misses, token

PERSONS = """
Turkish President Recep Tayyip Erdogan left. | Erdogan | TUR | person
The Iranian foreign minister, Mohammad Javad Zarif, left. | minister | IRN | description
The Iranian foreign minister, Mohammad Javad Zarif, left. | Zarif | IRN | person
Xi Jinping left. | Jinping | CHN | person
Vladimir V. Putin left. | Putin | RUS | person
Mr. Obama left. | Obama | USA | surname
Angela Merkel spoke. Merkel then left. | Merkel#2 | DEU | surname
Donald J. Trump spoke. | Trump | USA:TRUMP | person
Ban Ki-moon spoke. | moon | UN | person
A spokesman for Mr. Lavrov denied it. | spokesman | RUS | genitive
Liu Wenbao, a spokesman for the Chinese embassy in Canada, denied it. | Wenbao | CHN | apposition
Iranian Deputy Foreign Minister Farhad Tehrani left. | Tehrani | IRN | title
Ivan Petrenkov, the Russian ambassador to Turkey, was shot. Petrenkov died. | Petrenkov#2 | RUS | surname
Mr. Dobson, who is Britain's envoy to Libya, left. | Dobson | GBR | apposition
Harold Pimm was a guest. | Pimm | ? | unknown
Harold Pimm was a guest. Mr. Pimm left. | Pimm#2 | ? | unknown
Australian pianist Tom Arden played. | Arden | AUS:TOM-ARDEN | title
"""

STRANGERS = """
NATO spokesman Joost van der Kluijt declined. | Kluijt | NATO | title
South Korean envoy Baek Hyun-dol left. | dol | KOR | title
South Korean envoy Baek Hyun-dol told them of it. He left. | He | KOR | pronoun
Kenyan minister Harold Pim-era rules were kept. | era | - |
Togolese police superintendent Koffi Adzogble closed the gate. | Adzogble | TGO | title
Amnesty researcher Pia Lindqvist counted the graves. | Lindqvist | AMNESTY | title
Former Chilean diplomat Ximena Undurraga writes novels. | Undurraga | CHL:XIMENA-UNDURRAGA | title
The ambassador of Peru to Chile, Elvira Huaman Soto, left. | Soto | PER | apposition
The deputy head of the Omani delegation, Salim Harthy, left. | Harthy | OMN | apposition
Anil Kapadia, who leads India's delegation, signed. | Kapadia | IND | apposition
An adviser to the Georgian president resigned. | adviser | GEO | genitive
A captain in the Bolivian police sold the files. | captain | BOL | genitive
Bolivian envoy Marco Quiroga Roca resigned. The ministry thanked Quiroga. | Quiroga#2 | BOL | surname
Hamas commander Yasser Abu Lubda was wounded. Abu Lubda had dug tunnels. | Lubda#2 | HAMAS | surname
It snowed in May, said Prime Minister Theresa May. | May | - |
A bakery named Macron sells pies. | Macron | ? | unknown
Rouhani agreed with her. | Rouhani | IRN | surname
Ms Li of Chengdu won the race. | Li | ? | unknown
"""


@pytest.mark.parametrize(
    ("text", "head", "expected", "rules"),
    cases(persons=PERSONS, strangers=STRANGERS),
)
def test_head_stands_for(text: str, head: str, expected: str, rules: str, nlp: Language, names: Gazetteer) -> None:
    assert misses(text, head, expected, rules, nlp, names) == []


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2014, 1, 1), "USA:TRUMP"),
        (date(2018, 1, 1), "USA"),
        (date(2022, 1, 1), "USA:TRUMP"),
        (None, "USA"),
    ],
)
def test_date_decides_for_whom_a_person_acts(day: date | None, code: str, nlp: Language, names: Gazetteer) -> None:
    doc = nlp("Donald Trump left.")
    assert codes(link(doc, names, day).at(token(doc, "Trump"))) == code


def test_namesake_without_full_name_is_found_by_office_at_the_date(nlp: Language, names: Gazetteer) -> None:
    doc = nlp("Mrs. Clinton left.")
    assert codes(link(doc, names, date(2010, 1, 1)).at(token(doc, "Clinton"))) == "USA"


def test_a_stranger_is_known_by_what_the_article_says_elsewhere(nlp: Language, names: Gazetteer) -> None:
    doc = nlp("Dalia Frost spoke first. Swedish Deputy Foreign Minister Dalia Frost then left. Ms. Frost slept.")
    links = link(doc, names, DAY)
    assert [codes(links.at(token(doc, f"Frost#{n}"))) for n in (1, 2, 3)] == ["SWE"] * 3
