"""The gold set: sentences written for this project, each with every statement that it makes.

``gold/*.jsonl`` holds one item a line: ``id``, ``text``, ``published`` (ISO date or null), ``construction`` (what it
tests) and ``statements``. ``gold/SHA256SUMS`` pins the files, so that no figure moves because its yardstick did.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.lexicon.actors import gazetteer
from kg.lexicon.vocabulary import relations
from kg.model import Modality

FOLDER = Path(__file__).with_name("gold")
SUMS = "SHA256SUMS"
EXPERT = "EXPERT"
SOMEBODY = "?"

_ITEM = {"id", "text", "published", "construction", "statements"}
_STATEMENT = {"source", "relation", "target", "trigger", "modality", "attributed_to", "content"}


class GoldError(ValueError):
    """A gold file that is not as it must be; the message begins with the file, then line or item."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One statement, expected or found, as it is judged: actors by their codes.

    ``attributed_to`` is a code, ``EXPERT``, ``?`` (somebody whom the text leaves open) or none (the article's own
    voice); ``content`` is the place of another statement of the same item, or none. ``trigger`` are words of the
    text, ``...`` between words that stand apart. ``rule`` is what found it.
    """

    source: str | None
    relation: str
    target: str | None
    trigger: str
    modality: str = "actual"
    attributed_to: str | None = None
    content: int | None = None
    symmetric: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One gold text with its expected statements; none means that it must yield nothing."""

    id: str
    text: str
    published: date | None
    construction: str
    statements: tuple[Judged, ...]


def read(folder: Path = FOLDER) -> list[Item]:
    """Return all items of ``folder``, files and lines in order. Raises GoldError for the first that is invalid."""
    known = _codes()
    items, seen = [], set[str]()
    for file in _files(folder):
        for place, record in _records(file):
            item = _item(place, record, known)
            if item.id in seen:
                raise GoldError(f"{place}: id {item.id} is taken")
            seen.add(item.id)
            items.append(item)
    return items


def verify(folder: Path = FOLDER) -> None:
    """Raise GoldError unless ``SHA256SUMS`` lists exactly the gold files, with their hashes."""
    file = folder / SUMS
    pinned = file.read_text(encoding="utf-8") if file.exists() else ""
    if pinned != (actual := _sums(folder)):
        changed = sorted({line.split()[1] for line in {*pinned.splitlines()} ^ {*actual.splitlines()}})
        raise GoldError(f"{SUMS}: does not match {', '.join(changed)}; after a wanted change run --rehash")


def rehash(folder: Path = FOLDER) -> None:
    """Write ``SHA256SUMS`` in the format of ``sha256sum``."""
    (folder / SUMS).write_text(_sums(folder), encoding="utf-8", newline="\n")


def _files(folder: Path) -> list[Path]:
    if not (files := sorted(folder.glob("*.jsonl"))):
        raise GoldError(f"{folder.name}: no *.jsonl file in it")
    return files


def _sums(folder: Path) -> str:
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in _files(folder))


def _records(file: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        place = f"{file.name}:{number}"
        try:
            record = json.loads(line)
        except json.JSONDecodeError as bad:
            raise GoldError(f"{place}: no JSON: {bad.msg}") from None
        if not isinstance(record, dict):
            raise GoldError(f"{place}: not an object")
        yield place, record


# -- what a valid item is ---------------------------------------------------------------------------------------------


def _codes() -> frozenset[str]:
    actors = gazetteer().actors.values()
    return frozenset({actor.code for actor in actors} | {actor.country for actor in actors if actor.country})


def _item(place: str, record: Mapping[str, object], known: Collection[str]) -> Item:
    _fields(place, record, _ITEM, set())
    statements, text = record["statements"], _words(place, record, "text")
    if not isinstance(statements, list):
        raise GoldError(f"{place}: statements is no list")
    made = tuple(
        _statement(f"{place}: statement {i}", s, text, len(statements), i, known) for i, s in enumerate(statements)
    )
    return Item(_words(place, record, "id"), text, _date(place, record), _words(place, record, "construction"), made)


def _statement(place: str, record: object, text: str, count: int, own: int, known: Collection[str]) -> Judged:
    if not isinstance(record, dict):
        raise GoldError(f"{place}: not an object")
    _fields(place, record, _STATEMENT, {"symmetric"})
    if (relation := record["relation"]) not in relations():
        raise GoldError(f"{place}: relation {relation!r} is none of the {len(relations())}")
    if (modality := record["modality"]) not in list(Modality):
        raise GoldError(f"{place}: modality {modality!r}; expected one of {' '.join(Modality)}")
    content = record["content"]
    if content is not None and (not isinstance(content, int) or not 0 <= content < count or content == own):
        raise GoldError(f"{place}: content {content!r} is no other statement's place")
    trigger = _words(place, record, "trigger")
    if not occurs(trigger, text):
        raise GoldError(f"{place}: trigger {trigger!r} is not in the text")
    return Judged(
        source=_code(place, "source", record["source"], known),
        relation=str(relation),
        target=None if record["target"] is None else _code(place, "target", record["target"], known),
        trigger=trigger,
        modality=str(modality),
        attributed_to=_speaker(place, record["attributed_to"], known),
        content=content,
        symmetric=bool(record.get("symmetric", False)),
    )


def occurs(trigger: str, text: str) -> bool:
    """Return whether the words of the trigger stand in the text as whole words, in this order.

    >>> occurs("took ... to task", "Ankara took the Dutch to task")
    True
    >>> occurs("task ... took", "Ankara took the Dutch to task"), occurs("as", "Ankara took")
    (False, False)
    """
    gap = r"\b.*?\b"
    return re.search(rf"(?<!\w){gap.join(map(re.escape, trigger.split(' ... ')))}(?!\w)", text, re.DOTALL) is not None


def _fields(place: str, record: Mapping[str, object], needed: set[str], allowed: set[str]) -> None:
    if missing := needed - record.keys():
        raise GoldError(f"{place}: without {' '.join(sorted(missing))}")
    if unknown := record.keys() - needed - allowed:
        raise GoldError(f"{place}: unknown field {' '.join(sorted(unknown))}")


def _words(place: str, record: Mapping[str, object], field: str) -> str:
    value = record[field]
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        raise GoldError(f"{place}: {field} {value!r} is no text, or has blanks around it")
    return value


def _date(place: str, record: Mapping[str, object]) -> date | None:
    value = record["published"]
    try:
        return None if value is None else date.fromisoformat(str(value))
    except ValueError:
        raise GoldError(f"{place}: published {value!r} is no ISO date") from None


def _speaker(place: str, value: object, known: Collection[str]) -> str | None:
    if value is None or value in (EXPERT, SOMEBODY):
        return value if isinstance(value, str) else None
    return _code(place, "attributed_to", value, known)


def _code(place: str, field: str, value: object, known: Collection[str]) -> str:
    """A code is one of the gazetteer's, or ``USA:TRUMP``: the state, and a name in capitals."""
    if isinstance(value, str) and value != EXPERT:
        state, colon, name = value.partition(":")
        if state in known and (not colon or re.fullmatch(r"[A-Z0-9][A-Z0-9' -]*", name)):
            return value
    raise GoldError(f"{place}: {field} {value!r} is no known code, nor a state's with a name (USA:TRUMP)")
