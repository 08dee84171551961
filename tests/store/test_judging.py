"""Judgements: kept with who, when and why; they outlive a re-reading, re-open when it reads otherwise, never vanish."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.model import Bounds, Claim, Count, Reading, Span
from accordingto.model.identity import anchor as anchor_of
from accordingto.model.identity import fingerprint, text_id
from accordingto.model.judgement import Judgement, Verdict
from accordingto.store import Ledger, LedgerError, Run
from accordingto.store.judging import Named, standing
from tests.store.conftest import Clock
from tests.store.samples import MARKET, anchor, reading, statuses

BY = {"by": "ana", "reason": "looked at the page"}


def better(old: Reading, name: str = "better", **slots: object) -> Reading:
    """The reading of another reader, which reads the first claim otherwise."""
    first = replace(old.claims[0], **slots)  # type: ignore[arg-type]
    return replace(old, claims=(first, *old.claims[1:]), reader=name)


@pytest.fixture
def market(ledger: Ledger) -> Ledger:
    ledger.add_reading(reading(publisher="Post"))
    return ledger


def test_each_verdict_shows_in_the_standing_of_its_claim(market: Ledger) -> None:
    market.decide(Verdict.ACCEPT, anchor(market, "r1", "c1"), **BY)
    market.decide(Verdict.REJECT, anchor(market, "r1", "c2"), **BY)
    market.decide(Verdict.EDIT, anchor(market, "r1", "c3"), **BY, value={"count": {"best": 11, "low": 11}})
    assert statuses(market) == {"r1/c1": "accepted", "r1/c2": "rejected", "r1/c3": "edited"}
    kept = market.reading("r1")
    assert kept is not None
    edited = kept.standings[2]
    assert edited.claim.count is not None and edited.claim.count.bounds == Bounds(11, 11, 12)
    assert edited.read is not None and edited.read.count is not None and edited.read.count.bounds == Bounds.exact(12)
    assert kept.reading.claims[2] == edited.claim
    assert [c.id for t in market.tellings() for c in t.claims] == ["c1"], "what was rejected is in no telling"


def test_a_judgement_keeps_who_when_why_and_the_words(market: Ledger, clock: Clock) -> None:
    j = market.decide(Verdict.REJECT, anchor(market, "r1", "c1"), **BY)
    assert market.judgements() == [j]
    assert (j.by, j.reason, j.quote, j.at.tzinfo) == ("ana", "looked at the page", "3 people killed", UTC)
    assert market.judge(j) == j and len(market.judgements()) == 1, "the same judgement twice is one"


def test_undoing_gives_what_was_before_and_undoing_that_too(market: Ledger) -> None:
    j = market.decide(Verdict.REJECT, anchor(market, "r1", "c1"), **BY)
    undo = market.decide(Verdict.UNDO, j.id, **BY)
    assert statuses(market)["r1/c1"] == "unjudged"
    market.decide(Verdict.UNDO, undo.id, **BY)
    assert statuses(market)["r1/c1"] == "rejected"
    assert len(market.judgements()) == 3


def test_judgements_have_their_time(market: Ledger, clock: Clock) -> None:
    before = clock.at
    market.decide(Verdict.REJECT, anchor(market, "r1", "c1"), **BY)
    assert [c.status for c in market.claims(None, before)] == ["unjudged"] * 3
    assert [c.status for c in market.claims(None, clock.at)] == ["rejected", "unjudged", "unjudged"]


def test_a_judgement_survives_a_better_reader(market: Ledger) -> None:
    market.decide(Verdict.ACCEPT, anchor(market, "r1", "c1"), **BY)
    market.decide(Verdict.REJECT, anchor(market, "r1", "c2"), **BY)
    market.add_again("r1", better(reading(publisher="Post"), stance="denied"), Run(reader="better"))
    assert statuses(market) == {"r1/c1": "reopened", "r1/c2": "rejected", "r1/c3": "unjudged"}
    assert market.orphans() == []
    kept = market.reading("r1")
    assert kept is not None and kept.standings[0].claim.stance == "denied"


def test_a_judgement_is_found_again_when_offsets_moved(market: Ledger) -> None:
    market.decide(Verdict.REJECT, anchor(market, "r1", "c1"), **BY)
    market.decide(Verdict.ACCEPT, anchor(market, "r1", "c2"), **BY)
    market.add_reading(reading(text="UPDATED at noon. " + MARKET.replace("4 men", "9 men"), publisher="Post"))
    assert statuses(market) == {"r1/c1": "rejected", "r1/c2": "reopened", "r1/c3": "unjudged"}


def test_a_judgement_whose_claim_is_gone_is_shown_as_orphan(market: Ledger) -> None:
    j = market.decide(Verdict.REJECT, anchor(market, "r1", "c1"), **BY)
    market.add_reading(reading(text="A shell fell; nobody was hurt.", publisher="Post"))
    assert market.orphans() == [("r1", j)]
    kept = market.reading("r1")
    assert kept is not None and kept.orphans == (j,)
    market.decide(Verdict.UNDO, j.id, **BY)
    assert market.orphans() == []


def test_a_claim_that_a_person_added(market: Ledger) -> None:
    span = Span(MARKET.index("at Al-Bab"), MARKET.index("at Al-Bab") + 9)
    claim = Claim("a1", "attack", span.of(MARKET), span, "at", Span(span.start, span.start + 2), incident="i1")
    market.decide(Verdict.ADD, "r1", **BY, value=claim.to_dict())
    assert statuses(market)["r1/a1"] == "added"
    assert [c.id for t in market.tellings() for c in t.claims] == ["c1", "c2", "a1"]
    wrong = {**claim.to_dict(), "id": "a2", "quote": "never written"}
    with pytest.raises(LedgerError) as e:
        market.decide(Verdict.ADD, "r1", **BY, value=wrong)
    assert e.value.issue.code == "bad-judgement"


def test_merge_split_duplicate_and_note(market: Ledger) -> None:
    market.add_reading(reading("r2", "9 people killed.", publisher="Mail"))
    market.decide(Verdict.MERGE, "r1#i1", **BY, other="r2#i1")
    market.decide(Verdict.SPLIT, "r1#i1", **BY, other="r2#i1")
    j = market.decide(Verdict.DUPLICATE, "r2", **BY, other="r1")
    market.decide(Verdict.NOTE, "r2", **BY)
    market.decide(Verdict.NOTE, anchor(market, "r1", "c1"), **BY)
    assert statuses(market)["r1/c1"] == "unjudged", "a note decides nothing"
    assert [t.outlet.origin for t in market.tellings()] == ["r1", "r1"]
    market.decide(Verdict.UNDO, j.id, **BY)
    assert market.copies() == {}
    assert len(market.judgements()) == 6


@pytest.mark.parametrize(
    ("verdict", "subject", "more", "code"),
    [
        (Verdict.REJECT, "0" * 32, {}, "not-held"),
        (Verdict.MERGE, "r1#i1", {"other": "r1#i9"}, "not-held"),
        (Verdict.MERGE, "r1#i1", {}, "bad-judgement"),
        (Verdict.DUPLICATE, "r1", {"other": "r9"}, "not-held"),
        (Verdict.UNDO, "j-none", {}, "not-held"),
        (Verdict.ADD, "r1", {"value": {"id": "a1"}}, "bad-judgement"),
        (Verdict.EDIT, "c1", {"value": {"colour": "red"}}, "bad-judgement"),
        (Verdict.EDIT, "c1", {"value": {"count": {"best": 9, "high": 3}}}, "bad-judgement"),
        (Verdict.EDIT, "c1", {}, "bad-judgement"),
        (Verdict.REJECT, "c1", {"reason": " "}, "bad-judgement"),
    ],
)
def test_what_cannot_be_judged_is_refused(
    market: Ledger, verdict: Verdict, subject: str, more: dict[str, object], code: str
) -> None:
    if subject == "c1":
        subject = anchor(market, "r1", "c1")
    head = market.verify().head
    with pytest.raises(LedgerError) as e:
        market.decide(verdict, subject, **{**BY, **more})  # type: ignore[arg-type]
    assert e.value.issue.code == code and market.verify().head == head


def test_erasing_a_report_leaves_a_tombstone_and_a_whole_chain(market: Ledger) -> None:
    market.add_reading(reading("r2", "9 people killed.", publisher="Mail"))
    market.decide(Verdict.REJECT, anchor(market, "r1", "c1"), by="ana", reason="names Selim")
    head = market.verify().head
    assert market.redact(reports=["r1"], reason="asked by a court", by="ana") > 5
    found = market.verify(head)
    assert found.holds and found.erased > 5
    assert market.reports() == ["r2"] and market.reading("r1") is None and market.judgements() == []
    again = market.add_reading(reading(publisher="Post"))
    assert again.erased == "asked by a court" and market.reports() == ["r2"]
    assert holds_nowhere(market, "Al-Bab") and holds_nowhere(market, "Selim")


def test_erasing_a_name_keeps_the_rest_and_its_judgements(market: Ledger) -> None:
    market.decide(Verdict.EDIT, anchor(market, "r1", "c2"), by="ana", reason="at Al-Bab", value={"stance": "possible"})
    before = market.reading("r1")
    assert market.redact(words="Al-Bab", reason="a family asked", by="ana") > 3
    assert market.verify().holds and holds_nowhere(market, "Al-Bab")
    after = market.reading("r1")
    assert before is not None and after is not None
    assert after.reading.report.text == MARKET.replace("Al-Bab", "██████")
    assert [c.span for c in after.reading.claims] == [c.span for c in before.reading.claims]
    assert statuses(market) == {"r1/c1": "unjudged", "r1/c2": "edited", "r1/c3": "unjudged"}
    market.rebuild()
    assert statuses(market)["r1/c2"] == "edited"


def test_erasing_an_outlet_erases_no_other(market: Ledger) -> None:
    market.add_reading(reading("r2", MARKET, publisher="Mail"))
    market.redact(publisher="Post", reason="asked", by="ana")
    assert market.reports() == ["r2"] and market.text("r2") == MARKET and market.verify().holds
    with pytest.raises(LedgerError):
        market.redact(publisher="Nobody", reason="asked", by="ana")


def holds_nowhere(ledger: Ledger, words: str) -> bool:
    """Whether no table, and in SQLite no byte of the file, holds the words."""
    from pathlib import Path

    from sqlalchemy import inspect, text

    with ledger._reading() as conn:
        for table in inspect(conn).get_table_names():
            if any(words in str(v) for row in conn.execute(text(f'SELECT * FROM "{table}"')) for v in row):
                return False
    path = Path(ledger.name)
    return not path.is_file() or words.encode() not in path.read_bytes()


STEP = st.tuples(st.sampled_from(["accept", "reject", "edit", "undo"]), st.integers(0, 3))


@settings(max_examples=60, deadline=None)
@given(st.lists(STEP, max_size=8))
def test_judging_and_undoing_everything_changes_nothing(steps: list[tuple[str, int]]) -> None:
    claims, text = reading().claims, text_id(MARKET)
    names = [Named(c, anchor_of(c, text), fingerprint(c, text)) for c in claims]
    originals = {n.anchor: (n.claim, text) for n in names}
    made: list[Judgement] = []
    at = datetime(2020, 1, 1, tzinfo=UTC)
    for i, (verdict, which) in enumerate(steps):
        if verdict == "undo":
            if made:
                made.append(Judgement(f"j{i}", Verdict.UNDO, made[which % len(made)].id, "a", at, "b"))
            continue
        n = names[which % len(names)]
        value = {"stance": "denied"} if verdict == "edit" else None
        made.append(
            Judgement(f"j{i}", Verdict(verdict), n.anchor, "a", at, "b", fingerprint=n.fingerprint, value=value)
        )
    held = [j for j in made if j.verdict is not Verdict.UNDO]
    undone = [Judgement(f"u{j.id}", Verdict.UNDO, j.id, "a", at, "b") for j in held]
    after, orphans = standing(names, text, [*made, *undone], originals)
    assert [s.claim for s in after] == list(claims) and {s.status for s in after} == {"unjudged"} and not orphans
    now, _ = standing(names, text, made, originals)
    assert [s.read for s in now] == list(claims), "what was read is always there"


def test_a_count_that_a_person_gives_needs_no_words() -> None:
    from accordingto.store.judging import edited

    claim = replace(reading().claims[0], count=None)
    now = edited(claim, {"count": {"low": 2, "best": 2}})
    assert now.count == Count(claim.quote, claim.span, Bounds(2, 2, None))
