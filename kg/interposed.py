"""A teller put in between a subject and its verb: "Russia, *the ministry said on Monday*, attacked Odesa".

The parser takes the teller's verb for the main one and leaves the other verb without its subject. The sentence is read
as the one that it is: what is told, with the teller beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from spacy.symbols import DEP, HEAD
from spacy.tokens import Doc, Span, Token

from kg.lexicon.marks import DASHES
from kg.lexicon.triggers import Triggers

LONGEST = 14  # tokens between the marks
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON"})


@dataclass(frozen=True, slots=True)
class Aside:
    """The tokens of a teller put in, all of one sentence: what opens and ends it, and who tells what of whom."""

    first: int
    last: int
    subject: int
    teller: int
    tells: int
    verb: int


def read(doc: Doc, words: Triggers) -> Doc:
    """Return ``doc`` with each teller that stands between a subject and its verb beside what he tells."""
    found = [aside for sent in doc.sents if (aside := _aside(sent, words)) is not None]
    return _laid(doc, found) if found else doc


def _aside(sent: Span, words: Triggers) -> Aside | None:
    marks = [t.i for t in sent if t.text == "," or (t.text in DASHES and t.i and t.nbor(-1).whitespace_)]
    for opening, ending in pairwise(marks):
        if not 2 < ending - opening <= LONGEST or sent.start == opening:
            continue
        inside = sent.doc[opening + 1 : ending]
        told = [t for t in inside if t.tag_ in FINITE or t.tag_ == "VBN"]
        if len(told) != 1 or told[0].lemma_ not in words.speech or not _tells(told[0], words):
            continue
        subject, verb = _head(sent.doc[sent.start : opening]), _verb(sent.doc[ending : sent.end])
        teller = _teller(inside, told[0])
        if subject is not None and teller is not None and verb is not None and _is_bare(verb, ending):
            return Aside(opening + 1, ending - 1, subject.i, teller.i, told[0].i, verb.i)
    return None


def _tells(verb: Token, words: Triggers) -> bool:
    """True for *said*, and for *alleged* of "the army *chief alleged* on Facebook", read as a participle."""
    person = verb.i and verb.nbor(-1).lemma_ in words.classes["teller"] | words.classes["leader"]
    return verb.tag_ in FINITE or bool(person and verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ != "by")


def _head(before: Span) -> Token | None:
    """Return the head of the noun phrase that opens the sentence and is all that stands before the mark."""
    if any(t.tag_ in FINITE or (t.tag_ in ("WDT", "WP", "IN", "WRB") and t.i == before.start) for t in before):
        return None
    heads = [t for t in before if t.pos_ in NOUNS and t.head not in before]
    return heads[-1] if heads and not any(t.text == "," for t in before) else None


def _teller(inside: Span, tells: Token) -> Token | None:
    """Return *ministry* of "*the ministry* said on Monday", *president* of "said *Mali's president*"."""
    if any(t.tag_ in ("WDT", "WP", "WP$", "IN") and t.i == inside.start for t in inside):
        return None
    before = [t for t in inside if t.i < tells.i]
    if not before:
        behind = [t for t in inside if t.i > tells.i]
        if behind[0].tag_ in ("IN", "TO", "RB"):
            return None
        return next((t for t in reversed(behind) if t.pos_ in NOUNS and t.head.i not in range(t.i)), None)
    named = [t for t in before if t.pos_ in NOUNS and t.dep_ not in ("compound", "poss", "pobj", "amod", "nmod")]
    return named[-1] if named else None


def _verb(behind: Span) -> Token | None:
    """Return the verb that stands right behind the mark, after its auxiliaries and adverbs."""
    last: Token | None = None
    for t in behind[1:]:
        if t.pos_ == "ADV" or t.dep_ == "neg":
            continue
        if t.tag_ in FINITE or (last is None and t.tag_ == "VBN") or (last is not None and t.tag_[:2] == "VB"):
            last = t
            if t.pos_ == "AUX":
                continue
        break
    if last is None or (last.tag_ == "VBN" and last.i + 1 < len(behind.doc) and last.nbor(1).lower_ == "by"):
        return None
    return last


def _is_bare(verb: Token, ending: int) -> bool:
    """True for a verb without a subject of its own behind the aside."""
    return not any(k.dep_ in ("nsubj", "nsubjpass") and k.i > ending for k in verb.children)


def _laid(doc: Doc, asides: Sequence[Aside]) -> Doc:
    layers: Any = doc.to_array([HEAD, DEP])  # its stub knows no unsigned integers
    heads = [t.head.i for t in doc]
    deps = [t.dep_ for t in doc]
    for aside in asides:
        _rehang(heads, deps, aside, doc)
    for i, head in enumerate(heads):
        layers[i, 0] = (head - i) % 2**64
        layers[i, 1] = doc.vocab.strings.add(deps[i])
    return doc.from_array([HEAD, DEP], layers)


def _rehang(heads: list[int], deps: list[str], aside: Aside, doc: Doc) -> None:
    sent = doc[aside.tells].sent
    tells, verb = aside.tells, aside.verb
    above = heads[tells] if sent.start <= heads[tells] <= sent.end and heads[tells] not in (tells, verb) else None
    inside = range(aside.first, aside.last + 1)
    # In a sentence that goes on ("..., Poland claimed") the verb stays where it is.
    placed = verb in _governors(tells, heads) and heads[verb] not in inside
    for i in range(sent.start, sent.end):
        if i in inside and i != tells and heads[i] not in inside:
            heads[i] = tells
        elif i not in inside and i != verb and heads[i] in inside:
            heads[i] = verb
    if heads[verb] != verb and not placed:
        heads[verb], deps[verb] = (verb, "ROOT") if above is None else (above, deps[tells])
    heads[tells], deps[tells] = verb, "parataxis"
    heads[aside.teller], deps[aside.teller] = tells, "nsubj"
    passive = any(heads[i] == verb and deps[i] == "auxpass" for i in range(sent.start, sent.end))
    heads[aside.subject], deps[aside.subject] = verb, "nsubjpass" if passive else "nsubj"
    if verb in _governors(verb, heads):  # whatever hung below the aside may have been above the verb
        heads[verb], deps[verb] = verb, "ROOT"


def _governors(i: int, heads: Sequence[int]) -> Iterator[int]:
    """Yield what stands above a word, from the nearest to the root; of a circle, each once."""
    passed = {i} if heads[i] == i else set[int]()
    while heads[i] not in passed:
        i = heads[i]
        passed.add(i)
        yield i
