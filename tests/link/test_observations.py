"""Names folded, periods and places compared, and what the weights must say."""

import json
from pathlib import Path

import pytest
from tests.tellings import telling

from accordingto.link import weights as shipped
from accordingto.link.compare import observe
from accordingto.link.names import fold_path, same_name
from accordingto.link.profile import profile
from accordingto.link.weights import Weights, chance, default_weights
from accordingto.model.telling import Telling
from accordingto.model.where import distance


def seen(a: Telling, b: Telling, slot: str) -> list[str]:
    return [o.removeprefix(f"{slot}: ") for o in observe(profile(a), profile(b)) if o.startswith(f"{slot}: ")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir ez-Zor, Syria", "Deir Ezzor, Syria"),
        ("al-Raqqa, Syria", "Raqqah, Syria"),
        ("Al Raqqa, Syria", "Raqqa, Syria"),
        ("Kobane, Syria", "Kobani, Syria"),
        ("the Idlib countryside, Syria", "northern Idlib, Syria"),
        ("al-Jamiliyeh, Aleppo, Syria", "Jamilia, Aleppo, Syria"),
    ],
)
def test_spellings_of_one_place_agree(one: str, other: str) -> None:
    a, b = fold_path(one, "en"), fold_path(other, "en")
    assert same_name(a.heads[0], b.heads[0])
    assert a.country == b.country == "SY"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Homs", "Hama"), ("Douma", "Daraya"), ("Brod", "Bred"), ("Marea", "Manbij"), ("Ostra", "Krusna")],
)
def test_unlike_names_do_not(one: str, other: str) -> None:
    assert not same_name(fold_path(one, "en").heads[0], fold_path(other, "en").heads[0])


def test_a_path_of_two_places_and_one_that_repeats_itself() -> None:
    assert fold_path("Ostra and Brod, Vale, Syria", "en").heads == ("ostra", "brod")
    assert fold_path("Idlib, Idlib, Syria", "en").depth == 1
    assert fold_path("eastern Syria, Syria", "en") == fold_path("Syria", "en")
    assert fold_path("", "en").country is None


@pytest.mark.parametrize(
    ("a", "b", "what"),
    [
        (("2020-02-20", None), ("2020-02-20", None), "same day"),
        (("2020-02-20", None), ("2020-02-21", None), "next day"),
        (("2020-02-20", None), ("2020-02-26", None), "4-10 days apart"),
        (("2020-02-20", None), ("2021-02-20", None), "months apart"),
        (("2020-02-20", None), ("2020-02-01", "2020-02-29"), "inside the month"),
        (("2020-02-20", None), ("2020-01-01", "2020-12-31"), "inside the long period"),
        (("2021-02-20", None), ("2020-01-01", "2020-12-31"), "outside the period"),
        (("2020-02-20", None), (None, None), "day lies just before the other was published"),
        (("2020-01-02", None), (None, None), "day lies long before the other was published"),
        (("2020-03-20", None), (None, None), "day lies after the other was published"),
        ((None, None), (None, None), "not told, published within 2 days"),
    ],
)
def test_periods_are_compared_at_their_own_precision(
    a: tuple[str | None, str | None], b: tuple[str | None, str | None], what: str
) -> None:
    one, other = (telling(f"{r}#i1", day=day, end=end) for r, (day, end) in (("a", a), ("b", b)))
    assert seen(one, other, "time") == seen(other, one, "time") == [what]


@pytest.mark.parametrize(
    ("a", "b", "what"),
    [
        ("Ostra, Vale, Syria", "al-Ostra, Vale, Syria", "same"),
        ("Vale, Syria", "Vale, Syria", "same, as one name"),
        ("Ostra, Vale, Syria", "Vale, Syria", "one inside the other"),
        ("Ostra, Vale, Syria", "Brod, Vale, Syria", "other place, same region"),
        ("Ostra, Vale, Syria", "Lum, Hills, Syria", "other region"),
        ("Ostra, Vale, Syria", "Lum, Syria", "other name"),
        ("Ostra, Vale, Syria", "Syria", "one names the country alone"),
        ("Ostra, Vale, Syria", None, "one names none"),
        ("Ostra, Vale, Syria", "Ostra, Vale, Mali", "another country"),
        ("Syria", "Syria", "the country alone"),
        (None, None, "none"),
    ],
)
def test_places_are_compared_by_level(a: str | None, b: str | None, what: str) -> None:
    one, other = telling("a#i1", a), telling("b#i1", b)
    assert seen(one, other, "place") == seen(other, one, "place") == [what]


@pytest.mark.parametrize(
    ("a", "b", "what"),
    [
        (7, 7, "same figure, 5-14"),
        (1, 1, "same figure, one"),
        (7, 9, "figures near"),
        (7, 20, "figures differ"),
        (7, 40, "figures far apart"),
        (7, None, "one gives no figure"),
    ],
)
def test_tolls(a: int | None, b: int | None, what: str) -> None:
    assert seen(telling("a#i1", killed=a), telling("b#i1", killed=b), "killed") == [what]


def test_distance() -> None:
    assert distance((33.51, 36.29), (36.20, 37.16)) == pytest.approx(310, abs=15)
    assert distance((10.0, 179.9), (10.0, -179.9)) < 30


class TestWeights:
    def test_every_weight_is_of_an_observation_that_can_be_made(self) -> None:
        """A misspelt or outdated name in the file would silently weigh nothing."""
        source = "".join(p.read_text(encoding="utf-8") for p in Path(shipped.__file__).parent.glob("*.py"))
        for name in default_weights().of:
            slot, _, what = name.partition(": ")
            assert slot in source
            assert all(w.strip("-,").rstrip("s") in source for w in what.split()), name

    def test_what_is_known_to_speak_against_does(self) -> None:
        data = json.loads(Path(shipped.__file__).with_name("weights.json").read_text(encoding="utf-8"))
        assert data["capped"]
        for name, most in data["capped"].items():
            assert data["weights"][name] <= most < 0

    def test_common_sense(self) -> None:
        of = default_weights().of
        assert of["time: same day"] > of["time: next day"] > of["time: 4-10 days apart"] > of["time: months apart"]
        assert (
            of["place: same"]
            > of["place: one inside the other"]
            > of["place: other region"]
            > of["place: another country"]
        )
        assert of["words: close"] > of["words: alike"] > of["words: little alike"] > of["words: none shared"]
        assert of["means: same"] > of["means: same, a frequent one"] > of["means: other"]

    def test_an_unknown_observation_weighs_nothing(self) -> None:
        assert Weights("w", {"bias": -1.0}).score(["time: never heard of"]) == -1.0
        assert chance(0) == 0.5
        assert 0 <= chance(-10_000) < chance(10_000) <= 1
