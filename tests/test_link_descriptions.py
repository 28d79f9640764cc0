"""Descriptions: "Chinese officials", "the ministry", "the coalition"."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.lexicon.actors import Gazetteer
from kg.link import link
from tests.link_cases import cases, misses, token

DESCRIPTIONS = """
The Chinese Foreign Ministry rejected the report. | Ministry | CHN | organ description
Chinese troops crossed the river. | troops | CHN | description
US officials denied the report. | officials | USA | description
Senior Chinese and American officials met. | officials | CHN USA | description
Chinese, Russian and Iranian warships sailed out. | warships | CHN RUS IRN | description
A senior Obama administration official denied it. | official | USA | description
The Obama administration denied it. | administration | USA | description organ
The Modi government denied it. | government | IND | description
The Assad regime denied it. | regime | SYR | description organ
Obama's spokesman denied it. | spokesman | USA | description
Iran's parliament passed the bill. | parliament | IRN | description organ
The Pakistani Senate passed the bill. | Senate | PAK | description
North Korea fired a missile. The Joint Chiefs of Staff said so. | Chiefs | KOR | organ name
Raids by al-Shabab went on. | Shabab | AL-SHABAAB | name
NATO met in Brussels. The Secretary-General spoke. | General | NATO | definite
The Senate of the Philippines passed the bill. | Senate | PHL | genitive
The Ministry of Defence of Azerbaijan denied it. | Ministry | AZE | genitive
German lawmakers passed the bill. | lawmakers | DEU | description
A Moscow court jailed him. | court | RUS | description
The Kremlin spokesman denied it. | spokesman | RUS | description
A NATO official denied it. | official | NATO | description
UN peacekeepers withdrew. | peacekeepers | UN | description
Hezbollah fighters withdrew. | fighters | HEZBOLLAH | description
Russian warplanes bombed the bridge. | warplanes | RUS | description
Chinese state media denied it. | media | CHN | description
A spokesperson for the Chinese embassy in the United States denied it. | spokesperson | CHN | genitive
A spokesperson for the Chinese embassy in the United States denied it. | embassy | CHN | description
Russia's ambassador to Syria left. | ambassador | RUS | description
The ambassador of Turkey to Russia left. | ambassador | TUR | genitive
The UN envoy for Syria left. | envoy | UN | description
The special envoy for Syria left. | envoy | ? | description
The head of the EU mission left. | head | EU | genitive
Leaders of France and Germany met. | Leaders | FRA DEU | genitive
The presidents of Russia, Turkey and Iran met. | presidents | RUS TUR IRN | genitive
The governments of Chad and Niger agreed. | governments | TCD NER | genitive
Dozens of Russian troops withdrew. | Dozens | RUS | genitive
One of the Iranian officials denied it. | One | IRN | genitive
Talks between the rivals, Chad and Mali, began. | rivals | TCD MLI | apposition
Qatar hosted talks between the rebels, Chad and Mali. | rebels | ? | description
The US-led coalition bombed the depot. | coalition | US-COALITION | name
Forces loyal to Assad took the town. | Forces | SYR | genitive
Syrian rebels took the town. | rebels | SYRIAN-OPPOSITION | name
Syrian insurgents took the town. | insurgents | SYRIAN-OPPOSITION | name description
The Syrian opposition refused. | opposition | SYRIAN-OPPOSITION | name
Officials denied it. | Officials | ? | description
The US and its allies bombed the depot. | allies | ? | description
Russia's neighbours protested. | neighbours | ? | description
The minister met his Turkish counterpart. | counterpart | TUR | description
Moscow's Defence Ministry denied it. | Ministry | RUS | description organ
Secretary of State John Kerry left. | State | - |
Troops left the capital. | Troops | ? | description
"""

PARTS_OF_PEOPLES = """
Syrian civilians fled. | civilians | SYR:CIVILIANS | description
Russian businessmen complained. | businessmen | RUS:BUSINESS | description
American tourists left. | tourists | USA:CIVILIANS | description
Residents of Aleppo fled. | Residents | SYR:CIVILIANS | genitive
People in Moscow marched. | People | RUS:CIVILIANS | genitive
Moscow residents marched. | residents | RUS:CIVILIANS | description
A Chinese company paid. | company | CHN:BUSINESS | description
French farmers protested. | farmers | FRA:CIVILIANS | description
Ghanaian police arrested 40 demonstrators. | demonstrators | GHA:CIVILIANS | topic
Ghanaian police have detained dozens of protesters. | protesters | GHA:CIVILIANS | topic
Kenyan protesters met in Kampala. Ugandan police jailed dozens of protesters. | protesters#2 | KEN:CIVILIANS | topic
Palestinian protesters marched. Israeli police arrested 40 protesters. | protesters#2 | PSE:CIVILIANS | topic
Ghanaian police rescued 40 residents. | residents | ? | description
Israeli settlers attacked Palestinian villagers. | settlers | ISR:CIVILIANS | description
Israeli settlers attacked Palestinian villagers. | villagers | PSE:CIVILIANS | description
Palestinian militants fired rockets. | militants | PSE:ARMED-GROUP | description
Saudi journalist Hasan Qabbani was jailed. | Qabbani | SAU:MEDIA | title
"""

HOME = """
Sudanese demonstrators marched against the junta. | junta | SDN | definite
Belarusian workers went on strike against the government. | government | BLR | definite
Tens of thousands of Georgians protested against the government. | government | GEO | definite
Thousands of Serbians called on the president to resign. | president | SRB | definite
In Thailand, the king received the generals. | king | THA | definite
Hungarian teachers petitioned parliament. | parliament | HUN | definite
In Venezuela the opposition called for a strike. | opposition | VEN:OPPOSITION | definite
Kenya's police held talks with the African Union. The Interior Ministry denied it. | Ministry | KEN | definite
Kenya's police met Ugandan officers. The Interior Ministry denied it. | Ministry | ? | description
Guinea's military rulers met French envoys. The junta agreed. | junta | GIN | definite
The junta in Mali met Guinea's ruler. The junta agreed. | junta#2 | MLI | definite
Kenya voted. Kenya's army was there. Kenya accused the opposition of lying. | opposition | KEN:OPPOSITION | definite
Kenya voted. Kenya's army was there. Kenya won. Opposition parties cried foul. | parties | KEN:OPPOSITION | description
Kenya broke off talks with Malawi, and Spain said it would help the country. | country | - |
Niger, Mali and Chad met. Ghana has met Togo. The three governments left. | governments | NER MLI TCD | pair
In Poland the minister declined a coffee. | minister | ? | description
French farmers met Spanish farmers before the government acted. | government | ? | description
France said that the president would resign. | president | ? | description
Egypt recalled the ambassador. | ambassador | ? | description
The foreign ministers of Azerbaijan and Georgia met. | ministers | AZE GEO | genitive
The foreign ministries of Qatar and of Kuwait replied. | ministries | QAT KWT | genitive
The presidents of Peru, Chile and Ecuador met in Lima. | presidents | PER CHL ECU | genitive
The junta in Niger closed the border. | junta | NER | genitive
The president in Caracas denied it. | president | VEN | genitive
The rebels in Senegal's north fired a missile. | rebels | SEN:ARMED-GROUP | genitive
Police in the north of Mali arrested ten men. | Police | MLI | genitive
The people of Kenya voted. | people | KEN:CIVILIANS | genitive
Norway praised the king of Bhutan. It called the kingdom a model. | kingdom | BTN | definite
Cyril Ramaphosa met Volodymyr Zelensky. The South African urged him to talk. | African | ZAF | people
The South African won the race. | African | ZAF:CIVILIANS | people
The director of the IAEA flew to Iran. | director | IAEA | genitive
The IAEA director flew to Iran. | director | IAEA | description
An Iranian director made the film. | director | ? | description
Ukraine received ten F-16 fighters. | fighters | - |
"""

VIEWS = """
ISIS lost the town. Coalition aircraft struck its convoy. | Coalition | US-COALITION | topic
The Houthis fired a missile. The coalition shot it down. | coalition | SAUDI-COALITION | definite
The coalition won the vote in Berlin. | coalition | ? | description
Iraq sent tanks. Kurdish forces blocked the road. | forces | KRG | name
Syria sent tanks. Kurdish forces blocked the road. | forces | SYRIAN-KURDS | name
Kurdish forces blocked the road. | forces | KURDS | name
Syrian rebels met in Doha. Government forces shelled the suburb. | forces | SYR | description
Iraqi soldiers entered the town. Elite troops followed. | troops | IRQ | topic
Iraqi soldiers entered the town. Tanks followed. | Tanks | ? | description
The Coalition helped the army against Da'esh. | Coalition | US-COALITION | definite
The UN called on Syria and its allies to stop. | its | SYR | pronoun
Britain will support Nigeria in its fight against Boko Haram. | its | NGA | pronoun
Oslo asked the Syrian army and the opposition to resume talks. Both sides left. | sides | SYR SYRIAN-OPPOSITION | pair
Foreign Secretary Philip Hammond left. | Hammond | GBR | person
The Indian Foreign Secretary left. | Secretary | IND | description
India was silent. The Foreign Secretary left. | Secretary | ? | description
The Ruritanian Board of Pigs (BOP) met. The BOP voted. | BOP#2 | ? | acronym
The Serbian Ministry of the Interior (MUP) met. The MUP agreed. | MUP#2 | SRB | acronym
An individual retirement account (IRA) is taxed. An IRA is taxed late. | IRA#2 | ? | acronym
"""

OTHERS = """
The global coalition bombed the depot. | coalition | US-COALITION | name
The counter-ISIL coalition bombed the depot. | coalition | US-COALITION | name
The US-led coalition bombed the depot. The coalition also struck a bridge. | coalition#2 | US-COALITION | definite
The US-led coalition bombed the depot. The bridge fell in coalition air strikes. | coalition#2 | US-COALITION | topic
The US-led coalition fought ISIS. It bombed the terrorist group twice. | group | ISIS | definite
USCENTCOM confirmed the strike. | USCENTCOM | USA | organ
Bashar al-Asad rejected the plan. | Asad | SYR | person
Asad's forces shelled the town. | forces | SYR | description
Rohingya refugees crossed the river. | refugees | MMR:ROHINGYA | description
Uyghur activists left the province. | activists | CHN:UYGHURS | description
The Pope appealed for a truce. | Pope | VAT | organ
The Associated Press reported the raid. | Press | ? | trap
Reuters reported the raid. | Reuters | ? | trap
Interfax reported the raid. | Interfax | ? | trap
Xinhua reported the raid. | Xinhua | CHN | organ
Senate candidates met voters in Georgia. | Georgia | ? | unknown
Korean officials met in Busan. | officials | KOR | description
North Korea fired a missile. Korean officials praised it. | officials | PRK | description
South Korea believes that the North will test a bomb. | North | PRK | name
North Korea fired shells and the South fired back. | South | KOR | name
The North is colder than South Wales. | North | - |
India's high commission in Colombo replied. | commission | IND | description
A Pakistani patrol fired at the hospital in Khost. | Khost | AFG | place
"""


@pytest.mark.parametrize(
    ("text", "head", "expected", "rules"),
    cases(descriptions=DESCRIPTIONS, parts=PARTS_OF_PEOPLES, home=HOME, views=VIEWS, others=OTHERS),
)
def test_head_stands_for(text: str, head: str, expected: str, rules: str, nlp: Language, names: Gazetteer) -> None:
    assert misses(text, head, expected, rules, nlp, names) == []


def test_parts_of_a_people_keep_their_country(nlp: Language, names: Gazetteer) -> None:
    doc = nlp("Syrian civilians fled.")
    actor = link(doc, names).at(token(doc, "civilians"))[0].actor
    assert actor is not None
    assert (actor.id, actor.name, actor.kind, actor.country) == (
        "SYR:civilians",
        "Syrian civilians",
        "civilians",
        "SYR",
    )
