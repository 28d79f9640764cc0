"""The cases of ``gold/actors.tsv``: words in a text of ours, and which actor they stand for.

``kind`` is what makes the case hard (`KINDS`). ``phrase`` are words of ``text``, whose head is asked about;
``#2`` after them means where they stand for the second time. ``published`` is the day of the text, if it matters.
``expected`` holds alternatives between `` / `` (where English or the guide leaves a choice), each one or more codes
joined by `` + ``: the code of a state is its government, ``SYR:CIVILIANS`` a part of it that is not, ``SYR:*`` any such
part; ``?`` is visibly somebody, but nobody can say who; ``-`` is nobody, or nobody of world politics.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.lexicon.tables import Row, rows

TABLE = Path(__file__).with_name("gold") / "actors.tsv"
COLUMNS = ("kind", "text", "phrase", "expected", "published")
KINDS = (
    "name",
    "demonym",
    "seat",
    "organ",
    "organisation",
    "group",
    "office",
    "surname",
    "title",
    "apposition",
    "description",
    "people",
    "place",
    "pronoun",
    "definite",
    "acronym",
    "trap",
)
SOMEBODY, NOBODY, ANY = "?", "-", "*"

_CODE = re.compile(r"[?-]|\*:\*|[A-Z]{3}:(\*|[A-Z0-9-]+)|[A-Z0-9][A-Z0-9+-]*")
_ORDINAL = re.compile(r"(.+)#(\d)")


@dataclass(frozen=True, slots=True)
class Case:
    """One question: for whom do the characters ``start`` to ``end`` of ``text`` stand?

    ``place`` is file and line; ``expected`` are the alternatives, each a set of codes; the empty set is somebody
    unknown or nobody.
    """

    place: str
    kind: str
    text: str
    start: int
    end: int
    expected: tuple[frozenset[str], ...]
    published: date | None

    @property
    def phrase(self) -> str:
        return self.text[self.start : self.end]

    @property
    def demands(self) -> bool:
        """Whether an actor must be found: nobody is no right answer."""
        return all(self.expected)

    def allows(self, found: Sequence[str]) -> bool:
        """Whether these codes, all of them and no other, are a right answer."""
        return any(_agree(alternative, frozenset(found)) for alternative in self.expected)

    def names(self, codes: frozenset[str]) -> bool:
        """Whether one of ``codes`` is in a right answer."""
        return any(alternative & codes for alternative in self.expected)


def read(file: Path = TABLE) -> list[Case]:
    """Return the cases, in order. Raises `kg.lexicon.tables.SeedError` with file and line for a row that is no case."""
    cases: dict[tuple[str, int, int], Case] = {}
    for row in rows(file, COLUMNS):
        case = _case(row)
        if other := cases.get(key := (case.text, case.start, case.end)):
            raise row.error(f"the same words of the same text as {other.place}")
        cases[key] = case
    return list(cases.values())


def digest(file: Path = TABLE) -> str:
    """Return the SHA-256 of the table, so that no figure moves because its yardstick did."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def occurrences(text: str, words: str) -> list[int]:
    """Return where ``words`` begin in ``text`` as whole words.

    >>> occurrences("Sudan and South Sudan's Sudanese", "Sudan")
    [0, 16]
    """
    return [found.start() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def _case(row: Row) -> Case:
    if row["kind"] not in KINDS:
        raise row.error(f"kind {row['kind']!r} is none of {', '.join(KINDS)}")
    start, end = _span(row)
    return Case(
        place=f"{row.file}:{row.line}",
        kind=row["kind"],
        text=row["text"],
        start=start,
        end=end,
        expected=tuple(_codes(row, alternative) for alternative in row["expected"].split(" / ")),
        published=_day(row),
    )


def _span(row: Row) -> tuple[int, int]:
    ordinal = _ORDINAL.fullmatch(row["phrase"])
    words, number = (ordinal[1], int(ordinal[2])) if ordinal else (row["phrase"], 1)
    at = occurrences(row["text"], words) if words else []
    if len(at) < number:
        raise row.error(f"phrase {row['phrase']!r} is not in the text")
    if len(at) > 1 and not ordinal:
        raise row.error(f"phrase {words!r} is {len(at)} times in the text; say which with #1, #2 ...")
    return at[number - 1], at[number - 1] + len(words)


def _codes(row: Row, alternative: str) -> frozenset[str]:
    codes = alternative.split(" + ")
    for code in codes:
        if not _CODE.fullmatch(code) or (code in (SOMEBODY, NOBODY) and len(codes) > 1):
            raise row.error(f"expected {code!r} is no code, '?' or '-'")
    return frozenset(codes) - {SOMEBODY, NOBODY}


def _day(row: Row) -> date | None:
    try:
        return date.fromisoformat(row["published"]) if row["published"] else None
    except ValueError:
        raise row.error(f"published {row['published']!r} is no ISO date") from None


def _agree(expected: frozenset[str], found: frozenset[str]) -> bool:
    plain = {code for code in expected if not code.endswith(ANY)}
    rest = [code for code in found if code not in plain]
    parts = [code.removesuffix(ANY) for code in expected if code.endswith(ANY)]
    if plain - found or len(rest) != len(parts):
        return False
    return all(any((part == "*:" and ":" in code) or code.startswith(part) for part in parts) for code in rest)
