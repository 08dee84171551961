"""The error ledger: lists what the reader got wrong on the tuning reports, and counts the causes that a person gave.

    python training/errors.py list [--most N] [--report ID] [--read FILE]   # errors to judge, each with its words
    python training/errors.py table                                          # errors.jsonl counted by cause and kind

`list` reads the tuning reports of split.json (never the kept-aside ones) with the reader as it stands, pairs its claims
with the gold and shows at most N errors a report, taken in turn from every sort of error. `--read FILE` keeps the
readings there and takes them from there next time. Judgements go by hand into errors.jsonl, one object a line:
report, kind, type, slot, span ([start, end) of the gold quote, or of the reader's where there is no gold), cause, note.
No word of a report is kept there.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import data

from accordingto.evaluate.agree import GROUP_OF, agrees, value_of
from accordingto.evaluate.pairing import pair_claims

Record = dict[str, Any]
LEDGER = Path(__file__).resolve().parent / "errors.jsonl"
SLOTS = ("count", "target", "actor", "means", "place", "time", "source", "stance", "scope")
KINDS = ("missed", "false", "wrong slot", "missing slot", "extra slot", "incident split", "incident merged", "toll")
CAUSES = (
    "trigger unknown", "type confused", "word sense", "bare mention", "boilerplate", "read twice",
    "elided verb", "coordination/list", "nominal", "passive", "coreference", "roles swapped",
    "attribution scope", "continued quotation", "hedge", "denial",
    "number grammar", "number linked wrongly", "time grammar", "time carried wrongly",
    "place resolution", "place carried wrongly", "means", "party naming", "scope", "headline sum",
    "incident split", "incident merged", "toll arithmetic", "gold arguable", "text damage", "other",
)  # fmt: skip


@dataclass(frozen=True)
class Error:
    """One disagreement of the reader with the gold."""

    report: str
    kind: str
    type: str
    slot: str | None
    span: tuple[int, int]
    gold: Any = field(compare=False)
    read: Any = field(compare=False)


def spans(text: str, claims: Sequence[Record]) -> list[tuple[int, int]]:
    """Where the quotes stand; gold claims give no offsets but come in the order of the text."""
    out, last = [], 0
    for c in claims:
        at = text.find(c["quote"], last)
        start = c["span"][0] if c.get("span") else at if at >= 0 else max(0, text.find(c["quote"]))
        out.append((start, start + len(c["quote"])))
        last = start
    return out


def claim_errors(report: str, text: str, gold: Record, read: Record) -> Iterator[Error]:
    """Claims missed, claims too many, and slots of paired claims that disagree."""
    ours, theirs = gold["claims"], read["claims"]
    pairs = dict(pair_claims(text, ours, theirs))
    at_gold, at_read = spans(text, ours), spans(text, theirs)
    for i, g in enumerate(ours):
        if i not in pairs:
            yield Error(report, "missed", g["type"], None, at_gold[i], g, None)
            continue
        p = theirs[pairs[i]]
        for slot in SLOTS:
            a, b = value_of(g, slot), value_of(p, slot)
            if a is None and b is None or (a is not None and b is not None and agrees(slot, a, b)):
                continue
            kind = "extra slot" if a is None else "missing slot" if b is None else "wrong slot"
            yield Error(report, kind, g["type"], slot, at_gold[i], a, b)
    for j in sorted(set(range(len(theirs))) - set(pairs.values())):
        yield Error(report, "false", theirs[j]["type"], None, at_read[j], None, theirs[j])


def incident_errors(report: str, text: str, gold: Record, read: Record) -> Iterator[Error]:
    """Incidents torn apart or run together, by the claims that both have; and killed tolls that differ."""
    at = spans(text, gold["claims"])
    ours, theirs = defaultdict(list), defaultdict(list)
    for i, j in sorted(pair_claims(text, gold["claims"], read["claims"])):
        a, b = gold["claims"][i].get("incident"), read["claims"][j].get("incident")
        if a and b:
            ours[a].append((b, i))
            theirs[b].append((a, i))
    for kind, groups in (("incident split", ours), ("incident merged", theirs)):
        for name, members in groups.items():
            main = Counter(other for other, _ in members).most_common(1)[0][0]
            strays = [i for other, i in members if other != main]
            if strays:
                yield Error(report, kind, gold["claims"][strays[0]]["type"], None, at[strays[0]], name, members)
    found = {i["id"]: i for i in read["incidents"]}
    for incident in gold["incidents"]:
        members = ours.get(incident["id"])
        if members and incident.get("killed"):
            other = found.get(Counter(b for b, _ in members).most_common(1)[0][0], {})
            a, b = incident["killed"], other.get("killed")
            if not b or any(a.get(k) != b.get(k) for k in ("low", "best", "high")):
                first = members[0][1]
                yield Error(report, "toll", gold["claims"][first]["type"], None, at[first], a, b)


def sample(errors: Sequence[Error], most: int) -> list[Error]:
    """At most so many at even steps through the errors sorted by kind and slot: each kind in its share."""
    ranked = sorted(errors, key=lambda e: (KINDS.index(e.kind), e.slot or GROUP_OF[e.type], e.span))
    return ranked if len(ranked) <= most else [ranked[n * len(ranked) // most] for n in range(most)]


def readings(kept: Path | None) -> Record:
    """Report id to its document, gold and reading."""
    if kept and kept.exists():
        return dict(json.loads(kept.read_text()))
    from accordingto.extract import reader

    _, tuning = data.split()
    gold = {g["report"]: g for g in data.read_jsonl(data.BENCH / "dev" / "gold.jsonl")}
    out = {
        d["report"]: [d, gold[d["report"]], reader.read_report(data.make_report(d)).to_dict()]
        for d in data.read_jsonl(data.BENCH / "dev" / "docs.jsonl")
        if d["report"] in tuning
    }
    if kept:
        kept.write_text(json.dumps(out))
    return out


def show(e: Error, text: str) -> str:
    """The error in the words of the report, for the eyes of whoever judges it."""
    said = " | ".join(f"{name} {brief(v)}" for name, v in (("GOLD", e.gold), ("READ", e.read)) if v is not None)
    quote = text[slice(*e.span)]
    return f"{e.kind} {e.type} {e.slot or ''} {list(e.span)} [{quote}] {said}"


def brief(value: Any) -> str:
    """A claim by its filled slots, a slot by its values, anything else as it is."""
    if not isinstance(value, dict):
        return str(value)
    if "quote" in value:
        filled = {s: v for s in SLOTS if (v := value_of(value, s)) is not None}
        return f"trigger={value['trigger']} " + " ".join(f"{s}={brief(v)}" for s, v in filled.items())
    told = ("text", "low", "best", "high", "vague", "party", "kind", "path", "start", "end")
    kept = {k: value[k] for k in told if value.get(k) not in (None, [])}
    return ", ".join(f"{v}" if k == "text" else f"{k}:{v}" for k, v in kept.items()) or "none"


def table(rows: Sequence[Record]) -> str:
    """Markdown: cause by kind, commonest cause first."""
    cells = Counter((r["cause"], r["kind"]) for r in rows)
    causes = Counter(r["cause"] for r in rows)
    line = "| {} | {} | {} |".format
    out = [line("cause", " | ".join(KINDS), "all"), line("---", " | ".join("---" for _ in KINDS), "---")]
    for cause, n in causes.most_common():
        out.append(line(cause, " | ".join(str(cells[cause, k] or "") for k in KINDS), n))
    totals = Counter(r["kind"] for r in rows)
    return "\n".join([*out, line("all", " | ".join(str(totals[k] or "") for k in KINDS), len(rows))])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("list", "table"))
    parser.add_argument("--most", type=int, default=8, metavar="N", help="errors a report")
    parser.add_argument("--report", metavar="ID", help="only this report, all its errors")
    parser.add_argument("--read", type=Path, metavar="FILE", help="keep the readings here, or take them from here")
    args = parser.parse_args()
    if args.what == "table":
        rows = data.read_jsonl(LEDGER)
        assert all(r["cause"] in CAUSES and r["kind"] in KINDS for r in rows), "errors.jsonl: unknown cause or kind"
        print(table(rows))
        return
    for report, (d, gold, read) in readings(args.read).items():
        if args.report in (None, report):
            text = d["text"]
            errors = [*claim_errors(report, text, gold, read), *incident_errors(report, text, gold, read)]
            print(f"\n## {report}, {d.get('publisher')}, {d.get('published')}\n{text}\n")
            for n, e in enumerate(errors if args.report else sample(errors, args.most), 1):
                print(f"{n}. {show(e, text)}")


if __name__ == "__main__":
    main()
