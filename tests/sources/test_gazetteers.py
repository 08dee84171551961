"""Lists of places that users bring: what is taken, what is refused and why."""

from pathlib import Path

import pytest

from accordingto.model import InputError
from accordingto.sources.gazetteers import compile_dump, read_place_list
from accordingto.vocab.gazetteer import Gazetteer
from accordingto.vocab.placefile import write

DUMP = [
    "1\tQinnasrin District\tQinnasrin\t\t35.9\t36.9\tA\tADM2\tSY\t\t09\t0901\t\t\t0\t\t\t\t2020-01-01",
    "2\tHalab\tHalab\tAleppo Province\t36.2\t37.5\tA\tADM1\tSY\t\t09\t\t\t\t0\t\t\t\t2020-01-01",
    "3\tTell Qarah\tTell Qarah\tTal Qara,تل قراح\t36.31\t37.2\tP\tPPL\tSY\t\t09\t0901\t\t\t1200\t\t\t\t2020-01-01",
    "4\tbroken line\t36",
    "5\tNowhere\tNowhere\t\t136.31\t37.2\tP\tPPL\tSY\t\t09\t\t\t\t0\t\t\t\t2020-01-01",
]


def test_a_geonames_dump(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt"
    path.write_text("\n".join(DUMP) + "\n", "utf-8")
    found = read_place_list(path)
    assert found.form == "GeoNames dump"
    assert [e.name for e in found.entries] == ["Halab", "Qinnasrin District", "Tell Qarah"]
    assert found.skipped == 2 and [i.origin for i in found.issues] == [f"{path}:4", f"{path}:5"]
    assert all(i.hint for i in found.issues)
    out = tmp_path / "sy.bin"
    write(out, found.entries)
    gazetteer = Gazetteer([out])
    (tell,) = (p for p in gazetteer.find("Tal Qara") if p.own)
    assert tell.size == pytest.approx(1200, rel=0.01)
    assert [gazetteer.name(p) for p in tell.parents] == ["Qinnasrin District", "Halab"]
    assert any(p.own for p in gazetteer.find("تل قراح"))


def test_a_table_of_pcodes_takes_points_from_the_shipped_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "adm.csv"
    path.write_text(
        "ADM0_EN,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE\n"
        "Syria,Aleppo,SY02,Menbij,SY0203\nSyria,Aleppo,SY02,Afrin,SY0202\nSyria,Idleb,SY07,Nosuchdistrict,SY0799\n",
        "utf-8",
    )
    found = read_place_list(path)
    assert found.form == "table of p-codes" and "Afrin" in [e.name for e in found.entries]
    assert any("Nosuchdistrict" in i.message and "lat" in (i.hint or "") for i in found.issues)
    assert all(e.country == "SY" for e in found.entries)


def test_a_csv_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "Name;Latitude;Longitude;Country;Also;Province\nQaminas;35,89;36,72;Syria;Qmenas|Kminas;Idlib\n"
        "Idlib;35.9;36.6;SY;;\nSwapped;36.7;135.9;SY;;\nBad;136.7;35.9;SY;;\n;1;2;SY;;\nNoland;1;2;;;\n",
        "utf-8",
    )
    found = read_place_list(path)
    assert [e.name for e in found.entries] == ["Qaminas", "Idlib", "Swapped"]
    assert (found.entries[0].lat, found.entries[0].lon) == (35.89, 36.72)
    assert [i.origin for i in found.issues] == [f"{path}:{n}" for n in (5, 6, 7)]
    assert "swapped" in (found.issues[0].hint or "") and "--country" in (found.issues[2].hint or "")
    assert len(read_place_list(path, country="SY").entries) == 4


@pytest.mark.parametrize("content", ["", "a,b,c\n1,2,3\n", "just words\nand more\n", "\x00\x01\x02"])
def test_what_is_no_list_of_places_says_what_would_be_one(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as e:
        read_place_list(path)
    assert e.value.issue.hint and "lat" in e.value.issue.hint or "readable" in str(e.value.issue.hint)


def test_a_large_dump_can_be_cut_to_some_names(tmp_path: Path) -> None:
    path = tmp_path / "all.txt"
    path.write_text("\n".join(DUMP[:3]) + "\n", "utf-8")
    out = compile_dump(path, tmp_path / "cut.bin", {"Tell Qara"})
    assert any(p.own for p in Gazetteer([out]).find("Tell Qarah"))
    assert not any(p.own for p in Gazetteer([out]).find("Qinnasrin District"))
