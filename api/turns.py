"""Whose turn it is: clients take turns, so that one who asks a lot waits for oneself and not the others."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable


class Full(Exception):
    """There are too many waiting already."""


class Turns:
    """So many at a time; the others wait, client by client in turn. Belongs to one event loop."""

    def __init__(self, places: int, most: int) -> None:
        self._free = places
        self._most = most
        self._queues: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(len(queue) for queue in self._queues.values())

    def at_once(self) -> Callable[[], None] | None:
        """Take a place if one is free and nobody waits; return what gives it back."""
        if self._free <= 0 or self._queues:
            return None
        self._free -= 1
        return self._giver()

    async def take(self, client: str) -> Callable[[], None]:
        """Wait for a place; return what gives it back. Raises Full, also if ``client`` alone fills half the queue."""
        if (give := self.at_once()) is not None:
            return give
        queue = self._queues.get(client, deque())
        if self.waiting >= self._most or len(queue) >= max(1, self._most // 2):
            raise Full
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(client, queue).append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():  # the place came as the client left
                self._next()
            else:
                self._forget(client, mine)
            raise
        return self._giver()

    def _giver(self) -> Callable[[], None]:
        given = False

        def give() -> None:
            nonlocal given
            if not given:
                given = True
                self._next()

        return give

    def _next(self) -> None:
        """Hand a place to the client whose turn it is, or keep it free."""
        while self._queues:
            client, queue = self._queues.popitem(last=False)
            future = queue.popleft()
            if queue:
                self._queues[client] = queue  # at the end: the others come first
            if not future.done():
                future.set_result(None)
                return
        self._free += 1

    def _forget(self, client: str, mine: asyncio.Future[None]) -> None:
        queue = self._queues.get(client)
        if queue is not None and mine in queue:
            queue.remove(mine)
            if not queue:
                del self._queues[client]
