"""Shards: what is extracted passes through them into a store, whole, and is not extracted again."""

from __future__ import annotations

import gzip
import json
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import cast

import fsspec
import pyoxigraph as ox
import pytest

from kg import pipeline
from kg.articles import Problem
from kg.model import Actor, Article
from kg.pipeline import shard
from kg.rdf.namespaces import term
from kg.shards import LEVEL, PLAIN, Shard, Shards, ShardsError
from kg.store import Store
from tests.conftest import WIRE, Kg
from tests.harbour import BY, DENIAL, DUN, denial

SAID = Article("harbour-9", 'They said "no".\n# <no graph>\nAnd no more.', publisher="Post # <of> the Harbour")


def made() -> Shard:
    return shard((DENIAL, SAID, Article("c", "x\ud800")), [denial(), [], Problem("c", "unreadable")], lambda _: BY)


def exported(store: Store) -> bytes:
    out = BytesIO()
    store.export("nquads", out)
    return out.getvalue()


def test_a_shard_comes_back_as_it_was_written_and_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    shards = Shards(tmp_path / "of" / "some")
    shards.write("one", made())
    first = (tmp_path / "of" / "some" / "one.nq.gz").read_bytes()
    shards.write("one", made())
    assert [file.read_bytes() for file in (tmp_path / "of" / "some").iterdir()] == [first]
    assert shards.read("one") == made()
    assert shards.written("one").results == (2, 0, Problem("c", "unreadable"))
    assert shards.read("two") is None
    shards.remove(["one"])
    assert shards.read("one") is None
    with pytest.raises(ShardsError, match=r"one\.nq\.gz was written, and is not there"):
        shards.written("one")


def test_a_shard_is_sorted_n_quads_for_any_tool(tmp_path: Path) -> None:
    Shards(tmp_path).write("one", made())
    text = gzip.decompress((tmp_path / "one.nq.gz").read_bytes())
    lines = [line for line in text.decode().split("\n") if line and not line.startswith("#")]
    keys = [(line.rsplit(" ", 2)[1], line) for line in lines]
    assert keys == sorted(keys)
    with Store.memory() as there, Store.memory() as put:
        there.native.bulk_load(text, ox.RdfFormat.N_QUADS)
        put.put(DENIAL, denial(), BY)
        put.put(SAID, [], BY)
        assert exported(there) == exported(put)


@pytest.mark.parametrize("keep", [0, 5, 40, -9, -1])
@pytest.mark.parametrize("level", [LEVEL, PLAIN])
def test_a_shard_that_was_cut_off_counts_as_not_written(tmp_path: Path, keep: int, level: int) -> None:
    Shards(tmp_path, level).write("one", made())
    assert Shards(tmp_path).read("one") == made()
    file = tmp_path / "one.nq.gz"
    file.write_bytes(file.read_bytes()[:keep])
    assert Shards(tmp_path).read("one") is None


def test_shards_lie_wherever_fsspec_reaches() -> None:
    shards = Shards("memory://bucket/folder")
    shards.write("one", made())
    assert fsspec.filesystem("memory").exists("/bucket/folder/one.nq.gz")
    assert shards.read("one") == made()
    shards.clear()
    assert shards.read("one") is None
    with pytest.raises(ShardsError, match=r"^nothing://here: Protocol not known"):
        Shards("nothing://here").write("one", made())


def test_loading_articles_again_changes_nothing_and_a_new_text_supersedes_the_former() -> None:
    new = replace(SAID, text="They said yes.")
    with Store.memory() as loaded, Store.memory() as put:
        for text in (SAID, SAID, new, new):
            loaded.load(shard((text,), [[]], lambda _: BY).blocks)
            put.put(text, [], BY)
        assert exported(loaded) == exported(put)
        loaded.load(shard((SAID,), [[]], lambda _: BY).blocks)  # the text that was superseded
        assert exported(loaded) == exported(put)
        assert loaded.text(SAID.id) == "They said yes."


def test_two_versions_in_one_load_come_in_their_order() -> None:
    new = replace(SAID, text="They said yes.")
    with Store.memory() as loaded, Store.memory() as put:
        put.put(SAID, [], BY)
        put.put(new, [], BY)
        loaded.load(block for text in (SAID, new) for block in shard((text,), [[]], lambda _: BY).blocks)
        assert exported(loaded) == exported(put)


def test_an_actor_of_the_gazetteer_is_not_written_again() -> None:
    with Store.memory() as store:
        store.put_actors([replace(DUN, name="Dunmore of old")])
        store.load(made().blocks)
        found = store.query("SELECT ?name { ?actor c:iso3 'DUN' ; skos:prefLabel ?name }")
        assert isinstance(found, ox.QuerySolutions)
        assert [str(row["name"].value) for row in found] == ["Dunmore of old"]


def test_a_name_may_have_what_other_tools_take_for_the_end_of_a_line() -> None:
    stranger = Actor("DUN:pimm", "Harold\u2028Pimm\x85", "person", "DUN", "DUN")
    with Store.memory() as store:
        store.load(Shard.of([], {}, {stranger}).blocks)
        assert any(getattr(quad.object, "value", "") == stranger.name for quad in store.native)


@pytest.mark.parametrize("before", [None, replace(DENIAL, text=f"{DENIAL.text} So it said.")], ids=["new", "changed"])
@pytest.mark.parametrize("writes", [1, 2])
def test_a_load_that_is_killed_between_two_writes_leaves_no_actor_without_a_name(
    before: Article | None, writes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.memory() as store:
        if before:
            store.put(before, [], BY)
        writing, left = store._writing, iter(range(writes))

        def killed() -> AbstractContextManager[None]:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return writing()

        twice = shard((replace(SAID, text="They said yes."),), [[]], lambda _: BY)
        with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
            patched.setattr(store, "_writing", killed)
            store.load([*made().blocks, *twice.blocks])
        assert next(left, None) is None
        unnamed = "SELECT ?actor { ?m c:refersTo ?actor FILTER NOT EXISTS { ?actor skos:prefLabel ?name } }"
        assert not list(cast(ox.QuerySolutions, store.query(unnamed)))


def test_many_quads_are_loaded_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.memory() as few, Store.memory() as many:
        few.load(made().blocks)
        monkeypatch.setattr("kg.store.FEW_QUADS", 1)
        many.load(made().blocks)
        assert exported(few) == exported(many)


def test_what_was_extracted_is_kept_for_another_graph(tmp_path: Path, kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "wire.jsonl"
    corpus.write_text("".join(json.dumps(article) + "\n" for article in WIRE), encoding="utf-8")
    built = kg("--store", tmp_path / "one", "build", "--shards", tmp_path / "shards", corpus)
    assert built.code == 0
    assert len(list((tmp_path / "shards").iterdir())) == 1

    def parse(*_: object, **__: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(pipeline, "_line", parse)
    assert kg("--store", tmp_path / "two", "build", "--shards", tmp_path / "shards", corpus).code == 0
    one, two = (kg("--store", tmp_path / name, "export", "-f", "nquads").out for name in ("one", "two"))
    assert one == two
    assert one.count(f"{term('c:Statement')} ") > 3


def test_shards_without_a_place_are_one_clear_line(tmp_path: Path, kg: Kg) -> None:
    corpus = tmp_path / "wire.jsonl"
    corpus.write_text(json.dumps(WIRE[2]) + "\n", encoding="utf-8")
    ran = kg("--store", tmp_path / "one", "build", "--shards", corpus / "in-a-file", corpus)
    assert ran.code == 1
    assert ran.err.startswith(f"kg: {corpus}/in-a-file: ")
    assert ran.err.count("\n") == 1
