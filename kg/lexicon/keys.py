"""Keys: what all spellings of a name have in common."""

from __future__ import annotations

import re
import unicodedata
from typing import TypeAlias

Key: TypeAlias = tuple[str, ...]

_PIECE = re.compile(r"[^\W_]+|\+")
# Letters that Unicode does not decompose into a plain letter and a mark.
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "e"})


def pieces(text: str) -> Key:
    """Return the key of a name or token: its words in lower case, without accents and points.

    Words end at blanks, hyphens, apostrophes and other signs, so the key of a text is that of its tokens one
    after the other, however a tokenizer cuts them.

    >>> pieces("the U.S."), pieces("al-Qa'ida"), pieces("Élysée"), pieces("P5+1")
    (('the', 'us'), ('al', 'qa', 'ida'), ('elysee',), ('p5', '+', '1'))
    """
    if text.isascii():
        return tuple(_PIECE.findall(text.replace(".", "").lower()))
    plain = unicodedata.normalize("NFKD", text.replace(".", "").casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(_PIECE.findall(kept.translate(_LETTERS)))
