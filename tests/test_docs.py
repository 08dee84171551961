"""The documentation does what it says: commands run, targets and files exist, codes and keys are all described."""

import ast
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from accordingto import model as m
from accordingto.cli import app
from accordingto.extract import schema

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"(?:^|`|\$ )(?:\.venv/bin/)?(accordingto (?:--?\w|[a-z-]+(?= |$|`))[^`\n]*)", re.MULTILINE)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(text: str) -> Iterator[list[str]]:
    """The words of every command line of a page, without comments, redirections and ellipses."""
    for match in COMMAND.finditer(text):
        line = re.split(r" (?:\||>|2>|#|&&) ?", match[1])[0]
        yield [w for w in shlex.split(line.replace("…", " ")) if w]


EVERY_COMMAND = sorted({tuple(c) for page in PAGES for c in commands(page.read_text(encoding="utf-8"))})
BUNDLED = [c for c in EVERY_COMMAND if any(w.startswith("examples/") for w in c)]


def parse(words: tuple[str, ...]) -> None:
    """Have the command line's own parser accept the words, without running anything."""
    group: Any = typer.main.get_command(app)
    if words[1].startswith("-"):
        assert any(words[1] in p.opts for p in group.params), f"no such option: {words[1]}"
        return
    command = group.commands[words[1]]
    # The parser alone: a line such as "accordingto read … --audit" names no input on purpose.
    command.make_parser(type(group.make_context("accordingto", ["read"]))(command)).parse_args(list(words[2:]))


def test_there_are_commands_to_check() -> None:
    assert len(EVERY_COMMAND) >= 5
    assert len(BUNDLED) >= 3


@pytest.mark.parametrize("words", EVERY_COMMAND, ids=" ".join)
def test_every_command_line_of_the_docs_is_one(words: tuple[str, ...]) -> None:
    parse(words)


def test_a_wrong_option_would_be_noticed() -> None:
    with pytest.raises(Exception, match="(?i)no such option"):
        parse(("accordingto", "read", "x", "--no-such-option"))


@pytest.mark.parametrize("words", BUNDLED, ids=" ".join)
def test_every_command_on_bundled_reports_runs(words: tuple[str, ...], tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    program = Path(sys.executable).with_name("accordingto")
    done = subprocess.run(
        [program, *words[1:]], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    written = [p for p in tmp_path.iterdir() if p.is_file()]
    assert done.stdout.strip() or [p for p in written if p.stat().st_size]


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = [body for lang, body in FENCE.findall(README) if lang == "python"]
    assert blocks
    monkeypatch.chdir(ROOT)
    for body in blocks:
        exec(compile(body, "README.md", "exec"), {"__name__": "readme"})


def targets() -> dict[str, str]:
    """Every target of the Makefile with its line of help."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z-]+):[^\n#]*## ([^\n]+)$", text, re.MULTILINE))


def test_the_makefile_has_the_promised_targets() -> None:
    assert {"demo", "test", "check", "bench", "bench-quality", "golden", "serve", "docs", "clean"} <= set(targets())


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_make_target_named_exists(page: Path) -> None:
    named = set(re.findall(r"`make ([a-z-]+)`|^\s*(?:\$ )?make ([a-z-]+)$", page.read_text("utf-8"), re.MULTILINE))
    assert {a or b for a, b in named} <= set(targets())


def test_every_script_the_makefile_runs_exists() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    scripts = re.findall(r"\$\(PY\) ([\w/]+\.py)", text)
    assert scripts
    assert [s for s in scripts if not (ROOT / s).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [m for m in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:", m)]
    for link in links:
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            heads = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in heads}, link


def issue_codes() -> set[str]:
    """The codes of all issues that the source makes."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Issue", "problem"):
                given = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "code")]
                found |= {a.value for a in given if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return found


def test_every_issue_code_is_documented_and_no_other() -> None:
    page = (ROOT / "docs" / "issues.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)) == issue_codes()


def keys(value: Any) -> set[str]:
    """All keys of a JSON-ready value, at any depth."""
    if isinstance(value, dict):
        return set(value) | {k for v in value.values() for k in keys(v)}
    return {k for v in value for k in keys(v)} if isinstance(value, list) else set()


def test_every_key_of_the_output_is_described() -> None:
    span, day = m.Span(0, 1), m.Period.day(date(2020, 1, 1))
    claim = m.Claim(
        "c1", "act", "x", span, "x", span,
        count=m.Count("x", span, m.Bounds.exact(1)), target=m.Target("x", span, None, None),
        actor=m.Actor("x", span, None),
        place=m.Place("x", span, None), time=m.Time("x", span, day), source=m.Source("x", span, "other"),
        act="AID", confidence=0.5,
    )  # fmt: skip
    who = (m.Responsible("x", None, "asserted"),)
    incident = m.Incident("i1", "x", None, m.Period(), m.Bounds.exact(1), None, who, ())
    reading = m.Reading(m.Report("r", "x"), (claim,), (incident,), (m.Issue("x", "x"),))
    page = (ROOT / "docs" / "claim-format.md").read_text(encoding="utf-8")
    described = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", page))))
    assert keys(reading.to_dict()) - described == set()


@pytest.mark.parametrize("names", [schema.TYPES, schema.MEANS[1:], schema.ACTS[1:], schema.KINDS[1:], schema.TAGS])
def test_every_value_of_the_closed_lists_is_described(names: tuple[str, ...]) -> None:
    page = (ROOT / "docs" / "claim-format.md").read_text(encoding="utf-8")
    assert [n for n in names if f"`{n}`" not in page] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda p: p.stem)
def test_every_decision_has_front_matter(page: Path) -> None:
    _, front, body = page.read_text(encoding="utf-8").split("---\n", 2)
    said = yaml.safe_load(front)
    assert set(said) == {"number", "title", "date", "status"}
    assert page.name.startswith(f"{said['number']:04}-")
    assert f"# {said['title']}" in body


def test_every_dependency_has_its_reason() -> None:
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    wanted += [d for extra in PROJECT["project"].get("optional-dependencies", {}).values() for d in extra]
    page = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    names = {re.split(r"[<>=!\[ ]", d)[0] for d in wanted}
    assert [n for n in sorted(names) if n not in page] == []


def test_the_architecture_shows_the_import_contract_that_is_enforced() -> None:
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert "\n".join(["```", *layers, "```"]).replace("accordingto.", "") in page


def test_the_picture_calls_nobody() -> None:
    svg = (ROOT / "docs" / "picture.svg").read_text(encoding="utf-8")
    assert "accordingto read" in svg.replace("&#160;", " ")
    assert re.findall(r"url\((?!#)[^)]*\)|href=|<script", svg) == []
