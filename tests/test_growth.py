"""What is added to a graph costs what is added, and gives the very graph that one build of it all gives."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kg.folder
from kg import derive, snapshots
from kg.articles import Reading
from kg.cli.failure import Failure
from kg.cli.opened import opened
from kg.cli.progress import Watch
from kg.index import FILE as INDEX
from kg.index import Index
from kg.journal import FILE as JOURNAL
from kg.journal import Journal
from kg.ledger import FILE
from kg.lexicon.actors import Gazetteer, Name, Tenure, gazetteer
from kg.model import Actor, Article, Modality, Statement
from kg.origins import FILE as ORIGINS
from kg.settings import Settings
from kg.settle import is_settled, settle
from kg.store import Since, Store
from tests.harbour import ARL, BY, DUN, LEAGUE, NAVY, VES, one

TEXT = "S says A acts on B"
ROOS = Actor("DUN:ann-roos", "Ann Roos", "person", "DUN", country="DUN")
MAYOR = Actor("mayor-lee", "Maya Lee", "person", "DUN", country="DUN")
ENVOY = Actor("VES:bo-tan", "Bo Tan", "person", "GUILD", country="VES")
CAST = (ARL, DUN, NAVY, VES, LEAGUE, ROOS, replace(ROOS, name="Änn Roos"), MAYOR, ENVOY, None)
WIRE = (
    "Dunmore closed its harbour on Monday to ships under the flag of Arland, the ministry of ports said, and gave no "
    "reason for it. Fishermen in the old town said that they had been told at dawn to leave their moorings."
)


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    """The packaged gazetteer, with an invented cast in place of its actors; one of them held an office."""
    actors = {actor.id: actor for actor in (ARL, DUN, NAVY, LEAGUE, MAYOR)}
    tenure = Tenure("envoy", "igo", "LEAGUE", "harbour-league", "2001", "2004")
    return replace(
        gazetteer(),
        actors=actors,
        names={("maya", "lee"): (Name("Maya Lee", MAYOR, "person"),)},
        persons={MAYOR.id: MAYOR},
        tenures={MAYOR.id: (tenure,)},
    )


@dataclass(frozen=True)
class Step:
    """Something that is done to a store: articles that are put there, with their statements, or taken out."""

    put: tuple[tuple[Article, tuple[Statement, ...]], ...] = ()
    gone: tuple[str, ...] = ()


def article(number: int, chance: random.Random) -> tuple[Article, tuple[Statement, ...]]:
    """Return an article under this id with statements of the cast; every third prints the same wire story."""
    key = f"a/{number}"
    text = f"{TEXT}\n\n{WIRE if chance.random() < 0.4 else f'Matter {chance.random()}.'}"
    found: dict[str, Statement] = {}
    for trigger in range(chance.randrange(4)):
        source, target, speaker = (chance.choice(CAST) for _ in range(3))
        made = one(
            text,
            chance.choice(("AID", "ACCUSE", "ASSAULT")),
            source,
            target,
            article=key,
            modality=chance.choice((Modality.ACTUAL, Modality.ACTUAL, Modality.NEGATED, Modality.FUTURE)),
            speaker=speaker if chance.random() < 0.3 else None,
            trigger=trigger,
        )
        found[made.id] = made
        if chance.random() < 0.4:
            stance = one(text, "DENY", chance.choice((ARL, VES, ROOS)), ENVOY, article=key, content=made.id, trigger=9)
            found[stance.id] = stance
    published = date(2022, chance.choice((3, 4)), 14) if chance.random() < 0.8 else None
    outlet = chance.choice(("Tide", "Wire", None))
    return Article(key, text, publisher=outlet, published=published), tuple(found.values())


def steps(seed: int) -> list[Step]:
    """Return changes of a store: mostly new articles, now and then new versions, and some that are forgotten."""
    chance = random.Random(seed)  # noqa: S311  # the same each time
    found = [Step(tuple(article(number, chance) for number in range(12)))]
    there = set(range(12))
    for turn in range(6):
        numbers = {100 * turn + 50 + i for i in range(chance.randrange(3))} | set(chance.sample(sorted(there), 2))
        gone = set(chance.sample(sorted(there - numbers), chance.randrange(3)))
        there = (there | numbers) - gone
        found.append(Step(tuple(article(n, chance) for n in sorted(numbers)), tuple(f"a/{n}" for n in sorted(gone))))
    return found


def done(store: Store, step: Step) -> None:
    for each, statements in step.put:
        store.put(each, statements, BY)
    for key in step.gone:
        store.remove(key)


def exported(store: Store) -> bytes:
    out = io.BytesIO()
    store.export("nquads", out)
    return out.getvalue()


def sums(index: Index) -> list[Any]:
    return [index.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("pair_sum", "day_sum", "code")]  # noqa: S608


@pytest.fixture
def only_what_changed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Take the way of what has changed, however much that is; return how many changes were looked at each time."""
    counts: list[int] = []
    changed = derive.changed

    def counted(store: Store, ledger: Any, prints: Any, articles: Any, *rest: Any) -> None:
        counts.append(len(articles))
        changed(store, ledger, prints, articles, *rest)

    monkeypatch.setattr(derive, "changed", counted)
    monkeypatch.setattr(derive, "AT_ONCE", 2)
    monkeypatch.setattr("kg.store._KEPT", -(1 << 40))  # memory is given back wherever it may be
    return counts


@pytest.mark.parametrize("seed", range(2))
def test_what_follows_from_changes_is_what_follows_from_all(
    seed: int, tmp_path: Path, known: Gazetteer, only_what_changed: list[int]
) -> None:
    plan = steps(seed)
    with Store.open(tmp_path / "grown") as store:
        for step in plan:
            done(store, step)
            settle(store, known)
            grown = exported(store)
            assert store.derived()
            with Index(tmp_path / "grown" / INDEX) as index:
                counted = sums(index)
        assert only_what_changed == [len({*step.gone, *(each.id for each, _ in step.put)}) for step in plan[1:]]
        (tmp_path / "grown" / FILE).unlink()  # all anew, from the same articles
        store.update("DELETE WHERE { GRAPH graph:ledger { ?s c:fingerprint ?o } }")
        settle(store, known)
        assert exported(store) == grown
        with Index(tmp_path / "anew.sqlite") as index:
            index.sync(store)
            assert sums(index) == counted
    with Store.memory() as store:
        for step in plan:
            done(store, step)
        settle(store, known)
        assert _without_names(exported(store)) == _without_names(grown)


def test_files_beside_the_graph_that_are_damaged_are_made_anew(tmp_path: Path, known: Gazetteer) -> None:
    """Pages are overwritten, or missing; what then follows is what follows without the files."""
    plan = steps(4)
    names = (FILE, INDEX, ORIGINS)
    with Store.open(tmp_path) as store:
        done(store, plan[0])
        settle(store, known)
        for step, damaged in zip(plan[1:], (overwritten, cut), strict=False):
            for name in names:
                damaged(tmp_path / name)
            done(store, step)
            settle(store, known)
            assert store.derived()
            with Index(tmp_path / INDEX) as index:
                healed = exported(store), sums(index)
            for name in names:
                (tmp_path / name).unlink()
            store.update("DELETE WHERE { GRAPH graph:ledger { ?s c:fingerprint ?o } }")
            settle(store, known)
            with Index(tmp_path / INDEX) as index:
                assert healed == (exported(store), sums(index))


def test_memory_that_rocksdb_keeps_is_given_back_and_the_graph_stays_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened again, the store has all that it had, and nobody else can have opened it for writing between the two."""
    opened, refused = kg.folder.opened, []

    def contested(folder: Path) -> Any:
        refused.append(in_another_process(folder))
        return opened(folder)

    with Store.open(tmp_path) as store:
        done(store, steps(4)[0])
        before, native = exported(store), store.native
        store.give_back()
        assert store.native is native, "there is little to give back"
        del native
        monkeypatch.setattr("kg.store.opened", contested)
        monkeypatch.setattr("kg.store._KEPT", -(1 << 40))
        store.give_back()
        assert exported(store) == before
        assert store.remove("a/0")
        assert exported(store) != before
    assert refused == [f"{tmp_path}: is in use by another process; only one can have it open for writing\n"]
    with Store.open(tmp_path) as store:
        assert exported(store) != before


def in_another_process(folder: Path) -> str:
    """Return what a process prints that opens the store there, and why it cannot."""
    script = """
import sys
from kg.store import Store, StoreError
try:
    Store.open(sys.argv[1])
except StoreError as bad:
    print(bad)
"""
    return subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True, check=True).stdout


def test_a_new_graph_that_cannot_be_opened_again_is_told_of_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> None:
        raise OSError("Input/output error")

    settings = Settings(store=tmp_path / "g")

    def made() -> None:
        with opened(settings, must_exist=False, keep_empty=False) as store:
            monkeypatch.setattr("kg.store.opened", refused)
            monkeypatch.setattr(store, "_at_first", -(1 << 40))
            store.give_back()

    with pytest.raises(Failure, match="Input/output error"):
        made()
    assert settings.store.exists()


def overwritten(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"A" * (len(content) - 4096))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:8192])


def _without_names(lines: bytes) -> list[bytes]:
    """A stranger keeps the names that articles gave it once which are gone: the graph does not say which gave which."""
    return [line for line in lines.splitlines() if b"nn Roos" not in line]


def test_only_what_was_written_is_looked_at(tmp_path: Path, known: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    """All are looked at only after a text of SPARQL, which may have changed any, and where the journal is gone."""
    looks: list[int] = []
    whole, since = Store.prints, Store.since

    def counted(store: Store) -> dict[str, str]:
        looks.append(-1)
        return whole(store)

    def counted_since(store: Store, position: str) -> Since:
        found = since(store, position)
        looks.append(len(found.prints))
        return found

    def looked(store: Store) -> set[int]:
        looks.clear()
        settle(store, known)
        return set(looks)

    plan = steps(5)
    monkeypatch.setattr(Store, "prints", counted)
    monkeypatch.setattr(Store, "since", counted_since)
    with Store.open(tmp_path) as store:
        done(store, plan[0])
        assert looked(store) == {12}
        assert looked(store) == {0}
        assert is_settled(store)
        for step in plan[1:]:
            done(store, step)
            assert not is_settled(store)
            looks.clear()
            settle(store, known)
            assert -1 not in looks
            assert max(looks) <= len(step.put)
            assert store.mark() == derive.mark(whole(store).values())
        store.update("DELETE WHERE { GRAPH <https://example.org/other> { ?s ?p ?o } }")
        assert -1 in looked(store)
        done(store, plan[0])
        assert -1 in looked(store), "a journal begins again, and what was before it is not known"
        done(store, plan[1])
        assert -1 not in looked(store)
    (tmp_path / JOURNAL).unlink()
    with Store.open(tmp_path) as store:
        assert -1 in looked(store)


def test_what_is_shown_meanwhile_asks_nothing_of_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To count its quads is to read all of it, and it is shown for each article."""
    with Store.open(tmp_path / "graph") as store, Watch(Reading([]), graph="graph", store=store) as watch:
        monkeypatch.setattr(store, "_native", None)
        for number in range(3):
            watch.done(Article(f"a{number}", TEXT), 1)
        monkeypatch.undo()
    assert watch.code == 0


def test_a_journal_that_a_killed_process_left_says_what_was_written(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert journal.since("") is None
    journal.begin()
    journal.note(["a", "b\n/ü"])
    read = journal.position()
    assert journal.since("") == {"a", "b\n/ü"}
    assert journal.since(read) == set()
    with (tmp_path / JOURNAL).open("ab") as file:
        file.write(b'"half')  # noted, and not yet written
    journal.note(["c"])
    assert journal.since(read) == {"c"}
    end = journal.position()
    whole = (tmp_path / JOURNAL).read_bytes()
    (tmp_path / JOURNAL).write_bytes(whole[:-4])  # the power failed
    assert journal.since(end) is None
    assert journal.since(read) == set()
    journal.forget()
    assert journal.position() == ""
    journal.note(["d"])
    assert journal.since("") is None
    assert journal.since(read) is None
    assert Journal(None).since("") is None


def test_a_long_journal_is_cut_and_positions_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path)
    journal.begin()
    journal.note(["a"])
    before = journal.position()
    journal.note(["b"])
    read = journal.position()
    journal.cut()
    assert journal.since(before) == {"b"}, "it is not long"
    monkeypatch.setattr("kg.journal._LONG", 10)
    for key in ("c", "d"):
        journal.cut()
        assert journal.position() == read
        assert journal.since(read) == set()
        journal.note([key])
        assert journal.since(read) == {key}
        assert journal.since(before) is None, "what was there is gone"
        assert journal.since("") is None
        read = journal.position()
    journal.cut()
    (tmp_path / JOURNAL).write_bytes((tmp_path / JOURNAL).read_bytes()[:-2])  # no journal of ours
    assert journal.since(read) is None


def test_the_journal_does_not_grow_with_what_is_written_again(
    tmp_path: Path, known: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.journal._LONG", 1_000)
    key = "changing" * 20
    with Store.open(tmp_path) as store:
        for step in steps(5):
            done(store, step)
            settle(store, known)
        exact = Store.prints(store)
        for number in range(40):
            store.put(Article(key, f"Iran accused Israel for the {number}th time."), [], BY)
            settle(store, known)
            assert is_settled(store)
            assert (tmp_path / JOURNAL).stat().st_size < 1_500
        store.remove(key)
        settle(store, known)
        assert store.mark() == derive.mark(exact.values())


def test_a_graph_that_is_only_opened_has_not_changed(tmp_path: Path) -> None:
    """Two services over one graph would take snapshots for ever: each opens it for its own."""
    graph = tmp_path / "g"
    stamps = []
    for number in range(6):
        with Store.open(graph) as store:
            if not number:
                store.put(Article("a", WIRE), [], BY)
        stamps.append(snapshots.stamp(graph))
    assert stamps[-1] == stamps[-2]  # at first RocksDB merges
    with Store.open(graph) as store:
        store.update("INSERT DATA { GRAPH <a:g> { <a:s> <a:p> <a:o> } }")
    assert snapshots.stamp(graph) != stamps[-1]
