"""Parses written by hand, so that a rule of grammar is tested without a model.

One token a word: ``text/lemma/POS/TAG/dep/head``; the lemma may be left out when it is the text in
lower case, and the POS when it follows from the tag.
"""

from __future__ import annotations

from kg.relate.tree import Tree

POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON",
    "WDT": "PRON", "JJ": "ADJ", "IN": "ADP", "TO": "PART", "DT": "DET", "MD": "AUX", "RP": "ADP", "CC": "CCONJ",
    "RB": "ADV", ",": "PUNCT", ".": "PUNCT", "POS": "PART", "HYPH": "PUNCT", "CD": "NUM",
}  # fmt: skip


def tree(text: str) -> Tree:
    """Build a Tree from words written ``form|lemma/TAG/dep/head``."""
    return Tree.of_rows(_row(word) for word in text.split())


def _row(word: str) -> tuple[str, str, str, str, str, int]:
    form, tag, dep, head = word.rsplit("/", 3)
    form, _, lemma = form.partition("|")
    pos = POS.get(tag) or ("AUX" if dep in ("aux", "auxpass") else "VERB")
    return form, lemma or form.lower(), pos, tag, dep, int(head)
