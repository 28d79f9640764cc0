"""Nodes for those whom a text names and nobody knows: one for each name in an article, else one for each place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.lexicon.keys import Key, pieces
from kg.model import Mention, Statement, content_id
from kg.rdf.namespaces import PREFIXES

_NAMED = frozenset(("unknown", "trap"))  # rules by which the words are a name, not "he" or "officials"


@dataclass(frozen=True, slots=True)
class Nobody:
    """Somebody unknown: the node, its label, and whether these words are another form of its name."""

    node: NamedNode
    label: str
    also: str | None = None


class Unlinked:
    """The unknown of one article: "Pimm" is "Harold Pimm" if nobody else there has that last name."""

    def __init__(self, article: str, statements: Iterable[Statement]) -> None:
        self._article = article
        ends = (end for s in statements for end in (s.source, s.target, s.attributed_to))
        named = [end for end in ends if end is not None and _is_name(end)]
        self._labels: dict[Key, str] = {}
        for mention in sorted(named, key=lambda m: (m.start, m.end)):
            self._labels.setdefault(pieces(mention.text), " ".join(mention.text.split()))
        self._fuller = _fuller(self._labels)

    def of(self, mention: Mention) -> Nobody:
        """Return who an unlinked mention is."""
        if not _is_name(mention):
            place = content_id(self._article, mention.start, mention.end, mention.text)
            return Nobody(NamedNode(PREFIXES["unlinked"] + place), mention.text)
        key = pieces(mention.text)
        key = self._fuller.get(key, key)
        label = self._labels.get(key, mention.text)
        words = " ".join(mention.text.split())
        node = NamedNode(PREFIXES["unlinked"] + content_id("name", self._article, *key))
        return Nobody(node, label, words if words != label else None)


def _is_name(mention: Mention) -> bool:
    return mention.actor is None and mention.rule in _NAMED and bool(pieces(mention.text))


def _fuller(labels: Mapping[Key, str]) -> dict[Key, Key]:
    """Map each single word to the one longer name that ends with it."""
    found: dict[Key, Key] = {}
    for key in labels:
        longer = [other for other in labels if len(other) > 1 and other[-1:] == key]
        if len(longer) == 1:
            found[key] = longer[0]
    return found
