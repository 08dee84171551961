"""What ``make demo`` shows: one report read in full, then all of them side by side, then what to try.

Usage: python examples/tour.py
"""

import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from accordingto import Incident, Reading, read_files
from accordingto.render.words import plural, safe

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
        console.print(incidents(readings))
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


def incidents(readings: list[Reading]) -> Table:
    """One row for each incident of each report that has a toll or an answer to who did it."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", title_justify="left")
    table.add_column("report", no_wrap=True, max_width=28)
    for name in ("incident", "killed", "injured", "who did it, according to whom"):
        table.add_column(name)
    for reading in readings:
        name = short(reading)
        for i in reading.incidents:
            if i.killed or i.injured or i.responsible:
                table.add_row(name, safe(i.what), bounds(i, "killed"), bounds(i, "injured"), answers(i))
                name = ""
    return table


def bounds(incident: Incident, which: str) -> str:
    """One toll of an incident in words."""
    value = incident.killed if which == "killed" else incident.injured
    return value.in_words() if value else ""


def answers(incident: Incident) -> Text:
    """Every answer to who did it."""
    out = []
    for r in incident.responsible:
        how = "" if r.stance == "asserted" else f" ({r.stance})"
        out.append(f"{safe(r.party)}{how}: {safe(r.said_by) if r.said_by else 'the report itself'}")
    return Text("\n".join(out), style="yellow" if incident.disputed else "")


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
