"""A picture with the sentence behind every arrow: one file of HTML that needs no script and no other file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.events import Event
from kg.picture import svg

_STYLE = """
body { font: 16px/1.5 system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; margin: 0 auto; max-width: 75rem;
  padding: 1rem 1.5rem 4rem; color: #1d1c1a; background: #fff; }
svg { width: 100%; height: auto; } svg a:hover path, svg a:focus path { stroke-opacity: 1; stroke-width: 7; }
h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; } .note { color: #5b5852; }
section:target { background: #fdf6e0; outline: .8rem solid #fdf6e0; } ul { padding: 0; list-style: none; }
li { border-left: 3px solid #c9c3b6; padding: .1rem 0 .1rem .9rem; margin: .9rem 0; } blockquote { margin: .2rem 0; }
mark { color: inherit; border-radius: 3px; padding: 0 .12em; } .source { background: #cfe3fa; }
.trigger { background: #fbdf9b; font-weight: 600; } .target { background: #e2d3f6; } .speaker { background: #cfeadb; }
.chip { font-size: .8rem; font-weight: 600; } .chip i { display: inline-block; width: .7rem; height: .7rem;
  border-radius: 2px; margin-right: .4rem; } .about { color: #5b5852; font-size: .85rem; }
"""
_VOICES = {"actual": "", "future": "planned", "hypothetical": "possible", "negated": "did not happen"}


def page(title: str, picture: str, found: Iterable[Event], named: Mapping[str, str]) -> str:
    """Return the page: the picture, and under it each pair's sentences with their outlet and date, newest first."""
    by_pair: dict[tuple[str, str], list[Event]] = {}
    for event in found:
        if event.target is not None:
            by_pair.setdefault((event.source, event.target), []).append(event)
    ranked = sorted(by_pair.items(), key=lambda item: (-len(item[1]), item[0]))
    key = "".join(
        f'<mark class="{role}">{words}</mark> '
        for role, words in (
            ("source", "who"),
            ("trigger", "what"),
            ("target", "to whom"),
            ("speaker", "according to whom"),
        )
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{svg.plain(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1><bdi>{svg.plain(title)}</bdi></h1>{picture}"
        f'<p class="note">An arrow leads to the sentences behind it. In each: {key}</p>'
        f"{''.join(_pair(ends, same, named) for ends, same in ranked)}</body></html>\n"
    )


def _pair(ends: tuple[str, str], same: Sequence[Event], named: Mapping[str, str]) -> str:
    source, target = ends
    one, other = (svg.plain(named.get(code, code)) for code in ends)
    newest = sorted(same, key=lambda event: (event.day or "", event.statement), reverse=True)
    return (
        f'<section id="{svg.plain(source)}-{svg.plain(target)}"><h2><bdi>{one}</bdi> → <bdi>{other}</bdi> '
        f'<span class="note">({len(same)})</span></h2><ul>{"".join(map(_item, newest))}</ul></section>\n'
    )


def _item(event: Event) -> str:
    mode = f" · {event.mode}" if event.mode else ""
    words = dict(event.marks)
    notes = [_VOICES[event.modality]]
    notes += [f"according to {svg.text(words['speaker'].text)}"] if "speaker" in words else []
    notes += ["only the content of another statement"] if event.within else []
    about = [event.title or "article without a title", event.outlet or "", event.published or "no date"]
    return (
        f'<li><span class="chip"><i style="background:{svg.colour(event.score)}"></i>{event.relation}{mode}</span> '
        f'<span class="note">{", ".join(filter(None, notes))}</span>'
        f'<blockquote dir="auto">{"".join(_marked(event))}</blockquote>'
        f'<div class="about">{" · ".join(f"<bdi>{svg.plain(each)}</bdi>" for each in about if each)}</div></li>'
    )


def _marked(event: Event) -> Iterator[str]:
    """Yield the sentence with its words marked; of two marks that overlap the first in the text counts."""
    start, at = event.sentence.start, 0
    for role, span in sorted(event.marks, key=lambda mark: (mark[1].start, mark[1].end)):
        low, high = span.start - start, span.end - start
        if low < at or high > len(event.sentence.text):
            continue
        yield svg.plain(event.sentence.text[at:low])
        yield f'<mark class="{role}">{svg.plain(event.sentence.text[low:high])}</mark>'
        at = high
    yield svg.plain(event.sentence.text[at:])
