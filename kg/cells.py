"""Cells of CSV that a spreadsheet would take for a formula.

What stands in news is others' words, and a spreadsheet that opens a file runs a cell that begins with ``=``, ``+``,
``-`` or ``@`` (CWE-1236). OWASP's advice is followed: an apostrophe before it, which spreadsheets do not show.
"""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: object) -> object:
    """Return a cell for CSV; numbers stay as they are.

    >>> harmless('=HYPERLINK("http://x.example")'), harmless(-3.5), harmless("a-b")
    ('\\'=HYPERLINK("http://x.example")', -3.5, 'a-b')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
