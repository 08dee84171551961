"""The closed lists of the claim format, in the order that the learned reader's weights were trained with.

Promise: the lists only ever grow at the end between versions of the weights. Meanings: docs/claim-format.md.
"""

from __future__ import annotations

TYPES = (
    "killed", "injured", "casualties", "missing", "detained", "released", "displaced",
    "destroyed", "damaged", "seized", "attack", "control", "act",
)  # fmt: skip
COUNTED = frozenset(TYPES) - {"attack", "control", "act"}
HARM = frozenset({"killed", "injured", "casualties", "missing", "detained", "released", "displaced"})
LOSS = frozenset({"destroyed", "damaged", "seized"})
# Slots that point at words of the text; "trigger" gives the extent of the trigger itself.
SLOTS = ("trigger", "target", "actor", "place", "time", "source", "via", "cue")
MEANS = (
    "none", "airstrike", "drone", "missile", "rocket", "shelling", "chemical", "ied", "car-bomb", "suicide-bomb",
    "landmine", "grenade", "small-arms", "clash", "stabbing", "beheading", "execution", "torture", "arson", "raid",
    "siege", "abduction", "explosion", "other",
)  # fmt: skip
STANCES = ("asserted", "possible", "denied", "planned")
SCOPES = ("incident", "cumulative")
ACTS = (
    "none", "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE",
)  # fmt: skip
KINDS = ("none", "civilian", "combatant", "mixed", "unknown", "thing", "place", "state")
TAGS = (
    "children", "women", "elderly", "journalist", "medic", "rescue", "aid-worker", "police", "prisoner", "refugee",
    "migrant", "pilgrim", "teacher", "student", "official", "activist", "family",
)  # fmt: skip
# How many an uncounted phrase names: no number, one ("the driver", a name), several that must be added up.
IMPLIED = ("none", "one", "several")
