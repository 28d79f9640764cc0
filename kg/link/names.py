"""Names in the text: the longest match over token boundaries, and what may be meant by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.lexicon.actors import Condition, Key, Name, pieces
from kg.lexicon.word_classes import lists
from kg.link.index import Index
from kg.link.words import PROPER, Words

_JOINT = frozenset(("-", "–", "‑", "'", "’", "‘", ".", "&", "/", "·", "`"))
_BREAK = ("\x00",)


@dataclass(frozen=True, slots=True)
class Found:
    """A name in the text: tokens ``start`` to ``end`` (exclusive), characters ``left`` to ``right``.

    ``names`` are its possible actors, best first; ``place`` is the country of a scene; ``trap``
    says what it is instead of an actor.
    """

    start: int
    end: int
    left: int
    right: int
    names: tuple[Name, ...] = ()
    place: str | None = None
    trap: str | None = None


@lru_cache(maxsize=1 << 15)
def _key(word: str) -> Key:
    found = pieces(word)
    if found:
        return found
    return () if word in _JOINT or not word.strip(" \t\u00a0") else _BREAK


@dataclass(frozen=True)
class Stream:
    """The pieces of a text, and the token of each."""

    keys: list[str]
    owners: list[int]

    @cached_property
    def all(self) -> frozenset[str]:
        """The pieces that there are."""
        return frozenset(self.keys)


def stream(words: Words) -> Stream:
    """Return the pieces of the text; signs that stand in no name break names apart."""
    keys: list[str] = []
    owners: list[int] = []
    for i, word in enumerate(words.text):
        for piece in _key(word):
            keys.append(piece)
            owners.append(i)
    return Stream(keys, owners)


def names(words: Words, index: Index) -> Iterator[Found]:
    """Yield every name, place and trap, longest first from the left, never overlapping."""
    text = stream(words)
    keys, lengths, i = text.keys, index.lengths, 0
    total = len(keys)
    while i < total:
        sizes = lengths.get(keys[i])
        found = None
        if sizes is not None:
            for size in sizes:
                if i + size <= total and tuple(keys[i : i + size]) in index.keys:
                    found = _match(words, index, text, i, i + size)
                    if found:
                        i += size
                        yield found
                        break
        if found is None:
            i += 1


def _match(words: Words, index: Index, stream: Stream, i: int, j: int) -> Found | None:
    gazetteer = index.gazetteer
    key, owners = tuple(stream.keys[i:j]), stream.owners
    trap = gazetteer.traps.get(key)
    named = gazetteer.names.get(key, ())
    is_place = key in gazetteer.places
    left, right = _span(words, owners, i, j)
    text = words.whole[left:right]
    start, end = owners[i], owners[j - 1] + 1
    if trap is not None:
        return Found(start, end, left, right, trap=trap) if text[:1].isupper() else None
    fitting = tuple(name for name in named if name.fits(text) and _holds(words, index, stream, i, j, name))
    if fitting and _shouted(words, start, end, text):
        return None
    if fitting:
        return Found(start, end, left, right, names=fitting)
    if is_place and text[:1].isupper() and (not named or not any(n.conditions for n in named)):
        return Found(start, end, left, right, place=gazetteer.places[key])
    return None


def _span(words: Words, owners: list[int], i: int, j: int) -> tuple[int, int]:
    """Return the characters of the pieces ``i`` to ``j``: parts of tokens at either end."""
    first, last = owners[i], owners[j - 1]
    left, right = words.char[first], words.end(last)
    before = next(n for n in range(i, -1, -1) if n == 0 or owners[n - 1] != first)
    if before < i:
        left += _offset(words.text[first], i - before)
    after = j
    while after < len(owners) and owners[after] == last:
        after += 1
    if after > j:
        begun = next(n for n in range(j - 1, -1, -1) if n == 0 or owners[n - 1] != last)
        right = words.char[last] + _ending(words.text[last], j - begun)
    return left, right


def _offset(word: str, count: int) -> int:
    """Return where piece number ``count`` (from 0) begins in a token such as "U.S.-led"."""
    return next(
        (
            n
            for n in range(len(word))
            if len(pieces(word[:n])) >= count
            and word[n].isalnum()
            and not word[n - 1].isalnum()
            and len(pieces(word[n:])) == len(pieces(word)) - count
        ),
        0,
    )


def _ending(word: str, count: int) -> int:
    return next(
        (
            n
            for n in range(1, len(word) + 1)
            if len(pieces(word[:n])) == count and (n == len(word) or not (word[n].isalnum() or word[n] == "."))
        ),
        len(word),
    )


def _shouted(words: Words, start: int, end: int, text: str) -> bool:
    """Whether an acronym that is an ordinary word stands in capitals among capitals."""
    bare = text.replace(".", "")
    if end - start > 1 or len(bare) > 3 or not bare.isupper() or "." in text:
        return False
    around = [
        words.text[n]
        for n in (start - 2, start - 1, end, end + 1)
        if 0 <= n < len(words) and words.sent[n] == words.sent[start]
    ]
    long = [word for word in around if word.isalpha() and len(word) > 3]
    return bare.lower() in lists()["ordinary"] and bool(long) and all(word.isupper() for word in long)


def _holds(words: Words, index: Index, stream: Stream, i: int, j: int, name: Name) -> bool:
    return all(_condition(words, index, stream, i, j, condition) for condition in name.conditions)


def _condition(words: Words, index: Index, stream: Stream, i: int, j: int, condition: Condition) -> bool:
    keys, owners = stream.keys, stream.owners
    if condition.rule == "exact":
        return True  # Name.fits has compared the capitals
    if condition.rule == "alone":
        return _alone(words, index, owners[i], owners[j - 1] + 1)
    if condition.rule == "bare":
        return not _is_articled(words, owners[i], owners[j - 1] + 1)
    if condition.rule == "after":
        return any(tuple(keys[max(0, i - len(word)) : i]) == word for word in condition.words)
    if condition.rule in ("nowhere", "amid"):
        hit = any(stream.all.issuperset(word) for word in condition.words)
        return hit == (condition.rule == "amid")
    if condition.rule in ("unless", "if"):
        near = _nearby(words, keys, owners, i)
        hit = any(_within(word, near) for word in condition.words)
        return hit == (condition.rule == "if")
    raise ValueError(f"unknown condition {condition.rule!r}")


def _is_articled(words: Words, start: int, end: int) -> bool:
    """Whether an article stands before a name that heads its phrase: "the Niger" is a river."""
    if start == 0 or words.lower[start - 1] != "the":
        return False
    return words.dep[words.root(start, end)] not in ("compound", "nmod", "amod", "poss")


def _nearby(words: Words, keys: list[str], owners: list[int], i: int) -> list[str]:
    """Return the pieces of the sentence of piece ``i``."""
    number = words.sent[owners[i]]
    first = last = i
    while first > 0 and words.sent[owners[first - 1]] == number:
        first -= 1
    while last < len(keys) and words.sent[owners[last]] == number:
        last += 1
    return keys[first:last]


def _within(word: Key, near: list[str]) -> bool:
    size = len(word)
    if size == 1:
        return word[0] in near
    return any(tuple(near[n : n + size]) == word for n in range(len(near) - size + 1))


def _alone(words: Words, index: Index, start: int, end: int) -> bool:
    """Whether no other capitalised word of a name stands beside the name ("Michael Jordan")."""
    beside = []
    if start > 0 and words.sent[start - 1] == words.sent[start]:
        beside.append(start - 1)
    if end < len(words) and words.sent[end] == words.sent[start]:
        beside.append(end)
    return not any(_is_name_part(words, index, n) for n in beside)


def _is_name_part(words: Words, index: Index, i: int) -> bool:
    """Whether a word may belong to a longer name: a title or a known name does not."""
    lower = words.lower[i]
    return (
        words.tag[i] in PROPER
        and words.text[i][:1].isupper()
        and lower not in lists()["beside_name"]
        and lower not in index.lemmas
        and pieces(lower) not in index.gazetteer.names
    )
