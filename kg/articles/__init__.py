"""Reading articles from files of every kind, folders, archives, web addresses, feeds and standard input.

What cannot be read becomes a `Problem`, one clear line, and reading goes on with the next. `kinds.KINDS` is the
registry of readers. Text files are taken as they are: UTF-8, or UTF-16 or UTF-32 when they begin with their byte
order mark, which is a signature and no character; all others are kept exactly, line ends included. How the text of a
page, a feed or a PDF was made is in `Article.made`.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from kg.articles import places
from kg.articles.convert import Converters, Pending
from kg.articles.fields import FIELDS as FIELDS
from kg.articles.fields import article as article
from kg.articles.kinds import is_read
from kg.articles.mapping import MappingError as MappingError
from kg.articles.mapping import Plan as Plan
from kg.articles.mapping import load as load_mapping
from kg.articles.problem import Problem as Problem
from kg.articles.problem import why as why
from kg.articles.raw import Found, How
from kg.articles.seen import Seen
from kg.articles.web import Web as Web
from kg.model import Article, content_id

__all__ = [
    "FIELDS",
    "MappingError",
    "Plan",
    "Problem",
    "Reading",
    "Web",
    "article",
    "load_mapping",
    "read",
    "size",
    "why",
]


class Reading:
    """Articles and problems of some paths, in order; it can be gone through once.

    A path is a file, a folder (read recursively in sorted order; hidden files and unknown kinds are passed over, the
    latter counted by suffix in ``unread``), a web address, or ``-`` for standard input (JSON lines if its first
    character that is no blank is ``{``, else one text). An article that comes twice is yielded once, and counted in
    ``twice``; a different article under an id already read is a problem and is left out, unless both are the page of
    one address: the later one is its new version. ``without`` is a file that is passed over: one that is written
    meanwhile.
    ``total`` and ``done`` are bytes of files, for a progress bar; memory does not grow with the number of articles.
    """

    def __init__(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        stdin: IO[bytes] | None = None,
        plan: Plan | None = None,
        web: Web | None = None,
        without: Path | None = None,
    ) -> None:
        self._paths = [str(paths)] if isinstance(paths, str | Path) else list(map(str, paths))
        self._stdin = stdin
        self._how = How(web or Web(), plan, Path(os.path.realpath(without)) if without else None)
        self.total = size(self._paths)
        self.done = 0
        self.twice = 0
        self._before = 0  # bytes of the files that are read

    def __iter__(self) -> Iterator[Article | Problem]:
        with Seen() as seen, self._how.web, Converters() as converters:
            for place, item in _made(self._found(replace(self._how, converters=converters)), converters.ahead):
                if isinstance(item, Problem):
                    yield item
                elif (first := seen.first(item, place)) is None:
                    yield _with_file(item, place)
                elif not first:
                    self.twice += 1
                else:
                    yield Problem(place, f"{item.id!r} is also the id of a different article in {first}", "id")

    @property
    def unread(self) -> Counter[str]:
        """How many files of which suffix no reader was for, of those that were come to so far."""
        return self._how.unread

    def _found(self, how: How) -> Iterator[Found]:
        for path in self._paths:
            yield from places.found(path, how, self._stdin, self._read)

    def _read(self, position: int, ended: bool) -> None:
        self.done = max(self.done, self._before + position)
        if ended:
            self._before += position


def _made(found: Iterable[Found], ahead: int) -> Iterator[tuple[str, Article | Problem]]:
    """Yield what is found, in its order; what is being made meanwhile is waited for once so much is under way."""
    waiting: deque[Found] = deque()
    for each in found:
        waiting.append(each)
        while waiting and (len(waiting) > ahead or not isinstance(waiting[0][1], Pending) or waiting[0][1].done):
            yield _result(waiting.popleft())
    yield from map(_result, waiting)


def _with_file(article: Article, place: str) -> Article:
    """Return an article that nothing but its text identifies with the file that it is all of: no row, no entry."""
    if article.id != content_id("text", article.text) or not is_read(place):
        return article
    return replace(article, file=os.path.realpath(place))


def _result(found: Found) -> tuple[str, Article | Problem]:
    place, item = found
    return place, item.result() if isinstance(item, Pending) else item


def read(paths: str | Path | Iterable[str | Path], stdin: IO[bytes] | None = None) -> Iterator[Article | Problem]:
    """Yield every article of the paths (or of one), in order, and a `Problem` for what is none; see `Reading`."""
    return iter(Reading(paths, stdin=stdin))


def size(paths: Iterable[str | Path]) -> int:
    """Return how many bytes of files there are to read; web addresses and standard input count as none."""
    names = (str(path) for path in paths)
    local = (Path(name) for name in names if name.strip(" -") and not name.startswith(("http://", "https://")))
    every = (file for path in local for file in places.files(path))
    return sum(file.stat().st_size for file in every if isinstance(file, Path) and file.exists())
