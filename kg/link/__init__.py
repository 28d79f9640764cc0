"""Which actors the words of a parsed document stand for.

`link` gives `Links`. Every mention says in ``rule`` why it is this actor (or nobody):

| rule | words | stands for |
|---|---|---|
| ``name`` | Russia, the US, NATO, ISIS | the actor of that name |
| ``organ`` | the Pentagon, the State Department | the organ; its code is its state's |
| ``seat`` | Moscow said; the Kremlin | the government that sits there |
| ``place`` | in Moscow, near Aleppo, Kyiv was shelled, in Iraq | the state: a scene, nobody who acts |
| ``demonym`` | *Russian* invasion | the state, at the modifier alone |
| ``people`` | the Russians; a Russian | the state; a part of its people (``RUS:CIVILIANS``) |
| ``led`` | *Saudi*-led strikes | who leads; also at the participle |
| ``anti`` ``pro`` ``backed`` | *anti-Iranian*, *pro-Russian*, *Syrian*-backed | listed in ``mentions``; heads nothing |
| ``description`` | Chinese troops, the UN envoy | whom the agent noun of that kind acts for; nobody if it is nobody's |
| ``genitive`` | Iran's army, leaders of France, its troops | the same, from a possessor or a preposition |
| ``shared`` | Russian officials and *diplomats* | the same, from the first of the conjuncts |
| ``person`` | Xi Jinping | the seed, in the office of the article's day |
| ``surname`` | Mr. Xi | the person of that name in the article, or the one in office |
| ``title`` | Iranian envoy Farhad Tehrani | whom the title before a stranger's name says |
| ``apposition`` | Liu Wenbao, a spokesman for ... | whom the description beside a name says |
| ``predicate`` | Liu Wenbao is China's envoy | whom the predicate says |
| ``acronym`` | the MOC | what the text introduced in brackets |
| ``relative`` | officials *who* | the noun of the relative clause |
| ``pronoun`` | it, he, their | the antecedent |
| ``speaker`` | "*we* will respond," he said | who speaks the quotation |
| ``publisher`` | *we* in a release | the publisher, or who issues the text |
| ``pair`` | both sides, the two countries | the two actors of the nearest sentence with two |
| ``definite`` | the ministry, the president, the group | the last (most named) one of that noun, office or kind |
| ``topic`` | rebels, officials | the only one of that kind in the article so far |
| ``trap`` | the Washington Post | nobody: a name that only carries an actor's name |
| ``unknown`` | Harold Pimm | nobody we know |

Without coreference ``pronoun speaker publisher pair definite topic`` do not occur.
"""

from kg.link.line import link
from kg.link.links import Links

__all__ = ["Links", "link"]
