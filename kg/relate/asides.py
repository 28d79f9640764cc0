"""What marks set apart in a sentence and says that it is only told: "(*not true*)", ", *or so Kyiv says*".

The parser hangs such a phrase now on this word and now on that. Its words alone say what it is, and here they are read
one by one; where the parse can be trusted, `kg.relate.tails` and `kg.relate.attributions` see more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.lexicon.marks import DASHES, QUOTES
from kg.lexicon.traits import traits
from kg.lexicon.triggers import Triggers
from kg.relate.grammar import Grammar
from kg.relate.memo import remembered
from kg.relate.tree import NOMINAL, VERBAL

ENDS = frozenset({",", ":", ";", "(", ")", "[", "]"})
OPENING = frozenset({"(", "["})
LONGEST = 12  # tokens
SHORT = 4
HEARSAY = "hearsay"


@dataclass(frozen=True, slots=True)
class Aside:
    """A phrase set apart, the words whose word it makes the rest, and whether it takes the rest back."""

    tokens: range
    told: range
    heads: tuple[int, ...]
    against: bool


class Asides:
    """The asides of one Tree, by which the clauses around them are somebody's word, or not so."""

    def __init__(self, grammar: Grammar, triggers: Triggers) -> None:
        self.grammar = grammar
        self.tree = grammar.tree
        self.words = grammar.words
        self.triggers = triggers
        self.classes = triggers.classes
        self.tellers = self.classes["teller"] | self.classes["document"] | self.classes["media"]

    def around(self, i: int) -> Iterator[Aside]:
        """Yield the asides that say of the clause of token ``i`` whose word it is."""
        return (a for a in self._of(self.tree.root(i)) if i in a.told and i not in a.tokens)

    @remembered
    def disclaims(self, root: int) -> bool:
        """True for a sentence that opens with a fragment: "*Untrue*, it turned out.", "*A myth*, said Kyiv."."""
        first, last = self.tree.edges(root)
        inside = next(self._between(range(first, last + 1)), range(0))
        return inside.start == first and self._is_untrue(inside, plain=True)

    @remembered
    def _of(self, root: int) -> tuple[Aside, ...]:
        first, last = self.tree.edges(root)
        while last > first and self.tree.pos[last] in ("PUNCT", "SPACE") and self.tree.words[last] not in ENDS:
            last -= 1
        sentence = range(first, last + 1)
        return tuple(a for inside in self._between(sentence) if (a := self._read(inside, sentence)) is not None)

    def _between(self, sentence: range) -> Iterator[range]:
        """Yield what stands between the marks of a sentence, without quotation marks around it."""
        start = sentence.start
        for i in (*sentence, sentence.stop):
            if i == sentence.stop or self._is_mark(i):
                if inside := self._stripped(range(start, i)):
                    yield inside
                start = i + 1

    def _is_mark(self, i: int) -> bool:
        words = self.tree.words
        stands_apart = i + 1 < len(words) and self.tree.start[i + 1] > self.tree.start[i] + len(words[i])
        return words[i] in ENDS or (words[i] in DASHES and stands_apart)

    def _stripped(self, inside: range) -> range:
        first, stop = inside.start, inside.stop
        while first < stop and self.tree.words[first] in QUOTES:
            first += 1
        while first < stop and (self.tree.words[stop - 1] in QUOTES or self.tree.pos[stop - 1] in ("PUNCT", "SPACE")):
            stop -= 1
        return range(first, stop)

    def _read(self, inside: range, sentence: range) -> Aside | None:
        words = self.tree.words
        if len(inside) > LONGEST or len(inside) == len(sentence):
            return None
        behind, opens = inside.stop == sentence.stop, inside.start == sentence.start
        bracketed = not opens and words[inside.start - 1] in OPENING
        told = self._around(inside, sentence)
        if not opens and ("_".join(self._low(inside)) in self.words.hedging or self._excepts(inside, told)):
            return Aside(inside, told, (inside[-1],), against=True)
        if not opens and (behind or bracketed or words[sentence.stop - 1] in ENDS):
            plain = words[inside.start - 1] != ","
            own = words[inside.start - 1] == ";"  # a sentence of its own
            if self._is_untrue(inside, plain=bracketed) or self._denies(inside) or self._is_claim(inside, own=own):
                return Aside(inside, told, (inside[-1],), against=True) if plain or behind else None
        if opens and words[inside.stop] == ":" and self._is_untrue(inside, plain=True):
            return Aside(inside, told, (inside[-1],), against=True)  # "*Unconfirmed*: Mali attacked Niger"
        if not opens and (teller := self._reporter(inside)) is not None:
            return Aside(inside, range(told.start, inside.start), (teller,), against=False)
        led = any(self.tree.tag[k] in ("VBD", "VBZ", "VBP", "MD") for k in range(told.start, inside.start))
        if (opens or behind or bracketed or not led) and (heads := self._tellers(inside)):
            return Aside(inside, told, heads, against=False)
        if not opens and (heads := self._shown(inside)):
            return Aside(inside, told, heads, against=True)  # what is only said is said there: "*only in the press*"
        return None

    def _excepts(self, inside: range, told: range) -> bool:
        """True for "*or would have*", "*or maybe Qatar did*", "*except that* nobody was expelled".

        Not so "except that nobody was *hurt*": what is excepted is not what is told.
        """
        tree, words = self.tree, self._low(inside)
        last = next((tree.lemma[k] for k in reversed(inside) if tree.words[k].lower() not in self.words.denying), "")
        if words[0] in self.words.alternative and last in self.words.standing_in:
            return True
        if "_".join(words[:2]) not in self.words.excepting:
            return False
        same = last in self.words.standing_in or self._is_same(inside, range(told.start, inside.start))
        negated = self._is_negated(words) or not self.words.nobody.isdisjoint(words)
        return (negated and same) or last in self.classes["unreal"]

    def _is_same(self, inside: range, before: range) -> bool:
        """True for "nobody *was expelled*", "there was no *expulsion*" behind "Mali expelled the envoy"."""
        tree = self.tree
        verbs = {tree.lemma[k] for k in before if tree.pos[k] == "VERB"}
        acts = {u.relation for verb in verbs for u in self.triggers.of("v", verb) if u.relation}
        same = any(tree.lemma[k] in verbs | self.words.occurrence for k in inside if tree.pos[k] == "VERB")
        nouns = (tree.lemma[k] for k in inside if tree.pos[k] == "NOUN")
        return same or any(u.relation in acts for noun in nouns for u in self.triggers.of("n", noun))

    def _around(self, inside: range, sentence: range) -> range:
        """Return the part of a sentence that an aside speaks of: what no other semicolon parts from it."""
        words = self.tree.words
        before = range(sentence.start, inside.start - 1)  # its own mark may be one: "...; *or so Kyiv says*"
        first = next((k + 1 for k in reversed(before) if words[k] == ";"), sentence.start)
        last = next((k for k in range(inside.stop, sentence.stop) if words[k] == ";"), sentence.stop)
        return range(first, last)

    def _low(self, inside: Sequence[int]) -> list[str]:
        return [self.tree.words[k].lower() for k in inside]

    def _is_untrue(self, inside: range, *, plain: bool) -> bool:
        """True for "*not true*", "*false*", "*a hoax*", "*alleged*"; a noun alone only if ``plain``."""
        tree, words = self.tree, self._low(inside)
        if "_".join(words) in self.words.disclaiming:
            return plain
        if not words or len(words) > 7:
            return False
        if words[:2] == ["in", "what"]:  # "*in what may have been a hoax*"
            return tree.lemma[inside[-1]] in self.classes["unreal"]
        last = inside[-1]
        if len(words) == 1 and HEARSAY in {self.triggers.speech.get(w) for w in (words[0], tree.lemma[last])}:
            return True
        negated = self._is_negated(words)
        if any(tree.pos[k] in NOMINAL and tree.pos[k] not in ("ADJ", "DET") for k in inside[:-1]):
            return False
        if tree.lemma[last] in self.classes["verified"]:
            to_come = any(tree.tag[k] == "TO" for k in inside)  # "*yet to be confirmed*"
            return to_come or words[0] in self.words.denying | self.words.negative_adverbs
        new = words[0] in self.words.indefinite or tree.pos[last] == "ADJ" or plain
        unreal = new and not negated and tree.lemma[last] in self.classes["unreal"]
        return unreal and self.words.formerly.isdisjoint(words)  # not "*once* unthinkable"

    def _denies(self, inside: range) -> bool:
        """True for "*Lima denies this*"; not so "Lima denies *it was the first*", "Lima rejects *this view*"."""
        tree = self.tree
        for v, it in pairwise(inside):
            if tree.words[it].lower() not in self.words.pointing or tree.dep[it] == "mark" or tree.pos[v] not in VERBAL:
                continue
            if any(self._is_else(k, it, inside[-1]) for k in range(it + 1, inside.stop)):
                continue
            plain = next((u for u in self.triggers.of("v", tree.lemma[v]) if not u.tests), None)
            if plain is not None and plain.relation in traits().denying:
                return not self._is_negated(self._low(inside))
        return False

    def _is_else(self, k: int, it: int, last: int) -> bool:
        """True for what makes "denies *it*" a denial of something else: "it *was* the first", "this *view*"."""
        tree = self.tree
        if tree.pos[k] in VERBAL:
            came = tree.lemma[k] in self.words.occurrence or (tree.lemma[k] in self.words.standing_in and k == last)
            return not came
        return tree.head[it] == k and tree.lemma[k] not in self.classes["rumour"]

    def _is_negated(self, words: Sequence[str]) -> bool:
        return not (self.words.denying | self.words.negatives).isdisjoint(words)

    def _is_claim(self, inside: range, *, own: bool) -> bool:
        """True for "*a claim* Lima rejects", "*an old charge*"; not so "; *a report is due*", its ``own`` sentence."""
        tree = self.tree
        if not inside or tree.words[inside[0]].lower() not in self.words.indefinite:
            return False
        noun = next((k for k in inside[1:] if tree.pos[k] not in ("ADJ", "ADV")), inside[0])
        if own and tree.dep[noun] in ("nsubj", "nsubjpass") and tree.head[noun] in inside:
            return False
        return tree.lemma[noun] in self.classes["rumour"]

    def _tellers(self, inside: range) -> tuple[int, ...]:
        """Return the heads of whose word an aside makes the clauses around it."""
        return (
            self._so(inside)
            or self._called(inside)
            or self._gossips(inside)
            or self._seen(inside)
            or self._named(inside)
        )

    def _is_teller(self, k: int) -> bool:
        return not self.tellers.isdisjoint((self.tree.lemma[k], self.tree.words[k].lower()))

    def _reporter(self, inside: range) -> int | None:
        """Return *media* of "*the state media of Laos reported*", which may be read as a relative clause."""
        tree, last = self.tree, inside[-1]
        before = inside[:-1]
        if tree.tag[last] not in ("VBD", "VBZ", "VBP") or tree.lemma[last] not in self.triggers.speech:
            return None
        if self._until_verb(inside) != before or tree.words[inside.start - 1] != ",":
            return None
        of = next((k for k in before if tree.pos[k] == "ADP"), last)
        known = tree.words[inside.start].lower() in self.words.definite  # "*the government of Laos alleged*"
        told = of > inside.start and tree.pos[of - 1] == "NOUN" and (known or self._is_teller(of - 1))
        return of - 1 if told else None

    def _named(self, inside: range) -> tuple[int, ...]:
        """ ": *report*", " - *state media*"; not so "one target: *the police*", which says who it is."""
        tree, mark = self.tree, self.tree.words[inside.start - 1] if inside.start else ""
        if len(inside) > SHORT or not (mark == ":" or mark in DASHES | OPENING):
            return ()
        agency = mark == ":" and all(tree.pos[k] == "PROPN" for k in (inside.start - 2, *inside))  # "Sudan: *Reuters*"
        parts = NOMINAL - {"PRON"} if tree.pos[inside.start - 2] == "PROPN" else NOMINAL - {"DET", "PRON"}
        told = self._is_teller(inside[-1]) and all(tree.pos[k] in parts for k in inside)
        return (inside[-1],) if agency or told else ()

    def _shown(self, inside: range) -> tuple[int, ...]:
        """ "*at least on TikTok*", "*if only in a film*"; not so "*at least on Monday*"."""
        words = self._low(inside)
        hedged = self.words.hedged
        opens = next((n for n, w in enumerate(words) if w not in hedged | self.words.contrary), len(words))
        if (
            self.words.limiting.isdisjoint(words[:opens])
            or len(words) < opens + 2
            or words[opens] not in self.words.viewing
        ):
            return ()
        told = self.classes["media"] | self.classes["fiction"] | self.classes["tale"]
        owned = any(self.tree.tag[k] == "PRP$" for k in inside)  # "sanctions on Mali, or at least on *its* press"
        made_up = any(self.tree.lemma[k] in self.classes["unreal"] for k in inside)
        return (inside[-1],) if not owned and (made_up or {words[-1], self.tree.lemma[inside[-1]]} & told) else ()

    def _called(self, inside: range) -> tuple[int, ...]:
        """ "*or at any rate that is the talk*", "*at least that is what a video shows*"."""
        tree, last = self.tree, inside[-1]
        opens = next((n for n, w in enumerate(self._low(inside)) if w not in self.words.hedged), 0)
        be = inside[opens + 1 : -1]
        it = tree.words[inside[opens]].lower() in self.words.pointing
        what = len(be) > 2 and tree.lemma[be[0]] == "be" and tree.words[be[1]].lower() == "what"
        if it and what and tree.lemma[last] in self.triggers.speech:
            return (be[-1],)
        the = len(be) > 1 and tree.lemma[be[0]] == "be" and tree.words[be[1]].lower() in self.words.definite
        return (last,) if it and the and tree.lemma[last] in self.classes["tale"] else ()

    def _so(self, inside: range) -> tuple[int, ...]:
        """ "*or so the pamphlets would have it*", "*so goes the Serbian line*", "*or so we are told*"."""
        tree, words = self.tree, self._low(inside)
        so = next((n for n, w in enumerate(words[:4]) if w in self.words.thus), None)
        if so is None or len(words) < so + 2 or not self.words.hedged.issuperset(words[:so]):
            return ()
        rest = tuple(inside[so + 1 :])
        if all(tree.pos[k] in NOMINAL for k in rest) and (tree.pos[rest[-1]] == "PROPN" or self._is_teller(rest[-1])):
            return rest[-1:]  # "(*so Minsk*)"
        if len(rest) == 1:
            return ()
        if words[-1] in self.words.anybody:
            rest = rest[:-1]  # "so they *tell you*"; not so "so France *warned them*"
        verbs = self.triggers.speech.keys() | self.classes["supposing"] | self.words.seeming
        if so == 0:
            verbs -= self.words.impelled  # "Mali attacked Niger, *so Chad complained*"
        if tree.lemma[rest[0]] in self.classes["running"] | self.triggers.speech.keys() and tree.pos[rest[0]] in VERBAL:
            return (rest[-1],)
        if words[-1] == "it" and tree.lemma[rest[-2]] in self.classes["tell_it"]:
            return self._subject(rest)
        tale = rest[-2:-1]
        if tree.lemma[rest[-1]] in self.classes["running"] and any(self._is_tale(k) for k in tale):
            return tale  # "*so the story goes*"
        tells = tree.lemma[rest[-1]] in verbs and (tree.pos[rest[-1]] in VERBAL or so > 0)  # "or so a video *shows*"
        return self._subject(rest[:-1]) if tells else ()

    def _is_tale(self, noun: int) -> bool:
        return self.tree.lemma[noun] in self.classes["tale"] | self.words.expletive

    def _subject(self, clause: Sequence[int]) -> tuple[int, ...]:
        """Return the last noun before the first verb of a clause."""
        before = self._until_verb(clause)
        return tuple(k for k in before if self.tree.pos[k] in NOMINAL and self.tree.pos[k] not in ("DET", "ADJ"))[-1:]

    def _until_verb(self, clause: Sequence[int]) -> Sequence[int]:
        return clause[: next((n for n, k in enumerate(clause) if self.tree.pos[k] in VERBAL), len(clause))]

    def _gossips(self, inside: range) -> tuple[int, ...]:
        """ "*people whisper*", whatever the parser takes the verb for."""
        tree = self.tree
        if inside.start and tree.words[inside.start - 1] == ";":
            return ()  # a sentence of its own: what people whisper is something else
        if len(inside) > 1 and tree.lemma[inside[-1]] in self.classes["tale"] | self.classes["opinion"]:
            return (inside[-1],) if tree.lemma[inside[0]] in self.classes["running"] else ()  # "*runs one theory*"
        if len(inside) == 3 and tree.dep[inside[0]] == "det":  # "*a fisherman swears*"
            finite = tree.tag[inside[2]] in ("VBZ", "VBD") and tree.lemma[inside[2]] in self.triggers.speech
            return (inside[1],) if finite and tree.pos[inside[1]] == "NOUN" else ()
        if len(inside) != 2 or tree.words[inside[1]].lower() != tree.lemma[inside[1]]:
            return ()
        tells = tree.lemma[inside[1]] in self.triggers.speech and tree.pos[inside[1]] in VERBAL | {"NOUN"}
        return (inside[0],) if tells and tree.tag[inside[0]] in ("NNS", "NNPS") else ()

    def _seen(self, inside: range) -> tuple[int, ...]:
        """ "*by Baghdad's account*", "*in the Serbian telling*", "*the way Belgrade sees it*", "*per Belgrade*"."""
        tree, words = self.tree, self._low(inside)
        named = tree.pos[inside[-1]] == "PROPN" or self._is_teller(inside[-1])
        if words[0] in self.words.according and len(words) > 1 and named:
            return (inside[-1],)
        if words[:2] == ["the", "way"] and words[-1] == "it" and tree.lemma[inside[-2]] in self.classes["tell_it"]:
            return self._subject(inside[2:])
        if (
            len(words) > 2
            and words[0] == "to"
            and tree.lemma[inside[1]] in self.classes["gauging"]
            and words[2] == "by"
        ):
            return (inside[-1],)  # "*to go by the radio*"
        if len(words) > 4 and words[:2] == ["on", "the"] and words[3] == "of":
            tale = tree.lemma[inside[-1]] in self.classes["tale"] | self.classes["rumour"]
            if words[2] in self.words.grounds or (tale and words[2] in self.words.bases):
                return (inside[-1],)  # "*on the word of a sailor*", "*on the strength of a rumour*"
        views = self.classes["opinion"] | self.classes["outlook"]
        if len(words) < 3 or words[0] not in self.words.viewing or tree.lemma[inside[-1]] not in views:
            return ()
        if len(words) > 6:
            return ()
        return tuple(k for k in inside[1:-1] if tree.words[k][0].isupper())[-1:]
