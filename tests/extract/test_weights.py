"""The shipped weights: every processor computes what the one that made them did."""

import json

import numpy as np
import pytest

from accordingto.extract.encoding import FEATURES
from accordingto.extract.learned import PROBE, load, variants
from accordingto.lang import get


@pytest.mark.parametrize("variant", variants("en"))
def test_an_encoder_says_the_same_on_every_processor(variant: str) -> None:
    ids = np.arange(1000, 1000 + PROBE)
    hidden, _ = load("en", variant).encoder(ids, np.zeros((PROBE, len(FEATURES)), dtype=np.float32))
    card = json.loads((get("en").weights / variant / "reader.json").read_text(encoding="utf-8"))
    assert hidden[:, 0] == pytest.approx(card["probe"], abs=2e-3)
