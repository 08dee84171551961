"""The report page in a real browser: keys, selections, and hostile text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from accordingto.model.judgement import Verdict
from accordingto.store import Ledger, Standing
from accordingto.workflow.relinking import catch_up
from tests.web.browser import served
from tests.web.conftest import HOSTILE, LONG

SELECT = """
const [start, end] = arguments, text = document.getElementById("text"), range = document.createRange();
let at = 0;
for (const seg of text.querySelectorAll(".seg")) {
  const node = seg.firstChild, length = node.length;
  if (start >= at && start < at + length) range.setStart(node, start - at);
  if (end > at && end <= at + length) range.setEnd(node, end - at);
  at += length;
}
getSelection().removeAllRanges();
getSelection().addRange(range);
"""


class Reviewer:
    """A person with a keyboard and a pointer before one report."""

    def __init__(self, driver: Any, home: str, book: Path) -> None:
        self.driver, self.home, self.book = driver, home, book

    def open(self, address: str) -> None:
        self.driver.get(self.home + address)

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def css(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", selector))

    def select(self, words: str, text: str) -> None:
        """Select words of the text, as a pointer would."""
        start, length = (len(x.encode("utf-16-le")) // 2 for x in (text[: text.index(words)], words))
        self.driver.execute_script(SELECT, start, start + length)
        self.until(lambda: words in str(self.driver.execute_script("return picked && picked.words")))

    def take(self, slot: str) -> None:
        self.css(f".editor fieldset[data-for={slot}] .take").click()
        self.until(lambda: "touched" in self.css(f".editor fieldset[data-for={slot}]").get_attribute("class"))

    def until(self, holds: Callable[[], Any]) -> None:
        end = time.monotonic() + 10
        while not self._now(holds):
            assert time.monotonic() < end, self.css("body").text[-800:]
            time.sleep(0.02)

    @staticmethod
    def _now(holds: Callable[[], Any]) -> Any:
        from selenium.common.exceptions import StaleElementReferenceException

        try:
            return holds()
        except StaleElementReferenceException:
            # The page was drawn anew between finding an element and asking it; the next look finds the new one.
            return False

    def standings(self, report: str) -> list[Standing]:
        with Ledger.open(self.book) as ledger:
            kept = ledger.reading(report)
            assert kept is not None
            return list(kept.standings)


@pytest.fixture
def reviewer(driver: Any, book: Path) -> Iterator[Reviewer]:
    with served(book) as home:
        yield Reviewer(driver, home, book)
        # A page that a policy stopped, or a script that failed, says so in the browser's log.
        assert [e for e in driver.get_log("browser") if e["level"] == "SEVERE" and "409" not in e["message"]] == []


def test_twenty_claims_by_keyboard_alone(reviewer: Reviewer) -> None:
    reviewer.open("/report?id=long")
    for n in range(1, 21):
        reviewer.until(lambda n=n: reviewer.css(".claim.current").get_attribute("id") == f"c{n}")
        if n == 7:
            reviewer.press("r")
            reviewer.press(*"another jam", "\ue007")  # j, a and m are letters here, not keys
        else:
            reviewer.press("a")
        reviewer.until(lambda n=n: reviewer.css("#progress").text.startswith(str(n)))
    assert reviewer.css("#said").text.startswith("Every claim of this report has been judged.")
    found = [s.status for s in reviewer.standings("long")]
    assert found == ["accepted"] * 6 + ["rejected"] + ["accepted"] * 13
    assert reviewer.standings("long")[6].judgements[0].reason == "another jam"
    reviewer.press("u")
    reviewer.until(lambda: reviewer.css("#progress").text.startswith("19"))
    assert [s.status for s in reviewer.standings("long")].count("unjudged") == 1


def test_moving_pointing_and_selecting_decide_nothing(reviewer: Reviewer) -> None:
    from selenium.webdriver import ActionChains

    reviewer.open("/report?id=long")
    reviewer.press("j", "j", "k", "?")
    assert reviewer.css("#help").get_attribute("open") is not None
    reviewer.press("a", "r", "\ue00c")
    reviewer.select("5 people", LONG)
    assert reviewer.css(".claim.current").get_attribute("id") == "c2"
    reviewer.driver.execute_script("getSelection().removeAllRanges()")
    reviewer.css("#text .seg[data-claims='c9']").click()
    assert reviewer.css(".claim.current").get_attribute("id") == "c9"
    reviewer.css("#c2").click()
    ActionChains(reviewer.driver, duration=0).move_to_element(reviewer.css("#c2 .slot[data-slot='c2.count']")).perform()
    assert [x.text for x in reviewer.all(".seg.lit")] == ["2"]
    ActionChains(reviewer.driver, duration=0).move_to_element(
        reviewer.css("#text .seg[data-slots~='c3.count']")
    ).perform()
    assert [x.get_attribute("data-slot") for x in reviewer.all(".slot.lit")] == ["c3.count"]
    assert {s.status for s in reviewer.standings("long")} == {"unjudged"}


def test_a_slot_is_edited_by_selecting_words_behind_emoji(reviewer: Reviewer) -> None:
    reviewer.open("/report?id=hostile#c3")
    reviewer.press("e")
    reviewer.until(lambda: reviewer.all(".editor"))
    reviewer.select("7 people", HOSTILE)
    reviewer.take("count")
    assert [reviewer.css(f"[data-for=count] [data-part={p}]").get_attribute("value") for p in ("low", "high")] == [
        "7",
        "7",
    ]
    reviewer.select("the mayor", HOSTILE)
    reviewer.take("source")
    assert reviewer.standings("hostile")[2].status == "unjudged"
    reviewer.css(".editor [name=reason]").send_keys("the other figure\ue007")
    reviewer.until(lambda: "s-edited" in reviewer.css("#c3").get_attribute("class"))
    s = reviewer.standings("hostile")[2]
    assert s.claim.count is not None and s.claim.count.span.of(HOSTILE) == "7 people"
    assert s.claim.source is not None and s.claim.source.text == "the mayor"
    assert s.judgements[0].reason == "the other figure" and s.judgements[0].by == "Ada"


def test_a_slot_is_edited_by_keyboard_alone(reviewer: Reviewer) -> None:
    from selenium.webdriver import ActionChains

    reviewer.open("/report?id=long#c3")
    reviewer.press("e")
    reviewer.until(lambda: reviewer.all(".editor"))
    reviewer.until(lambda: "take" in reviewer.driver.switch_to.active_element.get_attribute("class"))

    def chosen() -> str:
        return str(reviewer.driver.execute_script("return getSelection().toString()")).strip()

    reviewer.press("w")
    reviewer.until(lambda: chosen() == "3")
    reviewer.press("\ue014")
    reviewer.until(lambda: chosen() == "people")
    reviewer.press(*(["\ue012"] * 4))
    reviewer.until(lambda: chosen() == "the")
    ActionChains(reviewer.driver, duration=0).key_down("\ue008").send_keys("\ue014").key_up("\ue008").perform()
    reviewer.until(lambda: chosen() == "the mayor")
    reviewer.press("\ue007")
    reviewer.driver.execute_script("document.querySelector('[data-for=source] .take').focus()")
    reviewer.press(" ")
    reviewer.until(lambda: "touched" in reviewer.css("[data-for=source]").get_attribute("class"))
    reviewer.driver.execute_script("document.querySelector('.editor [name=reason]').focus()")
    reviewer.press(*"as it stands", "\ue007")
    reviewer.until(lambda: "s-edited" in reviewer.css("#c3").get_attribute("class"))
    (source,) = [s.claim.source for s in reviewer.standings("long") if s.status == "edited"]
    assert source is not None and source.text == "the mayor" and source.span is not None


def test_accounts_are_parted_joined_and_that_is_undone(reviewer: Reviewer) -> None:
    def decide(reason: str) -> None:
        reviewer.until(lambda: "/preview" in reviewer.driver.current_url)
        reviewer.css("form.pair [name=reason]").send_keys(reason, "\ue007")
        reviewer.until(lambda: reason in reviewer.css("section[aria-labelledby=history]").text)

    with Ledger.open(reviewer.book) as ledger:
        catch_up(ledger)
        together = ledger.incident_of("hostile#i1")
    reviewer.open(f"/incident/{together}")
    assert len(reviewer.all(".tellings > li")) == 3
    reviewer.all(".tellings a.part")[2].send_keys("\ue007")
    reviewer.until(lambda: len(reviewer.all("[aria-labelledby=after] article")) == 2)
    assert len(reviewer.all("[aria-labelledby=before] article")) == 1
    with Ledger.open(reviewer.book) as ledger:
        assert ledger.judgements() == []
    decide("another street")
    with Ledger.open(reviewer.book) as ledger:
        here, there = (ledger.incident_of(f"{name}#i1") for name in ("hostile", "x&y=/../<b>"))
        assert here and there and here != there
    reviewer.open(f"/incident/{here}")
    reviewer.css("form.pair [name=other]").send_keys(there, "\ue007")
    reviewer.until(lambda: len(reviewer.all("[aria-labelledby=after] article")) == 1)
    decide("the same market")
    assert len(reviewer.all(".tellings > li")) == 3
    reviewer.css(".history form button").send_keys("\ue007")
    reviewer.until(lambda: "the same market" not in reviewer.css("body").text)
    with Ledger.open(reviewer.book) as ledger:
        assert ledger.incident_of("hostile#i1") != ledger.incident_of("x&y=/../<b>#i1")


def test_an_entry_of_the_queue_is_taken_and_put_off_by_key(reviewer: Reviewer) -> None:
    reviewer.open("/")
    reviewer.press("j", "t")
    reviewer.until(lambda: "yours" in reviewer.css("li.pick").text)
    reviewer.press("j", "z")
    reviewer.until(lambda: reviewer.driver.switch_to.active_element.get_attribute("name") == "until")
    reviewer.press(*"01012999", "\ue007")
    reviewer.until(lambda: reviewer.all(".put-off"))
    with Ledger.open(reviewer.book) as ledger:
        assert [(h.kind, h.by, h.until) for h in ledger.holds()] == [("snoozed", "Ada", "2999-01-01")]


ADDRESSES = (
    "/", "/?reason=unread", "/incidents", "/incident/inc-1", "/incident/inc-1/preview?verdict=split&subject=long%23i1",
    "/map", "/report?id=hostile", "/tolls", "/tolls/nowhere",
)  # fmt: skip


def test_at_twice_the_size_nothing_is_cut_off_or_runs_sideways(reviewer: Reviewer) -> None:
    # A window of half the points is what a page gets at 200 %.
    size = {"width": 720, "height": 450, "deviceScaleFactor": 2, "mobile": False}
    reviewer.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        for address in ADDRESSES:
            reviewer.open(address)
            wide = "return [document.documentElement.scrollWidth, innerWidth]"
            over, window = reviewer.driver.execute_script(wide)
            assert over <= window == 720, address
            for link in reviewer.all("header a, main h1"):
                assert link.rect["x"] >= 0 and link.rect["x"] + link.rect["width"] <= 720, (address, link.text)
            reviewer.driver.get_log("browser")
    finally:
        usual = {"width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        reviewer.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", usual)


def test_every_control_can_be_reached_by_tab_and_shows_it(reviewer: Reviewer) -> None:
    for address in ADDRESSES:
        reviewer.open(address)
        reachable = """
        const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")];
        return all.filter((e) => e.checkVisibility() && e.tabIndex < 0).map((e) => e.outerHTML);
        """
        assert reviewer.driver.execute_script(reachable) == [], address
        reviewer.press("\ue004")
        assert reviewer.driver.switch_to.active_element.text == "Skip to the content"
        for _ in range(4):
            reviewer.press("\ue004")
            at = reviewer.driver.switch_to.active_element
            assert at.value_of_css_property("outline-style") == "solid", (address, at.get_attribute("outerHTML"))
        reviewer.driver.get_log("browser")


def test_a_missed_claim_is_added_and_undone(reviewer: Reviewer) -> None:
    reviewer.open("/report?id=hostile")
    reviewer.select("no\u202c he said", HOSTILE)
    reviewer.press("m")
    reviewer.until(lambda: reviewer.all("article.new .editor"))
    reviewer.until(lambda: "he said" in reviewer.css("[data-for=quote] .words").text)
    reviewer.css(".editor select[name=type]").send_keys("act")
    reviewer.css(".editor button:not([type])").click()
    reviewer.until(lambda: reviewer.all("#m1"))
    added = reviewer.standings("hostile")[3]
    assert (added.status, added.claim.type, added.claim.quote) == ("added", "act", "no\u202c he said")
    reviewer.press("u")
    reviewer.until(lambda: not reviewer.all("#m1"))
    assert len(reviewer.standings("hostile")) == 3


def test_hostile_text_is_shown_as_it_is_and_runs_nothing(reviewer: Reviewer) -> None:
    for address in ("/report?id=hostile", "/incident/inc-1", "/incidents", "/"):
        reviewer.open(address)
        assert reviewer.driver.execute_script("return document.querySelectorAll('main img, main script').length") == 0
    reviewer.open("/report?id=hostile")
    assert reviewer.driver.execute_script("return document.getElementById('text').textContent") == HOSTILE


def test_the_second_reviewer_is_told_and_can_look(reviewer: Reviewer) -> None:
    reviewer.open("/report?id=hostile")
    with Ledger.open(reviewer.book) as ledger:
        anchor = reviewer.standings("hostile")[0].anchor
        ledger.decide(Verdict.REJECT, anchor, by="Berta", reason="told twice")
    reviewer.press("a")
    reviewer.until(lambda: "Berta rejected this claim" in reviewer.css("#said").text)
    reviewer.css("#said button").click()
    reviewer.until(lambda: reviewer.all("#c1.s-rejected"))
    assert "told twice" in reviewer.css("#c1").text


def test_filters_stand_in_the_address(reviewer: Reviewer) -> None:
    reviewer.open("/incidents")
    reviewer.css("[name=place]").send_keys("Northland")
    reviewer.css("[name=contested]").send_keys("differ")
    reviewer.css(".filters button").click()
    reviewer.until(lambda: "place=Northland" in reviewer.driver.current_url)
    assert "contested=yes" in reviewer.driver.current_url and len(reviewer.all("tr.pick")) == 1
    reviewer.open(reviewer.driver.current_url.removeprefix(reviewer.home))
    assert reviewer.css("[name=place]").get_attribute("value") == "Northland"
    reviewer.press("j", "\ue007")
    reviewer.until(lambda: "/incident/inc-1" in reviewer.driver.current_url)


def test_the_slider_the_brush_and_the_map_set_the_address(reviewer: Reviewer) -> None:
    from selenium.webdriver import ActionChains

    reviewer.open("/map")
    assert reviewer.css("output[for=known]").text == "now"
    reviewer.driver.execute_script(
        "const s = document.getElementById('known'); s.value = s.min; s.dispatchEvent(new Event('change'))"
    )
    reviewer.until(lambda: "reported_by=2020-02-20" in reviewer.driver.current_url)
    assert "as known then" in reviewer.css("main").text and len(reviewer.all("tr.pick")) == 0
    reviewer.open("/map")
    line = reviewer.css("svg.timeline")
    ActionChains(reviewer.driver, duration=50).move_to_element_with_offset(
        line, -200, 0
    ).click_and_hold().move_by_offset(300, 0).release().perform()
    reviewer.until(lambda: "from=2020-02-20&to=2020-02-20" in reviewer.driver.current_url)
    assert len(reviewer.all("svg.map a.contested")) == 1
    reviewer.css("svg.map a.contested").click()
    reviewer.until(lambda: "/incident/inc-1" in reviewer.driver.current_url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(reviewer: Reviewer, scheme: str) -> None:
    axe = Path(str(find_spec("axe_core_python").submodule_search_locations[0])) / "axe.min.js"  # type: ignore[union-attr, index]
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    reviewer.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    for address in ADDRESSES:
        reviewer.open(address)
        reviewer.driver.execute_script(axe.read_text(encoding="utf-8"))
        found = reviewer.driver.execute_async_script("axe.run().then(arguments[0])")
        assert len(found["passes"]) > 10
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], address
        reviewer.driver.get_log("browser")  # an unknown page is an error in it
