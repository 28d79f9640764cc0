"""Who is meant, on annotated articles: are the source and the target of a statement among the sentence's actors?

A folder holds one JSON file an article: ``id``, ``text``, ``date`` (ISO or null), ``sentences`` (``i``, ``start``,
``text``) and ``statements`` (``sentence``, ``source``, ``target``, ``certain``, ``disputed``: fields on which the
annotators differed). Only certain statements and undisputed sides count. An actor is the sentence's if a mention of it
begins there, or if the sentence stands in its quotation (``Links.speaker``).

Codes agree as they do for the statements of these articles: a state with whoever acts for it or belongs to it
(``USA:TRUMP`` with ``USA``), another by its code or one of its names.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import parse
from kg.lexicon.actors import Gazetteer, pieces
from kg.link import Links, link
from kg.model import Actor, Mention

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SIDES = ("source", "target")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One side of one annotated statement: ``code`` must be among the actors of ``sentence``."""

    article: str
    sentence: int
    side: str
    code: str
    words: str
    relation: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A side that was looked for, and the mentions that its sentence has."""

    wanted: Wanted
    hit: bool
    mentions: tuple[Mention, ...]


def measure(folder: Path, nlp: Language, names: Gazetteer, coref: bool = True) -> list[Found]:
    """Link every article of ``folder`` and look for the sides of its statements; ValueError if there is none."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise ValueError(f"{folder}: no annotated article (*.json)")
    return [found for file in files for found in _article(file, nlp, names, coref)]


def _article(file: Path, nlp: Language, names: Gazetteer, coref: bool) -> Iterator[Found]:
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        wanted = list(_wanted(record))
        starts, text, day = [s["start"] for s in record["sentences"]], record["text"], record.get("date")
        published = date.fromisoformat(day) if day else None
    except (ValueError, KeyError, TypeError) as bad:
        raise ValueError(f"{file.name}: no annotated article: {bad!r}") from None
    (doc,) = parse.docs(nlp, [text])
    spoken = by_sentence(link(doc, names, published, coref), doc, starts)
    for one in wanted:
        mentions = spoken.get(one.sentence, ())
        yield Found(one, any(agrees(one.code, m.actor, names) for m in mentions if m.actor), mentions)


def _wanted(record: Mapping[str, Any]) -> Iterator[Wanted]:
    texts = {s["i"]: s["text"] for s in record["sentences"]}
    for s in record["statements"]:
        for side in SIDES if s.get("certain", True) else ():
            if s[side] is not None and side not in s.get("disputed", ()):
                at, words = s["sentence"], s.get(f"{side}_text") or ""
                yield Wanted(record["id"], at, side, s[side], words, s["relation"], texts[at])


def by_sentence(links: Links, doc: Doc, starts: list[int]) -> dict[int, tuple[Mention, ...]]:
    """Return the mentions of each sentence (by the offsets at which sentences start), and who speaks in it."""
    found: dict[int, dict[Mention, None]] = {}
    for mention in links.mentions:
        found.setdefault(bisect_right(starts, mention.start + 1) - 1, {})[mention] = None
    for token in doc:
        for mention in links.speaker(token.i):
            found.setdefault(bisect_right(starts, token.idx + 1) - 1, {})[mention] = None
    return {at: tuple(mentions) for at, mentions in found.items()}


def agrees(code: str, actor: Actor, names: Gazetteer) -> bool:
    """Return whether an annotated code means this actor."""
    given = {code, *code.split(":")[:1]}
    if given & {actor.code, actor.country, actor.code.split(":")[0]}:
        return True
    plain = pieces(code.rpartition(":")[2].replace("-", " "))
    own = {pieces(name) for name in (actor.name, actor.code, *actor.aliases)}
    named = {name.actor.code for name in names.names.get(plain, ())}
    return plain in own or actor.code in named


def shares(found: Iterable[Found]) -> dict[str, tuple[int, int]]:
    """Return for each side how many were there, of how many."""
    out = dict.fromkeys(SIDES, (0, 0))
    for one in found:
        hits, total = out[one.wanted.side]
        out[one.wanted.side] = (hits + one.hit, total + 1)
    return out


def report(with_coreference: list[Found], without: list[Found], misses: bool = True) -> None:
    """Print the shares with and without coreference, and every side that was missed with."""
    for label, found in (("", with_coreference), (", without coreference", without)):
        for side, (hits, total) in shares(found).items():
            print(f"{side} among the sentence's actors{label}: {hits / max(total, 1):.3f} ({hits} of {total})")
    for one in with_coreference if misses else ():
        if not one.hit:
            w = one.wanted
            there = ", ".join(dict.fromkeys(f"{m.text} = {m.actor.code} ({m.rule})" for m in one.mentions if m.actor))
            print(f"\n{w.article} {w.sentence}: no {w.side} {w.code} {w.words!r} of {w.relation}; {there or 'nobody'}")
            print(f"    {w.text.strip()}")
