"""The words beside a person's name that say who it is: titles and appositions."""

from __future__ import annotations

from collections.abc import Iterator

from kg.link.kinds import kind_of
from kg.link.reading import Person, Reading
from kg.link.words import NOUNS

_LONGEST = 14  # words of an apposition


def epithets(r: Reading, root: int, person: Person) -> Iterator[range]:
    """Yield the stretches that say what a person is: before the name, behind its comma, what it is apposed to."""
    words, before = r.words, range(r.words.left_edge(root), person.start)
    if any(kind_of(r, j) for j in before):
        yield before
    comma = person.end
    if comma + 1 < len(words) and words.text[comma] == "," and words.sent[comma] == words.sent[root]:
        end = comma + 1
        while end < len(words) and words.sent[end] == words.sent[root] and not _stops(r, end):
            end += 1
        if end - comma <= _LONGEST and any(kind_of(r, j) for j in range(comma + 1, end)):
            yield range(comma + 1, end)
    if words.dep[root] == "appos" and kind_of(r, words.head[root]):
        yield range(words.left_edge(words.head[root]), words.head[root] + 1)


def title_edge(r: Reading, person: Person) -> int:
    """Return the first token of the title before a person's name, however the parser has attached it."""
    words = r.words
    edge = min(words.left_edge(j) for j in range(person.start, person.end))
    if edge == person.start:
        j = person.start - 1
        if j < 0 or words.sent[j] != words.sent[person.start] or kind_of(r, j) is None or words.tag[j] not in NOUNS:
            return edge
        edge = words.left_edge(j)
    while edge > 0 and words.sent[edge - 1] == words.sent[person.start] and _is_demonym(r, edge - 1):
        edge -= 1
    return edge


def _is_demonym(r: Reading, i: int) -> bool:
    found = r.names.get(i)
    return found is not None and any(name.sense == "demonym" for name in found.names)


def _stops(r: Reading, i: int) -> bool:
    tag = r.words.tag[i]
    return r.words.text[i] in (",", ";", ":", ".", "(") or tag in ("VBD", "VBZ", "VBP", "MD", "WP", "``", "''")
