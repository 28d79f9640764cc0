"""What its own words make of a verb: its auxiliaries, negations, adverbs and conditions, the scene and the question.

What governs it from outside is `kg.relate.scope`'s to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.lexicon.triggers import Triggers
from kg.model import Modality
from kg.relate.grammar import Grammar
from kg.relate.memo import remembered

ACTUAL, FUTURE = Modality.ACTUAL, Modality.FUTURE
HYPOTHETICAL, NEGATED = Modality.HYPOTHETICAL, Modality.NEGATED
PAST = frozenset({"VBD", "VBN"})
PRESENT = frozenset({"VBZ", "VBP"})
STRENGTH = (ACTUAL, FUTURE, HYPOTHETICAL, NEGATED)


def combine(inner: Modality, outer: Modality) -> Modality:
    """Return the modality of an event seen through a governor: the stronger colouring wins.

    >>> combine(Modality.FUTURE, Modality.ACTUAL).value
    'future'
    >>> combine(Modality.ACTUAL, Modality.NEGATED).value
    'negated'
    """
    return max(inner, outer, key=STRENGTH.index)


def seen_through(effect: str, outer: Modality) -> Modality:
    """Return what an operator with this effect, itself of modality ``outer``, makes of its complement.

    A *factive* operator presupposes the event: who might continue, end or expand an attack attacks already.

    >>> seen_through("factive", Modality.HYPOTHETICAL).value, seen_through("negated", Modality.NEGATED).value
    ('actual', 'actual')
    """
    if effect == "factive" or (effect == "negated" and outer is Modality.NEGATED):
        return Modality.ACTUAL
    return combine(Modality(effect), outer)


class Mood:
    """The moods of the verbs of one Tree."""

    def __init__(self, grammar: Grammar, triggers: Triggers) -> None:
        self.grammar = grammar
        self.tree = grammar.tree
        self.words = grammar.words
        self.triggers = triggers
        self.fiction = triggers.classes.get("fiction", frozenset())
        self._asks: dict[int, bool] = {}

    def own(self, v: int) -> Modality:
        """Return the modality that the words which hang on verb ``v`` give it."""
        tree = self.tree
        found = ACTUAL
        for k in tree.kids[v]:
            if tree.dep[k] == "neg" and tree.words[k - 1].lower() == "or":
                continue  # "whether *or not* Georgia arrests him"
            if self._denies(k):
                return NEGATED
            if tree.dep[k] == "aux" and tree.tag[k] == "MD":
                found = combine(found, self._modal(v, tree.words[k].lower()))
            elif tree.dep[k] in ("advmod", "npadvmod"):
                two = f"{tree.words[k - 1]}_{tree.words[k]}".lower()
                effect = self.triggers.operators.get((tree.lemma[k], "adv")) or self.triggers.operators.get(
                    (two, "adv")
                )
                found = combine(found, seen_through(effect, ACTUAL)) if effect else found
        if self._is_nearly(v) or self._is_let_out(v):
            return NEGATED
        if (
            self.has_condition(v)
            or self._is_either(v)
            or self._is_fiction(v)
            or self._is_question(v)
            or self._is_of_nobody(v)
        ):
            found = combine(found, HYPOTHETICAL)
        if self._is_scheduled(v) or self._is_planned(v):
            found = combine(found, FUTURE)
        return found

    def _denies(self, k: int) -> bool:
        """True for what beside a verb denies it: "*not*", "*never*", "*no* state", "*nobody*", "in *no* way"."""
        tree = self.tree
        word, dep = tree.words[k].lower(), tree.dep[k]
        if word in self.words.neither or self._no_longer(k):
            return True
        if (
            dep in ("neg", "preconj")
            and tree.words[k + 1 : k + 2]
            and tree.words[k + 1].lower() in self.words.not_alone
        ):
            return False  # "*not only* did Mali attack"
        if dep == "neg":
            return True
        if dep == "advmod" and f"{tree.words[k - 1]}_{word}".lower() in self.words.nullified:
            return True  # "*not once* did Mali attack"
        if dep == "advmod" and word not in self.words.distant:  # "*never once* attacked"
            return bool({word, *(tree.words[j].lower() for j in tree.children(k, "neg"))} & self.words.negative_adverbs)
        if dep in ("nsubj", "nsubjpass", "dobj"):
            return self.no_determiner(k) or (word in self.words.nobody and self._is_all_of(k))
        if dep == "amod":  # "*Few* doubt that", read as an adjective of the verb
            return word in self.words.nobody
        return dep == "prep" and tree.phrase(k) in self.words.nullified

    def _is_all_of(self, pronoun: int) -> bool:
        """True for "*none*", "*none of the ministers*"; but not "none other than Mali"."""
        tree = self.tree
        return all(tree.dep[k] == "prep" and tree.words[k].lower() in self.words.whole for k in tree.kids[pronoun])

    def _is_nearly(self, v: int) -> bool:
        """True for "*all but* invaded", "*as good as* invaded"."""
        before = [w.lower() for w in self.tree.words[max(0, v - 3) : v]]
        return any("_".join(before[-n:]) in self.words.nearly for n in (2, 3))

    def _is_let_out(self, v: int) -> bool:
        """True for *bomb* of "did *anything but* bomb": of all acts just this one was not done."""
        before = "_".join(self.tree.words[max(0, v - 2) : v]).lower()
        return self.tree.tag[v] == "VB" and before in self.words.all_else

    def _is_either(self, v: int) -> bool:
        """True for "*Mali or Niger* attacked", "attacked by *Mali or Niger*": one did, and nobody says which."""
        tree = self.tree
        verbs = [v, tree.head[v]] if tree.dep[v] == "conj" else [v]
        if any(tree.words[k].lower() == "either" for w in verbs for k in tree.children(w, "preconj")):
            return True  # "*either* Mali attacked *or* it did not"
        if self._opens_with_either(tree.root(v)):
            return True
        agents = [p for k in tree.children(v, "agent") for p in tree.children(k, "pobj")]
        return any(
            tree.pos[c] == "PROPN"
            for s in (*tree.children(v, "nsubj"), *agents)
            if tree.pos[s] == "PROPN" and any(tree.words[k].lower() == "or" for k in tree.children(s, "cc"))
            for c in tree.children(s, "conj")
        )

    @remembered
    def _opens_with_either(self, root: int) -> bool:
        """True for "*Either* Malian jets attacked *or* Turkey *did*", whatever the parser takes the first word for."""
        first, last = self.tree.edges(root)
        words = [w.lower() for w in self.tree.words[first : last + 1]]
        does = any(self.tree.lemma[k] in self.words.standing_in for k in self.tree.children(root, "conj"))
        return words[0] == "either" and "or" in words and does

    def _is_of_nobody(self, v: int) -> bool:
        """True for "*no* state that *attacked* Mali": there need be none."""
        tree = self.tree
        return tree.dep[v] == "relcl" and self.no_determiner(tree.head[v])

    def _is_scheduled(self, v: int) -> bool:
        """ "Kenya *to send* maize" (a headline), "*tomorrow* the king visits"."""
        tree = self.tree
        if tree.head[v] == v and self.grammar.is_infinitive(v):
            return True
        if tree.tag[v] not in ("VBZ", "VBP", "VBG"):
            return False
        times = tree.children(v, "npadvmod", "advmod")
        return any(
            tree.words[t].lower() == "tomorrow" or any(tree.words[k].lower() == "next" for k in tree.kids[t])
            for t in times
        )

    def _is_planned(self, v: int) -> bool:
        """True for "*under the plan*, Mali leaves"."""
        tree = self.tree
        plans = (p for p in tree.objects_of(v, self.words.staging) if tree.lemma[p] in self.words.planned)
        return tree.tag[v] in PRESENT and next(plans, None) is not None

    def _no_longer(self, k: int) -> bool:
        return self.tree.words[k].lower() == "longer" and any(
            self.tree.words[j].lower() == "no" for j in self.tree.kids[k]
        )

    def _modal(self, v: int, word: str) -> Modality:
        if word in self.words.future_modals:
            quoter = self.tree.head[v]  # "it will leave, *he said*, unless ..."
            beside = self.tree.children(quoter, "advcl") if self.tree.lemma[quoter] in self.triggers.speech else []
            clauses = (*self.tree.children(v, "advcl"), *(k for k in beside if k > v))
            return HYPOTHETICAL if any(self.has_condition(k) for k in clauses) else FUTURE
        attitude = self.tree.lemma[v] in self.triggers.classes.get("attitude", ())
        if word in self.words.past_future and not attitude and self._future_in_past(v):
            return FUTURE
        return HYPOTHETICAL if word in self.words.open_modals else ACTUAL

    def _future_in_past(self, v: int) -> bool:
        """*said it would* reports a plan, unless a condition hangs on it."""
        tree = self.tree
        if any(self.has_condition(k) for k in tree.children(v, "advcl")):
            return False
        governor = tree.head[v] if tree.dep[v] == "ccomp" else None
        quoter = tree.child(v, "parataxis", "ccomp")
        if governor is not None:
            return tree.tag[governor] in PAST
        return (quoter is not None and tree.lemma[quoter] in self.triggers.speech) or self._accorded(v)

    def _accorded(self, v: int) -> bool:
        return any(self.tree.words[k].lower() == "according" for k in self.tree.kids[v])

    def _is_fiction(self, v: int) -> bool:
        """True for what happens "*in a war game*", "*on stage*", "*in theory*", or in what a film tells or shows."""
        tree = self.tree
        phrases = [*tree.children(v, "prep"), *self._fronted(v)]
        if any(tree.phrase(k) in self.words.unreally for k in phrases):
            return True
        if tree.dep[v] == "relcl" and self._is_work(tree.head[v], self.fiction) and self._is_set_there(v):
            return True  # "a play *in which* Mali attacks"
        scenes = [p for k in phrases if tree.words[k].lower() in self.words.depicting for p in tree.children(k, "pobj")]
        games = [p for k in phrases if tree.words[k].lower() in self.words.staging for p in tree.children(k, "pobj")]
        games += [p for k in phrases if tree.words[k].lower() == "as" for p in self._whole_of(k)]
        if any(self.triggers.operators.get((tree.lemma[m], "scene")) for p in scenes for m in tree.children(p, "amod")):
            return True  # "in a *simulated* war"
        played = any(self._is_work(p, self.triggers.classes["game"]) for p in games)
        return played or any(self._is_work(p, self.fiction) for p in scenes) or self._is_shown(v)

    def _fronted(self, v: int) -> Iterator[int]:
        """Yield *In* of "*In* the scenario rehearsed this week, Mali attacks", read as the participle's."""
        tree = self.tree
        participles = (
            k
            for k in tree.children(v, "ccomp", "advcl")
            if k < v and tree.tag[k] in PAST and not tree.children(k, "nsubj")
        )
        return (p for k in participles for p in tree.children(k, "prep") if p < k)

    def _whole_of(self, prep: int) -> Iterator[int]:
        """Yield *game* of "as *part of the war game*"."""
        tree = self.tree
        parts = (p for p in tree.children(prep, "pobj") if tree.lemma[p] in self.triggers.classes["hollow"])
        return (w for p in parts for k in tree.children(p, "prep") for w in tree.children(k, "pobj"))

    def is_rehearsed(self, v: int) -> bool:
        """True for what is done "*in an exercise*"; ships sail in one. Not so "in an exercise *of its rights*"."""
        tree = self.tree
        staged = (p for p in tree.objects_of(v, ("in",)) if self._is_work(p, self.triggers.classes["rehearsal"]))
        return not all(self.grammar.is_practised(p) for p in staged)

    def _is_set_there(self, v: int) -> bool:
        tree = self.tree
        which = tree.objects_of(v, self.words.depicting)
        where = (k for k in tree.children(v, "advmod") if tree.tag[k] == "WRB")
        return any(tree.tag[k] in ("WDT", "WRB") for k in (*which, *where))

    def _is_work(self, noun: int, works: frozenset[str]) -> bool:
        """True for "a *film*", "a *war game*", "the *novel's* plot": one of these works, or part of one."""
        tree = self.tree
        beside = tree.children(noun, "compound", "amod")
        kinds = (f"{tree.lemma[c]}_{tree.lemma[noun]}" for c in beside)
        part = tree.lemma[noun] in self.triggers.classes["episode"]
        wholes = (tree.lemma[c] for c in tree.children(noun, "compound", "poss") if part)
        return any(word in works for word in (tree.lemma[noun], *kinds, *wholes))

    def _is_shown(self, v: int) -> bool:
        """True for "the *film imagines* Mali attacking Niger", "the *game* lets Mali attack": no more than a tale."""
        tree = self.tree
        above = tree.head[v]
        if tree.dep[v] == "pcomp":  # "the film ends *with Mali attacking Niger*"
            above = tree.head[above]
        told = tree.dep[v] in ("ccomp", "xcomp", "advcl", "relcl", "pcomp") and above != v
        return told and any(self._is_work(k, self.fiction) for k in tree.children(above, "nsubj"))

    def has_condition(self, v: int) -> bool:
        tree = self.tree
        marks = [tree.words[k].lower() for k in tree.children(v, "mark")]
        if any(mark in self.words.conditional for mark in marks) or self._awaits(v, marks):
            return True
        if "though" in marks and "as" in marks:
            return True  # "acted *as though* Mali had attacked"
        phrases = (p for k in tree.children(v, "prep") for p in tree.children(k, "pobj"))
        if any(tree.lemma[p] in self.words.contingent for p in phrases):
            return tree.dep[v] == "advcl"  # "*in case* Mali attacks"
        if tree.dep[v] in ("ccomp", "pcomp") and tree.words[tree.head[v]].lower() in self.words.conditional:
            return True  # "*provided* that Mali frees them"
        subject = tree.child(v, "nsubj", "nsubjpass")  # "*Should* Minsk agree", "*Had* it known"
        return (
            tree.dep[v] == "advcl"
            and subject is not None
            and any(
                k < subject and tree.words[k].lower() in self.words.inverted for k in tree.children(v, "aux", "auxpass")
            )
        )

    def _awaits(self, v: int, marks: Sequence[str]) -> bool:
        """True for a time to come: "*when* Mali attacks, Niger will answer", "*as soon as* it attacks"."""
        tree = self.tree
        main = tree.head[v]
        if tree.words[main].lower() in self.words.so_soon and "as" in marks:
            main = tree.head[main]
        elif not {*marks, *(tree.words[k].lower() for k in tree.children(v, "advmod"))} & self.words.temporal:
            return False
        to_come = any(tree.words[k].lower() in self.words.future_modals for k in tree.children(main, "aux"))
        return tree.tag[v] in PRESENT and tree.child(v, "aux") is None and to_come

    def _is_question(self, v: int) -> bool:
        tree = self.tree
        subject = tree.child(v, "nsubj", "nsubjpass")
        asked = (k for k in tree.children(v, "aux") if tree.lemma[k] == "do")  # "*Did* Rwanda arm"
        if any(tree.words[k].lower() in self.words.presuming for k in tree.children(v, "advmod")):
            return False  # "*why* did Mali attack Niger?"
        if subject is not None and any(k < subject and not self._follows_negation(v, k) for k in asked):
            return True
        echoes = (
            k
            for k in tree.children(v, "conj")
            if tree.lemma[k] == "do" and any(tree.words[c].lower() == "or" for c in tree.children(v, "cc"))
        )  # "Mali attacked Niger, *or did it*?"
        marked = (k for top in (v, *echoes) for k in tree.kids[top] if tree.words[k] == "?")
        return self._is_asked(v) or (tree.head[v] == v and next(marked, None) is not None)

    def _is_asked(self, v: int) -> bool:
        """True for "*Was* Mali *attacked*?", "*Could* it be that Mali *attacked*?", whatever the parser makes of it."""
        path = [v, *self.tree.ancestors(v)]
        through = path[:-2] if self._is_bare_be(path) else path[:-1]
        if any(self.tree.dep[k] not in ("acl", "ccomp", "xcomp", "conj") for k in through):
            return False
        root = path[-1]
        if root not in self._asks:
            first, last = self.tree.edges(root)
            while last > first and self.tree.pos[last] == "SPACE":  # the line's end
                last -= 1
            self._asks[root] = self.tree.pos[first] == "AUX" and self.tree.words[last] == "?"
        return self._asks[root]

    def _is_bare_be(self, path: Sequence[int]) -> bool:
        """True for "*Was* Mali attacked?", read as "was" and a noun with a participle, if there is nothing else."""
        tree = self.tree
        if len(path) < 3 or tree.dep[path[-3]] != "acl":
            return False
        participle, noun, be = path[-3:]
        if "," in tree.words[noun:participle]:
            return False  # "Is Mali, *bombed* by Niger, at war?"
        rest = (k for k in tree.kids[be] if k != noun and tree.dep[k] not in ("punct", "advmod", "npadvmod"))
        return tree.dep[noun] in ("nsubj", "attr") and tree.lemma[be] == "be" and next(rest, None) is None

    def _follows_negation(self, v: int, aux: int) -> bool:
        """True for "*Not only did* Mali attack", "*Only in May did* Mali attack": turned around, and asks nothing."""
        opening = self.tree.words[self.tree.edges(v)[0]].lower()
        fronted = aux > 1 and "_".join(self.tree.words[aux - 2 : aux]).lower() in self.words.fronted
        return fronted or opening in self.words.inverting

    def no_determiner(self, noun: int) -> bool:
        tree = self.tree
        determiners = tree.children(noun, "det", "preconj", "nummod")
        if any(tree.words[k].lower() in self.words.negative_determiners for k in determiners):
            return True
        return self._is_not_one(noun, determiners)

    def _is_not_one(self, noun: int, determiners: Sequence[int]) -> bool:
        """True for "*not a single* soldier", "*hardly any*"; not so "*not* Mali *but* Niger", "*not just one*"."""
        tree = self.tree
        beside = {tree.words[k].lower() for k in (*determiners, *tree.children(noun, "amod"))}
        joints = {tree.words[c].lower() for k in (noun, *determiners) for c in tree.children(k, "cc")}
        if joints & self.words.contrary or beside & self.words.nobody:
            return False
        before = (k for d in (noun, *determiners) for k in tree.children(d, "neg", "advmod"))
        denied = {tree.words[k].lower() for k in before if k < noun}
        if denied & self.words.not_alone:
            return False
        return bool(beside & self.words.single and denied & (self.words.negative_adverbs | self.words.denying))
