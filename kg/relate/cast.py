"""Who fills an argument: from the head of a phrase to actors, and to whose a thing is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from kg.lexicon.kind_classes import kinds
from kg.lexicon.triggers import Triggers
from kg.model import Actor, Mention
from kg.relate.grammar import Grammar
from kg.relate.tree import NOMINAL

DOCUMENT_REACH = 300  # tokens
STATES = frozenset({"name", "seat"})  # how mentions of whole states are found
CURRENCY = "$"  # the tag of its signs
BLOC = "bloc"  # a grouping of states: its members act where they are named


class Named(Protocol):
    """What the words of a text stand for: `kg.link.Links` in an article, the given pair in `kg.relate.pairs`."""

    def at(self, i: int) -> tuple[Mention, ...]:
        """Return the actors for which the noun phrase headed by token ``i`` stands."""

    def speaker(self, i: int) -> tuple[Mention, ...]:
        """Return who speaks the quotation in which token ``i`` stands."""

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Return all mentions, in text order."""


NAMED = frozenset({"person", "surname", "title"})  # how a mention of a person is found


class Cast:
    """The actors behind the words of one Tree."""

    def __init__(self, grammar: Grammar, links: Named, triggers: Triggers) -> None:
        self.grammar = grammar
        self.tree = grammar.tree
        self.links = links
        self.partitives = triggers.classes.get("partitive", frozenset())
        self.documents = triggers.classes.get("document", frozenset())
        self.issuing = triggers.classes.get("issuing", frozenset())
        self.hollow = triggers.classes.get("hollow", frozenset())
        self.measures = triggers.classes.get("measure", frozenset())
        self.magnitudes = triggers.classes.get("magnitude", frozenset())
        self.ballots = triggers.classes.get("ballot", frozenset())
        self.suffering = triggers.classes["suffering"]
        self.handling = triggers.classes["handling"]
        self.bloodless = triggers.classes["bloodless"]
        self.undergone = triggers.classes["undergone"]
        self.undergone_once = triggers.classes["undergone_once"]
        self.borders = triggers.classes.get("border", frozenset())
        self.anybody = False
        """Whether a trigger is read although nobody is found who does it."""
        self.speakers: Callable[[int], tuple[Mention, ...]] = lambda _: ()
        """Whose word the clause of a token is (`kg.relate.voices.Voices.speakers`, where there are voices)."""

    def of(self, head: int) -> tuple[Mention, ...]:
        """Return the actors that the phrase headed by ``head`` names; empty if it names none."""
        tree = self.tree
        found = self.links.at(head)
        if all(a.kind == BLOC for _, a in linked(found)) and (members := self._members(head)):
            return members
        if linked(found):
            return (*found, *self._listed(head, found))
        for k in tree.children(head, "appos"):  # "its former ruler, *France*"
            if linked(named := self.links.at(k)):
                return named
        if found:
            return found
        if tree.lemma[head] in self.partitives:
            inner = tree.objects_of(head, self.grammar.words.whole)
            return tuple(m for p in inner for c in tree.with_conjuncts(p) for m in self.of(c))
        return ()

    def _listed(self, head: int, found: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Return the rest of a list of states that the parse takes for an apposition: "Chad, *Mali and Peru* met"."""
        if not all(m.rule in STATES for m in found):
            return ()
        lists = (self.tree.with_conjuncts(k) for k in self.tree.children(head, "appos"))
        parts = [[self.links.at(k) for k in heads] for heads in lists if len(heads) > 1]
        rest = (part for part in parts if all(p and all(m.actor and m.rule in STATES for m in p) for p in part))
        return tuple(m for part in rest for p in part for m in p)

    def _members(self, head: int) -> tuple[Mention, ...]:
        """Return who is named of a group: "its backers, *including Russia*"."""
        return self._all(self.tree.objects_of(head, ("including",)))

    def doer(self, head: int) -> tuple[Mention, ...]:
        """Return who does what the noun ``head`` tells: "*Israel*'s raid", "a *Russian* raid", "a raid by *Chad*"."""
        tree = self.tree
        kids = (
            self.tree.objects_of(head, ("by",))  # "*Mali's* defeat by Chad": then the genitive is who suffers it
            or tree.children(head, "poss")
            or [k for k in tree.children(head, "amod", "compound", "nmod") if self.links.at(k)]
            or self.grammar.claimants(head)
        )
        suffering = self.sufferers(head)
        return self._all([k for k in kids if k not in suffering])

    def sufferers(self, noun: int) -> list[int]:
        """Return *Navalny* of "*Navalny's* arrest", *his* of "*his* arrest"; nobody of "his arrest of a spy".

        Nor of "his *deportations*": one is not deported twice, though he may be arrested so; who has the power to
        arrest does it in "*Lukashenko's* arrests".
        """
        tree = self.tree
        several = tree.tag[noun] == "NNS"
        again = not several or tree.lemma[noun] not in self.undergone_once
        if tree.lemma[noun] not in self.undergone or not again or tree.objects_of(noun, ("of",)):
            return []
        owners, personal = tree.children(noun, "poss"), self.grammar.words.of_one
        if self.tree.objects_of(noun, ("from",)):
            return owners  # "*Russia's* expulsion from the council"
        found = [
            k for k in owners if tree.words[k].lower() in personal or any(m.rule in NAMED for m in self.links.at(k))
        ]
        return [k for k in found if not (several and any(a.kind in kinds().armed for _, a in linked(self.links.at(k))))]

    def owner(self, head: int) -> tuple[Mention, ...]:
        """Return whose the thing ``head`` is: "*Israel*'s policy", "*Russian* jets", "the border with *Chad*"."""
        words = self.grammar.words
        inner = self.tree.objects_of(head, words.bordering if self.tree.lemma[head] in self.borders else words.owning)
        found = self.doer(head) or self._all(inner) or self._issuer(head)
        if f"{self.tree.lemma[head]}_of" in self.suffering:
            return found  # "the victims of *Mali's* raid" are not Mali's
        inwards = (m for h in inner for m in self.doer(h) or self._venue(h))  # "the quality of *Mali's* aid"
        return found or tuple(inwards) or self.of_all(self.grammar.undergoers(head))

    def _venue(self, head: int) -> tuple[Mention, ...]:
        """Return whose a vote is: of the state where it is held ("the legitimacy of the vote held in *Mali*")."""
        if self.tree.lemma[head] not in self.ballots:
            return ()
        held = [head, *self.tree.children(head, "acl")]
        return self._all([p for h in held for p in self.tree.objects_of(h, ("in",))])

    def _issuer(self, i: int) -> tuple[Mention, ...]:
        """Whose a document is that was named in full before: "the release said", after "a ministry news release"."""
        tree = self.tree
        if tree.lemma[i] not in self.documents or not any(tree.words[k].lower() == "the" for k in tree.kids[i]):
            return ()
        for k in range(i - 1, max(-1, i - DOCUMENT_REACH), -1):
            if tree.lemma[k] != tree.lemma[i]:
                continue
            if owned := self.doer(k) or self._all(self.tree.objects_of(k, ("of",))):
                return self._again(i, owned)
            if tree.dep[k] == "dobj" and tree.lemma[tree.head[k]] in self.issuing:
                owned = self.of_all(self.grammar.subjects(tree.head[k]))
                return self._again(i, owned)  # "the Council *adopted* a resolution"
            if any(tree.words[d].lower() in self.grammar.words.introducing for d in tree.children(k, "det")):
                return ()  # another one, of which nobody says whose it is
        return ()

    def is_document(self, head: int) -> bool:
        """True for a text that somebody issues: *resolution*, *statement*."""
        return self.tree.lemma[head] in self.documents

    def issuer(self, head: int) -> tuple[Mention, ...]:
        """Return who issues the text ``head`` here: "the Council *adopted* a resolution telling ..."."""
        verb = self.tree.head[head]
        issued = self.tree.dep[head] == "dobj" and self.tree.lemma[verb] in self.issuing
        return self.of_all(self.grammar.subjects(verb)) if issued else ()

    def _again(self, i: int, owned: tuple[Mention, ...]) -> tuple[Mention, ...]:
        token = self.tree.span(i)
        return tuple(Mention(token.start, token.end, token.text, m.actor, "document") for m in owned[:1])

    def whose_act(self, head: int) -> tuple[Mention, ...]:
        """Return whose the act is that stands behind a noun with *to* or *of*: "an end to *Syria's* attacks"."""
        return tuple(m for p in self.tree.objects_of(head, ("to", "of")) for m in self.doer(p))

    def origin(self, head: int) -> tuple[Mention, ...]:
        """Return whose somebody's counterpart is: "his *Libyan* colleague" is not his."""
        if not self.tree.children(head, "poss"):
            return ()
        return self._all([k for k in self.tree.children(head, "amod", "compound", "nmod") if self.links.at(k)])

    def senses(self, head: int) -> tuple[str, ...]:
        """Return the lemma of a phrase's head, with its compounds, and of what a measure is filled with.

        "a *ceasefire agreement*" is also a *ceasefire_agreement*, "*$40m*" is money, "forty *tonnes* of *medicine*"
        are medicine, as are "*$40m* of *medicine*"; "*days* of *drills*" are drills.
        """
        tree = self.tree
        compounds = [f"{tree.lemma[k]}_{tree.lemma[head]}" for k in tree.children(head, "compound")]
        filling = [tree.lemma[p] for p in self.filling(head)]
        return (tree.lemma[head], *compounds, *(filling or ("money",) * self._is_sum(head)))

    def filling(self, head: int) -> list[int]:
        """Return the heads of what a measure, or a span of time, is filled with."""
        if self.tree.lemma[head] in self.grammar.words.spans:
            return self.tree.objects_of(head, ("of",))
        measured = self.tree.lemma[head] in self.measures or self._is_sum(head)
        return self.tree.objects_of(head, ("of", "in")) if measured else []

    def _is_sum(self, head: int) -> bool:
        """True for a number with a sign of currency and no other noun: "*$40m*", not "a *$40m missile*"."""
        tree = self.tree
        signed = any(tree.tag[c] == CURRENCY for k in (head, *tree.kids[head]) for c in tree.kids[k])
        return signed and (tree.words[head][0].isdigit() or tree.lemma[head] in self.magnitudes)

    def maker(self, head: int) -> tuple[Mention, ...]:
        """Return who made the thing ``head``: "a plan *drafted by Norway*", "a text that *Qatar* had offered"."""
        for k in self.tree.children(head, "acl", "relcl"):
            if self.tree.child(k, "mark") is not None or self.tree.lemma[k] in self.handling:
                continue  # "claims *that* Norway drafted it" are not Norway's, nor is "a letter *seen* by Norway"
            subjects = self.grammar.subjects(k)
            if head not in subjects and (found := self.of_all(subjects)):
                return found
        return ()

    def _all(self, heads: Sequence[int]) -> tuple[Mention, ...]:
        return tuple(m for k in heads for c in self.tree.with_conjuncts(k) for m in self.of(c))

    def of_all(self, heads: Sequence[int]) -> tuple[Mention, ...]:
        """Return the actors that any of these phrases names."""
        return tuple(m for h in heads for m in self.of(h))

    def is_plural(self, heads: Sequence[int]) -> bool:
        """True for a plural or coordinated phrase."""
        return len(heads) > 1 or any(self.tree.tag[h] in ("NNS", "NNPS") for h in heads)

    def is_hollow(self, head: int) -> bool:
        """True for a noun that only points to what is meant and does not say what: *credit*, *part*, *role*."""
        return self.tree.lemma[head] in self.hollow and not self.tree.objects_of(head, self.grammar.words.filling)

    def is_bloodless(self, head: int) -> bool:
        """True for what strikes nobody, or only his trade: *border*, *price*, *tariff*, *competition*."""
        return self.tree.lemma[head] in self.bloodless

    def is_reflexive(self, head: int) -> bool:
        """True for *itself*, *themselves*: who commits himself does nothing to himself."""
        return self.tree.words[head].lower().endswith(("self", "selves"))

    def is_nominal(self, head: int) -> bool:
        """True if the head is a noun, a name or a pronoun."""
        return self.tree.pos[head] in NOMINAL


def linked(mentions: Sequence[Mention]) -> tuple[tuple[Mention, Actor], ...]:
    """Return the mentions whose actor is known, with it."""
    return tuple((m, m.actor) for m in mentions if m.actor is not None)
