"""``kg actors``: who is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli.failure import Failure
from kg.cli.given import ActorId, configured, settings_for
from kg.cli.opened import gazetteer, opened
from kg.cli.shown import print_table, table_of
from kg.model import Actor
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.lexicon.actors import Gazetteer
    from kg.who import About


class _OrSearch(TyperGroup):
    """`kg actors WORD...`: words that are no command are looked for."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        known = not args or args[0] in self.commands or args[0].startswith("-")
        return super().resolve_command(ctx, args if known else ["search", *args])


app = typer.Typer(
    name="actors",
    cls=_OrSearch,
    help="Who is who: list, search, show and explain actors, and decide what the seeds leave open. "
    "`kg actors WORD...` searches, `kg actors` lists all.",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback(invoke_without_command=True)
def known_actors(context: typer.Context) -> None:
    """Without a command and words: list all."""
    if context.invoked_subcommand is None:
        _show_actors(_all_actors(settings_for(context)))


@configured("store")
def list_actors(
    settings: Settings,
    kind: Annotated[str | None, typer.Option("--kind", help="Only of this kind: military.", metavar="KIND")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Only of this country: CHN.", metavar="CODE")] = None,
    strangers: Annotated[
        bool, typer.Option("--strangers", help="Only those whom no seed knows: found in the graph's articles.")
    ] = False,
) -> None:
    """List the actors of the seeds, and those whom the graph's articles name besides."""
    found = _all_actors(settings, seeded=not strangers)
    kinds = {actor.kind for actor in found} | set(gazetteer().kinds)
    if kind is not None and kind not in kinds:
        raise Failure(f"--kind: there is no kind {kind!r}; there are {', '.join(sorted(kinds))}")
    left = [a for a in found if kind in (None, a.kind) and country in (None, a.country)]
    if not left:
        raise Failure("no actor is of that kind and country")
    _show_actors(left)


@configured("store")
def search_actors(
    settings: Settings,
    words: Annotated[list[str], typer.Argument(help="Words of a name, the last by its beginning.", metavar="WORD")],
) -> None:
    """Search by any name, seat or demonym, or by the name of an office holder; case and accents do not count."""
    from kg import who
    from kg.lexicon.search import PART, Label, labels, search

    known = {actor.id: actor for actor in _all_actors(settings)}
    called: list[Label] = list(labels(gazetteer()))
    if settings.store.exists():
        with opened(settings, read_only=True) as graph:
            called += who.labels(graph)
    hits = [hit for hit in search(called, " ".join(words)) if hit.rank != PART and hit.actor in known]
    if not hits:
        raise Failure(f"no actor is called {' '.join(words)!r}")
    _show_actors([known[hit.actor] for hit in hits], {hit.actor: hit.by for hit in hits})


def _all_actors(settings: Settings, seeded: bool = True) -> list[Actor]:
    from kg import who

    found = {actor.id: actor for actor in gazetteer().actors.values()} if seeded else {}
    if settings.store.exists():
        with opened(settings, read_only=True) as graph:
            found |= {a.id: a for a in who.strangers(graph) if a.id not in gazetteer().actors}
    return sorted(found.values(), key=lambda actor: actor.id)


def _show_actors(found: Sequence[Actor], by: Mapping[str, str] | None = None) -> None:
    table = table_of("id", "code", "kind", "country", "name", *(["found by"] if by else []))
    for actor in found:
        words = [actor.id, actor.code, actor.kind, actor.country or "", actor.name]
        table.add_row(*words, *([by[actor.id]] if by else []))
    print_table(table)


@configured("store")
def show_actor(settings: Settings, actor: ActorId) -> None:
    """Show one actor: names, ids, offices with their dates, and how often the graph speaks of it."""
    from kg import who

    known, about = gazetteer(), None
    if settings.store.exists():
        with opened(settings, read_only=True) as graph:
            try:
                about = who.about(graph, actor)
            except ValueError:
                about = None
    if about is None and actor not in known.actors:
        raise Failure(f"no actor has the id {actor!r}; kg actors search finds ids")
    table = table_of("", "")
    for name, value in (*_seeded(actor, known), *_counted(about, actor in known.actors)):
        table.add_row(name, value)
    print_table(table)


def _seeded(identity: str, known: Gazetteer) -> Iterator[tuple[str, str]]:
    actor = known.actors.get(identity)
    if actor is None:
        return
    yield "id", actor.id
    yield "name", actor.name
    yield "kind", f"{actor.kind}: {known.kinds[actor.kind].definition}" if actor.kind in known.kinds else actor.kind
    yield "code", actor.code
    for label, value in (("country", actor.country), ("ISO 3166-1", actor.iso2), ("Wikidata", actor.wikidata)):
        if value:
            yield label, value
    senses: dict[str, set[str]] = {}
    for name in (name for names in known.names.values() for name in names if name.actor.id == identity):
        senses.setdefault("also" if name.sense in ("name", "person") else name.sense, set()).add(name.text)
    for sense, texts in sorted(senses.items()):
        if left := sorted(texts - {actor.name}):
            yield sense, ", ".join(left)
    for tenure in known.tenures.get(identity, ()):
        yield "office", f"{tenure.office}, for {tenure.code}, {tenure.start} to {tenure.end or 'now'}"


def _counted(about: About | None, seeded: bool) -> Iterator[tuple[str, str]]:
    if about is None:
        yield "articles", "0"
        return
    if not seeded:
        yield "id", about.id
        yield "name", about.name
        yield "kind", ", ".join(about.kinds)
        yield "code", ", ".join(about.codes)
        yield "country", about.country or ""
        yield "known from", "articles only: no seed has it"
    if about.used:
        yield "named", ", ".join(about.used)
    if about.described:
        yield "described", "; ".join(about.described)
    yield "articles", str(about.articles)
    yield "statements", ", ".join(f"{count} as {_ROLES[role]}" for role, count in about.counts.items())


_ROLES = {"source": "source", "target": "target", "attributedTo": "speaker"}
