"""A sentence that judges or disowns the one before it: "This is false.", "None of it happened.", "So says Kyiv."

What the sentence before tells is then no fact, however plainly it tells it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.lexicon.marks import DASHES
from kg.lexicon.traits import traits
from kg.lexicon.triggers import Triggers
from kg.lexicon.vocabulary import spoken
from kg.relate.anaphors import Anaphors
from kg.relate.asides import Asides
from kg.relate.grammar import Grammar
from kg.relate.memo import remembered
from kg.relate.mood import PRESENT
from kg.relate.retractions import Retractions
from kg.relate.tree import VERBAL


class Verdicts:
    """Which sentences of one Tree are judged by the next, and by which word of it."""

    def __init__(self, grammar: Grammar, triggers: Triggers, asides: Asides) -> None:
        self.grammar = grammar
        self.anaphors = Anaphors(grammar, triggers)
        self.retractions = Retractions(grammar, triggers, asides, self.anaphors)
        self.tree = grammar.tree
        self.words = grammar.words
        self.speech = triggers.speech
        self.verified = triggers.classes.get("verified", frozenset())
        self.opinions = triggers.classes.get("opinion", frozenset())
        self.triggers = triggers
        self._by_root = dict(self._judged())

    def on(self, root: int) -> tuple[int, ...]:
        """Return the heads of whose word the sentence with this root is, by the sentence that follows it."""
        return self._by_root.get(root, ())

    @remembered
    def within(self, clause: int) -> tuple[int, ...]:
        """Return the same of a clause by a judgement in its own sentence: "... - at least *that is what Kyiv says*"."""
        tree = self.tree
        head = tree.head[clause]
        if tree.dep[clause] == "ccomp" and clause < head:
            undone = (head,) if self.retractions.denies_doing(clause, head) else ()
            return undone or self.verdict(head) or self.disowned(head) or self._denying(head)
        if tree.dep[clause] in ("csubj", "csubjpass"):
            return self.judgement(head, clause, clause)
        later = [k for k in tree.children(clause, "advcl", "conj", "parataxis") if k > clause]
        later += [k for k in tree.children(clause, "ccomp") if tree.words[tree.edges(k)[0] - 1] in DASHES]
        if heads := next((heads for k in later if (heads := self.verdict(k))), ()):
            return heads
        inside = (k for s in tree.children(clause, "nsubj", "nsubjpass") for k in tree.children(s, "conj"))
        return next((heads for k in inside if tree.pos[k] in VERBAL and (heads := self.disowned(k))), ())

    def _judged(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        tree = self.tree
        roots = [i for i, head in enumerate(tree.head) if head == i and tree.pos[i] not in ("SPACE", "PUNCT")]
        for before, root in pairwise(roots):
            if self._is_new_paragraph(before, root):
                continue
            if tellers := self._introduces(before):
                yield root, tellers
            if self.retractions.announces(before):
                yield root, (before,)
            if self.retractions.takes_back(before, root):
                yield before, (root,)
            elif heads := self.verdict(root) or self.disowned(root) or self._denying(root):
                yield before, heads

    def _introduces(self, v: int) -> tuple[int, ...]:
        """Return *the minister* of "*the minister thundered:*", which is parted from what he says."""
        ends = self.tree.words[self.tree.edges(v)[1]] == ":"
        return self.grammar.surface(v) if ends and self.tree.lemma[v] in self.speech else ()

    def _is_new_paragraph(self, before: int, root: int) -> bool:
        return any("\n\n" in self.tree.words[i] for i in range(before, root))

    def disowned(self, v: int) -> tuple[int, ...]:
        """ "*Or so the Kremlin says.*", "*So says Kyiv.*", "*so goes the rumour*", "*or so it seemed*"."""
        tree = self.tree
        subject = tree.child(v, "nsubj", "nsubjpass")
        first = v if subject is None else min(v, subject)
        last = len(tree.words) if tree.dep[v] == "conj" else first  # "..., or at least Lima thinks *so*"
        ways = [k for k in tree.children(v, "advmod") if tree.words[k].lower() in self.words.thus]
        if tree.pos[v] == "NOUN" and ways and tree.head[v] == v:
            return (v,)  # "*Thus the pamphlets.*"
        plain = tree.lemma[v] in self.speech and tree.child(v, "neg") is None  # "*Kyiv says so.*"
        so = any(k < last or (plain and k == v + 1) for k in ways)
        if so and self._makes_believe(v):
            return self.grammar.surface(v)  # "or so Kyiv *would have* the world *believe*"
        if not so or any(k > v for k in tree.children(v, "ccomp", "xcomp")):
            return ()
        tales = self._in("tale") | self._in("episode") | self._in("fiction")
        told = tuple(k for k in tree.children(v, "nsubj", "dobj") if tree.lemma[k] in tales)
        if tree.lemma[v] in self._in("running") and told:
            return told
        if self._puts_it(v):
            return self.grammar.surface(v)  # "so the papers *would have it*"
        if (told_by := tree.child(v, "dobj")) is not None:
            inverted = tree.child(v, "nsubj") is None and v - 1 in ways and tree.lemma[v] in self.speech
            return (told_by,) if inverted else ()  # "*So claimed a pamphlet* found in Asab."
        answers = tree.lemma[v] in self.words.impelled  # "so Chad *complained*"; but "*or so* Chad warned"
        if answers and all(tree.words[k - 1].lower() not in self.words.hedged for k in ways):
            return ()
        if tree.lemma[v] in self.speech or tree.lemma[v] in self._in("supposing"):
            return self.grammar.surface(v)
        return (v,) if tree.lemma[v] in self.words.seeming else ()

    def _puts_it(self, v: int) -> bool:
        it = any(self.tree.words[k].lower() == "it" for k in self.tree.children(v, "dobj"))
        return it and self.tree.lemma[v] in self._in("tell_it")

    def _in(self, name: str) -> frozenset[str]:
        return self.triggers.classes[name]

    @remembered
    def verdict(self, root: int) -> tuple[int, ...]:
        """Return the heads of whose word what was just told is, by the clause of this verb; none if no verdict."""
        tree = self.tree
        subject = tree.child(root, "nsubj", "nsubjpass")
        told = tree.children(root, "ccomp") if self._tells(root) else []
        whole = (k for k in told if all(tree.tag[j] != "WDT" for j in tree.kids[k]))
        if front := next((heads for k in whole if (heads := self.verdict(k))), ()):
            return front  # "*That never happened*, the observers concluded.", "it emerged *that this was untrue*"
        if self._leaves_open(root) or self._is_unfound(root):
            return (root,)
        if tree.pos[root] not in VERBAL or (subject is None and (subject := self._that(root)) is None):
            return self._such(root)
        if self._announces_content(root, subject):
            return ()
        if (
            self._is_no_such(root)
            or self.anaphors.never_was(root)
            or self._is_unchecked(root)
            or self._belies(root)
            or self._contests(root)
            or self._differs(root, subject)
            or self._was_else(root, subject)
        ):
            return (root,)
        if such := self._such(root):
            return such
        pointing = subject if self.anaphors.points_back(subject) else self._that(root)
        if pointing is None:
            return () if tree.lemma[root] in self.verified else self._called(root)
        return self.judgement(root, subject, pointing)

    def _tells(self, v: int) -> bool:
        """True for "the observers *concluded*", "the minister *admitted*", "*it emerged* that"."""
        units = self.triggers.of("v", self.grammar.unit(v))
        subjects = self.tree.children(v, "nsubj", "nsubjpass")
        it = any(self.tree.words[k].lower() in self.words.expletive for k in subjects)
        told = it or self.tree.lemma[v] in self.speech or any(u.relation in spoken() for u in units)
        return told and not self._denies(v)

    def _denies(self, v: int) -> bool:
        """True for "*denied* that this was a hoax", "did *not say* that", "*doubts* that"."""
        unit = self.grammar.unit(v)
        doubts = self.triggers.operators.get((unit, "that")) == "negated"
        denying = any(u.relation in traits().denying and not u.tests for u in self.triggers.of("v", unit))
        return doubts or denying or self.tree.child(v, "neg") is not None

    def _announces_content(self, root: int, subject: int) -> bool:
        """True for "*it* is untrue *that Mali had left*", "*it* is not certain *who did*": of what follows."""
        tree = self.tree
        whole = (root, *tree.children(root, "acomp", "attr"))
        said = (k for v in whole for k in tree.children(v, "ccomp", "acl", "advcl") if k > root)
        it = tree.words[subject].lower() in self.words.expletive
        return it and any(self._asks(k) or (self.grammar.has_that(k) and tree.dep[k] != "advcl") for k in said)

    def _asks(self, clause: int) -> bool:
        """True for "*who did*", "*whether talks go on*"."""
        tree = self.tree
        opening = tree.edges(clause)[0]
        whether = tree.dep[clause] != "advcl" and tree.words[opening].lower() in self.words.conditional
        return whether or tree.tag[opening] in ("WP", "WRB", "WDT", "WP$")

    def judgement(self, root: int, subject: int, pointing: int) -> tuple[int, ...]:
        """Return the same for a clause about what was just told: "*that* is Kyiv's story", "*this* is false"."""
        tree = self.tree
        whole = (root, *(k for k in tree.children(root, "xcomp") if tree.lemma[k] in self.words.copulas))
        said = [k for v in whole for k in tree.children(v, "acomp", "attr", "oprd")]
        said += [] if subject == pointing else [subject]
        negated = self._is_negated(root, pointing)
        if any(self._is_untrue(k) or self._was_meant(k) for k in said):
            return () if negated else (root,)
        if any(tree.lemma[k] in self.verified for k in (*said, root)):
            questioned = any(tree.words[k] == "?" for k in tree.kids[root])  # "Is that true?"
            return (root,) if negated or questioned else ()
        if any(tree.lemma[k] in self.verified for k in self._far_from(root)):
            return () if negated else (root,)
        if tree.lemma[root] in self.words.outstanding and any(
            self.grammar.is_infinitive(k) and tree.lemma[k] in self.verified for k in tree.children(root, "xcomp")
        ):
            return (root,)  # "this *remains to be proven*"
        if self.anaphors.occurs(root) and negated and not self.anaphors.is_new(root):
            return (root,)
        told = self.opinions | self._in("tale")
        if owners := [o for k in said if tree.lemma[k] in told for o in tree.children(k, "poss")]:
            return () if negated else tuple(owners)
        if tales := [k for k in said if tree.lemma[k] in self._in("tale") and self.anaphors.has_the(k)]:
            return () if negated else tuple(tales)
        clauses = tree.children(root, "ccomp")
        asked = ("dobj", "dative", "advmod")
        opens = {c: (c, *tree.children(c, "ccomp", "xcomp")) for c in clauses}  # "*what* they want you to think"
        whats = (
            c for c in clauses if any(tree.tag[k] in ("WP", "WRB") for v in opens[c] for k in tree.children(v, *asked))
        )
        telling = [
            c
            for c in whats
            if tree.lemma[c] in self.speech.keys() | self._in("recalling")
            or self._makes_believe(c)
            or self._puts_it(c)
            or self._is_of_a_work(c)
        ]
        if telling and negated:
            return (root,)  # "this is not how Kyiv remembers it"
        return tuple(s for c in telling for s in self.grammar.surface(c)) or self._called(root)

    def _far_from(self, root: int) -> Iterator[int]:
        """Yield *certain* of "this is *far from certain*"."""
        tree = self.tree
        ways = ((k, p) for k in tree.children(root, "advmod", "acomp") for p in tree.children(k, "prep"))
        operators = self.triggers.operators
        return (
            w
            for k, p in ways
            if operators.get((tree.lemma[k], tree.words[p].lower())) == "negated"
            for w in tree.kids[p]
        )

    def _is_untrue(self, k: int) -> bool:
        """True for *false*, "a *false alarm*", "only *a theory*"."""
        if self.anaphors.is_unreal(k):
            return True
        limits = self.tree.child(k, "poss", "prep") is not None
        conjecture = self.tree.lemma[k] in self._in("conjecture") and not limits
        return conjecture and not self.anaphors.has_the(k) and not self.anaphors.was_before(k)

    def _is_limited(self, noun: int) -> bool:
        """True for "the idea *of the king*", "a dream *that came true*": one of many, and no mere idea."""
        return self.tree.child(noun, "poss", "prep", "relcl", "acl") is not None

    def _was_meant(self, noun: int) -> bool:
        """True for "that was *the plan*"."""
        return (
            self.tree.lemma[noun] in self.words.intended and self.anaphors.has_the(noun) and not self._is_limited(noun)
        )

    def _is_of_a_work(self, v: int) -> bool:
        """True for "that is how *the novel begins*"; not so "how the *nightmare* began"."""
        works = self._in("fiction") if self.tree.tag[v] in PRESENT else self._in("fiction") - self._in("game")
        return any(not works.isdisjoint(self.anaphors.names(k)) for k in self.tree.children(v, "nsubj"))

    def _that(self, be: int) -> int | None:
        """Return *that* of "*that*, at least, is Kyiv's story", taken for what opens a clause."""
        tree = self.tree
        marks = tree.children(be, "mark") if tree.lemma[be] == "be" and tree.head[be] == be else []
        return next((k for k in marks if k < be and tree.words[k].lower() in self.words.pointing), None)

    def _makes_believe(self, v: int) -> bool:
        """True for "*would have us think*"."""
        return any(self.tree.lemma[k] in self._in("supposing") for k in self.tree.children(v, "ccomp", "xcomp"))

    def _is_no_such(self, root: int) -> bool:
        """True for "*no such thing* happened", "it did *no such thing*", "there was *no such raid*"."""
        tree = self.tree
        nouns = (k for k in tree.children(root, "nsubj", "nsubjpass", "dobj", "attr") if self.anaphors.has_no(k))
        such = any(tree.words[d].lower() == "such" for k in nouns for d in tree.kids[k])
        kind = any(self.anaphors.is_none_of_it(k) for k in tree.children(root, "dobj"))
        return (such or kind) and (self.anaphors.occurs(root) or tree.lemma[root] in self.words.doing)

    def _called(self, root: int) -> tuple[int, ...]:
        """Return *the rumour* of "*the rumour* was started by a baker", "*such claims* are common": it is no more."""
        tree = self.tree
        sides = tree.children(root, "nsubj", "nsubjpass", "dobj")
        sides += [s for c in tree.children(root, "ccomp") for s in tree.children(c, "nsubj", "nsubjpass")]
        such = (k for k in sides if self.anaphors.is_bare(k, self.words.such) and tree.lemma[k] in self.anaphors.told)
        unsure = (
            k for k in sides if self.anaphors.is_bare(k, self.words.definite) and tree.lemma[k] in self._in("unsure")
        )
        return (*such, *unsure)[:1]

    def _is_unchecked(self, root: int) -> bool:
        """True for "the agency could not *verify the report*", "was unable to *verify it*", "*nobody* confirmed it"."""
        tree = self.tree
        subjects = tree.children(root, "nsubj")
        none = tree.child(root, "neg") is not None or any(self.anaphors.is_nobody(k) for k in subjects)
        unable = [
            v
            for k in (root, *tree.children(root, "acomp"))
            if self.triggers.operators.get((tree.lemma[k], "inf")) == "negated"
            for v in tree.children(k, "xcomp")
        ]
        checks = (v for v in (*unable, *([root] if none else ())) if tree.lemma[v] in self.verified)
        return any(self.anaphors.points_back(k) for v in checks for k in tree.children(v, "dobj"))

    def _is_unfound(self, root: int) -> bool:
        """True for "found *no trace of an attack*", "there is *no truth in it*", "*no confirmation* came"."""
        tree = self.tree
        there = tree.lemma[root] == "be" or tree.lemma[root] in self._in("finding")
        if not there and not self.anaphors.occurs(root):
            return False
        sides = ("dobj", "attr", "nsubjpass") if there else ("nsubj",)
        none = any(self.anaphors.is_nobody(k) for k in tree.children(root, "nsubj"))
        signs = [k for k in tree.children(root, *sides) if none or self.anaphors.has_no(k)]
        signs += [k for k in tree.children(root, "nsubj") if self.anaphors.has_no(k) and self._is_confirmation(k)]
        if any(self._is_confirmation(n) or (none and self._is_alone(n)) for n in signs):
            return True
        known = self._in("evidence") | self._in("confirmation") | self.words.truths
        about = (p for n in signs if tree.lemma[n] in known for p in tree.objects_of(n, self.words.about))
        return any(self.anaphors.points_back(p) or self.is_deed(tree.lemma[p]) for p in about)

    def _is_confirmation(self, noun: int) -> bool:
        """True for "no *confirmation*"; not so "*of the number of dead*", "*that anybody died*"."""
        tree = self.tree
        clauses = tree.children(noun, "acl", "relcl", "ccomp")
        other = any(not self._is_of_its_truth(k) for k in clauses) or bool(tree.objects_of(noun, self.words.about))
        return tree.lemma[noun] in self._in("confirmation") and not other

    def _is_alone(self, sign: int) -> bool:
        """True for "any *proof*" that nobody has seen, of nothing in particular; not so "*the* signs"."""
        tree = self.tree
        known = any(tree.words[k].lower() in self.words.definite for k in tree.children(sign, "det"))
        if known or self.anaphors.was_before(tree.head[sign]):
            return False
        return tree.lemma[sign] in self._in("evidence") and not self._is_limited(sign)

    def is_deed(self, noun: str) -> bool:
        """True for *attack*; not so *regret*, which answers one."""
        plain = (u.relation for u in self.triggers.of("n", noun) if not u.tests)
        return any(relation and relation not in traits().answering for relation in plain)

    def _belies(self, root: int) -> bool:
        """True for "*the story* proved *false*", "found *the report* to be *untrue*", "withdrew *the story*"."""
        tree = self.tree
        if tree.child(root, "neg") is not None:
            return False
        inner = [
            k
            for k in tree.children(root, "xcomp", "ccomp")
            if self.grammar.is_infinitive(k) or tree.pos[k] not in VERBAL
        ]
        about = [h for v in (root, *inner) for h in tree.children(v, "nsubj", "nsubjpass", "dobj")]
        if self.grammar.unit(root) in self._in("inventing"):
            return any(self.anaphors.points_back(h) for h in tree.children(root, "dobj"))  # "he had *made it up*"
        if self._regrets(root):
            return True
        if not any(tree.pos[h] == "NOUN" and self.anaphors.points_back(h) for h in about):
            return False
        said = [*inner, *(k for v in (root, *inner) for k in tree.children(v, "acomp", "attr", "oprd"))]
        said += tree.objects_of(root, ("as",))
        places = tree.objects_of(root, self.words.sourcing)  # "it came *from a satirical website*"
        said += [m for k in places for m in (k, *tree.children(k, "amod", "compound"))]
        undone = self.grammar.unit(root) in self._in("debunking") and tree.child(root, "dobj", "nsubjpass") in about
        return undone or any(self.anaphors.is_unreal(k) or tree.lemma[k] in self._in("debunking") for k in said)

    def _regrets(self, v: int) -> bool:
        """True for "*we* regret *the error*", "*the paper* apologised for *the mistake*": who told it was wrong."""
        tree = self.tree
        tellers = self._in("media") | self._in("journalist") | self.words.ours
        ours = any(tree.lemma[s] in tellers for s in tree.children(v, "nsubj"))
        things = [*tree.children(v, "dobj"), *tree.objects_of(v, self.words.charging)]
        return (
            ours and tree.lemma[v] in self._in("regretting") and any(tree.lemma[k] in self._in("slip") for k in things)
        )

    def _leaves_open(self, v: int) -> bool:
        """True for "*whether that is so* remains to be seen", "nobody knows *if it happened*".

        Not so "whether that will *help*", "whether it will happen *again*".
        """
        tree = self.tree
        asked = tree.children(v, "csubj", "csubjpass", "ccomp", "advcl")
        asked = [
            k for k in asked if any(tree.words[m].lower() in self.words.conditional for m in tree.children(k, "mark"))
        ]
        said = (v, *tree.children(v, "acomp", "attr"))
        if tree.child(v, "neg") is not None and any(tree.lemma[k] in self.verified for k in said):
            clauses = (c for k in said for c in tree.children(k, "ccomp", "acl"))
            asked += [c for c in clauses if self.grammar.has_that(c)]  # "it is *not certain that it happened*"
        return any(self._is_of_its_truth(k) for k in asked)

    def _is_of_its_truth(self, clause: int) -> bool:
        """True for "*that is so*", "*it happened*"."""
        tree = self.tree
        subjects = tree.children(clause, "nsubj", "nsubjpass")
        points = any(self.anaphors.points_back(s) for s in subjects) or (not subjects and tree.dep[clause] == "xcomp")
        return points and self.anaphors.is_true(clause)

    def _differs(self, v: int, subject: int) -> bool:
        """True for "images show *otherwise*", "locals tell *a different story*", "*the truth is more complicated*"."""
        tree = self.tree
        unlike = self.words.unlike
        nobody = self.anaphors.is_nobody(subject)
        tells = tree.lemma[v] in self.speech.keys() | self._in("tell_it")
        if tells and any(tree.words[k].lower() == "otherwise" for k in tree.children(v, "advmod")):
            return True
        told = (k for k in tree.children(v, "dobj") if tree.lemma[k] in self._in("tale") | self._in("opinion"))
        if tells and any(tree.words[m].lower() in unlike for k in told for m in tree.children(k, "amod", "det")):
            return True
        if self._puts_it(v):
            ways = (k for k in tree.kids[v] if tree.lemma[k] == "way")
            return any(tree.words[m].lower() in unlike for k in ways for m in tree.children(k, "amod"))
        if tree.lemma[subject] in unlike and self.anaphors.has_the(subject):
            return any(
                tree.lemma[k] in self.verified for k in tree.children(v, "acomp", "attr")
            )  # "*the opposite* is true"
        if any(tree.lemma[k] in self._in("differing") for k in (v, *tree.children(v, "xcomp"))):
            return not nobody and tree.child(v, "neg", "prep") is None  # "Kyiv *begs to differ*"
        doubts = self.triggers.operators.get((self.grammar.unit(v), "that")) == "negated"
        if doubts and not nobody and tree.child(v, "neg") is None:
            return any(self.anaphors.points_back(k) for k in tree.children(v, "dobj"))  # "I *doubt it*"
        said = tree.children(v, "acomp") if tree.lemma[subject] in self.words.truths else []
        return any(tree.lemma[k] in unlike or f"{tree.words[k - 1]}_{tree.words[k]}".lower() in unlike for k in said)

    def _was_else(self, be: int, subject: int) -> bool:
        """True for "*in reality*, it was a gas leak"; not so "in reality, it was *a defeat*"."""
        tree = self.tree
        instead = any(tree.phrase(k) in self.words.contrasting for k in tree.children(be, "prep"))
        other = any(tree.lemma[k] not in self._in("upshot") for k in tree.children(be, "attr"))
        other = other or any(tree.lemma[k] in self.words.unlike for k in tree.children(be, "acomp"))
        return instead and other and tree.lemma[be] == "be" and tree.words[subject].lower() in self.words.pointing

    def _contests(self, v: int) -> bool:
        """True for "Bamako *contradicts this*", "dismissed *the report*", "called *the report nonsense*"."""
        tree = self.tree
        if self.grammar.is_denied(v) or tree.child(v, "mark") is not None:
            return False
        nobody = any(self.anaphors.is_nobody(k) for k in tree.children(v, "nsubj"))
        if contents := [k for k in tree.children(v, "ccomp", "xcomp") if k > v]:
            return not nobody and self._denies(v) and any(self._is_of_its_truth(k) for k in contents)
        told = [] if nobody else tree.children(v, "dobj", "nsubjpass", "oprd")
        units = self.triggers.of("v", self.grammar.unit(v))
        denying = [u for u in units if u.relation in traits().denying]
        if any(not u.tests for u in denying):
            whole = (tree.words[k].lower() in self.words.everything and not tree.kids[k] for k in told)
            return any(whole) or any(self.anaphors.points_back(k) for k in told)
        if denying and any(tree.pos[k] == "NOUN" and self.anaphors.points_back(k) for k in told):
            return True  # "*rejected the report*"
        if self.grammar.unit(v) in self._in("debunking"):
            return any(self.anaphors.points_back(k) for k in tree.children(v, "nsubjpass"))
        if tree.lemma[v] not in self._in("naming"):
            return False
        called = (w for k in tree.children(v, "oprd") for w in (k, *tree.children(k, "amod")))
        untrue = any(self.anaphors.is_unreal(w) for w in called)
        return any(self._is_called_untrue(k) or (untrue and self.anaphors.points_back(k)) for k in told)

    def _is_called_untrue(self, noun: int) -> bool:
        """True for "*this nonsense*", "*the report nonsense*", which are read as one phrase."""
        tree = self.tree
        about = tree.children(noun, "compound")
        told = bool(about) and self.anaphors.has_the(noun) and tree.lemma[about[0]] in self.anaphors.told
        return self.anaphors.is_unreal(noun) and (told or self.anaphors.is_bare(noun, self.words.pointing))

    def _such(self, root: int) -> tuple[int, ...]:
        """Return *the talk* of "*such is the talk* in the bazaar"."""
        tree = self.tree
        sides = tree.children(root, "nsubj", "attr", "acomp", "amod", "advmod")
        such = tree.lemma[root] == "be" and any(tree.words[k].lower() == "such" for k in sides)
        return tuple(k for k in sides if such and tree.lemma[k] in self._in("tale"))

    def _is_negated(self, root: int, subject: int) -> bool:
        none = self.tree.words[subject].lower() in self.words.nobody
        wished = any(self.tree.words[k].lower() in self.words.condition for k in self.tree.children(root, "mark"))
        in_no_way = any(self.tree.phrase(k) in self.words.nullified for k in self.tree.children(root, "prep"))
        return none or wished or in_no_way or self.tree.child(root, "neg") is not None

    def _denying(self, v: int) -> tuple[int, ...]:
        """Return *says* of "Mali shelled Niger; Bamako *says it did not*"."""
        said = self.tree.children(v, "ccomp") if self.tree.lemma[v] in self.speech else []
        return (v,) if any(k > v and self.anaphors.never_was(k) for k in said) else ()

    def has_not_occurred(self, v: int) -> bool:
        """True for *happened* of "which Mali says *never happened*", whose subject stands outside."""
        return self.anaphors.occurs(v) and self.tree.child(v, "neg") is not None
