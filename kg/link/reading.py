"""What is known while an article is read: its words, its names, who was mentioned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.link.index import Index
from kg.link.names import Found
from kg.link.words import Entity, Words
from kg.model import Actor, Mention

Mentions = tuple[Mention, ...]


DEEPEST = 40  # phrases: "the army of the minister of the president of ..."


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens ``start`` to ``end`` (exclusive) stand between quotation marks."""

    start: int
    end: int


SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name in the text: tokens ``start`` to ``end`` (exclusive).

    ``actor`` is the seed that it names (as of the article's day), or none; ``full`` is the root
    token of the fuller name that the article gives elsewhere, or -1.
    """

    start: int
    end: int
    actor: Actor | None = None
    full: int = -1
    rule: str = "person"


@dataclass(frozen=True, slots=True)
class Trace:
    """Somebody or something mentioned, as a pronoun later on may mean it."""

    head: int
    sent: int
    mentions: tuple[Mention, ...]
    roles: frozenset[str]
    plural: bool
    human: bool
    gender: str = ""
    joint: bool = False  # conjoined phrases taken together
    actors: tuple[Actor, ...] = ()


@dataclass(slots=True)
class Reading:
    """The state of reading one article. ``at`` holds what is settled, by head token.

    ``read`` reads the phrase headed by a token; ask `resolve`, which does so once.

    ``published`` is the article's date, ``day`` the day that an undated text gives for itself (both ISO 8601, or
    none); ``known_as`` are the persons of whom the text says in which office they act.

    ``firsts`` is the first of the phrases with which a token's is coordinated, ``depth`` how many are being read.

    ``human`` and ``cities`` are the tokens of spaCy's persons and places.
    """

    words: Words
    index: Index
    lists: Mapping[str, frozenset[str]]
    published: str | None = None
    day: str | None = None
    publisher: str | None = None
    coref: bool = True
    human: frozenset[int] = frozenset()
    cities: frozenset[int] = frozenset()
    entities: Mapping[int, Entity] = field(default_factory=dict)
    names: dict[int, Found] = field(default_factory=dict)
    persons: dict[int, Person] = field(default_factory=dict)
    inside: dict[int, int] = field(default_factory=dict)
    acronyms: dict[int, int] = field(default_factory=dict)
    at: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    quotations: tuple[Quotation, ...] = ()
    aside: list[Mention] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)
    known_as: dict[str, Actor] = field(default_factory=dict)
    traces: list[Trace] = field(default_factory=list)
    firsts: dict[int, int] = field(default_factory=dict)
    depth: int = 0
    read: Callable[[Reading, int], tuple[Mention, ...]] = lambda _r, _i: ()

    def resolve(self, i: int) -> tuple[Mention, ...]:
        """Return the actors for which the phrase headed by token ``i`` stands, settled once."""
        settled = self.at.get(i)
        if settled is not None:
            return settled
        self.at[i] = ()  # a phrase that leads back to itself names nobody, nor does one that leads on without end
        if self.depth < DEEPEST:
            self.depth += 1
            self.at[i] = self.read(self, i)
            self.depth -= 1
        return self.at[i]

    def mention(self, start: int, end: int, actor: Actor | None, rule: str) -> Mention:
        """Return a mention of the tokens ``start`` to ``end`` (exclusive)."""
        left, right = self.words.char[start], self.words.end(end - 1)
        return Mention(left, right, self.words.whole[left:right], actor, rule)

    def span(self, left: int, right: int, actor: Actor | None, rule: str) -> Mention:
        """Return a mention of the characters ``left`` to ``right``."""
        return Mention(left, right, self.words.whole[left:right], actor, rule)

    def phrase(self, i: int, actors: Sequence[Actor | None], rule: str) -> tuple[Mention, ...]:
        """Return mentions of the noun phrase that ends at its head ``i``, one for each actor."""
        words, start = self.words, self.words.left_edge(i)
        while start < i and (words.dep[start] in ("punct", "cc", "prep", "advmod") or not words.text[start].strip()):
            start += 1
        return tuple(self.mention(start, i + 1, actor, rule) for actor in dict.fromkeys(actors))

    def again(self, i: int, mentions: Sequence[Mention], rule: str) -> tuple[Mention, ...]:
        """Return what token ``i`` alone means, if it means the actors of these mentions."""
        actors = dict.fromkeys(m.actor for m in mentions if m.actor is not None)
        return tuple(self.mention(i, i + 1, actor, rule) for actor in actors)

    def has(self, i: int, name: str) -> bool:
        """Return whether the lemma (or the word) of token ``i`` is in a word class."""
        return self.words.lemma[i] in self.lists[name] or self.words.lower[i] in self.lists[name]
