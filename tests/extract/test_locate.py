"""Names in contexts become points: a table from the map, relations in words, and what must never happen."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import accordingto
from accordingto.extract.locate import country_of, resolve_places
from accordingto.extract.placerelations import relation
from accordingto.model import Place, Span
from accordingto.model.where import Location, distance, midpoint, moved

TABLE: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "places.yaml").read_text("utf-8"))
SYRIA = "Shells fell on Saraqeb in Idlib province, Syria, on Monday. Raqqa was quiet. "


def one(text: str, phrase: str) -> Place | None:
    start = text.index(phrase)
    return resolve_places(text, [Span(start, start + len(phrase))])[0]


def test_the_table_is_large_enough() -> None:
    assert sum(len(case["places"]) for case in TABLE) >= 150


@pytest.mark.parametrize("case", TABLE, ids=lambda c: c["text"][:30])
def test_table(case: dict[str, Any]) -> None:
    text = case["text"]
    spans = [(text.index(name), text.index(name) + len(name)) for name in case["places"]]
    for (name, line), place in zip(case["places"].items(), resolve_places(text, spans), strict=True):
        country, lat, lon, km, prec = line.split()
        assert place is not None and place.lat is not None and place.lon is not None, name
        assert (place.country or "-") == country, name
        assert distance((place.lat, place.lon), (float(lat), float(lon))) <= float(km), (name, place.lat, place.lon)
        assert prec == "~" or place.where_prec == int(prec), (name, place.where_prec)
        assert 0 < (place.radius or 0) < 6000


@pytest.mark.parametrize(
    ("words", "kind", "km", "bearing"),
    [
        ("20 km south of Raqqa", "off", 20, 180),
        ("some 30 kilometres (19 miles) north-east of the city of Raqqa", "off", 30, 45),
        ("ten miles west of Raqqa", "off", 16.09, 270),
        ("about 5-7 km from Raqqa", "off", 6, None),
        ("near the besieged town of Raqqa", "near", None, None),
        ("on the northern outskirts of Raqqa", "near", None, 0),
        ("Raqqa's northern countryside", "around", None, 0),
        ("the Raqqa countryside", "around", None, None),
        ("in eastern Raqqa", "part", None, 90),
        ("on the road to Raqqa", "line", None, None),
        ("in the centre of Raqqa", "in", None, None),
        ("five residents of Raqqa", "in", None, None),
    ],
)
def test_relations(words: str, kind: str, km: float | None, bearing: float | None) -> None:
    start = words.index("Raqqa")
    found = relation(words, start, start + 5)
    assert (found.kind, found.bearing) == (kind, bearing)
    assert found.km == (None if km is None else pytest.approx(km))


def test_a_place_so_far_from_another_is_there_and_no_surer() -> None:
    text = SYRIA + "Two died 40 km east of Raqqa."
    place, raqqa = one(text, "40 km east of Raqqa"), one(text, "Raqqa")
    assert place and raqqa and place.location and raqqa.location
    apart = distance((place.location.lat, place.location.lon), (raqqa.location.lat, raqqa.location.lon))
    assert apart == pytest.approx(40, abs=0.5)
    assert place.location.lon > raqqa.location.lon and place.where_prec == 2 and place.location.radius >= 10


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("Springfield", ()), ("Palma", ()), ("Hama", ("SY",)), ("Paris", ("FR",)), ("Santiago", ("CL",))],
)
def test_no_namesake_in_a_country_that_is_not_spoken_of(name: str, allowed: tuple[str, ...]) -> None:
    """A capital, or a city of a million, speaks of its country; any other namesake abroad is left out."""
    place = one(SYRIA + f"Two died in {name}.", name)
    assert place is None or place.country in ("SY", *allowed)


def test_the_class_word_of_a_mention_decides_between_town_and_division() -> None:
    text = SYRIA + "Ten died in Aleppo province, none in Aleppo city."
    province, city = one(text, "Aleppo province"), one(text, "Aleppo city")
    assert province and city and (province.where_prec, city.where_prec) == (4, 1)


def test_claims_have_a_point_or_a_reason() -> None:
    reading = accordingto.read(
        "An airstrike killed 12 people in the village of Qaminas, near Idlib city in Syria, on Tuesday, medics said.",
        published="2020-02-20",
    )
    places = [c.place for c in reading.claims if c.place is not None]
    assert places
    for p in places:
        assert p.location is not None or p.unplaced
        assert p.country == "SY" and p.where_prec == 2
    written = [c["place"] for c in reading.to_dict()["claims"] if c["place"]]
    assert all({"lat", "lon", "radius", "where_prec", "geo_precision", "candidates"} <= set(p) for p in written)


def test_spans_outside_the_text_are_refused() -> None:
    with pytest.raises(ValueError, match="span"):
        resolve_places("Aleppo", [(0, 99)])


def test_the_public_function() -> None:
    text = "Shells fell on Tripoli, Lebanon, on Monday."
    (place,) = accordingto.resolve_places(text, [(15, 22)], published="2020-01-01")
    assert place is not None and place.name == "Tripoli" and place.country == "LB"
    assert place.candidates[0].score > 0.5


@pytest.mark.parametrize(
    ("publisher", "code"),
    [("Kyiv Post", "UA"), ("The Times of India", "IN"), ("Nigerian Tribune", "NG"), ("The Daily Planet", None)],
)
def test_the_country_of_a_publisher(publisher: str, code: str | None) -> None:
    assert country_of(publisher) == code


@given(st.text(min_size=1, max_size=120), st.data())
@settings(deadline=None, max_examples=60)
def test_any_span_of_any_text_is_taken(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    (place,) = resolve_places(text, [(start, end)])
    assert place is None or isinstance(place.location, Location)


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(0.1, 900), st.floats(0, 360))
def test_moving_a_point_moves_it_so_far(lat: float, lon: float, km: float, bearing: float) -> None:
    there = moved((lat, lon), km, bearing)
    assert distance((lat, lon), there) == pytest.approx(km, rel=0.01)
    assert distance(midpoint([(lat, lon), there]), there) == pytest.approx(km / 2, rel=0.05, abs=0.05)
