"""What can be wrong with decisions: each by itself, and with what the others say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kg.lexicon.actors import Gazetteer, pieces
from kg.lexicon.decisions.decision import ACTS_FOR, KINDS, NOT_SAME, SAME, Decision
from kg.lexicon.decisions.ids import STRANGER, is_id

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def faults(found: Sequence[Decision], known: Gazetteer) -> Iterator[str]:
    """Yield what is wrong with these decisions, by themselves and with each other: ``decisions.tsv:3: ...``."""
    codes = {actor.code for actor in known.actors.values()}
    numbers: dict[int, Decision] = {}
    for d in found:
        yield from (f"{d.place}: {reason}" for reason in _wrong(d, known, codes))
        if (first := numbers.setdefault(d.number, d)) is not d:
            yield f"{d.place}: number {d.number} stands already in {first.place}"
    yield from (f"{later.place}: {reason}" for later, reason in _contradictions(found))


def _wrong(d: Decision, known: Gazetteer, codes: set[str]) -> Iterator[str]:
    """Yield what is wrong with a decision by itself."""
    if d.decision not in KINDS:
        yield f"decision {d.decision!r}; expected one of {' '.join(KINDS)}"
        return
    if not pieces(d.actor):
        yield "actor is empty"
    if len(d.date) != 10 or not _is_date(d.date):
        yield f"date {d.date!r} is no date (YYYY-MM-DD)"
    if d.decision == ACTS_FOR:
        yield from _wrong_period(d)
        if d.other not in codes:
            yield f"no actor has the code {d.other!r}"
        yield from _wrong_words(d, known)
        return
    if d.start or d.end:
        yield f"{d.decision} takes no dates"
    if not is_id(d.other, known):
        yield f"{d.other!r} is no actor's id; kg actors search finds ids"


def _wrong_words(d: Decision, known: Gazetteer) -> Iterator[str]:
    """Words may name somebody whom nobody knows, in full."""
    if is_id(d.actor, known):
        return
    owners = dict.fromkeys(name.actor.id for name in known.names.get(pieces(d.actor), ()))
    if owners:
        yield f"{d.actor!r} is a name of {' and '.join(owners)}: give the id"
    elif len(pieces(d.actor)) < 2:
        yield f"{d.actor!r} is no actor's id, and one word is no full name"


def _wrong_period(d: Decision) -> Iterator[str]:
    for column, value in (("from", d.start), ("to", d.end)):
        if value and not _is_date(value):
            yield f"{column} {value} is no date (YYYY, YYYY-MM or YYYY-MM-DD)"
    length = min(len(d.start), len(d.end))
    if length and d.end[:length] < d.start[:length]:
        yield f"ends ({d.end}) before it begins ({d.start})"


def _is_date(text: str) -> bool:
    """Return whether it is a day, month or year that there is."""
    try:
        date.fromisoformat(text + "0000-01-01"[len(text) :])
    except ValueError:
        return False
    return _DATE.fullmatch(text) is not None


def _contradictions(found: Sequence[Decision]) -> Iterator[tuple[Decision, str]]:
    """Yield (the later decision, what it contradicts): only decisions with the same reach can contradict."""
    for reach in dict.fromkeys(d.article for d in found):
        within = [d for d in found if d.article == reach]
        yield from _same_and_not(within)
        yield from _two_masters([d for d in within if d.decision == ACTS_FOR])


def _same_and_not(found: Sequence[Decision]) -> Iterator[tuple[Decision, str]]:
    """Read the decisions in order: each must be new, and agree with what those before it give."""
    same: dict[str, Decision] = {}
    apart: list[Decision] = []
    for d in found:
        one, other = _mark(d.actor), _mark(d.other)
        if d.decision == NOT_SAME:
            if _root(one, same) == _root(other, same):
                yield d, f"{d.actor} is {d.other} by {_chain(one, same) or _chain(other, same)}"
            apart.append(d)
        elif d.decision == SAME and _root(one, same) == _root(other, same):
            before = _chain(one, same) or _chain(other, same)
            yield d, f"{d.actor} is {d.other} already" + (f" by {before}" if before else "")
        elif d.decision == SAME and one in same:
            yield d, f"{d.actor} is already {same[one].other} by {same[one].place}"
        elif d.decision == SAME:
            same[one] = d
            for other_d in apart:
                if _root(_mark(other_d.actor), same) == _root(_mark(other_d.other), same):
                    yield d, f"contradicts {other_d.place}: {other_d}"


def _mark(text: str) -> str:
    """Return what two spellings of the same words have in common; ids keep their capitals and signs."""
    return text if STRANGER.fullmatch(text) or "/" in text else " ".join(pieces(text)) or text


def _root(mark: str, same: Mapping[str, Decision]) -> str:
    while mark in same:
        mark = _mark(same[mark].other)
    return mark


def _chain(mark: str, same: Mapping[str, Decision]) -> str:
    places = []
    while mark in same:
        places.append(same[mark].place)
        mark = _mark(same[mark].other)
    return " and ".join(places)


def _two_masters(found: Sequence[Decision]) -> Iterator[tuple[Decision, str]]:
    for i, later in enumerate(found):
        for first in found[:i]:
            if _mark(first.actor) == _mark(later.actor) and _overlap(first, later):
                what = "says the same as" if first.other == later.other else f"contradicts (acts for {first.other})"
                yield later, f"{what} {first.place}: their times overlap"


def _overlap(one: Decision, other: Decision) -> bool:
    def before(a: Decision, b: Decision) -> bool:
        length = min(len(a.end), len(b.start))
        return bool(length) and a.end[:length] < b.start[:length]

    return not before(one, other) and not before(other, one)


def doubtful(d: Decision, known: Gazetteer) -> str | None:
    """Return what is odd about a decision that is not wrong: two who are known apart become one."""
    two = [known.actors[each] for each in (d.actor, d.other) if each in known.actors]
    if d.decision != SAME or len(two) < 2 or two[0].code == two[1].code:
        return None
    one, other = two
    return (
        f"the seeds know {one.id} ({one.name}) and {other.id} ({other.name}) apart, and now the one counts as the other"
    )
