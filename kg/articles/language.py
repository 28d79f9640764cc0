"""Which language a text is in. Only English is extracted; other texts are kept and counted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENOUGH = 120  # letters: of a shorter text nobody can be sure
LOOKED_AT = 3000  # characters
SURE = 0.99


def detected(text: str) -> str | None:
    """Return the code of the text's language (``en``), or none if the text is too short or the guess unsure.

    >>> detected("La Chine a démenti que la Russie lui ait demandé des drones. " * 3)
    'fr'
    >>> detected("Iran denied it.")
    """
    head = text[:LOOKED_AT]
    if sum(map(str.isalpha, head)) < ENOUGH:
        return None
    code, probability = _identifier().classify(head)
    return str(code) if probability >= SURE else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid import langid  # loads a model

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
