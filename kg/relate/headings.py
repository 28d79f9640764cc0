"""Whose word a line is: "*Kyiv*: Russia shelled it", "Russia shelled it - *Kyiv*", "Iran '*attacks*' Israel".

A label with a colon tells the same wherever it stands: live blogs and briefs begin each paragraph with one.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from kg.lexicon.marks import DASHES, QUOTES
from kg.relate.tree import VERBAL, Tree

LONGEST = 24  # tokens
SPEAKER_WORDS = 4
STOPS = frozenset({".", "!", "?"})


@dataclass(frozen=True, slots=True)
class Heading:
    """What is told under a label or a heading, with the head of the phrase that says whose word it is, if one does."""

    said: range = range(0)
    speaker: int | None = None
    quoted: frozenset[int] = frozenset()
    """Verbs in quotation marks of their own: a heading leaves what they tell to others."""


def labelled(tree: Tree, labels: Container[str] = ()) -> Iterator[Heading]:
    """Yield what stands behind each label with a colon that begins a line or a sentence.

    A label speaks for its line if that is short, else for its sentence. ``labels`` are words that say of which kind
    it is: "*FALSE*: Russia shelled Odesa".

    >>> words = "Kyiv : Russia shelled Odesa".split()
    >>> rows = zip(words, words, ["PROPN", "PUNCT", "PROPN", "VERB", "PROPN"], words, words, [3] * 5)
    >>> [found.speaker for found in labelled(Tree.of_rows(rows))]
    [0]
    >>> words = "Putin on Mali : Chad shelled Niger".split()
    >>> pos = ["PROPN", "ADP", "PROPN", "PUNCT", "PROPN", "VERB", "PROPN"]
    >>> [found.speaker for found in labelled(Tree.of_rows(zip(words, words, pos, words, words, [5, 0, 1, 5, 5, 5, 5])))]
    [0]
    """
    words = tree.words
    for colon in (i for i, w in enumerate(words) if w == ":"):
        before = (i for i in range(colon - 1, max(-1, colon - SPEAKER_WORDS - 2), -1))
        edge = next((i for i in before if _ends_line(words[i]) or words[i] in STOPS), -1)
        name = range(edge + 1, colon)
        if not name or not _names(name, tree, labels):
            continue
        within = edge >= 0 and words[edge] in STOPS  # a line is sought once, for the label that begins it
        behind = range(colon, len(words))
        end = next((i for i in behind if _ends_line(words[i]) or (within and words[i] in STOPS)), len(words))
        if end - name.start > LONGEST:
            end = next((i for i in range(colon, end) if words[i] in STOPS), end)
        said = range(colon + 1, end)
        if said and not _names(said, tree):
            yield Heading(said, _head(name, tree))


def _ends_line(word: str) -> bool:
    return "\n" in word


def heading(tree: Tree, namesakes: Container[str] = ()) -> Heading:
    """Return the first line of a text as a heading; an empty one if it is too long.

    ``namesakes`` are nouns that a name behind a dash may name, in a line that ends as a sentence does: "sold arms to
    an *ally* - Egypt."

    >>> words = "Russia shelled Odesa -- Kyiv".split()
    >>> pos = ["PROPN", "VERB", "PROPN", "PUNCT", "PROPN"]
    >>> heading(Tree.of_rows(zip(words, words, pos, words, words, [1, 1, 1, 1, 1]))).speaker
    4
    """
    end = next((i for i, w in enumerate(tree.words) if _ends_line(w)), len(tree.words))
    if end > LONGEST:
        return Heading()
    stopped = end
    while end > 1 and tree.words[end - 1] == ".":
        end -= 1
    inside = range(1, end - 1)
    quoted = frozenset(
        i for i in inside if tree.pos[i] in VERBAL and tree.words[i - 1] in QUOTES and tree.words[i + 1] in QUOTES
    )
    marks = DASHES if end < stopped else DASHES | {":"}
    last = next((i for i in reversed(inside) if tree.words[i] in marks and _stands_apart(i, tree)), None)
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
