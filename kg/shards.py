"""Shards: what batches of articles became, each in one compressed file of sorted N-Quads, in a folder or object store.

Whoever extracts writes them and whoever has the store open loads them, so that many can extract for one store. A shard
is named after all that decides what is in it: written again it is the same, one that is there is work that is done,
and it is there whole or not at all.

The file is N-Quads, for any tool. Graph by graph, their lines stand together and are sorted; a comment before them
names the graph, and the first line, a comment too, says what became of each article.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self
from zlib import error as ZlibError  # noqa: N812  # it is named like a function

import fsspec
import pyoxigraph as ox
from fsspec.implementations.local import LocalFileSystem

from kg.articles import Problem
from kg.model import Actor
from kg.rdf.actors import actor_quads
from kg.rdf.namespaces import ACTORS
from kg.temporary import prefix

FOLDER = "shards"  # of a store
SUFFIX = ".nq.gz"
LEVEL = 1  # of gzip: a sixteenth of the size already, in a hundredth of the time of extraction
PLAIN = 0  # not compressed, but with gzip's checksum: for shards that live for seconds

Block = tuple[ox.NamedNode, str]  # a named graph, and its quads as sorted lines


class ShardsError(Exception):
    """The shards cannot be written or read; the message is one line that names their address."""


@dataclass(frozen=True, slots=True)
class Shard:
    """What a batch became: of each article, in order, how many statements it gave or what was wrong with it."""

    results: tuple[int | Problem, ...]
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, results: Sequence[int | Problem], lines: Mapping[ox.NamedNode, str], named: set[Actor]) -> Self:
        """Make a shard of the sorted lines of each article's graph, and of the actors that the articles name."""
        actors = {line for actor in named for line in _actor_lines(actor)}
        blocks = list(lines.items())
        if actors:
            blocks.append((ACTORS, "".join(sorted(actors))))
        return cls(tuple(results), tuple(sorted(blocks, key=lambda block: block[0].value)))

    @property
    def size(self) -> int:
        """How many characters its quads have."""
        return sum(len(lines) for _, lines in self.blocks)


class Shards:
    """The shards at an address: a folder, or what fsspec knows (``s3://bucket/folder``)."""

    def __init__(self, address: str | Path, level: int = LEVEL) -> None:
        self.address = str(address)
        self._level = level

    def write(self, key: str, shard: Shard) -> None:
        """Write a shard; it has its name only when it is whole. Raises ShardsError."""
        results = [asdict(each) if isinstance(each, Problem) else each for each in shard.results]
        head = json.dumps({"results": results})
        text = f"# {head}\n" + "".join(f"# {graph}\n{lines}" for graph, lines in shard.blocks)
        with self._errors():
            files, folder = fsspec.url_to_fs(self.address)
            files.makedirs(folder, exist_ok=True)
            name, content = f"{folder}/{key}{SUFFIX}", gzip.compress(text.encode(), self._level, mtime=0)
            if isinstance(files, LocalFileSystem):
                part = f"{name}.{os.getpid()}.part"
                files.pipe_file(part, content)
                Path(part).replace(name)
            else:
                files.pipe_file(name, content)  # an object is there whole or not at all

    def read(self, key: str) -> Shard | None:
        """Return the shard with this name; none if there is none, or if a machine that went down left it broken."""
        with self._errors():
            files, folder = fsspec.url_to_fs(self.address)
            try:
                text = gzip.decompress(files.cat_file(f"{folder}/{key}{SUFFIX}")).decode()
            except (FileNotFoundError, gzip.BadGzipFile, EOFError, ZlibError):
                return None
        if not text:
            return None
        head, *blocks = text.split("\n# ")  # a line end in a literal is written "\n", so no literal has this
        results = [Problem(**each) if isinstance(each, dict) else each for each in json.loads(head[2:])["results"]]
        return Shard(tuple(results), tuple(_block(block) for block in blocks))

    def written(self, key: str) -> Shard:
        """Return the shard with this name. Raises ShardsError if it is not there, or not whole."""
        shard = self.read(key)
        if shard is None:
            raise ShardsError(f"{self.address}: {key}{SUFFIX} was written, and is not there")
        return shard

    def remove(self, keys: Iterable[str]) -> None:
        """Remove the shards with these names. Raises ShardsError."""
        with self._errors():
            files, folder = fsspec.url_to_fs(self.address)
            for key in keys:
                files.rm_file(f"{folder}/{key}{SUFFIX}")

    def clear(self) -> None:
        """Remove all shards, and their folder. Raises ShardsError."""
        with self._errors():
            files, folder = fsspec.url_to_fs(self.address)
            if files.exists(folder):
                files.rm(folder, recursive=True)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ImportError, ValueError) as bad:  # no such protocol, or its package is not installed
            raise ShardsError(f"{self.address}: {' '.join(str(bad).split()) or type(bad).__name__}") from None


@contextmanager
def passing(store: Path | None) -> Iterator[Shards]:
    """Shards that are only on their way into the store in this folder: beside it, so that none is lost with a process.

    They are removed at the end, unless it is an error. Of a store elsewhere they are in a temporary folder.
    """
    if store is None:
        with tempfile.TemporaryDirectory(prefix=prefix()) as folder:
            yield Shards(folder, PLAIN)
        return
    shards = Shards(store / FOLDER, PLAIN)
    yield shards
    shards.clear()


def _block(text: str) -> Block:
    graph, _, lines = text.partition("\n")
    return ox.NamedNode(graph[1:-1]), f"{lines}\n" if not lines.endswith("\n") else lines


@lru_cache(maxsize=20_000)
def _actor_lines(actor: Actor) -> tuple[str, ...]:
    return tuple(f"{quad} .\n" for quad in actor_quads(actor))
