import pytest

from accordingto.reconcile.sides import is_name, names_side, side_key, side_keys

ONE_SIDE = [
    ["Turkey", "Turkish soldiers", "Turkey: military", "the Turkish army"],
    ["Syrian government", "Syria: presidency", "Syrian soldiers"],
    ["Islamic State", "ISIS", "ISIL fighters"],
    ["Northland", "Northland: military"],
]


@pytest.mark.parametrize("names", ONE_SIDE, ids=lambda n: n[0])
def test_every_name_of_a_side_is_one_side(names: list[str]) -> None:
    assert len({side_key(n) for n in names}) == 1


def test_different_sides_stay_different() -> None:
    assert len({side_key(names[0]) for names in ONE_SIDE}) == len(ONE_SIDE)


@pytest.mark.parametrize("nobody", [None, "", "unknown gunmen", "Somali gunmen", "unnamed armed group", "…"])
def test_who_cannot_be_told_from_others_is_nobody(nobody: str | None) -> None:
    assert side_key(nobody) is None and side_keys(nobody) == frozenset()


def test_an_answer_may_name_two_sides() -> None:
    assert side_keys("Syrian government or Russia") == {side_key("Syrian government"), side_key("Russia")}
    assert side_keys("Nusra/HTS") == {side_key("Nusra/HTS")}


def test_words_that_name_a_side_and_words_that_do_not() -> None:
    assert names_side("Turkish soldiers") and not names_side("its soldiers") and not names_side(None)
    assert is_name("Ann Other") and is_name(None) and not is_name("a soldier")
