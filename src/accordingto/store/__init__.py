"""The ledger: append-only entries chained by hash, and views that can be made again, in SQLite or PostgreSQL."""

from accordingto.store.adding import Added, Held, Run
from accordingto.store.errors import LedgerError
from accordingto.store.identifying import Source
from accordingto.store.judging import Standing
from accordingto.store.ledger import Ledger
from accordingto.store.linked import IncidentRow, Pair
from accordingto.store.loading import Kept
from accordingto.store.matching import Change, Difference, difference
from accordingto.store.neighbours import KeptSketch, KeptTelling, Neighbours
from accordingto.store.queries import ClaimRow, Filter, incident_holds
from accordingto.store.relinking import Changes, Relinking
from accordingto.store.verify import Verification

__all__ = [
    "Added",
    "Change",
    "Changes",
    "ClaimRow",
    "Difference",
    "Filter",
    "Held",
    "IncidentRow",
    "Kept",
    "KeptSketch",
    "KeptTelling",
    "Ledger",
    "LedgerError",
    "Neighbours",
    "Pair",
    "Relinking",
    "Run",
    "Source",
    "Standing",
    "Verification",
    "difference",
    "incident_holds",
]
