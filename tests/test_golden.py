"""What the reader makes of five reports, line by line. ``make golden`` rewrites the files; the diff is reviewed."""

import runpy
from pathlib import Path

import pytest

from accordingto.render.notation import lines

GOLDEN = Path(__file__).parent / "golden"
REWRITE = runpy.run_path(str(GOLDEN / "rewrite.py"))
NAMES = REWRITE["names"]()


def golden(name: str) -> list[str]:
    return (GOLDEN / name / "claims.txt").read_text(encoding="utf-8").splitlines()


def test_there_are_golden_reports() -> None:
    assert len(NAMES) >= 5


@pytest.mark.parametrize("name", NAMES)
def test_the_reader_reads_as_it_did(name: str) -> None:
    assert list(lines(REWRITE["read"](name))) == golden(name), "if the change is meant, run: make golden"


@pytest.mark.parametrize("name", NAMES)
def test_every_line_quotes_its_report(name: str) -> None:
    text = " ".join((GOLDEN / name / "report.txt").read_text(encoding="utf-8").split())
    quotes = [line.rpartition(' | quote: "')[2].removesuffix('"') for line in golden(name) if ' | quote: "' in line]
    assert [q for q in quotes if q not in text] == []


def test_a_report_of_prices_and_weather_gives_no_claim() -> None:
    assert golden("market-day")[0] == "no claims"
