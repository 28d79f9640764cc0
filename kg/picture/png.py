"""PNG from SVG, by resvg with the Roboto font: both come with the extra ``pictures``, and no browser is needed."""

from __future__ import annotations

from pathlib import Path


class NoPainter(Exception):
    """What makes a PNG is not installed; the message says how to install it."""


def png(picture: str, zoom: float = 2) -> bytes:
    """Return the SVG as PNG, ``zoom`` pixels to its unit. Raises NoPainter without the extra ``pictures``."""
    try:
        import font_roboto
        import resvg_py
    except ImportError:
        raise NoPainter(
            "a PNG needs an extra: pip install 'communique[pictures]'; .svg and .html need nothing"
        ) from None
    fonts = Path(font_roboto.__file__).parent / "files"
    return bytes(
        resvg_py.svg_to_bytes(svg_string=picture, font_dirs=[str(fonts)], sans_serif_family="Roboto", zoom=zoom)
    )
