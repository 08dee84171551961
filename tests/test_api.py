import subprocess
import sys

import pytest

import accordingto
from accordingto.model import Reading, Report
from accordingto.model.rows import COLUMNS
from accordingto.workflow import read_text
from tests import fakes


def test_the_public_names_are_sorted_and_there() -> None:
    assert accordingto.__all__ == sorted(accordingto.__all__)
    assert all(hasattr(accordingto, name) for name in accordingto.__all__)
    assert set(accordingto.__all__) <= set(dir(accordingto))
    with pytest.raises(AttributeError, match="no_such"):
        accordingto.no_such  # noqa: B018


def test_the_version_is_the_one_of_the_package() -> None:
    from importlib.metadata import version

    assert accordingto.__version__ == version("accordingto")


def test_importing_it_loads_nothing_heavy() -> None:
    code = "import sys, accordingto; print(*(m.partition('.')[0] for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"typer", "rich", "yaml", "numpy", "httpx", "trafilatura", "onnxruntime"} & set(done.stdout.split())


def test_help_loads_no_reader() -> None:
    code = "import sys, accordingto.cli; print(*(m.partition('.')[0] for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"yaml", "numpy", "httpx", "trafilatura", "onnxruntime", "tokenizers"} & set(done.stdout.split())


def test_rows_have_every_column_and_missing_figures_stay_missing() -> None:
    reading = read_text("up to 50 people killed", reader=fakes.read)
    (row,) = reading.to_rows()
    assert tuple(row) == COLUMNS
    assert (row["low"], row["best"], row["high"], row["quote"]) == (None, None, 50, "up to 50 people killed")


def test_a_frame_has_a_row_a_claim() -> None:
    pytest.importorskip("pandas")
    reading = read_text("two people killed and up to 50 people killed", reader=fakes.read)
    frame = reading.to_frame()
    assert list(frame.columns) == list(COLUMNS)
    assert frame["low"].isna().tolist() == [False, True] and frame["high"].tolist() == [2, 50]
    assert len(Reading(Report("r", ""), (), (), ()).to_frame()) == 0


def test_without_pandas_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"accordingto\[frame\]"):
        read_text("x", reader=fakes.read).to_frame()


def test_a_notebook_shows_hostile_words_as_words() -> None:
    text = "<script>alert(1)</script> two <b onload=x>people killed & \"two people killed\" <img src=x onerror='y'>"
    reading = read_text(text.replace("<b onload=x>", ""), publisher="<i>Post</i>", title="<u>", reader=fakes.read)
    html = reading._repr_html_()
    assert "<script" not in html and "<img" not in html and "<i>" not in html and "<u>" not in html
    assert "&lt;script&gt;" in html and "<mark>two people killed</mark>" in html
    assert "Disputed" in html and "not verdicts" in html
    assert Reading(Report("r", ""), (), (), ())._repr_html_()


def test_the_fast_reader_is_another_and_an_unknown_one_is_named() -> None:
    text = "Two soldiers were killed and five wounded in a mine blast near Orda on Monday, the army said."
    fast = accordingto.read(text, published="2020-02-20", reader="fast")
    assert fast.reader != accordingto.read(text, published="2020-02-20").reader
    assert {c.type for c in fast.claims} >= {"killed", "injured"}
    with pytest.raises(ValueError, match="choose from default, fast"):
        accordingto.read(text, reader="slow")
