"""The trigger lexicon: which words report a relation, read from ``seeds/triggers/*.tsv``.

``seeds/triggers/README.md`` defines the tables. Everything here is data compiled once into
look-ups by lemma; there is no grammar in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kg.lexicon.tables import Row, SeedError, rows
from kg.lexicon.vocabulary import relations, spoken
from kg.resources import path as resource

EFFECTS = ("actual", "factive", "future", "hypothetical", "negated")
SILENT = "-"
SHOWN = 4  # words of a class that a test in words shows
# What more a pattern says of the verbs that have it
CONTROL = "control"  # of asking: whom they ask does what the infinitive says
HELP = "help"  # of helping: their object does what stands behind *in*
CLAIM = "claim"  # of answering what somebody else has said: who denies so turns him down
REVERSE = "reverse"  # of support verbs: their subject is to whom it is done: "*faces* sanctions"
APART = "apart"  # of support verbs: their subject is no party to it: "*brokered* a truce"
ARRIVAL = "arrival"  # where they are, *in* a place, is to whom it is done: "arrived in Mali", "its envoy in Mali"
SWAP = "swap"  # those who do it do it to each other: "Chad and Mali *freed* twenty men in an exchange"
TRAITS = (CONTROL, HELP, CLAIM, ARRIVAL, SWAP)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Where source, target, content and theme stand among a predicate's arguments, best first."""

    name: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    content: tuple[str, ...]
    theme: tuple[str, ...]
    mutual: bool
    traits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Test:
    """One condition of a unit: ``argument`` is there (``=words``: with one of these lemmas)."""

    argument: str
    words: frozenset[str] = frozenset()
    actor: bool = False
    negated: bool = False

    def __str__(self) -> str:
        """Return the test as it stands in the table; of a class's words the first few."""
        words = sorted(self.words)
        among = "=" + ",".join(words[:SHOWN]) + (",..." if len(words) > SHOWN else "") if words else ""
        return f"{'!' if self.negated else ''}{self.argument}{among}{':actor' if self.actor else ''}"


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the lexicon: a word in one of its senses."""

    lemma: str
    pos: str
    relation: str
    mode: str | None
    pattern: Pattern
    tests: tuple[Test, ...]
    rule: str

    @property
    def idiom(self) -> bool:
        """True if the sense lies in an argument's word ("cut *ties*"), which is then used up."""
        return any(t.words and not t.negated and t.argument == "obj" for t in self.tests)


@dataclass(frozen=True, slots=True)
class Light:
    """A support verb with its nouns and what it does to their event."""

    nouns: frozenset[str]
    effect: str


@dataclass(frozen=True, slots=True)
class Content:
    """Who takes part in what a relation has as its content, when a noun tells it: ``source``, ``target`` or nobody."""

    doer: str
    patient: str
    things: bool
    """True if a mere thing tells an act there ("offered *tanks*"): ``goods.tsv`` says which."""
    modality: str


@dataclass(frozen=True, slots=True)
class Triggers:
    """The compiled lexicon. Look-ups are by part of speech (``v n a``, ``g``: things given) and lemma."""

    units: Mapping[tuple[str, str], tuple[Unit, ...]]
    light: Mapping[str, tuple[Light, ...]]
    operators: Mapping[tuple[str, str], str]
    speech: Mapping[str, str]
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    targetless: frozenset[tuple[str, str, str]] = frozenset()
    """(relation, part of speech, pattern), the pattern "" for all."""
    controllers: frozenset[str] = frozenset()
    """Verbs that take an object with the infinitive of what it is to do ("urge")."""
    helpers: frozenset[str] = frozenset()
    """Verbs that take an object with what it is helped to do ("assist")."""
    contents: Mapping[tuple[str, str], Content] = field(default_factory=dict)
    """By relation and pattern ("" for those of a relation that have no row of their own)."""

    def of(self, pos: str, lemma: str) -> tuple[Unit, ...]:
        """Return the senses of a word, specific ones first; empty if it is no trigger."""
        return self.units.get((pos, lemma), ())

    def is_claim(self, noun: str) -> bool:
        """Return whether a noun is something said: who denies *a claim* answers it, who denies *a raid* does not."""
        plain = next((unit for unit in self.of("n", noun) if not unit.tests), None)
        return noun in self.speech or (plain is not None and plain.relation in spoken())

    def content(self, unit: Unit) -> Content | None:
        """Return who takes part in the content of a unit when a noun tells it, or none where that says nothing."""
        return self.contents.get((unit.relation, unit.pattern.name)) or self.contents.get((unit.relation, ""))

    def light_effect(self, verb: str, noun: str) -> str | None:
        """Return what ``verb`` as the noun's support does to it (may be ""), or none."""
        for light in self.light.get(verb, ()):
            if noun in light.nouns or "*" in light.nouns:
                return light.effect
        return None


FILES = {"v": "verbs.tsv", "n": "nouns.tsv", "a": "adjectives.tsv", "g": "goods.tsv"}
SIDES = ("", "source", "target")
CONTENT = ("relation", "pattern", "doer", "patient", "things", "modality")
UNIT = ("unit", "relation", "mode", "pattern", "test")


@lru_cache(maxsize=2)
def triggers(folder: Path | None = None) -> Triggers:
    """Load and compile the lexicon. Raise ``SeedError`` naming file, row and reason."""
    return _compile(folder or resource("seeds/triggers"))


def problems(folder: Path | None = None) -> list[str]:
    """Return what is wrong with the tables, one line a fault (the first of each load)."""
    try:
        _compile(folder or resource("seeds/triggers"))
    except SeedError as fault:
        return [str(fault)]
    return []


def _compile(folder: Path) -> Triggers:
    classes = _classes(folder / "classes.tsv")
    patterns = {p.name: p for p in _patterns(folder / "patterns.tsv")}
    units: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for pos, name in FILES.items():
        for row in rows(folder / name, UNIT):
            for unit in _units(row, pos, patterns, classes):
                units[pos, unit.lemma].append(unit)
    light: dict[str, list[Light]] = defaultdict(list)
    for row in rows(folder / "light.tsv", ("verb", "noun", "effect")):
        light[row["verb"]].append(_light(row, classes))
    operators = {}
    for row in rows(folder / "operators.tsv", ("unit", "argument", "effect")):
        if row["effect"] not in EFFECTS:
            raise row.error(f"effect {row['effect']!r} is none of {', '.join(EFFECTS)}")
        for unit_name in row.cells("unit"):
            for argument in row.cells("argument"):
                operators[unit_name, argument] = row["effect"]
    speech = {name: r["kind"] for r in rows(folder / "speech.tsv", ("unit", "kind")) for name in r.cells("unit")}
    alone = [
        (r["relation"], pos, pattern)
        for r in rows(folder / "targetless.tsv", ("relation", "pos", "pattern"))
        for pos in r.cells("pos")
        for pattern in r.cells("pattern") or ("",)
    ]
    aimless = {(u.relation, u.pos, u.pattern.name) for us in units.values() for u in us if not u.pattern.target}
    targetless = frozenset([*alone, *aimless])
    contents = {
        (r["relation"], pattern): _content(r, patterns)
        for r in rows(folder / "contents.tsv", CONTENT)
        for pattern in r.cells("pattern") or ("",)
    }
    return Triggers(
        {k: tuple(v) for k, v in units.items()},
        {k: tuple(v) for k, v in light.items()},
        operators,
        speech,
        classes,
        targetless,
        _verbs_of(CONTROL, units),
        _verbs_of(HELP, units),
        contents,
    )


def _classes(file: Path) -> dict[str, frozenset[str]]:
    """Return the words of each class; a class may have those of others (``@name``) among its members."""
    table = list(rows(file, ("class", "members")))
    plain = {row["class"]: frozenset(row.cells("members")) for row in table}
    return {row["class"]: _words(row.cells("members"), row, plain) for row in table}


def _verbs_of(trait: str, units: Mapping[tuple[str, str], list[Unit]]) -> frozenset[str]:
    return frozenset(
        u.lemma for (pos, _), found in units.items() if pos == "v" for u in found if trait in u.pattern.traits
    )


def _patterns(file: Path) -> Iterator[Pattern]:
    columns = ("pattern", "source", "target", "content", "theme", "mutual", "traits")
    for row in rows(file, columns):
        source, target, content, theme = (row.cells(c) for c in columns[1:5])
        traits = row.cells("traits")
        if unknown := [trait for trait in traits if trait not in TRAITS]:
            raise row.error(f"trait {unknown[0]!r} is none of {', '.join(TRAITS)}")
        yield Pattern(row["pattern"], source, target, content, theme, row["mutual"] == "yes", frozenset(traits))


def _content(row: Row, patterns: Mapping[str, Pattern]) -> Content:
    if row["relation"] not in relations():
        raise row.error(f"relation {row['relation']!r} is not in ontology/relations.ttl")
    for side in (row["doer"], row["patient"]):
        if side not in SIDES:
            raise row.error(f"{side!r} is neither source nor target")
    for name in row.cells("pattern"):
        if name not in patterns:
            raise row.error(f"pattern {name!r} is not in patterns.tsv")
    if row["modality"] not in EFFECTS:
        raise row.error(f"modality {row['modality']!r} is none of {', '.join(EFFECTS)}")
    return Content(row["doer"], row["patient"], row["things"] == "yes", row["modality"])


def _light(row: Row, classes: Mapping[str, frozenset[str]]) -> Light:
    if row["effect"] not in ("", REVERSE, APART, *EFFECTS):
        raise row.error(f"effect {row['effect']!r} is none of {', '.join(EFFECTS)}, {REVERSE}, {APART}")
    return Light(_words(row.cells("noun"), row, classes), row["effect"])


def _units(
    row: Row, pos: str, patterns: Mapping[str, Pattern], classes: Mapping[str, frozenset[str]]
) -> Iterator[Unit]:
    if row["relation"] != SILENT and row["relation"] not in relations():
        raise row.error(f"relation {row['relation']!r} is not in ontology/relations.ttl")
    if row["pattern"] not in patterns and row["relation"] != SILENT:
        raise row.error(f"pattern {row['pattern']!r} is not in patterns.tsv")
    pattern = patterns.get(row["pattern"]) or Pattern(SILENT, (), (), (), (), False)
    tests = tuple(_test(word, row, classes) for word in row["test"].split())
    for lemma in _ordered(row.cells("unit"), row, classes):
        yield Unit(
            lemma,
            pos,
            row["relation"],
            row["mode"] or None,
            pattern,
            tests,
            f"{pos}:{lemma}:{row['relation']}:{row['pattern']}",
        )


def _ordered(cells: tuple[str, ...], row: Row, classes: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for cell in cells:
        yield from sorted(_words((cell,), row, classes)) if cell.startswith("@") else (cell,)


def _test(word: str, row: Row, classes: Mapping[str, frozenset[str]]) -> Test:
    negated, word = word.startswith("!"), word.removeprefix("!")
    argument, equals, value = word.partition("=")
    if equals:
        return Test(argument, _words(tuple(value.split(",")), row, classes), False, negated)
    argument, colon, what = word.partition(":")
    if colon and what != "actor":
        raise row.error(f"test {word!r}: only ':actor' may follow an argument")
    return Test(argument, frozenset(), bool(colon), negated)


def _words(values: tuple[str, ...], row: Row, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    for value in values:
        if not value.startswith("@"):
            found.add(value)
        elif value[1:] in classes:
            found |= classes[value[1:]]
        else:
            raise row.error(f"class {value!r} is not in classes.tsv")
    return frozenset(found)
