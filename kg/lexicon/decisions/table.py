"""The file of decisions: read, checked and changed as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kg.lexicon.actors import Gazetteer
from kg.lexicon.decisions.decision import Decision, Decisions
from kg.lexicon.decisions.faults import faults
from kg.lexicon.tables import Row, SeedError, rows

COLUMNS = ("number", "date", "decision", "actor", "other", "from", "to", "article", "note")
_HEAD = (
    "# What was decided about who is who; kg actors writes it, kg build applies it. kg/lexicon/decisions says what "
    "a row means.\n"
)


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
    if wrong := list(faults((*there, new), known)):
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
    return found, wrong + list(faults(found, known))


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
