"""Claims of a ledger on a terminal."""

from io import StringIO

from rich.console import Console

from accordingto.render.ledger import _slot, claim_lines
from accordingto.store import ClaimRow


def test_a_denied_claim_is_listed_as_denied_and_told_as_said() -> None:
    row = {
        "type": "killed", "low": 3, "best": 3, "high": 3, "vague": None, "stance": "denied", "start": "2020-02-20",
        "end": "2020-02-20", "place": "Ostra", "source": "the army", "quote": "did not kill three",
    }  # fmt: skip
    out = StringIO()
    Console(file=out, width=80).print(claim_lines(ClaimRow("r", "c1", "a", "unjudged", row)))
    shown = [line.strip() for line in out.getvalue().splitlines()]
    assert shown == ["r/c1  killed 3 (denied)", "“did not kill three”", "Ostra · 20 Feb 2020 · says the army"]


def test_a_change_beneath_the_same_words_says_what_changed() -> None:
    old, new = {"text": "near Ostra", "lat": None}, {"text": "near Ostra", "lat": 1.5}
    assert _slot("place", old, new) == "place.lat nothing → 1.5"
    assert _slot("place", old, None) == "place near Ostra → nothing"
