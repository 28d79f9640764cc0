"""What an analyst has decided about who is who: a plain table that a build applies, and that can be taken back.

One decision a row. ``actor`` is an actor's id, or words as a text has them; ``other`` an actor's id, or a code:

| decision | means |
|---|---|
| ``same-as`` | whoever is meant by ``actor`` is ``other`` |
| ``not-same-as`` | ``actor`` is never ``other``: the words do not name it; two ids are not to be joined |
| ``acts-for`` | from ``from`` to ``to`` (empty: without end), ``actor`` acts for the code ``other`` |

``article`` limits a decision to one article. A decision for one article is an exception to those for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from kg.lexicon.actors import Gazetteer, Key, Name, Tenure, pieces
from kg.lexicon.tables import Row, SeedError, rows
from kg.model import Actor, Article, content_id

COLUMNS = ("number", "date", "decision", "actor", "other", "from", "to", "article", "note")
SAME, NOT_SAME, ACTS_FOR = "same-as", "not-same-as", "acts-for"
_KINDS = (SAME, NOT_SAME, ACTS_FOR)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_STRANGER = re.compile(r"(?P<owner>[^:\s]+):(?P<slug>[a-z0-9]+(-[a-z0-9]+)*)")
_HEAD = (
    "# What was decided about who is who; kg actors writes it, kg build applies it. kg/lexicon/decisions.py says what "
    "a row means.\n"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One row. ``start`` and ``end`` are ISO 8601 dates, possibly reduced, or empty; ``place`` is file and line."""

    number: int
    date: str
    decision: str
    actor: str
    other: str
    start: str = ""
    end: str = ""
    article: str = ""
    note: str = ""
    place: str = ""

    @property
    def meaning(self) -> tuple[str, ...]:
        """What decides: all but number, date, note and place."""
        return (self.decision, self.actor, self.other, self.start, self.end, self.article)

    def covers(self, day: str | None) -> bool:
        """Return whether it holds on that ISO date; on an unknown one (none) only if it has no end.

        >>> Decision(1, "2024-05-01", "acts-for", "a", "CHN", "2020", "2022-06").covers("2022-06-30")
        True
        """
        if day is None:
            return not self.end
        return self.start[: len(day)] <= day[: len(self.start)] and (
            not self.end or day[: len(self.end)] <= self.end[: len(day)]
        )

    def __str__(self) -> str:
        period = f" from {self.start or 'ever'} to {self.end or 'now'}" if self.start or self.end else ""
        where = f" in {self.article}" if self.article else ""
        return f"{self.actor} {self.decision} {self.other}{period}{where}"


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions, in the order of the file; hashable, and empty by default."""

    all: tuple[Decision, ...] = ()

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.all)

    def __bool__(self) -> bool:
        return bool(self.all)

    def of(self, decision: str, article: str | None = None) -> Iterator[Decision]:
        """Yield those of a kind that hold in an article (none: in all), the exceptions for that article first."""
        found = [d for d in self.all if d.decision == decision and d.article in ("", article)]
        yield from sorted(found, key=lambda d: not d.article)


NONE = Decisions()


# -- the file ---------------------------------------------------------------------------------------------------------


def load(path: Path, known: Gazetteer) -> Decisions:
    """Return the decisions in the file at ``path``; none if there is no file.

    Raises SeedError, with the first problem's file, row and reason, if it is not as it must be.
    """
    found, wrong = _read(path, known)
    if wrong:
        raise SeedError(wrong[0] + (f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""))
    return Decisions(tuple(found))


def problems(path: Path, known: Gazetteer) -> list[str]:
    """Return everything that is wrong with the file at ``path``: ``decisions.tsv:3: ...``; a missing file is fine."""
    return _read(path, known)[1]


def record(path: Path, decision: Decision, known: Gazetteer) -> Decision:
    """Append a decision to the file (made if there is none) and return it with its number.

    Raises SeedError, and leaves the file as it is, for a decision that is wrong or contradicts another.
    """
    there = load(path, known)
    number = max((d.number for d in there), default=0) + 1
    line = (path.read_text(encoding="utf-8").count("\n") if path.exists() else 2) + 1
    new = replace(decision, number=number, place=f"{path.name}:{line}")
    if wrong := list(_check((*there, new), known)):
        raise SeedError(wrong[0])
    _write(path, (*_lines(path), _line(new)))
    return new


def revert(path: Path, number: int, known: Gazetteer) -> Decision:
    """Take the decision with this number out of the file and return it. Raises SeedError if there is none."""
    found = {d.number: d for d in load(path, known)}
    if number not in found:
        raise SeedError(f"{path.name}: there is no decision {number}")
    line = int(found[number].place.rpartition(":")[2])
    _write(path, [text for n, text in enumerate(_lines(path), start=1) if n != line])
    return found[number]


def decide(decision: str, actor: str, other: str, **rest: str) -> Decision:
    """Return a decision of today, not yet numbered; ``rest`` are ``start``, ``end``, ``article``, ``note``."""
    clean = {key: " ".join(value.split()) for key, value in rest.items()}
    today = date.today().isoformat()  # noqa: DTZ011  # the analyst's own day
    return Decision(0, today, decision, " ".join(actor.split()), " ".join(other.split()), **clean)


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return [*_HEAD.splitlines(), "\t".join(COLUMNS)]
    return path.read_text(encoding="utf-8").splitlines()


def _line(d: Decision) -> str:
    return "\t".join((str(d.number), d.date, d.decision, d.actor, d.other, d.start, d.end, d.article, d.note)).rstrip()


def _write(path: Path, lines: Iterable[str]) -> None:
    """Write the file anew beside the old one and put it in its place: a reader sees one or the other whole."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as wrong:
        raise SeedError(f"{path}: {(wrong.strerror or str(wrong)).lower()}") from None
    finally:
        part.unlink(missing_ok=True)


def _read(path: Path, known: Gazetteer) -> tuple[list[Decision], list[str]]:
    if not path.exists():
        return [], []
    found: list[Decision] = []
    wrong: list[str] = []
    try:
        for row in rows(path, COLUMNS):
            if row["number"].isascii() and row["number"].isdigit():
                found.append(_decision(row))
            else:
                wrong.append(str(row.error(f"number {row['number']!r} is not a whole number")))
    except SeedError as error:
        return [], [str(error)]
    except OSError as error:
        return [], [f"{path}: {(error.strerror or str(error)).lower()}"]
    return found, wrong + list(_check(found, known))


def _decision(row: Row) -> Decision:
    return Decision(
        number=int(row["number"]),
        date=row["date"],
        decision=row["decision"],
        actor=row["actor"],
        other=row["other"],
        start=row["from"],
        end=row["to"],
        article=row["article"],
        note=row["note"],
        place=f"{row.file}:{row.line}",
    )


# -- what can be wrong ------------------------------------------------------------------------------------------------


def _check(found: Sequence[Decision], known: Gazetteer) -> Iterator[str]:
    codes = {actor.code for actor in known.actors.values()}
    numbers: dict[int, Decision] = {}
    for d in found:
        yield from (f"{d.place}: {reason}" for reason in _wrong(d, known, codes))
        if (first := numbers.setdefault(d.number, d)) is not d:
            yield f"{d.place}: number {d.number} stands already in {first.place}"
    yield from (f"{later.place}: {reason}" for later, reason in _contradictions(found))


def _wrong(d: Decision, known: Gazetteer, codes: set[str]) -> Iterator[str]:
    """Yield what is wrong with a decision by itself."""
    if d.decision not in _KINDS:
        yield f"decision {d.decision!r}; expected one of {' '.join(_KINDS)}"
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
    return text if _STRANGER.fullmatch(text) or "/" in text else " ".join(pieces(text)) or text


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


def is_id(text: str, known: Gazetteer) -> bool:
    """Return whether ``text`` is the id of a known actor, or of somebody found in a text (``IRN:farhad-tehrani``)."""
    stranger = _STRANGER.fullmatch(text)
    return text in known.actors or (stranger is not None and stranger["owner"] in known.actors)


def doubtful(d: Decision, known: Gazetteer) -> str | None:
    """Return what is odd about a decision that is not wrong: two who are known apart become one."""
    two = [known.actors[each] for each in (d.actor, d.other) if each in known.actors]
    if d.decision != SAME or len(two) < 2 or two[0].code == two[1].code:
        return None
    one, other = two
    return (
        f"the seeds know {one.id} ({one.name}) and {other.id} ({other.name}) apart, and now the one counts as the other"
    )


def is_code(text: str, known: Gazetteer) -> bool:
    """Return whether ``text`` is the code of a known actor, or of an office, or of somebody whom a text may name
    (``IRN:FARHAD-TEHRANI``, ``SYR:CIVILIANS``)."""
    owner, colon, slug = text.partition(":")
    codes = {actor.code for actor in known.actors.values()}
    codes |= {tenure.code for tenures in known.tenures.values() for tenure in tenures}
    return text in codes or (bool(colon) and owner in codes and slug.isupper() and not slug.startswith("-"))


# -- what they change -------------------------------------------------------------------------------------------------


def relevance(decisions: Decisions, known: Gazetteer) -> Callable[[Article], str]:
    """Return a function that says, as one word, which decisions can change what is found in an article.

    A decision can if the article's text, title or publisher has all words of a name of whom it is about: others need
    not be extracted again when it is made or reverted. The word is empty if none can.
    """
    called = {d.actor: _called(d.actor, known) for d in decisions}

    def relevant(article: Article) -> str:
        if not decisions:
            return ""
        said = frozenset(pieces(" ".join(filter(None, (article.title, article.publisher, article.text)))))
        touching = [
            d.meaning
            for d in decisions
            if d.article in ("", article.id) and any(said.issuperset(key) for key in called[d.actor])
        ]
        return f"decisions-{content_id(*(part for meaning in touching for part in meaning))}" if touching else ""

    return relevant


def _called(actor: str, known: Gazetteer) -> frozenset[Key]:
    """Return what words must be in a text that names somebody; the empty key, which every text has, if in doubt."""
    if actor in known.actors:
        keys = {key for key, names in known.names.items() if any(name.actor.id == actor for name in names)}
        by_surname = {(piece,) for key in keys for piece in key[-1:] + key[:1]} if actor in known.persons else set()
        return frozenset(keys | by_surname | ({()} if known.actors[actor].country == actor else set()))
    stranger = _STRANGER.fullmatch(actor)
    if stranger is None or stranger["owner"] not in known.actors:
        return frozenset((pieces(actor),))
    if stranger["slug"].replace("-", "_") in known.kinds:  # a part of a people: "Syrian refugees"
        return frozenset(((),))
    return frozenset((tuple(stranger["slug"].split("-")),))


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
        who = _stranger(d.actor, d.other, self._known)
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
        who = self._actors.get(d.other) or _stranger(d.actor, d.other, self._known)
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


def head(code: str, known: Gazetteer) -> Actor:
    """Return the actor after which a code is called: the one whose id it is, else the first that has it."""
    same = [actor for actor in known.actors.values() if actor.code == code]
    return min(same, key=lambda actor: (actor.id.upper() != code.upper(), actor.id))


def _stranger(actor: str, other: str, known: Gazetteer) -> Actor:
    """Return the actor for somebody whom no seed knows, named by an id, or by words and an id or a code."""
    stranger = _STRANGER.fullmatch(other) or _STRANGER.fullmatch(actor)
    words = _STRANGER.fullmatch(actor)
    name = words["slug"].replace("-", " ").title() if words else actor
    owner = known.actors[stranger["owner"]] if stranger else head(other, known)
    slug = stranger["slug"] if stranger else "-".join(pieces(actor))
    base = owner.country or owner.id
    return Actor(f"{base}:{slug}", name, "person", f"{base}:{slug}".upper(), owner.country)


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
