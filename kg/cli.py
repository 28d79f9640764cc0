"""The ``kg`` command. What is said to people goes to stderr, results to stdout.

Exit codes: 0 done, 1 something was wrong with the input or the graph (one line on stderr says what), 2 wrong
usage, 130 Ctrl-C, 143 SIGTERM.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn, Self

import typer
import typer.main
from pydantic import ValidationError
from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kg import __version__, articles, resources
from kg.articles import Problem
from kg.model import Article, Mention, Statement
from kg.settings import Settings

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples

    from kg.lexicon.actors import Gazetteer
    from kg.store import Store

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
        help="Articles: .txt, .md, .json, .jsonl, folders of them, or - for standard input.", metavar="PATH"
    ),
]
StoreOption = Annotated[
    Path | None, typer.Option("--store", help="Folder of the graph. [default: graph]", metavar="PATH")
]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="Installed spaCy pipeline that parses.", metavar="NAME")
]
ProcessesOption = Annotated[
    int | None, typer.Option("--processes", "-p", help="How many processes parse. [default: 1]", metavar="N")
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
    """Return the settings: the command's options, else those before the command, else the environment."""
    before = {key: value for key, value in (context.obj or {}).items() if value is not None}
    chosen = before | {key: value for key, value in given.items() if value is not None}
    try:
        return Settings.model_validate({**Settings().model_dump(), **chosen})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = str(first["loc"][0])
        source = f"--{name}" if name in chosen else f"KG_{name.upper()}"
        raise Failure(f"{source}: {first['msg']}, not {first['input']!r}") from None


# -- build and extract ------------------------------------------------------------------------------------------------


@app.command()
def build(
    context: typer.Context,
    paths: Paths,
    store: StoreOption = None,
    model: ModelOption = None,
    processes: ProcessesOption = None,
    coreference: CoreferenceOption = None,
    again: Annotated[bool, typer.Option("--again", help="Extract anew what is in the graph already.")] = False,
) -> None:
    """Read articles, extract their statements and store them in the graph.

    An article that is in the graph already is passed over, unless it or the extractor has changed: it then
    replaces what was there. Stopped by Ctrl-C or SIGTERM it finishes the article in hand; killed, it leaves every
    finished article whole, and running it again completes the graph.
    """
    settings = _settings(context, store=store, model=model, processes=processes, coreference=coreference)
    from kg import pipeline

    with _input_errors(), _store(settings, must_exist=False) as graph, _stoppable() as stopped, _Watch(paths) as watch:
        built = pipeline.build(
            paths,
            graph,
            report=watch.problem,
            kept=watch.kept,
            again=again,
            model=settings.model,
            processes=settings.processes,
            coreference=settings.coreference,
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
) -> None:
    """Write the statements of articles, without a graph: one JSON object a line, or a table."""
    settings = _settings(context, model=model, processes=processes, coreference=coreference)
    from kg import pipeline

    write = _statement_lines if output is StatementFormat.JSONL else _statement_table
    with _input_errors(), _Watch(paths, shown=not sys.stdout.isatty()) as watch:
        good = watch.articles(articles.read(paths))
        write(
            watch.each(
                pipeline.extract(
                    good,
                    model=settings.model,
                    processes=settings.processes,
                    coreference=settings.coreference,
                    report=watch.problem,
                )
            )
        )
    raise typer.Exit(watch.code)


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
    """Turn what is wrong with the model, the seeds or a worker into one line."""
    from concurrent.futures.process import BrokenProcessPool

    from kg.lexicon.tables import SeedError
    from kg.parse import ModelError

    try:
        yield
    except (ModelError, SeedError) as wrong:
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


def _is_reading(frame: FrameType | None) -> bool:
    while frame is not None and frame.f_code.co_filename != articles.__file__:
        frame = frame.f_back
    return frame is not None


class _Watch:
    """What is shown while articles are read: a bar on a terminal, problems always; and the exit code."""

    def __init__(self, paths: Sequence[str], shown: bool = True) -> None:
        self.code = 0
        self._console = Console(stderr=True)
        self._counts = {"articles": 0, "statements": 0, "kept": 0}
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            disable=not (shown and self._console.is_terminal),
        )
        self._task = self._bar.add_task("reading", total=articles.size(paths) or None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
        if self._console.is_terminal and self._bar.disable is False:
            self._console.print(self._summary(), highlight=False)

    def problem(self, problem: Problem) -> None:
        self.code = 1
        self._console.print(str(problem), markup=False, highlight=False, soft_wrap=True)

    def kept(self, article: Article) -> None:
        self._counts["kept"] += 1
        self._advance(article)

    def done(self, article: Article, found: Sequence[Statement]) -> None:
        self._counts["articles"] += 1
        self._counts["statements"] += len(found)
        self._advance(article)

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

    def _advance(self, article: Article) -> None:
        self._bar.update(self._task, advance=len(article.text.encode()), description=self._summary())

    def _summary(self) -> str:
        kept = f", {self._counts['kept']} there already" if self._counts["kept"] else ""
        return f"{self._counts['articles']} articles, {self._counts['statements']} statements{kept}"


# -- the graph --------------------------------------------------------------------------------------------------------


@contextmanager
def _store(settings: Settings, *, read_only: bool = False, must_exist: bool = True) -> Iterator[Store]:
    from kg.store import Store, StoreError

    if must_exist and not settings.store.exists():
        raise Failure(_no_graph(settings))
    try:
        with Store.open(settings.store, read_only=read_only) as graph:
            yield graph
    except StoreError as wrong:
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
            _write_answer(graph.query(text, bindings=_bindings(bind or ())), output)
        except guard.Refused as wrong:
            raise Failure(wrong) from None
        except SyntaxError as wrong:
            raise Failure(f"the query is not SPARQL 1.1: {wrong.msg}") from None


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
    known = {file.stem: file for file in sorted(resources.path("ontology/queries").glob("*.rq"))}
    if name not in known:
        raise Failure(f"--name: no query {name!r}; there are {', '.join(known)}")
    return known[name].read_text(encoding="utf-8")


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


@app.command()
def export(
    context: typer.Context,
    output: Annotated[GraphFormat, typer.Option("--format", "-f", help="How to write it.")] = GraphFormat.TRIG,
    file: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write. [default: standard output]", metavar="FILE")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Write the whole graph as Turtle (all graphs merged), TriG, N-Quads or JSON-LD.

    The same articles give the same lines: N-Quads are sorted.
    """
    settings = _settings(context, store=store)
    with _store(settings, read_only=True) as graph:
        if file is None:
            graph.export(output.value, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        part = file.with_name(f".{file.name}.part")
        try:
            with part.open("wb") as stream:
                graph.export(output.value, stream)
            part.replace(file)  # a reader sees the old file or the whole new one
        except OSError as wrong:
            raise Failure(f"{file}: {articles.why(wrong)}") from None
        finally:
            part.unlink(missing_ok=True)


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on. [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port; 0 takes a free one. [default: 8000]")] = None,
    store: StoreOption = None,
) -> None:
    """Serve the graph: SPARQL at /sparql, a REST interface described at /docs, and a page at /."""
    settings = _settings(context, store=store, host=host, port=port)
    import uvicorn

    from api.app import create_app

    signal.signal(signal.SIGTERM, _exit)  # uvicorn hands the signal on when it has finished the running requests
    with _listening(settings.host, settings.port) as listener, _snapshot(settings) as graph:
        number = listener.getsockname()[1]
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        print(f"Serving {settings.store} at http://{shown}:{number}", flush=True)
        server = uvicorn.Server(uvicorn.Config(create_app(graph, settings), log_level="warning"))
        server.run(sockets=[listener])


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    raise typer.Exit(128 + number)


@contextmanager
def _snapshot(settings: Settings) -> Iterator[Store]:
    """Open a copy of the store as it is now (hard links beside it), so that the graph can be built meanwhile."""
    folder = settings.store.resolve()
    if not os.access(folder, os.W_OK):
        with _store(settings, read_only=True) as graph:
            yield graph
        return
    prefix = f".{folder.name}.serving-"
    for left in folder.parent.glob(f"{prefix}*"):
        if not _runs(left.name.removeprefix(prefix)):  # that service was killed
            shutil.rmtree(left, ignore_errors=True)
    copy = folder.parent / f"{prefix}{os.getpid()}"
    try:
        with _store(settings) as graph:
            graph.backup(copy)
        with _store(settings.model_copy(update={"store": copy}), read_only=True) as graph:
            yield graph
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError):
        return True
    return True


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as wrong:
        raise Failure(f"cannot listen on port {port} of {host}: {articles.why(wrong)}") from None
    with listener:
        yield listener


# -- whether it is sound ----------------------------------------------------------------------------------------------


@app.command()
def check(context: typer.Context, store: StoreOption = None) -> None:
    """Check ontology, queries and seeds, and the graph against its shapes if there is one."""
    settings = _settings(context, store=store)
    from kg.check import check as checked

    if settings.store.exists():
        with _store(settings, read_only=True) as graph:
            found = checked(graph)
    elif settings.store == Settings.model_fields["store"].default:
        found = checked()
    else:
        raise Failure(_no_graph(settings))
    for problem in found:
        print(problem)
    what = f"ontology, seeds and {settings.store}" if settings.store.exists() else "ontology and seeds"
    print(f"{what}: {_so_many(len(found), 'problem')}")
    raise typer.Exit(1 if found else 0)


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


# -- what is known ----------------------------------------------------------------------------------------------------


@app.command()
def actors(
    words: Annotated[
        list[str] | None, typer.Argument(help="Words of a name; none lists all actors.", metavar="WORD")
    ] = None,
) -> None:
    """Search the actors by any of their names, the last word by its beginning."""
    from kg.lexicon.actors import gazetteer
    from kg.lexicon.tables import SeedError

    try:
        known = gazetteer()
    except SeedError as wrong:
        raise Failure(wrong) from None
    found = _named_by(known, " ".join(words or ()))
    if not found:
        raise Failure(f"no actor is called {' '.join(words or ())!r}")
    table = _table("id", "code", "kind", "name", "found by")
    for actor, by in found.items():
        row = known.actors[actor]
        table.add_row(row.id, row.code, row.kind, row.name, ", ".join(sorted(by)))
    _print(table)


def _named_by(known: Gazetteer, words: str) -> dict[str, set[str]]:
    """Return the ids of the actors that have a name with these words, and those names."""
    from kg.lexicon.actors import pieces

    wanted = pieces(words)
    found: dict[str, set[str]] = {}
    for key, names in known.names.items():
        if wanted and not any(
            key[i : i + len(wanted) - 1] == wanted[:-1] and key[i + len(wanted) - 1].startswith(wanted[-1])
            for i in range(len(key) - len(wanted) + 1)
        ):
            continue
        for name in names:
            found.setdefault(name.actor.id, set()).update([name.text] if wanted else [])
    return dict(sorted(found.items()))


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
