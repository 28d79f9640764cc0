"""Names of actors, places and what only looks like them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.lexicon.actors import Gazetteer
from kg.link import link
from tests.link_cases import DAY, cases, misses

NAMES = """
The United States rejected the plan. | States | USA | name
The U.S. rejected the plan. | U.S. | USA | name
They told us that the US would not sign. | US | USA | name
The Russian Federation vetoed the draft. | Federation | RUS | name
Russia's navy left the harbour. | Russia | RUS | name
Zaire expelled two diplomats. | Zaire | COD | name
The European Union suspended the talks. | Union | EU | name
The Security Council adopted the text. | Council | UN | name
Hizbullah fired at the post. | Hizbullah | HEZBOLLAH | name
The Islamic State claimed the attack. | State | ISIS | name
Iraqi troops said that IS had lost ground. | IS | ISIS | name
The Pentagon confirmed the strike. | Pentagon | USA | organ
Human Rights Watch condemned the raid. | Watch | HRW | name
Timor-Leste joined the bloc. | Leste | TLS | name
South Korea warned North Korea. | Korea | KOR | name
South Korea warned North Korea. | Korea#2 | PRK | name
Equatorial Guinea signed the treaty. | Guinea | GNQ | name
Papua New Guinea signed the treaty. | Guinea | PNG | name
The Republic of the Congo signed the treaty. | Republic | COG | name
The Democratic Republic of the Congo signed the treaty. | Republic | COD | name
Kosovo joined the league. | Kosovo | XKX | name
"""

MODIFIERS = """
The Russian invasion shocked Europe. | Russian | RUS | demonym
The Russian invasion shocked Europe. | invasion | - |
US sanctions hurt the firm. | US | USA | name
US sanctions hurt the firm. | sanctions | - |
The jets left Syrian airspace. | Syrian | SYR | demonym
The jets left Syrian airspace. | airspace | - |
Israeli settlement policy drew criticism. | policy | - |
Franco-German talks began. | Franco | FRA | demonym
Franco-German talks began. | German | DEU | demonym
Saudi-led strikes hit the port. | Saudi | SAU | led
Saudi-led strikes hit the port. | led | SAU | led
U.S.-led jets hit the depot. | U.S.-led | USA | led
Anti-Iranian talks began. | Iranian | - |
Syrian-backed gunmen fled. | Syrian | - |
Pro-Georgian gunmen held the town. | gunmen | ? | description
A U.S.-backed militia fled. | militia | ? | description
Tehran's nuclear programme grew. | Tehran | IRN | seat
The Moscow talks failed. | Moscow | RUS | place
"""

PEOPLE = """
The Russians have left the base. | Russians | RUS | people
Many Russians want peace. | Russians | RUS:CIVILIANS | people
A Russian was hurt. | Russian | RUS:CIVILIANS | people
The Turks shot the plane down. | Turks | TUR | people
He is Russian. | Russian | - |
"""

PLACES = """
The sides met in Moscow. | Moscow | RUS | place
The sides fought near Aleppo. | Aleppo | SYR | place
He flew to Beijing. | Beijing | CHN | place
He returned from Tehran. | Tehran | IRN | place
Kyiv was shelled. | Kyiv | UKR | place
Troops captured Kabul. | Kabul | AFG | place
The convoy drove through Iraq. | Iraq | IRQ | place
Talks in Paris and London failed. | London | GBR | place
Mosul fell. | Mosul | IRQ | place
Moscow denied the report. | Moscow | RUS | seat
Washington sold arms to Riyadh. | Riyadh | SAU | seat
Relations with Tehran cooled. | Tehran | IRN | seat
Pressure from Washington grew. | Washington | USA | seat
The Kremlin denied the report. | Kremlin | RUS | seat
Downing Street denied the report. | Street | GBR | seat
"""

TRAPS = """
They told us that the US would not sign. | us | - |
The summit is over and Iraq has won. | is | - |
CHINA IS READY TO TALK. | IS | - |
We ate turkey at noon. | turkey | - |
Ships crossed the South China Sea. | Sea | - |
Ships crossed the South China Sea. | China | - |
The Washington Post reported it. | Post | ? | trap
The New York Times reported it. | Times | ? | trap
The Bank of China lent the money. | China | - |
The Beijing Olympics began. | Beijing | - |
The Beijing Olympics began. | Olympics | - |
The Paris Agreement holds. | Agreement | - |
The Paris Agreement holds. | Paris | - |
Vienna Pell sang. | Vienna | - |
Vienna Pell and her band sang. | Vienna | - |
Kevin Jordan played. | Jordan | ? | unknown
Jordan Peterson wrote a book. | Jordan | - |
Chad Brown wrote a book. | Chad | - |
Harold Washington crossed the river. | Washington | ? | unknown
Crowds gathered in Georgia near Atlanta. | Georgia | ? | unknown
He lives in New Mexico. | Mexico | - |
He lives in New England. | England | - |
The guinea pig slept. | guinea | - |
The polish on the table shone. | polish | - |
They may march in May. | May | - |
They will meet in March. | March | - |
Military assistance was sent. | assistance | - |
The sanctions were lifted. | sanctions | - |
The conflict went on. | conflict | - |
The Iranian nuclear programme grew. | programme | - |
The American flag flew. | flag | - |
The Russian language is hard. | language | - |
French wine was sold. | wine | - |
The treaty was signed. | treaty | - |
Analysts in London doubted it. | Analysts | EXPERT | description
Its resistance to reform grew. | resistance | - |
Saudi Arabia's leadership in ending the war was praised. | leadership | - |
Air India cancelled the flight. | India | ? | trap
China Mobile cut its prices. | China | - |
Franco ruled for decades. | Franco | - |
MOSCOW (TASS) - Russia has signed. | MOSCOW | RUS | place
JERUSALEM, April 14 (Harbour Wire) - Iran denied it. | JERUSALEM | ISR | place
NEW DELHI, May 8 - The minister left. | DELHI | IND | place
JERUSALEM, with its old walls, is dry. | JERUSALEM | ISR | seat
It rained in Cuba. | It | - |
The report praised Iran. It was published on Monday. | It | - |
The sanctions hurt Iran. They also hurt trade. | They | - |
The exports fell. They may recover. | They | - |
Neither side commented. | side | ? | description
The two sides met. | sides | ? | description
Both countries signed. | countries | - |
The British Airways jet landed. | British | - |
British Airways cut fares. | Airways | ? | trap
Turkish Airlines cut fares. | Turkish | - |
American Express cut fees. | American | - |
Deutsche Bank cut fees. | Bank | ? | trap
China Daily reported it. | China | - |
Manchester United won. | United | - |
The England team lost. | team | - |
The US Open began. | US | - |
The US Open began. | Open | - |
A Chinese restaurant burned down. | restaurant | - |
The Turkish coast was quiet. | coast | - |
The German economy shrank. | economy | - |
Ukrainian grain was sold. | grain | - |
The Iran deal was dead. | deal | - |
The Syria crisis went on. | crisis | - |
North Korean missiles were tested. | missiles | - |
The French border was shut. | border | - |
Indian tea was sold. | tea | - |
A Russian novel was read. | novel | - |
The Swiss franc rose. | franc | - |
The Dutch elm died. | elm | - |
The Greek debt grew. | debt | - |
Polish votes were counted. | votes | - |
An Iranian attack was feared. | attack | - |
American interests were hurt. | interests | - |
Japanese culture was praised. | culture | - |
Chinese territory was mapped. | territory | - |
The election was held. | election | - |
The ceasefire held. | ceasefire | - |
Nobody denied it. | Nobody | - |
Everybody knew it. | it | - |
You know it. | You | - |
We know it. | We | - |
Their children slept. | Their | - |
It is clear that Iran won. | It | - |
Opposition to Iran grew. | Opposition | - |
"""

ACRONYMS = """
The Chinese Ministry of Commerce (MOC) objected. The MOC stayed firm. | MOC#2 | CHN | acronym
The Free Harbour Movement (FHM) won. The FHM took power. | FHM#2 | ? | acronym
The Islamist Salvation Initiative Society (ISIS) of Gozo met. ISIS elected a chair. | ISIS#2 | ? | acronym
"""

CONDITIONS = """
The United States warned Russia of consequences if it used poison gas. | it | RUS | pronoun
The United States threatened Iran with sanctions unless it stopped enriching uranium. | it | IRN | pronoun
The United States threatened to strike Iran if it tested a bomb. | it | IRN | pronoun
China told Vietnam that it would pay if it drilled there. | it#2 | VNM | pronoun
Norway asked Russia whether it would sign. | it | RUS | pronoun
Germany warned Serbia it would face sanctions. | it | SRB | pronoun
Germany told Serbia it must pay its debts. | it | SRB | pronoun
Germany told Serbia it would reopen its consulate. | it | DEU | pronoun
Officials in Manila told the Chinese diplomats that they must leave. | they | CHN | pronoun
China denied that Russia had asked it for arms. | it | CHN | pronoun
Libya said that Chad had attacked it. | it | LBY | pronoun
The Iraqi government said it remained committed to the truce. | it | IRQ | pronoun
The Iraqi government said it was not a party to the pact. | it | IRQ | pronoun
The Iraqi government said it was a lie. | it | - |
The Iraqi government said it was clear that rain would come. | it | - |
Russia invaded Georgia and annexed it. | it | GEO | pronoun
Russia began to shell Georgia and annexed it. | it | GEO | pronoun
"""

NAMESAKES = """
Cuba, Missouri, and Athens, Georgia, held a joint fair. | Cuba | - |
Athens asked Berlin for time, and Missouri watched. | Athens | GRC | seat
The hamlet of Denmark in Maine has no baker. | Denmark | - |
The towns of Denmark are clean. | Denmark | DNK | name place
A trawler named Malta sank. | Malta | - |
The officers call the country Burma. | Burma | MMR | name
Malta, a trawler, sank in the harbour. | Malta | - |
The foreign minister of Malta, a lawyer, resigned. | minister | MLT | genitive
The Niger burst its banks. | Niger | ? | unknown
The Niger junta closed the border. | junta | NER | description
Each IRA is taxed late. | IRA | - |
The IRA laid down its arms. | IRA | IRA | name
Ms Ireland, the gardener, planted roses. | Ireland | ? | unknown
Her nephew Chad plays the flute. | Chad | ? | unknown
"""

TOWNS = """
A tremor shook Ankara before dawn. | Ankara | TUR | place
Ankara shook its head at the offer. | Ankara | TUR | seat
Trains between Vienna and Budapest were late. | Vienna | AUT | place
Talks between Vienna and Budapest were held. | Vienna | AUT | seat
The suburbs of Tripoli burned. | Tripoli | LBY | place
The lorry skidded on the road to Kampala. | Kampala | UGA | place
The letter to Kampala was returned. | Kampala | UGA | seat
Half of Caracas lost power. | Caracas | VEN | place
Manila was under curfew. | Manila | PHL | place
Lisbon's mayor closed the tramway. | Lisbon | PRT | place
Lisbon's ambassador protested. | ambassador | PRT | description
A patrol in the mountains of Oman found the wreck. | Oman | OMN | place
The police found him in a house in Brussels. | Brussels | BEL | place
Brussels fined the firm. | Brussels | EU | name
The Oslo-born violinist played. | Oslo | - |
"""

LANGUAGES = """
The nuns speak Hungarian at supper. | Hungarian | - |
The novel was translated into Danish. | Danish | - |
The Danish protested. | Danish | DNK | people
She ate a Danish. | Danish | - |
A Swede won the race. | Swede | SWE:CIVILIANS | people
"""


@pytest.mark.parametrize(
    ("text", "head", "expected", "rules"),
    cases(
        names=NAMES,
        modifiers=MODIFIERS,
        people=PEOPLE,
        places=PLACES,
        traps=TRAPS,
        acronyms=ACRONYMS,
        conditions=CONDITIONS,
        namesakes=NAMESAKES,
        towns=TOWNS,
        languages=LANGUAGES,
    ),
)
def test_head_stands_for(text: str, head: str, expected: str, rules: str, nlp: Language, names: Gazetteer) -> None:
    assert misses(text, head, expected, rules, nlp, names) == []


@pytest.mark.parametrize(
    ("text", "word", "code", "rule"),
    [
        ("Anti-Iranian talks began.", "Iranian", "IRN", "anti"),
        ("Pro-Georgian gunmen held the town.", "Georgian", "GEO", "pro"),
        ("Syrian-backed gunmen fled.", "Syrian", "SYR", "backed"),
        ("A U.S.-backed militia fled.", "U.S.", "USA", "backed"),
    ],
)
def test_what_is_no_agent_is_listed_but_heads_nothing(
    text: str, word: str, code: str, rule: str, nlp: Language, names: Gazetteer
) -> None:
    links = link(nlp(text), names, DAY)
    mention = next(m for m in links.mentions if m.text == word)
    assert (mention.actor and mention.actor.code, mention.rule) == (code, rule)
    assert mention not in [m for found in links.heads.values() for m in found]
