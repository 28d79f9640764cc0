"""What is asked of a token again and again, and is the same each time."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Result = TypeVar("Result")


def remembered(method: Callable[[Any, int], Result]) -> Callable[[Any, int], Result]:
    """Let an object remember what its method returned for each token: every claim asks it of all clauses above it."""
    kept = f"{method.__name__} of"

    @wraps(method)
    def asked(self: Any, i: int) -> Result:  # of whatever object
        memo: dict[int, Result] = self.__dict__.setdefault(kept, {})
        if i not in memo:
            memo[i] = method(self, i)
        return memo[i]

    return asked
