"""Kinds of sources and targets, and the groups that words name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.extract.kinds import source_kind, target_kind, target_tags
from accordingto.lang import get

PACK = get("en")
KINDS = {
    "government", "military", "armed-group", "opposition", "monitor", "rescue-medic", "aid-un", "witness", "activist",
    "local-official", "media", "analyst", "court-police", "unnamed", "other",
}  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("the Syrian Observatory for Human Rights", "monitor"),
        ("state TV", "media"),
        ("an AFP correspondent", "media"),
        ("a police general", "court-police"),
        ("witnesses", "witness"),
        ("a source", "unnamed"),
        ("local sources", "unnamed"),
        ("the governor of the province", "local-official"),
        ("a doctor at the military hospital", "rescue-medic"),
        ("an army spokesman", "military"),
        ("the Pentagon", "military"),
        ("the Turkish foreign ministry", "government"),
        ("Russia", "government"),
        ("Reporters Without Borders", "activist"),
        ("the Free Syrian Army", "opposition"),
        ("Boko Haram", "armed-group"),
        ("the UN refugee agency", "aid-un"),
        ("security analysts", "analyst"),
        ("medics and witnesses", "rescue-medic"),
        ("Jane Roe", "other"),
    ],
)
def test_source_kinds(phrase: str, kind: str) -> None:
    assert source_kind(phrase, pack=PACK) == kind


@pytest.mark.parametrize(
    ("phrase", "claim_type", "kind"),
    [
        ("villagers", "killed", "civilian"),
        ("three soldiers", "killed", "combatant"),
        ("members of the Islamic State", "killed", "combatant"),
        ("civilians and rebels", "injured", "mixed"),
        ("12", "killed", "unknown"),
        (None, "killed", "unknown"),
        ("two tanks", "destroyed", "thing"),
        ("the town of Marib", "attack", "place"),
        ("Taiz", "control", "place"),
        ("a school", "attack", "thing"),
        ("the government", "act", "state"),
        ("Iran", "act", "state"),
    ],
)
def test_target_kinds(phrase: str | None, claim_type: str, kind: str) -> None:
    assert target_kind(phrase, claim_type=claim_type, party=None, pack=PACK) == kind


def test_a_known_armed_side_makes_its_people_combatants() -> None:
    assert target_kind("12", claim_type="killed", party="Taliban", pack=PACK) == "combatant"


def test_tags() -> None:
    assert target_tags("two women and five children", pack=PACK) == ("children", "women")
    assert target_tags("schoolgirls", pack=PACK) == ("children", "student", "women")
    assert target_tags("aid workers", pack=PACK) == ("aid-worker",)
    assert target_tags("a truck", pack=PACK) == ()
    assert target_tags(None, pack=PACK) == ()


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    assert source_kind(text, pack=PACK) in KINDS
    assert target_kind(text, claim_type="killed", party=None, pack=PACK)
    assert list(target_tags(text, pack=PACK)) == sorted(set(target_tags(text, pack=PACK)))
