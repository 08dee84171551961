"""The recipe for a new format does what it says."""

from __future__ import annotations

import io
import re
from pathlib import Path
from types import ModuleType

from accordingto.export.base import Format, Note, Options
from tests.export import world

PAGE = (Path(__file__).parents[2] / "docs" / "extending.md").read_text(encoding="utf-8")


def recipe() -> Format:
    code = next(c for c in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "FORMAT = " in c)
    module = ModuleType("days")
    exec(compile(code, "docs/extending.md", "exec"), module.__dict__)
    found: Format = module.FORMAT
    return found


def test_the_recipe_is_a_format_that_writes_and_checks(tmp_path: Path) -> None:
    fmt, notes = recipe(), list[Note]()
    out = io.BytesIO()
    fmt.write(world.view(), out, notes.append, Options())
    assert out.getvalue() == b"day,incidents\n2020-02-20,2\n"
    assert [(n.subject, n.kind) for n in notes] == [("inc-3", "skipped")]
    path = tmp_path / "days.csv"
    path.write_bytes(out.getvalue())
    assert list(fmt.check(path)) == []
    path.write_bytes(b"day,incidents\nThursday,2\n")
    assert [(f.rule, f.line) for f in fmt.check(path)] == [("D2", 2)]
    path.write_bytes(b"day\n")
    assert [f.rule for f in fmt.check(path)] == ["D1"]
