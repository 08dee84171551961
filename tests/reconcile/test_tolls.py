"""Running totals as balance assertions, never as incidents."""

from dataclasses import replace
from datetime import date, timedelta

from tests.reconcile.test_estimates import MINISTRY, telling, turks

from accordingto.model import Bounds, Claim, Period, Place, Span, Target, Time
from accordingto.model.linked import LinkedIncident, TollSeries
from accordingto.model.telling import Outlet, TollTelling
from accordingto.reconcile.incident import reconcile
from accordingto.reconcile.rules import built_in
from accordingto.reconcile.tolls import toll_series

FIRST = date(2020, 2, 1)


def total(
    n: int, day: int, *, report: str = "t", publisher: str = "The Vale Post", party: str = "Turkey",
    place: str | None = "Idlib, Syria", since: date | None = FIRST, origin: str | None = None,
    bounds: Bounds | None = None,
) -> TollTelling:  # fmt: skip
    published = FIRST + timedelta(days=day - 1)
    c = Claim(
        f"c{n}", "killed", f"{n} soldiers", Span(0, 9), "killed", Span(0, 1), scope="cumulative",
        count=None, target=Target("soldiers", None, party, "combatant"),
        place=Place(None, None, place) if place else None, time=Time(None, None, Period(since, published)),
    )  # fmt: skip
    from accordingto.model import Count

    c = replace(c, count=Count(str(n), Span(0, 2), bounds or Bounds.exact(n)))
    name = f"{report}{day}"
    return TollTelling(Outlet(name, published=published, publisher=publisher, origin=origin or name), c)


def incident(name: str, n: int, day: int, place: str = "Ostra, Idlib, Syria") -> LinkedIncident:
    when = Period.day(FIRST + timedelta(days=day - 1))
    told = telling(name, turks(Bounds.exact(n), str(n), **MINISTRY), day=day - 20)
    told = replace(told, incident=replace(told.incident, place=place, period=when))
    return reconcile(f"inc-{name}", [told], built_in("ucdp"))


def series(*tolls: TollTelling, known: tuple[LinkedIncident, ...] = ()) -> TollSeries:
    (one,) = toll_series(tolls, known)
    return one


def test_what_the_known_incidents_leave_open_stays_unexplained() -> None:
    known = (incident("a", 8, 3), incident("b", 2, 20))
    (point,) = series(total(15, 20), known=known).points
    assert point.stated == Bounds.exact(15)
    assert point.explained == Bounds.exact(10) and point.unexplained == Bounds.exact(5)
    assert point.incidents == ("inc-a", "inc-b") and point.flags == ()


def test_incidents_outside_place_side_and_days_explain_nothing() -> None:
    before = replace(incident("a", 8, 3), period=Period.day(date(2020, 1, 9)))
    after, elsewhere = incident("b", 2, 25), incident("c", 4, 5, "Vale, Homs, Syria")
    undated = replace(incident("d", 1, 5), period=Period())
    (point,) = series(total(15, 20), known=(before, after, elsewhere, undated)).points
    assert point.explained is None and point.unexplained == Bounds.exact(15)
    (other,) = series(total(15, 20, party="Russia"), known=(incident("a", 8, 3),)).points
    assert other.explained is None


def test_a_series_keeps_its_days_and_flags_what_falls() -> None:
    s = series(total(15, 20), total(17, 22), total(16, 23), total(3, 25), total(5, 26))
    assert [p.flags for p in s.points] == [(), (), ("decrease",), ("restart",), ()]
    assert s.counter == "The Vale Post" and s.since == FIRST


def test_a_total_that_the_incidents_exceed_is_flagged() -> None:
    (point,) = series(total(5, 20), known=(incident("a", 8, 3),)).points
    assert point.flags == ("exceeded",) and point.unexplained == Bounds.exact(0)


def test_counters_of_the_same_stand_side_by_side() -> None:
    one, two = toll_series([total(15, 20), total(17, 22, report="u", publisher="The Hill Gazette")], ())
    assert one.beside == (two.id,) and two.beside == (one.id,)
    since_when, other = toll_series([total(15, 20), total(17, 22, report="u", publisher="X", since=None)], ())
    assert since_when.beside == other.beside == ()


def test_a_copy_and_a_repetition_state_nothing_of_their_own() -> None:
    one = total(15, 20)
    copy = total(15, 21, report="u", publisher="The Hill Gazette", origin="t20")
    assert toll_series([one, copy, one], ()) == toll_series([one], ())


def test_order_changes_nothing() -> None:
    some = [total(15, 20), total(17, 22), total(12, 10, report="u", publisher="The Hill Gazette")]
    known = (incident("a", 8, 3),)
    assert toll_series(some, known) == toll_series(list(reversed(some)), known)


def test_a_total_that_is_denied_or_has_no_figure_is_none() -> None:
    one = total(15, 20)
    assert toll_series([replace(one, claim=replace(one.claim, stance="denied"))], ()) == ()
    assert toll_series([total(15, 20, bounds=Bounds.unnumbered("dozens"))], ()) == ()


def test_incidents_with_open_ends_leave_open_ends() -> None:
    some = incident("a", 8, 3)
    at_least = replace(some, estimates=tuple(replace(e, bounds=Bounds.at_least(8)) for e in some.estimates))
    (point,) = series(total(15, 20), known=(at_least, incident("b", 2, 4))).points
    assert point.explained == Bounds(10, 10, None) and point.unexplained == Bounds(None, 5, 5)
