"""What ``make demo`` shows: one report read in full, then all of them side by side, then what to try.

Usage: python examples/tour.py
"""

import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.text import Text

from accordingto import Reading, read_files
from accordingto.render.words import STANCES, plural, safe, toll

ROOT = Path(__file__).parents[1]
FOLDERS = ("examples/idlib-2020", "examples/ituri-2021")
FIRST = "examples/idlib-2020/01-meridian-post.html"
TRY = (
    (f"accordingto read {FIRST} --explain", "why each slot is filled as it is"),
    (f"accordingto read {FIRST} --audit", "what became of every number"),
    ("accordingto read examples/idlib-2020 --format csv", "one claim a row, for a spreadsheet"),
    ("accordingto read https://…", "a page of yours; or a file, a folder, JSON Lines, -"),
)


def main() -> int:
    """Show it; the exit status is that of the first command."""
    console = Console(highlight=False)
    say(console, "1", "One report, claim by claim", f"accordingto read {FIRST}")
    sys.stdout.flush()
    command = Path(sys.executable).with_name("accordingto")
    shown = subprocess.run([command, "read", FIRST], cwd=ROOT, check=False)
    if shown.returncode:
        return shown.returncode
    begin = time.perf_counter()
    for number, folder in enumerate(FOLDERS, start=2):
        readings = [r for r in read_files([str(ROOT / folder)]) if isinstance(r, Reading)]
        say(console, str(number), f"{plural(len(readings), 'report')} side by side", folder)
        incidents(console, readings)
        disputes(console, readings)
        tolls(console, readings)
    seconds = time.perf_counter() - begin
    console.print(f"\nThe reports of steps 2 and 3 were read in {seconds:.1f} seconds.", style="dim")
    console.print("Incidents are those of each report; joining them across reports is not built yet.", style="dim")
    console.print("\nTry next:", style="bold")
    for command, what in TRY:
        console.print(Text.assemble("  .venv/bin/", (command, "cyan"), (f"\n      {what}", "dim")), soft_wrap=True)
    return 0


def say(console: Console, number: str, title: str, what: str) -> None:
    """Head one step."""
    console.print(Text.assemble("\n", (f"{number}. {title}", "bold underline"), f"   {what}"), soft_wrap=True)


def incidents(console: Console, readings: list[Reading]) -> None:
    """Each report with its incidents: the toll that it supports, and every answer to who did it."""
    for reading in readings:
        console.print(Text.assemble("\n  ", (short(reading), "bold"), f"  {plural(len(reading.claims), 'claim')}"))
        for i in reading.incidents:
            console.print(Text.assemble("    ", (safe(i.what), "cyan"), f"  {toll(i)}"), soft_wrap=True)
            for r in i.responsible:
                how = f" ({STANCES[r.stance]})" if r.stance in STANCES else ""
                who = safe(r.said_by) if r.said_by else "the report itself"
                style = "yellow" if i.disputed else "dim"
                console.print(Text(f"        by {safe(r.party)}{how} according to {who}", style=style), soft_wrap=True)


def disputes(console: Console, readings: list[Reading]) -> None:
    """Name the incidents on whose author the claims differ."""
    found = [(short(r), i) for r in readings for i in r.incidents if i.disputed]
    console.print(f"\nDisputed: {plural(len(found), 'incident')}; none is decided here.", style="bold")
    for name, incident in found:
        sides = list(dict.fromkeys(safe(r.party) for r in incident.responsible if r.stance != "denied"))
        denied = list(dict.fromkeys(safe(r.party) for r in incident.responsible if r.stance == "denied"))
        said = " or ".join(sides) + (f"; denied: {', '.join(denied)}" if denied else "")
        console.print(f"  {name} {incident.id}, {safe(incident.what)}: {said}", soft_wrap=True)


def tolls(console: Console, readings: list[Reading]) -> None:
    """Compare stated totals with the incidents of the same report."""
    checks = [(r, t) for r in readings for t in r.tolls]
    head = f"\nStated totals: {len(checks)}, compared with the same report's incidents, never added."
    console.print(head, style="bold")
    for reading, t in checks:
        explained = t.explained.in_words() if t.explained else "none"
        left = "" if t.explained is None else f", leaving {t.unexplained.in_words()}"
        verdict = "; THE INCIDENTS EXCEED IT" if t.holds is False else ""
        quote = next(c.quote for c in reading.claims if c.id == t.claim)
        line = f"  {short(reading)}: {t.kind} {t.stated.in_words()}; its incidents explain {explained}{left}{verdict}"
        console.print(line, f"  “{safe(quote)}”", sep="\n    ", soft_wrap=True)


def short(reading: Reading) -> str:
    """The outlet, else the file's name."""
    return safe(reading.report.publisher or Path(reading.report.id).stem)


if __name__ == "__main__":
    sys.exit(main())
