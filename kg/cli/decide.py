"""``kg actors same-as`` and its like: what is decided about actors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.given import ActorId, DecisionsOption, StoreOption, settings_for
from kg.cli.opened import decisions_of, gazetteer
from kg.cli.shown import print_table, table_of

Called = Annotated[str, typer.Argument(help="An actor's id, or words as a text has them, in quotes.", metavar="ACTOR")]
ArticleOption = Annotated[str, typer.Option("--article", help="Only in the article with this id.", metavar="ID")]
NoteOption = Annotated[str, typer.Option("--note", help="Why: kept with the decision.", metavar="WORDS")]


def same_as(
    context: typer.Context,
    one: Called,
    other: ActorId,
    article: ArticleOption = "",
    note: NoteOption = "",
    store: StoreOption = None,
    decisions: DecisionsOption = None,
) -> None:
    """Decide that one actor, or whoever some words mean, is another; the next build applies it."""
    _record(context, store, decisions, "same-as", one, other, article=article, note=note)


def not_same_as(
    context: typer.Context,
    one: Called,
    other: ActorId,
    article: ArticleOption = "",
    note: NoteOption = "",
    store: StoreOption = None,
    decisions: DecisionsOption = None,
) -> None:
    """Decide that words never mean an actor, or that two actors are not to be joined."""
    _record(context, store, decisions, "not-same-as", one, other, article=article, note=note)


def acts_for(
    context: typer.Context,
    person: Called,
    code: Annotated[str, typer.Argument(help="A code: CHN, NATO.", metavar="CODE")],
    start: Annotated[str, typer.Option("--from", help="First day, month or year.", metavar="DATE")] = "",
    end: Annotated[str, typer.Option("--to", help="Last day, month or year.", metavar="DATE")] = "",
    article: ArticleOption = "",
    note: NoteOption = "",
    store: StoreOption = None,
    decisions: DecisionsOption = None,
) -> None:
    """Decide for whom somebody acts, from a day to a day."""
    _record(context, store, decisions, "acts-for", person, code, start=start, end=end, article=article, note=note)


def list_decisions(context: typer.Context, store: StoreOption = None, decisions: DecisionsOption = None) -> None:
    """List what was decided."""
    table = table_of("number", "date", "decision", "note")
    for d in decisions_of(settings_for(context, store=store, decisions=decisions)):
        table.add_row(str(d.number), d.date, str(d), d.note)
    print_table(table)


def revert_decision(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="Its number.", metavar="NUMBER")],
    store: StoreOption = None,
    decisions: DecisionsOption = None,
) -> None:
    """Take a decision back; the next build undoes it."""
    from kg.lexicon.decisions import revert

    settings = settings_for(context, store=store, decisions=decisions)
    gone = revert(settings.decided, number, gazetteer())
    print(f"{settings.decided}: no longer {gone.number}: {gone}")


def _record(
    context: typer.Context, store: Path | None, decisions: Path | None, kind: str, one: str, other: str, **rest: str
) -> None:
    from kg.lexicon.decisions import decide, record

    settings = settings_for(context, store=store, decisions=decisions)
    made = record(settings.decided, decide(kind, one, other, **rest), gazetteer())
    print(f"{settings.decided}: {made.number}: {made}")
