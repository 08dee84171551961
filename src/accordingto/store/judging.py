"""What stands of a reading after people have judged it: pure functions of claims and judgements.

Promise: nothing is dropped. A rejected claim is there and called rejected; an edited one keeps what was read beside it.
A judgement holds while what was read there is what it was made about; when the reading says otherwise the claim is
called reopened and shown as read, and a judgement whose claim is gone is an orphan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from accordingto.model.claim import Claim
from accordingto.model.identity import anchor, fingerprint
from accordingto.model.judgement import Judgement, Verdict, in_force, waiting
from accordingto.model.parse import claim_from_dict
from accordingto.store.matching import changed_slots, paired

_DECIDING = {Verdict.ACCEPT: "accepted", Verdict.REJECT: "rejected", Verdict.EDIT: "edited"}
ABOUT_CLAIMS = (Verdict.ACCEPT, Verdict.REJECT, Verdict.EDIT)
STATUSES = ("unjudged", "accepted", "rejected", "edited", "added", "reopened")
TO_LOOK_AT = ("unjudged", "reopened")
"""Statuses of claims that wait for a person."""


@dataclass(frozen=True, slots=True)
class Named:
    """A claim as it was read, with its names (``model.identity``)."""

    claim: Claim
    anchor: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim as it stands.

    Attributes:
        claim: With the edits that hold.
        read: As the reader read it; None for a claim that a person added.
        status: One of ``STATUSES``.
        judgements: Everything that was decided or noted about it and not undone, oldest first.
        proposals: What was proposed about it and waits for a second eye, oldest first.
    """

    claim: Claim
    read: Claim | None
    anchor: str
    fingerprint: str
    status: str = "unjudged"
    judgements: tuple[Judgement, ...] = ()
    proposals: tuple[Judgement, ...] = ()

    @property
    def seen(self) -> str:
        """Names what a person has before them: what was read, and the last things decided and proposed about it."""
        decided, proposed = (js[-1].id if js else "" for js in (self.judgements, self.proposals))
        return f"{self.fingerprint}.{decided}.{proposed}"


def standing(
    kept: Sequence[Named],
    text: str,
    judgements: Iterable[Judgement],
    originals: Mapping[str, tuple[Claim, str]],
) -> tuple[tuple[Standing, ...], tuple[Judgement, ...]]:
    """The claims of a reading as they stand, and the judgements that found no claim.

    Args:
        kept: The claims as they were read.
        text: Name of the text they were read in.
        judgements: All of the report, oldest first.
        originals: For each judged anchor, the claim it was made about and the name of that claim's text.

    Returns:
        One standing for each claim, then those that people added; and the orphans.
    """
    claims = [k.claim for k in kept]
    names = [k.anchor for k in kept]
    prints = [k.fingerprint for k in kept]
    judgements = tuple(judgements)
    held: list[list[tuple[Judgement, bool]]] = [[] for _ in claims]
    added: list[Judgement] = []
    orphans: list[Judgement] = []
    for j in in_force(judgements):
        if j.verdict is Verdict.ADD:
            added.append(j)
        elif j.verdict in ABOUT_CLAIMS or (j.verdict is Verdict.NOTE and j.subject in originals):
            place, holds = _found(j, claims, names, prints, text, originals)
            if place is None:
                orphans.append(j)
            else:
                held[place].append((j, holds))
    out = [_stand(*row) for row in zip(claims, names, prints, held, strict=True)]
    for j in added:
        claim = claim_from_dict(j.value or {})
        out.append(Standing(claim, None, anchor(claim, text), fingerprint(claim, text), "added", (j,)))
    return _with_proposals(out, waiting(judgements)), tuple(orphans)


def _with_proposals(standings: Sequence[Standing], proposals: Sequence[Judgement]) -> tuple[Standing, ...]:
    if not proposals:
        return tuple(standings)
    about = ({s.anchor, *(j.id for j in s.judgements)} for s in standings)
    return tuple(
        replace(s, proposals=tuple(p for p in proposals if p.subject in names))
        for s, names in zip(standings, about, strict=True)
    )


def edited(claim: Claim, value: Mapping[str, Any]) -> Claim:
    """A claim with some slots as a person says they should be.

    Args:
        claim: As it was.
        value: Slots in the claim format; of a slot with parts, only those given change. None empties a slot.

    Raises:
        ValueError: A slot or value is not of the claim format.
    """
    known = claim.to_dict()
    unknown = set(value) - set(known) - {"act"}
    if unknown:
        raise ValueError(f"no slot of a claim: {', '.join(sorted(unknown))}")
    merged = {**known, **{k: _merged(k, known.get(k), v, claim) for k, v in value.items()}}
    return replace(claim_from_dict(merged), why=claim.why)


def _merged(slot: str, old: Any, new: Any, claim: Claim) -> Any:
    if not isinstance(new, Mapping):
        return new
    span = [claim.span.start, claim.span.end]
    empty: dict[str, dict[str, Any]] = {
        "count": {"text": claim.quote, "span": span, "low": None, "best": None, "high": None, "vague": None},
        "target": {"text": None, "party": None, "kind": None, "tags": [], "span": None},
        "actor": {"text": None, "party": None, "span": None},
        "place": {"text": None, "path": None, "span": None},
        "time": {"text": None, "start": None, "end": None, "edtf": None, "span": None},
        "source": {"text": claim.quote, "kind": "other", "span": None},
    }
    parts = empty.get(slot)
    if parts is None or set(new) - set(parts):
        raise ValueError(f"no part of {slot}: {', '.join(sorted(set(new) - set(parts or ())))}")
    return {**parts, **(old or {}), **new}


def _found(
    j: Judgement,
    claims: Sequence[Claim],
    names: Sequence[str],
    prints: Sequence[str],
    text: str,
    originals: Mapping[str, tuple[Claim, str]],
) -> tuple[int | None, bool]:
    if j.subject in names:
        place = names.index(j.subject)
        return place, j.fingerprint is None or j.fingerprint == prints[place]
    if j.subject not in originals:
        return None, False
    original, its_text = originals[j.subject]
    pairs = paired((original,), claims, same_text=its_text == text)
    if not pairs:
        return None, False
    place = pairs[0][1]
    return place, not changed_slots(original, claims[place])


def _stand(claim: Claim, name: str, print_: str, held: Sequence[tuple[Judgement, bool]]) -> Standing:
    now, status = claim, "unjudged"
    for j, holds in held:
        if j.verdict is Verdict.NOTE:
            continue
        if not holds:
            now, status = claim, "reopened"
            continue
        status = _DECIDING[j.verdict]
        if j.verdict is Verdict.EDIT:
            now = edited(now, j.value or {})
    return Standing(now, claim, name, print_, status, tuple(j for j, _ in held))
