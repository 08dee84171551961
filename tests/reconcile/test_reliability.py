"""Krippendorff's alpha against the examples that its author published, and what holds for any codings."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.reconcile.reliability import alpha

_ = None
BINARY = zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True)
NOMINAL = zip("aabbdcccedda", "babbbccceddd", strict=True)
FOUR = zip(
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    strict=True,
)
FOUR_UNITS = list(FOUR)


@pytest.mark.parametrize(
    ("units", "metric", "published"),
    [
        (list(BINARY), "nominal", 0.095),
        (list(NOMINAL), "nominal", 0.692),
        (FOUR_UNITS, "nominal", 0.743),
        (FOUR_UNITS, "interval", 0.849),
        (FOUR_UNITS, "ratio", 0.797),
    ],
)
def test_published_examples(units: Sequence[Sequence[float | str | None]], metric: str, published: float) -> None:
    found = alpha(units, metric)
    assert found.value == pytest.approx(published, abs=0.0005)
    assert found.low is not None and found.high is not None and found.low <= published <= found.high


def test_where_nothing_varies_or_nobody_is_paired_there_is_no_value() -> None:
    assert alpha([["a", "a"], ["a", "a"]]).value is None
    assert alpha([["a", None], [None, "b"]]) == alpha([]) and alpha([]).units == 0


VALUES = st.one_of(st.none(), st.sampled_from("abc"))
UNITS = st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=30)


@given(UNITS, st.randoms(use_true_random=False))
def test_neither_the_order_of_units_nor_of_coders_matters(units: list[tuple[str | None, ...]], rng: object) -> None:
    turned = [unit[::-1] for unit in reversed(units)]
    one, other = alpha(units), alpha(turned)
    assert (
        one.units == other.units and one.value == pytest.approx(other.value) if one.value else other.value == one.value
    )


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=30))
def test_those_who_always_agree_agree_wholly(said: list[str]) -> None:
    found = alpha([(v, v) for v in said])
    assert found.value == (1.0 if len(set(said)) > 1 else None)
    assert found.value is None or found.low == found.high == 1.0
