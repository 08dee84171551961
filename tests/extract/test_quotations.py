from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accordingto
from accordingto.extract.quotations import find_quotations, quotation_at


def found(text: str) -> list[str]:
    return [q.of(text) for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ('He said: "Two died." She left.', ['"Two died."']),
        ("“One fell,” he said. “Two fled.”", ["“One fell,”", "“Two fled.”"]),
        ("“We ran.\n\n“They shot,” he said.", ["“We ran.\n\n“They shot,”"]),
        ("“We ran.\n\nThey shot, he said.", ["“We ran."]),
        ("It's the army's 'safe zone'.", []),
        ("A stray ” closes nothing.", []),
        ("«Deux morts», dit-il.", ["«Deux morts»"]),
    ],
)
def test_where_speech_begins_and_ends(text: str, quotations: list[str]) -> None:
    assert found(text) == quotations


@given(st.text(alphabet='ab “”"„«»\n.', max_size=80))
def test_any_text_gives_ordered_spans(text: str) -> None:
    spans = find_quotations(text)
    assert all(0 <= q.start < q.end <= len(text) for q in spans)
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    for q in spans:
        if q.end - q.start > 1:
            assert quotation_at(spans, q.start + 1) == q
        assert quotation_at(spans, q.start) != q


def test_the_speaker_after_a_quotation_is_its_source() -> None:
    text = (
        "ORDA - The army said its guns had fired at rebels near the town on Monday.\n\n"
        "“Shells killed four people in the market,” Mayor Anna Rell said on Tuesday. “They killed two of our nurses.”"
    )
    reading = accordingto.read(text, published=date(2020, 2, 19))
    four = next(c for c in reading.claims if c.type == "killed" and c.count and c.count.bounds.best == 4)
    assert four.source is not None and "Rell" in four.source.text
