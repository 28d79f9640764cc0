"""PDF: PDFium finds the words, the spaces and their places; here they become columns, paragraphs and whole words."""

from __future__ import annotations

import itertools
import math
import re
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

from kg.articles.fields import article_of
from kg.articles.problem import Bad
from kg.articles.raw import Found, How, Raw
from kg.model import Article

PAGES = 2000
APART = 1.2  # of the height of a line: the least gap between two words that makes them two stretches
GUTTER = 0.5  # of the height of a line: the least gap between columns of stretches
_CUT = "\x02"  # how PDFium writes a hyphen at the end of a line, with no end of line after it
_HYPHENS = {ord(_CUT): "-", 0x2010: "-", 0xAD: None, 0: None}  # a soft hyphen inside a line is not to be seen
_LINE = re.compile(f"[^\\n{_CUT}]+{_CUT}?|{_CUT}")
_WORD = re.compile(r"\S+")
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_NUMBER = r"(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?"
_FOOT = re.compile(rf"(?:https?|file)://\S+(?: {_NUMBER})?|{_NUMBER}", re.IGNORECASE)  # a browser prints both


@dataclass(frozen=True, slots=True)
class Box:
    """Words in one line, and where they stand on the page; ``top`` is larger than ``bottom``."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        return self.top - self.bottom


def document(raw: Raw, how: How) -> Iterator[Found]:
    """Read the one article of a file."""
    yield raw.place, how.article("pdf", raw, raw.content())


def article_of_document(raw: Raw, content: bytes) -> Article:
    """Return the article of a PDF. Raises Bad."""
    pages, told = _read(content)
    text = joined(pages)
    if not text:
        raise Bad("no text in this PDF (pictures of pages?)")
    title, author, created = (told.get(name, "").strip("\x00 ") for name in ("Title", "Author", "CreationDate"))
    day = _day(created)
    fields = {
        "text": text,
        "title": " ".join(title.split()) or None,
        "author": " ".join(author.split()) or None,
        "url": raw.url,
    }
    made = raw.made(content, "application/pdf", f"pypdfium2 {version('pypdfium2')}")
    dated = article_of(fields, made=made)
    if dated.published is None and day is not None:  # a printed date says more than when the file was made
        dated = article_of({**fields, "published": day.isoformat()}, dated="file", made=made)
    return dated


def _read(content: bytes) -> tuple[list[list[Box]], dict[str, str]]:
    """Return the words of each page, then those that run another way than most on it (a credit up a margin), and what
    the file says about itself."""
    import pypdfium2

    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as bad:
        raise Bad(_reason(str(bad))) from None
    with file:
        if len(file) > PAGES:
            raise Bad(f"more than {PAGES} pages, which no article has")
        upright: list[list[Box]] = []
        aside: list[list[Box]] = []
        try:
            for number in range(len(file)):
                most, *others = sorted(_boxes(file[number]), key=_letters, reverse=True) or [[]]
                upright.append(most)
                aside += others
            return [*upright, *aside], file.get_metadata_dict()
        except pypdfium2.PdfiumError as bad:
            raise Bad(_reason(str(bad))) from None


def _reason(words: str) -> str:
    if "password" in words.lower():
        return "an encrypted PDF, which needs a password"
    return f"not a PDF, or broken: {' '.join(words.split())}"


def _boxes(page: Any) -> list[list[Box]]:
    """Return the words of a page in stretches without a gutter: a list for each way they run, turned upright.

    Which they are PDFium says, each character once.
    """
    from pypdfium2 import raw

    with_text = page.get_textpage()
    text = "".join(chr(raw.FPDFText_GetUnicode(with_text, i)) for i in range(with_text.count_chars()))
    found: dict[int, list[Box]] = {}
    for line in _LINE.finditer(text):
        words: dict[int, list[Box]] = {}
        for at in _WORD.finditer(line[0]):
            start = line.start() + at.start()
            if (word := _word(with_text, start, at[0])) is not None:
                turned = round(raw.FPDFText_GetCharAngle(with_text, start) / math.tau * 8) % 8  # in eighths
                words.setdefault(turned, []).append(_upright(word, turned))
        for turned, each in words.items():
            found.setdefault(turned, []).extend(_stretches(each))
    with_text.close()
    page.close()
    return list(found.values())


def _upright(box: Box, turned: int) -> Box:
    """Return the box turned back by so many eighths of the clockwise circle; as it is if it stands aslant."""
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    places = {2: (-top, left, -bottom, right), 4: (-right, -top, -left, -bottom), 6: (bottom, -right, top, -left)}
    return Box(*places.get(turned, (left, bottom, right, top)), box.text)


def _letters(boxes: Sequence[Box]) -> int:
    return sum(len(box.text) for box in boxes)


def _word(with_text: Any, start: int, word: str) -> Box | None:
    """Return a word and where it stands; none where nothing of it is to be seen."""
    rects = [with_text.get_rect(i) for i in range(with_text.count_rects(start, len(word)))]
    # PDFium gives a letter beyond the first 65,536 as the two halves of UTF-16, and may give one half alone.
    text = word.translate(_HYPHENS).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    boxes = [Box(left, bottom, right, top, text) for left, bottom, right, top in rects]
    return _around(boxes, text) if boxes and text else None


def _stretches(words: Sequence[Box]) -> list[Box]:
    """Part the words of a line of PDFium's at wide gaps: it goes on over columns that are written row by row."""
    if not words:
        return []
    height = _around(words, "").height
    parts = [[words[0]]]
    for before, word in itertools.pairwise(words):
        if max(word.left - before.right, before.left - word.right) > APART * height:
            parts.append([])
        parts[-1].append(word)
    return [_around(part, " ".join(word.text for word in part)) for part in parts]


def _around(boxes: Sequence[Box], text: str) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
        text,
    )


def joined(pages: Iterable[Sequence[Box]]) -> str:
    """Return the text of pages: columns after one another, words that a line end cut put together again."""
    paragraphs: list[str] = []
    for page in _without_running_lines(list(pages)):
        for block in columns(page):
            found = [each for each in _paragraphs(lines_of(block)) if not _FOOT.fullmatch(each)]
            if paragraphs and found and _runs_on(paragraphs[-1], found[0]):
                paragraphs[-1] = _put_together(paragraphs[-1], found.pop(0))
            paragraphs += found
    return "\n\n".join(paragraphs)


def _without_running_lines(pages: Sequence[Sequence[Box]]) -> list[list[Box]]:
    """Leave of the line at the head of several pages the first, and of the one at their foot the last.

    >>> head, foot = Box(0, 90, 40, 100, "Harbour Wire"), Box(0, 0, 40, 10, "harbour.example")
    >>> pages = [[head, Box(0, 40, 40, 50, text), foot] for text in ("China", "denied it")]
    >>> [[box.text for box in page] for page in _without_running_lines(pages)]
    [['Harbour Wire', 'China'], ['denied it', 'harbour.example']]
    """
    without = _without_repeated(pages, lambda page: max(page, key=lambda box: box.top))
    return _without_repeated(without[::-1], lambda page: min(page, key=lambda box: box.bottom))[::-1]


def _without_repeated(pages: Sequence[Sequence[Box]], outermost: Callable[[Sequence[Box]], Box]) -> list[list[Box]]:
    """Leave out what the outermost line has in the place where a page before had it, but for its figures."""
    seen: set[tuple[int, int, str]] = set()
    found: list[list[Box]] = []
    for page in pages:
        edge = outermost(page) if page else None
        running = {
            (round(box.left), round(box.bottom), re.sub(r"\d+", "0", box.text)): box
            for box in page
            if edge and box.bottom < edge.top and edge.bottom < box.top
        }
        repeated = [box for key, box in running.items() if key in seen]
        found.append([box for box in page if box not in repeated])
        seen |= running.keys()
    return found


def columns(boxes: list[Box]) -> list[list[Box]]:
    """Cut a page into blocks in reading order: at white bands across it, then at white gaps down it (XY cut).

    >>> left, right = Box(0, 90, 40, 100, "left"), Box(60, 90, 100, 100, "right")
    >>> below = Box(0, 76, 40, 86, "below left")
    >>> [[box.text for box in block] for block in columns([left, right, below])]
    [['left', 'below left'], ['right']]
    """
    if len(boxes) < 2:
        return [boxes] if boxes else []
    height = statistics.median(box.height for box in boxes)
    if parts := _side_by_side(boxes, height):
        return [block for part in parts for block in columns(part)]
    if (at := _band(boxes, height)) is not None:
        below, above = _cut(boxes, [at], lambda box: (box.bottom + box.top) / 2)
        return [*columns(above), *columns(below)]
    return [boxes]


def _band(boxes: Sequence[Box], height: float) -> float | None:
    """Return where to part something wide (a headline, a note below) from columns, or none."""
    bands = _gaps([(box.bottom, box.top) for box in boxes], 0.0)
    for at in reversed(bands):
        if _side_by_side([box for box in boxes if box.top < at], height):
            return at
    return next((at for at in bands if _side_by_side([box for box in boxes if box.bottom > at], height)), None)


def _side_by_side(boxes: Sequence[Box], height: float) -> list[list[Box]]:
    """Return columns, if a white gutter goes down through all of the boxes; it must be wide where they are one line."""
    in_one_line = bool(boxes) and _around(boxes, "").height < 2 * height
    gutters = _gaps([(box.left, box.right) for box in boxes], (APART if in_one_line else GUTTER) * height)
    parts = _cut(boxes, gutters, lambda box: (box.left + box.right) / 2) if gutters else []
    return parts if all(_is_column(part) for part in parts) else []


def _gaps(extents: Sequence[tuple[float, float]], least: float) -> list[float]:
    """Return the middles of the gaps wider than ``least`` between extents on one axis."""
    found, end = [], None
    for start, stop in sorted(extents):
        if end is not None and start - end > least:
            found.append((start + end) / 2)
        end = stop if end is None else max(end, stop)
    return found


def _cut(boxes: Sequence[Box], at: Sequence[float], middle: Any) -> list[list[Box]]:
    parts: list[list[Box]] = [[] for _ in range(len(at) + 1)]
    for box in boxes:
        parts[sum(edge < middle(box) for edge in at)].append(box)
    return [part for part in parts if part]


def _is_column(part: Sequence[Box]) -> bool:
    """Whether a part is text, and not the numbers before a list or a word in a margin."""
    return max(box.right for box in part) - min(box.left for box in part) > 3 * statistics.median(
        b.height for b in part
    )


def lines_of(boxes: Sequence[Box]) -> list[Box]:
    """Put the boxes of one block together into lines, from the top."""
    lines: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: (-(b.top + b.bottom), b.left)):
        middle = (box.top + box.bottom) / 2
        if lines and any(b.bottom < middle < b.top for b in lines[-1]):
            lines[-1].append(box)
        else:
            lines.append([box])
    return [_line(sorted(line, key=lambda b: b.left)) for line in lines]


def _line(boxes: Sequence[Box]) -> Box:
    text = boxes[0].text
    for before, box in itertools.pairwise(boxes):
        text += ("" if box.left - before.right < 0.12 * box.height else " ") + box.text
    return _around(boxes, text)


def _paragraphs(lines: Sequence[Box]) -> list[str]:
    """Join lines into paragraphs: a wider gap, an indent, another size of type or a short last line ends one."""
    if not lines:
        return []
    height = statistics.median(line.height for line in lines)
    gaps = [above.bottom - line.top for above, line in itertools.pairwise(lines)]
    usual = min(statistics.median(gaps), 1.6 * height) if gaps else 0.0
    right, left = max(line.right for line in lines), min(line.left for line in lines)
    found = [lines[0].text]
    for above, line in itertools.pairwise(lines):
        apart = above.bottom - line.top > usual + 0.5 * height
        indented = line.left - left > 0.8 * height and above.left - left < 0.4 * height
        sized = max(above.height, line.height) > 1.5 * min(above.height, line.height)
        ended = above.right < right - 4 * height and above.text[-1:] in ".!?\u201d\"'\u2019"
        if apart or sized or ended or (indented and above.text[-1:] in ".!?\u201d\"'\u2019:"):
            found.append(line.text)
        else:
            found[-1] = _put_together(found[-1], line.text)
    return found


def _put_together(text: str, more: str) -> str:
    """Join two lines; a word that a hyphen cut in two becomes one again, a compound keeps its hyphen.

    >>> _put_together("The govern-", "ment denied it"), _put_together("the US-", "Russia talks")
    ('The government denied it', 'the US-Russia talks')
    """
    if re.search(r"[a-z]-$", text) and more[:1].islower():
        return text[:-1] + more
    return text + more if text.endswith(("-", "\u2013", "\u2014")) and more[:1].isalpha() else f"{text} {more}"


def _runs_on(text: str, more: str) -> bool:
    return bool(re.search(r"[\w,;-]$", text)) and more[:1].islower()


def _day(created: str) -> date | None:
    match = _DATE.match(created)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
