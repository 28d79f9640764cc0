"""Watching feeds: what is new is read, stored and told, whatever fails or is killed meanwhile.

What was read of which feed is kept in an SQLite file in the store's folder. An entry counts as read once its article
is in the store and what the alert rules have to tell of it is written down; an alert counts as told once it was. So
nothing is lost; nothing is read twice; and an alert that was just told when the machine went down is told once more,
with the same id.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import httpx
from pydantic import BaseModel, ConfigDict, Field, model_validator

from kg.alerts import Rule, raised
from kg.articles import toml
from kg.articles.convert import Converters, Pending
from kg.articles.feed import Entry, article_of_entry, entries
from kg.articles.problem import ODD, Bad, Problem, Unfetched, odd, why
from kg.articles.raw import How, Raw
from kg.articles.web import Answer, Web
from kg.lexicon.tables import SeedError
from kg.model import Article, content_id
from kg.parse import ModelError
from kg.settle import is_settled
from kg.store import Store

FILE = "watch.sqlite"
TRIES = 5  # rounds in which an entry is read again, where its page or its extraction fails, before it is given up
SECONDS = 10.0  # for a web hook to answer

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feed (url TEXT PRIMARY KEY, etag TEXT, modified TEXT, gone INT DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entry (feed TEXT, id TEXT, hash TEXT, tries INT DEFAULT 0, done INT DEFAULT 0,
  PRIMARY KEY (feed, id, hash)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS alert (number INTEGER PRIMARY KEY, id TEXT UNIQUE, rule TEXT, told TEXT, sent INT DEFAULT 0);
"""


class WatchError(ValueError):
    """A file of feeds that cannot be used; the message names the file and what is wrong."""


class Feed(BaseModel):
    """A feed. ``pages``: the article is the page that an entry leads to, not the feed's own text of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    pages: bool = False


class Watched(BaseModel):
    """A file of feeds: how often they are asked (seconds), the feeds, and the alert rules."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Annotated[float, Field(gt=0)] = 600.0
    feed: Annotated[tuple[Feed, ...], Field(min_length=1)]
    alert: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _one_of_each_name(self) -> Watched:
        names = [rule.name for rule in self.alert]
        for number, name in enumerate(names):
            if name in names[:number]:  # what is to be told is kept under the name of its rule
                raise ValueError(f"alert.{number}: name: {name!r} is also the name of an alert above")
        return self


@dataclass
class Round:
    """What one round brought: counts, and what failed."""

    new: int = 0
    statements: int = 0
    told: int = 0
    problems: list[Problem] = field(default_factory=list)


Key = tuple[str, str, str]  # of an entry: its feed, its id, and what it says
Build = Callable[[Iterable[Article | Problem], Callable[[Problem], None], Callable[[Article], None]], Iterable[Any]]


def load(path: str | Path) -> Watched:
    """Return what a file of feeds says. Raises WatchError."""
    try:
        return toml.read(Watched, Path(path))
    except toml.TomlError as bad:
        raise WatchError(f"{path}: {bad}") from None


def poll(watched: Watched, store: Store, web: Web, build: Build, say: Callable[[str], None]) -> Round:
    """Ask every feed once, store what is new and tell of it. ``build`` extracts and stores; ``say`` prints.

    It can be killed at any moment and run again.
    """
    done = Round()
    path = ":memory:" if store.path is None else str(store.path / FILE)
    with closing(sqlite3.connect(path, isolation_level=None)) as state:
        state.executescript(_SCHEMA)
        if not is_settled(store):  # killed before the end of a round
            list(build((), done.problems.append, lambda _: None))
        for feed in watched.feed:
            try:
                _feed(feed, watched.alert, store, web, build, state, done)
            except (ModelError, SeedError):  # of no feed
                raise
            except ValueError as bad:
                done.problems.append(odd(bad).at(feed.url))
        _tell(watched.alert, state, done, say)
    return done


def _feed(
    feed: Feed, rules: tuple[Rule, ...], store: Store, web: Web, build: Build, state: sqlite3.Connection, done: Round
) -> None:
    known = state.execute("SELECT etag, modified, gone FROM feed WHERE url = ?", (feed.url,)).fetchone()
    etag, modified, gone = known or (None, None, 0)
    if gone:
        return
    try:
        answer = web.get(feed.url, etag=etag, modified=modified)
        found, cut = entries(answer.content) if answer.fresh else ([], None)
    except Unfetched as bad:
        if bad.gone:
            state.execute("INSERT OR REPLACE INTO feed (url, gone) VALUES (?, 1)", (feed.url,))
            bad = Unfetched(f"{bad}: the feed is gone, and is not asked again")
        done.problems.append(bad.at(feed.url))
        return
    except Bad as bad:
        done.problems.append(bad.at(feed.url))
        return
    whole = _entries(feed, answer, found, rules, store, web, build, state, done)
    if cut is not None:
        done.problems.append(cut.at(feed.url))
        return
    if answer.fresh and not whole:
        whole = _without_gone(feed, found, state, done)
    if answer.fresh and whole:  # what failed is asked for again: the server must then send it again
        values = (feed.url, answer.etag, answer.modified)
        state.execute("INSERT OR REPLACE INTO feed (url, etag, modified) VALUES (?, ?, ?)", values)


def _entries(
    feed: Feed,
    answer: Answer,
    found: list[Entry],
    rules: tuple[Rule, ...],
    store: Store,
    web: Web,
    build: Build,
    state: sqlite3.Connection,
    done: Round,
) -> bool:
    """Read what is new among the entries; return whether nothing is to be tried again."""
    reading: dict[tuple[str, str], list[Key]] = {}

    def new() -> Iterator[Article | Problem]:
        for entry in found:
            key = _key(feed, entry)
            item = _tried(feed, answer, entry, key, web, converters, state)
            if isinstance(item, Article):
                reading.setdefault((item.id, item.text), []).append(key)
            if item is not None:
                yield item

    def read(article: Article) -> None:
        for rule, told in raised(store, article.id, rules):
            values = (told["id"], rule.name, json.dumps(told, ensure_ascii=False))
            state.execute("INSERT OR IGNORE INTO alert (id, rule, told) VALUES (?, ?, ?)", values)
        for key in reading.pop((article.id, article.text), ()):
            state.execute("UPDATE entry SET done = 1 WHERE feed = ? AND id = ? AND hash = ?", key)

    with Converters(1) as converters:
        fresh = new()
        if (first := next(fresh, None)) is not None:
            for article, count in build(chain([first], fresh), done.problems.append, read):
                read(article)
                done.new += 1
                done.statements += count
    failed = chain.from_iterable(reading.values())  # what was read, and not extracted or stored
    done.problems += [Problem(f"{feed.url}: {key[1]}", said) for key in failed if (said := _given_up(key, state))]
    again = "SELECT 1 FROM entry WHERE feed = ? AND NOT done AND tries < ? LIMIT 1"
    return state.execute(again, (feed.url, TRIES)).fetchone() is None


def _key(feed: Feed, entry: Entry) -> Key:
    return feed.url, entry.id, content_id(*(f"{name}={value}" for name, value in sorted(entry.fields.items())))


def _without_gone(feed: Feed, found: list[Entry], state: sqlite3.Connection, done: Round) -> bool:
    """Give up what was to be tried again and is not in the feed any more; return whether that was all.

    That is said, unless the feed has the entry with other words now. What comes back is new.
    """
    waiting = set(
        state.execute("SELECT feed, id, hash FROM entry WHERE feed = ? AND NOT done AND tries <= ?", (feed.url, TRIES))
    )
    there, ids = {_key(feed, entry) for entry in found}, {entry.id for entry in found}
    for key in sorted(waiting - there):
        state.execute("DELETE FROM entry WHERE feed = ? AND id = ? AND hash = ?", key)
        if key[1] not in ids:
            done.problems.append(Problem(f"{feed.url}: {key[1]}", "is gone from the feed, and was not read"))
    return not waiting & there


def _tried(
    feed: Feed,
    answer: Answer,
    entry: Entry,
    key: Key,
    web: Web,
    converters: Converters,
    state: sqlite3.Connection,
) -> Article | Problem | None:
    """Read an entry once more; return none if it is read, or given up."""
    place = f"{feed.url}: {entry.id}"
    if said := _given_up(key, state):  # killed in its last round, before that was said
        return Problem(place, said)
    row = state.execute("SELECT done, tries FROM entry WHERE feed = ? AND id = ? AND hash = ?", key).fetchone()
    if row is not None and (row[0] or row[1] > TRIES):
        return None
    state.execute("INSERT OR IGNORE INTO entry (feed, id, hash) VALUES (?, ?, ?)", key)
    state.execute("UPDATE entry SET tries = tries + 1 WHERE feed = ? AND id = ? AND hash = ?", key)
    try:
        return _article(feed, answer, entry, web, converters)
    except (*ODD, OSError, EOFError) as wrong:
        bad = wrong if isinstance(wrong, Bad) else odd(wrong)
        return Problem(place, "; ".join(filter(None, (str(bad), _given_up(key, state)))), bad.field)


def _given_up(key: Key, state: sqlite3.Connection) -> str:
    """Give an entry up if its last round is over; return what to say of that, once."""
    last = "UPDATE entry SET tries = tries + 1 WHERE feed = ? AND id = ? AND hash = ? AND NOT done AND tries = ?"
    return f"given up after {TRIES} rounds" if state.execute(last, (*key, TRIES)).rowcount else ""


def _article(feed: Feed, answer: Answer, entry: Entry, web: Web, converters: Converters) -> Article:
    url = entry.fields.get("url")
    if not feed.pages or not isinstance(url, str):
        name = feed.url.rstrip("/").rpartition("/")[2]
        return article_of_entry(Raw(feed.url, name, BytesIO(), answer.url), answer.content, entry)
    known = {name: value for name, value in entry.fields.items() if name in ("published", "publisher") and value}
    for _, found in web.articles(url, url, How(web, converters=converters), known):
        item = found.result() if isinstance(found, Pending) else found
        if isinstance(item, Article):
            return item
        raise Bad(item.reason, item.field)
    raise Bad("no article at its address")


def _tell(rules: tuple[Rule, ...], state: sqlite3.Connection, done: Round, say: Callable[[str], None]) -> None:
    """Tell what is not told yet; what cannot be told now is told later."""
    by_name = {rule.name: rule for rule in rules}
    waiting = state.execute("SELECT id, rule, told FROM alert WHERE NOT sent ORDER BY number").fetchall()
    for key, name, told in waiting:
        rule = by_name.get(name)
        if rule is None:
            continue  # the rule was taken out; it may come back
        try:
            _send(rule, key, told, say)
        except (OSError, ValueError, httpx.HTTPError, httpx.InvalidURL) as bad:
            reason = why(bad) if isinstance(bad, OSError) else " ".join(str(bad).split())
            done.problems.append(Problem(f"alert {name!r}", f"{rule.post or rule.append}: {reason}; told later"))
            continue
        state.execute("UPDATE alert SET sent = 1 WHERE id = ?", (key,))
        done.told += 1


def _send(rule: Rule, key: str, told: str, say: Callable[[str], None]) -> None:
    if rule.append:
        with Path(rule.append).open("a", encoding="utf-8") as file:
            file.write(f"{told}\n")
    if rule.post:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        httpx.post(rule.post, content=told.encode(), headers=headers, timeout=SECONDS).raise_for_status()
    if not rule.append and not rule.post:
        say(told)


def wait(seconds: float, stopped: Callable[[], bool]) -> None:
    """Wait, but not after the command was stopped."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stopped():
        time.sleep(min(0.2, max(0.0, until - time.monotonic())))
