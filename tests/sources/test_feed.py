import io
from pathlib import Path

import pytest
from tests.sources.samples import FEED, MORE, PAGE, SAID

from accordingto.model import Issue
from accordingto.sources import Arrival, Options, feed, intake, iter_reports
from accordingto.sources.base import Unread
from accordingto.sources.markup import plain

ATOM = f"""<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><!-- made by hand -->
<feed xmlns="http://www.w3.org/2005/Atom"><title>Ostra Post</title>
<entry><title type="html">Two &lt;b&gt;die&lt;/b&gt;</title><id>urn:1</id><updated>2020-02-20T10:00:00Z</updated>
<link href="https://user:pass@ostra.example/shell#top"/><summary>Short.</summary>
<content type="html">&lt;p&gt;{SAID}&lt;/p&gt;&lt;div style="display:none"&gt;9 dead&lt;/div&gt;</content></entry>
<entry><id>urn:2</id><link href="javascript:alert(1)"/><summary>{MORE}</summary></entry>
<entry><title>Nothing</title><id>urn:3</id></entry></feed>""".encode()


def take(data: bytes, **options: object) -> list[Arrival | Issue]:
    return list(iter_reports(["-"], options=Options(**options), stdin=io.BytesIO(data)))  # type: ignore[arg-type]


def test_rss_entries_are_reports() -> None:
    (found,) = take(FEED, keep_raw=True)
    assert isinstance(found, Arrival)
    r = found.report
    assert r.text == f"Shell kills two\n\n{SAID}\n{MORE}"
    assert (r.id, r.url, r.publisher, str(r.published)) == (
        "https://ostra.example/shell", "https://ostra.example/shell", "Ostra Post", "2020-02-20",
    )  # fmt: skip
    assert found.capture is not None and found.capture.raw == FEED


def test_atom_entries_with_hidden_text_and_without_any() -> None:
    first, second, third = take(ATOM)
    assert isinstance(first, Arrival) and isinstance(second, Arrival) and isinstance(third, Issue)
    assert first.report.text == f"Two die\n\n{SAID}"
    assert first.report.url == "https://ostra.example/shell"
    assert (second.report.id, second.report.url, second.report.text) == ("urn:2", None, MORE)
    assert (third.code, third.origin) == ("empty-input", "stdin:3")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><title>&b;</title></rss>',
         "bad-feed"),
        (b"<rss", "bad-feed"),
        (b'<rss version="2.0"><channel><title>x</title></channel></rss>', "empty-input"),
        (b"<rss>" + b"<item>" * 4_000, "empty-input"),
        (b"<rss>" + b"x" * 9_000_000, "too-large"),
    ],
    ids=["entities", "cut", "empty", "deep", "huge"],
)  # fmt: skip
def test_hostile_feeds_are_bounded(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_bytes(data)
    found = list(iter_reports([str(path)]))
    assert code in {f.code for f in found if isinstance(f, Issue)}


def test_nothing_is_fetched_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def read(self: object, address: str, **_: object) -> Unread | Issue:
        asked.append(address)
        return Unread(PAGE, "HTML", feed.Context(address, Options(), url=address)) if "shell" in address else _gone()

    monkeypatch.setattr(intake.Fetcher, "read", read)
    take(ATOM)
    assert asked == []
    found = take(ATOM, follow=True)
    assert asked == ["https://ostra.example/shell"]
    assert isinstance(found[0], Arrival) and found[0].report.text.startswith("Shell kills two shepherds\n\n")
    # A page that cannot be had is named, and the entry stands in for it.
    other = take(FEED.replace(b"/shell", b"/gone"), follow=True)
    assert isinstance(other[0], Issue) and isinstance(other[1], Arrival) and SAID in other[1].report.text


def _gone() -> Issue:
    return Issue("fetch-failed", "x", origin="x", hint="x")


def test_markup_becomes_plain_text() -> None:
    assert plain("a &amp; b") == "a & b"
    assert plain("  no\tmarkup\nhere ") == "no markup\nhere"
    assert plain("<p>a<br>b</p><script>c</script><p hidden>d</p>e<!-- f -->") == "a\nb\ne"
    assert plain("<div>" * 50_000 + "x") == "x"
    assert plain("<style>a<p>b") == ""
