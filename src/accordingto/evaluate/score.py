"""Scores of predicted claims against gold claims, both in the published claim format.

Promise: the figures are to the last digit those of the reference scorer that came with the development data. Everything
is counted over pairs of claims (``pairing``) and the unpaired of each side:

found    claims found at all, by group; slots: filled slots that are right (stance and scope only off their default);
strict   harm and loss claims with count, source, stance and scope all right; b3: grouping of paired claims;
toll     gold incidents with a killed figure whose bounds are exactly right; blame: (party, stance) of responsibility.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from accordingto.evaluate.agree import BOUNDS, DEFAULTS, GROUP_OF, GROUPS, SLOTS, agrees, content_words, same, value_of
from accordingto.evaluate.measures import F1, BCubed, Fault, Share, b_cubed, total
from accordingto.evaluate.pairing import pair_claims

Record = Mapping[str, Any]
_STRICT = ("count", "source", "stance", "scope")
_COUNTABLE = frozenset(("harm", "loss"))


@dataclass(frozen=True, slots=True)
class Score:
    """All measures of one evaluation, and its disagreements one by one."""

    reports: int
    found: Mapping[str, F1]
    slots: Mapping[str, F1]
    strict: F1
    b3: BCubed
    toll: Share
    blame: F1
    faults: tuple[Fault, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The measures as a JSON-ready mapping, in the shape of the reference scorer."""
        harm_loss = self.found["harm"] + self.found["loss"]
        return {
            "found": {
                "all": total(self.found.values()).to_dict(),
                "harm+loss": harm_loss.to_dict(),
                **{g: f.to_dict() for g, f in self.found.items()},
            },
            "slots": {"all": total(self.slots.values()).to_dict(), **{s: f.to_dict() for s, f in self.slots.items()}},
            "strict": self.strict.to_dict(),
            "B3": self.b3.to_dict(),
            "toll": self.toll.to_dict(),
            "blame": self.blame.to_dict(),
        }

    def metrics(self) -> dict[str, float]:
        """The headline figures by name, unrounded: what floors are pinned on."""
        return {
            "strict": self.strict.f1,
            "found": total(self.found.values()).f1,
            **{f"found {g}": f.f1 for g, f in self.found.items()},
            "slots": total(self.slots.values()).f1,
            **{f"slot {s}": f.f1 for s, f in self.slots.items()},
            "incidents B3": self.b3.f1,
            "toll": self.toll.share,
            "blame": self.blame.f1,
        }


def load(path: Path | str) -> dict[str, dict[str, Any]]:
    """Read a JSON Lines file of reports or of claims.

    Args:
        path: The file; each line an object with ``report``.

    Returns:
        Report id to record, in file order.

    Raises:
        ValueError: A line is not such an object; the message names file and line.
    """
    out: dict[str, dict[str, Any]] = {}
    with Path(path).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    record = json.loads(line)
                    out[record["report"]] = record
                except (ValueError, KeyError, TypeError) as problem:
                    raise ValueError(f"{path}:{number}: not a record with a report id: {problem}") from problem
    return out


def score(
    gold: Mapping[str, Record],
    predicted: Mapping[str, Record],
    docs: Mapping[str, Record],
    keep: Callable[[str], bool] | None = None,
) -> Score:
    """Score predictions.

    Args:
        gold: Report id to gold record; every one of them is to be predicted.
        predicted: Report id to predicted record; a missing one predicts nothing, others than gold's are ignored.
        docs: Report id to a record with its ``text``.
        keep: Which report ids to score; all by default.

    Returns:
        The measures.
    """
    tally = _Tally()
    for report, record in gold.items():
        if keep is None or keep(report):
            tally.add(report, docs[report]["text"], record, predicted.get(report) or {})
    return tally.result()


def by_corpus(
    gold: Mapping[str, Record], predicted: Mapping[str, Record], docs: Mapping[str, Record]
) -> dict[str, Score]:
    """Scores apart for each corpus: the part of a report's id before the first hyphen."""
    names = sorted({r.split("-")[0] for r in gold})
    return {n: score(gold, predicted, docs, lambda r, n=n: r.split("-")[0] == n) for n in names}  # type: ignore[misc]


class _Tally:
    """Counts while reports are gone through; private, because it is the one thing here that changes."""

    def __init__(self) -> None:
        self.reports = 0
        self.found: dict[str, Counter[str]] = {}
        self.slots: dict[str, Counter[str]] = {s: Counter() for s in SLOTS}
        self.strict: Counter[str] = Counter()
        self.blame: Counter[str] = Counter()
        self.b3 = BCubed()
        self.toll = Share()
        self.faults: list[Fault] = []

    def add(self, report: str, text: str, gold: Record, predicted: Record) -> None:
        ours = gold["claims"]
        theirs = [c for c in predicted.get("claims", ()) if c.get("type") in GROUP_OF]
        pairs = pair_claims(text, ours, theirs)
        mate = dict(pairs)
        answered = {j: i for i, j in pairs}
        self.reports += 1
        for i, g in enumerate(ours):
            self._gold_claim(report, g, theirs[mate[i]] if i in mate else None)
        for j, p in enumerate(theirs):
            self._predicted_claim(report, p, ours[answered[j]] if j in answered else None)
        mine = {k: ours[i].get("incident") or f"-{i}" for k, (i, _) in enumerate(pairs)}
        other = {k: theirs[j].get("incident") or f"-{j}" for k, (_, j) in enumerate(pairs)}
        self.b3 += b_cubed(mine, other)
        self._incidents(gold, predicted, [(ours[i], theirs[j]) for i, j in pairs])

    def _gold_claim(self, report: str, g: Record, p: Record | None) -> None:
        group = GROUP_OF[g["type"]]
        self.found.setdefault(group, Counter())["missed" if p is None else "right"] += 1
        if p is None:
            self.faults.append(Fault(report, "missed", g))
        for slot in SLOTS:
            a, b = _marked(g, slot), None if p is None else _marked(p, slot)
            if a is None and b is None:
                continue
            if a is not None and b is not None and agrees(slot, a, b):
                self.slots[slot]["right"] += 1
                continue
            self.slots[slot]["missed"] += a is not None
            self.slots[slot]["spurious"] += b is not None
            if p is not None:
                detail = {"quote": g["quote"], "gold": a, "predicted": b}
                self.faults.append(Fault(report, f"slot {slot}", detail))
        if group in _COUNTABLE:
            self.strict["right" if p is not None and _strictly(g, p) else "missed"] += 1

    def _predicted_claim(self, report: str, p: Record, g: Record | None) -> None:
        group = GROUP_OF[p["type"]]
        if g is None:
            self.found.setdefault(group, Counter())["spurious"] += 1
            self.faults.append(Fault(report, "spurious", p))
            for slot in SLOTS:
                self.slots[slot]["spurious"] += _marked(p, slot) is not None
        if group in _COUNTABLE and (g is None or not _strictly(g, p)):
            self.strict["spurious"] += 1

    def _incidents(self, gold: Record, predicted: Record, pairs: Sequence[tuple[Record, Record]]) -> None:
        theirs = {i["id"]: i for i in predicted.get("incidents", ())}
        for incident in gold.get("incidents", ()):
            votes = Counter(
                p["incident"] for g, p in pairs if g.get("incident") == incident["id"] and p.get("incident")
            )
            mate = theirs.get(votes.most_common(1)[0][0]) if votes else None
            killed = incident.get("killed")
            if killed and any(v is not None for v in killed.values()):
                guess = (mate or {}).get("killed") or {}
                self.toll += Share(int(mate is not None and all(killed.get(b) == guess.get(b) for b in BOUNDS)), 1)
            self._responsibility(_attributions(incident), _attributions(mate or {}))

    def _responsibility(self, gold: Sequence[tuple[str, str]], predicted: Sequence[tuple[str, str]]) -> None:
        left = list(predicted)
        for party, stance in gold:
            hit = next((x for x in left if x[1] == stance and content_words(party) & content_words(x[0])), None)
            self.blame["missed" if hit is None else "right"] += 1
            if hit is not None:
                left.remove(hit)
        self.blame["spurious"] += len(left)

    def result(self) -> Score:
        found = {g: _f1(self.found.get(g, Counter())) for g in GROUPS}
        slots = {s: _f1(c) for s, c in self.slots.items()}
        return Score(
            self.reports, found, slots, _f1(self.strict), self.b3, self.toll, _f1(self.blame), tuple(self.faults)
        )


def _f1(c: Counter[str]) -> F1:
    return F1(c["right"], c["spurious"], c["missed"])


def _marked(claim: Record, slot: str) -> Any:
    """A slot's value, None also where stance or scope are at their default."""
    value = value_of(claim, slot)
    return None if slot in DEFAULTS and value == DEFAULTS[slot] else value


def _strictly(g: Record, p: Record) -> bool:
    return all(same(slot, g, p) for slot in _STRICT)


def _attributions(incident: Record) -> list[tuple[str, str]]:
    listed = incident.get("responsible") or ()
    return [(x["party"], x.get("stance") or "asserted") for x in listed if x.get("party")]
