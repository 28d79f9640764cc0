"""Sentences by construction: what is no plain fact in them, however plainly told, and what looks like it and is one.

A line of `HELD` must make no plain edge but of what is said itself (a denial, an accusation ...); a line of `FACTS`
names the plain edge that must be there.
"""

HELD = """
# a tail that names who tells it
Mali bombed Niger, tweeted the Nigerien minister.
Rwanda shelled Goma, posted the Congolese army on its page.
Serbia armed Mali, read a statement by the Kosovar government.
# or so somebody says; somebody's version
Ethiopia shelled Eritrea - or so Asmara says.
Chile expelled the Peruvian envoy, or at least Lima thinks so.
Uganda armed Burundi (Kigali's version).
Egypt bombed Libya - at least that is what Tripoli says.
# to hear somebody tell it, as he puts it, from what he says
To hear Belgrade tell it, Kosovo attacked Serbia.
The way Caracas tells it, Colombia bombed Venezuela.
As Hanoi puts it, China shelled Vietnam.
As the story goes, Sweden armed Finland.
From what Baku says, Armenia shelled Azerbaijan.
Going by what Manila says, China seized Philippine boats.
In Khartoum's version of events, Chad armed the Sudanese rebels.
Kenya invaded Somalia, in the words of the Somali president.
As per Riyadh, Iran armed Yemen.
If we believe Damascus, Israel bombed Syria.
If the reports are right, Jordan bombed Syria.
# what is not true
It is a lie that Poland invaded Belarus.
It is nonsense that Cuba armed Haiti.
The story that Greece shelled Turkey is a fabrication.
The idea that Norway bombed Russia is absurd.
There is no truth to the story that Oman armed Yemen.
That Latvia attacked Russia is a lie.
News of a Finnish attack on Russia was false.
The Estonian attack on Russia was a hoax.
# the sentence before is judged or disowned
Iran attacked Kuwait. This is false.
Moldova invaded Ukraine. None of this is true.
Japan bombed North Korea. That never happened.
Spain shelled Morocco. Nothing of the sort happened.
Brazil invaded Guyana. The claim is untrue.
Algeria bombed Mali. Or so Bamako says.
Thailand shelled Cambodia. That, at least, is Phnom Penh's version.
# what only somebody calls so, and what is only in name
The so-called Georgian invasion of Russia angered Tbilisi.
What Syria calls an Israeli attack on Damascus was a leak.
What Moscow described as a Latvian attack on Pskov was an accident.
An apparent Saudi strike on Qatar made news.
An unconfirmed Indian strike on Pakistan made news.
The imaginary Czech attack on Austria made news.
# stopped short
Iran did anything but bomb Iraq.
Turkey all but invaded Syria.
Egypt in no way attacked Sudan.
Instead of attacking Jordan, Syria called for talks.
Peru is on the verge of attacking Ecuador.
Russia risks attacking NATO.
Malta had no means of attacking Libya.
# attempts
Venezuela attempted to invade Guyana.
North Korea tried to bomb Japan.
Mali failed in its attempt to attack Niger.
Iraq made an attempt to invade Iran.
# conditions
If true, the Russian attack on Poland would be the first.
If confirmed, the Chadian strike on Niger would be the third.
Once Iran attacks Bahrain, oil will rise.
As soon as India shells Pakistan, oil will rise.
He acted as though Benin had attacked Togo.
In the event of a Chinese attack on Taiwan, ships would turn back.
NATO would meet after a Russian attack on Poland.
# events that did not come about
The talks between Iran and Iraq collapsed before they began.
A Turkish attack on Greece did not take place.
A Turkish attack on Cyprus is unlikely.
A Turkish attack on Armenia was out of the question.
# who does not exist does nothing
No state that bombed Libya invaded Tunisia.
# perhaps
Perhaps Iran bombed Iraq.
Laos has likely shelled Thailand.
Libya presumably armed Chad.
Mali apparently bombed Niger.
Russia has, it seems, attacked Poland.
Russia has, it is claimed, attacked Finland.
It looks like Russia attacked Lithuania.
Iran appears to have bombed Iraq.
Mali seems to have armed Niger.
# the claim is that, reports emerged that, the danger of
Minsk's position is that Poland attacked Belarus.
The rumour is that Nepal armed Bhutan.
A report emerged on Sunday that Oman attacked Yemen.
There is talk of Iran having bombed Iraq.
The danger of Iran attacking Bahrain is small.
Everything points to Mali attacking Niger.
Qatar was reported as having armed Libya.
He left no doubt that Ukraine attacked Belarus.
Lukashenko's message was clear: Ukraine attacked Belarus.
Tokyo put it bluntly: China shelled Taiwan.
# not everybody's word who speaks of it
Few doubt the rumour that Peru armed Chile.
# headlines
Israel 'has bombed Beirut'
Rwanda 'sent troops into Congo'
Fake: Ukraine bombed Poland
Turkey told to stop bombing Iraq
Polish attack on Russia denied
# words, games and fiction
Erdogan attacked France in a speech.
Germany crushed France on penalties.
Brazil destroyed Argentina in the semi-final.
In a simulated war, China attacked Taiwan.
In an alternate history, Japan attacked Russia.
In a joke, Poland attacked Germany.
# nobody is named at whom it is aimed
The Houthis fired a ballistic missile on Tuesday. Yemen has been at war since 2014.
Hamas launched an attack on Saturday. Palestine asked for aid.
The FARC blew up a pipeline. Colombia was alarmed.
Russia attacked nobody.
Mali promised to punish Niger's enemies.
Turkey offered to detain the suspects wanted by Germany.
Turkey thwarted an attack by the PKK.
An averted Turkish attack on Syria made news.
The talks between Iran and Iraq fell through.
# what the next sentence, or an apposition, calls a tale
Turkey bombed Syria. No such thing happened.
Turkey bombed Syria, or so it seemed.
Turkey bombed Syria. So goes the rumour.
Turkey bombed Syria. Judges found the story to be false.
Turkey bombed Syria. At least, that is the story in Damascus.
Turkey bombed Syria, the Syrian minister alleged on television.
Turkey bombed Syria, a claim that Ankara rejects.
Turkey bombed Syria. The rumour was started by a baker.
Turkey bombed Syria. Such is the talk in the bazaar.
Turkey bombed Syria. Reporters found no trace of an attack.
Turkey bombed Syria. That never was.
In a tabletop exercise, China attacked Taiwan.
In the novel's third chapter, China attacked Taiwan.
"""

FACTS = """
# tails, asides and sentences that follow, and take nothing back
TUR ASSAULT SYR | Turkey shelled Syria, then posted a video.
TUR ASSAULT SYR | Turkey shelled Syria - the third time this week.
TUR ASSAULT SYR | Turkey shelled Syria, which Jordan condemned in a statement.
ISR ASSAULT SYR | Israel bombed Syria on Sunday. This angered Damascus.
ISR ASSAULT SYR | Israel bombed Syria on Sunday. This was outrageous, Jordan said.
ISR ASSAULT SYR | Israel bombed Syria on Sunday. This has never happened before.
ISR ASSAULT SYR | Israel bombed Syria on Sunday. The minister's claim about rain was false.
ISR ASSAULT SYR | Israel bombed Syria on Sunday. Nobody was hurt.
# what vouches
RUS ASSAULT GEO | There is no doubt that Russia attacked Georgia.
RUS ASSAULT GEO | It is a fact that Russia attacked Georgia.
RUS ASSAULT GEO | It is no secret that Russia attacked Georgia.
RUS ASSAULT GEO | The fact that Russia attacked Georgia is well known.
RUS ASSAULT GEO | In other words, Russia attacked Georgia.
RUS ASSAULT GEO | Russia's attack on Georgia was wrong.
RUS ASSAULT GEO | News of Russia's attack on Georgia reached Berlin.
# time, not condition
RUS ASSAULT GEO | When Russia attacked Georgia, oil rose.
RUS ASSAULT GEO | Once Russia had attacked Georgia, the Council met.
RUS ASSAULT GEO | Because Russia attacked Georgia, the Council will meet.
RUS ASSAULT GEO | Oil rose after Russia's attack on Georgia.
USA CONSULT CHN | Talks between the United States and China ended before dawn.
SAU ASSAULT YEM | Saudi Arabia bombed Yemen before talks began.
# done, whatever else was not
IRN ASSAULT ISR | Iran went on to attack Israel.
IRN ASSAULT ISR | Iran managed to attack Israel.
IRN ASSAULT ISR | Iran attacked Israel with no warning.
IRN ASSAULT ISR | Iran attacked not only Israel but Jordan.
ISR ASSAULT SYR | It was not Iran but Israel that bombed Syria.
AZE ASSAULT ARM | It was Azerbaijan, not Turkey, that shelled Armenia.
# sport and words that are none
IND ASSAULT PAK | India bombed Pakistan in the final days of the campaign.
ISR ASSAULT LBN | In an interview on the day Israel bombed Lebanon, he spoke of rain.
"""
