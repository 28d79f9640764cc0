"""Idioms of news English: what phrasal verbs, light verbs and set phrases say, and where the same words say nothing.

One case a line, as in `tests.test_relate`: the sentence, then its statements as ``SOURCE RELATION TARGET``, with ``by
SPEAKER`` and the modality where they are not the plain case.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kg.model import Article, Mention, Statement
from kg.pipeline import Line

CASES = """
# ACCUSE
Chad took Mali to task over the delay. -> TCD ACCUSE MLI
Chad's president rounded on Mali. -> TCD ACCUSE MLI
Chad laid the failure of the talks at Mali's door. -> TCD ACCUSE MLI
Chad saw Mali's hand in the attack. -> TCD ACCUSE MLI
Chad said that Mali was to blame. -> TCD ACCUSE MLI by TCD
Chad's minister said that Mali had only itself to blame. -> TCD ACCUSE MLI by TCD
"All responsibility rests with Mali," Chad's president said. -> TCD ACCUSE MLI by TCD
Chad said that Mali's behaviour was not acceptable. -> TCD ACCUSE MLI by TCD
Chad's president said that Mali was a bully. -> TCD ACCUSE MLI by TCD
Chad called Mali a sponsor of terrorism. -> TCD ACCUSE MLI
Chad described Mali's actions as provocative. -> TCD ACCUSE MLI
"Chad condemns the reckless actions by Mali," Chad's foreign ministry said. -> TCD ACCUSE MLI by TCD
# a clause summed up in a noun behind it, and judged
Iran closed its border with Israel, a move that Egypt condemned. -> IRN COERCE ISR; EGY ACCUSE IRN
Iran recalled its ambassador to Israel, a decision welcomed by Egypt. -> IRN SANCTION ISR; EGY SUPPORT IRN
Iran moved tanks to the border of Israel, a step Egypt described as reckless. -> IRN MOBILIZE ISR; EGY ACCUSE IRN
Iran accuses Israel of arming the rebels, something Egypt denies. -> IRN ACCUSE ISR; ISR AID - by IRN; EGY DENY IRN
Iran recalled its ambassador to Israel, a decision that it defended. -> IRN SANCTION ISR
Iran accused Israel of arming rebels, a charge Egypt endorsed. -> IRN ACCUSE ISR; ISR AID - by IRN; EGY SUPPORT IRN
Iran armed a militia in Iraq, a group that Egypt condemned. -> IRN AID IRQ:ARMED-GROUP
Iran freed a singer in Teheran, a woman whom Egypt praised. -> IRN RETREAT -
Egypt said that Iran bombed Iraq, an ally that Egypt praised. -> IRN ASSAULT IRQ by EGY
Syria said that Iran bombed Iraq, a move that Egypt praised. -> IRN ASSAULT IRQ by SYR; EGY SUPPORT IRN by SYR
# two acts are two, also where one has no target
Iran rejected Israel's plan and vetoed the resolution on Syria. -> IRN REJECT ISR; IRN REJECT -
Iran withdrew its troops on Monday and may withdraw from Syria. -> IRN RETREAT -; IRN RETREAT SYR hypothetical
# by whose side one is, no passive; the subjunctive that looks like a plural
Iran stood by Israel. -> IRN SUPPORT ISR
Iran insisted that Israel leave. -> IRN REQUEST ISR
# embassies shut where they are, lists, courts, exclusion
Iran shut its embassy in Israel. -> IRN SANCTION ISR
Iran closed its consulates in Israel. -> IRN SANCTION ISR
Iran pulled its ambassador out of Israel. -> IRN SANCTION ISR
Iran put Israel on its terrorist list. -> IRN SANCTION ISR
Iran excluded Israel from the exercise. -> IRN SANCTION ISR
Iran took Israel to court. -> IRN ACCUSE ISR
Iran said Israel had broken its promise. -> IRN ACCUSE ISR by IRN
Iran said Israel would pay for the raid. -> IRN THREATEN ISR by IRN
Iran reneged on a deal with Israel. -> IRN REJECT ISR
Iran stood up to Israel. -> IRN REJECT ISR
Iran raised the case of the prisoners with Israel. -> IRN CONSULT ISR
Iran vouched for Israel. -> IRN SUPPORT ISR
Iran looked to Israel for help. -> IRN REQUEST ISR; ISR AID IRN hypothetical by IRN
Iran sought Israel's help. -> IRN REQUEST ISR
Iran convinced Israel to leave. -> IRN REQUEST ISR
Iran dismissed Israel's charge. -> IRN DENY -
Iran patrolled the border with Israel. -> IRN MOBILIZE -
# who dies in a strike is whom it hits; who refuses whom in a passive; who is behind it
Three Israeli soldiers were killed in an Iranian strike. -> IRN ASSAULT ISR
Three Israeli soldiers died in an Iranian attack. -> IRN ASSAULT ISR
Three Israeli soldiers may have been killed in an Iranian strike. -> IRN ASSAULT ISR hypothetical
Israel was refused a meeting by Iran. -> IRN REJECT ISR; IRN CONSULT ISR negated by IRN
Israel's officials were refused entry by Iran. -> IRN REJECT ISR
Iran said Israel was behind the raid. -> IRN ACCUSE ISR by IRN
# told once, with whom: "went to *war*"; deals not kept; planes sent over; ships stopped; money of others
Iran and Israel went to war in 1980. -> IRN ASSAULT ISR
Iran and Israel fought a six-week war. -> IRN ASSAULT ISR
Iran did not comply with Israel's demand. -> IRN REJECT ISR
Iran sent two bombers over Israel. -> IRN MOBILIZE ISR
Iran sent fighter jets to Israel. -> IRN AID ISR
Iranian boats blocked an Israeli ship. -> IRN COERCE ISR
Iran sprayed an Israeli boat with water cannon. -> IRN ASSAULT ISR
# who accuses arms nobody; a telephone has nobody; what is called so, by whom it is done
Iran has been accused by UN experts of arming Mali. -> UN ACCUSE IRN; IRN AID MLI by UN
Iran was suspected by Israeli officials of shelling Iraq. -> ISR ACCUSE IRN; IRN ASSAULT IRQ by ISR
Iran discussed the case by telephone with Israel's president. -> IRN CONSULT ISR
Iran spoke over the phone to Israel. -> IRN CONSULT ISR
Iran condemned what it called dangerous behaviour by Israel. -> IRN ACCUSE ISR
Iran protested against what it called Israel's raid. -> IRN ACCUSE ISR; ISR ASSAULT - by IRN
Iran rejected what it called Israel's demands. -> IRN REJECT ISR; ISR REQUEST IRN by IRN
Israel killed what it called fighters from Iran. -> ISR ASSAULT -
Iran called Israel's president a puppet. -> IRN ACCUSE ISR
Iran called Israel's president, an old friend. -> IRN CONSULT ISR
# charges are dismissed by a court, and denied by whom they are against
Iran dismissed Israeli charges against it as lies. -> ISR ACCUSE IRN by ISR; IRN DENY ISR
Iran dismissed charges against it as lies. -> IRN DENY -
Iran dismissed Israel's case against it. -> IRN REJECT ISR; ISR ACCUSE IRN by ?
Iran dismissed the ruling as absurd. -> IRN DENY -
A Turkish court dismissed charges against an Israeli minister. -> TUR CONCEDE ISR
Belgium dropped its investigation into Israel. -> BEL CONCEDE ISR; BEL ACCUSE ISR
Iran refused to drop its investigation into Israel. -> IRN REJECT -; IRN ACCUSE ISR; IRN CONCEDE ISR negated by IRN
Iran dropped its appeal to Israel for help. -> IRN REQUEST ISR
# what is thrown back is no measure of trade
Iran hit back at Israel with a round of missile strikes. -> IRN ASSAULT ISR
Iran hit back at Israel with a package of strikes. -> IRN ASSAULT ISR
Iran hit back at Israel with force. -> IRN ASSAULT ISR
Iran retaliated against Israel with a round of missiles. -> IRN ASSAULT ISR
Iran retaliated against the Israeli blockade with drones. -> IRN ASSAULT ISR
Iran retaliated against Israel with tariffs. -> IRN SANCTION ISR
# who considers a measure threatens with nothing yet
Iran considers sanctions on Israel pointless. -> IRN SANCTION ISR hypothetical
Iran considered sanctions on Israel but dropped the idea. -> IRN SANCTION ISR hypothetical
Iran was mulling sanctions on Israel. -> IRN SANCTION ISR hypothetical
Egypt said Iran was considering sanctions on Israel. -> IRN SANCTION ISR hypothetical by EGY
# a sum is money, a thing that has a price is not
The US sent $60m missiles to Ukraine. -> USA AID UKR
The US approved a $2bn arms sale to Taiwan. -> USA AID TWN
Iran received a $2bn air defence system from Russia. -> RUS AID IRN
The US cut $5bn of tariffs on Japan. -> USA RETREAT JPN
The US cut $5bn of aid to Japan. -> USA SANCTION JPN
The US withheld $300m from Egypt. -> USA SANCTION EGY
France pumped $40m into Chad. -> FRA AID TCD
# and others that only look like it
Iran ordered that Israelis be detained. -> IRN REQUEST ISR:CIVILIANS
Iran boycotted the hearings at the UN. -> IRN PROTEST UN
Iranian troops entered the buffer zone in Israel. -> IRN ASSAULT ISR
Iran reached out to Israel for the first time in years. -> IRN CONSULT ISR
Iran reached out to Israel for help. -> IRN REQUEST ISR; ISR AID IRN hypothetical by IRN
# with what one hits back; whom one has not met
Iran hit back at Israel with tariffs on steel. -> IRN SANCTION ISR
Iran retaliated against Israel. -> IRN ASSAULT ISR
Iran could not negotiate with Israel. -> IRN CONSULT ISR negated
Iran did not meet Israel's president. -> IRN CONSULT ISR negated
# what is called untrue is denied, if it is a claim; a dateline's land does nothing
Iran accused Oman of arming Mali. Oman called the charge absurd. -> IRN ACCUSE OMN; OMN AID MLI by IRN; OMN DENY IRN
Iran accused Israel of lying, a charge that Israel calls absurd. -> IRN ACCUSE ISR; ISR DENY IRN
Iran called Israel's threats absurd. -> IRN ACCUSE ISR
KYIV, Ukraine - Russia fired missiles at Odesa. -> RUS ASSAULT UKR
YEREVAN, Armenia — Turkey attacked Iraq on Monday. -> TUR ASSAULT IRQ
Israel was attacked by either Iran or Iraq. -> IRN ASSAULT ISR hypothetical; IRQ ASSAULT ISR hypothetical
Israel was attacked by Iran and Iraq. -> IRN ASSAULT ISR; IRQ ASSAULT ISR
# ships and planes that enter waters and zones attack nobody; papers withdrawn
Iranian jets entered Israel's air defence zone. -> IRN MOBILIZE ISR
An Iranian vessel entered Israeli waters. -> IRN MOBILIZE ISR
Iranian troops entered Israel. -> IRN ASSAULT ISR
Iran withdrew the licences of Israel's consuls. -> IRN COERCE ISR
Iran froze $7 billion of Israel's money. -> IRN SANCTION ISR
The Israeli pilot was handed over by Iran on Friday. -> IRN RETREAT ISR
# whose withdrawal is asked for, and not where from
Iran demanded Israel's withdrawal from Iraq. -> IRN REQUEST ISR; ISR RETREAT IRQ hypothetical by IRN
Iran demanded the withdrawal of Israeli troops from Iraq. -> IRN REQUEST ISR; ISR RETREAT IRQ hypothetical by IRN
Iran sought Israel's withdrawal from Iraq. -> IRN REQUEST ISR; ISR RETREAT IRQ hypothetical by IRN
Iran cited Israel as a threat. -> IRN ACCUSE ISR
Iran linked the attack to Israel. -> IRN ACCUSE ISR
# SUPPORT, CONSULT
Chad's foreign minister is expected in Bamako on Thursday. -> TCD CONSULT MLI future
Chad's foreign minister was on his way to Mali. -> TCD CONSULT MLI
Macron, on a visit to Mali, planted a tree. -> FRA CONSULT MLI
After four hours of talks, Chad's president and Mali's prime minister went home. -> TCD CONSULT MLI
Chad gave Mali its full backing. -> TCD SUPPORT MLI
Chad came out on Mali's side. -> TCD SUPPORT MLI
Chad is on Mali's side, the minister said. -> TCD SUPPORT MLI by ?
Chad's president was on the phone with Mali's prime minister. -> TCD CONSULT MLI
Chad's president picked up the phone to Mali's prime minister. -> TCD CONSULT MLI
Diplomats from Chad and Mali are due to sit down in July. -> TCD CONSULT MLI future
Chad's president shook hands with Mali's prime minister. -> TCD CONSULT MLI
Chad opened a channel to Mali. -> TCD CONSULT MLI
# REQUEST, REJECT
Chad insisted that Mali leave the town. -> TCD REQUEST MLI
Chad said it was for Mali to stop the raids. -> TCD REQUEST MLI by TCD
Chad prevailed on Mali to leave. -> TCD REQUEST MLI
Chad said that it was up to Mali to make the first move. -> TCD REQUEST MLI by TCD
Chad shrugged off Mali's appeal. -> TCD REJECT MLI; MLI REQUEST TCD
Chad refuses to deal with Mali. -> TCD REJECT MLI
Chad has never accepted Mali's claim to the river. -> TCD REJECT MLI
Chad said it would not reopen the negotiations with Mali. -> TCD REJECT MLI by TCD
Chad would not bow to Mali. -> TCD REJECT MLI
# THREATEN
Chad hinted at more penalties against Mali. -> TCD THREATEN MLI
Chad said that it would take action against Mali. -> TCD THREATEN MLI by TCD
Chad said that it would treat an attack by Mali as an act of war. -> TCD THREATEN MLI by TCD; \
MLI ASSAULT - future by TCD
Chad will not hesitate to strike Mali, its president said. -> TCD THREATEN MLI by TCD; \
TCD ASSAULT MLI hypothetical by TCD
# SANCTION, COERCE
Chad barred its firms from dealing with Mali. -> TCD SANCTION MLI
Chad banned Malian officials from entry. -> TCD SANCTION MLI
Chad threw Mali out of the exercise. -> TCD SANCTION MLI
Chad suspended the training of Malian forces. -> TCD SANCTION MLI
Chad boycotted Mali. -> TCD SANCTION MLI
Chad pulled the plug on aid to Mali. -> TCD SANCTION MLI
Chad still holds the Malian ambassador in a basement. -> TCD COERCE MLI
# ASSAULT, MOBILIZE
Chad's troops swept into a Malian town on Monday. -> TCD ASSAULT MLI
Chad's commandos pushed the Malian army back. -> TCD ASSAULT MLI
Chad's commandos chased Malian soldiers across the river. -> TCD ASSAULT MLI
The ramming of a Malian boat by Chad's coast guard angered the crew. -> TCD ASSAULT MLI
Chad's fighters have been massed on the outskirts of the town since June. -> TCD:ARMED-GROUP MOBILIZE -
Chad is to double the number of troops along its border. -> TCD MOBILIZE - future
# AID, COOPERATE, CONCEDE, CONFIRM, DENY
Mali's soldiers, backed by warplanes from Chad, advanced. -> TCD AID MLI
Chad joined forces with Mali. -> TCD COOPERATE MLI
Chad entered the war on Mali's side. -> TCD COOPERATE MLI
Chad declared a ceasefire. -> TCD CONCEDE -
Chad conceded its presence in the town. -> TCD CONFIRM -
Chad professed ignorance of the raid. -> TCD DENY -
# what is bad or of a kind of its own is nobody's whom only other sentences name
Chad accused Mali of lying. Mali's minister said that it was illegal. -> TCD ACCUSE MLI
Chad attacked Mali in May. Five years later nobody in the town spoke of the coup. -> TCD ASSAULT MLI
# who helps whom do it; what is sent to help; sharing a front
Chad helped Mali fight the rebels. -> TCD AID MLI
Chad is helping Mali defend its towns. -> TCD AID MLI
Chad sent soldiers to help Mali clear mines. -> TCD AID MLI
Chad sent advisers to help Mali defend its towns. -> TCD AID MLI
Chad and Mali fought side by side in Niger. -> TCD COOPERATE MLI
Chad and Mali fought together against Niger. -> TCD COOPERATE MLI
# answers in tariffs, lists, money kept back, bodies returned
Chad retaliated with tariffs on Malian steel. -> TCD SANCTION MLI
Chad responded with duties on Malian beef. -> TCD SANCTION MLI
Chad retaliated by imposing tariffs on Mali. -> TCD SANCTION MLI
Chad listed the Taliban as a terrorist group. -> TCD SANCTION TALIBAN
Chad withheld customs revenues from Mali. -> TCD SANCTION MLI
Chad and Mali exchanged the bodies of soldiers. -> TCD RETREAT MLI
# how an act is met; what does not fit the facts is denied
Chad's move was met with condemnation from Mali. -> MLI ACCUSE TCD
Chad's decision was met with fierce opposition from Mali. -> MLI ACCUSE TCD
Mali's claims do not correspond to reality, Chad said. -> TCD DENY MLI by TCD
Mali's statements bear no relation to reality, Chad said. -> TCD DENY MLI by TCD
# who denies it in the same sentence leaves it said that he was accused
Chad accused Mali of shelling a town and Mali denied it. -> TCD ACCUSE MLI; MLI ASSAULT - by TCD; MLI DENY TCD
Chad blamed Mali for the blast, and Mali denied it. -> TCD ACCUSE MLI; MLI ASSAULT - by TCD; MLI DENY TCD
# whose word it is "according to which" somebody did it
Mali published a report according to which Chad bombed Niger. -> TCD ASSAULT NER by MLI
Mali's statement, according to which Chad bombed Niger, is long. -> TCD ASSAULT NER by MLI
# what somebody decided is judged in the next sentence, what one is thanked for was for who thanks
Chad shut its border with Mali. Niger's minister condemned the decision. -> TCD COERCE MLI; NER ACCUSE TCD
Chad shut its border with Mali. Niger's minister called the move "a reward for terror". -> TCD COERCE MLI; \
NER ACCUSE TCD
Chad shut its border with Mali. Niger described the step as a mistake. -> TCD COERCE MLI; NER ACCUSE TCD
Chad's president met Mali's. Niger criticised the step. -> TCD CONSULT MLI
Chad accused Mali of lying. Niger criticised the step. -> TCD ACCUSE MLI
Chad shut its border with Mali. Niger criticised the step by its parliament. -> TCD COERCE MLI
Chad thanked Mali for sending doctors. -> TCD SUPPORT MLI; MLI AID TCD by TCD
Chad thanked Mali for sending doctors to Niger. -> TCD SUPPORT MLI; MLI AID NER by TCD
# missiles fired on a day hit nobody; who vows with whom; debts of others
Iran fired two missiles on Monday. -> IRN MOBILIZE -
Iran launched a rocket on Sunday. -> IRN MOBILIZE -
Hamas fired rockets on Israel on Monday. -> HAMAS ASSAULT ISR
Chad and Mali pledged to manage their differences. -> TCD AGREE MLI
Chad and Mali vowed to resume flights. -> TCD AGREE MLI
Chad paid off Mali's debt. -> TCD AID MLI
# whose arrest it is suffers it, where that is a person; expelled "from" something is whoever is named
Egypt condemned Maduro's arrest by Chad. -> EGY ACCUSE TCD; TCD COERCE VEN by EGY
Egypt asked Chad for Maduro's release. -> EGY REQUEST TCD; TCD RETREAT VEN hypothetical by EGY
Egypt condemned Maduro's arrest of two Malians. -> EGY ACCUSE VEN; VEN COERCE MLI:CIVILIANS by EGY
Egypt condemned Chad's expulsion of its ambassador. -> EGY ACCUSE TCD; TCD SANCTION EGY by EGY
# who blames one side promises nothing to it; who only asks for a withdrawal is not left
Chad condemned Mali and promised to hold elections. -> TCD ACCUSE MLI
The UN called for Chad's withdrawal. -> UN REQUEST TCD; TCD RETREAT - hypothetical by UN
Chad and Mali agreed to step up patrols along the border together. -> TCD AGREE MLI; TCD COOPERATE MLI future by TCD
Chad ordered warships into the bay to fight pirates. -> TCD MOBILIZE -
# sanctions are lifted off whom they were put on; ships driven away, data no longer shared, recognition moved
Chad lifted the sanctions that it had imposed on Mali. -> TCD RETREAT MLI
Chad has lifted sanctions it imposed on Mali. -> TCD RETREAT MLI
Chad denied reports that it was sending weapons to Mali. -> TCD DENY -; TCD AID MLI by ?
Chad suspended the sharing of intelligence with Mali. -> TCD SANCTION MLI
Iran drove away an Israeli ship. -> IRN COERCE ISR
Honduras switched its recognition from Taiwan to China. -> HND SANCTION TWN
# a thing of nobody that is struck is the state's in whose region it is; not so one's own region
Russian drones hit power plants across the Poltava and Kharkiv regions. -> RUS ASSAULT UKR
Pakistani jets bombed training camps in Paktika province. -> PAK ASSAULT AFG
Ukraine struck an oil depot in the Belgorod oblast. -> UKR ASSAULT RUS
Russian jets bombed rebels in Idlib province. -> RUS ASSAULT -
Ethiopian soldiers attacked a convoy in the Tigray region. -> ETH ASSAULT -
# a participle with an object, set off behind its noun, is what was done to it and no verb of the sentence
Hamas, designated a terrorist group by the United States, released two prisoners. -> HAMAS RETREAT -
Iran, branded a pariah by Israel, praised Syria. -> IRN SUPPORT SYR
Iraq met Turkey. The PKK, designated a terrorist organisation by Iran, took up arms. -> IRQ CONSULT TUR; PKK MOBILIZE -
Mali, granted a loan by China, praised Russia. -> CHN AID MLI; MLI SUPPORT RUS
Iran, denied visas by France, criticised Germany. -> FRA REJECT IRN; IRN ACCUSE DEU
Chad, offered weapons by Russia, praised Mali. -> RUS AGREE TCD; RUS AID TCD hypothetical by RUS; TCD SUPPORT MLI
Iran, given an ultimatum by the United States, has rejected the demand. -> USA THREATEN IRN; IRN REJECT USA
Iran attacked Iraq, killed ten soldiers by Basra, took a town. -> IRN ASSAULT IRQ; IRN ASSAULT IRQ; IRN ASSAULT IRQ
The PKK took up arms against Turkey. -> PKK ASSAULT TUR
The PKK took up arms. -> PKK MOBILIZE -
# what *which* takes up of two; targets that are somebody's; depots that are taken apart
The Council ended it, a gift to France and Israel, which have lobbied for its end. -> FRA REQUEST -; ISR REQUEST -
Mali lies between Niger and Chad, which attacked France in May. -> TCD ASSAULT FRA
Mali lies between France and Chad, which has attacked Niger. -> TCD ASSAULT NER
Israeli jets hit Houthi targets. -> ISR ASSAULT HOUTHIS
Israeli jets hit Houthi targets for the second night. -> ISR ASSAULT HOUTHIS
Israeli jets hit Houthi targets for the second time. -> ISR ASSAULT HOUTHIS
Israeli jets hit targets of Hezbollah. -> ISR ASSAULT HEZBOLLAH
Lebanon's army has begun dismantling Hezbollah depots. -> LBN COERCE HEZBOLLAH
# who does what is suffered stands behind who suffers it
France condemned the detention of eleven more UN staff by Mali's army. -> FRA ACCUSE MLI; MLI COERCE UN by FRA
# the same words of another sense
Iran launched missiles on Israeli cities on Tuesday. -> IRN ASSAULT ISR
Chad hit back with tariffs on Malian beef. -> TCD SANCTION MLI
Chad sabotaged the peace effort of Mali. -> TCD COERCE MLI
Chad and Mali stepped up patrols along their border. -> TCD MOBILIZE -; MLI MOBILIZE -
Chad and Mali agreed to step up patrols. -> TCD AGREE MLI; TCD MOBILIZE - future by TCD; MLI MOBILIZE - future by TCD
Malian troops engaged Chadian troops in battle. -> MLI ASSAULT TCD
Burkina Faso broke away from ECOWAS. -> BFA SANCTION ECOWAS
Burkina Faso quit ECOWAS. -> BFA SANCTION ECOWAS
Policemen from Chad dragged a Malian farmer from his house. -> TCD ASSAULT MLI:CIVILIANS
Chad gave credit to Mali. -> TCD AID MLI
Ukraine welcomed the new NATO commander. -> UKR SUPPORT NATO
Putin quit the group. -> RUS RETREAT -
Chad reduced the prison term of Mali's envoy. -> TCD CONCEDE MLI
Mexico condemned Putin's deportations. -> MEX ACCUSE RUS
# by whom it was done: the hosts of a dinner, those in a place, not those who hold a rally, nor what the place lies by
Mali's president was hosted at a state banquet by Chad's king. -> TCD CONSULT MLI
Three Chadians were killed in a village by Malian soldiers. -> MLI ASSAULT TCD:CIVILIANS
Two Malians were arrested at a protest by Chadian activists. -> TCD:MOVEMENT PROTEST -
A Malian drone was shot down over a village by Chadian troops. -> TCD ASSAULT MLI
The shelling of a hospital in Chad by Mali outraged the world. -> MLI ASSAULT -
# each warns its own; who is described does it, not who describes; all who are charged; whose guest one is
Putin and Medvedev advised their citizens to leave. -> RUS REQUEST RUS:CIVILIANS; RUS REQUEST RUS:CIVILIANS
Both Chad and Mali advised their citizens to leave. -> TCD REQUEST TCD:CIVILIANS; MLI REQUEST MLI:CIVILIANS
Hezbollah, an Iranian ally that attacked Israel in May, grew. -> HEZBOLLAH ASSAULT ISR
Aides accused Malian troops and their Russian allies of attacking Chad. -> MLI ASSAULT TCD by ?; RUS ASSAULT TCD by ?
The Malian side thanked Iran for its gift and reaffirmed its support for Iran's bid. -> MLI SUPPORT IRN; MLI SUPPORT IRN
Chad's president was hosted at a state banquet by Mali's king. -> MLI CONSULT TCD
# what travellers must have, mines in the ground, two kingdoms; what happens to a thing of another is another event
Iran imposed new visa requirements on Israel. -> IRN SANCTION ISR
Iran said that Israeli troops planted landmines in Iran. -> ISR ASSAULT IRN by IRN
Thailand criticised Cambodia. The two kingdoms clashed. -> THA ACCUSE KHM; THA ASSAULT KHM
Hezbollah attacked Israel. The downing of an Iranian jet angered Chad. -> HEZBOLLAH ASSAULT ISR
# who brokers a truce is no party to it, nor blamed for its breach; a clause that says which is meant is not judged
Qatar brokered a ceasefire between Mali and Chad. -> QAT CONSULT MLI; QAT CONSULT TCD; MLI CONCEDE TCD
Iran rejected a ceasefire brokered by Qatar. -> IRN REJECT -
Mali condemned the raid on a town that France had taken. -> FRA ASSAULT -
Mali condemned the deaths of three soldiers who were shot by France. -> MLI ACCUSE FRA; FRA ASSAULT - by MLI
Mali condemned the weapons that France had delivered to Chad. -> MLI ACCUSE FRA; FRA AID TCD by MLI
Mali condemned sanctions imposed on Chad by France. -> MLI ACCUSE FRA; FRA SANCTION TCD by MLI
# captives of whom a participle tells more; which subject agrees; the two between whom something is
Chad holds 18 Malian soldiers captured hours after the ceasefire took effect. -> TCD COERCE MLI
Chad says Malian soldiers slept and has condemned Niger. -> TCD ACCUSE NER by TCD
Chad praised Niger. It was the first clash between the neighbours in years. -> TCD SUPPORT NER; TCD ASSAULT NER
# what somebody is called, read as what he is given
Putin met Navalny and branded him a traitor. -> RUS CONSULT RUS:NAVALNY; RUS ACCUSE RUS:NAVALNY
Putin met Macron and branded him an agent of Iran. -> RUS CONSULT FRA; RUS ACCUSE FRA
Putin met Macron and presented him a list of demands. -> RUS CONSULT FRA; RUS REQUEST FRA
# to whom something is sent, read as what sort of thing it is
Mali promised to send Chad helicopters. -> MLI AGREE TCD; MLI AID TCD future by MLI
Mali will send South Sudan trucks. -> MLI AID SSD future
Mali sent US tanks to Chad. -> MLI AID TCD
Iran sent Hezbollah fighters to Syria. -> IRN MOBILIZE SYR
# who retreats or returns is no act of who meets him
Chad opened fire on retreating Malian soldiers. -> TCD ASSAULT MLI
Chad offered help to returning Malian refugees. -> TCD AGREE MLI:CIVILIANS; TCD AID MLI:CIVILIANS hypothetical by TCD
Chad agreed to returning Malian soldiers. -> TCD AGREE MLI; TCD RETREAT MLI by TCD
# a plural behind a genitive is no verb of a headline
Israel's attacks on Gaza angered Iran. -> ISR ASSAULT PSE
In May Mali's raids on Chad resumed. -> MLI ASSAULT TCD
"""

SILENT = """
Maduro's arrest was condemned by Egypt.
Maduro's murder was condemned by Egypt.
Egypt welcomed Chad's expulsion from the council.
Mali's statements, according to which prices rose, are false.
Chad's finances have been crippled by Mali's drought.
Chad took back the deportees from Mali.
Chad's president instructed officials to prepare for the talks.
Chad listed Mali as a market.
The figures correspond to reality, Chad said.
Rescuers from Chad dragged a Malian girl from the rubble.
Chad engaged Mali in a war of words.
Chad met Malian demand with more beef.
Chad nominated its former ambassador to Mali.
Chad cut down its troops in Mali.
Chad reduced the term of its loan to Mali.
Chad flew Malian migrants home.
Chad sent a general to Mali.
Chad's move was met with silence.
Mali published a report, according to which prices rose in Chad.
Iran built a shelter against Israeli missiles.
Iran opened shelters near the border with Israel.
Iran cleared mines along the border with Israel.
Iran forked out $5bn for Israeli tanks.
Iran stumped up $5bn for Israeli tanks.
Iran ploughed $5bn into Israeli tanks.
Iran cut a $2bn pipeline to Israel.
An Iranian soldier strayed into Israeli territory.
Iran was enraged by Israel's goal.
Iran peppered Israel with shots.
Iran put Israel to the sword.
Iran linked up with Israel.
Iran alerted the police about a theft in Israel.
Israel was referred by Iran to a council of doctors.
Iran granted Israel a respite from the heat.
Iran walked from the talks with Israel.
Iran's distrust of Israel grew.
Iran's lifeline to Israel is coal.
Iran called the price charge of Israel absurd.
Iran could not describe the report as false.
Iran was accused by the minister of war.
Iran condemned what it called a plot.
Iran rejected what Israel called an attack.
Iran seized what it called an Israeli ship.
Iran lifted what it called sanctions on Israel.
Iran called Israel's president a tool of foreign powers.
Iran will not talk of Israel.
Iran cited Israel as an example.
Iran respects its deal with Israel.
Three Iranian soldiers were killed in an Iranian strike.
Israel was behind the raid.
Three Israeli soldiers were killed in an accident in Iran.
No Israeli soldiers were killed in an Iranian strike.
Three Israeli soldiers were not killed in an Iranian strike.
Israel would pay for the bridge, Iran said.
Iran looked for Israel on the map.
Iran put the talks with care on a list.
Chad's supporters rallied to the cause of a singer.
Chad's team turned on the lights.
The blame for the defeat lies with the keeper.
Chad accepts cards.
The letter is on its way to Mali.
Chad took the goalkeeper to task.
Chad's president had the phone on his desk.
Malians dug trenches under their houses.
Thousands of Malians massed at the border.
Malians are bracing for war.
Chad's minister asked why Mali had frozen the money.
Chad's minister left open the possibility of a visit.
Chad's minister pulled out of the race.
Chad's announcement set off alarms.
Chad gave up on its confrontation with the bank.
Chad does not want to fight terrorism.
Chad wants false leverage.
Soldiers loyal to the president of Mali slept.
Chad's ministers scrambled after the announcement.
Chad sold seats to Malians.
Russia hit its growth target.
Chad gave weapons to retreating militants.
Russia hit its target of 2 percent.
Russia hit its target for growth.
Russia hit its target for a second time.
Three Chadians were killed in a village by the Malian border.
France condemned Navalny's repeated arrests.
France dismantled its camp in Chad.
Mali handed France a letter.
Chad and Niger, Mali's allies, left in May.
Qatar and Egypt brokered a ceasefire.
The truce brokered by Qatar and Egypt collapsed.
Iran agreed to a deal brokered by Qatar.
Mali condemned the raid as a violation of the truce which France had mediated.
Mali denounced the collapse of the truce brokered by Qatar.
"""


def cases() -> Iterator[tuple[str, str]]:
    for text in CASES.strip().splitlines():
        if not text.startswith("#"):
            sentence, _, expected = text.partition(" -> ")
            yield sentence, expected


@pytest.fixture(scope="module")
def line() -> Line:
    return Line.load()


def code(mention: Mention | None) -> str:
    if mention is None:
        return "-"
    return mention.actor.code if mention.actor else "?"


def said(statement: Statement) -> str:
    words = [code(statement.source), statement.relation, code(statement.target)]
    if statement.modality.value != "actual":
        words.append(statement.modality.value)
    if statement.attributed_to:
        words += ["by", code(statement.attributed_to)]
    return " ".join(words)


def statements(line: Line, text: str) -> list[Statement]:
    return line.statements([Article(id="a", text=text, published=date(2022, 3, 16))])[0]


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_an_idiom_says(line: Line, text: str, expected: str) -> None:
    assert sorted(map(said, statements(line, text))) == sorted(expected.split("; "))


@pytest.mark.parametrize("text", SILENT.strip().splitlines())
def test_the_same_words_say_nothing(line: Line, text: str) -> None:
    assert statements(line, text) == []
