"""What ``make demo`` shows: one report read in full, then all of them in a ledger, then what to try.

Usage: python examples/tour.py
"""

import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
FIRST = "examples/idlib-2020/01-meridian-post.html"
LEDGER = "demo.db"
STEPS = (
    ("One report, claim by claim", f"read {FIRST}"),
    ("All bundled reports into a ledger", f"add examples/idlib-2020 examples/ituri-2021 --ledger {LEDGER}"),
    ("Incidents across the reports", f"incidents --ledger {LEDGER} --min-killed 1"),
    ("What the sources differ on", f"disputes --ledger {LEDGER}"),
    ("Running totals, checked and never added", f"tolls --ledger {LEDGER}"),
)
PROGRAM = ".venv/bin/accordingto"
TRY = (
    (f"make serve LEDGER={LEDGER}", "the review page, in your browser"),
    (f"{PROGRAM} why ID --ledger {LEDGER}", "how each figure of an incident came about; take an ID from step 3"),
    (f"{PROGRAM} export geojson -o incidents.geojson --ledger {LEDGER}", "for a map; fifteen more formats: export --help"),
    (f"{PROGRAM} read {FIRST} --explain", "why each slot is filled as it is"),
    (f"{PROGRAM} read {FIRST} --audit", "what became of every number"),
    (f"{PROGRAM} read https://…", "a page of yours; or a file, a folder, a feed, JSON Lines, -"),
)


def main() -> int:
    """Show it; the exit status is that of the first command that fails."""
    console = Console(highlight=False)
    program = Path(sys.executable).with_name("accordingto")
    for leftover in ROOT.glob(f"{LEDGER}*"):
        leftover.unlink()
    for number, (title, command) in enumerate(STEPS, start=1):
        head = Text.assemble("\n", (f"{number}. {title}", "bold underline"), f"   accordingto {command}")
        console.print(head, soft_wrap=True)
        sys.stdout.flush()
        done = subprocess.run([program, *command.split()], cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    console.print("\nTry next:", style="bold")
    for command, what in TRY:
        line = Text.assemble("  ", (command, "cyan"), (f"\n      {what}", "dim"))
        console.print(line, soft_wrap=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
