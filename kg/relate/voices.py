"""Whose word is it? The speaker of a clause: reporting verbs, "according to", quotes.

A clause is somebody's word if it is the content clause of a speech verb, if an "according to"
phrase hangs on it or above it, or if it stands inside quotation marks whose speaker is named in this
sentence or, for a quote that runs on, in the sentence before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.lexicon.marks import QUOTES
from kg.lexicon.traits import traits
from kg.lexicon.triggers import Triggers, Unit
from kg.lexicon.vocabulary import spoken, stances
from kg.model import Mention
from kg.relate.attributions import Attributions
from kg.relate.clauses import FINITE
from kg.relate.grammar import Grammar
from kg.relate.headings import heading
from kg.relate.tails import Tails
from kg.relate.tree import NOMINAL, VERBAL, Tree
from kg.relate.verdicts import Verdicts

Actors = Callable[[int], tuple[Mention, ...]]
HEARSAY = "hearsay"
FRAGMENTS = NOMINAL | VERBAL | {"ADV", "ADP", "SCONJ", "INTJ", "PART"}  # "Not *so*."
SINGLE = frozenset("'‘’")
OPEN, CLOSE, PLAIN = frozenset("“«"), frozenset("”»"), frozenset({'"', "''", "``"})


class Voices:
    """The speakers of one article's clauses."""

    def __init__(self, grammar: Grammar, triggers: Triggers, actors: Actors, quoter: Actors) -> None:
        """``actors`` says whom the phrase at a token names, ``quoter`` who speaks the quotation around it."""
        self.grammar = grammar
        self.tree = grammar.tree
        self.triggers = triggers
        self.actors = actors
        self.quoter = quoter
        self.culpable = triggers.classes.get("culpable", frozenset())
        self.documents = triggers.classes.get("document", frozenset())
        self.naming = triggers.classes.get("naming", frozenset())
        self.undoubted = triggers.classes.get("undoubted", frozenset())
        self.unreal = triggers.classes.get("unreal", frozenset())
        self.attributions = Attributions(grammar, triggers)
        self.verdicts = Verdicts(grammar, triggers)
        self.tails = Tails(grammar, triggers, self.verdicts)
        self._below: dict[int, tuple[Mention, ...]] = {}
        self.tellers = triggers.classes.get("teller", frozenset())
        self.retelling = triggers.classes["tell_it"]
        self.labels = triggers.classes.get("label", frozenset())
        self.heading = heading(self.tree, self.labels)
        self.quoted = _quoted(self.tree) | self.heading.quoted

    def speakers(self, i: int) -> tuple[Mention, ...]:
        """Return the actors whose word the clause of token ``i`` is; empty for the article's own voice."""
        tree = self.tree
        below = i
        for a in (i, *self.grammar.above(i)):
            if tree.head[a] == a and (found := self._accords_below(a)):
                return found
            if found := self._according(a, below):
                return found
            if found := self._hearsay(a):
                return found
            if a != i and (
                self._reports(a, below)
                or self._claims(a, below)
                or self._interrupts(a, below)
                or self._embeds(a, below)
                or self._names(a, below)
                or self._has_it(a, below)
            ):
                return self._claimant(a)
            if found := self._as_is_said_beside(a, i):
                return found
            quoter = self._paratactic(a)
            aside = quoter is not None and quoter != i and not self._within(i, quoter)
            if aside and quoter is not None and (found := self._said_aside(quoter)):
                return found
            below = a
        return self._heads(i) or self._quote_speaker(i) or self._scared(i) or self._judged(i)

    def _scared(self, i: int) -> tuple[Mention, ...]:
        """ "The Turkish *'attack'*": a noun in quotation marks of its own is what others call it."""
        words = self.tree.words
        inside = self.tree.pos[i] == "NOUN" and 0 < i < len(words) - 1 and words[i + 1] in QUOTES
        opened = inside and any(w in QUOTES for w in words[max(0, i - 2) : i])
        return self._unknown((i,)) if opened else ()

    def _judged(self, i: int) -> tuple[Mention, ...]:
        """What the next sentence calls untrue, or the word of somebody, is told by nobody who vouches for it."""
        heads = self.verdicts.on(self.tree.root(i))
        if not heads or self._is_stance(i):
            return ()
        return self._named_or_unknown(heads) or self._unknown(heads, FRAGMENTS)

    def _is_stance(self, i: int) -> bool:
        """True for a word that says something itself: what is false of "Mali denied it" is what was denied."""
        if self.tree.pos[i] not in VERBAL:
            return self.triggers.is_claim(self.tree.lemma[i])
        unit = self.grammar.unit(i)
        plain = next((u for u in self.triggers.of("v", unit) if not u.tests), None)
        return unit in self.triggers.speech or (plain is not None and plain.relation in spoken())

    def _as_is_said_beside(self, a: int, i: int) -> tuple[Mention, ...]:
        """ "..., *or so Kyiv says*", "..., *tweeted the minister*", "... - *that is what Kyiv says*"."""
        tree = self.tree
        if tree.dep[a] in ("nsubj", "nsubjpass"):
            if self._is_false(tree.head[a]) or self._is_made_up(a):
                return self._unknown((tree.head[a],), VERBAL)
            if found := self._named(a):
                return found
        if heads := self.verdicts.within(a):
            return self._named_or_unknown(heads) or self._unknown(heads, NOMINAL | VERBAL)
        if (tail := self.tails.on(a)) is not None and not self._within(i, tail):
            return self._unknown((tail,), NOMINAL | VERBAL)
        for k in tree.children(a, "conj", "dep"):
            if k > a and (heads := self.verdicts.disowned(k)):
                return self._named_or_unknown(heads) or self._unknown(heads, NOMINAL | VERBAL)
            if k < a or tree.lemma[k] not in self.triggers.speech or tree.child(k, "ccomp", "xcomp") is not None:
                continue
            alone = tree.child(k, "cc", "conj", "nsubj") is None and tree.child(a, "cc") is None
            if alone and tree.words[k - 1] == "," and (told := self._inverted_teller(k)):
                return told
        return ()

    def _inverted_teller(self, v: int) -> tuple[Mention, ...]:
        """Return *the minister* of "..., *tweeted the minister*", read as the object of a coordinated verb."""
        tree = self.tree
        tellers = self.documents | self.tellers
        return self._named_or_unknown(
            [k for k in tree.children(v, "dobj") if self.actors(k) or tree.lemma[k] in tellers]
        )

    def _within(self, i: int, top: int) -> bool:
        return i == top or top in self.grammar.above(i)

    def _sayers(self, v: int) -> tuple[int, ...]:
        return self.grammar.subjects(v)

    def _actors(self, heads: Sequence[int]) -> tuple[Mention, ...]:
        return tuple(m for h in heads for m in self.actors(h))

    def _named_or_unknown(self, heads: Sequence[int]) -> tuple[Mention, ...]:
        return self._actors(heads) or self._unknown(heads)

    def _unknown(self, heads: Sequence[int], parts: frozenset[str] = NOMINAL) -> tuple[Mention, ...]:
        """A speaker whom nobody knows stays visible: his word is not the article's own."""
        spans = (self.tree.span(h) for h in heads if self.tree.pos[h] in parts)
        return tuple(Mention(s.start, s.end, s.text, None, "speaker") for s in spans)[:1]

    def _reports(self, v: int, below: int) -> bool:
        """True if ``below`` is the content clause of the speech verb ``v``."""
        tree = self.tree
        if tree.pos[v] not in VERBAL or self.grammar.unit(v) not in self.triggers.speech:
            return False  # "*ruled out* talks" says nothing of what was ruled
        if self._is_settled(v):
            return False
        if self.grammar.is_infinitive(below) and tree.dep[below] == "xcomp":
            return self.grammar.is_passive(v)
        if self.grammar.is_infinitive(v):
            return tree.dep[below] == "ccomp"
        if tree.dep[below] == "dobj":  # "announced *the release*"; but who "declared *war*" acts
            return self.triggers.light_effect(self.grammar.unit(v), tree.lemma[below]) is None
        return tree.dep[below] in ("ccomp", "csubj", "csubjpass") or (
            tree.dep[below] == "prep"
            and (tree.words[below].lower() in self.grammar.words.speaking_of or self._has_whole_gerund(below))
        )

    def _has_whole_gerund(self, prep: int) -> bool:
        """True for "points *to Mali attacking* Niger": the gerund has a subject of its own."""
        return any(self.tree.child(p, "nsubj") is not None for p in self.tree.children(prep, "pcomp"))

    def _paratactic(self, a: int) -> int | None:
        """Return the speech verb put in beside clause ``a``: "Iran, *France said*, had ..."."""
        tree = self.tree
        for k in tree.children(a, "parataxis", "ccomp", "advcl"):
            told = tree.lemma[k] in self.triggers.speech or tree.lemma[k] in self.grammar.words.seeming
            told = told or any(tree.words[s].lower() == "it" for s in tree.children(k, "nsubjpass"))
            if self._is_settled(k) or (self._has_as(k) and self._takes_for_granted(k)):
                continue  # "as everybody knows"
            if told and tree.dep[k] == "parataxis":
                return k
            if tree.lemma[k] in self.triggers.speech and (self._is_tail(k, a) or self._has_as(k)):
                return k
        return None

    def _takes_for_granted(self, v: int) -> bool:
        return self.triggers.operators.get((self.grammar.unit(v), "that")) == "factive"

    def _is_settled(self, v: int) -> bool:
        """True for "*everybody knows* that", "*it was proven* that": known or shown by nobody in particular."""
        tree = self.tree
        if (
            not self._takes_for_granted(v)
            or self.grammar.is_denied(v)
            or any(tree.tag[k] == "MD" for k in tree.children(v, "aux"))
        ):
            return False
        subject = tree.child(v, "nsubj", "nsubjpass")
        if tree.dep[v] == "acomp" or self.grammar.is_passive(v):
            return tree.child(v, "agent") is None and (
                subject is None or tree.words[subject].lower() in self.grammar.words.pointing
            )
        return subject is not None and tree.words[subject].lower() in self.grammar.words.everybody

    def _is_undisputed(self, v: int) -> bool:
        """True for "*nobody denies* that", "*no one doubts* that"."""
        tree = self.tree
        unit = self.grammar.unit(v)
        doubts = self._denies(v) or self.triggers.operators.get((unit, "that")) == "negated"
        subjects = tree.children(v, "nsubj") if tree.pos[v] in VERBAL and doubts else []
        return any(
            tree.words[s].lower() in self.grammar.words.nobody
            or any(tree.words[k].lower() in self.grammar.words.negative_determiners for k in tree.children(s, "det"))
            for s in subjects
        )

    def _said_aside(self, v: int) -> tuple[Mention, ...]:
        """ "Mali, *Niger says*, attacked", "Mali, *it is claimed*, attacked", "Mali, *it seems*, attacked"."""
        it = any(self.tree.words[k].lower() == "it" for k in self.tree.children(v, "nsubj", "nsubjpass"))
        return self._named_or_unknown(self._sayers(v)) or (self._unknown((v,), VERBAL) if it else ())

    def _has_as(self, k: int) -> bool:
        """ "*As* the minister announced, ..."."""
        return any(self.tree.words[j].lower() == "as" for j in self.tree.children(k, "mark", "advmod"))

    def _is_tail(self, k: int, a: int) -> bool:
        """A speech verb after its comma, without a content clause of its own: "..., *X said*"."""
        tree = self.tree
        if tree.dep[k] != "ccomp" and tree.child(k, "mark") is not None and tree.words[k - 1].lower() != "as":
            return False
        return (
            k > a
            and tree.child(k, "ccomp", "dobj") is None
            and any(tree.words[j] in {",", "”", "''", '"'} for j in range(a, k))
        )

    def _according(self, a: int, below: int) -> tuple[Mention, ...]:
        for k in self.tree.kids[a]:
            if k == below or not (heads := self.attributions.heads(k)):
                continue
            if found := self._actors(heads) or self._owned(heads) or self._unknown(heads, NOMINAL | VERBAL):
                return found
        return ()

    def _is_passive_claim(self, k: int, root: int) -> bool:
        """ "That Mali had paid *was admitted* by ...": a clause as subject, misread as coordination."""
        if self.tree.child(root, "cc") is not None or not self.grammar.is_passive(k):
            return False
        units = self.triggers.of("v", self.grammar.unit(k))
        return self.tree.lemma[k] in self.triggers.speech or any(u.relation in stances() for u in units)

    def _closing(self, root: int) -> tuple[Mention, ...]:
        """ "..., *a source* claimed.": the speaker at the end of a sentence, misread as an apposition with a clause."""
        tree = self.tree
        last = tree.edges(root)[1]
        while last > root and tree.pos[last] in ("PUNCT", "SPACE"):
            last -= 1
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
        if tree.lemma[verb] not in self.triggers.speech or (verb != last and not person):
            return ()
        return self._named_or_unknown((noun,))

    def _opening(self, root: int) -> tuple[Mention, ...]:
        """ "*Kyiv's message is clear*: Russia ...", "*Kyiv put it so*: Russia ...", "Russia ... (*Kyiv's version*)"."""
        tree = self.tree
        if (aside := self.attributions.aside(root)) is not None:
            return self._named_or_unknown((aside,))
        for k in tree.children(root, "ccomp"):
            if k < root and any(tree.words[j] == ":" for j in range(k, root)):
                subjects = self.grammar.surface(k)
                said = any(self._holds_contents(s) for s in subjects)
                if said or self.attributions.tells_it(k) or self._is_convinced(k):
                    return self._named_or_unknown(subjects)
        return ()

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

    def _interrupts(self, v: int, below: int) -> bool:
        """True for "Iran, *France claimed*, had left", read as coordination."""
        tree = self.tree
        return tree.dep[below] == "conj" and bool(self.grammar.interrupts(v)) and tree.lemma[v] in self.triggers.speech

    def _embeds(self, a: int, below: int) -> bool:
        """True for a finite content clause under any word that does not vouch for it ("it is false that ...").

        Own voice must be earned: only factive words (``factive`` in operators.tsv: "the fact that") pass it on.
        """
        tree = self.tree
        if below < a and (";" in tree.words[below:a] or self._tells_more(a)):
            return False  # two sentences in one
        if tree.dep[below] == "acl" and ":" in tree.words[a:below]:  # "*the official story*: Mali attacked"
            return self._holds_contents(a) and not self._vouches(a, tree.lemma[a])
        if tree.dep[below] == "csubj":
            return self._is_false(a)
        if tree.dep[below] == "advcl":
            return self._shows_through(a, below)
        presumed = any(tree.words[k].lower() in self.grammar.words.presuming for k in tree.children(below, "advmod"))
        if presumed or not self._is_finite_content(a, below):
            return False  # "it is unclear *why* Mali attacked"
        if tree.lemma[a] == "be":
            return self._equates(a, below)
        if any(self._holds_contents(k) for k in tree.children(a, "nsubj")):
            return True  # "*no evidence* has emerged that ..."
        if tree.pos[a] in VERBAL:
            return not (self._vouches(a, self.grammar.unit(a)) or self._is_undisputed(a))
        return tree.child(a, "neg") is not None or not self._vouches(a, tree.lemma[a])

    def _tells_more(self, v: int) -> bool:
        """True for "..., it also *invaded* Chad": with an object of its own it is not what tells the clause before."""
        objects = self.tree.children(v, "dobj")
        return bool(objects) and all(self.tree.words[k].lower() not in self.grammar.words.pointing for k in objects)

    def _is_finite_content(self, a: int, below: int) -> bool:
        tree = self.tree
        if tree.dep[below] == "ccomp":
            own = tree.child(below, "nsubj", "nsubjpass", "expl") is not None
            finite = own and not self.grammar.is_infinitive(below)
        elif tree.dep[below] == "relcl":
            finite = self._holds_contents(a) and self.grammar.is_content(below)
        else:
            finite = self.grammar.is_content(below)
        modal = any(tree.tag[k] == "MD" for k in tree.children(below, "aux"))
        return finite and (tree.tag[below] != "VB" or modal)

    def _shows_through(self, v: int, clause: int) -> bool:
        """True for "it *looks like* Mali attacked", "a *report* emerged *that* Mali attacked"."""
        tree = self.tree
        marks = {tree.words[k].lower() for k in tree.children(clause, "mark")}
        if tree.lemma[v] in self.grammar.words.seeming and marks & {"like", "as"}:
            return True
        return marks == {"that"} and any(self._holds_contents(k) for k in tree.children(v, "nsubj", "nsubjpass"))

    def _holds_contents(self, noun: int) -> bool:
        """True for a noun behind which *that* tells what it says: "the *story* that", not "the *town* that"."""
        lemma = self.tree.lemma[noun]
        known = self.unreal | self.undoubted | self.triggers.classes.get("content_noun", frozenset())
        return lemma in known or (lemma, "that") in self.triggers.operators or self.triggers.is_claim(lemma)

    def _equates(self, be: int, clause: int) -> bool:
        """True for "it is *false* that ...", "the *claim* is that ...", but not for "it was Iran that ..."."""
        tree = self.tree
        subject = tree.child(be, "nsubj")
        if subject is not None and tree.pos[subject] == "NOUN" and self.grammar.has_that(clause):
            return tree.child(be, "attr", "acomp") is None and not self._vouches(subject, tree.lemma[subject])
        if any(self._is_false(k) or self.verdicts.verdict(k) for k in tree.children(be, "csubj")):
            return True  # "*what is false* is that ..."
        predicate = tree.child(be, "acomp", "attr")
        if any(self.triggers.operators.get((tree.lemma[k], "from")) == "negated" for k in tree.children(be, "advmod")):
            return True  # "it is *far from* clear that ..."
        if predicate is None or self.grammar.is_cleft(clause) or tree.pos[predicate] == "PROPN":
            return False
        return self.grammar.is_denied(be) or not self._vouches(predicate, tree.lemma[predicate])

    def _vouches(self, word: int, unit: str) -> bool:
        """True for a word that takes its content clause for granted: "the *fact* that", "there is *no doubt* that"."""
        if unit in self.undoubted:
            none = any(self.tree.words[k].lower() == "no" for k in self.tree.kids[word])
            return none and self.tree.dep[word] == "attr"
        return self.triggers.operators.get((unit, "that")) == "factive"

    def _is_false(self, be: int) -> bool:
        """ "That Mali attacked Niger *is a lie*", "the attack *was a hoax*"."""
        said = self.tree.children(be, "acomp", "attr")
        return any(self.tree.lemma[k] in self.unreal for k in said) and not self.grammar.is_denied(be)

    def _is_made_up(self, noun: int) -> bool:
        """True for "the *story* of Mali's attack was *made up*"."""
        v = self.tree.head[noun]
        told = self.tree.lemma[noun] in self.triggers.classes["rumour"] and self.tree.pos[v] in VERBAL
        return told and self.grammar.unit(v) in self.triggers.classes["debunking"]

    def _names(self, v: int, below: int) -> bool:
        """True for what somebody calls something: "what Mali *calls an attack*", "*described* it *as* an attack"."""
        tree = self.tree
        if tree.pos[v] not in VERBAL or tree.lemma[v] not in self.naming:
            return False
        return tree.dep[below] == "oprd" or (tree.dep[below] == "prep" and tree.words[below].lower() == "as")

    def _named(self, noun: int) -> tuple[Mention, ...]:
        """ "What Mali calls *an attack* was ...", where the noun is read as another subject of the verb behind it."""
        tree = self.tree
        for k in tree.children(tree.head[noun], "csubj", "csubjpass"):
            what = any(tree.words[d].lower() == "what" for d in tree.children(k, "dobj"))
            if what and k < noun and tree.lemma[k] in self.naming and tree.child(k, "oprd") is None:
                return self._claimant(k)
        return ()

    def _claims(self, word: int, below: int) -> bool:
        """True if clause ``below`` is what a word of accusation or denial says: "accusations *that* ..."."""
        tree = self.tree
        if tree.lemma[word] == "be":
            return False  # "it was Iran that ...": a copula claims nothing
        if tree.dep[below] == "ccomp" and (self._is_undisputed(word) or self._is_settled(word)):
            return False
        if tree.pos[word] == "ADJ":
            return tree.lemma[word] in self.culpable and self._accuser(word) is not None
        if tree.pos[word] in VERBAL:
            clipped = tree.dep[below] == "nsubj" and tree.child(word, "dobj", "ccomp", "xcomp", "prep") is None
            suffers = tree.dep[below] in ("dobj", "nsubjpass") or (clipped and tree.pos[below] == "NOUN")
            if suffers and self._denies(word) and not self.triggers.is_claim(self.tree.lemma[below]):
                return True  # "denied the attack": it may never have been
            clausal = tree.dep[below] in ("ccomp", "xcomp", "pcomp", "csubj", "csubjpass", "oprd") or (
                tree.dep[below] == "prep" and tree.words[below].lower() in self.grammar.words.charging
            )
            units = self.triggers.of("v", self.grammar.unit(word))
        else:
            word = self._said_of(word)
            if tree.lemma[word] in self.undoubted and self._vouches(word, tree.lemma[word]):
                return False
            clausal = tree.dep[below] in ("ccomp", "prep") or (
                tree.dep[below] in ("acl", "relcl") and (self._is_contained(below) or self.grammar.is_told_of(below))
            )
            units = self.triggers.of("n", tree.lemma[word])
            of = tree.dep[below] == "prep" and tree.words[below].lower() == "of"
            if clausal and (of or tree.dep[below] != "prep") and tree.lemma[word] in self.triggers.speech:
                return True  # "reports that", "reports of"
        contested = (u for u in units if u.relation in traits().contested and not u.idiom)
        return clausal and any(self._stands(u, word) for u in contested)

    def _accuser(self, adjective: int) -> int | None:
        """Return *held* of "held Mali *responsible* for": the verb of accusation to which an adjective belongs."""
        tree = self.tree
        if tree.pos[adjective] != "ADJ":
            return None
        verbs = (a for a in list(tree.ancestors(adjective))[:2] if tree.pos[a] in VERBAL)
        senses = ((v, u) for v in verbs for u in self.triggers.of("v", tree.lemma[v]))
        return next((v for v, unit in senses if unit.relation in traits().accusing), None)

    def _said_of(self, noun: int) -> int:
        """Return *finding* for *UN* of "the finding of the UN that ...": the clause is read as the nearest noun's."""
        tree = self.tree
        prep = tree.head[noun]
        is_name = (
            tree.dep[noun] == "pobj"
            and tree.pos[noun] == "PROPN"
            and tree.words[prep].lower() in self.grammar.words.authors
        )
        return tree.head[prep] if is_name else noun

    def _is_contained(self, clause: int) -> bool:
        """True for what a noun says ("that ...", "to ...", "a version in which ..."), not for what is said of it."""
        tree = self.tree
        if self.grammar.is_infinitive(clause):
            return True
        if self.grammar.has_that(clause) or self._is_whole(clause):
            return True
        within = (k for k in tree.children(clause, "prep") if tree.words[k].lower() == "in")
        return any(tree.words[p].lower() == "which" for k in within for p in tree.children(k, "pobj"))

    def _is_whole(self, clause: int) -> bool:
        """True for "claims *it attacked Poland*": subject and object are there, so it tells nothing of the noun."""
        tree = self.tree
        own = (tree.child(clause, "nsubj"), tree.child(clause, "dobj"))
        relative = self.grammar.words.relative
        return all(k is not None and tree.words[k].lower() not in relative for k in own) and all(
            tree.tag[k] not in ("WDT", "WP", "WP$", "WRB") for k in tree.kids[clause]
        )

    def _claimant(self, word: int) -> tuple[Mention, ...]:
        """Who makes a claim; if the text leaves it open ("is accused of"), the word itself stands for him."""
        if (accuser := self._accuser(word)) is not None:
            return self._claimant(accuser)
        if self._denies(word) or self.tree.pos[word] == "ADJ":
            return self._unknown((word,), NOMINAL | VERBAL)  # not the denier's: "denies having sent troops"
        if self.tree.pos[word] in VERBAL:
            sayers = () if self._is_unsaid(word) else self._sayers(word)
            return self._named_or_unknown(sayers) or self._unknown((word,), NOMINAL | VERBAL)
        word = self._said_of(word)
        return self._actors(self.grammar.owners(word)) or self._author(word) or self._unknown((word,))

    def _is_unsaid(self, v: int) -> bool:
        """True for "did not *say* that", "refused to *say* that": it is not the word of who has not said it."""
        if self.grammar.unit(v) not in self.triggers.speech:
            return False
        if self.grammar.is_infinitive(v) and self.tree.dep[v] == "xcomp":
            return self.triggers.operators.get((self.grammar.unit(self.tree.head[v]), "inf")) == "negated"
        return self.grammar.is_denied(v)

    def _author(self, noun: int) -> tuple[Mention, ...]:
        """Return *the UN* of "the finding *of the UN* that ..."."""
        tree = self.tree
        if tree.child(noun, "relcl", "acl", "ccomp") is None:
            return ()
        of = (k for k in tree.children(noun, "prep") if tree.words[k].lower() == "of")
        return self._actors([p for k in of for p in tree.children(k, "pobj")])

    def _denies(self, word: int) -> bool:
        """True for a word of denial, and for one that denies with the words around it ("*called* it *a lie*")."""
        pos, lemma = ("v", self.grammar.unit(word)) if self.tree.pos[word] in VERBAL else ("n", self.tree.lemma[word])
        denials = (u for u in self.triggers.of(pos, lemma) if u.relation in traits().denying)
        return lemma not in self.triggers.speech and any(self._stands(u, word) for u in denials)

    def _stands(self, unit: Unit, word: int) -> bool:
        """True if one of the words is near that a sense is known by."""
        wanted = [t.words for t in unit.tests if t.words and not t.negated]
        near = {self.tree.lemma[k] for k in range(*self._reach(word))} if wanted else set()
        return all(near & words for words in wanted)

    def _reach(self, word: int) -> tuple[int, int]:
        first, last = self.tree.edges(word)
        return first, last + 1

    def _hearsay(self, a: int) -> tuple[Mention, ...]:
        """ "*allegedly* bombed": the word of somebody who is not named."""
        hedges = [
            k
            for k in self.tree.children(a, "advmod", "amod")
            if HEARSAY in {self.triggers.speech.get(form) for form in self._forms(k)}
        ]
        return self._unknown(hedges[:1], frozenset({"ADV", "ADJ", "VERB"}))

    def _forms(self, k: int) -> tuple[str, ...]:
        """Return a word's lemma and form, and the whole of what hyphens join: "*so-called*"."""
        words = self.tree.words
        whole = f"{words[k - 2]}-{words[k]}".lower() if k > 1 and words[k - 1] == "-" else words[k].lower()
        return self.tree.lemma[k], words[k].lower(), whole

    def _heads(self, i: int) -> tuple[Mention, ...]:
        """ "*Kyiv*: Russia shelled Odesa", "*Report*: Russia shelled Odesa"."""
        head = self.heading.speaker
        if head is None or i not in self.heading.said:
            return ()
        lemma = self.tree.lemma[head]
        told = lemma in self.triggers.speech or lemma in self.tellers or lemma in self.labels
        return self._actors((head,)) or (self._unknown((head,)) if told else ())

    def _quote_speaker(self, i: int) -> tuple[Mention, ...]:
        """The speaker of the quotation around ``i``; if nobody is found, the quoted words stand for themselves."""
        if found := self.quoter(i):
            return found
        return self._unknown((i,), NOMINAL | VERBAL) if i in self.quoted else ()


def _quoted(tree: Tree) -> frozenset[int]:
    """Return the tokens inside quotation marks that hold a clause or more than four words; others are scare quotes."""
    found: set[int] = set()
    opened: int | None = None
    for i, word in enumerate(tree.words):
        single = word in SINGLE and tree.tag[i] != "POS"
        if opened is None and (word in OPEN or word in PLAIN or (single and _leans_right(tree, i))):
            opened = i
        elif opened is not None and (word in CLOSE or word in PLAIN or single or _closes(tree, i)):
            inside = range(opened + 1, i)
            if len(inside) > 4 or (len(inside) > 1 and any(tree.tag[k] in FINITE for k in inside)):
                found.update(range(opened + 1, i))
            opened = None
        elif opened is not None and "\n\n" in word:
            opened = None
    return frozenset(found)


def _closes(tree: Tree, i: int) -> bool:
    """True for a closing mark that is taken for a genitive: "'has bombed Beirut*'*", but not "the states*'*"."""
    return tree.words[i] in SINGLE and tree.tag[i] == "POS" and not tree.words[i - 1].lower().endswith("s")


def _leans_right(tree: Tree, i: int) -> bool:
    """True for a mark with a blank before it and none after: an opening one."""
    before = i == 0 or tree.start[i] > tree.start[i - 1] + len(tree.words[i - 1])
    return before and i + 1 < len(tree.words) and tree.start[i + 1] == tree.start[i] + len(tree.words[i])
