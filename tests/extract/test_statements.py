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


def owners(text: str) -> list[tuple[str | None, str, str | None]]:
    return [
        (c.actor.party if c.actor else None, c.stance, c.source.text if c.source else None)
        for c in accordingto.read(text, published="2019-05-16").claims
        if c.type == "attack" and c.trigger in ("jet", "aircraft", "helicopters", "drone")
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Two died. Two activists told the Orda Post that the jet was Russian.",
            ("Russia", "asserted", "Two activists"),
        ),
        ("Two died. Our field contacts said the aircraft was Israeli.", ("Israel", "asserted", "Our field contacts")),
        ("Two died. The mayor insisted that the drone was not Turkish.", ("Turkey", "denied", "The mayor")),
        ("Two died. The helicopters were Syrian, and they came back.", ("Syrian government", "asserted", None)),
    ],
)
def test_whose_weapon_it_was_is_a_claim_by_who_says_so(text: str, found: tuple[str, str, str | None]) -> None:
    assert found in owners(text)


@pytest.mark.parametrize("text", ["Analysts said the jet was Russian-made.", "He said the aircraft was Late."])
def test_the_make_of_a_weapon_accuses_nobody(text: str) -> None:
    assert owners(text) == []
