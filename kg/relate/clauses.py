"""What form a clause has: voice, particle, mood, coordination set right, and what it opens with.

No word of politics in it, and nothing of who takes part: that is `kg.relate.roles`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from kg.lexicon.function_words import function_words
from kg.relate.memo import remembered
from kg.relate.tree import Tree

FINITE = frozenset({"VBD", "VBZ", "VBP"})
BY = ("by",)
MARKS = ("mark", "advmod")  # what the parser takes *that* for before a clause that is whole without it
QUESTIONING = frozenset({"WRB", "WP", "WDT"})
QUOTE_ENDS = frozenset({",", "”", "''", '"', "’", "'"})


class Clauses:
    """The clauses of one Tree, each named by its verb."""

    def __init__(self, tree: Tree, controllers: Container[str] = ()) -> None:
        """``controllers``: verbs whose object does what their infinitive says ("*urge* Iran to stop")."""
        self.tree = tree
        self.controllers = controllers
        self.words = function_words()

    @remembered
    def unit(self, v: int) -> str:
        """Return a verb's lemma with its particle ("shoot_down")."""
        particle = self.particle(v)
        return self.tree.lemma[v] if particle is None else f"{self.tree.lemma[v]}_{self.tree.words[particle].lower()}"

    def particle(self, v: int) -> int | None:
        """Return the particle of a verb ("shot *down*")."""
        particle = self.tree.child(v, "prt")
        if particle is None:
            particle = next((k for k in self.tree.children(v, "advmod") if self.tree.tag[k] == "RP"), None)
        return particle

    @remembered
    def is_passive(self, v: int) -> bool:
        """True for "was attacked", "troops attacked by", "attacked by rebels, the army ..."."""
        tree = self.tree
        while self._shares_voice(v) and self._shares_voice(tree.head[v]):
            v = tree.head[v]
        if tree.child(v, "nsubjpass", "auxpass") is not None:
            return True
        if tree.tag[v] not in ("VBN", "VBD"):
            return False
        if tree.child(v, "nsubj") is not None:  # a headline: "Israel *attacked* by Iran"
            bare = tree.child(v, "aux", "dobj", "ccomp", "dative") is None and tree.lemma[v] not in self.words.beside
            named = any(tree.pos[k] == "PROPN" for k in self._agents(v))  # not "attacked *by night*"
            return bare and (named or tree.child(v, "agent") is not None or self._is_clipped(v))
        if tree.dep[v] == "acl":  # also where the participle is taken for a past tense: "guards *trained* by Italy"
            return tree.child(v, "aux") is None
        said_of = tree.dep[v] == "xcomp" or (tree.dep[v] == "ccomp" and tree.lemma[tree.head[v]] == "be")
        if said_of and tree.tag[v] == "VBN":  # "stands *accused*", "got *arrested*", "was, for him, *restrained*"
            return tree.child(v, "aux", "dobj") is None
        if tree.dep[v] in ("advcl", "relcl", "ROOT") and tree.tag[v] == "VBN":
            return bool(self.by(v)) or (tree.dep[v] == "advcl" and tree.child(v, "aux", "dobj") is None)
        return self._shares_voice(v) and self.is_passive(tree.head[v])

    def _is_clipped(self, v: int) -> bool:
        """True for "France *accused* of arming Mali", "Iran *told* to leave": such verbs need an object."""
        tree = self.tree
        return tree.lemma[v] in self.words.object_needed and (
            any(self.is_infinitive(k) for k in tree.children(v, "xcomp"))
            or any(tree.words[k].lower() in self.words.object_control for k in tree.children(v, "prep"))
        )

    def is_singular(self, v: int) -> bool:
        """True for a verb that shows that one does it: *has* asked, *was*; "had asked" shows nothing."""
        return self._shows(v, "VBZ", self.words.singular)

    def is_plural(self, v: int) -> bool:
        """True for a verb that shows that several do it: *have* asked, *were*."""
        return self._shows(v, "VBP", self.words.plural)

    def _shows(self, v: int, tag: str, forms: Container[str]) -> bool:
        tree = self.tree
        parts = (v, *tree.children(v, "aux", "auxpass"))
        return any(tree.tag[k] == tag or tree.words[k].lower() in forms for k in parts)

    def _shares_voice(self, v: int) -> bool:
        """True for *paid* of "trained and *paid*": a participle without an auxiliary or a subject of its own."""
        tree = self.tree
        alone = tree.child(v, "aux", "auxpass", "nsubj", "nsubjpass") is None
        return tree.dep[v] == "conj" and tree.tag[v] == "VBN" and alone

    def by(self, v: int) -> tuple[int, ...]:
        """Return who does what a passive says: its *by* phrase, or that of a participle coordinated with it."""
        below = [v]
        while below:
            v = below.pop()
            if agents := self._agents(v):
                return agents
            below += [k for k in reversed(self.tree.children(v, "conj")) if self.tree.tag[k] == "VBN"]
        return ()

    def _agents(self, v: int) -> tuple[int, ...]:
        tree = self.tree
        agents = [p for k in tree.children(v, "agent") for p in tree.children(k, "pobj")]
        agents = agents or tree.objects_of(v, BY) or [a for k in tree.children(v, "prep") for a in self.by_hands(k)]
        if not agents and tree.child(v, "auxpass") is not None:  # "was refused *a meeting by Iran*"
            kept = tree.children(v, "dobj", "oprd")
            agents = [p for o in kept for p in tree.objects_of(o, BY)]
        return tuple(c for a in agents for c in tree.with_conjuncts(a))

    def by_hands(self, prep: int) -> list[int]:
        """Return *Mali* of "*at the hands of Mali*"."""
        tree = self.tree
        hands = [p for p in tree.children(prep, "pobj") if tree.words[p].lower() == "hands"]
        at = tree.words[prep].lower() == "at"
        return [p for h in hands if at for k in tree.children(h, "prep") for p in tree.children(k, "pobj")]

    def is_question(self, v: int) -> bool:
        """True for an indirect question: "asked *why* Mali had left", "asked *whether* it would"."""
        tree = self.tree
        asked = (k for k in tree.children(v, "advmod", "nsubj", "dobj", "attr") if tree.tag[k] in QUESTIONING)
        marked = any(tree.words[k].lower() in ("whether", "if") for k in tree.children(v, "mark"))
        return marked or next(asked, None) is not None

    def is_infinitive(self, v: int) -> bool:
        """True for "to leave"."""
        return any(self.tree.tag[k] == "TO" for k in self.tree.children(v, "aux"))

    def is_complement(self, v: int) -> bool:
        """True for the infinitive of a verb that takes one with its object, read as a clause of purpose.

        So is *paying* in "committed itself *to paying*".
        """
        tree = self.tree
        head = tree.head[v]
        if tree.dep[v] == "advcl" and tree.tag[v] == "VBG" and self.is_infinitive(v):
            return True
        return (
            tree.dep[v] == "advcl"
            and tree.lemma[head] in self.controllers
            and head < v
            and self.is_infinitive(v)
            and (
                tree.child(head, "dobj") is not None
                or tree.child(v, "nsubj") is not None
                or self.is_passive(head)
                or any(tree.words[k].lower() in self.words.addressing and k < v for k in tree.children(head, "prep"))
            )
        )

    def is_gerund_object(self, k: int) -> bool:
        """True for "ruled out *releasing* them", read as an adverbial clause: nothing stands between."""
        tree = self.tree
        return tree.dep[k] == "advcl" and tree.tag[k] == "VBG" and k - 1 in (tree.head[k], self.particle(tree.head[k]))

    def possessor(self, k: int) -> int | None:
        """Return *Serbia* of "complained about Serbia's *backing* them", read as an adverbial clause."""
        tree = self.tree
        after = tree.tag[k] == "VBG" and k > 0 and tree.tag[k - 1] == "POS"
        return tree.head[k - 1] if after and tree.dep[k] == "advcl" else None

    def governor(self, v: int) -> int:
        """Return the head of a verb, whatever the parser says: "insists that A ..., and *that B ...*"."""
        tree = self.tree
        head = tree.head[v]
        if tree.dep[v] == "conj" and any(tree.words[k].lower() == "that" for k in tree.children(v, "mark")):
            first = tree.child(head, "ccomp")
            return first if first is not None and first < v else head
        return self._parallel(v, head) if tree.dep[v] == "conj" and tree.tag[v] in FINITE else head

    def _parallel(self, v: int, head: int) -> int:
        """Return *claimed* for "claimed that a raid had killed him, and *accused*": tense tells what goes with what."""
        tree = self.tree
        above = tree.head[head]
        perfect = tree.tag[head] == "VBN" and any(tree.lemma[k] == "have" for k in tree.children(head, "aux"))
        embedded = tree.dep[head] == "ccomp" and tree.tag[above] == tree.tag[v] and above < head
        alone = tree.child(v, "aux", "auxpass", "nsubj", "nsubjpass") is None
        return above if perfect and embedded and alone else head

    def follows(self, v: int, below: int) -> bool:
        """True for a sentence behind that of ``below``, read as one: "Mali attacked Niger; *Chad denied* ...".

        So is what answers it: "Mali attacked Niger, *so Chad complained*".
        """
        answers = self.tree.lemma[v] in self.words.impelled and self.is_led_by_so(v, below)
        return answers or (below < v and ";" in self.tree.words[below:v])

    def is_led_by_so(self, v: int, below: int) -> bool:
        """True for "Mali attacked Niger, *so prices rose*"; not so "*or so* Chad says"."""
        tree = self.tree
        so = (k for k in tree.children(v, "advmod") if below < k < v and tree.words[k].lower() in self.words.thus)
        return any(tree.words[k - 1].lower() not in self.words.hedged for k in so)

    def above(self, i: int) -> Iterator[int]:
        """Yield the heads above token ``i``, nearest first, with coordination set right."""
        for _ in range(len(self.tree.words)):
            head = self.governor(i)
            if head == i:
                return
            yield head
            i = head

    def interrupts(self, v: int) -> list[int]:
        """Return both subjects of a verb that is put into another clause, misread as its head; else nothing.

        "*Iran*, *France* claimed, had left": two subjects with a comma between, and the clause as a conjunct.
        """
        tree = self.tree
        own = tree.children(v, "nsubj")
        if len(own) != 2 or "," not in tree.words[own[0] : own[1]] or own[1] > v:
            return []
        return own

    def inverted(self, v: int) -> int | None:
        """Return the subject behind the verb of a quotation, read as its object: ""...," demanded *the president*"."""
        tree = self.tree
        quote, noun = tree.child(v, "ccomp"), tree.child(v, "dobj")
        if quote is None or noun is None or tree.tag[v] not in FINITE or not quote < v < noun:
            return None
        if tree.child(v, "nsubj") is not None:
            return None
        return noun if tree.words[v - 1] in QUOTE_ENDS else None

    def is_heading(self, subjects: Sequence[int]) -> bool:
        """True for two subjects with a colon between: "*Putin* on Mali: *Chad* attacked Niger"."""
        return len(subjects) > 1 and ":" in self.tree.words[subjects[0] : subjects[-1]]

    def is_cleft(self, clause: int) -> bool:
        """True for "it was Russia *that attacked*", not for "it is no secret *that Russia attacked*"."""
        tree = self.tree
        be = tree.head[clause]
        subject = tree.child(be, "nsubj")
        if tree.dep[clause] != "ccomp" or tree.lemma[be] != "be" or subject is None:
            return False
        relative = any(
            tree.words[k].lower() in self.words.relative for k in tree.children(clause, "nsubj", "nsubjpass", "dobj")
        )
        return relative and tree.words[subject].lower() == "it"

    def cleft_focus(self, clause: int) -> int | None:
        """Return *Russia* of "it was Russia that attacked"."""
        tree = self.tree
        be = tree.head[clause]
        subject = tree.child(be, "nsubj")
        if tree.lemma[be] == "be" and subject is not None and tree.words[subject].lower() == "it":
            focus = tree.child(be, "attr")
            return self._but(be, focus) if focus is not None else None
        return None

    def _but(self, be: int, focus: int) -> int:
        """Return *Iran* of "it was not Iraq *but Iran* that attacked"."""
        tree = self.tree
        instead = [c for c in tree.children(focus, "conj") if c > focus]
        but = any(tree.words[k].lower() == "but" for k in tree.children(focus, "cc"))
        return instead[0] if but and instead and tree.child(be, "neg") is not None else focus

    def has_that(self, clause: int) -> bool:
        """True if *that* opens a content clause (the parser may hang it on the auxiliary)."""
        tree = self.tree
        openers = [*tree.kids[clause], *(j for k in tree.children(clause, "aux", "auxpass") for j in tree.kids[k])]
        return any(tree.words[k].lower() == "that" and (tree.tag[k] == "IN" or tree.dep[k] in MARKS) for k in openers)

    def opens_with_that(self, v: int) -> bool:
        """True after *that*, whatever it is taken for: "it was with Cuba *that* Panama negotiated"."""
        return self.has_that(v) or any(self.tree.words[k].lower() == "that" for k in self.tree.kids[v])

    def is_told_of(self, v: int) -> bool:
        """True for "the danger of Mali *attacking*", "reports of Mali *having attacked*": a noun tells of it."""
        tree = self.tree
        gerund = tree.tag[v] == "VBG" or any(tree.tag[k] == "VBG" for k in tree.children(v, "aux"))
        of = (k for k in tree.children(tree.head[v], "prep") if k < v and tree.words[k].lower() == "of")
        return gerund and tree.dep[v] == "acl" and any(tree.child(k, "pobj") is not None for k in of)

    def told_by(self, noun: int, clause: int) -> int:
        """Return *evidence* of "a shred *of evidence that* Mali attacked", where the clause is read as the shred's."""
        tree = self.tree
        if tree.dep[clause] not in ("acl", "relcl"):
            return noun
        before = min(clause, *tree.kids[clause]) - 1 if tree.kids[clause] else clause - 1
        of = tree.head[before] if noun < before and tree.dep[before] == "pobj" else noun
        filled = tree.head[of] == noun and tree.words[of].lower() == "of" and self.has_that(clause)
        return before if filled else noun

    def is_content(self, clause: int) -> bool:
        """True for what a noun says: "the story *that Mali attacked Niger*", also where it is read as relative."""
        tree = self.tree
        if tree.dep[clause] == "acl":
            return self.has_that(clause)
        if tree.dep[clause] != "relcl" or tree.child(clause, "nsubj", "nsubjpass") is None:
            return False
        if any(tree.tag[k] in ("WP", "WP$", "WRB") for k in tree.kids[clause]) or self.lacks_object(clause):
            return False
        said = (tree.words[k].lower() for k in tree.children(clause, "nsubj", "nsubjpass"))
        whole = any(tree.words[k].lower() != "that" for k in tree.children(clause, "dobj"))
        marked = any(tree.words[k].lower() == "that" for k in tree.children(clause, *MARKS))
        that = any(tree.words[k].lower() == "that" for k in tree.children(clause, *MARKS, "dobj", "dative", "pobj"))
        return that and (whole or marked) and not any(word in self.words.relative for word in said)

    def lacks_object(self, v: int) -> bool:
        """True for "a charge that Iran *calls absurd*": what it calls so stands before it."""
        return self.tree.child(v, "oprd") is not None and self.tree.child(v, "dobj") is None

    def is_denied(self, i: int) -> bool:
        """True for "did *not* attack", "was *not* responsible", "had *no* role"."""
        tree = self.tree
        words = [i, *tree.children(i, "dobj")] + ([tree.head[i]] if tree.dep[i] == "acomp" else [])
        words += [p for k in tree.children(i, "prep") for p in tree.children(k, "pobj")]  # "will hear of *no* mediator"
        beside = (k for w in words for k in tree.kids[w])
        return any(tree.dep[k] == "neg" or tree.words[k].lower() in self.words.negatives for k in beside)


def is_subjunctive(tree: Tree, v: int) -> bool:
    """True for a bare form, also where it is taken for a plural's present: "insisted that *Mali leave*"."""
    subject = tree.child(v, "nsubj")
    if subject is None or tree.child(v, "aux") is not None:
        return False
    one = tree.tag[subject] in ("NN", "NNP") and tree.child(subject, "conj") is None
    return tree.tag[v] == "VB" or (tree.tag[v] == "VBP" and one and tree.words[v].lower() == tree.lemma[v])
