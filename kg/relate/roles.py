"""Who does it and whom it is done to: the subject and the objects of a verb, and whose a noun is.

Voice, relative and participle clauses, coordination, apposition and genitives are resolved here, once; infinitives and
gerunds without a subject in `kg.relate.control`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from kg.relate.clauses import BY, Clauses
from kg.relate.control import Control
from kg.relate.tree import NOMINAL, VERBAL, Tree

CLAUSAL = ("ccomp", "xcomp")
SHARING = frozenset({"conj", "ccomp", "xcomp", "advcl"})  # verbs that may have the subject of the one above


class Roles(Clauses):
    """Subjects, objects and owners in one Tree; asks for the same verb are answered from memory."""

    def __init__(
        self,
        tree: Tree,
        supports: Container[str] = (),
        controllers: Container[str] = (),
        helpers: Container[str] = (),
        namers: Container[str] = (),
        dates: Container[int] = (),
    ) -> None:
        """``supports``: the lemmas of verbs whose subject has what their object names ("*launch* a war").

        ``controllers``: those whose object does what their infinitive says ("*urge* Iran to stop").
        ``helpers``: those whose object does what follows bare or behind *in* ("*help* Iran evade", "in evading").
        ``namers``: those that say what something is ("*called* it a raid"). ``dates``: the words that say when.
        """
        super().__init__(tree, controllers)
        self.supports = supports
        self.namers = namers
        self.helpers = helpers
        self.control = Control(self, helpers, dates)
        self._surface: dict[int, tuple[int, ...]] = {}
        self._objects: dict[int, tuple[int, ...]] = {}

    def surface(self, v: int) -> tuple[int, ...]:
        """Return the grammatical subject of a verb, found through relatives, control and coordination."""
        for k in self._unanswered(v):
            self._surface[k] = ()  # a cycle in a broken parse ends here
            self._surface[k] = self._find_surface(k)
        return self._surface[v]

    def _unanswered(self, v: int) -> Iterator[int]:
        """Yield the verbs above ``v`` whose subject it may share and is not known yet, outermost first, and ``v``.

        So a thousand coordinated verbs are no thousand calls within each other.
        """
        above = [v] if v not in self._surface else []
        while above and self.tree.dep[above[-1]] in SHARING and (head := self.governor(above[-1])) not in above[-1:]:
            if head in self._surface or len(above) > len(self.tree.words):
                break
            above.append(head)
        yield from reversed(above)

    def _find_surface(self, v: int) -> tuple[int, ...]:
        tree = self.tree
        own = tree.children(v, "nsubj", "nsubjpass") or [
            s for k in tree.children(v, "aux", "auxpass") for s in tree.children(k, "nsubj", "nsubjpass")
        ]
        if own:
            own = [s for s in own if tree.child(s, "neg") is None] or [b for s in own for b in self._instead(s)] or own
            heads = own[-1:] if self.interrupts(v) or self.is_heading(own) else own
            return (*self._noun_heads(heads, v), *self._company(heads[0], v))
        if (inverted := self.inverted(v)) is not None:
            return tuple(tree.with_conjuncts(inverted))
        head, dep = self.governor(v), tree.dep[v]
        if dep == "conj" and tree.pos[head] in VERBAL:
            return self._shared(v, head)
        if dep in CLAUSAL and tree.pos[head] in VERBAL | {"ADJ"}:
            return self.control.infinitive_subject(v, head)
        if dep == "advcl" and tree.child(v, "mark") is None:
            return self.control.adverbial_subject(v, head) if tree.pos[head] in VERBAL else ()
        if dep == "acl" and tree.pos[head] in NOMINAL:
            return self.control.acl_subject(v, head)
        if dep == "relcl" and self._gap_is_subject(v):
            return self._same(head)
        if dep == "pcomp":
            return self.control.gerund_subject(v)
        if dep in ("auxpass", "aux", "acomp", "oprd") and head != v:
            return self.surface(head)  # "Iran is *likely* to ask": the adjective's subject
        return ()

    def _shared(self, v: int, head: int) -> tuple[int, ...]:
        """Return the subject that ``v`` has of the verb ``head`` to which *and* joins it.

        It is that of the clause above, if only that one agrees: "*Chad* says the men left and *has* sent others".
        """
        if self.interrupts(head):
            return self._noun_heads([self.interrupts(head)[0]], v)
        tree, found = self.tree, self.surface(head)
        if not self.is_singular(v) or [tree.tag[s] for s in found] != ["NNS"] or tree.dep[head] not in CLAUSAL:
            return found
        above = self.surface(tree.head[head])
        return above if [tree.tag[s] for s in above] in (["NNP"], ["NN"]) else found

    def _instead(self, noun: int) -> list[int]:
        """Return *Iran* of "*not Iraq but Iran* attacked"."""
        tree = self.tree
        but = any(tree.words[k].lower() == "but" for k in tree.children(noun, "cc"))
        alone = any(tree.words[k].lower() in self.words.not_alone for k in tree.kids[noun])
        return tree.children(noun, "conj") if but and not alone else []

    def subjects(self, v: int) -> tuple[int, ...]:
        """Return who does it: the subject, or of a passive the *by* phrase."""
        if self.is_passive(v):
            return self.by(v)
        return self.surface(v)

    def objects(self, v: int) -> tuple[int, ...]:
        """Return what it is done to: the direct object, or of a passive the subject."""
        below = [v] if v not in self._objects else []
        while below and (k := self._shares_object(below[-1])) is not None and k not in self._objects:
            below.append(k)
        for k in reversed(below):
            self._objects[k] = ()
            self._objects[k] = self._find_objects(k)
        return self._objects[v]

    def _find_objects(self, v: int) -> tuple[int, ...]:
        if self.is_passive(v):
            return self.surface(v)
        tree = self.tree
        own = [k for k in tree.children(v, "dobj") if k != self.inverted(v)]
        own += self._gapped(v) if own else []
        if (focus := self._named_object(v, own)) is not None:
            return tuple(tree.with_conjuncts(focus))
        own += [k for k in tree.children(v, "ccomp") if tree.pos[k] in ("NOUN", "PROPN") and self.particle(v)]
        own += [noun for k in tree.children(v, "ccomp") for noun in self.named(k, v)] if not own else []
        own += [
            s
            for k in tree.children(v, *CLAUSAL)
            if self.is_infinitive(k) or self.is_helped(k) or self._is_of_a_captive(k, v)
            for s in tree.children(k, "nsubj")
            if tree.child(k, "mark") is None
        ]
        if own:
            return self._noun_heads(own, v)
        whole = tree.child(v, "mark") is not None and not self.lacks_object(v)
        if tree.dep[v] == "relcl" and tree.child(v, "nsubj", "nsubjpass") is not None and not whole:
            subject = tree.child(v, "nsubj", "nsubjpass")
            named = subject is not None and tree.words[subject].lower() not in self.words.relative
            if named and not self._adverbial_gap(v):
                return self._same(tree.head[v])
        k = self._shares_object(v)
        return self.objects(k) if k is not None else ()

    def is_helped(self, v: int) -> bool:
        """True for the bare infinitive of "helped Iran *evade* it", "to help Iran *evade* it"."""
        tree = self.tree
        helped = tree.lemma[tree.head[v]] in self.helpers and tree.head[v] < v
        return (
            helped and tree.dep[v] == "ccomp" and tree.tag[v] in ("VB", "VBP") and tree.child(v, "aux", "mark") is None
        )

    def _is_of_a_captive(self, k: int, v: int) -> bool:
        """True for "holds three men *captured* in May", "freed two pilots *seized* by Mali", misread as a clause."""
        tree = self.tree
        bare = tree.child(k, "aux", "auxpass", "mark", "dobj") is None
        return bare and tree.tag[k] in ("VBN", "VBD") and tree.lemma[v] in self.words.keeping

    def _shares_object(self, v: int) -> int | None:
        """Return the verb behind the *and* whose object ``v`` has, if it has none: "condemned and *attacked* Iraq"."""
        tree = self.tree
        joined = (k for k in tree.children(v, "conj") if tree.pos[k] in VERBAL)
        bare = (k for k in joined if tree.child(k, "nsubj", "nsubjpass") is None)
        return next((k for k in bare if k - v <= 3 or self._is_bare(v)), None)

    def _company(self, subject: int, v: int) -> tuple[int, ...]:
        """Return who does it too: "Norway, *along with Iceland*, voted", "*Together with Iceland*, Norway voted"."""
        tree = self.tree
        found: list[int] = []
        for k in (*tree.children(subject, "prep"), *tree.children(v, "prep", "advmod")):
            together = any(tree.words[w].lower() in self.words.company for w in (k, *tree.children(k, "advmod")))
            if k > v or not together:
                continue
            inner = tree.children(k, "pobj") or [p for w in tree.children(k, "prep") for p in tree.children(w, "pobj")]
            found += [c for p in inner for c in tree.with_conjuncts(p)]
        return tuple(found)

    def named(self, clause: int, verb: int) -> tuple[int, ...]:
        """Return *a raid* of "condemned what it called *a raid*", "what it described as *a raid*": what is judged.

        Who does something to "what it called *an Iranian base*" has done it to whatever that was.
        """
        tree = self.tree
        what, who = tree.child(clause, "dobj"), tree.child(clause, "nsubj")
        if tree.lemma[verb] not in self.words.judging or tree.lemma[clause] not in self.namers:
            return ()
        if what is None or tree.words[what].lower() != "what" or who is None or tree.pos[who] != "PRON":
            return ()
        found = tree.children(clause, "oprd")
        for k in tree.children(clause, "prep"):
            found += tree.children(k, "pobj") if tree.words[k].lower() == "as" else []
        return tuple(c for noun in found if what < clause < noun for c in tree.with_conjuncts(noun))

    def _gap_is_subject(self, v: int) -> bool:
        return self.tree.child(v, "nsubj", "nsubjpass") is None

    def _gapped(self, v: int) -> list[int]:
        """Return *Syria* of "visited Iraq on Monday and *Syria* on Tuesday", read as coordinated with the day."""
        tree = self.tree
        phrases = [p for k in tree.children(v, "prep") for p in tree.children(k, "pobj")]
        days = [p for p in phrases if tree.child(p, "nummod") is not None or tree.tag[p] == "CD"]
        later = [c for p in days for c in tree.children(p, "conj") if any(k > c for k in tree.children(v, "prep"))]
        again = [c for p in phrases for c in tree.children(p, "conj") if tree.child(c, "prep") is not None]
        return [c for c in dict.fromkeys([*later, *again]) if tree.pos[c] == "PROPN"]

    def _named_object(self, v: int, own: list[int]) -> int | None:
        """Return *a text* of "what Iran rejected was *a text*", *Turkey* of "it was *Turkey* that Iran thanked"."""
        tree = self.tree
        be = tree.head[v]
        if tree.lemma[be] != "be" or be == v:
            return None
        if tree.dep[v] == "csubj" and [tree.words[k].lower() for k in own] == ["what"]:
            return tree.child(be, "attr")
        bare = all(tree.words[k].lower() == "that" for k in own)
        if tree.dep[v] == "ccomp" and bare and tree.child(v, "nsubj") is not None:
            return self.cleft_focus(v) if self.opens_with_that(v) else None
        return None

    def _is_bare(self, v: int) -> bool:
        """True for a verb that has neither object nor phrase nor clause before the *and*: "broke off and resumed"."""
        return self.tree.child(v, "prep", "ccomp", "xcomp", "advcl", "dative") is None

    def _adverbial_gap(self, v: int) -> bool:
        """True for "the city *where* they met": what the noun fills is a place, not the object."""
        return any(self.tree.tag[k] == "WRB" for k in self.tree.kids[v])

    def _noun_heads(self, heads: Iterable[int], v: int) -> tuple[int, ...]:
        """Resolve relative pronouns to their antecedent, and unfold coordination."""
        found: list[int] = []
        for h in heads:
            if self.tree.words[h].lower() in self.words.relative:
                found += self._antecedent(h, v)
            else:
                found += self.tree.with_conjuncts(h)
        return tuple(found)

    def _antecedent(self, pronoun: int, v: int) -> list[int]:
        tree = self.tree
        for a in (v, *tree.ancestors(v)):
            if tree.dep[a] == "relcl" or (tree.dep[a] == "acl" and tree.pos[tree.head[a]] in NOMINAL):
                return self._joined(tree.head[a], a, pronoun) or [*self._same(tree.head[a])]
            if tree.dep[a] == "ccomp" and (focus := self.cleft_focus(a)) is not None:
                return [focus]
        return [pronoun] if tree.pos[pronoun] == "PRON" and tree.words[pronoun].lower() == "that" else []

    def _joined(self, noun: int, clause: int, pronoun: int) -> list[int]:
        """Return *Mali and Chad* of "Mali and Chad, *which have* asked", else only *Chad*: no word says Mali."""
        tree = self.tree
        nouns = [k for k in tree.with_conjuncts(noun) if k < pronoun]
        if len(nouns) == 1 or tree.words[pronoun].lower() not in self.words.set_off:
            return []
        return nouns if self.is_plural(clause) else nouns[-1:]

    def owners(self, noun: int) -> tuple[int, ...]:
        """Return whose a noun is: genitive, national modifier, *by* phrase, or the subject that has it."""
        tree = self.tree
        found = tree.children(noun, "poss")
        if not found:
            found = [k for k in tree.children(noun, "amod", "compound", "nmod") if tree.tag[k] in ("NNP", "NNPS", "JJ")]
            found = [k for k in found if tree.words[k][:1].isupper()]
        if not found:
            found = tree.objects_of(noun, BY)
        if found:
            return tuple(c for f in found for c in tree.with_conjuncts(f))
        head = tree.head[noun]
        if tree.dep[noun] == "pobj":
            head = tree.head[head]
        if tree.dep[noun] in ("dobj", "attr", "pobj") and self.unit(head) in self.supports:
            return self.subjects(head) or self.surface(head)
        return ()

    def undergoers(self, noun: int) -> tuple[int, ...]:
        """Return *Poland* of "*Poland* had three envoys *expelled* by Chad", "*Poland* saw its jets *seized*"."""
        tree = self.tree
        v = tree.head[noun]
        done = any(tree.tag[k] == "VBN" and tree.child(k, "aux") is None for k in tree.children(noun, "acl"))
        return self.surface(v) if done and tree.dep[noun] == "dobj" and tree.lemma[v] in self.words.undergoing else ()

    def equated(self, noun: int) -> tuple[int, ...]:
        """Return who is said to be it: "*Chad* is one of the states that ...", "*the EU* was among those calling"."""
        tree = self.tree
        for _ in range(2):
            head = tree.head[noun]
            if tree.dep[noun] == "attr" and tree.lemma[head] in self.words.being:
                return self.surface(head)
            if tree.dep[noun] != "pobj" or tree.words[head].lower() not in self.words.whole:
                return ()
            if tree.lemma[tree.head[head]] == "be":
                return self.surface(tree.head[head])
            noun = tree.head[head]
        return ()

    def _identified(self, noun: int) -> tuple[int, ...]:
        """Return who it is said to be: "the country that armed Mali is *Chad*"."""
        tree = self.tree
        be = tree.head[noun]
        if tree.dep[noun] != "nsubj" or tree.lemma[be] != "be":
            return ()
        return tuple(tree.children(be, "attr"))

    def _same(self, noun: int) -> tuple[int, ...]:
        return (self._named_by(noun), *self.equated(noun), *self._identified(noun))

    def _named_by(self, noun: int) -> int:
        """Return *Hezbollah* of "*Hezbollah*, an Iranian ally that fought Chad": it is told of that one."""
        tree = self.tree
        name = tree.head[noun]
        told = tree.dep[noun] == "appos" and tree.tag[noun] == "NN" and tree.pos[name] == "PROPN"
        return name if told and self.owners(noun) else noun
