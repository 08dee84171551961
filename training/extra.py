"""More gold, annotated for this project over the raw development material: kept as offsets, without any report text.

    python training/extra.py unpack OUT      # writes OUT/docs.jsonl and OUT/gold.jsonl from ../shared/bench/raw
    python training/extra.py pack DOCS GOLD  # adds annotations to training/extra.jsonl

Every text of a claim is [start, end) in its report; values (bounds, days, parties, kinds) are kept as they are.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RAW = HERE.parent / ".." / "shared" / "bench" / "raw"
OFFSETS = HERE / "extra.jsonl"
SLOTS = ("count", "target", "actor", "place", "time", "source")


def rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(RAW / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def joined(tokens: list[str]) -> str:
    text = re.sub(r"\s+([.,;:?!’\)])", r"\1", " ".join(tokens))
    return text.replace("’ s ", "’s ")


def documents() -> Iterator[dict[str, Any]]:
    """All raw reports under the ids that the annotations use."""
    for name in ("hrdsattack", "fakes"):
        for d in rows(name):
            yield {k: d.get(k) for k in ("report", "publisher", "published", "text")}
    for d in rows("pitf_2013_2015"):
        yield {"report": d["id"], "publisher": None, "published": d["date"], "text": d["text"]}
    for d in rows("airwars_gaza"):
        id_ = "airw-" + d["file"].split(".")[0]
        yield {"report": id_, "publisher": "Airwars", "published": None, "text": d["narrative"]}
    for d in rows("polnear_train"):
        day = re.search(r"\d{4}-\d\d-\d\d", d["id"])
        outlet = d["id"].split("_")[0]
        yield {"report": "poln-" + d["id"], "publisher": outlet, "published": day and day[0], "text": d["text"]}
    for d in rows("wikievents_train"):
        yield {"report": "wike-" + d["docid"], "publisher": None, "published": None, "text": joined(d["tokens"])}
    for name in ("geo_geowebnews", "geo_lgl"):
        for d in rows(name):
            day = (d["published"] or "")[:10] or None
            yield {"report": "geow-" + d["id"], "publisher": None, "published": day, "text": d["text"]}


def place(words: str | None, text: str, near: int) -> list[int] | None:
    """Offsets of the occurrence nearest to a position."""
    if not words:
        return None
    found = [m.start() for m in re.finditer(re.escape(words), text)]
    at = min(found, key=lambda i: abs(i - near))
    return [at, at + len(words)]


def pack(docs: Path, gold: Path) -> None:
    texts = {d["report"]: d for d in map(json.loads, docs.open(encoding="utf-8"))}
    have = [json.loads(line) for line in OFFSETS.open(encoding="utf-8")] if OFFSETS.exists() else []
    done = {h["report"] for h in have}
    for record in map(json.loads, gold.open(encoding="utf-8")):
        if record["report"] in done:
            continue
        text, cursor, claims = texts[record["report"]]["text"], 0, []
        for c in record["claims"]:
            quote = place(c["quote"], text, cursor) or [0, 0]
            cursor = quote[0]
            out = {**c, "quote": quote, "trigger": place(c["trigger"], text, cursor)}
            for key in ("via", "cue"):
                out[key] = place(c.get(key), text, cursor)
            for slot in SLOTS:
                if c.get(slot):
                    out[slot] = {**c[slot], "text": place(c[slot].get("text"), text, cursor)}
            if out.get("count") and out["count"].get("vague"):
                out["count"]["vague"] = True
            claims.append(out)
        have.append({"report": record["report"], "length": len(text), "claims": claims})
    with OFFSETS.open("w", encoding="utf-8") as f:
        for h in have:
            f.write(json.dumps(h, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(len(have), "reports", sum(len(h["claims"]) for h in have), "claims")


def unpack(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    records = {r["report"]: r for r in map(json.loads, OFFSETS.open(encoding="utf-8"))}
    cut = {r.partition("@")[0]: r for r in records if "@" in r}
    into = {"mode": "w", "encoding": "utf-8"}
    with (out / "docs.jsonl").open(**into) as docs, (out / "gold.jsonl").open(**into) as gold:
        for d in documents():
            record = records.pop(d["report"], None) or records.pop(cut.get(d["report"]), None)
            if record is None:
                continue
            # "ID@N" is the report cut to its first N characters.
            d = {**d, "report": record["report"], "text": d["text"][: int(record["report"].partition("@")[2] or 10**9)]}
            text = d["text"]
            if len(text) != record["length"]:
                raise ValueError(f"{d['report']}: the raw text is not the annotated one")

            def words(span: list[int] | None, text: str = text) -> str | None:
                return None if span is None else text[span[0] : span[1]]

            for c in record["claims"]:
                for key in ("quote", "trigger", "via", "cue"):
                    c[key] = words(c[key])
                for slot in SLOTS:
                    if c.get(slot):
                        c[slot]["text"] = words(c[slot]["text"])
                if c.get("count") and c["count"].get("vague"):
                    c["count"]["vague"] = c["count"]["text"]
            docs.write(json.dumps(d, ensure_ascii=False) + "\n")
            gold.write(json.dumps({**record, "incidents": []}, ensure_ascii=False) + "\n")
    if records:
        raise ValueError(f"not in the raw material: {', '.join(records)}")


if __name__ == "__main__":
    if sys.argv[1] == "pack":
        pack(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        unpack(Path(sys.argv[2]))
