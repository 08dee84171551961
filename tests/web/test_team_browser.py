"""A team at its pages in a real browser: signing in, the second eye, coding blind, agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from accordingto.store import Ledger
from tests.web.browser import served
from tests.web.team import gather, weak_hashes, words_of
from tests.web.test_browser import Reviewer


class Member(Reviewer):
    """Somebody with an account, at a browser that others use too."""

    @staticmethod
    def _now(holds: Callable[[], Any]) -> Any:
        from selenium.common.exceptions import NoSuchElementException

        try:
            return Reviewer._now(holds)
        except NoSuchElementException:
            return False  # the next page has not come yet

    def sign_in(self, name: str) -> None:
        self.open("/account")
        if self.all("form[action='/logout']"):
            self.click("form[action='/logout'] button")
        self.until(lambda: self.css("input[name=password]"))
        self.fill(name=name, password=words_of(name))
        self.click("form[action='/login'] button")
        self.until(lambda: self.css(".who a").text == name)

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.css(f"input[name='{name}']").send_keys(value)

    def choose(self, name: str, value: str) -> None:
        from selenium.webdriver.support.select import Select

        Select(self.css(f"select[name='{name}']")).select_by_visible_text(value)

    def click(self, selector: str) -> None:
        self.css(selector).click()

    def send(self, form: str) -> None:
        """Press the button of a form and wait until its page has gone."""
        from selenium.webdriver.support.expected_conditions import staleness_of

        page = self.css("html")
        self.click(f"{form} button")
        self.until(lambda: staleness_of(page)(self.driver))
        self.until(lambda: self.css("h1"))

    def words(self) -> str:
        return str(self.css("main").text)


@pytest.fixture
def member(driver: Any, book: Path) -> Iterator[Member]:
    with weak_hashes():
        with Ledger.open(book) as ledger:
            gather(ledger)
        with served(book) as home:
            driver.delete_all_cookies()
            yield Member(driver, home, book)
            severe = [e["message"] for e in driver.get_log("browser") if e["level"] == "SEVERE"]
            assert [m for m in severe if not any(code in m for code in ("401", "403", "409"))] == []


def test_signing_in_leads_back_to_the_page_that_was_asked_for(member: Member) -> None:
    member.open("/report?id=long#c3")
    assert member.css("h1").text == "Sign in" and not member.all("nav[aria-label=Pages]")
    member.fill(name="Rev", password="not the password")
    member.send("form[action='/login']")
    assert "do not go together" in member.words()
    member.driver.back()
    member.until(lambda: "do not go together" not in member.words())
    member.css("input[name=password]").clear()
    member.fill(password=words_of("Rev"))
    member.send("form[action='/login']")
    member.until(lambda: "/report?id=long" in member.driver.current_url)
    assert member.driver.execute_script("return document.cookie") == "", "no script can read the session"
    member.open("/account")
    member.send("form[action='/logout']")
    member.driver.back()
    member.open("/report?id=long")
    assert member.css("h1").text == "Sign in"


def test_four_eyes_from_proposal_to_approval(member: Member) -> None:
    member.sign_in("Rev")
    member.open("/report?id=long")
    member.press("r")
    member.press(*"another event", "\ue007")
    member.until(lambda: "second eye" in member.css("#said").text)
    assert member.css("#c1 .waits").text.startswith("second eye wanted")
    member.until(lambda: member.css(".claim.current").get_attribute("id") == "c2")
    assert member.standings("long")[0].status == "unjudged"
    member.open("/second-eye")
    assert "Somebody else has to look at it" in member.words() and not member.all("button[value=approve]")
    forged = """
        const form = document.querySelector(".proposal form"), button = form.querySelector("button");
        button.value = "approve"; button.click();
    """
    member.driver.execute_script(forged)
    member.until(lambda: "somebody else has to approve it" in member.words())
    assert member.standings("long")[0].status == "unjudged"
    member.sign_in("Rosa")
    member.open("/")
    member.css("#r-second ~ ul a, section[aria-labelledby=r-second] li a").click()
    member.until(lambda: "/second-eye#j-" in member.driver.current_url)
    member.click("button[value=approve]")
    member.until(lambda: "Nothing waits" in member.words())
    assert member.standings("long")[0].status == "rejected"


def test_a_reader_is_offered_nothing_that_would_be_refused(member: Member) -> None:
    member.sign_in("Rea")
    for address in ("/report?id=long", "/", "/incidents", "/second-eye"):
        member.open(address)
        buttons = [b for b in member.all("main form[method=post] button, main [data-add]") if b.is_displayed()]
        assert [b.text for b in buttons] == [], address
    member.open("/report?id=long")
    member.press("a")
    member.until(lambda: "takes the role coder" in member.css("#said").text)


def test_the_second_of_two_accounts_is_told(member: Member, book: Path) -> None:
    member.sign_in("Rosa")
    member.open("/report?id=long")
    with Ledger.open(book) as ledger:
        from accordingto.model.judgement import Verdict

        ledger.decide(Verdict.REJECT, member.standings("long")[0].anchor, by="Rev", reason="from elsewhere")
    member.press("a")
    member.until(lambda: "Rev proposed to reject this claim" in member.css("#said").text)
    assert member.standings("long")[0].status == "unjudged"


def test_claims_are_coded_blind_and_compared(member: Member) -> None:
    member.sign_in("Rev")
    member.open("/coding")
    member.css("input[name=claims]").clear()
    member.fill(claims="3")
    member.choose("first", "Rev")
    member.choose("second", "Cod")
    member.click("form[action='/coding/begin'] button")
    for name, figures in (("Rev", ("4", "5", "6")), ("Cod", ("4", "50", ""))):
        member.sign_in(name)
        member.open("/coding")
        member.css("tr.pick a").click()
        for n, figure in enumerate(figures, 1):
            member.until(lambda n=n: member.css(".bar strong").text == str(n))
            assert member.css(".blind-text mark.trigger").text
            member.choose("type", "killed")
            if figure:
                member.choose("stance", "asserted")
                member.choose("scope", "incident")
                member.fill(**{"count.best": figure, "target.party": "Northland"})
                member.choose("target.kind", "civilian")
            member.click(f"button[value={'yes' if figure else 'no'}]")
        member.until(lambda: "You have coded all 3 claims" in member.words())
        if name == "Rev":
            member.open("/agreement?round=" + member.driver.current_url.partition("round=")[2])
            assert "still open" in member.words() and not member.all("table.agreement")
    member.css("main a[href^='/agreement']").click()
    member.until(lambda: member.all("table.agreement"))
    rows = {r.find_element("css selector", "th").text: r.text for r in member.all("table.agreement tbody tr")}
    assert "67%" in rows["claim"] and "50%" in rows["count.best"] and "100%" in rows["target.party"]
    assert {"4", "50"} & {c.text for c in member.all("h2 ~ div td")} == {"50"}


def test_an_admin_adds_somebody_who_changes_the_password(member: Member) -> None:
    member.sign_in("Adm")
    member.open("/people")
    new, first = "h2 ~ form.sheet:not(details form)", "a first long sentence"
    for field, value in (("name", "Zoé O'Neil"), ("password", first), ("again", first)):
        member.css(f"{new} input[name={field}]").send_keys(value)
    member.send(new)
    member.until(lambda: "Zoé O'Neil" in member.words())
    assert "Zoé O'Neil" in [a.text for a in member.all("th a")]
    member.open("/account")
    member.send("form[action='/logout']")
    member.fill(name="zoé o'neil", password="a first long sentence")
    member.send("form[action='/login']")
    member.open("/account")
    member.fill(old="a first long sentence", new="quite another sentence", again="quite another sentence")
    member.send("form[action='/account']")
    member.open("/audit")
    assert member.all(".log tbody tr")[0].text.split()[3:6] == ["Zoé", "O'Neil", "password"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(member: Member, scheme: str) -> None:
    axe = Path(str(find_spec("axe_core_python").submodule_search_locations[0])) / "axe.min.js"  # type: ignore[union-attr, index]
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    member.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    with Ledger.open(member.book) as ledger:
        found = ledger.begin_round(["Adm", "Rev"], 2, by="Adm")
        over = ledger.begin_round(["Rosa", "Rev"], 1, by="Adm")
        for name in over.coders:
            ledger.code(over.id, "u1", {"type": "killed", "place.path": name}, by=name)
    pages = [
        f"/coding?round={found.id}",
        f"/agreement?round={over.id}",
        "/second-eye",
        "/account",
        "/people",
        "/coding",
        "/audit",
    ]
    member.open("/login")
    for address in ["/login", *pages]:
        if address == pages[0]:
            member.sign_in("Adm")
        member.open(address)
        member.driver.execute_script(axe.read_text(encoding="utf-8"))
        checked = member.driver.execute_async_script("axe.run().then(arguments[0])")
        assert len(checked["passes"]) > 10
        assert [(v["id"], v["nodes"][0]["html"]) for v in checked["violations"]] == [], address
