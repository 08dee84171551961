"""Evidence that two tellings are of one incident: named, additive observations.

Promise: ``observe(a, b)`` and ``observe(b, a)`` name the same; a slot that one side lacks is an observation of its own
and never counted as agreement. Each name reads "slot: what holds", and its weight stands in ``weights.json``; the score
of a pair is the sum, in log-odds.
"""

from __future__ import annotations

from accordingto.link.names import any_same
from accordingto.link.profile import Grain, Profile
from accordingto.model.where import distance

_COMMON = frozenset(("airstrike", "shelling", "rocket", "clash", "small-arms", "explosion", "raid"))
_UNLIKE = frozenset(("figures near", "figures differ", "figures far apart"))
EXACT = 30.0
"""Kilometres around a point up to which its distance from another means something: a province's middle is nowhere."""
_SIZES = ((1, "one"), (4, "2-4"), (14, "5-14"))


def observe(a: Profile, b: Profile) -> list[str]:
    """Names of what holds of a pair of tellings."""
    out: list[str] = []
    for part in (_time, _place, _kind, _means, _sides, _count, _names, _words):
        part(a, b, out)
    if a.origin == b.origin:
        out.append("reports: one copies the other")
    return out


def _time(a: Profile, b: Profile, out: list[str]) -> None:
    if a.grain is Grain.NONE or b.grain is Grain.NONE:
        out.append("time: " + _told(a, b))
        return
    gap = max(a.start - b.end, b.start - a.end)
    coarse = max(a.grain, b.grain)
    if coarse is Grain.DAY:
        if gap <= 0:
            same = (a.start, a.end) == (b.start, b.end)
            out.append("time: same day" if same else "time: days overlap")
        else:
            out.append("time: " + ("next day" if gap == 1 else "2-3 days apart" if gap <= 3 else _apart(gap)))
    elif gap <= 0:
        unit = "days" if coarse is Grain.DAYS else "month" if coarse is Grain.MONTH else "long period"
        fine = min(a.grain, b.grain)
        out.append(f"time: both told by the {unit}, overlapping" if fine is coarse else f"time: inside the {unit}")
    else:
        out.append("time: outside the period" if gap > 3 else "time: just outside the period")


def _apart(gap: int) -> str:
    return "4-10 days apart" if gap <= 10 else "11-60 days apart" if gap <= 60 else "months apart"


def _told(a: Profile, b: Profile) -> str:
    """One day or both are missing: when the reports appeared must do."""
    if not a.published or not b.published:
        return "not told, publication unknown"
    if a.grain is b.grain:
        gap = abs(a.published - b.published)
        return "not told, published " + (
            "within 2 days" if gap <= 2 else "within 2 weeks" if gap <= 14 else "far apart"
        )
    told, other = (a, b) if b.grain is Grain.NONE else (b, a)
    if told.start > other.published + 1:
        return "day lies after the other was published"
    gap = other.published - told.end
    when = "just" if gap <= 3 else "within 2 weeks" if gap <= 14 else "long"
    return f"day lies {when} before the other was published"


def _place(a: Profile, b: Profile, out: list[str]) -> None:
    p, q = a.place, b.place
    if p.country is not None and q.country is not None and p.country != q.country:
        # Two villages of one name in two countries are no nearer for it.
        out.append("place: another country")
        return
    if not p.all or not q.all:
        if not p.all and not q.all:
            known = p.country is not None and p.country == q.country
            out.append("place: the country alone" if known else "place: none")
        else:
            bare = q if not q.all else p
            out.append("place: one names the country alone" if bare.country else "place: one names none")
        return
    if any_same(p.heads, q.heads):
        narrow = min(p.depth, q.depth) > 1
        out.append("place: same" if narrow else "place: same, as one name")
    elif any_same(p.heads, q.all) or any_same(q.heads, p.all):
        out.append("place: one inside the other")
    elif any_same(p.heads, b.others) or any_same(q.heads, a.others):
        out.append("place: named among the other's places")
    else:
        region = set(p.all) & set(q.all) or any_same(p.all[-1:], q.all[-1:])
        # "Qaminas, Syria" may lie in "Idlib, Syria": only two places with their regions are known to differ there.
        told = min(p.depth, q.depth) > 1
        out.append("place: other place, same region" if region else f"place: other {'region' if told else 'name'}")
        # Where the names agree, the distance is no second witness.
        if a.point is not None and b.point is not None and max(a.point[2], b.point[2]) <= EXACT:
            km = distance(a.point[:2], b.point[:2])
            out.append("distance: " + ("under 10 km" if km < 10 else "under 60 km" if km < 60 else "over 60 km"))


def _kind(a: Profile, b: Profile, out: list[str]) -> None:
    if not a.kinds or not b.kinds:
        out.append("kind: one tells no harm or loss" if a.kinds or b.kinds else "kind: neither tells harm or loss")
    elif a.kinds == b.kinds:
        out.append("kind: same")
    else:
        out.append("kind: partly the same" if a.kinds & b.kinds else "kind: other")


def _means(a: Profile, b: Profile, out: list[str]) -> None:
    if not a.means or not b.means:
        out.append("means: one names none" if a.means or b.means else "means: none")
    elif both := a.means & b.means:
        out.append("means: same" if both - _COMMON else "means: same, a frequent one")
    else:
        out.append("means: akin" if a.families & b.families else "means: other")


def _sides(a: Profile, b: Profile, out: list[str]) -> None:
    for slot, x, y in (("actor", a.parties, b.parties), ("victims", a.victims, b.victims)):
        if x and y:
            out.append(f"{slot}: same" if x & y else f"{slot}: akin" if _share(x, y) else f"{slot}: other")
        else:
            out.append(f"{slot}: one names none" if x or y else f"{slot}: none")
    if (a.parties & b.victims or b.parties & a.victims) and not (a.parties & b.parties or a.victims & b.victims):
        out.append("sides: swapped")
    if a.tags and b.tags:
        out.append("victims: same group" if a.tags & b.tags else "victims: other group")


def _share(x: frozenset[str], y: frozenset[str]) -> bool:
    ours = {w for p in x for w in p.split() if len(w) > 3}
    return any(w in ours for p in y for w in p.split())


def _count(a: Profile, b: Profile, out: list[str]) -> None:
    common = a.figures & b.figures
    for measure in ("killed", "injured"):
        if measure in a.counts and measure in b.counts:
            verdict = _figures(a.counts[measure], b.counts[measure])
            if measure == "killed" and verdict in _UNLIKE and any(m == measure and n > 1 for m, n in common):
                # A toll may sum several sides; a single figure that both give is the better witness.
                verdict = "tolls differ, a figure in common"
            out.append(f"{measure}: {verdict}")
        elif measure in a.counts or measure in b.counts:
            out.append(f"{measure}: one gives no figure")
    if a.sided & b.sided:
        out.append("victims: same figure of the same side")
    rest = [m for m in a.counts if m in b.counts and m not in ("killed", "injured")]
    if rest:
        verdicts = [_figures(a.counts[m], b.counts[m]) for m in rest]
        out.append("other figures: " + min(verdicts, key=lambda v: (not v.startswith("same"), v)))


def _figures(x: tuple[int, int, int], y: tuple[int, int, int]) -> str:
    if x[2] == y[2]:
        return "same figure, " + next((name for most, name in _SIZES if x[2] <= most), "15 or more")
    if x[0] <= y[1] and y[0] <= x[1]:
        return "figures agree"
    less, more = sorted((x[2], y[2]))
    return "figures near" if more <= 1.5 * less + 1 else "figures differ" if more <= 4 * less else "figures far apart"


def _names(a: Profile, b: Profile, out: list[str]) -> None:
    if not a.names or not b.names:
        return
    shared = len(a.names & b.names)
    out.append("names: " + ("none shared" if not shared else "one shared" if shared == 1 else "several shared"))


def _words(a: Profile, b: Profile, out: list[str]) -> None:
    common = shared_words(a, b)
    if not common:
        out.append("words: none shared")
        return
    out.append("words: " + _alike(common / (a.norm * b.norm)))
    # A short account is held in a long one without being like it.
    share = common / min(a.norm, b.norm) ** 2
    out.append(
        "words: "
        + ("most" if share > 0.6 else "half" if share > 0.35 else "some" if share > 0.15 else "few")
        + " of the shorter account in the longer"
    )


def shared_words(a: Profile, b: Profile) -> float:
    """Squared weights of the words that the quotes of both hold."""
    short, long = (a.words, b.words) if len(a.words) <= len(b.words) else (b.words, a.words)
    return sum(w for word, w in short.items() if word in long)


def _alike(share: float) -> str:
    if share < 0.05:
        return "unlike"
    return "little alike" if share < 0.12 else "somewhat alike" if share < 0.25 else "alike" if share < 0.5 else "close"
