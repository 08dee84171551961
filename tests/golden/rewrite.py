"""Rewrite the golden files from the reader as it is now. Run by ``make golden``; review the diff like code."""

from pathlib import Path

from accordingto.model import Reading
from accordingto.render.notation import notation
from accordingto.workflow import read_text

HERE = Path(__file__).parent


def names() -> list[str]:
    return sorted(p.parent.name for p in HERE.glob("*/report.txt"))


def read(name: str) -> Reading:
    return read_text((HERE / name / "report.txt").read_text(encoding="utf-8"), report_id=name)


def main() -> None:
    changed = 0
    for name in names():
        golden = HERE / name / "claims.txt"
        new = notation(read(name))
        if not golden.is_file() or golden.read_text(encoding="utf-8") != new:
            golden.write_text(new, encoding="utf-8")
            changed += 1
            print(f"rewrote {golden.relative_to(HERE.parents[1])}")
    print(f"{changed} of {len(names())} golden files changed" + (": read the diff" if changed else ""))


if __name__ == "__main__":
    main()
