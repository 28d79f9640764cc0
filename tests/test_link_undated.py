"""Texts without a date: what they say of themselves decides who acts in which office, and who "we" is.

Tables of text, head word (a second one is written ``word#2``) and expected code (``?``: unknown, ``-``: nobody).
``\\n`` stands for a line break. The whole line runs: spaCy's model, the seeds, the linker.
"""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.lexicon.actors import Gazetteer
from kg.link import link
from kg.link.offices import day_of

TITLES = """
NATO Secretary General Jens Stoltenberg rejected the demand. | Stoltenberg | NATO
NATO Secretary General Jens Stoltenberg spoke. Stoltenberg left. | Stoltenberg#2 | NATO
Jens Stoltenberg spoke. NATO Secretary General Jens Stoltenberg left. | Stoltenberg | NATO
Hillary Clinton, the US secretary of state, telephoned Ankara. | Clinton | USA
Secretary of State Hillary Rodham Clinton met the king. | Clinton | USA
Hillary Clinton met the king. | Clinton | USA:CLINTON
Former President Bill Clinton met the king. | Clinton | USA:CLINTON
President Bill Clinton met the king. | Clinton | USA
Republican presidential candidate Donald Trump met the king. | Trump | USA:TRUMP
The American ambassador, Nikki Haley, left the hall. | Haley | USA
Defence Secretary Jim Mattis resigned. | Mattis | USA
The then president, Mohamed Morsi, met the generals. | Morsi | EGY
Secretary-General Jens Stoltenberg rejected the demand. | Stoltenberg | NATO
NATO met. The alliance's secretary-general, Jens Stoltenberg, thanked Peru. | Stoltenberg | NATO
Peru waited. The alliance's secretary-general, Jens Stoltenberg, spoke. Mr Stoltenberg left. | Stoltenberg#2 | NATO
Peru joined NATO. The pact's outgoing head, Jens Stoltenberg, thanked Peru. | Stoltenberg | NATO
Norway's prime minister, Jens Stoltenberg, thanked NATO. | Stoltenberg | NOR
OSLO, Nov. 14, 2011 - Jens Stoltenberg spoke. | Stoltenberg | NOR
OSLO, Nov. 14, 2016 - Jens Stoltenberg spoke. | Stoltenberg | NATO
"""

OFFICES = """
The Foreign Secretary, William Hague, met envoys. The Foreign Secretary said that he would wait. | Secretary#2 | GBR
The Commerce Ministry in Lima denied it. Peru waited. The Commerce Ministry slept. | Ministry#2 | PER
A foreign ministry spokesman in Beijing denied it. | spokesman | CHN
A spokesman in Beijing denied it. | spokesman | ?
The embassy in Beijing denied it. | embassy | ?
The Barotse regime denied it. Norway waited. | regime | ?
Georgia's minister said "this country will wait" and left for Norway. | country | GEO
William Hague met Franco Frattini in Rome. "We told them that this country will wait," Mr Hague said. | country | GBR
Syrian Democratic Forces (SDF) troops left. SDF spokesman Rami Tolek said so. | Tolek | SDF
"""

BARE = """
Mr Blair met British envoys. | Blair | GBR
Mr Blair met Canadian envoys. | Blair | ?
Mr Blair met British and Canadian envoys. | Blair | ?
Mubarak met envoys in Cairo. | Mubarak | EGY
Mubarak met envoys in Lima. | Mubarak | ?
NATO chief Jens Stoltenberg spoke. Stoltenberg left. | Stoltenberg | NATO
NATO chief Jens Stoltenberg spoke. Stoltenberg left. | Stoltenberg#2 | NATO
Merkel phoned Obama. | Merkel | DEU
Merkel phoned Obama. | Obama | USA
Peru met Chile. Bolivia left. Norway called on the three governments to talk. | governments | BOL CHL PER
Peru met Chile. Norway called on the three governments to talk. | governments | ?
"""

SOLE = """
Foreign Secretary expels the envoy.\\n\\nBritish diplomats left Tripoli. | Secretary | GBR
The Defense Secretary left. | Secretary | ?
Defense Secretary resigns.\\n\\nAmerican officers praised the man. | Secretary | USA
India recalled two envoys. The Foreign Secretary met Indian officers in Delhi. | Secretary | ?
"""

AGAIN = """
Officers of the coalition led by Saudi Arabia met in Aden. The coalition admitted it. | coalition#2 | SAUDI-COALITION
Officers of the coalition led by Fiji met in Aden. | coalition | ?
Coalition jets strike a town.\\n\\nThe US-led coalition said so. | Coalition | US-COALITION
The Security Council met France. The Council adjourned. | Council#2 | UN
Envoys left Qatar. Saudi Arabia closed the emirate's border. | emirate | QAT
Envoys left Taiwan. China shelled the coast of the island. | island | TWN
Envoys left Hong Kong. China praised the territory. | territory | HKG
Envoys left Bahrain. They praised the emirate. | emirate | -
South Korea fears North Korea. A rehearsal for striking the North's leaders began. | North#2 | PRK
Peru fears Chile. A rehearsal in the North began. | North | -
Pakistan closed a road. Pakistani officers left Pakistan. Envoys in Pakistan slept. The army denied it. | army | PAK
Pakistan closed a road. Envoys of Chile left Pakistan. Chile met Pakistan. The army denied it. | army | ?
Peru and its envoys sent delegates with the authority to decide. | authority | -
"""

ARTICLE = """
Syria war: Government troops take a hill | troops | SYR
Oil war: Government troops take a hill | troops | ?
Peru waited. Peru's envoys left. Peru slept. At least ten government troops were killed in a battle. | troops | PER
Chile praised Peru. Chile's envoys left Peru. At least ten government troops were killed in a battle. | troops | ?
Venezuela waited. Raiders struck a rebel camp. | rebel | -
Envoys of Hamas left. The Palestinian movement denied it. | movement | HAMAS
The Palestinian movement denied it. | movement | PSE:MOVEMENT
Gen Khalifa Haftar left. The general denied it. | general | LNA
In Timbuktu soldiers killed villagers. | villagers | MLI:CIVILIANS
In Timbuktu soldiers praised villagers from Chad. | villagers | TCD:CIVILIANS
In Timbuktu, villagers slept. | villagers | ?
Villagers slept. | Villagers | ?
"""

TWO = """
US envoys met Thai envoys. At a briefing the Chinese minister urged both countries to stop. | countries | THA USA
Peru's minister met Chile's minister. The ministers praised the plan. | ministers | CHL PER
Envoys of Peru met envoys of Chile. The ministers involved praised the plan. | ministers | ?
The US and Saudi Arabia ended talks between Sudan and Chad after attacks by both sides. | sides | SDN TCD
Chad and Niger fought. Together with Italy and Spain, France urged the two sides to stop. | sides | NER TCD
Macron praised it. Scholz said the same. Biden rang both men. | men | DEU FRA
Chad and Niger fought. Chad and Niger talked. Peru waited. Cuba slept. The two capitals were calm. | capitals | NER TCD
Kerry met Lavrov in Geneva. The two discussed Syria. | two | RUS USA
The Ugandan sat down with both foreign ministers, Taro Kono and Wang Yi, in Bangkok. | ministers | CHN JPN
Kenya recalled its envoy from Somalia. Kenya accused its neighbour of lying. | neighbour | SOM
Mali met Niger. Mali met Niger. Norway sent Niger grain. Peru urged the two neighbours to talk. | neighbours | MLI NER
Hungary quarrelled with Ukraine over Azeri gas. Egypt spoke of Ukraine. Egypt met its neighbour. | neighbour | ?
Hungary, which quarrelled with Ukraine over Russian gas, cut off its neighbour. | neighbour | UKR
Hungary, which quarrelled with Ukraine over Russian gas, cut off its rival. | rival | ?
The two trees fell. | two | -
Colombian rebels attacked a village. The National Liberation Army, or ELN, has 2,000 men. | rebels | ELN
The rebels, known as the ELN, attacked a village. | rebels | ELN
Hamas was warned. The group, which fired rockets at Israel, threatened Egypt. | group | HAMAS
"""

CAPITALS = """
Chad quarrelled with Niger. In Ankara, officials said that Chad had lied. | officials | TUR
Chad quarrelled with Niger. Meanwhile in Tehran, authorities spoke and prosecutors left. | prosecutors | IRN
Chad quarrelled with Niger. In Washington, the outgoing administration spoke. | administration | USA
Chad quarrelled with Niger. In Washington, Chadian officials left. | officials | TCD
Chad quarrelled with Niger. In Brussels, officials waited. | officials | ?
Envoys of Chad flew to Ankara. In Ankara, the envoys met Niger's. | envoys | TCD
Burundi left the International Criminal Court. In Bujumbura, prosecutors met. | prosecutors | BDI
"""

PROSECUTORS = """
The International Court of Justice met. The court warned Peru. Prosecutors arrested an admiral. | Prosecutors | PER
Sudan left the International Criminal Court. The court had charged two men. Prosecutors spoke. | Prosecutors | ICC
The International Court of Justice met. The judges left. | judges | ICJ
Kenya freed a trader. Prosecutors dropped the charges. | Prosecutors | KEN
"""

COMPANIES = """
Peru fined ExxonMobil. Chevron spoke. | Chevron | CHEVRON
Peru fined Exxon. The company rejected the charge. | company | EXXONMOBIL
The sale of Nvidia chips was banned. Peru waited. The chipmaker spoke. | chipmaker | NVIDIA
Peru fined Shell and TotalEnergies. The oil company spoke. | company | ?
Peru fined Exxon. Peru fined Carlsberg. The company spoke. | company | ?
Peru fined Huawei. Cuba waited. Cuba waited. Cuba waited. The company spoke. | company | ?
Shell fire hit the school. | Shell | -
"""

SPEAKERS = """
Help for Mali.\\n\\nSweden condemns "the worst" raid on Gao. We call for calm. | We | SWE
A day of talks.\\n\\nThe king met the queen. The king spoke. Sweden condemns the raid. We call for calm. | We | SWE
We condemn the raid. The Department of State will wait. Sudan will wait. We are ready. | We#2 | USA
The Department of State will wait. We are ready. | We | -
SDF spokesman Rami Tolek left. He slept. | He | SDF
The Foreign Secretary, William Hague, met envoys.\\n\\nThe Foreign Secretary said:\\n\\n“I will wait.” | I | GBR
"""

PRONOUNS = """
Russia waited. The British premier met the king. The premier gave Moscow a day. When it refused, she left. | it | RUS
SDF spokesman Rami Tolek spoke. ISIS attacked a post, and Mr Tolek saw the group. | group | ISIS
Jim Mattis flew to Seoul. Han Min-koo thanked the secretary for making it his first stop. | his | USA
Vladimir Putin telephoned Bashar al-Assad to congratulate him. | him | SYR
Iran waited. In a note sent through the Swiss embassy, which represents Chile there, it warned Peru. | it | IRN
Speaking to envoys aboard his plane, the Iranian minister left. | his | IRN
Sweden sent envoys. Norway told the king that 23 diplomats had left. | diplomats | ?
"""

CASES = [
    pytest.param(*(cell.strip() for cell in line.split("|")), id=f"{table}-{number}")
    for table, text in {
        "titles": TITLES,
        "offices": OFFICES,
        "bare": BARE,
        "sole": SOLE,
        "again": AGAIN,
        "article": ARTICLE,
        "two": TWO,
        "capitals": CAPITALS,
        "prosecutors": PROSECUTORS,
        "companies": COMPANIES,
        "speakers": SPEAKERS,
        "pronouns": PRONOUNS,
    }.items()
    for number, line in enumerate(text.strip().splitlines(), 1)
]


def codes(doc: Doc, word: str, names: Gazetteer) -> str:
    text, _, number = word.partition("#")
    found = [t.i for t in doc if t.text == text][int(number or 1) - 1]
    return " ".join(sorted(m.actor.code if m.actor else "?" for m in link(doc, names).at(found))) or "-"


@pytest.mark.parametrize(("text", "head", "expected"), CASES)
def test_head_stands_for(text: str, head: str, expected: str, nlp: Language, names: Gazetteer) -> None:
    assert codes(nlp(text.replace("\\n", "\n")), head, names) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("SOUTHWEST ASIA, Nov. 14, 2016 - It was said.", "2016-11-14"),
        ("On 5 May 2021 it was said. On 6 May 2022 it was denied.", "2021-05-05"),
        ("The treaty, which lasts until 5 February 2026, was praised on 3 March 2021.", "2021-03-03"),
        ("In 2014 it was said.", None),
        ("It was said on May 5.", None),
    ],
)
def test_a_text_may_give_its_own_day(text: str, day: str | None) -> None:
    assert day_of(text) == day
