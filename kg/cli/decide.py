"""``kg actors same-as`` and its like: what is decided about actors."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg.cli.article import LISTED
from kg.cli.failure import Failure
from kg.cli.given import ActorId, Command, configured
from kg.cli.opened import decisions_of, gazetteer, opened
from kg.cli.shown import print_table, table_of
from kg.settings import Settings

Called = Annotated[str, typer.Argument(help="An actor's id, or words as a text has them, in quotes.", metavar="ACTOR")]
ArticleOption = Annotated[str, typer.Option("--article", help="Only in the article with this id.", metavar="ID")]
NoteOption = Annotated[str, typer.Option("--note", help="Why: kept with the decision.", metavar="WORDS")]


def _of_two(kind: str, what: str) -> Command:
    """Return the command that decides something of two, and says ``what`` in its help."""

    def command(
        settings: Settings, one: Called, other: ActorId, article: ArticleOption = "", note: NoteOption = ""
    ) -> None:
        _record(settings, kind, one, other, article=article, note=note)

    command.__doc__ = what
    return configured("store", "decisions")(command)


same_as = _of_two(
    "same-as", "Decide that one actor, or whoever some words mean, is another; the next build applies it."
)
not_same_as = _of_two("not-same-as", "Decide that words never mean an actor, or that two actors are not to be joined.")


@configured("store", "decisions")
def acts_for(
    settings: Settings,
    person: Called,
    code: Annotated[str, typer.Argument(help="A code: CHN, NATO.", metavar="CODE")],
    start: Annotated[str, typer.Option("--from", help="First day, month or year.", metavar="DATE")] = "",
    end: Annotated[str, typer.Option("--to", help="Last day, month or year.", metavar="DATE")] = "",
    article: ArticleOption = "",
    note: NoteOption = "",
) -> None:
    """Decide for whom somebody acts, from a day to a day."""
    _record(settings, "acts-for", person, code, start=start, end=end, article=article, note=note)


@configured("store", "decisions")
def list_decisions(settings: Settings) -> None:
    """List what was decided."""
    table = table_of("number", "date", "decision", "note")
    for d in decisions_of(settings):
        table.add_row(str(d.number), d.date, str(d), d.note)
    print_table(table)


@configured("store", "decisions")
def revert_decision(
    settings: Settings,
    number: Annotated[int, typer.Argument(help="Its number.", metavar="NUMBER")],
) -> None:
    """Take a decision back; the next build undoes it."""
    from kg.lexicon.decisions import revert

    gone = revert(settings.decided, number, gazetteer())
    print(f"{settings.decided}: no longer {gone.number}: {gone}")


def _record(settings: Settings, kind: str, one: str, other: str, **rest: str) -> None:
    from kg.lexicon.decisions import decide, doubtful, record

    given = decide(kind, one, other, **rest)
    if given.article and settings.store.exists():
        with opened(settings, read_only=True) as graph:
            if graph.text_hash(given.article) is None:
                raise Failure(f"--article: {settings.store}: no article has the id {given.article!r}; {LISTED}")
    made = record(settings.decided, given, gazetteer())
    print(f"{settings.decided}: {made.number}: {made}")
    if doubt := doubtful(made, gazetteer()):
        print(f"kg: {doubt}; kg actors revert {made.number} takes it back", file=sys.stderr)
