"""Addresses as they are shown: nobody reads there who one is."""

from __future__ import annotations

import re

_WHO = re.compile(r"//[^/]*@")  # up to the last: a password may hold the sign, too


def anonymous(address: object) -> str:
    """Return the address without the name and password in it.

    >>> anonymous("http://me:p@ss@example.org/query")
    'http://...@example.org/query'
    """
    return _WHO.sub("//...@", str(address))
