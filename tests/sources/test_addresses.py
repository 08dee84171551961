import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.sources.addresses import canonical, site


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("HTTPS://Ostra.Example:443/a?b=1#top", "https://ostra.example/a?b=1"),
        ("http://me:secret@ostra.example", "http://ostra.example/"),
        ("http://ostra.example:8080/", "http://ostra.example:8080/"),
        ("https://ostra.example/a?utm_source=x&id=2&fbclid=9&b=1", "https://ostra.example/a?id=2&b=1"),
        ("https://ostra.example./é b", "https://ostra.example/%C3%A9%20b"),
        ("https://ostra.example/%C3%A9%20b", "https://ostra.example/%C3%A9%20b"),
        ("https://żabno.example/", "https://xn--abno-99a.example/"),
        ("http://[::1]:80/", "http://[::1]/"),
    ],
)
def test_spellings_of_one_page(address: str, same: str) -> None:
    assert canonical(address) == same


@pytest.mark.parametrize(
    "address", ["", "ftp://x.example/", "file:///etc/passwd", "http://", "http://[::1", "http://x:y/"]
)
def test_no_address(address: str) -> None:
    assert canonical(address) is None


@given(st.text(max_size=60))
def test_a_canonical_address_is_its_own(tail: str) -> None:
    once = canonical("https://ostra.example/" + tail)
    assert once is None or canonical(once) == once


def test_one_site_for_all_devices() -> None:
    assert site("https://www.ostra.example/a") == site("http://m.ostra.example/b") == "ostra.example"
    assert site("https://ostra.example.evil.example/") != site("https://ostra.example/")
    assert site("http://[::1") is None
