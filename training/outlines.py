"""Makes src/accordingto/vocab/outlines.json.gz: outlines of countries for every map that is drawn.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python training/outlines.py package/countries-50m.json

The package (ISC licence) holds Natural Earth 1:50m (public domain) as TopoJSON. Kept are arcs, and which arcs bound the
land; a border is an arc that two countries share. Names are dropped: the map says nothing about whose a place is.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src" / "accordingto" / "vocab" / "outlines.json.gz"


def main() -> None:
    """Reduce the file named on the command line."""
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    polygons = []
    for shape in given["objects"]["countries"]["geometries"]:
        polygons += shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [ring for polygon in polygons for ring in polygon]
    used = Counter(arc if arc >= 0 else ~arc for ring in rings for arc in ring)
    kept = {
        "transform": given["transform"],
        "arcs": given["arcs"],
        "rings": rings,
        "borders": sorted(arc for arc, n in used.items() if n > 1),
    }
    body = json.dumps(kept, separators=(",", ":")).encode()
    TARGET.write_bytes(gzip.compress(body, 9, mtime=0))
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, {len(rings):,} rings, {len(kept['borders']):,} borders")


if __name__ == "__main__":
    main()
