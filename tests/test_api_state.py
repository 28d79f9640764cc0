"""What a service does beside its requests: what follows from changes, and what broad counts need."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from api import state
from api.change import Change
from api.pool import Pool
from api.problems import Problem
from api.state import Serving, View
from api.writer import Writer
from kg import snapshots
from kg.settings import Settings
from kg.store import Store


class Rounds:
    """A service that looks, round after round, whether edges and ledger follow: what a look finds, and what is done."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
        settings = Settings()
        self.serving = Serving(settings, View(Store.memory()), home)
        self.writer = Writer(settings, Pool(settings), home)
        self.derived = self.fails = self.is_written_to = False
        self.looked = self.tried = 0
        monkeypatch.setattr(Store, "derived", lambda _: self._look())
        monkeypatch.setattr(state, "ran", self._settle)

    def change(self) -> None:
        self.writer.version += 1

    async def go(self, rounds: int) -> None:
        for _ in range(rounds):
            self.serving._covered = self.writer.version  # a snapshot was taken
            await self.serving._settle(self.writer)

    def _look(self) -> bool:
        self.looked += 1
        found = self.derived
        if self.is_written_to:
            self.is_written_to = self.derived = False
            self.change()
        return found

    async def _settle(self, *_: str, **__: object) -> bytes:
        self.tried += 1
        if self.fails:
            raise Problem(503, "in use")
        self.derived = True
        return b""


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Rounds:
    return Rounds(monkeypatch, tmp_path)


def test_a_change_is_settled_once(rounds: Rounds) -> None:
    rounds.change()
    asyncio.run(rounds.go(6))
    assert (rounds.tried, rounds.looked, rounds.derived) == (1, 1, True)


def test_a_change_that_comes_while_one_looks_is_settled_too(rounds: Rounds) -> None:
    rounds.derived = rounds.is_written_to = True
    rounds.change()
    asyncio.run(rounds.go(6))
    assert (rounds.tried, rounds.derived) == (1, True)


def test_what_cannot_be_settled_now_is_tried_again_after_a_pause(
    rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds.fails = True
    rounds.change()
    asyncio.run(rounds.go(6))
    assert (rounds.tried, rounds.derived) == (1, False)
    monkeypatch.setattr(state, "_PAUSE", 0.0)
    rounds.serving._settling = 0.0
    asyncio.run(rounds.go(6))
    assert rounds.tried > 2
    rounds.fails = False
    asyncio.run(rounds.go(6))
    assert rounds.derived


def test_a_snapshot_without_the_last_change_does_not_tell_whether_it_is_settled(rounds: Rounds) -> None:
    async def behind() -> None:
        for _ in range(3):
            await rounds.serving._settle(rounds.writer)

    rounds.derived = True
    rounds.change()
    asyncio.run(behind())
    assert rounds.looked == 0
    rounds.derived = False
    asyncio.run(rounds.go(3))
    assert rounds.derived


def test_a_change_waits_while_one_looks_at_what_others_have_written(
    rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    async def story() -> None:
        begun = asyncio.Event()

        async def look(_: Serving) -> bool:
            begun.set()
            await asyncio.sleep(0.01)  # the graph is open, and copied
            done.append("looked")
            return False

        async def tell(*_: object) -> dict[str, object]:
            done.append("changed")
            return {}

        monkeypatch.setattr(Serving, "look", look)
        monkeypatch.setattr(Writer, "_tell", tell)
        rounds.serving.settings = Settings(renew=0.001)
        rounds.serving.writer = rounds.writer
        watch = asyncio.create_task(rounds.serving._watch())
        await begun.wait()
        await rounds.writer.make(Change("update", ""))
        watch.cancel()

    asyncio.run(story())
    assert done == ["looked", "changed"]


@pytest.mark.parametrize("published", [[], [Path("1")]], ids=["of the graph", "published"])
def test_what_one_has_taken_of_the_graph_itself_has_every_change(
    rounds: Rounds, monkeypatch: pytest.MonkeyPatch, published: list[Path]
) -> None:
    async def look(_: Serving) -> bool:
        return True

    monkeypatch.setattr(Serving, "look", look)
    monkeypatch.setattr(snapshots, "published", lambda _: published)
    rounds.serving.writer = rounds.writer
    rounds.change()
    asyncio.run(rounds.serving._look_at_others())
    assert rounds.serving._is_due(rounds.writer) == bool(published)


def test_the_snapshot_that_is_served_gets_its_columns_also_if_it_came_while_another_got_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = View(Store.memory()), View(Store.memory())
    gathered: list[View] = []

    async def story() -> None:
        serving = Serving(Settings(), old)

        def gather(view: View) -> None:
            gathered.append(view)
            serving.view = new  # what the loop finds when the thread is done
            serving_loop.call_soon_threadsafe(serving._gather)

        serving_loop = asyncio.get_running_loop()
        monkeypatch.setattr(View, "gather", gather)
        monkeypatch.setattr(state, "_SOON", 0.0)
        serving._gather()
        assert serving._gathering is not None
        await serving._gathering

    asyncio.run(story())
    assert gathered == [old, new]
