import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accordingto
from accordingto.extract import learned
from accordingto.extract.confidence import RATED, Calibration, bend, rate

TEXT = (
    "BORA, 3 May 2019 - Two soldiers were killed and five wounded when a mine exploded near the town of Bora, "
    "the defence ministry said. It blamed the rebels, who denied it. Three civilians may have died in an air strike."
)


@given(st.floats(0, 1), st.floats(0.1, 3), st.floats(-3, 3))
def test_a_curve_keeps_order_and_never_is_certain(p: float, slope: float, offset: float) -> None:
    bent = bend(p, (slope, offset))
    assert 0 < bent < 1
    assert bend(min(1, p + 0.1), (slope, offset)) >= bent


def test_a_curve_moves_the_log_odds() -> None:
    assert bend(0.5, (1.0, math.log(3))) == pytest.approx(0.75)
    assert bend(0.7, None) == 0.7


def test_every_claim_and_every_filled_slot_is_rated() -> None:
    reading = accordingto.read(TEXT)
    assert len(reading.claims) > 3
    for claim in reading.claims:
        assert claim.confidence is not None and 0 < claim.confidence < 1
        rated = dict(claim.slot_confidence)
        assert rated and all(0 < p < 1 for p in rated.values())
        assert set(rated) <= {s for s in RATED if getattr(claim, s) is not None}
        for slot in ("count", "target"):
            assert (getattr(claim, slot) is None) or slot in rated


def test_the_shipped_reader_is_calibrated_for_every_kind_and_slot() -> None:
    curves = learned.load("en").calibration
    assert set(curves.claim) == {"harm", "loss", "attack", "control", "act"}
    assert set(curves.slot) == set(RATED)


def test_a_slot_that_a_rule_filled_has_the_rate_of_the_rule() -> None:
    reading = accordingto.read(TEXT)
    carried = [c for c in reading.claims if c.time is not None and c.time.text is None]
    assert carried and all(
        dict(c.slot_confidence)["time"] == learned.load("en").calibration.carried["time"] for c in carried
    )
    assert rate([], [], Calibration()) == []
