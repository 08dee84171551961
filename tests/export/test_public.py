"""The public profile: nothing planted survives in any format, the original is left alone, and the report says why."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.export import all_formats
from accordingto.export.base import Format, Options, View
from accordingto.export.contacts import without_contacts
from accordingto.export.persons import Known, without_names
from accordingto.export.policy import RULES, Policy, Removed
from accordingto.export.public import public
from accordingto.model import Period
from accordingto.model.parse import claim_from_dict
from tests.export import planted, world

TABLES = ("incidents", "claims", "tolls")


def written(fmt: Format, view: View, table: str, tmp_path: Path) -> str:
    """Everything readable in a file of a format and in its notes, in lower case."""
    notes: list[object] = []
    out = io.BytesIO()
    fmt.write(view, out, notes.append, Options(table=table))
    data = out.getvalue()
    texts = [repr(notes)]
    if data[:4] == b"PAR1":
        parquet = pytest.importorskip("pyarrow.parquet")
        found = parquet.read_table(io.BytesIO(data))
        texts += [str(found.to_pylist()), str(found.schema.metadata), str(found.schema)]
    elif data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            texts += [archive.read(n).decode("utf-8") for n in archive.namelist()] + archive.namelist()
    else:
        texts.append(data.decode("utf-8"))
    return "\n".join(texts).casefold()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("fmt", all_formats(), ids=lambda f: f.name)
def test_nothing_planted_survives_in_any_format(fmt: Format, table: str, tmp_path: Path) -> None:
    view, _ = public(planted.view())
    text = written(fmt, view, table, tmp_path)
    assert [p for p in planted.PLANTED if p.casefold() in text] == []


def test_what_is_planted_would_be_seen(tmp_path: Path) -> None:
    whole = "".join(written(f, planted.view(), t, tmp_path) for f in all_formats() for t in TABLES) + repr(
        planted.view()
    )
    assert [p for p in planted.PLANTED if p.casefold() not in whole.casefold()] == []


def test_what_there_is_no_reason_to_take_out_stays() -> None:
    view, _ = public(planted.view())
    text = repr([*view.incidents]) + repr([*view.readings])
    text += str([r.report.published for r in view.readings])
    assert [k for k in planted.KEPT if k not in text] == []


def test_the_original_is_left_as_it_is() -> None:
    view = planted.view()
    before = repr(view)
    out, removed = public(view)
    list(out.incidents), list(out.readings), list(out.tolls), list(removed)
    assert repr(view) == before


def test_the_report_names_every_rule_that_applied_and_none_of_the_words() -> None:
    _, removed = public(planted.view())
    told = list(removed)
    assert told == list(removed)  # it can be gone through again
    rules = {r.rule for r in told}
    assert rules <= set(RULES)
    assert {"victim-name", "child-name", "witness-name", "detainee-name", "phone", "email", "account", "address",
            "text-coordinates", "coordinates", "script", "source", "quote"} <= rules | {"quote"}  # fmt: skip
    said = repr([(r.field, r.rule) for r in told])
    assert not [p for p in planted.PLANTED if p in said]


def test_a_public_view_is_still_of_the_claim_format() -> None:
    view, _ = public(planted.view())
    (r,) = view.readings
    assert r.report.text == "" and r.report.title is None and r.report.url is None and view.profile == "public"
    for c in r.claims:
        assert claim_from_dict(c.to_dict()) == replace(c, why=())
        assert len(c.quote) <= Policy().quote and c.span.end - c.span.start == len(c.quote)
        assert c.place and c.place.location and not c.place.candidates and c.place.lat == 35.86
    (i,) = view.incidents
    assert (i.lat, i.lon) == (35.86, 36.81)
    refs = {f"{r.report.id}/{c.id}" for c in r.claims}
    assert {u for e in i.estimates for u in e.used} | {
        c for d in i.disputes for p in d.positions for c in p.claims
    } <= refs
    assert {t.outlet.report for t in i.tellings} == {r.report.id}


@pytest.mark.parametrize("fmt", all_formats(), ids=lambda f: f.name)
def test_public_files_pass_the_check_of_their_format(fmt: Format, tmp_path: Path) -> None:
    view, _ = public(world.view())
    path = tmp_path / f"x{fmt.suffix}"
    with path.open("wb") as out:
        fmt.write(view, out, lambda _: None, Options())
    assert [f for f in fmt.check(path) if f.severity == "error"] == []


def _on(view: View, day: datetime) -> View:
    return replace(view, generated=day)


def test_what_happened_within_the_delay_is_withheld_everywhere() -> None:
    end = datetime.combine(world.DAY + timedelta(1), datetime.min.time(), UTC)
    early, removed = public(_on(planted.view(), end + timedelta(hours=71)))
    assert [*early.incidents] == [] and [*early.tolls] == []
    assert [c for r in early.readings for c in r.claims] == []
    assert Removed("inc-1", "", "delay") in list(removed)
    late, _ = public(_on(planted.view(), end + timedelta(hours=72)))
    assert len([*late.incidents]) == 1 and [*late.tolls]


def test_of_an_unknown_day_nobody_can_say_that_the_delay_has_passed() -> None:
    r = world.nowhere_reading()
    r = replace(r, report=replace(r.report, published=None))
    i = replace(world.nowhere(), tellings=(world.telling(r),))
    view, removed = public(replace(world.view(), incidents=(i,), readings=(r,)))
    assert [*view.incidents] == [] and [c for x in view.readings for c in x.claims] == []
    assert {x.rule for x in removed} >= {"delay"}


def test_places_of_forces_are_held_back_longer_and_shown_by_province() -> None:
    text = "Two brigades massed near Ostra, the army said."
    c = world.claim("c1", "act", text, text, actor="Syrian government", act="MOBILIZE", kind="state", target="Turkey",
                    place="Ostra, Lower Vale, Idlib, Syria", period=Period.day(world.DAY))  # fmt: skip
    c = replace(c, place=replace(c.place, location=planted._POINT))
    r = world.reading("r1", text, (c,), place="Ostra, Lower Vale, Idlib, Syria", period=Period.day(world.DAY))
    i = world.linked("inc-9", (world.telling(r),), type_="act", place="Ostra, Lower Vale, Idlib, Syria")
    view = replace(world.view(), incidents=(i,), readings=(r,), tolls=())
    day = datetime.combine(world.DAY, datetime.min.time(), UTC)
    soon, _ = public(_on(view, day + timedelta(days=10)))
    assert [*soon.incidents] == [] and [c for x in soon.readings for c in x.claims] == []
    later, _ = public(_on(view, day + timedelta(days=31)))
    (found,) = later.incidents
    assert found.place == "Idlib, Syria" and found.lat is None
    (claim,) = [c for x in later.readings for c in x.claims]
    assert claim.place and claim.place.path == "Idlib, Syria" and claim.place.location is None


@pytest.mark.parametrize("wrong", [{"delay": 0}, {"delay": 23}, {"positions": 1}, {"decimals": 5}, {"quote": 3}])
def test_live_positions_and_exact_ones_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="positions|decimals|characters"):
        Policy(**wrong)  # type: ignore[arg-type]


def test_a_name_that_may_stand_stays() -> None:
    view, _ = public(planted.view(), Policy(named=("Rafeef Sidqi",)))
    assert "Rafeef Sidqi is held in Idlib" in repr([*view.readings])


COUNTS = ("1,200,000", "1200000", "1 200 000", "2011-2012", "2020-02-20", "20.02.2020", "15-20", "S-400", "12", "10,5")


@pytest.mark.parametrize("words", COUNTS)
def test_counts_and_days_are_no_phones(words: str) -> None:
    text = f"There were {words} of them."
    assert without_contacts(text) == (text, {})


@pytest.mark.parametrize(
    "words",
    ["+963 944 123 456", "+963944123456", "0944 123 456", "0944-12-34-56", "(212) 555-0134", "212.555.0134",
     "00963944123456", "٠٩٤٤ ١٢٣ ٤٥٦", "+9\u200b63944123456", "944123456"],
)  # fmt: skip
def test_phones_in_every_dress_go(words: str) -> None:
    out, found = without_contacts(f"Call {words} now.")
    assert out == "Call [phone removed] now." and found == {"phone": 1}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Two Turkish soldiers died in Idlib, Syria, the Syrian Observatory for Human Rights said.", True),
        ("Boko Haram gunmen stormed the village of Gwoza on Monday.", True),
        ("Islamic State claimed the attack; the United Nations condemned it.", True),
        ("Israeli Merkava tanks and S-400 missiles were hit near Aleppo.", True),
        ("The Free Syrian Army and Hezbollah fought in Homs.", True),
        ("Nabil's cousin was hurt.", False),
        ("Sgt. Daniyar Akhmetov was wounded.", False),
        ("Ould Moctar was seized.", False),
        ("Hassan al-Din of Homs died.", False),
    ],
)
def test_names_go_and_what_is_no_name_stays(text: str, kept: bool) -> None:
    out, found = without_names(text)
    assert (out == text) is kept and bool(found) is not kept


def test_who_speaks_in_office_may_be_named_but_not_as_a_victim() -> None:
    text = "Minister Orhan Tekin was wounded, the army said."
    assert without_names(text)[0] == text
    assert "Tekin" not in without_names(text, Known(victims=("Minister Orhan Tekin",)))[0]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    def clean(words: str) -> str:
        return without_names(without_contacts(words)[0])[0]

    once = clean(text)
    assert clean(once) == once
