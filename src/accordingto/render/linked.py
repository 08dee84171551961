"""What is known across reports, on a terminal: incidents, their figures and disputes, totals, the order of telling.

Promise: no figure without who says so and in which words; what is contested stands as contested; totals stand apart and
are never added; report text is shown as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from accordingto.model import Bounds, Claim, Period
from accordingto.model.linked import Estimate, LinkedIncident
from accordingto.model.purpose import PURPOSE
from accordingto.model.telling import Telling
from accordingto.reconcile.figures import ref
from accordingto.render import words
from accordingto.render.flat import whole
from accordingto.render.table import print_trimmed

_CONTEXT = 170
_HARM = "bold red"
OPEN = "bold yellow"
_FLAGS = {"decrease": "lower than before", "restart": "counted anew", "exceeded": "the known incidents come to more"}


def show_incidents(incidents: Iterable[Mapping[str, Any]], console: Console) -> int:
    """Print a list of incidents as they come; returns how many there were."""
    n = 0
    for d in incidents:
        print_trimmed(_listed(d), console)
        n += 1
    print_trimmed(Text(f"\n{words.plural(n, 'incident')}. {PURPOSE}", style="dim"), console)
    return n


def show_incident(i: LinkedIncident, console: Console) -> None:
    """Print one incident whole: figures, disputes, every claim in its report."""
    parts: list[RenderableType] = [head(i)]
    parts += [Padding(x, (0, 0, 0, 4)) for x in (*map(_estimate, i.estimates), *_notes(i.notes))]
    for d in i.to_dict()["disputes"]:
        parts.append(_dispute(d))
    for t in i.tellings:
        parts.append(_telling(t))
    parts.append(Text(f"\n{PURPOSE}", style="dim"))
    print_trimmed(Group(*parts), console)


def show_disputes(incidents: Iterable[Mapping[str, Any]], console: Console) -> int:
    """Print every dispute with its positions; returns how many there were."""
    n = 0
    for d in incidents:
        if d["disputes"]:
            print_trimmed(_line(d), console)
            for x in d["disputes"]:
                print_trimmed(_dispute(x), console)
                n += 1
    print_trimmed(Text(f"\n{words.plural(n, 'dispute')}, none of them decided here. {PURPOSE}", style="dim"), console)
    return n


def show_tolls(series: Sequence[Mapping[str, Any]], console: Console) -> None:
    """Print running totals: stated, explained by known incidents, unexplained."""
    for s in series:
        print_trimmed(_series(s), console)
    remark = "Totals are held against the known incidents and never added to them."
    print_trimmed(Text(f"\n{words.plural(len(series), 'running total')}. {remark} {PURPOSE}", style="dim"), console)


def show_why(i: LinkedIncident, measure: str | None, console: Console) -> None:
    """Print how each figure came about: the rule, the claims that set it, those set aside and why."""
    claims = {ref(t.outlet, c): (t, c) for t in i.tellings for c in t.claims}
    parts: list[RenderableType] = [head(i)]
    for e in i.estimates:
        if measure in (None, e.measure):
            parts.append(Padding(_estimate(e), (1, 0, 0, 2)))
            parts += [Padding(_used(name, *claims[name]), (0, 0, 0, 4)) for name in e.used if name in claims]
            for a in e.aside:
                said = _used(a.claim, *claims[a.claim]) if a.claim in claims else Text(words.safe(a.claim))
                parts.append(Padding(Group(Text(f"not used: {words.safe(a.reason)}", style="dim"), said), (0, 0, 0, 4)))
    print_trimmed(Group(*parts), console)


def _line(d: Mapping[str, Any]) -> Text:
    when, where = words.period(period_of(d)) or "no known day", words.safe(d["place"] or "place not known")
    facts = [when, where, kind_of(d["type"])]
    return Text.assemble("\n", (" · ".join(f for f in facts if f), "bold"), (f"  {d['id']}", "dim"))


def _listed(d: Mapping[str, Any]) -> RenderableType:
    lines: list[RenderableType] = [Text(words.safe(d["what"]))]
    lines += [t for m in ("killed", "injured", "casualties") if (t := toll(d, m))]
    lines += [_open_question(x) for x in d["disputes"]]
    claims = {f"{c['report']}/{c['id']}": c for c in d["claims"]}
    killed = whole(d, "killed") or whole(d, "injured")
    used = set((killed or {}).get("used", ()))
    said = next((c for name, c in claims.items() if name in used), None)
    said = said or next(iter(d["claims"]), None)
    if said is not None:
        name = words.safe(f"{said['report']}/{said['id']}")
        lines.append(Text.assemble(f"“{words.safe(said['quote'])}” ", (name, "dim")))
    counted = [words.plural(len(d["reports"]), "report"), words.plural(len(d["claims"]), "claim")]
    counted += [f"graded {d['grade']}"] if d.get("grade") else []
    lines.append(Text(", ".join(counted), style="dim"))
    return Group(_line(d), *(Padding(x, (0, 0, 0, 4)) for x in lines))


def toll(d: Mapping[str, Any], measure: str) -> Text | None:
    """The figure of a measure in an incident's mapping, with its sides and its sources; None without one."""
    own = [e for e in d["estimates"] if e["measure"] == measure and e["group"] is None]
    if not own or not _bounds(own[0]).numeric:
        return None
    line = Text.assemble((f"{measure} {_bounds(own[0]).in_words()}", _HARM))
    sides = [e for e in own[1:] if _bounds(e).numeric]
    if len(sides) == 1 and _bounds(sides[0]) == _bounds(own[0]):
        line.append(f", {_side(sides[0]['party'], sides[0]['kind'])}")
    elif sides:
        line.append(": " + "; ".join(f"{_side(e['party'], e['kind'])} {_bounds(e).in_words()}" for e in sides))
    sources = own[0]["sources"]
    line.append(f"  {words.plural(sources, 'independent source')}", style="dim")
    return line


def kind_of(type_: str | None) -> str:
    """The kind of an incident in words: ``suicide-bomb`` is written as people write it."""
    return (type_ or "").replace("-", " ")


def head(i: LinkedIncident) -> RenderableType:
    """What, when, where: the first two lines about an incident."""
    facts = [
        words.period(i.period) or "no known day",
        words.safe(i.place or "place not known"),
        kind_of(i.type),
        f"rules {i.rules}" if i.rules else "",
        f"graded {i.grade}" if i.grade else "",
        words.plural(len(i.reports), "report"),
    ]
    title = Text.assemble((words.safe(i.what), "bold underline"), (f"  {i.id}", "dim"))
    return Group(title, Text(" · ".join(f for f in facts if f), style="dim"))


def _estimate(e: Estimate) -> Text:
    whom = _side(e.party, e.kind) or "everybody"
    line = Text.assemble((f"{e.measure} {e.bounds.in_words()}", _HARM), f"  {whom}")
    if e.group:
        line.append(f", {e.group}")
    line.append(f"  {words.plural(e.sources, 'independent source')}, {e.rule}", style="dim")
    return line


def _side(party: str | None, kind: str | None) -> str:
    kinds = {"civilian": "civilians", "combatant": "fighters"}
    return " ".join(x for x in (words.safe(party or ""), kinds.get(kind or "", "")) if x)


def _notes(notes: Sequence[str]) -> Iterator[Text]:
    for note in notes:
        yield Text(words.safe(note), style=OPEN)


def _open_question(x: Mapping[str, Any]) -> Text:
    answers = dict.fromkeys(
        f"{words.safe(p['answer'])}{words.stance_of(p['stance'])}" for p in x["positions"]
    )  # fmt: skip
    return Text.assemble((x["state"], OPEN), f": {words.safe(x['about'])}: {', '.join(answers)}")


def _dispute(x: Mapping[str, Any]) -> RenderableType:
    head = Text.assemble((x["state"], OPEN), f": {x['question']}, {words.safe(x['about'])}")
    return Padding(Group(head, *(Padding(_position(p), (0, 0, 0, 4)) for p in x["positions"])), (0, 0, 0, 4))


def _position(p: Mapping[str, Any]) -> Text:
    voice = words.safe(", ".join(p["origins"]))
    line = Text.assemble((words.safe(p["answer"]), "bold"), (words.stance_of(p["stance"]), OPEN))
    line.append(f"  according to {words.safe(p['claimant'])}" if p["claimant"] else f"  {voice}, in its own words")
    more = [f"voice of {voice}" if p["claimant"] and p["claimant"] != voice else ""]
    more += [f"names {', '.join(p['evidence'])}" if p["evidence"] else "", words.period(_days(p["first"], p["last"]))]
    line.append("".join(f" · {m}" for m in more if m), style="dim")
    line.append("  " + words.safe(" ".join(p["claims"])), style="dim")
    return line


def _telling(t: Telling) -> RenderableType:
    lines: list[RenderableType] = []
    around = t.around or tuple(c.quote for c in t.claims)
    for c, words_around in zip(t.claims, around, strict=True):
        name, how = words.speaker(c)
        who = Text.assemble((name, "bold" if c.source else ""), f" ({how})" if how else "")
        what = Text.assemble((f"{c.id:<4}", "dim"), figure_of_claim(c), ("  says ", "dim"), who)
        lines.append(Group(what, Padding(_in_context(c, words_around), (0, 0, 0, 4))))
    return Group(published(t), *(Padding(x, (0, 0, 0, 4)) for x in lines))


def published(t: Telling) -> Text:
    """The report of a telling: outlet, day, and what it repeats if it is a copy."""
    o = t.outlet
    day = words.period_of_day(o.published) if o.published else "undated"
    name = words.safe(o.publisher or o.report)
    line = Text.assemble("\n", (name, "bold"), f" · {day}")
    if o.publisher:  # Without an outlet the report's own name stands in front already.
        line.append(f"  {words.safe(o.report)}", style="dim")
    if o.origin and o.origin != o.report:
        line.append(f"  repeats {words.safe(o.origin)}", style=OPEN)
    return line


def figure_of_claim(c: Claim) -> Text:
    """What a claim says, in a few words: type, how many, whom, by whom, how firmly."""
    what = " ".join(x for x in (words.kind(c), words.amount(c), words.harmed(c)) if x)
    line = Text.assemble((what, _HARM if c.type in ("killed", "injured", "casualties") else "bold"))
    if doer := words.doer(c):
        line.append(f" by {doer}")
    line.append(words.stance_of(c.stance), style=OPEN)
    return line


def _used(name: str, t: Telling, c: Claim) -> Text:
    who, how = words.speaker(c)
    publisher = words.safe(t.outlet.publisher or t.outlet.report)
    said = f"  {who}{f' ({how})' if how else ''}, in {publisher}"
    return Text.assemble((f"{words.safe(name)}  ", "dim"), quoted(c), said)


def quoted(c: Claim) -> Text:
    """The quote of a claim in quotation marks."""
    return Text(f"“{words.safe(c.quote)}”")


def _in_context(c: Claim, around: str) -> Text:
    """The quote in brackets between the words around it."""
    before, found, after = around.partition(c.quote)
    if not found:
        return quoted(c)
    side = max(20, (_CONTEXT - len(c.quote)) // 2)
    left, right = (" ".join(words.visible(x).split()) for x in (before, after))
    if len(left) > side:
        left = "… " + left[-side:].partition(" ")[2]
    if len(right) > side:
        right = right[:side].rpartition(" ")[0] + " …"
    # Between the quote and what stands beside it there is a space only where the report has one.
    left += " " if left and before[-1:].isspace() else ""
    right = (" " if after[:1].isspace() else "") + right
    return Text.assemble((left, "dim"), f"[{words.safe(c.quote)}]", (right, "dim"))


def _series(s: Mapping[str, Any]) -> RenderableType:
    whom = _side(s["party"], s["kind"]) or "everybody"
    where = f" in {words.safe(s['place'])}" if s["place"] else ""
    since = f" since {words.period(Period(date.fromisoformat(s['since']), None))[6:]}" if s["since"] else ""
    group = f", {s['group']}" if s["group"] else ""
    title = f"{words.safe(s['counter'])} counts {s['measure']}: {whom}{group}{where}{since}"
    lines: list[RenderableType] = [Text.assemble("\n", (title, "bold"), (f"  {s['id']}", "dim"))]
    for p in s["points"]:
        day = words.period(Period.day(date.fromisoformat(p["day"]))) if p["day"] else "undated"
        line = Text.assemble(f"{day}  ", (f"says {_of(p['stated'])}", "bold"))
        if p["explained"]:
            more = p["counted"] - len(p["incidents"])
            by = " ".join(p["incidents"]) + (f" and {more:,} more" if more else "")
            line.append(f", known incidents explain {_of(p['explained'])}, unexplained {_of(p['unexplained'])}")
            line.append(f"  {by}", style="dim")
        else:
            line.append("; no known incident explains any of it")
        line.append("".join(f"  {_FLAGS[f]}" for f in p["flags"]), style=OPEN)
        line.append(f"  {words.safe(p['claim'])}", style="dim")
        lines.append(Padding(line, (0, 0, 0, 4)))
    if s["beside"]:
        lines.append(Padding(Text(f"others count the same: {' '.join(s['beside'])}", style="dim"), (0, 0, 0, 4)))
    return Group(*lines)


def _of(d: Mapping[str, Any]) -> str:
    return Bounds(d["low"], d["best"], d["high"]).in_words()


def _bounds(e: Mapping[str, Any]) -> Bounds:
    return Bounds(e["low"], e["best"], e["high"])


def period_of(d: Mapping[str, Any]) -> Period:
    """The period of an incident's mapping."""
    return _days(d["start"], d["end"])


def _days(start: str | None, end: str | None) -> Period:
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)
