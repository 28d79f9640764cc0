"""What the parser need not see, taken out of its way: offsets still refer to the article's text.

That are the lines around a report (`kg.furniture`), and characters that only a printer needs. A soft hyphen or a
zero-width space within a word, a space that must not break, a ligature: each would make another word of a word that
is known. `cleaned` gives the text without them, `restored` puts statements back onto the text with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.model import Article, Mention, Span, Statement

_ODD = re.compile("[\u00a0\u00ad\u2000-\u200b\u202f\u205f\u2060\u3000\ufb00-\ufb04\ufeff]")
_INK = re.compile(r"\S")
_READ_AS = {
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict(zip("\ufb00\ufb01\ufb02\ufb03\ufb04", ("ff", "fi", "fl", "ffi", "ffl"), strict=True)),
}


@dataclass(frozen=True, slots=True)
class Clean:
    """A text as it is parsed, and where each of its characters stands in the article's text."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the clean text begins and ends in the article's."""
        return self.origin[start], self.origin[end - 1] + 1


def cleaned(text: str, left_out: Iterable[tuple[int, int]] = ()) -> Clean | None:
    """Return the text as it is to be parsed, or none if it is that already.

    ``left_out``: start and end of lines that are not parsed, in text order. Their ends stay, so that no sentence goes
    on behind one; at the head of a text nothing is left of them.

    >>> clean = cleaned("The\u00a0govern\u00adment")
    >>> clean.text, clean.span(4, 14)
    ('The government', (4, 15))
    >>> cleaned("By Ann Example\\n\\nIran denied it.", [(0, 14)]).text
    'Iran denied it.'
    """
    out = list(left_out)
    if not out and not _ODD.search(text):
        return None
    pieces: list[str] = []
    origin: list[int] = []
    for at, end in _kept(text, out):
        for match in _ODD.finditer(text, at, end):
            read_as = _READ_AS.get(match[0], match[0])
            pieces += [text[at : match.start()], read_as]
            origin += [*range(at, match.start()), *[match.start()] * len(read_as)]
            at = match.end()
        pieces.append(text[at:end])
        origin += range(at, end)
    return Clean("".join(pieces), tuple(origin))


def _kept(text: str, out: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return start and end of what stays of a text."""
    kept: list[tuple[int, int]] = []
    at = 0
    for start, end in out:
        if kept or _INK.search(text, at, start):
            kept.append((at, start))
            at = end
        else:
            first = _INK.search(text, end)
            at = first.start() if first else len(text)
    return [*kept, (at, len(text))]


def restored(statements: Sequence[Statement], clean: Clean, article: Article) -> list[Statement]:
    """Return statements of the clean text as statements of the article's own text."""
    moved = [
        replace(
            s,
            sentence=span_in(article, s.sentence, clean),
            trigger=span_in(article, s.trigger, clean),
            source=mention_in(article, s.source, clean),
            target=mention_in(article, s.target, clean) if s.target else None,
            attributed_to=mention_in(article, s.attributed_to, clean) if s.attributed_to else None,
        )
        for s in statements
    ]
    ids = {old.id: new.id for old, new in zip(statements, moved, strict=True)}
    return [replace(s, content=ids[s.content]) if s.content else s for s in moved]


def span_in(article: Article, old: Span, clean: Clean) -> Span:
    """Return a span of the clean text as one of the article's own."""
    start, end = clean.span(old.start, old.end)
    return Span(start, end, article.text[start:end])


def mention_in(article: Article, old: Mention, clean: Clean) -> Mention:
    """Return a mention in the clean text as one in the article's own."""
    start, end = clean.span(old.start, old.end)
    return replace(old, start=start, end=end, text=article.text[start:end])
