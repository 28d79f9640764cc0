"""What a hyphen makes of a name: *anti-Iranian*, *US-led*, *Syrian-backed*."""

from __future__ import annotations

from kg.lexicon.marks import HYPHENS
from kg.link.names import Found
from kg.link.reading import Reading


def beside_hyphen(r: Reading, found: Found) -> str:
    """Return what a hyphen makes of the name: anti, pro, backed, led, origin, or nothing."""
    before = _prefix(r, found)
    for rule, words in (("anti", "against"), ("pro", "toward")):
        if before in r.lists[words]:
            return rule
    after, tag = _suffix(r, found)
    if not after:
        return ""
    if after in r.lists["origin"]:
        return "origin"
    return "led" if after in r.lists["leading"] else "backed" if tag.startswith("V") else ""


def led_token(r: Reading, found: Found) -> int:
    """Return the token that modifies the noun in "US-led strikes": its last."""
    return found.end - 1 if found.right < r.words.end(found.end - 1) else found.end + 1


def _prefix(r: Reading, found: Found) -> str:
    words, whole = r.words, r.words.whole
    begin = words.char[found.start]
    if found.left > begin:
        return whole[begin : found.left].rstrip("-–‑").lower()
    n = found.start - 1
    if n > 0 and words.text[n] in HYPHENS and words.end(n) == begin == words.char[n] + 1:
        return words.lower[n - 1]
    return ""


def _suffix(r: Reading, found: Found) -> tuple[str, str]:
    """Return the word after a hyphen, and its tag, unless it is a name itself."""
    words = r.words
    end = words.end(found.end - 1)
    if found.right < end:
        rest = words.whole[found.right : end].lstrip("-–‑").lower()
        return rest, "VBN" if rest.endswith("ed") or rest.isalpha() else ""
    n = found.end
    if (
        n + 1 < len(words)
        and words.text[n] in HYPHENS
        and words.char[n] == end
        and words.char[n + 1] == end + 1
        and n + 1 not in r.names
    ):
        return words.lower[n + 1], words.tag[n + 1]
    return "", ""
