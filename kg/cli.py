"""The ``kg`` command. What is said to people goes to stderr, results to stdout.

Exit codes: 0 done, 1 something was wrong with the input or the graph (one line on stderr says what), 2 wrong
usage, 130 Ctrl-C, 143 SIGTERM.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import IO, TYPE_CHECKING, Annotated, Any, BinaryIO, NoReturn, Self

import typer
import typer.main
from pydantic import ValidationError
from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from typer.core import TyperGroup

from kg import __version__, articles, resources
from kg.articles import Problem, Reading
from kg.lexicon.tables import SeedError
from kg.model import Actor, Article, Mention, Statement
from kg.settings import FILE as settings_file  # noqa: N811  # the name of a file, not of this module
from kg.settings import Settings

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples

    from kg.events import Wanted
    from kg.explain import Explanation
    from kg.lexicon.actors import Gazetteer
    from kg.lexicon.decisions import Decisions
    from kg.pipeline import Reasons
    from kg.relate.accounts import Account
    from kg.store import Store
    from kg.who import About

WIDE = 10_000  # columns of a table that goes into a pipe: nothing is cut there

app = typer.Typer(
    name="kg",
    help="Reads news and remembers who said and did what to whom, according to whom, with the sentence to prove it.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

Paths = Annotated[
    list[str],
    typer.Argument(
        help="Articles: files (text, Markdown, JSON, CSV, Parquet, HTML, PDF, feeds, WARC, also in zip and gzip), "
        "folders of them, web addresses, or - for standard input.",
        metavar="PATH",
    ),
]
StoreOption = Annotated[
    Path | None, typer.Option("--store", help="Folder of the graph. [default: graph]", metavar="PATH")
]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="Installed spaCy pipeline that parses.", metavar="NAME")
]
ProcessesOption = Annotated[
    int | None,
    typer.Option("--processes", "-p", help="How many processes parse. [default: as many as pay]", metavar="N"),
]
MappingOption = Annotated[
    str | None,
    typer.Option(
        "--mapping",
        help="How the columns of tables become articles: a TOML file, or gdelt-events, gdelt-gkg, mediacloud.",
        metavar="FILE",
    ),
]
PrivateOption = Annotated[
    bool | None, typer.Option("--private/--public", help="Whether web addresses in private networks are fetched, too.")
]
DelayOption = Annotated[
    float | None,
    typer.Option("--delay", help="Least seconds between two requests to one host. [default: 1]", metavar="SECONDS"),
]
FailuresOption = Annotated[
    Path | None,
    typer.Option("--failures", help="File that lists everything that failed, one JSON object a line.", metavar="FILE"),
]
DecisionsOption = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        help="File of what was decided about actors. [default: decisions.tsv beside the graph]",
        metavar="FILE",
    ),
]
CoreferenceOption = Annotated[
    bool | None,
    typer.Option(
        "--coreference/--no-coreference", help='Whether "it" or "the ministry" takes its antecedent\'s actor.'
    ),
]


class StatementFormat(StrEnum):
    """What `kg extract` writes."""

    JSONL = "jsonl"
    TABLE = "table"


class AnswerFormat(StrEnum):
    """What `kg query` writes."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TURTLE = "turtle"


class GraphFormat(StrEnum):
    """What `kg export` writes."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    PLOVER = "plover"


class Failure(typer.TyperException):
    """What stops a command: one line for the user, and exit code 1."""

    def __init__(self, reason: object) -> None:
        super().__init__(" ".join(str(reason).split()))


def main() -> NoReturn:
    """Run the command line and exit."""
    command = typer.main.get_command(app)
    try:
        with command.make_context("kg", sys.argv[1:]) as context:
            command.invoke(context)
        code = 0
    except typer.Exit as end:
        code = end.exit_code
    except typer.TyperException as wrong:
        code = _say(wrong)
    except SeedError as wrong:  # any command may be the first to read a table or the vocabulary
        code = _say(Failure(wrong))
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 128 + signal.SIGPIPE
    sys.exit(code)


def _say(wrong: typer.TyperException) -> int:
    """Print a usage error or a failure as one line and return its exit code."""
    format_message: Callable[[], str] = getattr(wrong, "format_message", lambda: str(wrong))
    context = getattr(wrong, "ctx", None)
    command = context.command_path if context else "kg"
    usage = getattr(wrong, "exit_code", 1) == 2
    hint = f" (see {command} --help)" if usage else ""
    # "Value error" is how pydantic, under typer, begins what an enumeration says.
    print(f"{command}: {' '.join(format_message().split()).replace('Value error, ', '')}{hint}", file=sys.stderr)
    return 2 if usage else 1


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"communique {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    store: StoreOption = None,
    model: ModelOption = None,
    version: Annotated[  # noqa: ARG001  (its callback answers)
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Keep what is given before the command for the command."""
    context.obj = {"store": store, "model": model}


def _settings(context: typer.Context, **given: object) -> Settings:
    """Return the settings: the command's options, else those before the command, else environment, file, default."""
    before = {key: value for key, value in (context.obj or {}).items() if value is not None}
    chosen = before | {key: value for key, value in given.items() if value is not None}
    try:
        return Settings.model_validate({**Settings().model_dump(), **chosen})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = str(first["loc"][0])
        raise Failure(f"{_origin(name, chosen)}: {first['msg']}, not {first['input']!r}") from None
    except (OSError, ValueError) as wrong:
        reason = articles.why(wrong) if isinstance(wrong, OSError) else wrong
        raise Failure(f"{os.environ.get('KG_CONFIG') or settings_file}: {reason}") from None


def _origin(name: str, chosen: Mapping[str, object]) -> str:
    """Return what a user calls the place where a setting comes from."""
    if name in chosen:
        return f"--{name}"
    variable = f"KG_{name.upper()}"
    return variable if variable in os.environ else f"{os.environ.get('KG_CONFIG') or settings_file}: {name}"


# -- build and extract ------------------------------------------------------------------------------------------------


@app.command()
def build(
    context: typer.Context,
    paths: Paths,
    store: StoreOption = None,
    model: ModelOption = None,
    processes: ProcessesOption = None,
    coreference: CoreferenceOption = None,
    decisions: DecisionsOption = None,
    all_actors: Annotated[
        bool | None,
        typer.Option("--all-actors/--named-actors", help="Store all known actors, or those whom articles name."),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Extract anew what is in the graph already.")] = False,
    mapping: MappingOption = None,
    private: PrivateOption = None,
    delay: DelayOption = None,
    failures: FailuresOption = None,
) -> None:
    """Read articles, extract their statements and store them in the graph.

    An article that is in the graph already is passed over, unless it or the extractor has changed: it then
    replaces what was there. Stopped by Ctrl-C or SIGTERM it finishes the article in hand; killed, it leaves every
    finished article whole, and running it again completes the graph.
    """
    settings = _settings(
        context,
        store=store,
        model=model,
        processes=processes,
        coreference=coreference,
        decisions=decisions,
        all_actors=all_actors,
        private=private,
        delay=delay,
    )
    from kg import pipeline

    decided = _decisions(settings)
    reading = _reading(paths, mapping, settings, failures)
    with (
        _input_errors(),
        _store(settings, must_exist=False) as graph,
        _stoppable() as stopped,
        _Watch(reading, failures=failures) as watch,
    ):
        built = pipeline.build(
            _until(stopped, reading),
            graph,
            report=watch.problem,
            kept=watch.kept,
            again=again,
            model=settings.model,
            processes=settings.processes,
            coreference=settings.coreference,
            decisions=decided,
            all_actors=settings.all_actors,
        )
        for article, found in built:
            watch.done(article, found)
            if stopped:
                built.close()
                graph.flush()
                break
    raise typer.Exit(128 + stopped[0] if stopped else watch.code)


@app.command()
def extract(
    context: typer.Context,
    paths: Paths,
    output: Annotated[
        StatementFormat, typer.Option("--format", "-f", help="How to write them.")
    ] = StatementFormat.JSONL,
    model: ModelOption = None,
    processes: ProcessesOption = None,
    coreference: CoreferenceOption = None,
    decisions: Annotated[
        Path | None,
        typer.Option("--decisions", help="File of what was decided about actors. [default: none]", metavar="FILE"),
    ] = None,
    mapping: MappingOption = None,
    private: PrivateOption = None,
    delay: DelayOption = None,
    failures: FailuresOption = None,
) -> None:
    """Write the statements of articles, without a graph: one JSON object a line, or a table."""
    settings = _settings(
        context,
        model=model,
        processes=processes,
        coreference=coreference,
        decisions=decisions,
        private=private,
        delay=delay,
    )
    from kg import pipeline
    from kg.lexicon.decisions import NONE

    decided = _decisions(settings) if settings.decisions else NONE
    write = _statement_lines if output is StatementFormat.JSONL else _statement_table
    reading = _reading(paths, mapping, settings, failures)
    with _input_errors(), _Watch(reading, shown=not sys.stdout.isatty(), failures=failures) as watch:
        good = watch.articles(reading)
        write(
            watch.each(
                pipeline.extract(
                    good,
                    model=settings.model,
                    processes=settings.processes,
                    coreference=settings.coreference,
                    decisions=decided,
                    report=watch.problem,
                )
            )
        )
    raise typer.Exit(watch.code)


@app.command()
def rebuild(
    context: typer.Context,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only print the differences; change nothing.")] = False,
    store: StoreOption = None,
    model: ModelOption = None,
    processes: ProcessesOption = None,
    coreference: CoreferenceOption = None,
    decisions: DecisionsOption = None,
    all_actors: Annotated[
        bool | None,
        typer.Option("--all-actors/--named-actors", help="Store all known actors, or those whom articles name."),
    ] = None,
) -> None:
    """Extract anew, from the stored texts, what another version of the software extracted, and print what that changes.

    A line each: + for a statement that is new, - for one that is gone, ~ for one that says something else.
    """
    settings = _settings(
        context, store=store, model=model, processes=processes, coreference=coreference, decisions=decisions,
        all_actors=all_actors,
    )  # fmt: skip
    from kg import pipeline
    from kg import rebuild as again

    decided, counts, code = _decisions(settings), Counter[str](), 0
    reader = pipeline.readers(settings.model, coreference=settings.coreference, decisions=decided)
    how: dict[str, Any] = {
        "model": settings.model,
        "processes": settings.processes,
        "coreference": settings.coreference,
        "decisions": decided,
    }
    before: dict[str, dict[str, again.Told]] = {}

    def report(problem: Problem) -> None:
        nonlocal code
        code = 1
        print(problem, file=sys.stderr)

    with _input_errors(), _store(settings) as graph, _stoppable() as stopped:

        def stale() -> Iterator[Article]:
            for article in again.stored(graph):
                if not again.is_current(graph, article, reader(article)):
                    before[article.id] = again.told(graph, article.id)
                    yield article

        done = (
            pipeline.extract(stale(), report=report, **how)
            if dry
            else pipeline.build(stale(), graph, report=report, all_actors=settings.all_actors, **how)
        )
        for article, found in done:
            for change in again.changes(article, before.pop(article.id), found, reader(article)):
                counts[change.sign] += 1
                print(change)
            counts["articles"] += 1
            if stopped:
                break
    told = f"{counts['+']} statements added, {counts['-']} gone, {counts['~']} changed"
    print(f"{_so_many(counts['articles'], 'article')} extracted anew: {told}")
    raise typer.Exit(128 + stopped[0] if stopped else code)


@app.command()
def watch(
    context: typer.Context,
    feeds: Annotated[
        Path, typer.Argument(help="TOML file of feeds and alert rules (docs/reading.md).", metavar="FEEDS")
    ],
    once: Annotated[bool, typer.Option("--once", help="Ask every feed once, and end.")] = False,
    store: StoreOption = None,
    model: ModelOption = None,
    coreference: CoreferenceOption = None,
    decisions: DecisionsOption = None,
    private: PrivateOption = None,
    delay: DelayOption = None,
) -> None:
    """Ask feeds again and again, store what is new, and tell of what the alert rules want to know.

    What was read is remembered beside the graph: stopped or killed at any moment, it goes on where it was. The graph is
    open for writing only while feeds are asked. Ends with Ctrl-C or SIGTERM; with --once, exit code 1 says that
    something failed.
    """
    settings = _settings(
        context, store=store, model=model, coreference=coreference, decisions=decisions, private=private, delay=delay
    )
    from kg import pipeline
    from kg.watch import Round, WatchError, load, poll, wait

    try:
        watched = load(feeds)
    except WatchError as wrong:
        raise Failure(wrong) from None
    decided = _decisions(settings)

    def told(line: str) -> None:
        print(line, flush=True)

    def round_() -> Round:
        web = articles.Web(private=settings.private, delay=settings.delay)
        with web, _store(settings, must_exist=False) as graph:

            def build(
                found: Iterable[Article | Problem], report: Callable[[Problem], None], kept: Callable[[Article], None]
            ) -> Iterable[tuple[Article, list[Statement]]]:
                return pipeline.build(
                    found,
                    graph,
                    report=report,
                    kept=kept,
                    model=settings.model,
                    processes=1,
                    coreference=settings.coreference,
                    decisions=decided,
                    all_actors=settings.all_actors,
                )

            return poll(watched, graph, web, build, told)

    with _input_errors(), _stoppable() as stopped:
        while True:
            done = round_()
            for problem in done.problems:
                print(problem, file=sys.stderr, flush=True)
            if done.new or once:
                new = f"{_so_many(done.new, 'article')} added, {done.statements} statements, {done.told} alerts told"
                print(new, file=sys.stderr, flush=True)
            if once or stopped:
                break
            wait(watched.every, lambda: bool(stopped))
            if stopped:
                break
    raise typer.Exit(128 + stopped[0] if stopped else bool(done.problems))


@app.command("article")
def show_article(
    context: typer.Context,
    article: Annotated[str, typer.Argument(help="An article's id.", metavar="ID")],
    store: StoreOption = None,
) -> None:
    """Show one article: where it is from, its origin and versions, what extracted it, and what was taken from it."""
    settings = _settings(context, store=store)
    from kg.about import about

    with _store(settings, read_only=True) as graph:
        found = about(graph, article)
    if found is None:
        raise Failure(f"{settings.store}: no article has the id {article!r}")
    table = _table("", "")
    for name, value in found:
        table.add_row(name, value)
    _print(table)


@app.command()
def forget(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(help="Ids of articles.", metavar="ID")],
    store: StoreOption = None,
    decisions: DecisionsOption = None,
    all_actors: Annotated[
        bool | None,
        typer.Option("--all-actors/--named-actors", help="Store all known actors, or those whom articles name."),
    ] = None,
) -> None:
    """Remove articles with all that only they support, their former versions too, and nothing else.

    None is removed if there is one among the ids that is not there.
    """
    settings = _settings(context, store=store, decisions=decisions, all_actors=all_actors)
    from kg.lexicon.decisions import applied
    from kg.settle import settle

    known = applied(_decisions(settings), _gazetteer())
    with _store(settings) as graph:
        there = set(graph.articles())
        if missing := [each for each in ids if each not in there]:
            raise Failure(f"{settings.store}: no article has the id {missing[0]!r}; nothing was removed")
        for each in ids:
            graph.remove(each)
        settle(graph, known, everybody=settings.all_actors)
    print(f"{settings.store}: {_so_many(len(set(ids)), 'article')} removed")


def _reading(paths: Sequence[str], mapping: str | None, settings: Settings, failures: Path | None) -> Reading:
    web = articles.Web(private=settings.private, delay=settings.delay)
    try:
        plan = articles.load_mapping(mapping) if mapping else None
        return Reading(paths, plan=plan, web=web, without=failures)
    except articles.MappingError as wrong:
        raise Failure(f"--mapping: {wrong}") from None


def _statement_lines(extracted: Iterable[tuple[Article, list[Statement]]]) -> None:
    from kg.export import statement_json

    for _, found in extracted:
        for statement in found:
            print(json.dumps(statement_json(statement), ensure_ascii=False))
        sys.stdout.flush()


def _statement_table(extracted: Iterable[tuple[Article, list[Statement]]]) -> None:
    table = _table("source", "relation", "target", "theme", "attributed to", "modality", "sentence")
    for _, found in extracted:
        for s in found:
            relation = f"{s.relation}/{s.mode}" if s.mode else s.relation
            words = (
                _named(s.source), relation, _named(s.target), s.theme or "",
                _named(s.attributed_to), s.modality.value, " ".join(s.sentence.text.split()),
            )  # fmt: skip
            table.add_row(*words)
    _print(table)


def _named(mention: Mention | None) -> str:
    if mention is None:
        return ""
    return mention.actor.code if mention.actor else f"? {mention.text}"


@contextmanager
def _input_errors() -> Iterator[None]:
    """Turn what is wrong with the model or a worker into one line."""
    from concurrent.futures.process import BrokenProcessPool

    from kg.parse import ModelError

    try:
        yield
    except ModelError as wrong:
        raise Failure(wrong) from None
    except BrokenProcessPool:
        raise Failure("a process was killed while it parsed (out of memory?); use fewer --processes") from None


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """Collect SIGINT and SIGTERM, so that the article in hand is finished; a second one has its usual effect.

    While the next article is waited for there is none in hand, and the first one ends the command.
    """
    received: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        if _is_reading(frame):
            raise typer.Exit(128 + number)
        received.append(number)
        for each, handler in zip(numbers, before, strict=True):
            signal.signal(each, handler)

    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield received
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _until(stopped: Sequence[int], found: Iterable[Article | Problem]) -> Iterator[Article | Problem]:
    """Yield what is read; end the command if it was stopped while there was no article in hand."""
    items = iter(found)
    while not stopped:
        if (item := next(items, None)) is None:
            return
        yield item
    raise typer.Exit(128 + stopped[0])


def _is_reading(frame: FrameType | None) -> bool:
    folder = str(Path(articles.__file__).parent)
    while frame is not None and not frame.f_code.co_filename.startswith(folder):
        frame = frame.f_back
    return frame is not None


class _Watch:
    """What is shown while articles are read: a bar on a terminal, problems always; and the exit code.

    ``failures`` is a file that lists the problems, too, one JSON object a line.
    """

    def __init__(self, reading: Reading, shown: bool = True, failures: Path | None = None) -> None:
        self.code = 0
        self._reading = reading
        self._started = time.monotonic()
        self._console = Console(stderr=True)
        self._counts = {"articles": 0, "statements": 0, "kept": 0, "failed": 0}
        self._foreign: Counter[str] = Counter()
        self._list = _opened(failures) if failures else None
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            disable=not (shown and self._console.is_terminal),
        )
        self._task = self._bar.add_task("reading", total=reading.total or None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
        if self._console.is_terminal and self._bar.disable is False:
            self._console.print(self._summary(), highlight=False)
        if self._foreign:
            counts = ", ".join(f"{code} {count}" for code, count in self._foreign.most_common())
            self._console.print(f"in other languages than English, kept without statements: {counts}", highlight=False)
        if self._list is not None:
            self._list.close()

    def problem(self, problem: Problem) -> None:
        self.code = 1
        self._counts["failed"] += 1
        if self._list is not None:
            print(json.dumps(asdict(problem), ensure_ascii=False), file=self._list, flush=True)
        self._console.print(str(problem), markup=False, highlight=False, soft_wrap=True)

    def kept(self, _: Article) -> None:
        self._counts["kept"] += 1
        self._advance()

    def done(self, article: Article, found: Sequence[Statement]) -> None:
        self._counts["articles"] += 1
        self._counts["statements"] += len(found)
        if not article.is_english:
            self._foreign[article.language] += 1
        self._advance()

    def articles(self, found: Iterable[Article | Problem]) -> Iterator[Article]:
        for item in found:
            if isinstance(item, Problem):
                self.problem(item)
            else:
                yield item

    def each(self, extracted: Iterable[tuple[Article, list[Statement]]]) -> Iterator[tuple[Article, list[Statement]]]:
        for article, found in extracted:
            self.done(article, found)
            yield article, found

    def _advance(self) -> None:
        self._bar.update(self._task, completed=self._reading.done, description=self._summary())

    def _summary(self) -> str:
        counts = self._counts
        kept = f", {counts['kept']} there already" if counts["kept"] else ""
        failed = f", {counts['failed']} failed" if counts["failed"] else ""
        rate = counts["articles"] / max(time.monotonic() - self._started, 0.001)
        return f"{counts['articles']} articles ({rate:,.1f}/s), {counts['statements']} statements{kept}{failed}"


def _opened(file: Path) -> IO[str]:
    try:
        return file.open("w", encoding="utf-8")
    except OSError as wrong:
        raise Failure(f"--failures: {file}: {articles.why(wrong)}") from None


# -- the graph --------------------------------------------------------------------------------------------------------


@contextmanager
def _store(settings: Settings, *, read_only: bool = False, must_exist: bool = True) -> Iterator[Store]:
    from kg.store import Store, StoreError

    if settings.remote_query:
        with _connected(settings) as graph:
            yield graph
        return
    if must_exist and not settings.store.exists():
        raise Failure(_no_graph(settings))
    try:
        with Store.open(settings.store, read_only=read_only) as graph:
            yield graph
    except StoreError as wrong:
        raise Failure(wrong) from None


@contextmanager
def _connected(settings: Settings) -> Iterator[Store]:
    from kg.remote import RemoteError
    from kg.store import Store, StoreError

    secret = settings.remote_password.get_secret_value()
    try:
        with Store.remote(
            settings.remote_query, settings.remote_update, settings.remote_graphs, settings.remote_user, secret
        ) as graph:
            yield graph
    except (StoreError, RemoteError) as wrong:
        raise Failure(wrong) from None


def _no_graph(settings: Settings) -> str:
    return f"{settings.store}: no graph here; make one with: kg --store {settings.store} build PATH..."


@app.command()
def query(
    context: typer.Context,
    sparql: Annotated[
        str | None,
        typer.Argument(help="A SPARQL query, a file that holds one, or - for standard input.", metavar="QUERY"),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", "-n", help="A query that comes with the ontology.", metavar="NAME")
    ] = None,
    bind: Annotated[
        list[str] | None,
        typer.Option("--bind", "-b", help="Fix a variable: code=code:CHN, or theme=drones.", metavar="VARIABLE=VALUE"),
    ] = None,
    output: Annotated[
        AnswerFormat, typer.Option("--format", "-f", help="How to write the answer.")
    ] = AnswerFormat.TABLE,
    store: StoreOption = None,
) -> None:
    """Ask the graph in SPARQL 1.1. Without GRAPH a pattern is looked for in all graphs together.

    SELECT and ASK give a table, JSON or CSV; CONSTRUCT and DESCRIBE give Turtle.
    """
    settings = _settings(context, store=store)
    text = _query_text(sparql, name)
    from api import guard

    with _store(settings, read_only=True) as graph:
        try:
            guard.check(text)
            text, bound = (text, _bindings(bind or ())) if name is None else _typed(name, bind or ())
            _write_answer(graph.query(text, bindings=bound), output)
        except guard.Refused as wrong:
            raise Failure(wrong) from None
        except SyntaxError as wrong:
            raise Failure(f"the query is not SPARQL 1.1: {wrong.msg}") from None
        except ValueError as wrong:  # a binding for a variable that the query does not select
            raise Failure(wrong) from None


def _query_text(sparql: str | None, name: str | None) -> str:
    if name is not None:
        if sparql is not None:
            raise Failure("give a query or --name, not both")
        return _named_query(name)
    if sparql is None and sys.stdin.isatty():
        raise Failure("no query; give one as an argument, in a file, with --name, or through a pipe")
    try:
        if sparql is None or sparql == "-":
            return sys.stdin.read()
        if len(sparql.split()) > 1 and not Path(sparql).is_file():  # no query is a single word
            return sparql
        return Path(sparql).read_text(encoding="utf-8")
    except OSError as wrong:
        if len(sparql or "") > 255:
            return sparql or ""  # too long for a file name
        raise Failure(f"{sparql}: {articles.why(wrong)}") from None
    except UnicodeDecodeError:
        raise Failure(f"{sparql or 'standard input'}: not UTF-8 text") from None


def _bindings(given: Sequence[str]) -> dict[str, NamedNode | Literal]:
    """Return the values of ``name=value``: an IRI in angle brackets, a name with a known prefix, or words."""
    from pyoxigraph import Literal, NamedNode

    from kg.rdf.namespaces import PREFIXES

    found: dict[str, NamedNode | Literal] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        prefix, colon, rest = value.partition(":")
        name = name.removeprefix("?")
        if not equals or not name.isidentifier():
            raise Failure(f"--bind: {pair!r} is not VARIABLE=VALUE")
        try:
            if value.startswith("<") and value.endswith(">"):
                found[name] = NamedNode(value[1:-1])
            else:
                found[name] = NamedNode(PREFIXES[prefix] + rest) if colon and prefix in PREFIXES else Literal(value)
        except ValueError:
            raise Failure(f"--bind: {value!r} is no IRI") from None
    return found


def _named_query(name: str) -> str:
    from kg.named import queries

    known = queries()
    if name not in known:
        raise Failure(f"--name: no query {name!r}; there are {', '.join(known)}")
    return known[name].text


def _typed(name: str, given: Sequence[str]) -> tuple[str, dict[str, NamedNode | Literal]]:
    """Return text and bindings of a named query, each value as the type that its parameter has."""
    from kg.named import asked, queries, term

    parameters = {parameter.name: parameter for parameter in queries()[name].parameters}
    found: dict[str, NamedNode | Literal] = {}
    for pair in given:
        variable, equals, value = pair.partition("=")
        parameter = parameters.get(variable.removeprefix("?"))
        if not equals or parameter is None:
            known = ", ".join(f"{p.name} ({p.type}, such as {p.example})" for p in parameters.values())
            raise Failure(f"--bind: {pair!r} is no PARAMETER=VALUE of {name}; its parameters are {known}")
        try:
            found[parameter.name] = term(parameter, value)
        except ValueError as wrong:
            raise Failure(f"--bind: {parameter.name}: {wrong}") from None
    return asked(queries()[name], found)


def _write_answer(answer: QuerySolutions | QueryTriples | QueryBoolean, output: AnswerFormat) -> None:
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, serialize

    from kg.rdf.namespaces import PREFIXES

    if isinstance(answer, QueryTriples):
        if output is AnswerFormat.CSV:
            raise Failure("--format: the query gives a graph; write it as turtle or json")
        if output is AnswerFormat.JSON:
            _bytes(serialize(answer, format=RdfFormat.JSON_LD, prefixes=dict(PREFIXES)))
        else:
            _bytes(serialize(answer, format=RdfFormat.TURTLE, prefixes=dict(PREFIXES)))
    elif output is AnswerFormat.TURTLE:
        raise Failure("--format: turtle is for CONSTRUCT and DESCRIBE; write this answer as table, json or csv")
    elif output is AnswerFormat.TABLE:
        if isinstance(answer, QueryBoolean):
            print("yes" if answer else "no")
        else:
            _print(_answer_table(answer))
    else:
        _bytes(
            answer.serialize(format=QueryResultsFormat.JSON if output is AnswerFormat.JSON else QueryResultsFormat.CSV)
        )


def _answer_table(answer: QuerySolutions) -> Table:
    table = _table(*(variable.value for variable in answer.variables))
    for row in answer:
        table.add_row(*(_short(term) for term in row))
    return table


def _short(term: object) -> str:
    """Return an IRI with its prefix, a literal as its words, nothing for no value."""
    from kg.rdf.namespaces import PREFIXES

    value = str(getattr(term, "value", "" if term is None else term))
    if type(term).__name__ != "NamedNode":
        return " ".join(value.split())
    prefix, iri = max(PREFIXES.items(), key=lambda item: len(item[1]) if value.startswith(item[1]) else -1)
    return f"{prefix}:{value.removeprefix(iri)}" if value.startswith(iri) else value


SaidOption = Annotated[
    bool, typer.Option("--said", help="Take also what is only claimed, planned, possible or denied.")
]


@app.command()
def export(
    context: typer.Context,
    output: Annotated[GraphFormat, typer.Option("--format", "-f", help="How to write it.")] = GraphFormat.TRIG,
    file: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="File to write; of csv a folder. [default: standard output]", metavar="FILE"
        ),
    ] = None,
    said: SaidOption = False,
    store: StoreOption = None,
) -> None:
    """Write the whole graph: as RDF, as a graph of actors, or as rows of events.

    RDF: Turtle (all graphs merged), TriG, N-Quads or JSON-LD; the same articles give the same lines. The graph of
    actors for Gephi, Cytoscape and others: GraphML, GEXF (with time), or CSV (nodes.csv and edges.csv in a folder; on
    standard output the edges). It holds what articles report in their own voice; --said takes also what is only said.
    plover: JSON lines with the field names of the PLOVER ontology, of what articles say in their own voice, with the
    contexts future, hypothetical and negation; --said takes also what others say, with the context claimed.
    """
    settings = _settings(context, store=store)
    with _store(settings, read_only=True) as graph:
        if output is GraphFormat.CSV and file is not None:
            _export_lists(graph, file, said)
            return
        if file is None:
            _export(graph, output, said, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        with _whole(file) as stream:
            _export(graph, output, said, stream)


@contextmanager
def _whole(file: Path) -> Iterator[BinaryIO]:
    """Write a file so that a reader sees the old one or the whole new one."""
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(file)
    except OSError as wrong:
        raise Failure(f"{file}: {articles.why(wrong)}") from None
    finally:
        with suppress(OSError):  # not there, or in a folder that cannot be written to
            part.unlink()


def _export(graph: Store, output: GraphFormat, said: bool, out: BinaryIO) -> None:
    from kg import interchange
    from kg.events import OWN_VOICE, Wanted, events
    from kg.graph import from_store, names

    if output is GraphFormat.PLOVER:
        wanted = Wanted(said=True, voices=frozenset() if said else frozenset({OWN_VOICE}))
        out.writelines(line.encode() + b"\n" for line in interchange.plover(events(graph, wanted), names(graph)))
    elif output is GraphFormat.GRAPHML:
        out.write(interchange.graphml(from_store(graph, Wanted(said=said))))
    elif output is GraphFormat.GEXF:
        out.write(interchange.gexf(from_store(graph, Wanted(said=said))))
    elif output is GraphFormat.CSV:
        out.write(interchange.edges_csv(from_store(graph, Wanted(said=said))).encode())
    elif said:
        raise Failure(f"--said: {output.value} always holds everything that is said")
    else:
        graph.export(output.value, out)


def _export_lists(graph: Store, folder: Path, said: bool) -> None:
    from kg import interchange
    from kg.events import Wanted
    from kg.graph import from_store

    network = from_store(graph, Wanted(said=said))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise Failure(f"{folder}: {articles.why(wrong)}") from None
    for name, content in (("nodes", interchange.nodes_csv(network)), ("edges", interchange.edges_csv(network))):
        with _whole(folder / f"{name}.csv") as stream:
            stream.write(content.encode())


# -- the graph of actors ----------------------------------------------------------------------------------------------


@app.command("graph")
def actor_graph(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Picture to write: .svg, .png or .html.", metavar="FILE")
    ] = None,
    stats: Annotated[bool, typer.Option("--stats", help="Print measures.")] = False,
    pair: Annotated[
        tuple[str, str] | None, typer.Option("--pair", help="Two codes: what each does to the other, over time.")
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
    store: StoreOption = None,
) -> None:
    """Draw or measure the graph of actors; without --out and --stats, list its pairs.

    It counts what articles report in their own voice as having happened; --said counts also what is only said. An .html
    picture holds the sentences behind every arrow. With --from and --to, --stats compares with the period of the same
    length before. Measures: PageRank, weighted degrees, the most conflictual and cooperative pairs by the sum of their
    conflict-cooperation scores, communities of cooperation, balance of signed triangles.
    """
    from kg.events import Wanted

    settings = _settings(context, store=store)
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
    with _store(settings, read_only=True) as graph:
        _known_codes(graph, {*(actor or ()), *(pair or ()), *(voice or ())} - {"none"})
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


def _known_codes(graph: Store, codes: Iterable[str]) -> None:
    from kg.graph import names

    known = names(graph)
    if odd := sorted(set(codes) - known.keys()):
        raise Failure(f"{odd[0]!r} is no code of this graph; kg actors search finds codes by name")


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
    with _whole(out) as stream:
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
        earlier = replace(
            wanted, start=(first - (last - first) - timedelta(1)).isoformat(), end=(first - timedelta(1)).isoformat()
        )
        before = from_store(graph, earlier)
    for each in tables(from_store(graph, wanted), before):
        print(each.title)
        shown = _table(*each.columns)
        for row in each.rows:
            shown.add_row(*row)
        _print(shown)


def _pair_tables(graph: Store, wanted: Wanted, pair: tuple[str, str] | None) -> None:
    from kg.events import events
    from kg.graph import from_store
    from kg.measures import pairs
    from kg.picture.pair import periods

    if pair is None:
        shown = _table("source", "target", "events", "mean score")
        for each in sorted(pairs(from_store(graph, wanted)), key=lambda p: (-p.count, p.source, p.target)):
            shown.add_row(each.source, each.target, str(each.count), f"{each.score:+.1f}")
    else:
        one, other = pair
        shown = _table("period", f"{one} to {other}", "mean score", f"{other} to {one}", "mean score")
        for period in periods(events(graph, wanted), one, other):
            if period.there or period.back:
                shown.add_row(
                    period.name, str(period.there), _signed(period.there_score),
                    str(period.back), _signed(period.back_score),
                )  # fmt: skip
    _print(shown)


def _signed(score: float | None) -> str:
    return "" if score is None else f"{score:+.1f}"


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on. [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port; 0 takes a free one. [default: 8000]")] = None,
    store: StoreOption = None,
) -> None:
    """Serve the graph: SPARQL at /sparql, a REST interface described at /docs, and a page at /."""
    settings = _settings(context, store=store, host=host, port=port)
    from api.server import run
    from api.state import Serving
    from kg.store import StoreError

    if not settings.remote_query and not settings.store.exists():
        raise Failure(_no_graph(settings))
    signal.signal(signal.SIGTERM, _exit)  # uvicorn hands the signal on when it has finished the running requests
    with _listening(settings.host, settings.port) as listener:
        try:
            serving = Serving.remote(settings) if settings.remote_query else Serving.folder(settings)
        except (StoreError, OSError) as wrong:
            raise Failure(wrong) from None
        number = listener.getsockname()[1]
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        print(f"Serving {settings.remote_query or settings.store} at http://{shown}:{number}", flush=True)
        run(serving, settings, listener)


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    raise typer.Exit(128 + number)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=2048)
        # asyncio does this itself only for sockets that name their protocol; without it each answer waits 40 ms for
        # the client to acknowledge its head.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as wrong:
        raise Failure(f"cannot listen on port {port} of {host}: {articles.why(wrong)}") from None
    with listener:
        yield listener


# -- copies -----------------------------------------------------------------------------------------------------------


@app.command()
def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="New folder to write to.", metavar="FOLDER")],
    store: StoreOption = None,
) -> None:
    """Write a copy of the graph to a new folder, also while it is served or built.

    The copy is a graph like any other. Of a graph that somebody is writing to, it is the last published state; when
    that was is printed.
    """
    settings = _settings(context, store=store)
    from kg import snapshots
    from kg.store import StoreError

    if not settings.store.exists():
        raise Failure(_no_graph(settings))
    if folder.exists():
        raise Failure(f"{folder}: is there already; name a new folder")
    try:
        state = snapshots.copy(settings.store.resolve(), folder.resolve())
    except (StoreError, OSError) as wrong:
        raise Failure(articles.why(wrong) if isinstance(wrong, OSError) else wrong) from None
    print(f"{folder}: the graph as of {state.astimezone():%Y-%m-%d %H:%M:%S}")


@app.command()
def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder that kg backup wrote.", metavar="FOLDER")],
    replace_: Annotated[bool, typer.Option("--replace", help="Replace the graph that is there.")] = False,
    store: StoreOption = None,
) -> None:
    """Make the graph what a backup holds. A service that reads it goes on, and shows it within seconds."""
    settings = _settings(context, store=store)
    from kg import snapshots
    from kg.store import StoreError

    if settings.store.exists() and not replace_:
        raise Failure(f"{settings.store}: there is a graph; --replace replaces it")
    try:
        snapshots.restore(folder.resolve(), settings.store.resolve())
    except (StoreError, OSError) as wrong:
        raise Failure(articles.why(wrong) if isinstance(wrong, OSError) else wrong) from None
    print(f"{settings.store}: restored from {folder}")


@app.command("config")
def configuration(context: typer.Context) -> None:
    """Print every setting with its value and where that comes from: environment, file (communique.toml), default."""
    settings = _settings(context)
    table = _table("setting", "value", "from")
    for name, value, origin in settings.origins():
        table.add_row(name, value, origin)
    _print(table)


# -- whether it is sound ----------------------------------------------------------------------------------------------


@app.command()
def check(context: typer.Context, store: StoreOption = None, decisions: DecisionsOption = None) -> None:
    """Check ontology, queries, seeds and decisions, and the graph against its shapes if there is one."""
    settings = _settings(context, store=store, decisions=decisions)
    from kg.check import check as checked

    if settings.store.exists():
        with _store(settings, read_only=True) as graph:
            found = checked(graph)
    elif settings.store == Settings.model_fields["store"].default:
        found = checked()
    else:
        raise Failure(_no_graph(settings))
    wrong = [*map(str, found), *_decision_problems(settings.decided)]
    for problem in wrong:
        print(problem)
    what = f"ontology, seeds and {settings.store}" if settings.store.exists() else "ontology and seeds"
    print(f"{what}: {_so_many(len(wrong), 'problem')}")
    raise typer.Exit(1 if wrong else 0)


def _decision_problems(path: Path) -> list[str]:
    from kg.lexicon.decisions import problems

    try:
        return [f"{path.parent}: {reason}" for reason in problems(path, _gazetteer())]
    except SeedError:  # bad seeds are among the problems already
        return []


@app.command()
def verify(context: typer.Context, store: StoreOption = None) -> None:
    """Read every stored quote again and compare it with its article's text at its offsets."""
    settings = _settings(context, store=store)
    from kg.verify import verify as verified

    with _store(settings, read_only=True) as graph:
        found = verified(graph)
    for mismatch in found.mismatches:
        print(mismatch)
    print(f"{found.quotes} quotes in {found.articles} articles: {_so_many(len(found.mismatches), 'mismatch')}")
    raise typer.Exit(1 if found.mismatches else 0)


def _so_many(count: int, noun: str) -> str:
    return f"no {noun}" if count == 0 else f"{count} {noun}{'' if count == 1 else 'es' if noun.endswith('h') else 's'}"


@app.command("eval")
def evaluate(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(help="Folder of gold files (*.jsonl). [default: the gold set of the project]", metavar="FOLDER"),
    ] = None,
    model: ModelOption = None,
    errors: Annotated[bool, typer.Option("--errors", help="Print every error with its text.")] = False,
) -> None:
    """Measure what is found against sentences of which every statement is known, and print the figures.

    How such sentences are written down is described in benchmarks/gold/README.md. The benchmarks are in a checkout and
    in the source distribution; an installed wheel has none.
    """
    settings = _settings(context, model=model)
    try:
        resources.path("benchmarks/quality.py")
    except FileNotFoundError:
        raise Failure(
            "no benchmarks in an installed wheel; run it from a checkout or the source distribution"
        ) from None
    from benchmarks import quality

    given = ["--model", settings.model, *(["--errors"] if errors else [])]
    if folder is not None:
        given += ["--gold", str(folder), "--unpinned"]
    with _input_errors():
        raise typer.Exit(quality.main(given))


# -- who is known -----------------------------------------------------------------------------------------------------


class _OrSearch(TyperGroup):
    """`kg actors WORD...`: words that are no command are looked for."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        known = not args or args[0] in self.commands or args[0].startswith("-")
        return super().resolve_command(ctx, args if known else ["search", *args])


actors = typer.Typer(
    name="actors",
    cls=_OrSearch,
    help="Who is who: list, search, show and explain actors, and decide what the seeds leave open. "
    "`kg actors WORD...` searches, `kg actors` lists all.",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.add_typer(actors)

ActorId = Annotated[str, typer.Argument(help="An actor's id (kg actors search finds it).", metavar="ACTOR")]
Called = Annotated[str, typer.Argument(help="An actor's id, or words as a text has them, in quotes.", metavar="ACTOR")]
ArticleOption = Annotated[str, typer.Option("--article", help="Only in the article with this id.", metavar="ID")]
NoteOption = Annotated[str, typer.Option("--note", help="Why: kept with the decision.", metavar="WORDS")]


@actors.callback(invoke_without_command=True)
def known_actors(context: typer.Context) -> None:
    """Without a command and words: list all."""
    if context.invoked_subcommand is None:
        _show_actors(_all_actors(_settings(context)))


@actors.command("list")
def list_actors(
    context: typer.Context,
    kind: Annotated[str | None, typer.Option("--kind", help="Only of this kind: military.", metavar="KIND")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Only of this country: CHN.", metavar="CODE")] = None,
    strangers: Annotated[
        bool, typer.Option("--strangers", help="Only those whom no seed knows: found in the graph's articles.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """List the actors of the seeds, and those whom the graph's articles name besides."""
    found = _all_actors(_settings(context, store=store), seeded=not strangers)
    kinds = {actor.kind for actor in found} | set(_gazetteer().kinds)
    if kind is not None and kind not in kinds:
        raise Failure(f"--kind: there is no kind {kind!r}; there are {', '.join(sorted(kinds))}")
    left = [a for a in found if kind in (None, a.kind) and country in (None, a.country)]
    if not left:
        raise Failure("no actor is of that kind and country")
    _show_actors(left)


@actors.command("search")
def search_actors(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help="Words of a name, the last by its beginning.", metavar="WORD")],
    store: StoreOption = None,
) -> None:
    """Search by any name, seat or demonym, or by the name of an office holder; case and accents do not count."""
    from kg import who
    from kg.lexicon.search import PART, Label, labels, search

    settings, known = _settings(context, store=store), {a.id: a for a in _all_actors(_settings(context, store=store))}
    called: list[Label] = list(labels(_gazetteer()))
    if settings.store.exists():
        with _store(settings, read_only=True) as graph:
            called += who.labels(graph)
    hits = [hit for hit in search(called, " ".join(words)) if hit.rank != PART and hit.actor in known]
    if not hits:
        raise Failure(f"no actor is called {' '.join(words)!r}")
    _show_actors([known[hit.actor] for hit in hits], {hit.actor: hit.by for hit in hits})


def _gazetteer() -> Gazetteer:
    from kg.lexicon.actors import gazetteer

    return gazetteer()


def _all_actors(settings: Settings, seeded: bool = True) -> list[Actor]:
    from kg import who

    found = {actor.id: actor for actor in _gazetteer().actors.values()} if seeded else {}
    if settings.store.exists():
        with _store(settings, read_only=True) as graph:
            found |= {a.id: a for a in who.strangers(graph) if a.id not in _gazetteer().actors}
    return sorted(found.values(), key=lambda actor: actor.id)


def _show_actors(found: Sequence[Actor], by: Mapping[str, str] | None = None) -> None:
    table = _table("id", "code", "kind", "country", "name", *(["found by"] if by else []))
    for actor in found:
        words = [actor.id, actor.code, actor.kind, actor.country or "", actor.name]
        table.add_row(*words, *([by[actor.id]] if by else []))
    _print(table)


@actors.command("show")
def show_actor(context: typer.Context, actor: ActorId, store: StoreOption = None) -> None:
    """Show one actor: names, ids, offices with their dates, and how often the graph speaks of it."""
    from kg import who

    settings, known = _settings(context, store=store), _gazetteer()
    about = None
    if settings.store.exists():
        with _store(settings, read_only=True) as graph:
            try:
                about = who.about(graph, actor)
            except ValueError:
                about = None
    if about is None and actor not in known.actors:
        raise Failure(f"no actor has the id {actor!r}; kg actors search finds ids")
    table = _table("", "")
    for name, value in (*_seeded(actor, known), *_counted(about, actor in known.actors)):
        table.add_row(name, value)
    _print(table)


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


@actors.command("explain")
def explain_actor(
    context: typer.Context,
    text: Annotated[
        str, typer.Argument(help="A sentence, or the id of a stored statement or mention.", metavar="TEXT|ID")
    ],
    day: Annotated[
        str | None, typer.Option("--date", help="The day on which the text appeared.", metavar="YYYY-MM-DD")
    ] = None,
    model: ModelOption = None,
    store: StoreOption = None,
    decisions: DecisionsOption = None,
) -> None:
    """Say why words stand for an actor: the rule, the row of the seeds that gave the name, the sentence."""
    settings = _settings(context, model=model, store=store, decisions=decisions)
    published = _day(day)
    decided = _decisions(settings)
    if _ID.fullmatch(text):
        found = _explained_stored(text.rpartition("/")[2], settings, decided)
    else:
        found = _explained_text(text, published, settings, decided)
    if not found:
        raise Failure("nobody is mentioned there")
    print("\n\n".join("\n".join(_told(each)) for each in found))


@app.command("explain")
def explain_text(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="A sentence, or several.", metavar="TEXT")],
    day: Annotated[
        str | None, typer.Option("--date", help="The day on which the text appeared.", metavar="YYYY-MM-DD")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Draw the parse (displaCy): .svg or .html.", metavar="FILE")
    ] = None,
    model: ModelOption = None,
    decisions: DecisionsOption = None,
) -> None:
    """Say how a text was read: the parse, who is who and why, each trigger word with the senses that were tried."""
    from kg import pipeline
    from kg.explain import explain

    settings = _settings(context, model=model, decisions=decisions)
    decided, known, published = _decisions(settings), _gazetteer(), _day(day)
    if picture is not None and picture.suffix not in (".svg", ".html"):
        raise Failure(f"--picture: {picture} ends neither in .svg nor in .html")
    with _input_errors():
        read = pipeline.reasons(text, published=published, model=settings.model, decisions=decided)
    if picture is not None:
        _draw(read, picture)
    iso = published.isoformat() if published else None
    print("\n".join(_parse_lines(read)))
    for m in read.mentions:
        print("\n" + "\n".join(list(_told(explain(m.text, m.actor, m.rule, "", iso, known, decided)))[:-1]))
    for account in read.accounts:
        print("\n" + "\n".join(_sense_lines(account)))
    print()
    _statement_table([(Article("", text, published=published), read.statements)])


def _draw(read: Reasons, file: Path) -> None:
    from spacy import displacy

    sentences = list(read.doc.sents)
    if file.suffix == ".svg" and len(sentences) > 1:
        raise Failure("--picture: a .svg shows one sentence; take .html for several")
    drawn = displacy.render(sentences, style="dep", page=file.suffix == ".html", jupyter=False)
    try:
        file.write_text(drawn, encoding="utf-8")
    except OSError as bad:
        raise Failure(f"{file}: {bad.strerror}") from None


def _parse_lines(read: Reasons) -> Iterator[str]:
    width = max((len(token.text) for token in read.doc), default=0)
    for token in read.doc:
        if not token.is_space:
            yield f"{token.text:{width}}  {token.tag_:5} {token.dep_:10} {token.head.text}"


def _sense_lines(account: Account) -> Iterator[str]:
    yield f'"{account.trigger.text}" is in the lexicon'
    for label, words in account.arguments:
        yield f"  {label}: {words}"
    for sense in account.senses:
        yield f"  {sense.rule}{f' [{sense.tests}]' if sense.tests else ''}: {sense.verdict}"


_ID = re.compile(r"(?:https://communique\.example/(?:statement|mention)/)?[0-9a-f]{20}")


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Failure(f"--date: {given!r} is no date (YYYY-MM-DD)") from None


def _explained_text(text: str, day: date | None, settings: Settings, decided: Decisions) -> list[Explanation]:
    from kg import pipeline
    from kg.explain import explain

    known, iso = _gazetteer(), day.isoformat() if day else None
    with _input_errors():
        article = Article("", text, published=day)
        found = pipeline.with_sentences(article, model=settings.model, decisions=decided)
    return [explain(m.text, m.actor, m.rule, sentence, iso, known, decided) for m, sentence in found]


def _explained_stored(identity: str, settings: Settings, decided: Decisions) -> list[Explanation]:
    from kg import who
    from kg.explain import explain

    known = _gazetteer()
    with _store(settings, read_only=True) as graph:
        found = who.seen(graph, identity)
        if not found:
            raise Failure(f"{settings.store}: no statement or mention has the id {identity}")
        actors_ = dict(known.actors) | {a.id: a for a in who.strangers(graph) if a.id not in known.actors}
    explained = []
    for seen in found:
        actor = actors_.get(seen.actor or "")
        if actor is not None:
            actor = replace(actor, code=seen.code or actor.code, title=seen.title)
        sentence = f"{seen.sentence} ({seen.article}{', ' + seen.day if seen.day else ''})"
        explained.append(explain(seen.text, actor, seen.rule, sentence, seen.day, known, decided))
    return explained


def _told(why: Explanation) -> Iterator[str]:
    actor = why.actor
    called = f"{actor.code}: {actor.name} ({actor.id}, {actor.kind})" if actor else "nobody who is known"
    yield f'"{" ".join(why.text.split())}" is {called}'
    yield f"  rule {why.rule}: {why.meaning}"
    for origin in why.origins:
        yield f"  {origin.place}: {origin.gave}"
    if actor is not None and actor.title:
        yield f"  the text calls it: {actor.title}"
    for decision in why.decisions:
        yield f"  {decision.place}: decision {decision.number} of {decision.date}: {decision}"
    yield f"  in: {why.sentence}"


# -- what is decided about them ---------------------------------------------------------------------------------------


@actors.command("same-as")
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


@actors.command("not-same-as")
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


@actors.command("acts-for")
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


@actors.command("decisions")
def list_decisions(context: typer.Context, store: StoreOption = None, decisions: DecisionsOption = None) -> None:
    """List what was decided."""
    table = _table("number", "date", "decision", "note")
    for d in _decisions(_settings(context, store=store, decisions=decisions)):
        table.add_row(str(d.number), d.date, str(d), d.note)
    _print(table)


@actors.command("revert")
def revert_decision(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="Its number.", metavar="NUMBER")],
    store: StoreOption = None,
    decisions: DecisionsOption = None,
) -> None:
    """Take a decision back; the next build undoes it."""
    from kg.lexicon.decisions import revert

    settings = _settings(context, store=store, decisions=decisions)
    gone = revert(settings.decided, number, _gazetteer())
    print(f"{settings.decided}: no longer {gone.number}: {gone}")


def _record(
    context: typer.Context, store: Path | None, decisions: Path | None, kind: str, one: str, other: str, **rest: str
) -> None:
    from kg.lexicon.decisions import decide, record

    settings = _settings(context, store=store, decisions=decisions)
    made = record(settings.decided, decide(kind, one, other, **rest), _gazetteer())
    print(f"{settings.decided}: {made.number}: {made}")


def _decisions(settings: Settings) -> Decisions:
    """Return what was decided; a file that was asked for must be there."""
    from kg.lexicon.decisions import load

    if settings.decisions is not None and not settings.decisions.exists():
        raise Failure(f"{settings.decisions}: no such file or directory")
    return load(settings.decided, _gazetteer())


@app.command()
def version() -> None:
    """Print the version."""
    _print_version(True)


# -- writing ----------------------------------------------------------------------------------------------------------


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _print(table: Table) -> None:
    width = None if sys.stdout.isatty() else WIDE
    Console(width=width, markup=False, highlight=False, emoji=False).print(table)
    sys.stdout.flush()


def _bytes(content: bytes | None) -> None:
    stream: BinaryIO = sys.stdout.buffer
    stream.write(content or b"")
    stream.flush()


if __name__ == "__main__":
    main()
