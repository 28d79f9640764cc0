"""Words to look for, as people type them and as the index looks them up."""

from __future__ import annotations

import re
from typing import TypeAlias

Value: TypeAlias = str | int | float | None
"""What may be bound in a query of the index."""

_WORD = re.compile(r'(-?)"([^"]*)"?|(\S+)')


def matching(words: str) -> tuple[str, str] | None:
    """Return what FTS5 is to find and what it must not, of a search as people type it; none if there is no word in it.

    All words must occur; ``"a phrase"`` stands together; ``-word`` must not occur; ``begin*`` is a beginning.

    >>> matching('arms "Vienna Convention" -trade dron*')
    ('"arms" AND "Vienna Convention" AND "dron"*', '"trade"')
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for match in _WORD.finditer(words.replace("\0", " ")):
        minus, phrase, word = match[1], match[2], match[3]
        star = ""
        if phrase is None:
            minus, phrase = ("-", word[1:]) if word.startswith("-") else ("", word)
            star = "*" if phrase.endswith("*") else ""
        if any(character.isalnum() for character in phrase):
            plain = phrase.replace('"', " ").rstrip("*").strip()
            (unwanted if minus else wanted).append(f'"{plain}"{star}')
    if not wanted and not unwanted:
        return None
    return " AND ".join(wanted), " OR ".join(unwanted)


def found_by(words: str, column: str, table: str, plain: str, key: str = "rowid") -> tuple[str, list[Value]]:
    """Return the condition that ``column`` is a key of ``table`` where the words are found, and its values.

    ``plain`` looks for characters: FTS5 has no words to look up where there are signs only.
    """
    found = matching(words)
    if found is None:
        return f"{column} IN ({plain})", [words.strip()]
    wanted, unwanted = found
    select = f"SELECT {key} FROM {table} WHERE {table} MATCH ?"  # noqa: S608  # names of this package
    parts = [f"{column} IN ({select})"] if wanted else []
    parts += [f"{column} NOT IN ({select})"] if unwanted else []
    return " AND ".join(parts), [value for value in (wanted, unwanted) if value]
