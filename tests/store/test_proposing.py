"""Four eyes: what one person proposes counts only once another has approved it, on both engines."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.model.judgement import Judgement, Verdict, in_force, waiting
from accordingto.store import Ledger, LedgerError
from accordingto.workflow.relinking import rebuild
from tests.store.conftest import Clock
from tests.store.samples import anchor, reading, statuses


@pytest.fixture
def four(ledger: Ledger) -> Ledger:
    """A ledger that wants a second eye."""
    ledger.add_reading(reading())
    ledger.set_four_eyes(True, by="ana")
    return ledger


def decide(ledger: Ledger, verdict: str, subject: str, by: str = "ana", **more: str) -> Judgement:
    return ledger.decide(Verdict(verdict), subject, by=by, reason="because", other=more.get("other"))


def refusal(ledger: Ledger, verdict: str, subject: str, by: str) -> str:
    with pytest.raises(LedgerError) as told:
        decide(ledger, verdict, subject, by)
    return told.value.issue.code


def test_a_proposal_counts_once_somebody_else_has_approved_it(four: Ledger, clock: Clock) -> None:
    made = decide(four, "reject", anchor(four, "r1", "c1"))
    assert made.proposed and statuses(four)["r1/c1"] == "unjudged" and [w.id for w, _ in four.waiting()] == [made.id]
    before = clock.at
    for name in ("ana", "ANA", " ana "):
        assert refusal(four, "approve", made.id, name) == "four-eyes"
    decide(four, "approve", made.id, "bo")
    assert statuses(four)["r1/c1"] == "rejected" and four.waiting() == []
    (held,) = next(s for s in four.reading("r1").standings if s.claim.id == "c1").judgements  # type: ignore[union-attr]
    assert (held.by, held.approved_by) == ("ana", "bo")
    assert four.claims(as_of=before)[0].status == "unjudged"
    assert refusal(four, "approve", made.id, "cem") == "overtaken"
    four.rebuild()
    assert statuses(four)["r1/c1"] == "rejected" and four.verify().holds


def test_a_declined_proposal_and_one_taken_back_never_count(four: Ledger) -> None:
    one, other = (decide(four, "reject", anchor(four, "r1", c)) for c in ("c1", "c2"))
    assert refusal(four, "undo", other.id, "bo") == "bad-judgement"
    decide(four, "decline", one.id, "bo")
    assert not decide(four, "undo", other.id).proposed
    assert four.waiting() == [] and set(statuses(four).values()) == {"unjudged"}
    assert refusal(four, "approve", one.id, "cem") == "overtaken"


def test_undoing_what_counts_is_a_proposal_too(four: Ledger) -> None:
    made = decide(four, "reject", anchor(four, "r1", "c1"))
    decide(four, "approve", made.id, "bo")
    undo = decide(four, "undo", made.id, "bo")
    assert undo.proposed and statuses(four)["r1/c1"] == "rejected"
    assert [p.id for s in four.reading("r1").standings for p in s.proposals] == [undo.id]  # type: ignore[union-attr]
    decide(four, "approve", undo.id, "ana")
    assert statuses(four)["r1/c1"] == "unjudged"


def test_what_changes_no_figure_needs_no_second_eye(four: Ledger) -> None:
    name = anchor(four, "r1", "c1")
    assert not decide(four, "accept", name).proposed and not decide(four, "note", name).proposed
    made = decide(four, "reject", name)
    decide(four, "approve", made.id, "bo")
    assert decide(four, "accept", name, "bo").proposed


def test_a_proposed_split_waits(four: Ledger) -> None:
    four.add_reading(reading("r2", "In Ostra 9 fighters killed.", day=None))
    made = decide(four, "split", "r1#i1", other="r2#i1")
    assert len(rebuild(four).incidents) == 1
    decide(four, "approve", made.id, "bo")
    assert len(rebuild(four).incidents) == 2


def test_a_coder_proposes_though_nobody_asked_for_a_second_eye(ledger: Ledger) -> None:
    ledger.add_reading(reading())
    name = anchor(ledger, "r1", "c1")
    made = ledger.decide(Verdict.REJECT, name, by="coder", reason="no", proposed=True)
    assert made.proposed and not ledger.decide(Verdict.REJECT, name, by="bo", reason="no").proposed


def test_who_decides_on_what_has_changed_is_told(ledger: Ledger) -> None:
    ledger.add_reading(reading())

    def shown() -> str:
        return next(s.seen for s in ledger.reading("r1").standings if s.claim.id == "c1")  # type: ignore[union-attr]

    name, before = anchor(ledger, "r1", "c1"), shown()
    made = ledger.decide(Verdict.REJECT, name, by="ana", reason="no", seen=before, proposed=True)
    proposed = shown()
    with pytest.raises(LedgerError) as told:
        ledger.decide(Verdict.ACCEPT, name, by="bo", reason="yes", seen=before)
    assert told.value.issue.code == "overtaken"
    ledger.decide(Verdict.APPROVE, made.id, by="bo", reason="yes", seen=proposed)
    assert len({before, proposed, shown()}) == 3


NAMES = st.sampled_from(["ana", "bo", "Ana"])


@st.composite
def histories(draw: st.DrawFn) -> list[Judgement]:
    out: list[Judgement] = []
    for n in range(draw(st.integers(0, 12))):
        verdict = draw(st.sampled_from([Verdict.REJECT, Verdict.UNDO, Verdict.APPROVE, Verdict.DECLINE]))
        about = "claim" if verdict is Verdict.REJECT or not out else draw(st.sampled_from([j.id for j in out]))
        proposed = verdict in (Verdict.REJECT, Verdict.UNDO) and draw(st.booleans())
        at = datetime(2020, 1, 1, 0, n, tzinfo=UTC)
        out.append(Judgement(f"j{n}", verdict, about, draw(NAMES), at, "x", proposed=proposed))
    return out


@given(histories())
def test_nothing_proposed_ever_counts_by_its_proposers_word(made: list[Judgement]) -> None:
    counting, open_ = in_force(made), waiting(made)
    for j in counting:
        assert not j.proposed or (j.approved_by or j.by).casefold() != j.by.casefold()
    assert not {j.id for j in counting} & {j.id for j in open_}
    by_one = [j for j in made if j.by.casefold() == "ana"]
    assert not [j for j in in_force(by_one) if j.proposed]
    assert [j.since for j in counting] == sorted(j.since for j in counting)
