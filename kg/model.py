"""The values that travel along the line: frozen, hashable, free of any library.

Every offset is a character offset into ``Article.text``; spans are half-open
(``text[start:end]``). Ids are content hashes: the same input gives the same ids on any
machine and in any order.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Modality(StrEnum):
    """Whether the text presents an act as done, planned, merely possible, or not done."""

    ACTUAL = "actual"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


CONTEXT = "+context"
"""What a rule ends with that took the target from the context: no word of the clause says at whom the act is aimed."""


def content_id(*parts: object) -> str:
    """Return 20 hex digits (80 bits of SHA-256) that depend on the parts and their order.

    >>> content_id("a", 1, None)
    'f00f5a1dc95737f1882c'
    >>> content_id("a", 1, None) == content_id("a1", None)
    False
    """
    joined = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch ``text[start:end]`` of an article, with its words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Made:
    """How a text was made from a raw file: its bare name, media type and SHA-256, and the software with its version."""

    name: str
    media: str
    digest: str
    by: str


@dataclass(frozen=True, slots=True)
class Article:
    """One news article. ``text`` never changes after reading; every offset refers to it.

    ``id`` stays the same when the text is corrected, if the article came with an id or a
    url of its own; an article without either is known by its text, and in a graph by its ``file``: where that lies (one
    that holds just this article). ``dated`` says where ``published`` is from: metadata, address, text, or file (when
    that was made: nothing else says a day). ``dateline`` is the place of a dateline, ``credit`` the agency whose report
    the text says it is. ``made`` is none where the text is the file's own, character for character.
    """

    id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: date | None = None
    language: str = "en"
    author: str | None = None
    dated: str | None = None
    dateline: str | None = None
    credit: str | None = None
    made: Made | None = None
    file: str | None = field(default=None, compare=False, repr=False)

    @property
    def is_english(self) -> bool:
        """Whether statements are looked for in it."""
        return self.language.lower().split("-")[0] == "en"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts in world politics: a state, an organ, an organisation, a group, a person.

    ``code`` is ISO 3166-1 alpha-3 for a state and for everything that acts for it, and a
    short name in capitals for others (``NATO``). ``country`` is the alpha-3 code of the
    state that it belongs to or acts for, or none. ``title`` is what the text calls somebody whom
    no seed knows ("Iranian envoy").
    """

    id: str
    name: str
    kind: str
    code: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    iso2: str | None = None
    wikidata: str | None = None
    title: str | None = None

    def __hash__(self) -> int:
        return hash(self.id)  # actors are looked up all the time, and some have a hundred aliases


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the article and the actor it names, or none: unlinked is visible, never guessed.

    ``rule`` says why it is this actor (``name``, ``demonym``, ``title``, ``pronoun`` ...).
    """

    start: int
    end: int
    text: str
    actor: Actor | None
    rule: str


@dataclass(frozen=True, slots=True)
class When:
    """A resolved date (ISO 8601, possibly reduced to month or year) and the phrase it came from."""

    date: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One relation reported by one sentence.

    ``attributed_to`` is the actor whose word this is; none means the article's own voice.
    ``content`` is the id of the statement that is this one's content (what is denied,
    alleged, asked for). ``theme`` is words of the sentence: what it is about. ``confidence``
    is the measured precision of ``rule``.
    """

    article: str
    sentence: Span
    trigger: Span
    relation: str
    source: Mention
    target: Mention | None = None
    mode: str | None = None
    theme: str | None = None
    content: str | None = None
    attributed_to: Mention | None = None
    modality: Modality = Modality.ACTUAL
    when: When | None = None
    rule: str = ""
    confidence: float = 0.0
    id: str = field(init=False)

    def __post_init__(self) -> None:
        ends = [(m.start, m.end, m.actor.id if m.actor else None) if m else None for m in (self.source, self.target)]
        key = content_id(
            self.article,
            self.sentence.start,
            self.sentence.text,
            self.trigger.start,
            self.trigger.end,
            self.relation,
            *ends,
        )
        object.__setattr__(self, "id", key)
