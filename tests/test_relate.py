"""Sentences and what they say: direction, negation, attribution, modality and content before coverage.

One case a line: the sentence, then its statements as ``SOURCE RELATION TARGET`` with ``-`` for no target, and where it
is not the plain case ``modality``, ``by SPEAKER`` (``?``: somebody unnamed) and ``of RELATION`` (its content).
"""

from __future__ import annotations

from collections.abc import Iterator
from cProfile import Profile
from datetime import date
from pathlib import Path

import pytest
from spacy.tokens import Span as SpacySpan

from kg.lexicon.precision import precision
from kg.model import CONTEXT, Article, Mention, Span, Statement
from kg.pipeline import Line
from kg.positions import makes_edge, positions
from kg.rdf.facts import facts
from kg.rdf.provenance import extractor
from kg.rdf.quads import article_quads
from kg.relate.statements import _sentence
from kg.relate.tree import Tree
from tests.held import FACTS, HELD

CASES = """
# active, passive, relative, participle, cleft
Iran attacked Iraq on Monday. -> IRN ASSAULT IRQ
Iraq was attacked by Iran. -> IRN ASSAULT IRQ
Iran, which attacked Iraq, has few friends. -> IRN ASSAULT IRQ
A Russian warplane was shot down by Turkey, a move condemned by the Kremlin. -> TUR ASSAULT RUS; RUS ACCUSE TUR
It was Russia that attacked Georgia. -> RUS ASSAULT GEO
It was not Russia that attacked Georgia. -> RUS ASSAULT GEO negated
It was not only Russia that attacked Georgia. -> RUS ASSAULT GEO
It wasn't until Friday that Russia attacked Georgia. -> RUS ASSAULT GEO
It may have been Russia that attacked Georgia. -> RUS ASSAULT GEO hypothetical
Was it Russia that attacked Georgia? -> RUS ASSAULT GEO hypothetical
Libyan coastguards trained and paid by Italy fired on a German ship. -> LBY ASSAULT DEU
# coordination and reciprocals
Saudi Arabia and Egypt condemned Qatar. -> SAU ACCUSE QAT; EGY ACCUSE QAT
Turkey condemned Israel and Egypt. -> TUR ACCUSE ISR; TUR ACCUSE EGY
France and Germany pledged to work closely with Turkey. -> FRA AGREE TUR of COOPERATE; \
DEU AGREE TUR of COOPERATE; FRA COOPERATE TUR future by FRA; DEU COOPERATE TUR future by FRA
Saudi Arabia, the United Arab Emirates, Bahrain and Egypt broke with Qatar. -> SAU SANCTION QAT; ARE SANCTION QAT; \
BHR SANCTION QAT; EGY SANCTION QAT
Kenya and Uganda left the alliance with Malawi. -> KEN SANCTION MWI; UGA SANCTION MWI
# an answer is aimed at whom one quarrels with, not past somebody unknown, nor by what one is asked to do
Kenya accused the European Union of fraud. Kenya criticised the villagers. -> KEN ACCUSE EU
Kenya accused the European Union of fraud. Kenya criticised the step. -> KEN ACCUSE EU; KEN ACCUSE EU
Amnesty International called on Chad to open an inquiry. -> AMNESTY REQUEST TCD
# what a third says of him answers nobody; which of two attacks is meant, only the next sentence tells
Kenya accused Chad of theft. Norway said that Chad had ignored repeated warnings. -> KEN ACCUSE TCD
Kenya accused Chad of theft. Kenya said that Chad had ignored repeated warnings. -> KEN ACCUSE TCD; \
TCD REJECT KEN by KEN
Chad shelled Niger. Niger bombed Chad. Mali slept. Mali slept. Mali closed its border during the attack. -> \
TCD ASSAULT NER; NER ASSAULT TCD
Chad shelled Niger. Niger bombed Chad. Mali closed its border during the attack. -> TCD ASSAULT NER; \
NER ASSAULT TCD; NER ASSAULT TCD
Chad accused France of theft. Two lawyers accused Chad of lying. Chad rejected the charge. -> TCD ACCUSE FRA; TCD DENY -
Two lawyers accused Niger of torture. Chad rejected the charge. -> NER ASSAULT - by ?; TCD DENY -
Three students accused Kenya of theft. Peru rejected the accusation. -> PER DENY -
Mali thanked Russia and denied that Wagner mercenaries had led an attack near the town. -> MLI SUPPORT RUS; \
MLI DENY - of ASSAULT; WAGNER ASSAULT - by ?
# spans of time and volleys are what fills them
Kenya and Uganda held three days of drills. -> KEN COOPERATE UGA
Kenya and Uganda held five days of military exercises. -> KEN COOPERATE UGA
Kenya carried out two nights of air strikes on Uganda. -> KEN ASSAULT UGA
Kenya and Uganda held months of talks. -> KEN CONSULT UGA
North Korea fired a volley of rockets into the sea. -> PRK MOBILIZE -
Hezbollah launched a barrage of rockets at Israel. -> HEZBOLLAH ASSAULT ISR
# what one offers to do for others, and regrets of them; scare quotes after as
Kenya has offered to broker a truce. -> KEN AGREE -
Kenya expressed regret at Uganda's withdrawal from the pact. -> KEN ACCUSE UGA
Peru rejected the charges as "nonsense" and demanded an apology. -> PER DENY -; PER REQUEST -
Chile expressed regret over Peru's veto of an OAS resolution. -> CHL ACCUSE PER of REJECT; PER REJECT OAS by CHL
# a state that opens as a scene acts in the clause that follows; what is said of an act's object is said of its doers
In Chile, which attacked Peru in April, officials are nervous. -> CHL ASSAULT PER
In Goma, which Rwanda attacked in April, officials are nervous. -> RWA ASSAULT COD
A raid in Kenya, which killed two Ugandan soldiers, ended when Chad attacked Mali. -> TCD ASSAULT MLI
Ghana and Togo wrapped up a week of drills, which Mali condemned. -> GHA COOPERATE TGO; MLI ACCUSE GHA; MLI ACCUSE TGO
Ghana signed a deal with Togo that Mali criticised. -> GHA SUPPORT TGO; MLI ACCUSE GHA; MLI ACCUSE TGO
Ghana asked Togo for a meeting, but Togo ruled out any contact. -> GHA REQUEST TGO of CONSULT; \
TGO CONSULT GHA hypothetical by GHA; TGO REJECT GHA
The PKK fought Syria. Chad has 400 troops in Syria, and Syria hinted that they might be expelled. -> PKK ASSAULT SYR
# rounds of sanctions, weapons used against somebody, troops by their commander
Kenya will send Uganda rifles to Chad. -> KEN AID TCD future
Kenya sold Uganda weapons on Monday to Chad. -> KEN AID TCD
Kenya will send Uganda rifles for its army. -> KEN AID UGA future
London imposed a new round of sanctions on Tehran. -> GBR SANCTION IRN
London has announced a fresh package of sanctions against Tehran. -> GBR SANCTION IRN
Kenya and Uganda held a round of talks. -> KEN CONSULT UGA
The EU condemned Lukashenko's arrests. -> EU ACCUSE BLR
France condemned Nasrallah's detentions. -> FRA ACCUSE HEZBOLLAH
Mali has used drones against Chad. -> MLI ASSAULT TCD
Ghana ratified Togo's accession to the pact. -> GHA SUPPORT TGO
Soldiers led by General Khalifa Haftar attacked Chad. -> LNA ASSAULT TCD
# what the writer calls a claim is the teller's, and its denial the writer's word
Togo said Ghanaian troops had shelled a village, a claim Ghana dismissed. -> GHA ASSAULT - by TGO; \
GHA DENY TGO of ASSAULT
# a day controls nothing, but a month without a number is somebody; any attack need not come
France called on May to lift the sanctions on Iran. -> FRA REQUEST -
Brussels called on June to ease the embargo on Chad. -> EU REQUEST -
Ghana decided on May 5 to bomb Togo. -> GHA ASSAULT TGO future
Ghana decided on Monday to bomb Togo. -> GHA ASSAULT TGO future
Ghana agreed on Friday to impose sanctions on Togo. -> GHA SANCTION TGO future
Ghana warned that it would not tolerate any attack by Togo. -> TGO ASSAULT - hypothetical by GHA
Ghana has denied any attack on Togo. -> GHA DENY - of ASSAULT; GHA ASSAULT TGO by ?
# who summons somebody protests; a finite verb goes with no gerund
Chile accused Peru of shielding smugglers and expelled its envoy. -> CHL ACCUSE PER; CHL SANCTION PER
Mali accuses Chad of lying and expels its envoy. -> MLI ACCUSE TCD; MLI SANCTION TCD
Mali asked Chad to leave and expelled its envoy. -> MLI REQUEST TCD; MLI SANCTION TCD
Peru asked Chile to leave and expelled its ambassador. -> PER REQUEST CHL; PER SANCTION CHL
Kenya asked Chad to free the men and recalled its envoy. -> KEN REQUEST TCD; KEN SANCTION TCD
Kenya urged Chad to stop the raids and closed the border with Mali. -> KEN REQUEST TCD; KEN COERCE MLI
Kenya promised to help Chad and condemned Mali. -> KEN AGREE TCD of AID; KEN AID TCD future by KEN; KEN ACCUSE MLI
Chile summoned the Peruvian envoy to protest at the raid. -> CHL ACCUSE PER; CHL ACCUSE PER hypothetical by CHL
Chile summoned the Peruvian envoy to condemn the raid. -> CHL ACCUSE PER; CHL ACCUSE PER hypothetical by CHL
Chile thanked Peru for freeing the sailors and lifted its sanctions on Lima. -> CHL SUPPORT PER of RETREAT; \
PER RETREAT - by CHL; CHL RETREAT PER
# a verb of feeling that is read as what stands before a name
The arrest of two Kenyans by Uganda irritated Nairobi. -> UGA COERCE KEN:CIVILIANS
The killing of a Kenyan envoy by South Sudan alarmed Brussels. -> SSD ASSAULT KEN
Mali's raid on Chad angers Russia. -> MLI ASSAULT TCD
Kenya's embargo on Uganda alarmed Brussels. -> KEN SANCTION UGA
The invasion of Mali by Chad worries France. -> TCD ASSAULT MLI
The raid on Mali alarmed Kenya, and Peru condemned Chad. -> PER ACCUSE TCD
# a finite verb goes with no wish: "insisted that Peru release the sailors and accused Bolivia"
Chile insisted that Peru pull out its tanks and accused Bolivia of piracy. -> CHL REQUEST PER; CHL ACCUSE BOL
Kenya demanded that Uganda free the men and thanked Rwanda. -> KEN REQUEST UGA; KEN SUPPORT RWA
# who frees prisoners in an exchange frees them to the other; whoever arranges it frees nobody
Chad and Mali each released 40 captives on Monday in a swap arranged by Qatar. -> TCD RETREAT MLI; MLI RETREAT TCD
Chad and Mali freed 40 Togolese soldiers in an exchange. -> TCD RETREAT TGO; MLI RETREAT TGO
# what a quote mark sets off is what it is called; a claim that is called so is denied
Mali called the report "an invention of Chad's enemies". -> MLI DENY -
Mali branded the story "a lie". -> MLI DENY -
# who says that somebody commits crimes accuses him
Chad claimed that Malian troops were carrying out massacres. -> TCD ACCUSE MLI of ASSAULT; MLI ASSAULT - by TCD
Chad said that Mali had committed war crimes. -> TCD ACCUSE MLI of ASSAULT; MLI ASSAULT - by TCD
Chad said Mali had not committed war crimes. -> MLI ASSAULT - negated by TCD
# flights that two make together, and who is judged for them
Ghana carried out joint flights with the Togolese army on Monday, an exercise that Mali denounced as a threat. -> \
GHA COOPERATE TGO; MLI ACCUSE GHA
Ghana's president met Mali's leader in Bamako, a trip that Togo condemned. -> GHA CONSULT MLI; TGO ACCUSE GHA
Chad fired two missiles into the sea, a test that Mali called reckless. -> TCD MOBILIZE -; MLI ACCUSE TCD
# measures are imposed on somebody; one of two is no "it"
Ghana and Togo urged Brussels to lift the measures it imposed on Mali. -> GHA REQUEST EU of CONCEDE; \
TGO REQUEST EU of CONCEDE; EU CONCEDE MLI hypothetical by GHA; EU SANCTION MLI
Chad and Kenya urged Mali to end the siege it began. -> TCD REQUEST MLI; KEN REQUEST MLI
Mali attacked Togo. Chad and Kenya said it had attacked Uganda. -> MLI ASSAULT TGO; MLI ASSAULT UGA by TCD
# people leave a village, and no army; a vote that is sabotaged is not attacked
The evacuation of the town by Russian forces began. -> RUS RETREAT -
Ghana accused Togo of paying two men to sabotage it. -> GHA ACCUSE TGO
# assured of backing; armed by somebody, whoever they are
France assured Chad of its backing. -> FRA SUPPORT TCD
The gunmen had been trained by the Serbian army. -> SRB AID -
The rebels were funded by Chad. -> TCD AID -
# a denial answers whose word it was, not whom the act hit
Mali said Chad had bombed Togo. Chad's president denied the claim. -> TCD ASSAULT TGO by MLI; TCD DENY MLI
Mali said Chad had trained the gunmen. Chad denied the claim. -> TCD AID - by MLI; TCD DENY MLI
Reports said Chad had bombed Togo. Chad denied this. -> TCD ASSAULT TGO by ?; TCD DENY -
Egypt bombed Sudan - report. -> EGY ASSAULT SDN by ?
Thai soldiers shelled Laos, the state media of Laos reported. -> THA ASSAULT LAO by LAO
Poland attacked Belarus (so Minsk). -> POL ASSAULT BLR by BLR
Iran has funded militants. -> IRN AID -
# where one complains is not of whom; what one rules out, of nobody in particular
Mali lodged a complaint with the UN Security Council about Chad. -> MLI ACCUSE TCD
Chad accused Mali of spying. It will file a complaint with the United Nations. -> TCD ACCUSE MLI; TCD ACCUSE MLI future
Chad ruled out any compromise. -> TCD REJECT -
Ghana refused to negotiate. -> GHA REJECT -
Chad criticised Mali. Togo left. Kenya may send no arms if Chad refused to talk. -> TCD ACCUSE MLI
# quarrels, rehearsals, smaller numbers; a decree is judged in whose it is
Ghana has quarrelled with Togo over the border. -> GHA ACCUSE TGO
Chad's troops rehearsed a landing on the island. -> TCD MOBILIZE -
Serbia cut the number of its troops near the border. -> SRB RETREAT -
The United States will hand Ukraine another $500 million worth of weapons. -> USA AID UKR future
Chad annexed two islands. Mali called the decree a provocation. -> TCD ASSAULT -; MLI ACCUSE TCD
# what is done in protest
Malian fishermen plan to sail to the shoal in protest at Chad. -> MLI:CIVILIANS PROTEST TCD future
Peruvian truckers drove to the border in protest against Chile. -> PER:CIVILIANS PROTEST CHL
Ghana recalled its envoy in protest at Togo's closure of the border. -> GHA SANCTION TGO
Ghana closed its airspace in retaliation for Togo's ban. -> GHA COERCE TGO
Ghana expelled two diplomats in reprisal for the expulsion of its envoy by Togo. -> GHA SANCTION TGO; TGO SANCTION GHA
Ghana bombed Togo in retaliation for Togo's raid. -> GHA ASSAULT TGO; TGO ASSAULT -
# police search and seize; hosts of talks are no party to them
Kosovo police searched a hospital and seized weapons. -> XKX COERCE -
Malian police raided a mosque. -> MLI COERCE -
Kenya and Uganda have offered to host the talks. -> KEN AGREE -; UGA AGREE -
Kenya and Uganda will host talks between Chad and Mali. -> KEN CONSULT TCD future; KEN CONSULT MLI future; \
UGA CONSULT TCD future; UGA CONSULT MLI future; TCD CONSULT MLI future
# light verbs, nouns, compounds, genitives
Iran's navy carried out a mortar attack on a Saudi position. -> IRN ASSAULT SAU
The Houthis fired a missile at the Saudi oil terminal of Yanbu. -> HOUTHIS ASSAULT SAU
Russia massed troops along the border with Ukraine. -> RUS MOBILIZE UKR
Talks between Tehran and Washington began in Oman. -> IRN CONSULT USA
Putin praised efforts by Secretary of State John Kerry to find a way out. -> RUS SUPPORT USA
The UN has welcomed the release of prisoners by Iran. -> UN SUPPORT IRN
# control and causation
Ukraine is likely to ask Poland for more shells. -> UKR REQUEST POL future of AID; POL AID UKR hypothetical by UKR
France plans to send tanks to Ukraine, its president said. -> FRA AID UKR future by FRA
# negation
Iran did not attack Iraq. -> IRN ASSAULT IRQ negated
Israel neither confirmed nor denied that it had attacked Syria. -> ISR CONFIRM - negated; \
ISR DENY - negated of ASSAULT; ISR ASSAULT SYR by ?
# an accusation that another denies was made; who denies it himself may not have made it
Chad accused Mali of theft, but Mali denied it. -> TCD ACCUSE MLI; MLI DENY TCD
Chad accused Mali of theft, but Chad denied it. -> TCD ACCUSE MLI by ?; TCD DENY MLI
Chad accused Mali of theft. Chad denied this. -> TCD ACCUSE MLI by ?; TCD DENY MLI
# a teller put in between the subject and its verb
Russia, the Ukrainian defence ministry said on Monday, attacked Odesa. -> RUS ASSAULT UKR by UKR
Russia, the ministry said on Monday, attacked Ukraine. -> RUS ASSAULT UKR by ?
Iran, Iraq's prime minister told parliament on Sunday, bombed Iraq twice. -> IRN ASSAULT IRQ by IRQ
Israel, Lebanon's army reported, shelled a Lebanese village on Tuesday. -> ISR ASSAULT LBN by LBN
Russia, American officials believe, sent tanks to Syria. -> RUS AID SYR by USA
Iraqi troops, the Kuwaiti government announced in a statement, attacked Kuwait. -> IRQ ASSAULT KWT by KWT
Russia, said Ukraine's president, attacked Ukraine at dawn. -> RUS ASSAULT UKR by UKR
Russia - Ukraine's president said - attacked Ukraine at dawn. -> RUS ASSAULT UKR by UKR
Russia, Ukraine's president told reporters, has not attacked Poland. -> RUS ASSAULT POL negated by UKR
Iran, France said, was attacked by Israel. -> ISR ASSAULT IRN by FRA
Russia, which the ministry said had run out of shells, attacked Ukraine. -> RUS ASSAULT UKR
Russia, the ministry's old rival, attacked Ukraine. -> RUS ASSAULT UKR
# two sentences in one; what one was like for somebody
Kishida met Putin. Putin's own response was, for him, restrained. -> JPN CONSULT RUS
France condemned Mali; Belgium has said that Chad should leave. -> FRA ACCUSE MLI; BEL REQUEST TCD by BEL
# each the other, and criticism that is called fire
India and Pakistan blamed one another. -> IND ACCUSE PAK; PAK ACCUSE IND
Armenia and Azerbaijan each blamed the other. -> ARM ACCUSE AZE; AZE ACCUSE ARM
Hungary is under fire from Germany over its courts. -> DEU ACCUSE HUN
Hungary is under fire from Ukraine for blocking aid. -> UKR ACCUSE HUN
# judgements and warnings by a speaker
China would face consequences, an American general said. -> USA THREATEN CHN by USA
"Russia's reckless actions must end," said the Polish foreign minister. -> POL ACCUSE RUS by POL; POL REQUEST RUS by POL
The Taliban said that they were not responsible for the blast. -> TALIBAN DENY - by TALIBAN of ASSAULT; \
TALIBAN ASSAULT - by TALIBAN
# who is aimed at without being named
M23 fighters seized two towns north of Goma. -> M23 ASSAULT COD
The FARC blew up a pipeline. Colombia was alarmed. -> FARC ASSAULT COL
The FARC killed two people. Colombia was alarmed. -> FARC ASSAULT -
Kenya accused Somalia of fraud. Kenya expelled the Somali envoy. Somalia shrugged off the charge. -> KEN ACCUSE SOM; \
KEN SANCTION SOM; SOM DENY KEN
# backers, claimants, members, and who else is meant
The Syrian army shelled the US-backed Syrian rebels. -> SYR ASSAULT SYRIAN-OPPOSITION; USA AID SYRIAN-OPPOSITION
Canada condemned the attack, for which the Islamic State has claimed responsibility. -> CAN ACCUSE ISIS of ASSAULT; \
ISIS ASSAULT - by CAN; ISIS CONFIRM - by CAN of ASSAULT
The EU is among those calling on Serbia to stop. -> EU REQUEST SRB
Turkey recalled its envoy from Bern and demanded an apology. -> TUR SANCTION CHE; TUR REQUEST CHE
"Rwanda must leave," demanded the Congolese president. -> COD REQUEST RWA
Britain expelled Russian diplomats. Moscow condemned the step. -> GBR SANCTION RUS; RUS ACCUSE GBR
Britain met Russia in Geneva. Moscow condemned the step. -> GBR CONSULT RUS
The Polish minister visited Turkey on 4 April and Syria from 5 April to 6 April. -> POL CONSULT TUR; POL CONSULT SYR
The US called on Iran to free Greek sailors. -> USA REQUEST IRN of RETREAT; IRN RETREAT GRC hypothetical by USA
Egypt called for an end to Israel's attacks on Lebanon. -> EGY REQUEST ISR of ASSAULT; ISR ASSAULT LBN by EGY
The Security Council adopted a resolution. The resolution demanded a ceasefire. -> UN REQUEST -
Meeting at the request of Japan, the Security Council condemned North Korea. -> JPN REQUEST UN; UN ACCUSE PRK
Putin complained about the United States' backing independence for Kosovo. -> RUS ACCUSE USA of SUPPORT; \
USA SUPPORT XKX by RUS
Brussels said that aid to Serbia would be suspended. -> EU SANCTION SRB future by EU of AID; \
EU AID SRB negated by EU
Russia was charged with attacking Ukraine. -> RUS ASSAULT UKR by ?
In a war game, China invaded Taiwan. -> CHN ASSAULT TWN hypothetical
Reports that Mali attacked Niger spread. Poland condemned the attack. -> MLI ASSAULT NER by ?; MLI ASSAULT NER by POL
Mali attacked Niger on Monday. Poland condemned the attack. -> MLI ASSAULT NER; MLI ASSAULT NER by POL; \
POL ACCUSE MLI of ASSAULT
# what says enough without a target: a veto, a refusal, a withdrawal, a release
Hungary vetoed the plan. -> HUN REJECT -
Mali withdrew its troops. -> MLI RETREAT -
Iran has released the sailors. -> IRN RETREAT -
# headlines
China, Russia veto UN sanctions on Syria -> CHN REJECT UN of SANCTION; RUS REJECT UN of SANCTION; \
UN SANCTION SYR hypothetical
Maduro thanks Cuba for doctors, scolds Chile -> VEN SUPPORT CUB; VEN ACCUSE CHL
North Korea fires missile over Japan -> PRK MOBILIZE -
Macron, Iraqi Prime Minister Discuss Next Moves In Mosul Fight -> FRA CONSULT IRQ
# conditions and possibilities
If Iran attacks Israel, oil will be dear. -> IRN ASSAULT ISR hypothetical
China may sanction Lithuania. -> CHN SANCTION LTU hypothetical
# attribution
Saudi-led air strikes hit the port, according to the Houthis. -> SAU ASSAULT - by HOUTHIS
Israel allegedly bombed Syria on Monday. -> ISR ASSAULT SYR by ?
Russia is said to have attacked Georgia. -> RUS ASSAULT GEO by ?
It is alleged that Iran attacked Israel. -> IRN ASSAULT ISR by ?
Accusations that Iran attacked Saudi Arabia were rejected in Tehran. -> IRN ASSAULT SAU by ?
There were allegations of Russian attacks on Georgia. -> RUS ASSAULT GEO by ?
The report that China had invaded India was false. -> CHN ASSAULT IND by ?
# denials and nested claims
Armenia accused Azerbaijan of firing first, a charge that Baku rejects. -> ARM ACCUSE AZE
Armenia attacked Azerbaijan, a charge that Yerevan rejects. -> ARM ASSAULT AZE by ?
# a judgement that is denied, a request in the passive
The United States says that Israel was not to blame. -> USA ACCUSE ISR negated by USA
The United States says that Israel was to blame. -> USA ACCUSE ISR by USA
Iran said that Mali was no bully. -> IRN ACCUSE MLI negated by IRN
Israel was urged by the United States to bomb Syria. -> USA REQUEST ISR of ASSAULT; \
ISR ASSAULT SYR hypothetical by USA
Israel was told by the United States to bomb Syria. -> USA REQUEST ISR of ASSAULT; ISR ASSAULT SYR hypothetical by USA
Israel is said to have bombed Syria. -> ISR ASSAULT SYR by ?
China denied that Russia had asked it for drones. -> CHN DENY - of REQUEST; RUS REQUEST CHN by ? of AID; \
CHN AID RUS hypothetical by RUS
Iran dismissed claims that it had armed the Houthis. -> IRN DENY - of AID; IRN AID HOUTHIS by ?
Washington's claim that Russia attacked Ukraine was denied by the Kremlin. -> USA ACCUSE RUS of ASSAULT; \
RUS ASSAULT UKR by USA; RUS DENY USA of ACCUSE
Ukraine accused Russia of shelling Kharkiv. -> UKR ACCUSE RUS of ASSAULT; RUS ASSAULT UKR by UKR
Rwanda blamed the Congolese army for the shelling of the Rwandan town of Rubavu. -> RWA ACCUSE COD of ASSAULT; \
COD ASSAULT RWA by RWA
# contents told by nouns: who takes part follows from the statement
Ukraine asked Germany for tanks. -> UKR REQUEST DEU of AID; DEU AID UKR hypothetical by UKR
Moldova was offered electricity by Romania. -> ROU AGREE MDA of AID; ROU AID MDA hypothetical by ROU
Iran ruled out talks with the United States. -> IRN REJECT USA of CONSULT; IRN CONSULT USA negated by IRN
Malta thanked Italy for its help. -> MLT SUPPORT ITA of AID; ITA AID MLT
Islamic State claimed responsibility for the bombing of an Iraqi police station. -> ISIS CONFIRM - of ASSAULT; \
ISIS ASSAULT IRQ by ISIS
China's denial of a role in the hacking of Albania's servers was brief. -> CHN DENY - of COERCE; CHN COERCE ALB by ?
Hungary has refused to supply Ukraine with shells. -> HUN REJECT UKR of AID; HUN AID UKR negated by HUN
Al-Shabaab took credit for the ambush of a Ugandan convoy. -> AL-SHABAAB CONFIRM - of ASSAULT; \
AL-SHABAAB ASSAULT UGA by AL-SHABAAB
Serbian officials confirmed a meeting between the president and Vladimir Putin. -> SRB CONFIRM - of CONSULT; \
RUS CONSULT SRB by SRB
Taiwan spurned Beijing's offer of talks. -> TWN REJECT CHN of AGREE; CHN AGREE TWN of CONSULT; \
CHN CONSULT TWN hypothetical by CHN
Washington froze $300 million in military aid to Pakistan. -> USA SANCTION PAK of AID; USA AID PAK negated
The United States warned Russia of consequences if it attacked Ukraine. -> USA THREATEN RUS of ASSAULT; \
RUS ASSAULT UKR hypothetical by USA
# what is said of something else aims at nobody
Ukraine accused Russia of lying. Zelensky also condemned corruption in the army. -> UKR ACCUSE RUS
Georgia summoned the Ukrainian envoy and complained about the price of gas. -> GEO ACCUSE UKR
# a genitive beside a "by" phrase suffers
Russia's defeat by Ukraine was welcomed by Poland. -> POL SUPPORT UKR
# nearly and later
Iran came close to attacking Israel. -> IRN ASSAULT ISR hypothetical
Russia postponed attacking Poland. -> RUS ASSAULT POL hypothetical
Russian attack on Poland? NATO doubts it. -> RUS ASSAULT POL hypothetical by ?
Russia attack on Poland feared -> RUS ASSAULT POL hypothetical
A ban on Russian oil by the EU was blocked by Hungary. -> EU SANCTION RUS negated
# headlines that say whose word they are
Kyiv: Russia shelled Odesa -> RUS ASSAULT UKR by UKR
Russia shelled Odesa - Kyiv -> RUS ASSAULT UKR by UKR
Report: Iran Arms Houthis -> IRN AID HOUTHIS by ?
Sources: Russia shelled Odesa -> RUS ASSAULT UKR by ?
Ukraine war: Russia shells Odesa -> RUS ASSAULT UKR
GENEVA: Russia attacked Georgia. -> RUS ASSAULT GEO
Iran 'attacks' Israel -> IRN ASSAULT ISR by ?
Israel attacked by Iran -> IRN ASSAULT ISR
# clefts, company, identity, measures, counterparts
It was from Kenya that Somalia withdrew its ambassador. -> SOM SANCTION KEN
It is Turkey that Azerbaijan thanked. -> AZE SUPPORT TUR
What the Kremlin rejected was a Turkish draft. -> RUS REJECT TUR
The country that Cuba has helped with doctors is Venezuela. -> CUB AID VEN
Turkey, like Hungary, praised Russia. -> TUR SUPPORT RUS; HUN SUPPORT RUS
Kuwait sent forty tonnes of medicine to Lebanon. -> KWT AID LBN
The Polish minister met his German colleague. -> POL CONSULT DEU
A letter sent by Iran to the Security Council condemned the United States. -> IRN CONSULT UN; IRN ACCUSE USA
Grateful to Kenya for its police, Haiti wants more. -> HTI SUPPORT KEN
North Korea's ambassador was expelled from Malaysia. -> MYS SANCTION PRK
Sudan held the Emirates responsible for the shelling of Omdurman. -> SDN ACCUSE ARE of ASSAULT; ARE ASSAULT SDN by SDN
Turkey was dealt a rebuke by the Council of Europe. -> COE ACCUSE TUR
India stopped short of accusing Pakistan. -> IND ACCUSE PAK negated
Canada committed itself to resettling Syrian refugees. -> CAN AGREE SYR:CIVILIANS of AID; \
CAN AID SYR:CIVILIANS future by CAN
# denials without the word, refusals by modal, trust, untruths
"China did not attack the Philippine boat," its coastguard said. -> CHN ASSAULT PHL negated by CHN; \
CHN DENY - by CHN of ASSAULT
It is untrue that Kenya expelled the Somali envoy, Nairobi said. -> KEN DENY - by KEN of SANCTION; \
KEN SANCTION SOM by ?
Egypt would not hear of a plan by Ethiopia. -> EGY REJECT ETH
Thai soldiers laid mines on Cambodian soil, if Phnom Penh is to be believed. -> THA ASSAULT KHM by KHM
The Kremlin blamed Ukraine for the blast. -> RUS ACCUSE UKR of ASSAULT; UKR ASSAULT - by RUS
# whose word contents are, and whose they are not
Serbia persuaded Hungary to veto the plan. -> SRB REQUEST HUN of REJECT; HUN REJECT -
Egypt asked Israel to halt its offensive against Hamas. -> EGY REQUEST ISR of RETREAT; \
ISR RETREAT HAMAS hypothetical by EGY of ASSAULT; ISR ASSAULT HAMAS
Algeria does not seem to have recalled its ambassador from Madrid. -> DZA SANCTION ESP negated
If Kosovo taxes Serbian flour, Serbia will ban Kosovo's melons. -> XKX SANCTION SRB hypothetical; \
SRB SANCTION XKX hypothetical
Turkey is expected to deport the Egyptian preacher. -> TUR COERCE EGY:RELIGIOUS future
# envoys sent home, judgements, calls, pledges, vows, pressure, what a text or a speaker asks
Canada told the Somali envoy to leave Ottawa. -> CAN SANCTION SOM
The Somali envoy was told to leave Kenya. -> KEN SANCTION SOM
Canada said India's decision was regrettable. -> CAN ACCUSE IND by CAN
Zambia described the raid as an act of aggression by Malawi. -> ZMB ACCUSE MWI
Ghana rang Togo's president to offer condolences. -> GHA CONSULT TGO; GHA SUPPORT TGO
Ghana and Togo pledged to restart talks. -> GHA AGREE TGO of CONSULT; GHA CONSULT TGO future by GHA
Iran vowed to bomb Israel. -> IRN THREATEN ISR of ASSAULT; IRN ASSAULT ISR future by IRN
Under pressure from Brussels, Turkey freed two Greek soldiers. -> EU REQUEST TUR; TUR RETREAT GRC
A Chadian delegation is due in Kenya on Monday. -> TCD CONSULT KEN future
The Indian prime minister is to visit Japan. -> IND CONSULT JPN future
Iran will hear of no mediator from Turkey. -> IRN REJECT TUR
The Security Council adopted a resolution telling Israel to leave Gaza. -> UN REQUEST ISR
Japan struck South Korea off its list of partners. -> JPN SANCTION KOR
Mali was suspended from the African Union. -> AU SANCTION MLI
Peru said Chile had to withdraw its tanks. -> PER REQUEST CHL by PER
Together with Iceland, Norway urged Chad to stop. -> NOR REQUEST TCD; ISL REQUEST TCD
Israeli warplanes blew up a bridge in Lebanon. -> ISR ASSAULT LBN
Egypt protested as Ethiopia filled the dam. -> EGY ACCUSE ETH
Canada does not recognise the legitimacy of the vote held in Venezuela. -> CAN REJECT VEN
Chad and the M23 fought. Chad and the M23 met. Peru waited. Cuba slept. Kenya appealed to both sides. -> \
TCD ASSAULT M23; TCD CONSULT M23; KEN REQUEST M23; KEN REQUEST TCD
Armenian positions came under mortar fire from Azerbaijan. -> AZE ASSAULT ARM
The Greek foreign minister was received by his Libyan colleague. -> LBY CONSULT GRC
Crowds marched through Goma, shouting against Rwanda. -> COD:CIVILIANS PROTEST RWA
Sweden is concerned by Belarus's use of migrants. -> SWE ACCUSE BLR
The African Union has endorsed Kenya's bid for a seat on the council. -> AU SUPPORT KEN
# what was said, and whose word it is
France said it would send tanks to Ukraine. -> FRA AID UKR future by FRA
France accused of arming Rwanda -> FRA AID RWA by ?
Nobody doubts that Israel bombed Syria. -> ISR ASSAULT SYR
Merkel did not say that Russia attacked Ukraine. -> RUS ASSAULT UKR by ?
Putin on Mali: France attacked Chad -> FRA ASSAULT TCD by RUS
It was not Iran but Israel that bombed Syria. -> ISR ASSAULT SYR
# a denial set apart behind a clause denies what the clause tells, to whom it was who said it
Azerbaijan attacked Armenia, which Baku denies. -> AZE ASSAULT ARM by ?; AZE DENY - of ASSAULT
Armenia accused Azerbaijan of shelling its villages, which Baku denies. -> ARM ACCUSE AZE of ASSAULT; \
AZE ASSAULT ARM by ARM; AZE DENY ARM of ASSAULT
Azerbaijan shelled Armenia, Yerevan says, which Baku denies. -> AZE ASSAULT ARM by ARM; AZE DENY ARM of ASSAULT
# not so where somebody tells the whole sentence: the denial, too, is his word
Mali accused Chad of shelling its towns, which Chad denies, according to Niger. -> \
MLI ACCUSE TCD by NER of ASSAULT; TCD ASSAULT MLI by MLI; TCD DENY MLI by NER of ASSAULT
According to Niger, Mali accused Chad of shelling its towns, which Chad denies. -> \
MLI ACCUSE TCD by NER of ASSAULT; TCD ASSAULT MLI by MLI; TCD DENY MLI by NER of ASSAULT
Mali accused Chad of shelling its towns, which Chad denies, Niger said. -> \
MLI ACCUSE TCD by NER of ASSAULT; TCD ASSAULT MLI by MLI; TCD DENY MLI by NER of ASSAULT
Rumours say that Mali accused Chad of shelling its towns, which Chad denies. -> \
MLI ACCUSE TCD by ? of ASSAULT; TCD ASSAULT MLI by MLI; TCD DENY MLI by ? of ASSAULT
According to Mali, Chad shelled its towns, which Chad denies. -> TCD ASSAULT MLI by MLI; \
TCD DENY - by MLI of ASSAULT
# who suffers it: the target or victim of, subject to, at the hands of, a genitive beside a "by" phrase
Syria was the target of an Israeli attack. -> ISR ASSAULT SYR
Kuwait fell victim to an Iraqi invasion. -> IRQ ASSAULT KWT
Rwanda bore the brunt of Uganda's attack. -> UGA ASSAULT RWA
Venezuela is subject to sanctions by the United States. -> USA SANCTION VEN
Libya's army was defeated at the hands of Chad. -> TCD ASSAULT LBY
Zambia's invasion by Malawi began in May. -> MWI ASSAULT ZMB
Malawi's condemnation by Zambia surprised nobody. -> ZMB ACCUSE MWI
Malawi's condemnation of Zambia surprised nobody. -> MWI ACCUSE ZMB
Syria was not the target of an Israeli attack. -> ISR ASSAULT SYR negated
Mali remains the target of Chadian sanctions. -> TCD SANCTION MLI
Mali fell prey to an attack by Chad. -> TCD ASSAULT MLI
Israel had the backing of the United States. -> USA SUPPORT ISR
# each side and the other
Armenia and Azerbaijan met in Doha. Each side accuses the other, Qatar said. -> ARM CONSULT AZE; \
ARM ACCUSE AZE by QAT; AZE ACCUSE ARM by QAT
# who is seen as a doer, and who is charged by nobody named
Lebanon portrays Israel as having bombed Syria. -> ISR ASSAULT SYR by LBN
Kenya stands accused of bombing Somalia. -> KEN ASSAULT SOM by ?
None of the ministers denied that France bombed Mali. -> ? DENY - negated of ASSAULT; FRA ASSAULT MLI by ?
"""

SILENT = """
Chad has to withdraw its tanks.
Kenyan tea arrived in Norway.
Norway says Sweden needs to win the next match.
Balkan hens laid eggs under the eyes of the UN.
Poland has the best cheese.
Russia's reckless actions have made news.
Iranian-backed militias attacked on Monday.
One Greek minister accused the other of lying.
Russia condemned corruption.
Ghana's president rejected the design.
Mali's troops left.
Chad warned of a drought.
The turkey was served with cranberries.
Sanctions policy is a wide field.
In Moscow it snowed on Sunday.
The Beijing Olympics opened on Friday.
The blast in Pakistan, which killed two Chinese engineers, was condemned by Iran.
Kenya, Uganda and Malawi quit the bloc.
Kenya and Uganda ended two weeks of talks.
Malian officials ordered the evacuation of eight towns.
Ghana arrested ten men in response to Togo's request.
"""


def cases() -> Iterator[tuple[str, str]]:
    for line in CASES.replace("\\\n", "").strip().splitlines():
        if not line.startswith("#"):
            text, _, expected = line.partition(" -> ")
            yield text, expected


@pytest.fixture(scope="module")
def line() -> Line:
    return Line.load()


def code(mention: Mention | None) -> str:
    if mention is None:
        return "-"
    return mention.actor.code if mention.actor else "?"


def said(statement: Statement, by_id: dict[str, Statement]) -> str:
    words = [code(statement.source), statement.relation, code(statement.target)]
    if statement.modality.value != "actual":
        words.append(statement.modality.value)
    if statement.attributed_to:
        words += ["by", code(statement.attributed_to)]
    if statement.content:
        words += ["of", by_id[statement.content].relation]
    return " ".join(words)


def statements(line: Line, text: str) -> list[Statement]:
    return line.statements([Article(id="a", text=text, published=date(2022, 3, 16))])[0]


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_a_sentence_says(line: Line, text: str, expected: str) -> None:
    found = statements(line, text)
    by_id = {s.id: s for s in found}
    assert sorted(said(s, by_id) for s in found) == sorted(expected.split("; "))


@pytest.mark.parametrize("text", SILENT.strip().splitlines())
def test_a_sentence_says_nothing(line: Line, text: str) -> None:
    assert statements(line, text) == []


CLAIMED = """
Russia is accused of bombing hospitals in Syria.
Pakistan denied sheltering the Taliban and attacking India.
Turkey has been blamed for attacking Kurdish forces.
Iran rejected the charge that it had attacked Israel, which its ally repeated.
“Georgia attacked Russia,” the ministry wrote.
"Russia attacked Georgia." That is what Tbilisi says.
Kyiv, Moscow claims, shelled Belgorod.
It denies having sent fighters to Libya.
Kyiv said Russia had attacked Odesa. The attack killed three.
Russia did not attack Georgia. The attack was invented.
Russia plans to attack Georgia. The attack would be costly.
Moscow blamed Kyiv for the attack on Belgorod. The strike killed two.
A company spokesman denied the Russian attack on Georgia.
The company denied Russian attacks on Georgia.
China denied the Russian and Iranian attacks on Ukraine.
Moscow began to claim that Ukraine had bombed Belgorod.
He wants to tell the world that Israel attacked Gaza.
Moscow insists Ukraine attacked Russia first, and that NATO armed Georgia.
It is not true that Russia attacked Georgia.
It is false that Russia attacked Georgia.
Rumours spread that Russia had attacked Georgia.
There were reports of an Israeli strike on Syria.
They pretended that Russia had attacked Georgia.
Israel's alleged attack on Syria drew condemnation.
Purported Israeli strikes on Syria were the talk of the town.
In case Russia attacks Moldova, Romania will help.
Provided that Israel frees the two Greek sailors, Greece will return the ship.
In the view of most analysts, China helped Pakistan to build its first bomb.
Baghdad 'asked Ankara to leave Bashiqa camp'
The report that Mali had attacked Niger was a hoax.
Russia faces claims it attacked Poland.
Russia was acquitted of bombing Ukraine.
Russia was absolved of attacking Ukraine.
A Russian general was exonerated of attacking Ukraine.
Propaganda that Israel bombed Lebanon spread.
The hoax that Israel bombed Lebanon spread.
The myth that Israel bombed Lebanon spread.
"""


def edges(line: Line, text: str) -> set[str]:
    """Return the plain edges that a text makes, as ``SOURCE RELATION TARGET``."""
    article = Article(id="a", text=text, published=date(2022, 3, 16))
    known = facts(article.id, article_quads(article, line.statements([article])[0], extractor()))
    contents = frozenset(f.content for f in known if f.content)
    return {f"{f.source} {f.relation} {f.target}" for f in known if makes_edge(f, contents)}


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("Iran accused Israel of attacking Syria.", {"IRN"}),
        ("If Iran accuses Israel of attacking Syria, oil will rise.", set()),
        ("Iran will accuse Israel of attacking Syria.", set()),
        ("Iran has not confirmed that Israel attacked Syria.", set()),
        ("Russia refused to confirm that it attacked Ukraine.", set()),
        ("Israel was urged by the United States not to bomb Syria.", set()),
        ("Egypt called for an end to Israel's attacks on Lebanon.", {"EGY"}),
    ],
)
def test_who_has_not_said_it_takes_no_position(line: Line, text: str, holders: set[str]) -> None:
    article = Article(id="a", text=text, published=date(2022, 3, 16))
    known = facts(article.id, article_quads(article, line.statements([article])[0], extractor()))
    acts = {fact.id for fact in known if fact.relation == "ASSAULT"}
    assert {p.holder.rpartition("/")[2] for p in positions(known) if p.statement in acts} == holders


def sentences(table: str) -> list[str]:
    return [row for row in table.strip().splitlines() if not row.startswith("#")]


@pytest.mark.parametrize("text", [*sentences(CLAIMED), *sentences(HELD)])
def test_what_is_claimed_never_becomes_an_edge(line: Line, text: str) -> None:
    assert [e for e in edges(line, text) if not {"DENY", "ACCUSE"} & set(e.split())] == []


def told(name: str = "told.tsv") -> list[tuple[str, str]]:
    """Return each line of the table beside this file: the edges, and the text that makes them."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    _, *table = (row.split("\t") for row in lines if not row.startswith("#"))
    return [(expected, text) for expected, text in table]


@pytest.mark.parametrize(("expected", "text"), told())
def test_a_text_makes_just_the_edges_that_it_tells_as_facts(line: Line, expected: str, text: str) -> None:
    found = {e for e in edges(line, text) if not {"DENY", "ACCUSE", "REJECT"} & set(e.split())}
    assert found == (set() if expected == "-" else set(expected.split("; ")))


@pytest.mark.parametrize(
    "question",
    [
        "Norway sanctioned Iceland, or did it?",
        "Could it be that Mali attacked Niger?",
        "Has Mali invaded Niger and bombed Chad?",
        "Was Mali attacked by Niger?",
        "Is Mali attacking Niger?",
    ],
)
@pytest.mark.parametrize("after", ["", "\n", "\n\nIt rained."])
def test_a_question_asks_whatever_stands_behind_it(line: Line, question: str, after: str) -> None:
    assert statements(line, question + after)
    assert edges(line, question + after) == set()


def test_a_participle_within_a_question_asks_nothing(line: Line) -> None:
    assert edges(line, "Is Mali, bombed by Niger, still at war?") == {"NER ASSAULT MLI"}


TELLERS = (
    "Sources, Source, Official, Officials, Prosecutor, Report, Witnesses, Opposition, Analysts, Kremlin, Pentagon, UN"
)


@pytest.mark.parametrize("label", [*TELLERS.split(", "), "Egyptian minister", "- Kremlin"])
@pytest.mark.parametrize("before", ["", "The talks ended on Friday.\n\n", "The talks ended on Friday. "])
def test_a_label_with_a_colon_speaks_for_its_line_wherever_it_stands(line: Line, before: str, label: str) -> None:
    text = f"{before}{label}: Iran bombed Iraq.\n\nNobody else commented on the matter."
    (found,) = statements(line, text)
    assert found.attributed_to is not None
    assert found.attributed_to.text == label.removeprefix("- ")
    assert edges(line, text) == set()


@pytest.mark.parametrize("label", ["Background", "Update", "Timeline", "Friday", "10:42"])
@pytest.mark.parametrize("before", ["", "The talks ended on Friday.\n\n", "The talks ended on Friday. "])
def test_a_label_that_is_no_teller_speaks_for_nobody(line: Line, before: str, label: str) -> None:
    text = f"{before}{label}: Iran bombed Iraq in May.\n\nNobody else commented on the matter."
    assert edges(line, text) == {"IRN ASSAULT IRQ"}


def test_a_label_speaks_for_a_short_line_or_for_its_sentence(line: Line) -> None:
    short = "Talks ended.\n\nKremlin: Iran bombed Iraq. Chad shelled Mali.\n\nPeru helped Chile."
    assert edges(line, short) == {"PER AID CHL"}
    tail = "nobody who was there has said since when the men of the village went home that night or why"
    long = f"Talks ended.\n\nKremlin: Iran bombed Iraq. Chad shelled Mali, and {tail}."
    assert edges(line, long) == {"TCD ASSAULT MLI"}
    both = statements(line, "Talks ended.\n\nKremlin: Iran bombed Iraq. Kyiv: Chad shelled Mali.")
    assert [code(s.attributed_to) for s in both] == ["RUS", "UKR"]


@pytest.mark.parametrize("row", sentences(FACTS))
def test_what_only_looks_like_a_claim_is_an_edge(line: Line, row: str) -> None:
    edge, _, text = row.partition(" | ")
    assert edge in edges(line, text)


def test_a_target_that_only_the_context_suggests_makes_no_edge(line: Line) -> None:
    text = "Russia accused Hungary of fraud. Hungary rejected the charge."
    assert edges(line, text) == {"RUS ACCUSE HUN"}
    refused = statements(line, text)[-1]
    assert refused.rule.endswith(CONTEXT)
    assert code(refused.target) == "RUS"
    assert refused.confidence != precision(refused.rule.partition("+")[0], "REJECT")
    assert edges(line, "The PKK attacked a police station in Iraq.") == {"PKK ASSAULT IRQ"}


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Ukraine accused Russia of shelling Poland. Russia denied shelling Poland.", "UKR"),
        ("American officials said China had sold drones to Mali. China denied that it had sold drones to Mali.", "USA"),
        (
            "According to Israel, Iran supplied Hezbollah with arms. Hezbollah denied that Iran supplied it with arms.",
            "ISR",
        ),
        ("France condemned Russia. Russia met Poland. Russia thanked Poland. Russia denied shelling Poland.", "?"),
    ],
)
def test_a_denied_claim_is_the_word_of_who_made_it_never_of_whom_it_concerns(
    line: Line, text: str, claimant: str
) -> None:
    found = statements(line, text)
    denial = next(s for s in found if s.relation == "DENY")
    claim = next(s for s in found if s.id == denial.content)
    assert code(claim.attributed_to) == claimant


def test_offsets_give_back_the_words(line: Line) -> None:
    text = "  Iran attacked Iraq.\r\n\r\nNATO condemned it.\n"
    found = statements(line, text)
    assert found
    for s in found:
        for span in (s.sentence, s.trigger, s.source):
            assert text[span.start : span.end] == span.text


def test_the_same_text_gives_the_same_ids_when_sentences_follow(line: Line) -> None:
    first = "Iran attacked Iraq on Monday."
    alone, more = statements(line, first), statements(line, first + " The minister met nobody.")
    assert [s.id for s in alone] == [s.id for s in more]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Iran",
        "😀 " * 50,
        "ايران هاجمت العراق",
        "<p>Iran</p>\x00\x07",
        "a " * 3000,
        "Iran, " + "France, Israel, Chad, " * 500 + "and Mali attacked Turkey.",
        "The attack " + "of the army of the minister " * 300 + "of Iran angered France.",
    ],
)
def test_odd_input_is_survived(line: Line, text: str) -> None:
    assert isinstance(statements(line, text), list)


def test_a_chain_of_clauses_costs_the_square_of_its_length_and_no_more(line: Line) -> None:
    def calls(clauses: int) -> int:
        text = f"The minister said {'that Russia accused Ukraine of lying and ' * clauses}left."
        with Profile() as profile:
            statements(line, text)
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(120) < 6 * calls(60)  # eight times, where each clause asks each above it for all below that


def test_the_ends_of_all_subtrees_are_those_of_each(line: Line) -> None:
    tree = Tree.of_doc(line.nlp("Iran, which Iraq had accused of lying, denied it. Officials (in Rome) said so."))

    def below(i: int) -> Iterator[int]:
        yield i
        for k in tree.kids[i]:
            yield from below(k)

    assert [tree.edges(i) for i in range(len(tree.words))] == [
        (min(below(i)), max(below(i))) for i in range(len(tree.words))
    ]


def test_confidence_is_the_measured_precision_of_the_rule(line: Line) -> None:
    (found,) = statements(line, "Iran attacked Iraq on Monday.")
    assert found.confidence == precision(found.rule, "ASSAULT")
    assert 0 < found.confidence < 1


def test_the_words_of_a_sentence_are_put_together_once(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[None] = []

    def counted(sent: SpacySpan) -> Span:
        made.append(None)
        return _sentence(sent)

    monkeypatch.setattr("kg.relate.statements._sentence", counted)
    text = "Russia attacked Ukraine, Iran accused Israel and Peru helped Chile. Japan helped Cuba."
    assert [len(statements(line, text)), len(made)] == [4, 2]
