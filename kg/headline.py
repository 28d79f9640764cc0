"""Headlines, read as the sentences that they stand for.

A headline leaves out what a sentence has, and the parser, which learnt from sentences, takes its verbs for nouns:
"China, Iraqi Minister Discuss Next Moves", "U.S. presses for truce". The first line of a text is therefore parsed once
more, as "China and Iraqi minister discuss next moves" and "U.S. pushed for truce", and the parse is laid over the words
that are there. Token for token: no offset moves.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from spacy.language import Language
from spacy.symbols import DEP, HEAD, LEMMA, POS, TAG
from spacy.tokens import Doc, Span

from kg.lexicon.actors import Gazetteer, Key, pieces
from kg.lexicon.function_words import function_words
from kg.lexicon.inflections import of_third_person
from kg.lexicon.marks import DASHES, QUOTES
from kg.lexicon.triggers import Triggers

SHORTEST, LONGEST = 3, 24  # tokens
TITLE_SHARE, TITLE_WORDS = 0.7, 4  # of the longer words, so many are written with a capital
NAME_WORDS = 6
STAND_IN = "pushed"  # a verb that is nothing else, takes an object or a preposition, and is known to every tagger
FUNCTION = frozenset({"IN", "TO", "CC", "DT", "PRP", "PRP$", "RP"})
FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})
NOUNS = frozenset({"NNS", "NN", "NNP", "NNPS", "POS", "FW"})
_LAYERS = [TAG, POS, LEMMA, DEP, HEAD]


def known_names(names: Gazetteer) -> frozenset[Key]:
    """Return the keys of all names, places and surnames: what keeps its capital in a headline of capitals."""
    surnames = {key[-1:] for key, found in names.names.items() if any(n.sense == "person" for n in found)}
    return frozenset(names.names) | frozenset(names.places) | surnames


def read(nlp: Language, doc: Doc, known: Container[Key], words: Triggers) -> Doc:
    """Return ``doc`` with its first line parsed as a headline, if it is one that the parser may have misread."""
    line = _first_line(doc)
    if line is None:
        return doc
    texts, tags = [t.text for t in line], [t.tag_ for t in line]
    spelled, verbs = spelled_out(texts, tags, known, words)
    if spelled == texts:
        return doc
    again = Doc(nlp.vocab, words=spelled, spaces=[bool(t.whitespace_) for t in line])
    for _, component in nlp.pipeline:
        again = component(again)
    for i, lemma in verbs.items():
        if again[i].tag_ not in FINITE | {"VBN"}:
            return doc
        again[i].tag_, again[i].pos_, again[i].lemma_ = "VBZ", "VERB", lemma
    return laid_over(doc, line.start, again)


def spelled_out(
    texts: Sequence[str], tags: Sequence[str], known: Container[Key], words: Triggers
) -> tuple[list[str], dict[int, str]]:
    """Return the words as a sentence has them, and the lemmas of the verbs for which `STAND_IN` stands."""
    named = _named(texts, known)
    spelled = list(texts)
    if _is_title(texts):
        small = [tags[i] in FUNCTION or (i not in named and not _is_acronym(w)) for i, w in enumerate(texts)]
        spelled = [w.lower() if i and small[i] else w for i, w in enumerate(texts)]
    if (comma := _joining_comma(texts, named)) is not None:
        spelled[comma] = "and"
    verbs = {}
    if (verb := _verb(spelled, tags, named, words)) is not None:
        i, lemma = verb
        spelled[i], verbs[i] = STAND_IN, lemma
        if texts[i - 1] in QUOTES and texts[i + 1] in QUOTES:  # a single mark would be read as a genitive
            spelled[i - 1] = spelled[i + 1] = '"'
    return spelled, verbs


def _first_line(doc: Doc) -> Span | None:
    end = next((t.i for t in doc if "\n" in t.text), len(doc))
    if not SHORTEST <= end <= LONGEST or any(t.lower_ in function_words().articles for t in doc[:end]):
        return None
    if any(sent[-1].text in DASHES for sent in doc.sents if sent.end < end):
        return None  # "KYIV, Ukraine - Russia fired missiles": the comma of a dateline joins nobody
    whole = end == len(doc) or all(t.head.i < end for t in doc[:end])
    return doc[:end] if whole else None


def _is_title(texts: Sequence[str]) -> bool:
    longer = [w for w in texts[1:] if len(w) > 3 and w[0].isalpha()]
    return len(longer) >= TITLE_WORDS and sum(w[0].isupper() for w in longer) >= TITLE_SHARE * len(longer)


def _is_acronym(word: str) -> bool:
    return (len(word) > 1 and word[1:2].isupper()) or "." in word


def _named(texts: Sequence[str], known: Container[Key]) -> frozenset[int]:
    """Return the tokens of known names, longest names first."""
    found: set[int] = set()
    i = 0
    while i < len(texts):
        ends = range(min(len(texts), i + NAME_WORDS), i, -1)
        end = next((e for e in ends if texts[i][:1].isupper() and _is_name(texts[i:e], known)), i)
        found.update(range(i, end))
        i = max(end, i + 1)
    return frozenset(found)


def _is_name(texts: Sequence[str], known: Container[Key]) -> bool:
    key = pieces(" ".join(texts))
    return bool(key) and key in known


def _joining_comma(texts: Sequence[str], named: Container[int]) -> int | None:
    """Return the comma of "China, Russia veto": the only one, after a name that begins and before another."""
    commas = [i for i, w in enumerate(texts) if w == ","]
    if len(commas) != 1 or not 0 < commas[0] < len(texts) - 2:
        return None
    comma = commas[0]
    return comma if all(i in named for i in range(comma)) and comma + 1 in named else None


def _verb(texts: Sequence[str], tags: Sequence[str], named: Container[int], words: Triggers) -> tuple[int, str] | None:
    """Return the first word that is a verb of the lexicon in a place for a verb, though it was read as a noun."""
    inside = range(1, len(texts) - 1)
    for i in inside:
        if texts[i - 1] in QUOTES and texts[i + 1] in QUOTES and (lemma := _lemma(texts[i], words, bare=True)):
            return i, lemma
    finite = False
    for i in inside:
        finite = finite or tags[i - 1] in FINITE
        if tags[i] not in NOUNS or i in named:
            continue
        joined = finite and texts[i - 1].lower() == "and"
        begins = not finite and _ends_subject(i - 1, tags, named)
        several = i - 1 in named and any(texts[k] == "and" and k - 1 in named for k in range(1, i))
        lemma = _lemma(texts[i], words, bare=several)
        if lemma and (joined or begins) and _opens_rest(i + 1, texts, tags, named, words):
            return i, lemma
    return None


def _ends_subject(i: int, tags: Sequence[str], named: Container[int]) -> bool:
    """Whether a name ends at ``i``, or what it modifies: "Sudan *army*"; a genitive ends no subject."""
    return tags[i] in NOUNS and tags[i] != "POS" and (i in named or i - 1 in named)


def _opens_rest(i: int, texts: Sequence[str], tags: Sequence[str], named: Container[int], words: Triggers) -> bool:
    """Whether what stands at ``i`` can follow a verb: a name, a preposition, or a noun phrase that is not all."""
    if i in named or tags[i] in ("IN", "TO", "RP", "JJ", "CD", "PRP"):
        return True
    noun = i + 1 < len(texts)
    if tags[i] == "VBG":
        return noun and tags[i + 1] in NOUNS
    return noun and (tags[i] in NOUNS or not _lemma(texts[i], words, bare=True))


def _lemma(text: str, words: Triggers, bare: bool) -> str | None:
    """Return the verb of which ``text`` is the third person (``bare``: or the bare form)."""
    word = text.lower()
    forms = (*([word] if bare else []), *of_third_person(word))
    return next((form for form in forms if words.of("v", form)), None)


def laid_over(doc: Doc, start: int, part: Doc) -> Doc:
    """Return ``doc`` with the parse of ``part`` over its tokens from ``start`` on."""
    layers: Any = doc.to_array(_LAYERS)  # its stub knows no unsigned integers
    layers[start : start + len(part)] = part.to_array(_LAYERS)
    outside = [e for e in doc.ents if e.start >= start + len(part) or e.end <= start]
    inside = [Span(doc, start + e.start, start + e.end, label=e.label_) for e in part.ents]
    doc.from_array(_LAYERS, layers)
    doc.set_ents([*outside, *inside])
    return doc
