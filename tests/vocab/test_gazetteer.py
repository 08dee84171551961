"""The gazetteer answers by folded names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.vocab.gazetteer import namesakes, place_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir ez-Zor", "Deir al-Zor"),
        ("al-Bab", "Bab"),
        ("Raqqa", "Raqa"),
        ("Qāmishlī", "Qamishli"),
        ("Hasaka", "Hasakah"),
        ("N'Djamena", "N’Djamena"),
    ],
)
def test_spellings_share_a_key(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


def test_different_places_keep_different_keys() -> None:
    assert len({place_key(n) for n in ("Homs", "Hama", "Hanoi", "Aden")}) == 4


def test_known_places() -> None:
    found = namesakes(["Maiduguri", "Tripoli", "Paris", "Nosuchplaceatall"])
    assert found[place_key("Maiduguri")].codes == {"NG"}
    assert {"LY", "LB"} <= found[place_key("Tripoli")].codes
    assert found[place_key("Paris")].countries[0][0] == "FR"
    assert place_key("Nosuchplaceatall") not in found


@given(st.lists(st.text(max_size=40), max_size=20))
def test_any_names_are_taken(names: list[str]) -> None:
    assert set(namesakes(names)) <= {place_key(n) for n in names}
