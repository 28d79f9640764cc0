"""In which office a known person is named: as the text says, where the article's day does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.lexicon.actors import Tenure, pieces
from kg.lexicon.word_classes import lists
from kg.link.epithets import epithets
from kg.link.index import private
from kg.link.reading import Reading
from kg.model import Actor

_SPELT = {"defence": "defense"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = re.compile(rf"\b(?:{_MONTH} (\d{{1,2}}), ((?:19|20)\d\d)|(\d{{1,2}}) {_MONTH},? ((?:19|20)\d\d))\b")
_AHEAD = re.compile(r"\b(?:will|until|by|due|expires?|before|next)\b[^.,\n]*$")


def day_of(text: str) -> str | None:
    """Return the ISO date of the first full date in a text that is not one to come, or none.

    >>> day_of("SOUTHWEST ASIA, Nov. 14, 2016 - It was said."), day_of("It lasts until 5 May 2021.")
    ('2016-11-14', None)
    """
    for found in _DATE.finditer(text):
        if not _AHEAD.search(text, max(0, found.start() - 80), found.start()):
            month, day, year = found.group(1, 2, 3) if found.group(1) else found.group(5, 4, 6)
            return f"{year}-{_MONTHS.index(month[:3].lower()) + 1:02}-{int(day):02}"
    return None


def offices(r: Reading) -> None:
    """Let the text say in which office its known persons act, where the article's date does not.

    "Secretary of State Hillary Clinton", "NATO Secretary General Jens Stoltenberg", "former President Bill Clinton":
    so they are wherever they are named without a title.
    """
    known = [(root, person) for root, person in sorted(r.persons.items()) if person.actor and person.full < 0]
    own: dict[int, Actor] = {}
    for root, person in known:
        actor = person.actor
        if actor and (r.published is None or actor.kind == "person"):
            tenures = r.index.gazetteer.tenures.get(actor.id, ())
            beside = (range(r.words.left_edge(root), person.start), *epithets(r, root, person))
            said = next((s for e in beside if (s := _as_called(r, actor, tenures, e))), None)
            if said is None and r.day and (held := [t for t in tenures if t.covers(r.day)]):
                said = holding(actor, max(held, key=lambda t: (t.code == t.country, t.start)))
            elif said:
                r.known_as.setdefault(actor.id, said)
            if said:
                own[root] = said
    for root, person in r.persons.items():
        if person.actor and (now := own.get(root) or r.known_as.get(person.actor.id)):
            r.persons[root] = replace(person, actor=now)


def holding(actor: Actor, tenure: Tenure) -> Actor:
    """Return an actor as the holder of an office."""
    return replace(actor, kind=tenure.kind, code=tenure.code, country=tenure.country)


def _as_called(r: Reading, actor: Actor, tenures: Sequence[Tenure], said: range) -> Actor | None:
    """Return a known person in the office that the words of a stretch name, the fullest and latest; or none."""
    words = {_spelt(piece) for i in said for piece in pieces(r.words.text[i])}
    named = [(len(office), t.start, t) for t in tenures if (office := _office(t.office, t.code)) <= words]
    if not named:
        return None
    tenure = max(named, key=lambda found: found[:2])[2]
    if words & (r.lists["former"] - {"then"}):
        return private(actor, tenures) if tenure.code == actor.code == actor.country else actor
    return holding(actor, tenure)


def _office(office: str, code: str) -> frozenset[str]:
    """Return the words that name an office; of whom it is, a text that speaks of NATO need not say."""
    title = office.removesuffix(f" of {code}")
    return frozenset(_spelt(p) for p in pieces(title) if p not in lists()["of_office"])


def _spelt(piece: str) -> str:
    return _SPELT.get(piece, piece)
