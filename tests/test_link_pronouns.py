"""Pronouns, and who speaks a quotation."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.lexicon.actors import Gazetteer
from kg.link import link
from tests.link_cases import DAY, cases, codes, misses, token

COREFERENCE = """
Ghana, Togo and Benin met and praised their guards. | their | GHA TGO BEN | pronoun
China's foreign ministry protested. The ministry was angry. | ministry#2 | CHN | definite
Russia denied the charge. It accused Ukraine of lying. | It | RUS | pronoun
Russia withdrew its troops. | its | RUS | pronoun
Russia withdrew its troops. | troops | RUS | genitive
Japan told China that it would not yield. | it | JPN | pronoun
France and Germany signed the pact. They praised each other. | They | FRA DEU | pronoun
Japan left. France and Germany said it had kept the money. | it | JPN | pronoun
France and Germany signed the pact. The two countries also agreed on trade. | countries | FRA DEU | pair
France and Germany signed the pact. Both sides were pleased. | sides | FRA DEU | pair
President Obama met Chancellor Merkel in Berlin. The two leaders dined. | leaders | USA DEU | pair
President Obama met Chancellor Merkel in Berlin. The president thanked her. | president | USA | definite
Volodymyr Zelensky met Vladimir Putin. Zelensky warned him. | him | RUS | pronoun
Theresa May met Vladimir Putin. She was tired. He was not. | He | RUS | pronoun
Theresa May spoke. May said nothing new. | May#2 | GBR | surname
Vladimir Putin left. He was tired. | He | RUS | pronoun
Vladimir Putin left. His aides stayed. | aides | RUS | genitive
"We will respond," Russian Foreign Minister Sergei Lavrov said. | We | RUS | speaker
Sergei Lavrov spoke. "Our patience is over," he said. | Our | RUS | speaker
"He is a clever man," Vladimir Putin said of the guest. | He | ? | pronoun
NATO met on Monday. The alliance condemned the raid. | alliance | NATO | definite
Hamas fired rockets. The group wants a truce. | group | HAMAS | definite
Russia denied the charge. The country's army is near. | country | RUS | definite
Russia denied the charge. The country's army is near. | army | RUS | genitive
Turkish officials met the envoys. The officials left early. | officials#2 | TUR | definite
Iranian officials, who denied it, left. | who | IRN | relative
The bomb exploded. It killed four people. | It | - |
Congo was accused of lying. Rwanda denied it. | it | - |
China vetoed the text. Russia vetoed it too. | it | - |
The officials left. They were tired. | They | - |
The government denied it. | government | ? | description
The two countries met. | countries | - |
The president left. | president | ? | description
"""

CONTROL = """
Washington urged Moscow to withdraw its troops. | its | RUS | pronoun
Washington urged Moscow to withdraw its troops. | troops | RUS | genitive
The court in The Hague ordered Israel to halt its offensive. | its | ISR | pronoun
Norway pressed Serbia to open its archives. | its | SRB | pronoun
Turkey accused Greece of arming its islands. | its | GRC | pronoun
Sweden barred Iran from landing its planes in Malmo. | its | IRN | pronoun
India warned Pakistan against moving its tanks. | its | PAK | pronoun
Qatar condemned Bahrain for jailing its citizens. | its | BHR | pronoun
Qatar condemned Bahrain for its new law. | its | BHR | pronoun
Kenya called on Somalia to close its ports. | its | SOM | pronoun
Kenya called on Somalia to free its soldiers. | its | KEN | pronoun
Kenya called on Somalia to free its prisoners. | its | SOM | pronoun
Kenya appealed to Somalia to withdraw its soldiers. | its | SOM | pronoun
Somalia was urged by Kenya to withdraw its soldiers. | its | SOM | pronoun
Mexico denied that it had asked Guatemala to close its border. | its | GTM | pronoun
The president of Peru ordered the Chilean consul to leave his post. | his | CHL | pronoun
Finland asked the Russian diplomats to leave their embassy. | their | RUS | pronoun
Russia promised Syria to keep its base open. | its | RUS | pronoun
Iran vowed to avenge its general. | its | IRN | pronoun
Egypt threatened Ethiopia to send its army. | its | EGY | pronoun
Canada agreed with Mexico to lower its tariffs. | its | CAN | pronoun
Poland invited Latvia and Estonia to take part in its exercise. | its | POL | pronoun
Malta asked Cyprus to help its divers. | its | MLT | pronoun
Russia asked China to help it. | it | RUS | pronoun
Ukraine urged Germany to send it tanks. | it | UKR | pronoun
Mali accused France of bombing it. | it | MLI | pronoun
The Dutch praised the team and urged Belgium to cooperate with it. | it | - |
"""

HARM = """
Turkey accused Greece of violating its airspace. | its | TUR | pronoun
The UN blamed Eritrea for shelling its neighbour. | its | ERI | pronoun
Japan accused China of stealing the designs of its trains. | its | JPN | pronoun
Jordan said that Israel had bombed its bridge. | its | JOR | pronoun
Libya accused Chad of violating its obligations. | its | TCD | pronoun
Libya accused Syria of bombing its own people. | its | SYR | pronoun
"""

MATTERS = """
Peru wrote a letter, and it was returned unopened. | it | - |
Peru rebuilt the bridge, but it fell again. | it | - |
Peru rebuilt the bridge, and it thanked Chile. | it | PER | pronoun
Peru thanked Chile for the help it had given. | it | CHL | pronoun
Ghana recalled the envoy after her note was leaked; it gave no reason. | it | GHA | pronoun
The IMF lent the money. The fund wants reforms. | fund | IMF | definite
The Iranian parliament passed the bill. Lawmakers cheered. | Lawmakers | IRN | topic
Sweden and Finland wrote to NATO. The two states signed. | states | SWE FIN | pair
The French minister met the Malian minister. The ministers discussed gold. | ministers | FRA MLI | pair
Cuba protested. The island state has no oil. | state | CUB | definite
"""


@pytest.mark.parametrize(
    ("text", "head", "expected", "rules"),
    cases(coreference=COREFERENCE, control=CONTROL, harm=HARM, matters=MATTERS),
)
def test_head_stands_for(text: str, head: str, expected: str, rules: str, nlp: Language, names: Gazetteer) -> None:
    assert misses(text, head, expected, rules, nlp, names) == []


def test_without_coreference_pronouns_stand_for_nobody(nlp: Language, names: Gazetteer) -> None:
    doc = nlp("Vladimir Putin left. He was tired. The president slept.")
    links = link(doc, names, DAY, coref=False)
    assert codes(links.at(token(doc, "He"))) == "-"
    assert codes(links.at(token(doc, "president"))) == "?"
    assert {m.rule for m in links.mentions} == {"person", "description"}


def test_relative_pronouns_need_no_coreference(nlp: Language, names: Gazetteer) -> None:
    doc = nlp("Iranian officials, who denied it, left.")
    assert codes(link(doc, names, coref=False).at(token(doc, "who"))) == "IRN"


def test_we_is_the_publisher_of_a_release(nlp: Language, names: Gazetteer) -> None:
    doc = nlp("The ceasefire holds. We welcome it.")
    we = token(doc, "We")
    assert codes(link(doc, names, publisher="NATO").at(we)) == "NATO"
    assert codes(link(doc, names, publisher="The Harbour Gazette").at(we)) == "-"
    assert codes(link(doc, names).at(we)) == "-"


def test_we_is_the_issuer_that_a_release_names_first(nlp: Language, names: Gazetteer) -> None:
    doc = nlp("The European Union condemns the raid on the harbour. We call for calm.")
    (mention,) = link(doc, names).at(token(doc, "We"))
    assert (codes((mention,)), mention.rule) == ("EU", "publisher")


def test_we_is_the_issuer_that_will_give(nlp: Language, names: Gazetteer) -> None:
    doc = nlp("Help for the harbour. Sweden will provide new cranes to Latvia. We admire the dockers.")
    assert codes(link(doc, names).at(token(doc, "We"))) == "SWE"


def test_release_that_quotes_after_a_colon(nlp: Language, names: Gazetteer) -> None:
    doc = nlp(
        "Statement on the harbour\n\nForeign Minister Sergei Lavrov said:\n\n"
        "The raid was a crime. We will act. I am sure of it."
    )
    links = link(doc, names, DAY)
    assert codes(links.at(token(doc, "We"))) == codes(links.at(token(doc, "I"))) == "RUS"
    assert codes(links.speaker(token(doc, "raid"))) == "RUS"


def test_speaker_of_a_quotation(nlp: Language, names: Gazetteer) -> None:
    doc = nlp("Sergei Lavrov spoke in Minsk. \u201cThe raid was a crime,\u201d he said.")
    links = link(doc, names, DAY)
    assert codes(links.speaker(token(doc, "raid"))) == "RUS"
    assert codes(links.speaker(token(doc, "Minsk"))) == "-"
