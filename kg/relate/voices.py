"""Whose word is it? The speaker of a clause: reporting verbs, "according to", quotes.

A clause is somebody's word if it is the content clause of a speech verb, if an "according to"
phrase hangs on it or above it, or if it stands inside quotation marks whose speaker is named in this
sentence or, for a quote that runs on, in the sentence before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.lexicon.triggers import Triggers, Unit
from kg.lexicon.vocabulary import stances
from kg.model import Mention
from kg.relate.clauses import FINITE
from kg.relate.grammar import Grammar
from kg.relate.headings import heading
from kg.relate.tree import NOMINAL, VERBAL, Tree

Actors = Callable[[int], tuple[Mention, ...]]
HEARSAY = "hearsay"
CLAIMS = frozenset({"ACCUSE", "DENY"})  # what they say is no fact, whoever says it
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
        self.opinions = triggers.classes.get("opinion", frozenset())
        self._below: dict[int, tuple[Mention, ...]] = {}
        self.heading = heading(self.tree)
        self.tellers = triggers.classes.get("teller", frozenset())
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
            ):
                return self._claimant(a)
            quoter = self._paratactic(a)
            aside = quoter is not None and quoter != i and not self._within(i, quoter)
            if aside and quoter is not None and (found := self._named_or_unknown(self._sayers(quoter))):
                return found
            below = a
        return self._heads(i) or self._quote_speaker(i)

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
        if self.grammar.is_infinitive(below) and tree.dep[below] == "xcomp":
            return self.grammar.is_passive(v)
        if self.grammar.is_infinitive(v):
            return tree.dep[below] == "ccomp"
        if tree.dep[below] == "dobj":  # "announced *the release*"; but who "declared *war*" acts
            return self.triggers.light_effect(self.grammar.unit(v), tree.lemma[below]) is None
        return tree.dep[below] in ("ccomp", "csubj", "csubjpass") or (
            tree.dep[below] == "prep" and tree.words[below].lower() in ("of", "about", "on")
        )

    def _paratactic(self, a: int) -> int | None:
        """Return the speech verb put in beside clause ``a``: "Iran, *France said*, had ..."."""
        tree = self.tree
        for k in tree.children(a, "parataxis", "ccomp", "advcl"):
            if tree.lemma[k] in self.triggers.speech and tree.dep[k] == "parataxis":
                return k
            if tree.lemma[k] in self.triggers.speech and (self._is_tail(k, a) or self._has_as(k)):
                return k
        return None

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
        tree = self.tree
        for k in tree.kids[a]:
            if k != below and self._is_trusted(k) and (found := self._named_or_unknown(self.grammar.surface(k))):
                return found
            if k == below or not self._accords(k):
                continue
            phrases = [p for to in tree.children(k, "prep") for p in tree.children(to, "pobj")]
            phrases += tree.children(k, "pobj")
            heads = tuple(c for p in phrases for c in tree.with_conjuncts(p))
            if found := self._actors(heads) or self._owned(heads) or self._unknown(heads):
                return found
        return ()

    def _is_trusted(self, k: int) -> bool:
        """ "*if X is to be believed*", "*if X is right*": what stands beside it is the word of X."""
        tree = self.tree
        if tree.dep[k] != "advcl" or not any(tree.words[m].lower() == "if" for m in tree.children(k, "mark")):
            return False
        trusted = self.triggers.classes.get("trusted", frozenset())
        inner = [k, *tree.children(k, "xcomp", "acomp")]
        return any(tree.lemma[i] in trusted and (tree.pos[i] == "ADJ" or self.grammar.is_passive(i)) for i in inner)

    def _accords(self, k: int) -> bool:
        """ "*according to* X", "*per* X", "*in the view of* X"."""
        tree = self.tree
        if tree.words[k].lower() in ("according", "per"):
            return True
        return tree.dep[k] == "prep" and any(tree.lemma[p] in self.opinions for p in tree.children(k, "pobj"))

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
        noun = tree.head[last]
        is_tail = tree.dep[last] in ("acl", "relcl") and tree.tag[last] in ("VBD", "VBZ") and tree.dep[noun] == "appos"
        if not is_tail or tree.lemma[last] not in self.triggers.speech:
            return ()
        return self._named_or_unknown((noun,))

    def _accords_below(self, root: int) -> tuple[Mention, ...]:
        """An "according to" on a verb coordinated with the main verb speaks for the whole sentence."""
        if root not in self._below:
            self._below[root] = self._find_below(root)
        return self._below[root]

    def _find_below(self, root: int) -> tuple[Mention, ...]:
        below = [root]
        while below:
            v = below.pop()
            if found := self._closing(v) if v == root else self._according(v, -1):
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

    def _interrupts(self, v: int, below: int) -> bool:
        """True for "Iran, *France claimed*, had left", read as coordination."""
        tree = self.tree
        return tree.dep[below] == "conj" and bool(self.grammar.interrupts(v)) and tree.lemma[v] in self.triggers.speech

    def _embeds(self, a: int, below: int) -> bool:
        """True for a finite content clause under any word that does not vouch for it ("it is false that ...").

        Own voice must be earned: only factive words (``factive`` in operators.tsv: "the fact that") pass it on.
        """
        tree = self.tree
        if tree.dep[below] == "ccomp":
            finite = tree.child(below, "nsubj", "nsubjpass", "expl") is not None and not self.grammar.is_infinitive(
                below
            )
        else:
            finite = tree.dep[below] == "acl" and self.grammar.has_that(below)
        if not finite or tree.tag[below] == "VB":
            return False
        if tree.lemma[a] == "be":  # "it is *false* that ...", but "it was Iran that ..."
            predicate = tree.child(a, "acomp")
            return predicate is not None and self.triggers.operators.get((tree.lemma[predicate], "that")) != "factive"
        unit = self.grammar.unit(a) if tree.pos[a] in VERBAL else tree.lemma[a]
        return self.triggers.operators.get((unit, "that")) != "factive"

    def _claims(self, word: int, below: int) -> bool:
        """True if clause ``below`` is what a word of accusation or denial says: "accusations *that* ..."."""
        tree = self.tree
        if tree.lemma[word] == "be":
            return False  # "it was Iran that ...": a copula claims nothing
        if tree.pos[word] == "ADJ":
            return tree.lemma[word] in self.culpable and self._accuser(word) is not None
        if tree.pos[word] in VERBAL:
            if (
                tree.dep[below] in ("dobj", "nsubjpass")
                and self._denies(word)
                and not self.triggers.is_claim(tree.lemma[below])
            ):
                return True  # "denied the attack": it may never have been
            clausal = tree.dep[below] in ("ccomp", "xcomp", "pcomp", "csubj", "csubjpass", "oprd") or (
                tree.dep[below] == "prep" and tree.words[below].lower() in ("of", "for", "over", "with", "as")
            )
            units = self.triggers.of("v", self.grammar.unit(word))
        else:
            word = self._said_of(word)
            clausal = tree.dep[below] in ("ccomp", "prep") or (
                tree.dep[below] in ("acl", "relcl") and self._is_contained(below)
            )
            units = self.triggers.of("n", tree.lemma[word])
            of = tree.dep[below] == "prep" and tree.words[below].lower() == "of"
            if clausal and (of or tree.dep[below] != "prep") and tree.lemma[word] in self.triggers.speech:
                return True  # "reports that", "reports of"
        return clausal and any(u.relation in CLAIMS and not u.idiom and self._stands(u, word) for u in units)

    def _accuser(self, adjective: int) -> int | None:
        """Return *held* of "held Mali *responsible* for": the verb of accusation to which an adjective belongs."""
        tree = self.tree
        if tree.pos[adjective] != "ADJ":
            return None
        verbs = (a for a in list(tree.ancestors(adjective))[:2] if tree.pos[a] in VERBAL)
        return next(
            (v for v in verbs if any(u.relation == "ACCUSE" for u in self.triggers.of("v", tree.lemma[v]))), None
        )

    def _said_of(self, noun: int) -> int:
        """Return *finding* for *UN* of "the finding of the UN that ...": the clause is read as the nearest noun's."""
        tree = self.tree
        prep = tree.head[noun]
        is_name = tree.dep[noun] == "pobj" and tree.pos[noun] == "PROPN" and tree.words[prep].lower() in ("of", "by")
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
            return self._named_or_unknown(self._sayers(word)) or self._unknown((word,), NOMINAL | VERBAL)
        word = self._said_of(word)
        return self._actors(self.grammar.owners(word)) or self._author(word) or self._unknown((word,))

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
        denials = (u for u in self.triggers.of(pos, lemma) if u.relation == "DENY")
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
            if HEARSAY in {self.triggers.speech.get(form) for form in (self.tree.lemma[k], self.tree.words[k].lower())}
        ]
        return self._unknown(hedges[:1], frozenset({"ADV", "ADJ", "VERB"}))

    def _heads(self, i: int) -> tuple[Mention, ...]:
        """ "*Kyiv*: Russia shelled Odesa", "*Report*: Russia shelled Odesa"."""
        head = self.heading.speaker
        if head is None or i not in self.heading.said:
            return ()
        told = self.tree.lemma[head] in self.triggers.speech or self.tree.lemma[head] in self.tellers
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
        elif opened is not None and (word in CLOSE or word in PLAIN or single):
            inside = range(opened + 1, i)
            if len(inside) > 4 or (len(inside) > 1 and any(tree.tag[k] in FINITE for k in inside)):
                found.update(range(opened + 1, i))
            opened = None
        elif opened is not None and "\n\n" in word:
            opened = None
    return frozenset(found)


def _leans_right(tree: Tree, i: int) -> bool:
    """True for a mark with a blank before it and none after: an opening one."""
    before = i == 0 or tree.start[i] > tree.start[i - 1] + len(tree.words[i - 1])
    return before and i + 1 < len(tree.words) and tree.start[i + 1] == tree.start[i] + len(tree.words[i])
