"""Slots from other sentences: the nearest speaker, the fullest name, the day of the same event."""

from __future__ import annotations

from datetime import date

from accordingto.extract.carry import carry_sources, carry_times
from accordingto.extract.decode import RawClaim, Slot
from accordingto.lang import get
from accordingto.model.claim import Claim, Source, Time
from accordingto.model.text import Span
from accordingto.model.values import Period

PACK = get("en")


def claim(n: int, source: str | None = None, day: date | None = None, incident: str | None = None) -> Claim:
    at = Span(n * 100, n * 100 + 6)
    return Claim(
        f"c{n}", "killed", "killed", at, "killed", at,
        source=None if source is None else Source(source, Span(n * 100 + 10, n * 100 + 10 + len(source)), "other"),
        time=None if day is None else Time("on that day", Span(n * 100 + 50, n * 100 + 61), Period.day(day)),
        incident=incident,
    )  # fmt: skip


def raw(**slots: Slot) -> RawClaim:
    return RawClaim("killed", 0, None, 0.9, slots, {}, ())


HERE, ELSEWHERE = Slot(1, 2, 0.9), Slot(None, None, 0.9)


def test_continued_speech_has_the_nearest_speaker_before_it() -> None:
    claims = [claim(1, "the Red Crescent"), claim(2, "the army"), claim(3)]
    out = carry_sources(claims, [raw(source=HERE), raw(source=HERE), raw(source=ELSEWHERE)], "", pack=PACK)
    assert out[2].source is not None and out[2].source.text == "the army"
    assert dict(out[2].why)["source"].startswith("speech goes on")


def test_a_pronoun_is_no_speaker() -> None:
    out = carry_sources([claim(1, "he")], [raw(source=HERE)], "", pack=PACK)
    assert out[0].source is None


def test_the_fullest_name_of_a_speaker() -> None:
    claims = [claim(1, "the Relief Monitor for Human Rights"), claim(2, "the Monitor")]
    out = carry_sources(claims, [raw(source=HERE)] * 2, "", pack=PACK)
    assert [c.source.text for c in out if c.source] == ["the Relief Monitor for Human Rights"] * 2


def test_an_owner_is_not_what_it_owns() -> None:
    claims = [claim(1, "Ruritania's defence ministry"), claim(2, "Ruritania")]
    out = carry_sources(claims, [raw(source=HERE)] * 2, "", pack=PACK)
    assert [c.source.text for c in out if c.source] == ["Ruritania's defence ministry", "Ruritania"]


def test_a_claim_has_the_day_of_its_event_and_no_other() -> None:
    days = [date(2020, 1, 2), date(2020, 1, 5)]
    claims = [
        claim(1, day=days[0], incident="i1"),
        claim(2, day=days[1], incident="i2"),
        claim(3, incident="i1"),
        claim(4),
    ]
    out = carry_times(claims, [raw(time=HERE), raw(time=HERE), raw(), raw()])
    assert out[2].time is not None and (out[2].time.text, out[2].time.period.start) == (None, days[0])
    assert out[3].time is None


def test_words_that_point_elsewhere_take_the_day_before_them() -> None:
    claims = [claim(1, day=date(2020, 1, 2)), claim(2)]
    out = carry_times(claims, [raw(time=HERE), raw(time=ELSEWHERE)])
    assert out[1].time is not None and out[1].time.period.start == date(2020, 1, 2)
