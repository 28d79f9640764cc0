"""``kg article``, ``kg forget``, ``kg settle``: the articles that are in the graph, and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import unquote

import typer

from kg.cli.failure import Failure
from kg.cli.given import configured
from kg.cli.opened import decisions_of, opened, settle
from kg.cli.shown import print_table, so_many, table_of
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.store import Store

LISTED = 'kg query "SELECT ?id { ?article schema:identifier ?id }" lists all'


@configured("store")
def show_article(
    settings: Settings,
    article: Annotated[str, typer.Argument(help="An article's id.", metavar="ID")],
) -> None:
    """Show one article: where it is from, its origin and versions, what extracted it, and what was taken from it."""
    from kg.about import about

    with opened(settings, read_only=True) as graph:
        found = about(graph, _meant(graph, article))
    if found is None:
        raise Failure(f"{settings.store}: no article has the id {article!r}; {LISTED}")
    table = table_of("", "")
    for name, value in found:
        table.add_row(name, value)
    print_table(table)


@configured("store", "decisions", "all_actors")
def forget(
    settings: Settings,
    ids: Annotated[list[str], typer.Argument(help="Ids of articles.", metavar="ID")],
) -> None:
    """Remove articles with all that only they support, their former versions too, and nothing else.

    None is removed if there is one among the ids that is not there.
    """
    decided = decisions_of(settings)
    with opened(settings) as graph:
        meant = {each: _meant(graph, each) for each in ids}
        if missing := [each for each, key in meant.items() if not graph.holds(key)]:
            raise Failure(f"{settings.store}: no article has the id {missing[0]!r}; nothing was removed")
        for key in meant.values():
            graph.remove(key)
        settle(graph, settings, decided)
    print(f"{settings.store}: {so_many(len(set(meant.values())), 'article')} removed")


@configured("store", "decisions", "all_actors")
def settle_graph(
    settings: Settings,
) -> None:
    """Compute what follows from the articles (actors, edges, ledger, origins, index), where they have changed.

    A build does it at its end, and the service after changes by SPARQL.
    """
    decided = decisions_of(settings)
    with opened(settings) as graph:
        settle(graph, settings, decided)


def _meant(graph: Store, given: str) -> str:
    """Return the id that is meant: as it is, or as a query shows it (``article:2022%2F03``, or the whole IRI)."""
    from kg.rdf.namespaces import PREFIXES

    bare = given.removeprefix(PREFIXES["article"]).removeprefix("article:")
    found = (each for each in (given, bare, unquote(bare)) if each and graph.holds(each))
    return next(found, given)
