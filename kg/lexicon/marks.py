"""The signs that part a text, as the tokenizer leaves them, where more than one reader looks for them."""

from __future__ import annotations

DASHES = frozenset(("-", "–", "—", "--"))
HYPHENS = frozenset(("-", "–", "‑", "—"))
QUOTES = frozenset("'‘’\"“”")
