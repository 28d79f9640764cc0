"""Short answers of one snapshot, given again while it is served: what is asked of it twice has one answer.

What a query draws or reads from a clock (NOW, RAND, UUID, STRUUID) is computed every time.
"""

from __future__ import annotations

from collections import OrderedDict

from api.pool import Answer
from api.worker import Question

_EACH = 1_000  # bytes that an entry costs beside its texts
_CHANGES = ("now", "rand", "uuid", "\\u")  # the last may spell one of the others


class Remembered:
    """Answers by their questions, the latest asked last; ``most`` bytes of both. Belongs to one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._answers: OrderedDict[Question, tuple[str, bytes]] = OrderedDict()

    def get(self, question: Question) -> Answer | None:
        """Return the answer, if it is here."""
        found = self._answers.get(question)
        if found is None:
            return None
        self._answers.move_to_end(question)
        return Answer.at_once(*found)

    def keep(self, question: Question, answer: Answer) -> None:
        """Keep an answer that is whole, if it will be the same next time; the oldest make room for it."""
        if answer.whole is None or question in self._answers or _may_change(question.text):
            return
        size = _size(question, answer.whole)
        if size > self._most // 4:
            return
        self._answers[question] = (answer.media, answer.whole)
        self._size += size
        while self._size > self._most:
            oldest, (_, body) = self._answers.popitem(last=False)
            self._size -= _size(oldest, body)


def _may_change(text: str) -> bool:
    plain = text.lower()
    return any(word in plain for word in _CHANGES)


def _size(question: Question, body: bytes) -> int:
    return _EACH + 4 * len(question.text) + len(body)
