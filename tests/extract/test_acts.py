import pytest

from accordingto import lang
from accordingto.extract.acts import name_acts
from accordingto.model import Claim, Span

PACK = lang.get("en")


def kind(text: str, trigger: str, given: str = "COERCE") -> str | None:
    span = Span(text.index(trigger), text.index(trigger) + len(trigger))
    (out,) = name_acts([Claim("c1", "act", text, Span(0, len(text)), trigger, span, act=given)], text, pack=PACK)
    return out.act


@pytest.mark.parametrize(
    ("text", "trigger", "act"),
    [
        ("Orda has turned down the request.", "turned down", "REJECT"),
        ("Orda called on the rebels to stop.", "called on", "REQUEST"),
        ("Orda called on the rebels to stop.", "called", "REQUEST"),
        ("Troops withdrew from the town.", "withdrew", "RETREAT"),
        ("They launched a ground offensive.", "launched", "MOBILIZE"),
    ],
)
def test_the_words_of_an_act_name_its_kind(text: str, trigger: str, act: str) -> None:
    assert kind(text, trigger) == act


def test_other_words_leave_it_as_it_was() -> None:
    assert kind("Orda froze the accounts.", "froze", "SANCTION") == "SANCTION"
    assert kind("Orda froze them and refused.", "froze", "SANCTION") == "SANCTION"
