"""The registry: which reader reads what. A new kind of source is a reader and a line here."""

from __future__ import annotations

from kg.articles import feed, html, pdf, plain, tables, warc
from kg.articles.media import suffix_of
from kg.articles.raw import Registry

KINDS: Registry = {
    ".txt": plain.text,
    ".md": plain.markdown,
    ".json": tables.json_document,
    ".jsonl": tables.json_lines,
    ".ndjson": tables.json_lines,
    ".csv": tables.comma_separated,
    ".tsv": tables.tab_separated,
    ".parquet": tables.parquet,
    ".html": html.page,
    ".htm": html.page,
    ".xhtml": html.page,
    ".mhtml": html.saved,
    ".mht": html.saved,
    ".pdf": pdf.document,
    ".rss": feed.feed,
    ".atom": feed.feed,
    ".xml": feed.feed,
    ".warc": warc.archive,
}
PACKED = (".zip", ".gz")
SUFFIXES = (*KINDS, *PACKED)


def is_read(name: str) -> bool:
    """Whether a file with this name is read when its folder or archive is."""
    return suffix_of(name) in KINDS or name.lower().endswith(PACKED)
