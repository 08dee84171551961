"""Incidents across reports on a terminal: hostile words stay words, and no figure stands without its claims."""

import io
from dataclasses import replace

from rich.console import Console
from tests.reconcile.test_disputes import attack, struck
from tests.reconcile.test_estimates import MINISTRY, found, syrians, telling

from accordingto.model import Bounds
from accordingto.model.linked import LinkedIncident
from accordingto.model.telling import Telling
from accordingto.reconcile.incident import voices_of
from accordingto.render.flat import WHY, incident_rows, position_rows, step_rows, why_rows, write_csv
from accordingto.render.linked import show_disputes, show_incident, show_incidents, show_why
from accordingto.render.timeline import show_days, show_timeline

EVIL = "\x1b[2J=HYPERLINK(1)\u202e[bold]"


def page() -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=160, color_system=None, markup=False), out


def hostile() -> LinkedIncident:
    def spoilt(t: Telling) -> Telling:
        claims = tuple(
            replace(
                c, quote=EVIL + c.quote, source=c.source and replace(c.source, text=EVIL + c.source.text), place=None
            )
            for c in t.claims
        )
        outlet = replace(t.outlet, report=EVIL + t.outlet.report, publisher=EVIL, origin="")
        return replace(t, outlet=outlet, claims=claims, incident=replace(t.incident, what=EVIL, place=EVIL))

    one = telling(
        "r1", *struck(attack("Russia", "activists"), attack("Syrian government", "villagers", "witness", at=500))
    )
    two = telling("r2", syrians(Bounds.up_to(50), "up to 50", **MINISTRY))
    return found(spoilt(one), spoilt(two))


def test_report_text_cannot_act_on_the_terminal() -> None:
    incident = hostile()
    console, out = page()
    d = incident.to_dict()
    show_incidents([d], console)
    show_incident(incident, console)
    show_disputes([d], console)
    show_why(incident, None, console)
    show_timeline(incident, voices_of(incident), console)
    show_days([d], console)
    text = out.getvalue()
    assert "\x1b" not in text and "\u202e" not in text
    assert "[bold]" in text


def test_no_cell_of_a_table_is_a_formula() -> None:
    incident = hostile()
    d = incident.to_dict()
    for rows in (incident_rows([d]), position_rows([d]), why_rows(incident), step_rows(incident, voices_of(incident))):
        out = io.StringIO()
        some = [{k: v.replace("\x1b[2J", "") if isinstance(v, str) else v for k, v in r.items()} for r in rows]
        assert some
        write_csv(some, list(some[0]), out)
        assert "=HYPERLINK" in out.getvalue()
        assert not any(
            cell.strip('"').startswith("=") for line in out.getvalue().splitlines() for cell in line.split(",")
        )


def test_why_has_a_row_for_every_claim_of_every_figure() -> None:
    incident = hostile()
    rows = list(why_rows(incident))
    assert all(set(r) == set(WHY) for r in rows)
    assert len(rows) == sum(len(e.used) + len(e.aside) for e in incident.estimates)


def test_bounds_are_spoken() -> None:
    console, out = page()
    show_incident(found(telling("r1", syrians(Bounds.up_to(50), "up to 50", **MINISTRY))), console)
    assert "killed ≤ 50  everybody" in out.getvalue() and "[up to 50 Syrian soldiers were killed]" in out.getvalue()
