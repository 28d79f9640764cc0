"""What stands in quotation marks as somebody's words; scare quotes do not."""

from __future__ import annotations

from kg.relate.clauses import FINITE
from kg.relate.tree import Tree

SINGLE = frozenset("'‘’")
OPEN, CLOSE, PLAIN = frozenset("“«"), frozenset("”»"), frozenset({'"', "''", "``"})


def quoted(tree: Tree) -> frozenset[int]:
    """Return the tokens inside quotation marks that hold a clause or more than four words; others are scare quotes."""
    found: set[int] = set()
    opened: int | None = None
    for i, word in enumerate(tree.words):
        single = word in SINGLE and tree.tag[i] != "POS"
        if opened is None and (word in OPEN or word in PLAIN or (single and _leans_right(tree, i))):
            opened = i
        elif opened is not None and (word in CLOSE or word in PLAIN or single or _closes(tree, i)):
            inside = range(opened + 1, i)
            if len(inside) > 4 or (len(inside) > 1 and any(tree.tag[k] in FINITE for k in inside)):
                found.update(range(opened + 1, i))
            opened = None
        elif opened is not None and "\n\n" in word:
            opened = None
    return frozenset(found)


def _closes(tree: Tree, i: int) -> bool:
    """True for a closing mark that is taken for a genitive: "'has bombed Beirut*'*", but not "the states*'*"."""
    return tree.words[i] in SINGLE and tree.tag[i] == "POS" and not tree.words[i - 1].lower().endswith("s")


def _leans_right(tree: Tree, i: int) -> bool:
    """True for a mark with a blank before it and none after: an opening one."""
    before = i == 0 or tree.start[i] > tree.start[i - 1] + len(tree.words[i - 1])
    return before and i + 1 < len(tree.words) and tree.start[i + 1] == tree.start[i] + len(tree.words[i])
