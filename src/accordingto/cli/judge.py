"""``accordingto judge``: what a person decides about a claim, an account or a report, with a reason, for good."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from accordingto.cli.care import By
from accordingto.cli.common import LEDGER, LedgerName, fail, opened

Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim as REPORT/c3, or by its anchor.")]
Proposal = Annotated[str, typer.Argument(metavar="PROPOSAL", help="Its id; accordingto judge waiting shows them.")]
Why = Annotated[str, typer.Option("--reason", "-r", metavar="WORDS", help="Why.")]

_app = typer.Typer(
    no_args_is_help=True,
    help="Decide about claims, accounts and reports. Every judgement is kept with who, when and why.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(_app, name="judge")


@_app.command()
def accept(claim: Claim, reason: Why, by: By, ledger: LedgerName = LEDGER) -> None:
    """A claim is read rightly."""
    _judge("accept", claim, reason, by, ledger)


@_app.command()
def reject(claim: Claim, reason: Why, by: By, ledger: LedgerName = LEDGER) -> None:
    """A claim is no claim of the report; it stays visible and counts no more."""
    _judge("reject", claim, reason, by, ledger)


@_app.command()
def edit(
    claim: Claim,
    reason: Why,
    by: By,
    slots: Annotated[
        list[str], typer.Option("--set", metavar="SLOT=VALUE", help="count.best=3, stance=possible, actor=null, …")
    ],
    ledger: LedgerName = LEDGER,
) -> None:
    """A claim is read wrongly in some slots; what was read stays beside what should be."""
    _judge("edit", claim, reason, by, ledger, value=_slots(slots))


@_app.command()
def merge(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="An incident as a report tells it: REPORT#i1.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another.")],
    reason: Why,
    by: By,
    ledger: LedgerName = LEDGER,
) -> None:
    """Two accounts are of one incident."""
    _judge("merge", account, reason, by, ledger, other=other)


@_app.command()
def split(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="An incident as a report tells it: REPORT#i1.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another.")],
    reason: Why,
    by: By,
    ledger: LedgerName = LEDGER,
) -> None:
    """Two accounts are of two incidents."""
    _judge("split", account, reason, by, ledger, other=other)


@_app.command()
def duplicate(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The copy.")],
    of: Annotated[str, typer.Argument(metavar="OF", help="What it copies.")],
    reason: Why,
    by: By,
    ledger: LedgerName = LEDGER,
) -> None:
    """A report copies another, and counts as one voice with it."""
    _judge("duplicate", report, reason, by, ledger, other=of)


@_app.command()
def note(
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="A claim (REPORT/c3), an account or a report.")],
    reason: Annotated[str, typer.Option("--reason", "-r", metavar="WORDS", help="The note.")],
    by: By,
    ledger: LedgerName = LEDGER,
) -> None:
    """Say something about a claim, an account or a report."""
    _judge("note", subject, reason, by, ledger)


@_app.command()
def undo(
    judgement: Annotated[str, typer.Argument(metavar="JUDGEMENT", help="Its id, as accordingto show prints it.")],
    reason: Why,
    by: By,
    ledger: LedgerName = LEDGER,
) -> None:
    """A judgement does not count; it stays on record."""
    _judge("undo", judgement, reason, by, ledger)


@_app.command()
def approve(
    proposal: Proposal,
    by: By,
    reason: Annotated[str, typer.Option("--reason", "-r", metavar="WORDS", help="Why.")] = "seen by a second person",
    ledger: LedgerName = LEDGER,
) -> None:
    """A proposal counts from now on; whoever proposed it cannot approve it."""
    _judge("approve", proposal, reason, by, ledger)


@_app.command()
def decline(
    proposal: Proposal,
    reason: Why,
    by: By,
    ledger: LedgerName = LEDGER,
) -> None:
    """A proposal does not count; whoever proposed it takes it back with undo instead."""
    _judge("decline", proposal, reason, by, ledger)


@_app.command()
def waiting(ledger: LedgerName = LEDGER) -> None:
    """Show the proposals that wait for a second eye, the oldest first."""
    from accordingto.render.words import safe

    with opened(ledger) as book:
        for j, report in book.waiting():
            quote = f" “{safe(j.quote)}”" if j.quote else ""
            typer.echo(f"{j.id}: {safe(j.by)} proposes to {j.verdict} in {safe(report or '')}{quote}: {safe(j.reason)}")


def _judge(
    verdict: str, subject: str, reason: str, by: str, ledger: str, *, other: str | None = None,
    value: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    from accordingto.model.judgement import Verdict

    with opened(ledger) as book:
        known = book.anchor_of(subject)
        if known is None and verdict in ("accept", "reject", "edit"):
            fail(f"{book.name}: no claim {subject} stands in a current reading\n  → accordingto claims names them")
        j = book.decide(Verdict(verdict), known or subject, by=by, reason=reason, other=other, value=value)
        waits = ", waits for a second eye" if j.proposed else ""
        typer.echo(f"{j.id}: {verdict} {subject}" + (f" “{j.quote}”" if j.quote else "") + waits)


def _slots(given: list[str]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for part in given:
        name, equals, what = part.partition("=")
        if not equals:
            raise typer.BadParameter(f"{part!r} is no SLOT=VALUE", param_hint="--set")
        try:
            said = json.loads(what)
        except ValueError:
            said = what
        slot, dot, inner = name.strip().partition(".")
        if dot:
            value.setdefault(slot, {})[inner] = said
        else:
            value[slot] = said
    return value
