"""Two actors over time: what the one does to the other above the line, the other way below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.events import Event, how_many
from kg.picture import svg

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 1200.0, 460.0, 64.0, 24.0, 56.0, 80.0
_MOST_MONTHS = 72
_LABEL = 58.0  # room that the name of a period needs


@dataclass(frozen=True, slots=True)
class Period:
    """A month (``2022-03``) or year, and how often and how (mean score) each acts towards the other then."""

    name: str
    there: int
    there_score: float | None
    back: int
    back_score: float | None


def periods(found: Iterable[Event], source: str, target: str) -> list[Period]:
    """Return the periods from the first to the last event, also empty ones: months, or years if these are too many.

    Events without a day are left out, and those known by the year only if the periods are months.
    """
    dated = [(event, event.day) for event in found if event.day and {event.source, event.target} == {source, target}]
    length = 7
    names = _months(sorted(day[:7] for _, day in dated if len(day) >= 7))
    if not names or len(names) > _MOST_MONTHS:
        length = 4
        names = _years(sorted(day[:4] for _, day in dated))
    inside: dict[str, list[Event]] = {name: [] for name in names}
    for event, day in dated:
        if len(day) >= length:
            inside[day[:length]].append(event)
    return [_period(name, events, source) for name, events in inside.items()]


def _months(months: Sequence[str]) -> list[str]:
    if not months:
        return []
    first, last = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (months[0], months[-1]))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]


def _years(years: Sequence[str]) -> list[str]:
    return [f"{year:04}" for year in range(int(years[0]), int(years[-1]) + 1)] if years else []


def _period(name: str, events: Iterable[Event], source: str) -> Period:
    there: dict[str, list[Event]] = {}
    back: dict[str, list[Event]] = {}
    for event in events:
        (there if event.source == source else back).setdefault(event.relation, []).append(event)
    return Period(name, *_counted(there), *_counted(back))


def _counted(by_relation: Mapping[str, Sequence[Event]]) -> tuple[int, float | None]:
    """Return how many events these are, and their mean score."""
    found = [(how_many(same), same[0].score) for same in by_relation.values()]
    count = sum(n for n, _ in found)
    return count, sum(n * score for n, score in found) / count if count else None


def draw(found: Sequence[Period], source: str, target: str, named: Mapping[str, str]) -> str:
    """Return the SVG of the periods."""
    title = f"{named.get(source, source)} and {named.get(target, target)}"
    middle = TOP + (HEIGHT - TOP - FOOT) / 2
    most = max((n for p in found for n in (p.there, p.back)), default=1) or 1
    step = (WIDTH - LEFT - RIGHT) / max(len(found), 1)
    unit = (middle - TOP) / most
    every = max(1, int(-(-_LABEL // step)))
    parts = [_names(source, target, named), _axis(middle, unit, most)]
    for at, period in enumerate(found):
        x = LEFT + at * step
        parts.append(_bar(x, step, middle, unit, period, source, target))
        if at % every == 0:
            parts.append(
                f'<text x="{x + step / 2:.1f}" y="{HEIGHT - FOOT + 20:.0f}" text-anchor="middle" font-size="11.5" '
                f'fill="{svg.SOFT}">{period.name}</text>'
            )
    if not found:
        parts.append(f'<text x="{WIDTH / 2}" y="{middle - 8}" text-anchor="middle">no dated events between them</text>')
    return svg.document(WIDTH, HEIGHT, title, "".join(parts) + svg.legend(WIDTH - 300, HEIGHT - 16))


def _names(source: str, target: str, named: Mapping[str, str]) -> str:
    one, other = (svg.text(named.get(code, code)) for code in (source, target))
    style = f'font-size="14" font-weight="600" fill="{svg.INK}"'
    return (
        f'<text x="{LEFT}" y="{TOP - 26}" {style}>{one} to {other}</text>'
        f'<text x="{LEFT}" y="{HEIGHT - 16}" {style}>{other} to {one}</text>'
    )


def _axis(middle: float, unit: float, most: int) -> str:
    marks = [f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{middle}" y2="{middle}" stroke="{svg.INK}"/>']
    marks += [
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{svg.LINE}" stroke-width=".7"/>'
        f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" font-size="11.5" fill="{svg.SOFT}">{count}</text>'
        for count in sorted({max(1, most // 2), most})
        for y in (middle - unit * count, middle + unit * count)
    ]
    return "".join(marks)


def _bar(x: float, step: float, middle: float, unit: float, period: Period, source: str, target: str) -> str:
    width = min(step * 0.8, 46)
    left = x + (step - width) / 2
    found = ""
    for count, score, up, ends in (
        (period.there, period.there_score, True, (source, target)),
        (period.back, period.back_score, False, (target, source)),
    ):
        if score is not None:
            said = f"{period.name}, {ends[0]} → {ends[1]}: {count} ({score:+.1f})"
            y = middle - unit * count if up else middle + 1
            found += (
                f'<rect x="{left:.1f}" y="{y:.1f}" width="{width:.1f}" height="{unit * count - 1:.1f}" '
                f'fill="{svg.colour(score)}"><title>{svg.plain(said)}</title></rect>'
            )
    return found
