"""Draw docs/picture.svg: what ``accordingto read`` prints for one bundled report, as a terminal shows it.

The picture is real output, made by the program's own table; it is cut after so many lines, and says so.
Run by ``make docs``.

Usage: python docs/make_picture.py
"""

import io
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from accordingto import Reading, read_files
from accordingto.render.table import show

ROOT = Path(__file__).parents[1]
REPORT = "examples/idlib-2020/01-meridian-post.html"
PICTURE = ROOT / "docs" / "picture.svg"
WIDTH, LINES = 112, 46
# rich names a web font; a picture in a README must not make its reader's browser call a third party.
_WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Draw it."""
    reading = next(r for r in read_files([str(ROOT / REPORT)]) if isinstance(r, Reading))
    printed = Console(width=WIDTH, force_terminal=True, color_system="truecolor", file=io.StringIO(), highlight=False)
    show(reading, printed)
    assert isinstance(printed.file, io.StringIO)
    # The reader was given an absolute path; what a user types is relative to the project.
    lines = printed.file.getvalue().replace(f"{ROOT}/", "").rstrip().split("\n")
    picture = Console(width=WIDTH, record=True, file=io.StringIO(), highlight=False)
    picture.print(Text.assemble(("$ ", "bold green"), f"accordingto read {REPORT}"))
    # Cut between two claims, not within one.
    end = max((i for i, line in enumerate(lines[:LINES]) if not line.strip()), default=LINES)
    for line in lines[:end]:
        picture.print(Text.from_ansi(line), soft_wrap=True)
    picture.print(Text(f"\n… and {len(lines) - end} more lines", style="dim"))
    svg = picture.export_svg(title="accordingto", theme=MONOKAI, unique_id="accordingto")
    PICTURE.write_text(_WEB_FONTS.sub("", svg), encoding="utf-8")
    print(f"wrote {PICTURE.relative_to(ROOT)}: {end} of {len(lines)} lines")


if __name__ == "__main__":
    main()
