"""Where one incident is said to have happened: each place named for it, as the area that the words leave open.

Promise: precision is drawn, never hidden: a province is a large circle, not a point in its middle.
"""

from __future__ import annotations

from html import escape

from accordingto.model.linked import LinkedIncident
from accordingto.vocab.atlas import WIDTH, around, drawn

_KM = 111.2
"""Kilometres in a degree of latitude."""


def locator(i: LinkedIncident) -> str:
    """Where one incident is said to have happened: each place of its claims as the area that the words leave open."""
    found = {
        c.place.location for t in i.tellings for c in t.claims if c.place is not None and c.place.location is not None
    }
    if not found:
        return ""
    reach = [(at, max(at.radius, 0.5) / _KM) for at in found]
    corners = [(at.lon + x * r, at.lat + y * r) for at, r in reach for x in (-1, 1) for y in (-1, 1)]
    w = around(corners, 1.0)
    unit = w.height / (w.north - w.south)
    parts = []
    for at, r in sorted(reach, key=lambda x: -x[1]):
        x, y = w.xy(at.lon, at.lat)
        parts.append(
            f'<g transform="translate({x:.1f} {y:.1f})"><title>{escape(at.name)}, within {at.radius:,.0f} km</title>'
            f'<circle class="area" r="{max(r * unit, 3):.1f}"/><circle class="dot v2" r="3"/></g>'
        )
    label = f"map of {len(found)} places named for it, each with the area that the words leave open"
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH} {w.height}" role="img" aria-label="{label}">'
        f"{drawn(w, borders=True)}{''.join(parts)}</svg>"
    )
