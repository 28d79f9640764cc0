"""Whose word a heading is: "*Kyiv*: Russia shelled it", "Russia shelled it - *Kyiv*", "Iran '*attacks*' Israel"."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from kg.lexicon.marks import DASHES, QUOTES
from kg.relate.tree import VERBAL, Tree

LONGEST = 24  # tokens
SPEAKER_WORDS = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line of a text, with the head of the phrase that says whose word it is, if one does."""

    said: range = range(0)
    speaker: int | None = None
    quoted: frozenset[int] = frozenset()
    """Verbs in quotation marks of their own: a heading leaves what they tell to others."""


def heading(tree: Tree, labels: Container[str] = (), namesakes: Container[str] = ()) -> Heading:
    """Return the first line of a text as a heading; an empty one if it is too long.

    ``labels`` are words that say of which kind it is: "*FALSE*: Russia shelled Odesa". ``namesakes`` are nouns that
    a name behind a dash may name, in a line that ends as a sentence does: "sold arms to an *ally* - Egypt."

    >>> words = "Kyiv : Russia shelled Odesa".split()
    >>> rows = zip(words, words, ["PROPN", "PUNCT", "PROPN", "VERB", "PROPN"], words, words, [3] * 5)
    >>> heading(Tree.of_rows(rows)).speaker
    0
    >>> words = "Putin on Mali : Chad shelled Niger".split()
    >>> pos = ["PROPN", "ADP", "PROPN", "PUNCT", "PROPN", "VERB", "PROPN"]
    >>> heading(Tree.of_rows(zip(words, words, pos, words, words, [5, 0, 1, 5, 5, 5, 5]))).speaker
    0
    >>> words = "Russia shelled Odesa -- Kyiv".split()
    >>> pos = ["PROPN", "VERB", "PROPN", "PUNCT", "PROPN"]
    >>> heading(Tree.of_rows(zip(words, words, pos, words, words, [1, 1, 1, 1, 1]))).speaker
    4
    """
    end = next((i for i, w in enumerate(tree.words) if "\n" in w), len(tree.words))
    if end > LONGEST:
        return Heading()
    stopped = end
    while end > 1 and tree.words[end - 1] == ".":
        end -= 1
    inside = range(1, end - 1)
    quoted = frozenset(
        i for i in inside if tree.pos[i] in VERBAL and tree.words[i - 1] in QUOTES and tree.words[i + 1] in QUOTES
    )
    colon = next((i for i in inside if tree.words[i] == ":"), None)
    marks = DASHES if end < stopped else DASHES | {":"}
    last = next((i for i in reversed(inside) if tree.words[i] in marks and _stands_apart(i, tree)), None)
    if colon is not None and _names(range(colon), tree, labels) and not _names(range(colon + 1, end), tree):
        return Heading(range(colon + 1, end), _head(range(colon), tree), quoted)
    if last is not None and _names(range(last + 1, end), tree) and not _names(range(last), tree):
        speaker = _head(range(last + 1, end), tree)
        before = {tree.lemma[last - 1], tree.lemma[tree.head[speaker]]}
        named = end < stopped and (any(n in namesakes for n in before) or not _is_clause(range(last), tree))
        if named or _is_its_name(speaker, tree):
            return Heading(quoted=quoted)
        return Heading(range(last), speaker, quoted)
    return Heading(quoted=quoted)


def _is_its_name(i: int, tree: Tree) -> bool:
    """True for *Chad* of "attacked its neighbour - *Chad*": it says who somebody is."""
    noun = tree.head[i]
    known = any(tree.dep[k] == "poss" or tree.words[k].lower() == "the" for k in tree.kids[noun])
    return tree.dep[i] == "appos" and tree.pos[noun] == "NOUN" and known


def _is_clause(tokens: range, tree: Tree) -> bool:
    """True for words with a verb and its subject."""
    return any(tree.dep[i] in ("nsubj", "nsubjpass") and tree.head[i] in tokens for i in tokens)


def _stands_apart(i: int, tree: Tree) -> bool:
    """True for a mark with a blank behind it: no hyphen."""
    return tree.start[i + 1] > tree.start[i] + len(tree.words[i])


def _head(tokens: range, tree: Tree) -> int:
    """Return the last word that is no other's: "*Putin* on Ukraine", "Ukrainian *army*"."""
    return next((i for i in reversed(tokens) if tree.head[i] not in tokens or tree.head[i] == i), tokens[-1])


def _names(tokens: range, tree: Tree, labels: Container[str] = ()) -> bool:
    """True for a few words without a verb, which a dateline ("GENEVA: ...") is not."""
    last = tree.words[tokens[-1]]
    dateline = len(last) > len("NATO") and last.isupper() and last.lower() not in labels
    return len(tokens) <= SPEAKER_WORDS and not dateline and all(tree.pos[i] not in VERBAL for i in tokens)
