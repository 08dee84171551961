"""A small corpus with names, phones, handles, coordinates and minors planted in every field that holds words.

All of it is made up. ``PLANTED`` is what must not survive in anything that is published.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from accordingto.export.base import View
from accordingto.model import Bounds, Candidate, Claim, Location, Period, Reading, Responsible
from accordingto.model.claim import Place
from accordingto.model.linked import Aside, Dispute, LinkedIncident, Position, TollPoint, TollSeries
from tests.export import world

PERIOD = Period.day(world.DAY)
PLACE = "Saraqib, Idlib, Syria"
PLANTED = (
    "Khalil", "Barakat", "Samira", "Yusuf", "Tahani", "Jwan", "Berwari", "Hawraz", "Sidqi", "Nermin", "Qutaiba",
    "Zaytoun", "Rafeef", "Dalal", "Mukhtar al-", "خليل", "Халил", "944 123 456", "0944-123", "555-0134",
    "٠٩٤٤", "sam_ira", "samira.b", "nermin88", "example.net", "t.me", "instagram", "35.8647", "36.8053", "35°51",
    "36°48", "37SCV", "CV 12345", "8G4P", "Olive Street", "A1234567", "secret-slug", "private-title", "laptop",
    "Investigator", "9.87654",
)  # fmt: skip
"""Parts of what is planted, long enough to be told from anything else."""
KEPT = ("Turkish", "Syria", "Idlib", "Ministry of Defence", "Erdogan", "1,200", "2020-02-20", "Harbour Herald")
"""What there is no reason to take out."""
TEXT = """Khalil Barakat, 34, was wounded with his daughter Samira, 7, the mukhtar al-Zaytoun said.
Yusuf and two other boys were killed at 35.8647, 36.8053, near 12 Olive Street.
Police took Jwan Berwari and Hawraz, call +963 944 123 456 or (212) 555-0134 or ٠٩٤٤١٢٣٤٥٦ or 0944-123456.
Tahani, who saw it, wrote as @sam_ira and t.me/nermin88 and samira.b@example.net, Instagram: nermin88.
DALAL SIDQI AND HER BROTHER MISSING IN SARAQIB
The market lies at 35°51′53″N 36°48′19″E, 37SCV 12345 67890 or 8G4P+2XQ; خليل and Халил fled, passport A1234567.
The Turkish Ministry of Defence and President Erdogan said 1,200 people fled on 2020-02-20.
a boy named qutaiba was hurt, nermin said.
Rafeef Sidqi is held in Idlib.
"""
_LINES = TEXT.splitlines()
_POINT = Location(35.864712, 36.805299, 0.2, 1, "Saraqib", "SY",
                  (Candidate("Khalil Barakat", "town", "SY", 9.87654, 36.1, 10, 0.1),))  # fmt: skip


def _claim(number: int, type_: str, line: int, who: tuple[str, str] | None, **more: object) -> Claim:
    c = world.claim(f"c{number}", type_, _LINES[line], TEXT, place=PLACE, period=PERIOD, source=who, **more)  # type: ignore[arg-type]
    place = Place(f"the house of Khalil Barakat at {35.8647}, {36.8053}", None, PLACE, _POINT)
    return replace(
        c, trigger=c.quote, place=place, via="@sam_ira on Telegram: nermin88", cue="told Tahani on +963 944 123 456",
        time=c.time and replace(c.time, text="the day Khalil fled"),
        target=c.target and replace(c.target, text="Khalil Barakat and his daughter Samira"),
        actor=replace(c.actor, text="men of Qutaiba Zaytoun") if c.actor else None,
        why=(("target", "Khalil"),),
    )  # fmt: skip


def reading() -> Reading:
    """One report with something planted wherever words can stand."""
    n = Bounds.exact(2)
    claims = (
        _claim(1, "injured", 0, ("mukhtar al-Zaytoun", "local-official"), n=n, kind="civilian", target="villagers"),
        _claim(2, "killed", 1, ("Tahani, a neighbour", "witness"), n=n, kind="civilian", tags=("children",),
               target="Barakat family", actor="Syrian government", means="shelling"),
        _claim(3, "detained", 2, None, n=n, kind="civilian", target="residents", actor="Qutaiba Zaytoun"),
        _claim(4, "attack", 3, ("Tahani", "witness"), actor="Syrian government", means="shelling"),
        _claim(5, "missing", 4, None, n=n, kind="civilian", target="residents"),
        _claim(6, "displaced", 5, None, n=n, kind="civilian", target="residents"),
        _claim(7, "displaced", 6, ("The Turkish Ministry of Defence", "government"), n=Bounds.exact(1200),
               kind="civilian", target="residents"),
        _claim(8, "injured", 7, ("nermin", "activist"), n=n, kind="civilian", target="residents"),
        _claim(9, "detained", 8, None, kind="civilian", target="residents", scope="cumulative", incident=None),
        _claim(10, "destroyed", 0, ("Khalil Barakat", "witness"), n=n, kind="thing", target="Turkey"),
        _claim(11, "act", 2, None, actor="Turkey", target="Syrian government", kind="state", act="REQUEST"),
    )  # fmt: skip
    who = (Responsible("Qutaiba Zaytoun", "Tahani", "asserted", ("c2",)),)
    r = world.reading(
        "https://t.me/secret-slug", TEXT, claims, place=PLACE, period=PERIOD, responsible=who,
        what="shelling of Khalil Barakat's house",
    )  # fmt: skip
    report = replace(
        r.report, title="private-title: Khalil Barakat", url="https://example.net/secret-slug", origin="laptop/file"
    )
    return replace(r, report=report)


def incident(r: Reading) -> LinkedIncident:
    """The report's incident, with words planted in disputes and notes."""
    told = world.telling(r)
    told = replace(told, around=tuple(TEXT for _ in told.claims), outlet=replace(told.outlet, origin=r.report.id))
    ref = f"{r.report.id}/c2"
    positions = (
        Position("Qutaiba Zaytoun", "Tahani", "asserted", (ref,), ("witness",), (r.report.id,), world.DAY, world.DAY),
        Position("Syrian government", "Khalil Barakat (@sam_ira)", "denied", (f"{r.report.id}/c4",), (), ("Rafeef",)),
    )
    i = world.linked(
        "inc-1", (told,), place=PLACE, killed=Bounds.exact(2), injured=Bounds.exact(2), point=(35.864712, 36.805299),
        sides=(("killed", "Barakat family", "civilian", Bounds.exact(2)),),
        disputes=(Dispute("responsibility", "who harmed the Barakat family", positions),),
    )  # fmt: skip
    estimates = tuple(
        replace(e, used=(ref,), aside=(Aside(f"{r.report.id}/c8", "Nermin says so"),)) for e in i.estimates
    )
    return replace(i, estimates=estimates, notes=("Khalil Barakat's figures differ",))


def tolls(r: Reading) -> TollSeries:
    """A running total of a person's count."""
    points = (TollPoint(f"{r.report.id}/c9", world.DAY, Bounds.exact(15), None, ()),)
    return TollSeries(
        "Dalal Sidqi killed", "Dalal Sidqi", "killed", "Barakat family", "civilian", None, "Syria",
        date(2011, 3, 1), points, ("Rafeef",),
    )  # fmt: skip


def view() -> View:
    """Everything of it."""
    r = reading()
    run = replace(world.RUN, ledger="laptop.db", by="Investigator Z", filters=("source: @sam_ira",))
    return View(
        (incident(r),), (r,), (tolls(r),), run, world.GENERATED,
        method="A method. Corrections to samira.b@example.net.",
    )  # fmt: skip
