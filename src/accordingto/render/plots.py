"""Plots for notebooks and papers, with matplotlib: ranges as bars, running totals as steps, places as circles.

Promise: an end that the words leave open is drawn open (an arrow), never closed; a place is drawn as wide as it is
known, never as a mere dot. Needs the extra ``plot``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from importlib import import_module
from math import cos, radians
from typing import Any

from accordingto.model.linked import LinkedIncident, TollSeries
from accordingto.model.values import Bounds
from accordingto.model.where import EARTH
from accordingto.render.accounts import accounts_of
from accordingto.vocab.atlas import around, frontiers, land

INK, DIM, LINE = "#1d2429", "#5b6670", "#d9d5cb"
LAND, COAST, SEA = "#f6f3ec", "#a39c8c", "#e9eef1"
KILLED, RANGE, OPEN, KNOWN = "#8f1d1d", "#c9938c", "#b8652a", "#9fb8c8"


def range_bars(incident: LinkedIncident, measure: str = "killed", *, ax: Any = None) -> Any:
    """Each account of a figure as a bar from low to high, its best figure as a tick; the incident's figure on top.

    Args:
        incident: The incident.
        measure: ``killed``, ``injured``, ...
        ax: Axes to draw on; None makes new ones.

    Returns:
        The axes.

    Raises:
        ImportError: matplotlib is not installed; the message says how to get it.
    """
    found = accounts_of(incident, measure)
    whole = incident.estimate(measure)
    rows = [(f"{a.who}{f': {a.of}' if a.of else ''}", a.bounds, a.stance) for a in found]
    if whole is not None:
        rows.insert(0, (f"All reports ({whole.rule})", whole.bounds, ""))
    ax = ax or _axes(height=1 + 0.42 * max(len(rows), 1))
    most = max((v for _, b, _ in rows for v in (b.low, b.best, b.high) if v is not None), default=1)
    for y, (_, b, stance) in enumerate(rows):
        draw_range(ax, y, b, most, faint=stance in ("denied", "possible"), strong=y == 0 and whole is not None)
    ax.set_yticks(range(len(rows)), [name for name, *_ in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, most * 1.18 + 1)
    ax.set_xlabel(f"{measure}, as claimed")
    ax.tick_params(axis="y", length=0)
    return ax


def draw_range(ax: Any, y: float, b: Bounds, most: int, *, faint: bool = False, strong: bool = False) -> None:
    """One range as a bar on axes.

    Args:
        ax: The axes.
        y: Where.
        b: The range.
        most: The largest figure of the picture: the length of an open end is a share of it.
        faint: For accounts that are hedged or denied.
        strong: For the figure of all together.
    """
    if not b.numeric:
        ax.text(0, y, f"  {b.in_words()}", va="center", color=DIM, style="italic")
        return
    known = [v for v in (b.low, b.best, b.high) if v is not None]
    first, last = min(known), max(known)
    colour, alpha = (KILLED if strong else RANGE), 0.45 if faint else 1.0
    ax.barh(y, max(last - first, most * 0.006), left=first, height=0.34, color=colour, alpha=alpha, zorder=2)
    reach = most * 0.09 + 0.4
    arrow = {"arrowstyle": "-|>", "color": colour, "linestyle": ":", "alpha": alpha}
    if b.high is None:
        ax.annotate("", xy=(last + reach, y), xytext=(last, y), arrowprops=arrow)
    if b.low is None:
        ax.annotate("", xy=(max(first - reach, 0), y), xytext=(first, y), arrowprops=arrow)
    if b.best is not None:
        ax.plot([b.best, b.best], [y - 0.28, y + 0.28], color=INK, linewidth=1.6, alpha=alpha, zorder=3)
    at = last + (reach if b.high is None else 0) + most * 0.015
    ax.text(at, y, b.in_words(), va="center", color=INK, fontsize="small")


def toll_steps(series: TollSeries, *, ax: Any = None) -> Any:
    """A running total as steps, with the sum of the known incidents under it: the gap is unexplained.

    Args:
        series: The running total; points without a day are left out.
        ax: Axes to draw on; None makes new ones.

    Returns:
        The axes.

    Raises:
        ImportError: matplotlib is not installed.
    """
    ax = ax or _axes(height=3)
    points = [(p.day, p) for p in series.points if p.day is not None and p.stated.numeric]
    days = [d for d, _ in points]
    ax.step(days, [_middle(p.stated) for _, p in points], where="post", color=KILLED, label="stated", zorder=3)
    for day, p in points:
        low, high = _ends(p.stated)
        if high > low:
            ax.plot([day, day], [low, high], color=KILLED, linewidth=1)
        mark = {"marker": "X", "color": OPEN} if p.flags else {"marker": "o", "color": KILLED}
        ax.plot([day], [_middle(p.stated)], **mark)
        if p.flags:
            ax.annotate(", ".join(p.flags), (day, _middle(p.stated)), textcoords="offset points", xytext=(4, 7),
                        fontsize="small", color=OPEN)  # fmt: skip
    known = [(d, _middle(p.explained)) for d, p in points if p.explained is not None and p.explained.numeric]
    if known:
        ax.fill_between(*zip(*known, strict=True), step="post", color=KNOWN, label="sum of the known incidents")
    if days and min(days) == max(days):
        ax.set_xlim(days[0] - timedelta(3), days[0] + timedelta(3))
    ax.set_ylim(bottom=0)
    ax.set_title(f"{series.counter}: {series.measure}{f', {series.place}' if series.place else ''}", loc="left")
    ax.legend(frameon=False, loc="upper left")
    return ax


def incident_map(incidents: Iterable[LinkedIncident], *, ax: Any = None) -> Any:
    """Incidents where they are said to have happened, circles as wide as the place is known; coasts and borders.

    Args:
        incidents: Those without a point are counted above the map.
        ax: Axes to draw on; None makes new ones.

    Returns:
        The axes.

    Raises:
        ImportError: matplotlib is not installed.
    """
    ax = ax or _axes(height=4.5)
    some = list(incidents)
    placed = [i for i in some if i.lat is not None and i.lon is not None]
    patches = import_module("matplotlib.patches")
    for i in placed:
        lat, lon = i.lat or 0.0, i.lon or 0.0
        km = radius_of(i)
        tall = km / (EARTH * radians(1))
        wide = tall / max(cos(radians(lat)), 0.1)
        ax.add_patch(patches.Ellipse((lon, lat), 2 * wide, 2 * tall, color=RANGE, alpha=0.25, linewidth=0))
        killed = i.estimate("killed")
        size = 18 + 6 * _middle(killed.bounds) ** 0.5 if killed and killed.bounds.numeric else 14
        ax.scatter([lon], [lat], s=size, color=OPEN if i.disputed else KILLED, zorder=3, edgecolors="white")
    if placed:
        _outlines(ax, [(i.lon or 0.0, i.lat or 0.0) for i in placed])
        ax.set_aspect(1 / max(cos(radians(sum(i.lat or 0.0 for i in placed) / len(placed))), 0.1))
    ax.set_xlabel("longitude")
    ax.set_ylabel("latitude")
    missing = len(some) - len(placed)
    ax.set_title(f"{len(placed)} incidents{f'; {missing} more have no point' if missing else ''}", loc="left")
    return ax


def _outlines(ax: Any, points: Sequence[tuple[float, float]]) -> None:
    """Coasts and borders around some points, and the axes cut to these surroundings."""
    window = around(points, 1.5)
    for ring in land(window):
        ax.fill(*zip(*ring, strict=True), facecolor=LAND, edgecolor=COAST, linewidth=0.6, zorder=0)
    for line in frontiers(window):
        ax.plot(*zip(*line, strict=True), color=COAST, linewidth=0.8, linestyle="--", zorder=0.5)
    ax.set_xlim(window.west, window.east)
    ax.set_ylim(window.south, window.north)
    ax.set_facecolor(SEA)
    ax.grid(visible=False)


def radius_of(incident: LinkedIncident) -> float:
    """Kilometres around an incident's point within which its claims put it; 1 where none says."""
    radii = [
        c.place.radius
        for t in incident.tellings
        for c in t.claims
        if c.place is not None and c.place.path == incident.place and c.place.radius is not None
    ]
    return min(radii, default=1.0)


def pyplot() -> Any:
    """The module that makes figures.

    Raises:
        ImportError: matplotlib is not installed; the message says how to get it.
    """
    try:
        return import_module("matplotlib.pyplot")
    except ImportError as e:
        raise ImportError("plots need matplotlib: pip install 'accordingto[plot]'") from e


def _axes(height: float) -> Any:
    figure, ax = pyplot().subplots(figsize=(8, height), layout="constrained")
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.grid(axis="x", color=LINE, linewidth=0.6)
    ax.set_axisbelow(True)
    return ax


def _middle(b: Bounds) -> int:
    return next((v for v in (b.best, b.low, b.high) if v is not None), 0)


def _ends(b: Bounds) -> Sequence[int]:
    return (b.low if b.low is not None else _middle(b)), (b.high if b.high is not None else _middle(b))
