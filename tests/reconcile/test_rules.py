"""Rule sets are data: the built-in ones load, a user's own is checked whole, and every fault names its place."""

import pytest

from accordingto.model.issue import InputError
from accordingto.reconcile.rules import DEFAULT, available, built_in, parse_rules


@pytest.mark.parametrize("name", available())
def test_every_built_in_set_loads_under_its_name(name: str) -> None:
    assert built_in(name).name == name


def test_the_default_is_there() -> None:
    assert DEFAULT in available()


def test_a_set_can_extend_another() -> None:
    own = parse_rules("extends: ucdp\nname: mine\nstanding:\n  partisan: {sets: [high], rank: 3}\n", "mine.yaml")
    assert own.name == "mine"
    assert own.standing["partisan"].sets == {"high"}
    assert own.standing["independent"] == built_in("ucdp").standing["independent"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "a rule set must be a mapping"),
        ("name: [", "not YAML at line 1"),
        ("extends: nobody", "no rule set is called 'nobody' at extends"),
        ("name: x", "this key is missing at title"),
        ("extends: ucdp\ncolour: red", "this key is not known at colour"),
        ("extends: ucdp\nlow: lowish", "'lowish' is no choice at low"),
        ("extends: ucdp\npossible: [hi]", "['hi'] is no list of figures at possible"),
        ("extends: ucdp\nstanding: {friends: {sets: [], rank: 1}}", "every standing needs an entry"),
        ("extends: ucdp\nstanding: {partisan: {sets: []}}", "not an entry of a standing at standing.partisan"),
        ("extends: ucdp\nstanding: {partisan: {sets: [], rank: first}}", "no rank at standing.partisan.rank"),
        ("extends: ucdp\nstanding: {partisan: {sets: [bst], rank: 1}}", "no list of figures at standing.partisan"),
        ("extends: ucdp\nprefer: []", "[] is no order of preference at prefer"),
        ("extends: ucdp\nwords: {dozens: many}", "'many' is no figure at words.dozens"),
        ("extends: ucdp\nname: 7", "7 is no text at name"),
        ("extends: ucdp\nbest: none\nlow: best", "there is none at best"),
    ],
)  # fmt: skip
def test_a_fault_names_file_place_and_remedy(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_rules(text, "mine.yaml")
    issue = caught.value.issue
    assert issue.code == "bad-rules" and issue.origin == "mine.yaml" and issue.hint
    assert says in issue.message


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(InputError) as caught:
        built_in("usual")
    assert all(name in (caught.value.issue.hint or "") for name in available())


def test_a_file_that_is_no_rule_set_is_not_read_whole() -> None:
    with pytest.raises(InputError, match="too large"):
        parse_rules("x" * 100_000, "big.yaml")
