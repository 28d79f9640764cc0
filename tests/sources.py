"""Files of every kind that holds articles, made by code: sound, broken and hostile ones."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

LEAD = (
    "China denied on Monday that Russia had asked it for drones, and the foreign ministry in Beijing called the "
    "report of the United States disinformation."
)
SECOND = (
    "US officials said Russia requested the drones in March, and that China had not yet answered. The White House "
    "warned Beijing of consequences if it were to help."
)
FRENCH = (
    "La Chine a démenti lundi que la Russie lui ait demandé des drones, et le ministère des Affaires étrangères à "
    "Pékin a qualifié le rapport des États-Unis de désinformation pure et simple."
)


def html(
    lead: str = LEAD, *, url: str | None = None, date: str | None = "2022-03-14T23:30:00Z", extra: str = ""
) -> str:
    """Return a page of an outlet, with its navigation and its footer."""
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    dated = f'<meta property="article:published_time" content="{date}">' if date else ""
    return f"""<!DOCTYPE html><html lang="en"><head><title>Talks end | The Harbour Wire</title>
<meta property="og:title" content="Talks end"><meta property="og:site_name" content="The Harbour Wire">
<meta name="author" content="Ann Example">{canonical}{dated}{extra}</head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Talks end</h1><p>{lead}</p><p>{SECOND}</p></article>
<footer><p>Copyright The Harbour Wire. All rights reserved.</p></footer></body></html>"""


def pdf(pages: list[list[tuple[float, float, str]]], *, encrypted: bool = False) -> bytes:
    """Return a PDF with these words at these places (points from the lower left), in 10-point Helvetica."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in pages:
        words = "".join(f"1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj " for x, y, text in page)
        stream = f"BT /F1 10 Tf {words}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append("<< /Title (Talks end) /Author (Ann Example) /CreationDate (D:20220315101500Z) >>")
    info = len(objects)
    locked = ""
    if encrypted:  # whose password nobody knows: the owner's and the user's digests are of nothing
        objects.append(f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{'ab' * 32}> /U <{'cd' * 32}> >>")
        locked = f"/Encrypt {len(objects)} 0 R /ID [<{'00' * 16}> <{'00' * 16}>] "
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1"))
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {info} 0 R {locked}>>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def rss(items: list[dict[str, str]]) -> str:
    """Return a feed whose items have these elements."""
    entries = "".join(
        "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in item.items()) + "</item>" for item in items
    )
    return f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>The Harbour Wire</title>
<link>https://wire.example/</link><description>News</description>{entries}</channel></rss>"""


def warc(pages: list[tuple[str, str, bytes]]) -> bytes:
    """Return a WARC file, packed as archives are, of (address, content type, bytes)."""
    out = b""
    for number, (url, media, content) in enumerate(pages):
        answer = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content
        )
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{number}>\r\n"
            f"WARC-Date: 2022-03-14T09:30:00Z\r\nWARC-Target-URI: {url}\r\n"
            f"Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        out += gzip.compress(head.encode() + answer + b"\r\n\r\n")
    return out


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def table(rows: list[list[str]], delimiter: str = ",") -> bytes:
    """Return rows as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def parquet(path: Path, columns: dict[str, list[object]]) -> None:
    """Write a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), path)


def numbered(kind: str) -> str:
    """Return a lead that only this kind of file has."""
    return f"According to the {kind} edition, {LEAD}"


def good(folder: Path) -> int:
    """Write one sound file of each kind into the folder; return how many articles they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {
        "a.txt": numbered("text").encode(),
        "b.md": f"---\ntitle: Talks end\n---\n{numbered('Markdown')}".encode(),
        "c.json": json.dumps({"text": numbered("JSON")}).encode(),
        "d.jsonl": b"".join(json.dumps({"id": f"d{i}", "text": numbered(f"line {i}")}).encode() + b"\n" for i in "12"),
        "e.csv": table([["id", "text"], ["e1", numbered("CSV")]]),
        "f.tsv": table([["id", "text"], ["f1", numbered("TSV")]], "\t"),
        "g.html": html(numbered("HTML")).encode(),
        "h.pdf": pdf([[(72, 700, numbered("PDF")[:90]), (72, 688, numbered("PDF")[90:])]]),
        "i.rss": rss([{"title": "Talks", "guid": "i1", "description": numbered("RSS")}]).encode(),
        "j.warc.gz": warc([("https://wire.example/j", "text/html", html(numbered("WARC")).encode())]),
        "k.zip": zipped({"in/k.txt": numbered("zip").encode(), "in/l.jsonl.gz": gzip.compress(
            json.dumps({"id": "l1", "text": numbered("gzip in zip")}).encode())}),
        "m.txt.gz": gzip.compress(numbered("gzip").encode()),
        "n.mhtml": (
            b"From: <Saved>\r\nSnapshot-Content-Location: https://wire.example/n\r\nMIME-Version: 1.0\r\n"
            b'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n--B\r\n'
            b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html(numbered("MHTML")).encode() + b"\r\n--B--\r\n"
        ),
        "p.txt": FRENCH.encode(),
    }.items():  # fmt: skip
        (folder / name).write_bytes(content)
    parquet(folder / "o.parquet", {"id": ["o1"], "text": [numbered("Parquet")]})
    return 17


def bad(folder: Path) -> dict[str, str]:
    """Write broken and hostile files into the folder; return what is to be said of each, by its place in there."""
    folder.mkdir(parents=True, exist_ok=True)
    said: dict[str, str] = {}

    def put(name: str, content: bytes, reason: str, inside: str = "") -> None:
        (folder / name).write_bytes(content)
        said[name + inside] = reason

    whole = zipped({"a.txt": LEAD.encode() * 50})
    put("truncated.zip", whole[: len(whole) // 2], "not a zip, or broken: ")
    put("truncated.txt.gz", gzip.compress(LEAD.encode() * 500)[:80], "not gzip, or broken off: ")
    put("latin.txt", "Tehran d\xe9nied it.".encode("latin-1"), "not UTF-8 text: 0xe9 at byte 8; iconv ")
    put("no_text.html", b"<html><body></body></html>", "no article text in this page")
    put(
        "cookies.html", html("We use cookies. Accept all cookies to go on.").replace(SECOND, "").encode(), "a notice of"
    )
    put("deep.html", b"<html><body>" + b"<div>" * 100_000, "elements nested more than")
    put("locked.pdf", pdf([[(72, 700, LEAD)]], encrypted=True), "an encrypted PDF, which needs a password")
    put("no.pdf", b"%PDF-1.4 and nothing else", "not a PDF, or broken: ")
    put("pictures.pdf", pdf([[]]), "no text in this PDF")
    put("bomb.rss", _entities().encode(), "declares XML entities")
    put("no_feed.xml", b"<?xml version='1.0'?><invoice><total>3</total></invoice>", "not a feed")
    put("no.warc", b"nothing of the kind", "not WARC, or broken")
    put(
        "columns.csv", table([["headline", "body"], ["A", "B"]]), "has no column text, but headline, body; a --mapping "
    )
    put("no.parquet", b"PAR1 and nothing else PAR1", "not Parquet, or broken: ")
    put("short.csv", table([["id", "text"], ["a"]]), "1 columns, where the first line names 2", ":2")
    put(
        "out.zip", zipped({"../../out.txt": b"China denied it."}), "its name leads out of the archive", "/../../out.txt"
    )
    put("root.zip", zipped({"/etc/out.txt": b"China denied it."}), "its name leads out of the archive", "//etc/out.txt")
    put("bomb.zip", zipped({"zeros.txt": b"0" * 20_000_000}), "a zip bomb", "/zeros.txt")
    put("twice.jsonl", b'{"id": "t", "text": "One."}\n{"id": "t", "text": "Two."}\n', "id: 't' is also the id of", ":2")
    twice = rss([{"guid": "g", "description": "One day."}, {"guid": "g", "description": "Two days."}])
    put("guids.rss", twice.encode(), "id: 'g' is also the id of an entry above", ": entry 2")
    put("long.jsonl", b'{"text": "' + b"a" * (17 << 20) + b'"}\n{"id": "after", "text": "After."}\n', "a line of", ":1")
    with (folder / "longer.jsonl").open("wb") as file:  # of 200 MB, of which the disk holds nothing
        file.truncate(200 << 20)
        file.seek(0, 2)
        file.write(b'"}\n{"id": "behind", "text": "Behind."}\n')
    said["longer.jsonl:1"] = "a line of more than 16 MiB"
    nested = zipped({"a.txt": b"Deep."})
    for _ in range(5):
        nested = zipped({"in.zip": nested})
    put("nested.zip", nested, "archives within archives", "/in.zip/in.zip/in.zip/in.zip")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    said["loop.txt"] = "too many levels of symbolic links"
    (folder / "up").symlink_to(folder, target_is_directory=True)
    return said


def _entities() -> str:
    larger = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 9))
    feed = '<rss version="2.0"><channel><title>&e8;</title></channel></rss>'
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{larger}]>{feed}'
