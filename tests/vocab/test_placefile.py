"""The gazetteer file: what is written is found, by any usual spelling, quickly; a damaged one says so."""

import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from accordingto.vocab.gazetteer import Gazetteer, shipped
from accordingto.vocab.placefile import Entry, PlaceFile, write
from accordingto.vocab.placekeys import place_key, sound_key


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Saraqeb", "SY", "town"), ("Sarakib", "SY", "town"), ("حلب", "SY", "town"), ("Київ", "UA", "town"),
        ("Dayr az Zawr", "SY", "town"), ("Ar Raqqah", "SY", "town"), ("Kharkov", "UA", "town"),
        ("Zaporozhye", "UA", "town"), ("Zaporizhia", "UA", "admin1"), ("Timbuktu", "ML", "town"),
        ("Maaret al-Noman", "SY", "town"), ("North Kivu", "CD", "admin1"), ("Rapides Parish", "US", "admin2"),
        ("N.Y.", "US", "admin1"), ("Red Sea", "", "water"), ("Donbas", "UA", "region"), ("Ukraine", "UA", "country"),
        ("Sana'a", "YE", "town"), ("Hudaydah", "YE", "town"), ("Kandahar", "AF", "admin1"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_many_spellings(name: str, country: str, kind: str) -> None:
    assert any((p.country, p.kind) == (country, kind) for p in shipped().find(name))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saraqeb", "Sarakib"),
        ("Qalamoun", "Kalamun"),
        ("Deir ez-Zor", "Dayr az-Zawr"),
        ("Jawbar", "Jobar"),
        ("Ghouta", "Guta"),
    ],
)
def test_spellings_that_sound_alike(one: str, other: str) -> None:
    assert sound_key(place_key(one)) == sound_key(place_key(other))


def test_other_names_do_not_sound_alike() -> None:
    assert len({sound_key(place_key(n)) for n in ("Qaminas", "Qaminis", "Homs", "Hama", "Herat", "Harare")}) == 6


def test_a_name_takes_less_than_a_millisecond() -> None:
    names = ["Springfield", "Saraqeb", "Nosuchplace", "San Jose", "Al Hamra", "Santa Maria", "Aleppo", "Victoria"]
    gazetteer = Gazetteer()
    gazetteer.find("warm")
    began = time.process_time()
    for name in names:
        gazetteer.find(name)
    assert (time.process_time() - began) / len(names) < 0.001


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the memory of a process is read from Linux")
def test_opening_is_quick_and_small() -> None:
    code = (
        "import time; t = time.process_time(); from accordingto.vocab.gazetteer import shipped;"
        "[shipped().find(n) for n in ('Aleppo', 'Springfield', 'Gao')];"
        "print(time.process_time() - t, open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    seconds, kilobytes = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split()
    assert float(seconds) < 0.3 and int(kilobytes) < 120_000


def entries() -> list[Entry]:
    return [
        Entry("Somewhere Province", "admin1", "XX", None, 10.5, -170.25, 50_000, {"somewhere"}, set(), 40),
        Entry("Elsewhere", "town", "XX", 0, -89.9, 179.99, 1234, {"elsewhere", "other"}, {"elsewhere"}),
    ]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    write(path, entries(), about="a test")
    file = PlaceFile(path)
    ((hit),) = file.hits("other")
    assert (file.count, file.about, hit.exact, hit.spotted) == (2, "a test", True, False)
    assert (file.name(1), file.kind(1), file.country(1), file.parent(1), file.size(1)) == (
        "Elsewhere",
        "town",
        "XX",
        0,
        1234,
    )
    assert file.point(1) == pytest.approx((-89.9, 179.99), abs=1e-4)
    assert (file.reach(0), file.reach(1), file.parent(0)) == (40, 0, None)
    assert file.spotted("elsewhere") == [1] and file.spotted("other") == [] and file.hits("nothing") == []


@pytest.mark.parametrize("damage", [b"", b"no gazetteer", None])
def test_a_damaged_file_says_so(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "x.bin"
    write(path, entries())
    path.write_bytes(path.read_bytes()[:-40] if damage is None else damage)
    with pytest.raises(ValueError, match="gazetteer"):
        PlaceFile(path)


def test_entries_out_of_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="sorted"):
        write(tmp_path / "x.bin", entries()[::-1])


def test_a_gazetteer_travels_to_workers(tmp_path: Path) -> None:
    write(tmp_path / "x.bin", entries())
    there = pickle.loads(pickle.dumps(Gazetteer([tmp_path / "x.bin"])))
    assert any(p.own for p in there.find("Elsewhere"))
