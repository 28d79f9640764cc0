"""Modality: did it happen, will it, might it, or did it not?

Four values, combined outwards from the predicate through the words that govern it. A
condition makes all below it hypothetical; a negation under it stays a negation.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon.marks import HYPHENS
from kg.lexicon.traits import traits
from kg.lexicon.triggers import Triggers
from kg.model import Modality
from kg.relate.grammar import Grammar
from kg.relate.mood import ACTUAL, FUTURE, HYPOTHETICAL, NEGATED, PAST, PRESENT, Mood, combine, seen_through
from kg.relate.tree import VERBAL

BEFORE_NOUN = frozenset({"ADJ", "VERB", "AUX", "PROPN", "PUNCT", "ADV"})
REACH = 6  # tokens


class Scope:
    """The modality of the events of one Tree."""

    def __init__(self, grammar: Grammar, triggers: Triggers) -> None:
        self.grammar = grammar
        self.tree = grammar.tree
        self.words = grammar.words
        self.mood = Mood(grammar, triggers)
        self.triggers = triggers
        self.going = triggers.classes.get("going", frozenset())

    def of(self, i: int, support: int | None = None) -> Modality:
        """Return the modality of the event that token ``i`` reports (``support``: its support verb)."""
        if self.tree.pos[i] in VERBAL:
            return NEGATED if self._is_none(i) else self._verb(i)
        if self.tree.pos[i] == "ADJ":
            return self._adjective(i)
        own = self._nominal(i)
        if support is not None:
            effect = self.triggers.light_effect(self.grammar.unit(support), self.tree.lemma[i]) or ""
            if effect in ("future", "hypothetical", "negated"):
                own = combine(own, Modality(effect))
            known = any(
                self.tree.words[k].lower() not in self.words.introducing for k in self.tree.children(i, "det", "poss")
            )
            if known and self.triggers.operators.get((self.grammar.unit(support), "obj")) == "factive":
                return own  # who may continue *his attacks* attacks already
            return combine(own, self._verb(support))
        return combine(combine(own, self._governor(i)), self._clause_of(i))

    def _is_none(self, be: int) -> bool:
        """True for "Mali was *no* bully", "Mali was *not to* blame"."""
        tree = self.tree
        if tree.lemma[be] != "be":
            return False
        none = any(self.mood.no_determiner(k) for k in tree.children(be, "attr"))
        return none or any(tree.child(k, "neg") is not None for k in tree.children(be, "xcomp"))

    def _adjective(self, a: int) -> Modality:
        """ "is *not critical* of Mali", "critical of *neither* Mali nor Chad"."""
        tree = self.tree
        aimed = (p for k in tree.children(a, "prep") for p in tree.children(k, "pobj"))
        if any(self.mood.no_determiner(p) for p in aimed) or any(tree.dep[k] == "neg" for k in tree.kids[a]):
            return NEGATED
        head = tree.head[a]
        effects = (
            self.triggers.operators.get((tree.lemma[a], tree.words[k].lower())) for k in tree.children(a, "prep")
        )
        own = Modality(next((effect for effect in effects if effect), "actual"))  # "is *due in* Mali"
        verb = tree.dep[a] in ("acomp", "oprd") and tree.pos[head] in VERBAL
        return combine(own, self._verb(head)) if verb else own

    def _verb(self, v: int, depth: int = 0) -> Modality:
        own = combine(self.mood.own(v), FUTURE) if self._is_awaited(v) else self.mood.own(v)
        tree = self.tree
        head, dep = self.grammar.governor(v), tree.dep[v]
        if dep == "conj" and any(tree.words[k].lower() == "nor" for k in tree.children(head, "cc")):
            return NEGATED
        if head == v or depth > 8:
            return own
        if dep == "csubj" and self.grammar.is_infinitive(v):
            return combine(own, HYPOTHETICAL)  # "*for Mali to attack* would be madness"
        if dep == "conj" and tree.pos[head] in VERBAL:
            return combine(own, self._shared(v, head, depth))
        if (dep in ("xcomp", "ccomp") or self.grammar.is_gerund_object(v)) and tree.pos[head] in VERBAL | {
            "ADJ",
            "NOUN",
        }:
            return combine(own, self._complement(v, head, depth))
        if dep == "pcomp":
            return combine(own, self._gerund(v, depth))
        if dep == "relcl" and (be := self._clefting(head)) is not None:
            return combine(own, self._cleft(v, be))
        if dep in ("acl", "relcl"):
            told_by = self.grammar.told_by(head, v)
            effect = self._of_noun(v, told_by)
            return combine(own, self._through_noun(effect, told_by)) if effect else own
        return combine(own, self._adverbial(v, head, depth)) if dep == "advcl" else own

    def _is_awaited(self, v: int) -> bool:
        """True for who "is *expected in* Mali"."""
        preps = (self.tree.words[k].lower() for k in self.tree.children(v, "prep"))
        ahead = any(self.triggers.operators.get((self.tree.lemma[v], name)) == "future" for name in preps)
        return ahead and self.grammar.is_passive(v)

    def _adverbial(self, v: int, head: int, depth: int) -> Modality:
        tree = self.tree
        if self.grammar.is_complement(v):
            return self._complement(v, head, depth)
        if self.grammar.is_infinitive(v):
            if self.grammar.particle(head) is not None and (self.grammar.unit(head), "inf") in self.triggers.operators:
                return self._complement(v, head, depth)  # "went on *to attack*"
            going = tree.lemma[head] in self.going  # "rang *to thank* him"
            return self._verb(head, depth + 1) if going else HYPOTHETICAL  # a purpose is not an event
        if tree.child(v, "mark") is None and tree.tag[v] in ("VBG", "VBN") and tree.pos[head] in VERBAL:
            return self._participle(v, head, depth)
        return ACTUAL

    def _clefting(self, focus: int) -> int | None:
        """Return *was* of "it *was* not Russia who attacked", where the rest is read as a relative clause."""
        tree = self.tree
        be = tree.head[focus]
        it = any(tree.words[k].lower() == "it" for k in tree.children(be, "nsubj"))
        return be if it and tree.dep[focus] == "attr" and tree.lemma[be] == "be" else None

    def _cleft(self, v: int, be: int) -> Modality:
        """What is said of the doer is said of the deed: "it was *not* Russia that", "*was* it Russia that ...?"."""
        own = self.mood.own(be)
        besides = any(self.tree.words[k].lower() in self.words.not_alone | {"but"} for k in range(be, v))
        return (
            ACTUAL if own is NEGATED and besides else own
        )  # "it was not *only* Mali that", "not Mali *but* Niger that"

    def _participle(self, v: int, head: int, depth: int) -> Modality:
        """A participle shares the modality of its clause; of a negation, only what no comma parts from it."""
        outer = self._verb(head, depth + 1)
        left = self.tree.edges(v)[0]
        parted = left > head and self.tree.words[left - 1] == ","
        return ACTUAL if outer is NEGATED and parted else outer

    def _through_noun(self, effect: str, noun: int) -> Modality:
        """ "*plans* to leave"; "has *no* plans to leave" is that he does not, "*any* plans" that he might."""
        if self.mood.no_determiner(noun):
            return ACTUAL if effect == "negated" else NEGATED  # "there is *no doubt* that"
        if self.tree.lemma[noun] in self.triggers.classes["evidence"] and self._is_unseen(noun):
            return NEGATED  # "*nobody* has produced evidence that"
        any_at_all = any(self.tree.words[k].lower() == "any" for k in self.tree.children(noun, "det"))
        outer = HYPOTHETICAL if any_at_all else self._governor(noun)  # "*failed in* its attempt to leave"
        return seen_through(effect, outer)

    def _of_noun(self, v: int, noun: int) -> str | None:
        """What a noun does to its clause: "on *condition* that", "a *promise* to"."""
        operators = self.triggers.operators
        if self.tree.child(v, "mark") is not None and (effect := operators.get((self.tree.lemma[noun], "that"))):
            return effect
        if (effect := operators.get((self.tree.lemma[noun], self._scene(v)))) is not None:
            return effect
        if self._is_foreseen(v, noun):
            return "hypothetical"
        if self.grammar.is_told_of(v):  # "the *danger* of Mali attacking"
            return operators.get((self.tree.lemma[noun], "of"))
        if (effect := operators.get((self._told_above(v, noun), "of"))) is not None:
            return effect
        if self.tree.tag[v] == "VBG" and v - 1 == noun:  # "*risks* attacking", with the verb read as a noun
            return operators.get((self.tree.lemma[noun], "ing"))
        if not self.grammar.is_infinitive(v) or self._is_tried(v, noun):
            return None
        if self.tree.pos[noun] == "PROPN" and v == noun + 2 and self.tree.dep[v] == "relcl":
            return "future"  # a headline: "*Iran to attack* Iraq, sources say"
        open_end = "hypothetical" if self.tree.dep[v] == "acl" else None  # not "a coalition *to defeat* IS"
        return operators.get((self.tree.lemma[noun], "inf"), open_end)

    def _scene(self, v: int) -> str:
        """Return *in_which* for "a world *in which* Mali has left", *when* for "the day *when* Mali leaves"."""
        tree = self.tree
        which = (p for k in tree.children(v, "prep") for p in tree.children(k, "pobj") if tree.tag[p] == "WDT")
        if found := next(which, None):
            return f"{tree.words[tree.head[found]]}_{tree.words[found]}".lower()
        times = (tree.words[k].lower() for k in tree.children(v, "advmod") if tree.tag[k] == "WRB")
        return next(times, "") if self._is_present(v) else ""

    def _told_above(self, v: int, noun: int) -> str:
        """Return *likelihood* of "the *likelihood* of Mali attacking", where *attacking* is read as Mali's."""
        tree = self.tree
        of = tree.head[noun]
        gerund = tree.tag[v] == "VBG" and tree.dep[v] == "acl" and tree.dep[noun] == "pobj"
        return tree.lemma[tree.head[of]] if gerund and tree.words[of].lower() == "of" else ""

    def _is_present(self, v: int) -> bool:
        return self.tree.tag[v] in PRESENT and self.tree.child(v, "aux", "auxpass") is None

    def _is_foreseen(self, v: int, noun: int) -> bool:
        """True for what one is ready "*for the moment when* Mali attacks", waits "*until the day* Mali attacks"."""
        tree = self.tree
        ahead = tree.dep[noun] == "pobj" and tree.words[tree.head[noun]].lower() in self.words.foreseeing
        return ahead and self._is_present(v) and bool(self._scene(v) or tree.lemma[noun] in self.words.times)

    def _is_unseen(self, sign: int) -> bool:
        """True for *evidence* that "*nobody* has seen"."""
        tree = self.tree
        if tree.dep[sign] == "pobj" and tree.words[tree.head[sign]].lower() == "of":  # "a shred of *evidence*"
            sign = tree.head[tree.head[sign]]
        verb = tree.head[sign]
        sought = tree.dep[sign] in ("dobj", "nsubjpass", "attr") and tree.pos[verb] in VERBAL
        return self.mood.no_determiner(sign) or (sought and self.mood.own(verb) is NEGATED)

    def _is_tried(self, v: int, word: int) -> bool:
        """True for "*trying to retake* the city": who tries it does already what it takes."""
        classes = self.triggers.classes
        return self.tree.lemma[word] in classes.get("trying", ()) and self.tree.lemma[v] in classes.get("conative", ())

    def _shared(self, v: int, head: int, depth: int) -> Modality:
        """A verb coordinated without auxiliaries of its own shares those of the first."""
        tree = self.tree
        if tree.child(v, "nsubj", "nsubjpass", "aux", "auxpass") is None:
            outer = self._verb(head, depth + 1)
            negated_alone = outer is NEGATED and tree.child(v, "neg") is None
            bare = tree.tag[v] in ("VB", "VBN", "VBG", "VBP")
            return outer if bare or not negated_alone else ACTUAL
        return self._conditional_only(head)

    def _conditional_only(self, v: int) -> Modality:
        return HYPOTHETICAL if self.mood.has_condition(v) else ACTUAL

    def _complement(self, v: int, head: int, depth: int) -> Modality:
        if self.grammar.follows(head, v):
            return ACTUAL
        modal = any(self.tree.tag[k] == "MD" or self.tree.lemma[k] == "do" for k in self.tree.children(v, "aux"))
        label = "inf" if self.grammar.is_infinitive(v) or (self.tree.tag[v] == "VB" and not modal) else "that"
        if label == "that" and self.tree.tag[v] == "VBG" and self.tree.child(v, "aux") is None:
            label = "ing"
        if label == "inf" and self.tree.lemma[head] in self.triggers.speech and self.grammar.is_passive(head):
            done = any(self.tree.lemma[k] == "have" for k in self.tree.children(v, "aux"))
            asked = self.triggers.operators.get((self.grammar.unit(head), label)) == "hypothetical" and not done
            return HYPOTHETICAL if asked else ACTUAL  # "is *asked* to attack"; "is said to have attacked"
        if self.grammar.is_cleft(v):
            return self._cleft(v, head)
        effect = self.triggers.operators.get((self.grammar.unit(head), label)) or self._destined(head, label)
        if self._is_tried(v, head):
            effect = "actual"
        if effect is None and label == "inf" and self.tree.lemma[head] in self.going:
            return self._verb(head, depth + 1)
        if effect is None:
            return HYPOTHETICAL if label == "inf" else ACTUAL
        looks_up = label != "that" or effect == "negated"  # "*nobody* doubts that Mali attacked"
        outer = self._verb(head, depth + 1) if looks_up and self.tree.pos[head] in VERBAL else ACTUAL
        if label == "that" and self.grammar.unit(head) in self.words.seeming and self.mood.has_condition(head):
            return HYPOTHETICAL  # "what if it *turns out* that Mali attacked?"
        if effect == "negated" and outer is NEGATED and any(self.tree.tag[k] == "MD" for k in self.tree.kids[head]):
            return HYPOTHETICAL  # who "*will not* hesitate to attack" has not attacked
        return seen_through(effect, outer)

    def _destined(self, be: int, label: str) -> str | None:
        """ "the minister *is to* visit Mali"; but of "the aim is to visit" the aim says what it is."""
        if label != "inf" or self.tree.lemma[be] != "be":
            return None
        subjects = self.grammar.surface(be)
        said = (self.triggers.operators.get((self.tree.lemma[s], "inf")) for s in subjects)
        return next((effect for effect in said if effect), "future" if subjects else None)

    def _gerund(self, v: int, depth: int) -> Modality:
        tree = self.tree
        prep = tree.head[v]
        governor = tree.head[prep]
        name = tree.words[prep].lower()
        if name in self.words.foreseeing and self._scene(v):
            return HYPOTHETICAL  # "trains *for when* Mali attacks"
        if name == "without" or f"{tree.words[prep - 1].lower()}_{name}" in self.words.replacing:
            return NEGATED  # "*instead of* attacking"
        unit = self.grammar.unit(governor)
        if tree.pos[governor] in ("ADV", "ADJ") and tree.dep[governor] == "advmod":  # "held *back* from attacking"
            unit = f"{tree.lemma[tree.head[governor]]}_{tree.words[governor].lower()}"
            if (unit, name) not in self.triggers.operators:
                unit = self.grammar.unit(governor)
        effect = self.triggers.operators.get((unit, name)) or self.triggers.operators.get((unit, "ing"))
        if tree.pos[governor] == "NOUN" and self.mood.no_determiner(governor):
            return NEGATED  # "had *no means of* attacking"
        if name == "of" and tree.words[tree.head[governor]].lower() == "within":
            return NEGATED  # "came *within an hour of* attacking"
        if effect is None:
            open_noun = name == "to" and tree.pos[governor] == "NOUN"  # "resistance *to arming* the rebels"
            return HYPOTHETICAL if name == "against" or open_noun else ACTUAL
        outer = self._verb(governor, depth + 1) if tree.pos[governor] in VERBAL else ACTUAL
        return seen_through(effect, outer)

    def _nominal(self, n: int) -> Modality:
        """The colouring inside the noun phrase: "*no* talks", "*planned* talks", "*alleged* attack"."""
        found = NEGATED if self.mood.no_determiner(n) else ACTUAL
        free = any(self.tree.words[k].lower() in self.words.free for k in self.tree.children(n, "det"))
        if free and not self._is_disputed(n):
            found = combine(found, HYPOTHETICAL)  # "will answer *any* attack"
        if self.tree.head[n] == n and any(self.tree.words[k] == "?" for k in self.tree.kids[n]):
            found = combine(found, HYPOTHETICAL)  # "A Russian *attack* on Poland?"
        if any(self.tree.words[k].lower() in self.words.conditional for k in self.tree.children(n, "mark")):
            found = combine(found, HYPOTHETICAL)  # "by events, *whether* an offensive or a truce"
        for name in (*self._modifiers(n), *self._predicated(n)):
            if effect := self.triggers.operators.get((name, "mod")):
                found = combine(found, seen_through(effect, ACTUAL))
        return found

    def _is_disputed(self, n: int) -> bool:
        """True for "denied any *attack*": somebody claims just that."""
        plain = next((u for u in self.triggers.of("v", self.tree.lemma[self.tree.head[n]]) if not u.tests), None)
        return plain is not None and plain.relation in traits().denying

    def _modifiers(self, n: int) -> Iterator[str]:
        """Yield what stands before an event: lemmas and forms, and whole what hyphens join ("*would-be*")."""
        tree = self.tree
        for k in tree.children(n, "amod", "compound"):
            if k > n and any(self.grammar.is_infinitive(c) for c in tree.children(k, "xcomp")):
                continue  # "the attack, *unlikely to be its last*"
            for word in (k, *tree.children(k, "conj")):  # "real or *imagined*"
                yield tree.lemma[word]
                yield tree.words[word].lower()
        first = n
        while first and tree.pos[first - 1] in BEFORE_NOUN and n - first < REACH:
            first -= 1
        for k in range(max(first, 1), n - 1):
            if tree.words[k] in HYPHENS:
                yield f"{tree.words[k - 1]}-{tree.words[k + 1]}".lower()

    def _predicated(self, n: int) -> Iterator[str]:
        """Yield what is said of an event: "an attack is *unlikely*", "an attack was *out of the question*"."""
        tree = self.tree
        v = tree.head[n]
        if tree.dep[n] != "nsubj" or tree.lemma[v] not in self.words.copulas:
            return
        for k in tree.children(v, "acomp", "oprd"):
            if not self._is_of_its_effect(n, k):
                yield tree.lemma[k]
        for k in tree.children(v, "prep"):
            yield tree.phrase(k)

    def _is_of_its_effect(self, n: int, adjective: int) -> bool:
        """True for "the sanctions are *unlikely to end the war*": they are there; "*an* attack" need not be."""
        tree = self.tree
        new = any(tree.words[k].lower() in self.words.indefinite for k in tree.children(n, "det"))
        effects = (k for k in tree.children(adjective, "xcomp") if self.grammar.is_infinitive(k))
        return not new and any(tree.child(k, "dobj") is not None for k in effects)

    def _clause_of(self, n: int) -> Modality:
        """An event that is new in a clause that is only possible or planned is so itself.

        "could be undone by *an offensive*", but "*the* invasion could lead to sanctions".
        """
        tree = self.tree
        while True:
            while tree.dep[n] == "appos" and tree.pos[tree.head[n]] == "NOUN":
                n = tree.head[n]  # "external events, whether *a new offensive* ..."
            head, dep = tree.head[n], tree.dep[n]
            if dep == "nsubj" and self._has_not_occurred(head):
                return NEGATED  # "the apology never came"
            if self._is_known(n):
                return ACTUAL
            if dep != "conj" or tree.pos[head] != "NOUN":
                break
            n = head
        if dep == "pobj" and tree.dep[head] == "agent":
            head, dep = tree.head[head], "dobj"
        if dep == "pobj" and tree.pos[tree.head[head]] in VERBAL:  # "would act *after an attack*"
            return HYPOTHETICAL if self.mood.own(tree.head[head]) is HYPOTHETICAL else ACTUAL
        if dep not in ("dobj", "nsubj", "nsubjpass") or head == n:
            return ACTUAL
        own = self.mood.own(head) if tree.pos[head] in VERBAL else ACTUAL
        return own if own in (HYPOTHETICAL, FUTURE) else ACTUAL

    def _has_not_occurred(self, v: int) -> bool:
        """True for "never *came*", "did not *take place*", "*fell through*", "collapsed *before they began*"."""
        tree = self.tree
        ways = (
            *tree.children(v, "advmod", "prt"),
            *(p for k in tree.children(v, "prep") for p in (k, *tree.children(k, "pobj"))),
        )
        whole = "_".join((tree.lemma[v], *(tree.words[k].lower() for k in sorted(ways))))
        if whole in self.words.failing:
            return self.mood.own(v) is not NEGATED
        if self.mood.own(v) is NEGATED:
            things = (tree.lemma[k] for k in tree.children(v, "dobj"))
            return tree.lemma[v] in self.words.occurrence or any(
                f"{tree.lemma[v]}_{thing}" in self.words.occurrence for thing in things
            )
        return any(
            tree.lemma[k] in self.words.beginning
            and tree.tag[k] == "VBD"
            and any(tree.words[m].lower() == "before" for m in tree.children(k, "mark"))
            and any(tree.pos[m] == "PRON" for m in tree.children(k, "nsubj"))
            for k in tree.children(v, "advcl")
        )

    def _is_known(self, n: int) -> bool:
        """True for "*the* attack", "*its* attack": the event is taken for granted."""
        tree = self.tree
        determiners = tree.children(n, "det", "poss")
        return any(tree.words[k].lower() not in self.words.indefinite for k in determiners)

    def _is_clipped(self, n: int, v: int) -> bool:
        """True for "attack on Poland *feared*": a headline's passive, since no event fears."""
        tree = self.tree
        bare = tree.child(n, "det", "poss") is None and tree.child(v, "dobj", "ccomp", "xcomp", "aux") is None
        return bare and tree.dep[n] == "nsubj" and tree.tag[v] in PAST and tree.head[v] == v

    def _governor(self, n: int) -> Modality:
        """What the governing word does to a noun's event: "*cancelled* talks", "*plans* for talks"."""
        tree = self.tree
        while tree.dep[n] == "conj":
            n = tree.head[n]
        head, dep = tree.head[n], tree.dep[n]
        label, governor = "obj", head
        if dep == "pobj":
            label, governor = tree.words[head].lower(), tree.head[head]
        elif dep not in ("dobj", "nsubjpass") and not self._is_clipped(n, head):
            return ACTUAL
        effect = self.triggers.operators.get((self.grammar.unit(governor), label))
        if effect is None:
            return ACTUAL
        outer = self._verb(governor) if tree.pos[governor] in VERBAL else self._nominal(governor)
        return seen_through(effect, outer)
