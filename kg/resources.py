"""Where the data that travels with the code lies: ``ontology`` and ``seeds``."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Return the file or folder ``name`` (``"seeds/actors"``, ``"ontology/shapes.ttl"``).

    In a checkout it lies beside the package ``kg``; an installed wheel carries it inside, under
    ``kg/_data``. Raises FileNotFoundError if it is in neither.
    """
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        found = root / name
        if found.exists():
            return found
    raise FileNotFoundError(f"{name}: neither in {_PACKAGE / '_data'} nor in {_PACKAGE.parent}")
