"""The map and the timeline over all incidents: what lies where and when, how much is claimed, what is contested.

Promise: an incident without a point or a day is never dropped: it is counted beside the picture and stands in the
table. Circles grow with the figure: the filled one by the best figure, the ring by the highest that is claimed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from math import cos, radians, sqrt
from typing import Any

import numpy as np
from sqlalchemy import Row

from accordingto.vocab.atlas import WIDTH, WORLD, Window, around, drawn, fitted
from accordingto.web.asking import PER_PAGE, address, asked_for, pages_of
from accordingto.web.desk import Desk
from accordingto.web.faults import unreadable
from accordingto.web.lists import choices, listed

_CELL = 26
"""Incidents closer than this on the picture are one circle with a number."""
_BARS = 120
_TIMELINE = 90


@dataclass(frozen=True, slots=True)
class Spot:
    """What the pictures need of an incident."""

    id: str
    what: str
    lat: float | None
    lon: float | None
    start: date | None
    best: int
    high: int
    contested: bool


def map_page(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """Map, timeline and table of the incidents that the filters let through.

    Args:
        desk: The desk.
        asked: The filters of the list; ``view`` (west,south,east,north), ``borders`` (no), ``page`` of the table.

    Raises:
        PageError: One of them cannot be read.
    """
    wanted = asked_for(asked)
    kept = {k: v for k, v in asked.items() if v and k not in ("page", "format")}
    then = desk.known(wanted.as_of, wanted.reported_by)
    rows = {d["id"]: d for d in then.incidents(wanted.filter)} if then is not None else {}
    if then is None:
        spots = desk.of_views(("spots", wanted.filter), lambda: [_spot(r) for r in desk.ledger.spots(wanted.filter)])
    else:
        spots = [_spot_of(d) for d in rows.values()]
    placed = [(s.lon, s.lat) for s in spots if s.lon is not None and s.lat is not None]
    window = window_of(asked.get("view")) or around(placed)
    borders = asked.get("borders") != "no"
    link = _linking(kept)
    here = [s.id for s in spots if s.lat is None or s.lon is None or window.holds(s.lon, s.lat)]
    names = here[wanted.offset : wanted.offset + PER_PAGE]
    shown = [rows[n] for n in names] if then is not None else [r.payload for r in desk.ledger.named_incidents(names)]
    dated = [s.start for s in spots if s.start is not None]
    return {
        "count": len(spots),
        "filters": kept,
        "choices": choices(desk),
        "view": [window.west, window.south, window.east, window.north],
        "borders": borders,
        "map": _map(spots, window, borders, link, {k: v for k, v in kept.items() if k in ("as_of", "reported_by")}),
        "timeline": timeline(spots, link),
        "first": min(dated).isoformat() if dated else None,
        "last": max(dated).isoformat() if dated else None,
        "moves": {name: link(view=_view(w)) for name, w in _moves(window).items()},
        "whole": link(view=None),
        "switch": link(borders="no" if borders else None),
        "unlocated": len(spots) - len(placed),
        "undated": len(spots) - len(dated),
        "incidents": [listed(d, kept) for d in shown],
        "in_view": len(here),
        "page": wanted.page,
        "pages": pages_of(len(here)),
    }


def _spot(r: Row[Any]) -> Spot:
    known = [v for v in (r.killed_low, r.killed_best, r.killed_high) if v is not None]
    day = r.start or r.end
    return Spot(
        r.id, r.what, r.lat, r.lon, date.fromisoformat(day) if day else None, r.killed_best or 0,
        max(known, default=0), bool(r.contested),
    )  # fmt: skip


def _spot_of(d: Mapping[str, Any]) -> Spot:
    whole = next(
        (e for e in d["estimates"] if e["measure"] == "killed" and e["party"] is e["kind"] is e["group"] is None), None
    )
    known = [whole[k] for k in ("low", "best", "high") if whole[k] is not None] if whole else []
    day = d["start"] or d["end"]
    return Spot(
        d["id"], d["what"], d["lat"], d["lon"], date.fromisoformat(day) if day else None,
        (whole["best"] or 0) if whole else 0, max(known, default=0), bool(d["disputes"]),
    )  # fmt: skip


def window_of(view: str | None) -> Window | None:
    """A window from its corners as an address has them; None where none are given.

    Raises:
        PageError: They are no window on the world.
    """
    if not view:
        return None
    try:
        west, south, east, north = (float(x) for x in view.split(","))
    except ValueError:
        raise unreadable("view", "write west,south,east,north in degrees") from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90 and east - west >= 0.05 <= north - south):
        raise unreadable("view", "west,south,east,north in degrees, at least a twentieth of one apart")
    # Tall strips and flat ones would make a picture of any height.
    stretch = max(cos(radians((south + north) / 2)), 0.2)
    tall = min(max(north - south, (east - west) * stretch / 4), (east - west) * stretch)
    middle = (south + north) / 2
    return fitted(Window(west, middle - tall / 2, east, middle + tall / 2))


def _view(w: Window) -> str | None:
    return None if w == WORLD else ",".join(f"{v:g}" for v in (w.west, w.south, w.east, w.north))


def _moves(w: Window) -> dict[str, Window]:
    wide, tall = w.east - w.west, w.north - w.south

    def moved(x: float, y: float, size: float) -> Window:
        middle = (w.west + wide / 2 + x * wide, w.south + tall / 2 + y * tall)
        new = (max(wide * size, 0.1), max(tall * size, 0.1))
        return fitted(
            Window(middle[0] - new[0] / 2, middle[1] - new[1] / 2, middle[0] + new[0] / 2, middle[1] + new[1] / 2)
        )

    return {
        "closer": moved(0, 0, 0.5), "wider": moved(0, 0, 2), "west": moved(-0.4, 0, 1), "east": moved(0.4, 0, 1),
        "north": moved(0, 0.4, 1), "south": moved(0, -0.4, 1),
    }  # fmt: skip


def _linking(kept: Mapping[str, str]) -> Callable[..., str]:
    def link(**changed: str | None) -> str:
        given = {**kept, **{k.rstrip("_"): v for k, v in changed.items()}}
        return address("/map", **{k: v for k, v in given.items() if v})

    return link


def _map(
    spots: Sequence[Spot], w: Window, borders: bool, link: Callable[..., str], then: Mapping[str, str]
) -> str:  # fmt: skip
    seen = [s for s in spots if s.lon is not None and s.lat is not None and w.holds(s.lon, s.lat)]
    # Large circles first, so that small ones stay in reach.
    order = sorted(grouped(seen, w), key=lambda c: (len(c), max(s.best for s in c)), reverse=True)
    circles = "".join(_one(c[0], w, then) if len(c) == 1 else _several(c, w, link) for c in order)
    label = f"map of {len(seen):,} incidents; the table below lists them"
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH} {w.height}" role="group" aria-label="{label}">'
        f"{drawn(w, borders=borders)}{circles}</svg>"
    )


def grouped(seen: Sequence[Spot], w: Window) -> list[list[Spot]]:
    """Incidents whose circles would lie over one another, together.

    Those of a square of the picture are one group; groups whose middles are closer than a circle is wide join the
    fullest of them.

    Args:
        seen: Incidents with a point in the window.
        w: The window.
    """
    if not seen:
        return []
    at = np.array([(s.lon, s.lat) for s in seen]) - (w.west, w.north)
    at *= (WIDTH / (w.east - w.west), -w.height / (w.north - w.south))
    cells, which, counts = np.unique((at // _CELL).astype(int), axis=0, return_inverse=True, return_counts=True)
    middles = np.stack([np.bincount(which.ravel(), at[:, axis]) / counts for axis in (0, 1)], axis=1)
    joined, heads, near = np.arange(len(cells)), list[int](), dict[tuple[int, int], int]()
    for n in np.argsort(-counts, kind="stable").tolist():
        x, y = cells[n].tolist()
        around_it = (near.get((x + dx, y + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        apart = [(float(np.hypot(*(middles[h] - middles[n]))), h) for h in around_it if h is not None]
        far, head = min(apart, default=(_CELL, n))
        if far < _CELL:
            joined[n] = head
        else:
            near[x, y] = n
            heads.append(n)
    groups: dict[int, list[Spot]] = {h: [] for h in heads}
    for s, n in zip(seen, joined[which.ravel()].tolist(), strict=True):
        groups[n].append(s)
    return list(groups.values())


def _one(s: Spot, w: Window, then: Mapping[str, str]) -> str:
    look = "contested" if s.contested else "agreed"
    ring = f'<circle class="most" r="{_size(s.high)}"/>' if s.high > s.best else ""
    said = f"{s.what}: {s.best:,} killed" if s.best else s.what
    link = escape(address(f"/incident/{s.id}", **then))
    x, y = w.xy(s.lon or 0.0, s.lat or 0.0)
    return (
        f'<a class="{look}" href="{link}" transform="translate({x:.1f} {y:.1f})">'
        f'<title>{escape(said)}</title><g class="mark">{ring}<circle class="best" r="{_size(s.best)}"/></g></a>'
    )


def _several(spots: Sequence[Spot], w: Window, link: Callable[..., str]) -> str:
    places = np.array([(s.lon, s.lat) for s in spots])
    x, y = w.xy(*places.mean(axis=0).tolist())
    contested = sum(s.contested for s in spots)
    look = "contested" if contested else "agreed"
    there = around([tuple(places.min(axis=0).tolist()), tuple(places.max(axis=0).tolist())], 0.5)
    said = f"{len(spots):,} incidents, {contested:,} of them contested"
    size = min(9 + sqrt(len(spots)), 24)
    return (
        f'<a class="many {look}" href="{escape(link(view=_view(there)))}" transform="translate({x:.1f} {y:.1f})">'
        f'<title>{said}</title><g class="mark"><circle class="best" r="{size:.1f}"/>'
        f'<text text-anchor="middle" dy="4">{len(spots):,}</text></g></a>'
    )


def _size(n: int) -> float:
    return round(min(4 + 1.6 * sqrt(n), 40), 1)


def timeline(spots: Iterable[Spot], link: Callable[..., str]) -> str:
    """Incidents by day, week, month or year as bars, the contested ones darker at the foot; each bar is a filter."""
    dated = [s for s in spots if s.start is not None]
    if not dated:
        return ""
    bins = _bins(min(s.start for s in dated if s.start), max(s.start for s in dated if s.start))
    every, open_ = Counter[int](), Counter[int]()
    for s in dated:
        assert s.start is not None
        at = bisect_right(bins, s.start) - 1
        every[at] += 1
        open_[at] += s.contested
    most, wide = max(every.values()), WIDTH / (len(bins) - 1)
    tall = _TIMELINE - 24
    parts = []
    for at, n in sorted(every.items()):
        first, last = bins[at], bins[at + 1] - timedelta(days=1)
        said = f"{first}{f' to {last}' if last > first else ''}: {n:,} incidents, {open_[at]:,} contested"
        high, low = tall * n / most, tall * open_[at] / most
        box = f'x="{at * wide + 0.5:.1f}" width="{max(wide - 1, 1):.1f}"'
        parts.append(
            f'<a href="{escape(link(from_=first.isoformat(), to=last.isoformat()))}"><title>{said}</title>'
            f'<rect class="agreed" {box} y="{tall - high:.1f}" height="{high:.1f}"/>'
            f'<rect class="contested" {box} y="{tall - low:.1f}" height="{low:.1f}"/></a>'
        )
    end = bins[-1] - timedelta(days=1)
    ends = (
        f'<line class="axis" x1="0" x2="{WIDTH}" y1="{tall}" y2="{tall}"/>'
        f'<text x="2" y="{_TIMELINE - 8}">{bins[0]}</text>'
        f'<text x="{WIDTH - 2}" y="{_TIMELINE - 8}" text-anchor="end">{end}</text>'
        f'<text x="{WIDTH / 2}" y="{_TIMELINE - 8}" text-anchor="middle">highest bar: {most:,}</text>'
    )
    return (
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {_TIMELINE}" role="group" data-first="{bins[0]}" data-last="{end}"'
        f' aria-label="incidents over time; each bar leads to its days">{"".join(parts)}{ends}</svg>'
    )


def _bins(first: date, last: date) -> list[date]:
    """Beginnings of days, weeks, months or years from the first day to past the last one."""
    days = (last - first).days + 1
    if days <= _BARS:
        return [first + timedelta(days=n) for n in range(days + 1)]
    if days <= 7 * _BARS:
        monday = first - timedelta(days=first.weekday())
        return [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 2)]
    months = days <= 30 * _BARS
    at, out = first.replace(day=1) if months else date(first.year, 1, 1), []
    while at <= last:
        out.append(at)
        at = date(at.year + at.month // 12, at.month % 12 + 1, 1) if months else date(at.year + 1, 1, 1)
    return [*out, at]
