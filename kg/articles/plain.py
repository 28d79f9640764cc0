"""Plain text and Markdown: the text is the file's, character for character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.articles.fields import FIELDS, article_of
from kg.articles.html import decoded_page
from kg.articles.problem import Bad
from kg.articles.raw import Found, How, Raw, decoded

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^# +(.+?)[ \t#]*\r?$", re.MULTILINE)


def text(raw: Raw, _: How) -> Iterator[Found]:
    """Read one text. Where a server said in which charset it is, it is read as a page would be."""
    content = raw.content()
    text = decoded_page(content, raw.charset) if raw.charset else decoded(content)
    yield raw.place, article_of({"text": text, "url": raw.url})


def markdown(raw: Raw, _: How) -> Iterator[Found]:
    """Read one text with ``key: value`` lines between two ``---`` before it."""
    yield raw.place, article_of({"url": raw.url, **_fields(decoded(raw.content()))})


def _fields(text: str) -> Mapping[str, object]:
    fields: dict[str, object] = {}
    front = _FRONT.match(text)
    if front is None and text.startswith(("---\n", "---\r\n")):
        raise Bad("the front matter that begins with --- does not end")
    for number, line in enumerate(front[1].splitlines() if front else (), start=2):
        if not line.strip() or line.startswith("#"):
            continue
        key, colon, value = line.partition(":")
        key = key.strip()
        if not colon or key == "text" or key not in FIELDS:
            allowed = ", ".join(name for name in FIELDS if name != "text")
            raise Bad(f"{key!r} is no field of the front matter ({allowed})", f"line {number}")
        if key in fields:
            raise Bad("given twice", key)
        fields[key] = _unquoted(value.strip())
    fields["text"] = text[front.end() :] if front else text
    if not fields.get("title") and (heading := _HEADING.search(str(fields["text"]))):
        fields["title"] = heading[1]
    return fields


def _unquoted(value: str) -> str:
    """Return the value without the pair of quotes around it.

    >>> _unquoted('"Talks: a summary"')
    'Talks: a summary'
    """
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
