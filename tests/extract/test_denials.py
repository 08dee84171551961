import pytest

import accordingto


def denials(text: str) -> list[tuple[str | None, str | None]]:
    reading = accordingto.read(text, published="2019-05-16")
    return [
        (c.actor.text if c.actor else None, c.source.text if c.source else None)
        for c in reading.claims
        if c.type == "attack" and c.stance == "denied"
    ]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Nine were killed in Harim. The army denied carrying out the attack.", "The army"),
        ("Moscow denied any involvement in the bombing of the hospital.", "Moscow"),
        ("Two died in Bela. But Orda has strongly denied responsibility for the raid.", "Orda"),
    ],
)
def test_a_plain_denial_is_a_denied_attack_by_who_denies(text: str, who: str) -> None:
    found = denials(text)
    assert [actor for actor, _ in found] == [who]
    assert found[0][1] is not None


@pytest.mark.parametrize(
    "text", ["He denied that the troops had fled.", "The mayor denied taking part in talks on the attack."]
)
def test_other_denials_are_none(text: str) -> None:
    assert denials(text) == []
