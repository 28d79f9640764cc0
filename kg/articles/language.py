"""Which language a text is in. Only English is extracted; other texts are kept and counted.

py3langid tells well what is not English, and less well which of two near languages it is (Croatian, Bosnian): a text is
in another language where English is next to impossible, however unsure the best guess is. Of Latin letters, English
texts of 100 letters, some of little but foreign names, had 0.00009 and more; others had 0.00002 at most.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENOUGH = 100  # Latin letters: of a shorter text nobody can be sure
ENOUGH_OTHER = 20  # letters of which most are of another script, which no English has
LOOKED_AT = 3000  # characters
SURE, NEVER = 0.99, 0.00005  # that it is English


def detected(text: str) -> str | None:
    """Return the code of the text's language (``en``), or none if the text is too short or may be English or not.

    >>> detected("La Chine a démenti que la Russie lui ait demandé des drones. " * 3)
    'fr'
    >>> detected("Россия отвергла обвинения Киева")
    'ru'
    >>> detected("Iran denied it.")
    """
    head = text[:LOOKED_AT]
    letters = [letter for letter in head if letter.isalpha()]
    if len(letters) >= ENOUGH_OTHER and sum(map(_is_latin, letters)) * 2 < len(letters):
        return next(str(code) for code, _ in _identifier().rank(head) if code not in ("en", "zxx"))  # zxx: no language
    if len(letters) < ENOUGH:
        return None
    ranked = _identifier().rank(head)
    english = dict(ranked)["en"]
    if english < NEVER:
        return str(ranked[0][0])
    return "en" if english >= SURE else None


def _is_latin(letter: str) -> bool:
    return letter <= "\u024f" or "\u1e00" <= letter <= "\u1eff"


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid import langid  # loads a model

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
