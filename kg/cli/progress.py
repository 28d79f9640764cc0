"""Reading articles where somebody looks on: what is shown meanwhile, what is wrong with them, and being stopped."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import IO, Self

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from kg import articles
from kg.address import anonymous
from kg.articles import Problem, Reading
from kg.cli.failure import Failure
from kg.cli.shown import so_many
from kg.model import Article, Statement
from kg.settings import Settings
from kg.store import Store


def reading_of(paths: Sequence[str], mapping: str | None, settings: Settings, failures: Path | None) -> Reading:
    web = articles.Web(private=settings.private, delay=settings.delay)
    try:
        plan = articles.load_mapping(mapping) if mapping else None
        return Reading(paths, plan=plan, web=web, without=failures)
    except articles.MappingError as wrong:
        raise Failure(f"--mapping: {wrong}") from None


@contextmanager
def input_errors() -> Iterator[None]:
    """Turn what is wrong with the model, a worker or its shards into one line."""
    from kg.cluster import ClusterError
    from kg.parse import ModelError
    from kg.shards import ShardsError
    from kg.workers import WorkersError

    try:
        yield
    except (ModelError, ClusterError, ShardsError, WorkersError) as wrong:
        raise Failure(wrong) from None


@contextmanager
def stoppable() -> Iterator[list[int]]:
    """Collect SIGINT and SIGTERM, so that the article in hand is finished; a second one has its usual effect.

    While the next article is waited for there is none in hand, and the first one ends the command. Which of the two it
    is, is said.
    """
    received: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        if _is_reading(frame):
            raise typer.Exit(128 + number)
        received.append(number)
        for each, handler in zip(numbers, before, strict=True):
            signal.signal(each, handler)
        os.write(sys.stderr.fileno(), b"kg: finishing the article in hand; once more stops at once\n")  # not reentrant

    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield received
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def until(stopped: Sequence[int], found: Iterable[Article | Problem]) -> Iterator[Article | Problem]:
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


class Watch:
    """What is shown while articles are read: a bar on a terminal, problems always; and the exit code.

    ``store`` is what they are stored in, and ``graph`` what it is called: what was done to it is said at the end.
    ``failures`` is a file that lists the problems, too, one JSON object a line.
    """

    def __init__(
        self,
        reading: Reading,
        shown: bool = True,
        failures: Path | None = None,
        graph: Path | str | None = None,
        store: Store | None = None,
    ) -> None:
        self.code = 0
        self._reading = reading
        self._graph = graph
        self._store = store
        self._started = time.monotonic()
        self._console = Console(stderr=True)
        self._counts = {"articles": 0, "statements": 0, "kept": 0, "failed": 0}
        self._foreign: Counter[str] = Counter()
        self._by_file = 0
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

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._bar.stop()
        if self._graph is not None and kind in (None, typer.Exit):
            self._say(f"{anonymous(self._graph)}: {self._summary()}")
        elif self._graph is None and not self._bar.disable:
            self._say(self._summary())
        if self._foreign:
            counts = ", ".join(f"{code} {count}" for code, count in self._foreign.most_common())
            self._say(f"in other languages than English, kept without statements: {counts}")
        if self._by_file:
            self._say(f"dated by when their files were made, for nothing says when they appeared: {self._by_file}")
        if self._reading.unread:
            counts = ", ".join(f"{suffix or 'no suffix'} {n}" for suffix, n in self._reading.unread.most_common())
            self._say(f"passed over, for nothing reads such files: {counts}")
        if self._list is not None:
            with suppress(OSError):  # that a line could not be written is told by then
                self._list.close()

    def problem(self, problem: Problem) -> None:
        self.code = 1
        self._counts["failed"] += 1
        if self._list is not None:
            try:
                print(json.dumps(asdict(problem), ensure_ascii=False), file=self._list, flush=True)
            except OSError as wrong:
                raise Failure(f"--failures: {self._list.name}: {articles.why(wrong)}") from None
        self._say(str(problem))

    def kept(self, _: Article) -> None:
        self._counts["kept"] += 1
        self._advance()

    def done(self, article: Article, statements: int) -> None:
        self._counts["articles"] += 1
        self._counts["statements"] += statements
        if not article.is_english:
            self._foreign[article.language] += 1
        self._by_file += article.dated == "file"
        self._advance()

    def articles(self, found: Iterable[Article | Problem]) -> Iterator[Article]:
        for item in found:
            if isinstance(item, Problem):
                self.problem(item)
            else:
                yield item

    def each(self, extracted: Iterable[tuple[Article, list[Statement]]]) -> Iterator[tuple[Article, list[Statement]]]:
        for article, found in extracted:
            self.done(article, len(found))
            yield article, found

    def _advance(self) -> None:
        rate = self._counts["articles"] / max(time.monotonic() - self._started, 0.001)
        self._bar.update(self._task, completed=self._reading.done, description=f"{self._summary()} ({rate:,.1f}/s)")

    def _say(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _summary(self) -> str:
        counts = self._counts
        kept = f", {counts['kept']} there already" if counts["kept"] else ""
        others = {
            "superseded": self._store.superseded if self._store is not None else 0,
            "read twice": self._reading.twice,
            "failed": counts["failed"],
        }
        rest = "".join(f", {count} {what}" for what, count in others.items() if count)
        new = f"{so_many(counts['articles'], 'article')}, {so_many(counts['statements'], 'statement')}"
        return f"{'nothing new' if kept and not counts['articles'] else new}{kept}{rest}"


def _opened(file: Path) -> IO[str]:
    try:
        return file.open("w", encoding="utf-8")
    except OSError as wrong:
        raise Failure(f"--failures: {file}: {articles.why(wrong)}") from None
