"""Which words make the clause below them somebody's word: they report it, claim it, name it so, or do not vouch for it.

Whose word it then is says `kg.relate.voices`.
"""

from __future__ import annotations

from kg.lexicon.marks import DASHES
from kg.lexicon.traits import traits
from kg.lexicon.triggers import Triggers, Unit
from kg.lexicon.vocabulary import relations, spoken
from kg.relate.grammar import Grammar
from kg.relate.tree import VERBAL
from kg.relate.verdicts import Verdicts

PARTING = DASHES | {":"}


class Sayings:
    """The words of one Tree that govern clauses."""

    def __init__(self, grammar: Grammar, triggers: Triggers, verdicts: Verdicts) -> None:
        self.grammar = grammar
        self.tree = grammar.tree
        self.triggers = triggers
        self.verdicts = verdicts
        self.culpable = triggers.classes.get("culpable", frozenset())
        self.naming = triggers.classes.get("naming", frozenset())
        self.undoubted = triggers.classes.get("undoubted", frozenset())
        self.unreal = triggers.classes["unreal"]
        self.verified = triggers.classes["verified"]

    def is_stance(self, i: int) -> bool:
        """True for a word that says something itself: what is false of "Mali denied it" is what was denied."""
        if self.tree.pos[i] not in VERBAL:
            return self.triggers.is_claim(self.tree.lemma[i])
        unit = self.grammar.unit(i)
        plain = next((u for u in self.triggers.of("v", unit) if not u.tests), None)
        return unit in self.triggers.speech or (plain is not None and plain.relation in spoken())

    def accuses(self, i: int) -> bool:
        """True for "Mali *accused* Niger of it, a charge that Niger rejects": the charge is made all the same."""
        kind, lemma = ("v", self.grammar.unit(i)) if self.tree.pos[i] in VERBAL else ("n", self.tree.lemma[i])
        units = [u for u in self.triggers.of(kind, lemma) if u.relation in relations()]
        senses = [u for u in units if not u.tests] or units  # "blame" has none without a condition
        return bool(senses) and all(u.relation in traits().contested for u in senses)

    def is_allegation(self, noun: int) -> bool:
        """True for "Kyiv's *claim* that Minsk attacked could not be verified": it was made all the same."""
        lemma = self.tree.lemma[noun]
        senses = self.triggers.of("n", lemma)
        return self.triggers.is_claim(lemma) and any(u.relation in traits().contested for u in senses)

    def reports(self, v: int, below: int) -> bool:
        """True if ``below`` is the content clause of the speech verb ``v``."""
        tree = self.tree
        if tree.pos[v] not in VERBAL or self.grammar.unit(v) not in self.triggers.speech:
            return False  # "*ruled out* talks" says nothing of what was ruled
        if self.grammar.follows(v, below):
            return False
        if self.is_settled(v) or self.acts_back(v, below) or self.trails(below) or self._undergoes(v, below):
            return False
        if self.grammar.is_infinitive(below) and tree.dep[below] == "xcomp":
            return self.grammar.is_passive(v)
        if self.grammar.is_infinitive(v):
            return tree.dep[below] == "ccomp"
        if tree.dep[below] == "advcl":  # "everybody there *swears that* Mali attacked"; not "*so* loudly that"
            return below > v and self.grammar.has_that(below) and not self._is_so_much(v)
        if tree.dep[below] == "dobj":  # "announced *the release*"; but who "declared *war*" acts
            return self.triggers.light_effect(self.grammar.unit(v), tree.lemma[below]) is None
        return tree.dep[below] in ("ccomp", "csubj", "csubjpass") or (
            tree.dep[below] == "prep"
            and (
                self._holds_its_content(v, below)
                or tree.words[below].lower() in self.grammar.words.speaking_of
                or self._has_whole_gerund(below)
            )
        )

    def _is_so_much(self, v: int) -> bool:
        first, last = self.tree.edges(v)
        return any(self.tree.words[k].lower() in self.grammar.words.thus for k in range(first, last + 1))

    def _undergoes(self, v: int, below: int) -> bool:
        """True for "Mali *saw* its airport *bombed* by Niger": it tells what befell Mali."""
        tree = self.tree
        if tree.lemma[v] not in self.grammar.words.undergoing:
            return False
        participles = [k for k in range(below, tree.edges(below)[1] + 1) if tree.tag[k] == "VBN"]
        if below in participles and tree.child(below, "aux", "auxpass", "mark") is None:
            thing = tree.child(below, "nsubj", "nsubjpass")
        elif tree.dep[below] == "dobj" and any(tree.dep[k] == "acl" for k in participles):
            thing = below
        else:
            return False
        return thing is not None and self._is_its_own(thing)

    def _is_its_own(self, noun: int) -> bool:
        """True for "*its* airport" and "two of *its* tankers"."""
        tree = self.tree
        owned = [noun, *(tree.objects_of(noun, ("of",)) if tree.tag[noun] == "CD" else ())]
        return any(tree.tag[k] == "PRP$" for each in owned for k in tree.children(each, "poss"))

    def _holds_its_content(self, v: int, prep: int) -> bool:
        """True for "insists *to this day* that Mali attacked", where what is said is read as the day's."""
        tree = self.tree
        if v > prep or tree.child(v, "ccomp", "xcomp", "dobj") is not None:
            return False
        spans = self.grammar.words.spans  # not "insists *on the fact* that"
        things = (p for p in tree.children(prep, "pobj") if tree.lemma[p] in spans or not self.holds_contents(p))
        return any(
            self.grammar.has_that(k) and self.grammar.is_content(k) for p in things for k in tree.children(p, "relcl")
        )

    def acts_back(self, v: int, below: int) -> bool:
        """True for "Mali attacked Niger, Chad *replied with* drones": an act, and no word of the clause before it."""
        tree = self.tree
        means = any(tree.words[k].lower() in ("by", "with") for k in tree.children(v, "prep"))
        return below < v and means and tree.lemma[v] in self.triggers.classes["replying"]

    def trails(self, below: int) -> bool:
        """True for "Mali attacked, Chad says, *which Niger denies*": said of the clause by the writer, not by Chad."""
        tree = self.tree
        first = tree.edges(below)[0]
        which = any(tree.tag[k] == "WDT" for k in tree.children(below, "nsubj", "nsubjpass", "dobj"))
        behind = tree.head[below] < first  # not "M23, *which Chad says is armed* by Mali"
        return tree.dep[below] == "ccomp" and which and behind and tree.words[first - 1] == ","

    def _has_whole_gerund(self, prep: int) -> bool:
        """True for "points *to Mali attacking* Niger": the gerund has a subject of its own."""
        return any(self.tree.child(p, "nsubj") is not None for p in self.tree.children(prep, "pcomp"))

    def takes_for_granted(self, v: int) -> bool:
        return self.triggers.operators.get((self.grammar.unit(v), "that")) == "factive"

    def is_settled(self, v: int) -> bool:
        """True for "*everybody knows* that", "*it was proven* that": known or shown by nobody in particular.

        Not so "wants everybody *to know* that", "*if* everybody knows that", "everybody *in Mali* knows that".
        """
        tree = self.tree
        clause = tree.head[v] if tree.dep[v] == "acomp" else v
        if (
            not self.takes_for_granted(v)
            or self.grammar.is_denied(v)
            or tree.tag[v] == "VB"
            or self.grammar.is_infinitive(clause)
            or tree.child(clause, "mark") is not None
            or any(tree.tag[k] == "MD" for k in tree.children(v, "aux"))
        ):
            return False
        subject = tree.child(v, "nsubj", "nsubjpass")
        if tree.dep[v] == "acomp" or self.grammar.is_passive(v):
            return tree.child(v, "agent") is None and (
                subject is None or tree.words[subject].lower() in self.grammar.words.pointing
            )
        everybody = subject is not None and tree.words[subject].lower() in self.grammar.words.everybody
        return everybody and subject is not None and tree.child(subject, "prep") is None

    def _is_undisputed(self, v: int) -> bool:
        """True for "*nobody denies* that", "*no one doubts* that"."""
        tree = self.tree
        unit = self.grammar.unit(v)
        doubts = self.denies(v) or self.triggers.operators.get((unit, "that")) == "negated"
        subjects = tree.children(v, "nsubj") if tree.pos[v] in VERBAL and doubts else []
        return any(
            tree.words[s].lower() in self.grammar.words.nobody
            or any(tree.words[k].lower() in self.grammar.words.negative_determiners for k in tree.children(s, "det"))
            for s in subjects
            if tree.child(s, "prep") is None  # not "nobody *in Mali* denies that"
        )

    def interrupts(self, v: int, below: int) -> bool:
        """True for "Iran, *France claimed*, had left", read as coordination."""
        tree = self.tree
        return tree.dep[below] == "conj" and bool(self.grammar.interrupts(v)) and tree.lemma[v] in self.triggers.speech

    def embeds(self, a: int, below: int) -> bool:
        """True for a finite content clause under any word that does not vouch for it ("it is false that ...").

        Own voice must be earned: only factive words (``factive`` in operators.tsv: "the fact that") pass it on.
        """
        tree = self.tree
        presumed = any(tree.words[k].lower() in self.grammar.words.presuming for k in tree.children(below, "advmod"))
        if presumed or self._are_two(a, below):
            return False  # "it is unclear *why* Mali attacked"
        if tree.dep[below] == "acl" and ":" in tree.words[a:below]:  # "*the official story*: Mali attacked"
            return self._announces(a)
        if tree.dep[below] == "csubj":
            return self.is_false(a) or self.is_unconfirmed(a)
        if tree.dep[below] == "prep" or (tree.dep[below] == "acl" and tree.tag[below] == "VBG"):
            return self._embeds_of(a, below)
        if tree.dep[below] == "advcl":
            return self._shows_through(a, below)
        a = self.grammar.told_by(a, below)
        if not self._is_finite_content(a, below):
            return False
        if tree.lemma[a] == "be":
            return self._equates(a, below)
        if any(self.holds_contents(k) for k in tree.children(a, "nsubj")):
            return True  # "*no evidence* has emerged that ..."
        if tree.pos[a] in VERBAL:
            return not (self._vouches(a, self.grammar.unit(a)) or self._is_undisputed(a))
        return tree.child(a, "neg") is not None or not self._vouches(a, tree.lemma[a])

    def _embeds_of(self, a: int, prep: int) -> bool:
        """True for "*no evidence* has emerged *of* Mali attacking", "*footage of* Malian soldiers beating a farmer"."""
        tree = self.tree
        if tree.dep[prep] == "acl":  # with *beating* read as the footage's
            of = (k for k in tree.children(a, "prep") if k < prep and tree.words[k].lower() == "of")
            return tree.lemma[a] in self.triggers.classes["picture"] and next(of, None) is not None
        bare = tree.child(prep, "pobj") is None  # "reports came *in of* Mali attacking"
        heads = [prep, *(tree.children(prep, "prep") if bare else ())]
        if all(tree.words[k].lower() != "of" for k in heads):
            return False
        if tree.lemma[a] in self.triggers.classes["picture"]:
            return self._shows_acting(prep)
        return tree.pos[a] in VERBAL and any(self.holds_contents(k) for k in tree.children(a, "nsubj"))

    def _shows_acting(self, of: int) -> bool:
        """True for "footage *of Malian soldiers beating* a farmer": what a picture shows, it tells."""
        tree = self.tree
        shown = [*tree.children(of, "pcomp"), *(v for p in tree.children(of, "pobj") for v in tree.children(p, "acl"))]
        return any(tree.tag[v] == "VBG" for v in shown)

    def _are_two(self, a: int, below: int) -> bool:
        """True for two sentences in one, and for an aside: "..., *which Niger denies*"."""
        apart = self.grammar.follows(a, below) or (below < a and self._tells_more(a))
        return apart or self._comes_of(a, below) or self.acts_back(a, below) or self.trails(below)

    def _comes_of(self, v: int, below: int) -> bool:
        """True for "Mali attacked Niger, *so prices rose*", ": *hundreds died*"; not so "so Chad *says*"."""
        tree, classes = self.tree, self.triggers.classes
        telling = self.triggers.speech.keys() | classes["supposing"] | classes["running"] | classes["tell_it"]
        if below > v or tree.lemma[v] in telling | self.grammar.words.seeming:
            return False
        apart = not PARTING.isdisjoint(tree.words[below:v])
        suffers = tree.lemma[v] in classes["harmed"] | self.grammar.words.moving  # "Mali attacked, *people fled*"
        return apart or suffers or self.grammar.is_led_by_so(v, below)

    def _announces(self, noun: int) -> bool:
        """True for *story* before a colon, and for *this* of "Lima's *telling* is this: ..."."""
        tree = self.tree
        this = tree.dep[noun] == "attr" and tree.words[noun].lower() in self.grammar.words.pointing
        return any(self.tells(k) for k in (tree.children(tree.head[noun], "nsubj") if this else [noun]))

    def tells(self, noun: int) -> bool:
        """True for a noun that only tells: "the official *story*", "Lima's *telling*"; not so "the *fact*"."""
        lemma = self.tree.lemma[noun]
        viewed = lemma in self.triggers.classes["opinion"]
        return viewed or (self.holds_contents(noun) and not self._vouches(noun, lemma))

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
            finite = self.holds_contents(a) and self.grammar.is_content(below)
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
        told = (c for k in tree.children(v, "nsubj", "nsubjpass", "dobj") for c in tree.with_conjuncts(k) if c < clause)
        return marks == {"that"} and any(self.holds_contents(k) for k in told)

    def holds_contents(self, noun: int) -> bool:
        """True for a noun behind which *that* tells what it says: "the *story* that", not "the *town* that"."""
        lemma = self.tree.lemma[noun]
        known = self.unreal | self.undoubted | self.triggers.classes.get("content_noun", frozenset())
        return lemma in known or (lemma, "that") in self.triggers.operators or self.triggers.is_claim(lemma)

    def _equates(self, be: int, clause: int) -> bool:
        """True for "it is *false* that ...", "the *claim* is that ...", but not for "it was Iran that ..."."""
        tree = self.tree
        if any(tree.words[k].lower() in self.grammar.words.condition for k in tree.children(be, "mark")):
            return True  # "*if* it is clear that ..."
        subject = tree.child(be, "nsubj")
        if subject is not None and self._is_convinced(be, subject):
            return True
        if subject is not None and tree.pos[subject] == "NOUN" and self.grammar.has_that(clause):
            return tree.child(be, "attr", "acomp") is None and not self._vouches(subject, tree.lemma[subject])
        if any(self.is_false(k) or self.verdicts.verdict(k) for k in tree.children(be, "csubj")):
            return True  # "*what is false* is that ..."
        predicate = tree.child(be, "acomp", "attr")
        if any(self.triggers.operators.get((tree.lemma[k], "from")) == "negated" for k in tree.children(be, "advmod")):
            return True  # "it is *far from* clear that ..."
        bare = predicate is None and tree.child(be, "prep", "advmod", "npadvmod") is None
        if bare and tree.child(be, "neg") is not None and self.grammar.has_that(clause):
            return True  # "it is *not* that ..."
        if predicate is None or self.grammar.is_cleft(clause) or tree.pos[predicate] == "PROPN":
            return False
        return self.grammar.is_denied(be) or not self._vouches(predicate, tree.lemma[predicate])

    def _is_convinced(self, be: int, subject: int) -> bool:
        """True for "*Niger is certain* that Mali attacked"; not so "*it* is certain that"."""
        tree = self.tree
        said = any(tree.lemma[k] in self.triggers.classes["convinced"] for k in tree.children(be, "acomp"))
        return said and tree.words[subject].lower() not in self.grammar.words.pointing

    def _vouches(self, word: int, unit: str) -> bool:
        """True for a word that takes its content clause for granted: "the *fact* that", "there is *no doubt* that"."""
        if unit in self.undoubted:
            none = any(self.tree.words[k].lower() == "no" for k in self.tree.kids[word])
            return none and self.tree.dep[word] == "attr"
        return self.triggers.operators.get((unit, "that")) == "factive"

    def is_false(self, be: int) -> bool:
        """ "That Mali attacked Niger *is a lie*", "the attack *proved to be a hoax*", "*was* the attack *real?*"."""
        tree = self.tree
        inner = [k for k in tree.children(be, "xcomp") if tree.lemma[k] in self.grammar.words.copulas]
        said = [k for v in (be, *inner) for k in tree.children(v, "acomp", "attr", "oprd")]
        asked = any(tree.words[k] == "?" for k in tree.kids[be])
        doubted = any(self.verdicts.anaphors.is_unreal(k) or (asked and tree.lemma[k] in self.verified) for k in said)
        return doubted and (asked or not self.grammar.is_denied(be))

    def is_unconfirmed(self, be: int) -> bool:
        """ "The attack *has not been confirmed*", "*was not real*", "turned out to be *a drill*"."""
        tree = self.tree
        inner = [k for k in tree.children(be, "xcomp") if tree.lemma[k] in self.grammar.words.copulas]
        said = [k for v in (be, *inner) for k in tree.children(v, "acomp", "attr", "oprd")]
        if tree.lemma[be] in self.grammar.words.outstanding and any(
            self.grammar.is_infinitive(k) and tree.lemma[k] in self.triggers.classes["confirmed"]
            for k in tree.children(be, "xcomp")
        ):
            return True  # "*has yet to be confirmed*"
        if not self.grammar.is_denied(be):
            said += [p for k in said for p in tree.objects_of(k, self.grammar.words.whole)]  # "part of *a drill*"
            return any(self._is_staged(k) for k in said)
        if not said and not self.grammar.is_passive(be):
            return False  # "did not *prove* successful"
        whole = (k for k in said or [be] if tree.child(k, "xcomp") is None)
        return any(tree.lemma[k] in self.triggers.classes["confirmed"] for k in whole)

    def _is_staged(self, noun: int) -> bool:
        """True for "*a drill*"; not so "a rehearsal *for its war on Ukraine*", "an exercise *in futility*"."""
        for_a_deed = any(self.verdicts.is_deed(self.tree.lemma[p]) for p in self.tree.objects_of(noun, ("for",)))
        real = for_a_deed or self.grammar.is_practised(noun) or self.verdicts.anaphors.has_no(noun)
        return self.tree.lemma[noun] in self.triggers.classes["rehearsal"] and not real

    def is_made_up(self, noun: int) -> bool:
        """True for "the *story* of Mali's attack was *made up*"."""
        v = self.tree.head[noun]
        told = self.tree.lemma[noun] in self.triggers.classes["rumour"] and self.tree.pos[v] in VERBAL
        return told and self.grammar.unit(v) in self.triggers.classes["debunking"]

    def names(self, v: int, below: int) -> bool:
        """True for what somebody calls something: "what Mali *calls an attack*", "*described* it *as* an attack"."""
        tree = self.tree
        if tree.pos[v] not in VERBAL or tree.lemma[v] not in self.naming:
            return False
        return tree.dep[below] == "oprd" or (tree.dep[below] == "prep" and tree.words[below].lower() == "as")

    def claims(self, word: int, below: int) -> bool:
        """True if clause ``below`` is what a word of accusation or denial says: "accusations *that* ..."."""
        tree = self.tree
        if tree.lemma[word] == "be" or self.grammar.follows(word, below):
            return False  # "it was Iran that ...": a copula claims nothing
        if tree.dep[below] == "ccomp" and (self._is_undisputed(word) or self.is_settled(word)):
            return False
        if tree.pos[word] == "ADJ":
            return tree.lemma[word] in self.culpable and self.accuser(word) is not None
        if tree.pos[word] in VERBAL:
            clipped = tree.dep[below] == "nsubj" and tree.child(word, "dobj", "ccomp", "xcomp", "prep") is None
            suffers = tree.dep[below] in ("dobj", "nsubjpass") or (clipped and tree.pos[below] == "NOUN")
            if suffers and self.denies(word) and not self.triggers.is_claim(self.tree.lemma[below]):
                return True  # "denied the attack": it may never have been
            clausal = tree.dep[below] in ("ccomp", "xcomp", "pcomp", "csubj", "csubjpass", "oprd") or (
                tree.dep[below] == "prep" and tree.words[below].lower() in self.grammar.words.charging
            )
            units = self.triggers.of("v", self.grammar.unit(word))
        else:
            word = self.said_of(word)
            if tree.lemma[word] in self.undoubted and self._vouches(word, tree.lemma[word]):
                return False
            clausal = tree.dep[below] in ("ccomp", "prep") or (
                tree.dep[below] in ("acl", "relcl") and (self._is_contained(below) or self.grammar.is_told_of(below))
            )
            units = self.triggers.of("n", tree.lemma[word])
            if self.is_charge(word) and tree.dep[below] == "prep":
                return tree.words[below].lower() in self.grammar.words.charging
            of = tree.dep[below] == "prep" and tree.words[below].lower() == "of"
            if clausal and (of or tree.dep[below] != "prep") and tree.lemma[word] in self.triggers.speech:
                return True  # "reports that", "reports of"
        contested = (u for u in units if u.relation in traits().contested and not u.idiom)
        return clausal and any(self._stands(u, word) for u in contested)

    def is_charge(self, noun: int) -> bool:
        """True for what one is charged with by others: "in the *dock* for", "on *trial* for", "got the *blame* for"."""
        tree = self.tree
        return tree.lemma[noun] in self.triggers.classes["charged"] and tree.dep[noun] in ("pobj", "dobj")

    def accuser(self, adjective: int) -> int | None:
        """Return *held* of "held Mali *responsible* for": the verb of accusation to which an adjective belongs."""
        tree = self.tree
        if tree.pos[adjective] != "ADJ":
            return None
        verbs = (a for a in list(tree.ancestors(adjective))[:2] if tree.pos[a] in VERBAL)
        senses = ((v, u) for v in verbs for u in self.triggers.of("v", tree.lemma[v]))
        return next((v for v, unit in senses if unit.relation in traits().accusing), None)

    def said_of(self, noun: int) -> int:
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
        return any(tree.words[p].lower() == "which" for p in tree.objects_of(clause, ("in",)))

    def _is_whole(self, clause: int) -> bool:
        """True for "claims *it attacked Poland*": subject and object are there, so it tells nothing of the noun."""
        tree = self.tree
        own = (tree.child(clause, "nsubj"), tree.child(clause, "dobj"))
        relative = self.grammar.words.relative
        return all(k is not None and tree.words[k].lower() not in relative for k in own) and all(
            tree.tag[k] not in ("WDT", "WP", "WP$", "WRB") for k in tree.kids[clause]
        )

    def is_unsaid(self, v: int) -> bool:
        """True for "did not *say* that", "refused to *say* that": it is not the word of who has not said it."""
        if self.grammar.unit(v) not in self.triggers.speech:
            return False
        if self.grammar.is_infinitive(v) and self.tree.dep[v] == "xcomp":
            return self.triggers.operators.get((self.grammar.unit(self.tree.head[v]), "inf")) == "negated"
        return self.grammar.is_denied(v)

    def denies(self, word: int) -> bool:
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
