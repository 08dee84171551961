"""The ledger: append-only truth of what was read and judged, and views that can be rebuilt from it."""
