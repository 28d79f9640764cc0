"""``kg graph``: the graph of actors, listed, measured and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.failure import Failure
from kg.cli.given import SaidOption, configured
from kg.cli.opened import check_codes, opened
from kg.cli.shown import print_table, table_of, whole
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.events import Wanted
    from kg.store import Store


@configured("store")
def actor_graph(
    settings: Settings,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Picture to write: .svg, .png or .html.", metavar="FILE")
    ] = None,
    stats: Annotated[bool, typer.Option("--stats", help="Print measures.")] = False,
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--pair", help="What each of two does to the other, over time: --pair RUS UKR.", metavar="CODE CODE"
        ),
    ] = None,
    actor: Annotated[
        list[str] | None, typer.Option("--actor", help="Only pairs with this code.", metavar="CODE")
    ] = None,
    relation: Annotated[list[str] | None, typer.Option("--relation", help="Only this one.", metavar="CODE")] = None,
    quad: Annotated[list[str] | None, typer.Option("--quad", help="Only this class.", metavar="CLASS")] = None,
    voice: Annotated[
        list[str] | None,
        typer.Option("--voice", help="Only the word of this code; none: the articles' own.", metavar="CODE"),
    ] = None,
    outlet: Annotated[list[str] | None, typer.Option("--outlet", help="Only of this outlet.", metavar="NAME")] = None,
    start: Annotated[str | None, typer.Option("--from", help="First day of events.", metavar="YYYY-MM-DD")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day of events.", metavar="YYYY-MM-DD")] = None,
    said: SaidOption = False,
    top: Annotated[int, typer.Option("--top", min=1, help="How many pairs, the most frequent, to draw.")] = 60,
) -> None:
    """Draw or measure the graph of actors; without --out and --stats, list its pairs.

    It counts what articles report in their own voice as having happened, once where several print one report; --said
    counts also what is only said. An .html picture holds the sentences behind every arrow; a .png needs the extra
    communique[pictures]. With --from and --to, --stats compares with the period of the same
    length before. Measures: PageRank, weighted degrees, the most conflictual and cooperative pairs by the sum of their
    conflict-cooperation scores, communities of cooperation, balance of signed triangles.
    """
    from kg.events import Wanted

    wanted = Wanted(
        actors=frozenset(actor or ()),
        pair=frozenset(pair or ()),
        relations=_of_vocabulary("relation", relation, upper=True),
        quads=_of_vocabulary("quad", quad, upper=False),
        voices=frozenset(voice or ()),
        outlets=frozenset(outlet or ()),
        start=_iso("--from", start),
        end=_iso("--to", end),
        said=said or bool(voice),
    )
    if out is not None and out.suffix not in (".svg", ".png", ".html"):
        raise Failure(f"--out: {out}: a picture is .svg, .png or .html; kg export writes GraphML, GEXF and CSV")
    if wanted.start and wanted.end and wanted.end < wanted.start:
        raise Failure(f"--to: {wanted.end} is before {wanted.start}, the day of --from")
    with opened(settings, read_only=True) as graph:
        check_codes(graph, {*(actor or ()), *(pair or ()), *(voice or ())} - {"none"})
        if out is not None:
            _picture(graph, wanted, pair, top, out)
        if stats:
            _measures(graph, wanted)
        if out is None and not stats:
            _pair_tables(graph, wanted, pair)


def _of_vocabulary(option: str, given: Sequence[str] | None, upper: bool) -> frozenset[str]:
    from kg.lexicon.vocabulary import relations

    known = list(relations()) if upper else sorted({each.quad for each in relations().values()})
    found = frozenset(each.upper() if upper else each.lower() for each in given or ())
    if odd := sorted(found.difference(known)):
        raise Failure(f"--{option}: there is no {odd[0]!r}; there are {', '.join(known)}")
    return found


def _iso(option: str, given: str | None) -> str | None:
    try:
        return date.fromisoformat(given).isoformat() if given else None
    except ValueError:
        raise Failure(f"{option}: {given!r} is no date (YYYY-MM-DD)") from None


def _picture(graph: Store, wanted: Wanted, pair: tuple[str, str] | None, top: int, out: Path) -> None:
    from kg.events import events
    from kg.graph import names, of
    from kg.measures import strongest
    from kg.picture import network, page
    from kg.picture import pair as line
    from kg.picture.png import NoPainter, png

    found, named = list(events(graph, wanted)), names(graph)
    title = _described(wanted)
    if pair is None:
        drawn = strongest(of(found, named), top)
        kept = {(source, target) for source, target in drawn.edges()}
        found = [event for event in found if (event.source, event.target) in kept]
        picture = network.draw(drawn, title, link=out.suffix == ".html")
    else:
        picture = line.draw(line.periods(found, *pair), *pair, named)
    try:
        if out.suffix == ".html":
            content = page.page(title, picture, found, named).encode()
        else:
            content = png(picture) if out.suffix == ".png" else picture.encode()
    except NoPainter as wrong:
        raise Failure(wrong) from None
    with whole(out) as stream:
        stream.write(content)


def _described(wanted: Wanted) -> str:
    """Return the filters in words: what a picture shows must stand on it."""
    what = "All that is said" if wanted.said else "What articles report as having happened"
    codes = [" and ".join(sorted(wanted.pair)), ", ".join(sorted(wanted.actors))]
    rest = [*sorted(wanted.relations), *sorted(wanted.quads), *sorted(wanted.outlets)]
    rest += [f"by the word of {', '.join(sorted(wanted.voices))}"] if wanted.voices else []
    rest += [f"from {wanted.start}"] if wanted.start else []
    rest += [f"to {wanted.end}"] if wanted.end else []
    return "; ".join(filter(None, [what, *codes, *rest]))


def _measures(graph: Store, wanted: Wanted) -> None:
    from kg.graph import from_store
    from kg.measures import tables

    before = None
    if wanted.start and wanted.end:
        first, last = date.fromisoformat(wanted.start), date.fromisoformat(wanted.end)
        with suppress(OverflowError):  # it would lie before the year 1
            end = first - timedelta(1)
            earlier = replace(wanted, start=(end - (last - first)).isoformat(), end=end.isoformat())
            before = from_store(graph, earlier)
    for each in tables(from_store(graph, wanted), before):
        print(each.title)
        shown = table_of(*each.columns)
        for row in each.rows:
            shown.add_row(*row)
        print_table(shown)


def _pair_tables(graph: Store, wanted: Wanted, pair: tuple[str, str] | None) -> None:
    from kg.events import events
    from kg.graph import from_store
    from kg.measures import pairs
    from kg.picture.pair import periods

    if pair is None:
        shown = table_of("source", "target", "events", "mean score")
        for each in sorted(pairs(from_store(graph, wanted)), key=lambda p: (-p.count, p.source, p.target)):
            shown.add_row(each.source, each.target, str(each.count), f"{each.score:+.1f}")
    else:
        one, other = pair
        shown = table_of("period", f"{one} to {other}", "mean score", f"{other} to {one}", "mean score")
        for period in periods(events(graph, wanted), one, other):
            if period.there or period.back:
                shown.add_row(
                    period.name, str(period.there), _signed(period.there_score),
                    str(period.back), _signed(period.back_score),
                )  # fmt: skip
    print_table(shown)


def _signed(score: float | None) -> str:
    return "" if score is None else f"{score:+.1f}"
