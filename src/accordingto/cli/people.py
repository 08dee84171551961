"""``accordingto people``, ``audit``, ``agreement``: who may do what, what they did, how far they agree."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accordingto.cli.care import By
from accordingto.cli.common import LEDGER, LedgerName, fail, opened

if TYPE_CHECKING:
    from accordingto.store.people import Person, Role

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose account.")]
RoleName = Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, coder, reviewer or admin.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_app = typer.Typer(
    no_args_is_help=True,
    help="Accounts of a shared ledger. A password is asked for, or read from standard input; it is never an argument.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(_app, name="people")
    app.command()(audit)
    app.command()(agreement)


@_app.command()
def add(name: Name, role: RoleName, by: By, ledger: LedgerName = LEDGER) -> None:
    """Add somebody; the first account is an admin's. Asks for their first password."""
    with opened(ledger) as book:
        _told(book.add_person(name, _role(role), by=by, password=_password()))


@_app.command(name="list")
def list_(ledger: LedgerName = LEDGER, as_json: AsJson = False) -> None:
    """Show everybody with an account, and whether a second eye is wanted."""
    with opened(ledger) as book:
        ready, everybody = book.with_password(), book.people()
        if as_json:
            rows = [{**_row(p), "password": p.key in ready} for p in everybody]
            typer.echo(json.dumps({"people": rows, "four_eyes": book.four_eyes()}, ensure_ascii=False, indent=1))
            return
        for p in everybody:
            _told(p, "" if p.key in ready else "no password yet")
        typer.echo(f"four eyes: {'on' if book.four_eyes() else 'off'}")


@_app.command(name="role")
def role_(
    name: Name,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="reader, coder, reviewer or admin.")],
    by: By,
    ledger: LedgerName = LEDGER,
) -> None:
    """Let somebody do more or less, from now on."""
    with opened(ledger) as book:
        _told(book.set_role(name, _role(role), by=by))


@_app.command()
def disable(name: Name, by: By, ledger: LedgerName = LEDGER) -> None:
    """Let somebody in no more; their sessions end at once, what they did stays."""
    with opened(ledger) as book:
        _told(book.set_enabled(name, False, by=by))


@_app.command()
def enable(name: Name, by: By, ledger: LedgerName = LEDGER) -> None:
    """Let somebody in again."""
    with opened(ledger) as book:
        _told(book.set_enabled(name, True, by=by))


@_app.command()
def password(name: Name, by: By, ledger: LedgerName = LEDGER) -> None:
    """Give somebody another password; their sessions end."""
    with opened(ledger) as book:
        book.set_password(name, _password(), by=by)
        typer.echo(f"{name} has a new password.")


@_app.command(name="four-eyes")
def four_eyes(
    wanted: Annotated[str, typer.Argument(metavar="on|off", help="Whether a second eye is wanted.")],
    by: By,
    ledger: LedgerName = LEDGER,
) -> None:
    """Have what one person decides count only once another has approved it, or at once."""
    if wanted not in ("on", "off"):
        raise typer.BadParameter(f"{wanted!r} is neither on nor off", param_hint="on|off")
    with opened(ledger) as book:
        book.set_four_eyes(wanted == "on", by=by)
        typer.echo(f"four eyes: {wanted}")


@_app.command()
def blind(
    coders: Annotated[list[str], typer.Option("--coder", metavar="NAME", help="Who codes; give it twice or more.")],
    by: By,
    claims: Annotated[int, typer.Option(min=1, metavar="N", help="How many claims to draw by lot.")] = 20,
    seed: Annotated[int | None, typer.Option(metavar="N", help="Draws the same again.")] = None,
    ledger: LedgerName = LEDGER,
) -> None:
    """Begin a round of blind coding: claims that each coder reads without what others or the reader made of them."""
    with opened(ledger) as book:
        begun = book.begin_round(coders, claims, by=by, seed=seed)
        typer.echo(f"{begun.id}: {len(begun.units)} claims for {' and '.join(begun.coders)} (seed {begun.seed})")


def audit(
    person: Annotated[str | None, typer.Option(metavar="NAME", help="What somebody did.")] = None,
    record: Annotated[
        str | None, typer.Option(metavar="RECORD", help="What was done to a report, a claim (REPORT/c3), an account.")
    ] = None,
    ledger: LedgerName = LEDGER,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many lines at most, the latest first.")] = 100,
    offset: Annotated[int, typer.Option(min=0, metavar="N", help="Leave out the first N.")] = 0,
) -> None:
    """Show who did what and when, from the chain: by person or by record."""
    from accordingto.render.words import safe

    if (person is None) == (record is None):
        raise typer.BadParameter("give one of both", param_hint="--person or --record")
    with opened(ledger) as book:
        if person is not None:
            acts = book.acts_of(person, limit=limit, offset=offset)
        else:
            acts = book.acts_on(str(record), limit=limit, offset=offset)
        if not acts:
            fail(
                f"{book.name}: nothing is known of {person or record}\n  → accordingto people list, accordingto claims"
            )
        for a in acts:
            if as_json:
                typer.echo(json.dumps(asdict(a) | {"at": a.at.isoformat()}, ensure_ascii=False))
                continue
            waits = " (proposed)" if a.proposed else ""
            about = f" {safe(a.about)}" if a.about else ""
            typer.echo(f"{a.seq:>7}  {a.at:%Y-%m-%d %H:%M}  {safe(a.by or '-')}: {a.did}{waits}{about}  {safe(a.said)}")


def agreement(
    name: Annotated[
        str | None, typer.Argument(metavar="[ROUND]", help="A round of blind coding; the latest that is over, if none.")
    ] = None,
    ledger: LedgerName = LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show how far the coders of a blind round agreed, slot by slot: Krippendorff's alpha with its range."""
    from accordingto.workflow.agreement import agreement as worked_out

    with opened(ledger) as book:
        rounds = [r for r in book.rounds() if (r.id == name if name is not None else not r.open)]
        if not rounds:
            held = ", ".join(r.id for r in book.rounds()) or "none"
            fail(f"{book.name}: no such round of blind coding is over (rounds: {held})\n  → accordingto people blind")
        found = worked_out(book, rounds[-1])
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
            return
        coders = " and ".join(found["coders"])
        typer.echo(f"{found['id']}: {found['compared']} of {found['claims']} claims coded by {coders}")
        if found["open"]:
            typer.echo(f"still open; left to code: {', '.join(f'{c} {n}' for c, n in found['left'].items())}")
        for s in found["slots"]:
            typer.echo(f"  {s['slot']:<13} same {_share(s['same'])}  alpha {_alpha(s['alpha'])}{_distance(s)}")


def _share(value: float | None) -> str:
    return "  – " if value is None else f"{value:4.0%}"


def _alpha(found: dict[str, Any]) -> str:
    if found["value"] is None:
        return f"– ({found['units']} claims)"
    return f"{found['value']:.2f} [{found['low']:.2f} to {found['high']:.2f}] ({found['units']} claims)"


def _distance(slot: dict[str, Any]) -> str:
    return f"  by {slot['metric']} {_alpha(slot['distance'])}" if slot["distance"] is not None else ""


def _role(name: str) -> Role:
    from accordingto.store.people import Role

    try:
        return Role(name)
    except ValueError:
        raise typer.BadParameter(f"{name!r} is no role; choose from {', '.join(Role)}", param_hint="role") from None


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _row(p: Person) -> dict[str, Any]:
    return {"name": p.name, "role": p.role.value, "enabled": p.enabled, "since": p.since.isoformat()}


def _told(p: Person, more: str = "") -> None:
    said = ", ".join(x for x in (p.role.value, "" if p.enabled else "disabled", more) if x)
    typer.echo(f"{p.name}: {said}")
