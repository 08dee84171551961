from __future__ import annotations

from datetime import date

import pytest

from accordingto import lang
from accordingto.extract.dates import find_dateline
from accordingto.model import Severity

PACK = lang.get("en")
DAY = date(2013, 9, 5)


@pytest.mark.parametrize(
    "text",
    [
        "Market hit\n\nThu Sep 5 2013 Car bomb kills four in the market.",
        "Market hit by bomb Reuters Thursday 5 Sep 2013 A bomb killed four.",
        "Market hit\n\n05-09-2013 Market hit. A bomb killed four.",
        "Market hit\n\n05.09.2013(updated 1329 05.09.2013) Get short URL A bomb killed four.",
        "Market hit\n\nDate of publication 5 September 2013 A bomb killed four.",
        "Market hit\n\nPublished September 5, 2013 A bomb killed four.",
        "Market hit\n\nPublished on 5 September 2013\n\nA bomb killed four.",
        "Market hit\n\nToday, 5 September 2013, a bomb killed four.",
        "Market hit | Our Times\n\nLast updated at Sep 052013 A bomb killed four.",
        "2013-09-05\nA bomb killed four.",
    ],
)
@pytest.mark.parametrize("published", [None, date(2013, 9, 6), date(2016, 1, 1)])
def test_a_date_at_the_head_wins(text: str, published: date | None) -> None:
    day, issues = find_dateline(text, published, pack=PACK)
    assert day == DAY
    assert [i.code for i in issues] == (["date-conflict"] if published == date(2016, 1, 1) else [])
    for issue in issues:
        assert issue.severity is Severity.WARNING and issue.hint and issue.span and "2016-01-01" in issue.message


@pytest.mark.parametrize(
    "text",
    [
        "Trial opens\n\nThe activist was beaten in a July 4, 2012, attack near a lake.",
        "Trial opens\n\nHe was arrested on 3 May 2012 and is held still.",
        "Trial opens\n\nIn an order dated March 2, 2012, the judge freed him.",
        "Trial opens\n\nA consul speaks at the school, April 16, 2012.\n\nA crowd protested.",
        "Trial opens\n\nThe court has sat since 3 May 2012 without pause.",
        "Trial opens\n\n" + "Much was said of it. " * 20 + "3 May 2012",
        "No date at all",
        "",
    ],
)
def test_a_date_inside_a_sentence_is_no_dateline(text: str) -> None:
    assert find_dateline(text, DAY, pack=PACK) == (DAY, [])
    assert find_dateline(text, None, pack=PACK) == (None, [])


def test_the_order_of_a_numeric_date_follows_the_metadata() -> None:
    assert find_dateline("Raid\n\n04-06-2016 A raid.", date(2016, 4, 6), pack=PACK)[0] == date(2016, 4, 6)
    assert find_dateline("Raid\n\n04-06-2016 A raid.", None, pack=PACK)[0] == date(2016, 6, 4)
