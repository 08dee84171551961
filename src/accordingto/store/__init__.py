"""The ledger: append-only entries chained by hash, and views that can be made again, in SQLite or PostgreSQL."""

from accordingto.store.adding import Added, Held, Run
from accordingto.store.errors import LedgerError
from accordingto.store.identifying import Source
from accordingto.store.judging import Standing
from accordingto.store.ledger import Ledger
from accordingto.store.linked import IncidentRow, Pair
from accordingto.store.loading import Kept
from accordingto.store.matching import Change, Difference, difference
from accordingto.store.queries import ClaimRow, Filter, incident_holds
from accordingto.store.verify import Verification

__all__ = [
    "Added",
    "Change",
    "ClaimRow",
    "Difference",
    "Filter",
    "Held",
    "IncidentRow",
    "Kept",
    "Ledger",
    "LedgerError",
    "Pair",
    "Run",
    "Source",
    "Standing",
    "Verification",
    "difference",
    "incident_holds",
]
