"""Grammar with no word of politics in it: what are the arguments of this verb, noun or adjective?

Voice, control, raising, relative and participle clauses, coordination, apposition, genitives,
compounds and support verbs are resolved here, once; the lexicon then sees only labelled
arguments. The labels are explained in ``seeds/triggers/README.md``.

Subject control follows the usual split: the object of the matrix verb controls the infinitive
when there is one ("asked Russia to leave"), else its subject ("Russia agreed to leave"); *promise*
is the classical exception (Huddleston & Pullum 2002, ch. 14).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.relate.tree import NOMINAL, VERBAL, Tree

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "swear"})
OBJECT_CONTROL_PREPOSITIONS = frozenset({"of", "for", "from", "against", "into"})
ACCOMPANYING = frozenset({"in", "at", "on", "during", "after", "before", "following", "amid", "ahead_of"})
COMPANY = frozenset({"along", "together", "like", "alongside"})  # along with, together with
# "asked for troops to leave", "a call for Russia to leave": parsed as the subject of the clause
FINITE = frozenset({"VBD", "VBZ", "VBP"})
NEGATIVES = frozenset({"no", "never", "neither"})
QUOTE_ENDS = frozenset({",", "”", "''", '"', "’", "'"})
CLAUSAL = ("ccomp", "xcomp")
PREPOSITIONAL = ("prep", "agent", "dative")


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb, noun or adjective with its arguments: label -> heads (token indices), in order."""

    i: int
    pos: str
    lemma: str
    args: Mapping[str, tuple[int, ...]]
    passive: bool = False
    support: int | None = None  # the support verb through which a noun got its `light` argument

    def first(self, labels: Iterable[str]) -> tuple[int, ...]:
        """Return the heads of the first of these arguments that is there."""
        for label in labels:
            if heads := self.args.get(label) or self.args.get(f"{label}_ing"):
                return heads
        return ()


class Grammar:
    """The predicates of one Tree; asks for the same verb are answered from memory."""

    def __init__(
        self,
        tree: Tree,
        supports: Container[str] = (),
        controllers: Container[str] = (),
        helpers: Container[str] = (),
    ) -> None:
        """``supports``: the lemmas of verbs whose subject has what their object names ("*launch* a war").

        ``controllers``: those whose object does what their infinitive says ("*urge* Iran to stop").
        ``helpers``: those whose object does what stands behind *in* ("*help* Iran in evading").
        """
        self.tree = tree
        self.supports = supports
        self.controllers = controllers
        self.helpers = helpers
        self._surface: dict[int, tuple[int, ...]] = {}
        self._objects: dict[int, tuple[int, ...]] = {}

    # -- verbs ---------------------------------------------------------------------------------

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

    def is_passive(self, v: int) -> bool:
        """True for "was attacked", "troops attacked by", "attacked by rebels, the army ..."."""
        tree = self.tree
        if tree.child(v, "nsubjpass", "auxpass") is not None:
            return True
        if tree.tag[v] not in ("VBN", "VBD"):
            return False
        if tree.child(v, "nsubj") is not None:  # a headline: "Israel *attacked* by Iran"
            return tree.child(v, "agent") is not None and tree.child(v, "aux", "dobj") is None
        if tree.dep[v] == "acl" and tree.tag[v] == "VBN":
            return tree.child(v, "aux") is None
        if tree.dep[v] in ("advcl", "relcl", "ROOT") and tree.tag[v] == "VBN":
            return bool(self._by(v)) or (tree.dep[v] == "advcl" and tree.child(v, "aux", "dobj") is None)
        if tree.dep[v] == "conj" and tree.tag[v] == "VBN" and tree.child(v, "aux") is None:
            return self.is_passive(tree.head[v])
        return False

    def surface(self, v: int) -> tuple[int, ...]:
        """Return the grammatical subject of a verb, found through relatives, control and coordination."""
        if v not in self._surface:
            self._surface[v] = ()  # a cycle in a broken parse ends here
            self._surface[v] = self._find_surface(v)
        return self._surface[v]

    def _find_surface(self, v: int) -> tuple[int, ...]:
        tree = self.tree
        own = tree.children(v, "nsubj", "nsubjpass") or [
            s for k in tree.children(v, "aux", "auxpass") for s in tree.children(k, "nsubj", "nsubjpass")
        ]
        if own:
            heads = own[-1:] if self.interrupts(v) else own
            return (*self._noun_heads(heads, v), *self._company(heads[0], v))
        if (inverted := self._inverted(v)) is not None:
            return tuple(tree.with_conjuncts(inverted))
        head, dep = self.governor(v), tree.dep[v]
        if dep == "conj" and tree.pos[head] in VERBAL:
            return self._noun_heads([self.interrupts(head)[0]], v) if self.interrupts(head) else self.surface(head)
        if dep in CLAUSAL and tree.pos[head] in VERBAL | {"ADJ"}:
            return self._controller(head)
        if dep == "advcl" and tree.child(v, "mark") is None:
            return self._adverbial_subject(v, head) if tree.pos[head] in VERBAL else ()
        if dep == "acl" and tree.pos[head] in NOMINAL:
            return self._acl_subject(v, head)
        if dep == "relcl" and self._gap_is_subject(v):
            return self._same(head)
        if dep == "pcomp":
            return self._gerund_subject(v)
        if dep in ("auxpass", "aux", "acomp", "oprd") and head != v:
            return self.surface(head)  # "Iran is *likely* to ask": the adjective's subject
        return ()

    def _inverted(self, v: int) -> int | None:
        """Return the subject behind the verb of a quotation, read as its object: ""...," demanded *the president*"."""
        tree = self.tree
        quote, noun = tree.child(v, "ccomp"), tree.child(v, "dobj")
        if quote is None or noun is None or tree.tag[v] not in FINITE or not quote < v < noun:
            return None
        if tree.child(v, "nsubj") is not None:
            return None
        return noun if tree.words[v - 1] in QUOTE_ENDS else None

    def _company(self, subject: int, v: int) -> tuple[int, ...]:
        """Return who does it too: "Norway, *along with Iceland*, voted", "Turkey, *like Hungary*, praised"."""
        tree = self.tree
        found: list[int] = []
        for k in (*tree.children(subject, "prep"), *tree.children(v, "prep")):
            if not subject < k < v or tree.words[k].lower() not in COMPANY:
                continue
            inner = tree.children(k, "pobj") or [p for w in tree.children(k, "prep") for p in tree.children(w, "pobj")]
            found += [c for p in inner for c in tree.with_conjuncts(p)]
        return tuple(found)

    def _adverbial_subject(self, v: int, head: int) -> tuple[int, ...]:
        """A participle shares its subject; so does a purpose, but "press Syria *to end*" is often read as one."""
        if (possessor := self._possessor(v)) is not None:
            return (possessor,)
        return self._controller(head) if self.is_complement(v) else self.surface(head)

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
            and (tree.child(head, "dobj") is not None or tree.child(v, "nsubj") is not None or self.is_passive(head))
        )

    def governor(self, v: int) -> int:
        """Return the head of a verb; a finite verb is coordinated with a finite one, whatever the parser says.

        "said that it would rebound and *praised* Kerry": *praised* goes with *said*.
        """
        tree = self.tree
        head = tree.head[v]
        if tree.dep[v] == "conj" and any(tree.words[k].lower() == "that" for k in tree.children(v, "mark")):
            first = tree.child(head, "ccomp")  # "insists that A ..., and *that B ...*"
            return first if first is not None and first < v else head
        if tree.dep[v] != "conj" or tree.tag[v] not in FINITE:
            return head
        if tree.tag[head] in ("VB", "VBG"):
            return next((a for a in tree.ancestors(head) if tree.tag[a] in FINITE and tree.pos[a] in VERBAL), head)
        return self._parallel(v, head)

    def _parallel(self, v: int, head: int) -> int:
        """Return *claimed* for "claimed that a raid had killed him, and *accused*": tense tells what goes with what."""
        tree = self.tree
        above = tree.head[head]
        perfect = tree.tag[head] == "VBN" and any(tree.lemma[k] == "have" for k in tree.children(head, "aux"))
        embedded = tree.dep[head] == "ccomp" and tree.tag[above] == tree.tag[v] and above < head
        alone = tree.child(v, "aux", "auxpass", "nsubj", "nsubjpass") is None
        return above if perfect and embedded and alone else head

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

    def _controller(self, w: int) -> tuple[int, ...]:
        if self.is_passive(w) or self.tree.lemma[w] in SUBJECT_CONTROL:
            return self.surface(w)
        return self.objects(w) or self._called_on(w) or self.surface(w)

    def _called_on(self, w: int) -> tuple[int, ...]:
        """Return *Mali* of "called on Mali *to leave*", "appealed to Mali *to leave*"."""
        tree = self.tree
        names = ("on", "upon", "to", "with") if tree.lemma[w] in self.controllers else ("on", "upon")
        return tuple(
            c
            for k in tree.children(w, "prep")
            if tree.words[k].lower() in names
            for p in tree.children(k, "pobj")
            for c in tree.with_conjuncts(p)
        )

    def _acl_subject(self, v: int, noun: int) -> tuple[int, ...]:
        if self.tree.tag[v] in ("VBG", "VBN"):
            return (noun, *self._equated(noun))
        return self._equated(noun) or self.owners(noun)

    def _equated(self, noun: int) -> tuple[int, ...]:
        """Return who is said to be it: "*Chad* is one of the states that ...", "*the EU* was among those calling"."""
        tree = self.tree
        for _ in range(2):
            head = tree.head[noun]
            if tree.dep[noun] == "attr" and tree.lemma[head] in ("be", "become", "remain"):
                return self.surface(head)
            if tree.dep[noun] != "pobj" or tree.words[head].lower() not in ("of", "among", "amongst"):
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
        return (noun, *self._equated(noun), *self._identified(noun))

    def _gap_is_subject(self, v: int) -> bool:
        return self.tree.child(v, "nsubj", "nsubjpass") is None

    def _gerund_subject(self, v: int) -> tuple[int, ...]:
        """Whose act a gerund after a preposition is: "accused Iran of *arming*", "before *leaving*"."""
        tree = self.tree
        prep = tree.head[v]
        governor = tree.head[prep]
        if tree.pos[governor] == "ADV":
            governor = tree.head[governor]  # "stopped *short* of accusing"
        if tree.pos[governor] == "ADJ":
            return self.surface(governor)  # "remains committed to *working*"
        if tree.pos[governor] not in VERBAL:
            return self.owners(governor) or self._taken_to(governor, prep)
        if tree.words[prep].lower() in OBJECT_CONTROL_PREPOSITIONS or self._joins_in(governor, prep):
            return self.objects(governor) or self._aimed_at(governor, prep) or self.surface(governor)
        return self.surface(governor)

    def _joins_in(self, v: int, prep: int) -> bool:
        """True for "helped *Iran* in evading": the object of a verb of helping does what stands behind *in*."""
        return self.tree.words[prep].lower() == "in" and self.tree.lemma[v] in self.helpers

    def _taken_to(self, noun: int, prep: int) -> tuple[int, ...]:
        """Return *Chad* of "took Chad to task *for arming*": the object, where the phrase belongs to the verb."""
        tree = self.tree
        v = tree.head[tree.head[noun]]
        is_phrase = tree.dep[noun] == "pobj" and tree.pos[v] in VERBAL and tree.child(noun, "det") is None
        return self.objects(v) if is_phrase and tree.words[prep].lower() == "for" else ()

    def _aimed_at(self, v: int, prep: int) -> tuple[int, ...]:
        """Return *Turkey* of "lashed out at Turkey for": an object that a particle verb takes with *at* or *on*."""
        tree = self.tree
        return tuple(
            c
            for k in tree.children(v, "prep")
            if k < prep and tree.words[k].lower() in ("at", "on", "against")
            for p in tree.children(k, "pobj")
            for c in tree.with_conjuncts(p)
        )

    def owners(self, noun: int) -> tuple[int, ...]:
        """Return whose a noun is: genitive, national modifier, *by* phrase, or the subject that has it."""
        tree = self.tree
        found = tree.children(noun, "poss")
        if not found:
            found = [k for k in tree.children(noun, "amod", "compound", "nmod") if tree.tag[k] in ("NNP", "NNPS", "JJ")]
            found = [k for k in found if tree.words[k][:1].isupper()]
        if not found:
            found = [
                p
                for k in tree.children(noun, "prep", "agent")
                if tree.words[k].lower() == "by"
                for p in tree.children(k, "pobj")
            ]
        if found:
            return tuple(c for f in found for c in tree.with_conjuncts(f))
        head = tree.head[noun]
        if tree.dep[noun] == "pobj":
            head = tree.head[head]
        if tree.dep[noun] in ("dobj", "attr", "pobj") and self.unit(head) in self.supports:
            return self.subjects(head) or self.surface(head)
        return ()

    def subjects(self, v: int) -> tuple[int, ...]:
        """Return who does it: the subject, or of a passive the *by* phrase."""
        if self.is_passive(v):
            return self._by(v)
        return self.surface(v)

    def _by(self, v: int) -> tuple[int, ...]:
        tree = self.tree
        agents = [p for k in tree.children(v, "agent") for p in tree.children(k, "pobj")]
        if not agents:
            agents = [
                p for k in tree.children(v, "prep") if tree.words[k].lower() == "by" for p in tree.children(k, "pobj")
            ]
        for k in tree.children(v, "conj") if not agents else ():  # "trained and paid *by Italy*"
            if tree.tag[k] == "VBN" and (shared := self._by(k)):
                return shared
        return tuple(c for a in agents for c in tree.with_conjuncts(a))

    def objects(self, v: int) -> tuple[int, ...]:
        """Return what it is done to: the direct object, or of a passive the subject."""
        if v not in self._objects:
            self._objects[v] = ()
            self._objects[v] = self._find_objects(v)
        return self._objects[v]

    def _find_objects(self, v: int) -> tuple[int, ...]:
        if self.is_passive(v):
            return self.surface(v)
        tree = self.tree
        own = [k for k in tree.children(v, "dobj") if k != self._inverted(v)]
        own += self._gapped(v) if own else []
        if (named := self._named_object(v, own)) is not None:
            return tuple(tree.with_conjuncts(named))
        own += [k for k in tree.children(v, "ccomp") if tree.pos[k] in ("NOUN", "PROPN") and self.particle(v)]
        own += [
            s
            for k in tree.children(v, *CLAUSAL)
            if self.is_infinitive(k)
            for s in tree.children(k, "nsubj")
            if tree.child(k, "mark") is None
        ]
        if own:
            return self._noun_heads(own, v)
        if tree.dep[v] == "relcl" and tree.child(v, "nsubj", "nsubjpass") is not None and tree.child(v, "mark") is None:
            subject = tree.child(v, "nsubj", "nsubjpass")
            if subject is not None and tree.words[subject].lower() not in RELATIVE and not self._adverbial_gap(v):
                return self._same(tree.head[v])
        for k in tree.children(v, "conj"):
            if (
                tree.pos[k] in VERBAL
                and tree.child(k, "nsubj", "nsubjpass") is None
                and (k - v <= 3 or self._is_bare(v))
            ):
                return self.objects(k)
        return ()

    def _gapped(self, v: int) -> list[int]:
        """Return *Syria* of "visited Iraq on Monday and *Syria* on Tuesday", read as coordinated with the day."""
        tree = self.tree
        phrases = [p for k in tree.children(v, "prep") for p in tree.children(k, "pobj")]
        days = [p for p in phrases if tree.child(p, "nummod") is not None]
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
            return self._cleft_focus(v) if self._opens_with_that(v) else None
        return None

    def _opens_with_that(self, v: int) -> bool:
        """True after *that*, whatever it is taken for: "it was with Cuba *that* Panama negotiated"."""
        return self.has_that(v) or any(self.tree.words[k].lower() == "that" for k in self.tree.kids[v])

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
            if self.tree.words[h].lower() in RELATIVE:
                found += self._antecedent(h, v)
            else:
                found += self.tree.with_conjuncts(h)
        return tuple(found)

    def _antecedent(self, pronoun: int, v: int) -> list[int]:
        tree = self.tree
        for a in (v, *tree.ancestors(v)):
            if tree.dep[a] == "relcl" or (tree.dep[a] == "acl" and tree.pos[tree.head[a]] in NOMINAL):
                return [*self._same(tree.head[a])]
            if tree.dep[a] == "ccomp" and (focus := self._cleft_focus(a)) is not None:
                return [focus]
        return [pronoun] if tree.pos[pronoun] == "PRON" and tree.words[pronoun].lower() == "that" else []

    def _cleft_focus(self, clause: int) -> int | None:
        """Return *Russia* of "it was Russia that attacked"."""
        tree = self.tree
        be = tree.head[clause]
        subject = tree.child(be, "nsubj")
        if tree.lemma[be] == "be" and subject is not None and tree.words[subject].lower() == "it":
            return tree.child(be, "attr")
        return None

    def is_cleft(self, clause: int) -> bool:
        """True for "it was Russia *that attacked*", not for "it is no secret *that Russia attacked*"."""
        tree = self.tree
        be = tree.head[clause]
        subject = tree.child(be, "nsubj")
        if tree.dep[clause] != "ccomp" or tree.lemma[be] != "be" or subject is None:
            return False
        relative = any(tree.words[k].lower() in RELATIVE for k in tree.children(clause, "nsubj", "nsubjpass", "dobj"))
        return relative and tree.words[subject].lower() == "it"

    def has_that(self, clause: int) -> bool:
        """True if *that* opens a content clause (the parser may hang it on the auxiliary)."""
        tree = self.tree
        openers = [*tree.kids[clause], *(j for k in tree.children(clause, "aux", "auxpass") for j in tree.kids[k])]
        return any(tree.words[k].lower() == "that" and (tree.tag[k] == "IN" or tree.dep[k] == "mark") for k in openers)

    def is_denied(self, i: int) -> bool:
        """True for "did *not* attack", "was *not* responsible", "had *no* role"."""
        tree = self.tree
        words = [i, *tree.children(i, "dobj")] + ([tree.head[i]] if tree.dep[i] == "acomp" else [])
        return any(tree.dep[k] == "neg" or tree.words[k].lower() in NEGATIVES for w in words for k in tree.kids[w])

    def is_infinitive(self, v: int) -> bool:
        """True for "to leave"."""
        return any(self.tree.tag[k] == "TO" for k in self.tree.children(v, "aux"))

    # -- arguments ------------------------------------------------------------------------------

    def verb(self, v: int) -> Predicate:
        """Return the predicate of a verb."""
        args: dict[str, list[int]] = defaultdict(list)
        args["subj"] += self.subjects(v)
        args["obj"] += self.objects(v)
        self._prepositions(v, args)
        self._fronted(v, args)
        tree = self.tree
        for k in tree.children(v, "dative"):
            if tree.pos[k] in NOMINAL:
                args["iobj"] += tree.with_conjuncts(k)
        args["adv"] += tree.children(v, "advmod")
        self._clauses(v, args)
        if self.is_passive(v) and (given := tree.children(v, "dobj")):  # "Mali was offered *a loan*"
            args["iobj"] += args["obj"]
            args["obj"] = [c for g in given for c in tree.with_conjuncts(g)]
        for noun in args["obj"]:
            if noun > v or self.is_passive(v):  # "*aid to Serbia* was suspended"
                self._nested_prepositions(noun, args)
        args["as"] += self._complements(v, args["obj"])
        return Predicate(v, "v", self.unit(v), _freeze(args), self.is_passive(v))

    def _clauses(self, v: int, args: dict[str, list[int]]) -> None:
        tree = self.tree
        for k in tree.children(v, *CLAUSAL, "parataxis", "csubjpass"):
            self._clause(v, k, args)
        for k in tree.children(v, "advcl"):
            possessor = self._possessor(k)
            if possessor is not None and tree.dep[possessor] == "pobj":
                args[tree.words[tree.head[possessor]].lower()].append(k)
            if self.is_complement(k) or self.is_gerund_object(k):
                self._clause(v, k, args)
            else:
                self._swallowed(k, args)

    def is_gerund_object(self, k: int) -> bool:
        """True for "ruled out *releasing* them", read as an adverbial clause: nothing stands between."""
        tree = self.tree
        return tree.dep[k] == "advcl" and tree.tag[k] == "VBG" and k - 1 in (tree.head[k], self.particle(tree.head[k]))

    def _possessor(self, k: int) -> int | None:
        """Return *Serbia* of "complained about Serbia's *backing* them", read as an adverbial clause."""
        tree = self.tree
        after = tree.tag[k] == "VBG" and k > 0 and tree.tag[k - 1] == "POS"
        return tree.head[k - 1] if after and tree.dep[k] == "advcl" else None

    def _swallowed(self, k: int, args: dict[str, list[int]]) -> None:
        """Give a verb the phrase that is read as the subject of a purpose: "met *with Lee* to coordinate"."""
        tree = self.tree
        mark, subject = tree.child(k, "mark"), tree.child(k, "nsubj")
        if mark is None or subject is None or not self.is_infinitive(k):
            return
        if (name := tree.words[mark].lower()) in ("with", "for"):
            args[name] += tree.with_conjuncts(subject)

    def _complements(self, v: int, objects: Iterable[int]) -> list[int]:
        """Return what the object is called or made: "called it *a lie*", "set her *free*", "held him *responsible*"."""
        tree = self.tree
        found = tree.children(v, "oprd", "attr", "acomp")
        found += [k for k in tree.children(v, "advcl") if tree.pos[k] == "ADJ" and k > v]
        return found + [k for noun in objects if noun > v for k in tree.children(noun, "amod") if k > noun]

    def _clause(self, v: int, k: int, args: dict[str, list[int]]) -> None:
        tree = self.tree
        subject = tree.child(k, "nsubj")
        if self.is_infinitive(k):
            mark = tree.child(k, "mark")
            if subject is not None and mark is not None and tree.words[mark].lower() == "for":
                args["for"] += tree.with_conjuncts(subject)
            args["inf"].append(k)
        elif tree.tag[k] == "VBG" and tree.child(k, "aux") is None:
            args["ing"].append(k)
        elif tree.dep[k] == "xcomp" and tree.tag[k] == "VB":
            args["inf"].append(k)
        elif k != v:
            args["that"].append(k)

    def _prepositions(self, h: int, args: dict[str, list[int]]) -> None:
        tree = self.tree
        for k in tree.children(h, *PREPOSITIONAL):
            if tree.pos[k] in NOMINAL and tree.dep[k] == "dative":
                continue
            name = tree.words[k].lower()
            inner = tree.child(k, "prep")
            if tree.child(k, "pobj", "pcomp") is None and inner is not None:
                name, k = f"{name}_{tree.words[inner].lower()}", inner
            for p in tree.children(k, "pobj"):
                args[name] += tree.with_conjuncts(p)
            for p in tree.children(k, "pcomp"):
                args["ing"].append(p)
                args[f"{name}_ing"].append(p)
            for c in tree.children(k, "conj"):  # "with China and with Russia"
                for p in tree.children(c, "pobj"):
                    args[name] += tree.with_conjuncts(p)

    def _fronted(self, v: int, args: dict[str, list[int]]) -> None:
        """The phrase that a cleft puts in front is the verb's: "it was *with Cuba* that Panama negotiated"."""
        tree = self.tree
        be = tree.head[v]
        if tree.dep[v] == "ccomp" and tree.lemma[be] == "be" and self._opens_with_that(v):
            subject = tree.child(be, "nsubj")
            if subject is not None and tree.words[subject].lower() == "it":
                self._prepositions(be, args)

    def _nested_prepositions(self, noun: int, args: dict[str, list[int]], depth: int = 0) -> None:
        """Add the phrases inside an object, which the parser may hang deeper than they belong.

        "provide millions in aid *to Syria*": *to* is read as the aid's.
        """
        tree = self.tree
        inner: dict[str, list[int]] = defaultdict(list)
        self._prepositions(noun, inner)
        for k in tree.children(noun, "relcl", "acl"):
            if self.is_infinitive(k):  # "had nothing *to do with* the attack"
                self._prepositions(k, inner)
        for label, heads in inner.items():
            args[label] += heads
        if depth < 2:
            for k in tree.children(noun, "prep"):
                for p in tree.children(k, "pobj"):
                    self._nested_prepositions(p, args, depth + 1)

    def with_phrases_of(self, predicate: Predicate, heads: Iterable[int]) -> Predicate:
        """Return the predicate with the prepositional phrases of some of its arguments as its own."""
        args: dict[str, list[int]] = defaultdict(list)
        for label, own in predicate.args.items():
            args[label] += own
        for h in heads:
            self._prepositions(h, args)
        return replace(predicate, args=_freeze(args))

    def adjective(self, a: int) -> Predicate:
        """Return the predicate of an adjective: "Israel is *critical* of", "a minister critical of"."""
        tree = self.tree
        args: dict[str, list[int]] = defaultdict(list)
        head = tree.head[a]
        if tree.dep[a] in ("acomp", "oprd", "conj") and tree.pos[head] in VERBAL | {"ADJ"}:
            args["subj"] += self.surface(head)
        elif tree.dep[a] == "advcl" and tree.pos[head] in VERBAL:
            args["subj"] += self.surface(head)  # "*Grateful* to Kenya, Haiti ..."
        elif tree.dep[a] in ("amod", "acl") and tree.pos[head] in NOMINAL:
            args["subj"] += [head, *self._equated(head)]
        self._prepositions(a, args)
        for k in tree.children(a, *CLAUSAL):
            self._clause(a, k, args)
        if tree.dep[a] == "acomp" and tree.lemma[head] == "be":
            args["held"] += tree.children(head, "ccomp", "csubj")  # "it is *untrue* that ..."
        return Predicate(a, "a", tree.lemma[a], _freeze(args))

    def noun(self, n: int, lemma: str, supports: Mapping[int, str]) -> Predicate:
        """Return the predicate of an eventive noun.

        ``supports`` gives the support verbs that govern the noun, with their effect.
        """
        tree = self.tree
        args: dict[str, list[int]] = defaultdict(list)
        for k in tree.children(n, "poss") or self._shared_genitive(n):
            args["poss"] += tree.with_conjuncts(k)
        for k in tree.children(n, "amod", "compound", "nmod"):
            args["mod"] += self._modifiers(k)
        self._prepositions(n, args)
        for k in tree.children(n, "acl", "relcl", "ccomp"):
            self._noun_clause(k, args)
        support = next(iter(supports), None)
        if support is not None:
            self._support(n, support, args)
        args["clause"] += self._clause_subject(n)
        if tree.dep[n] == "pobj":
            args["case"].append(tree.head[n])
        if tree.dep[n] == "pobj" and tree.words[tree.head[n]].lower() in ("at", "upon"):
            args["heeded"] += args.get("clause", [])  # "meeting *at the request of* Japan, the Council ..."
        args["by"] += [h for h in self.claimants(n) if h not in args["by"]]
        self._predicated(n, args)
        return Predicate(n, "n", lemma, _freeze(args), support=support)

    def claimants(self, n: int) -> tuple[int, ...]:
        """Return who has claimed the act of a noun: "the attack, *for which ISIS has claimed responsibility*"."""
        tree = self.tree
        _, last = tree.edges(tree.root(n))
        for k in range(n + 1, last + 1):
            if tree.dep[k] not in ("relcl", "acl") or tree.lemma[k] != "claim":
                continue
            if tree.dep[k] == "acl":
                return self._by(k) if tree.head[k] == n else ()
            thing = tree.child(k, "dobj")
            if thing is not None and tree.lemma[thing] == "responsibility":
                return self.surface(k)
        return ()

    def _predicated(self, n: int, args: dict[str, list[int]]) -> None:
        """The phrases of an intransitive verb belong to the event that is its subject: "clashes broke out *with*"."""
        tree = self.tree
        v = tree.head[n]
        if tree.dep[n] != "nsubj" or tree.pos[v] not in VERBAL or tree.child(v, "dobj", "ccomp", "xcomp") is not None:
            return
        own: dict[str, list[int]] = defaultdict(list)
        self._prepositions(v, own)
        for label, heads in own.items():
            args[label] += heads

    def _shared_genitive(self, n: int) -> list[int]:
        """Return *Russia* for the second noun of "Russia's invasion and annexation"."""
        tree = self.tree
        if tree.dep[n] != "conj" or tree.child(n, "det") is not None:
            return []
        return tree.children(tree.head[n], "poss")

    def _clause_subject(self, n: int) -> tuple[int, ...]:
        """Return who acts in the clause that an event accompanies: "*Macron* said after talks with Scholz"."""
        tree = self.tree
        governor = tree.head[tree.head[n]]
        if tree.dep[n] != "pobj" or tree.words[tree.head[n]].lower() not in ACCOMPANYING:
            return ()
        if tree.pos[governor] in VERBAL:
            return self.subjects(governor)
        within = tree.words[tree.head[n]].lower() == "in"  # "the performance *of Iraqi forces* in the fight"
        return self.owners(governor) or self._of(governor) if within else ()

    def _of(self, noun: int) -> tuple[int, ...]:
        tree = self.tree
        return tuple(p for k in tree.children(noun, "prep") if tree.words[k] == "of" for p in tree.children(k, "pobj"))

    def _modifiers(self, k: int) -> list[int]:
        """Return a modifier's own heads: "Chinese and American", "Saudi-led", "Russia-Ukraine"."""
        tree = self.tree
        if tree.lemma[k] in ("lead", "back") or tree.words[k].lower() == "led":
            return tree.children(k, "npadvmod", "amod", "compound", "nmod", "advmod") or [k]
        found = [k, *(c for c in tree.children(k, "conj"))]
        return found + [c for m in found for c in tree.children(m, "nmod", "compound", "npadvmod")]

    def _noun_clause(self, k: int, args: dict[str, list[int]]) -> None:
        tree = self.tree
        mark = tree.child(k, "mark")
        if self.is_infinitive(k):
            args["inf"].append(k)
        elif tree.dep[k] == "ccomp" or (mark is not None and tree.words[mark].lower() == "that"):
            args["that"].append(k)
        elif tree.tag[k] == "VBG":
            args["ing"].append(k)

    def _support(self, n: int, verb: int, args: dict[str, list[int]]) -> None:
        """Give the noun its support verb's subject and prepositional phrases."""
        own: dict[str, list[int]] = defaultdict(list)
        self._prepositions(verb, own)
        for label, heads in own.items():
            if label != "by" or not self.is_passive(verb):  # who arranges it is not who acts
                args[label] += [h for h in heads if h != n and h not in args[label]]
        subjects = self.subjects(verb)
        if self.is_passive(verb) and self.tree.dep[n] == "dobj":
            args["to"] += self.surface(verb)  # "*Turkey* was dealt a rebuke"
        args["light"] += [s for s in subjects if s != n]
        if not args["light"] and not self.is_passive(verb):
            args["light"] += [s for s in self.surface(verb) if s != n]
        for k in self.tree.children(verb, "dative"):
            if self.tree.pos[k] in NOMINAL:
                args["to"] += self.tree.with_conjuncts(k)


def _freeze(args: Mapping[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {label: tuple(dict.fromkeys(heads)) for label, heads in args.items() if heads}
