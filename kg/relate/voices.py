"""Whose word is it? The speaker of a clause: reporting verbs, "according to", quotes.

A clause is somebody's word if it is the content clause of a speech verb, if an "according to"
phrase hangs on it or above it, or if it stands inside quotation marks whose speaker is named in this
sentence or, for a quote that runs on, in the sentence before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.lexicon.marks import QUOTES
from kg.lexicon.triggers import Triggers
from kg.lexicon.vocabulary import stances
from kg.model import Mention
from kg.relate.asides import Asides
from kg.relate.attributions import Attributions
from kg.relate.grammar import Grammar
from kg.relate.headings import heading, labelled
from kg.relate.quotations import quoted
from kg.relate.sayings import Sayings
from kg.relate.tails import Tails
from kg.relate.tree import NOMINAL, VERBAL
from kg.relate.verdicts import Verdicts

Actors = Callable[[int], tuple[Mention, ...]]
HEARSAY = "hearsay"
FRAGMENTS = NOMINAL | VERBAL | {"ADV", "ADP", "SCONJ", "INTJ", "PART"}  # "Not *so*."


class Voices:
    """The speakers of one article's clauses."""

    def __init__(self, grammar: Grammar, triggers: Triggers, actors: Actors, quoter: Actors) -> None:
        """``actors`` says whom the phrase at a token names, ``quoter`` who speaks the quotation around it."""
        self.grammar = grammar
        self.tree = grammar.tree
        self.triggers = triggers
        self.actors = actors
        self.quoter = quoter
        self.documents = triggers.classes.get("document", frozenset())
        self.naming = triggers.classes.get("naming", frozenset())
        self.attributions = Attributions(grammar, triggers)
        self.asides = Asides(grammar, triggers)
        self.verdicts = Verdicts(grammar, triggers, self.asides)
        self.sayings = Sayings(grammar, triggers, self.verdicts)
        self.tails = Tails(grammar, triggers, self.verdicts, self._is_own)
        self._below: dict[int, tuple[Mention, ...]] = {}
        self.tellers = triggers.classes.get("teller", frozenset())
        self.retelling = triggers.classes["tell_it"]
        self.labels = triggers.classes.get("label", frozenset())
        first = heading(self.tree, triggers.classes["namesake"])
        headings = (first, *labelled(self.tree, self.labels))  # of two labels, the nearer speaks
        self.headed = {i: h.speaker for h in headings if h.speaker is not None for i in h.said}
        self.quoted = quoted(self.tree) | first.quoted

    def speakers(self, i: int) -> tuple[Mention, ...]:
        """Return the actors whose word the clause of token ``i`` is; empty for the article's own voice."""
        tree = self.tree
        below = i
        joined = tree.pos[i] in VERBAL  # whether all below is coordinated with ``a``
        beside: tuple[Mention, ...] = ()
        for a in (i, *self.grammar.above(i)):
            if tree.head[a] == a and (found := self._accords_below(a)):
                return found
            if found := self._according(a, below):
                return found
            if found := self._hearsay(a, i) or self._depicted(a):
                return found
            if a != i and (
                self.sayings.reports(a, below)
                or self.sayings.claims(a, below)
                or self.sayings.interrupts(a, below)
                or self.sayings.embeds(a, below)
                or self.sayings.names(a, below)
                or self._has_it(a, below)
            ):
                return self._claimant(a)
            if found := self._as_is_said_beside(a, i):
                return found
            beside = beside or self._taken_back(a, i)
            quoter = self._paratactic(a)
            aside = quoter is not None and quoter != i and not self._within(i, quoter)
            if aside and quoter is not None and (found := self._said_aside(quoter)):
                return found
            if joined and (found := self._named_themselves(self.attributions.for_whom(a)) or self._consulted(a)):
                return found
            joined = joined and tree.dep[a] == "conj"
            below = a
        beside = beside or self._set_apart(i)
        return beside or self._heads(i) or self._quote_speaker(i) or self._scared(i) or self._judged(i)

    def _set_apart(self, i: int) -> tuple[Mention, ...]:
        """ "Mali attacked Niger (*not true*)", "..., *or so the papers would have it*"."""
        for aside in self.asides.around(i):
            if not (aside.against and (self.sayings.accuses(i) or self.sayings.is_stance(i))):
                named = tuple(m for m in self._actors(aside.heads) if m.start >= self.tree.start[aside.tokens.start])
                return named or self._unknown(aside.heads, FRAGMENTS)  # not *Sudan* of "bombed Sudan - *report*"
        return ()

    def _consulted(self, a: int) -> tuple[Mention, ...]:
        """ "*Ask Kyiv*, and Mali attacked Niger": what one hears who asks."""
        tree = self.tree
        ask = tree.head[a]
        if tree.dep[a] != "conj" or tree.tag[ask] != "VB" or tree.child(ask, "nsubj", "aux") is not None:
            return ()
        if tree.lemma[ask] not in self.triggers.classes["consulted"] or tree.child(a, "nsubj", "nsubjpass") is None:
            return ()
        asked = [p for k in tree.children(ask, "prep") for p in tree.children(k, "pobj")]
        heads = [*tree.children(ask, "dobj"), *asked]
        return self._actors(heads) or self._unknown(heads) or self._unknown((ask,), VERBAL)

    def _scared(self, i: int) -> tuple[Mention, ...]:
        """ "The Turkish *'attack'*": a noun in quotation marks of its own is what others call it."""
        words = self.tree.words
        inside = self.tree.pos[i] == "NOUN" and 0 < i < len(words) - 1 and words[i + 1] in QUOTES
        opened = inside and any(w in QUOTES for w in words[max(0, i - 2) : i])
        return self._unknown((i,)) if opened else ()

    def _judged(self, i: int) -> tuple[Mention, ...]:
        """What the next sentence calls untrue, or the word of somebody, is told by nobody who vouches for it."""
        heads = self.verdicts.on(self.tree.root(i))
        if not heads or (self.sayings.is_stance(i) and not self._denies_own(i, heads[0])):
            return ()
        return self._named_or_unknown(heads) or self._unknown(heads, FRAGMENTS)

    def _as_is_said_beside(self, a: int, i: int) -> tuple[Mention, ...]:
        """ "..., *or so Kyiv says*", "..., *tweeted the minister*", "... - *that is what Kyiv says*"."""
        tree = self.tree
        if tree.dep[a] in ("nsubj", "nsubjpass"):
            if self._is_untrue(a, i):
                return self._unknown((tree.head[a],), VERBAL)
            if found := self._named(a):
                return found
        if (heads := self.verdicts.within(a)) and not self._is_spared(i, a, heads[0]):
            return self._named_or_unknown(heads) or self._unknown(heads, NOMINAL | VERBAL)
        return self._joined_teller(a, i)

    def _is_untrue(self, a: int, i: int) -> bool:
        """True for "*the raid* was a hoax", "*news* of a raid proved false"; not so "*Mali*, which made it, was false".

        Of the charge itself that could not be verified it is no judgement: it was made.
        """
        v = self.tree.head[a]
        if a == i and self.sayings.is_allegation(i):
            return False
        inside = (i, *self.grammar.above(i))
        beside = [k for k in inside[: inside.index(a)] if self.tree.dep[k] in ("relcl", "acl")]
        if any(not (self.sayings.holds_contents(self.tree.head[k]) or self.grammar.is_told_of(k)) for k in beside):
            return False
        return self.sayings.is_false(v) or self.sayings.is_made_up(a) or (a == i and self.sayings.is_unconfirmed(v))

    def _is_spared(self, i: int, a: int, judge: int) -> bool:
        """True for what judges, and for a charge that another denies: "Kyiv *accused* Minsk, and Minsk denied it"."""
        if self._within(judge, a) and self._within(i, judge):
            return True
        return self.tree.pos[judge] in VERBAL and self.sayings.accuses(i) and not self._denies_own(i, judge)

    def _denies_own(self, i: int, judge: int) -> bool:
        """True for "Kyiv *accused* Minsk, but *Kyiv denied* it"; "*it* denied it" may be Minsk."""
        named = all(self.tree.pos[k] != "PRON" for k in self._sayers(judge))
        return named and self._is_own(judge, i)

    def _taken_back(self, a: int, i: int) -> tuple[Mention, ...]:
        """ "Mali attacked Niger, *which Mali denies*": the word of whoever tells it further out, or of nobody known."""
        tail = self.tails.behind(a)
        told = tail is not None and not self._within(i, tail) and not self.sayings.accuses(i)
        return self._unknown((tail,), NOMINAL | VERBAL) if told and tail is not None else ()

    def _is_own(self, v: int, a: int) -> bool:
        """True if who is the subject of ``v`` does what ``a`` tells."""
        one, other = ({m.actor.code for m in self._actors(self._sayers(k)) if m.actor} for k in (v, a))
        return bool(one & other)

    def _joined_teller(self, a: int, i: int) -> tuple[Mention, ...]:
        """Return who tells clause ``a`` by one behind it that is read as coordinated with it."""
        tree = self.tree
        for k in tree.children(a, "conj", "dep"):
            if k > a and (heads := self.verdicts.disowned(k)):
                return self._named_or_unknown(heads) or self._unknown(heads, NOMINAL | VERBAL)
            if k < a or tree.lemma[k] not in self.triggers.speech or tree.child(k, "ccomp", "xcomp") is not None:
                continue
            alone = tree.child(k, "cc", "conj") is None and tree.child(a, "cc") is None
            if not alone or tree.words[tree.edges(k)[0] - 1] != ",":
                continue
            if found := self._inverted_teller(k) if tree.child(k, "nsubj") is None else self._own_teller(i, k):
                return found
        return ()

    def _inverted_teller(self, v: int) -> tuple[Mention, ...]:
        """Return *the minister* of "..., *tweeted the minister*", read as the object of a coordinated verb."""
        tree = self.tree
        tellers = self.documents | self.tellers
        return self._named_or_unknown(
            [k for k in tree.children(v, "dobj") if self.actors(k) or tree.lemma[k] in tellers]
        )

    def _own_teller(self, i: int, v: int) -> tuple[Mention, ...]:
        """Return *the minister* of "..., *the minister wrote* on his page", read as a coordinated clause."""
        tree = self.tree
        bare = tree.child(v, "dobj", "xcomp", "advcl") is None and not self._within(i, v)
        where = (tree.words[k].lower() in self.grammar.words.accompanying for k in tree.children(v, "prep"))
        return self._named_or_unknown(self._sayers(v)) if bare and all(where) else ()  # not "replied *with* drones"

    def _within(self, i: int, top: int) -> bool:
        return i == top or top in self.grammar.above(i)

    def _sayers(self, v: int) -> tuple[int, ...]:
        return self.grammar.subjects(v)

    def _actors(self, heads: Sequence[int]) -> tuple[Mention, ...]:
        return tuple(m for h in heads for m in self.actors(h))

    def _named_themselves(self, heads: Sequence[int]) -> tuple[Mention, ...]:
        """Return the actors that these words name, not whose what they name is: "to *the dismay of Mali*"."""
        start = self.tree.start
        return tuple(m for h in heads for m in self.actors(h) if m.start <= start[h] < m.end)

    def _named_or_unknown(self, heads: Sequence[int]) -> tuple[Mention, ...]:
        return self._actors(heads) or self._unknown(heads)

    def _unknown(self, heads: Sequence[int], parts: frozenset[str] = NOMINAL) -> tuple[Mention, ...]:
        """A speaker whom nobody knows stays visible: his word is not the article's own."""
        spans = (self.tree.span(h) for h in heads if self.tree.pos[h] in parts)
        return tuple(Mention(s.start, s.end, s.text, None, "speaker") for s in spans)[:1]

    def _paratactic(self, a: int) -> int | None:
        """Return the speech verb put in beside clause ``a``: "Iran, *France said*, had ..."."""
        tree = self.tree
        for k in tree.children(a, "parataxis", "ccomp", "advcl"):
            told = any(
                tree.lemma[k] in verbs
                for verbs in (self.triggers.speech, self.grammar.words.seeming, self.triggers.classes["supposing"])
            )
            told = told or any(tree.words[s].lower() == "it" for s in tree.children(k, "nsubjpass"))
            granted = self.sayings.takes_for_granted(k) or self._came_true(k)
            known = self.sayings.is_settled(k) or (self._has_as(k) and granted)
            if known or self.sayings.acts_back(k, a) or self.grammar.follows(k, a):
                continue  # "as everybody knows"
            if told and tree.dep[k] == "parataxis":
                return k
            if tree.lemma[k] in self.triggers.speech and (self._is_tail(k, a) or self._has_as(k)):
                return k
        return None

    def _said_aside(self, v: int) -> tuple[Mention, ...]:
        """ "Mali, *Niger says*, attacked", "Mali, *it is claimed*, attacked", "Mali, *it seems*, attacked"."""
        it = any(self.tree.words[k].lower() == "it" for k in self.tree.children(v, "nsubj", "nsubjpass"))
        return self._named_or_unknown(self._sayers(v)) or (self._unknown((v,), VERBAL) if it else ())

    def _has_as(self, k: int) -> bool:
        """ "*As* the minister announced, ..."."""
        return any(self.tree.words[j].lower() == "as" for j in self.tree.children(k, "mark", "advmod"))

    def _came_true(self, v: int) -> bool:
        """True for "as Kyiv *had feared*": what then came to pass."""
        had = any(self.tree.words[k].lower() in self.grammar.words.anterior for k in self.tree.children(v, "aux"))
        return had and self.tree.lemma[v] in self.triggers.classes["foretelling"]

    def _is_tail(self, k: int, a: int) -> bool:
        """A speech verb after its comma, without a content clause of its own: "..., *X said*"."""
        tree = self.tree
        if tree.dep[k] != "ccomp" and tree.child(k, "mark") is not None and tree.words[k - 1].lower() != "as":
            return False
        if tree.tag[k] == "VBG" and tree.child(k, "nsubj") is None:
            return False  # "..., *fearing* for its oil": who acts fears
        return (
            k > a
            and tree.child(k, "ccomp", "dobj") is None
            and any(tree.words[j] in {",", "”", "''", '"'} for j in range(a, k))
        )

    def _according(self, a: int, below: int) -> tuple[Mention, ...]:
        which = self.attributions.to_which(a)  # the clause may hang on *to* itself
        phrases = (self.attributions.heads(k) for k in self.tree.kids[a] if k != below)
        for heads in filter(None, (() if which is None else (which,), *phrases)):
            if found := self._actors(heads) or self._owned(heads) or self._unknown(heads, NOMINAL | VERBAL):
                return found
        return ()

    def _is_passive_claim(self, k: int, root: int) -> bool:
        """ "That Mali had paid *was admitted* by ...": a clause as subject, misread as coordination."""
        if not self._goes_on_without_link(k, root) or not self.grammar.is_passive(k):
            return False
        units = self.triggers.of("v", self.grammar.unit(k))
        return self.tree.lemma[k] in self.triggers.speech or any(u.relation in stances() for u in units)

    def _is_judged_clause(self, k: int, root: int) -> bool:
        """True for "That Mali had paid and left *remains unproven*"."""
        opens = self.tree.words[self.tree.edges(root)[0]].lower() == "that"
        return opens and self._goes_on_without_link(k, root) and bool(self.verdicts.judgement(k, root, root))

    def _goes_on_without_link(self, k: int, root: int) -> bool:
        """True for a verb behind a clause that neither has a subject nor is joined to it."""
        tree = self.tree
        first = tree.edges(k)[0]
        bare = tree.child(k, "nsubj", "nsubjpass", "mark") is None and root < first
        return bare and tree.dep[first - 1] not in ("cc", "punct")

    def _closing(self, root: int) -> tuple[Mention, ...]:
        """ "..., *a source* claimed.": the speaker at the end of a sentence, misread as an apposition with a clause."""
        tree = self.tree
        last = tree.edges(root)[1]
        while last > root and tree.pos[last] in ("PUNCT", "SPACE"):
            last -= 1
        tellers = [k for k in tree.children(last, "compound") if k == last - 1 and tree.tag[k] == "NNS"]
        if tellers and tree.dep[last] == "appos" and tree.lemma[last] in self.triggers.speech:
            return self._named_or_unknown(tellers)  # "..., *state media report*"
        verb = last
        while tree.dep[verb] in ("pobj", "prep", "compound", "det", "amod", "npadvmod") and verb > root:
            if tree.dep[verb] == "prep" and tree.words[verb].lower() not in self.grammar.words.accompanying:
                return ()
            verb = tree.head[verb]
        noun = tree.head[verb]
        person = tree.lemma[noun] in self.tellers | self.triggers.classes["leader"]
        finite = tree.tag[verb] in ("VBD", "VBZ") or (person and tree.tag[verb] == "VBN" and verb == noun + 1)
        if not finite or tree.dep[verb] not in ("acl", "relcl") or tree.dep[noun] != "appos":
            return ()
        if tree.lemma[verb] not in self.triggers.speech or (verb != last and not person and verb != noun + 1):
            return ()
        return self._named_or_unknown((noun,))

    def _opening(self, root: int) -> tuple[Mention, ...]:
        """ "*Kyiv's message is clear*: Russia ...", "*Kyiv put it so*: Russia ...", "Russia ... (*Kyiv's version*)"."""
        tree = self.tree
        if (aside := self.attributions.aside(root)) is not None:
            return self._named_or_unknown((aside,))
        titles = tree.children(root, "nsubj")
        inscribed = self.documents | self.triggers.classes["inscription"] | self.labels
        if self.grammar.is_heading(titles) and tree.lemma[titles[0]] in inscribed:
            return self._unknown(titles[:1])  # "*A banner* read: Russia ...", "*The rumour* of the day: Russia ..."
        for k in tree.children(root, "ccomp"):
            if k < root and any(tree.words[j] == ":" for j in range(k, root)):
                subjects = self.grammar.surface(k) or tuple(tree.children(k, "poss", "compound"))
                if self._opens_what_is_told(k, subjects):
                    return self._named_or_unknown(subjects)
        return ()

    def _opens_what_is_told(self, v: int, subjects: Sequence[int]) -> bool:
        """True for "Kyiv *says*:", "Kyiv *begs to differ*:", "Kyiv's *message* is clear:"."""
        lemma = self.tree.lemma[v]
        told = lemma in self.triggers.speech or lemma in self.triggers.classes["differing"]
        told = told or any(self.sayings.tells(s) for s in subjects)
        return told or self.attributions.tells_it(v) or self._is_convinced(v)

    def _is_convinced(self, be: int) -> bool:
        """True for "Kyiv *is adamant*: Russia ..."."""
        said = self.tree.children(be, "acomp")
        convinced = any(self.tree.lemma[k] in self.triggers.classes["convinced"] for k in said)
        return convinced and bool(self._actors(self.grammar.surface(be)))

    def _accords_below(self, root: int) -> tuple[Mention, ...]:
        """An "according to" on a verb coordinated with the main verb speaks for the whole sentence."""
        if root not in self._below:
            self._below[root] = self._find_below(root)
        return self._below[root]

    def _find_below(self, root: int) -> tuple[Mention, ...]:
        below = [root]
        while below:
            v = below.pop()
            if found := (self._closing(v) or self._opening(v)) if v == root else self._according(v, -1):
                return found
            joined = self.tree.children(v, "conj")
            if (claim := next((k for k in joined if self._is_passive_claim(k, v)), None)) is not None:
                return self._claimant(claim)
            beside = (*joined, *self.tree.children(v, "advcl"))
            if (judge := next((k for k in beside if self._is_judged_clause(k, v)), None)) is not None:
                return self._unknown((judge,), VERBAL)
            below += [k for k in reversed(joined) if self.tree.pos[k] in VERBAL]
        return ()

    def _owned(self, heads: Sequence[int]) -> tuple[Mention, ...]:
        """The speaker behind a text: "according to a statement on the *ministry*'s website"."""
        tree = self.tree
        for h in heads:
            owners = self.grammar.owners(h)
            nested = tuple(p for k in tree.children(h, "prep") for p in tree.children(k, "pobj"))
            if found := self._actors((*owners, *nested)):
                return found
            if nested and (found := self._owned(nested)):
                return found
        return ()

    def _has_it(self, v: int, below: int) -> bool:
        """True for "rumour *has it that* Mali attacked", "Niger *would have it that* ..."."""
        tree = self.tree
        it = tree.dep[below] == "dobj" and tree.words[below].lower() == "it" and tree.lemma[v] in self.retelling
        return it and any(self.grammar.has_that(k) for k in tree.children(below, "relcl", "acl", "ccomp"))

    def _named(self, noun: int) -> tuple[Mention, ...]:
        """ "What Mali calls *an attack* was ...", where the noun is read as another subject of the verb behind it."""
        tree = self.tree
        for k in tree.children(tree.head[noun], "csubj", "csubjpass"):
            what = any(tree.words[d].lower() == "what" for d in tree.children(k, "dobj"))
            if what and k < noun and tree.lemma[k] in self.naming and tree.child(k, "oprd") is None:
                return self._claimant(k)
        return ()

    def _claimant(self, word: int) -> tuple[Mention, ...]:
        """Who makes a claim; if the text leaves it open ("is accused of"), the word itself stands for him."""
        if (accuser := self.sayings.accuser(word)) is not None:
            return self._claimant(accuser)
        if self.sayings.denies(word) or self.tree.pos[word] == "ADJ":
            return self._unknown((word,), NOMINAL | VERBAL)  # not the denier's: "denies having sent troops"
        if self.tree.pos[word] in VERBAL:
            sayers = () if self.sayings.is_unsaid(word) else self._sayers(word)
            return self._named_or_unknown(sayers) or self._unknown((word,), NOMINAL | VERBAL)
        if self.sayings.is_charge(word) and not self.tree.children(word, "poss", "amod", "compound"):
            return self._unknown((word,))  # not who is charged: "Mali is on *trial* for"
        word = self.sayings.said_of(word)
        return self._actors(self.grammar.owners(word)) or self._author(word) or self._unknown((word,))

    def _author(self, noun: int) -> tuple[Mention, ...]:
        """Return *the UN* of "the finding *of the UN* that ..."."""
        tree = self.tree
        if tree.child(noun, "relcl", "acl", "ccomp") is None:
            return ()
        return self._actors(tree.objects_of(noun, ("of",)))

    def _hearsay(self, a: int, i: int) -> tuple[Mention, ...]:
        """ "*allegedly* bombed", "*suspected* Malian jets bombed": the word of somebody who is not named."""
        beside = self.tree.children(a, "advmod", "amod")
        if self.tree.pos[a] in VERBAL and a == i:
            beside += [k for s in self.grammar.subjects(a) for k in self.tree.children(s, "amod")]
        hedges = [k for k in beside if HEARSAY in {self.triggers.speech.get(form) for form in self._forms(k)}]
        return self._unknown(hedges[:1], frozenset({"ADV", "ADJ", "VERB"}))

    def _depicted(self, a: int) -> tuple[Mention, ...]:
        """ "The *pamphlet has* Mali attacking Niger": what it has states do is its tale."""
        tree = self.tree
        if tree.tag[a] != "VBG" or not self._actors(tree.children(a, "nsubj")):
            return ()
        above = [tree.head[a]] if tree.dep[a] in ("ccomp", "xcomp") else []
        have = (k for k in (*tree.children(a, "aux"), *above) if tree.lemma[k] == "have")
        return self._named_or_unknown([s for k in have for s in tree.children(k, "nsubj")])

    def _forms(self, k: int) -> tuple[str, ...]:
        """Return a word's lemma and form, and the whole of what hyphens join: "*so-called*"."""
        words = self.tree.words
        whole = f"{words[k - 2]}-{words[k]}".lower() if k > 1 and words[k - 1] == "-" else words[k].lower()
        return self.tree.lemma[k], words[k].lower(), whole

    def _heads(self, i: int) -> tuple[Mention, ...]:
        """ "*Kyiv*: Russia shelled Odesa", "*Report*: Russia shelled Odesa"."""
        head = self.headed.get(i)
        if head is None:
            return ()
        lemma = self.tree.lemma[head]
        told = lemma in self.triggers.speech or lemma in self.tellers or lemma in self.labels
        if told:
            return self._named_or_unknown((head,))
        if self.tree.pos[head] == "PROPN":
            return self._actors((head,))
        # "*Background*: Russia shelled Odesa" may be read as who shelled; "Iran's *response*: it fired" is not told
        return tuple(m for m in self._named_themselves((head,)) if m.rule != "unknown")

    def _quote_speaker(self, i: int) -> tuple[Mention, ...]:
        """The speaker of the quotation around ``i``; if nobody is found, the quoted words stand for themselves."""
        if found := self.quoter(i):
            return found
        return self._unknown((i,), NOMINAL | VERBAL) if i in self.quoted else ()
