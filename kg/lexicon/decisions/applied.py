"""The gazetteer as the decisions make it: names that are given and taken, new offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from kg.lexicon.actors import Gazetteer, Name, Tenure, pieces
from kg.lexicon.decisions.decision import ACTS_FOR, NOT_SAME, SAME, Decision, Decisions
from kg.lexicon.decisions.ids import head, is_id, stranger_of
from kg.model import Actor


def applied(decisions: Decisions, known: Gazetteer) -> Gazetteer:
    """Return the gazetteer as the decisions for all articles make it: names that are given and taken, new offices.

    What is decided of somebody found in a text (``IRN:farhad-tehrani``) is no matter of names, and not done here.
    """
    new = _New(known)
    for d in decisions:
        if not d.article and d.decision == ACTS_FOR:
            new.acts_for(d)
    for d in decisions:
        if not d.article and d.decision == SAME and not is_id(d.actor, known):
            new.give(d)
    for d in decisions:
        if not d.article and d.decision == NOT_SAME and not is_id(d.actor, known):
            new.take(d)
    return new.gazetteer()


class _New:
    """A gazetteer while decisions change it."""

    def __init__(self, known: Gazetteer) -> None:
        self._known = known
        self._names, self._shared = dict(known.names), dict(known.shared)
        self._traps, self._places = dict(known.traps), dict(known.places)
        self._actors, self._persons, self._tenures = dict(known.actors), dict(known.persons), dict(known.tenures)

    def acts_for(self, d: Decision) -> None:
        """Give a person an office; words that nobody has as a name become a person."""
        who = self._actors.get(d.actor)
        if who is None and not is_id(d.actor, self._known):
            who = self._person(d)
        if who is not None and who.id in self._persons:
            office = _tenure(d, who, self._known)
            self._tenures[who.id] = _inserted(self._tenures.get(who.id, ()), office)

    def _person(self, d: Decision) -> Actor:
        who = stranger_of(d.actor, d.other, self._known)
        there = self._actors.get(who.id)
        if there is not None:
            return there
        if not d.end:
            office = _tenure(d, who, self._known)
            who = replace(who, kind=office.kind, code=office.code, country=office.country)
        self._actors[who.id] = self._persons[who.id] = who
        self._names[pieces(who.name)] = (Name(who.name, who, "person"),)
        return who

    def give(self, d: Decision) -> None:
        """Make words a name of one actor, and of nobody and nothing else."""
        key = pieces(d.actor)
        who = self._actors.get(d.other) or stranger_of(d.actor, d.other, self._known)
        person = who.id in self._persons or who.kind == "person"
        self._names[key] = (Name(d.actor, who, "person" if person else "name"),)
        for table in (self._traps, self._places, self._shared):
            table.pop(key, None)

    def take(self, d: Decision) -> None:
        """Take words from the names of an actor."""
        key = pieces(d.actor)
        left = tuple(name for name in self._names.pop(key, ()) if name.actor.id != d.other)
        self._names |= {key: left} if left else {}

    def gazetteer(self) -> Gazetteer:
        return replace(
            self._known,
            names=MappingProxyType(self._names),
            shared=MappingProxyType(self._shared),
            traps=MappingProxyType(self._traps),
            places=MappingProxyType(self._places),
            actors=MappingProxyType(self._actors),
            persons=MappingProxyType(self._persons),
            tenures=MappingProxyType(self._tenures),
            longest=max(map(len, [*self._names, *self._places, *self._traps]), default=0),
        )


def _tenure(d: Decision, who: Actor, known: Gazetteer) -> Tenure:
    owner = head(d.other, known)
    kind = "government" if owner.country == owner.id else owner.kind
    return Tenure(
        f"acts for {owner.name}", kind, d.other, owner.country or who.country, d.start or "0001", d.end or None
    )


def _inserted(tenures: Sequence[Tenure], new: Tenure) -> tuple[Tenure, ...]:
    """Return the tenures with a new one, in whose time the others do not count."""
    kept: list[Tenure] = []
    for old in tenures:
        if _ends_before(old.end, new.start) or _ends_before(new.end, old.start):
            kept.append(old)
            continue
        if old.start[: len(new.start)] < new.start[: len(old.start)]:
            kept.append(replace(old, end=_neighbour(new.start, -1)))
        if new.end and (old.end is None or new.end[: len(old.end)] < old.end[: len(new.end)]):
            kept.append(replace(old, start=_neighbour(new.end, 1)))
    return tuple(sorted([*kept, new], key=lambda t: (t.start, t.end or "9999", t.office)))


def _ends_before(end: str | None, start: str) -> bool:
    return bool(end) and (end or "")[: len(start)] < start[: len(end or "")]


def _neighbour(day: str, step: int) -> str:
    """Return the day, month or year before (-1) or after (1), as precise as ``day``.

    >>> _neighbour("2021-01-01", -1), _neighbour("2021-12", 1), _neighbour("2021", -1)
    ('2020-12-31', '2022-01', '2020')
    """
    if len(day) == 10:
        return (date.fromisoformat(day) + timedelta(days=step)).isoformat()
    if len(day) == 4:
        return f"{int(day) + step:04}"
    months = int(day[:4]) * 12 + int(day[5:]) - 1 + step
    return f"{months // 12:04}-{months % 12 + 1:02}"
