"""Linking: which tellings of different reports are of one incident, and why.

Promise: pairs are compared only inside blocks of place and time; the score of a pair is a sum of named weights that
``explain`` prints; average link joins, reviewers' judgements always win, and the order in which reports arrive changes
nothing. No clock, disk, network or database: tellings in, clusters out.
"""

from accordingto.link.explain import Evidence, Explanation, explain
from accordingto.link.linker import Linker, link
from accordingto.link.results import Doubt, Linking, incident_id

__all__ = ["Doubt", "Evidence", "Explanation", "Linker", "Linking", "explain", "incident_id", "link"]
